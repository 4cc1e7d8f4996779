//! What matters in a story: what many origins say, early.

use crate::check::words::words_in;
use crate::claims::{Footing, Group, Passage, Sources};
use std::collections::{BTreeSet, HashMap};

/// What a term that the brief has named already still counts. Chosen on the labelled stories: at 1
/// the brief repeats itself, at 0 its sentences have nothing to do with each other.
const NAMED_ALREADY: f64 = 0.35;

/// The weights of terms, and what each group is worth by itself.
#[derive(Debug)]
pub(super) struct Importance {
    /// By term, from 0 to 1.
    weights: Vec<f64>,
    /// The terms of each group's words, each once, sorted.
    terms: Vec<Vec<usize>>,
    /// What each group is worth besides its terms.
    standing: Vec<f64>,
    /// What the best group's terms are worth.
    most: f64,
}

impl Importance {
    pub(super) fn of(
        sources: &Sources<'_>,
        passages: &[Passage<'_>],
        groups: &[Group],
    ) -> Importance {
        let mut counted = Counted::default();
        for article in sources.usable() {
            let title = words_in(sources.tongue(article), &sources.articles()[article].title);
            let stems = title.iter().filter(|word| word.is_content()).map(|w| w.stem.as_str());
            counted.add(stems, sources.origin(article).0);
        }
        for passage in passages.iter().filter(|passage| passage.footing != Footing::Never) {
            counted.add(passage.stems(), sources.origin(passage.article).0);
        }
        let terms: Vec<Vec<usize>> =
            groups.iter().map(|group| counted.terms(&passages[group.lead()])).collect();
        let standing = groups.iter().map(|group| standing(group, passages, sources)).collect();
        let mut all = Importance {
            weights: counted.weights(sources.origin_count()),
            terms,
            standing,
            most: 1.0,
        };
        let nothing = BTreeSet::new();
        let worth = (0..groups.len()).map(|group| all.content(group, &nothing));
        all.most = worth.fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        all
    }

    /// What a group is worth once `named` has been said: about 0 to 1.5.
    pub(super) fn worth(&self, group: usize, named: &BTreeSet<usize>) -> f64 {
        self.content(group, named) / self.most + self.standing[group]
    }

    /// What the terms of a group are worth in the story.
    pub(super) fn centrality(&self, group: usize) -> f64 {
        self.content(group, &BTreeSet::new()) / self.most
    }

    /// The terms of a group's words.
    pub(super) fn terms(&self, group: usize) -> &[usize] {
        &self.terms[group]
    }

    fn content(&self, group: usize, named: &BTreeSet<usize>) -> f64 {
        let terms = &self.terms[group];
        let share = |term: &usize| if named.contains(term) { NAMED_ALREADY } else { 1.0 };
        let sum: f64 = terms.iter().map(|term| self.weights[*term] * share(term)).sum();
        // Between the sum (which likes long sentences) and the mean (which likes short ones); the power
        // was chosen on the labelled stories.
        sum / (terms.len() as f64 + 4.0).powf(0.7)
    }
}

/// What speaks for a group besides its terms. The parts were weighed on the labelled stories: the
/// place in the article tells most, then how many origins say it.
fn standing(group: &Group, passages: &[Passage<'_>], sources: &Sources<'_>) -> f64 {
    let lead = &passages[group.lead()];
    let first = group.members.iter().map(|at| passages[*at].place).min().unwrap_or_default();
    let early = 0.5 / (1.0 + first as f64 / 2.0);
    let others = sources.origin_count().saturating_sub(1).max(1) as f64;
    let agreed = 0.25 * (group.origins.len().saturating_sub(1)) as f64 / others;
    let figures = if lead.words.iter().any(|word| word.is_number()) { 0.1 } else { 0.0 };
    let authority = 0.1 * (sources.authority(lead.article) - 0.5);
    // Speech has a place of its own; sentences over 35 words are hard going.
    let speech = -0.25 * lead.quoted_share();
    let long = if lead.length() > 35 { -0.08 } else { 0.0 };
    // A short sentence that names nobody and counts nothing seldom says much.
    let vague = if lead.names.is_empty() && figures == 0.0 { -0.15 } else { 0.0 };
    let short = if lead.length() < 9 { -0.15 } else { 0.0 };
    early + agreed + figures + authority + speech + long + vague + short
}

/// How often and by how many origins each stem is used.
#[derive(Default)]
struct Counted {
    ids: HashMap<String, usize>,
    counts: Vec<usize>,
    origins: Vec<BTreeSet<usize>>,
}

impl Counted {
    fn add<'a>(&mut self, stems: impl Iterator<Item = &'a str>, origin: usize) {
        for stem in stems {
            let id = match self.ids.get(stem) {
                Some(id) => *id,
                None => self.begin(stem),
            };
            self.counts[id] += 1;
            self.origins[id].insert(origin);
        }
    }

    fn begin(&mut self, stem: &str) -> usize {
        self.ids.insert(stem.to_owned(), self.counts.len());
        self.counts.push(0);
        self.origins.push(BTreeSet::new());
        self.counts.len() - 1
    }

    fn terms(&self, passage: &Passage<'_>) -> Vec<usize> {
        let terms: BTreeSet<usize> =
            passage.stems().filter_map(|stem| self.ids.get(stem).copied()).collect();
        terms.into_iter().collect()
    }

    fn weights(&self, origins: usize) -> Vec<f64> {
        let most = self.counts.iter().copied().max().unwrap_or(1) as f64;
        let all = origins.max(1) as f64;
        let used = self.counts.iter().zip(&self.origins);
        used.map(|(count, by)| {
            by.len() as f64 / all * (1.0 + *count as f64).ln() / (1.0 + most).ln()
        })
        .collect()
    }
}
