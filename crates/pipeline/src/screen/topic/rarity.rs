//! How much a word says: nothing when it stands in every other headline, all when it is rare.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The commonest words of headlines, the commonest first.
const COMMON: &str = include_str!("common-words.txt");

static RANKS: LazyLock<BTreeMap<&str, usize>> = LazyLock::new(|| {
    let words = COMMON.lines().filter(|line| !line.starts_with('#'));
    words.enumerate().map(|(rank, word)| (word, rank)).collect()
});

/// From 0 for the commonest word to 1 for one that is not among the common ones.
///
/// By the logarithm of its rank, since a word's share of all words falls as its rank rises.
pub fn rarity(word: &str) -> f64 {
    let common = RANKS.len().max(2) as f64;
    RANKS.get(word).map_or(1.0, |rank| (1.0 + *rank as f64).ln() / common.ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_say_less() {
        assert!(rarity("to") < 0.01);
        assert!(rarity("of") < rarity("shares"));
        assert!(rarity("shares") < rarity("photovoltaic"));
        assert!((rarity("photovoltaic") - 1.0).abs() < 1e-9);
    }
}
