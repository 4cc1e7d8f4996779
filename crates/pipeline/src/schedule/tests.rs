use super::*;
use proptest::prelude::*;

const BOUNDS: Bounds = Bounds {
    least: SignedDuration::from_mins(10),
    every: SignedDuration::from_mins(30),
    most: SignedDuration::from_hours(24),
};

fn at(hours: f64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + (hours * 3600.0) as i64).unwrap()
}

/// Entries of the last so many hours, one each `every` hours, the newest just now.
fn steady(span: f64, every: f64) -> Activity {
    let count = (span / every) as u32;
    activity((0..=count).map(|number| at(-f64::from(number) * every)), at(0.0)).unwrap()
}

fn minutes(activity: Activity) -> i64 {
    wait(activity, SignedDuration::ZERO, &BOUNDS, "k").as_mins()
}

#[test]
fn lively_feeds_are_polled_often_and_sleepers_seldom() {
    check(steady(24.0, 0.1), 10..=11);
    check(steady(240.0, 1.0), 26..=34);
    check(steady(2400.0, 24.0), 120..=170);
    check(activity([at(-24.0 * 60.0)], at(0.0)).unwrap(), 600..=1440);
    check(Activity::default(), 27..=33);
    // One entry of a new feed, a minute old, is not sixty an hour.
    check(steady(0.01, 1.0), 20..=35);
}

#[track_caller]
fn check(activity: Activity, expected: std::ops::RangeInclusive<i64>) {
    let minutes = minutes(activity);
    assert!(expected.contains(&minutes), "{minutes} minutes for {activity:?}");
}

#[test]
fn silence_counts_as_if_the_list_were_read_again() {
    let times = || [at(-30.0), at(-3.0), at(-1.0)];
    let waited = later(activity(times(), at(0.0)).unwrap(), SignedDuration::from_hours(50), 0);
    let read = activity(times(), at(50.0)).unwrap();
    assert!(waited.entries_milli.abs_diff(read.entries_milli) <= 2, "{waited:?} {read:?}");
    assert!(waited.watched_seconds.abs_diff(read.watched_seconds) <= 2, "{waited:?} {read:?}");
    let busy = later(waited, SignedDuration::from_hours(1), 5);
    assert!(minutes(busy) < minutes(waited));
    assert_eq!(activity([], at(0.0)), None);
}

#[test]
fn what_feed_and_server_ask_for_is_kept_within_bounds() {
    let wait = |hours| wait(steady(24.0, 0.1), SignedDuration::from_hours(hours), &BOUNDS, "k");
    assert_eq!(wait(3), SignedDuration::from_hours(3));
    assert_eq!(wait(999), BOUNDS.most);
    assert!(wait(0) < SignedDuration::from_mins(12));
}

#[test]
fn failures_double_the_wait_up_to_the_longest() {
    let hours = |failures, asked| {
        let asked = SignedDuration::from_hours(asked);
        wait_after_failure(failures, asked, &BOUNDS, "k").as_secs_f64() / 3600.0
    };
    for (failures, expected) in [(1, 1.0), (2, 2.0), (4, 8.0), (6, 24.0), (4_000_000_000, 24.0)] {
        let hours = hours(failures, 0);
        assert!((expected * 0.75..=expected * 1.25).contains(&hours), "{failures}: {hours}");
    }
    assert_eq!(hours(1, 7), 7.0);
    assert_eq!(hours(1, 9999), 24.0);
}

#[test]
fn waits_are_spread_the_same_way_each_time() {
    let wait = |key: &str| wait(Activity::default(), SignedDuration::ZERO, &BOUNDS, key);
    let waits: std::collections::BTreeSet<i64> =
        (0..100).map(|feed| wait(&feed.to_string()).as_secs()).collect();
    assert!(waits.len() > 80, "{}", waits.len());
    assert_eq!(wait("7"), wait("7"));
}

/// A fixed sequence that looks like chance (Lehmer's generator, as in C++'s minstd_rand).
struct Chance(u64);

impl Chance {
    fn part(&mut self) -> f64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 as f64 / 2_147_483_647.0
    }
}

/// Entries of four weeks, some `a_day`, few of them at night.
fn entries(chance: &mut Chance, a_day: f64) -> Vec<f64> {
    let (mut time, mut found) = (0.0, Vec::new());
    while time < 24.0 * 28.0 {
        // The gaps of a Poisson process, thinned out between midnight and six.
        time += -chance.part().max(1e-9).ln() * 24.0 / a_day;
        if time % 24.0 > 6.0 || chance.part() < 0.2 {
            found.push(time);
        }
    }
    found
}

/// Polls one feed by `next`, which says how many hours to wait; gives polls and hours of delay.
fn play(entries: &[f64], mut next: impl FnMut(f64, &[f64]) -> f64) -> (u32, f64) {
    let (mut now, mut polls, mut delay, mut known) = (0.0, 0, 0.0, 0);
    while now < 24.0 * 28.0 {
        let listed = entries.partition_point(|time| *time <= now);
        delay += entries[known..listed].iter().map(|time| now - time).sum::<f64>();
        known = listed;
        polls += 1;
        now += next(now, &entries[listed.saturating_sub(20)..listed]);
    }
    (polls, delay)
}

#[test]
fn a_learned_schedule_finds_news_sooner() {
    let mut chance = Chance(20_261_123);
    // What feeds bring a day: most sleep, few are lively.
    let rates = [0.05, 0.1, 0.3, 0.5, 1.0, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 60.0];
    let feeds: Vec<Vec<f64>> = rates.iter().map(|rate| entries(&mut chance, *rate)).collect();
    let learned = |now: f64, list: &[f64]| {
        let activity = activity(list.iter().map(|time| at(*time)), at(now)).unwrap_or_default();
        wait(activity, SignedDuration::ZERO, &BOUNDS, &now.to_string()).as_secs_f64() / 3600.0
    };
    let sum = |(a, b): (u32, f64), (c, d): (u32, f64)| (a + c, b + d);
    let (polls, delay) = feeds.iter().map(|feed| play(feed, learned)).fold((0, 0.0), sum);
    let fixed = 24.0 * 28.0 * feeds.len() as f64 / f64::from(polls);
    let (same, waited) = feeds.iter().map(|feed| play(feed, |_, _| fixed)).fold((0, 0.0), sum);
    println!("{polls} polls learned: {delay:.0} h of delay; {same} polls fixed: {waited:.0} h");
    assert!(delay < 0.75 * waited, "{delay} is no less than three quarters of {waited}");
}

proptest! {
    #[test]
    fn waits_stay_within_bounds(
        ages in prop::collection::vec(-1_000_000_i64..100_000_000, 0..50),
        passed in -10_i64..100_000_000,
        came in 0_u32..1000,
        rest in 0_i64..10_000_000,
        failures in 0_u32..100,
    ) {
        let times = ages.iter().map(|age| Timestamp::from_second(1_700_000_000 - age).unwrap());
        let known = activity(times, at(0.0)).unwrap_or_default();
        let known = later(known, SignedDuration::from_secs(passed), came);
        let rest = SignedDuration::from_secs(rest);
        let next = wait(known, rest, &BOUNDS, "k");
        prop_assert!(next >= BOUNDS.least && next <= BOUNDS.most);
        let next = wait_after_failure(failures, rest, &BOUNDS, "k");
        prop_assert!(next > SignedDuration::ZERO && next <= BOUNDS.most * 2);
    }
}
