//! Whose reports others make too: authority that is learned from the stories alone.

use super::values::logarithm;
use news::{OutletId, Story};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

/// How many owners, as a rule, report what an outlet reports.
pub(super) struct Followed {
    outlets: BTreeMap<OutletId, Past>,
    /// The mean over all stories: what is expected of an outlet that is hardly known.
    usual: f64,
    /// The same of those that were first.
    usually_first: f64,
}

/// An outlet's stories so far.
#[derive(Default)]
struct Past {
    stories: f64,
    /// The sum of the logarithms of their owners.
    sizes: f64,
    /// The same of the stories in which it was first.
    first: f64,
}

impl Followed {
    pub(super) fn new(stories: &[Story]) -> Followed {
        let mut outlets: BTreeMap<OutletId, Past> = BTreeMap::new();
        let (mut sizes, mut first) = (0.0, 0.0);
        for story in stories {
            let owners: BTreeSet<&str> = story.reports.iter().map(|r| r.owner.as_str()).collect();
            let size = (owners.len().max(1) as f64).ln();
            sizes += size;
            for (outlet, was_first) in outlets_of(story) {
                let past = outlets.entry(outlet.clone()).or_default();
                (past.stories, past.sizes) = (past.stories + 1.0, past.sizes + size);
                if was_first {
                    (past.first, first) = (past.first + size, first + size);
                }
            }
        }
        let appearances: f64 = outlets.values().map(|past| past.stories).sum();
        Followed {
            outlets,
            usual: sizes / stories.len().max(1) as f64,
            usually_first: first / f64::max(appearances, 1.0),
        }
    }

    /// From 0 to 1: how many others report what the story's outlets report.
    pub(super) fn following(&self, story: &Story, cap: NonZeroU32) -> f64 {
        self.mean(story, cap, |past| past.sizes, self.usual)
    }

    /// From 0 to 1: the same, where the outlet was first.
    pub(super) fn leading(&self, story: &Story, cap: NonZeroU32) -> f64 {
        self.mean(story, cap, |past| past.first, self.usually_first)
    }

    /// The mean over the story's outlets; an outlet with one story counts half as usual.
    fn mean(&self, story: &Story, cap: NonZeroU32, sum: impl Fn(&Past) -> f64, usual: f64) -> f64 {
        let outlets = outlets_of(story);
        let known = outlets.keys().filter_map(|outlet| self.outlets.get(*outlet));
        let all: f64 = known.map(|past| (sum(past) + usual) / (past.stories + 1.0)).sum();
        (all / outlets.len().max(1) as f64 / logarithm(f64::from(cap.get()))).min(1.0)
    }
}

/// The outlets of a story, and whether each was among the first to report it.
fn outlets_of(story: &Story) -> BTreeMap<&OutletId, bool> {
    let first = story.first_reported();
    let mut outlets: BTreeMap<&OutletId, bool> = BTreeMap::new();
    for report in &story.reports {
        *outlets.entry(&report.outlet).or_default() |= Some(report.reported) == first;
    }
    outlets
}
