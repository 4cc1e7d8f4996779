//! How far a record reaches: as its header says, or, where that is wrong, to where the next one begins.

use super::members::Members;
use super::{Fault, PAGE_LIMIT_BYTES};
use std::io::{self, Read};

/// Bytes by which the beginning of a record is known: the line end before it, its first line and the
/// beginning of a field.
pub const HEAD_BYTES: usize = 32;

/// How a record ends, as the standard has it; some writers use bare line feeds.
const ENDINGS: [&[u8]; 2] = [b"\r\n\r\n", b"\n\n"];

/// How far a record reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Bytes of it that can be seen.
    pub shown: usize,
    /// Bytes after them that its header speaks of: only of a record longer than any page.
    pub rest: u64,
    /// What is wrong: its length, or whatever ends it before its time.
    pub fault: Option<Fault>,
}

/// Finds the end of a record's content of so many bytes.
///
/// A length is believed when the content ends there as contents do. Else the beginning of another record
/// in it or after it ends it, or the gzip member does.
pub fn measure(members: &mut Members<impl Read>, length: u64) -> io::Result<Extent> {
    let view = usize::try_from(length.min(PAGE_LIMIT_BYTES)).unwrap_or(usize::MAX);
    let seen = members.peek(view + HEAD_BYTES)?;
    let rest = length - view as u64;
    let said = Extent { shown: view.min(seen.len()), rest, fault: None };
    if seen.len() < view {
        return Ok(short(members));
    }
    // The end of a long record is too far away to be looked at: a head in it is believed at once.
    let is_sure = rest == 0 && ends_at(&seen[view..]);
    let head = if is_sure { None } else { head_in(&seen[..seen.len().min(view + HEAD_BYTES)]) };
    match head {
        Some(head) if head <= view => Ok(Extent { shown: bare(seen, head), ..WRONG }),
        _ if is_sure || rest > 0 || is_ended(&seen[view..]) => Ok(said),
        _ => beyond(members, view),
    }
}

/// What a record with a wrong length reaches to, before that is known.
const WRONG: Extent = Extent { shown: 0, rest: 0, fault: Some(Fault::WrongLength) };

/// The extent of a record that the member does not hold to the end its header speaks of.
fn short(members: &Members<impl Read>) -> Extent {
    let seen = members.seen();
    match head_in(seen) {
        Some(head) => Extent { shown: bare(seen, head), ..WRONG },
        None if members.ends_soundly() => Extent { shown: bare(seen, seen.len()), ..WRONG },
        None => Extent { shown: seen.len(), rest: 0, fault: Some(members.cut_off()) },
    }
}

/// The extent of a record that goes on beyond the end its header speaks of.
fn beyond(members: &mut Members<impl Read>, view: usize) -> io::Result<Extent> {
    let limit = usize::try_from(PAGE_LIMIT_BYTES).unwrap_or(usize::MAX);
    let mut from = view.saturating_sub(HEAD_BYTES);
    loop {
        let known = members.seen().len();
        let seen = members.peek(known + HEAD_BYTES)?;
        if let Some(head) = next_head(&seen[from..]) {
            return Ok(Extent { shown: bare(seen, from + head), ..WRONG });
        }
        if seen.len() == known || seen.len() > view + limit {
            return Ok(Extent { shown: bare(seen, seen.len()), ..WRONG });
        }
        from = seen.len() - HEAD_BYTES;
    }
}

/// Whether the content ends before these bytes: at a record's head, or with the member. A length that takes
/// in some of the empty line is believed: no word comes or goes by it.
fn ends_at(rest: &[u8]) -> bool {
    let after = rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
    rest.len() < HEAD_BYTES && after == rest.len() || is_head(&rest[after..])
}

/// Whether an empty line stands here: it ends a record, but also other things.
fn is_ended(rest: &[u8]) -> bool {
    ENDINGS.iter().any(|ending| rest.starts_with(ending))
}

/// The end of a content without the empty line after it.
fn bare(seen: &[u8], end: usize) -> usize {
    let ending = ENDINGS.iter().find(|ending| seen[..end].ends_with(ending));
    end - ending.map_or(0, |ending| ending.len())
}

/// Where another record begins in a content, if one does; of an empty content at its very start.
fn head_in(content: &[u8]) -> Option<usize> {
    if is_head(content) { Some(0) } else { next_head(content) }
}

/// Where the next line stands that begins a record.
pub fn next_head(bytes: &[u8]) -> Option<usize> {
    let lines = memchr::memmem::find_iter(bytes, b"\nWARC/").map(|at| at + 1);
    lines.into_iter().find(|at| is_head(&bytes[*at..]))
}

/// Whether a record begins here. A page may speak of WARC/1.0: a field has to follow, as in all archives.
pub fn is_head(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"WARC/") else { return false };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let rest = &rest[digits..];
    let field = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"));
    let begins = |name: &[u8]| {
        field
            .and_then(|field| field.get(..name.len()))
            .is_some_and(|f| f.eq_ignore_ascii_case(name))
    };
    (1..=4).contains(&digits) && (begins(b"WARC-") || begins(b"Content-"))
}
