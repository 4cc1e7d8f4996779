//! Times in all the forms that feeds write them in.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use news::SourceTime;
use std::iter::Peekable;
use std::str::CharIndices;

mod names;
mod signs;

/// Longer texts hold no time; the longest form in the tests has under 50 bytes.
const LIMIT_BYTES: usize = 120;

/// Reads a time in any known form; without a zone it counts as UTC, without a clock time as midnight.
pub fn read(text: &str) -> Option<SourceTime> {
    let text = text.trim();
    if text.is_empty() || text.len() > LIMIT_BYTES {
        return None;
    }
    let plain = signs::plain(text);
    let zone = signs::zone(text);
    let text = plain.as_deref().unwrap_or(text);
    if let Some(time) = compact(text) {
        return Some(time);
    }
    match clock(text).or_else(|| hour_alone(text)) {
        Some(clock) => with_clock(text, &clock, zone),
        None => moment(date(text, "")?, Time::midnight(), zone.unwrap_or(0)),
    }
}

/// A clock time, and where in the text it stands.
struct Clock {
    start: usize,
    end: usize,
    hour: i8,
    minute: i8,
    second: i8,
}

/// Finds the first `h:mm`, `h:mm:ss` or `h:mm:ss.fraction`, also with `h` for the first colon.
fn clock(text: &str) -> Option<Clock> {
    let bytes = text.as_bytes();
    let signs = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b':' | b'h' | b'H'));
    let (sign, digits) =
        signs.map(|(at, _)| (at, digits_before(bytes, at))).find(|(at, digits)| {
            // More digits are the year of "07/Sep/2002:10:11:12".
            matches!(digits, 1 | 2) && two_digits(bytes, at + 1).is_some()
        })?;
    let start = sign - digits;
    let hour = text[start..sign].parse().ok()?;
    let (minute, mut end) = (two_digits(bytes, sign + 1)?, sign + 3);
    let mut second = 0;
    if bytes.get(end) == Some(&b':')
        && let Some(read) = two_digits(bytes, end + 1)
    {
        (second, end) = (read, end + 3);
    }
    if matches!(bytes.get(end), Some(b'.' | b',')) {
        end += 1 + bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    }
    Some(Clock { start, end, hour, minute, second })
}

fn digits_before(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Finds `3 pm` and `3 a.m.`.
fn hour_alone(text: &str) -> Option<Clock> {
    let lower = text.to_ascii_lowercase();
    let hour_before = |at: usize| {
        let end = lower[..at].trim_end().len();
        let digits = digits_before(lower.as_bytes(), end);
        matches!(digits, 1 | 2).then_some((end - digits, end))
    };
    let is_half = |at: usize| ["m", ".m"].iter().any(|rest| lower[at + 1..].starts_with(rest));
    let mut halves = lower.match_indices(['a', 'p']).map(|(at, _)| at).filter(|at| is_half(*at));
    let (start, end) = halves.find_map(hour_before)?;
    Some(Clock { start, end, hour: lower[start..end].parse().ok()?, minute: 0, second: 0 })
}

fn two_digits(bytes: &[u8], at: usize) -> Option<i8> {
    let digit = |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|b| b - b'0');
    i8::try_from(digit(at)? * 10 + digit(at + 1)?).ok()
}

fn with_clock(text: &str, clock: &Clock, zone: Option<i32>) -> Option<SourceTime> {
    let (before, after) = (&text[..clock.start], &text[clock.end..]);
    let (half, after) = half_of_day(before, after);
    let hour = half.map_or(clock.hour, |half| clock.hour % 12 + half);
    // A leap second, and midnight as the end of a day, are rare enough to be rounded.
    let (hour, next_day) = if hour == 24 { (0, true) } else { (hour, false) };
    let time = Time::new(hour, clock.minute, clock.second.min(59), 0).ok()?;
    let (offset, rest) = offset(after);
    let date = date(before, rest)?;
    let date = if next_day { date.tomorrow().ok()? } else { date };
    moment(date, time, offset.or(zone).unwrap_or(0))
}

/// The hour at which the named half of the day begins, and what follows its name. In some languages it
/// stands before the clock time.
fn half_of_day<'a>(before: &str, after: &'a str) -> (Option<i8>, &'a str) {
    let after = after.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
    let starts = |words: [&str; 3]| {
        words.iter().any(|word| {
            after.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        })
    };
    let before = before.trim_end();
    match () {
        () if starts(["pm", "p.m", "p. m"]) => (Some(12), skip_word(after)),
        () if starts(["am", "a.m", "a. m"]) => (Some(0), skip_word(after)),
        () if before.ends_with("pm") => (Some(12), after),
        () if before.ends_with("am") => (Some(0), after),
        () => (None, after),
    }
}

fn skip_word(text: &str) -> &str {
    let text = text.trim_start();
    &text[text.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(text.len())..]
}

