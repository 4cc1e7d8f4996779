//! Words of a sentence that mean something which a reader of the lede has not been told.

use crate::check::words::{Kind, Word};
use std::collections::HashSet;

/// Words after "the" that tell one thing from others told before: "the previous record", "the first
/// three companies".
const AMONG_OTHERS: [&str; 12] = [
    "previous",
    "earlier",
    "former",
    "latter",
    "other",
    "others",
    "remaining",
    "same",
    "first",
    "second",
    "third",
    "larger",
];

/// Nouns after "the" that stand for what somebody did or said, with no word behind that tells which.
const DEEDS: [&str; 16] = [
    "decision",
    "announcement",
    "ruling",
    "move",
    "report",
    "statement",
    "proposal",
    "incident",
    "agreement",
    "deal",
    "approval",
    "hold",
    "allegation",
    "allegations",
    "plan",
    "vote",
];

/// Words behind a noun that tell which one is meant.
const WHICH: [&str; 16] = [
    "of", "that", "who", "which", "whose", "in", "on", "from", "for", "by", "to", "about", "with",
    "at", "between", "against",
];

/// Those of them that tell which ones of several are meant: "the first ferry to sink", not "the first
/// ferry on Monday".
const WHICH_ONES: [&str; 9] = ["of", "that", "who", "which", "whose", "in", "from", "for", "to"];

/// Whether the sentence means, by "the", something that is not among the stems `told` and that it does
/// not name before.
pub(super) fn means_absent(words: &[Word], told: &HashSet<String>) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let Some(next) = words.get(at + 1).filter(|next| next.joined && !next.capital) else {
            return false;
        };
        let known = |noun: &Word| {
            told.contains(&noun.stem) || words[..at].iter().any(|word| word.stem == noun.stem)
        };
        word.key == "the"
            && match () {
                () if AMONG_OTHERS.contains(&next.key.as_str()) => among_absent(words, at, known),
                () if DEEDS.contains(&next.key.as_str()) => {
                    !known(next) && !is_told_apart(words.get(at + 2), &WHICH)
                }
                () => false,
            }
    })
}

/// Whether what stands behind "the first", "the other" is of a kind that nobody has named, and nothing
/// says of which: "the first ferry" needs other ferries, "the first ferry to sink" does not.
fn among_absent(words: &[Word], at: usize, known: impl Fn(&Word) -> bool) -> bool {
    let rest = &words[at + 2..];
    let run = rest.iter().take_while(|word| word.joined && word.kind != Kind::Function);
    let run: Vec<&Word> = run.collect();
    let nouns = run.iter().filter(|word| word.kind == Kind::Content);
    let named = nouns.clone().any(|noun| known(noun) || noun.capital);
    // "the first time", "the second quarter", "the same day": a span of time needs no others.
    let timed = nouns.clone().any(|noun| {
        matches!(
            noun.key.as_str(),
            "time"
                | "times"
                | "quarter"
                | "half"
                | "day"
                | "days"
                | "week"
                | "month"
                | "year"
                | "round"
        )
    });
    nouns.count() > 0 && !named && !timed && !is_told_apart(rest.get(run.len()), &WHICH_ONES)
}

/// Whether a word behind a noun tells which one is meant.
fn is_told_apart(after: Option<&Word>, which: &[&str]) -> bool {
    after.is_some_and(|word| word.joined && which.contains(&word.key.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::words::words;

    #[test]
    fn what_only_an_earlier_sentence_tells_is_missed() {
        check("Norland bought 96 boats in 2025, the previous record.", "", true);
        check("Norland bought 96 boats in 2025, the previous record.", "record", false);
        check("Norland cleared the first three companies on Thursday.", "", true);
        check("Norland cleared the first three companies on Thursday.", "compani", false);
        check("Nordferry had been told of the decision.", "", true);
        check("Nordferry had been told of the decision.", "decision", false);
        check("Nordferry had been told of the decision of the port.", "", false);
        check("It was the first ferry to sink off Kelm.", "", false);
        check("Nordferry made a loss for the first time.", "", false);
        check("A deal was near, and the deal would hold.", "", false);
        check("", "", false);
    }

    #[track_caller]
    fn check(sentence: &str, told: &str, expected: bool) {
        let told: HashSet<String> = words(told).into_iter().map(|word| word.stem).collect();
        assert_eq!(means_absent(&words(sentence), &told), expected, "{sentence}");
    }
}
