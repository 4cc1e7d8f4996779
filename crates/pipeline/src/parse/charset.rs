//! Bytes of a feed become text, whatever encoding they claim.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Bytes at the start in which an XML declaration is looked for.
const DECLARATION_BYTES: usize = 1024;

/// Decodes a feed; `charset` is what the server said.
///
/// What the bytes themselves show beats what anybody says of them: a byte order mark, the zero bytes of
/// UTF-16 and UTF-32, valid UTF-8. Then the XML declaration, then the server.
pub fn decode<'a>(bytes: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    if let Some(big_endian) = utf_32(bytes) {
        return Cow::Owned(decode_utf_32(bytes, big_endian));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match (bytes, charset) {
        ([0, b'<', ..], _) => return UTF_16BE.decode_without_bom_handling(bytes).0,
        ([b'<', 0, ..], _) => return UTF_16LE.decode_without_bom_handling(bytes).0,
        _ => {}
    }
    let declared = declared(bytes).and_then(eight_bit);
    match std::str::from_utf8(bytes) {
        // In ISO-2022-JP everything is ASCII, and so valid UTF-8.
        Ok(_) if declared.is_some_and(|e| !e.is_ascii_compatible()) && bytes.contains(&0x1b) => {}
        Ok(text) => return Cow::Borrowed(text),
        Err(_) => {}
    }
    let said = charset.and_then(|label| eight_bit(label.as_bytes()));
    let other = |encoding: &&'static Encoding| *encoding != UTF_8;
    let encoding = declared.filter(other).or(said.filter(other));
    let fallback = if is_mostly_utf_8(bytes) { UTF_8 } else { WINDOWS_1252 };
    encoding.unwrap_or(fallback).decode_without_bom_handling(bytes).0
}

/// The encoding of this name, unless it needs zero bytes, which were looked for before.
fn eight_bit(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}

/// What the XML declaration says.
fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let start = find(head, b"<?xml")?;
    let declaration = &head[start..start + head[start..].iter().position(|byte| *byte == b'>')?];
    let after = &declaration[find(declaration, b"encoding")? + b"encoding".len()..];
    let quote = after.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    let value = &after[quote + 1..];
    let end = value.iter().position(|byte| *byte == after[quote])?;
    Some(value[..end].trim_ascii())
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// Whether a few wrong bytes stand in what is UTF-8 otherwise: more sequences of several bytes are
/// right than wrong.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > wrong
}

/// Whether it is UTF-32, and then whether the high byte comes first.
fn utf_32(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<', ..] => Some(true),
        [0xff, 0xfe, 0, 0, ..] | [b'<', 0, 0, 0, ..] => Some(false),
        _ => None,
    }
}

fn decode_utf_32(bytes: &[u8], big_endian: bool) -> String {
    let (units, _) = bytes.as_chunks::<4>();
    let of = |unit: &[u8; 4]| match big_endian {
        true => u32::from_be_bytes(*unit),
        false => u32::from_le_bytes(*unit),
    };
    let chars = units.iter().map(|unit| char::from_u32(of(unit)).unwrap_or('\u{fffd}'));
    chars.filter(|c| *c != '\u{feff}').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_decide_before_what_is_said_of_them() {
        check("<a>é</a>".as_bytes(), None, "<a>é</a>");
        check(b"<a>\xe9</a>", None, "<a>é</a>");
        check(b"<?xml version='1.0' encoding='koi8-r'?>\xc1", None, "а");
        check(b"<a>\xc1</a>", Some("koi8-r"), "<a>а</a>");
        check("<?xml encoding=\"iso-8859-1\"?>é".as_bytes(), Some("latin1"), "é");
        check(b"<?xml version='1.0' encoding='utf-16'?><a/>", None, "<a/>");
        check(b"\xef\xbb\xbf<a/>", Some("latin1"), "<a/>");
        check(b"<\0a\0>\0", None, "<a>");
        check(b"\0<\0a\0>", None, "<a>");
        check(b"\xff\xfe\0\0<\0\0\0", None, "<");
        check(b"\0\0\0<\0\0\0a", None, "<a");
        check("éèà\u{fffd}".as_bytes(), None, "éèà\u{fffd}");
        check(b"\xc3\xa9\xc3\xa8 \xff", None, "éè \u{fffd}");
        check(b"<?xml version='1.0' encoding='nonsense'?>\xe9", None, "é");
        check(b"<?xml encoding='iso-2022-jp'?>\x1b$B%K\x1b(B", None, "ニ");
        check(b"", None, "");
    }

    #[track_caller]
    fn check(bytes: &[u8], charset: Option<&str>, expected: &str) {
        let text = decode(bytes, charset);
        let shown = text.split_once("?>").map_or(&*text, |(_, rest)| rest);
        assert_eq!(shown, expected, "{bytes:?}");
    }
}
