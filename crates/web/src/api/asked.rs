//! What a request asks for: parameters, each found good or named in the refusal.

use super::cursor::Cursor;
use super::problem::{Problem, Refusal};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use url::form_urlencoded;

/// Items of a page when nobody says how many.
pub(crate) const USUAL: u32 = 20;
/// Most items of a page.
pub(crate) const MOST: u32 = 100;

/// The parameters of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pairs: Vec<(String, String)>,
}

impl Asked {
    /// Reads a query, in which only the `known` parameters may stand, each once.
    pub(crate) fn read(query: Option<&str>, known: &[&str]) -> Result<Asked, Problem> {
        let mut asked = Asked::default();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            if !known.contains(&name.as_ref()) {
                let known = match known.is_empty() {
                    true => "none is known".to_owned(),
                    false => format!("known are {}", known.join(", ")),
                };
                let shown: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
                return Err(Problem::parameter(
                    &shown,
                    format!("There is no such parameter here; {known}."),
                ));
            }
            if asked.text(&name).is_some() {
                return Err(Problem::parameter(&name, "It may be given once."));
            }
            asked.pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(asked)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Items of a page.
    pub(crate) fn limit(&self) -> Result<u32, Problem> {
        let Some(text) = self.text("limit") else { return Ok(USUAL) };
        let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
        number.ok_or_else(|| {
            Problem::parameter("limit", format!("It must be a whole number from 1 to {MOST}."))
        })
    }

    pub(crate) fn day(&self, name: &str) -> Result<Option<Date>, Problem> {
        let Some(text) = self.text(name) else { return Ok(None) };
        day(text).map(Some).ok_or_else(|| {
            Problem::parameter(name, "It must be a day of the calendar, such as 2026-11-23.")
        })
    }

    pub(crate) fn time(&self, name: &str) -> Result<Option<Timestamp>, Problem> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let time = text.parse().ok().filter(|_| text.contains(['T', 't']));
        time.map(Some).ok_or_else(|| {
            let what = "It must be a time as RFC 3339 has it, such as 2026-11-23T18:00:00Z.";
            Problem::parameter(name, what)
        })
    }

    /// Where to go on in `list`.
    pub(crate) fn cursor(&self, list: &str) -> Result<Option<Cursor>, Problem> {
        let Some(text) = self.text("cursor") else { return Ok(None) };
        Cursor::read(text, list).map(Some).ok_or_else(|| {
            Problem::parameter(
                "cursor",
                "It is not a cursor of this list. Take it from `next` of a page of the same list, with the same \
                 parameters, and leave it as it is.",
            )
        })
    }
}

/// `YYYY-MM-DD`, and nothing else that could be read as a day.
pub(crate) fn day(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

/// The parts of an address that name something; one that is no text names nothing.
pub(crate) struct Named<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Named<T>, Refusal> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(named)) => Ok(Named(named)),
            Err(_) => Err(Problem::not_found().into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn refused(query: &str, read: impl FnOnce(&Asked) -> Result<(), Problem>, parameter: &str) {
        let known = ["limit", "day", "from", "cursor"];
        let read = Asked::read(Some(query), &known).and_then(|asked| read(&asked));
        let problem = read.expect_err(query);
        assert_eq!(
            (problem.status, problem.parameter.as_deref()),
            (400, Some(parameter)),
            "{query}"
        );
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let limit = |asked: &Asked| asked.limit().map(drop);
        for query in ["limit=0", "limit=101", "limit=x", "limit=", "limit=-1", "limit=1&limit=2"] {
            refused(query, limit, "limit");
        }
        refused("limits=1", limit, "limits");
        for query in ["day=2026-02-30", "day=20261123", "day=2026-11-23T00:00", "day="] {
            refused(query, |asked| asked.day("day").map(drop), "day");
        }
        for query in ["from=2026-11-23", "from=now", "from=2026-11-23T18:00:00"] {
            refused(query, |asked| asked.time("from").map(drop), "from");
        }
        refused("cursor=abc", |asked| asked.cursor("stories").map(drop), "cursor");
    }

    proptest! {
        #[test]
        fn whatever_is_asked_is_answered(query in ".*") {
            if let Ok(asked) = Asked::read(Some(&query), &["limit", "day", "from", "cursor"]) {
                let _ = (asked.limit(), asked.day("day"), asked.time("from"), asked.cursor("x"));
            }
        }
    }
}
