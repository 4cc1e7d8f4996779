//! Is a sentence supported by the words it cites? Fails closed.
//!
//! A sentence is laid beside the few sentences of its sources that say most of it ([`Sources`]). Each
//! number, date, name and quoted string must be in them; denials, hedges, causes and speakers must
//! agree; then the words that are left decide between supported and partly. The score beside the verdict is trained
//! ([`chance`]).
//!
//! A sentence in another language than its sources, or in one without tables, is judged more strictly ([`foreign`]).

mod align;
pub(crate) mod antonyms;
mod brief;
mod chance;
mod comparison;
pub mod dates;
mod faults;
mod foreign;
pub(crate) mod lexicon;
pub mod names;
mod nouns;
pub mod numbers;
pub mod quoted;
mod roles;
mod score;
mod signs;
mod sources;
pub mod speakers;
pub mod words;

use crate::tongue::Tongue;
pub use brief::{check, check_without};
pub(crate) use brief::{judge_statement, tongue_of};
use comparison::Comparison;
use faults::faults;
use jiff::Timestamp;
use news::{Judgement, Reason, ReasonKind, Verdict};
use score::judged;
pub use signs::{NAMES as SIGN_NAMES, Signs};
pub use sources::Sources;
use sources::asks;
use std::ops::Range;

/// A text that a sentence is checked against.
#[derive(Clone, Copy, Debug)]
pub struct SourceText<'a> {
    /// Its words.
    pub text: &'a str,
    /// When it was published, on the source's own clock ([`dates::own_clock`]): resolves "Monday"
    /// and "yesterday".
    pub published: Option<Timestamp>,
    /// Its language where that is known; read from its words where not.
    pub tongue: Option<Tongue>,
}

/// A judgement with the smallest spans that the sentence rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The verdict with its reasons.
    pub judgement: Judgement,
    /// Places in the sources, by index of the source: UTF-8 bytes.
    pub evidence: Vec<(usize, Range<usize>)>,
}

/// The longest sentence that is laid beside its evidence, in words; longer ones must stand in the
/// source as they are. The longest real sentence of the labelled sets has 163.
const LONGEST_SENTENCE: usize = 400;

/// Judges one sentence against source texts.
pub fn check_sentence(sentence: &str, sources: &[SourceText<'_>]) -> Finding {
    Sources::read(sources).judge(sentence)
}

impl Sources {
    /// Judges one sentence.
    pub fn judge(&self, sentence: &str) -> Finding {
        let claim = self.words_of(sentence);
        if claim.is_empty() {
            return refused("the sentence has no words");
        }
        if let Some(same) = self.same_words(sentence, &claim) {
            let judgement = Judgement { verdict: Verdict::Supported, score: 1.0, reasons: vec![] };
            return Finding { judgement, evidence: vec![self.span_of(same)] };
        }
        if claim.len() > LONGEST_SENTENCE {
            return refused("the sentence is too long to be checked");
        }
        if let Some(judgement) = foreign::judged(self, sentence, &claim) {
            return judgement;
        }
        let compared = Comparison::new(sentence, &claim, self);
        if compared.matched.iter().all(Option::is_none) {
            return refused("nothing in the sources says this");
        }
        if !asks(sentence) && compared.chosen.iter().all(|at| self.sentences[*at].asks) {
            return refused("the source asks and does not say");
        }
        let faults = faults(&compared);
        let judgement = judged(&compared, faults);
        Finding { judgement, evidence: self.evidence(&compared) }
    }

    /// What the trained part of the score reads; none for a sentence that is judged without it.
    pub fn signs(&self, sentence: &str) -> Option<Signs> {
        let claim = self.words_of(sentence);
        let is_judged_otherwise = claim.is_empty()
            || claim.len() > LONGEST_SENTENCE
            || self.same_words(sentence, &claim).is_some()
            || foreign::judged(self, sentence, &claim).is_some();
        if is_judged_otherwise {
            return None;
        }
        let compared = Comparison::new(sentence, &claim, self);
        Some(signs::signs(&compared, &faults(&compared)))
    }

    pub(super) fn span_of(&self, sentence: usize) -> (usize, Range<usize>) {
        let sentence = &self.sentences[sentence];
        (sentence.source, sentence.span.clone())
    }

    /// The sentences that hold a matched word.
    fn evidence(&self, compared: &Comparison<'_>) -> Vec<(usize, Range<usize>)> {
        let used: Vec<usize> =
            compared.matched.iter().flatten().map(|at| compared.evidence[*at]).collect();
        let holds = |at: usize| used.iter().any(|place| self.sentences[at].words.contains(place));
        compared.chosen.iter().filter(|at| holds(**at)).map(|at| self.span_of(*at)).collect()
    }
}

fn refused(why: &str) -> Finding {
    let reason = Reason { kind: ReasonKind::Alignment, detail: why.to_owned() };
    let judgement = Judgement { verdict: Verdict::Unsupported, score: 0.0, reasons: vec![reason] };
    Finding { judgement, evidence: Vec::new() }
}

#[cfg(test)]
mod tests;
