//! What an address tells of its article: the day, words of the headline, the section.
//!
//! Publishers' systems make addresses from what the editor typed first, so they often hold other words than
//! the headline does, and the day on which the article was opened.

use super::terms::{TermKey, key};
use super::words::{Word, words};

/// Words of an address that are looked at.
const MOST_WORDS: usize = 20;

/// Digits from which on a number is taken for an identifier.
const ID_DIGITS: usize = 5;

/// Letters and digits mixed, from so many characters on, are an identifier.
const ID_CHARACTERS: usize = 6;

/// Path segments that name no field of the news.
const NO_SECTION: [&str; 7] =
    ["news", "article", "articles", "story", "stories", "index", "content"];

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What an address tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// Days since 1970-01-01.
    pub day: Option<i32>,
    /// Of the segment that reads most like a headline.
    pub words: Vec<Word>,
    /// The first segment that could name a section.
    pub section: Option<TermKey>,
}

impl Address {
    /// Reads an address; one that tells nothing gives nothing.
    pub fn read(url: &str) -> Address {
        let segments = segments(url);
        Address { day: day(url), words: slug_words(&segments), section: section(&segments) }
    }
}

fn segments(url: &str) -> Vec<&str> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.split('/').skip(1).filter(|segment| !segment.is_empty()).collect()
}

fn slug_words(segments: &[&str]) -> Vec<Word> {
    let joints = |segment: &str| segment.matches(['-', '_']).count();
    let slug = segments.iter().filter(|segment| joints(segment) > 0);
    let slug = slug.max_by_key(|segment| (joints(segment), segment.len()));
    let slug = slug.copied().unwrap_or_default();
    let slug = slug.strip_suffix(".html").or(slug.strip_suffix(".htm")).unwrap_or(slug);
    let spoken = slug.split(|c: char| !c.is_alphanumeric()).filter(|token| !is_identifier(token));
    words(&spoken.collect::<Vec<_>>().join(" "), MOST_WORDS)
}

fn is_identifier(token: &str) -> bool {
    let has_digit = token.chars().any(|c| c.is_ascii_digit());
    let has_letter = token.chars().any(char::is_alphabetic);
    has_digit && token.len() >= if has_letter { ID_CHARACTERS } else { ID_DIGITS }
}

fn section(segments: &[&str]) -> Option<TermKey> {
    let (_, folders) = segments.split_last()?;
    let named = |segment: &&&str| {
        segment.len() > 2
            && segment.chars().all(char::is_alphabetic)
            && !NO_SECTION.contains(&segment.to_lowercase().as_str())
    };
    folders.iter().find(named).map(|segment| key(&segment.to_lowercase()))
}

/// The first day that the address names: `2014/03/11`, `2014-3-11`, `2014/mar/11`, `20140311`.
fn day(url: &str) -> Option<i32> {
    let mut rest = url;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = &rest[start..];
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let (number, after) = digits.split_at(end);
        if let Some(day) = compact_day(number).or_else(|| spaced_day(number, after)) {
            return Some(day);
        }
        rest = after;
    }
    None
}

/// Eight digits, or the last eight of a long number.
fn compact_day(number: &str) -> Option<i32> {
    let eight = match number.len() {
        8 => number,
        13.. => &number[number.len() - 8..],
        _ => return None,
    };
    let part = |from: usize, to: usize| eight[from..to].parse::<i16>().ok();
    civil_day(part(0, 4)?, part(4, 6)?, part(6, 8)?)
}

fn spaced_day(number: &str, after: &str) -> Option<i32> {
    let year = if number.len() == 4 { number.parse().ok()? } else { return None };
    let mut parts = after.strip_prefix(['/', '-', '_'])?.split(['/', '-', '_']);
    let month = month(parts.next()?)?;
    let day = parts.next()?;
    let digits = day.find(|c: char| !c.is_ascii_digit()).unwrap_or(day.len());
    civil_day(year, month, day[..digits].parse().ok().filter(|_| digits <= 2)?)
}

fn month(text: &str) -> Option<i16> {
    if text.len() <= 2 {
        return text.parse().ok();
    }
    let name = text.get(..3)?.to_lowercase();
    let place = MONTHS.iter().position(|month| *month == name)?;
    i16::try_from(place + 1).ok()
}

/// Only the years in which the web has had news.
fn civil_day(year: i16, month: i16, day: i16) -> Option<i32> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    let since = date.since(jiff::civil::Date::constant(1970, 1, 1)).ok()?;
    (1990..2100).contains(&year).then(|| since.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_found_in_addresses() {
        check("https://a.example/2014/03/11/pier", Some(16_140));
        check("https://a.example/2014/mar/11/pier", Some(16_140));
        check("https://a.example/news/2014-3-11-pier.html", Some(16_140));
        check("https://a.example/pier-idUSL3N0ME0L920140311", None);
        check("https://a.example/pier-id5000920140311", Some(16_140));
        check("https://a.example/pier.jsp?ymd=20140311&id=3718580", Some(16_140));
        check("https://a.example/2014/13/11/pier", None);
        check("https://a.example/story/7309088002/", None);
        check("https://a.example/2014/", None);
        check("", None);
    }

    #[track_caller]
    fn check(url: &str, expected: Option<i32>) {
        assert_eq!(Address::read(url).day, expected, "{url}");
    }

    #[test]
    fn words_and_sections_are_found_in_addresses() {
        let read = |url| Address::read(url);
        let of = |text| words(text, 9).iter().map(|word| word.key).collect::<Vec<_>>();
        let keys = |url| read(url).words.iter().map(|word| word.key).collect::<Vec<_>>();
        let url = "https://a.example/Business/old-pier-closes-4817202_n_52a1b8.html?x=1-2-3-4";
        assert_eq!(keys(url), of("old pier closes n"));
        assert_eq!(read(url).section, Some(key("business")));
        assert_eq!(keys("https://a.example/pier"), of(""));
        assert_eq!(read("https://a.example/news/1/").section, None);
        assert_eq!(read("https://a.example/pier").section, None);
    }

    proptest! {
        #[test]
        fn any_address_is_read(url in "\\PC{0,80}") {
            Address::read(&url);
        }
    }
}
