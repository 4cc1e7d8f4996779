//! How many stories are in the news at a time, and how much more alike reports must be in a crowd.

use std::collections::BTreeMap;

/// Stories in the news at a time up to which the threshold holds as it stands. The labelled sets have 70 to
/// 200.
const QUIET_STORIES: f64 = 150.0;

/// By how much the threshold rises with each tenfold of stories.
///
/// The more stories there are, the more alike is the best of the wrong ones. Found by running the largest
/// labelled set 20 and 100 times as fast: the best threshold goes from 0.21 to 0.35 and 0.39, which
/// asks for 0.12; mean B-cubed F1 of such a stream goes from 0.48 to 0.63.
const RISE_PER_TENFOLD: f64 = 0.11;

const SECONDS_PER_BUCKET: i64 = 6 * 3600;

/// Stories by the time of their latest report.
#[derive(Debug, Default, PartialEq)]
pub struct Crowd {
    /// By quarter of a day.
    stories: BTreeMap<i64, u32>,
}

impl Crowd {
    /// Counts a story that was last heard of at `before`, if ever, and now at `after`, in Unix seconds.
    pub fn heard(&mut self, before: Option<i64>, after: i64) {
        if let Some(before) = before {
            self.left(before);
        }
        *self.stories.entry(after.div_euclid(SECONDS_PER_BUCKET)).or_default() += 1;
    }

    /// Counts a story out that was last heard of at `last`.
    pub fn left(&mut self, last: i64) {
        let bucket = last.div_euclid(SECONDS_PER_BUCKET);
        if let Some(count) = self.stories.get_mut(&bucket) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.stories.remove(&bucket);
            }
        }
    }

    /// What to add to the threshold for an article of the time `seconds`, where stories up to `days` away
    /// are in the news.
    pub fn rise(&self, seconds: i64, days: f64) -> f64 {
        let reach = (days * 86_400.0) as i64;
        let bucket = |seconds: i64| seconds.div_euclid(SECONDS_PER_BUCKET);
        let around = bucket(seconds.saturating_sub(reach))..=bucket(seconds.saturating_add(reach));
        if around.is_empty() {
            return 0.0;
        }
        let stories: f64 = self.stories.range(around).map(|(_, count)| f64::from(*count)).sum();
        RISE_PER_TENFOLD * (stories / QUIET_STORIES).max(1.0).log10()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_rises_with_the_crowd() {
        check(0, 0, 0.0);
        check(150, 0, 0.0);
        check(1500, 0, 0.11);
        check(15_000, 0, 0.22);
        check(1500, 9, 0.0);
    }

    #[track_caller]
    fn check(stories: u32, days_ago: i64, expected: f64) {
        let mut crowd = Crowd::default();
        for _ in 0..stories {
            crowd.heard(None, 0);
            crowd.heard(Some(0), -days_ago * 86_400);
        }
        assert!((crowd.rise(0, 2.5) - expected).abs() < 1e-9, "{stories} {days_ago}");
    }
}
