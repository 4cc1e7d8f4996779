//! What a sentence says that its evidence does not.

use super::comparison::{Comparison, LONGEST_BLOCK};
use super::numbers::Quantity;
use super::words::{Kind, Word};
use super::{nouns, roles, speakers};
use crate::tongue::{Sense, Tongue};
use news::{ReasonKind, Verdict};
use std::ops::Range;

/// One thing that is wrong with a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// What it is about.
    pub kind: ReasonKind,
    /// How bad: contradicted or unsupported.
    pub verdict: Verdict,
    /// In words for an editor.
    pub detail: String,
}

fn fault(kind: ReasonKind, verdict: Verdict, detail: String) -> Fault {
    Fault { kind, verdict, detail }
}

/// Everything that is wrong, in the order of the reasons' kinds.
pub(super) fn faults(c: &Comparison<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    for at in 0..c.claim.len() {
        found.extend(other_unit(c, at));
        if c.matched[at].is_none() {
            found.extend(number(c, at));
            found.extend(date(c, at));
            found.extend(unit(c, at));
            found.extend(antonym(c, at));
            found.extend(cause(c, at));
            found.extend(turned_round(c, at));
            found.extend(of_all(c, at));
        }
    }
    found.extend(wrong_names(c));
    found.extend(roles::changed_places(c));
    found.extend(c.quotes.iter().filter_map(|range| quote(c, range.clone())));
    found.extend(speakers::wrong_speakers(c));
    for at in 0..c.blocks.len() {
        found.extend(negation(c, at));
        found.extend(hedge(c, at));
        found.extend(reported(c, at));
    }
    found.extend(nouns::other_nouns(c));
    found.extend(denied_at_edge(c));
    found.extend(accused(c));
    found.extend(doubted(c));
    found.extend(conditional(c));
    found
}

/// "Against" for "for", "before" for "after".
fn turned_round(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    let word = &c.claim[at];
    let block =
        c.block_of(at).filter(|block| block.claim.len() <= TURN && block.source.len() <= TURN)?;
    let mut cited = c.beside(block.source.clone());
    let other = cited.find(|other| word.tongue.turns_round(&word.key, &other.key))?;
    let detail = format!("{:?} where the cited words have {:?}", c.written(at..at + 1), other.key);
    Some(fault(ReasonKind::Negation, Verdict::Contradicted, detail))
}

/// How many words may stand on either side where a small word was put for another.
const TURN: usize = 3;

/// "All" for some, or for a number of them.
fn of_all(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    let is_some = |word: &&Word| word.is(Sense::MeansSome) || word.is_number();
    let other = c.opposite(at).find(is_some).filter(|_| c.claim[at].is(Sense::MeansAll))?;
    let detail = format!("{:?} where the cited words have {:?}", c.written(at..at + 1), other.key);
    Some(fault(ReasonKind::Number, Verdict::Contradicted, detail))
}

/// The words of the evidence that the sentence begins and ends with, each with its sentence.
fn edges(c: &Comparison<'_>) -> Option<[(usize, Range<usize>); 2]> {
    let mut matched = c.matched.iter().flatten().map(|at| c.evidence[*at]);
    let first = matched.next()?;
    let last = matched.next_back().unwrap_or(first);
    let of =
        |place: usize| (place, c.sources.sentences[c.sources.sentence_of(place)].words.clone());
    Some([of(first), of(last)])
}

/// A statement that its source only doubts or denies: "no evidence that", "doubts that", "whether".
fn doubted(c: &Comparison<'_>) -> Option<Fault> {
    let [(first, sentence), _] = edges(c)?;
    let before = &c.sources.words[sentence.start..first];
    // Between "that" and the first word taken over stands an article at most.
    let that = before.iter().rev().take(2).position(|word| word.is(Sense::That))?;
    let governing = &before[..before.len() - that];
    let governing = &governing[governing.len().saturating_sub(GOVERNING)..];
    let doubts =
        |word: &Word| word.is(Sense::Denies) || word.is(Sense::Doubts) || word.is(Sense::Whether);
    let own = |word: &Word| c.claim.iter().any(|other| other.key == word.key);
    let doubting = governing.iter().find(|word| doubts(word) && !own(word))?;
    let detail = format!("the cited words say it only behind {:?}", doubting.key);
    Some(fault(ReasonKind::Negation, Verdict::Contradicted, detail))
}

/// Words before a "that" in which a doubt governs what follows.
const GOVERNING: usize = 6;

