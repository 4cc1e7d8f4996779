//! What one says plainly and another denies.

use super::Dispute;
use super::pairs::Pair;
use super::tables::{DENIES, PASSIVE, REFUSES, REPORTS, STEPS};
use crate::check::lexicon::{is_negation, is_saying};
use crate::check::words::Word;
use crate::claims::Passage;
use std::collections::BTreeSet;

/// How much of what is denied the other must say.
const FEWEST_SHARED: usize = 3;
const SHARE: f64 = 0.75;
/// A denial is of what was just said.
const HOURS: i64 = 3 * 24;

/// What one of the two denies of what the other says.
pub(super) fn found(pair: &Pair<'_>) -> Option<Dispute> {
    let [one, other] = pair.passages();
    if !pair.within_hours(HOURS) {
        return None;
    }
    let denied = denied(one, other).or_else(|| denied(other, one))?;
    Some(Dispute { about: denied, sides: pair.places, counts: None })
}

/// What the first denies, in its words, if the second says it.
fn denied(denial: &Passage<'_>, claim: &Passage<'_>) -> Option<String> {
    let says = |passage: &Passage<'_>, keys: &[&str]| {
        passage.words.iter().any(|w| keys.contains(&w.key.as_str()))
    };
    let plain = !says(claim, &DENIES)
        && !says(claim, &REFUSES)
        && !says(claim, &STEPS)
        && !claim.words.iter().any(|w| is_negation(&w.key));
    if !plain || says(denial, &STEPS) {
        return None;
    }
    let at = (0..denial.words.len()).find(|at| denies(&denial.words, *at))?;
    let refused = at
        .checked_sub(1)
        .is_some_and(|before| PASSIVE.contains(&denial.words[before].key.as_str()));
    if refused {
        return None;
    }
    let what = clause(&denial.words[at + 1..]);
    let telling = |word: &&Word| {
        word.is_content() && !is_saying(&word.key) && !REPORTS.contains(&word.key.as_str())
    };
    let stems: BTreeSet<&str> =
        what.iter().filter(telling).map(|word| word.stem.as_str()).collect();
    let said: BTreeSet<&str> =
        claim.words.iter().filter(telling).map(|word| word.stem.as_str()).collect();
    let shared = stems.intersection(&said).count();
    let enough = shared >= FEWEST_SHARED && shared as f64 / stems.len().max(1) as f64 >= SHARE;
    let (first, last) = (what.first()?, what.last()?);
    enough.then(|| denial.text.get(first.span.start..last.span.end).map(short)).flatten()
}

fn denies(words: &[Word], at: usize) -> bool {
    let key = words[at].key.as_str();
    let reports = words[at + 1..].iter().take(3);
    let of_report = reports.into_iter().any(|word| REPORTS.contains(&word.key.as_str()));
    DENIES.contains(&key) || (REFUSES.contains(&key) && of_report)
}

/// What is denied: behind the "that" of "claims that", up to the next clause.
fn clause(words: &[Word]) -> &[Word] {
    let from = words.iter().take(6).position(|word| word.key == "that").map_or(0, |that| that + 1);
    let rest = &words[from..];
    let end = rest
        .iter()
        .skip(1)
        .position(|word| !word.joined || matches!(word.key.as_str(), "and" | "but" | "saying"));
    &rest[..end.map_or(rest.len(), |end| end + 1)]
}

/// A label has no more words than this.
const LABEL_WORDS: usize = 8;

fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(LABEL_WORDS).collect();
    words.join(" ")
}
