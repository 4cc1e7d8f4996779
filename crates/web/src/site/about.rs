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
            Counter { label: "articles read", value: counts.articles },
            Counter { label: "stories followed", value: counts.stories },
            Counter { label: "stories published", value: counts.published },
            Counter { label: "sentences withheld from them", value: withheld },
        ];
        AboutPage { frame: Frame::new(setting, Some("How it decides"), Some("/about")), counters }
    }
}
