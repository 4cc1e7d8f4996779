use crate::independence::groups;
use crate::{Article, ArticleId, OutletId, StoryId};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What one report relies on without sharing its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tie {
    /// The report or outlet relied on.
    pub to: TieTo,
    /// How we know.
    pub by: TieReason,
}

/// The other end of a tie.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieTo {
    /// A report that we hold.
    Article(ArticleId),
    /// An outlet that was named; its report may not be among ours.
    Outlet(OutletId),
}

/// How a tie shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieReason {
    /// Both outlets have one owner.
    Owner,
    /// The text says "according to X", "first reported by X".
    Attribution,
    /// It links to the other or names it as its `<source>`.
    Link,
}

impl TieReason {
    /// The word for it in `contracts`: owner, attribution, link.
    pub fn word(self) -> &'static str {
        match self {
            TieReason::Owner => "owner",
            TieReason::Attribution => "attribution",
            TieReason::Link => "link",
        }
    }
}

/// Where an article was put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The story it joined or started.
    pub story: StoryId,
    /// The article whose text it repeats, or itself.
    pub origin: ArticleId,
    /// What it relies on without sharing text; sorted.
    pub relies_on: Vec<Tie>,
}

/// One article's part in a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The article, whatever its version.
    pub article: ArticleId,
    /// Who reported.
    pub outlet: OutletId,
    /// Who answers for that outlet: its owner, or itself.
    pub owner: String,
    /// The outlet's authority, from 0 to 1.
    pub authority: f64,
    /// The latest version's headline.
    pub title: String,
    /// The latest version's address.
    pub url: Option<String>,
    /// See [`Article::reported`].
    pub reported: Timestamp,
    /// When it came to us.
    pub seen: Timestamp,
    /// The article whose text it repeats, or itself.
    pub origin: ArticleId,
    /// What it relies on without sharing text.
    pub relies_on: Vec<Tie>,
}

/// The thread of reports on one event as it develops. Never empty of reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Stable, whatever joins later.
    pub id: StoryId,
    /// In the order in which they joined.
    pub reports: Vec<Report>,
}

impl Story {
    /// The origins among its reports, each once, sorted.
    pub fn origins(&self) -> BTreeSet<&ArticleId> {
        self.reports.iter().map(|report| &report.origin).collect()
    }

    /// The reports as readers are shown and told of them: of one outlet's reports that repeat one text
    /// only the one that joined first.
    pub fn shown_reports(&self) -> Vec<&Report> {
        let mut seen = BTreeSet::new();
        self.reports.iter().filter(|report| seen.insert((&report.origin, &report.outlet))).collect()
    }

    /// Origins counted once per owner, less those that only rely on another; owners that all rely on the
    /// same absent source count once together. At least 1 for a story with a report: were all to rely
    /// on each other, somebody still reported first.
    pub fn independent_reports(&self) -> usize {
        self.independent_groups().len().max(usize::from(!self.reports.is_empty()))
    }

    /// The reports behind [`Story::independent_reports`], a group for each that counts. Empty when all
    /// rely on each other.
    ///
    /// An origin relies on another when the report that it is has a tie to a report of the story, or
    /// to an outlet that reported in it. Cost grows as n log n with the reports.
    pub fn independent_groups(&self) -> Vec<Vec<&Report>> {
        groups(self)
    }

    /// Whether `report` only passes on what another report of this story said. Who asks for many
    /// reports builds [`crate::Reliance`] once instead.
    pub fn only_relies(&self, report: &Report) -> bool {
        report.relies_on.iter().any(|tie| {
            self.reports.iter().filter(|other| other.article != report.article).any(|other| {
                match &tie.to {
                    TieTo::Article(article) => other.article == *article,
                    TieTo::Outlet(outlet) => other.outlet == *outlet,
                }
            })
        })
    }

    /// When the latest report in its own words came to us: a reprint is no news. None in a story of
    /// reprints only.
    pub fn latest_news(&self) -> Option<Timestamp> {
        let own = self.reports.iter().filter(|report| report.origin == report.article);
        own.map(|report| report.seen).max()
    }

    /// When the first report appeared.
    pub fn first_reported(&self) -> Option<Timestamp> {
        self.reports.iter().map(|report| report.reported).min()
    }

    /// When the latest report appeared.
    pub fn last_reported(&self) -> Option<Timestamp> {
        self.reports.iter().map(|report| report.reported).max()
    }
}

/// A story with the latest versions of its articles: all that a writer may use.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryFile {
    /// The story.
    pub story: Story,
    /// The articles of its reports, in the same order.
    pub articles: Vec<Article>,
}

impl StoryFile {
    /// The article with this id.
    pub fn article(&self, id: &ArticleId) -> Option<&Article> {
        self.articles.iter().find(|article| article.id == *id)
    }

    /// The origin of the article's text: itself when unknown.
    pub fn origin_of<'a>(&'a self, id: &'a ArticleId) -> &'a ArticleId {
        self.story.reports.iter().find(|report| report.article == *id).map_or(id, |r| &r.origin)
    }
}
