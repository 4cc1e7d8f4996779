//! What a file is that holds no text, told from its first bytes.

/// First bytes of formats that are often saved among pages, and what they are called.
const FORMATS: [(&[u8], &str); 22] = [
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\0\0\x01\0", "an icon"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "packed with gzip twice"),
    (b"(\xb5/\xfd", "packed with zstd"),
    (b"\xfd7zXZ\0", "packed with xz"),
    (b"BZh", "packed with bzip2"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
];

/// Bytes that are looked at: as many as browsers look at to tell text from data.
const LOOKED_AT: usize = 1445;

/// How many of a hundred bytes may be such as no text has. Chance gives 10 of them, pages with a stray NUL
/// or two far below one.
const STRAY_PER_CENT: usize = 2;

/// What bytes are that hold no text; nothing for those that may.
pub fn of(bytes: &[u8]) -> Option<&'static str> {
    let named = FORMATS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, name)| *name);
    named.or_else(|| contained(bytes)).or_else(|| {
        let start = &bytes[..bytes.len().min(LOOKED_AT)];
        (!is_text(start)).then_some("binary data")
    })
}

/// Formats whose name stands behind a length.
fn contained(bytes: &[u8]) -> Option<&'static str> {
    match (bytes.get(..4)?, bytes.get(4..8)?, bytes.get(8..12)?) {
        (b"RIFF", _, b"WEBP") => Some("a WebP image"),
        (b"RIFF", ..) => Some("a recording"),
        (_, b"ftyp", b"avif") => Some("an AVIF image"),
        (_, b"ftyp", b"heic") => Some("a HEIC image"),
        (_, b"ftyp", _) => Some("a film or a recording"),
        _ => None,
    }
}

fn is_text(start: &[u8]) -> bool {
    let strays = start.iter().filter(|byte| is_stray(**byte)).count();
    strays * 100 <= start.len() * STRAY_PER_CENT || is_wide(start) || has_tag(start)
}

/// Control characters that stand in no text, as the standard of browsers for telling data has them.
fn is_stray(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f)
}

/// Whether these are UTF-16 or UTF-32: by their mark, or since of each two bytes one is nearly always zero
/// and the other nearly never.
fn is_wide(start: &[u8]) -> bool {
    let zeros = |first: usize| start.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = start.len() / 2;
    start.starts_with(b"\xff\xfe")
        || start.starts_with(b"\xfe\xff")
        || start.starts_with(b"\0\0\xfe\xff")
        || (even.max(odd) * 10 >= half * 9 && even.min(odd) * 10 <= half)
}

fn has_tag(start: &[u8]) -> bool {
    let lower = String::from_utf8_lossy(start).to_ascii_lowercase();
    ["<!doctype", "<html", "<head", "<body", "<meta", "<title"]
        .iter()
        .any(|tag| lower.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn what_holds_no_text_is_named() {
        check(b"%PDF-1.7\n%\xe2\xe3", Some("a PDF document"));
        check(b"\x89PNG\r\n\x1a\n\0\0", Some("a PNG image"));
        check(b"RIFF\x10\0\0\0WEBPVP8 ", Some("a WebP image"));
        check(b"\0\0\0\x20ftypisom\0\0\0", Some("a film or a recording"));
        check(&[0; 64], Some("binary data"));
        let chance: Vec<u8> =
            (0..2_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
        check(&chance, Some("binary data"));
    }

    #[test]
    fn what_may_be_a_page_is_none() {
        check(b"", None);
        check(b"Plain words, no tag.", None);
        check(b"<p>caf\xe9 \x93quoted\x94", None);
        check(b"<html>\0\x01\x02 a broken editor", None);
        check(b"\x1b$B$3$s$K$A$O\x1b(B in ISO-2022-JP", None);
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        check(&wide("<p>wide, without a mark"), None);
        check(&[&b"\xff\xfe"[..], &wide("<p>\u{3042}\u{3044}")].concat(), None);
        let stray = [&b"words ".repeat(60)[..], b"\0\0"].concat();
        check(&stray, None);
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<&str>) {
        assert_eq!(of(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
    }
}
