//! Which outlet a name in a text means.

use super::Map;
use super::snapshot::{Reading, Unreadable, Writing};
use super::terms::long_key;
use news::{OutletId, Registry};
use std::io::{self, Read, Write};

/// Outlets remembered besides those of the registry.
const MOST_SEEN: usize = 100_000;

/// Words of an outlet's name at most: "The University of Oldport Daily Press".
const MOST_WORDS: usize = 6;

/// Bytes of a text that are looked at for one name.
const NAME_BYTES: usize = 120;

/// The outlets of the registry, and those that have reported.
pub struct Names {
    registry: Registry,
    seen: Map<String, OutletId>,
}

impl Names {
    /// Knows the registry's outlets alone.
    pub fn new(registry: Registry) -> Names {
        Names { registry, seen: Map::default() }
    }

    /// Remembers an outlet that reports.
    pub fn note(&mut self, outlet: &OutletId) {
        if !outlet.0.is_empty() && self.seen.len() < MOST_SEEN {
            self.seen.entry(bare(&outlet.0)).or_insert_with(|| outlet.clone());
        }
    }

    /// Stands for all that the registry says.
    pub fn registry_key(&self) -> u64 {
        long_key(&format!("{:?}", self.registry))
    }

    /// Writes down the outlets that have reported, by name.
    pub fn write(&self, frames: &mut Writing<impl Write>) -> io::Result<()> {
        let mut seen: Vec<(&str, &str)> =
            self.seen.iter().map(|(name, id)| (name.as_str(), id.0.as_str())).collect();
        seen.sort_unstable();
        frames.put_all(seen.into_iter())
    }

    /// Reads the outlets that were written down.
    pub fn read(&mut self, frames: &mut Reading<impl Read>) -> Result<(), Unreadable> {
        let seen: Vec<(String, String)> = frames.take_all()?;
        self.seen = seen.into_iter().map(|(name, id)| (name, OutletId(id))).collect();
        Ok(())
    }

    /// The outlet that goes by exactly this name, with or without "The".
    pub fn find(&self, name: &str) -> Option<OutletId> {
        let known = |name: &str| self.registry.known(name).map(|outlet| outlet.id.clone());
        known(name)
            .or_else(|| known(&format!("the {}", bare(name))))
            .or_else(|| known(&bare(name)))
            .or_else(|| self.seen.get(&bare(name)).cloned())
    }

    /// Who answers for the outlet, when the registry names another than itself.
    pub fn owner(&self, outlet: &OutletId) -> Option<&str> {
        self.registry.known(&outlet.0)?.owner.as_deref()
    }

    /// The outlet of the registry whose domain serves `url`.
    pub fn host_of(&self, url: &str) -> Option<OutletId> {
        let host = url::Url::parse(url).ok()?.host_str()?.to_owned();
        self.registry.known(&host).map(|outlet| outlet.id.clone())
    }

    /// The outlet whose name opens `text`; the longest name wins.
    pub fn opening(&self, text: &str) -> Option<OutletId> {
        let text = &text[..text.floor_char_boundary(NAME_BYTES)];
        let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS).collect();
        (1..=words.len()).rev().find_map(|count| self.named(&words[..count]))
    }

    /// The outlet whose name closes `text`; the longest name wins.
    pub fn closing(&self, text: &str) -> Option<OutletId> {
        let text = &text[text.ceil_char_boundary(text.len().saturating_sub(NAME_BYTES))..];
        let words: Vec<&str> = text.split_whitespace().collect();
        let first = words.len().saturating_sub(MOST_WORDS);
        (first..words.len()).find_map(|start| self.named(&words[start..]))
    }

    /// Names have a capital or a dot: "people familiar with the matter" are no magazine.
    fn named(&self, words: &[&str]) -> Option<OutletId> {
        let name = words.join(" ");
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        let name = ["’s", "'s"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
        let last = name.split_whitespace().next_back()?;
        let looks_like_one = last.chars().any(char::is_uppercase) || last.contains('.');
        looks_like_one.then(|| self.find(name))?
    }
}

/// Lowercase, without a leading "the".
fn bare(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::Outlet;

    #[test]
    fn names_are_found_at_either_end() {
        check("the Oldport Gazette that it would", "x", Some("gazette.example"), None);
        check(
            "Oldport Gazette’s reporters",
            "as The Harbour Post",
            Some("gazette.example"),
            Some("The Harbour Post"),
        );
        check("people familiar", "the people", None, None);
        check("", "", None, None);
    }

    #[track_caller]
    fn check(open: &str, close: &str, opening: Option<&str>, closing: Option<&str>) {
        let mut gazette = Outlet::unknown("gazette.example");
        gazette.name = "The Oldport Gazette".to_owned();
        let mut names = Names::new(Registry::new(vec![gazette]));
        names.note(&OutletId("The Harbour Post".to_owned()));
        names.note(&OutletId("People".to_owned()));
        assert_eq!(names.opening(open).map(|id| id.0).as_deref(), opening, "{open}");
        assert_eq!(names.closing(close).map(|id| id.0).as_deref(), closing, "{close}");
    }
}
