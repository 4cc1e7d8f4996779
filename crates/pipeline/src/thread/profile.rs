//! What of an article is compared with stories.

use super::address::Address;
use super::frequency::{Frequencies, Known};
use super::terms::{Bag, TermKey, heavier, key, lightest_of};
use super::words::{Word, words};
use news::Article;
use std::iter::Copied;
use std::slice::Iter;

/// How many times a headline's words count: as in the published single-pass baselines. On the labelled sets 2
/// loses 0.003 of mean B-cubed F1, 4 loses 0.002.
const TITLE_TIMES: f32 = 3.0;

/// How many times the words count that only the address has. On the labelled headlines 1.5 to 3 do the
/// same, 0 loses 0.009 of B-cubed F1.
const ADDRESS_TIMES: f32 = 2.0;

/// How many times a name counts in the body.
///
/// Names tell two events of one kind apart. On the labelled sets 2 gains 0.007 of mean B-cubed F1 over 1;
/// 3 gains no more.
const NAME_TIMES: f32 = 2.0;

/// By how much the last word counts less than the first: background comes late in a report. On the
/// labelled sets 0.5 gains 0.004 of mean B-cubed F1 over 0.
const LATE_LOSS: f32 = 0.5;

/// Words of the body that are looked at, and over which the loss is spread at least.
const BODY_WORDS: usize = 400;
const LOSS_WORDS: f32 = 200.0;

/// Words of a headline that are looked at.
const TITLE_WORDS: usize = 60;

/// Terms kept, the heaviest. On the labelled sets 64 does the same; 150 loses 0.004 of mean B-cubed F1.
const MOST_TERMS: usize = 80;

/// Terms by which stories are found. 16 to 32 find the same on the labelled sets.
const SEARCH_TERMS: usize = 24;

/// Words of the body in which figures are looked for: what an event is about comes early.
const FIGURE_WORDS: usize = 150;

/// An article as far as it is compared with stories.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Of length 1, or empty.
    pub terms: Bag,
    /// How rare each of `terms` is.
    pub rarities: Vec<f32>,
    /// Its heaviest terms.
    pub search: Bag,
    /// The words of headline and address by their rarity, of length 1, or empty.
    pub title: Bag,
    /// What the weights of `title` were divided by.
    pub title_length: f32,
    /// Words with a capital inside a sentence, of headline and body, by their rarity. In a headline all
    /// of whose words have one, these are all of them.
    pub names: Bag,
    /// All words, ascending.
    pub spoken: Vec<TermKey>,
    /// Figures of the headline and the start of the body, ascending.
    pub figures: Vec<TermKey>,
    /// The day that the address names, since 1970-01-01.
    pub day: Option<i32>,
    /// The section that the address names.
    pub section: Option<TermKey>,
    /// Whose report it is.
    pub outlet: TermKey,
    /// When it was reported, in Unix seconds.
    pub seconds: i64,
    /// Words of the body that were looked at.
    pub body_words: usize,
    /// What a sentence model makes of it; empty without one.
    pub vector: Vec<f32>,
}

impl Profile {
    /// Reads the article, whose text has these `body` words, and counts its words as seen.
    pub fn new(article: &Article, body: &[Word], frequencies: &mut Frequencies) -> Profile {
        Profile::weighed(article, body, |language, keys| frequencies.count(language, keys))
    }

    /// Reads an article again that was counted when it came, by what is known of words now.
    pub fn again(article: &Article, body: &[Word], frequencies: &Frequencies) -> Profile {
        Profile::weighed(article, body, |language, keys| frequencies.known(language, keys))
    }

