//! Different numbers in the same surroundings: "26 miles north of Kelm", "20 miles north of Kelm".

use super::super::counts::{Count, bare, is_money};
use super::super::rounding::differ;
use super::Dispute;
use super::pairs::Pair;
use super::tables::{ENDS, MANY, PARENTS};
use crate::check::words::{Kind, Word};
use crate::claims::Passage;
use std::collections::BTreeSet;

/// Words that carry meaning on either side of a number that are compared.
const NEAR: usize = 5;
/// Words on either side of it whose numbers are compared.
const AROUND: usize = 8;
/// How many of them must agree, one of them beside the number, and which share of the fewer.
const FEWEST_SHARED: usize = 3;
const SHARE: f64 = 0.5;
/// How many of them behind the number, its noun among them.
const FEWEST_AFTER: usize = 2;
/// Numbers that grow by the hour are compared within these hours, measures within a week.
const COUNTED_HOURS: i64 = 6;
const MEASURED_HOURS: i64 = 7 * 24;
/// A label of more words is a sentence.
const LABEL_WORDS: usize = 5;

/// How many words behind a number the noun stands that it counts.
const BESIDE: usize = 2;
/// A number with what stands around it.
struct Framed<'p> {
    count: Count,
    /// The word before the number and before the "about" that belongs to it.
    prior: Option<&'p Word>,
    /// The noun that is counted, right behind the number.
    noun: Option<&'p Word>,
    /// The other numbers around: of another model, another quake, another offer they differ.
    beside: BTreeSet<String>,
    /// The names between it and the next comma on either side.
    named: Vec<&'p Word>,
    /// The nearest words that carry meaning, nearest first.
    before: Vec<&'p Word>,
    after: Vec<&'p Word>,
}

/// The first numbers of the two that differ where all around them agrees.
pub(super) fn found(pair: &Pair<'_>) -> Option<Dispute> {
    if !pair.meets_in_names() || !pair.is_of_one_stage() || pair.shared < FEWEST_SHARED {
        return None;
    }
    let [one, other] = pair.passages();
    let (first, second) = (framed(one), framed(other));
    let differing = first.iter().flat_map(|a| second.iter().map(move |b| (a, b)));
    let (a, b) = differing.into_iter().find(|(a, b)| contradict(pair, a, b, &first, &second))?;
    let about = about(one, a)?;
    Some(Dispute { about, sides: pair.places, counts: Some([a.count.clone(), b.count.clone()]) })
}

