//! Which feeds a page names.

use super::charset;
use super::scan::{Piece, Scanner, attribute};
use super::{address, text};
use url::Url;

/// Media types of feeds. Plain `text/xml` is no promise, but nothing else is linked so as an alternate.
const TYPES: [&str; 7] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "application/json",
];

/// Feeds that are listed of one page: a bound against pages without end, more than anybody picks from.
const FEEDS: usize = 100;

/// The addresses of the feeds that a page of the site names in its head, in the order of the page,
/// each once.
pub fn discover(html: &[u8], base: &str) -> Vec<String> {
    let page = charset::decode(html, None);
    let mut base = Url::parse(base).ok();
    let mut found: Vec<String> = Vec::new();
    for piece in Scanner::new(&page) {
        let Piece::Open { name, attributes, .. } = piece else { continue };
        if name.eq_ignore_ascii_case("base") {
            let href = value(attributes, "href").unwrap_or_default();
            base = base.and_then(|base| base.join(&href).ok().or(Some(base)));
        }
        if !name.eq_ignore_ascii_case("link") {
            continue;
        }
        let url = feed(attributes).and_then(|href| address::plain(&href, base.as_ref()));
        if let Some(url) = url.filter(|url| !found.contains(url)) {
            found.push(url);
        }
        if found.len() >= FEEDS {
            break;
        }
    }
    found
}

/// Where a link leads, if it leads to a feed.
fn feed(attributes: &str) -> Option<String> {
    let rel = value(attributes, "rel")?.to_ascii_lowercase();
    let kind = value(attributes, "type").unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let mut words = rel.split_whitespace();
    let is_feed = words.clone().any(|word| word == "feed")
        || (words.any(|word| word == "alternate") && TYPES.contains(&kind));
    // WordPress offers its API as an alternate of every page, in JSON.
    let href = value(attributes, "href").filter(|href| !href.contains("/wp-json/"))?;
    is_feed.then_some(href)
}

fn value(attributes: &str, name: &str) -> Option<String> {
    attribute(attributes, name).map(|raw| text::decode(raw).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_found_in_the_head() {
        let page = "<html><head><link rel=stylesheet href=a.css>\
            <link rel='alternate' type='application/rss+xml' href='/feed?a=1&amp;b=2' title=News>\
            <LINK TYPE=\"application/atom+xml\" HREF=\"atom.xml\" REL=\"Alternate\" />\
            <link rel=alternate hreflang=fr href=/fr><link rel=feed href=//b.example/feed.json>\
            <link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>\
            <link rel=alternate type=text/xml href='javascript:x'>\
            <link rel=alternate type='application/rss+xml; charset=utf-8' href='/feed?a=1&b=2'>";
        let expected = [
            "https://a.example/feed?a=1&b=2",
            "https://a.example/news/atom.xml",
            "https://b.example/feed.json",
        ];
        assert_eq!(discover(page.as_bytes(), "https://a.example/news/"), expected);
        assert_eq!(discover(b"<p>nothing", "https://a.example/"), Vec::<String>::new());
    }

    #[test]
    fn a_base_in_the_page_moves_its_links() {
        let page = b"<base href='/x/'><link rel=alternate type=application/rss+xml href=feed>";
        assert_eq!(discover(page, "https://a.example/news/"), ["https://a.example/x/feed"]);
    }
}
