use crate::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Claim, ClaimId, StoryId, Strike};

/// What the sources of stories say, and what editors struck of it.
#[async_trait]
pub trait Claims: Send + Sync {
    /// Files claims of a story: `changed` in place of those with their ids, `gone` not at all any more.
    /// The others stay as they are.
    async fn file(
        &self,
        story: &StoryId,
        changed: &[Claim],
        gone: &[ClaimId],
    ) -> Result<(), StoreError>;

    /// All claims of a story, each with what became of it: first those that the brief tells, then by
    /// independent reports; what ended or was withdrawn comes last. What editors struck is among them
    /// ([`Claim::is_shown`] says what readers may see).
    async fn of_story(&self, story: &StoryId) -> Result<Vec<Claim>, StoreError>;

    /// Strikes a sentence from a story for good, and opens the story's writing, due at `due`. Gives the
    /// number of the strike, whatever number it has; none when there is no such story.
    async fn strike(&self, strike: &Strike, due: Timestamp) -> Result<Option<u64>, StoreError>;

    /// Takes a strike back, and opens the writing of its story, due at `due`. False when there is no such
    /// strike, or it was taken back before.
    async fn unstrike(
        &self,
        number: u64,
        by: &str,
        at: Timestamp,
        due: Timestamp,
    ) -> Result<bool, StoreError>;

    /// The strikes that hold in a story, oldest first: its own, those of stories that were merged into
    /// it, and those of whose places an article is in it now.
    async fn struck(&self, story: &StoryId) -> Result<Vec<Strike>, StoreError>;

    /// All strikes, those too that were taken back, the latest first, at most `limit`.
    async fn strikes(&self, limit: u32) -> Result<Vec<Strike>, StoreError>;
}
