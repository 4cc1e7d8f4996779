use crate::settings::Settings;
use anyhow::Context;
use jiff::Timestamp;
use news::StoryId;
use pipeline::publish;
use pipeline::rank::{self, Circumstances};
use std::collections::BTreeMap;
use store::Store;

/// Orders the open stories as of `now` and keeps the front page. Safe to run twice.
pub async fn rank_stories(
    store: &Store,
    settings: &Settings,
    now: Timestamp,
) -> anyhow::Result<()> {
    let window_start = settings.window_start(now);
    let open = store.stories.reported_since(window_start).await;
    let open = open.context("could not read the open stories")?;
    let published: BTreeMap<StoryId, u32> = (store.briefs.all_published().await)
        .context("could not read the published briefs")?
        .into_iter()
        .map(|line| (line.story, line.version))
        .collect();
    let sections = store.directory.sections(window_start).await;
    let sections = sections.context("could not read the sections of stories")?;
    let known = circumstances(store, window_start).await?;
    let (weights, layout) = (settings.rank.clone(), settings.publish.clone());
    let page = tokio::task::spawn_blocking(move || {
        let weighed = rank::weigh(open, &known, &weights, now);
        publish::front_page(weighed, &published, &sections, &weights, &layout, now)
    });
    let page = page.await.context("ranking broke off")?;
    store.stories.save_front_page(&page).await.context("could not save the front page")?;
    let ranked = news::counted(page.items.len(), "story", "stories");
    tracing::debug!(story.count = page.items.len(), "ranked {ranked}");
    Ok(())
}

async fn circumstances(store: &Store, window_start: Timestamp) -> anyhow::Result<Circumstances> {
    let shown = store.pins.shown(window_start).await.context("could not read what was shown")?;
    let pins = store.pins.pins().await.context("could not read the pins")?;
    let relevance = store.screenings.relevances(window_start).await;
    let relevance = relevance.context("could not read what is relevant")?;
    Ok(Circumstances { shown: Some(shown), pins, relevance })
}
