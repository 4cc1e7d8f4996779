//! A brief of one paragraph: the sentences that together tell most of what an editor would.

use super::absent::means_absent;
use super::chances::{Chances, Weights};
use super::lede::DEPTH;
use super::likeness::in_order;
use super::page::{Page, REPEATS};
use super::shorter::shorter;
use super::topic::is_background;
use crate::claims::{Footing, Passage};
use news::Statement;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

/// A pair of words counts so much more than a word: who takes over pairs takes over statements. Chosen on
/// the labelled stories; from 1.5 to 5 makes little difference.
const PAIR: f64 = 3.0;

/// What an editor would write is held to be so much longer than the paragraph: lower, the paragraph stays
/// shorter than it was asked to be. Chosen on the labelled stories.
const LONGER: f64 = 1.3;

/// The paragraph is at most this share of what all its sources say, where that is little: editors'
/// summaries of the labelled stories have from a third to a half.
const SHARE: f64 = 0.42;

/// Of the words asked for, the share that it has at least.
const LEAST: f64 = 0.57;

/// Sentences of a paragraph.
const SENTENCES: usize = 6;

/// Paragraphs that are carried on at each step.
const BEAM: usize = 12;

/// Sentences that are tried, the best alone first: bounds the work on stories of many reports.
const TRIED: usize = 80;

/// Chooses, orders and prints the sentences.
pub(super) fn write(page: &mut Page<'_>, weights: &Weights) -> Vec<Statement> {
    let mut statements = Vec::new();
    for (group, passage) in chosen(page, weights) {
        if page.fits(page.material.groups[group].lead()) {
            page.print(group);
            statements.extend(page.material.statement_of(group, &passage));
        }
    }
    statements
}

fn chosen<'m>(page: &Page<'m>, weights: &Weights) -> Vec<(usize, Passage<'m>)> {
    let chances = Chances::of(page.material.sources, page.material.passages, weights);
    let choice = Choice::of(page, &chances);
    let picks = choice.in_order(choice.best()).into_iter();
    picks.map(|pick| &choice.candidates[pick]).map(|it| (it.group, it.passage.clone())).collect()
}

/// A sentence that can stand in the paragraph, whole or without its end.
struct Candidate<'m> {
    group: usize,
    passage: Passage<'m>,
    /// Its words in their order.
    keys: Vec<String>,
    /// Its terms: words, and pairs.
    terms: [BTreeSet<usize>; 2],
    /// The share of the headline's words that it has.
    told: f64,
}

struct Choice<'p, 'm> {
    page: &'p Page<'m>,
    chances: &'p Chances,
    candidates: Vec<Candidate<'m>>,
    /// Words of the paragraph.
    target: usize,
}

/// A paragraph as far as it goes.
#[derive(Clone, Default)]
struct Partial {
    picks: Vec<usize>,
    terms: [BTreeSet<usize>; 2],
    words: usize,
    worth: f64,
}

impl<'p, 'm> Choice<'p, 'm> {
    fn of(page: &'p Page<'m>, chances: &'p Chances) -> Choice<'p, 'm> {
        let said: usize = page.material.passages.iter().map(Passage::length).sum();
        let asked = page.style.words;
        let least = (asked as f64 * LEAST) as usize;
        let target = ((said as f64 * SHARE) as usize).clamp(least.min(asked), asked);
        let mut choice = Choice { page, chances, candidates: candidates(page, chances), target };
        choice.keep_best();
        choice
    }

