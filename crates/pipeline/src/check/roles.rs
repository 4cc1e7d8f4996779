//! Who did what to whom.

use super::comparison::Comparison;
use super::faults::Fault;
use super::{names, speakers};
use news::{ReasonKind, Verdict};
use std::ops::Range;

/// Two names that stand in the other order in the evidence, though the words around them are the same.
///
/// A speaker may move: "Ode said: …" says the same as "…, Ode said".
pub(super) fn changed_places(c: &Comparison<'_>) -> Option<Fault> {
    if !c.is_near() {
        return None;
    }
    let runs: Vec<Range<usize>> = names::runs(c.claim)
        .into_iter()
        .filter(|run| run.clone().all(|at| !c.quoted[at]) && !has_moved(c, run))
        .collect();
    let swapped = runs.windows(2).find(|pair| are_swapped(c, &pair[0], &pair[1]))?;
    let (one, other) = (c.written(swapped[0].clone()), c.written(swapped[1].clone()));
    let detail = format!("{one:?} and {other:?} stand the other way round in the cited words");
    Some(Fault { kind: ReasonKind::Name, verdict: Verdict::Contradicted, detail })
}

/// Whether a name is that of a speaker, who also speaks in the evidence.
fn has_moved(c: &Comparison<'_>, run: &Range<usize>) -> bool {
    let speaks = speakers::attributions(c.claim).iter().any(|one| one.speaker == *run);
    speaks && speakers::speaks_in_evidence(c, run)
}

/// Whether every sentence that carries the claim and has both names has them the other way round.
fn are_swapped(c: &Comparison<'_>, one: &Range<usize>, other: &Range<usize>) -> bool {
    if c.matched[one.end - 1].is_some() && c.matched[other.end - 1].is_some() {
        return false;
    }
    let places = |run: &Range<usize>, sentence: usize| -> Vec<u32> {
        let words = &c.sources.sentences[sentence].words;
        let within = |place: &&u32| words.contains(&(**place as usize));
        c.sources.places(&c.claim[run.end - 1].stem).iter().filter(within).copied().collect()
    };
    let mut found = false;
    for sentence in &c.carrying {
        let (first, second) = (places(one, *sentence), places(other, *sentence));
        let (Some(earliest), Some(latest)) = (first.first(), second.last()) else { continue };
        if earliest < latest {
            return false;
        }
        found = earliest > latest;
    }
    found
}
