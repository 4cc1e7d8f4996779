//! Days, absolute or counted from the time of a report.

use super::words::{Kind, Word, words_in};
use crate::tongue::Tongue;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use news::SourceTime;
use std::ops::Range;

/// A day that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// UTF-8 bytes of the text.
    pub span: Range<usize>,
    /// The day.
    pub date: Date,
}

/// The days that a text names, as [`days_in`] finds them.
pub fn days(text: &str, published: Option<Timestamp>) -> Vec<Day> {
    days_in(Tongue::guess(text), text, published)
}

/// The days that `text` names, in reading order. Without a year, or with only a weekday or
/// "yesterday", a day is counted from `published`; where that is missing, it is left out.
///
/// A weekday is the last one before the report, the report's own day included, unless "next" stands
/// before it; a date without a year is the one nearest to the report.
pub fn days_in(tongue: Tongue, text: &str, published: Option<Timestamp>) -> Vec<Day> {
    let words = words_in(tongue, text);
    let report = published.map(|time| time.to_zoned_datetime(TimeZone::UTC).date());
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match absolute(&words[at..], report).or_else(|| relative(&words, at, report)) {
            Some((date, length)) => {
                let span = words[at].span.start..words[at + length - 1].span.end;
                found.push(Day { span, date });
                at += length;
            }
            None => at += 1,
        }
    }
    found.extend(written_in_digits(text));
    found.sort_by_key(|day| day.span.start);
    found
}

/// "January 5, 2027", "5 January", "Jan. 5".
fn absolute(words: &[Word], report: Option<Date>) -> Option<(Date, usize)> {
    let second = words.get(1)?;
    let (month, day) = match (&words[0].kind, &second.kind) {
        (Kind::Month(month), _) => (*month, day_of_month(second)?),
        (_, Kind::Month(month)) => (*month, day_of_month(&words[0])?),
        _ => return None,
    };
    if let Some(year) = words.get(2).and_then(year) {
        return Some((Date::new(year, month, day).ok()?, 3));
    }
    Some((nearest(month, day, report?)?, 2))
}

fn day_of_month(word: &Word) -> Option<i8> {
    let day = match &word.kind {
        Kind::Number(quantity) if quantity.unit.is_none() => quantity.value,
        _ => word.key.trim_end_matches(char::is_alphabetic).parse().ok()?,
    };
    (day.fract() == 0.0 && (1.0..32.0).contains(&day)).then_some(day as i8)
}

fn year(word: &Word) -> Option<i16> {
    match &word.kind {
        Kind::Number(quantity) if quantity.is_year() => Some(quantity.value as i16),
        _ => None,
    }
}

/// The day with this month and day that lies nearest to the report.
fn nearest(month: i8, day: i8, report: Date) -> Option<Date> {
    let years = report.year() - 1..=report.year() + 1;
    let dates = years.filter_map(|year| Date::new(year, month, day).ok());
    dates.min_by_key(|date| date.since(report).map_or(i32::MAX, |span| span.get_days().abs()))
}

fn relative(words: &[Word], at: usize, report: Option<Date>) -> Option<(Date, usize)> {
    let report = report?;
    if let Some(days) = days_from_report(&words[at]) {
        return Some((report.checked_add(days.days()).ok()?, 1));
    }
    let Kind::Weekday(day) = words[at].kind else { return None };
    let today = report.weekday().to_monday_one_offset();
    let back = (today - day).rem_euclid(7);
    let next = at > 0 && means_next(&words[at - 1]);
    let days = if next { 7 - i64::from(back) } else { -i64::from(back) };
    Some((report.checked_add(days.days()).ok()?, 1))
}

/// "Next", "kommenden".
fn means_next(word: &Word) -> bool {
    match word.tongue {
        Tongue::German => {
            matches!(word.key.as_str(), "nächsten" | "nächster" | "kommenden" | "kommender")
        }
        _ => word.key == "next",
    }
}

/// "2027-01-05".
fn written_in_digits(text: &str) -> Vec<Day> {
    let hits = text.match_indices('-').filter_map(|(at, _)| {
        let span = at.checked_sub(4)?..at + 6;
        let date = text.get(span.clone())?.parse::<Date>().ok()?;
        Some(Day { span, date })
    });
    hits.filter(|day| day.date > date(1000, 1, 1)).collect()
}

/// The moment as the clock of the source showed it, so that its "Monday" is the source's Monday.
pub fn own_clock(time: &SourceTime) -> Timestamp {
    let shown = time.local().datetime().to_zoned_datetime(TimeZone::UTC);
    shown.map_or(time.instant, |shown| shown.timestamp())
}

/// How many days after the report a word such as "yesterday" means.
pub fn days_from_report(word: &Word) -> Option<i64> {
    // "Morgen" with a capital is the morning.
    let noun = word.tongue == Tongue::German && word.large && !word.first;
    word.tongue.days_from_report(&word.key).filter(|_| !noun)
}

/// The weekday, 1 for Monday, so many days after `time`.
pub(super) fn weekday_after(time: Timestamp, days: i64) -> Option<i8> {
    let date = time.to_zoned_datetime(TimeZone::UTC).date().checked_add(days.days()).ok()?;
    Some(date.weekday().to_monday_one_offset())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_report() {
        // A Wednesday.
        let report = "2027-01-06T10:00:00Z";
        check("On January 5, 2026 and 5 February 2025", None, "2026-01-05 2025-02-05");
        check("On Jan. 5 and December 30th", Some(report), "2027-01-05 2026-12-30");
        check("On Jan. 5", None, "");
        check("Monday, Wednesday, next Friday", Some(report), "2027-01-04 2027-01-06 2027-01-08");
        check("yesterday and tomorrow", Some(report), "2027-01-05 2027-01-07");
        check("by 2026-02-30 or 2026-02-28", None, "2026-02-28");
    }

    #[track_caller]
    fn check(text: &str, published: Option<&str>, expected: &str) {
        let published = published.map(|time| time.parse().expect("the table holds times"));
        let shown: Vec<String> =
            days(text, published).iter().map(|day| day.date.to_string()).collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }
}
