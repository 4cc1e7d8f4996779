//! Times as readers and machines want them. All in UTC: the site has one clock for all readers.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A moment, for a `<time>` element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Instant {
    /// RFC 3339.
    pub machine: String,
    /// "20 November 2026, 14:05 UTC".
    pub words: String,
}

impl Instant {
    pub(crate) fn of(time: Timestamp) -> Instant {
        Instant { machine: machine(time), words: moment(time) }
    }
}

/// RFC 3339, to the second.
pub(crate) fn machine(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// RFC 822 with a year of four digits, as RSS wants it.
pub(crate) fn rss(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// "20 November 2026, 14:05 UTC".
pub(crate) fn moment(time: Timestamp) -> String {
    time.strftime("%-d %B %Y, %H:%M UTC").to_string()
}

/// "20 November, 14:05".
pub(crate) fn short_moment(time: Timestamp) -> String {
    time.strftime("%-d %B, %H:%M").to_string()
}

/// How long after `first` it was, in words: "50 minutes later".
pub(crate) fn later(first: Timestamp, then: Timestamp) -> String {
    let minutes = (then.as_second() - first.as_second()).max(0) / 60;
    let (count, unit) = match minutes {
        0 => return "at the same time".to_owned(),
        1..60 => (minutes, "minute"),
        60..2880 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    format!("{} later", news::counted(count, unit, &format!("{unit}s")))
}

/// "Friday, 20 November 2026".
pub(crate) fn long_day(day: Date) -> String {
    day.strftime("%A, %-d %B %Y").to_string()
}

/// "20 November 2026".
pub(crate) fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The day on which `time` falls.
pub(crate) fn day_of(time: Timestamp) -> Date {
    time.to_zoned_datetime(TimeZone::UTC).date()
}

/// How long ago `then` was, in words; the day itself when that was more than six days ago.
pub(crate) fn age(then: Timestamp, now: Timestamp) -> String {
    // A clock that was set back must not show news from the future.
    let minutes = (now.as_second() - then.as_second()).max(0) / 60;
    match minutes {
        0 => "just now".to_owned(),
        1..60 => ago(minutes, "minute"),
        60..1440 => ago(minutes / 60, "hour"),
        1440..10_080 => ago(minutes / 1440, "day"),
        _ => day(day_of(then)),
    }
}

fn ago(count: i64, unit: &str) -> String {
    format!("{} ago", news::counted(count, unit, &format!("{unit}s")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_as_people_say_them() {
        check("2026-11-20T12:00:00Z", "just now");
        check("2026-11-20T13:00:00Z", "just now");
        check("2026-11-20T11:59:00Z", "1 minute ago");
        check("2026-11-20T11:00:00Z", "1 hour ago");
        check("2026-11-19T13:00:00Z", "23 hours ago");
        check("2026-11-18T11:00:00Z", "2 days ago");
        check("2026-11-13T12:00:00Z", "13 November 2026");
    }

    #[track_caller]
    fn check(then: &str, expected: &str) {
        let now = "2026-11-20T12:00:00Z".parse().unwrap();
        assert_eq!(age(then.parse().unwrap(), now), expected, "{then}");
    }

    #[test]
    fn delays_are_told_in_the_unit_that_fits() {
        let later = |then: &str| {
            let first = "2026-11-20T12:00:00Z".parse().unwrap();
            later(first, then.parse().unwrap())
        };
        assert_eq!(later("2026-11-20T12:00:30Z"), "at the same time");
        assert_eq!(later("2026-11-20T11:00:00Z"), "at the same time");
        assert_eq!(later("2026-11-20T12:01:00Z"), "1 minute later");
        assert_eq!(later("2026-11-21T12:30:00Z"), "24 hours later");
        assert_eq!(later("2026-11-22T12:30:00Z"), "2 days later");
    }

    #[test]
    fn times_have_one_form_for_each_reader() {
        let time: Timestamp = "2026-11-06T04:05:06.7Z".parse().unwrap();
        assert_eq!(machine(time), "2026-11-06T04:05:06Z");
        assert_eq!(rss(time), "Fri, 06 Nov 2026 04:05:06 +0000");
        assert_eq!(moment(time), "6 November 2026, 04:05 UTC");
        assert_eq!(long_day(day_of(time)), "Friday, 6 November 2026");
    }
}
