//! Which text repeats which: reprints, wire copies and light rewrites.
//!
//! Sequences of words that few texts share lead to older texts; an alignment then says how much of the
//! shorter of the two stands in the other. What others may print too without copying each other counts
//! for nothing: quotations, and sequences that many independent texts share (footers, adverts, terms).

mod alignment;
mod wires;

pub use wires::{full_name, wire_named};

use super::Map;
use super::numbered::Numbered;
use super::snapshot::{Reading, Unreadable, Writing};
use super::terms::{TermKey, pair};
use super::words::Word;
use alignment::{Passage, passages};
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, VecDeque};
use std::io::{self, Read, Write};

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
const LEAST_SHARED: usize = 2;

/// Words of its own (no quotation, no footer) below which a text is too short to say who copied.
const LEAST_OWN_WORDS: usize = 20;

/// What is kept of a text.
#[derive(Debug, PartialEq)]
struct Text {
    /// Number of the text that it repeats, or its own.
    origin: Print,
    words: Vec<TermKey>,
    own: Own,
    seconds: i64,
    wire: bool,
}

/// A text as it is written down.
#[derive(Serialize, Deserialize)]
struct TextRow {
    origin: Print,
    words: Vec<TermKey>,
    own: Own,
    seconds: i64,
    wire: bool,
    /// For each of its kept sequences how many others have it; nothing where an older text is the first.
    others: Vec<Option<u8>>,
}

/// A sequence's first text, and how many others have it that do not repeat that one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Holder {
    first: Print,
    others: u8,
}

/// The texts of the window, as far as finding copies needs.
#[derive(Debug, Default, PartialEq)]
pub struct Origins {
    /// Reports without a text that could be copied have none here.
    texts: Numbered<Box<Text>>,
    holders: Map<u64, Holder>,
    /// The texts by their age.
    ages: BTreeSet<(i64, Print)>,
}

/// A text made ready for comparison.
pub struct Prepared {
    words: Vec<Word>,
    /// In the order of their first words.
    sequences: Vec<u64>,
    /// Bears the mark of a news agency.
    wire: bool,
}

impl Prepared {
    /// Cuts the words of a text into sequences; `wire` says whether it bears the mark of a news agency.
    pub fn new(words: Vec<Word>, wire: bool) -> Prepared {
        let keys: Vec<TermKey> = words.iter().map(|word| word.key).collect();
        Prepared { words, sequences: sequences(&keys), wire }
    }

    /// Its words.
    pub fn words(&self) -> &[Word] {
        &self.words
    }
}

/// For each word of a text whether it is its own: neither quoted nor furniture. One bit each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Own(Box<[u8]>);

impl Own {
    fn new(own: &[bool]) -> Own {
        let bits = |eight: &[bool]| {
            eight.iter().enumerate().fold(0, |bits, (place, own)| bits | u8::from(*own) << place)
        };
        Own(own.chunks(8).map(bits).collect())
    }

    fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Of the words in a range. A place beyond the text is not its own.
    fn count_in(&self, words: std::ops::Range<usize>) -> usize {
        let is_own =
            |place: &usize| self.0.get(place / 8).is_some_and(|bits| bits >> (place % 8) & 1 == 1);
        words.filter(is_own).count()
    }
}

/// A text beside what the window knows of it.
pub struct Looked<'a> {
    new: &'a Prepared,
    /// The holder of each sequence.
    holders: Vec<Option<Holder>>,
    own: Own,
}

fn sequences(words: &[TermKey]) -> Vec<u64> {
    words.windows(SEQUENCE_WORDS).map(sequence).collect()
}

fn sequence(words: &[TermKey]) -> u64 {
    let first = words.iter().fold(17, |hash, word| pair(hash, *word));
    let second = words.iter().fold(29, |hash, word| pair(*word, hash));
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
    /// Looks up what the window knows of a text.
    pub fn look<'a>(&self, new: &'a Prepared) -> Looked<'a> {
        let holders: Vec<Option<Holder>> =
            new.sequences.iter().map(|sequence| self.holders.get(sequence).copied()).collect();
        let own = own_words(new, &holders);
        Looked { new, holders, own }
    }

    /// The older text that `new` repeats most of.
    pub fn find(&self, new: &Looked<'_>, least: LeastShares) -> Option<Print> {
        let mut best: Option<(f64, Print)> = None;
        for print in new.sharers() {
            let Some(text) = self.texts.get(print) else { continue };
            let (share, opens) = copied(new, text);
            let least = if opens { least.with_opening } else { least.without_opening };
            let ease = if new.new.wire && text.wire { WIRE_EASE } else { 1.0 };
            if share >= least * ease && best.is_none_or(|(most, _)| share > most) {
                best = Some((share, print));
            }
        }
        best.map(|(_, print)| print)
    }

    /// Keeps a text that repeats `origin`, or none. Gives its number.
    pub fn keep(&mut self, new: &Looked<'_>, origin: Option<Print>, seconds: i64) -> Print {
        let print = self.texts.next();
        if new.new.sequences.is_empty() {
            return self.texts.push(None);
        }
        let origin = origin.unwrap_or(print);
        for sequence in kept(&new.new.sequences) {
            match self.holders.entry(sequence) {
                Entry::Occupied(mut known) => {
                    let holder = known.get_mut();
                    let repeats = self.texts.get(holder.first).is_some_and(|t| t.origin == origin);
                    holder.others = holder.others.saturating_add(u8::from(!repeats));
                }
                Entry::Vacant(free) => drop(free.insert(Holder { first: print, others: 0 })),
            }
        }
        self.ages.insert((seconds, print));
        let words = new.new.words.iter().map(|word| word.key).collect();
        let (own, wire) = (new.own.clone(), new.new.wire);
        self.texts.push(Some(Box::new(Text { origin, words, own, seconds, wire })))
    }

    /// Forgets texts older than `oldest` seconds.
    pub fn forget_before(&mut self, oldest: i64) {
        while let Some((seconds, print)) = self.ages.first().copied() {
            if seconds >= oldest {
                return;
            }
            self.forget(print);
        }
    }

    /// Forgets a text, if it is still known.
    pub fn forget(&mut self, print: Print) {
        let Some(text) = self.texts.remove(print) else { return };
        self.ages.remove(&(text.seconds, print));
        for sequence in kept(&sequences(&text.words)) {
            if let Entry::Occupied(known) = self.holders.entry(sequence)
                && known.get().first == print
            {
                known.remove();
            }
        }
    }
}

