//! What a server answered, as it stands in an archive: status, header, body, perhaps packed.

use super::{ArchivedPage, Fault};
use std::borrow::Cow;
use std::io::Read;

/// An answer as far as we use it.
pub enum Answer {
    /// An HTML page; address and time are the record's.
    Page(ArchivedPage),
    /// Another status than 200, or no HTML.
    NoPage,
}

/// What of an answer's header decides how its body is read.
#[derive(Default)]
struct Header {
    media: Option<String>,
    charset: Option<String>,
    packings: Vec<String>,
    is_chunked: bool,
    robots_tags: Vec<String>,
    is_reserved: bool,
}

/// Reads an answer; unpacks its body to at most `limit` bytes. Also gives how many bytes were unpacked.
pub fn read(answer: &[u8], limit: u64) -> (Result<Answer, Fault>, u64) {
    let (header, body) = match split(answer) {
        Ok(Some(parts)) => parts,
        Ok(None) => return (Ok(Answer::NoPage), 0),
        Err(fault) => return (Err(fault), 0),
    };
    if !is_html(header.media.as_deref(), body) {
        return (Ok(Answer::NoPage), 0);
    }
    let (body, spent) = unpacked(&header, body, limit);
    let page = body.map(|body| ArchivedPage {
        charset: header.charset,
        robots_tags: header.robots_tags,
        is_reserved: header.is_reserved,
        bytes: body.into_owned(),
        ..ArchivedPage::default()
    });
    (page.map(Answer::Page), spent)
}

/// Header and body of an answer with status 200; nothing for another status.
fn split(answer: &[u8]) -> Result<Option<(Header, &[u8])>, Fault> {
    if !answer.starts_with(b"HTTP/") {
        return Err(Fault::Http);
    }
    let end = memchr::memmem::find(answer, b"\r\n\r\n").map(|at| at + 4);
    // Some crawlers write bare line feeds; whichever empty line comes first ends the header.
    let bare = memchr::memmem::find(&answer[..end.unwrap_or(answer.len())], b"\n\n");
    let end = bare.map(|at| at + 2).or(end).ok_or(Fault::Http)?;
    let (lines, body) = answer.split_at(end);
    let status = lines.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let status = status
        .split(|byte| *byte == b' ')
        .find(|word| !word.is_empty() && !word.starts_with(b"HTTP/"));
    Ok((status.map(<[u8]>::trim_ascii) == Some(b"200")).then(|| (header(lines), body)))
}

fn header(lines: &[u8]) -> Header {
    let mut header = Header::default();
    for (name, value) in fields(lines) {
        match name.as_str() {
            "content-type" => (header.media, header.charset) = crate::headers::media_type(&value),
            "content-encoding" => {
                header
                    .packings
                    .extend(value.split(',').map(|packing| packing.trim().to_ascii_lowercase()));
            }
            "transfer-encoding" => {
                header.is_chunked = value.to_ascii_lowercase().contains("chunked");
            }
            "x-robots-tag" => header.robots_tags.push(value),
            "tdm-reservation" => header.is_reserved = value == "1",
            _ => {}
        }
    }
    header
}

/// The fields of a header after its first line: names lowercase, values without the space around.
pub fn fields(lines: &[u8]) -> impl Iterator<Item = (String, String)> {
    lines.split(|byte| *byte == b'\n').skip(1).filter_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        let name = String::from_utf8_lossy(line[..colon].trim_ascii()).to_ascii_lowercase();
        Some((name, String::from_utf8_lossy(line[colon + 1..].trim_ascii()).into_owned()))
    })
}

/// By what the server said; where it said nothing, by how the body begins.
fn is_html(media: Option<&str>, body: &[u8]) -> bool {
    match media {
        Some(media) => matches!(media, "text/html" | "application/xhtml+xml"),
        None => {
            let start = &body[..body.len().min(512)].trim_ascii_start();
            start.len() > 1 && start[0] == b'<' && !start.starts_with(b"<?xml")
        }
    }
}

/// The body as the reader's browser would have it. Crawlers often store it unpacked and leave the
/// header as it was: what is not packed as the header says is taken as it is.
fn unpacked<'a>(
    header: &Header,
    body: &'a [u8],
    limit: u64,
) -> (Result<Cow<'a, [u8]>, Fault>, u64) {
    let mut body = match header.is_chunked.then(|| joined(body)).flatten() {
        Some(joined) => Cow::Owned(joined),
        None => Cow::Borrowed(body),
    };
    let mut spent = 0;
    for packing in header.packings.iter().rev().take(MOST_PACKINGS) {
        match unpack(packing, &body, limit.saturating_sub(spent)) {
            Ok(None) => {}
            Ok(Some(bytes)) => {
                spent += bytes.len() as u64;
                if spent >= limit {
                    return (Err(Fault::Bomb), spent);
                }
                body = Cow::Owned(bytes);
            }
            Err(fault) => return (Err(fault), spent),
        }
    }
    (Ok(body), spent)
}

/// Servers use one; two were seen from a proxy before a server.
const MOST_PACKINGS: usize = 2;

/// The chunks of a body one after the other; nothing when it is not written in chunks (any more).
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut rest = body;
    let mut joined = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(256)])?;
        let size = rest[..end].split(|byte| *byte == b';').next()?.trim_ascii();
        let size = usize::from_str_radix(std::str::from_utf8(size).ok()?, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(&rest[..size.min(rest.len())]);
        // What was cut off in a chunk still holds the beginning of the page.
        let Some(after) = rest.get(size..).filter(|after| !after.is_empty()) else {
            return Some(joined);
        };
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        if rest.is_empty() {
            return Some(joined);
        }
    }
}

/// A body unpacked; nothing when it is not packed so.
fn unpack(packing: &str, body: &[u8], limit: u64) -> Result<Option<Vec<u8>>, Fault> {
    match packing {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
            whole(flate2::read::MultiGzDecoder::new(body), limit).map(Some)
        }
        "deflate" => match whole(flate2::read::ZlibDecoder::new(body), limit) {
            Ok(bytes) => Ok(Some(bytes)),
            // Many servers send bare deflate under this name, and browsers take it.
            Err(_) => Ok(whole(flate2::read::DeflateDecoder::new(body), limit).ok()),
        },
        "br" if !looks_plain(body) => whole(brotli::Decompressor::new(body, 4096), limit).map(Some),
        "gzip" | "x-gzip" | "br" | "identity" | "" => Ok(None),
        _ if looks_plain(body) => Ok(None),
        _ => Err(Fault::Packing),
    }
}

fn whole(packed: impl Read, limit: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    match packed.take(limit).read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(_) => Err(Fault::Packing),
    }
}

/// Brotli has no mark of its own; a page that is not packed begins with a tag.
fn looks_plain(body: &[u8]) -> bool {
    let start = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    start.first() == Some(&b'<')
}
