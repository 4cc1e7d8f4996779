//! Times in all the forms that feeds write them in.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use news::SourceTime;
use std::iter::Peekable;
use std::str::CharIndices;

/// Longer texts hold no time; the longest form in the tests has under 50 bytes.
const LIMIT_BYTES: usize = 120;

/// Beginnings of the names of months, lowercase, in the languages that feeds were seen in.
const MONTHS: [(i8, &[&str]); 12] = [
    (1, &["jan", "ene", "gen", "янв", "ιαν"]),
    (2, &["feb", "fév", "fev", "фев", "φεβ"]),
    (3, &["mar", "mär", "már", "maa", "mrz", "мар", "μάρ", "μαρ", "μάώ", "μαώ"]),
    (4, &["apr", "abr", "avr", "ápr", "апр", "απρ"]),
    (5, &["may", "mai", "maj", "máj", "mag", "май", "мая", "μάι", "μαϊ", "μαι"]),
    (6, &["jun", "jún", "juin", "giu", "июн", "ιούν", "ιον", "ιουν"]),
    (7, &["jul", "júl", "juil", "lug", "июл", "ιούλ", "ιολ", "ιουλ"]),
    (8, &["aug", "ago", "aoû", "aou", "авг", "αύγ", "αυγ"]),
    (9, &["sep", "set", "szept", "сен", "σεπ"]),
    (10, &["oct", "okt", "ott", "out", "окт", "οκτ"]),
    (11, &["nov", "ноя", "νοέ", "νοε"]),
    (12, &["dec", "dez", "dic", "déc", "дек", "δεκ"]),
];

