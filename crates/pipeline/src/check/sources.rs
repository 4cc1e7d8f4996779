//! Sources made ready: cut into sentences and words, with an index of the words.

use super::SourceText;
use super::words::{Word, words_in};
use crate::sentences::sentences_in;
use crate::tongue::Tongue;
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// At most so many sentences are laid beside one: two that were merged, and one that names somebody.
const MOST_SENTENCES: usize = 3;

/// A further sentence is taken when it brings this share of what the statement says. Chosen on the
/// labelled sets: less brings in sentences that share a word by chance.
const LEAST_ADDED: f64 = 0.10;

/// A sentence next to one already taken brings more than its words: merged sentences are neighbours.
const NEIGHBOUR: f64 = 1.25;

/// So many further words may stand within a name of the source: "Gov. Ada W. Lund" for "Gov. Lund".
const NAME_SLACK: usize = 4;

/// The words of a text. A number that would run on into the next sentence ("a" and, in another
/// paragraph, "billion") is none: then each sentence is read for itself.
fn words_of(tongue: Tongue, text: &str, spans: &[Range<usize>]) -> Vec<Word> {
    let all = words_in(tongue, text);
    let mut ends = spans.iter().map(|span| span.end).peekable();
    let runs_on = all.iter().any(|word| {
        while ends.next_if(|end| *end <= word.span.start).is_some() {}
        ends.peek().is_some_and(|end| *end < word.span.end)
    });
    if !runs_on {
        return all;
    }
    let read = |span: &Range<usize>| {
        let start = span.start;
        words_in(tongue, &text[span.clone()]).into_iter().map(move |word| {
            let span = word.span.start + start..word.span.end + start;
            Word { span, ..word }
        })
    };
    spans.iter().flat_map(read).collect()
}

/// A sentence of a source.
#[derive(Debug)]
pub(super) struct SourceSentence {
    /// Which source.
    pub source: usize,
    /// UTF-8 bytes of that source.
    pub span: Range<usize>,
    /// Places in [`Sources::words`].
    pub words: Range<usize>,
    /// Whether it is a question.
    pub asks: bool,
}

/// Source texts made ready for many sentences to be judged against them.
#[derive(Debug)]
pub struct Sources {
    pub(super) words: Vec<Word>,
    pub(super) sentences: Vec<SourceSentence>,
    /// Where each stem stands, as a place in `words`.
    places: HashMap<String, Vec<u32>>,
    /// Keys that are written large within a sentence.
    pub(super) named: HashSet<String>,
    /// The stems of German nouns and names by their keys: at the head of a sentence a capital does not tell them.
    nouns: HashMap<String, String>,
    /// The keys of each whole sentence, and whether it is a question.
    whole: HashMap<(String, bool), usize>,
    pub(super) published: Vec<Option<Timestamp>>,
    /// The languages of the texts, each once, in the order of the first.
    pub(super) tongues: Vec<Tongue>,
}

