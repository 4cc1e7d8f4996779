//! A sentence without what its end only adds.

use crate::check::lexicon::{is_hedge, is_negation, is_saying};
use crate::check::quoted::quoted;
use crate::check::words::words;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What is left must say something by itself. Chosen on the labelled stories by reading.
const FEWEST_WORDS: usize = 9;

/// An addition of fewer words is not worth the cut.
const FEWEST_CUT: usize = 4;

/// Where an addition can begin that the sentence is true and whole without: a participle, a relative
/// clause or a second main clause after a comma; what went on at the time.
static ADDITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r", (?:[a-z]{3,}ing|who|which|whose|where|after|following|amid|while|and (?:he|she|they|it|the|that|has|have|had|was|were|is|are)) | (?:after|following|amid) ",
    )
    .expect("the pattern is a constant and compiles")
});

/// Words in "-ing" that tell whose words these are, or under what condition they hold.
const NEEDED: [&str; 16] = [
    "according",
    "citing",
    "quoting",
    "pending",
    "barring",
    "assuming",
    "depending",
    "including",
    "excluding",
    "providing",
    "supposing",
    "considering",
    "regarding",
    "concerning",
    "excepting",
    "during",
];

/// Words before "after", "following" and "amid" of which these are a part: "a day after", "shortly after".
const BOUND: [&str; 38] = [
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "decade",
    "decades",
    "shortly",
    "soon",
    "immediately",
    "just",
    "right",
    "long",
    "even",
    "only",
    "ever",
    "and",
    "or",
    "but",
    "not",
    "until",
    "look",
    "looking",
    "looked",
    "came",
    "comes",
    "come",
    "the",
    "was",
];

/// Beginnings of words by which the end takes back what the sentence says.
const DOUBTS: [&str; 12] = [
    "den",
    "disput",
    "contradict",
    "reject",
    "refut",
    "fals",
    "wrong",
    "incorrect",
    "doubt",
    "though",
    "but",
    "however",
];

/// Words by which a sentence says only under what condition it holds.
const CONDITIONS: [&str; 8] = ["if", "unless", "until", "only", "never", "first", "last", "except"];

/// The byte ranges, from its start, that can stand for the sentence, the longest first; without its
/// full stop. None when nothing can be cut.
pub(super) fn shorter(sentence: &str) -> Vec<Range<usize>> {
    if !sentence.ends_with('.') {
        return Vec::new();
    }
    let inside = quoted(sentence);
    let mut ends: Vec<usize> = ADDITION
        .find_iter(sentence)
        .filter(|found| !inside.iter().any(|quote| quote.end > found.start()))
        .filter(|found| is_cut(&sentence[..found.start()], &sentence[found.start()..]))
        .map(|found| found.start())
        .collect();
    ends.reverse();
    ends.into_iter().map(|end| 0..end).collect()
}

/// Whether the sentence says the same, as far as it goes, without its end.
fn is_cut(head: &str, end: &str) -> bool {
    let count = |part: &str| part.split_whitespace().count();
    count(head) >= FEWEST_WORDS
        && count(end) >= FEWEST_CUT
        && !end.contains(['"', '“', '”', '—'])
        && head.matches('(').count() == head.matches(')').count()
        && !is_needed(end)
        && !is_open(head, end)
}

/// Whether the addition tells whose words the sentence has, or denies them.
fn is_needed(end: &str) -> bool {
    let first = end.trim_start_matches([',', ' ']).split(' ').next().unwrap_or_default();
    let doubts = |key: &str| DOUBTS.iter().any(|doubt| key.starts_with(doubt));
    let words = words(end);
    NEEDED.contains(&first)
        // ", he said" at the end goes for the whole sentence.
        || words.iter().skip(1).any(|word| is_saying(&word.key))
        // A relative clause that ends before the sentence does: its verb is still to come.
        || (first.starts_with("wh") && end[2..].contains(','))
        || words.iter().any(|word| is_negation(&word.key) || doubts(&word.key))
}

/// Whether what is left would end in the middle, or hold where the whole does not.
fn is_open(head: &str, end: &str) -> bool {
    let words = words(head);
    let last = head.rsplit([' ', ',']).next().unwrap_or_default().to_lowercase();
    let timed = !end.starts_with(", and") && !end.starts_with(", wh");
    let doubtful =
        words.iter().any(|word| {
            is_negation(&word.key) || is_hedge(&word.key) || CONDITIONS.contains(&word.key.as_str())
        }) || words.iter().any(|word| matches!(word.key.as_str(), "will" | "would" | "shall"));
    // "boats, nets, and the pier": a list and no second clause.
    let listed = end.starts_with(", and") && head.rsplit(' ').take(5).any(|w| w.ends_with(','));
    BOUND.contains(&last.as_str()) || (timed && doubtful) || listed || ends_small(&last)
}

/// Whether a word cannot be the last of a sentence.
fn ends_small(last: &str) -> bool {
    last.is_empty()
        || matches!(
            last,
            "a" | "an"
                | "of"
                | "in"
                | "on"
                | "at"
                | "to"
                | "for"
                | "by"
                | "with"
                | "from"
                | "his"
                | "her"
                | "its"
                | "their"
                | "as"
                | "than"
                | "that"
                | "said"
                | "says"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_adds_may_go() {
        check(
            "The ferry Aurora sank off the harbour of Kelm on Monday, drowning two of its crew.",
            "The ferry Aurora sank off the harbour of Kelm on Monday",
        );
        check(
            "The port of Norland closed all of its piers, which had been built long ago, after a storm hit.",
            "The port of Norland closed all of its piers, which had been built long ago",
        );
        check(
            "Ada Lund resigned as head of the port of Kelm after the ferry had sunk.",
            "Ada Lund resigned as head of the port of Kelm",
        );
    }

    #[test]
    fn what_the_sentence_needs_stays() {
        check(
            "The ferry Aurora sank off the harbour of Kelm on Monday, according to the port.",
            "",
        );
        check("The ferry Aurora sank off the harbour of Kelm, citing two people at the port.", "");
        check(
            "The ferry Aurora will leave the harbour of Kelm today after its hull is mended.",
            "",
        );
        check(
            "The ferry Aurora did not leave the harbour of Kelm yesterday after the storm came.",
            "",
        );
        check("The ferry Aurora sank off the harbour of Kelm just a day after the storm came.", "");
        check("The ferry Aurora took boats, nets, and the whole of the crew to Kelm.", "");
        check(
            "The ferry Aurora sank off the harbour of Kelm after the storm came, the port said.",
            "",
        );
        check("The mayor of the harbour town of Kelm in Norland, who is ill, resigned.", "");
        check("Ada Lund said the ferry had been safe for years, which the port denied.", "");
        check("The ferry Aurora sank, drowning two of its crew.", "");
        check("The ferry sank after the storm", "");
        check("", "");
    }

    #[track_caller]
    fn check(sentence: &str, expected: &str) {
        let found: Vec<&str> = shorter(sentence).into_iter().map(|span| &sentence[span]).collect();
        assert_eq!(found.join("|"), expected, "{sentence}");
    }
}
