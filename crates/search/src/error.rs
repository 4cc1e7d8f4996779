use std::path::PathBuf;

/// Why the index could not be used. What it holds can be made anew, so nothing is lost.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder cannot be read or written.
    #[error(
        "{folder}: the search index cannot be kept there: {why}; give the user who runs newsloom the right to write there, or free some space"
    )]
    Unusable {
        /// The index's folder.
        folder: PathBuf,
        /// What the system said.
        why: String,
    },
    /// There is no index yet, and this process may not make it.
    #[error("there is no search index yet: {0}")]
    Absent(String),
    /// Another process writes it.
    #[error("another process keeps the search index up to date")]
    WrittenByAnother,
    /// The library failed.
    #[error("the search index failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

impl SearchError {
    /// Whether the index itself is spoilt, so that it must be made anew; a full disk passes.
    pub fn is_torn(&self) -> bool {
        use tantivy::TantivyError::{DataCorruption, OpenDirectoryError, OpenReadError};
        let SearchError::Engine(error) = self else { return false };
        matches!(error, DataCorruption(_) | OpenReadError(_) | OpenDirectoryError(_))
    }
}
