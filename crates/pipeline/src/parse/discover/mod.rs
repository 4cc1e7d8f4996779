//! Which feeds a page names, and where a site that names none may have one.

mod guesses;

pub use guesses::{guesses, sitemaps};

use super::charset;
use super::scan::{Piece, Scanner, attribute};
use super::{address, text};
use url::Url;

/// Media types of feeds.
const FEED_TYPES: [&str; 4] =
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"];

/// Types that are no promise, but nothing else is linked so as an alternate.
const OPEN_TYPES: [&str; 4] = ["application/xml", "text/xml", "application/json", "text/rss"];

/// Feeds that are listed of one page: a bound against pages without end, more than anybody picks from.
const FEEDS: usize = 100;

/// Words in the titles and addresses of feeds of comments, in the languages that blog software was
/// translated into most.
const COMMENTS: [&str; 8] = [
    "comment",
    "kommentar",
    "comentario",
    "comentário",
    "commenti",
    "reacties",
    "komentar",
    "коммент",
];

/// Parts of addresses of feeds that hold only a part of a site.
const PARTS: [&str; 8] =
    ["/category/", "/categories/", "/tag/", "/tags/", "/author/", "/topic/", "/search", "podcast"];

/// Ends of the paths of feeds, by which a plain link to one is known.
const ENDINGS: [&str; 12] = [
    "/feed",
    "/rss",
    "/atom",
    ".rss",
    ".atom",
    ".rdf",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/feeds",
];

/// A feed that a page leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFeed {
    /// Where it is.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
    /// How it was found.
    pub hint: Hint,
}

/// How sure a found address is a feed of the site, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    /// The page names it as its feed, with a type that only feeds have.
    Named,
    /// The page names it as another form of itself, with a type that others have too.
    Alternate,
    /// A link in the page leads to what looks like a feed.
    Linked,
    /// Many sites have a feed there.
    Guessed,
}

/// The feeds that a page leads to, best first, each once: those of the whole site before those of a part,
/// those of the same host before others; feeds of comments come last.
pub fn discover(html: &[u8], base: &str) -> Vec<FoundFeed> {
    let page = charset::decode(html, None);
    let mut base = Url::parse(base).ok();
    let own_host = base.as_ref().and_then(Url::host_str).map(str::to_owned);
    let mut found: Vec<FoundFeed> = Vec::new();
    for piece in Scanner::new(&page) {
        let Piece::Open { name, attributes, .. } = piece else { continue };
        if name.eq_ignore_ascii_case("base") {
            let href = value(attributes, "href").unwrap_or_default();
            base = base.and_then(|base| base.join(&href).ok().or(Some(base)));
        }
        let Some((href, hint)) = feed(name, attributes) else { continue };
        let Some(url) = address::plain(&href, base.as_ref()) else { continue };
        match found.iter_mut().find(|one| one.url == url) {
            Some(known) => known.hint = known.hint.min(hint),
            None => found.push(FoundFeed { url, title: value(attributes, "title"), hint }),
        }
        if found.len() >= FEEDS {
            break;
        }
    }
    found.sort_by_cached_key(|feed| merit(feed, own_host.as_deref()));
    found
}

/// What is less becomes first; equal ones keep the order of the page.
fn merit(feed: &FoundFeed, own_host: Option<&str>) -> (bool, Hint, bool, bool) {
    let place = feed.url.to_lowercase();
    let title = feed.title.as_deref().unwrap_or_default().to_lowercase();
    let says =
        |words: &[&str]| words.iter().any(|word| place.contains(word) || title.contains(word));
    let host = Url::parse(&feed.url).ok().and_then(|url| url.host_str().map(str::to_owned));
    (says(&COMMENTS), feed.hint, says(&PARTS), host.as_deref() != own_host)
}

/// Whether a feed is one of comments, which nobody wants who asks for a site's news.
pub fn is_of_comments(feed: &FoundFeed) -> bool {
    merit(feed, None).0
}

