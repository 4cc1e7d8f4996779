use crate::{Job, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Approved, Brief, BriefHash, Held, Judged, Standing, StoryId, Tally, Withdrawal};

/// Whether a version of a brief is out, and on whose word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BriefState {
    /// It is out.
    Published(Standing),
    /// It waits, for this reason, and was never out.
    Held(String),
    /// It was out, on this standing, until an editor took it off.
    Withdrawn(Standing, Withdrawal),
}

impl BriefState {
    /// Whether readers could ever see it.
    pub fn was_out(&self) -> bool {
        match self {
            BriefState::Published(_) | BriefState::Withdrawn(..) => true,
            BriefState::Held(_) => false,
        }
    }
}

/// One version of a brief as it is kept.
///
/// Only for showing and for checking again: there is no way from here to [`Approved`] but through
/// [`BriefRecord::into_draft`] and the check.
#[derive(Clone, Debug, PartialEq)]
pub struct BriefRecord {
    /// The story.
    pub story: StoryId,
    /// From 1.
    pub version: u32,
    /// The name of what it says.
    pub hash: BriefHash,
    /// Whether it is out.
    pub state: BriefState,
    /// When it was published or held.
    pub at: Timestamp,
    /// What it says.
    pub brief: Brief<Judged>,
    /// What was withheld from it.
    pub withheld: Vec<Judged>,
}

impl BriefRecord {
    /// The draft again, to be judged anew.
    pub fn into_draft(self) -> news::Draft {
        news::Draft { story: self.story, brief: self.brief.map(|judged| judged.statement) }
    }
}

/// One line of the desk's list, or of a story's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefLine {
    /// The story.
    pub story: StoryId,
    /// The version of its brief.
    pub version: u32,
    /// The name of what it says.
    pub hash: BriefHash,
    /// Its headline.
    pub headline: String,
    /// Whether it is out.
    pub state: BriefState,
    /// When.
    pub at: Timestamp,
    /// Sentences withheld from it.
    pub withheld: u32,
}

/// A story of which something is out, as far as lists of addresses need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutLine {
    /// The story.
    pub story: StoryId,
    /// The headline of the latest published version.
    pub headline: String,
    /// When that was published.
    pub at: Timestamp,
    /// The headline of the first version that was out, after which the story's address is named.
    pub first_headline: String,
    /// When that was published.
    pub first_at: Timestamp,
}

/// Which versions of briefs are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TallyOf {
    /// The latest published version for each story that was not merged into another: what readers see.
    Published,
    /// All that were ever filed.
    All,
}

/// Briefs in all their versions.
#[async_trait]
pub trait Briefs: Send + Sync {
    /// Files an approved brief as the story's published version, ends `job` (a writing) if given, and
    /// opens a [`crate::Stage::Media`] job for each image that we do not hold yet. Gives the version.
    ///
    /// When the latest version has the same hash no new one is made: a review of it is recorded on
    /// it, and a review that it already has stays.
    ///
    /// [`StoreError::LeaseLost`] when `job` is not ours any more.
    async fn publish(
        &self,
        job: Option<&Job>,
        approved: &Approved,
        at: Timestamp,
    ) -> Result<u32, StoreError>;

    /// Files a brief that waits, ends `job` (a writing) if given. What was published before stays
    /// out. When the latest version has the same hash and waits too, only the reason is renewed; one
    /// that has it and was withdrawn stays so.
    ///
    /// [`StoreError::LeaseLost`] when `job` is not ours any more.
    async fn hold(&self, job: Option<&Job>, held: &Held, at: Timestamp) -> Result<u32, StoreError>;

    /// Takes every published version of a story off the site, keeping it. False when nothing of the
    /// story is published. [`Briefs::publish`] brings the latest version back when it says the same.
    async fn withdraw(&self, story: &StoryId, withdrawal: &Withdrawal) -> Result<bool, StoreError>;

    /// The latest published version.
    async fn published(&self, story: &StoryId) -> Result<Option<BriefRecord>, StoreError>;

    /// One version, published or not.
    async fn version(
        &self,
        story: &StoryId,
        version: u32,
    ) -> Result<Option<BriefRecord>, StoreError>;

    /// All versions of a story's brief, oldest first.
    async fn history(&self, story: &StoryId) -> Result<Vec<BriefLine>, StoreError>;

    /// The latest version for each story that was not merged into another, latest first.
    async fn latest(&self) -> Result<Vec<BriefLine>, StoreError>;

    /// The last withdrawn version for each story of which nothing is out, the last withdrawn first, at most
    /// `limit`.
    async fn withdrawn(&self, limit: u32) -> Result<Vec<BriefLine>, StoreError>;

    /// The latest published version for each story that was not merged into another, ordered by story id.
    async fn all_published(&self) -> Result<Vec<BriefLine>, StoreError>;

    /// How many stories have something out, those that were merged into another not counted.
    async fn count_out(&self) -> Result<u64, StoreError>;

    /// These stories ordered by id, at most `limit` of them after the first `skip`.
    async fn out(&self, skip: u64, limit: u32) -> Result<Vec<OutLine>, StoreError>;

    /// Those of them that first came out at `since` or later, the latest first, at most `limit`.
    async fn out_since(&self, since: Timestamp, limit: u32) -> Result<Vec<OutLine>, StoreError>;

    /// What the briefs of each writer come to, by writer.
    async fn tallies(&self, of: TallyOf) -> Result<Vec<Tally>, StoreError>;
}
