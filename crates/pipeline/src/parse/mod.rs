//! Bytes of a feed become entries: RSS, Atom, RDF, JSON Feed, sitemaps.

use news::FeedDocument;

/// Why bytes are not a feed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAFeed(pub String);

/// Reads a feed. `base` resolves relative links; `charset` is what the server said.
pub fn parse(
    _bytes: &[u8],
    _base: Option<&str>,
    _charset: Option<&str>,
) -> Result<FeedDocument, NotAFeed> {
    todo!()
}