fn contradict(
    pair: &Pair<'_>,
    a: &Framed<'_>,
    b: &Framed<'_>,
    first: &[Framed<'_>],
    second: &[Framed<'_>],
) -> bool {
    let gives = |all: &[Framed<'_>], value: f64| all.iter().any(|f| f.count.value == value);
    let hours = if a.count.unit.is_some() { MEASURED_HOURS } else { COUNTED_HOURS };
    a.count.unit == b.count.unit
        && !a.count.further
        && !b.count.further
        && (differ(&a.count, &b.count) || are_twins(a, b))
        && (is_framed_alike(a, b) || are_twins(a, b))
        && (!are_named_apart(pair, a, b) || pair.shares_number())
        && meet(&a.count.names, &b.count.names)
        && of_one_day(pair)
        && a.count.outcomes.is_empty()
        && b.count.outcomes.is_empty()
        && meet(&a.beside, &b.beside)
        && is_total(pair.passages()[0]) == is_total(pair.passages()[1])
        && !gives(first, b.count.value)
        && !gives(second, a.count.value)
        && pair.within_hours(hours)
        && !says_both(pair, a, b)
}

/// How near two large numbers told to the last digit lie that are of one thing.
const TWIN: f64 = 0.02;

/// "2,301" and "2,302": large numbers, told to the last digit, that are nearly the same and are not.
fn are_twins(a: &Framed<'_>, b: &Framed<'_>) -> bool {
    let (one, other) = (a.count.value, b.count.value);
    let exact = |value: f64| value >= 1000.0 && value.fract() == 0.0 && value % 10.0 != 0.0;
    let gap = (one - other).abs() / one.max(other);
    exact(one)
        && exact(other)
        && gap > 0.0
        && gap <= TWIN
        && shared(&a.before, &b.before) + shared(&a.after, &b.after) >= FEWEST_AFTER
}

/// Whether a passage counts over a span of time.
fn is_total(passage: &Passage<'_>) -> bool {
    passage.words.iter().any(|word| {
        matches!(word.key.as_str(), "since" | "far" | "total" | "altogether" | "previously")
    })
}

fn meet(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    one.is_empty() || other.is_empty() || !one.is_disjoint(other)
}

fn is_framed_alike(a: &Framed<'_>, b: &Framed<'_>) -> bool {
    let (before, after) = (shared(&a.before, &b.before), shared(&a.after, &b.after));
    let fewer = (a.before.len() + a.after.len()).min(b.before.len() + b.after.len()).max(1);
    let run =
        a.after.iter().zip(&b.after).take_while(|(one, other)| one.stem == other.stem).count();
    let place = run >= FEWEST_AFTER
        && a.count.unit.is_some()
        && a.after[..run].iter().any(|word| word.capital);
    let alike = run >= FEWEST_SHARED
        || place
        || (before + after >= FEWEST_SHARED && (before + after) as f64 / fewer as f64 >= SHARE);
    let counted = same(a.noun, b.noun) && after >= FEWEST_AFTER && is_governed_alike(a, b, after);
    let measured =
        a.count.unit.is_some() && same(a.before.first().copied(), b.before.first().copied());
    (alike && (counted || measured)) || is_had_alike(a, b)
}

fn same(one: Option<&Word>, other: Option<&Word>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.stem == other.stem)
}

fn shared(one: &[&Word], other: &[&Word]) -> usize {
    let stems =
        |words: &[&Word]| -> BTreeSet<String> { words.iter().map(|w| w.stem.clone()).collect() };
    stems(one).intersection(&stems(other)).count()
}

/// Whether the same word leads to both: "posted 20 points" and "needed 9 points" are two things.
fn is_governed_alike(a: &Framed<'_>, b: &Framed<'_>, after: usize) -> bool {
    let leads =
        |framed: &Framed<'_>| framed.prior.is_some_and(|word| word.is_content() && !word.capital);
    match (leads(a), leads(b)) {
        (false, false) => true,
        (true, true) => same(a.prior, b.prior),
        _ => after >= FEWEST_SHARED,
    }
}

/// "Lund has 20 ships", "a mother of 12": whether the same name has so many of the same.
fn is_had_alike(a: &Framed<'_>, b: &Framed<'_>) -> bool {
    let has = |framed: &Framed<'_>| {
        framed.prior.is_some_and(|word| matches!(word.key.as_str(), "has" | "have" | "had"))
    };
    let owner = |framed: &Framed<'_>| {
        framed.before.iter().find(|word| word.capital).map(|word| word.stem.clone())
    };
    let parent = |framed: &Framed<'_>| {
        let of = framed.prior.is_some_and(|word| word.key == "of");
        of && framed.before.first().is_some_and(|word| PARENTS.contains(&word.key.as_str()))
    };
    let had =
        has(a) && has(b) && same(a.noun, b.noun) && owner(a).is_some() && owner(a) == owner(b);
    had || (parent(a) && parent(b) && same(a.before.first().copied(), b.before.first().copied()))
}

/// Whether each has a name around its number that the other sentence does not know.
fn are_named_apart(pair: &Pair<'_>, a: &Framed<'_>, b: &Framed<'_>) -> bool {
    let [one, other] = pair.passages();
    let knows =
        |passage: &Passage<'_>, word: &Word| passage.words.iter().any(|w| w.key == word.key);
    let own = |framed: &Framed<'_>, passage: &Passage<'_>| {
        framed.named.iter().any(|word| !knows(passage, word))
    };
    own(a, other) && own(b, one)
}

/// Whether not each of the two names days, months or years that the other does not.
fn of_one_day(pair: &Pair<'_>) -> bool {
    let times = |passage: &Passage<'_>| -> BTreeSet<String> {
        passage.words.iter().filter(|word| word.is_date()).map(|word| word.key.clone()).collect()
    };
    let [one, other] = pair.passages().map(times);
    meet(&one, &other)
}

/// Whether either article gives the other's number in such surroundings too.
fn says_both(pair: &Pair<'_>, a: &Framed<'_>, b: &Framed<'_>) -> bool {
    let gives = |side: usize, told: &Framed<'_>| {
        pair.told_with(side).any(|passage| {
            passage.words.iter().enumerate().any(|(at, word)| match &word.kind {
                Kind::Number(q) if q.unit == told.count.unit && q.value == told.count.value => {
                    framed_at(passage, at).is_some_and(|f| {
                        f.after.iter().chain(&f.before).any(|w| {
                            told.after.iter().chain(&told.before).take(2).any(|t| t.stem == w.stem)
                        })
                    })
                }
                _ => false,
            })
        })
    };
    gives(0, b) || gives(1, a)
}

fn framed<'p>(passage: &'p Passage<'_>) -> Vec<Framed<'p>> {
    (0..passage.words.len()).filter_map(|at| framed_at(passage, at)).collect()
}

