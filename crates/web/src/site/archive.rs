use super::front::DayLink;
use crate::setting::{Frame, Setting};
use askama::Template;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// `GET /archive`: the days that have a front page, as a calendar for each month, latest first.
#[derive(Template)]
#[template(path = "archive.html")]
pub(crate) struct ArchivePage {
    frame: Frame,
    months: Vec<Month>,
}

/// A month as its calendar shows it.
struct Month {
    name: String,
    /// Seven days each, from Monday; none before the first and after the last of the month.
    weeks: Vec<Vec<Option<Day>>>,
}

struct Day {
    number: i8,
    words: String,
    /// Its front page, when it has one.
    link: Option<DayLink>,
}

impl ArchivePage {
    /// The page of `days`, which come latest first.
    pub(crate) fn new(days: &[Date], setting: &Setting<'_>) -> ArchivePage {
        let known: BTreeSet<Date> = days.iter().copied().collect();
        let months: BTreeSet<Date> = days.iter().map(|day| day.first_of_month()).collect();
        let months = months.into_iter().rev().map(|first| Month::new(first, &known));
        let frame = Frame::new(setting, Some("Archive"), Some("/archive"));
        ArchivePage { frame, months: months.collect() }
    }
}

impl Month {
    fn new(first: Date, known: &BTreeSet<Date>) -> Month {
        let before = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
        let mut days: Vec<Option<Day>> = (0..before).map(|_| None).collect();
        let numbers = 0..i64::from(first.days_in_month());
        let of_month = numbers.filter_map(|after| first.checked_add(after.days()).ok());
        days.extend(of_month.map(|day| Some(calendar_day(day, known))));
        while !days.len().is_multiple_of(7) {
            days.push(None);
        }
        let mut weeks = Vec::new();
        while !days.is_empty() {
            let rest = days.split_off(7);
            weeks.push(std::mem::replace(&mut days, rest));
        }
        Month { name: first.strftime("%B %Y").to_string(), weeks }
    }
}

fn calendar_day(day: Date, known: &BTreeSet<Date>) -> Day {
    let link = known.contains(&day).then(|| DayLink::new(day));
    Day { number: day.day(), words: day.strftime("%A, %-d %B").to_string(), link }
}
