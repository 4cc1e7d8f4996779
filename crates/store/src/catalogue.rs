use crate::{ListedStory, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{StoryId, Subject};

/// A place in the list of stories: behind this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// When its latest report appeared.
    pub latest: Timestamp,
    /// The story.
    pub story: StoryId,
}

/// Which stories are listed: with a latest report from `from` to before `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment that is too late.
    pub to: Timestamp,
}

impl Within {
    /// All of them.
    pub const ALWAYS: Within = Within { from: Timestamp::MIN, to: Timestamp::MAX };
}

/// All published stories that were filed and have reports, a page at a time.
#[async_trait]
pub trait Catalogue: Send + Sync {
    /// Stories that are filed under all of these subjects (at most four), the one with the latest report first, at most `limit`, of those that
    /// come behind a place. New stories come before every place, so that who goes on from one sees nothing twice.
    async fn stories(
        &self,
        of: &[Subject],
        within: Within,
        behind: Option<&Behind>,
        limit: u32,
    ) -> Result<Vec<ListedStory>, StoreError>;
}
