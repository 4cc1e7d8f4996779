//! Posts new top stories elsewhere.

use super::report;
use crate::newsroom::{Done, Newsroom};
use std::sync::Arc;

/// Makes a handful of posts. May be run twice, and by two processes: no post is claimed twice.
pub async fn share_stories(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    Ok(report("share", room.sharing.post_due(room).await?))
}
