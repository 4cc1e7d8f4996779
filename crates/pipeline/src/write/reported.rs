//! Disputes that one article reports itself: "The ministry counts nine cases. The union knows of 14."

use super::counts::{Count, bare, counts};
use super::rounding::differ;
use crate::check::words::{Kind, Word};
use crate::claims::{Footing, Passage};
use crate::tongue::Sense;

/// Two sentences in a row, by their places, with their numbers and what these are of.
pub(super) struct Told {
    pub(super) sides: [usize; 2],
    pub(super) counts: [Count; 2],
    pub(super) about: String,
}

/// Numbers that differ by a larger factor are of different things.
const MOST_APART: f64 = 2.5;

/// Finds neighbours of which the second gives another number for what the first one counts.
pub(super) fn told(passages: &[Passage<'_>]) -> Vec<Told> {
    let pairs = passages.windows(2).enumerate();
    pairs.filter_map(|(at, pair)| between(at, &pair[0], &pair[1])).collect()
}

fn between(at: usize, one: &Passage<'_>, other: &Passage<'_>) -> Option<Told> {
    let next = one.article == other.article
        && one.place + 1 == other.place
        && other.paragraph <= one.paragraph + 1;
    let usable = |p: &Passage<'_>| p.footing != Footing::Never && p.quoted_share() <= 0.0;
    if !next || !usable(one) || !usable(other) || !is_told(one) || !speaks_anew(one, other) {
        return None;
    }
    let second = estimated(other)?;
    let first = only_of_unit(one, second.unit)?;
    let persons = names_persons(one) && names_persons(other);
    if !persons && !second.things.is_empty() {
        return None;
    }
    let apart = first.value.max(second.value) / first.value.min(second.value).max(1e-9);
    let about = about(one, &first)?;
    (differ(&first, &second) && apart < MOST_APART).then(|| Told {
        sides: [at, at + 1],
        counts: [first, second],
        about,
    })
}

/// Verbs by which somebody gives a number of their own.
const ESTIMATES: [&str; 15] = [
    "count",
    "counts",
    "counted",
    "speak",
    "speaks",
    "spoke",
    "know",
    "knows",
    "knew",
    "put",
    "puts",
    "estimate",
    "estimates",
    "estimated",
    "reckons",
];

/// Words between such a verb and its number: "puts the number of those hurt at 14".
const REACH: usize = 8;

/// The number that somebody gives as their own: of people, or of what the sentence before counted.
fn estimated(passage: &Passage<'_>) -> Option<Count> {
    let words = &passage.words;
    let verb = words.iter().position(|word| ESTIMATES.contains(&word.key.as_str()))?;
    let until = (verb + 1 + REACH).min(words.len());
    let at = (verb + 1..until).find(|at| words[*at].is_number())?;
    let alone = words.get(at + 1).is_none_or(|word| !word.joined);
    let counted = counts(passage).into_iter().find(|count| count.at == at);
    match counted {
        Some(count) => names_persons(passage).then_some(count),
        None => alone.then(|| bare(passage, at)).flatten(),
    }
}

/// The number with this unit, if there is only one.
fn only_of_unit(passage: &Passage<'_>, unit: Option<&str>) -> Option<Count> {
    let words = &passage.words;
    let of_unit = |at: &usize| match &words[*at].kind {
        Kind::Number(quantity) => quantity.unit == unit && !quantity.is_year(),
        _ => false,
    };
    let mut all = (0..words.len()).filter(of_unit);
    let (at, None) = (all.next()?, all.next()) else { return None };
    let counted = counts(passage).into_iter().find(|count| count.at == at);
    counted.or_else(|| bare(passage, at))
}

/// Whether it is said who gives the number.
fn is_told(passage: &Passage<'_>) -> bool {
    let told = |word: &Word| word.is(Sense::Says) || ESTIMATES.contains(&word.key.as_str());
    passage.words.iter().any(told)
}

/// Whether the second sentence has a subject of its own, that the first one does not name.
fn speaks_anew(one: &Passage<'_>, other: &Passage<'_>) -> bool {
    let verb = |word: &&Word| !ESTIMATES.contains(&word.key.as_str()) && !word.is(Sense::Says);
    let mut subject = other.words.iter().take_while(verb).filter(|w| w.kind == Kind::Content);
    subject.next().is_some_and(|noun| one.stems().all(|stem| stem != noun.stem))
}

/// Nouns for people who are counted.
const PERSONS: [&str; 14] = [
    "people",
    "persons",
    "users",
    "customers",
    "residents",
    "passengers",
    "patients",
    "victims",
    "demonstrators",
    "protesters",
    "visitors",
    "workers",
    "refugees",
    "voters",
];

fn names_persons(passage: &Passage<'_>) -> bool {
    passage.words.iter().any(|word| PERSONS.contains(&word.key.as_str()))
}

/// What the number is of: "cases", "number of affected users", "share of the market".
fn about(passage: &Passage<'_>, count: &Count) -> Option<String> {
    if !count.things.is_empty() {
        return count.about(passage.text);
    }
    let words = &passage.words[..count.at];
    let link = words.iter().rposition(|word| matches!(word.key.as_str(), "is" | "was" | "at"))?;
    let from = words[..link].iter().rposition(|word| {
        matches!(word.key.as_str(), "the" | "a") || is_owner(passage.text, word)
    })?;
    let from = match words[..from].last() {
        // "share of the market": the phrase begins before its "of".
        Some(of) if of.key == "of" => begin_of_phrase(passage, &words[..from])?,
        _ => from + 1,
    };
    let (first, last) = (words.get(from)?, words.get(link.checked_sub(1)?)?);
    let about = passage.text.get(first.span.start..last.span.end)?;
    (about.split_whitespace().count() <= LABEL_WORDS).then(|| about.to_owned())
}

/// A label of more words is a sentence.
const LABEL_WORDS: usize = 6;

fn begin_of_phrase(passage: &Passage<'_>, words: &[Word]) -> Option<usize> {
    let from = words
        .iter()
        .rposition(|word| matches!(word.key.as_str(), "the" | "a") || is_owner(passage.text, word));
    Some(from? + 1)
}

/// Whether a word is written with a possessive ending: "Kelm's".
fn is_owner(text: &str, word: &Word) -> bool {
    let written = text.get(word.span.clone()).unwrap_or_default();
    written.ends_with("'s") || written.ends_with("’s")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::{Sources, passages};
    use crate::write::tests::file_of_texts;

    #[test]
    fn a_number_that_answers_the_one_before_is_a_dispute() {
        check(
            "The port of Kelm counts nine cases. The union of crews knows of 14.",
            "cases: 9, 14",
        );
        check(
            "Kelm's share of the trade is 57 percent, the ministry said. The line Nordferry speaks of 52 percent.",
            "share of the trade: 57, 52",
        );
        check(
            "Nordferry put the number of stranded passengers at 1,200. Seawatch, a club, counted 2,700 people on the piers.",
            "number of stranded passengers: 1200, 2700",
        );
        check("The port of Kelm counts nine cases. The union of crews counted 14 ferries.", "");
        check("The port of Kelm counts nine cases. The port said it had known of 14.", "");
        check("The port of Kelm counts nine cases. The union of crews knows of 140.", "");
        check("The port of Kelm has nine piers. The union of crews knows of 14.", "");
        check("", "");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let file = file_of_texts(&[text]);
        let sources = Sources::of(&file);
        let shown: Vec<String> = told(&passages(&sources))
            .iter()
            .map(|t| format!("{}: {}, {}", t.about, t.counts[0].value, t.counts[1].value))
            .collect();
        assert_eq!(shown.join("; "), expected, "{text}");
    }
}
