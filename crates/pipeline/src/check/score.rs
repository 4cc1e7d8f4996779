//! From faults and signs to a verdict and a score.
//!
//! The verdict fails closed: a fault decides it, whatever the rest looks like. The score is how likely people
//! would hold the sentence for supported, and decides nothing.

use super::chance::Trees;
use super::comparison::Comparison;
use super::faults::Fault;
use super::signs::{self, Signs};
use crate::tongue::Tongue;
use news::{Judgement, Reason, ReasonKind, Verdict};

/// From this share of matched words on a sentence without faults is supported. Chosen on the labelled
/// sets: sentences that people found unsupported begin to outweigh the others below it.
const SUPPORTED_FROM: f64 = 0.90;

/// Below this share even a sentence without faults says something else than its evidence.
const PARTLY_FROM: f64 = 0.30;

/// Below this value of its words a sentence without faults is unsupported: it is put together from the source's
/// own words so that it says something new. Chosen on the labelled sets.
const LEAST_BY_WORDS: f64 = 0.70;

/// Up to this share of new words, a sentence is taken for one put together from the source's own
/// words. Tried 0.04 to 0.15 on the labelled sets: above 0.07 honest paraphrases fall.
const OWN_WORDS: f64 = 0.045;

/// What words in another order count in German, whose verb stands second or last: chosen on the first half of our labelled
/// German sentences (`evals/language-check`).
const FREE_ORDER: f64 = 0.25;

/// A sentence of fewer words is judged by its faults and its matched words alone.
const SHORT_SENTENCE: f64 = 8.0;

/// What the words alone say of a sentence, from 0 to 1: it decides the verdict, not the score that is shown. Weights
/// chosen on the labelled sets, where every choice near them does as well.
///
/// Few words of a paraphrase are matched, and it is mostly right; a sentence that consists of the
/// source's own words and yet does not match it has been put together wrongly more often than not.
fn by_words(c: &Comparison<'_>, signs: &Signs) -> f64 {
    let [matched, new, moved, in_a_row, words] =
        [signs::MATCHED, signs::NEW, signs::MOVED, signs::IN_A_ROW, signs::WORDS]
            .map(|sign| f64::from(signs[sign]));
    let is_short = words < SHORT_SENTENCE;
    let own = if is_short { 0.0 } else { (1.0 - new / OWN_WORDS).max(0.0) };
    let free = match c.claim.first().map(|word| word.tongue) {
        Some(Tongue::German) => FREE_ORDER,
        _ => 1.0,
    };
    let put_together = free * own * (0.8 * (1.0 - in_a_row) + 0.8 * (1.0 - matched));
    let plain = 0.9 + 0.1 * matched - 0.15 * new - 0.1 * moved;
    (plain - put_together).clamp(0.05, 1.0)
}

/// The judgement of a sentence with these faults.
pub(super) fn judged(c: &Comparison<'_>, faults: Vec<Fault>) -> Judgement {
    let signs = signs::signs(c, &faults);
    let worst = faults.iter().map(|fault| fault.verdict).min();
    let verdict = worst.unwrap_or(match c.coverage {
        share if share < PARTLY_FROM || by_words(c, &signs) < LEAST_BY_WORDS => {
            Verdict::Unsupported
        }
        share if share < SUPPORTED_FROM => Verdict::Partly,
        _ => Verdict::Supported,
    });
    let score = Trees::standard().chance(&signs);
    let mut reasons: Vec<Reason> =
        faults.into_iter().map(|fault| Reason { kind: fault.kind, detail: fault.detail }).collect();
    reasons.dedup();
    if reasons.is_empty() && verdict != Verdict::Supported {
        let detail = format!("{:.0} % of what it says is in the sources", c.coverage * 100.0);
        reasons.push(Reason { kind: ReasonKind::Alignment, detail });
    }
    Judgement { verdict, score, reasons }
}
