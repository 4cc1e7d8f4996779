//! Web archives: what a crawler was answered, in WARC files (ISO 28500), packed or plain.
//!
//! An [`Archive`] is read as a stream, record by record, in memory that does not grow with the file.
//! What is broken is given as such, and reading goes on with the next record. Each step tells the
//! [`Place`] after it, from which another reading can go on.

mod extent;
mod http;
mod members;
mod record;
mod window;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use members::Members;
use std::io::{self, Read};

/// Bytes of a page beyond which the rest is left unread: as for pages that we fetch ourselves.
const PAGE_LIMIT_BYTES: u64 = 16 << 20;

/// How many more faults than good records end the reading: a crawl whose disk failed loses some
/// hundred in a row, while a file that is no archive at all would be searched byte by byte.
const MOST_FAULTS: u32 = 1_000;

/// A place in a file between two records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Bytes of the file before the gzip member, or before the record of a plain file.
    pub member: u64,
    /// Bytes, unpacked, to skip inside that member; 0 in a plain file.
    pub inside: u64,
}

/// A web page as the crawler was given it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchivedPage {
    /// Its address.
    pub url: String,
    /// When it was fetched.
    pub at: Option<Timestamp>,
    /// What the server said of its charset.
    pub charset: Option<String>,
    /// The values of `X-Robots-Tag`.
    pub robots_tags: Vec<String>,
    /// The server reserved text and data mining (`tdm-reservation: 1`).
    pub is_reserved: bool,
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
}

/// What a record was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// An HTML page that was answered with status 200.
    Page(Box<ArchivedPage>),
    /// Something else: a request, metadata, an image, a redirect, …
    Other,
    /// It could not be read.
    Broken(Fault),
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Bytes that belong to no record.
    #[error("no record begins here")]
    NoRecord,
    /// It has no usable `Content-Length`.
    #[error("the record does not tell its length")]
    NoLength,
    /// It does not end where its `Content-Length` says; it was read to where the next record begins.
    #[error("the record's length is wrong; it was read to where the next one begins")]
    WrongLength,
    /// The file or the gzip member ends inside it.
    #[error("the record is cut off")]
    CutOff,
    /// Its header has more than 64 KiB.
    #[error("the header is too long")]
    LongHeader,
    /// A response without an address.
    #[error("the record names no address")]
    NoAddress,
    /// The gzip data are wrong.
    #[error("the gzip data are damaged")]
    Gzip,
    /// What should be an answer of a server is none.
    #[error("the answer is not HTTP")]
    Http,
    /// The page was packed, and cannot be unpacked.
    #[error("the page's packing is unknown or damaged")]
    Packing,
    /// Unpacked it would be far larger than any page.
    #[error("unpacked it is far larger than a page")]
    Bomb,
    /// A thousand more faults than records.
    #[error("too much is damaged; the rest of the file was not read")]
    GivenUp,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it begins.
    pub begin: Place,
    /// Where the next one begins.
    pub next: Place,
    /// What it is.
    pub found: Found,
    /// What was wrong with it although it could be read.
    pub mended: Option<Fault>,
}

/// A WARC file being read.
pub struct Archive<R: Read> {
    members: Members<R>,
    faults: u32,
    is_over: bool,
}

impl<R: Read> Archive<R> {
    /// Reads on from a place; `source` must stand at its `member`.
    pub fn new(source: R, from: Place) -> io::Result<Archive<R>> {
        Ok(Archive { members: Members::new(source, from)?, faults: 0, is_over: false })
    }

    /// The next record; nothing at the end. An error is one of the source, not of what it holds.
    #[allow(clippy::should_implement_trait, reason = "it can fail, and borrows nothing")]
    pub fn next(&mut self) -> io::Result<Option<Step>> {
        if self.is_over {
            return Ok(None);
        }
        let Some(begin) = self.members.begin()? else {
            self.is_over = true;
            return Ok(None);
        };
        let (mut found, mended) = match begin.fault {
            Some(fault) => (Found::Broken(fault), None),
            None => record::read(&mut self.members)?,
        };
        self.faults = match found {
            Found::Broken(_) => self.faults + 1,
            _ => self.faults.saturating_sub(1),
        };
        if self.faults > MOST_FAULTS {
            self.is_over = true;
            found = Found::Broken(Fault::GivenUp);
        }
        Ok(Some(Step { begin: begin.place, next: self.members.place(), found, mended }))
    }

    /// Bytes of the file taken so far.
    pub fn taken_bytes(&self) -> u64 {
        self.members.taken_bytes()
    }
}

impl<R: Read> std::fmt::Debug for Archive<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("place", &self.members.place()).finish_non_exhaustive()
    }
}
