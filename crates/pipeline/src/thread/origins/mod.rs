//! Which text repeats which: reprints, wire copies and light rewrites.
//!
//! Sequences of words that few texts share lead to older texts; an alignment then says how much of the
//! shorter of the two stands in the other. What others may print too without copying each other counts
//! for nothing: quotations, and sequences that many independent texts share (footers, adverts, terms).

mod alignment;
mod wires;

pub use wires::{full_name, wire_named};

use super::Map;
use super::terms::{TermKey, pair};
use super::words::Word;
use alignment::{Passage, passages};
use std::collections::BTreeMap;

/// Number of a text within the window.
pub type Print = u32;

/// Words in a sequence: five, as in the literature on near-duplicates (Broder 1997 took ten, on longer texts).
const SEQUENCE_WORDS: usize = 5;

/// Sequences of a text that are kept for later texts to find; every second, fourth, … of a longer one.
/// A light rewrite of 100 words keeps some 40 sequences, so that ten of them still meet.
const KEPT_SEQUENCES: usize = 64;

/// Independent texts that may share a sequence before it counts as a footer. A quotation in more than this
/// many is as good as one. Set by hand: above what a press conference yields, below an outlet's day.
const MOST_SHARERS: u8 = 6;

/// Older texts that are aligned with a new one, those with most shared sequences first.
const MOST_ALIGNED: usize = 6;

/// Sequences that must be shared before two texts are aligned.
const LEAST_SHARED: u32 = 2;

/// Words of its own (no quotation, no footer) below which a text is too short to say who copied.
const LEAST_OWN_WORDS: usize = 20;

/// What is kept of a text.
struct Text {
    /// Number of the text that it repeats, or its own.
    origin: Print,
    words: Vec<TermKey>,
    /// Words that are neither quoted nor furniture.
    own_words: usize,
    seconds: i64,
    wire: bool,
}

/// A sequence's first text, and how many others have it that do not repeat that one.
#[derive(Clone, Copy)]
struct Holder {
    first: Print,
    others: u8,
}

/// The texts of the window, as far as finding copies needs.
#[derive(Default)]
pub struct Origins {
    texts: BTreeMap<Print, Text>,
    holders: Map<u64, Holder>,
}

/// A text made ready for comparison.
pub struct Prepared<'a> {
    words: &'a [Word],
    /// In the order of their first words.
    sequences: Vec<u64>,
    wire: bool,
}

impl<'a> Prepared<'a> {
    /// Cuts the words of a text into sequences; `wire` says whether it bears the mark of a news agency.
    pub fn new(words: &'a [Word], wire: bool) -> Prepared<'a> {
        Prepared { words, sequences: words.windows(SEQUENCE_WORDS).map(sequence).collect(), wire }
    }
}

fn sequence(words: &[Word]) -> u64 {
    let first = words.iter().fold(17, |hash, word| pair(hash, word.key));
    let second = words.iter().fold(29, |hash, word| pair(word.key, hash));
    u64::from(first) << 32 | u64::from(second)
}

/// Least shares of the shorter text that must stand in the other for a copy, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeastShares {
    /// Where the copy keeps the opening.
    pub with_opening: f64,
    /// Where it does not.
    pub without_opening: f64,
}

impl Origins {
    /// The older text that `new` repeats most of.
    pub fn find(&self, new: &Prepared<'_>, least: LeastShares) -> Option<Print> {
        let own = self.own_words(new);
        let mut best: Option<(f64, Print)> = None;
        for print in self.sharers(new) {
            let Some(text) = self.texts.get(&print) else { continue };
            let (share, opens) = copied(new, &own, text);
            let least = if opens { least.with_opening } else { least.without_opening };
            let ease = if new.wire && text.wire { WIRE_EASE } else { 1.0 };
            if share >= least * ease && best.is_none_or(|(most, _)| share > most) {
                best = Some((share, print));
            }
        }
        best.map(|(_, print)| print)
    }

