//! Text for forms that are stricter than HTML.

/// `text` without the characters that XML 1.0 cannot hold.
pub(crate) fn for_xml(text: &str) -> String {
    text.chars().filter(|c| is_xml_character(*c)).collect()
}

fn is_xml_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// `text` in at most `limit` characters, cut between words, with an ellipsis when it was longer.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let start = &text[..end];
    let cut = start.rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", start[..cut].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_between_words() {
        assert_eq!(shortened("one two three", 20), "one two three");
        assert_eq!(shortened("one two three", 10), "one two…");
        assert_eq!(shortened("unbreakable", 4), "unbr…");
        assert_eq!(shortened("äöü äöü", 5), "äöü…");
    }

    #[test]
    fn control_characters_do_not_reach_xml() {
        assert_eq!(for_xml("a\u{0}b\u{b}c\u{fffe}d\te"), "abcd\te");
    }
}
