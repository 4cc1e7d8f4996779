//! What a server says about its answer.

use jiff::Timestamp;
use reqwest::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName, RETRY_AFTER};
use std::time::Duration;

/// A header as text; bytes that are no UTF-8 are shown as such.
pub fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let text = String::from_utf8_lossy(headers.get(name)?.as_bytes()).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// How long the server asks us to wait: seconds, or until a date.
pub fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = text(headers, &RETRY_AFTER)?;
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(&text).ok()?.timestamp();
    Some(Duration::try_from(until.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// Seconds that the answer stays fresh, from `Cache-Control`.
pub fn max_age_seconds(headers: &HeaderMap) -> Option<u64> {
    let text = text(headers, &CACHE_CONTROL)?.to_ascii_lowercase();
    let mut parts = text.split(',').filter_map(|part| part.trim().strip_prefix("max-age="));
    parts.next()?.trim_matches('"').parse().ok()
}

/// The media type, lowercase, and its charset.
pub fn content_type(headers: &HeaderMap) -> (Option<String>, Option<String>) {
    text(headers, &CONTENT_TYPE).map_or((None, None), |text| media_type(&text))
}

/// The media type that a `Content-Type` names, lowercase, and its charset.
pub fn media_type(text: &str) -> (Option<String>, Option<String>) {
    let mut parts = text.split(';').map(str::trim);
    let media = parts.next().filter(|media| !media.is_empty()).map(str::to_ascii_lowercase);
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty())
            .then(|| value.to_ascii_lowercase())
    });
    (media, charset)
}

/// Every `X-Robots-Tag`, as sent.
pub fn robots_tags(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all("x-robots-tag").iter();
    values.map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn waits_are_seconds_or_dates() {
        check("120", Some(120));
        check("Mon, 23 Nov 2026 10:01:30 GMT", Some(90));
        check("Mon, 23 Nov 2026 09:00:00 GMT", Some(0));
        check("soon", None);
        check("-5", None);
    }

    #[track_caller]
    fn check(value: &str, seconds: Option<u64>) {
        let now = "2026-11-23T10:00:00Z".parse().unwrap();
        let wait = retry_after(&with(RETRY_AFTER, value), now);
        assert_eq!(wait.map(|wait| wait.as_secs()), seconds, "{value}");
    }

    #[test]
    fn types_and_ages_are_read_from_their_headers() {
        let kind = |value| content_type(&with(CONTENT_TYPE, value));
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(kind("Text/HTML; Charset=\"UTF-8\""), (some("text/html"), some("utf-8")));
        assert_eq!(kind("text/xml"), (some("text/xml"), None));
        assert_eq!(kind("; charset="), (None, None));
        let age = |value| max_age_seconds(&with(CACHE_CONTROL, value));
        assert_eq!(age("public, Max-Age=300"), Some(300));
        assert_eq!(age("no-store"), None);
        assert_eq!(age("max-age=99999999999999999999999"), None);
    }
}
