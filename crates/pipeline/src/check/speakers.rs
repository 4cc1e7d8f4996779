//! Who says it.

use super::comparison::Comparison;
use super::faults::Fault;
use super::lexicon;
use super::names;
use super::words::Word;
use news::{ReasonKind, Verdict};
use std::ops::Range;

/// How far from its verb a speaker may stand, in words: "Ode, who heads the harbour board, said".
const REACH: usize = 8;

/// Somebody who says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The verb, or "according", as a place in the words.
    pub verb: usize,
    /// The words of the speaker's name.
    pub speaker: Range<usize>,
}

/// The verbs of saying among `words` whose speaker is named near them.
pub fn attributions(words: &[Word]) -> Vec<Attribution> {
    let runs = names::runs(words);
    (0..words.len())
        .filter(|at| lexicon::is_saying(&words[*at].key))
        .filter_map(|verb| Some(Attribution { verb, speaker: speaker(words, &runs, verb)? }))
        .collect()
}

fn speaker(words: &[Word], runs: &[Range<usize>], verb: usize) -> Option<Range<usize>> {
    if words[verb].key == "according" {
        return runs.iter().find(|run| run.start > verb && run.start <= verb + REACH).cloned();
    }
    let before = runs.iter().rev().find(|run| run.end <= verb && verb < run.end + 2);
    let after = runs.iter().find(|run| run.start == verb + 1 && words[run.start].joined);
    before.or(after).cloned()
}

/// Speakers of the sentence whose words the evidence gives to somebody else.
pub(super) fn wrong_speakers(c: &Comparison<'_>) -> Vec<Fault> {
    let said = attributions(c.claim);
    if said.is_empty() || !c.is_near() {
        return Vec::new();
    }
    let beside: Vec<Word> = c.beside(0..c.evidence.len()).cloned().collect();
    let known = attributions(&beside);
    said.iter()
        .filter(|one| !c.quoted[one.verb])
        .filter_map(|one| {
            let name = &c.claim[one.speaker.clone()];
            let last = name.last()?;
            let shares = |other: &Attribution| {
                beside[other.speaker.clone()].iter().any(|word| word.key == last.key)
            };
            let wrong = !known.is_empty() && !known.iter().any(shares);
            let detail =
                format!("the cited words do not give this to {:?}", c.written(one.speaker.clone()));
            wrong.then_some(Fault {
                kind: ReasonKind::Attribution,
                verdict: Verdict::Contradicted,
                detail,
            })
        })
        .collect()
}

/// Whether the sources have a name in another form: its letters as initials, or the people of a place.
pub(super) fn has_other_form(c: &Comparison<'_>, word: &Word) -> bool {
    let root = word.key.get(..5);
    let people = root.is_some_and(|root| c.sources.named.iter().any(|name| name.starts_with(root)));
    people || is_initials(c, word)
}

fn is_initials(c: &Comparison<'_>, word: &Word) -> bool {
    let letters: Vec<char> = word.key.chars().filter(|c| c.is_alphabetic()).collect();
    if !(2..6).contains(&letters.len()) {
        return false;
    }
    c.sources.words.windows(letters.len()).any(|run| {
        run.iter().zip(&letters).all(|(word, letter)| word.capital && word.key.starts_with(*letter))
    })
}
