use crate::StoreError;
use async_trait::async_trait;
use news::{Article, ArticleId, StoryId};

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// A story was published, withdrawn, filed elsewhere, merged or split.
    Story(StoryId),
    /// An article was kept or dropped, or joined another story.
    Article(ArticleId),
}

/// Something that changed, with its place in the order of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its place: grows in the order of commits, with gaps.
    pub number: u64,
    /// What.
    pub changed: Changed,
}

/// A kept article as it may be found.
#[derive(Clone, Debug, PartialEq)]
pub struct Findable {
    /// Its latest version.
    pub article: Article,
    /// The story that it is in.
    pub story: Option<StoryId>,
    /// Whether that story is published.
    pub is_out: bool,
}

/// What changed of all that readers find, for those who follow it, as the search index does.
///
/// Each story and each article stands in the list once and moves to its end when it changes. Whoever
/// begins at 0 reads all there is; whoever has read up to a number, and goes on from it, misses nothing.
/// A change that was undone before it was read is still there: the list says what to look at, not what it is now.
#[async_trait]
pub trait Changes: Send + Sync {
    /// What changed after `number`, oldest first, at most `limit`.
    async fn after(&self, number: u64, limit: u32) -> Result<Vec<Change>, StoreError>;

    /// The number of the last change; 0 when nothing ever changed.
    async fn last(&self) -> Result<u64, StoreError>;

    /// Those of the articles whose latest version was kept, ordered by id.
    async fn findable(&self, articles: &[ArticleId]) -> Result<Vec<Findable>, StoreError>;
}
