//! Ranked stories with published briefs become a front page.

use crate::rank::{Weights, spread};
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

/// For each story on the page so many are kept below it, for [`crate::rank::replay`].
const KEPT_BELOW: usize = 2;

/// The front page at `at`: the best of `weighed` that have a published brief, with its version.
pub fn front_page(
    weighed: Vec<Ranked>,
    published: &BTreeMap<StoryId, u32>,
    weights: &Weights,
    layout: &Layout,
    at: Timestamp,
) -> FrontPage {
    let out = weighed.into_iter().filter(|ranked| published.contains_key(&ranked.story.id));
    let mut items: Vec<FrontItem> = spread(out.collect(), weights)
        .into_iter()
        .take(layout.stories * (1 + KEPT_BELOW))
        .filter_map(|ranked| Some(item(&ranked, *published.get(&ranked.story.id)?)))
        .collect();
    let below = items.split_off(layout.stories.min(items.len()));
    FrontPage { at, items, below }
}

fn item(ranked: &Ranked, version: u32) -> FrontItem {
    FrontItem {
        story: ranked.story.id.clone(),
        version,
        terms: ranked.terms.clone(),
        articles: ranked.story.shown_reports().len() as u32,
        independent_reports: ranked.story.independent_reports() as u32,
        news: ranked.story.latest_news(),
        names: ranked.names.clone(),
    }
}
