//! Which capitals mark a name: in German every noun has one.

use super::nouns::{is_common, is_listed, is_surname_too};
use super::particles::is_determiner;
use crate::check::words::{Kind, Word};
use crate::tongue::{Sense, Tongue};

/// Leaves the mark of a name ([`Word::capital`]) to words that can be one: those that are no common noun, and
/// surnames behind a title or a given name. Where that cannot be told, a word stays a name, and the check
/// asks more of it.
pub(crate) fn mark_names(words: &mut [Word], text: &str) {
    let mut after_name = false;
    for at in 0..words.len() {
        let titled = at > 0
            && words[at].joined
            && Tongue::German.has(Sense::Title, &words[at - 1].key)
            && words[at - 1].large;
        let follows = after_name && words[at].joined;
        let word = &words[at];
        let name = word.large
            && word.kind == Kind::Content
            && (is_name(word, text)
                || (titled
                    && !Tongue::German.has(Sense::Title, &word.key)
                    && !is_plain_behind(words, at))
                || (follows && (is_surname_too(&word.key) || !is_listed(&word.key))));
        words[at].capital = name && !is_nominalised(words, at);
        after_name = words[at].capital;
    }
}

/// Whether a word by itself can name somebody or something.
fn is_name(word: &Word, text: &str) -> bool {
    let written = text.get(word.span.clone()).unwrap_or_default();
    let large = written.chars().filter(|c| c.is_uppercase()).count();
    // "EU", "DGB", "BioNTech".
    if large > 1 {
        return true;
    }
    !Tongue::German.has(Sense::Title, &word.key) && !is_common(&word.key)
}

/// "das Warten", "beim Bergen", "der Verletzte": verbs and adjectives that are written as nouns.
fn is_nominalised(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let before = at.checked_sub(1).map(|before| &words[before]).filter(|_| word.joined);
    let verb = word.key.ends_with("en") || word.key.ends_with("ern") || word.key.ends_with("eln");
    let article = before.is_some_and(|before| {
        matches!(before.key.as_str(), "das" | "beim" | "zum" | "vom" | "des" | "dem")
    });
    verb && article
}

/// Whether a common noun stands behind a title: "Minister Anfang Mai", "Sprecher Ende der Woche".
fn is_plain_behind(words: &[Word], at: usize) -> bool {
    let key = words[at].key.as_str();
    is_common(key) && !is_surname_too(key)
        || matches!(key, "anfang" | "ende" | "mitte")
        || is_determiner(key)
}
