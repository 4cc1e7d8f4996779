//! A million articles: how long the index takes to make, how large it is, how fast it answers.
//!
//! `cargo bench -p search --bench million -- [ARTICLES] [REPORTS PER STORY]`, a million and ten without. Budget:
//! p95 under 30 ms on one core, an index under 1.5 times the text. The words are made up and as unequal as those of
//! a language (Zipf, exponent 1.07, of 400,000); articles have 40 to 700 words, 200 in the middle, as news has.

use jiff::Timestamp;
use news::{ArticleId, StoryId, SubjectKind};
use search::{
    ArticleEntry, Entry, Filing, Index, Kinds, Query, Question, Reach, Right, Sorting, StoryEntry,
};
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

const WORDS: usize = 400_000;
const OUTLETS: u64 = 300;
const BATCH: usize = 5_000;
const STATEMENTS: usize = 15;
/// 2025-12-01; the articles spread over the year after it.
const START: i64 = 1_764_547_200;
const YEAR: u64 = 365 * 86_400;
const MEMORY_BYTES: usize = 64_000_000;
const ASKED: usize = 300;

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<u64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let articles = given.first().copied().unwrap_or(1_000_000);
    let per_story = given.get(1).copied().unwrap_or(10).max(1);
    let world = World::new(articles, per_story);
    let folder = tempfile::tempdir()?;
    let index = Index::open(folder.path(), "bench", Right::Write, MEMORY_BYTES);
    index.mend();
    fill(&world, &index, folder.path())?;
    ask(&world, &index)
}

/// What is put in, each piece made from its number alone.
struct World {
    words: Vec<String>,
    /// Up to which number of 2^32 each word is drawn.
    upto: Vec<u32>,
    articles: u64,
    per_story: u64,
}

/// SplitMix64: the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }
}

impl World {
    fn new(articles: u64, per_story: u64) -> World {
        let weights: Vec<f64> = (1..=WORDS).map(|rank| (rank as f64).powf(-1.07)).collect();
        let all: f64 = weights.iter().sum();
        let mut sum = 0.0;
        let upto = weights.iter().map(|weight| {
            sum += weight;
            (sum / all * f64::from(u32::MAX)) as u32
        });
        let (upto, words) = (upto.collect(), (0..WORDS).map(word).collect());
        World { words, upto, articles, per_story }
    }

    fn rank(&self, chance: &mut Chance) -> usize {
        let drawn = chance.next() as u32;
        self.upto.partition_point(|upto| *upto < drawn).min(WORDS - 1)
    }

    fn text(&self, chance: &mut Chance, words: usize) -> String {
        let mut text = String::with_capacity(words * 7);
        for place in 0..words {
            text += &self.words[self.rank(chance)];
            text += if place % 17 == 16 { ". " } else { " " };
        }
        text
    }

    fn article(&self, number: u64) -> ArticleEntry {
        let mut chance = Chance(number.wrapping_mul(0x5851_f42d_4c95_7f2d));
        let outlet = chance.below(chance.0 % OUTLETS + 1);
        let title = self.text(&mut chance, 10);
        // The product of two draws: many short ones, few long ones.
        let words = 40 + (chance.below(660) * chance.below(1000) / 1000) as usize;
        let story = number / self.per_story;
        ArticleEntry {
            id: ArticleId(format!("{number:016x}")),
            story: Some(StoryId(format!("{story:012x}"))),
            is_out: true,
            at: moment(number, self.articles),
            language: Some("en".to_owned()),
            title,
            text: self.text(&mut chance, words),
            authors: None,
            outlet: vec![format!("outlet{outlet}.example"), format!("The {outlet} Gazette")],
            filing: filing(story),
        }
    }

    fn story(&self, number: u64) -> StoryEntry {
        let mut chance = Chance(!number);
        StoryEntry {
            id: StoryId(format!("{number:012x}")),
            at: moment(number * self.per_story, self.articles),
            language: Some("en".to_owned()),
            statements: (0..STATEMENTS).map(|_| self.text(&mut chance, 20)).collect(),
            filing: filing(number),
        }
    }
}

/// A word that is no other's.
fn word(rank: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "du", "fa", "ge", "hi", "jo", "lu",
        "pe",
    ];
    let mut rest = rank + 16;
    let mut word = String::new();
    while rest > 0 {
        word += SYLLABLES[rest % 16];
        rest /= 16;
    }
    word
}

fn moment(number: u64, of: u64) -> Timestamp {
    let second = START + (number as u128 * u128::from(YEAR) / u128::from(of.max(1))) as i64;
    Timestamp::from_second(second).unwrap_or_default()
}

fn filing(story: u64) -> Filing {
    let names = [
        (SubjectKind::Section, format!("section{}", story % 8)),
        (SubjectKind::Topic, format!("topic{}", story % 400)),
        (SubjectKind::Entity, format!("Name {}", story % 9_000)),
    ];
    Filing { names: names.into() }
}

