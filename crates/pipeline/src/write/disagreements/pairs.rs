//! Pairs of sentences of independent reports that tell much of the same.

use super::super::material::Material;
use super::tables::STAGES;
use super::{COMPARED, standing};
use crate::check::words::{Kind, Word};
use crate::claims::Passage;
use crate::tongue::Tongue;
use jiff::{SignedDuration, Timestamp};
use news::Article;
use std::collections::{BTreeSet, HashMap};

/// Two sentences of independent reports.
pub(super) struct Pair<'m> {
    material: &'m Material<'m>,
    /// Their places among the passages of the story.
    pub(super) places: [usize; 2],
    /// How many stems of words that carry meaning both have, numbers and days left out.
    pub(super) shared: usize,
    /// Which share of those of the shorter one this is, from 0 to 1.
    pub(super) share: f64,
}

impl<'m> Pair<'m> {
    pub(super) fn passages(&self) -> [&'m Passage<'m>; 2] {
        self.places.map(|place| &self.material.passages[place])
    }

    pub(super) fn articles(&self) -> [&'m Article; 2] {
        self.passages().map(|passage| &self.material.sources.articles()[passage.article])
    }

    /// All sentences of the article of one side.
    pub(super) fn told_with(&self, side: usize) -> impl Iterator<Item = &'m Passage<'m>> {
        let article = self.passages()[side].article;
        let first = self.material.passages.partition_point(|p| p.article < article);
        self.material.passages[first..].iter().take_while(move |p| p.article == article)
    }

    /// Whether both appeared within so many hours.
    pub(super) fn within_hours(&self, hours: i64) -> bool {
        let [one, other]: [Timestamp; 2] = self.articles().map(Article::reported);
        one.duration_since(other).abs() <= SignedDuration::from_hours(hours)
    }

    /// Whether both tell of one stage of a case, or of none: between arrest and verdict lie months.
    pub(super) fn is_of_one_stage(&self) -> bool {
        let [one, other] = self.passages().map(|passage| {
            let keys = passage.words.iter().map(|word| word.key.as_str());
            keys.filter(|key| STAGES.contains(key)).collect::<BTreeSet<&str>>()
        });
        one == other
    }

    /// Whether they name somebody or something in common, or one names nothing.
    pub(super) fn meets_in_names(&self) -> bool {
        let [one, other] = self.passages().map(name_keys);
        one.is_empty() || other.is_empty() || !one.is_disjoint(&other) || self.shares_number()
    }

    /// Whether both give the same number, one that is hardly given twice by chance.
    pub(super) fn shares_number(&self) -> bool {
        let [one, other] = self.passages().map(|passage| {
            let numbers = passage.words.iter().filter_map(|word| match &word.kind {
                Kind::Number(q) if q.value > TELLING => Some(word.key.as_str()),
                _ => None,
            });
            numbers.collect::<BTreeSet<&str>>()
        });
        !one.is_disjoint(&other)
    }
}

/// Smaller numbers stand in many sentences.
const TELLING: f64 = 12.0;

fn name_keys<'p>(passage: &'p Passage<'_>) -> BTreeSet<&'p str> {
    passage.names.iter().flat_map(|name| &name.keys).map(String::as_str).collect()
}

/// Two sentences of which nothing more is shared can hardly tell of one thing.
const FEWEST_SHARED: usize = 3;

/// All pairs of English sentences that share words that are not all over the story, in reading order. What holds such
/// sentences apart has tables for no other language yet.
pub(super) fn pairs<'m>(material: &'m Material<'m>) -> Vec<Pair<'m>> {
    let mut standing = standing(material);
    standing.retain(|at| material.passages[*at].tongue == Tongue::English);
    let stems: Vec<BTreeSet<&str>> =
        standing.iter().map(|at| stems(&material.passages[*at])).collect();
    let mut by_stem: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, stems) in stems.iter().enumerate() {
        for stem in stems {
            by_stem.entry(stem).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for (at, own) in stems.iter().enumerate() {
        let rare =
            own.iter().filter_map(|stem| by_stem.get(stem)).filter(|all| all.len() <= COMPARED);
        let near: BTreeSet<usize> = rare.flatten().filter(|other| **other > at).copied().collect();
        let article = |at: usize| material.passages[standing[at]].article;
        let apart = near
            .into_iter()
            .filter(|other| material.sources.independent(article(at), article(*other)));
        found.extend(apart.filter_map(|other| {
            let shared = own.intersection(&stems[other]).count();
            let fewer = own.len().min(stems[other].len()).max(1);
            let share = shared as f64 / fewer as f64;
            let places = [standing[at], standing[other]];
            (shared >= FEWEST_SHARED).then_some(Pair { material, places, shared, share })
        }));
    }
    found
}

/// The stems that tell what a sentence is about.
fn stems<'p>(passage: &'p Passage<'_>) -> BTreeSet<&'p str> {
    let telling = |word: &&Word| word.is_content() && !word.is_number() && !word.is_date();
    passage.words.iter().filter(telling).map(|word| word.stem.as_str()).collect()
}
