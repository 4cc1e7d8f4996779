//! What one version of a text says otherwise than another, sentence by sentence.

use crate::{Piece, compare};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};

/// What became of a sentence from one version to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retold {
    /// Both versions say it, wherever it stands.
    Kept(String),
    /// Only the newer one says it.
    Added(String),
    /// Only the older one does.
    Removed(String),
    /// The newer one says it in other words.
    Changed(Vec<Piece>),
}

/// Two sentences are one told anew when they share at least this part of their words. One half, as programs that
/// compare versions of files take for the same file under another name.
const SAME: f64 = 0.5;

/// The sentences of `after` in their order, and between them those of `before` that are gone.
///
/// A sentence that only moved is kept, and so is one of which only quotation marks or dashes differ.
pub fn retold(before: &[String], after: &[String]) -> Vec<Retold> {
    let mut told = Vec::with_capacity(after.len());
    let known: BTreeSet<&str> = before.iter().map(String::as_str).collect();
    let said: BTreeSet<&str> = after.iter().map(String::as_str).collect();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        let (old, new) = (&before[op.old_range()], &after[op.new_range()]);
        if matches!(op, DiffOp::Equal { .. }) {
            told.extend(new.iter().cloned().map(Retold::Kept));
            continue;
        }
        let gone = old.iter().filter(|sentence| !said.contains(sentence.as_str())).collect();
        told.extend(gap(gone, new, &known));
    }
    told
}

/// What stands between two sentences that both versions have.
fn gap(mut gone: Vec<&String>, new: &[String], known: &BTreeSet<&str>) -> Vec<Retold> {
    let mut told = Vec::new();
    for sentence in new {
        if known.contains(sentence.as_str()) {
            told.push(Retold::Kept(sentence.clone()));
            continue;
        }
        match nearest(&gone, sentence) {
            Some(place) => told.push(changed(gone.remove(place), sentence)),
            None => told.push(Retold::Added(sentence.clone())),
        }
    }
    let gone = gone.into_iter().cloned().map(Retold::Removed);
    gone.chain(told).collect()
}

fn changed(before: &str, after: &str) -> Retold {
    match compare(before, after) {
        pieces if pieces.is_empty() => Retold::Kept(after.to_owned()),
        pieces => Retold::Changed(pieces),
    }
}

/// The place of the sentence that `told` most likely tells anew; the first of equals.
fn nearest(gone: &[&String], told: &str) -> Option<usize> {
    let alike = gone.iter().enumerate().map(|(place, old)| (likeness(old, told), place));
    let best = alike.filter(|(likeness, _)| *likeness >= SAME);
    best.reduce(|best, other| if other.0 > best.0 { other } else { best }).map(|(_, place)| place)
}

/// The part of the words of both that both have, from 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(plain).collect() };
    let (one, other) = (words(one), words(other));
    let all = one.len() + other.len();
    one.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    let shared = other.into_iter().filter(|word| match counts.get_mut(word) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    });
    2.0 * shared.count() as f64 / (all.max(1)) as f64
}

fn plain(word: &str) -> String {
    word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_are_kept_added_removed_and_changed() {
        check(&["A ship sank."], &["A ship sank."], "= A ship sank.");
        check(&[], &["It sank."], "+ It sank.");
        check(&["It sank."], &[], "- It sank.");
        check(
            &["Three tugs are on their way.", "The harbour is closed."],
            &["Four tugs are on their way.", "All are safe."],
            "- The harbour is closed. | ~ [-Three] [+Four] tugs are on their way. | + All are safe.",
        );
    }

    #[test]
    fn what_only_moved_or_is_set_otherwise_is_kept() {
        check(&["One.", "Two."], &["Two.", "One."], "= Two. | = One.");
        check(&["He said \"no\" to it."], &["He said “no” to it."], "= He said “no” to it.");
    }

    #[test]
    fn the_nearest_sentence_is_the_one_told_anew() {
        check(
            &["The mayor resigned on Friday.", "The mayor resigned on Friday after a vote."],
            &["The mayor resigned on Friday after a long vote."],
            "- The mayor resigned on Friday. | ~ The mayor resigned on Friday after a [+long] vote.",
        );
    }

    proptest! {
        #[test]
        fn no_sentence_is_lost_and_none_made_up(
            before in proptest::collection::vec("[ab]{1,2}( [ab]{1,2}){0,3}", 0..8),
            after in proptest::collection::vec("[ab]{1,2}( [ab]{1,2}){0,3}", 0..8),
        ) {
            let told = retold(&before, &after);
            let newer: Vec<String> = told.iter().filter_map(newer).collect();
            prop_assert_eq!(newer, after);
            for gone in told.iter().filter_map(|told| match told { Retold::Removed(text) => Some(text), _ => None }) {
                prop_assert!(before.contains(gone));
            }
        }
    }

    /// What the newer version says.
    fn newer(told: &Retold) -> Option<String> {
        match told {
            Retold::Kept(text) | Retold::Added(text) => Some(text.clone()),
            Retold::Removed(_) => None,
            Retold::Changed(pieces) => {
                let words = pieces.iter().filter_map(|piece| match piece {
                    Piece::Kept(text) | Piece::Added(text) => Some(text.as_str()),
                    Piece::Removed(_) | Piece::Gap => None,
                });
                Some(words.collect::<Vec<_>>().join(" "))
            }
        }
    }

    #[track_caller]
    fn check(before: &[&str], after: &[&str], expected: &str) {
        let owned =
            |texts: &[&str]| -> Vec<String> { texts.iter().map(|t| (*t).to_owned()).collect() };
        let told = retold(&owned(before), &owned(after));
        let lines = told.iter().map(|told| match told {
            Retold::Kept(text) => format!("= {text}"),
            Retold::Added(text) => format!("+ {text}"),
            Retold::Removed(text) => format!("- {text}"),
            Retold::Changed(pieces) => {
                let pieces = pieces.iter().map(|piece| match piece {
                    Piece::Kept(text) => text.clone(),
                    Piece::Removed(text) => format!("[-{text}]"),
                    Piece::Added(text) => format!("[+{text}]"),
                    Piece::Gap => "…".to_owned(),
                });
                format!("~ {}", pieces.collect::<Vec<_>>().join(" "))
            }
        });
        assert_eq!(lines.collect::<Vec<_>>().join(" | "), expected);
    }
}
