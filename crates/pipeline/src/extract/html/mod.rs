//! A tree of a page, small enough to build for every page of a day.
//!
//! Built in one pass with a bounded depth. It implies the end tags that browsers imply, but moves
//! nothing: what stands where it must not (text between table rows) stays in reading order.

mod references;
mod tag;
mod tokens;
mod tree;

pub use references::decode;
pub use tag::Tag;
pub use tree::{Document, NodeId};
