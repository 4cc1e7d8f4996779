//! One record: its header, and for an answer of a server the page in it.

use super::extent::{self, HEAD_BYTES, is_head, next_head};
use super::http::{self, Answer};
use super::members::Members;
use super::{ArchivedPage, Fault, Found, PAGE_LIMIT_BYTES};
use jiff::Timestamp;
use std::io::{self, Read};

/// A record's header ends before this; real ones have one or two kilobytes.
const HEADER_BYTES: usize = 64 << 10;

/// What we use of a record's header.
#[derive(Default)]
struct Header {
    kind: String,
    media: String,
    length: Option<u64>,
    url: String,
    date: Option<Timestamp>,
}

/// Reads the record that begins here, to its end; also tells what was wrong with one that could be read.
pub fn read(members: &mut Members<impl Read>) -> io::Result<(Found, Option<Fault>)> {
    let found = match header(members)? {
        Ok(header) => content(members, &header)?,
        Err(fault) => {
            resume(members)?;
            (Found::Broken(fault), None)
        }
    };
    members.leave_damage()?;
    Ok(found)
}

fn header(members: &mut Members<impl Read>) -> io::Result<Result<Header, Fault>> {
    if !members.peek(5)?.starts_with(b"WARC/") {
        return Ok(Err(if members.peek(1)?.is_empty() {
            members.cut_off()
        } else {
            Fault::NoRecord
        }));
    }
    let mut lines = Vec::new();
    loop {
        if lines.len() > HEADER_BYTES {
            return Ok(Err(Fault::LongHeader));
        }
        let seen = members.peek(1)?;
        if seen.is_empty() {
            return Ok(Err(members.cut_off()));
        }
        let end = memchr::memchr(b'\n', seen).map_or(seen.len(), |at| at + 1);
        let end = end.min(HEADER_BYTES);
        lines.extend_from_slice(&seen[..end]);
        members.take(end);
        if lines.ends_with(b"\n\r\n") || lines.ends_with(b"\n\n") {
            return Ok(fields(&lines));
        }
    }
}

fn fields(lines: &[u8]) -> Result<Header, Fault> {
    let mut header = Header::default();
    for (name, value) in http::fields(lines) {
        match name.as_str() {
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            "content-type" => header.media = value.to_ascii_lowercase(),
            "content-length" => header.length = value.parse().ok(),
            // Some tools write the address between angle brackets, as an old draft had it.
            "warc-target-uri" => value.trim_matches(['<', '>']).clone_into(&mut header.url),
            "warc-date" => header.date = value.parse().ok(),
            _ => {}
        }
    }
    match header.length {
        Some(_) => Ok(header),
        None => Err(Fault::NoLength),
    }
}

fn content(
    members: &mut Members<impl Read>,
    header: &Header,
) -> io::Result<(Found, Option<Fault>)> {
    let mut extent = extent::measure(members, header.length.unwrap_or(0))?;
    let is_answer = header.kind == "response" && header.media.starts_with("application/http");
    let found = match is_answer {
        true => page(members, header, extent.shown),
        false => Found::Other,
    };
    members.take(extent.shown);
    while extent.rest > 0 {
        extent = extent::measure(members, extent.rest)?;
        members.take(extent.shown);
    }
    Ok(match extent.fault {
        None => (found, None),
        Some(Fault::WrongLength) => (found, extent.fault),
        Some(fault) => (Found::Broken(fault), None),
    })
}

fn page(members: &mut Members<impl Read>, header: &Header, shown: usize) -> Found {
    let limit = PAGE_LIMIT_BYTES.min(members.allowance());
    let answer = members.seen().get(..shown).unwrap_or_default();
    let (answer, spent) = http::read(answer, limit);
    members.spend(spent);
    match answer {
        Err(fault) => Found::Broken(fault),
        Ok(Answer::NoPage) => Found::Other,
        Ok(Answer::Page(_)) if header.url.is_empty() => Found::Broken(Fault::NoAddress),
        Ok(Answer::Page(page)) => {
            Found::Page(Box::new(ArchivedPage { url: header.url.clone(), at: header.date, ..page }))
        }
    }
}

/// Goes to the next line of this member that begins a record.
fn resume(members: &mut Members<impl Read>) -> io::Result<()> {
    // What was taken of a broken header may have ended with its last line.
    if is_head(members.peek(HEAD_BYTES)?) {
        return Ok(());
    }
    loop {
        let seen = members.peek(HEAD_BYTES)?;
        let (step, is_found) = match next_head(seen) {
            Some(at) => (at, true),
            None if seen.len() < HEAD_BYTES => (seen.len(), true),
            None => (seen.len() + 1 - HEAD_BYTES, false),
        };
        members.take(step);
        if is_found {
            return Ok(());
        }
    }
}
