//! Numbers with what they count.

use crate::check::lexicon::{is_rounding, is_saying};
use crate::check::numbers::Quantity;
use crate::check::words::{Kind, Word};
use crate::claims::Passage;
use std::collections::BTreeSet;
use std::ops::Range;

/// How a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// "30".
    Exact,
    /// "about 30".
    Near,
    /// "more than 30", "at least 30".
    Least,
    /// "up to 30", "fewer than 30".
    Most,
}

/// A number with what it counts, in one passage.
#[derive(Clone, Debug)]
pub(super) struct Count {
    pub(super) value: f64,
    pub(super) unit: Option<&'static str>,
    pub(super) bound: Bound,
    /// UTF-8 bytes of the number, with "about" or "more than" before it.
    pub(super) number: Range<usize>,
    /// UTF-8 bytes of what is counted, as the source calls it.
    pub(super) label: Range<usize>,
    /// Stems of what is counted.
    pub(super) things: BTreeSet<String>,
    /// Stems of the words around.
    pub(super) around: BTreeSet<String>,
}

/// Words on either side of a number that tell what it is about.
const AROUND: usize = 8;

/// The counts of a passage, in reading order. Years, days, ages and numbers of which nobody says
/// what they count are left out.
pub(super) fn counts(passage: &Passage<'_>) -> Vec<Count> {
    let words = &passage.words;
    (0..words.len()).filter_map(|at| count(words, at)).collect()
}

fn count(words: &[Word], at: usize) -> Option<Count> {
    let Kind::Number(quantity) = &words[at].kind else { return None };
    if quantity.is_year() || is_day_or_age(words, at, quantity) {
        return None;
    }
    let things = things(words, at, quantity)?;
    let (bound, from) = bound(words, at);
    let label = label(words, things.clone());
    let stems = |range: Range<usize>| -> BTreeSet<String> {
        let content = words[range].iter().filter(|word| word.is_content() && !word.is_number());
        content.map(|word| word.stem.clone()).collect()
    };
    Some(Count {
        value: quantity.value,
        unit: quantity.unit,
        bound,
        number: words[from].span.start..quantity.span.end,
        label,
        around: stems(at.saturating_sub(AROUND)..(at + AROUND).min(words.len())),
        things: stems(things),
    })
}

fn is_day_or_age(words: &[Word], at: usize, quantity: &Quantity) -> bool {
    let key = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| &word.key);
    let month = |at: Option<usize>| {
        at.and_then(|at| words.get(at)).is_some_and(|word| matches!(word.kind, Kind::Month(_)))
    };
    let (before, after) = (at.checked_sub(1), at + 1);
    month(before)
        || month(Some(after))
        || key(before) == "aged"
        || matches!(
            key(Some(after)),
            "old" | "am" | "pm" | "a.m" | "p.m" | "o'clock" | "gmt" | "years-old"
        )
        || (matches!(quantity.unit, Some("year")) && key(Some(after)) == "old")
}

/// The words that name what is counted: "30 people", "18 % of voters", "a $4 billion order".
fn things(words: &[Word], at: usize, quantity: &Quantity) -> Option<Range<usize>> {
    let mut from = at + 1;
    if quantity.unit.is_some() {
        // "of the", "in"
        while words.get(from).is_some_and(|w| {
            w.joined && matches!(w.key.as_str(), "of" | "in" | "the" | "its" | "their" | "all")
        }) {
            from += 1;
        }
    }
    let names = |word: &Word| {
        word.kind == Kind::Content && word.joined && !word.first && !is_saying(&word.key)
    };
    let length =
        words[from.min(words.len())..].iter().take(3).take_while(|word| names(word)).count();
    (length > 0).then_some(from..from + length)
}

/// "people were killed": what is counted and, where it is one word, what became of it.
fn label(words: &[Word], things: Range<usize>) -> Range<usize> {
    let mut end = things.end;
    if things.len() == 1 {
        let after = words[things.end..].iter().take(3).take_while(|word| word.joined);
        let reach =
            after.enumerate().find(|(_, word)| word.kind == Kind::Content && !is_saying(&word.key));
        end += reach.map_or(0, |(at, _)| at + 1);
    }
    words[things.start].span.start..words[end - 1].span.end
}

/// How the number is meant, and where the words that say so begin.
fn bound(words: &[Word], at: usize) -> (Bound, usize) {
    let key = |back: usize| at.checked_sub(back).map_or("", |at| words[at].key.as_str());
    match (key(2), key(1)) {
        ("more", "than") | ("at", "least") => (Bound::Least, at - 2),
        ("fewer" | "less", "than") | ("up", "to") | ("at", "most") => (Bound::Most, at - 2),
        (_, "over" | "above") => (Bound::Least, at - 1),
        (_, "under" | "nearly" | "almost") => (Bound::Most, at - 1),
        (_, word) if is_rounding(word) || matches!(word, "some" | "estimated") => {
            (Bound::Near, at - 1)
        }
        _ => (Bound::Exact, at),
    }
}
