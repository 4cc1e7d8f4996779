use sha2::{Digest, Sha256};
use std::fmt;

/// The SHA-256 of `parts` as 64 lowercase hex digits.
///
/// Each part is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
pub fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hex(&hash.finalize())
}

/// The bytes as lowercase hex digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The first 16 hex digits of [`digest`]: 64 bits, enough for ids among some 10^8 things.
pub fn short_digest(parts: &[&[u8]]) -> String {
    digest(parts)[..16].to_owned()
}

/// Names an article through all its versions; any text without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub String);

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names one immutable version of an article: the hash of what it says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleVersionId(pub String);

impl fmt::Display for ArticleVersionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names a story for as long as links to it may exist.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub String);

impl fmt::Display for StoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names an entry of a feed, wherever the feed moves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub String);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names an outlet: its main domain where known, otherwise the name it goes by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutletId(pub String);

impl fmt::Display for OutletId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names one version of a brief by what it says; a review is tied to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BriefHash(pub String);

impl fmt::Display for BriefHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names a feed within one instance; counted from 1 in the order of adding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeedId(pub i64);

impl fmt::Display for FeedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl StoryId {
    /// The id of the story that `first` starts.
    pub fn started_by(first: &ArticleId) -> StoryId {
        StoryId(short_digest(&[b"story", first.0.as_bytes()])[..12].to_owned())
    }

    /// The id of the story that leaves this one with `first`.
    pub fn split_off(&self, first: &ArticleId) -> StoryId {
        let parts = [b"split", self.0.as_bytes(), first.0.as_bytes()];
        StoryId(short_digest(&parts)[..12].to_owned())
    }
}

impl ArticleId {
    /// The id of the report that an entry leads to.
    pub fn of(entry: &EntryId) -> ArticleId {
        ArticleId(entry.0.clone())
    }

    /// The id of another report, at this address, to which an entry came to lead later.
    pub fn of_another(entry: &EntryId, address: &str) -> ArticleId {
        ArticleId(short_digest(&[b"another", entry.0.as_bytes(), address.as_bytes()]))
    }
}

impl EntryId {
    /// The id of an entry of `outlet` that calls itself `own_id` (its guid, or else its address).
    ///
    /// The feed's address is left out: an outlet that lists one entry in two feeds reports once.
    pub fn of(outlet: &OutletId, own_id: &str) -> EntryId {
        EntryId(short_digest(&[b"entry", outlet.0.as_bytes(), own_id.as_bytes()]))
    }
}
