//! Sends the mails that are due.

use super::report;
use crate::commands::run;
use crate::newsroom::{Done, Newsroom};
use std::sync::Arc;

/// Sends a handful of them. May be run twice, and by two processes: no mail is claimed twice.
pub async fn send_mails(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    let Some(postbox) = &room.postbox else { return Ok(0) };
    let site = run::site(room, room.settings.site.base_url.clone(), None);
    Ok(report("mail", postbox.send_due(&site, || room.now()).await?))
}
