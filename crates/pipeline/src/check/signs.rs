//! What a sentence beside its evidence looks like, in numbers: what the trained part of the score reads.

use super::align::Block;
use super::comparison::Comparison;
use super::faults::{Fault, antonym};
use super::words::Word;
use crate::tongue::Sense;
use news::{ReasonKind, Verdict};

/// How many signs there are.
pub const COUNT: usize = 34;

/// The name of each, and what it says. Shares are from 0 to 1, by weight unless they say "by count".
pub const NAMES: [(&str, &str); COUNT] = [
    ("matched", "share of words matched in order"),
    ("in one", "largest share of words matched in one sentence of the evidence"),
    ("held by one", "largest share of words, by count, that one sentence of the evidence has"),
    ("content held by one", "the same of words that carry meaning"),
    ("new", "share of words that are nowhere in the sources"),
    ("moved", "share of words that the evidence has in another place"),
    ("in a row", "share of neighbours, by count, that are neighbours in the evidence"),
    ("longest run", "words of the longest run that stands in the evidence, as a share"),
    ("laid beside", "sentences laid beside it"),
    ("carrying", "sentences that say a good part of it"),
    ("words", "number of words, at most 100"),
    ("near", "1 where it is taken over nearly word by word"),
    ("numbers wrong", "faults of numbers, at most 3"),
    ("dates wrong", "faults of dates, at most 3"),
    ("names wrong", "faults of names, at most 3"),
    ("quotes wrong", "faults of quotes, at most 3"),
    ("speakers wrong", "faults of speakers, hedges and causes, at most 3"),
    ("denials wrong", "faults of denial, at most 3"),
    ("others wrong", "other faults, at most 3"),
    ("contradicted", "faults that contradict, at most 3"),
    ("numbers", "numbers in it, at most 5"),
    ("names", "words of names in it, at most 20"),
    ("gap", "longest run of words that are not said, as a share by count"),
    ("new words", "words that carry meaning and are nowhere in the sources, at most 10"),
    ("rarest new", "weight of the heaviest new word"),
    ("hedges", "hedges of the evidence less those of the sentence, by sign"),
    ("left out", "share of the best sentence of the evidence that it leaves out, by count"),
    (
        "put in place",
        "words that carry meaning where the evidence has others between equal neighbours, at most 5",
    ),
    (
        "put in",
        "words that carry meaning between neighbours that stand side by side in the evidence, at most 5",
    ),
    (
        "left out between",
        "words of the evidence that carry meaning left out between equal neighbours, at most 10",
    ),
    ("pairs", "share of pairs of neighbours that stand side by side anywhere in the sources"),
    ("opposites", "words where the evidence has their opposite, at most 3"),
    ("held", "share of words that stand anywhere in the sources"),
    ("small words", "share of words that carry no meaning of their own, by count"),
];

/// The values, in the order of [`NAMES`].
pub type Signs = [f32; COUNT];

/// The signs that [`super::score`] reads by hand.
pub(super) const MATCHED: usize = 0;
pub(super) const NEW: usize = 4;
pub(super) const MOVED: usize = 5;
pub(super) const IN_A_ROW: usize = 6;
pub(super) const WORDS: usize = 10;

/// Of how many faults or words it still matters whether there is one more.
const MANY_FAULTS: usize = 3;
const MANY_PUT: usize = 5;
const MANY_WORDS: usize = 10;

/// The longest gap in the evidence in which other words stand for those of the sentence, and the longest of which it is
/// counted what was left out, in words.
const GAP_FOR_OTHERS: usize = 4;
const GAP_LEFT_OUT: usize = 6;

pub(super) fn signs(c: &Comparison<'_>, faults: &[Fault]) -> Signs {
    let mut signs = [0.0; COUNT];
    let groups = [
        &shares(c)[..],
        &sizes(c),
        &faults_by_kind(faults),
        &numbers_and_names(c),
        &gap_and_new(c),
        &[hedges(c), best_sentence(c)[3]],
        &put(c),
        &elsewhere(c),
    ];
    let values = groups.into_iter().flatten();
    signs.iter_mut().zip(values).for_each(|(sign, value)| *sign = *value as f32);
    signs
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn content<'a>(c: &'a Comparison<'_>) -> impl Iterator<Item = (usize, &'a Word)> {
    c.claim.iter().enumerate().filter(|(_, word)| word.is_content())
}

/// From "matched" to "longest run".
fn shares(c: &Comparison<'_>) -> [f64; 8] {
    let [in_one, held, content_held, _] = best_sentence(c);
    let (mut new, mut moved, mut all) = (0.0, 0.0, 0.0);
    for (at, word) in content(c) {
        let weight = c.sources.weight(word);
        all += weight;
        match c.is_said(at) {
            true => {}
            false if c.is_in_evidence(word) => moved += weight,
            false if !c.is_in_sources(word) => new += weight,
            false => {}
        }
    }
    let [row, run] = rows(c);
    [c.coverage, in_one, held, content_held, share(new, all), share(moved, all), row, run]
}

/// From "laid beside" to "near".
fn sizes(c: &Comparison<'_>) -> [f64; 4] {
    let near = if c.is_near() { 1.0 } else { 0.0 };
    [c.chosen.len() as f64, c.carrying.len() as f64, c.claim.len().min(100) as f64, near]
}

/// From "numbers wrong" to "contradicted".
fn faults_by_kind(faults: &[Fault]) -> [f64; 8] {
    let count = |counts: &dyn Fn(&Fault) -> bool| {
        faults.iter().filter(|fault| counts(fault)).count().min(MANY_FAULTS) as f64
    };
    [
        count(&|fault| fault.kind == ReasonKind::Number),
        count(&|fault| fault.kind == ReasonKind::Date),
        count(&|fault| fault.kind == ReasonKind::Name),
        count(&|fault| fault.kind == ReasonKind::Quote),
        count(&|fault| fault.kind == ReasonKind::Attribution),
        count(&|fault| fault.kind == ReasonKind::Negation),
        count(&|f| matches!(f.kind, ReasonKind::Alignment | ReasonKind::Entailment)),
        count(&|fault| fault.verdict == Verdict::Contradicted),
    ]
}

