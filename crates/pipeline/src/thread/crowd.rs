//! How many stories are in the news at a time: the more there are, the more alike is the best of the wrong ones.

use std::collections::BTreeMap;

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

    /// Stories up to `days` away from the time `seconds`.
    pub fn stories(&self, seconds: i64, days: f64) -> f64 {
        let reach = (days * 86_400.0) as i64;
        let bucket = |seconds: i64| seconds.div_euclid(SECONDS_PER_BUCKET);
        let around = bucket(seconds.saturating_sub(reach))..=bucket(seconds.saturating_add(reach));
        if around.is_empty() {
            return 0.0;
        }
        self.stories.range(around).map(|(_, count)| f64::from(*count)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_count_where_they_were_heard_last() {
        check(0, 0, 0.0);
        check(150, 0, 150.0);
        check(150, 2, 150.0);
        check(150, 9, 0.0);
    }

    #[track_caller]
    fn check(stories: u32, days_ago: i64, expected: f64) {
        let mut crowd = Crowd::default();
        for _ in 0..stories {
            crowd.heard(None, 0);
            crowd.heard(Some(0), -days_ago * 86_400);
        }
        assert_eq!(crowd.stories(0, 2.5), expected, "{stories} {days_ago}");
    }
}
