//! Quotations and who said them.

use std::ops::Range;

/// How words are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    /// Between quotation marks.
    Direct,
    /// "said that …".
    Indirect,
    /// Both.
    Mixed,
}

/// Words that a text says somebody said. Spans are UTF-8 bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundQuote {
    /// The words, without the marks.
    pub span: Range<usize>,
    /// Where the speaker is named.
    pub speaker: Option<Range<usize>>,
    /// The verb: "said".
    pub verb: Option<Range<usize>>,
    /// How they are reported.
    pub kind: QuoteKind,
}

/// The quotations of `text`, in reading order.
pub fn quotes(_text: &str) -> Vec<FoundQuote> {
    todo!()
}