    /// Texts that share rare sequences with `new`, those with most first, then the older.
    fn sharers(&self, new: &Prepared<'_>) -> Vec<Print> {
        let mut shared: BTreeMap<Print, u32> = BTreeMap::new();
        for holder in new.sequences.iter().filter_map(|sequence| self.holders.get(sequence)) {
            if holder.others < MOST_SHARERS {
                *shared.entry(holder.first).or_default() += 1;
            }
        }
        let mut found: Vec<(Print, u32)> =
            shared.into_iter().filter(|(_, count)| *count >= LEAST_SHARED).collect();
        found.sort_by_key(|(print, count)| (std::cmp::Reverse(*count), *print));
        found.into_iter().take(MOST_ALIGNED).map(|(print, _)| print).collect()
    }

    /// For each word whether it is the text's own: neither quoted nor furniture.
    fn own_words(&self, new: &Prepared<'_>) -> Vec<bool> {
        let mut own: Vec<bool> = new.words.iter().map(|word| !word.quoted).collect();
        let mut last_common: Option<usize> = None;
        for (place, sequence) in new.sequences.iter().enumerate() {
            if self.holders.get(sequence).is_none_or(|holder| holder.others < MOST_SHARERS) {
                continue;
            }
            // Only some sequences of a long text are kept, so what lies between two common ones close
            // by is common too.
            let from =
                last_common.filter(|last| place - last <= 4 * SEQUENCE_WORDS).unwrap_or(place);
            own[from..place + SEQUENCE_WORDS].fill(false);
            last_common = Some(place);
        }
        own
    }

    /// Keeps a text that repeats `origin`, or none, under the number `print`.
    pub fn keep(&mut self, print: Print, new: &Prepared<'_>, origin: Option<Print>, seconds: i64) {
        let own_words = self.own_words(new).iter().filter(|own| **own).count();
        let origin = origin.unwrap_or(print);
        for sequence in kept(&new.sequences) {
            let known = self.holders.get(&sequence).copied();
            let first = known.map(|holder| holder.first);
            let repeats =
                first.and_then(|f| self.texts.get(&f)).is_some_and(|t| t.origin == origin);
            let others = known.map_or(0, |holder| holder.others.saturating_add(u8::from(!repeats)));
            self.holders.insert(sequence, Holder { first: first.unwrap_or(print), others });
        }
        let words = new.words.iter().map(|word| word.key).collect();
        self.texts.insert(print, Text { origin, words, own_words, seconds, wire: new.wire });
    }

    /// Forgets texts older than `oldest` seconds, and those that are not `placed` any more.
    pub fn forget(&mut self, oldest: i64, placed: impl Fn(Print) -> bool) {
        self.texts.retain(|print, text| text.seconds >= oldest && placed(*print));
        let texts = &self.texts;
        self.holders.retain(|_, holder| texts.contains_key(&holder.first));
        self.holders.shrink_to_fit();
    }
}

/// Words before a shared passage that still count as the opening: datelines, captions, bylines. On the
/// labelled set 15 errs least among 10, 15 and 25.
const OPENING_WORDS: usize = 15;

/// Two texts that both carry the mark of a wire need only this share of the usual agreement: wires are
/// there to be rewritten. Set by hand, a small step.
const WIRE_EASE: f64 = 0.8;

/// The share of the shorter text's own words that stands in passages which both texts share, and
/// whether one of these opens both.
///
/// Reprints keep the opening and are cut from the end; independent reports share a statement in the
/// middle. That tells them apart better than any share does.
fn copied(new: &Prepared<'_>, own: &[bool], older: &Text) -> (f64, bool) {
    let own_words = own.iter().filter(|own| **own).count();
    let shorter = own_words.min(older.own_words);
    if shorter < LEAST_OWN_WORDS {
        return (0.0, false);
    }
    let own_within =
        |passage: &Passage| own[passage.start..passage.end].iter().filter(|own| **own).count();
    let found = passages(new.words, &older.words);
    let shared: usize = found.iter().map(own_within).sum();
    let opens = found.iter().any(|passage| passage.start.max(passage.older_start) <= OPENING_WORDS);
    (shared as f64 / shorter as f64, opens)
}

/// The sequences of a text that are kept: all, or those whose hash divides by a power of two.
fn kept(sequences: &[u64]) -> Vec<u64> {
    let mut rest: Vec<u64> = sequences.to_vec();
    rest.sort_unstable();
    rest.dedup();
    let mut divisor = 2;
    while rest.len() > KEPT_SEQUENCES {
        rest.retain(|sequence| sequence % divisor == 0);
        divisor *= 2;
    }
    rest
}
