//! Coverage over time as a picture: a bar for each day, week or month.

use crate::times;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use news::counted;
use std::collections::BTreeMap;

/// Bars at most: more are thinner than a hair on a phone.
const MOST_BARS: usize = 60;
/// Days shown at least, so that a bar is never broad.
const FEWEST_DAYS: i64 = 28;
/// Units of the picture: width of a bar and of its place, height of the highest.
const BAR: usize = 8;
const PLACE: usize = 10;
const HEIGHT: usize = 60;

/// The picture with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chart {
    pub width: usize,
    pub height: usize,
    pub bars: Vec<Bar>,
    /// What the picture shows, for who cannot see it and under it for who can.
    pub description: String,
    pub first: String,
    pub last: String,
}

/// What was told in one day, week or month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bar {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
}

/// How long a bar's time is.
#[derive(Clone, Copy)]
enum Step {
    Day,
    Week,
    Month,
}

impl Step {
    /// The finest step that gives no more bars than fit.
    fn between(first: Date, last: Date) -> Step {
        let days = usize::try_from((last - first).get_days()).unwrap_or(0) + 1;
        match days {
            _ if days <= MOST_BARS => Step::Day,
            _ if days <= MOST_BARS * 7 => Step::Week,
            _ => Step::Month,
        }
    }

    fn span(self) -> Span {
        match self {
            Step::Day => 1.day(),
            Step::Week => 1.week(),
            Step::Month => 1.month(),
        }
    }

    /// The first day of the time that `day` is in; weeks begin on Monday.
    fn start(self, day: Date) -> Date {
        match self {
            Step::Day => day,
            Step::Week => {
                let since = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(since.days()).unwrap_or(day)
            }
            Step::Month => day.first_of_month(),
        }
    }

    fn words(self, start: Date) -> String {
        match self {
            Step::Day => format!("on {}", times::day(start)),
            Step::Week => format!("in the week from {}", times::day(start)),
            Step::Month => format!("in {}", start.strftime("%B %Y")),
        }
    }
}

/// The picture of `days`, which come in their order, up to the day `today`; none when all fell on one day.
pub(crate) fn chart(days: &[(Date, u64)], today: Date) -> Option<Chart> {
    let (first, last) = (days.first()?.0, days.last()?.0);
    if first == last {
        return None;
    }
    let last = last.max(today);
    let first = last.checked_sub((FEWEST_DAYS - 1).days()).map_or(first, |start| start.min(first));
    let step = Step::between(first, last);
    let mut counts: BTreeMap<Date, u64> = BTreeMap::new();
    for (day, count) in days {
        *counts.entry(step.start(*day)).or_default() += count;
    }
    let places = places(step, first, last);
    let most = counts.values().copied().max().unwrap_or(1).max(1);
    let bars = places.iter().enumerate().filter_map(|(at, start)| {
        let count = counts.get(start)?;
        let height = usize::try_from(count * HEIGHT as u64 / most).unwrap_or(HEIGHT).max(2);
        Some(Bar { x: at * PLACE + 1, y: HEIGHT - height, width: BAR, height })
    });
    let (busiest, told) = counts.iter().max_by_key(|(start, count)| (**count, **start))?;
    let told = counted(*told, "story", "stories");
    Some(Chart {
        width: places.len() * PLACE,
        height: HEIGHT,
        bars: bars.collect(),
        description: format!("By their first report; most {}: {told}.", step.words(*busiest)),
        first: times::day(first),
        last: times::day(last),
    })
}

/// The starts of all steps from the first day to the last; the latest when there are too many.
fn places(step: Step, first: Date, last: Date) -> Vec<Date> {
    let mut places = Vec::new();
    let mut at = step.start(first);
    while at <= last {
        places.push(at);
        match at.checked_add(step.span()) {
            Ok(next) => at = next,
            Err(_) => break,
        }
    }
    places.split_off(places.len().saturating_sub(MOST_BARS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_step_fits_the_time() {
        check(
            &[(date(2026, 11, 9), 1), (date(2026, 11, 20), 4)],
            28,
            2,
            "most on 20 November 2026: 4",
        );
        check(&[(date(2026, 1, 1), 1), (date(2026, 11, 20), 1)], 47, 2, "most in the week from 16");
        check(&[(date(2020, 1, 1), 3), (date(2026, 11, 20), 2)], 60, 1, "most in January 2020: 3");
    }

    #[track_caller]
    fn check(days: &[(Date, u64)], places: usize, bars: usize, words: &str) {
        let chart = chart(days, date(2026, 11, 22)).unwrap();
        assert_eq!((chart.width, chart.bars.len()), (places * PLACE, bars), "{days:?}");
        assert!(chart.description.contains(words), "{}", chart.description);
        assert!(chart.bars.iter().all(|bar| bar.y + bar.height == HEIGHT && bar.height >= 2));
    }

    #[test]
    fn one_day_is_no_picture() {
        assert_eq!(chart(&[], date(2026, 11, 22)), None);
        assert_eq!(chart(&[(date(2026, 11, 20), 9)], date(2026, 11, 22)), None);
    }
}
