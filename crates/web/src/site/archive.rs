use super::front::DayLink;
use crate::setting::{Frame, Setting};
use askama::Template;
use jiff::civil::Date;

/// `GET /archive`: the days that have a front page, by month, latest first.
#[derive(Template)]
#[template(path = "archive.html")]
pub(crate) struct ArchivePage {
    frame: Frame,
    months: Vec<Month>,
}

struct Month {
    name: String,
    days: Vec<DayLink>,
}

impl ArchivePage {
    /// The page of `days`, which come latest first.
    pub(crate) fn new(days: &[Date], setting: &Setting<'_>) -> ArchivePage {
        let months = days.chunk_by(|a, b| a.first_of_month() == b.first_of_month());
        let months = months.map(|days| Month {
            name: days.first().map(|d| d.strftime("%B %Y").to_string()).unwrap_or_default(),
            days: days.iter().map(|day| day_link(*day)).collect(),
        });
        let frame = Frame::new(setting, Some("Archive"), Some("/archive"));
        ArchivePage { frame, months: months.collect() }
    }
}

fn day_link(day: Date) -> DayLink {
    DayLink { words: day.strftime("%A %-d").to_string(), ..DayLink::new(day) }
}