fn framed_at<'p>(passage: &'p Passage<'_>, at: usize) -> Option<Framed<'p>> {
    let count = bare(passage, at)?;
    let words = &passage.words;
    let is_date = words[at].is_date() || near_month(words, at) || is_clock(passage, at);
    let next = words.get(at + 1).map_or("", |word| word.key.as_str());
    if is_date
        || next == "old"
        || MANY.contains(&next)
        || is_dialled(passage, at)
        || is_since(words, at)
    {
        return None;
    }
    let telling = |word: &&Word| word.is_content() && !word.is_number();
    let before = words[..at].iter().rev().filter(telling).take(NEAR).collect();
    let after = words[at + 1..].iter().filter(telling).take(NEAR).collect();
    let reach = words[at + 1..].iter().take_while(|word| word.joined).take(BESIDE);
    let noun = reach.into_iter().find(|word| word.is_content() && !word.is_number());
    let around = at.saturating_sub(AROUND)..words.len().min(at + 1 + AROUND);
    let beside = words[around].iter().filter(|w| w.is_number() && w.span != words[at].span);
    let beside = beside.map(|word| word.key.clone()).collect();
    let clause = words[..=at].iter().rposition(|word| !word.joined).unwrap_or_default();
    let behind = words[at + 1..].iter().take_while(|word| word.joined).take(2 * NEAR);
    let named = words[clause..at].iter().chain(behind);
    let named = named.filter(|w| w.capital && !w.first && w.kind == Kind::Content).collect();
    let prior = words[..at].iter().rev().find(|word| word.span.start < count.number.start);
    Some(Framed { count, prior, noun, beside, named, before, after })
}

/// Whether a number is one to call.
fn is_dialled(passage: &Passage<'_>, at: usize) -> bool {
    let word = &passage.words[at];
    let written = passage.text.get(word.span.clone()).unwrap_or_default();
    let beside = |at: Option<usize>| {
        at.and_then(|at| passage.words.get(at)).is_some_and(|w| w.is_number() && w.joined)
    };
    (written.len() > 2 && written.starts_with('0') && !written.starts_with("0."))
        || beside(at.checked_sub(1))
        || beside(Some(at + 1))
}

/// "Four days of riots": a time that goes on.
fn is_since(words: &[Word], at: usize) -> bool {
    let Kind::Number(quantity) = &words[at].kind else { return false };
    matches!(quantity.unit, Some("second" | "minute" | "hour" | "day" | "week"))
}

fn near_month(words: &[Word], at: usize) -> bool {
    let month = |at: Option<usize>| {
        at.and_then(|at| words.get(at)).is_some_and(|w| matches!(w.kind, Kind::Month(_)))
    };
    month(at.checked_sub(1)) || month(Some(at + 1))
}

/// "7:42", "52-3", "5 p.m.": times of day, scores and results are told in too many ways.
fn is_clock(passage: &Passage<'_>, at: usize) -> bool {
    let Kind::Number(quantity) = &passage.words[at].kind else { return false };
    let text = passage.text.as_bytes();
    let tied = |at: Option<usize>| {
        at.and_then(|at| text.get(at)).is_some_and(|b| matches!(b, b':' | b'-' | b'/' | b'#'))
    };
    let after = passage.words.get(at + 1).map_or("", |word| &word.key);
    let glued = passage
        .text
        .get(quantity.span.end..)
        .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    glued
        || (tied(quantity.span.start.checked_sub(1)) || tied(Some(quantity.span.end)))
            && quantity.unit.is_none()
        || matches!(after, "am" | "pm" | "a.m" | "p.m" | "gmt" | "bst")
}

/// The number's unit and what follows it, "miles north of Kelm", or else what leads to it: "mother of".
fn about(passage: &Passage<'_>, framed: &Framed<'_>) -> Option<String> {
    let at = framed.count.at;
    let Kind::Number(quantity) = &passage.words[at].kind else { return None };
    let ends = |word: &&Word| word.joined && !ENDS.contains(&word.key.as_str());
    let rest = passage.words[at + 1..].iter().take_while(ends).take(LABEL_WORDS);
    let last = rest.filter(|word| word.is_content()).last();
    let end = last.map_or(quantity.span.end, |word| word.span.end);
    // Of the number only its unit is part of the label, and no currency.
    let measured = quantity.unit.is_some() && !is_money(quantity.unit);
    let written = passage.text.get(quantity.span.clone())?;
    let unit = written.rfind(char::is_whitespace).filter(|_| measured);
    let start = unit.map_or(quantity.span.end, |unit| quantity.span.start + unit);
    let label = passage.text.get(start..end)?.trim();
    if !label.is_empty() {
        return Some(label.to_owned());
    }
    let (first, last) = (framed.before.first()?, framed.prior?);
    passage.text.get(first.span.start..last.span.end).map(str::to_owned)
}
