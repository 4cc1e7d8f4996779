//! What a server says about its answer.

use jiff::Timestamp;
use reqwest::header::{
    AGE, CACHE_CONTROL, CONTENT_TYPE, DATE, EXPIRES, HeaderMap, HeaderName, LINK, RETRY_AFTER,
};
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

/// Seconds that the answer stays fresh (RFC 9111, section 4.2): `max-age` of `Cache-Control`, or
/// else `Expires` by the server's own clock; less the `Age` that a cache on the way gives it.
pub fn fresh_seconds(headers: &HeaderMap) -> Option<u64> {
    let lifetime = match max_age_seconds(headers) {
        Some(seconds) => seconds,
        None => expires_after_seconds(headers)?,
    };
    let age = text(headers, &AGE).and_then(|age| age.parse().ok()).unwrap_or(0);
    Some(lifetime.saturating_sub(age))
}

fn max_age_seconds(headers: &HeaderMap) -> Option<u64> {
    let text = text(headers, &CACHE_CONTROL)?.to_ascii_lowercase();
    let mut parts = text.split(',').filter_map(|part| part.trim().strip_prefix("max-age="));
    parts.next()?.trim_matches('"').parse().ok()
}

fn expires_after_seconds(headers: &HeaderMap) -> Option<u64> {
    let date = |name| Some(jiff::fmt::rfc2822::parse(&text(headers, &name)?).ok()?.timestamp());
    // "0" and other broken dates mean "expired already".
    let (expires, sent) = (date(EXPIRES), date(DATE)?);
    let expires = expires.or_else(|| headers.contains_key(EXPIRES).then_some(sent))?;
    u64::try_from(expires.duration_since(sent).as_secs().max(0)).ok()
}

/// The first address that a `Link` header gives for `rel` (RFC 8288), as written.
pub fn link(headers: &HeaderMap, rel: &str) -> Option<String> {
    let values = headers.get_all(LINK).iter();
    values.filter_map(|value| value.to_str().ok()).find_map(|line| linked(line, rel))
}

fn linked(line: &str, rel: &str) -> Option<String> {
    // Addresses stand in angle brackets and may hold commas: cut at what opens the next one.
    line.split('<').skip(1).find_map(|part| {
        let (address, parameters) = part.split_once('>')?;
        let is_ours = parameters.split(';').any(|parameter| {
            let Some((name, value)) = parameter.split_once('=') else { return false };
            let value = value.trim().trim_end_matches(',').trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel")
                && value.split_whitespace().any(|word| word.eq_ignore_ascii_case(rel))
        });
        is_ours.then(|| address.trim().to_owned())
    })
}

/// The bytes of all names and values.
pub fn size(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
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

/// Whether the header of the TDM Reservation Protocol reserves the rights of text and data mining.
pub fn reserves_mining(headers: &HeaderMap) -> bool {
    let name = HeaderName::from_static("tdm-reservation");
    text(headers, &name).is_some_and(|value| value == "1")
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
    }

    #[test]
    fn freshness_comes_from_cache_control_or_expires() {
        let fresh = |head: &[(HeaderName, &str)], expected: Option<u64>| {
            let map = head.iter().map(|(name, value)| (name.clone(), value.parse().unwrap()));
            assert_eq!(fresh_seconds(&HeaderMap::from_iter(map)), expected, "{head:?}");
        };
        let at = |second: &str| format!("Mon, 23 Nov 2026 10:00:{second} GMT");
        let (early, late) = (at("00"), at("40"));
        fresh(&[(CACHE_CONTROL, "public, Max-Age=300")], Some(300));
        fresh(&[(CACHE_CONTROL, "max-age=300"), (AGE, "100")], Some(200));
        fresh(&[(CACHE_CONTROL, "max-age=300"), (AGE, "400")], Some(0));
        fresh(&[(CACHE_CONTROL, "no-store")], None);
        fresh(&[(CACHE_CONTROL, "max-age=99999999999999999999999")], None);
        fresh(&[(DATE, &early), (EXPIRES, &late)], Some(40));
        fresh(&[(DATE, &late), (EXPIRES, &early)], Some(0));
        fresh(&[(DATE, &late), (EXPIRES, "0")], Some(0));
        fresh(&[(EXPIRES, &late)], None);
        fresh(&[(DATE, &early), (EXPIRES, &late), (CACHE_CONTROL, "max-age=7")], Some(7));
    }

    #[test]
    fn links_are_found_by_their_relation() {
        let hub = |line: &str, expected: Option<&str>| {
            let found = link(&with(LINK, line), "hub");
            assert_eq!(found.as_deref(), expected, "{line}");
        };
        hub("<https://hub.example/>; rel=\"hub\"", Some("https://hub.example/"));
        hub(
            "<https://a.example/x,y>; rel=self, <https://hub.example/>; rel=hub",
            Some("https://hub.example/"),
        );
        hub(
            "<https://hub.example/>; title=\"a\"; REL=\"self Hub\", <b>; rel=x",
            Some("https://hub.example/"),
        );
        hub("<https://hub.example/>; rel=hubs", None);
        hub("<https://hub.example/", None);
        hub("", None);
    }

    #[test]
    fn mining_is_reserved_by_a_one() {
        let name = HeaderName::from_static("tdm-reservation");
        assert!(reserves_mining(&with(name.clone(), " 1 ")));
        assert!(!reserves_mining(&with(name, "0")));
        assert!(!reserves_mining(&HeaderMap::new()));
    }
}
