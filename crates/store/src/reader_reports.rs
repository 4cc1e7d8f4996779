use crate::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use news::StoryId;

/// What a reader found wrong with a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderReport {
    /// Names it to the reader.
    pub id: String,
    /// The story.
    pub story: StoryId,
    /// What kind of fault, in the word of the form that it came by.
    pub issue: String,
    /// In the reader's words.
    pub description: String,
    /// Addresses that the reader names.
    pub sources: Vec<String>,
    /// When.
    pub at: Timestamp,
}

/// What readers reported. Nothing of who they are is kept.
#[async_trait]
pub trait ReaderReports: Send + Sync {
    /// Keeps a report; one of the same id is kept once.
    async fn file_reader_report(&self, report: &ReaderReport) -> Result<(), StoreError>;

    /// The last ones, the latest first, at most `limit`.
    async fn reader_reports(&self, limit: u32) -> Result<Vec<ReaderReport>, StoreError>;
}
