//! Another noun in the place of the source's. German writes nouns with a capital, so that they can be told.

use super::comparison::Comparison;
use super::faults::Fault;
use super::words::Word;
use crate::tongue::{Sense, Tongue};
use news::{ReasonKind, Verdict};
use std::ops::Range;

/// The longest gap in the evidence that one noun is held to fill, in words.
const GAP: usize = 5;

/// From this share of matched words on, a noun of the sentence stands for the one that the evidence has there.
const NEAR: f64 = 0.5;

/// Words before a noun that may make it a cause or a speaker: "wegen eines schweren".
const BEFORE: usize = 4;

/// Nouns that stand where the evidence has others: taken from another sentence of it, or new where they say who acts, who
/// says it or why.
pub(super) fn other_nouns(c: &Comparison<'_>) -> Vec<Fault> {
    let german = c.claim.iter().any(|word| word.tongue == Tongue::German);
    let Some(main) = main(c).filter(|_| german && c.coverage >= NEAR) else { return Vec::new() };
    let wrong = (0..c.claim.len()).filter(|at| is_noun(&c.claim[*at]) && !c.settled[*at]);
    wrong.filter_map(|at| other_noun(c, at, &main)).collect()
}

/// The words of the sentence that most words of the claim are matched in, as places in the sources.
fn main(c: &Comparison<'_>) -> Option<Range<usize>> {
    let matched = |words: &Range<usize>| {
        let within = |at: &&usize| words.contains(&c.evidence[**at]);
        c.matched.iter().flatten().filter(within).count()
    };
    let chosen = c.chosen.iter().map(|at| c.sources.sentences[*at].words.clone());
    chosen.max_by_key(matched)
}

fn other_noun(c: &Comparison<'_>, at: usize, main: &Range<usize>) -> Option<Fault> {
    let noun = &c.claim[at];
    let place =
        |at: usize| c.matched[at].map(|at| c.evidence[at]).filter(|place| main.contains(place));
    let held = c.sources.words[main.clone()].iter().any(|other| is_related(noun, other));
    if place(at).is_some() || held {
        return None;
    }
    let before = (0..at).rev().find_map(place);
    let after = (at + 1..c.claim.len()).find_map(place);
    let gap = match (before, after) {
        (Some(before), Some(after)) => before + 1..after,
        (None, Some(after)) => main.start.max(after.saturating_sub(GAP))..after,
        (Some(before), None) => before + 1..main.end.min(before + 1 + GAP),
        (None, None) => return None,
    };
    let words = c.sources.words.get(gap).filter(|words| words.len() <= GAP)?;
    let stands_for = words.iter().any(|word| word.is(Sense::Pronoun));
    let taken = |word: &Word| c.claim.iter().any(|own| own.stem == word.stem);
    let other = words.iter().find(|word| is_noun(word) && !taken(word)).filter(|_| !stands_for)?;
    if beside(c.claim, at).iter().any(|own| is_related(own, other)) {
        return None;
    }
    let moved = c.is_in_sources(noun);
    let detail = format!("{:?} where the cited words have {:?}", c.written(at..at + 1), other.key);
    let fault = Fault { kind: ReasonKind::Name, verdict: Verdict::Unsupported, detail };
    (moved || tells_who_or_why(c, at)).then_some(fault)
}

/// The nouns and names that stand with this one: "Messengerdienst Plauder".
fn beside(words: &[Word], at: usize) -> &[Word] {
    let joins = |place: &usize| words[*place].joined && is_noun(&words[*place]);
    let first =
        (0..at).rev().take_while(|place| is_noun(&words[*place]) && words[place + 1].joined);
    let last = (at + 1..words.len()).take_while(joins).last().unwrap_or(at);
    &words[first.last().unwrap_or(at)..=last]
}

fn is_noun(word: &Word) -> bool {
    word.large && word.is_content() && !word.is_date() && !word.is_number()
}

/// Whether two nouns are one, or one is part of the other: "Quote" and "Arbeitslosenquote".
fn is_related(one: &Word, other: &Word) -> bool {
    let (short, long) = match one.stem.len() < other.stem.len() {
        true => (&one.stem, &other.stem),
        false => (&other.stem, &one.stem),
    };
    one.stem == other.stem
        || (short.len() > 3 && (long.starts_with(short) || long.ends_with(short)))
}

/// Whether a noun is of the first ones of its sentence, or stands behind a word of cause or of saying.
fn tells_who_or_why(c: &Comparison<'_>, at: usize) -> bool {
    let first = c.claim[..at].iter().all(|word| !word.is_content() || word.large);
    let before = &c.claim[at.saturating_sub(BEFORE)..at];
    first
        || before.iter().any(|word| {
            word.is(Sense::ClaimsCause) || word.is(Sense::Accords) || word.is(Sense::Says)
        })
}
