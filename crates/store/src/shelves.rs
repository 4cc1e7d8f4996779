use crate::{NewFeed, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::FeedId;
use std::collections::BTreeMap;

/// Where a list of feeds has a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// Its folders, outermost first, joined with ` / `.
    pub folder: Option<String>,
    /// The site that the feed belongs to.
    pub site: Option<String>,
}

/// A feed to follow, with its place in the list that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// The feed.
    pub feed: NewFeed,
    /// Its place.
    pub shelf: Shelf,
}

/// The places of feeds in lists: kept for the operator, decides nothing.
#[async_trait]
pub trait Shelves: Send + Sync {
    /// Follows all these feeds, due at `due`, or none; one that we follow already keeps its title. A
    /// place that is told replaces the one that was known. Gives how many feeds are new.
    async fn follow_all(&self, feeds: &[Shelved], due: Timestamp) -> Result<u64, StoreError>;

    /// The places that are known.
    async fn shelves(&self) -> Result<BTreeMap<FeedId, Shelf>, StoreError>;
}
