//! Under what readers find stories: sections, topics, whom and what they name, who reported.

use crate::{OutletId, StoryId, key_of};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The kinds of things that stories are found under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// A part of the edition, as screening decides it.
    Section,
    /// The field that a story's kicker names.
    Topic,
    /// A person, a body, a place or a thing that the reports name.
    Entity,
    /// Who reported.
    Outlet,
}

impl SubjectKind {
    /// All of them, in the order in which pages list them.
    pub const ALL: [SubjectKind; 4] =
        [SubjectKind::Section, SubjectKind::Topic, SubjectKind::Entity, SubjectKind::Outlet];

    /// The word for it in addresses and tables.
    pub fn word(self) -> &'static str {
        match self {
            SubjectKind::Section => "section",
            SubjectKind::Topic => "topic",
            SubjectKind::Entity => "entity",
            SubjectKind::Outlet => "outlet",
        }
    }

    /// The kind of this word.
    pub fn from_word(word: &str) -> Option<SubjectKind> {
        SubjectKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Something that stories are found under.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// What sort of thing.
    pub kind: SubjectKind,
    /// Its name in addresses: lowercase letters a to z, digits, hyphens.
    pub key: String,
}

impl Subject {
    /// The subject of this kind that goes by `name`.
    pub fn named(kind: SubjectKind, name: &str) -> Subject {
        let key = match kind {
            SubjectKind::Outlet => outlet_key(name),
            _ => key_of(name),
        };
        Subject { kind, key }
    }
}

/// The key of an outlet's id. A hyphen in a domain is told from a dot, so that `a-b.example` and
/// `a.b.example` have two pages.
fn outlet_key(id: &str) -> String {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.';
    let key = key_of(id);
    if id.chars().all(is_plain) {
        return key;
    }
    format!("{key}-{}", &crate::short_digest(&[b"outlet", id.as_bytes()])[..6])
}

/// Whom or what the reports of a story name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// In its fullest form, as most reports write it.
    pub name: String,
    /// Origins that name it.
    pub origins: u32,
}

/// What one outlet did in a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletPart {
    /// Who.
    pub outlet: OutletId,
    /// How many reports.
    pub reports: u32,
    /// Whether other outlets reported too.
    pub is_shared: bool,
    /// Whether its report was the earliest in its own words of a story that others reported too.
    pub was_first: bool,
    /// Changes of its reports that it called corrections.
    pub corrections: u32,
    /// Changes that it did not.
    pub silent_edits: u32,
}

/// What a story is filed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The story.
    pub story: StoryId,
    /// When its first report appeared.
    pub since: Timestamp,
    /// When its latest report appeared.
    pub latest: Timestamp,
    /// Reports as readers are told of them.
    pub articles: u32,
    /// Independent ones.
    pub independent_reports: u32,
    /// The section of the edition; none when screening gave none.
    pub section: Option<String>,
    /// The topic that the kicker names.
    pub topic: Option<String>,
    /// The chief ones first, few.
    pub entities: Vec<Entity>,
    /// Ordered by id.
    pub outlets: Vec<OutletPart>,
}

/// Stories told of under one name, beside the one that is being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The name.
    pub name: String,
    /// The other stories, with the time of their latest report. A name of many stories gives only
    /// the latest of them.
    pub stories: Vec<(StoryId, Timestamp)>,
}

/// Least weight of the names that two related stories share. One name that ten other stories tell of as
/// well reaches it, or two of twenty: what half the news names (a large company, a capital) relates nothing.
const LEAST_WEIGHT: f64 = 0.1;

/// The stories that share the rarest names with one story, the closest first, at most `most`. A name
/// weighs one part of the other stories told of under it; of equal ones the later story is closer, then the
/// lower id.
pub fn related(shared: &[Shared], most: usize) -> Vec<StoryId> {
    let mut weights: BTreeMap<&StoryId, (f64, Timestamp)> = BTreeMap::new();
    for name in shared {
        let rarity = 1.0 / name.stories.len().max(1) as f64;
        for (story, latest) in &name.stories {
            weights.entry(story).or_insert((0.0, *latest)).0 += rarity;
        }
    }
    let mut closest: Vec<(&StoryId, (f64, Timestamp))> =
        weights.into_iter().filter(|(_, (weight, _))| *weight >= LEAST_WEIGHT).collect();
    closest.sort_by(|(a, (one, early)), (b, (other, late))| {
        other.total_cmp(one).then(late.cmp(early)).then(a.cmp(b))
    });
    closest.into_iter().take(most).map(|(story, _)| story.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(stories: &[(&str, i64)]) -> Shared {
        let story = |(id, day): &(&str, i64)| {
            let latest = Timestamp::from_second(day * 86_400).unwrap_or_default();
            (StoryId((*id).to_owned()), latest)
        };
        Shared { name: "Lund".to_owned(), stories: stories.iter().map(story).collect() }
    }

    #[test]
    fn stories_that_share_rare_names_are_related() {
        check(&[shared(&[("a", 1)]), shared(&[("b", 2), ("c", 3)])], "a c b");
        check(&[shared(&[("a", 1), ("b", 2)]), shared(&[("a", 1), ("c", 3)])], "a c b");
        check(&[shared(&[("b", 1), ("a", 1)])], "a b");
        check(&[], "");
        // A name of eleven stories alone relates nothing, with a second one it does.
        let many: Vec<(String, i64)> = (0..11).map(|n| (format!("m{n:02}"), n)).collect();
        let many: Vec<(&str, i64)> = many.iter().map(|(id, day)| (id.as_str(), *day)).collect();
        check(&[shared(&many)], "");
        check(&[shared(&many), shared(&[("m03", 3), ("x", 1)])], "m03 x");
    }

    #[track_caller]
    fn check(all: &[Shared], expected: &str) {
        let found: Vec<String> = related(all, 3).into_iter().map(|story| story.0).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn outlets_have_a_key_each() {
        let key = |id| Subject::named(SubjectKind::Outlet, id).key;
        assert_eq!(key("gazette.example"), "gazette-example");
        assert_ne!(key("a-b.example"), key("a.b.example"));
        assert_ne!(key("Harbour Post"), key("harbour.post"));
        assert!(key("Harbour Post").starts_with("harbour-post-"));
    }

    #[test]
    fn kinds_are_read_by_their_words() {
        for kind in SubjectKind::ALL {
            assert_eq!(SubjectKind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(SubjectKind::from_word("story"), None);
    }
}
