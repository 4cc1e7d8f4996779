//! Which open stories speak of a term: the way to a handful of candidates among a million stories.

use super::Map;
use super::numbered::Numbered;
use super::snapshot::{Reading, Unreadable, Writing};
use super::terms::{Bag, TermKey};
use std::io::{self, Read, Write};

/// Number of a story within the window.
pub type Slot = u32;

/// Stories kept per term, the latest to mention it.
///
/// What bounds the work per article: a term that more stories share tells them apart too little. 48 to 400 give
/// the same mean B-cubed F1 on the labelled sets.
const STORIES_PER_TERM: usize = 96;

/// Closed stories that the lists may hold until they are swept out, besides half as many as are open.
const CLOSED_KEPT: usize = 1000;

/// What the tally says of a closed story: no weight raises it.
const CLOSED: f32 = f32::NEG_INFINITY;

/// From terms to the stories that mentioned them last.
#[derive(Debug, Default)]
pub struct Index {
    stories: Map<TermKey, Vec<Slot>>,
    /// Slots below are forgotten.
    first: Slot,
    /// By slot from `first` on; between two searches all zero or [`CLOSED`]. Saves a map of thousands per
    /// search.
    tally: Vec<f32>,
    /// What a search has found; empty between two. Saves an allocation of thousands per search.
    found: Vec<Slot>,
    /// Stories that are open.
    open: usize,
    /// Stories closed since the last sweep.
    closed: usize,
}

impl Index {
    /// Notes that `slot` now speaks of these terms; `is_new` says that it never spoke before.
    pub fn note(&mut self, slot: Slot, is_new: bool, keys: impl Iterator<Item = TermKey>) {
        let place = self.place(slot);
        if place >= self.tally.len() {
            self.tally.resize(place + 1, 0.0);
        }
        self.open += usize::from(is_new);
        for key in keys {
            let stories = self.stories.entry(key).or_default();
            let known = if is_new { None } else { stories.iter().rposition(|s| *s == slot) };
            if let Some(place) = known {
                stories.remove(place);
            } else if stories.len() >= STORIES_PER_TERM {
                let closed = |s: &Slot| self.tally[s.wrapping_sub(self.first) as usize] == CLOSED;
                let closed = if self.closed > 0 { stories.iter().position(closed) } else { None };
                stories.remove(closed.unwrap_or(0));
            }
            stories.push(slot);
        }
    }

    /// The `most` open stories that share the most weight with the `terms` given, best first.
    pub fn candidates(&mut self, terms: &Bag, most: usize) -> Vec<Slot> {
        for (key, weight) in &terms.0 {
            for slot in self.stories.get(key).into_iter().flatten() {
                let shared = &mut self.tally[slot.wrapping_sub(self.first) as usize];
                if *shared == 0.0 {
                    self.found.push(*slot);
                }
                *shared += weight * weight;
            }
        }
        // Most of thousands are worse than the last that is kept: one comparison each.
        let mut best: Vec<(Slot, f32)> = Vec::with_capacity(most + 1);
        for slot in self.found.drain(..) {
            let shared = std::mem::take(&mut self.tally[slot.wrapping_sub(self.first) as usize]);
            let is_better = |other: &(Slot, f32)| (other.1, other.0) < (shared, slot);
            if best.len() < most || best.last().is_some_and(is_better) {
                let place = best.partition_point(|other| !is_better(other));
                best.insert(place, (slot, shared));
                best.truncate(most);
            }
        }
        best.into_iter().map(|(slot, _)| slot).collect()
    }

    /// Forgets a story; `first` is the lowest slot that is open. Costs nothing until many have closed: then
    /// they are swept out of all lists, so that each pays for its own.
    pub fn close(&mut self, slot: Slot, first: Slot) {
        let place = self.place(slot);
        if let Some(shared) = self.tally.get_mut(place) {
            *shared = CLOSED;
            self.closed += 1;
            self.open = self.open.saturating_sub(1);
        }
        if self.closed > CLOSED_KEPT + self.open / 2 {
            self.sweep(first);
        }
    }

    /// Takes the stories that have closed out of all lists.
    pub fn sweep(&mut self, first: Slot) {
        let (tally, before) = (&self.tally, self.first);
        self.stories.retain(|_, stories| {
            stories.retain(|slot| tally[slot.wrapping_sub(before) as usize] != CLOSED);
            !stories.is_empty()
        });
        let gone = first.wrapping_sub(before) as usize;
        self.tally.drain(..gone.min(self.tally.len()));
        self.first = first;
        self.closed = 0;
    }

    /// Writes down the lists, by term, after a sweep.
    pub fn write(&self, frames: &mut Writing<impl Write>) -> io::Result<()> {
        let mut lists: Vec<(&TermKey, &Vec<Slot>)> = self.stories.iter().collect();
        lists.sort_unstable();
        frames.put_all(lists.into_iter())
    }

    /// Reads the lists that were written down, of these stories.
    pub fn read<T>(
        &mut self,
        stories: &Numbered<T>,
        frames: &mut Reading<impl Read>,
    ) -> Result<(), Unreadable> {
        self.stories = frames.take_all::<(TermKey, Vec<Slot>), _>()?;
        self.first = stories.first();
        self.tally = stories.places().map(|story| story.map_or(CLOSED, |_| 0.0)).collect();
        self.open = stories.places().flatten().count();
        self.closed = 0;
        let is_known = |slot: &Slot| self.place(*slot) < self.tally.len();
        let all_known = self.stories.values().flatten().all(is_known);
        if all_known { Ok(()) } else { Err(Unreadable::Damaged) }
    }

    #[cfg(test)]
    pub fn summary(&self) -> String {
        format!("{} {:?} {} {}", self.first, self.tally, self.open, self.closed)
    }

    fn place(&self, slot: Slot) -> usize {
        slot.wrapping_sub(self.first) as usize
    }
}
