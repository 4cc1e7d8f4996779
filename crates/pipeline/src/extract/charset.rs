//! The charset of a page, decided as browsers do (HTML standard, 13.2.3).

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// How far browsers look for a `<meta charset>`.
const PRESCAN_BYTES: usize = 1024;

/// The page as text: by its byte order mark, else what the server said, else what the page says of
/// itself, else UTF-8 when it is that, else windows-1252.
pub fn decode<'a>(page: &'a [u8], named: Option<&str>) -> Cow<'a, str> {
    let encoding = named.and_then(for_label).or_else(|| declared(page)).unwrap_or_else(|| {
        // Browsers guess from the reader's language here; most of what is unlabelled is UTF-8.
        if looks_utf8(page) { UTF_8 } else { WINDOWS_1252 }
    });
    encoding.decode(page).0
}

fn for_label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().trim_matches(['"', '\'']).as_bytes())
}

/// Whether the page is UTF-8, but for a character cut off at its end.
fn looks_utf8(page: &[u8]) -> bool {
    match std::str::from_utf8(page) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// What a `<meta>` among the first bytes names. Pages that name UTF-16 in ASCII are UTF-8.
fn declared(page: &[u8]) -> Option<&'static Encoding> {
    // Browsers stop at 1024 bytes, but go on while the head has not ended when they have more.
    let limit = page.len().min(8 * PRESCAN_BYTES);
    let head = String::from_utf8_lossy(&page[..limit]).to_ascii_lowercase();
    let found = metas(&head).find_map(charset_in).or_else(|| xml_encoding(&head))?;
    Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
}

fn metas(head: &str) -> impl Iterator<Item = &str> {
    let tags = head.split("<meta").skip(1);
    tags.map(|rest| rest.split_once('>').map_or(rest, |(tag, _)| tag))
}

fn charset_in(tag: &str) -> Option<&'static Encoding> {
    let (_, value) = tag.split_once("charset")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| c.is_whitespace() || "\"';/>".contains(c));
    for_label(&value[..end.unwrap_or(value.len())])
}

fn xml_encoding(head: &str) -> Option<&'static Encoding> {
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    for_label(value.get(1..)?.split(['"', '\'']).next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_decided_as_browsers_do() {
        check(b"\xef\xbb\xbf\xc3\xa9", Some("iso-8859-1"), "é");
        check(b"\xe9", Some("iso-8859-1"), "é");
        check(b"<meta charset=\"windows-1251\">\xcf", None, "<meta charset=\"windows-1251\">П");
        let old = b"<META http-equiv=Content-Type content='text/html; charset=iso-8859-2'>\xe8";
        assert!(decode(old, None).ends_with('č'));
        check(b"<meta charset=utf-16>\xc3\xa9", None, "<meta charset=utf-16>é");
        check(b"\xc3\xa9", None, "é");
        check(b"\xe9 alone", None, "é alone");
        check(b"cut off \xc3", None, "cut off \u{fffd}");
        check(b"\xff\xfea\0", None, "a");
        check(
            b"<?xml version='1.0' encoding='koi8-r'?>\xc1",
            None,
            "<?xml version='1.0' encoding='koi8-r'?>а",
        );
        check(b"\xc3\xa9", Some("no such charset"), "é");
    }

    #[track_caller]
    fn check(page: &[u8], named: Option<&str>, expected: &str) {
        assert_eq!(decode(page, named), expected);
    }
}
