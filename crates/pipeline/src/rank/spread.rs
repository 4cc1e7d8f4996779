//! The page as a whole: not all of it about one name.

use super::{Weights, term};
use news::{Ranked, Term};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

/// The name of the term.
pub(super) const DIVERSITY: &str = "diversity";

/// The stories beyond [`Weights::one_name`] that it takes until the next loses the full weight.
const FULL: usize = 3;

/// Orders stories, best first, each with the term `diversity`: what it loses because stories above it
/// name the same. Equal scores fall back to the id.
pub fn spread(mut stories: Vec<Ranked>, weights: &Weights) -> Vec<Ranked> {
    stories.sort_by(|a, b| a.story.id.cmp(&b.story.id));
    let candidates: Vec<Candidate<'_>> =
        stories.iter().map(|r| Candidate { score: r.score(), names: &r.names }).collect();
    let order = order(&candidates, weights);
    let mut slots: Vec<Option<Ranked>> = stories.into_iter().map(Some).collect();
    let placed = order.into_iter().filter_map(|(place, term)| {
        let mut ranked = slots[place].take()?;
        ranked.terms.extend(Some(term).filter(|term| term.weight != 0.0));
        Some(ranked)
    });
    placed.collect()
}

/// A story that waits for its place.
pub(super) struct Candidate<'a> {
    /// Without diversity.
    pub(super) score: f64,
    pub(super) names: &'a BTreeSet<String>,
}

/// The places of `candidates`, best first, each with its diversity; of equal scores the earlier one.
///
/// Greedy: the best is placed, the others with its names lose, and so on. What one loses only grows,
/// and in no more than [`FULL`] steps, so that the cost is n log n.
pub(super) fn order(candidates: &[Candidate<'_>], weights: &Weights) -> Vec<(usize, Term)> {
    let mut page = Page { weights, told: HashMap::new() };
    let entry = |(place, one): (usize, &Candidate<'_>)| (Score(one.score), Reverse(place), 0);
    let mut waiting: BinaryHeap<(Score, Reverse<usize>, usize)> =
        candidates.iter().enumerate().map(entry).collect();
    let mut order = Vec::with_capacity(candidates.len());
    while let Some((_, Reverse(place), known)) = waiting.pop() {
        let one = &candidates[place];
        let steps = page.steps(one.names);
        let term = page.term(steps);
        if steps > known {
            waiting.push((Score(one.score + term.adds()), Reverse(place), steps));
        } else {
            page.place(one.names);
            order.push((place, term));
        }
    }
    order
}

/// What stands on the page so far.
struct Page<'a> {
    weights: &'a Weights,
    /// How many of its stories name it.
    told: HashMap<&'a str, usize>,
}

impl<'a> Page<'a> {
    /// By how many stories a name of `names` is told of too often, up to [`FULL`].
    fn steps(&self, names: &BTreeSet<String>) -> usize {
        let told = names.iter().filter_map(|name| self.told.get(name.as_str())).max();
        let free = self.weights.one_name.get() as usize;
        (told.copied().unwrap_or(0) + 1).saturating_sub(free).min(FULL)
    }

    fn term(&self, steps: usize) -> Term {
        term(DIVERSITY, steps as f64 / FULL as f64, -self.weights.diversity)
    }

    fn place(&mut self, names: &'a BTreeSet<String>) {
        for name in names {
            *self.told.entry(name).or_default() += 1;
        }
    }
}

/// A score that can be compared: the sums of finite numbers have an order.
#[derive(PartialEq)]
struct Score(f64);

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Score) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Score) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