/// A statement that its source makes only on a condition, which the sentence leaves out.
fn conditional(c: &Comparison<'_>) -> Option<Fault> {
    if !c.is_near() || c.says(0..c.claim.len(), Sense::OpensCondition) {
        return None;
    }
    let [(first, begun), (last, ended)] = edges(c)?;
    let opens = |words: &[Word]| words.iter().any(|word| word.is(Sense::OpensCondition));
    let words = &c.sources.words;
    let behind = &words[last + 1..ended.end];
    let before = &words[begun.start..first];
    let hangs = opens(&behind[..behind.len().min(2)]) || opens(&before[..before.len().min(1)]);
    let detail = "the cited words make it hang on a condition".to_owned();
    hangs.then(|| fault(ReasonKind::Attribution, Verdict::Unsupported, detail))
}

fn number(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    let word = &c.claim[at];
    let Kind::Number(stated) = &word.kind else { return None };
    if word.is_date() && !c.opposite(at).any(|other| other.is_number() && !other.is_date()) {
        return None;
    }
    let rounded = at > 0 && c.claim[at - 1].is(Sense::Rounds);
    let agrees = |other: &Quantity| stated.agrees(other) || (rounded && stated.rounds(other));
    let other = opposing_number(c, at, &agrees);
    let elsewhere = c.beside(0..c.evidence.len()).any(|w| is_quantity(w, &agrees))
        || (!c.is_near() && c.sources.words.iter().any(|w| is_quantity(w, &agrees)));
    match other {
        Some(other) if !elsewhere || c.is_near() => {
            let detail =
                format!("{:?} where the cited words have {other:?}", c.written(at..at + 1));
            Some(fault(ReasonKind::Number, Verdict::Contradicted, detail))
        }
        _ if elsewhere => None,
        _ => Some(missing(ReasonKind::Number, c.written(at..at + 1))),
    }
}

fn is_quantity(word: &Word, test: &impl Fn(&Quantity) -> bool) -> bool {
    matches!(&word.kind, Kind::Number(quantity) if test(quantity))
}

fn opposing_number(
    c: &Comparison<'_>,
    at: usize,
    agrees: &impl Fn(&Quantity) -> bool,
) -> Option<String> {
    let mut numbers = c.opposite(at).filter(|word| word.is_number());
    numbers.find(|word| !is_quantity(word, agrees)).map(|word| word.key.clone())
}

fn missing(kind: ReasonKind, what: &str) -> Fault {
    fault(kind, Verdict::Unsupported, format!("{what:?} is not in the cited words"))
}

fn date(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    let word = &c.claim[at];
    if !word.is_date() {
        return None;
    }
    let same = |other: &Word| super::align::likeness(word, other).is_some();
    let opposing = c.opposite(at).find(|other| {
        std::mem::discriminant(&other.kind) == std::mem::discriminant(&word.kind)
            && other.is_date()
            && !same(other)
    });
    if let Some(other) = opposing {
        let detail =
            format!("{:?} where the cited words have {:?}", c.written(at..at + 1), other.key);
        return Some(fault(ReasonKind::Date, Verdict::Contradicted, detail));
    }
    let here = c.beside(0..c.evidence.len()).any(same) || c.settled[at];
    let elsewhere = !c.is_near() && c.sources.words.iter().any(same);
    (!here && !elsewhere).then(|| missing(ReasonKind::Date, c.written(at..at + 1)))
}

/// "82 people" for "82 percent": the number is there, but of something else.
fn other_unit(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    let Kind::Number(stated) = &c.claim[at].kind else { return None };
    let Kind::Number(cited) = &c.beside(c.matched[at]?..c.matched[at]? + 1).next()?.kind else {
        return None;
    };
    let unit = cited.unit.filter(|_| stated.unit.is_none())?;
    let next = c.claim.get(at + 1).filter(|next| next.joined && next.is_content())?;
    let detail = format!("{:?} where the cited words have {unit:?}", c.written(at..at + 2));
    let strange = c.matched[at + 1].is_none()
        && !c.beside(c.matched[at]?..c.matched[at]? + 3).any(|w| w.stem == next.stem);
    strange.then(|| fault(ReasonKind::Number, Verdict::Contradicted, detail))
}

/// "Several feet" for "several miles": units without a number.
fn unit(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    let unit_of = |word: &Word| word.tongue.unit(&word.key);
    let unit = unit_of(&c.claim[at])?;
    let other = c.opposite(at).find(|other| unit_of(other).is_some_and(|u| u != unit))?;
    let detail = format!("{:?} where the cited words have {:?}", c.written(at..at + 1), other.key);
    Some(fault(ReasonKind::Number, Verdict::Contradicted, detail))
}

pub(super) fn antonym(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    let word = &c.claim[at];
    let denied = c.block_of(at).is_some_and(|block| block.claim.clone().any(|at| denies(c, at)));
    if !word.is_content() || word.capital || denied {
        return None;
    }
    let opposite = |other: &Word| word.tongue.are_opposite(&word.stem, &other.stem);
    let other = match c.is_in_sources(word) {
        true => c.opposite(at).find(|other| opposite(other)),
        false => c.beside(0..c.evidence.len()).find(|other| opposite(other)),
    }?;
    let detail = format!("{:?} where the cited words have {:?}", c.written(at..at + 1), other.key);
    Some(fault(ReasonKind::Negation, Verdict::Contradicted, detail))
}

