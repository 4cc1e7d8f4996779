//! The same matter, with outcomes that exclude each other.

use super::Dispute;
use super::pairs::Pair;
use super::tables::EXCLUDING;
use crate::check::lexicon::{is_hedge, is_negation, stem};
use crate::check::words::Word;
use crate::claims::Passage;
use std::collections::HashSet;
use std::sync::LazyLock;

static PAIRS: LazyLock<HashSet<(String, String)>> = LazyLock::new(|| {
    let pairs = EXCLUDING.split('|').filter_map(|pair| pair.split_once(' '));
    pairs.flat_map(|(a, b)| [(stem(a), stem(b)), (stem(b), stem(a))]).collect()
});

/// How much else the sentences must share.
const FEWEST_SHARED: usize = 4;
const SHARE: f64 = 0.5;
/// What came out so can come out otherwise later.
const HOURS: i64 = 6;

/// The first outcome of the one that the other's excludes.
pub(super) fn found(pair: &Pair<'_>) -> Option<Dispute> {
    if pair.shared < FEWEST_SHARED
        || pair.share < SHARE
        || !pair.within_hours(HOURS)
        || !pair.meets_in_names()
    {
        return None;
    }
    let [one, other] = pair.passages();
    if is_open(one) || is_open(other) {
        return None;
    }
    let of_both = one.words.iter().flat_map(|a| other.words.iter().map(move |b| (a, b)));
    let (a, b) = of_both.into_iter().find(|(a, b)| {
        PAIRS.contains(&(a.stem.clone(), b.stem.clone()))
            && subject(one, a).is_some_and(|name| subject(other, b) == Some(name))
    })?;
    let says =
        |passage: &Passage<'_>, word: &Word| passage.words.iter().any(|w| w.stem == word.stem);
    let both = |side: usize, word: &Word| pair.told_with(side).any(|passage| says(passage, word));
    if both(0, b) || both(1, a) {
        return None;
    }
    let first = one.text.get(a.span.clone())?.to_lowercase();
    let second = other.text.get(b.span.clone())?.to_lowercase();
    Some(Dispute { about: format!("{first} or {second}"), sides: pair.places, counts: None })
}

/// Whether it says that something may be, or is not.
fn is_open(passage: &Passage<'_>) -> bool {
    passage
        .words
        .iter()
        .any(|word| is_hedge(&word.key) || is_negation(&word.key) || word.key == "if")
}

/// The word that carries meaning nearest before an outcome: who or what it is of.
fn subject<'p>(passage: &'p Passage<'_>, outcome: &Word) -> Option<&'p str> {
    let before =
        passage.words.iter().rev().skip_while(|word| word.span.start >= outcome.span.start);
    before.filter(|word| word.is_content()).map(|word| word.stem.as_str()).next()
}
