//! Names of people, places and bodies: runs of words with capitals.

use super::words::{Kind, Word, words};
use std::collections::HashSet;
use std::ops::Range;

/// A name as a text writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// UTF-8 bytes of the text.
    pub span: Range<usize>,
    /// Its words in small letters, without titles and possessive endings.
    pub keys: Vec<String>,
}

impl Name {
    /// Whether it can be a shorter form of `full`: "Lund" of "Ada Lund", "Kelm" of "University of Kelm".
    pub fn shortens(&self, full: &Name) -> bool {
        self.keys.len() <= full.keys.len() && self.keys.iter().all(|key| full.keys.contains(key))
    }
}

/// The names of a text in reading order, each mention once.
pub fn names(text: &str) -> Vec<Name> {
    named(&words(text))
}

/// The names among the words of a text, each mention once.
pub fn named(words: &[Word]) -> Vec<Name> {
    runs(words)
        .into_iter()
        .map(|run| {
            let named = words[run].iter().filter(|word| word.is_content());
            let keys: Vec<String> = named.clone().map(|word| word.key.clone()).collect();
            let start = named.clone().map(|word| word.span.start).min().unwrap_or_default();
            let end = named.map(|word| word.span.end).max().unwrap_or_default();
            Name { span: start..end, keys }
        })
        .collect()
}

/// Runs of words that form a name: capitals side by side, "of" and the like between them.
///
/// The first word of a sentence has a capital in any case: it counts with another capital beside it,
/// or where the text writes it large within a sentence too.
pub fn runs(words: &[Word]) -> Vec<Range<usize>> {
    let within: HashSet<&str> =
        words.iter().filter(|w| is_name_word(w) && !w.first).map(|w| w.key.as_str()).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = end_of_run(words, at);
        let alone = end == at + 1 && words[at].first && !within.contains(words[at].key.as_str());
        if end > at && !alone {
            found.push(at..end);
        }
        at = end.max(at + 1);
    }
    found
}

/// The end of the run that begins at `at`; `at` itself when none begins there.
fn end_of_run(words: &[Word], at: usize) -> usize {
    if !is_name_word(&words[at]) {
        return at;
    }
    let mut end = at + 1;
    loop {
        let linked = words.get(end).filter(|word| word.joined);
        let after = words.get(end + 1).filter(|word| word.joined && is_name_word(word));
        match linked {
            Some(word) if is_name_word(word) => end += 1,
            Some(word) if is_link(&word.key) && after.is_some() => end += 2,
            _ => return end,
        }
    }
}

fn is_link(key: &str) -> bool {
    matches!(
        key,
        "of" | "de"
            | "del"
            | "la"
            | "van"
            | "von"
            | "der"
            | "den"
            | "al"
            | "bin"
            | "el"
            | "da"
            | "di"
    )
}

/// Whether a word can be part of a name: a capital on a word that carries meaning.
pub(super) fn is_name_word(word: &Word) -> bool {
    word.capital && word.kind == Kind::Content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_runs_of_capitals() {
        check("The University of Kelm hired Ada W. Lund on Monday.", "university kelm|ada w lund");
        check("Officials met Mr. Ode. Ode left.", "ode|ode");
        check("In Kelm, Torrin Vale sang.", "kelm|torrin vale");
        check("nobody came", "");
        let all = names("Ada Lund came. Then Lund left for Kelm.");
        assert!(all[1].shortens(&all[0]) && !all[2].shortens(&all[0]));
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown: Vec<String> = names(text).iter().map(|name| name.keys.join(" ")).collect();
        assert_eq!(shown.join("|"), expected, "{text}");
    }
}
