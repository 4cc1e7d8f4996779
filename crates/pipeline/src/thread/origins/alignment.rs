//! How much of one text stands in another, in the same order, allowing for single words changed.

use crate::thread::Map;
use crate::thread::terms::TermKey;
use crate::thread::words::Word;

/// Words in a row that must be the same to start or continue a shared passage.
const RUN_WORDS: usize = 3;

/// Words that may differ between two runs of one passage.
///
/// A light rewrite changes one word in five or so; two independent reports that share a quotation share
/// one passage and then nothing for a hundred words.
const GAP_WORDS: usize = 8;

/// Words by which the two texts may drift apart within a gap, by insertions and deletions.
const DRIFT_WORDS: usize = 4;

/// Words of one passage below which it says nothing: set phrases such as "did not immediately respond".
const LEAST_PASSAGE: usize = 8;

/// Places looked at where a run occurs several times in the older text.
const PLACES_PER_RUN: usize = 4;

/// A passage that two texts share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// First word in the newer text.
    pub start: usize,
    /// Behind its last word in the newer text.
    pub end: usize,
    /// First word in the older text.
    pub older_start: usize,
    /// Behind its last word in the older text.
    pub older_end: usize,
}

/// The passages of `newer` that stand in `older`, in the order of `newer`, none overlapping.
pub fn passages(newer: &[Word], older: &[TermKey]) -> Vec<Passage> {
    let places = run_places(older);
    let mut found: Vec<Passage> = Vec::new();
    let mut at = 0;
    while at + RUN_WORDS <= newer.len() {
        let open = found.last().copied();
        match best_place(&newer[at..], &places, at, open) {
            Some(place) => at = extend(&mut found, newer, older, at, place),
            None => at += 1,
        }
    }
    found.retain(|passage| passage.end - passage.start >= LEAST_PASSAGE);
    found
}

type Places = Map<[TermKey; RUN_WORDS], Vec<usize>>;

fn run_places(older: &[TermKey]) -> Places {
    let mut places = Places::default();
    for (place, run) in older.windows(RUN_WORDS).enumerate() {
        let known = places.entry([run[0], run[1], run[2]]).or_default();
        if known.len() < PLACES_PER_RUN {
            known.push(place);
        }
    }
    places
}

/// Where in the older text the run that opens `rest` stands: best where the last passage goes on.
fn best_place(rest: &[Word], places: &Places, at: usize, open: Option<Passage>) -> Option<usize> {
    let known = places.get(&[rest[0].key, rest[1].key, rest[2].key])?;
    let following =
        known.iter().copied().find(|place| open.is_some_and(|p| goes_on(p, at, *place)));
    following.or_else(|| known.first().copied())
}

fn goes_on(passage: Passage, at: usize, place: usize) -> bool {
    let Some(older_gap) = place.checked_sub(passage.older_end) else { return false };
    let gap = at.saturating_sub(passage.end);
    gap.max(older_gap) <= GAP_WORDS && gap.abs_diff(older_gap) <= DRIFT_WORDS
}

/// Follows the run word by word and adds it to the passages; gives where to look on.
fn extend(
    found: &mut Vec<Passage>,
    newer: &[Word],
    older: &[TermKey],
    at: usize,
    place: usize,
) -> usize {
    let same = newer[at..].iter().zip(&older[place..]).take_while(|(a, b)| a.key == **b).count();
    let (end, older_end) = (at + same, place + same);
    match found.last_mut().filter(|open| goes_on(**open, at, place)) {
        Some(open) => (open.end, open.older_end) = (end, older_end),
        None => {
            found.push(Passage { start: at, end, older_start: place, older_end });
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::words::words;

    #[test]
    fn passages_survive_changed_words() {
        let text =
            "The harbour board voted on Monday to close the old pier before the winter storms";
        check(text, text, &[(0, 15)]);
        check(
            "The harbour board voted Monday to close the ancient pier before the winter",
            text,
            &[(0, 13)],
        );
        check("Nothing of this stands in the other text at all, not one run of words", text, &[]);
        check("the old pier", text, &[]);
        check("", text, &[]);
        check(text, "", &[]);
    }

    #[track_caller]
    fn check(newer: &str, older: &str, expected: &[(usize, usize)]) {
        let older: Vec<TermKey> = words(older, 100).iter().map(|word| word.key).collect();
        let found = passages(&words(newer, 100), &older);
        let spans: Vec<(usize, usize)> = found.iter().map(|p| (p.start, p.end)).collect();
        assert_eq!(spans, expected, "{newer}");
    }
}
