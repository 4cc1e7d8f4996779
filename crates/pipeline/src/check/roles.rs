//! Who did what to whom.

use super::comparison::Comparison;
use super::faults::Fault;
use super::words::Word;
use super::{names, speakers};
use crate::tongue::Tongue;
use news::{ReasonKind, Verdict};
use std::ops::Range;

/// Two names that stand in the other order in the evidence, though the words around them are the same.
///
/// A speaker may move: "Ode said: …" says the same as "…, Ode said".
pub(super) fn changed_places(c: &Comparison<'_>) -> Option<Fault> {
    if !c.is_near() {
        return None;
    }
    if c.claim.iter().any(|word| word.tongue == Tongue::German) {
        return changed_cases(c);
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

/// Nouns further apart than this are not in one clause, in words.
const ONE_CLAUSE: usize = 16;

/// Two German nouns that stand in the other order in the evidence, and in another case as far as articles and prepositions
/// tell: "Den Antrag lehnte die Regierung ab" says the same as "Die Regierung lehnte den Antrag ab", "Der Antrag …" does not.
fn changed_cases(c: &Comparison<'_>) -> Option<Fault> {
    let speakers: Vec<Range<usize>> =
        speakers::attributions(c.claim).into_iter().map(|one| one.speaker).collect();
    let moved = |at: usize| {
        speakers.iter().any(|run| run.contains(&at) && speakers::speaks_in_evidence(c, run))
    };
    let nouns: Vec<usize> = (0..c.claim.len())
        .filter(|at| is_noun(&c.claim[*at]) && !c.quoted[*at] && !moved(*at))
        .collect();
    let pairs = nouns.iter().enumerate().flat_map(|(place, one)| {
        nouns[place + 1..]
            .iter()
            .take_while(move |other| *other - one < ONE_CLAUSE)
            .map(move |o| (*one, *o))
    });
    let (one, other) = pairs.into_iter().find(|(one, other)| changed_case(c, *one, *other))?;
    let (one, other) = (c.written(one..one + 1), c.written(other..other + 1));
    let detail = format!("{one:?} and {other:?} stand the other way round in the cited words");
    Some(Fault { kind: ReasonKind::Name, verdict: Verdict::Contradicted, detail })
}

fn is_noun(word: &Word) -> bool {
    word.large && word.is_content() && !word.is_date() && !word.is_number()
}

/// Whether every sentence that carries the claim and has both nouns has them the other way round.
fn changed_case(c: &Comparison<'_>, one: usize, other: usize) -> bool {
    let (first, second) = (&c.claim[one], &c.claim[other]);
    let in_order = c.matched[one].is_some() && c.matched[other].is_some();
    if in_order || first.stem == second.stem || are_beside(c.claim, one, other) {
        return false;
    }
    let mut found = false;
    for sentence in &c.carrying {
        let words = &c.sources.words[c.sources.sentences[*sentence].words.clone()];
        let places = |noun: &Word| -> Vec<usize> {
            (0..words.len()).filter(|at| words[*at].stem == noun.stem && words[*at].large).collect()
        };
        let (firsts, seconds) = (places(first), places(second));
        let (Some(earliest), Some(latest)) = (firsts.first(), seconds.last()) else { continue };
        if earliest < latest {
            return false;
        }
        let keeps = |own: usize, cited: usize| {
            let mark = mark(c.claim, own);
            mark == self::mark(words, cited) && !is_ambiguous(mark)
        };
        let same_voice = is_passive(c.claim) == is_passive(words);
        let kept = keeps(one, *earliest) || keeps(other, *latest);
        found = same_voice && !kept && !are_beside(words, *latest, *earliest);
    }
    found
}

/// Whether two nouns stand beside each other or are named together: their order says nothing.
fn are_beside(words: &[Word], one: usize, other: usize) -> bool {
    let between = &words[one + 1..other];
    between.is_empty()
        || between.iter().all(|word| {
            is_noun(word)
                || matches!(
                    word.key.as_str(),
                    "und" | "oder" | "sowie" | "der" | "des" | "die" | "von" | "den"
                )
        }) && between.iter().any(|word| {
            matches!(word.key.as_str(), "und" | "oder" | "sowie" | "des" | "der" | "von")
        })
}

/// The preposition, or else the article, before a noun, which tells its case; empty where it has none.
fn mark(words: &[Word], noun: usize) -> &str {
    let mut at = noun;
    while at > 0 && words[at].joined && words[at - 1].is_content() {
        at -= 1;
    }
    let small = |at: usize| {
        let before = at.checked_sub(1).filter(|_| words[at].joined)?;
        (!words[before].is_content()).then_some(before)
    };
    let Some(article) = small(at) else { return "" };
    match small(article).map(|at| words[at].key.as_str()) {
        Some(preposition) if is_preposition(preposition) => preposition,
        _ => &words[article].key,
    }
}

fn is_preposition(key: &str) -> bool {
    matches!(
        key,
        "für"
            | "gegen"
            | "mit"
            | "von"
            | "bei"
            | "in"
            | "an"
            | "auf"
            | "aus"
            | "nach"
            | "vor"
            | "über"
            | "unter"
            | "durch"
            | "um"
            | "ohne"
            | "wegen"
            | "zu"
            | "zwischen"
            | "hinter"
            | "neben"
    )
}

/// Articles that are the same for who acts and whom it befalls.
fn is_ambiguous(mark: &str) -> bool {
    matches!(
        mark,
        "" | "die"
            | "das"
            | "eine"
            | "ein"
            | "ihre"
            | "seine"
            | "keine"
            | "und"
            | "hat"
            | "habe"
            | "haben"
            | "wird"
            | "wurde"
    )
}

fn is_passive(words: &[Word]) -> bool {
    words
        .iter()
        .any(|word| matches!(word.key.as_str(), "wurde" | "wurden" | "worden" | "wird" | "werden"))
}
