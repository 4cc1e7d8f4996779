//! What an article is besides a report, told by marks in its title, address, section and text.

mod marks;

use marks::{MARKS, Mark, Place};
use news::Article;
use regex::{Regex, RegexSet, RegexSetBuilder};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// All labels, sorted.
pub const LABELS: [&str; 13] = [
    "deals",
    "horoscope",
    "job ad",
    "live blog",
    "lottery",
    "obituary",
    "opinion",
    "podcast",
    "press release",
    "quiz",
    "review",
    "roundup",
    "sponsored",
];

/// Bytes of the text in which marks count: they stand first or last, never in the middle.
const EDGE_BYTES: usize = 400;

/// Bytes that all expressions of one place may take together; they take a tenth.
const COMPILED_BYTES: usize = 64 << 20;

const COMPILES: &str = "constant; a test compiles all of them";

/// A label with how it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// One of [`LABELS`].
    pub name: &'static str,
    /// Where the mark stands, in words for an editor.
    pub why: String,
}

/// The marks of one place, compiled: which match is found for all at once, where it stands only for those.
struct Compiled {
    /// Label and language of each.
    marks: Vec<(&'static str, &'static str)>,
    expressions: Vec<Regex>,
    set: RegexSet,
}

impl Compiled {
    fn of(place: Place) -> Compiled {
        let marks: Vec<_> = MARKS.iter().filter(|mark| mark.place == place).collect();
        let pattern = |mark: &&Mark| format!("(?i){}", place.pattern(mark.expression));
        let patterns: Vec<String> = marks.iter().map(pattern).collect();
        let set = RegexSetBuilder::new(&patterns).size_limit(COMPILED_BYTES).build();
        let expressions = patterns.iter().map(|pattern| Regex::new(pattern));
        Compiled {
            marks: marks.iter().map(|mark| (mark.label, mark.language)).collect(),
            expressions: expressions.collect::<Result<_, _>>().expect(COMPILES),
            set: set.expect(COMPILES),
        }
    }

    /// The labels that `words` give, each with the words that do.
    fn find(&self, words: &str, language: Option<&str>) -> Vec<(&'static str, String)> {
        let matched = self.set.matches(words);
        let found = matched.into_iter().filter_map(|place| {
            let (label, of) = self.marks[place];
            let speaks = of == marks::ANY || language.is_none_or(|language| language == of);
            let mark = speaks.then(|| self.expressions[place].find(words))??.as_str();
            Some((label, mark.trim_matches(['/', ';', ' ']).to_owned()))
        });
        found.collect()
    }
}

static TITLE: LazyLock<Compiled> = LazyLock::new(|| Compiled::of(Place::Title));
static ADDRESS: LazyLock<Compiled> = LazyLock::new(|| Compiled::of(Place::Address));
static SECTION: LazyLock<Compiled> = LazyLock::new(|| Compiled::of(Place::Section));
static TEXT: LazyLock<Compiled> = LazyLock::new(|| Compiled::of(Place::Text));

/// The labels that the article's marks give it, sorted by name, each once.
pub fn labels(article: &Article) -> Vec<Label> {
    let path = article.url.as_deref().map(path).unwrap_or_default();
    let section = article.section.as_deref().unwrap_or_default();
    let head = &article.text[..article.text.floor_char_boundary(EDGE_BYTES)];
    let tail_start = article.text.len().saturating_sub(EDGE_BYTES);
    let tail = &article.text[article.text.ceil_char_boundary(tail_start)..];
    let places = [
        ("title", &TITLE, article.title.trim()),
        ("address", &ADDRESS, path),
        ("section", &SECTION, section.trim()),
        ("text", &TEXT, head.trim()),
        ("text", &TEXT, tail.trim()),
    ];
    let language = article.language.as_deref().map(super::primary);
    let mut seen = BTreeSet::new();
    let mut labels = Vec::new();
    for (place, marks, words) in places {
        for (name, mark) in marks.find(words, language.as_deref()) {
            if seen.insert(name) {
                labels.push(Label { name, why: format!("the {place} says \"{mark}\"") });
            }
        }
    }
    labels.sort_by_key(|label| label.name);
    labels
}

/// The folders of an address: without its host, its query, and the page itself, whose words are free.
fn path(url: &str) -> &str {
    let behind_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = behind_scheme.split_once('/').map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.rsplit_once('/').map_or("", |(folders, _)| folders)
}
