//! The marks that news agencies leave in what others print.

use regex::Regex;
use std::sync::LazyLock;

/// Agencies whose reports others reprint, as their marks name them.
const WIRES: &str = "Reuters|AP|Associated Press|The Associated Press|AFP|Agence France-Presse|dpa|DPA|EFE|ANSA|\
    PA Media|Press Association|Xinhua|TASS|Kyodo|Yonhap|UPI|PTI|IANS|ANI|APA|Belga|ANP|NTB|Ritzau|STT|\
    Bernama|AAP|The Canadian Press|Bloomberg|dpa-AFX|Lusa|Agerpres|CTK|Anadolu|MTI";

/// Marks that are short for the name under which an agency is known.
const SHORT_FOR: [(&str, &str); 6] = [
    ("AP", "Associated Press"),
    ("AFP", "Agence France-Presse"),
    ("UPI", "United Press International"),
    ("PTI", "Press Trust of India"),
    ("AAP", "Australian Associated Press"),
    ("dpa", "Deutsche Presse-Agentur"),
];

/// The name that the mark is short for, or the mark.
pub fn full_name(mark: &str) -> &str {
    SHORT_FOR.iter().find(|(short, _)| *short == mark).map_or(mark, |(_, name)| name)
}

/// Bytes at either end of a text where marks stand: datelines and credits.
const EDGE_BYTES: usize = 300;

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"\((?P<a>{WIRES})\)|©\s*(?:\d{{4}}\s*)?(?P<b>{WIRES})(?-u:\b)|[—–-]\s*(?P<c>{WIRES})\s*$|^(?P<d>{WIRES})\s*[—–-]{{1,2}}\s"
    );
    Regex::new(&pattern).expect("the pattern is constant and a test compiles it")
});

/// The agency whose mark stands near the beginning or the end of `text`: "(Reuters)", "© AFP".
pub fn wire_named(text: &str) -> Option<&str> {
    let head = &text[..text.floor_char_boundary(EDGE_BYTES)];
    let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(EDGE_BYTES))..];
    // Finding where the name stands costs more than finding out that there is none.
    [head, tail].into_iter().filter(|edge| MARK.is_match(edge)).find_map(|edge| {
        let found = MARK.captures(edge)?;
        let name = ["a", "b", "c", "d"].iter().find_map(|group| found.name(group))?;
        Some(name.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_agencies_are_read() {
        check("HARBOUR CITY (Reuters) - The board met.", Some("Reuters"));
        check("(AP) -- The board met.", Some("AP"));
        check("The board met.\n\n© 2026 AFP", Some("AFP"));
        check("The board met. — dpa", Some("dpa"));
        check("AP — The board met.", Some("AP"));
        check("The board told Reuters that it met.", None);
        check("The board (a body of nine) met.", None);
        check("", None);
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(wire_named(text), expected, "{text}");
    }
}