fn numbers_and_names(c: &Comparison<'_>) -> [f64; 2] {
    let numbers = c.claim.iter().filter(|word| word.is_number()).count();
    let names = c.named.iter().filter(|named| **named).count();
    [numbers.min(5) as f64, names.min(20) as f64]
}

/// "gap", "new words" and "rarest new".
fn gap_and_new(c: &Comparison<'_>) -> [f64; 3] {
    let (mut gap, mut widest) = (0, 0);
    for at in 0..c.claim.len() {
        gap = if c.is_said(at) { 0 } else { gap + 1 };
        widest = widest.max(gap);
    }
    let new = content(c).filter(|(_, word)| !c.is_in_sources(word));
    let weights: Vec<f64> = new.map(|(_, word)| c.sources.weight(word)).collect();
    let rarest = weights.iter().copied().fold(0.0, f64::max);
    let widest = share(widest as f64, c.claim.len() as f64);
    [widest, weights.len().min(MANY_WORDS) as f64, rarest]
}

fn hedges(c: &Comparison<'_>) -> f64 {
    let is_hedge = |word: &&Word| word.is(Sense::Hedges);
    let cited = c.beside(0..c.evidence.len()).filter(is_hedge).count();
    let own = c.claim.iter().filter(is_hedge).count();
    (cited as f64 - own as f64).clamp(-1.0, 1.0)
}

/// Of the sentences laid beside: the largest share matched in one, the largest shares of all words and of those with a
/// meaning that one has, and how much is left out of the one that has most.
fn best_sentence(c: &Comparison<'_>) -> [f64; 4] {
    let mut best = [0.0_f64; 4];
    let all: f64 = c.claim.iter().map(|word| c.sources.weight(word)).sum();
    let with_meaning = content(c).count() as f64;
    for at in &c.chosen {
        let words = &c.sources.sentences[*at].words;
        let inside = |m: &Option<usize>| m.is_some_and(|m| words.contains(&c.evidence[m]));
        let matched = c.claim.iter().zip(&c.matched).filter(|(_, matched)| inside(matched));
        let (mut said, mut used) = (0.0, 0.0);
        for (word, _) in matched {
            said += c.sources.weight(word);
            used += 1.0;
        }
        let holds = |word: &Word| c.sources.sentence_holds(*at, &word.stem);
        let held = c.claim.iter().filter(|word| holds(word)).count() as f64;
        let held_content = content(c).filter(|(_, word)| holds(word)).count() as f64;
        let held = share(held, c.claim.len() as f64);
        best[0] = best[0].max(share(said, all));
        best[2] = best[2].max(share(held_content, with_meaning));
        if held > best[1] {
            best[1] = held;
            best[3] = 1.0 - share(used, words.len() as f64);
        }
    }
    best
}

/// "in a row" and "longest run".
fn rows(c: &Comparison<'_>) -> [f64; 2] {
    let (mut beside, mut run, mut longest) = (0, 0, 0);
    for at in 0..c.matched.len() {
        let before = at.checked_sub(1);
        let follows = before.is_some_and(|before| {
            c.matched[before].is_some_and(|last| c.matched[at] == Some(last + 1))
        });
        let settled = before.is_some_and(|before| c.settled[before] || c.settled[at]);
        beside += usize::from(follows || settled);
        run = if follows { run + 1 } else { usize::from(c.matched[at].is_some()) };
        longest = longest.max(run);
    }
    let pairs = c.matched.len().saturating_sub(1).max(1);
    [beside as f64 / pairs as f64, share(longest as f64, c.matched.len() as f64)]
}

/// "put in place", "put in" and "left out between".
fn put(c: &Comparison<'_>) -> [f64; 3] {
    let (mut in_place, mut more, mut left_out) = (0, 0, 0);
    let between = |block: &&Block| block.claim.start > 0 && block.claim.end < c.claim.len();
    for block in c.blocks.iter().filter(between) {
        let own = content(c).filter(|(at, _)| block.claim.contains(at) && !c.settled[*at]).count();
        let cited = c.beside(block.source.clone()).filter(|word| word.is_content()).count();
        match block.source.len() {
            0 => more += own,
            1..=GAP_FOR_OTHERS => in_place += own,
            _ => {}
        }
        if block.source.len() <= GAP_LEFT_OUT {
            left_out += cited.saturating_sub(own);
        }
    }
    [in_place.min(MANY_PUT), more.min(MANY_PUT), left_out.min(MANY_WORDS)].map(|n| n as f64)
}

/// "pairs", "opposites", "held" and "small words".
fn elsewhere(c: &Comparison<'_>) -> [f64; 4] {
    let stands = |pair: &&[Word]| c.sources.holds_run(pair);
    let pairs = c.claim.windows(2).filter(stands).count() as f64;
    let opposites = (0..c.claim.len()).filter(|at| antonym(c, *at).is_some()).count();
    let weight = |word: &Word| c.sources.weight(word);
    let all: f64 = c.claim.iter().map(weight).sum();
    let held: f64 = c.claim.iter().filter(|word| c.is_in_sources(word)).map(weight).sum();
    let small = 1.0 - share(content(c).count() as f64, c.claim.len() as f64);
    let pairs = share(pairs, c.claim.len().saturating_sub(1) as f64);
    [pairs, opposites.min(MANY_FAULTS) as f64, share(held, all), small]
}
