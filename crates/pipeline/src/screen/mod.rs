//! Which articles go on, and why the others do not.

use news::{Article, Screening};

/// Which articles an edition wants. Defaults stand in the example settings.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Words, or regular expressions between slashes; when there are any, one must match title or text.
    pub include: Vec<String>,
    /// The same; one that matches drops the article.
    pub mute: Vec<String>,
    /// ISO 639-1 codes; empty lets all through. An article of unknown language is let through.
    pub languages: Vec<String>,
    /// Labels that are dropped: "sponsored", "deals", "roundup", …
    pub drop_labels: Vec<String>,
}

/// Rules made ready: expressions compiled.
pub struct Screen {}

/// A rule that cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rule:?}: {why}")]
pub struct BadRule {
    /// As written.
    pub rule: String,
    /// What is wrong with it.
    pub why: String,
}

impl Screen {
    /// Compiles the rules.
    pub fn new(_rules: &Rules) -> Result<Screen, BadRule> {
        todo!()
    }

    /// Decides on one article.
    pub fn screen(&self, _article: &Article) -> Screening {
        todo!()
    }
}