impl Sources {
    /// Reads the texts once.
    pub fn read(texts: &[SourceText<'_>]) -> Sources {
        let mut all = Sources {
            words: Vec::new(),
            sentences: Vec::new(),
            places: HashMap::new(),
            named: HashSet::new(),
            nouns: HashMap::new(),
            whole: HashMap::new(),
            published: texts.iter().map(|text| text.published).collect(),
            tongues: Vec::new(),
        };
        for (source, text) in texts.iter().enumerate() {
            let tongue = text.tongue.unwrap_or_else(|| Tongue::of(None, text.text));
            all.add(source, tongue, text.text);
            if !all.tongues.contains(&tongue) {
                all.tongues.push(tongue);
            }
        }
        all.index();
        all
    }

    fn add(&mut self, source: usize, tongue: Tongue, text: &str) {
        let spans = sentences_in(tongue, text);
        let mut words = words_of(tongue, text, &spans).into_iter().peekable();
        for span in spans {
            let from = self.words.len();
            while let Some(word) = words.next_if(|word| word.span.start < span.end) {
                self.words.push(word);
            }
            if self.words.len() > from {
                let words = from..self.words.len();
                let asks = asks(&text[span.clone()]);
                let whole = (keys(&self.words[words.clone()]), asks);
                self.whole.entry(whole).or_insert(self.sentences.len());
                self.sentences.push(SourceSentence { source, span, words, asks });
            }
        }
    }

    fn index(&mut self) {
        for word in self.words.iter().filter(|word| is_noun_within(word)) {
            self.nouns.entry(word.key.clone()).or_insert_with(|| word.stem.clone());
        }
        for word in self.words.iter_mut().filter(|word| is_noun_at_head(word)) {
            word.stem =
                self.nouns.get(&word.key).cloned().unwrap_or(std::mem::take(&mut word.stem));
        }
        for (place, word) in self.words.iter().enumerate() {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            self.places.entry(word.stem.clone()).or_default().push(place);
            if word.capital && !word.first {
                self.named.insert(word.key.clone());
            }
        }
    }

    /// The language of the first text.
    pub(super) fn tongue(&self) -> Tongue {
        self.tongues.first().copied().unwrap_or_default()
    }

    /// The words of a sentence that is to be judged, in the language that it is written in: that of the sources, unless
    /// it shows another.
    pub(super) fn words_of(&self, sentence: &str) -> Vec<Word> {
        let own = self.tongue();
        let mut words = words_in(own, sentence);
        for word in words.iter_mut().filter(|word| is_noun_at_head(word)) {
            word.stem =
                self.nouns.get(&word.key).cloned().unwrap_or(std::mem::take(&mut word.stem));
        }
        let known = words.iter().filter(|word| !self.places(&word.stem).is_empty()).count();
        let shared = known as f64 / words.len().max(1) as f64;
        let tongue = own.of_sentence(sentence, shared);
        if tongue == own { words } else { words_in(tongue, sentence) }
    }

    /// The sentence that says the very same words, if there is one: a question for a question, a statement for a
    /// statement.
    pub(super) fn same_words(&self, sentence: &str, claim: &[Word]) -> Option<usize> {
        self.whole.get(&(keys(claim), asks(sentence))).copied()
    }

    /// Where words with this stem stand.
    pub(super) fn places(&self, stem: &str) -> &[u32] {
        self.places.get(stem).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the words of `run` stand side by side somewhere.
    pub(super) fn holds_run(&self, run: &[Word]) -> bool {
        let Some(rarest) = (0..run.len()).min_by_key(|at| self.places(&run[*at].stem).len()) else {
            return true;
        };
        self.places(&run[rarest].stem).iter().any(|place| {
            let Some(start) = (*place as usize).checked_sub(rarest) else { return false };
            let Some(words) = self.words.get(start..start + run.len()) else { return false };
            words.iter().zip(run).all(|(a, b)| {
                a.key == b.key || (a.is_number() && super::align::likeness(a, b).is_some())
            })
        })
    }

    /// Whether the words of a name stand in this order close to each other somewhere: with a first
    /// name, an initial or a title between them at most.
    pub(super) fn holds_name(&self, run: &[Word]) -> bool {
        let Some(first) = run.first() else { return true };
        self.places(&first.stem).iter().any(|place| {
            let start = *place as usize;
            let end = (start + run.len() + NAME_SLACK).min(self.words.len());
            let mut near = self.words[start..end].iter();
            run.iter().all(|word| near.any(|other| other.stem == word.stem))
        })
    }

    /// How much a word weighs: rare ones more. Small words weigh little but not nothing.
    pub(super) fn weight(&self, word: &Word) -> f64 {
        if !word.is_content() {
            return 0.2;
        }
        let places = self.places(&word.stem).len() as f64;
        (1.0 + self.sentences.len() as f64 / (1.0 + places)).ln().max(0.3)
    }

    /// Whether a sentence has a word with this stem.
    pub(super) fn sentence_holds(&self, sentence: usize, stem: &str) -> bool {
        let words = &self.sentences[sentence].words;
        let places = self.places(stem);
        let from = places.partition_point(|place| (*place as usize) < words.start);
        places.get(from).is_some_and(|place| (*place as usize) < words.end)
    }

    /// Which sentence a place belongs to.
    pub(super) fn sentence_of(&self, place: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.words.end <= place)
    }

    /// The few sentences that together say most of what `claim` says, in reading order.
    pub(super) fn closest(&self, claim: &[Word]) -> Vec<usize> {
        let mut left: HashMap<&str, f64> = HashMap::new();
        for word in claim.iter().filter(|word| word.is_content()) {
            left.insert(&word.stem, self.weight(word));
        }
        let whole: f64 = left.values().sum();
        let mut taken: Vec<usize> = Vec::new();
        while taken.len() < MOST_SENTENCES {
            let Some((best, gain)) = self.most_said(&left, &taken) else { break };
            if !taken.is_empty() && gain < LEAST_ADDED * whole {
                break;
            }
            for word in &self.words[self.sentences[best].words.clone()] {
                left.remove(word.stem.as_str());
            }
            taken.push(best);
        }
        taken.sort_unstable();
        taken
    }

    /// The sentence that says most of `left`, and how much.
    fn most_said(&self, left: &HashMap<&str, f64>, taken: &[usize]) -> Option<(usize, f64)> {
        let mut gains: HashMap<usize, f64> = HashMap::new();
        let mut stems: Vec<(&&str, &f64)> = left.iter().collect();
        // In a fixed order, or sums differ in their last bit from run to run.
        stems.sort_unstable_by_key(|(stem, _)| **stem);
        for (stem, weight) in stems {
            let mut last = usize::MAX;
            for place in self.places(stem) {
                let sentence = self.sentence_of(*place as usize);
                if sentence != last {
                    *gains.entry(sentence).or_default() += weight;
                    last = sentence;
                }
            }
        }
        let beside = |at: usize| taken.iter().any(|other| at.abs_diff(*other) == 1);
        gains
            .into_iter()
            .filter(|(at, _)| !taken.contains(at))
            .map(|(at, gain)| (at, if beside(at) { gain * NEIGHBOUR } else { gain }))
            // Equal gains: the shorter sentence, then the earlier one.
            .max_by(|a, b| {
                let length = |at: usize| self.sentences[at].words.len();
                a.1.total_cmp(&b.1).then(length(b.0).cmp(&length(a.0))).then(b.0.cmp(&a.0))
            })
    }
}

fn is_noun_within(word: &Word) -> bool {
    word.tongue == Tongue::German && word.large && !word.first
}

fn is_noun_at_head(word: &Word) -> bool {
    word.tongue == Tongue::German && word.large && word.first
}

/// Whether a sentence is a question, in any script whose questions end with a mark.
pub(super) fn asks(sentence: &str) -> bool {
    let bare = sentence.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '“' | '’' | '‘' | '»' | '«' | ')')
    });
    bare.ends_with(['?', '？', '؟'])
}

fn keys(words: &[Word]) -> String {
    let mut all = String::with_capacity(words.len() * 6);
    for word in words {
        all.push_str(&word.key);
        all.push(' ');
    }
    all
}
