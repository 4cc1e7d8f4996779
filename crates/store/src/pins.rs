use crate::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Pin, Shown, StoryId};
use std::collections::BTreeMap;

/// What moves stories on the front page beside their reports: editors, and what it has shown before.
#[async_trait]
pub trait Pins: Send + Sync {
    /// Pins or sinks a story, in place of what held before, or takes that off. False when there is no
    /// such story.
    async fn set_pin(&self, story: &StoryId, pin: Option<&Pin>) -> Result<bool, StoreError>;

    /// All pins and sinks, those that no longer hold too.
    async fn pins(&self) -> Result<BTreeMap<StoryId, Pin>, StoreError>;

    /// What front pages have shown ([`crate::Stories::save_front_page`] notes it), of stories whose
    /// latest news came at or after `since`.
    async fn shown(&self, since: Timestamp) -> Result<BTreeMap<StoryId, Shown>, StoreError>;
}
