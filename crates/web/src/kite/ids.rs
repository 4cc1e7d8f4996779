//! The names that things go by in Kite's contract, each of which can be read back without a table.

use jiff::civil::{Date, date};
use news::StoryId;
use std::collections::{BTreeMap, BTreeSet};

/// One of the nine front pages of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BatchId {
    /// The (UTC) day.
    pub day: Date,
    /// From 1 to 9.
    pub number: u32,
}

/// Story numbers have twenty bits: with a hundred stories on a page, one page in two hundred has two that would share one.
const NUMBERS: u32 = (1 << 20) - 1;
/// The day from which days are counted in short codes; Kite's addresses know none before.
const FIRST_DAY: Date = date(2020, 1, 1);

impl BatchId {
    /// `2026-11-23.4`.
    pub(crate) fn slug(self) -> String {
        format!("{}.{}", self.day, self.number)
    }

    /// Reads what [`BatchId::slug`] writes.
    pub(crate) fn from_slug(text: &str) -> Option<BatchId> {
        let (day, number) = text.split_once('.')?;
        let batch = BatchId { day: day.parse().ok()?, number: number.parse().ok()? };
        (batch.slug() == text && (1..=9).contains(&batch.number)).then_some(batch)
    }

    /// A UUID that begins with the day and the number.
    pub(crate) fn uuid(self) -> String {
        let (year, month, day) = (self.day.year(), self.day.month(), self.day.day());
        uuid("batch", &format!("{year:04}{month:02}{day:02}{:04}", self.number))
    }

    /// Reads what [`BatchId::uuid`] writes.
    pub(crate) fn from_uuid(text: &str) -> Option<BatchId> {
        let start = start_of("batch", text)?;
        let number = |at: std::ops::Range<usize>| start.get(at)?.parse::<i16>().ok();
        let (month, day) = (i8::try_from(number(4..6)?).ok()?, i8::try_from(number(6..8)?).ok()?);
        let day = Date::new(number(0..4)?, month, day).ok()?;
        let number = u32::try_from(number(8..12)?).ok()?;
        (1..=9).contains(&number).then_some(BatchId { day, number })
    }

    /// As it stands in addresses of pages: `202611234`.
    pub(crate) fn code(self) -> String {
        format!("{}{}", self.day.strftime("%Y%m%d"), self.number)
    }
}

/// The UUID of a category.
pub(crate) fn category_uuid(category: &str) -> String {
    uuid("category", &news::short_digest(&[b"category", category.as_bytes()])[..12])
}

/// The UUID of a story, which begins with its id.
pub(crate) fn story_uuid(story: &StoryId) -> String {
    uuid("story", &story.0)
}

/// The story that a UUID names.
pub(crate) fn story_of(text: &str) -> Option<StoryId> {
    start_of("story", text).map(StoryId)
}

/// The UUID of what a reader reports.
pub(crate) fn report_uuid(digest: &str) -> String {
    uuid("report", digest)
}

/// A UUID that begins with the twelve digits of `start`; a start of another form is replaced by its hash. The rest is a
/// hash, by which one that we made is known; the version says so (5, a name that was hashed).
fn uuid(kind: &str, start: &str) -> String {
    let is_plain = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let hashed = news::digest(&[b"kite start", start.as_bytes()]);
    let fits = start.len() == 12 && start.chars().all(is_plain);
    let start = if fits { start } else { &hashed[..12] };
    let rest = news::digest(&[b"kite", kind.as_bytes(), start.as_bytes()]);
    let (head, tail) = start.split_at(8);
    format!("{head}-{tail}-5{}-8{}-{}", &rest[..3], &rest[3..6], &rest[6..18])
}

/// The twelve digits with which a UUID of this kind begins, if we made it.
fn start_of(kind: &str, text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let (head, tail) = (text.get(..8)?, text.get(9..13)?);
    let start = format!("{head}{tail}");
    (uuid(kind, &start) == text).then_some(start)
}

