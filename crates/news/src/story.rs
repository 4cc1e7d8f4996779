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

    /// Origins counted once per owner, less those that only rely on another.
    ///
    /// An origin relies on another when the report that it is has a tie to a report of the story, or
    /// to an outlet that reported in it. At least 1 for a story with a report: were all to rely on
    /// each other, somebody still reported first.
    pub fn independent_reports(&self) -> usize {
        let owners: BTreeSet<&str> = self
            .reports
            .iter()
            .filter(|report| report.origin == report.article && !self.only_relies(report))
            .map(|report| report.owner.as_str())
            .collect();
        owners.len().max(usize::from(!self.reports.is_empty()))
    }

    /// Whether `report` only passes on what another report of this story said.
    pub fn only_relies(&self, report: &Report) -> bool {
        report.relies_on.iter().any(|tie| self.holds(&tie.to, &report.article))
    }

    fn holds(&self, to: &TieTo, but: &ArticleId) -> bool {
        self.reports.iter().filter(|other| other.article != *but).any(|other| match to {
            TieTo::Article(article) => other.article == *article,
            TieTo::Outlet(outlet) => other.outlet == *outlet,
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn report(id: &str, outlet: &str, owner: &str, origin: &str, ties: &[&str]) -> Report {
        Report {
            article: ArticleId(id.to_owned()),
            outlet: OutletId(outlet.to_owned()),
            owner: owner.to_owned(),
            authority: 0.5,
            title: id.to_owned(),
            url: None,
            reported: Timestamp::UNIX_EPOCH,
            seen: Timestamp::UNIX_EPOCH,
            origin: ArticleId(origin.to_owned()),
            relies_on: ties
                .iter()
                .map(|to| Tie {
                    to: TieTo::Outlet(OutletId((*to).to_owned())),
                    by: TieReason::Attribution,
                })
                .collect(),
        }
    }

    #[test]
    fn reprints_owners_and_hearsay_count_once() {
        check(&[report("a", "A", "A", "a", &[])], 1);
        check(&[report("a", "A", "A", "a", &[]), report("b", "B", "B", "a", &[])], 1);
        check(&[report("a", "A", "A", "a", &[]), report("b", "B", "B", "b", &[])], 2);
        check(&[report("a", "A", "X", "a", &[]), report("b", "B", "X", "b", &[])], 1);
        check(&[report("a", "A", "A", "a", &[]), report("b", "B", "B", "b", &["A"])], 1);
        check(&[report("a", "A", "A", "a", &[]), report("b", "B", "B", "b", &["Z"])], 2);
        check(&[report("a", "A", "A", "a", &["B"]), report("b", "B", "B", "b", &["A"])], 1);
    }

    #[track_caller]
    fn check(reports: &[Report], expected: usize) {
        let story = Story { id: StoryId("s".to_owned()), reports: reports.to_vec() };
        assert_eq!(story.independent_reports(), expected, "{reports:?}");
    }
}
