//! Which open stories speak of a term: the way to a handful of candidates among a million stories.

use super::Map;
use super::terms::{Bag, TermKey};
use std::collections::BTreeMap;

/// Number of a story within the window.
pub type Slot = u32;

/// Stories kept per term, the latest to mention it.
///
/// What bounds the work per article: a term that more stories share tells them apart too little. 64 finds
/// the same stories as 512 on the labelled sets.
const STORIES_PER_TERM: usize = 96;

/// From terms to the stories that mentioned them last.
#[derive(Default)]
pub struct Index {
    stories: Map<TermKey, Vec<Slot>>,
}

impl Index {
    /// Notes that `slot` now speaks of these terms.
    pub fn note(&mut self, slot: Slot, keys: impl Iterator<Item = TermKey>) {
        for key in keys {
            let stories = self.stories.entry(key).or_default();
            if let Some(place) = stories.iter().rposition(|known| *known == slot) {
                stories.remove(place);
            } else if stories.len() >= STORIES_PER_TERM {
                stories.remove(0);
            }
            stories.push(slot);
        }
    }

    /// The `most` stories that share the most weight with the `terms` given, best first.
    pub fn candidates(&self, terms: &Bag, most: usize) -> Vec<Slot> {
        let mut shared: BTreeMap<Slot, f32> = BTreeMap::new();
        for (key, weight) in &terms.0 {
            for slot in self.stories.get(key).into_iter().flatten() {
                *shared.entry(*slot).or_default() += weight * weight;
            }
        }
        let mut found: Vec<(Slot, f32)> = shared.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        found.truncate(most);
        found.into_iter().map(|(slot, _)| slot).collect()
    }

    /// Forgets all stories for which `open` is false.
    pub fn retain(&mut self, open: impl Fn(Slot) -> bool) {
        self.stories.retain(|_, stories| {
            stories.retain(|slot| open(*slot));
            stories.shrink_to_fit();
            !stories.is_empty()
        });
    }
}
