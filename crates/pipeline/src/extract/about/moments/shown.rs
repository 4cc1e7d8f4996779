//! Dates that readers see: a `<time>`, an element named like a dateline, a bare date.

use super::{Clues, Read};
use crate::extract::body::Hint;
use crate::extract::dates::{Dated, clock_alone};
use crate::extract::html::{Document, NodeId, Tag};
use std::cell::OnceCell;
use std::cmp::Reverse;

/// A place that may hold the time of publication.
struct Place {
    score: i32,
    /// Blocks from the title.
    distance: usize,
    node: NodeId,
}

/// Places that are read before giving up; the right one is among the first of all labelled pages.
const PLACES_LIMIT: usize = 40;
/// Larger elements are no datelines.
const DATELINE_NODES: usize = 40;

/// What readers are shown; looked for when first asked.
pub struct Shown<'c> {
    clues: &'c Clues<'c>,
    read: &'c Read,
    best: OnceCell<Option<(i32, Dated)>>,
}

/// A mark as a dateline, about the title: less is a guess.
const CLEAR_SCORE: i32 = 8;

impl<'c> Shown<'c> {
    /// Of this page.
    pub fn on(clues: &'c Clues<'c>, read: &'c Read) -> Shown<'c> {
        Shown { clues, read, best: OnceCell::new() }
    }

    /// The likeliest date, if any is marked as one, or stands alone about the article.
    pub fn any(&self) -> Option<Dated> {
        self.best().map(|(_, dated)| dated)
    }

    /// The same, if it is marked and stands about the title.
    pub fn clear(&self) -> Option<Dated> {
        self.best().filter(|(score, _)| *score >= CLEAR_SCORE).map(|(_, dated)| dated)
    }

    fn best(&self) -> Option<(i32, Dated)> {
        *self.best.get_or_init(|| best(self.clues, self.read))
    }
}

fn best(clues: &Clues<'_>, read: &Read) -> Option<(i32, Dated)> {
    let layout = Layout::of(clues);
    let mut places = marked(clues, &layout);
    places.sort_by_key(|place| (Reverse(place.score), place.distance, place.node));
    let dates = places.iter().take(PLACES_LIMIT);
    let found = dates
        .filter_map(|place| Some((place.score, date_of(clues.document, place.node, read)?)))
        .next();
    found.or_else(|| Some((0, near(clues, &layout, read)?)))
}

/// What a node says: its attributes, or its words.
fn date_of(document: &Document<'_>, node: NodeId, read: &Read) -> Option<Dated> {
    let told = ["datetime", "content", "title"]
        .iter()
        .find_map(|name| read.dated(&document.attribute(node, name)?));
    if let Some(dated) = told {
        return Some(with_clock_beside(document, node, dated));
    }
    if document.is_larger(node, DATELINE_NODES) {
        return None;
    }
    read.dated(&document.spaced(node)).map(|dated| with_clock_beside(document, node, dated))
}

/// Nodes behind a day in which its time of day may stand: `<time>3 May</time> <time>21:25</time>`.
const BESIDE_NODES: usize = 6;

fn with_clock_beside(document: &Document<'_>, node: NodeId, dated: Dated) -> Dated {
    if dated.has_clock {
        return dated;
    }
    let end = document.end(node);
    let beside = (end..(end + BESIDE_NODES).min(document.len()))
        .filter(|node| document.tag(*node) == Tag::Text)
        .map(|node| document.own_text(node).trim())
        .find(|text| !text.is_empty());
    let minutes = beside.and_then(|text| {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        clock_alone(text.trim_start_matches("um ").trim_start_matches("at "))
    });
    let Some(minutes) = minutes else { return dated };
    let seconds = jiff::SignedDuration::from_mins(i64::from(minutes));
    match dated.time.instant.checked_add(seconds) {
        Ok(instant) => Dated { time: news::SourceTime { instant, ..dated.time }, has_clock: true },
        Err(_) => dated,
    }
}

/// Where title and article stand among the blocks.
struct Layout {
    /// The block of the title, else the article's first.
    title: usize,
    first: usize,
    last: usize,
}

impl Layout {
    fn of(clues: &Clues<'_>) -> Layout {
        let survey = clues.survey;
        let place = |node: NodeId| survey.blocks.partition_point(|block| block.first < node);
        let (first, last) =
            (place(clues.choice.node), place(clues.document.end(clues.choice.node)));
        let mut headings = (0..last).filter(|place| {
            let block = &survey.blocks[*place];
            clues.document.tag(block.home).is_heading()
        });
        let titled = headings.clone().find(|place| {
            let words = survey.words(&survey.blocks[*place]);
            clues.title.is_some_and(|title| crate::extract::body::same(title, words))
        });
        let main =
            || headings.find(|place| clues.document.tag(survey.blocks[*place].home) == Tag::H1);
        Layout { title: titled.or_else(main).unwrap_or(first), first, last }
    }

