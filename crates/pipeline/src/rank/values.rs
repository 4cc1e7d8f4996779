//! The values of the terms that a story has by its reports alone, each from 0 to 1.

use super::{Followed, Weights, term};
use jiff::Timestamp;
use news::{Report, Story, Term};
use std::num::NonZeroU32;

/// When, and by what measure.
pub(super) struct Moment<'a> {
    pub(super) now: Timestamp,
    pub(super) weights: &'a Weights,
}

impl Moment<'_> {
    pub(super) fn terms(&self, story: &Story, followed: &Followed) -> Vec<Term> {
        let weights = self.weights;
        let groups = story.independent_groups();
        let cap = weights.reports_cap;
        vec![
            term("breadth", self.breadth(&groups), weights.breadth),
            term("velocity", self.velocity(story), weights.velocity),
            term("following", followed.following(story, cap), weights.following),
            term("leading", followed.leading(story, cap), weights.leading),
            term("freshness", self.latest(&story.reports), weights.freshness),
            term("authority", authority(&groups), weights.authority),
        ]
    }

    /// Independent reports: of each the latest that counts towards it.
    fn breadth(&self, groups: &[Vec<&Report>]) -> f64 {
        let latest = groups.iter().map(|group| self.latest(group.iter().copied()));
        saturating(latest.sum(), self.weights.reports_cap)
    }

    fn velocity(&self, story: &Story) -> f64 {
        let counts = story.reports.iter().map(|report| self.recency(report));
        saturating(counts.sum(), self.weights.reports_cap)
    }

    fn latest<'r>(&self, reports: impl IntoIterator<Item = &'r Report>) -> f64 {
        reports.into_iter().map(|report| self.recency(report)).fold(0.0, f64::max)
    }

    /// From 1 for a report of this moment towards 0.
    ///
    /// Falls as a power, not as an exponential: most stories end within hours, but those that lived for
    /// two days will live for a third. A report dated in the future counts as if it were that old: a
    /// wrong clock must not beat all news.
    fn recency(&self, report: &Report) -> f64 {
        let hours = self.now.duration_since(report.reported).as_secs_f64().abs() / 3600.0;
        (1.0 + hours / f64::from(self.weights.fade_hours.get())).powi(-2)
    }
}

/// The mean over the independent reports; a story without one is of no known authority.
fn authority(groups: &[Vec<&Report>]) -> f64 {
    let known: Vec<f64> = groups.iter().flatten().map(|report| report.authority).collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    mean.clamp(0.0, 1.0)
}

/// From 0 to 1: the second report adds more than the hundredth.
fn saturating(count: f64, cap: NonZeroU32) -> f64 {
    (logarithm(count) / logarithm(f64::from(cap.get()))).min(1.0)
}

pub(super) fn logarithm(count: f64) -> f64 {
    (1.0 + count).ln()
}
