//! The small pieces of markup that feeds and pages share.

use jiff::fmt::rfc2822;
use news::SourceTime;
use std::borrow::Cow;

/// `text` for an element's content or a quoted attribute, in HTML and XML alike.
pub fn escape(text: &str) -> Cow<'_, str> {
    quick_xml::escape::escape(text)
}

/// Each paragraph in a `<p>`.
pub fn html_paragraphs(paragraphs: &[String]) -> String {
    paragraphs.iter().map(|paragraph| format!("<p>{}</p>\n", escape(paragraph))).collect()
}

/// ISO 8859-1; what it lacks becomes a character reference, which HTML and XML both read.
pub fn latin1(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.chars() {
        match u8::try_from(u32::from(letter)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend_from_slice(format!("&#{};", u32::from(letter)).as_bytes()),
        }
    }
    bytes
}

/// `Thu, 19 Nov 2026 05:10:00 -0500`, as RSS wants it.
pub fn rss_time(time: &SourceTime) -> String {
    rfc2822::to_string(&time.local()).unwrap_or_else(|_| time.to_string())
}

/// `19 November 2026, 05:10`, as people read it where the outlet stands.
pub fn shown_time(time: &SourceTime) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let local = time.local();
    let month = usize::try_from(local.month() - 1).ok().and_then(|place| MONTHS.get(place));
    let (month, hour, minute) = (month.copied().unwrap_or(""), local.hour(), local.minute());
    format!("{} {month} {}, {hour:02}:{minute:02}", local.day(), local.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin1_keeps_every_letter() {
        check("Café Zürich", b"Caf\xe9 Z\xfcrich");
        check("\u{2014} 5 \u{20ac}", b"&#8212; 5 &#8364;");
        check("", b"");
    }

    #[track_caller]
    fn check(text: &str, expected: &[u8]) {
        assert_eq!(latin1(text), expected, "{text}");
    }

    #[test]
    fn times_are_shown_where_the_outlet_stands() {
        let time = SourceTime::parse("2026-11-19T05:10:00-05:00").unwrap();
        assert_eq!(rss_time(&time), "Thu, 19 Nov 2026 05:10:00 -0500");
        assert_eq!(shown_time(&time), "19 November 2026, 05:10");
    }
}
