//! What of an article is compared with stories.

use super::address::Address;
use super::frequency::Frequencies;
use super::terms::{Bag, TermKey, key};
use super::words::{Word, words};
use news::Article;

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
        let said = Said::of(article, body);
        frequencies.count(said.language, said.spoken.iter().copied());
        said.weighed(article, frequencies)
    }

    /// Reads an article again that was counted when it came, by what is known of words now.
    pub fn again(article: &Article, body: &[Word], frequencies: &Frequencies) -> Profile {
        Said::of(article, body).weighed(article, frequencies)
    }
}

/// The words of an article, before it is known how rare they are.
struct Said<'a> {
    language: TermKey,
    address: Address,
    title: Vec<Word>,
    /// Of title and address.
    headed: Vec<Word>,
    body: &'a [Word],
    spoken: Vec<TermKey>,
}

impl<'a> Said<'a> {
    fn of(article: &Article, body: &'a [Word]) -> Said<'a> {
        let address = article.url.as_deref().map(Address::read).unwrap_or_default();
        let title = words(&article.title, TITLE_WORDS);
        let body = &body[..body.len().min(BODY_WORDS)];
        let headed: Vec<Word> = title.iter().chain(&address.words).copied().collect();
        let spoken = distinct(headed.iter().chain(body));
        let language = language_key(article.language.as_deref());
        Said { language, address, title, headed, body, spoken }
    }

    fn weighed(self, article: &Article, frequencies: &Frequencies) -> Profile {
        let Said { language, address, title, headed, body, spoken } = self;
        let rarity = |word: Word| frequencies.rarity(language, word);
        let (terms, rarities) = weigh(emphasised(&title, &address.words, body), rarity);
        let headed = Bag::once(headed.into_iter().map(|word| (word.key, rarity(word))));
        let capitals = title.iter().chain(body).filter(|word| word.name);
        let names = capitals.map(|word| (word.key, rarity(*word)));
        let start = &body[..body.len().min(FIGURE_WORDS)];
        Profile {
            search: terms.clone().heaviest(SEARCH_TERMS),
            terms,
            rarities,
            title_length: headed.length(),
            title: headed.normalised(),
            names: Bag::once(names),
            spoken,
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

/// Adds up the occurrences, with less for each further one, times the rarity of the word. Gives the
/// heaviest, and the rarity of each.
fn weigh(mut occurrences: Vec<(Word, f32)>, rarity: impl Fn(Word) -> f32) -> (Bag, Vec<f32>) {
    // By the length too: two words that share a key must not swap places between runs.
    occurrences.sort_by_key(|(word, _)| (word.key, word.letters));
    let of_one_word = occurrences.chunk_by(|(a, _), (b, _)| a.key == b.key);
    let weighed: Vec<(TermKey, f32, f32)> = of_one_word
        .map(|same| {
            let times: f32 = same.iter().map(|(_, times)| times).sum();
            let rarity = rarity(same[0].0);
            (same[0].0.key, (1.0 + times).ln() * rarity, rarity)
        })
        .filter(|(_, weight, _)| *weight > 0.0)
        .collect();
    let terms = Bag(weighed.iter().map(|(key, weight, _)| (*key, *weight)).collect());
    let terms = terms.heaviest(MOST_TERMS).normalised();
    let kept = weighed.iter().filter(|(key, ..)| terms.weight(*key).is_some());
    let rarities = kept.map(|(.., rarity)| *rarity).collect();
    (terms, rarities)
}
