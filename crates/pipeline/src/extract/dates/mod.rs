//! Dates as pages write them: ISO 8601, RFC 2822, and those for readers in a dozen languages.

mod months;
mod pieces;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use months::{month, zone_minutes};
use news::SourceTime;
use pieces::{Piece, pieces};

/// Years outside of these are a generator's way to say nothing, or no years.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;
/// Characters looked through for a date: a dateline, not an article.
const LOOK_CHARACTERS: usize = 200;

/// Reads the first date in `text`, with the time and zone that follow it. `day_first` decides about
/// `03/04/2026`. A date without a time is its midnight, a time without a zone stands in UTC.
pub fn read(text: &str, day_first: bool) -> Option<SourceTime> {
    dated(text, day_first).map(|dated| dated.time)
}

/// A date and whether a time of day stood with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The moment; midnight where only a day is told.
    pub time: SourceTime,
    /// Whether it is known to more than the day.
    pub has_clock: bool,
}

/// As [`read`], and tells whether there was a time of day.
pub fn dated(text: &str, day_first: bool) -> Option<Dated> {
    let text = lower(text);
    if let Some(time) = unix(&text) {
        return Some(Dated { time, has_clock: true });
    }
    let pieces = pieces(&text);
    (0..pieces.len()).find_map(|at| dated_at(&pieces[at..], day_first))
}

/// As [`dated`], of a date with which the text begins.
pub fn at_start(text: &str, day_first: bool) -> Option<Dated> {
    dated_at(&pieces(&lower(text)), day_first)
}

