//! A sentence laid beside the sentences of its sources that say most of it.

use super::align::{Block, align};
use super::quoted::quoted;
use super::sources::Sources;
use super::words::{Kind, Word};
use super::{dates, names, speakers};
use crate::tongue::{Sense, Tongue};
use std::ops::Range;

/// From this share of matched words on, a sentence counts as taken over nearly word by word, so that
/// each difference from its evidence is a change of what is said. Chosen on the labelled sets.
const NEARLY_VERBATIM: f64 = 0.72;

/// So many words of evidence are laid beside a sentence at most: three times the longest sentence of the
/// labelled sets; text without stops would otherwise cost the product of its length and the claim's.
const MOST_EVIDENCE: usize = 1_000;

/// A sentence carries part of another when it shares so many words in a row with it, or this share of
/// its matched words. Chosen on the labelled sets.
const CARRYING_RUN: usize = 4;
const CARRYING_SHARE: f64 = 0.3;

/// What the rules look at.
pub(super) struct Comparison<'a> {
    /// The sentence as written.
    pub text: &'a str,
    /// Its words.
    pub claim: &'a [Word],
    /// The sources.
    pub sources: &'a Sources,
    /// The sentences laid beside it.
    pub chosen: Vec<usize>,
    /// Their words, as places in the sources.
    pub evidence: Vec<usize>,
    /// For each word of the sentence the equal one of the evidence.
    pub matched: Vec<Option<usize>>,
    /// Where the two differ.
    pub blocks: Vec<Block>,
    /// The share of what is said that is in the evidence, by weight, from 0 to 1.
    pub coverage: f64,
    /// Which words of the sentence are part of a name.
    pub named: Vec<bool>,
    /// Which words of the sentence stand between quotation marks.
    pub quoted: Vec<bool>,
    /// The strings between quotation marks, as words of the sentence.
    pub quotes: Vec<Range<usize>>,
    /// The chosen sentences that say a good part of it, not just a word or two.
    pub carrying: Vec<usize>,
    /// Words that the evidence has in another form or place without saying anything else: a speaker
    /// named after the words instead of before them, a weekday for "yesterday".
    pub settled: Vec<bool>,
}

impl<'a> Comparison<'a> {
    /// Lays the sentence beside the few that say most of it. What only adds a word or two is left
    /// out again: a name found there is said of something else.
    pub fn new(text: &'a str, claim: &'a [Word], sources: &'a Sources) -> Comparison<'a> {
        let first = Comparison::with(text, claim, sources, sources.closest(claim));
        if !first.is_near() || first.carrying.is_empty() || first.carrying == first.chosen {
            return first;
        }
        let second = Comparison::with(text, claim, sources, first.carrying.clone());
        // Words brought together from several places are no longer "nearly word by word".
        if second.is_near() { second } else { first }
    }

    fn with(
        text: &'a str,
        claim: &'a [Word],
        sources: &'a Sources,
        chosen: Vec<usize>,
    ) -> Comparison<'a> {
        let words = chosen.iter().flat_map(|at| sources.sentences[*at].words.clone());
        let evidence: Vec<usize> = words.take(MOST_EVIDENCE).collect();
        let beside: Vec<&Word> = evidence.iter().map(|place| &sources.words[*place]).collect();
        let alignment = align(claim, &beside);
        let quotes = word_ranges(claim, quoted(text));
        let mut compared = Comparison {
            text,
            claim,
            sources,
            chosen,
            evidence,
            blocks: alignment.blocks(),
            matched: alignment.matched,
            coverage: 0.0,
            named: vec![false; claim.len()],
            quoted: vec![false; claim.len()],
            quotes,
            carrying: Vec::new(),
            settled: vec![false; claim.len()],
        };
        compared.mark_names();
        for range in &compared.quotes {
            compared.quoted[range.clone()].fill(true);
        }
        compared.carrying =
            compared.chosen.iter().copied().filter(|at| compared.carries(*at)).collect();
        compared.mark_settled();
        compared.coverage = compared.share_matched();
        compared
    }

    fn mark_names(&mut self) {
        for run in names::runs(self.claim) {
            self.named[run].fill(true);
        }
        for (at, word) in self.claim.iter().enumerate() {
            let alone =
                word.first && names::is_name_word(word) && self.sources.named.contains(&word.key);
            self.named[at] = word.is_content() && word.capital && (self.named[at] || alone);
        }
    }

    fn mark_settled(&mut self) {
        for at in 0..self.claim.len() {
            self.settled[at] = self.matched[at].is_none() && self.is_resolved(&self.claim[at]);
        }
        for quote in self.quotes.clone() {
            // A German speech may follow or lead its speaker; word by word it stands where it stands.
            let whole = self.claim[quote.clone()].iter().all(|word| word.tongue == Tongue::German);
            if whole && self.sources.holds_run(&self.claim[quote.clone()]) {
                self.settled[quote].fill(true);
            }
        }
        for one in speakers::attributions(self.claim) {
            let moved = one.speaker.clone().any(|at| self.matched[at].is_none());
            if moved && speakers::speaks_in_evidence(self, &one.speaker) {
                self.settled[one.speaker].fill(true);
                self.settled[one.verb] = true;
            }
        }
    }

