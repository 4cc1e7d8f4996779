use super::{decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use news::{ArticleVersionId, Screening};
use pipeline::screen::Screen;
use std::sync::Arc;
use store::{Job, Stage};

/// Decides which articles go on. Safe to run twice: the rules decide the same.
pub async fn screen_articles(room: &Newsroom) -> anyhow::Result<Done> {
    let jobs = room.take(Stage::Screen).await?;
    let done = jobs.len();
    if done == 0 {
        return Ok(0);
    }
    let screen = screen(room).await?;
    let mut screened = Vec::with_capacity(jobs.len());
    for job in jobs {
        if let Some(screening) = screen_article(room, &screen, &job).await? {
            screened.push((job, screening));
        }
    }
    // Kept together: a commit each would take longer than all the rest.
    let saved = room.store.articles.save_screenings(&screened, room.now()).await;
    saved.context("could not keep screenings")?;
    Ok(report("screen", done))
}

/// The screen, with all that the desk has taught until now.
async fn screen(room: &Newsroom) -> anyhow::Result<Arc<Screen>> {
    let mut edition = room.edition.lock().await;
    let kept_up = edition.keep_up(&room.store, room.now()).await;
    kept_up.context("could not learn from the desk's choices")?;
    Ok(edition.screen())
}

/// What the rules say of an article; nothing when it had to be put aside.
async fn screen_article(
    room: &Newsroom,
    screen: &Arc<Screen>,
    job: &Job,
) -> anyhow::Result<Option<Screening>> {
    let version = ArticleVersionId(job.input.clone());
    let stored = room.store.articles.version(&version).await;
    let Some(article) = stored.context("could not read an article")? else {
        quarantine(room, job, "there is no such article version").await?;
        return Ok(None);
    };
    let screen = screen.clone();
    match decide(move || screen.screen(&article)).await {
        Ok(screening) => Ok(Some(screening)),
        Err(reason) => {
            quarantine(room, job, &reason).await?;
            Ok(None)
        }
    }
}
