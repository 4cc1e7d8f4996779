use crate::setting::{Frame, Setting};
use askama::Template;
use store::Counts;

/// `GET /about`: what binds the site, and what it has counted so far.
#[derive(Template)]
#[template(path = "about.html")]
pub(crate) struct AboutPage {
    frame: Frame,
    counters: Vec<Counter>,
}

struct Counter {
    label: &'static str,
    value: u64,
}

impl AboutPage {
    /// The page with the counts as they are now.
    pub(crate) fn new(counts: &Counts, withheld: u64, setting: &Setting<'_>) -> AboutPage {
        let counters = vec![
            counter(counts.articles, "article read", "articles read"),
            counter(counts.stories, "story followed", "stories followed"),
            counter(counts.published, "story published", "stories published"),
            counter(withheld, "sentence withheld from them", "sentences withheld from them"),
        ];
        AboutPage { frame: Frame::new(setting, Some("How it decides"), Some("/about")), counters }
    }
}

fn counter(value: u64, one: &'static str, more: &'static str) -> Counter {
    Counter { label: if value == 1 { one } else { more }, value }
}
