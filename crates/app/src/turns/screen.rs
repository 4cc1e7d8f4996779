use super::{decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use news::{ArticleVersionId, Screening};
use store::{Job, Stage};

/// Decides which articles go on. Safe to run twice: the rules decide the same.
pub async fn screen_articles(room: &Newsroom) -> anyhow::Result<Done> {
    let jobs = room.take(Stage::Screen).await?;
    let done = jobs.len();
    let mut screened = Vec::with_capacity(jobs.len());
    for job in jobs {
        if let Some(screening) = screen_article(room, &job).await? {
            screened.push((job, screening));
        }
    }
    // Kept together: a commit each would take longer than all the rest.
    let saved = room.store.articles.save_screenings(&screened, room.now()).await;
    saved.context("could not keep screenings")?;
    Ok(report("screen", done))
}

/// What the rules say of an article; nothing when it had to be put aside.
async fn screen_article(room: &Newsroom, job: &Job) -> anyhow::Result<Option<Screening>> {
    let version = ArticleVersionId(job.input.clone());
    let stored = room.store.articles.version(&version).await;
    let Some(article) = stored.context("could not read an article")? else {
        quarantine(room, job, "there is no such article version").await?;
        return Ok(None);
    };
    let screen = room.screen.clone();
    match decide(move || screen.screen(&article)).await {
        Ok(screening) => Ok(Some(screening)),
        Err(reason) => {
            quarantine(room, job, &reason).await?;
            Ok(None)
        }
    }
}
