use super::{decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use news::ArticleVersionId;
use store::{Job, Stage};

/// Decides which articles go on. Safe to run twice: the rules decide the same.
pub async fn screen_articles(room: &Newsroom) -> anyhow::Result<Done> {
    let jobs = room.take(Stage::Screen).await?;
    for job in &jobs {
        screen_article(room, job).await?;
    }
    Ok(report("screen", jobs.len()))
}

async fn screen_article(room: &Newsroom, job: &Job) -> anyhow::Result<()> {
    let version = ArticleVersionId(job.input.clone());
    let stored = room.store.articles.version(&version).await;
    let Some(article) = stored.context("could not read an article")? else {
        return quarantine(room, job, "there is no such article version").await;
    };
    let screen = room.screen.clone();
    match decide(move || screen.screen(&article)).await {
        Ok(screening) => {
            let saved = room.store.articles.save_screening(job, &screening, room.now()).await;
            saved.context("could not keep a screening")?;
            Ok(())
        }
        Err(reason) => quarantine(room, job, &reason).await,
    }
}
