//! Whom and what stories name, by their titles.

use crate::check::words::words;
use news::Story;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// For each story the words of names that stand in at least half of its titles, in small letters.
///
/// A name is a word with a capital that no title of any story writes small: headlines that Write Every
/// Word Large are told so from names, in any language. (One that writes all nouns large has them all
/// as names.)
pub(super) fn names(stories: &[Story]) -> Vec<BTreeSet<String>> {
    let mut small: HashSet<String> = HashSet::new();
    let mut named: Vec<BTreeMap<String, usize>> = Vec::with_capacity(stories.len());
    for story in stories {
        let mut titles: BTreeMap<String, usize> = BTreeMap::new();
        for report in &story.reports {
            let mut large: BTreeSet<String> = BTreeSet::new();
            for word in words(&report.title).into_iter().filter(|word| word.is_content()) {
                if word.capital {
                    large.insert(word.key)
                } else {
                    small.insert(word.key)
                };
            }
            large.into_iter().for_each(|key| *titles.entry(key).or_default() += 1);
        }
        titles.retain(|_, count| *count * 2 >= story.reports.len());
        named.push(titles);
    }
    let names = |titles: BTreeMap<String, usize>| {
        titles.into_keys().filter(|key| !small.contains(key)).collect()
    };
    named.into_iter().map(names).collect()
}
