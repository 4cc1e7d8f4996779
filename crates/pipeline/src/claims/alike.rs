//! Which sentences say the same thing.

use super::{Footing, Origin, Passage, Sources};
use crate::check::words::Kind;
use crate::tongue::Sense;
use news::{Evidence, Part, Statement};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// Passages that say the same thing.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Places in the list of passages, the one whose words are used first; never empty.
    pub members: Vec<usize>,
    /// The members that are cited: one of each origin, those of most weight first; never empty.
    pub cited: Vec<usize>,
    /// The origins that say it.
    pub origins: BTreeSet<Origin>,
}

impl Group {
    /// The passage whose words are used.
    pub(crate) fn lead(&self) -> usize {
        self.members[0]
    }

    /// What it says, with one place for each origin that says it.
    pub(crate) fn statement(
        &self,
        passages: &[Passage<'_>],
        sources: &Sources<'_>,
    ) -> Option<Statement> {
        let cited = self.cited.iter().take(MOST_CITED).map(|at| &passages[*at]);
        let evidence: Vec<Evidence> =
            cited.filter_map(|p| sources.evidence(p.article, Part::Text, p.span.clone())).collect();
        Statement::new(passages[self.lead()].said(), evidence).ok()
    }
}

/// More sources of one sentence are not read by anybody: three independent ones settle it.
const MOST_CITED: usize = 3;

/// Two sentences say the same when their words overlap by this much (twice the shared over the sum,
/// by rarity). Below it, pairs of the labelled stories begin to differ in what they add.
const SAME: f64 = 0.72;

/// The rarest terms of a sentence that are looked up to find its like; a like one shares at least
/// one of them in practice.
const LOOKED_UP: usize = 6;

/// Groups that one term is remembered for: bounds the work on a text that repeats itself.
const REMEMBERED: usize = 48;

/// Groups the passages that can be used. Those of most origins are not put first: the order is that
/// of the first member.
pub(crate) fn group(passages: &[Passage<'_>], sources: &Sources<'_>) -> Vec<Group> {
    let marks: Vec<Marks> = marks(passages);
    let mut sorter = Sorter { marks: &marks, groups: Vec::new(), by_term: HashMap::new() };
    for (at, passage) in passages.iter().enumerate() {
        if passage.footing != Footing::Never {
            sorter.place(at);
        }
    }
    let grouped = sorter.groups;
    grouped.into_iter().map(|members| finished(members, passages, sources)).collect()
}

fn finished(mut members: Vec<usize>, passages: &[Passage<'_>], sources: &Sources<'_>) -> Group {
    members.sort_by_key(|at| {
        let passage = &passages[*at];
        let weight = (sources.authority(passage.article) * 1000.0) as i64;
        (passage.footing as u8, Reverse(weight), passage.surnames.len(), passage.place, *at)
    });
    let mut seen = BTreeSet::new();
    members.retain(|at| seen.insert(passages[*at].article));
    let cited = one_of_each_origin(&members, passages, sources);
    members.retain(|at| *at != cited[0]);
    members.insert(0, cited[0]);
    let origins = members.iter().map(|at| sources.origin(passages[*at].article)).collect();
    Group { members, cited, origins }
}

/// For each origin, in the order of the members, the origin's own passage, or else the earliest of
/// its copies: ten reprints are one source.
fn one_of_each_origin(
    members: &[usize],
    passages: &[Passage<'_>],
    sources: &Sources<'_>,
) -> Vec<usize> {
    let mut cited: Vec<(Origin, usize)> = Vec::new();
    let key = |at: usize| (passages[at].footing as u8, sources.standing_in(passages[at].article));
    for at in members {
        let origin = sources.origin(passages[*at].article);
        match cited.iter_mut().find(|(known, _)| *known == origin) {
            Some((_, known)) if key(*at) < key(*known) => *known = *at,
            Some(_) => {}
            None => cited.push((origin, *at)),
        }
    }
    cited.into_iter().map(|(_, at)| at).collect()
}

/// What a passage is compared by.
struct Marks {
    /// Terms with their rarity, each once, sorted by term.
    terms: Vec<(u32, f64)>,
    /// The sum of the rarities.
    sum: f64,
    /// Numbers, days and months, sorted: sentences that differ in these differ in what they say.
    figures: Vec<String>,
    /// Words of denial.
    negations: usize,
}

fn marks(passages: &[Passage<'_>]) -> Vec<Marks> {
    let mut ids: HashMap<&str, u32> = HashMap::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut listed: Vec<Vec<u32>> = Vec::with_capacity(passages.len());
    for passage in passages {
        let mut terms: Vec<u32> = Vec::new();
        for stem in passage.stems() {
            let next = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            terms.push(*ids.entry(stem).or_insert(next));
        }
        terms.sort_unstable();
        terms.dedup();
        counts.resize(ids.len(), 0);
        for term in &terms {
            counts[*term as usize] += 1;
        }
        listed.push(terms);
    }
    let all = passages.len() as f64 + 1.0;
    let rarity = |term: u32| (all / f64::from(counts[term as usize])).ln();
    let weighed = listed.into_iter().zip(passages);
    weighed.map(|(terms, passage)| mark(terms, passage, &rarity)).collect()
}

fn mark(terms: Vec<u32>, passage: &Passage<'_>, rarity: &impl Fn(u32) -> f64) -> Marks {
    let terms: Vec<(u32, f64)> = terms.into_iter().map(|term| (term, rarity(term))).collect();
    let figure = |word: &&crate::check::words::Word| {
        matches!(word.kind, Kind::Number(_) | Kind::Weekday(_) | Kind::Month(_))
    };
    let mut figures: Vec<String> =
        passage.words.iter().filter(figure).map(|word| word.key.clone()).collect();
    figures.sort();
    Marks {
        sum: terms.iter().map(|(_, rarity)| rarity).sum(),
        terms,
        figures,
        negations: passage.words.iter().filter(|word| word.is(Sense::Denies)).count(),
    }
}

struct Sorter<'a> {
    marks: &'a [Marks],
    groups: Vec<Vec<usize>>,
    by_term: HashMap<u32, Vec<usize>>,
}

impl Sorter<'_> {
    fn place(&mut self, at: usize) {
        let mut rarest = self.marks[at].terms.clone();
        rarest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        rarest.truncate(LOOKED_UP);
        let near: BTreeSet<usize> = rarest
            .iter()
            .filter_map(|(term, _)| self.by_term.get(term))
            .flatten()
            .copied()
            .collect();
        let best = near
            .into_iter()
            .map(|group| (alike(&self.marks[self.groups[group][0]], &self.marks[at]), group))
            .filter(|(likeness, _)| *likeness >= SAME)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        match best {
            Some((_, group)) => self.groups[group].push(at),
            None => self.begin(at, &rarest),
        }
    }

    fn begin(&mut self, at: usize, rarest: &[(u32, f64)]) {
        for (term, _) in rarest {
            let known = self.by_term.entry(*term).or_default();
            if known.len() < REMEMBERED {
                known.push(self.groups.len());
            }
        }
        self.groups.push(vec![at]);
    }
}

/// How alike two sentences are, from 0 to 1; 0 when their figures or denials differ.
fn alike(one: &Marks, other: &Marks) -> f64 {
    if one.figures != other.figures || one.negations != other.negations {
        return 0.0;
    }
    let sum = one.sum + other.sum;
    if sum <= 0.0 {
        return 0.0;
    }
    2.0 * shared(&one.terms, &other.terms) / sum
}

/// The rarity of the terms that two sorted lists share.
fn shared(one: &[(u32, f64)], other: &[(u32, f64)]) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        if a.0 == b.0 {
            sum += a.1;
        }
        let (step_one, step_other) = (a.0 <= b.0, b.0 <= a.0);
        i += usize::from(step_one);
        j += usize::from(step_other);
    }
    sum
}
