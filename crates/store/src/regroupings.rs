use crate::{Job, Settled, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Regrouping, StoryId};
use std::collections::BTreeMap;

/// Stories that were merged and split.
#[async_trait]
pub trait Regroupings: Send + Sync {
    /// Carries out regroupings one after the other and ends `jobs` (repairs), all at once. Opens the
    /// writing of every story that is left with reports, due at `due`.
    ///
    /// The id of a merged story, and all that led to it, leads to the one it went into; its briefs stay as
    /// they are. A pin or a hold on it goes along, where two meet the later one counts. Reports that go to the id
    /// of a merged story bring that back to life. [`Settled::LeaseLost`], and nothing is written, when a job is not
    /// ours any more or the stories hold other reports than the regroupings say.
    async fn regroup(
        &self,
        jobs: &[Job],
        regroupings: &[Regrouping],
        due: Timestamp,
    ) -> Result<Settled, StoreError>;

    /// What became of a story, oldest first.
    async fn of_story(&self, story: &StoryId) -> Result<Vec<Regrouping>, StoreError>;

    /// What editors decided, oldest first.
    async fn by_editors(&self) -> Result<Vec<Regrouping>, StoreError>;

    /// What was carried out after the `number`th, with the number of each, oldest first.
    async fn after(&self, number: u64) -> Result<Vec<(u64, Regrouping)>, StoreError>;

    /// How many were carried out: the number of the last.
    async fn last(&self) -> Result<u64, StoreError>;

    /// The story that a merged one went into.
    async fn merged_into(&self, story: &StoryId) -> Result<Option<StoryId>, StoreError>;

    /// All merged stories, and where each leads.
    async fn merged(&self) -> Result<BTreeMap<StoryId, StoryId>, StoreError>;

    /// When stories that hold a report since `since` were last put together anew.
    async fn regrouped(&self, since: Timestamp)
    -> Result<BTreeMap<StoryId, Timestamp>, StoreError>;
}
