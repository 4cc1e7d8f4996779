use super::write::{MOST_REPORTS, story_file};
use crate::newsroom::{HANDFUL, Newsroom};
use anyhow::Context;
use news::{Article, ArticleId, Relevance, Story, StoryId, revisions};
use pipeline::directory::{self, Known};
use std::collections::BTreeMap;
use store::Store;

/// Changed reports of a story that are compared: each takes milliseconds where a long text was told anew.
const MOST_CHANGED: u32 = 40;

/// What the store knows of a story beside the articles that its brief is written from.
pub struct Gathered {
    story: Story,
    relevance: BTreeMap<ArticleId, Relevance>,
    changed: Vec<Vec<Article>>,
}

impl Gathered {
    /// Reads it; none when there is no such story.
    pub async fn of(store: &Store, id: &StoryId) -> anyhow::Result<Option<Gathered>> {
        let story = store.stories.story(id).await.context("could not read a story")?;
        let Some(story) = story else { return Ok(None) };
        let relevance = store.screenings.relevance_in(id).await;
        let relevance = relevance.context("could not read how a story suits the edition")?;
        let changed = store.articles.changed(store::ChangesOf::Story(id), MOST_CHANGED).await;
        let changed = changed.context("could not read what changed in a story")?;
        Ok(Some(Gathered { story, relevance, changed }))
    }

    /// Compares the versions of what changed.
    pub fn known(self) -> Known {
        let revisions = self.changed.iter().flat_map(|versions| revisions(versions)).collect();
        Known { story: self.story, relevance: self.relevance, revisions }
    }
}

/// Files the stories that were published before there was a directory. Safe to run twice.
pub async fn file_unlisted(room: &Newsroom) -> anyhow::Result<()> {
    loop {
        let stories = room.store.directory.unlisted(HANDFUL).await;
        let stories = stories.context("could not find the stories to file")?;
        for story in &stories {
            file(room, story).await?;
        }
        if !stories.is_empty() {
            let filed = news::counted(stories.len(), "story", "stories");
            tracing::info!("filed {filed} under sections, topics, names and outlets");
        }
        if stories.len() < HANDFUL as usize {
            return Ok(());
        }
    }
}

async fn file(room: &Newsroom, id: &StoryId) -> anyhow::Result<()> {
    let store = &room.store;
    let brief = store.briefs.published(id).await.context("could not read a brief")?;
    let (Some(file), Some(gathered), Some(brief)) =
        (story_file(store, id, MOST_REPORTS).await?, Gathered::of(store, id).await?, brief)
    else {
        return Ok(());
    };
    let registry = room.registry.clone();
    let listing = tokio::task::spawn_blocking(move || {
        let topic = brief.brief.kicker.as_deref();
        directory::listing(&file, &gathered.known(), topic, &registry)
    });
    let listing = listing.await.context("filing a story broke off")?;
    store.directory.list(&listing).await.context("could not file a story")
}
