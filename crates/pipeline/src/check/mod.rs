//! Is a sentence supported by the words it cites? Fails closed.

use jiff::Timestamp;
use news::{Checked, Draft, Judgement, StoryFile};
use std::ops::Range;

/// A text that a sentence is checked against.
#[derive(Clone, Copy, Debug)]
pub struct SourceText<'a> {
    /// Its words.
    pub text: &'a str,
    /// When it was published: resolves "Monday" and "yesterday".
    pub published: Option<Timestamp>,
}

/// A judgement with the smallest spans that the sentence rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The verdict with its reasons.
    pub judgement: Judgement,
    /// Places in the sources, by index of the source: UTF-8 bytes.
    pub evidence: Vec<(usize, Range<usize>)>,
}

/// Judges one sentence against source texts.
pub fn check_sentence(_sentence: &str, _sources: &[SourceText<'_>]) -> Finding {
    todo!()
}

/// Judges every statement of a draft against the words that it cites, read anew from the articles:
/// evidence that does not hold in them makes the statement unsupported.
pub fn check(_draft: Draft, _file: &StoryFile) -> Checked {
    todo!()
}
