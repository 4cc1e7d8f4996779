use crate::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;

/// Who is told of what is published, and how far.
#[async_trait]
pub trait Webhooks: Send + Sync {
    /// Opens a [`crate::Stage::Webhook`] job, due at `now`, for each of these that is to be told of each publication
    /// that it was not yet told of, at most 500 for each in one go. One of a name that is not known yet is told of
    /// what comes from now on. Gives how many were opened.
    async fn hand_on(&self, names: &[String], now: Timestamp) -> Result<u64, StoreError>;
}
