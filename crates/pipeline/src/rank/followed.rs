//! Whose reports others come after: authority that is learned from the stories alone.

use super::values::logarithm;
use news::{OutletId, Story};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

/// How many owners, as a rule, report what an outlet reports.
pub(super) struct Followed {
    /// By outlet: the sum over its stories of what those give it, and the number of stories.
    outlets: BTreeMap<OutletId, (f64, f64)>,
    /// The mean over all stories: what is expected of an outlet that is hardly known.
    usual: f64,
}

/// What a story gives to those who came late, of what it gives to the first.
const LATE: f64 = 0.5;

impl Followed {
    pub(super) fn new(stories: &[Story]) -> Followed {
        let mut outlets: BTreeMap<OutletId, (f64, f64)> = BTreeMap::new();
        let (mut all, mut count) = (0.0, 0.0);
        for story in stories {
            for (outlet, given) in given(story) {
                let (sum, stories) = outlets.entry(outlet.clone()).or_default();
                (*sum, *stories) = (*sum + given, *stories + 1.0);
                (all, count) = (all + given, count + 1.0);
            }
        }
        Followed { outlets, usual: all / f64::max(count, 1.0) }
    }

    /// From 0 to 1: the mean over the story's outlets; an outlet with one story counts half as usual.
    pub(super) fn value(&self, story: &Story, cap: NonZeroU32) -> f64 {
        let outlets: BTreeSet<&OutletId> = story.reports.iter().map(|r| &r.outlet).collect();
        let known = outlets.iter().filter_map(|outlet| self.outlets.get(outlet));
        let sum: f64 = known.map(|(sum, count)| (sum + self.usual) / (count + 1.0)).sum();
        (sum / outlets.len().max(1) as f64 / logarithm(f64::from(cap.get()))).min(1.0)
    }
}

/// What a story gives to each of its outlets: the more owners report it the more, and less to those
/// who were not first.
fn given(story: &Story) -> BTreeMap<&OutletId, f64> {
    let owners: BTreeSet<&str> = story.reports.iter().map(|r| r.owner.as_str()).collect();
    let size = (owners.len().max(1) as f64).ln();
    let first = story.first_reported();
    let mut given: BTreeMap<&OutletId, f64> = BTreeMap::new();
    for report in &story.reports {
        let share = if Some(report.reported) == first { 1.0 } else { LATE };
        let best = given.entry(&report.outlet).or_default();
        *best = f64::max(*best, size * share);
    }
    given
}
