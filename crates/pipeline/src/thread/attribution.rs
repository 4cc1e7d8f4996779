//! "According to X", "told X", "X first reported": outlets that a text names as where it has it from.

use super::names::Names;
use news::OutletId;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Bytes of a text that are looked at: attributions of the main facts stand early.
const LOOKED_AT_BYTES: usize = 6_000;

/// Phrases that an outlet's name follows, in the languages of the largest outlets.
///
/// Word bounds are those of ASCII: the others take the slow way through texts with other letters.
const BEFORE_NAME: &str = r"(?i)(?-u:\b)(?:according to|told|tells|telling|(?:first |originally )?reported by|broken by|cited by|citing|in an interview with|in a statement to|speaking to|confirmed to|laut|nach angaben (?:von|der|des)|nach informationen (?:von|der|des)|sagte (?:dem|der)|selon|a déclaré à|d'après|según|dijo a|declaró a|segundo|disse (?:à|ao)|secondo|ha detto a|volgens|zei tegen)\s+(?:the\s+)?";

/// Phrases that an outlet's name precedes.
const AFTER_NAME: &str = r"\s+(?i:(?:first |has |had |also |which )*(?:reported|reports|is reporting|was first to report|was the first to report|berichtete|berichtet|rapporte|informó|meldde|meldt))(?-u:\b)";

static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(BEFORE_NAME).expect("constant, compiled by the test below"));
static AFTER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(AFTER_NAME).expect("constant, compiled by the test below"));

/// The outlets that `text` attributes something to.
pub fn attributed_to(text: &str, names: &Names) -> BTreeSet<OutletId> {
    let text = &text[..text.floor_char_boundary(LOOKED_AT_BYTES)];
    let following = BEFORE.find_iter(text).filter_map(|mark| names.opening(&text[mark.end()..]));
    let preceding = AFTER.find_iter(text).filter_map(|mark| names.closing(&text[..mark.start()]));
    following.chain(preceding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::Registry;

    #[test]
    fn outlets_named_as_a_source_are_found() {
        check("The pier will close, according to the Harbour Post.", "Harbour Post");
        check("\"It must close,\" Brandt told Oldport Radio on Monday.", "Oldport Radio");
        check("The vote was first reported by Oldport Radio.", "Oldport Radio");
        check("As the Harbour Post first reported, the pier closes.", "Harbour Post");
        check("Laut Harbour Post schließt der Pier.", "Harbour Post");
        check("The board told residents that it would report.", "");
        check("The Harbour Post has a new office.", "");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut names = Names::new(Registry::default());
        names.note(&OutletId("Harbour Post".to_owned()));
        names.note(&OutletId("Oldport Radio".to_owned()));
        let found: Vec<String> = attributed_to(text, &names).into_iter().map(|id| id.0).collect();
        assert_eq!(found.join(", "), expected, "{text}");
    }
}
