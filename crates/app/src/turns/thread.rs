use super::{quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use news::{Article, ArticleVersionId, Placement, Registry, Report, Story};
use store::{Job, Stage};

/// Puts articles into stories, in the order of their jobs. Safe to run twice: an article that is
/// placed again keeps its story.
pub async fn thread_articles(room: &Newsroom) -> anyhow::Result<Done> {
    // Held over the whole turn: two turns at once would see the articles in another order.
    let mut threader = room.threader.lock().await;
    let jobs = room.take(Stage::Thread).await?;
    for job in &jobs {
        let version = ArticleVersionId(job.input.clone());
        let stored = room.store.articles.version(&version).await;
        let Some(article) = stored.context("could not read an article")? else {
            quarantine(room, job, "there is no such article version").await?;
            continue;
        };
        let placement = tokio::task::block_in_place(|| threader.place(&article));
        save(room, job, &article, placement).await?;
    }
    threader.forget_before(room.window_start());
    Ok(report("thread", jobs.len()))
}

async fn save(
    room: &Newsroom,
    job: &Job,
    article: &Article,
    placement: Placement,
) -> anyhow::Result<()> {
    let story = placement.story.clone();
    let report = file_report(article, placement, &room.registry);
    let placed = room.store.stories.place(job, &story, &report, room.now()).await;
    placed.with_context(|| format!("could not put article {} into a story", article.id))?;
    Ok(())
}

/// An article's part in its story.
pub fn file_report(article: &Article, placement: Placement, registry: &Registry) -> Report {
    let outlet = registry.find(&article.outlet.0);
    Report {
        article: article.id.clone(),
        owner: outlet.owner_or_self().to_owned(),
        outlet: outlet.id,
        authority: outlet.authority,
        title: article.title.clone(),
        url: article.url.clone(),
        reported: article.reported(),
        seen: article.seen,
        origin: placement.origin,
        relies_on: placement.relies_on,
    }
}

/// Tells the threader of the open stories as they were left.
pub async fn remember(room: &Newsroom) -> anyhow::Result<()> {
    let since = room.window_start();
    let open = room.store.stories.reported_since(since).await;
    let mut reports: Vec<(Report, Story)> = Vec::new();
    for story in open.context("could not read the open stories")? {
        reports.extend(story.reports.iter().map(|report| (report.clone(), story.clone())));
    }
    reports.sort_by(|(a, _), (b, _)| {
        (a.seen, a.reported, &a.article).cmp(&(b.seen, b.reported, &b.article))
    });
    let mut threader = room.threader.lock().await;
    for (report, story) in reports {
        let latest = room.store.articles.latest(&report.article).await;
        if let Some(article) = latest.context("could not read an article")? {
            threader.restore(&article, &story.id, &report.origin);
        }
    }
    Ok(())
}
