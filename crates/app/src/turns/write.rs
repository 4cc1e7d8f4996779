mod model;

use super::directory::Gathered;
use super::{decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use crate::writer::ModelWriter;
use anyhow::Context;
use news::{Approved, Checked, Held, HoldReason, Story, StoryFile, StoryId, Withdrawal};
use pipeline::{check, desk, directory, write};
use std::sync::Arc;
use store::{Hold, Job, Stage, Store, StoreError};

/// Writes, checks and decides on the briefs of stories that changed. Safe to run twice: the same
/// sources give the same brief, which is filed once.
pub async fn write_briefs(room: &Newsroom) -> anyhow::Result<Done> {
    if let Some(writer) = &room.model_writer {
        return model::write_briefs(room, writer).await;
    }
    let jobs = room.take(Stage::Write).await?;
    for job in &jobs {
        write_brief(room, job, None).await?;
    }
    Ok(report("write", jobs.len()))
}

/// Writes one brief; `writer` is the model that does, if one does.
async fn write_brief(
    room: &Newsroom,
    job: &Job,
    writer: Option<&ModelWriter>,
) -> anyhow::Result<()> {
    let id = StoryId(job.subject.clone());
    let Some(file) = story_file(&room.store, &id, MOST_REPORTS).await? else {
        return quarantine(room, job, "there is no such story").await;
    };
    if file.articles.iter().all(|article| article.reserved.is_some()) {
        return leave(room, job, &id).await;
    }
    let Some(gathered) = Gathered::of(&room.store, &id).await? else {
        return quarantine(room, job, "there is no such story").await;
    };
    let hold = room.store.stories.hold(&id).await.context("could not read a hold")?;
    let file = Arc::new(file);
    let written = match writer {
        Some(writer) => model::checked(room, &file, writer).await?,
        None => extractive(room, &file).await,
    };
    let (registry, rule) = (room.registry.clone(), room.settings.desk.clone());
    let decided = decide(move || {
        let decision = decision(written?, &file.story, &rule, hold);
        let topic = checked(&decision).brief().kicker.as_deref();
        let listing = directory::listing(&file, &gathered.known(), topic, &registry);
        Ok((decision, listing))
    });
    let (decision, listing) = match decided.await.and_then(|written| written) {
        Ok(written) => written,
        Err(reason) => return quarantine(room, job, &reason).await,
    };
    // Before the brief, with which the job ends: what dies between the two is done again.
    room.store.directory.list(&listing).await.context("could not file a story")?;
    let filed = match &decision {
        Ok(approved) => room.store.briefs.publish(Some(job), approved, room.now()).await,
        Err(held) => room.store.briefs.hold(Some(job), held, room.now()).await,
    };
    match filed {
        // A report joined the story meanwhile: its job is open again, with the new report in it.
        Err(StoreError::LeaseLost { .. }) => Ok(()),
        filed => filed.map(drop).context("could not file a brief"),
    }
}

/// Nothing is written from words that their outlets keep for themselves; what was written before they did
/// goes off the site.
async fn leave(room: &Newsroom, job: &Job, story: &StoryId) -> anyhow::Result<()> {
    let withdrawal = Withdrawal {
        by: "Newsloom".to_owned(),
        at: room.now(),
        why: Some("its outlets keep their words for themselves".to_owned()),
    };
    let withdrawn = room.store.briefs.withdraw(story, &withdrawal).await;
    withdrawn.context("could not take a brief off the site")?;
    room.store.work.finish(job).await.context("could not finish a job")?;
    Ok(())
}

/// Reports that a brief is written from: the independent ones first, then the newest. The largest
/// story of the labelled sets has 186, nearly all of them copies; a brief of 400 words cites 20.
pub const MOST_REPORTS: usize = 120;

/// A story with the latest version of each of its articles, at most so many.
pub async fn story_file(
    store: &Store,
    id: &StoryId,
    most: usize,
) -> anyhow::Result<Option<StoryFile>> {
    let story = store.stories.story(id).await.context("could not read a story")?;
    let Some(mut story) = story else { return Ok(None) };
    if story.reports.len() > most {
        story.reports.sort_by_key(|report| {
            (report.origin != report.article, std::cmp::Reverse(report.reported))
        });
        story.reports.truncate(most);
        story.reports.sort_by_key(|report| (report.seen, report.reported));
    }
    let mut articles = Vec::with_capacity(story.reports.len());
    for report in &story.reports {
        let latest = store.articles.latest(&report.article).await;
        let article = latest.context("could not read an article")?;
        articles.push(article.with_context(|| format!("article {} is lost", report.article))?);
    }
    Ok(Some(StoryFile { story, articles }))
}

type Decision = Result<Approved, Box<Held>>;

fn checked(decision: &Decision) -> &Checked {
    match decision {
        Ok(approved) => approved.checked(),
        Err(held) => &held.checked,
    }
}

/// Draft and check: the extractive writer's way to a brief.
async fn extractive(room: &Newsroom, file: &Arc<StoryFile>) -> Result<Checked, String> {
    let (registry, style) = (room.registry.clone(), room.settings.write.clone());
    let file = file.clone();
    let checked = decide(move || {
        let draft =
            write::write(&file, &registry, &style).map_err(|nothing| nothing.to_string())?;
        Ok(check::check(draft, &file))
    });
    checked.await.and_then(|written| written)
}

fn decision(checked: Checked, story: &Story, rule: &desk::Rule, hold: Option<Hold>) -> Decision {
    match hold {
        Some(Hold { by, why, .. }) => {
            Err(Box::new(Held { checked, reason: HoldReason::ByEditor { by, why } }))
        }
        None => desk::decide(checked, story, rule),
    }
}
