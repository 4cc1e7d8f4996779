//! Under what readers find a story: its section and topic, whom and what it names, who reported it.
//!
//! Start with [`listing`]. Nothing here asserts anything about the news: names are given as the reports
//! write them, and what kind of thing bears one is not said.

mod entities;
mod outlets;
mod section;

pub use entities::MOST_ENTITIES;

use jiff::Timestamp;
use news::{ArticleId, Listing, Registry, Relevance, Revision, Story, StoryFile};
use std::collections::BTreeMap;

/// What is known of a story beside the articles that its brief is written from.
#[derive(Clone, Debug)]
pub struct Known {
    /// The story with all its reports; the brief may be written from fewer.
    pub story: Story,
    /// What screening said of its articles, where the edition is about something.
    pub relevance: BTreeMap<ArticleId, Relevance>,
    /// How its articles changed.
    pub revisions: Vec<Revision>,
}

/// Files a story. `topic` is the kicker of its brief.
pub fn listing(
    file: &StoryFile,
    known: &Known,
    topic: Option<&str>,
    registry: &Registry,
) -> Listing {
    let story = &known.story;
    Listing {
        story: story.id.clone(),
        since: story.first_reported().unwrap_or(Timestamp::UNIX_EPOCH),
        latest: story.last_reported().unwrap_or(Timestamp::UNIX_EPOCH),
        articles: count(story.shown_reports().len()),
        independent_reports: count(story.independent_reports()),
        section: section::section(story, &known.relevance),
        topic: topic.map(str::to_owned),
        entities: entities::entities(file, registry),
        outlets: outlets::parts(story, &known.revisions),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
