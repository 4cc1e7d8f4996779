use jiff::civil::{Date, Weekday};
use jiff::tz::{self, Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

/// Days that are looked at for the next issue: a week, and one more for a day that has no such hour.
const AHEAD: i32 = 9;

/// How often a subscriber is sent the front page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Every day.
    Daily,
    /// On Sundays.
    Weekly,
}

impl Rhythm {
    /// As it stands in forms and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Rhythm::Daily => "daily",
            Rhythm::Weekly => "weekly",
        }
    }

    /// Reads what [`Rhythm::word`] gives.
    pub fn named(word: &str) -> Option<Rhythm> {
        [Rhythm::Daily, Rhythm::Weekly].into_iter().find(|rhythm| rhythm.word() == word)
    }

    fn falls_on(self, day: Date) -> bool {
        self == Rhythm::Daily || day.weekday() == Weekday::Sunday
    }
}

/// When a subscriber is sent mail, by the clocks where he lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailPlan {
    /// How often.
    pub rhythm: Rhythm,
    hour: i8,     // 0 to 23
    zone: String, // known when it was read
}

/// Why there is no such plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlan {
    /// Neither daily nor weekly.
    #[error("it comes daily or weekly")]
    Rhythm,
    /// No hour of a day.
    #[error("the hour must be from 0 to 23")]
    Hour,
    /// No time zone that is known here.
    #[error(
        "there is no such time zone; one is named as in Europe/Berlin, or as an offset as in UTC+01:00"
    )]
    Zone,
}

impl MailPlan {
    /// A plan from the words of a form.
    pub fn new(rhythm: &str, hour: &str, zone: &str) -> Result<MailPlan, NoPlan> {
        let rhythm = Rhythm::named(rhythm).ok_or(NoPlan::Rhythm)?;
        let hour = hour.parse().ok().filter(|hour| (0..24).contains(hour)).ok_or(NoPlan::Hour)?;
        let zone = zone.trim();
        time_zone(zone).ok_or(NoPlan::Zone)?;
        Ok(MailPlan { rhythm, hour, zone: zone.to_owned() })
    }

    /// The plan in one line, such as `daily 7 Europe/Berlin`.
    pub fn words(&self) -> String {
        format!("{} {} {}", self.rhythm.word(), self.hour, self.zone)
    }

    /// Reads what [`MailPlan::words`] gives. A zone that this machine does not know (any more) stays, and counts as
    /// UTC: a subscriber is not lost by it.
    pub fn read(words: &str) -> Option<MailPlan> {
        let mut words = words.splitn(3, ' ');
        let rhythm = Rhythm::named(words.next()?)?;
        let hour = words.next()?.parse().ok().filter(|hour| (0..24).contains(hour))?;
        Some(MailPlan { rhythm, hour, zone: words.next()?.to_owned() })
    }

    /// From 0 to 23.
    pub fn hour(&self) -> i8 {
        self.hour
    }

    /// The name of the time zone, or its offset.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// The day that it is there.
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.time_zone()).date()
    }

    /// When the first issue after `after` is due. An hour that the clocks skip that day is the one after it; of one
    /// that comes twice, the first.
    pub fn next(&self, after: Timestamp) -> Timestamp {
        let zone = self.time_zone();
        let today = after.to_zoned_datetime(zone.clone()).date();
        let days = (0..AHEAD).filter_map(|ahead| today.checked_add(ahead.days()).ok());
        let hours = days.filter(|day| self.rhythm.falls_on(*day)).filter_map(|day| {
            Some(day.at(self.hour, 0, 0, 0).to_zoned_datetime(zone.clone()).ok()?.timestamp())
        });
        // Only the last week before the end of time has none.
        hours.into_iter().find(|at| *at > after).unwrap_or(Timestamp::MAX)
    }

    fn time_zone(&self) -> TimeZone {
        time_zone(&self.zone).unwrap_or(TimeZone::UTC)
    }
}

/// `UTC`, `UTC+01:00`, or a name of the system's database of time zones.
fn time_zone(name: &str) -> Option<TimeZone> {
    if name == "UTC" {
        return Some(TimeZone::UTC);
    }
    if let Some(offset) = name.strip_prefix("UTC") {
        return fixed(offset);
    }
    // Nothing but a name: it becomes one of a file.
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    let plain = name.len() <= 64 && name.contains('/') && name.chars().all(is_name);
    plain.then(|| tz::db().get(name).ok()).flatten()
}

