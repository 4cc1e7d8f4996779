use crate::PageError;
use crate::reading;
use crate::setting::{Frame, Setting};
use crate::text::shortened;
use crate::times::Instant;
use askama::Template;
use news::counted;
use std::cmp::Reverse;
use store::{BriefLine, Store};
use url::form_urlencoded;

/// Longest query, in characters; what the page's own field lets in.
const QUERY: usize = 200;
/// Stories whose summaries are read for one query, latest first: bounds the work of a request
/// to some tenths of a second until there is an index.
const SCANNED: usize = 2000;
/// Results on the page.
const SHOWN: usize = 50;
/// Longest lede of a result, in characters: some four lines.
const LEDE: usize = 300;

/// `GET /search?q=`: published stories whose headline and lede hold all the words.
#[derive(Template)]
#[template(path = "search.html")]
pub(crate) struct SearchPage {
    frame: Frame,
    query: String,
    outcome: String,
    results: Vec<ResultLine>,
}

/// A story that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) line: BriefLine,
    lede: String,
    address: String,
}

struct ResultLine {
    address: String,
    headline: String,
    lede: String,
    time: Instant,
}

impl SearchPage {
    /// The page of what was found, latest first.
    pub(crate) fn new(query: &str, found: &[Found], setting: &Setting<'_>) -> SearchPage {
        let results = found.iter().map(|found| ResultLine {
            address: found.address.clone(),
            headline: found.line.headline.clone(),
            lede: found.lede.clone(),
            time: Instant::of(found.line.at),
        });
        SearchPage {
            frame: Frame::new(setting, Some("Search"), None),
            query: query.to_owned(),
            outcome: outcome(query, found.len()),
            results: results.collect(),
        }
    }
}

fn outcome(query: &str, found: usize) -> String {
    match (query.is_empty(), found) {
        (true, _) => "Give one or more words; stories that hold all of them are shown.".to_owned(),
        (false, 0) => "No published story holds all of these words.".to_owned(),
        (false, SHOWN) => format!("The latest {SHOWN} stories are shown."),
        (false, count) => format!("{} found.", counted(count, "story", "stories")),
    }
}

/// What the address asks for: the first `q`, its white space evened out.
pub(crate) fn words_asked_for(query: &str) -> String {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let asked = pairs.find(|(key, _)| key == "q").map(|(_, value)| value.into_owned());
    let asked = asked.unwrap_or_default();
    let words: Vec<&str> = asked.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control()).take(QUERY).collect()
}

/// The latest published stories that hold all words of `query`.
pub(crate) async fn find(store: &Store, query: &str) -> Result<Vec<Found>, PageError> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut found = Vec::new();
    if words.is_empty() {
        return Ok(found);
    }
    let mut lines = store.briefs.all_published().await?;
    lines.sort_by_key(|line| Reverse(line.at));
    for line in lines.into_iter().take(SCANNED) {
        if found.len() == SHOWN {
            break;
        }
        let Some(record) = store.briefs.published(&line.story).await? else { continue };
        let lede: Vec<&str> = record.brief.lede.iter().map(|s| s.statement.text()).collect();
        let lede = lede.join(" ");
        if holds_all(&format!("{}\n{lede}", line.headline), &words) {
            let address = reading::address(store, &line).await?;
            found.push(Found { address, lede: shortened(&lede, LEDE), line });
        }
    }
    Ok(found)
}

fn holds_all(text: &str, words: &[String]) -> bool {
    let text = text.to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_whatever_they_hold() {
        check("q=ferry", "ferry");
        check("q=%20ferry%09+Aurora%0a", "ferry Aurora");
        check("a=1&q=one&q=two", "one");
        check("q=%FF%00x", "\u{fffd}x");
        check("q=%3Cscript%3E", "<script>");
        check("", "");
        assert_eq!(words_asked_for(&format!("q={}", "x".repeat(5000))).len(), 200);
    }

    #[track_caller]
    fn check(query: &str, expected: &str) {
        assert_eq!(words_asked_for(query), expected, "{query}");
    }

    #[test]
    fn all_words_must_be_there() {
        let words = |query: &str| query.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(holds_all("Ferry Aurora\nhit a sandbank", &words("sand aurora")));
        assert!(!holds_all("Ferry Aurora", &words("ferry sandbank")));
    }
}
