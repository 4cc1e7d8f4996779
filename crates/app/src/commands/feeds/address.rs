//! Addresses as people type and paste them.

use anyhow::{Context, bail};
use url::Url;

/// The address that is meant: without a scheme one of the web is, and `feed:` is what some pages write before
/// their feeds' addresses.
pub fn meant(text: &str) -> anyhow::Result<Url> {
    let text = text.trim().trim_matches(['<', '>', '"']);
    let bare = ["feed://", "feed:"].iter().find_map(|scheme| strip_start(text, scheme));
    let bare = bare.unwrap_or(text);
    let has_scheme =
        bare.contains("://") || ["mailto:", "data:", "file:"].iter().any(|s| bare.starts_with(s));
    let whole = if has_scheme { bare.to_owned() } else { format!("https://{bare}") };
    let mut url = Url::parse(&whole)
        .with_context(|| format!("{text}: not an address; write it as https://example.org/feed"))?;
    if !matches!(url.scheme(), "http" | "https") {
        bail!("{text}: only http and https can be polled");
    }
    let host = url.host_str().unwrap_or_default();
    // A word alone is a slip, unless it names a machine of one's own.
    if !has_scheme && !host.contains('.') && !host.starts_with('[') && host != "localhost" {
        bail!("{text}: not an address; write it as https://example.org/feed");
    }
    url.set_fragment(None);
    Ok(url)
}

fn strip_start<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_as_they_are_meant() {
        for (text, expected) in [
            ("https://a.example/feed", "https://a.example/feed"),
            (" HTTP://A.example ", "http://a.example/"),
            ("a.example", "https://a.example/"),
            ("a.example:8080/feed#top", "https://a.example:8080/feed"),
            ("localhost:8080/feed", "https://localhost:8080/feed"),
            ("feed://a.example/x", "https://a.example/x"),
            ("feed:http://a.example/x", "http://a.example/x"),
            ("<https://a.example/>", "https://a.example/"),
        ] {
            assert_eq!(meant(text).expect(text).as_str(), expected, "{text}");
        }
        for wrong in
            ["", "news", "ftp://a.example/", "file:///etc/passwd", "a b.example", "http://"]
        {
            let error = meant(wrong).expect_err(wrong).to_string();
            assert!(error.contains("address") || error.contains("only http"), "{wrong}: {error}");
        }
    }
}