/// `+01:00`, from -12:00 to +14:00.
fn fixed(offset: &str) -> Option<TimeZone> {
    let (sign, rest) = match offset.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-" | "−", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let is_number = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = sign * (hours * 3600 + minutes * 60);
    let fits = minutes < 60 && (-12 * 3600..=14 * 3600).contains(&seconds);
    fits.then(|| Offset::from_seconds(seconds).ok()).flatten().map(TimeZone::fixed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn next(plan: &str, after: &str) -> String {
        let plan = MailPlan::read(plan).expect("a plan");
        plan.next(after.parse().expect("a time")).to_string()
    }

    #[test]
    fn an_issue_is_due_at_the_hour_of_the_subscriber() {
        assert_eq!(next("daily 7 UTC", "2026-11-20T06:59:59Z"), "2026-11-20T07:00:00Z");
        assert_eq!(next("daily 7 UTC", "2026-11-20T07:00:00Z"), "2026-11-21T07:00:00Z");
        assert_eq!(next("daily 0 UTC+05:30", "2026-11-20T18:00:00Z"), "2026-11-20T18:30:00Z");
        assert_eq!(next("daily 7 UTC-08:00", "2026-11-20T06:00:00Z"), "2026-11-20T15:00:00Z");
        // Friday, to Sunday; and from there a week.
        assert_eq!(next("weekly 7 UTC", "2026-11-20T06:00:00Z"), "2026-11-22T07:00:00Z");
        assert_eq!(next("weekly 7 UTC", "2026-11-22T07:00:00Z"), "2026-11-29T07:00:00Z");
        // A zone that is gone is as UTC.
        assert_eq!(next("daily 7 Nowhere/Town", "2026-11-20T06:00:00Z"), "2026-11-20T07:00:00Z");
    }

    #[test]
    fn the_hour_stays_when_the_clocks_change() {
        let berlin = "daily 7 Europe/Berlin";
        if tz::db().get("Europe/Berlin").is_err() {
            return println!("skipped: this machine has no database of time zones");
        }
        assert_eq!(next(berlin, "2026-03-28T12:00:00Z"), "2026-03-29T05:00:00Z");
        assert_eq!(next(berlin, "2026-10-24T12:00:00Z"), "2026-10-25T06:00:00Z");
        // At two the clocks go to three.
        assert_eq!(next("daily 2 Europe/Berlin", "2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
        // The hour from two to three comes twice.
        assert_eq!(next("daily 2 Europe/Berlin", "2026-10-24T12:00:00Z"), "2026-10-25T00:00:00Z");
        assert_eq!(next("daily 2 Europe/Berlin", "2026-10-25T00:00:00Z"), "2026-10-26T01:00:00Z");
    }

    #[test]
    fn a_plan_is_read_from_a_form() {
        let plan = |zone| MailPlan::new("daily", "7", zone).map(|plan| plan.words());
        assert_eq!(plan("UTC"), Ok("daily 7 UTC".to_owned()));
        assert_eq!(plan(" UTC+01:00 "), Ok("daily 7 UTC+01:00".to_owned()));
        for zone in
            ["", "UTC+1", "UTC+99:00", "UTC+01:75", "Nowhere/Town", "../etc/passwd", "CET\r\nBcc"]
        {
            assert_eq!(plan(zone), Err(NoPlan::Zone), "{zone}");
        }
        assert_eq!(MailPlan::new("hourly", "7", "UTC"), Err(NoPlan::Rhythm));
        for hour in ["24", "-1", "", "seven"] {
            assert_eq!(MailPlan::new("weekly", hour, "UTC"), Err(NoPlan::Hour), "{hour}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_the_next_issue_is_later(
            hour in "[0-9]{1,2}", zone in "UTC[+-][0-9]{2}:[0-9]{2}|.*", second in 0_i64..4_000_000_000
        ) {
            if let Ok(plan) = MailPlan::new("weekly", &hour, &zone) {
                prop_assert_eq!(MailPlan::read(&plan.words()), Some(plan.clone()));
                let after = Timestamp::from_second(second).expect("in range");
                let next = plan.next(after);
                prop_assert!(next > after && next.as_second() - second <= 9 * 86_400);
                prop_assert!(plan.next(next) > next);
            }
        }
    }
}
