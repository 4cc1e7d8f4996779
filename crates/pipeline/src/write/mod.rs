//! A story becomes a draft brief: the extractive writer.

use news::{Draft, Registry, StoryFile};

/// How a brief is to be written. Defaults stand in the example settings.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// Length of a brief, in words.
    pub words: usize,
}

/// Why there is nothing to write.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NothingToWrite {
    /// No article has a usable title.
    #[error("no article of the story has a title or text")]
    NoWords,
}

/// Writes a brief from the sources' own sentences.
pub fn write(
    _file: &StoryFile,
    _registry: &Registry,
    _style: &Style,
) -> Result<Draft, NothingToWrite> {
    todo!()
}
