//! What the outlets of the demo are and what each of them had published at a given moment.

use super::{fixtures, written};
use jiff::Timestamp;
use news::{Image, Outlet, OutletId, SourceTime};

/// Seconds since 1970 of 2026-11-09T00:00:00Z, the Monday on which the fortnight begins.
const STARTS: i64 = 1_794_182_400;

/// Seconds since 1970 of 2026-11-22T18:00:00Z, the Sunday evening on which its clock stands.
const ENDS: i64 = 1_795_370_400;

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedForm {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0.
    Atom,
    /// RSS 1.0, which is RDF.
    Rdf,
    /// JSON Feed 1.1.
    Json,
}

/// How much of a report its feed entry carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedText {
    /// All of it, as HTML.
    Full,
    /// The first paragraph.
    Summary,
    /// A title and a link only.
    None,
}

/// How the pages of an outlet are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// Plain and narrow.
    Agency,
    /// Boxes everywhere, some of them between paragraphs.
    Paper,
    /// A blog engine's markup.
    Blog,
}

/// An outlet with what its web server does.
#[derive(Clone, Debug)]
pub struct Publisher {
    /// What the registry says of it; its id is its host.
    pub outlet: Outlet,
    /// ISO 639-1.
    pub language: String,
    /// How its feed is written.
    pub form: FeedForm,
    /// How much its feed carries.
    pub text: FeedText,
    /// Path of the feed, as readers know it.
    pub feed: String,
    /// Where the feed has moved, if it has.
    pub moved_to: Option<String>,
    /// Path of a second feed that is cut off in the middle.
    pub broken_feed: Option<String>,
    /// Path of a second feed that has become a page.
    pub html_feed: Option<String>,
    /// How its pages are built.
    pub layout: Layout,
    /// Pages and feed are in ISO 8859-1 instead of UTF-8.
    pub latin1: bool,
    /// Answers are compressed when the client accepts it.
    pub gzip: bool,
    /// A folder that robots.txt asks everybody to leave alone.
    pub disallow: Option<String>,
}

impl Publisher {
    /// The host name, which is also the outlet's id.
    pub fn host(&self) -> &str {
        &self.outlet.id.0
    }

    /// The address of a path on this outlet's host.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host())
    }
}

/// A report as it read from one moment on.
#[derive(Clone, Debug)]
pub struct Wording {
    /// From when it read like this.
    pub from: SourceTime,
    /// Plain text.
    pub title: String,
    /// Plain text, none empty.
    pub paragraphs: Vec<String>,
    /// What an outlet says about a correction, below the text.
    pub note: Option<String>,
}

/// One report of one outlet.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whose it is: a place in [`World::publishers`].
    pub publisher: usize,
    /// `outlet/slug`, as the fixtures name it.
    pub key: String,
    /// Path of its page.
    pub path: String,
    /// When it appeared.
    pub appeared: SourceTime,
    /// The date that it bears, which may be wrong.
    pub dated: SourceTime,
    /// The title in the feed, when that is another (it may hold markup).
    pub feed_title: Option<String>,
    /// The summary in the feed, when that is another (it may hold anything).
    pub feed_summary: Option<String>,
    /// As printed.
    pub byline: String,
    /// As printed.
    pub section: String,
    /// The lead image; its `url` is a file name.
    pub image: Option<Image>,
    /// Who paid for it.
    pub sponsor: Option<String>,
    /// Words that its page hides from people.
    pub hidden: Option<String>,
    /// The key of the report whose text it reprints.
    #[cfg(test)]
    pub reprints: Option<String>,
    /// Earliest first, never empty.
    pub wordings: Vec<Wording>,
}

impl Report {
    /// How it read at `now`; none before it appeared.
    pub fn wording(&self, now: Timestamp) -> Option<&Wording> {
        self.wordings.iter().rev().find(|wording| wording.from.instant <= now)
    }
}

/// The invented outlets and everything that they published.
#[derive(Clone, Debug)]
pub struct World {
    /// In the order of the fixtures.
    pub publishers: Vec<Publisher>,
    /// By time of appearance.
    pub reports: Vec<Report>,
}

impl World {
    /// Reads the fixtures that are compiled in. Fails only when these are wrong.
    pub fn load() -> anyhow::Result<World> {
        written::read(fixtures::OUTLETS, fixtures::EVENTS)
    }

    /// The outlets, for the registry.
    pub fn outlets(&self) -> Vec<Outlet> {
        self.publishers.iter().map(|publisher| publisher.outlet.clone()).collect()
    }

    /// Every feed that a reader would subscribe to, the broken ones too, with the outlet whose it is.
    pub fn feeds(&self) -> Vec<(String, OutletId)> {
        let mut feeds = Vec::new();
        for publisher in &self.publishers {
            let paths = [Some(&publisher.feed), publisher.broken_feed.as_ref()];
            for path in paths.into_iter().chain([publisher.html_feed.as_ref()]).flatten() {
                feeds.push((publisher.url(path), publisher.outlet.id.clone()));
            }
        }
        feeds
    }

    /// Every host that the loopback web answers for.
    pub fn hosts(&self) -> Vec<String> {
        self.publishers.iter().map(|publisher| publisher.host().to_owned()).collect()
    }

    /// When the fortnight begins.
    pub fn starts(&self) -> Timestamp {
        Timestamp::from_second(STARTS).unwrap_or_default()
    }

    /// When the fortnight ends, where the demo's clock stands.
    pub fn ends(&self) -> Timestamp {
        Timestamp::from_second(ENDS).unwrap_or_default()
    }

    /// The place of the outlet that publishes on `host`.
    pub fn publisher_at(&self, host: &str) -> Option<usize> {
        self.publishers.iter().position(|publisher| publisher.host() == host)
    }

    /// The reports of one outlet that had appeared by `now`, newest first.
    pub fn published_by(&self, publisher: usize, now: Timestamp) -> Vec<&Report> {
        let seen =
            |report: &&Report| report.publisher == publisher && report.wording(now).is_some();
        self.reports.iter().rev().filter(seen).collect()
    }
}
