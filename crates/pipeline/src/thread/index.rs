//! Which open stories speak of a term: the way to a handful of candidates among a million stories.

use super::Map;
use super::terms::{Bag, TermKey};

/// Number of a story within the window.
pub type Slot = u32;

/// Stories kept per term, the latest to mention it.
///
/// What bounds the work per article: a term that more stories share tells them apart too little. 48 to 400 give
/// the same mean B-cubed F1 on the labelled sets.
const STORIES_PER_TERM: usize = 96;

/// From terms to the stories that mentioned them last.
#[derive(Default)]
pub struct Index {
    stories: Map<TermKey, Vec<Slot>>,
    /// Slots below are forgotten.
    first: Slot,
    /// By slot from `first` on; all zero between two searches. Saves a map of thousands per search.
    tally: Vec<f32>,
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
    pub fn candidates(&mut self, terms: &Bag, most: usize) -> Vec<Slot> {
        let mut found: Vec<(Slot, f32)> = Vec::new();
        for (key, weight) in &terms.0 {
            for slot in self.stories.get(key).into_iter().flatten() {
                let place = slot.wrapping_sub(self.first) as usize;
                if place >= self.tally.len() {
                    self.tally.resize(place + 1, 0.0);
                }
                if self.tally[place] == 0.0 {
                    found.push((*slot, 0.0));
                }
                self.tally[place] += weight * weight;
            }
        }
        for (slot, shared) in &mut found {
            *shared = std::mem::take(&mut self.tally[slot.wrapping_sub(self.first) as usize]);
        }
        let better = |a: &(Slot, f32), b: &(Slot, f32)| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0));
        if found.len() > most {
            found.select_nth_unstable_by(most, better);
            found.truncate(most);
        }
        found.sort_by(better);
        found.into_iter().map(|(slot, _)| slot).collect()
    }

    /// Forgets all stories for which `open` is false; `first` is the lowest slot that is open.
    pub fn retain(&mut self, first: Slot, open: impl Fn(Slot) -> bool) {
        self.first = first;
        self.tally = Vec::new();
        self.stories.retain(|_, stories| {
            stories.retain(|slot| open(*slot));
            stories.shrink_to_fit();
            !stories.is_empty()
        });
    }
}
