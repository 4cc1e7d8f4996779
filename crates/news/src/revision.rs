//! What changed between two versions of a report, word by word.

use crate::{Article, ArticleId, OutletId};
use jiff::Timestamp;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeMap;
use std::ops::Range;

/// A run of words of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both versions.
    Kept(String),
    /// Only in the older one.
    Removed(String),
    /// Only in the newer one.
    Added(String),
    /// Words left out here that both versions have.
    Gap,
}

/// Whether the outlet says that it changed its report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The newer version says so, in these words.
    Correction(String),
    /// It does not.
    Silent,
}

/// One change of a report by its outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The report.
    pub article: ArticleId,
    /// Whose it is.
    pub outlet: OutletId,
    /// The newer version's headline.
    pub headline: String,
    /// The newer version's address.
    pub url: Option<String>,
    /// When it changed: as the outlet says where that can be, else when we saw it.
    pub at: Timestamp,
    /// Whether the outlet owns up to it.
    pub edit: Edit,
    /// The headline, compared; empty when it stayed.
    pub title: Vec<Piece>,
    /// The text, compared; empty when it stayed.
    pub text: Vec<Piece>,
}

/// The changes between versions of one article that a reader of its words would notice; `versions`
/// in the order in which they came.
pub fn revisions(versions: &[Article]) -> Vec<Revision> {
    versions.windows(2).filter_map(|pair| revision(&pair[0], &pair[1])).collect()
}

fn revision(before: &Article, after: &Article) -> Option<Revision> {
    let title = compare(&before.title, &after.title);
    let text = compare(&before.text, &after.text);
    if title.is_empty() && text.is_empty() {
        return None;
    }
    let said = after.modified.map(|modified| modified.instant);
    let said = said.filter(|said| before.seen < *said && *said <= after.seen);
    Some(Revision {
        article: after.id.clone(),
        outlet: after.outlet.clone(),
        headline: after.title.clone(),
        url: after.url.clone(),
        at: said.unwrap_or(after.seen),
        edit: edit(&title, &text),
        title,
        text,
    })
}

/// Words of two texts that are compared one by one. The cost grows with their square at worst: some
/// 0.1 s here. More have no structure left to show, and count as replaced.
const MOST_WORDS: usize = 8_000;

/// Runs of words that both have, but fewer than this between two changes, belong to the change: a
/// sentence told anew shares its "of the" with the old one.
const LEAST_KEPT: usize = 3;

/// What `after` changed of `before`; empty when only white space, quotation marks or dashes differ.
pub fn compare(before: &str, after: &str) -> Vec<Piece> {
    let old: Vec<&str> = before.split_whitespace().collect();
    let new: Vec<&str> = after.split_whitespace().collect();
    let mut numbers = BTreeMap::new();
    let mut numbered = |words: &[&str]| -> Vec<usize> {
        words.iter().map(|word| number(&mut numbers, word)).collect()
    };
    let (a, b) = (numbered(&old), numbered(&new));
    if a == b {
        return Vec::new();
    }
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a_rest, b_rest) = (&a[head..], &b[head..]);
    let tail = a_rest.iter().rev().zip(b_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a_mid, b_mid) = (&a_rest[..a_rest.len() - tail], &b_rest[..b_rest.len() - tail]);
    let mut runs = Runs::new(&old, &new);
    runs.kept(0..head);
    if a_mid.len() + b_mid.len() > MOST_WORDS {
        runs.replaced(head..head + a_mid.len(), head..head + b_mid.len());
    } else {
        runs.diff(head, a_mid, b_mid);
    }
    let end = new.len();
    runs.kept(end - tail..end);
    runs.pieces
}

/// A number for a word, the same for words that look the same in print.
fn number(numbers: &mut BTreeMap<String, usize>, word: &str) -> usize {
    let plain = |letter: char| match letter {
        '‘' | '’' | '`' | '´' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' | '–' | '—' => '-',
        other => other,
    };
    let next = numbers.len();
    *numbers.entry(word.chars().map(plain).collect()).or_insert(next)
}

/// Gathers pieces from ranges of words.
struct Runs<'a> {
    old: &'a [&'a str],
    new: &'a [&'a str],
    pieces: Vec<Piece>,
}

