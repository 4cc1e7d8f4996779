//! Bytes of a feed become entries: RSS, Atom, RDF, JSON Feed, sitemaps.
//!
//! Nothing here gives up on a fault that a reader of the feed would not see: the bytes are decoded as
//! they are and not as they claim (`charset`), markup is cut up however broken it is (`scan`), and
//! the tree closes what its author forgot (`tree`). Only what holds no feed at all is refused.

mod address;
mod channel;
pub mod charset;
mod construct;
pub mod dates;
mod discover;
mod entities;
mod entry;
mod json;
mod json_document;
mod scan;
mod sitemap;
mod slot;
mod space;
mod text;
mod tree;

#[cfg(test)]
mod tests;

pub use discover::{FoundFeed, Hint, discover, guesses, is_of_comments, sitemaps};
pub use sitemap::{due, due_again, is_index, latest, newest};

use news::{FeedDocument, FeedKind};
use space::Space;
use tree::{Element, Tree};
use url::Url;

/// Entries that are read of one feed; as many as the sitemap protocol allows in a file. The largest of
/// the labelled feeds has 1,046.
const ENTRIES: usize = 50_000;

/// Why bytes are not a feed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAFeed(pub String);

/// Reads a feed. `base` resolves relative links; `charset` is what the server said.
pub fn parse(
    bytes: &[u8],
    base: Option<&str>,
    charset: Option<&str>,
) -> Result<FeedDocument, NotAFeed> {
    let source = charset::decode(bytes, charset);
    let base = base.and_then(|base| Url::parse(base).ok());
    let start =
        source.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    match start.chars().next() {
        None => Err(NotAFeed("it is empty".to_owned())),
        Some('{') => json::read(start, base.as_ref()),
        Some(_) => read_markup(&source, base),
    }
}

fn read_markup(source: &str, base: Option<Url>) -> Result<FeedDocument, NotAFeed> {
    if let Some(fault) = entities::fault(source) {
        return Err(NotAFeed(fault));
    }
    let tree = Tree::new(source);
    let Some(first) = tree.elements().next() else {
        return Err(NotAFeed("it holds no markup".to_owned()));
    };
    if first.is("html") {
        return Err(NotAFeed(
            "it is a web page; a feed of the site may be linked in it".to_owned(),
        ));
    }
    let Some((root, kind)) = tree.elements().find_map(|one| Some((one, kind(one)?))) else {
        let root: String = first.word().1.chars().filter(|c| !c.is_control()).take(40).collect();
        return Err(NotAFeed(format!("its first element is <{root}>, which begins no feed")));
    };
    let head = root.child("channel").unwrap_or(root);
    let mut feed = channel::read(head, kind, base.as_ref());
    // A feed that says nowhere where it is from still names its site.
    let site = || feed.link.as_deref().and_then(|link| Url::parse(link).ok());
    let base = base.or_else(site);
    feed.entries = match kind {
        FeedKind::Sitemap => {
            let children = root.children().filter(|one| one.is("sitemap")).take(ENTRIES);
            feed.sitemaps = children.filter_map(|one| sitemap::child(one, base.as_ref())).collect();
            let places = root.children().filter(|one| one.is("url")).take(ENTRIES);
            places.map(|place| sitemap::read(place, base.as_ref())).collect()
        }
        _ => {
            let items = tree.elements().filter(|one| one.is("item") || one.is("entry"));
            items.take(ENTRIES).map(|item| entry::read(item, base.as_ref())).collect()
        }
    };
    Ok(feed)
}

/// The form of a feed that begins with this element. A channel or an item alone is a feed that lost its
/// beginning, or one of Microsoft's channels (CDF), which are close to RSS.
fn kind(element: Element<'_, '_>) -> Option<FeedKind> {
    match element.word() {
        (Space::Rdf, "rdf") => Some(FeedKind::Rdf),
        (Space::Core, "rss" | "channel" | "item") => Some(FeedKind::Rss),
        (Space::Core, "feed" | "entry") => Some(FeedKind::Atom),
        (Space::Core, "urlset" | "sitemapindex") => Some(FeedKind::Sitemap),
        _ => None,
    }
}