/// The zone at the start of `text` in minutes east of UTC, and what follows it.
fn offset(text: &str) -> (Option<i32>, &str) {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '(');
    if text.starts_with(['+', '-', '−']) {
        return match signed(text) {
            Some((minutes, rest)) => (Some(minutes), rest),
            None => (None, text),
        };
    }
    let length = text.find(|c: char| !c.is_ascii_alphabetic() && c != '/').unwrap_or(text.len());
    let (word, rest) = text.split_at(length);
    let name = word.rsplit('/').next().unwrap_or_default();
    match (names::zone(name), signed(rest.trim_start())) {
        // "GMT+0100", and "EST-0500", whose number says it again.
        (Some(_), Some((minutes, rest))) => (Some(minutes), rest),
        (Some(minutes), None) => (Some(minutes), rest),
        (None, _) => (None, text),
    }
}

/// `+hh:mm`, `+hhmm` or `+hh`.
fn signed(text: &str) -> Option<(i32, &str)> {
    let sign = text.chars().next().filter(|c| matches!(c, '+' | '-' | '−'))?;
    let rest = &text[sign.len_utf8()..];
    let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(length);
    let number = |digits: &str| digits.parse::<i32>().ok();
    let (hours, minutes, rest) = match digits.len() {
        1 | 2 => match rest.strip_prefix(':').and_then(|rest| rest.split_at_checked(2)) {
            Some((minutes, rest)) => (number(digits)?, number(minutes)?, rest),
            None => (number(digits)?, 0, rest),
        },
        3 | 4 => {
            let (hours, minutes) = digits.split_at(digits.len() - 2);
            (number(hours)?, number(minutes)?, rest)
        }
        _ => return None,
    };
    let east = hours * 60 + minutes;
    // The farthest zones are 12 hours west and 14 east; some feeds write a little more.
    (hours <= 15 && minutes < 60).then_some((if sign == '+' { east } else { -east }, rest))
}

/// What a date is written with.
enum Part<'a> {
    Number { digits: &'a str, negative: bool },
    Word(String),
}

/// Reads the date from what stands before and after the clock time.
fn date(before: &str, after: &str) -> Option<Date> {
    // "Mar, 4 déc 2003" is a Tuesday in French, and no March.
    let before =
        before.split_once(',').filter(|(day, _)| !has_digit(day)).map_or(before, |(_, d)| d);
    // Where two words could name the month, the first is the day of the week: "mar 4 déc 2003".
    let of_words = |text| {
        let words = parts(text).filter_map(|part| match part {
            Part::Word(word) => names::month(&word),
            Part::Number { .. } => None,
        });
        words.last()
    };
    let month = of_words(before).or_else(|| of_words(after));
    let mut numbers: Vec<(&str, bool)> = Vec::new();
    for part in parts(before).chain(parts(after)) {
        match part {
            Part::Word(_) => {}
            Part::Number { digits, negative } if numbers.len() < 4 => {
                numbers.push((digits, negative))
            }
            Part::Number { .. } => {}
        }
    }
    match month {
        Some(month) => named(month, &numbers),
        None => numeric(&numbers, before),
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let mut negative = false;
        let (start, first) = loop {
            let (at, c) = chars.next()?;
            if c.is_alphanumeric() {
                break (at, c);
            }
            negative = c == '-';
        };
        let digit = first.is_ascii_digit();
        let end = end_of_run(&mut chars, text.len(), digit);
        let run = &text[start..end];
        Some(match digit {
            true => Part::Number { digits: run, negative },
            false => Part::Word(run.to_lowercase()),
        })
    })
}

fn end_of_run(chars: &mut Peekable<CharIndices>, length: usize, digits: bool) -> usize {
    let same = |c: char| c.is_alphanumeric() && c.is_ascii_digit() == digits;
    while chars.next_if(|(_, c)| same(*c)).is_some() {}
    chars.peek().map_or(length, |(at, _)| *at)
}

/// A date whose month is a word: of the two numbers the one that can only be a year is the year, else
/// the second.
fn named(month: i8, numbers: &[(&str, bool)]) -> Option<Date> {
    let is_year = |digits: &str| digits.len() > 2 || digits.parse().is_ok_and(|n: u32| n > 31);
    let (day, year) = match numbers {
        [(one, _)] if is_year(one) => ("1", *one),
        [(first, _), (second, _), ..] if is_year(first) => (*second, *first),
        [(first, _), (second, _), ..] => (*first, *second),
        _ => return None,
    };
    make(year, month, day.parse().ok()?)
}

