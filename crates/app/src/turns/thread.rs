use super::{quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use news::{Article, ArticleVersionId, Placement, Registry, Report, Story, StoryId};
use store::{Placed, Stage};

/// Puts articles into stories, in the order of their jobs. Safe to run twice: an article that is
/// placed again keeps its story.
pub async fn thread_articles(room: &Newsroom) -> anyhow::Result<Done> {
    // Held over the whole turn: two turns at once would see the articles in another order.
    let mut threader = room.threader.lock().await;
    let jobs = room.take(Stage::Thread).await?;
    let done = jobs.len();
    let mut placed = Vec::with_capacity(jobs.len());
    for job in jobs {
        let version = ArticleVersionId(job.input.clone());
        let stored = room.store.articles.version(&version).await;
        let Some(article) = stored.context("could not read an article")? else {
            quarantine(room, &job, "there is no such article version").await?;
            continue;
        };
        let placement = tokio::task::block_in_place(|| threader.place(&article));
        let story = placement.story.clone();
        let report = file_report(&article, placement, &room.registry);
        placed.push(Placed { job, story, report });
    }
    // Filed together: a commit each would take longer than all the rest.
    let filed = room.store.stories.place(&placed, room.now()).await;
    filed.context("could not put articles into stories")?;
    threader.forget_before(room.window_start());
    Ok(report("thread", done))
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
    let mut reports: Vec<(Report, StoryId)> = Vec::new();
    for Story { id, reports: of_story } in open.context("could not read the open stories")? {
        reports.extend(of_story.into_iter().map(|report| (report, id.clone())));
    }
    reports.sort_by(|(a, _), (b, _)| {
        (a.seen, a.reported, &a.article).cmp(&(b.seen, b.reported, &b.article))
    });
    let mut threader = room.threader.lock().await;
    for (report, story) in reports {
        let latest = room.store.articles.latest(&report.article).await;
        if let Some(article) = latest.context("could not read an article")? {
            threader.restore(&article, &story, &report.origin);
        }
    }
    Ok(())
}
