use crate::{Accepted, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::Article;
use std::collections::BTreeMap;

/// How far a file was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// The hash by which the file is known again.
    pub file: String,
    /// Its name, for the operator.
    pub name: String,
    /// Bytes of the file before the gzip member (or plain record) that comes next.
    pub member: u64,
    /// Bytes, unpacked, to skip inside that member.
    pub inside: u64,
    /// Whether it was read to its end.
    pub finished: bool,
    /// Records read so far, of any kind.
    pub records: u64,
    /// What could not be used, by what is wrong with it.
    pub skipped: BTreeMap<String, Skipped>,
    /// What was not to be used, by why.
    pub left_out: BTreeMap<String, Skipped>,
    /// What could be used although something was wrong with it, by what.
    pub mended: BTreeMap<String, Skipped>,
}

/// Records of a file that were skipped for one reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// How many.
    pub count: u64,
    /// Byte of the file at which the first of them begins.
    pub first: u64,
}

/// Large files that are imported piece by piece.
#[async_trait]
pub trait Imports: Send + Sync {
    /// How far the file of this hash was read, if ever.
    async fn reached(&self, file: &str) -> Result<Option<Reached>, StoreError>;

    /// Accepts articles as [`crate::Articles::accept_all`] does and remembers how far the file was
    /// read, all or none, so that an import that is killed goes on without losing or doubling
    /// anything. What was skipped so far stands in quarantine then, a line for each reason; what was
    /// left out does not, since nothing is wrong with it, nor what was mended, since nothing is lost.
    async fn accept_up_to(
        &self,
        articles: &[Article],
        reached: &Reached,
        due: Timestamp,
        at: Timestamp,
    ) -> Result<Vec<Accepted>, StoreError>;

    /// Forgets how far the file of this hash was read.
    async fn forget(&self, file: &str) -> Result<(), StoreError>;
}