fn dated_at(pieces: &[Piece<'_>], day_first: bool) -> Option<Dated> {
    let (date, after) = date_at(pieces, day_first)?;
    let clock = clock(&pieces[after..]);
    let (time, minutes) = clock.unwrap_or((Time::midnight(), 0));
    Some(Dated { time: moment(date, time, minutes)?, has_clock: clock.is_some() })
}

/// The minute of the day at the very start of `text`, such as `21:25` or `9.30 pm`.
pub fn clock_alone(text: &str) -> Option<i32> {
    let text = lower(text);
    let (time, _) = clock_at(&pieces(&text))?;
    Some(i32::from(time.hour()) * 60 + i32::from(time.minute()))
}

fn lower(text: &str) -> String {
    text.trim().chars().take(LOOK_CHARACTERS).flat_map(char::to_lowercase).collect()
}

fn moment(date: Date, time: Time, minutes: i32) -> Option<SourceTime> {
    let offset = Offset::from_seconds(minutes * 60).ok()?;
    let instant = offset.to_timestamp(date.to_datetime(time)).ok()?;
    Some(SourceTime { instant, offset_minutes: minutes })
}

/// Seconds or milliseconds since 1970, when the text is nothing else.
fn unix(text: &str) -> Option<SourceTime> {
    if !matches!(text.len(), 10 | 13) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds: i64 = text[..10].parse().ok()?;
    // Below 10^8·5 (1985) it is another number.
    let instant = Timestamp::from_second(seconds).ok().filter(|_| seconds > 500_000_000)?;
    Some(SourceTime::utc(instant))
}

/// The date at the start of the pieces and how many pieces it takes.
fn date_at(pieces: &[Piece<'_>], day_first: bool) -> Option<(Date, usize)> {
    year_first(pieces)
        .or_else(|| compact(pieces))
        .or_else(|| day_month_year(pieces))
        .or_else(|| month_day_year(pieces))
        .or_else(|| numbers(pieces, day_first))
}

/// A day that exists, in years that pages are about.
fn day(year: u64, month: u64, day: u64) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2026-11-23`, `2026/11/23`, `2026年11月23日`.
fn year_first(pieces: &[Piece<'_>]) -> Option<(Date, usize)> {
    let [Piece::Number(y, 4), first, Piece::Number(m, 1..=2), second, Piece::Number(d, 1..=2), ..] =
        pieces
    else {
        return None;
    };
    let parts = |piece: &Piece<'_>| match piece {
        Piece::Mark('-' | '/' | '.') => true,
        Piece::Word(word) => matches!(*word, "年" | "月" | "년" | "월"),
        _ => false,
    };
    if parts(first) && parts(second) { Some((day(*y, *m, *d)?, 5)) } else { None }
}

/// `20261123`.
fn compact(pieces: &[Piece<'_>]) -> Option<(Date, usize)> {
    let Piece::Number(n, 8) = pieces.first()? else { return None };
    Some((day(n / 10_000, n / 100 % 100, n % 100)?, 1))
}

/// `23. November 2026`, `23 de noviembre de 2026`, `Mon, 23-Nov-26`.
fn day_month_year(pieces: &[Piece<'_>]) -> Option<(Date, usize)> {
    let Piece::Number(d, 1..=2) = pieces.first()? else { return None };
    let named = pass(pieces, 1);
    let Piece::Word(name) = pieces.get(named)? else { return None };
    let at = pass(pieces, named + 1);
    let (year, length) = match pieces.get(at)? {
        Piece::Number(year, 4) => (*year, 4),
        Piece::Number(year, 2) => (2000 + year, 2),
        _ => return None,
    };
    // `23 May 10:15` has no year.
    if length == 2 && matches!(pieces.get(at + 1), Some(Piece::Mark(':'))) {
        return None;
    }
    Some((day(year, month(name)?, *d)?, at + 1))
}

/// `November 23rd, 2026`, `Nov 23 08:30:00 2026`.
fn month_day_year(pieces: &[Piece<'_>]) -> Option<(Date, usize)> {
    let Piece::Word(name) = pieces.first()? else { return None };
    let month = month(name)?;
    let at = pass(pieces, 1);
    let Piece::Number(d, 1..=2) = pieces.get(at)? else { return None };
    let next = pass(pieces, at + 1);
    if let Piece::Number(year, 4) = pieces.get(next)? {
        return Some((day(*year, month, *d)?, next + 1));
    }
    // As C's asctime: the year comes after the time, which is read from behind the day.
    let late = pieces.iter().skip(next).take(8).find_map(|piece| match piece {
        Piece::Number(year, 4) => day(*year, month, *d),
        _ => None,
    });
    let is_time = matches!(pieces.get(next + 1), Some(Piece::Mark(':')));
    late.filter(|_| is_time).map(|date| (date, next))
}

/// `23.11.2026`, `23. 11. 2026`, `11/23/2026`.
fn numbers(pieces: &[Piece<'_>], day_first: bool) -> Option<(Date, usize)> {
    let full = pieces.iter().enumerate().filter(|(_, piece)| **piece != Piece::Space);
    let five: Vec<(usize, Piece<'_>)> = full.take(5).map(|(at, piece)| (at, *piece)).collect();
    let [
        (0, Piece::Number(a, 1..=2)),
        (_, Piece::Mark(one)),
        (_, Piece::Number(b, 1..=2)),
        (_, Piece::Mark(two)),
        (last, year),
    ] = five[..]
    else {
        return None;
    };
    let is_glued = matches!(pieces.get(last + 1), Some(Piece::Mark(':')));
    let year = match year {
        // `28.09.2612:44`: a short year and the time of day in two elements.
        Piece::Number(both, 4) if is_glued => 2000 + both / 100,
        Piece::Number(year, 4) => year,
        Piece::Number(year, 2) => 2000 + year,
        _ => return None,
    };
    if one != two || !matches!(one, '.' | '/' | '-' | '|') {
        return None;
    }
    let (d, m) = if matches!(one, '.' | '|') || day_first { (a, b) } else { (b, a) };
    let date = day(year, m, d).or_else(|| day(year, d, m))?;
    Some((date, last + 1))
}

/// Passes what may stand between the parts of a date.
fn pass(pieces: &[Piece<'_>], mut at: usize) -> usize {
    while let Some(piece) = pieces.get(at) {
        let filler = match piece {
            Piece::Space | Piece::Mark('.' | ',' | '-' | '/' | '’' | '\'') => true,
            Piece::Word(word) => {
                matches!(*word, "st" | "nd" | "rd" | "th" | "of" | "de" | "del" | "er" | "º" | "ª")
            }
            _ => false,
        };
        if !filler {
            break;
        }
        at += 1;
    }
    at
}

/// The time of day soon after a date, and the minutes east of UTC written behind it.
fn clock(pieces: &[Piece<'_>]) -> Option<(Time, i32)> {
    let start = pieces.iter().take(8).position(|piece| matches!(piece, Piece::Number(..)))?;
    clock_at(&pieces[start..])
}

fn clock_at(pieces: &[Piece<'_>]) -> Option<(Time, i32)> {
    let (hour, minute, second, mut at) = match pieces {
        [
            Piece::Number(h, 1..=2),
            Piece::Mark(':' | '.') | Piece::Word("h"),
            Piece::Number(m, 2),
            rest @ ..,
        ] => match rest {
            [Piece::Mark(':'), Piece::Number(s, 2), ..] => (*h, *m, *s, 5),
            _ => (*h, *m, 0, 3),
        },
        [Piece::Number(n, 6), ..] => (n / 10_000, n / 100 % 100, n % 100, 1),
        _ => return None,
    };
    if let [Piece::Mark('.' | ','), Piece::Number(..), ..] = pieces.get(at..)? {
        at += 2; // fractions of a second
    }
    // `10:00-11:30` is from when to when; a zone stands behind seconds or a name.
    if is_span(pieces.get(at..)?) && at == 3 {
        return Some((Time::new(narrow(hour)?, narrow(minute)?, 0, 0).ok()?, 0));
    }
    let rest: Vec<Piece<'_>> =
        pieces[at..].iter().filter(|piece| **piece != Piece::Space).take(8).copied().collect();
    let (hour, rest) = half_day(hour, &rest);
    // A leap second is the one before it.
    let time = Time::new(narrow(hour)?, narrow(minute)?, narrow(second.min(59))?, 0).ok()?;
    Some((time, zone(rest)))
}

/// Whether a second time of day follows that no zone could be.
fn is_span(pieces: &[Piece<'_>]) -> bool {
    let [
        Piece::Mark('-' | '–'),
        Piece::Number(hours, 2),
        Piece::Mark(':'),
        Piece::Number(minutes, 2),
        ..,
    ] = pieces
    else {
        return false;
    };
    // West of UTC only these have half an hour, and none lies farther than Baker Island.
    *hours > 12 || !(*minutes == 0 || *minutes == 30 && matches!(hours, 2 | 3 | 4 | 9))
}

fn narrow(number: u64) -> Option<i8> {
    i8::try_from(number).ok()
}

/// The hour of 24, with `am` and `pm` passed over.
fn half_day<'p, 't>(hour: u64, rest: &'p [Piece<'t>]) -> (u64, &'p [Piece<'t>]) {
    let (afternoon, taken) = match rest {
        [Piece::Word("am"), ..] => (false, 1),
        [Piece::Word("pm"), ..] => (true, 1),
        [Piece::Word("a"), Piece::Mark('.'), Piece::Word("m"), ..] => (false, 4),
        [Piece::Word("p"), Piece::Mark('.'), Piece::Word("m"), ..] => (true, 4),
        _ => return (hour, rest),
    };
    let hour = hour % 12 + if afternoon { 12 } else { 0 };
    (hour, &rest[taken.min(rest.len())..])
}

/// Minutes east of UTC: `Z`, `+01:00`, `GMT-0500`, `CEST`; none is UTC.
fn zone(rest: &[Piece<'_>]) -> i32 {
    let rest = match rest {
        [Piece::Word("uhr" | "h"), rest @ ..] | [Piece::Mark('('), rest @ ..] => rest,
        rest => rest,
    };
    let (named, rest) = match rest {
        [Piece::Word(name), rest @ ..] => (zone_minutes(name), rest),
        rest => (Some(0), rest),
    };
    match rest {
        [
            Piece::Mark(sign @ ('+' | '-' | '−')),
            Piece::Number(hours, 2),
            Piece::Mark(':'),
            Piece::Number(minutes, 2),
            ..,
        ] => east(*sign, *hours, *minutes),
        [Piece::Mark(sign @ ('+' | '-' | '−')), Piece::Number(both, 4), ..] => {
            east(*sign, both / 100, both % 100)
        }
        [Piece::Mark(sign @ ('+' | '-' | '−')), Piece::Number(hours, 1..=2), ..] => {
            east(*sign, *hours, 0)
        }
        _ => named,
    }
    .unwrap_or(0)
}

/// The farthest zones are 14 hours from UTC; more is no zone.
fn east(sign: char, hours: u64, minutes: u64) -> Option<i32> {
    let total = i32::try_from(hours * 60 + minutes).ok().filter(|total| *total <= 14 * 60)?;
    Some(if sign == '+' { total } else { -total })
}

#[cfg(test)]
mod tests;