/// A cause that the evidence does not give.
fn cause(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    if !c.claim[at].is(Sense::ClaimsCause) || c.quoted[at] {
        return None;
    }
    let given = match c.is_near() {
        true => c.opposite(at).any(|word| word.is(Sense::Causal)) || leads_on(c, at),
        false => c.beside(0..c.evidence.len()).any(|word| word.is(Sense::ClaimsCause)),
    };
    let detail = format!("{:?}: the cited words give no such cause", c.written(at..at + 1));
    (!given).then(|| fault(ReasonKind::Alignment, Verdict::Unsupported, detail))
}

/// Whether the evidence has this German word of cause before the same word: "wegen Glatteis" stands where it likes.
fn leads_on(c: &Comparison<'_>, at: usize) -> bool {
    let word = &c.claim[at];
    let Some(next) = c.claim[at + 1..].iter().find(|next| next.is_content()) else { return false };
    let cited: Vec<&Word> = c.beside(0..c.evidence.len()).collect();
    let same = |place: usize| {
        let after = cited[place + 1..].iter().find(|other| other.is_content());
        cited[place].key == word.key && after.is_some_and(|other| other.stem == next.stem)
    };
    word.tongue == Tongue::German && (0..cited.len()).any(same)
}

/// Names that the evidence does not have, or has in another place.
fn wrong_names(c: &Comparison<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < c.claim.len() {
        let end = (at..c.claim.len()).find(|i| !c.named[*i] || (*i > at && !c.claim[*i].joined));
        let end = end.unwrap_or(c.claim.len()).max(at + 1);
        if c.named[at] && (at..end).any(|i| c.matched[i].is_none()) {
            found.extend(name(c, at..end));
        }
        at = end;
    }
    found
}

fn name(c: &Comparison<'_>, run: Range<usize>) -> Option<Fault> {
    let first = run.clone().find(|at| c.matched[*at].is_none())?;
    let words = &c.claim[run.clone()];
    if let Some(absent) =
        words.iter().find(|w| !c.is_in_sources(w) && !speakers::has_other_form(c, w))
    {
        let alone = run.len() == 1 && absent.first;
        return (!alone).then(|| missing(ReasonKind::Name, c.written(run)));
    }
    if let Some(other) = opposing_name(c, first) {
        let detail = format!("{:?} where the cited words have {other:?}", c.written(run));
        return Some(fault(ReasonKind::Name, Verdict::Contradicted, detail));
    }
    let partly = run.clone().any(|at| c.matched[at].is_some());
    let here = words.iter().all(|word| c.is_carried(word));
    let known = (partly || here) && c.sources.holds_name(words);
    let stands_for = c.has_pronoun_opposite(first);
    (c.is_near() && !known && !stands_for).then(|| missing(ReasonKind::Name, c.written(run)))
}

/// The name that the evidence has where the sentence has another.
fn opposing_name(c: &Comparison<'_>, at: usize) -> Option<String> {
    if !c.is_near() {
        return None;
    }
    let other = c.opposite(at).find(|other| {
        is_name_in_evidence(c, other)
            && !other.is(Sense::Title)
            && !c.claim.iter().any(|word| word.key == other.key && in_block(c, at, word))
    })?;
    Some(other.key.clone())
}

fn is_name_in_evidence(c: &Comparison<'_>, word: &Word) -> bool {
    word.capital
        && word.kind == Kind::Content
        && (!word.first || c.sources.named.contains(&word.key))
}

fn in_block(c: &Comparison<'_>, at: usize, word: &Word) -> bool {
    c.block_of(at)
        .is_some_and(|block| c.claim[block.claim.clone()].iter().any(|w| w.span == word.span))
}

fn quote(c: &Comparison<'_>, range: Range<usize>) -> Option<Fault> {
    let words = &c.claim[range.clone()];
    let verdict = if c.is_near() { Verdict::Contradicted } else { Verdict::Unsupported };
    let detail = format!("the words {:?} do not stand in the source", c.written(range));
    (!c.sources.holds_run(words)).then(|| fault(ReasonKind::Quote, verdict, detail))
}

/// The longest gap in which a single "not" or "may" still decides what is said, in words.
const SHORT_BLOCK: usize = 6;

