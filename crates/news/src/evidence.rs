use crate::{Article, ArticleId, ArticleVersionId, Part};
use std::ops::Range;

/// Words of one stored article version that a sentence rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// The article.
    pub article: ArticleId,
    /// The version of it that holds the words.
    pub version: ArticleVersionId,
    /// In which of its texts.
    pub part: Part,
    /// UTF-8 bytes of that part; the end is not included.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The bytes of that span, kept so that the words can be shown without the article.
    pub quote: String,
}

impl Evidence {
    /// The words of `article` at `span` of `part`; nothing when the span is empty, outside the
    /// part, or cuts a character.
    pub fn of(article: &Article, part: Part, span: Range<usize>) -> Option<Evidence> {
        let quote = article.part(part).get(span.clone())?;
        if quote.is_empty() {
            return None;
        }
        Some(Evidence {
            article: article.id.clone(),
            version: article.version(),
            part,
            start: u32::try_from(span.start).ok()?,
            end: u32::try_from(span.end).ok()?,
            quote: quote.to_owned(),
        })
    }

    /// Whether both are words of one place: the same part of the same version, overlapping.
    pub fn meets(&self, other: &Evidence) -> bool {
        self.version == other.version
            && self.part == other.part
            && self.start < other.end
            && other.start < self.end
    }

    /// Whether `article` is the version meant and holds these very words at this place.
    pub fn holds_in(&self, article: &Article) -> bool {
        let span = self.start as usize..self.end as usize;
        article.version() == self.version
            && article.part(self.part).get(span) == Some(self.quote.as_str())
    }
}

/// Something said without a source.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing supports: {0:?}")]
pub struct Unfounded(pub String);

/// A sentence with the words it rests on, not yet checked.
///
/// One without evidence cannot be built, so no later stage has to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    text: String,
    evidence: Vec<Evidence>,
}

impl Statement {
    /// A statement of `text`, resting on `evidence`, which must not be empty.
    pub fn new(text: String, evidence: Vec<Evidence>) -> Result<Statement, Unfounded> {
        if evidence.is_empty() {
            return Err(Unfounded(text));
        }
        Ok(Statement { text, evidence })
    }

    /// What is said.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it rests on; never empty.
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }
}
