use crate::{Story, StoryId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// One reason for a story's place; the page shows it under "why here".
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// One or two words, lowercase.
    pub name: String,
    /// From 0 to 1.
    pub value: f64,
    /// What the edition makes of it; less than 0 for what pulls a story down.
    pub weight: f64,
    /// What a reader is told beside it: who pinned the story, and since when.
    pub note: Option<String>,
}

impl Term {
    /// What it adds to the score.
    pub fn adds(&self) -> f64 {
        // A value of 0 adds 0, also with a weight below 0: not the -0 of floating point.
        self.value * self.weight + 0.0
    }
}

/// A story and why it stands where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The story.
    pub story: Story,
    /// Its score, term by term.
    pub terms: Vec<Term>,
    /// Whom and what its titles name, in small letters: a page does not tell of one name only.
    pub names: BTreeSet<String>,
}

impl Ranked {
    /// What the terms add up to.
    pub fn score(&self) -> f64 {
        self.terms.iter().map(Term::adds).sum()
    }
}

/// One line of a front page: a story, the version of its brief that stood there, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontItem {
    /// The story.
    pub story: StoryId,
    /// The version of its brief, from 1.
    pub version: u32,
    /// Why it stands where it stands.
    pub terms: Vec<Term>,
    /// Reports it had then.
    pub articles: u32,
    /// Independent reports it had then.
    pub independent_reports: u32,
    /// When its latest news had come to us; unknown of pages of the first versions.
    pub news: Option<Timestamp>,
    /// Whom and what its titles named.
    pub names: BTreeSet<String>,
    /// Its section then; none in an edition without sections.
    pub section: Option<String>,
}

/// An edition's ranked list at a moment. Short and finite.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontPage {
    /// The moment.
    pub at: Timestamp,
    /// Best first; only stories with a published brief.
    pub items: Vec<FrontItem>,
    /// Those that would have come next: kept so that another weighting can be tried on a past day.
    pub below: Vec<FrontItem>,
}

/// Seconds of a part of a day, of which a day has nine: what fits one digit in addresses.
const PART: i32 = 86_400 / 9;

impl FrontPage {
    /// The (UTC) day that it belongs to, and which of its nine parts, from 1: each of 160 minutes.
    pub fn build(&self) -> (Date, u32) {
        let time = self.at.to_zoned_datetime(TimeZone::UTC);
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        let seconds = (i32::from(hour) * 60 + i32::from(minute)) * 60 + i32::from(second);
        (time.date(), (seconds / PART).unsigned_abs() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_nine_builds() {
        for (at, expected) in [
            ("2026-11-23T00:00:00Z", 1),
            ("2026-11-23T02:39:59.9Z", 1),
            ("2026-11-23T02:40:00Z", 2),
            ("2026-11-23T12:00:00Z", 5),
            ("2026-11-23T23:59:59Z", 9),
        ] {
            let at = at.parse().expect("a time");
            let page = FrontPage { at, items: Vec::new(), below: Vec::new() };
            assert_eq!(page.build(), (jiff::civil::date(2026, 11, 23), expected), "{at}");
        }
    }
}
