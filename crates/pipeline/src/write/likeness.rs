use crate::check::words::{Kind, Word};
use crate::claims::Passage;
use std::collections::BTreeSet;

/// A sentence of fewer words that carry meaning shares most of them with others by chance.
const FEWEST_WORDS: usize = 6;

/// The share of what one passage says that another says too, from 0 to 1; 0 when it has a number
/// that the other has not: it tells that.
pub(super) fn told_by(one: &Passage<'_>, other: &Passage<'_>) -> f64 {
    let said: BTreeSet<&str> = other.stems().collect();
    let undated = |at: &usize| !is_of_a_date(&one.words, *at) && one.words[*at].is_content();
    let words: Vec<&Word> = (0..one.words.len()).filter(undated).map(|at| &one.words[at]).collect();
    let new = |word: &&&Word| word.is_number() && !said.contains(word.stem.as_str());
    let stems: BTreeSet<&str> = words.iter().map(|word| word.stem.as_str()).collect();
    if stems.len() < FEWEST_WORDS || words.iter().any(|word| new(&word)) {
        return 0.0;
    }
    stems.intersection(&said).count() as f64 / stems.len() as f64
}

/// Whether the word is a weekday, a month, a year, or the day beside a month.
fn is_of_a_date(words: &[Word], at: usize) -> bool {
    let month = |at: usize| words.get(at).is_some_and(|w| matches!(w.kind, Kind::Month(_)));
    words[at].is_date()
        || (words[at].is_number() && (month(at + 1) || at.checked_sub(1).is_some_and(month)))
}

/// How much of two word lists runs in the same order: twice the longest common subsequence over the
/// sum of their lengths, from 0 to 1.
pub(super) fn in_order<W: PartialEq>(one: &[W], other: &[W]) -> f64 {
    let both = one.len() + other.len();
    if both == 0 {
        return 0.0;
    }
    let mut best = vec![0_usize; other.len() + 1];
    for word in one {
        let mut diagonal = 0;
        for (at, match_word) in other.iter().enumerate() {
            let above = best[at + 1];
            best[at + 1] = if word == match_word { diagonal + 1 } else { above.max(best[at]) };
            diagonal = above;
        }
    }
    2.0 * best[other.len()] as f64 / both as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_counts() {
        check("a b c", "a b c", 1.0);
        check("a b c d", "a x c y", 0.5);
        check("a b", "b a", 0.5);
        check("a", "", 0.0);
        check("", "", 0.0);
    }

    #[test]
    fn what_another_sentence_says_too_is_told_by_it() {
        let sank = "The ferry Aurora sank off the harbour of Kelm in a heavy storm.";
        check_told(sank, sank, 1.0);
        check_told("The ferry Aurora sank off the port of Kelm in a storm today.", sank, 0.7);
        // A day is no news of its own, a number is.
        let dated = "The ferry Aurora sank off the harbour of Kelm in a storm on 4 May.";
        check_told(dated, sank, 1.0);
        let counted = "The ferry Aurora sank off the harbour of Kelm with 30 aboard in a storm.";
        check_told(counted, sank, 0.0);
        check_told(sank, counted, 0.8);
        // Short sentences share most of their words by chance.
        check_told("The ferry sank off Kelm.", sank, 0.0);
        check_told("", sank, 0.0);
    }

    #[track_caller]
    fn check_told(one: &str, other: &str, least: f64) {
        let found = told_by(&passage(one), &passage(other));
        let most = if least == 0.0 { 0.0 } else { least + 0.15 };
        assert!((least..=most).contains(&found), "{one} / {other}: {found}");
    }

    fn passage(text: &str) -> Passage<'_> {
        Passage::alone(text)
    }

    #[track_caller]
    fn check(one: &str, other: &str, expected: f64) {
        let (first, second): (Vec<&str>, Vec<&str>) =
            (one.split_whitespace().collect(), other.split_whitespace().collect());
        let found = in_order(&first, &second);
        assert!((found - expected).abs() < 1e-9, "{one} / {other}: {found}");
    }
}