/// The number of each story of a page, whatever became of it since: from its id, so that it is the same on every page; the next free one where two
/// would share it, the smaller id first.
pub(crate) fn story_numbers<'a>(
    stories: impl IntoIterator<Item = &'a StoryId>,
) -> BTreeMap<StoryId, u32> {
    let stories: BTreeSet<&StoryId> = stories.into_iter().collect();
    let (mut numbers, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for story in stories {
        let mut number = wanted_number(story);
        while !taken.insert(number) {
            number = number % NUMBERS + 1;
        }
        numbers.insert(story.clone(), number);
    }
    numbers
}

/// The number that a story has where no other wants the same.
pub(crate) fn wanted_number(story: &StoryId) -> u32 {
    let digits = news::short_digest(&[b"kite number", story.0.as_bytes()]);
    let number = u32::from_str_radix(&digits[..8], 16).unwrap_or(0);
    number % NUMBERS + 1
}

const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The code of a short address: the batch and the story's number, none for the whole page. There is no table of codes
/// that anybody could fill.
pub(crate) fn short_code(batch: BatchId, story: Option<u32>) -> Option<String> {
    let days = u64::try_from((batch.day - FIRST_DAY).get_days()).ok()?;
    let mut rest = (days << 24) | (u64::from(batch.number) << 20) | u64::from(story.unwrap_or(0));
    let mut code = Vec::new();
    while rest > 0 {
        code.push(LETTERS[(rest % 62) as usize]);
        rest /= 62;
    }
    code.reverse();
    String::from_utf8(code).ok()
}

/// Reads what [`short_code`] writes.
pub(crate) fn from_short_code(code: &str) -> Option<(BatchId, Option<u32>)> {
    let mut number: u64 = 0;
    for byte in code.bytes() {
        let digit = LETTERS.iter().position(|letter| *letter == byte)? as u64;
        number = number.checked_mul(62)?.checked_add(digit)?;
    }
    let days = i64::try_from(number >> 24).ok().filter(|days| *days < 40_000)?;
    let day = FIRST_DAY.checked_add(jiff::Span::new().days(days)).ok()?;
    let batch = BatchId { day, number: ((number >> 20) & 15) as u32 };
    let story = (number & u64::from(NUMBERS)) as u32;
    let story = (story > 0).then_some(story);
    let is_ours = short_code(batch, story).as_deref() == Some(code);
    (is_ours && (1..=9).contains(&batch.number)).then_some((batch, story))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn batch(number: u32) -> BatchId {
        BatchId { day: date(2026, 11, 23), number }
    }

    #[test]
    fn names_can_be_read_back() {
        let uuid = batch(4).uuid();
        assert!(uuid.starts_with("20261123-0004-5"), "{uuid}");
        assert_eq!(BatchId::from_uuid(&uuid), Some(batch(4)));
        assert_eq!(BatchId::from_uuid(&uuid.to_uppercase()), Some(batch(4)));
        assert_eq!(BatchId::from_uuid(&uuid.replace("0004", "0005")), None);
        assert_eq!(BatchId::from_slug("2026-11-23.4"), Some(batch(4)));
        for slug in ["2026-11-23.0", "2026-11-23.10", "2026-11-23.04", "2026-02-30.1", "2026-11-23"]
        {
            assert_eq!(BatchId::from_slug(slug), None, "{slug}");
        }
        assert_eq!(batch(4).code(), "202611234");
        let story = StoryId("0a1b2c3d4e5f".to_owned());
        let uuid = story_uuid(&story);
        assert!(uuid.starts_with("0a1b2c3d-4e5f-5"), "{uuid}");
        assert_eq!(story_of(&uuid), Some(story));
        assert_eq!(story_of(&batch(4).uuid()), None);
        let odd = story_uuid(&StoryId("Story é".to_owned()));
        assert!(odd.len() == 36 && odd.is_ascii(), "{odd}");
    }

    #[test]
    fn short_codes_are_short() {
        for story in [None, Some(1), Some(NUMBERS)] {
            let code = short_code(batch(9), story).expect("after 2020");
            assert!(code.len() <= 7, "{code}");
            assert_eq!(from_short_code(&code), Some((batch(9), story)), "{code}");
        }
        for code in ["", "0", "x", "-", "zzzzzzzzzzzz", "é"] {
            assert_eq!(from_short_code(code), None, "{code}");
        }
    }

    #[test]
    fn two_stories_never_share_a_number() {
        // So many that hundreds want the number of another.
        let stories: Vec<StoryId> = (0..20_000).map(|id| StoryId(format!("{id:012x}"))).collect();
        let numbers = story_numbers(&stories);
        let different: BTreeSet<u32> = numbers.values().copied().collect();
        assert_eq!(different.len(), stories.len());
        assert!(numbers.values().all(|number| (1..=NUMBERS).contains(number)));
        assert_eq!(story_numbers(stories.iter().rev()), numbers);
        let alone = story_numbers(&stories[7..8]);
        assert_eq!(alone[&stories[7]], wanted_number(&stories[7]));
    }

    proptest! {
        #[test]
        fn whatever_comes_as_a_name_is_read_or_refused(text in ".*") {
            let _ = (BatchId::from_slug(&text), BatchId::from_uuid(&text), story_of(&text));
            let _ = from_short_code(&text);
        }
    }
}
