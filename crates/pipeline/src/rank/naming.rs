//! Whom and what a story names, by its titles.

use crate::check::words::words;
use news::Story;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Words that some title writes small, so that a capital makes no name of them: headlines that Write
/// Every Word Large are told so from names, in any language.
pub(super) struct SmallLetters(HashSet<String>);

impl SmallLetters {
    pub(super) fn new(stories: &[Story]) -> SmallLetters {
        let titles = stories.iter().flat_map(|story| &story.reports).map(|report| &report.title);
        let small = titles.flat_map(|title| words(title)).filter(|word| !word.capital);
        SmallLetters(small.map(|word| word.key).collect())
    }
}

/// The words of names that stand in at least half of the story's titles, in small letters. A language
/// that writes all nouns large has them all as names.
pub(super) fn names(story: &Story, small: &SmallLetters) -> BTreeSet<String> {
    let mut titles: BTreeMap<String, usize> = BTreeMap::new();
    for report in &story.reports {
        let named =
            words(&report.title).into_iter().filter(|word| word.capital && word.is_content());
        let keys: BTreeSet<String> = named.map(|word| word.key).collect();
        for key in keys.into_iter().filter(|key| !small.0.contains(key)) {
            *titles.entry(key).or_default() += 1;
        }
    }
    titles.retain(|_, count| *count * 2 >= story.reports.len());
    titles.into_keys().collect()
}
