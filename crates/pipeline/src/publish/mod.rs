//! Ranked stories with published briefs become a front page.

use jiff::Timestamp;
use news::{FrontItem, FrontPage, Ranked, StoryId};
use std::collections::BTreeMap;

/// How long a front page is. Defaults stand in the example settings.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Stories on a front page.
    pub stories: usize,
}

/// The front page at `at`: the best of `ranked` that have a published brief, with its version.
pub fn front_page(
    ranked: &[Ranked],
    published: &BTreeMap<StoryId, u32>,
    layout: &Layout,
    at: Timestamp,
) -> FrontPage {
    let items = ranked
        .iter()
        .filter_map(|ranked| Some(item(ranked, *published.get(&ranked.story.id)?)))
        .take(layout.stories)
        .collect();
    FrontPage { at, items }
}

fn item(ranked: &Ranked, version: u32) -> FrontItem {
    FrontItem {
        story: ranked.story.id.clone(),
        version,
        terms: ranked.terms.clone(),
        articles: ranked.story.shown_reports().len() as u32,
        independent_reports: ranked.story.independent_reports() as u32,
    }
}
