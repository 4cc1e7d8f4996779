//! Which of the claims that a story had are those that its reports make now.

use super::making::Made;
use super::wording::Wording;
use news::{ArticleId, Claim, ClaimId, Evidence};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// A sentence of an article, whatever the version and wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    article: ArticleId,
    words: String,
}

impl Place {
    pub(crate) fn of(evidence: &Evidence) -> Place {
        Place::at(&evidence.article, &evidence.quote)
    }

    pub(crate) fn at(article: &ArticleId, text: &str) -> Place {
        Place { article: article.clone(), words: squeezed(text) }
    }
}

/// A text in small letters with one space between words.
pub(crate) fn squeezed(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// What became of each claim that there was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Reports make it: this one of those found.
    Found(usize),
    /// What reports say of it they also say of an elder claim, which is this one of those found.
    Joined(usize),
    /// No report that was read makes it.
    Missing,
}

/// The fate of each claim of `before`, given what reports make now. No two have the same one found.
///
/// The elder claims choose first, each the group with most of its sentences; one for which only such
/// groups are left that elders took has joined them. What shares no sentence with any group may still be
/// said in other words. The order of neither list matters but where all else is equal.
pub(super) fn fates(
    before: &[Claim],
    found: &[Made],
    wording: impl Fn(&Made) -> Wording,
) -> Vec<Fate> {
    let mut groups: HashMap<Place, usize> = HashMap::new();
    for (at, made) in found.iter().enumerate() {
        for evidence in made.claim.statement.evidence() {
            groups.entry(Place::of(evidence)).or_insert(at);
        }
    }
    let shared: Vec<BTreeMap<usize, usize>> =
        before.iter().map(|claim| shared(claim, &groups)).collect();
    let mut chosen =
        Choosing { fates: vec![Fate::Missing; before.len()], free: vec![true; found.len()] };
    let mut order: Vec<usize> = (0..before.len()).collect();
    order.sort_by_key(|at| age(&before[*at]));
    for at in &order {
        chosen.by_sentences(*at, &shared[*at]);
    }
    let lost: Vec<usize> = order.into_iter().filter(|at| shared[*at].is_empty()).collect();
    if !lost.is_empty() {
        let wordings: Vec<Wording> = found.iter().map(wording).collect();
        chosen.by_words(&lost, before, &wordings);
    }
    chosen.fates
}

/// The elder a claim, the smaller.
fn age(claim: &Claim) -> (Option<jiff::Timestamp>, &ClaimId) {
    (claim.history.first().map(|step| step.at), &claim.id)
}

/// How many sentences of a claim each group has.
fn shared(claim: &Claim, groups: &HashMap<Place, usize>) -> BTreeMap<usize, usize> {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for evidence in claim.statement.evidence() {
        if let Some(group) = groups.get(&Place::of(evidence)) {
            *shared.entry(*group).or_default() += 1;
        }
    }
    shared
}

struct Choosing {
    fates: Vec<Fate>,
    /// Whether a group is still nobody's.
    free: Vec<bool>,
}

impl Choosing {
    fn by_sentences(&mut self, at: usize, shared: &BTreeMap<usize, usize>) {
        let most = |free: bool| {
            let groups = shared.iter().filter(|(group, _)| self.free[**group] == free);
            groups.max_by_key(|(group, count)| (**count, Reverse(**group))).map(|(group, _)| *group)
        };
        self.fates[at] = match (most(true), most(false)) {
            (Some(group), _) => self.take(group),
            (None, Some(group)) => Fate::Joined(group),
            (None, None) => Fate::Missing,
        };
    }

    fn by_words(&mut self, lost: &[usize], before: &[Claim], wordings: &[Wording]) {
        let mut by_stem: HashMap<&str, Vec<usize>> = HashMap::new();
        for (group, wording) in wordings.iter().enumerate().filter(|(group, _)| self.free[*group]) {
            for stem in wording.stems() {
                by_stem.entry(stem).or_default().push(group);
            }
        }
        for at in lost {
            let wording = Wording::of_text(before[*at].statement.text());
            let near = rarest(&wording, &by_stem);
            let same = near
                .filter(|group| self.free[*group])
                .filter_map(|group| Some((wording.sameness(&wordings[group])?, group)));
            let best = same.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((_, group)) = best.filter(|_| wording.is_telling()) {
                self.fates[*at] = self.take(group);
            }
        }
    }

    fn take(&mut self, group: usize) -> Fate {
        self.free[group] = false;
        Fate::Found(group)
    }
}

/// The groups that have one of the four rarest stems of a sentence: a like one shares one of them.
fn rarest<'s>(
    wording: &'s Wording,
    by_stem: &'s HashMap<&str, Vec<usize>>,
) -> impl Iterator<Item = usize> + use<'s> {
    let known = wording.stems().iter().filter_map(|stem| by_stem.get(stem.as_str()));
    let mut known: Vec<&Vec<usize>> = known.collect();
    known.sort_by_key(|groups| groups.len());
    known.truncate(4);
    let mut near: Vec<usize> = known.into_iter().flatten().copied().collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter()
}

#[cfg(test)]
#[path = "matching/tests.rs"]
mod tests;
