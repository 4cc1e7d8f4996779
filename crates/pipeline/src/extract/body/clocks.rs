//! The times of a live blog's posts where the page shows no more than the time of day.
//!
//! Their day and zone are those of the page's own dates. A page that leaves any doubt about them has no such
//! times: wrong ones would be worse than none.

use super::posts::Mark;
use super::reading::Sheet;
use crate::extract::dates;
use crate::extract::html::{NodeId, Tag};
use jiff::SignedDuration;
use news::SourceTime;

/// Characters of `12:05 p.m. Uhr –` and the like; more is no time alone.
const LABEL_CHARACTERS: usize = 16;
/// Times that are looked at, as of those that elements tell.
const TIMES_LIMIT: usize = 2_000;
/// How far a clock may stand outside of what the page says of its publication and last change: a post is
/// written some minutes before the page is saved.
const SLACK: SignedDuration = SignedDuration::from_mins(10);
/// How close to these the first and last post must be when they are told in UTC, which is often not the zone
/// of the clocks: no zone is less than an hour away.
const IN_UTC: SignedDuration = SignedDuration::from_mins(30);

/// When a page says that it was published and that it changed last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it was published.
    pub published: SourceTime,
    /// When it changed last.
    pub modified: SourceTime,
}

/// The texts of a page that are a time of day and nothing else, none of them in what is not the article.
pub fn shown(sheet: &Sheet<'_>) -> Vec<(NodeId, Clock)> {
    let document = sheet.document;
    let texts = (1..document.len())
        .filter(|node| document.tag(*node) == Tag::Text && !sheet.choice.dropped[*node]);
    let clocks = texts.filter_map(|node| Some((node, clock(document.own_text(node))?)));
    clocks.take(TIMES_LIMIT).collect()
}

/// The moments that these are; none when one of them may be meant in two ways, or the page was not
/// written on one day.
pub fn marks(shown: Vec<(NodeId, Clock)>, span: &Span) -> Option<Vec<Mark>> {
    let (from, to) = (span.published.local(), span.modified.local());
    let is_one_zone = span.published.offset_minutes == span.modified.offset_minutes;
    let midnight = from.start_of_day().ok().filter(|_| is_one_zone && from.date() == to.date())?;
    let mark = |(node, clock)| {
        let Clock::Minute(minute) = clock else { return None };
        let instant = midnight.timestamp() + SignedDuration::from_mins(minute);
        Some(Mark { node, time: SourceTime { instant, ..span.published } })
    };
    shown.into_iter().map(mark).collect()
}

/// Whether the times of posts, in the order of the page, can be what the page's dates say they are.
pub fn is_within(times: &[SourceTime], span: &Span) -> bool {
    let falls = times.windows(2).all(|pair| pair[0].instant >= pair[1].instant);
    let rises = times.windows(2).all(|pair| pair[0].instant <= pair[1].instant);
    let instants = times.iter().map(|time| time.instant);
    let (Some(first), Some(last)) = (instants.clone().min(), instants.max()) else { return false };
    let since = first.duration_since(span.published.instant);
    let until = span.modified.instant.duration_since(last);
    let is_sure = span.published.offset_minutes != 0 || (since <= IN_UTC && until <= IN_UTC);
    (falls || rises) && since >= -SLACK && until >= -SLACK && is_sure
}

/// What a text that may be a time of day says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Minutes after midnight.
    Minute(i64),
    /// `2:32` is in the morning or in the afternoon.
    Ambiguous,
}

/// The time of day that a text says and nothing else, such as `14:32`, `9.30 Uhr` or `2:32 pm`.
fn clock(text: &str) -> Option<Clock> {
    let text = text.trim();
    if text.len() > LABEL_CHARACTERS || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let text = text.trim_end_matches([' ', ':', '-', '–', '—', '|', '•']).to_lowercase();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (colon, minutes) = (text.as_bytes().get(digits)?, text.get(digits + 1..digits + 3)?);
    let rest = text.get(digits + 3..)?.trim().replace(['.', ' '], "");
    let is_said = matches!(rest.as_str(), "uhr" | "h" | "am" | "pm");
    let is_bare = rest.is_empty() && matches!(colon, b':' | b'h');
    let is_form =
        matches!(colon, b':' | b'.' | b'h') && minutes.bytes().all(|b| b.is_ascii_digit());
    if digits > 2 || !is_form || !(is_said || is_bare) {
        return None;
    }
    // Two digits before the colon are of 24 hours; so is what comes before `h` or `Uhr`.
    match digits == 1 && is_bare && *colon == b':' {
        true => Some(Clock::Ambiguous),
        false => dates::clock_alone(&text).map(|minute| Clock::Minute(minute.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_alone_is_known() {
        let check =
            |text: &str, expected: Option<Clock>| assert_eq!(clock(text), expected, "{text}");
        check(" 14:32 ", Some(Clock::Minute(14 * 60 + 32)));
        check("09:05 –", Some(Clock::Minute(9 * 60 + 5)));
        check("9.30 Uhr:", Some(Clock::Minute(9 * 60 + 30)));
        check("14h05", Some(Clock::Minute(14 * 60 + 5)));
        check("2:32 p.m.", Some(Clock::Minute(14 * 60 + 32)));
        check("2:32", Some(Clock::Ambiguous));
        for other in [
            "14.32",
            "25:10",
            "14:3",
            "3:1",
            "14:32 ET",
            "14:32 Ferry",
            "2026",
            "1432",
            "x",
            "",
            "7é:30",
        ] {
            check(other, None);
        }
    }
}
