use crate::{Settled, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Activity, Entry, EntryId, Feed, FeedId, KnownSitemap, OutletId, Validators};

/// A feed to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFeed {
    /// Where to poll it.
    pub url: String,
    /// Whose feed it is.
    pub outlet: OutletId,
    /// What to call it until it has been read.
    pub title: Option<String>,
}

/// A feed leased to us.
#[derive(Clone, Debug, PartialEq)]
pub struct LeasedFeed {
    /// The feed.
    pub feed: Feed,
    /// When the lease ends; also proves that it is still ours.
    pub lease_end: Timestamp,
}

/// An entry that a poll found.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// Its id.
    pub id: EntryId,
    /// The hash of what the feed says of it; a changed entry is fetched again.
    pub input: String,
    /// The entry.
    pub entry: Entry,
}

/// What a poll found.
#[derive(Clone, Debug, PartialEq)]
pub struct Poll {
    /// Which feed.
    pub feed: FeedId,
    /// The lease it was polled under.
    pub lease_end: Timestamp,
    /// When.
    pub at: Timestamp,
    /// When to poll next.
    pub next_due: Timestamp,
    /// Why it failed; none when it succeeded (also when nothing had changed).
    pub failure: Option<String>,
    /// The address it has moved to for good.
    pub moved_to: Option<String>,
    /// The server says that it is gone for good.
    pub retired: bool,
    /// New validators; none to keep the old ones.
    pub validators: Option<Validators>,
    /// What the feed calls itself.
    pub title: Option<String>,
    /// How much it has brought of late; none to keep what is known.
    pub activity: Option<Activity>,
    /// The hash of what it said; none to keep the old one.
    pub content: Option<String>,
    /// How long it asks to be left alone after an answer, in seconds; none to keep what is known.
    pub rest_seconds: Option<u32>,
    /// What is known now of the sitemaps that it names; none to keep what is known.
    pub sitemaps: Option<Vec<KnownSitemap>>,
    /// All entries it listed; known ones that have not changed are passed over.
    pub arrivals: Vec<Arrival>,
}

/// A poll that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedFailure {
    /// When.
    pub at: Timestamp,
    /// Why, in words for the operator.
    pub reason: String,
}

/// What is kept of a feed's past.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedHistory {
    /// The latest failures, newest first; [`FeedHistory::KEPT`] of them at most.
    pub failures: Vec<FeedFailure>,
    /// Where it was before, and until when; the latest first.
    pub addresses: Vec<(String, Timestamp)>,
}

impl FeedHistory {
    /// Failures that are kept of each feed: with the longest wait of a day, these are three weeks.
    pub const KEPT: u32 = 20;
}

/// The feeds we poll.
#[async_trait]
pub trait Feeds: Send + Sync {
    /// Follows a feed, due at `now`. A feed of the same address, or one that had it before it moved, is
    /// left as it is and its id given, but is no longer retired.
    async fn add(&self, feed: &NewFeed, now: Timestamp) -> Result<FeedId, StoreError>;

    /// All feeds, in the order of adding.
    async fn list(&self) -> Result<Vec<Feed>, StoreError>;

    /// The feed of this number.
    async fn feed(&self, feed: FeedId) -> Result<Option<Feed>, StoreError>;

    /// Stops following a feed; its entries stay. False when there is none.
    async fn remove(&self, feed: FeedId) -> Result<bool, StoreError>;

    /// Takes up to `limit` feeds due at `now` and leases them until `lease_end`.
    ///
    /// A worker that dies just lets its lease run out; nobody has to clean up.
    async fn take_due(
        &self,
        now: Timestamp,
        lease_end: Timestamp,
        limit: u32,
    ) -> Result<Vec<LeasedFeed>, StoreError>;

    /// Files what polls found, in one transaction, since a disk takes as long for one as for fifty. Of each:
    /// ends the lease, and opens a [`crate::Stage::Fetch`] job (due at `poll.at`, ordered by the entry's
    /// published time and id) for each entry that is new or changed. Gives what became of each, in the
    /// same order: what lost its lease changes nothing and keeps no other from being filed.
    ///
    /// An entry has changed when this feed says something else of it than the last time; what another
    /// feed of the outlet says of a known entry is no change. A feed that moves to the address of
    /// another one that we follow is retired. A failure also goes into the feed's history, and so does
    /// the address that it moves away from.
    async fn record_polls(&self, polls: &[Poll]) -> Result<Vec<Settled>, StoreError>;

    /// What is known of the sitemaps that a feed names, by address; none of a feed that is no index.
    async fn sitemaps(&self, feed: FeedId) -> Result<Vec<KnownSitemap>, StoreError>;

    /// What is kept of a feed's past.
    async fn history(&self, feed: FeedId) -> Result<FeedHistory, StoreError>;

    /// Feeds that failed at least `least` times since `since` and answer now, with how often they did.
    async fn unsteady(
        &self,
        since: Timestamp,
        least: u32,
    ) -> Result<Vec<(FeedId, u32)>, StoreError>;

    /// When the next feed that is not retired is due.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;
}