/// Names of zones with their minutes east of UTC, uppercase. Where a name has several meanings it is
/// the one of RFC 822, else the one of the larger press.
const ZONES: [(&str, i32); 45] = [
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("Z", 0),
    ("EST", -300),
    ("EDT", -240),
    ("ET", -300),
    ("CST", -360),
    ("CDT", -300),
    ("CT", -360),
    ("MST", -420),
    ("MDT", -360),
    ("MT", -420),
    ("PST", -480),
    ("PDT", -420),
    ("PT", -480),
    ("AST", -240),
    ("ADT", -180),
    ("AT", -240),
    ("NST", -210),
    ("NDT", -150),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("BRT", -180),
    ("BST", 60),
    ("WEST", 60),
    ("CET", 60),
    ("MET", 60),
    ("CEST", 120),
    ("MEST", 120),
    ("EET", 120),
    ("SAST", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("IST", 330),
    ("SGT", 480),
    ("HKT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
];

/// Zones of countries whose feeds leave them out, told by their words.
const KOREA: i32 = 540;

/// Reads a time in any known form; without a zone it counts as UTC, without a clock time as midnight.
pub fn read(text: &str) -> Option<SourceTime> {
    let text = text.trim();
    if text.is_empty() || text.len() > LIMIT_BYTES {
        return None;
    }
    let korean = korean(text);
    let text = korean.as_deref().unwrap_or(text);
    let zone = korean.as_ref().map(|_| KOREA);
    match clock(text) {
        Some(clock) => with_clock(text, &clock, zone),
        None => compact(text).or_else(|| moment(date(text, "")?, Time::midnight(), 0)),
    }
}

/// `2004년 05월 28일 오후 01:31:15` with its words replaced by signs that the other forms use.
fn korean(text: &str) -> Option<String> {
    if !text.contains('년') && !text.contains('오') {
        return None;
    }
    let signs = text.replace(['년', '월'], "-").replace('일', " ").replace("- ", "-");
    Some(match signs.replace("오전", "") {
        // The word for "afternoon" stands before the hour, "pm" after it.
        signs if signs.contains("오후") => signs.replace("오후", "") + " pm",
        signs => signs,
    })
}

/// A clock time, and where in the text it stands.
struct Clock {
    start: usize,
    end: usize,
    hour: i8,
    minute: i8,
    second: i8,
}

/// Finds the first `h:mm`, `h:mm:ss` or `h:mm:ss.fraction`.
fn clock(text: &str) -> Option<Clock> {
    let bytes = text.as_bytes();
    let colon = text.match_indices(':').map(|(at, _)| at).find(|at| {
        at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_digit())
            && two_digits(bytes, at + 1).is_some()
    })?;
    let digits =
        bytes[..colon].iter().rev().take_while(|byte| byte.is_ascii_digit()).count().min(2);
    let start = colon - digits;
    let hour = text[start..colon].parse().ok()?;
    let (minute, mut end) = (two_digits(bytes, colon + 1)?, colon + 3);
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

fn two_digits(bytes: &[u8], at: usize) -> Option<i8> {
    let digit = |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|b| b - b'0');
    i8::try_from(digit(at)? * 10 + digit(at + 1)?).ok()
}

fn with_clock(text: &str, clock: &Clock, zone: Option<i32>) -> Option<SourceTime> {
    let (before, after) = (&text[..clock.start], &text[clock.end..]);
    let lower = after.to_lowercase();
    let (half, after) = match lower.trim_start() {
        rest if rest.starts_with("pm") || rest.starts_with("p.m.") => (Some(12), skip_word(after)),
        rest if rest.starts_with("am") || rest.starts_with("a.m.") => (Some(0), skip_word(after)),
        _ => (None, after),
    };
    let hour = half.map_or(clock.hour, |half| clock.hour % 12 + half);
    // A leap second, and midnight as the end of a day, are rare enough to be rounded.
    let (hour, next_day) = if hour == 24 { (0, true) } else { (hour, false) };
    let time = Time::new(hour, clock.minute, clock.second.min(59), 0).ok()?;
    let (offset, rest) = offset(after);
    let date = date(before, rest)?;
    let date = if next_day { date.tomorrow().ok()? } else { date };
    moment(date, time, offset.or(zone).unwrap_or(0))
}

fn skip_word(text: &str) -> &str {
    let text = text.trim_start();
    &text[text.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(text.len())..]
}

/// The zone at the start of `text` in minutes east of UTC, and what follows it.
fn offset(text: &str) -> (Option<i32>, &str) {
    let text = text.trim_start();
    if text.starts_with(['+', '-', '−']) {
        return match signed(text) {
            Some((minutes, rest)) => (Some(minutes), rest),
            None => (None, text),
        };
    }
    let length = text.find(|c: char| !c.is_ascii_alphabetic() && c != '/').unwrap_or(text.len());
    let (word, rest) = text.split_at(length);
    let name = word.rsplit('/').next().unwrap_or_default();
    let known = ZONES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    match (known, signed(rest.trim_start())) {
        // "GMT+0100", and "EST-0500", whose number says it again.
        (Some(_), Some((minutes, rest))) => (Some(minutes), rest),
        (Some((_, minutes)), None) => (Some(*minutes), rest),
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
    let mut month = None;
    let mut numbers: Vec<(&str, bool)> = Vec::new();
    for part in parts(before).chain(parts(after)) {
        match part {
            Part::Word(word) => month = month.or_else(|| month_of(&word)),
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

fn month_of(word: &str) -> Option<i8> {
    let starts = |names: &&[&str]| names.iter().any(|name| word.starts_with(name));
    MONTHS.iter().find(|(_, names)| starts(names)).map(|(month, _)| *month)
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
    // The year 1 is some generators' way to say "no date".
    (1800..3000).contains(&year).then(|| Date::new(year, month, day).ok())?
}

/// `20031231T101455Z`, and the seconds or milliseconds since 1970.
fn compact(text: &str) -> Option<SourceTime> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    match (digits, rest) {
        (10, "") => instant(number.parse().ok()?),
        (13, "") => instant(number.parse::<i64>().ok()? / 1000),
        (14, _) => clock_digits(number, &number[8..], rest),
        (8, rest) => clock_digits(number, rest.strip_prefix(['T', 't', ' '])?, ""),
        _ => None,
    }
}

fn clock_digits(day: &str, clock: &str, zone: &str) -> Option<SourceTime> {
    let bytes = clock.as_bytes();
    let time = (two_digits(bytes, 0)?, two_digits(bytes, 2)?, two_digits(bytes, 4).unwrap_or(0));
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let zone = if zone.is_empty() { &clock[digits..] } else { zone };
    let time = Time::new(time.0, time.1, time.2, 0).ok()?;
    moment(run_of_digits(day.get(..8)?, false)?, time, offset(zone).0.unwrap_or(0))
}

fn instant(seconds: i64) -> Option<SourceTime> {
    jiff::Timestamp::from_second(seconds).ok().map(SourceTime::utc)
}

fn moment(date: Date, time: Time, offset_minutes: i32) -> Option<SourceTime> {
    let offset = Offset::from_seconds(offset_minutes * 60).ok()?;
    let instant = offset.to_timestamp(DateTime::from_parts(date, time)).ok()?;
    Some(SourceTime { instant, offset_minutes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_of_mails_and_their_zones() {
        check("Sat, 07 Sep 2002 00:00:01 GMT", "2002-09-07T00:00:01Z");
        check("Sat, 7 Sep 02 09:05 EST", "2002-09-07T09:05:00-05:00");
        check("7 September 2002 21:05:06 +0530", "2002-09-07T21:05:06+05:30");
        check("Sat,07 Sep 2002 00:00:01 -0000", "2002-09-07T00:00:01Z");
        check("Sat, 07 Sep 2002", "2002-09-07T00:00:00Z");
        check("Sat, 07 Sep 2002 10:00:00 Etc/UTC", "2002-09-07T10:00:00Z");
        check("Sat, 07 Sep 2002 10:00:00 GMT+02:00", "2002-09-07T10:00:00+02:00");
        check("Sat, 07 Sep 2002 10:00:00 MEST", "2002-09-07T10:00:00+02:00");
        check("Sat, 07 Sep 2002 10:00:00 PDT (Pacific)", "2002-09-07T10:00:00-07:00");
        check("Sat, 07 Sep 2002 10:00:00 NOWHERE", "2002-09-07T10:00:00Z");
        check("September 7, 2002, 3:04 p.m. ET", "2002-09-07T15:04:00-05:00");
        check("Sat, 07 Sep 2002 12:30 AM", "2002-09-07T00:30:00Z");
        check("Sat Sep  7 10:11:12 2002", "2002-09-07T10:11:12Z");
        check("Sat Sep  7 10:11:12 CEST 2002", "2002-09-07T10:11:12+02:00");
    }

    #[test]
    fn iso_dates_long_and_short() {
        check("2002-09-07T10:11:12.345-08:00", "2002-09-07T10:11:12-08:00");
        check("2002-09-07T10:11Z", "2002-09-07T10:11:00Z");
        check("2002-09-07 10:11:12 -00:20", "2002-09-07T10:11:12-00:20");
        check("2002-09-07 10:11:12.0", "2002-09-07T10:11:12Z");
        check("2002-09-07T24:00:00Z", "2002-09-08T00:00:00Z");
        check("2002-09-07", "2002-09-07T00:00:00Z");
        check("2002-09", "2002-09-01T00:00:00Z");
        check("2002", "2002-01-01T00:00:00Z");
        check("20020907", "2002-09-07T00:00:00Z");
        check("20020907T101112+0200", "2002-09-07T10:11:12+02:00");
        check("20020907101112", "2002-09-07T10:11:12Z");
        check("02-09-07", "2002-09-07T00:00:00Z");
        check("020907", "2002-09-07T00:00:00Z");
        check("-0209", "2002-09-01T00:00:00Z");
        check("2002-250", "2002-09-07T00:00:00Z");
        check("02250", "2002-09-07T00:00:00Z");
        check("1031393472", "2002-09-07T10:11:12Z");
    }

    #[test]
    fn dates_of_other_countries() {
        check("07.09.2002 10:11", "2002-09-07T10:11:00Z");
        check("9/7/2002 10:11:12 PM", "2002-09-07T22:11:12Z");
        check("27/9/2002", "2002-09-27T00:00:00Z");
        check("2002년 09월 07일  10:11:12", "2002-09-07T10:11:12+09:00");
        check("2002-09-07 오후 10:11:12", "2002-09-07T22:11:12+09:00");
        check("Σάβ, 07 Σεπ 2002 10:11:12 EST", "2002-09-07T10:11:12-05:00");
        check("2002-szeptember-07T9:15-05:00", "2002-09-07T09:15:00-05:00");
        check("Mar, 3 déc 2002", "2002-12-03T00:00:00Z");
        check("Sat, 2002/09/07 10:11:12 EDT", "2002-09-07T10:11:12-04:00");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "yesterday", "0001-01-01T00:00:00Z", "2002-13-01", "99:99", "31 Feb 2002"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = read(text).map(|time| time.to_string());
        assert_eq!(shown.as_deref(), Some(expected), "{text}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_crash(text in "[0-9 :T+.,/A-Za-zé년오-]{0,40}|.{0,40}") {
            if let Some(time) = read(&text) {
                prop_assert!(SourceTime::parse(&time.to_string()).is_ok(), "{}", time);
            }
        }

        #[test]
        fn what_we_write_we_read(seconds in -2_000_000_000i64..9_000_000_000, east in -900i32..900) {
            let instant = jiff::Timestamp::from_second(seconds).unwrap();
            let time = SourceTime { instant, offset_minutes: east };
            prop_assert_eq!(read(&time.to_string()), Some(time));
        }
    }
}
