//! Which stories of a front page are passed on to somebody outside, and when.

use jiff::ZonedDateTime;
use news::{FrontItem, FrontPage, Standing};

/// What one target is told of. Defaults are those of [`Rule::default`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Of how many places from the top, of the section if there is one.
    pub top: usize,
    /// Independent reports that a story needs.
    pub least_reports: u32,
    /// Only stories of this section of the edition.
    pub section: Option<String>,
    /// Only what a person approved.
    pub reviewed: bool,
}

impl Default for Rule {
    /// Two independent reports: what only one outlet says can still turn out wrong, and a post cannot be taken back
    /// from those who saw it.
    fn default() -> Rule {
        Rule { top: 3, least_reports: 2, section: None, reviewed: false }
    }
}

impl Rule {
    /// The stories of a page that are passed on, best first.
    pub fn chosen<'a>(&self, page: &'a FrontPage) -> Vec<&'a FrontItem> {
        let within = |item: &&FrontItem| self.section.is_none() || item.section == self.section;
        let top = page.items.iter().filter(within).take(self.top);
        top.filter(|item| item.independent_reports >= self.least_reports).collect()
    }

    /// Whether a brief of this standing may be passed on.
    pub fn allows(&self, standing: &Standing) -> bool {
        match standing {
            Standing::Reviewed { .. } => true,
            Standing::NotYetReviewed => !self.reviewed,
        }
    }
}

/// Hours of the day in which nothing is posted, from the first to before the second; over midnight where the first is
/// the later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// From 0 to 23.
    pub from: i8,
    /// From 0 to 23.
    pub to: i8,
}

impl Quiet {
    /// Reads "22-7"; none for what is no span of hours, or none at all.
    pub fn read(text: &str) -> Option<Quiet> {
        let (from, to) = text.split_once('-')?;
        let hour = |text: &str| text.trim().parse().ok().filter(|hour| (0..24).contains(hour));
        let quiet = Quiet { from: hour(from)?, to: hour(to)? };
        (quiet.from != quiet.to).then_some(quiet)
    }

    /// Whether `at`, on the target's clocks, lies in them.
    pub fn holds(self, at: &ZonedDateTime) -> bool {
        let (hour, Quiet { from, to }) = (at.hour(), self);
        match from < to {
            true => (from..to).contains(&hour),
            false => hour >= from || hour < to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use news::StoryId;

    /// A page of `id:reports:section` in this order.
    fn page(items: &str) -> FrontPage {
        let item = |line: &str| {
            let parts: Vec<&str> = line.split(':').collect();
            FrontItem {
                story: StoryId(parts[0].to_owned()),
                version: 1,
                terms: Vec::new(),
                articles: 9,
                independent_reports: parts[1].parse().unwrap(),
                news: None,
                names: Default::default(),
                section: parts.get(2).map(|name| (*name).to_owned()),
            }
        };
        let items = items.split(' ').map(item).collect();
        FrontPage { at: Timestamp::UNIX_EPOCH, items, below: Vec::new() }
    }

    #[track_caller]
    fn check(items: &str, rule: &Rule, expected: &str) {
        let page = page(items);
        let chosen: Vec<&str> =
            rule.chosen(&page).iter().map(|item| item.story.0.as_str()).collect();
        assert_eq!(chosen.join(" "), expected, "{rule:?}");
    }

    #[test]
    fn the_top_of_the_page_is_passed_on() {
        let (items, rule) = ("a:3 b:1 c:2:war d:9:war e:4", Rule::default());
        check(items, &rule, "a c");
        check(items, &Rule { top: 5, ..rule.clone() }, "a c d e");
        check(items, &Rule { top: 1, section: Some("war".to_owned()), ..rule.clone() }, "c");
        check(items, &Rule { least_reports: 0, ..rule.clone() }, "a b c");
        check(items, &Rule { section: Some("none".to_owned()), ..rule }, "");
    }

    #[test]
    fn nothing_unreviewed_goes_where_a_review_is_asked_for() {
        let reviewed = Standing::Reviewed { by: "Ada".to_owned(), at: Timestamp::UNIX_EPOCH };
        let strict = Rule { reviewed: true, ..Rule::default() };
        assert!(strict.allows(&reviewed) && !strict.allows(&Standing::NotYetReviewed));
        assert!(Rule::default().allows(&Standing::NotYetReviewed));
    }

    #[test]
    fn quiet_hours_may_go_over_midnight() {
        let at = |hour: i64| {
            Timestamp::from_second(hour * 3600).unwrap().to_zoned_datetime(TimeZone::UTC)
        };
        for (text, quiet) in [("22-7", "22 23 0 1 2 3 4 5 6"), ("12-14", "12 13"), ("0-1", "0")] {
            let span = Quiet::read(text).unwrap();
            let hours: Vec<i64> = quiet.split(' ').map(|hour| hour.parse().unwrap()).collect();
            for hour in 0..24 {
                assert_eq!(span.holds(&at(hour)), hours.contains(&hour), "{text} at {hour}");
            }
        }
        for text in ["", "7", "7-7", "24-1", "a-b", "-1-3"] {
            assert_eq!(Quiet::read(text), None, "{text}");
        }
    }
}
