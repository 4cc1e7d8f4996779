//! One record: its header, and for an answer of a server the page in it.

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

/// Reads the record that begins here, to its end.
pub fn read(members: &mut Members<impl Read>) -> io::Result<Found> {
    let found = match header(members)? {
        Ok(header) => content(members, &header)?,
        Err(fault) => {
            resume(members)?;
            Found::Broken(fault)
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

fn content(members: &mut Members<impl Read>, header: &Header) -> io::Result<Found> {
    let length = header.length.unwrap_or(0);
    if header.kind != "response" || !header.media.starts_with("application/http") {
        let whole = members.skip(length)? == length;
        return Ok(if whole { Found::Other } else { Found::Broken(members.cut_off()) });
    }
    let mut bytes = Vec::new();
    let wanted = length.min(PAGE_LIMIT_BYTES);
    take(members, wanted, &mut bytes)?;
    let rest = length - bytes.len() as u64;
    if members.skip(rest)? < rest {
        return Ok(Found::Broken(members.cut_off()));
    }
    Ok(page(members, header, bytes))
}

fn take(members: &mut Members<impl Read>, count: u64, into: &mut Vec<u8>) -> io::Result<()> {
    while (into.len() as u64) < count {
        let seen = members.peek(1)?;
        if seen.is_empty() {
            break;
        }
        let left = usize::try_from(count - into.len() as u64).unwrap_or(usize::MAX);
        let step = seen.len().min(left);
        into.extend_from_slice(&seen[..step]);
        members.take(step);
    }
    Ok(())
}

fn page(members: &mut Members<impl Read>, header: &Header, bytes: Vec<u8>) -> Found {
    let limit = PAGE_LIMIT_BYTES.min(members.allowance());
    let (answer, spent) = http::read(bytes, limit);
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

/// Goes to the next line of this member that begins like a record.
fn resume(members: &mut Members<impl Read>) -> io::Result<()> {
    const START: &[u8] = b"\nWARC/";
    // What was taken of a broken header may have ended with its last line.
    if members.peek(START.len())?.starts_with(&START[1..]) {
        return Ok(());
    }
    loop {
        let seen = members.peek(START.len())?;
        let (step, is_found) = match memchr::memmem::find(seen, START) {
            Some(at) => (at + 1, true),
            None if seen.len() < START.len() => (seen.len(), true),
            None => (seen.len() + 1 - START.len(), false),
        };
        members.take(step);
        if is_found {
            return Ok(());
        }
    }
}
