use crate::{Arrival, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::FeedId;

/// A subscription to a feed at its hub (WebSub), wished or running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Which feed.
    pub feed: FeedId,
    /// Whom to ask.
    pub hub: String,
    /// The feed's address, as the hub knows it.
    pub topic: String,
    /// The end of our callback's address.
    pub token: String,
    /// What the hub signs with.
    pub secret: String,
    /// Times the hub was asked since it last said yes.
    pub attempts: u32,
    /// The hub has said yes until then.
    pub until: Option<Timestamp>,
    /// What was last wrong.
    pub reason: Option<String>,
}

/// A wish to be told of a feed's news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which feed.
    pub feed: FeedId,
    /// Whom to ask.
    pub hub: String,
    /// The feed's address, as the hub knows it.
    pub topic: String,
    /// For the callback's address, if it is a new wish.
    pub token: String,
    /// For the signature, if it is a new wish.
    pub secret: String,
}

/// Subscriptions to feeds at their hubs, and what the hubs bring.
#[async_trait]
pub trait Subscriptions: Send + Sync {
    /// Keeps the wish, to be asked for at `now`. One that is known with the same hub and topic stays as
    /// it is; with others it starts anew. False when there is no such feed, or it is retired.
    async fn wish(&self, wish: &Wish, now: Timestamp) -> Result<bool, StoreError>;

    /// Gives up the subscription of a feed that no longer names a hub.
    async fn forget(&self, feed: FeedId) -> Result<(), StoreError>;

    /// Takes up to `limit` subscriptions that are to be asked for at `now`, leased until `lease_end`.
    /// Those of retired feeds are left out.
    async fn take_due(
        &self,
        now: Timestamp,
        lease_end: Timestamp,
        limit: u32,
    ) -> Result<Vec<Subscription>, StoreError>;

    /// Notes that the hub was asked and what went wrong, if something did; asks again at `due` unless
    /// it says yes before. Ends the lease.
    async fn asked(
        &self,
        token: &str,
        due: Timestamp,
        reason: Option<&str>,
    ) -> Result<(), StoreError>;

    /// The subscription whose callback ends in `token`.
    async fn by_token(&self, token: &str) -> Result<Option<Subscription>, StoreError>;

    /// The hub said yes until `until`; it is asked again at `due`.
    async fn confirm(
        &self,
        token: &str,
        until: Timestamp,
        due: Timestamp,
    ) -> Result<(), StoreError>;

    /// The hub said no, for this reason; it is asked again at `due`.
    async fn refuse(&self, token: &str, due: Timestamp, reason: &str) -> Result<(), StoreError>;

    /// All subscriptions, by feed.
    async fn list(&self) -> Result<Vec<Subscription>, StoreError>;

    /// Files what a hub brought as [`crate::Feeds::record_polls`] files what a poll found, and notes
    /// that the feed answered `at`. False when there is no such feed, or it is retired.
    async fn record_push(
        &self,
        feed: FeedId,
        at: Timestamp,
        arrivals: &[Arrival],
    ) -> Result<bool, StoreError>;
}
