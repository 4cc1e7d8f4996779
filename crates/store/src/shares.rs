use crate::{DeliveryState, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use news::StoryId;

/// A post that may go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShare {
    /// To whom, as the settings name them.
    pub target: String,
    /// The story.
    pub story: StoryId,
    /// The version of its brief.
    pub version: u32,
    /// The target's day.
    pub day: Date,
    /// Posts of one day at most.
    pub daily: u32,
    /// Whether a story that was posted is posted again in a later version.
    pub again: bool,
}

/// A post that is ours to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// To whom.
    pub target: String,
    /// The story.
    pub story: StoryId,
    /// The version that it was opened for.
    pub version: u32,
    /// Times it failed before.
    pub attempts: u32,
}

/// A post, for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareLine {
    /// To whom, of what, and how often it failed.
    pub share: Share,
    /// How far it is.
    pub state: DeliveryState,
    /// Since when.
    pub at: Timestamp,
    /// What was last wrong.
    pub reason: Option<String>,
    /// Where it stands there.
    pub place: Option<String>,
}

/// What became of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareOutcome {
    /// It stands there.
    Sent {
        /// Where, as the other side says.
        place: Option<String>,
    },
    /// It never will: its form or our right to post is wrong.
    Refused {
        /// What the other side said.
        reason: String,
    },
    /// It surely does not stand there; to be tried again.
    Later {
        /// Not before.
        due: Timestamp,
        /// What was wrong.
        reason: String,
    },
    /// It surely does not stand there, and failed too often.
    GivenUp {
        /// What was wrong.
        reason: String,
    },
    /// Nobody knows whether it stands there: it stays [`DeliveryState::Sending`].
    Unknown {
        /// What was wrong.
        reason: String,
    },
    /// There is nothing to post any more.
    Skipped {
        /// Why.
        reason: String,
    },
}

/// Every single post: none goes out twice.
#[async_trait]
pub trait Shares: Send + Sync {
    /// Opens a post, due at `now`; false when its target had the story already (with `again`: this version, a later
    /// one, or one that is still under way), or has enough for its day.
    async fn open_share(&self, share: &NewShare, now: Timestamp) -> Result<bool, StoreError>;

    /// Claims the post to one of these targets that waits longest at `now`: from this commit on it counts as on its way,
    /// and nobody claims it again. Whoever has not settled it by `lease_end` has died.
    async fn claim_share(
        &self,
        target: &str,
        now: Timestamp,
        lease_end: Timestamp,
    ) -> Result<Option<Share>, StoreError>;

    /// Notes what became of a claimed post.
    async fn settle_share(
        &self,
        share: &Share,
        outcome: &ShareOutcome,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Posts by time, the latest first, at most `limit`.
    async fn shares(&self, limit: u32) -> Result<Vec<ShareLine>, StoreError>;

    /// Those that need somebody: refused or given up since `since`, and on their way with a lease that ended before
    /// `now`, of which nobody knows whether they stand there.
    async fn troubled_shares(
        &self,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<ShareLine>, StoreError>;

    /// Opens those again that are to this target (refused, given up, or lost at `now`), since the operator says so: one
    /// that did arrive stands there twice. Gives how many.
    async fn share_again(&self, target: &str, now: Timestamp) -> Result<u64, StoreError>;
}
