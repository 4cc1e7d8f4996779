//! When a feed is polled again: often when it moves, seldom when it sleeps.
//!
//! For a given number of polls, the sum of all delays between an entry and the poll that finds it is
//! least when each feed is polled in proportion to the square root of its rate (Sia, Cho and Cho,
//! "Efficient Monitoring Algorithm for Fast News Alerts", IEEE TKDE 19(7), 2007). So the wait is
//! `every / sqrt(rate)`, with the rate in entries an hour, within the bounds of the settings. Against
//! a fixed schedule of as many polls, the feeds of `a_learned_schedule_finds_news_sooner` below wait
//! less than three quarters as long.
//!
//! The rate is a count of entries over the time in which they came, and in both the past fades by
//! half every [`HALF_LIFE_HOURS`]: short enough to follow a week with news, long enough not to chase
//! day and night.

use jiff::{SignedDuration, Timestamp};
use news::{Activity, digest};
use std::f64::consts::LN_2;

/// Hours after which an entry counts half.
const HALF_LIFE_HOURS: f64 = 48.0;

/// What is believed of a feed before it is known: a tenth of an entry in an hour, so that one entry
/// that came a minute ago does not look like sixty an hour.
const BELIEVED_ENTRIES: f64 = 0.1;
const BELIEVED_HOURS: f64 = 1.0;

/// Part of a wait by which it may be longer or shorter, so that feeds added together do not stay
/// together: some clients of one second would look like an attack.
const SPREAD: f64 = 0.1;

/// The same after a failure, where many feeds of one host fail at once.
const SPREAD_AFTER_FAILURE: f64 = 0.25;

/// How often feeds are polled, from the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Never sooner than this.
    pub least: SignedDuration,
    /// What a feed with one entry an hour waits.
    pub every: SignedDuration,
    /// Never later than this.
    pub most: SignedDuration,
}

/// How much a feed has brought, told by when its entries were published. None when they do not say.
pub fn activity(
    published: impl IntoIterator<Item = Timestamp>,
    now: Timestamp,
) -> Option<Activity> {
    let ages = published.into_iter().map(|time| hours(now.duration_since(time)).max(0.0));
    let (mut entries, mut oldest, mut count) = (0.0, 0.0_f64, 0);
    for age in ages {
        entries += kept(age);
        oldest = oldest.max(age);
        count += 1;
    }
    // The list of a lively feed reaches back only so far; what came before that is not known.
    (count > 0).then(|| rounded(entries, memory_hours() * (1.0 - kept(oldest))))
}

/// The activity after a silence of `passed`, at the end of which so many entries came.
pub fn later(before: Activity, passed: SignedDuration, came: u32) -> Activity {
    let left = kept(hours(passed).max(0.0));
    let entries = before.entries_milli as f64 / 1000.0 * left + f64::from(came);
    let watched = before.watched_seconds as f64 / 3600.0 * left + memory_hours() * (1.0 - left);
    rounded(entries, watched)
}

/// How long a feed of this activity waits. `rest` is what feed and server ask for; `key` makes the
/// little chance in it, the same each time.
pub fn wait(
    activity: Activity,
    rest: SignedDuration,
    bounds: &Bounds,
    key: &str,
) -> SignedDuration {
    let wanted = match activity.watched_seconds {
        0 => bounds.every,
        _ => scaled(bounds.every, 1.0 / rate(activity).sqrt()),
    };
    let wait = scaled(wanted, 1.0 + SPREAD * chance(key));
    wait.clamp(bounds.least, bounds.longest()).max(rest.min(bounds.longest()))
}

/// How long a feed waits after `failures` failures in a row, of which the latest asked for `asked`:
/// twice as long with each, and never less than what the server wants, up to the longest wait.
pub fn wait_after_failure(
    failures: u32,
    asked: SignedDuration,
    bounds: &Bounds,
    key: &str,
) -> SignedDuration {
    let doubled = 2.0_f64.powi(i32::try_from(failures.min(30)).unwrap_or(30));
    let wait = scaled(bounds.every.min(bounds.longest()), doubled).min(bounds.longest());
    let wait = scaled(wait, 1.0 + SPREAD_AFTER_FAILURE * chance(key));
    wait.max(asked.min(bounds.longest()))
}

/// Entries an hour, as far as is known.
pub fn rate(activity: Activity) -> f64 {
    let entries = activity.entries_milli as f64 / 1000.0 + BELIEVED_ENTRIES;
    entries / (activity.watched_seconds as f64 / 3600.0 + BELIEVED_HOURS)
}

impl Bounds {
    fn longest(&self) -> SignedDuration {
        self.most.max(self.every).max(self.least)
    }
}

fn hours(time: SignedDuration) -> f64 {
    time.as_secs_f64() / 3600.0
}

/// What is left of a count after so many hours.
fn kept(hours: f64) -> f64 {
    0.5_f64.powf(hours / HALF_LIFE_HOURS)
}

/// Hours that count in all, when none is missing.
fn memory_hours() -> f64 {
    HALF_LIFE_HOURS / LN_2
}

fn rounded(entries: f64, hours: f64) -> Activity {
    Activity {
        entries_milli: (entries * 1000.0).round() as u64,
        watched_seconds: (hours * 3600.0).round() as u64,
    }
}

fn scaled(time: SignedDuration, factor: f64) -> SignedDuration {
    // Rates are never 0 and waits are bounded, so the product is a number of some years at most.
    SignedDuration::from_secs((time.as_secs_f64() * factor) as i64)
}

/// A number from -1 to 1 that looks like chance and depends on the key alone.
fn chance(key: &str) -> f64 {
    let digits = digest(&[b"chance", key.as_bytes()]);
    let number = u32::from_str_radix(&digits[..8], 16).unwrap_or(0);
    f64::from(number) / f64::from(u32::MAX) * 2.0 - 1.0
}

#[cfg(test)]
mod tests;
