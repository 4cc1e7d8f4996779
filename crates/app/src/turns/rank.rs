use crate::newsroom::Newsroom;
use anyhow::Context;
use pipeline::{publish, rank};
use std::collections::BTreeMap;

/// Orders the open stories and keeps the front page. Safe to run twice.
pub async fn rank_stories(room: &Newsroom) -> anyhow::Result<()> {
    let now = room.now();
    let open = room.store.stories.reported_since(room.window_start()).await;
    let open = open.context("could not read the open stories")?;
    let published = room.store.briefs.all_published().await;
    let published: BTreeMap<_, _> = published
        .context("could not read the published briefs")?
        .into_iter()
        .map(|line| (line.story, line.version))
        .collect();
    let weights = room.settings.rank.clone();
    let layout = room.settings.publish.clone();
    let page = tokio::task::spawn_blocking(move || {
        publish::front_page(&rank::rank(open, &weights, now), &published, &layout, now)
    });
    let page = page.await.context("ranking broke off")?;
    room.store.stories.save_front_page(&page).await.context("could not save the front page")?;
    let ranked = news::counted(page.items.len(), "story", "stories");
    tracing::debug!(story.count = page.items.len(), "ranked {ranked}");
    Ok(())
}