impl Origins {
    /// Writes the texts down.
    pub fn write(&self, frames: &mut Writing<impl Write>) -> io::Result<()> {
        frames.put(&self.texts.first())?;
        let rows = self.texts.places().enumerate().map(|(place, text)| {
            text.map(|text| self.row(self.texts.first().wrapping_add(place as u32), text))
        });
        frames.put_all(rows)
    }

    fn row(&self, print: Print, text: &Text) -> TextRow {
        let holders = kept(&sequences(&text.words)).into_iter().map(|s| self.holders.get(&s));
        let own = holders.map(|holder| holder.filter(|holder| holder.first == print));
        TextRow {
            origin: text.origin,
            words: text.words.clone(),
            own: text.own.clone(),
            seconds: text.seconds,
            wire: text.wire,
            others: own.map(|holder| holder.map(|holder| holder.others)).collect(),
        }
    }

    /// Reads the texts that were written down.
    pub fn read(&mut self, frames: &mut Reading<impl Read>) -> Result<(), Unreadable> {
        let first = frames.take()?;
        self.texts = Numbered::starting_at(first, VecDeque::new());
        let count: u64 = frames.take()?;
        for _ in 0..count {
            let row: Option<TextRow> = frames.take()?;
            let text = row.map(|row| Box::new(self.hold(row)));
            self.texts.push(text);
        }
        Ok(())
    }

    #[cfg(test)]
    pub fn summary(&self) -> String {
        let holders: std::collections::BTreeMap<_, _> = self.holders.iter().collect();
        format!("{holders:?} {:?}", self.ages)
    }

    fn hold(&mut self, row: TextRow) -> Text {
        let print = self.texts.next();
        for (sequence, others) in kept(&sequences(&row.words)).into_iter().zip(row.others) {
            if let Some(others) = others {
                self.holders.insert(sequence, Holder { first: print, others });
            }
        }
        self.ages.insert((row.seconds, print));
        let TextRow { origin, words, own, seconds, wire, .. } = row;
        Text { origin, words, own, seconds, wire }
    }
}

impl Looked<'_> {
    /// Texts that share rare sequences with this one, those with most first, then the older.
    fn sharers(&self) -> Vec<Print> {
        let holders = self.holders.iter().flatten();
        let rare = holders.filter(|holder| holder.others < MOST_SHARERS);
        let mut prints: Vec<Print> = rare.map(|holder| holder.first).collect();
        prints.sort_unstable();
        let shared = prints.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0]));
        let mut found: Vec<(usize, Print)> =
            shared.filter(|(count, _)| *count >= LEAST_SHARED).collect();
        found.sort_by_key(|(count, print)| (std::cmp::Reverse(*count), *print));
        found.into_iter().take(MOST_ALIGNED).map(|(_, print)| print).collect()
    }
}

/// For each word whether it is the text's own: neither quoted nor furniture.
fn own_words(new: &Prepared, holders: &[Option<Holder>]) -> Own {
    let mut own: Vec<bool> = new.words.iter().map(|word| !word.quoted).collect();
    let mut last_common: Option<usize> = None;
    for (place, holder) in holders.iter().enumerate() {
        if holder.is_none_or(|holder| holder.others < MOST_SHARERS) {
            continue;
        }
        // Only some sequences of a long text are kept, so what lies between two common ones close
        // by is common too.
        let from = last_common.filter(|last| place - last <= 4 * SEQUENCE_WORDS).unwrap_or(place);
        own[from..place + SEQUENCE_WORDS].fill(false);
        last_common = Some(place);
    }
    Own::new(&own)
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
fn copied(new: &Looked<'_>, older: &Text) -> (f64, bool) {
    let shorter = new.own.count().min(older.own.count());
    if shorter < LEAST_OWN_WORDS {
        return (0.0, false);
    }
    let found = passages(&new.new.words, &older.words);
    let shared: usize = found.iter().map(|passage| own_within(passage, new, older)).sum();
    let opens = found.iter().any(|passage| passage.start.max(passage.older_start) <= OPENING_WORDS);
    (shared as f64 / shorter as f64, opens)
}

/// Words of a passage that are own in both texts: what one of them quotes, the other may have heard too.
fn own_within(passage: &Passage, new: &Looked<'_>, older: &Text) -> usize {
    let here = new.own.count_in(passage.start..passage.end);
    here.min(older.own.count_in(passage.older_start..passage.older_end))
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
