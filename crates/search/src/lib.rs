//! The full-text index of stories, statements and articles: derived from the database, made anew at any time.
//!
//! It must never hold what the database does not, never decide what is published, and never be the reason that a
//! site stops. It keeps words and where they stand, and no texts: what is shown of an answer is read from the store,
//! which is also asked whether it is still out.
//!
//! Start with [`Query::read`] (what a reader typed), then [`Index`] (the folder) and [`Found`] (answers by story).
//! `words` says how texts are cut; [`marks()`] finds a query's words in a text that is shown.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should stop there"))]

mod compile;
mod entry;
mod error;
mod fields;
mod find;
mod index;
mod marks;
mod query;
mod words;

#[cfg(test)]
mod tests;

pub use entry::{ArticleEntry, Entry, Filing, StoryEntry};
pub use error::SearchError;
pub use find::{Found, Group, HITS, Hit, Kinds, Question, Reach, Sorting};
pub use index::{Index, Opened, Right};
pub use marks::{Excerpt, excerpt, marks};
pub use query::{Asked, Field, Note, Query};

/// A number that is the same for the same parts on every machine (FNV-1a, 64 bits).
fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        // A byte that stands in no text keeps ("ab", "c") apart from ("a", "bc").
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}