    fn weighed(
        article: &Article,
        body: &[Word],
        known: impl FnOnce(TermKey, Copied<Iter<'_, TermKey>>) -> Known,
    ) -> Profile {
        let address = article.url.as_deref().map(Address::read).unwrap_or_default();
        let title = words(&article.title, TITLE_WORDS);
        let body = &body[..body.len().min(BODY_WORDS)];
        let headed: Vec<Word> = title.iter().chain(&address.words).copied().collect();
        let spoken = Spoken::new(emphasised(&title, &address.words, body));
        let keys = spoken.keys();
        let language = language_key(article.language.as_deref());
        let known = known(language, keys.iter().copied());
        let (terms, rarities) = spoken.weigh(&known);
        let rarity = |word: &Word| {
            let place =
                keys.binary_search(&word.key).expect("all words of the article were counted");
            (word.key, known.rarity(place, word.letters))
        };
        let headed = Bag::once(headed.iter().map(rarity));
        let names = Bag::once(title.iter().chain(body).filter(|word| word.name).map(rarity));
        let start = &body[..body.len().min(FIGURE_WORDS)];
        Profile {
            search: terms.clone().heaviest(SEARCH_TERMS),
            terms,
            rarities,
            title_length: headed.length(),
            title: headed.normalised(),
            names,
            spoken: keys,
            figures: distinct(title.iter().chain(start).filter(|word| word.figure)),
            day: address.day,
            section: address.section,
            outlet: key(&article.outlet.0),
            seconds: article.reported().as_second(),
            body_words: body.len(),
            vector: Vec::new(),
        }
    }
}

/// The language without its region: `en-GB` and `en` share their counts.
fn language_key(language: Option<&str>) -> TermKey {
    key(&language.unwrap_or_default().split('-').next().unwrap_or_default().to_lowercase())
}

fn distinct<'a>(words: impl Iterator<Item = &'a Word>) -> Vec<TermKey> {
    let mut keys: Vec<TermKey> = words.map(|word| word.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Each word with how much this occurrence counts.
fn emphasised(title: &[Word], address: &[Word], body: &[Word]) -> Vec<(Word, f32)> {
    let spread = (body.len() as f32).max(LOSS_WORDS);
    let late = body.iter().enumerate().map(|(place, word)| {
        let times = if word.name { NAME_TIMES } else { 1.0 };
        (*word, times * (1.0 - LATE_LOSS * place as f32 / spread))
    });
    // Every word of many headlines has a capital, so there a capital says nothing.
    let headline = title.iter().map(|word| (*word, TITLE_TIMES));
    let only = address.iter().filter(|word| title.iter().all(|known| known.key != word.key));
    headline.chain(only.map(|word| (*word, ADDRESS_TIMES))).chain(late).collect()
}

/// The words of an article, with how much each occurrence counts.
struct Spoken {
    occurrences: Vec<(Word, f32)>,
    /// Key, letters and place of each occurrence, ascending. By the letters too: two words that share a
    /// key must not swap places between runs.
    order: Vec<(TermKey, u8, u16)>,
}

impl Spoken {
    fn new(occurrences: Vec<(Word, f32)>) -> Spoken {
        let placed =
            (0..).zip(&occurrences).map(|(place, (word, _))| (word.key, word.letters, place));
        let mut order: Vec<(TermKey, u8, u16)> = placed.collect();
        order.sort_unstable();
        Spoken { occurrences, order }
    }

    /// Each word once, ascending.
    fn keys(&self) -> Vec<TermKey> {
        let mut keys: Vec<TermKey> = self.order.iter().map(|(key, ..)| *key).collect();
        keys.dedup();
        keys
    }

    /// Adds up the occurrences, with less for each further one, times the rarity of the word. Gives the
    /// heaviest, and the rarity of each.
    fn weigh(&self, known: &Known) -> (Bag, Vec<f32>) {
        let of_one_word = self.order.chunk_by(|(a, ..), (b, ..)| a == b).enumerate();
        let weighed = of_one_word.map(|(place, same)| {
            let counts = same.iter().map(|(.., place)| self.occurrences[usize::from(*place)].1);
            let times: f32 = counts.sum();
            let rarity = known.rarity(place, same[0].1);
            ((same[0].0, (1.0 + times).ln() * rarity), rarity)
        });
        let (mut terms, mut rarities): (Vec<_>, Vec<_>) =
            weighed.filter(|((_, weight), _)| *weight > 0.0).unzip();
        if let Some(least) = lightest_of(&terms, MOST_TERMS) {
            let mut kept = terms.iter().map(|term| heavier(term, &least).is_le());
            rarities.retain(|_| kept.next().unwrap_or_default());
            terms.retain(|term| heavier(term, &least).is_le());
        }
        (Bag(terms).normalised(), rarities)
    }
}