    /// How well a place fits a dateline.
    fn score(&self, place: usize) -> i32 {
        let start = self.title.min(self.first);
        let begins = start.saturating_sub(NEAR_BLOCKS)..=self.title.max(self.first) + NEAR_BLOCKS;
        match place {
            place if begins.contains(&place) && place < self.last => 4,
            place if (self.first..self.last).contains(&place) => 1,
            place if (self.last..self.last + NEAR_BLOCKS).contains(&place) => 1,
            place if place < start => 0,
            _ => -1,
        }
    }
}

/// Blocks before the title and behind the article's beginning that hold its dateline.
const NEAR_BLOCKS: usize = 5;

/// All elements that are marked as times or datelines, with how likely each is.
fn marked(clues: &Clues<'_>, layout: &Layout) -> Vec<Place> {
    let document = clues.document;
    let mut found = Vec::new();
    let mut block = 0;
    for node in 0..document.len() {
        while clues.survey.blocks.get(block).is_some_and(|block| block.first < node) {
            block += 1;
        }
        let tag = document.tag(node);
        if matches!(tag, Tag::Text | Tag::Html | Tag::Body | Tag::Meta | Tag::Link | Tag::Script)
            || !document.has_attributes(node) && tag != Tag::Time
        {
            continue;
        }
        let Some(weight) = mark(document, node) else { continue };
        let Some(doubt) = doubt(clues, node) else { continue };
        let score = 2 * weight + layout.score(block) - doubt;
        if score >= 0 {
            found.push(Place { score, distance: block.abs_diff(layout.title), node });
        }
    }
    found
}

/// How much speaks against a node's date being the article's; `None` for those of comments
/// and of other articles.
fn doubt(clues: &Clues<'_>, node: NodeId) -> Option<i32> {
    let document = clues.document;
    let chosen = clues.choice.node;
    let mut doubt = 0;
    for around in document.ancestors(node) {
        if clues.survey.hints[around] == Hint::Comments {
            return None;
        }
        let holds_article = around <= chosen && document.end(around) >= document.end(chosen);
        if holds_article {
            break;
        }
        doubt = doubt.max(match document.tag(around) {
            Tag::Article => return None,
            Tag::Aside | Tag::Nav => 6,
            Tag::A | Tag::Li | Tag::Footer => 2,
            _ => 0,
        });
    }
    Some(doubt)
}

/// How much the marks of an element say that it holds the time of publication.
fn mark(document: &Document<'_>, node: NodeId) -> Option<i32> {
    let property = document.raw_attribute(node, "itemprop").unwrap_or_default();
    let property = property.to_ascii_lowercase();
    if property.contains("datepublished") || property.contains("datecreated") {
        return Some(6);
    }
    let class = document.raw_attribute(node, "class").unwrap_or_default().to_ascii_lowercase();
    if document.tag(node) == Tag::Time {
        let marked = ["publish", "entry-date", "post-date"].iter().any(|word| class.contains(word));
        let updated = property.contains("modified")
            || class.contains("updated")
            || class.contains("modified");
        return Some(match updated {
            _ if marked || document.raw_attribute(node, "pubdate").is_some() => 5,
            true => 1,
            false => 3,
        });
    }
    if document.tag(node) == Tag::Inline && class.split_ascii_whitespace().any(|n| n == "published")
    {
        return Some(4);
    }
    let id = document.raw_attribute(node, "id").unwrap_or_default().to_ascii_lowercase();
    let named = [class, id].iter().any(|names| is_dateline(names));
    (named && !document.is_larger(node, DATELINE_NODES)).then_some(2)
}

/// Class and id names of datelines.
const DATELINES: &[&str] = &[
    "date",
    "datum",
    "fecha",
    "pubdate",
    "published",
    "publish",
    "posted",
    "timestamp",
    "dateline",
    "byline",
    "meta",
    "time",
    "info",
    "veröffentlicht",
    "data",
];

fn is_dateline(names: &str) -> bool {
    let mut words = names.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        DATELINES.contains(&word)
            || word.ends_with("date")
            || word.starts_with("date")
            || word.starts_with("time")
    })
}

/// Blocks around the beginning of the article in which a bare date counts as its own.
const BARE_BLOCKS: usize = 10;
/// Blocks at its end that do so too.
const END_BLOCKS: usize = 4;
/// Letters beyond which a block is a sentence about something else.
const DATELINE_LETTERS: usize = 90;

/// Letters beyond which words that end in a full stop are a sentence.
const PHRASE_LETTERS: usize = 45;

/// A date standing alone, or among a few words, about where the article begins or ends.
fn near(clues: &Clues<'_>, layout: &Layout, read: &Read) -> Option<Dated> {
    let survey = clues.survey;
    let (first, last) = (layout.first, layout.last);
    let count = survey.blocks.len();
    let start = first.saturating_sub(BARE_BLOCKS)..(first + BARE_BLOCKS).min(count);
    let end = last.saturating_sub(END_BLOCKS)..(last + END_BLOCKS).min(count);
    let short = |place: &usize| (6..=DATELINE_LETTERS).contains(&survey.blocks[*place].letters);
    start.chain(end).filter(short).find_map(|place| {
        let block = &survey.blocks[place];
        let words = survey.words(block);
        let is_sentence = block.letters > PHRASE_LETTERS && words.ends_with('.');
        if is_sentence { read.at_start(words) } else { read.dated(words) }
    })
}