fn fill(world: &World, index: &Index, folder: &Path) -> Result<(), Box<dyn Error>> {
    let (mut bytes, mut writing, mut batch) = (0_u64, Duration::ZERO, Vec::new());
    for number in 0..world.articles {
        let article = world.article(number);
        bytes += (article.title.len() + article.text.len()) as u64;
        batch.push(Entry::Article(article));
        if number % world.per_story == 0 {
            let story = world.story(number / world.per_story);
            bytes += story.statements.iter().map(|said| said.len() as u64).sum::<u64>();
            batch.push(Entry::Story(story));
        }
        if batch.len() >= BATCH || number + 1 == world.articles {
            let start = Instant::now();
            index.write(&batch, number + 1)?;
            writing += start.elapsed();
            batch.clear();
        }
    }
    let start = Instant::now();
    index.rest();
    writing += start.elapsed();
    let size = size_of(folder)?;
    println!(
        "{} articles and {} stories, {:.0} MB of text: indexed in {:.0} s, {:.0} MB, {:.2} times the text",
        world.articles,
        world.articles.div_ceil(world.per_story),
        bytes as f64 / 1e6,
        writing.as_secs_f64(),
        size as f64 / 1e6,
        size as f64 / bytes as f64
    );
    Ok(())
}

fn size_of(folder: &Path) -> std::io::Result<u64> {
    let mut size = 0;
    for file in std::fs::read_dir(folder)? {
        size += file?.metadata()?.len();
    }
    Ok(size)
}

/// A kind of question, made from a draw.
type Kind = (&'static str, Sorting, fn(&World, &mut Chance) -> String);

/// What people look for; each kind counts alike.
const KINDS: [Kind; 12] = [
    ("a usual word", Sorting::Best, |w, c| w.words[100 + c.below(5_000) as usize].clone()),
    ("a rare word", Sorting::Best, |w, c| w.words[20_000 + c.below(200_000) as usize].clone()),
    ("two words", Sorting::Best, |w, c| usual(w, c, 2, " ")),
    ("three words, one common", Sorting::Best, |w, c| {
        format!("{} {}", w.words[c.below(50) as usize], usual(w, c, 2, " "))
    }),
    ("a phrase of two", Sorting::Best, |w, c| phrase(w, c, 2)),
    ("a phrase of four", Sorting::Best, |w, c| phrase(w, c, 4)),
    ("one of three words", Sorting::Best, |w, c| usual(w, c, 3, " OR ")),
    ("a word without another", Sorting::Best, |w, c| usual(w, c, 2, " -")),
    ("a word of an outlet", Sorting::Best, |w, c| {
        format!("outlet:outlet{}.example {}", c.below(40), usual(w, c, 1, ""))
    }),
    ("a word of a month and topic", Sorting::Best, |w, c| {
        format!("topic:topic{} after:2026-10 {}", c.below(400), usual(w, c, 1, ""))
    }),
    ("a beginning", Sorting::Best, |w, c| {
        let word = &w.words[100 + c.below(20_000) as usize];
        format!("{}*", &word[..word.len().min(6)])
    }),
    ("two words, newest first", Sorting::Newest, |w, c| usual(w, c, 2, " ")),
];

/// What hardly anybody looks for: words such as "the", which every text has. Not among "all".
const HARD: [Kind; 2] = [
    ("hard: one of the 50 most common words", Sorting::Best, |w, c| {
        w.words[c.below(50) as usize].clone()
    }),
    ("hard: a phrase of two of them", Sorting::Best, |w, c| {
        let word = |c: &mut Chance| &w.words[c.below(50) as usize];
        format!("\"{} {}\"", word(c), word(c))
    }),
];

/// Words of the ranks that people look for.
fn usual(world: &World, chance: &mut Chance, count: usize, join: &str) -> String {
    let word = |_| world.words[30 + chance.below(3_000) as usize].clone();
    (0..count).map(word).collect::<Vec<String>>().join(join)
}

/// Words that stand together in some article, one at least not among the 100 most common.
fn phrase(world: &World, chance: &mut Chance, count: usize) -> String {
    loop {
        let article = world.article(chance.below(world.articles));
        let sentence = article.text.split(". ").next().unwrap_or_default();
        let words: Vec<&str> = sentence.split(' ').collect();
        let from = chance.below(words.len().saturating_sub(count) as u64) as usize;
        let phrase = &words[from..(from + count).min(words.len())];
        if phrase.iter().any(|word| !world.words[..100].iter().any(|common| common == word)) {
            return format!("\"{}\"", phrase.join(" "));
        }
    }
}

fn ask(world: &World, index: &Index) -> Result<(), Box<dyn Error>> {
    let mut chance = Chance(7);
    let mut all = Vec::new();
    for (name, sorting, question) in KINDS.into_iter().chain(HARD) {
        let mut took = Vec::with_capacity(ASKED);
        let mut found = 0;
        for _ in 0..ASKED {
            let query = Query::read(&question(world, &mut chance));
            let (reach, kinds) = (Reach::Public, Kinds::All);
            let question = Question { query: &query, reach, kinds, sorting, from: 0, count: 10 };
            let start = Instant::now();
            found += index.find(&question)?.groups.len();
            took.push(start.elapsed());
        }
        if !name.starts_with("hard") {
            all.extend_from_slice(&took);
        }
        println!("{name}: {}, {:.1} stories", quantiles(took), found as f64 / ASKED as f64);
    }
    println!("all: {}", quantiles(all));
    Ok(())
}

fn quantiles(mut took: Vec<Duration>) -> String {
    took.sort();
    let at = |part: f64| took[((took.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    format!("p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms", at(0.5), at(0.95), at(0.99))
}