    /// Whether "yesterday" or the like of the evidence is the weekday that a word names.
    pub fn is_resolved(&self, word: &Word) -> bool {
        let Kind::Weekday(day) = word.kind else { return false };
        let published = self.chosen.iter().filter_map(|at| {
            let source = self.sources.sentences[*at].source;
            self.sources.published[source]
        });
        let mut relative = self.beside(0..self.evidence.len()).filter_map(dates::days_from_report);
        relative
            .any(|days| published.clone().any(|time| dates::weekday_after(time, days) == Some(day)))
    }

    /// Whether the evidence says the word at this place.
    pub fn is_said(&self, at: usize) -> bool {
        self.matched[at].is_some() || self.settled[at]
    }

    fn share_matched(&self) -> f64 {
        let mut said = 0.0;
        let mut all = 0.0;
        for (at, word) in self.claim.iter().enumerate() {
            let weight = self.sources.weight(word);
            all += weight;
            // A word that stands elsewhere in the evidence is there, but says it of something else.
            said += match self.is_said(at) {
                true => weight,
                false if self.is_in_evidence(word) => 0.5 * weight,
                false => 0.0,
            };
        }
        if all > 0.0 { said / all } else { 0.0 }
    }

    /// Whether the sentence is taken over nearly word by word.
    pub fn is_near(&self) -> bool {
        self.coverage >= NEARLY_VERBATIM
    }

    /// The words of the evidence at these places.
    pub fn beside(&self, source: Range<usize>) -> impl Iterator<Item = &Word> {
        let range = source.start.min(self.evidence.len())..source.end.min(self.evidence.len());
        self.evidence[range].iter().map(|place| &self.sources.words[*place])
    }

    /// The difference that a word of the sentence is part of.
    pub fn block_of(&self, at: usize) -> Option<&Block> {
        self.blocks.iter().find(|block| block.claim.contains(&at))
    }

    /// The words of the evidence opposite a word that has no equal.
    pub fn opposite(&self, at: usize) -> impl Iterator<Item = &Word> {
        let source = self.block_of(at).map_or(0..0, |block| block.source.clone());
        // In a longer gap the evidence tells something else, not the same otherwise.
        let source = if source.len() > LONGEST_BLOCK { 0..0 } else { source };
        self.beside(source)
    }

    /// Whether a sentence says a run of the claim's words, or a good share of them.
    fn carries(&self, sentence: usize) -> bool {
        let words = &self.sources.sentences[sentence].words;
        let (mut run, mut longest, mut held, mut all) = (0, 0, 0.0, 0.0);
        let mut last = usize::MAX - 1;
        for (word, matched) in self.claim.iter().zip(&self.matched) {
            let Some(at) = *matched else { continue };
            let weight = self.sources.weight(word);
            all += weight;
            if words.contains(&self.evidence[at]) {
                held += weight;
                run = if at == last + 1 { run + 1 } else { 1 };
                longest = longest.max(run);
            }
            last = at;
        }
        longest >= CARRYING_RUN || held >= CARRYING_SHARE * all
    }

    /// Whether a sentence that says a good part of the claim holds the word.
    pub fn is_carried(&self, word: &Word) -> bool {
        self.carrying.iter().any(|at| self.sources.sentence_holds(*at, &word.stem))
    }

    /// Whether the chosen sentences hold the word anywhere.
    pub fn is_in_evidence(&self, word: &Word) -> bool {
        self.chosen.iter().any(|at| self.sources.sentence_holds(*at, &word.stem))
    }

    /// Whether the sources hold the word anywhere.
    pub fn is_in_sources(&self, word: &Word) -> bool {
        !self.sources.places(&word.stem).is_empty()
    }

    /// The words as written.
    pub fn written(&self, words: Range<usize>) -> &str {
        match (self.claim.get(words.start), self.claim.get(words.end.saturating_sub(1))) {
            (Some(first), Some(last)) => {
                self.text.get(first.span.start..last.span.end).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// Whether any word of the sentence in `words` means `sense`.
    pub fn says(&self, words: Range<usize>, sense: Sense) -> bool {
        self.claim[words].iter().any(|word| word.is(sense))
    }

    /// Whether the share of unmatched words is unaffected by names: how much of the rest matches.
    pub fn has_pronoun_opposite(&self, at: usize) -> bool {
        self.opposite(at).any(|word| word.is(Sense::Pronoun))
    }
}

/// The longest gap in the evidence that is read as "the same, otherwise", in words.
pub(super) const LONGEST_BLOCK: usize = 12;

/// Byte spans as ranges of words.
fn word_ranges(words: &[Word], spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans
        .into_iter()
        .map(|span| {
            let from = words.partition_point(|word| word.span.start < span.start);
            let to = words.partition_point(|word| word.span.start < span.end);
            from..to
        })
        .filter(|range| !range.is_empty())
        .collect()
}
