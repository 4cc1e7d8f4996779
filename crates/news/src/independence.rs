//! Which reports of a story stand on their own feet.

use crate::{ArticleId, OutletId, Report, Story, TieTo};
use std::collections::{BTreeMap, BTreeSet};

/// What a report's news comes from when it is not its own: something that no report of the story is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Absent<'a> {
    /// An outlet that is named and did not report in this story.
    Outlet(&'a OutletId),
    /// A report that is not, or no longer, in this story.
    Article(&'a ArticleId),
}

/// The reports and outlets of a story, for looking ties up: built once, asked for each report.
#[derive(Clone, Debug)]
pub struct Reliance<'a> {
    articles: BTreeSet<&'a ArticleId>,
    /// How many reports each outlet has.
    outlets: BTreeMap<&'a OutletId, usize>,
}

impl<'a> Reliance<'a> {
    /// Of all reports of `story`.
    pub fn of(story: &'a Story) -> Reliance<'a> {
        let mut outlets: BTreeMap<&OutletId, usize> = BTreeMap::new();
        for report in &story.reports {
            *outlets.entry(&report.outlet).or_default() += 1;
        }
        Reliance { articles: story.reports.iter().map(|r| &r.article).collect(), outlets }
    }

    /// Whether `report` only passes on what another report of the story said.
    pub fn only_relies(&self, report: &Report) -> bool {
        report.relies_on.iter().any(|tie| self.holds(&tie.to, report))
    }

    /// Whether the story has what a tie of `report` leads to, in another report.
    fn holds(&self, to: &TieTo, report: &Report) -> bool {
        match to {
            TieTo::Article(article) => {
                *article != report.article && self.articles.contains(article)
            }
            TieTo::Outlet(outlet) => {
                let own = usize::from(*outlet == report.outlet);
                self.outlets.get(outlet).is_some_and(|reports| *reports > own)
            }
        }
    }

    /// What `report` takes its news from that the story does not have.
    fn absent<'r>(&self, report: &'r Report) -> Vec<Absent<'r>> {
        if report.origin != report.article {
            return vec![Absent::Article(&report.origin)];
        }
        let own = |to: &TieTo| match to {
            TieTo::Article(article) => *article == report.article,
            TieTo::Outlet(outlet) => *outlet == report.outlet,
        };
        let others = report.relies_on.iter().filter(|tie| !own(&tie.to));
        others
            .map(|tie| match &tie.to {
                TieTo::Article(article) => Absent::Article(article),
                TieTo::Outlet(outlet) => Absent::Outlet(outlet),
            })
            .collect()
    }

    /// Whether the report counts at all: it is an origin, or repeats one that the story does not have,
    /// and does not only rely on another report of the story.
    fn counts(&self, report: &Report) -> bool {
        let stands = report.origin == report.article || !self.articles.contains(&report.origin);
        stands && !self.only_relies(report)
    }
}

/// The reports of `story` that count, in groups: each group is one independent report.
///
/// One owner is one group. Owners who all have their news from something that is not in the story (two
/// outlets that quote the same wire) are one group as well; an owner with a report of its own beside
/// that stands for itself. In the order of each group's first report.
pub(crate) fn groups(story: &Story) -> Vec<Vec<&Report>> {
    let reliance = Reliance::of(story);
    let counting: Vec<&Report> =
        story.reports.iter().filter(|report| reliance.counts(report)).collect();
    let absent: Vec<Vec<Absent<'_>>> =
        counting.iter().map(|report| reliance.absent(report)).collect();
    let alone: BTreeSet<&str> = counting
        .iter()
        .zip(&absent)
        .filter(|(_, absent)| absent.is_empty())
        .map(|(report, _)| report.owner.as_str())
        .collect();
    let mut sets = Sets::new(counting.len());
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sources: BTreeMap<Absent<'_>, usize> = BTreeMap::new();
    for (place, (report, absent)) in counting.iter().zip(&absent).enumerate() {
        sets.join(place, *owners.entry(&report.owner).or_insert(place));
        if !alone.contains(report.owner.as_str()) {
            for source in absent {
                sets.join(place, *sources.entry(*source).or_insert(place));
            }
        }
    }
    sets.gather(&counting)
}

/// Disjoint sets of places (union-find): joining and finding cost next to nothing, however many.
struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    fn new(places: usize) -> Sets {
        Sets { parents: (0..places).collect() }
    }

    /// The first place of the set, since [`Sets::join`] always keeps the smaller one.
    fn first(&mut self, mut place: usize) -> usize {
        while self.parents[place] != place {
            // Halving the way keeps it short for those who come later.
            self.parents[place] = self.parents[self.parents[place]];
            place = self.parents[place];
        }
        place
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.parents[one.max(other)] = one.min(other);
    }

    fn gather<'a>(mut self, reports: &[&'a Report]) -> Vec<Vec<&'a Report>> {
        let mut groups: BTreeMap<usize, Vec<&Report>> = BTreeMap::new();
        for (place, report) in reports.iter().enumerate() {
            groups.entry(self.first(place)).or_default().push(report);
        }
        groups.into_values().collect()
    }
}

#[cfg(test)]
#[path = "independence/tests.rs"]
mod tests;
