use crate::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use news::StoryId;

/// What happened to a story before its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicationKind {
    /// It came out, or came back.
    Published,
    /// A further version came out.
    Updated,
    /// A person approved the version that is out.
    Reviewed,
    /// It was taken off.
    Withdrawn,
}

impl PublicationKind {
    /// Each, with its word in tables and in the API.
    pub const ALL: [(PublicationKind, &'static str); 4] = [
        (PublicationKind::Published, "published"),
        (PublicationKind::Updated, "updated"),
        (PublicationKind::Reviewed, "reviewed"),
        (PublicationKind::Withdrawn, "withdrawn"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        PublicationKind::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("updated", |(_, word)| word)
    }

    /// The kind of this word.
    pub fn from_word(word: &str) -> Option<PublicationKind> {
        PublicationKind::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// Something that happened before readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// From 1, in the order in which it happened.
    pub number: u64,
    /// The story.
    pub story: StoryId,
    /// The version of its brief.
    pub version: u32,
    /// What.
    pub kind: PublicationKind,
    /// When.
    pub at: Timestamp,
}

/// What happened before readers, in order, for whoever follows it.
///
/// [`crate::Briefs::publish`] and [`crate::Briefs::withdraw`] write it down in their own transaction, so that nobody who
/// asks for what came after a number misses anything.
#[async_trait]
pub trait Publications: Send + Sync {
    /// What came after the `number`th, oldest first, at most `limit`.
    async fn publications(&self, after: u64, limit: u32) -> Result<Vec<Publication>, StoreError>;

    /// The number of the last; 0 before the first.
    async fn last_publication(&self) -> Result<u64, StoreError>;
}
