//! The turn of a newsroom in which a model writes: some stories at a time, each with what came of it on record.

use super::{Writing, write_brief};
use crate::newsroom::{Done, Newsroom};
use crate::turns::report;
use crate::writer::{ModelWriter, Written, told};
use anyhow::Context;
use futures_util::FutureExt;
use futures_util::stream::{FuturesUnordered, TryStreamExt};
use news::{Checked, StoryFile};
use pipeline::claims::Struck;
use std::sync::Arc;
use store::Stage;

/// Writes as many briefs as may be written at once. No more are taken: a model is slow, and the lease of a
/// story must cover its own brief only.
pub(super) async fn write_briefs(room: &Newsroom, writer: &ModelWriter) -> anyhow::Result<Done> {
    let limit = u32::try_from(writer.at_once()).unwrap_or(u32::MAX);
    let jobs = room.store.work.take_due(Stage::Write, room.now(), room.lease_end(), limit).await;
    let jobs = jobs.context("could not take work for write")?;
    let briefs = FuturesUnordered::new();
    for job in &jobs {
        briefs.push(write_brief(room, job).boxed());
    }
    briefs.try_collect::<()>().await?;
    Ok(report("write", jobs.len()))
}

impl Writing<'_> {
    /// The model's brief of a story, checked, or the extractive writer's; how it came to be is noted.
    pub(super) async fn by_model(
        &self,
        writer: &ModelWriter,
        file: &Arc<StoryFile>,
        struck: &Struck,
    ) -> anyhow::Result<Result<Checked, String>> {
        let story = &file.story.id;
        let written = writer.write_without(struck.clone(), file, self.now).await?;
        let Written { checked, writing } = match written {
            Ok(written) => written,
            Err(reason) => return Ok(Err(reason)),
        };
        if writing.fell_back.is_some() {
            tracing::warn!(story.id = story.0, "story {story}: {}", told::line(&writing));
        }
        // Before the brief, with which the job ends: what dies between the two is done again.
        let noted = self.store.ledger.note(story, &writing, self.now).await;
        noted.context("could not note how a brief came to be")?;
        Ok(Ok(checked))
    }
}
