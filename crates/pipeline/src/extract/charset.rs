//! The charset of a page, decided as browsers do (HTML standard, 13.2.3).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use std::borrow::Cow;

/// How far browsers look for a `<meta charset>`.
const PRESCAN_BYTES: usize = 1024;

/// The page as text: by its byte order mark, else what the server said, else what the page says of
/// itself, else UTF-8 when it is that, else as its bytes and the top-level domain of `url` suggest.
pub fn decode<'a>(page: &'a [u8], named: Option<&str>, url: Option<&str>) -> Cow<'a, str> {
    let told = named.and_then(for_label).or_else(|| declared(page));
    told.unwrap_or_else(|| guess(page, url)).decode(page).0
}

/// Bytes from which a charset is guessed; Firefox looks at as much as has come.
const GUESS_BYTES: usize = 1 << 18;

/// What browsers do with a page that says nothing: most of these are UTF-8, all others are old.
fn guess(page: &[u8], url: Option<&str>) -> &'static Encoding {
    if looks_utf8(page) {
        return UTF_8;
    }
    // A byte outside of ASCII is what tells; before the first there is nothing to learn.
    let first = page.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = first.saturating_sub(GUESS_BYTES / 2);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&page[start..page.len().min(start + GUESS_BYTES)], true);
    let domain = url.and_then(|url| Some(url::Url::parse(url).ok()?.host_str()?.to_lowercase()));
    let top = domain.as_deref().and_then(|domain| domain.rsplit('.').next());
    // The detector takes no other bytes for a domain.
    let top = top.filter(|top| top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_lowercase()));
    detector.guess(top.map(str::as_bytes), Utf8Detection::Deny)
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
    let head = without_comments(&head);
    let found = metas(&head).find_map(charset_in).or_else(|| xml_encoding(&head))?;
    Some(match found {
        found if found == UTF_16LE || found == UTF_16BE => UTF_8,
        found if found == X_USER_DEFINED => WINDOWS_1252,
        found => found,
    })
}

/// What stands in comments names nothing.
fn without_comments(head: &str) -> String {
    let (first, rest) = head.split_once("<!--").unwrap_or((head, ""));
    let after =
        rest.split("<!--").map(|part| part.split_once("-->").map_or("", |(_, after)| after));
    std::iter::once(first).chain(after).collect()
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
        assert!(decode(old, None, None).ends_with('č'));
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

    #[test]
    fn an_unlabelled_page_is_read_by_its_bytes() {
        for (text, encoding, url) in [
            ("Паром сел на мель у входа в порт на рассвете.", encoding_rs::WINDOWS_1251, None),
            ("フェリーは夜明けに港の沖で座礁した。", encoding_rs::SHIFT_JIS, None),
            (
                "Prom osiadł na mieliźnie, dziś się o tym dowiedzieliśmy.",
                encoding_rs::ISO_8859_2,
                Some("https://coast.example.pl/"),
            ),
            (
                "Die Fähre lief früh auf Grund, größer als gemeldet.",
                WINDOWS_1252,
                Some("https://coast.example.de/"),
            ),
        ] {
            let bytes = encoding.encode(text).0;
            assert_eq!(decode(&bytes, None, url), text, "{}", encoding.name());
        }
        check(b"<!-- <meta charset=koi8-r> -->\xe9 ", None, "<!-- <meta charset=koi8-r> -->é ");
    }

    #[track_caller]
    fn check(page: &[u8], named: Option<&str>, expected: &str) {
        assert_eq!(decode(page, named, None), expected);
    }
}
