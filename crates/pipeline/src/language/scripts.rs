//! The scripts that languages are written in.

use std::collections::BTreeMap;

/// A script, as far as it helps to tell languages apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Han,
    Kana,
    /// Written for one language of the news; its code.
    Of(&'static str),
}

impl Script {
    /// Whether a sign stands for a syllable or a word.
    pub fn is_dense(self) -> bool {
        matches!(self, Script::Han | Script::Kana | Script::Of("ko"))
    }
}

/// The blocks of Unicode that we know, in their order.
const BLOCKS: [(char, char, Script); 27] = [
    ('A', 'Z', Script::Latin),
    ('a', 'z', Script::Latin),
    ('\u{c0}', '\u{24f}', Script::Latin),
    ('\u{370}', '\u{3ff}', Script::Of("el")),
    ('\u{400}', '\u{52f}', Script::Cyrillic),
    ('\u{531}', '\u{58f}', Script::Of("hy")),
    ('\u{591}', '\u{5ff}', Script::Of("he")),
    ('\u{600}', '\u{77f}', Script::Arabic),
    ('\u{900}', '\u{97f}', Script::Devanagari),
    ('\u{980}', '\u{9ff}', Script::Of("bn")),
    ('\u{a00}', '\u{a7f}', Script::Of("pa")),
    ('\u{a80}', '\u{aff}', Script::Of("gu")),
    ('\u{b80}', '\u{bff}', Script::Of("ta")),
    ('\u{c00}', '\u{c7f}', Script::Of("te")),
    ('\u{c80}', '\u{cff}', Script::Of("kn")),
    ('\u{d00}', '\u{d7f}', Script::Of("ml")),
    ('\u{d80}', '\u{dff}', Script::Of("si")),
    ('\u{e00}', '\u{e7f}', Script::Of("th")),
    ('\u{e80}', '\u{eff}', Script::Of("lo")),
    ('\u{1000}', '\u{109f}', Script::Of("my")),
    ('\u{10a0}', '\u{10ff}', Script::Of("ka")),
    ('\u{1200}', '\u{137f}', Script::Of("am")),
    ('\u{1780}', '\u{17ff}', Script::Of("km")),
    ('\u{1e00}', '\u{1eff}', Script::Latin),
    ('\u{3040}', '\u{30ff}', Script::Kana),
    ('\u{4e00}', '\u{9fff}', Script::Han),
    ('\u{ac00}', '\u{d7a3}', Script::Of("ko")),
];

fn script(c: char) -> Option<Script> {
    let place = BLOCKS.partition_point(|(_, last, _)| *last < c);
    BLOCKS.get(place).filter(|(first, _, _)| *first <= c).map(|(_, _, script)| *script)
}

/// How many letters of each script a text has.
pub fn count(text: &str) -> BTreeMap<Script, usize> {
    let mut counts = BTreeMap::new();
    for script in text.chars().filter(|c| c.is_alphabetic()).filter_map(script) {
        *counts.entry(script).or_default() += 1;
    }
    counts
}

/// One sign in so many is kana in Japanese headlines, which are the densest.
const KANA_SHARE: usize = 12;

/// The language of a text that is mostly in `script`, where the script alone tells.
pub fn only_language(script: Script, counts: &BTreeMap<Script, usize>) -> Option<&'static str> {
    let of = |script| counts.get(&script).copied().unwrap_or(0);
    match script {
        Script::Of(language) => Some(language),
        Script::Kana => Some("ja"),
        Script::Han if of(Script::Kana) * KANA_SHARE >= of(Script::Han) => Some("ja"),
        Script::Han => Some("zh"),
        Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_in_order() {
        assert!(BLOCKS.windows(2).all(|pair| pair[0].1 < pair[1].0));
        assert!(BLOCKS.iter().all(|(first, last, _)| first < last));
    }
}