/// Where an element leads, if it leads to a feed.
fn feed(name: &str, attributes: &str) -> Option<(String, Hint)> {
    let is_link = name.eq_ignore_ascii_case("link");
    if !is_link && !name.eq_ignore_ascii_case("a") {
        return None;
    }
    let href = value(attributes, "href")?;
    let rel = value(attributes, "rel").unwrap_or_default().to_ascii_lowercase();
    let kind = value(attributes, "type").unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let has = |word: &str| rel.split_whitespace().any(|one| one == word);
    // WordPress offers its API as an alternate of every page, in JSON.
    let hint = match () {
        () if href.contains("/wp-json/") || href.contains("/oembed") => return None,
        () if FEED_TYPES.contains(&kind) || is_link && has("feed") => Hint::Named,
        () if is_link && has("alternate") && OPEN_TYPES.contains(&kind) => Hint::Alternate,
        () if !is_link && looks_like_feed(&href) => Hint::Linked,
        () => return None,
    };
    Some((href, hint))
}

fn looks_like_feed(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    ENDINGS.iter().any(|ending| path.trim_end_matches('/').ends_with(ending))
}

fn value(attributes: &str, name: &str) -> Option<String> {
    let raw = attribute(attributes, name)?;
    Some(text::one_line(&text::decode(raw))).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str, base: &str) -> Vec<(Hint, String)> {
        discover(html.as_bytes(), base).into_iter().map(|feed| (feed.hint, feed.url)).collect()
    }

    #[track_caller]
    fn check(html: &str, expected: &[(Hint, &str)]) {
        let expected: Vec<_> =
            expected.iter().map(|(hint, url)| (*hint, (*url).to_owned())).collect();
        assert_eq!(found(html, "https://a.example/news/"), expected, "{html}");
    }

    #[test]
    fn feeds_are_found_in_the_head() {
        check(
            "<html><head><link rel=stylesheet href=a.css>\
            <link rel='alternate' type='application/rss+xml' href='/feed?a=1&amp;b=2' title=News>\
            <LINK TYPE=\"application/atom+xml\" HREF=\"atom.xml\" REL=\"Alternate\" />\
            <link rel=alternate hreflang=fr href=/fr><link rel=feed href=//b.example/feed.json>\
            <link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>\
            <link rel=alternate type=text/xml href=/x.xml>\
            <link rel=alternate type=text/xml href='javascript:x'>\
            <link rel=alternate type='application/rss+xml; charset=utf-8' href='/feed?a=1&b=2'>",
            &[
                (Hint::Named, "https://a.example/feed?a=1&b=2"),
                (Hint::Named, "https://a.example/news/atom.xml"),
                (Hint::Named, "https://b.example/feed.json"),
                (Hint::Alternate, "https://a.example/x.xml"),
            ],
        );
        check("<p>nothing", &[]);
    }

    #[test]
    fn feeds_of_the_whole_site_come_first_and_comments_last() {
        let link = |href: &str, title: &str| {
            format!("<link rel=alternate type=application/rss+xml href='{href}' title='{title}'>")
        };
        let page = link("/comments/feed/", "")
            + &link("/feed2", "Kommentare zu allem")
            + &link("/tag/sea/feed", "Sea")
            + &link("https://other.example/feed", "")
            + &link("/feed/", "Harbour")
            + "<a href='/rss/'>RSS</a><a href='/feedback'>x</a><a href='/feed/'>y</a>";
        check(
            &page,
            &[
                (Hint::Named, "https://a.example/feed/"),
                (Hint::Named, "https://other.example/feed"),
                (Hint::Named, "https://a.example/tag/sea/feed"),
                (Hint::Linked, "https://a.example/rss/"),
                (Hint::Named, "https://a.example/comments/feed/"),
                (Hint::Named, "https://a.example/feed2"),
            ],
        );
    }

    #[test]
    fn a_base_in_the_page_moves_its_links() {
        let page = "<base href='/x/'><link rel=alternate type=application/rss+xml href=feed>";
        check(page, &[(Hint::Named, "https://a.example/x/feed")]);
    }

    #[test]
    fn pages_without_end_cost_what_they_weigh() {
        let page: String = (0..5_000).map(|n| format!("<a href='/{n}/feed'>")).collect();
        assert_eq!(found(&page, "https://a.example/").len(), FEEDS);
    }
}