/// A date in numbers only.
fn numeric(numbers: &[(&str, bool)], text: &str) -> Option<Date> {
    let small = |digits: &str| digits.parse::<i8>().ok();
    match numbers {
        [(one, negative)] => run_of_digits(one, *negative),
        [(year, _), (days, _)] if days.len() == 3 => ordinal(year, days),
        [(year, _), (month, _)] => make(year, small(month)?, 1),
        [(year, _), (month, _), (day, _), ..] if year.len() == 4 => {
            make(year, small(month)?, small(day)?)
        }
        [(first, _), (second, _), (year, _), ..] if year.len() == 4 => {
            let (first, second) = (small(first)?, small(second)?);
            // With slashes the month comes first, as in the United States, unless it cannot.
            let day_first = first > 12 || (second <= 12 && !text.contains('/'));
            let (day, month) = if day_first { (first, second) } else { (second, first) };
            make(year, month, day)
        }
        [(first, _), (second, _), (third, _), ..] if text.contains('/') => {
            make(third, small(first)?, small(second)?)
        }
        [(day, _), (month, _), (year, _), ..] if text.contains('.') => {
            make(year, small(month)?, small(day)?)
        }
        [(year, _), (month, _), (day, _), ..] => make(year, small(month)?, small(day)?),
        [] => None,
    }
}

/// `20031231`, `2003365`, `031231`, `03365`, `2003`, `-0312`.
fn run_of_digits(digits: &str, negative: bool) -> Option<Date> {
    let part = |from: usize, to: usize| digits.get(from..to);
    let small = |from: usize, to: usize| part(from, to)?.parse::<i8>().ok();
    match digits.len() {
        8 => make(part(0, 4)?, small(4, 6)?, small(6, 8)?),
        7 => ordinal(part(0, 4)?, part(4, 7)?),
        6 => make(part(0, 2)?, small(2, 4)?, small(4, 6)?),
        5 => ordinal(part(0, 2)?, part(2, 5)?),
        4 if negative => make(part(0, 2)?, small(2, 4)?, 1),
        4 => make(digits, 1, 1),
        _ => None,
    }
}

fn ordinal(year: &str, days: &str) -> Option<Date> {
    let first = make(year, 1, 1)?;
    let days: i16 = days.parse().ok()?;
    let last = first.days_in_year();
    (1..=last).contains(&days).then(|| first.with().day_of_year(days).build().ok())?
}

/// A day of a year that may be written with two digits (RFC 2822: below 50 is this century).
fn make(year: &str, month: i8, day: i8) -> Option<Date> {
    let number: i16 = year.parse().ok()?;
    let year = match (year.len(), number) {
        (1 | 2, ..50) => number + 2000,
        (1..=3, _) => number + 1900,
        _ => number,
    };
    // The years of Thailand count from the death of the Buddha.
    let year = if (2443..2643).contains(&year) { year - 543 } else { year };
    // The year 1 is some generators' way to say "no date".
    (1800..3000).contains(&year).then(|| Date::new(year, month, day).ok())?
}

/// `20031231T101455Z`, `2003-12-31T101455Z`, and the seconds, milliseconds or microseconds since 1970.
fn compact(text: &str) -> Option<SourceTime> {
    if let Some(inner) = text.strip_prefix("/Date(") {
        return since_1970(inner.split(')').next()?);
    }
    if text.get(4..5) == Some("-")
        && let Some((day, clock)) = text.split_once(['T', 't'])
        && day.len() == 10
    {
        return clock_digits(&day.replace('-', ""), clock, "");
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    match (digits, rest) {
        (10 | 13 | 16, _) => since_1970(text),
        (12 | 14, _) => clock_digits(number, &number[8..], rest),
        (8, rest) => clock_digits(number, rest.strip_prefix(['T', 't', ' '])?, ""),
        _ => None,
    }
}

/// Seconds, perhaps with a fraction, or thousandths or millionths of them, by the number of digits; .NET
/// writes a zone behind.
fn since_1970(text: &str) -> Option<SourceTime> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let number: i64 = number.parse().ok()?;
    let seconds = match digits {
        ..=10 => number,
        11..=13 => number / 1_000,
        14..=16 => number / 1_000_000,
        _ => return None,
    };
    let fraction =
        |rest: &str| rest.starts_with('.') && rest[1..].bytes().all(|b| b.is_ascii_digit());
    let offset_minutes = match signed(rest) {
        Some((minutes, "")) => minutes,
        None if rest.is_empty() || fraction(rest) => 0,
        _ => return None,
    };
    let instant = jiff::Timestamp::from_second(seconds).ok()?;
    Some(SourceTime { instant, offset_minutes })
}

fn clock_digits(day: &str, clock: &str, zone: &str) -> Option<SourceTime> {
    let bytes = clock.as_bytes();
    let time = (two_digits(bytes, 0)?, two_digits(bytes, 2)?, two_digits(bytes, 4).unwrap_or(0));
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let zone = if zone.is_empty() { &clock[digits..] } else { zone };
    let time = Time::new(time.0, time.1, time.2, 0).ok()?;
    moment(run_of_digits(day.get(..8)?, false)?, time, offset(zone).0.unwrap_or(0))
}

fn moment(date: Date, time: Time, offset_minutes: i32) -> Option<SourceTime> {
    let offset = Offset::from_seconds(offset_minutes * 60).ok()?;
    let instant = offset.to_timestamp(DateTime::from_parts(date, time)).ok()?;
    Some(SourceTime { instant, offset_minutes })
}

#[cfg(test)]
mod tests;
