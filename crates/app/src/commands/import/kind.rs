//! What a file is, told from its beginning.

use crate::stage::medium;
use anyhow::bail;
use pipeline::parse::charset::decode;
use serde_json::Value;
use std::borrow::Cow;
use std::io::Read;

/// Bytes by which a file is recognised: the head of a feed or page, and the first line of most articles.
pub const START_BYTES: u64 = 64 << 10;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Articles, one a line.
    JsonLines,
    /// A web archive.
    Warc,
    /// A web page.
    Html,
    /// A list of feeds.
    Opml,
    /// One JSON document; `documents` looks further.
    Json,
}

/// The beginning, unpacked, when it is gzip.
pub fn unpacked(start: &[u8]) -> Option<Vec<u8>> {
    start.starts_with(&[0x1f, 0x8b]).then(|| {
        let mut bytes = Vec::new();
        // What was unpacked before the beginning ends is enough; a damaged file shows when it is read.
        let _ = flate2::read::MultiGzDecoder::new(start).take(START_BYTES).read_to_end(&mut bytes);
        bytes
    })
}

/// Tells what a file is; an error says what it seems to be instead.
pub fn recognise(start: &[u8]) -> anyhow::Result<Kind> {
    let start = narrow(start);
    let bytes = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).trim_ascii_start();
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    match bytes.first() {
        None => Ok(Kind::JsonLines),
        _ if bytes.starts_with(b"WARC/") => Ok(Kind::Warc),
        Some(b'<') if has_tag(&text, "opml") => Ok(Kind::Opml),
        Some(b'<') if ["rss", "feed", "rdf:rdf"].iter().any(|tag| has_tag(&text, tag)) => {
            bail!("this is a feed; `newsloom feeds add URL` follows it where it is published")
        }
        Some(b'<') => Ok(Kind::Html),
        Some(b'{' | b'[') => Ok(json(bytes)),
        _ if first_objects(bytes).next().is_some() => Ok(Kind::JsonLines),
        _ => bail!(unknown(bytes)),
    }
}

/// What the beginning of an unknown file says of it.
fn unknown(bytes: &[u8]) -> String {
    const LISTS: &str = "(`newsloom import --help` lists what can be imported)";
    match medium::of(bytes) {
        Some(packed) if packed.contains("packed") || packed.contains("archive") => {
            format!("this is {packed}; unpack it first")
        }
        Some(medium) => format!("not recognised, this is {medium} {LISTS}"),
        None => format!(
            "not recognised: neither JSON Lines, WARC, HTML, OPML nor an export of a feed reader {LISTS}"
        ),
    }
}

/// The beginning of a file in UTF-16 as UTF-8, so that it is told like any other.
fn narrow(start: &[u8]) -> Cow<'_, [u8]> {
    let is_wide =
        [&b"\xff\xfe"[..], b"\xfe\xff", b"<\0", b"\0<"].iter().any(|s| start.starts_with(s));
    match is_wide {
        true => Cow::Owned(decode(start, None).into_owned().into_bytes()),
        false => Cow::Borrowed(start),
    }
}

fn has_tag(text: &str, tag: &str) -> bool {
    let mut tags = text.match_indices('<').map(|(at, _)| &text[at + 1..]).take(50);
    tags.any(|rest| {
        let after = rest.strip_prefix(tag);
        after.is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || c == '>'))
    })
}

/// Lines of articles, or one document. An export of a reader may stand on one line too.
fn json(bytes: &[u8]) -> Kind {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match serde_json::from_slice::<Value>(first) {
        Ok(Value::Object(object))
            if object.contains_key("title") && !object.contains_key("items") =>
        {
            Kind::JsonLines
        }
        Ok(Value::Object(object)) if object.contains_key("id") && object.contains_key("error") => {
            Kind::JsonLines
        }
        Ok(_) => Kind::Json,
        Err(_) if first_objects(bytes).next().is_some() => Kind::JsonLines,
        // The first line goes on beyond the beginning: its first keys decide.
        Err(cause) if cause.is_eof() && first.len() == bytes.len() => long_line(bytes),
        Err(_) => Kind::Json,
    }
}

fn long_line(bytes: &[u8]) -> Kind {
    let text = String::from_utf8_lossy(bytes);
    let holds = |key: &str| text.contains(&format!("\"{key}\""));
    match text.starts_with('[') || holds("entries") || holds("items") || holds("feeds") {
        true => Kind::Json,
        false => Kind::JsonLines,
    }
}

/// Whole lines with an object that could be an article.
fn first_objects(bytes: &[u8]) -> impl Iterator<Item = Value> {
    let lines = bytes.split(|byte| *byte == b'\n').take(20);
    lines.filter_map(|line| {
        let value: Value = serde_json::from_slice(line).ok()?;
        value.get("title").is_some().then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_recognised_by_their_content() {
        check("{\"id\":1,\"title\":\"A\"}\n{\"id\":2}", Kind::JsonLines);
        check("nonsense\n{\"id\":1,\"title\":\"A\"}\n", Kind::JsonLines);
        check("", Kind::JsonLines);
        check("WARC/1.1\r\n", Kind::Warc);
        check("\u{feff} <!doctype html><p>", Kind::Html);
        check("<?xml version='1.0'?>\n<!-- mine -->\n<opml version='2.0'>", Kind::Opml);
        check("{\n  \"AI\": {\n", Kind::Json);
        check("{\"total\":1,\"entries\":[{\"title\":\"A\"}]}", Kind::Json);
        check("{\"id\":\"x\",\"title\":\"List\",\"items\":[]}", Kind::Json);
        check("[{\"feed_url\":\"http://a.test/\"}]", Kind::Json);
        let long = format!("{{\"id\":1,\"text\":\"{}", "x".repeat(70_000));
        check(&long, Kind::JsonLines);
        check(&format!("{{\"total\":9,\"entries\":[{}", "{},".repeat(30_000)), Kind::Json);
    }

    #[test]
    fn wide_files_are_told_like_any_other() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        for (text, expected) in [
            ("\u{feff}<?xml version='1.0' encoding='UTF-16'?><opml>", Kind::Opml),
            ("<html><title>A", Kind::Html),
        ] {
            assert_eq!(recognise(&wide(text)).ok(), Some(expected), "{text}");
        }
    }

    #[track_caller]
    fn check(start: &str, expected: Kind) {
        assert_eq!(recognise(start.as_bytes()).ok(), Some(expected), "{start:.60}");
    }

    #[test]
    fn what_cannot_be_imported_is_named() {
        for (start, expected) in [
            ("<rss version='2.0'>", "this is a feed"),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", "this is a feed"),
            ("PK\u{3}\u{4}", "this is a zip archive"),
            ("Dear reader", "not recognised"),
        ] {
            let message = recognise(start.as_bytes()).expect_err(start).to_string();
            assert!(message.starts_with(expected), "{message}");
        }
    }
}