    fn keep_best(&mut self) {
        let worth = |candidate: &Candidate<'_>| {
            (self.worth(&candidate.terms, candidate.passage.length()) * 1e9) as i64
        };
        let mut ranked: Vec<(i64, usize)> =
            self.candidates.iter().enumerate().map(|(at, c)| (worth(c), at)).collect();
        ranked.sort_by_key(|(worth, at)| (Reverse(*worth), *at));
        let kept: BTreeSet<usize> = ranked.into_iter().take(TRIED).map(|(_, at)| at).collect();
        let mut at = 0;
        self.candidates.retain(|_| {
            at += 1;
            kept.contains(&(at - 1))
        });
    }

    /// What is to be expected of the harmonic mean of how much of an editor's summary the words have
    /// and how much of them that summary has.
    fn worth(&self, terms: &[BTreeSet<usize>; 2], words: usize) -> f64 {
        let expected = |terms: &BTreeSet<usize>| -> f64 {
            terms.iter().map(|term| self.chances.of_term(*term)).sum()
        };
        (expected(&terms[0]) + PAIR * expected(&terms[1]))
            / (words as f64 + LONGER * self.target as f64)
    }

    /// The picks that are worth most together.
    fn best(&self) -> Vec<usize> {
        let mut beam = vec![Partial::default()];
        let mut best = Partial::default();
        for _ in 0..SENTENCES {
            beam = self.carried_on(&beam);
            match beam.first() {
                Some(first) if first.worth > best.worth => best = first.clone(),
                Some(_) => {}
                None => break,
            }
        }
        best.picks
    }

    fn carried_on(&self, beam: &[Partial]) -> Vec<Partial> {
        let mut seen: HashSet<Vec<usize>> = HashSet::new();
        let mut next: Vec<Partial> = Vec::new();
        for partial in beam {
            for pick in (0..self.candidates.len()).filter(|pick| self.may_follow(partial, *pick)) {
                let longer = self.with(partial, pick);
                let mut sorted = longer.picks.clone();
                sorted.sort_unstable();
                if seen.insert(sorted) {
                    next.push(longer);
                }
            }
        }
        next.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| a.picks.cmp(&b.picks)));
        next.truncate(BEAM);
        next
    }

    fn with(&self, partial: &Partial, pick: usize) -> Partial {
        let mut longer = partial.clone();
        let candidate = &self.candidates[pick];
        longer.picks.push(pick);
        for (all, new) in longer.terms.iter_mut().zip(&candidate.terms) {
            all.extend(new);
        }
        longer.words += candidate.passage.length();
        longer.worth = self.worth(&longer.terms, longer.words);
        longer
    }

    fn may_follow(&self, partial: &Partial, pick: usize) -> bool {
        let candidate = &self.candidates[pick];
        let before = || partial.picks.iter().map(|pick| &self.candidates[*pick]);
        let passage = &candidate.passage;
        passage.length() < 2 * self.target.saturating_sub(partial.words)
            && self.knows_all(partial, passage)
            && (partial.picks.is_empty() || !is_background(passage))
            && before().all(|other| {
                other.group != candidate.group && in_order(&other.keys, &candidate.keys) <= REPEATS
            })
            && (partial.picks.is_empty() || !self.needs_more(partial, passage))
    }

    fn knows_all(&self, partial: &Partial, passage: &Passage<'_>) -> bool {
        passage.surnames.iter().all(|surname| {
            let given = |pick: &usize| {
                self.candidates[*pick].passage.introduces().any(|name| name == surname)
            };
            self.page.has_introduced(surname) || partial.picks.iter().any(given)
        })
    }

    /// Whether it means something that neither the headline nor the paragraph so far names.
    fn needs_more(&self, partial: &Partial, passage: &Passage<'_>) -> bool {
        let picked = partial.picks.iter().map(|pick| &self.candidates[*pick].passage);
        let told =
            picked.flat_map(|passage| passage.stems().map(str::to_owned).collect::<Vec<_>>());
        let told = told.chain(self.page.headline_stems().cloned()).collect();
        means_absent(&passage.words, &told)
    }

    /// What tells the headline's news first, then what stands early in its article; whoever is called by
    /// surname comes after the sentence that names them in full.
    fn in_order(&self, mut picks: Vec<usize>) -> Vec<usize> {
        let place = |pick: &usize| {
            let candidate = &self.candidates[*pick];
            let told = (candidate.told * 1e6) as i64;
            (candidate.passage.place, Reverse(told), *pick)
        };
        picks.sort_by_key(place);
        let mut ordered = Partial::default();
        while !picks.is_empty() {
            let known = |pick: &usize| self.knows_all(&ordered, &self.candidates[*pick].passage);
            let next = picks.iter().position(known).unwrap_or_default();
            ordered.picks.push(picks.remove(next));
        }
        ordered.picks
    }
}

fn candidates<'m>(page: &Page<'m>, chances: &Chances) -> Vec<Candidate<'m>> {
    let groups = 0..page.material.groups.len();
    let standing = groups.filter(|group| {
        let passage = page.material.lead(*group);
        passage.footing == Footing::Alone
            && passage.place < DEPTH
            && page.fits(page.material.groups[*group].lead())
    });
    standing.flat_map(|group| forms(page, chances, group)).collect()
}

/// A sentence in all its lengths.
fn forms<'m>(page: &Page<'m>, chances: &Chances, group: usize) -> Vec<Candidate<'m>> {
    let whole = page.material.lead(group);
    let heads = shorter(whole.text).into_iter().map(|head| whole.head(head.end));
    std::iter::once(whole.clone())
        .chain(heads)
        .map(|passage| Candidate {
            group,
            keys: passage.words.iter().map(|word| word.key.clone()).collect(),
            terms: chances.among(&passage.words),
            told: page.tells_headline(&passage),
            passage,
        })
        .collect()
}