fn negation(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    let block = &c.blocks[at];
    let denied = block.claim.clone().any(|at| denies(c, at) && !c.settled[at]);
    // A speech that stands there word for word, in another place.
    if block.claim.clone().any(|at| denies(c, at) && c.settled[at]) {
        return None;
    }
    let source: Vec<&Word> = c.beside(block.source.clone()).collect();
    let denies = source.iter().any(|word| word.is(Sense::Denies));
    let wrong = match (denied, denies) {
        (true, false) => c.is_near() || !c.beside(0..c.evidence.len()).any(|w| w.is(Sense::Denies)),
        (false, true) => source.len() <= SHORT_BLOCK,
        _ => false,
    };
    let detail = match denied {
        true => "the sentence denies what the cited words do not deny",
        false => "the cited words deny it",
    };
    wrong.then(|| fault(ReasonKind::Negation, Verdict::Contradicted, detail.to_owned()))
}

/// Whether a word of the sentence denies: not the "no" of "no fewer than", "no-cost" and "No. 1", nor the "nicht" of
/// "nicht nur".
fn denies(c: &Comparison<'_>, at: usize) -> bool {
    let word = &c.claim[at];
    if word.tongue == Tongue::German {
        let only = |next: &Word| matches!(next.key.as_str(), "nur" | "zuletzt" | "weniger");
        return word.is(Sense::Denies) && !c.claim.get(at + 1).is_some_and(only);
    }
    let bound = |next: &Word| {
        matches!(next.key.as_str(), "fewer" | "less" | "more" | "later" | "longer" | "doubt")
            || next.is_number()
            || c.text.as_bytes().get(word.span.end) == Some(&b'-')
    };
    word.is(Sense::Denies) && !(word.key == "no" && c.claim.get(at + 1).is_some_and(bound))
}

fn hedge(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    let block = &c.blocks[at];
    let between = block.claim.start > 0 && block.claim.end < c.claim.len();
    let replaced = between && !block.claim.is_empty() && block.source.len() < 4;
    if !(c.is_near() || replaced) || block.source.len() > LONGEST_BLOCK {
        return None;
    }
    let source: Vec<&Word> = c.beside(block.source.clone()).collect();
    let doubted = source.len() <= SHORT_BLOCK && source.iter().any(|word| word.is(Sense::Hedges));
    let doubts = c.says(block.claim.clone(), Sense::Hedges);
    let detail = "the cited words are less certain".to_owned();
    (doubted && !doubts).then(|| fault(ReasonKind::Attribution, Verdict::Unsupported, detail))
}

/// A statement that its source only reports, by the form of the verb ("sei"), and that the sentence makes its own.
fn reported(c: &Comparison<'_>, at: usize) -> Option<Fault> {
    let block = &c.blocks[at];
    let short = block.source.len() <= SHORT_BLOCK && !block.claim.is_empty();
    let reports = c.beside(block.source.clone()).any(|word| word.is(Sense::Reports));
    let whole = 0..c.claim.len();
    let told = [Sense::Reports, Sense::Says, Sense::Accords, Sense::Hedges]
        .into_iter()
        .any(|sense| c.says(whole.clone(), sense));
    let detail = "the cited words only report it".to_owned();
    (short && reports && !told && (c.is_near() || block.source.len() < 4))
        .then(|| fault(ReasonKind::Attribution, Verdict::Unsupported, detail))
}

/// A German denial at the very edge of what is taken over: "Tote gab es" of "Tote gab es nicht".
fn denied_at_edge(c: &Comparison<'_>) -> Option<Fault> {
    let [(first, begun), (last, ended)] = edges(c)?;
    let words = &c.sources.words;
    let german = |word: &&Word| word.tongue == Tongue::German && word.is(Sense::Denies);
    let behind = words[last + 1..ended.end].iter().take(2).find(german);
    let before = words[begun.start..first].last().filter(|word| german(word));
    let denying = behind.or(before)?;
    let own = (0..c.claim.len()).any(|at| denies(c, at));
    let detail = format!("the cited words deny it: {:?}", denying.key);
    (!own).then(|| fault(ReasonKind::Negation, Verdict::Contradicted, detail))
}

/// German words by which somebody only accuses: "warf den Rebellen vor, …" has the stem of the whole verb.
fn accused(c: &Comparison<'_>) -> Option<Fault> {
    let accuses = |word: &Word| {
        word.tongue == Tongue::German
            && ["vorwerf", "beschuldig", "bezichtig", "verdächtig"].contains(&word.stem.as_str())
    };
    let own = c.claim.iter().any(|word| {
        accuses(word) || word.is(Sense::Says) || word.is(Sense::Accords) || word.is(Sense::Hedges)
    });
    let carrying = c.carrying.iter().map(|at| c.sources.sentences[*at].words.clone());
    let mut words = carrying.flat_map(|range| &c.sources.words[range]);
    let detail = "the cited words only accuse somebody of it".to_owned();
    (!own && words.any(accuses))
        .then(|| fault(ReasonKind::Attribution, Verdict::Unsupported, detail))
}
