//! Lays a sentence beside its evidence, word by word.

use super::words::{Kind, Word};
use crate::tongue::Tongue;
use std::ops::Range;

/// What a pair or a gap adds to an alignment. Chosen so that verbs and names outweigh the small words
/// around them, and so that two names that changed places stand opposite each other.
const SAME_CONTENT: f32 = 3.0;
const SAME_STEM: f32 = 2.5;
const SAME_FUNCTION: f32 = 1.0;
const SIDE_BY_SIDE: f32 = 0.6;
const OPPOSITE: f32 = -0.2;
const CLAIM_GAP: f32 = -0.3;
const SOURCE_GAP: f32 = -0.05;

/// For each word of a sentence the word of the evidence that says the same.
#[derive(Debug)]
pub(super) struct Alignment {
    /// Places in the evidence, rising.
    pub matched: Vec<Option<usize>>,
}

/// Words that differ between two pairs of equal ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// In the sentence; may be empty.
    pub claim: Range<usize>,
    /// In the evidence; may be empty.
    pub source: Range<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Match,
    Opposite,
    SkipClaim,
    SkipSource,
}

/// How much two words have in common; nothing when they differ.
pub(super) fn likeness(a: &Word, b: &Word) -> Option<f32> {
    match (&a.kind, &b.kind) {
        (Kind::Number(one), Kind::Number(other)) => one.agrees(other).then_some(SAME_CONTENT),
        (Kind::Function, Kind::Function) => {
            (a.key == b.key || is_same_article(a, b)).then_some(SAME_FUNCTION)
        }
        (Kind::Weekday(one), Kind::Weekday(other)) => (one == other).then_some(SAME_CONTENT),
        (Kind::Month(one), Kind::Month(other)) => (one == other).then_some(SAME_CONTENT),
        _ if a.key == b.key => Some(SAME_CONTENT),
        _ => (a.stem == b.stem).then_some(SAME_STEM),
    }
}

/// Whether two German small words differ in case or number only: "der" and "den", "eine" and "einer".
fn is_same_article(a: &Word, b: &Word) -> bool {
    const FORMS: [&[&str]; 5] = [
        &["der", "die", "das", "den", "dem", "des"],
        &["ein", "eine", "einen", "einem", "einer", "eines"],
        &["kein", "keine", "keinen", "keinem", "keiner", "keines"],
        &["sein", "seine", "seinen", "seinem", "seiner", "seines"],
        &["ihr", "ihre", "ihren", "ihrem", "ihrer", "ihres"],
    ];
    let both = |forms: &&[&str]| forms.contains(&a.key.as_str()) && forms.contains(&b.key.as_str());
    a.tongue == Tongue::German && b.tongue == Tongue::German && FORMS.iter().any(both)
}

/// The best alignment of `claim` with `source`; takes time and room of the product of their lengths.
pub(super) fn align(claim: &[Word], source: &[&Word]) -> Alignment {
    let width = source.len() + 1;
    let mut steps = vec![Step::SkipSource; (claim.len() + 1) * width];
    let mut last: Vec<f32> = (0..width).map(|at| at as f32 * SOURCE_GAP).collect();
    let mut row = vec![0.0; width];
    for (i, word) in claim.iter().enumerate() {
        row[0] = last[0] + CLAIM_GAP;
        steps[(i + 1) * width] = Step::SkipClaim;
        for (j, other) in source.iter().enumerate() {
            let beside = i > 0 && j > 0 && steps[i * width + j] == Step::Match;
            let (diagonal, step) = match likeness(word, other) {
                Some(likeness) if beside => (last[j] + likeness + SIDE_BY_SIDE, Step::Match),
                Some(likeness) => (last[j] + likeness, Step::Match),
                None => (last[j] + OPPOSITE, Step::Opposite),
            };
            let (mut best, mut how) = (diagonal, step);
            for (score, step) in [
                (last[j + 1] + CLAIM_GAP, Step::SkipClaim),
                (row[j] + SOURCE_GAP, Step::SkipSource),
            ] {
                if score > best {
                    (best, how) = (score, step);
                }
            }
            row[j + 1] = best;
            steps[(i + 1) * width + j + 1] = how;
        }
        std::mem::swap(&mut last, &mut row);
    }
    Alignment { matched: traced(claim.len(), source.len(), &steps) }
}

fn traced(claim: usize, source: usize, steps: &[Step]) -> Vec<Option<usize>> {
    let mut matched = vec![None; claim];
    let (mut i, mut j) = (claim, source);
    while i > 0 {
        match steps[i * (source + 1) + j] {
            Step::Match => {
                (i, j) = (i - 1, j - 1);
                matched[i] = Some(j);
            }
            Step::Opposite => (i, j) = (i - 1, j - 1),
            Step::SkipClaim => i -= 1,
            Step::SkipSource => j -= 1,
        }
    }
    matched
}

impl Alignment {
    /// The places where sentence and evidence differ, the edges left out on the evidence's side:
    /// what the evidence says before and after the sentence's words is not a difference.
    pub fn blocks(&self) -> Vec<Block> {
        let mut found = Vec::new();
        let (mut next_claim, mut next_source) = (0, None);
        for (i, matched) in self.matched.iter().enumerate() {
            let Some(j) = *matched else { continue };
            let source = next_source.unwrap_or(j.saturating_sub(i - next_claim))..j;
            if next_claim < i || !source.is_empty() {
                found.push(Block { claim: next_claim..i, source });
            }
            (next_claim, next_source) = (i + 1, Some(j + 1));
        }
        let left = self.matched.len() - next_claim;
        if left > 0 {
            let source = next_source.map_or(0..0, |from| from..from + left);
            found.push(Block { claim: next_claim..self.matched.len(), source });
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn words_that_changed_places_stand_opposite() {
        check("Ode accused Lund of fraud", "Lund accused Ode of fraud", "Ode/Lund Lund/Ode");
        check("Kelm may not open", "Kelm will open", "may not/will");
        check("Kelm opens", "In May Kelm opens soon", "");
        check("two ships sank in Kelm", "three ships sank", "two/three in Kelm/");
    }

    #[track_caller]
    fn check(claim: &str, source: &str, expected: &str) {
        let (a, b) = (words(claim), words(source));
        let all: Vec<&Word> = b.iter().collect();
        let shown = |text: &str, words: &[Word], range: Range<usize>| {
            let range = range.start.min(words.len())..range.end.min(words.len());
            words[range].iter().map(|w| &text[w.span.clone()]).collect::<Vec<_>>().join(" ")
        };
        let blocks: Vec<String> = align(&a, &all)
            .blocks()
            .into_iter()
            .map(|block| {
                format!("{}/{}", shown(claim, &a, block.claim), shown(source, &b, block.source))
            })
            .collect();
        assert_eq!(blocks.join(" "), expected, "{claim}");
    }
}
