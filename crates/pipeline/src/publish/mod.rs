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
    /// Stories that stand above the sections, in an edition that has some.
    pub top: usize,
    /// Sections in the order in which they stand, as screening names them; what readers are shown may follow
    /// after a colon: "research: Research and breakthroughs".
    pub sections: Vec<String>,
}

impl Layout {
    /// The sections, each as screening names it with what readers are shown.
    pub fn named_sections(&self) -> Vec<(String, String)> {
        self.sections.iter().map(|written| named(written)).collect()
    }
}

fn named(written: &str) -> (String, String) {
    match written.split_once(':') {
        Some((name, title)) => (name.trim().to_owned(), title.trim().to_owned()),
        None => {
            let name = written.trim();
            let mut rest = name.chars();
            let first = rest.next().map(|first| first.to_uppercase().to_string());
            (name.to_owned(), first.unwrap_or_default() + rest.as_str())
        }
    }
}

/// For each story on the page so many are kept below it, for [`crate::rank::replay`].
const KEPT_BELOW: usize = 2;

/// The front page at `at`: the best of `weighed` that have a published brief, with its version and its
/// section.
pub fn front_page(
    weighed: Vec<Ranked>,
    published: &BTreeMap<StoryId, u32>,
    sections: &BTreeMap<StoryId, String>,
    weights: &Weights,
    layout: &Layout,
    at: Timestamp,
) -> FrontPage {
    let out = weighed.into_iter().filter(|ranked| published.contains_key(&ranked.story.id));
    let mut items: Vec<FrontItem> = spread(out.collect(), weights)
        .into_iter()
        .take(layout.stories * (1 + KEPT_BELOW))
        .filter_map(|ranked| {
            let section = sections.get(&ranked.story.id).cloned();
            Some(item(&ranked, *published.get(&ranked.story.id)?, section))
        })
        .collect();
    let below = items.split_off(layout.stories.min(items.len()));
    FrontPage { at, items, below }
}

fn item(ranked: &Ranked, version: u32, section: Option<String>) -> FrontItem {
    FrontItem {
        story: ranked.story.id.clone(),
        version,
        terms: ranked.terms.clone(),
        articles: ranked.story.shown_reports().len() as u32,
        independent_reports: ranked.story.independent_reports() as u32,
        news: ranked.story.latest_news(),
        names: ranked.names.clone(),
        section,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_written_as_they_are_shown() {
        for (written, name, title) in [
            ("news", "news", "News"),
            ("research: Research and breakthroughs", "research", "Research and breakthroughs"),
            (" policy :Policy", "policy", "Policy"),
        ] {
            assert_eq!(named(written), (name.to_owned(), title.to_owned()), "{written}");
        }
    }
}