impl<'a> Runs<'a> {
    fn new(old: &'a [&'a str], new: &'a [&'a str]) -> Runs<'a> {
        Runs { old, new, pieces: Vec::new() }
    }

    /// The middle of the texts, which begins at word `start` of both.
    fn diff(&mut self, start: usize, a: &[usize], b: &[usize]) {
        // How far the texts are gone through, and since where a change is open. The operations' own
        // places are not used: one that only removes may name an earlier place of the new text.
        let (mut old, mut new) = (start, start);
        let mut open = (old, new);
        for op in capture_diff_slices(Algorithm::Myers, a, b) {
            let (old_end, new_end) = (old + op.old_range().len(), new + op.new_range().len());
            let ends_text = old_end == start + a.len() && new_end == start + b.len();
            let begins = open == (old, new);
            let is_kept = matches!(op, DiffOp::Equal { .. });
            if is_kept && (begins || ends_text || new_end - new >= LEAST_KEPT) {
                self.replaced(open.0..old, open.1..new);
                self.kept(new..new_end);
                open = (old_end, new_end);
            }
            (old, new) = (old_end, new_end);
        }
        self.replaced(open.0..old, open.1..new);
    }

    fn kept(&mut self, new: Range<usize>) {
        if !new.is_empty() {
            self.pieces.push(Piece::Kept(self.new[new].join(" ")));
        }
    }

    fn replaced(&mut self, old: Range<usize>, new: Range<usize>) {
        if !old.is_empty() {
            self.pieces.push(Piece::Removed(self.old[old].join(" ")));
        }
        if !new.is_empty() {
            self.pieces.push(Piece::Added(self.new[new].join(" ")));
        }
    }
}

/// The pieces with no more than `around` unchanged words on either side of a change.
pub fn abridged(pieces: &[Piece], around: usize) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let mut shown = Vec::with_capacity(pieces.len());
    for (place, piece) in pieces.iter().enumerate() {
        let Piece::Kept(text) = piece else {
            shown.push(piece.clone());
            continue;
        };
        let words: Vec<&str> = text.split(' ').collect();
        let before = if place == last { 0 } else { around };
        let after = if place == 0 { 0 } else { around };
        if words.len() <= before + after + 1 {
            shown.push(piece.clone());
            continue;
        }
        shown.extend((after > 0).then(|| Piece::Kept(words[..after].join(" "))));
        shown.push(Piece::Gap);
        shown.extend((before > 0).then(|| Piece::Kept(words[words.len() - before..].join(" "))));
    }
    shown
}

/// How outlets say that they changed a report, lowercase, a row per language.
const MARKS: [(&str, &[&str]); 4] = [
    (
        "en",
        &[
            "correction",
            "corrected",
            "corrects",
            "clarification",
            "clarified",
            "editor's note",
            "an earlier version",
            "a previous version",
        ],
    ),
    ("de", &["korrektur", "korrigiert", "berichtigung", "in einer früheren version"]),
    ("fr", &["rectificatif", "correctif", "une version précédente"]),
    ("es", &["corrección", "corregido", "fe de errores", "una versión anterior"]),
];

fn edit(title: &[Piece], text: &[Piece]) -> Edit {
    let note = title.iter().chain(text).find_map(|piece| match piece {
        Piece::Added(words) => note(words),
        Piece::Kept(_) | Piece::Removed(_) | Piece::Gap => None,
    });
    note.map_or(Edit::Silent, Edit::Correction)
}

/// The sentence of `added` that says that something was corrected. One that holds a full stop of
/// another kind ("4.5") comes in part: it is enough to be known by.
fn note(added: &str) -> Option<String> {
    let sentence = added.split_inclusive(['.', '!', '?']).find(|sentence| is_marked(sentence))?;
    Some(sentence.trim().to_owned())
}

fn is_marked(sentence: &str) -> bool {
    let lower = sentence.to_lowercase().replace('’', "'");
    let bounded = |mark: &str| {
        lower.match_indices(mark).any(|(at, _)| {
            let apart =
                |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
            apart(lower[..at].chars().next_back()) && apart(lower[at + mark.len()..].chars().next())
        })
    };
    MARKS.iter().flat_map(|(_, marks)| *marks).any(|mark| bounded(mark))
}

#[cfg(test)]
#[path = "revision/tests.rs"]
mod tests;
