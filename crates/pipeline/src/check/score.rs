//! From faults and shares of words to a verdict and a score.

use super::comparison::Comparison;
use super::faults::Fault;
use news::{Judgement, Reason, ReasonKind, Verdict};

/// From this share of matched words on a sentence without faults is supported. Chosen on the labelled
/// sets: sentences that people found unsupported begin to outweigh the others below it.
const SUPPORTED_FROM: f64 = 0.90;

/// Below this share even a sentence without faults says something else than its evidence.
const PARTLY_FROM: f64 = 0.30;

/// Below this score a sentence without faults is unsupported: it is put together from the source's
/// own words so that it says something new. Chosen on the labelled sets.
const LEAST_SCORE: f64 = 0.70;

/// A sentence with a fault scores at most so much of what it would without.
const FAULTY: f64 = 0.4;

/// Up to this share of new words, a sentence is taken for one put together from the source's own
/// words. Tried 0.04 to 0.15 on the labelled sets: above 0.07 honest paraphrases fall.
const OWN_WORDS: f64 = 0.045;

/// How the words of a sentence relate to its sources; shares by weight, from 0 to 1.
struct Shares {
    /// Matched in order.
    matched: f64,
    /// Nowhere in the sources.
    new: f64,
    /// In the evidence, in another place.
    moved: f64,
    /// Neighbours that are neighbours in the evidence too, by count.
    in_a_row: f64,
}

impl Shares {
    fn of(c: &Comparison<'_>) -> Shares {
        let (mut new, mut moved, mut all) = (0.0, 0.0, 0.0);
        for (at, word) in c.claim.iter().enumerate().filter(|(_, word)| word.is_content()) {
            let weight = c.sources.weight(word);
            all += weight;
            if c.is_said(at) {
                continue;
            }
            if c.is_in_evidence(word) {
                moved += weight;
            } else if !c.is_in_sources(word) {
                new += weight;
            }
        }
        let next = |at: &usize| {
            let (one, other) = (c.matched[*at], c.matched[*at + 1]);
            let beside = one.is_some_and(|one| other == Some(one + 1));
            beside || c.settled[*at] || c.settled[*at + 1]
        };
        let rows = (0..c.matched.len().saturating_sub(1)).filter(next).count();
        let pairs = c.matched.len().saturating_sub(1).max(1);
        let whole = if all > 0.0 { all } else { 1.0 };
        Shares {
            matched: c.coverage,
            new: new / whole,
            moved: moved / whole,
            in_a_row: rows as f64 / pairs as f64,
        }
    }

    /// From 0 to 1. Weights chosen on the labelled sets, where every choice near them does as well.
    ///
    /// Few words of a paraphrase are matched, and it is mostly right; a sentence that consists of the
    /// source's own words and yet does not match it has been put together wrongly more often than not.
    fn score(&self) -> f64 {
        let own = (1.0 - self.new / OWN_WORDS).max(0.0);
        let put_together = own * (0.8 * (1.0 - self.in_a_row) + 0.8 * (1.0 - self.matched));
        let plain = 0.9 + 0.1 * self.matched - 0.15 * self.new - 0.1 * self.moved;
        (plain - put_together).clamp(0.05, 1.0)
    }
}

/// The judgement of a sentence with these faults.
pub(super) fn judged(c: &Comparison<'_>, faults: Vec<Fault>) -> Judgement {
    let score = Shares::of(c).score();
    let worst = faults.iter().map(|fault| fault.verdict).min();
    let verdict = worst.unwrap_or(match c.coverage {
        share if share < PARTLY_FROM || score < LEAST_SCORE => Verdict::Unsupported,
        share if share < SUPPORTED_FROM => Verdict::Partly,
        _ => Verdict::Supported,
    });
    let score = match worst {
        Some(_) => FAULTY * score / faults.len() as f64,
        None => score,
    };
    let mut reasons: Vec<Reason> =
        faults.into_iter().map(|fault| Reason { kind: fault.kind, detail: fault.detail }).collect();
    reasons.dedup();
    if reasons.is_empty() && verdict != Verdict::Supported {
        let detail = format!("{:.0} % of what it says is in the sources", c.coverage * 100.0);
        reasons.push(Reason { kind: ReasonKind::Alignment, detail });
    }
    Judgement { verdict, score, reasons }
}
