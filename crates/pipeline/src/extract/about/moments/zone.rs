//! The zone in which readers see a time that machines are told in UTC.
//!
//! The moment stays the same; only the day that it falls on, and the clock that readers know it by,
//! come back.

use super::shown::Shown;
use crate::extract::dates::{Dated, read as read_time};
use jiff::Timestamp;
use jiff::civil::Date;
use memchr::memmem;
use news::SourceTime;

/// Seconds that no zone is away from UTC.
const ZONES_SECONDS: i64 = 14 * 3600;
/// From this hour on in UTC, a full hour may be midnight in a zone of Europe, Africa or Asia.
const MIDNIGHT_HOURS: std::ops::Range<i64> = 12..24;

/// What is told first, with the zone that the page gives away; of two that differ by more than a
/// zone the one whose clock readers see.
pub fn local(
    told: [Option<Dated>; 2],
    in_address: Option<Date>,
    shown: &Shown,
    source: &str,
) -> SourceTime {
    let [first, other] = told.map(|told| told.unwrap_or(UNKNOWN));
    let time = first.time;
    if time.offset_minutes != 0 || !first.has_clock {
        return time;
    }
    if let Some(minutes) = written(time, source).or_else(|| by_clock(time, shown.any()?)) {
        return SourceTime { offset_minutes: minutes, ..time };
    }
    let agrees = shown.any().and_then(|shown| by_clock(other.time, shown));
    if let Some(minutes) = agrees.filter(|_| other.has_clock && other.time.offset_minutes == 0) {
        return SourceTime { offset_minutes: minutes, ..other.time };
    }
    let day = || in_address.or_else(|| Some(shown.any()?.time.local().date()));
    let minutes = day().and_then(|day| by_midnight(time, day));
    SourceTime { offset_minutes: minutes.unwrap_or(0), ..time }
}

/// What nobody told.
const UNKNOWN: Dated = Dated {
    time: SourceTime { instant: Timestamp::UNIX_EPOCH, offset_minutes: 0 },
    has_clock: false,
};

/// A time in UTC with the zone of another one of the same page, when that has any.
pub fn like(time: SourceTime, other: Option<SourceTime>) -> SourceTime {
    match other {
        Some(other) if time.offset_minutes == 0 && is_near(time, other) => {
            SourceTime { offset_minutes: other.offset_minutes, ..time }
        }
        _ => time,
    }
}

/// Within a week: in between, summer time may have begun or ended.
fn is_near(time: SourceTime, other: SourceTime) -> bool {
    (time.instant.as_second() - other.instant.as_second()).abs() < 7 * 24 * 3600
}

/// Places in the source that are looked at; each is one that ends in the same minute and second.
const PLACES_LIMIT: usize = 200;

/// The same moment somewhere else in the page, with a zone.
fn written(time: SourceTime, source: &str) -> Option<i32> {
    let second = time.instant.as_second();
    let ending = format!(":{:02}:{:02}", second / 60 % 60, second % 60);
    let places = memmem::find_iter(source.as_bytes(), ending.as_bytes()).take(PLACES_LIMIT);
    let found = places.filter_map(|place| {
        let start = place.checked_sub("2026-11-23T08".len())?;
        let text = source.get(start..(place + "+00:00:00.000000000".len()).min(source.len()));
        // Behind the time may stand what is longer than one byte.
        let text = text.or_else(|| source.get(start..place + "+00:00:00".len()))?;
        let is_stamp = text.as_bytes().get(10).is_some_and(|b| matches!(b, b'T' | b' '));
        let read = read_time(text, true).filter(|_| is_stamp)?;
        (read.instant == time.instant && read.offset_minutes != 0).then_some(read.offset_minutes)
    });
    found.into_iter().next()
}

/// The clock that readers see tells the zone when it differs by half hours.
fn by_clock(time: SourceTime, shown: Dated) -> Option<i32> {
    if !shown.has_clock {
        return None;
    }
    if shown.time.offset_minutes != 0 {
        return (shown.time.instant == time.instant).then_some(shown.time.offset_minutes);
    }
    // Readers are mostly shown no seconds.
    let east =
        shown.time.instant.as_second().div_euclid(60) - time.instant.as_second().div_euclid(60);
    (east % 30 == 0 && east.abs() * 60 <= ZONES_SECONDS).then(|| i32::try_from(east).unwrap_or(0))
}

/// A day without a time is told as its midnight where the publisher sits.
fn by_midnight(time: SourceTime, day: Date) -> Option<i32> {
    let second = time.instant.as_second();
    let hour = second.div_euclid(3600).rem_euclid(24);
    let next = time.local().date().tomorrow().ok()?;
    let is_midnight = second % 3600 == 0 && MIDNIGHT_HOURS.contains(&hour) && day == next;
    is_midnight.then(|| i32::try_from((24 - hour) * 60).unwrap_or(0))
}
