use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};
use std::fmt;

/// A moment as a source gave it: the instant, and the offset from UTC that was written beside it.
///
/// Ordered by instant. Printed as RFC 3339; an offset of zero is `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceTime {
    /// When it was, to the second.
    pub instant: Timestamp,
    /// Minutes east of UTC, from -1439 to 1439.
    pub offset_minutes: i32,
}

/// Text that is not an RFC 3339 time.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a time such as 2026-11-23T08:30:00Z")]
pub struct NotATime(pub String);

impl SourceTime {
    /// A moment in UTC.
    pub fn utc(instant: Timestamp) -> SourceTime {
        SourceTime { instant, offset_minutes: 0 }
    }

    /// Reads RFC 3339; a bare date counts as its midnight in UTC.
    pub fn parse(text: &str) -> Result<SourceTime, NotATime> {
        let wrong = || NotATime(text.to_owned());
        if let Ok(date) = text.parse::<jiff::civil::Date>()
            && text.len() == 10
        {
            let midnight = date.to_zoned_datetime(TimeZone::UTC).map_err(|_| wrong())?;
            return Ok(SourceTime::utc(midnight.timestamp()));
        }
        let instant: Timestamp = text.parse().map_err(|_| wrong())?;
        Ok(SourceTime { instant, offset_minutes: written_offset(text).ok_or_else(wrong)? })
    }

    /// The calendar day and clock time where the source stood.
    pub fn local(&self) -> ZonedDateTime {
        let offset = Offset::from_seconds(self.offset_minutes * 60).unwrap_or(Offset::UTC);
        self.instant.to_zoned_datetime(TimeZone::fixed(offset))
    }
}

/// Minutes east of UTC that stand at the end of an RFC 3339 time.
fn written_offset(text: &str) -> Option<i32> {
    if text.ends_with(['Z', 'z']) {
        return Some(0);
    }
    let zone = text.get(text.len().checked_sub(6)?..)?;
    let hours: i32 = zone.get(1..3)?.parse().ok()?;
    let minutes: i32 = zone.get(4..6)?.parse().ok()?;
    let east = hours * 60 + minutes;
    match zone.as_bytes()[0] {
        b'+' => Some(east),
        b'-' => Some(-east),
        _ => None,
    }
}

impl fmt::Display for SourceTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.local();
        write!(f, "{}", local.strftime("%Y-%m-%dT%H:%M:%S"))?;
        match self.offset_minutes {
            0 => f.write_str("Z"),
            east => {
                let sign = if east < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", east.abs() / 60, east.abs() % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_the_offset_they_came_with() {
        check("2026-11-23T08:30:00Z", Some("2026-11-23T08:30:00Z"));
        check("2026-11-23T08:30:00+05:30", Some("2026-11-23T08:30:00+05:30"));
        check("2026-11-23T08:30:00-0800", None);
        check("2026-11-23", Some("2026-11-23T00:00:00Z"));
        check("2026-11-23T08:30:00.250-08:00", Some("2026-11-23T08:30:00-08:00"));
        check("yesterday", None);
        check("", None);
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let shown = SourceTime::parse(text).ok().map(|time| time.to_string());
        assert_eq!(shown.as_deref(), expected, "{text}");
    }
}
