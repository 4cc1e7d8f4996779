use super::{decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use news::{Approved, Checked, Held, HoldReason, Registry, Story, StoryFile, StoryId};
use pipeline::{check, desk, write};
use std::sync::Arc;
use store::{Hold, Job, Stage, Store};

/// Writes, checks and decides on the briefs of stories that changed. Safe to run twice: the same
/// sources give the same brief, which is filed once.
pub async fn write_briefs(room: &Newsroom) -> anyhow::Result<Done> {
    let jobs = room.take(Stage::Write).await?;
    for job in &jobs {
        write_brief(room, job).await?;
    }
    Ok(report("write", jobs.len()))
}

async fn write_brief(room: &Newsroom, job: &Job) -> anyhow::Result<()> {
    let id = StoryId(job.subject.clone());
    let Some(file) = story_file(&room.store, &id).await? else {
        return quarantine(room, job, "there is no such story").await;
    };
    let hold = room.store.stories.hold(&id).await.context("could not read a hold")?;
    let (registry, style, rule) =
        (room.registry.clone(), room.settings.write.clone(), room.settings.desk.clone());
    let decided = decide(move || brief(&file, &registry, &style, &rule, hold)).await;
    match decided.and_then(|written| written) {
        Ok(Ok(approved)) => {
            let filed = room.store.briefs.publish(Some(job), &approved, room.now()).await;
            filed.context("could not publish a brief")?;
        }
        Ok(Err(held)) => {
            let filed = room.store.briefs.hold(Some(job), &held, room.now()).await;
            filed.context("could not hold a brief")?;
        }
        Err(reason) => quarantine(room, job, &reason).await?,
    }
    Ok(())
}

/// A story with the latest version of each of its articles.
pub async fn story_file(store: &Store, id: &StoryId) -> anyhow::Result<Option<StoryFile>> {
    let story = store.stories.story(id).await.context("could not read a story")?;
    let Some(story) = story else { return Ok(None) };
    let mut articles = Vec::with_capacity(story.reports.len());
    for report in &story.reports {
        let latest = store.articles.latest(&report.article).await;
        let article = latest.context("could not read an article")?;
        articles.push(article.with_context(|| format!("article {} is lost", report.article))?);
    }
    Ok(Some(StoryFile { story, articles }))
}

type Decision = Result<Approved, Box<Held>>;

/// Draft, check, desk: the one way to a brief.
fn brief(
    file: &StoryFile,
    registry: &Arc<Registry>,
    style: &write::Style,
    rule: &desk::Rule,
    hold: Option<Hold>,
) -> Result<Decision, String> {
    let draft = write::write(file, registry, style).map_err(|nothing| nothing.to_string())?;
    let checked = check::check(draft, file);
    Ok(decision(checked, &file.story, rule, hold))
}

fn decision(checked: Checked, story: &Story, rule: &desk::Rule, hold: Option<Hold>) -> Decision {
    match hold {
        Some(Hold { by, why, .. }) => {
            Err(Box::new(Held { checked, reason: HoldReason::ByEditor { by, why } }))
        }
        None => desk::decide(checked, story, rule),
    }
}
