//! What a sentence model makes of the sets, and variants in several languages.

use crate::sets::Set;
use anyhow::Context;
use model::Embedder;
use news::Article;
use std::collections::HashMap;
use std::path::Path;

/// How far the vectors of one text in two languages lie apart, as a length to be added to one.
const LOST_IN_TRANSLATION: f32 = 0.45;

/// Adds vectors to all, and variants in which the reports of an event are in several languages.
pub fn add(folder: &Path, sets: &mut [Set], variants: &mut Vec<Set>) -> anyhow::Result<()> {
    let embedder = Embedder::open(folder).context("could not open the sentence model")?;
    let mut known = Known { embedder, vectors: HashMap::new() };
    for set in sets.iter_mut().chain(variants.iter_mut()) {
        let vectors = set.articles.iter().map(|(article, _)| known.vector(article));
        set.vectors = vectors.collect::<anyhow::Result<_>>()?;
    }
    variants.extend(sets.iter().map(in_languages));
    Ok(())
}

/// A text is worked out once, however many variants have it.
struct Known {
    embedder: Embedder,
    vectors: HashMap<String, Vec<f32>>,
}

impl Known {
    fn vector(&mut self, article: &Article) -> anyhow::Result<Vec<f32>> {
        let text = pipeline::thread::gist(article);
        if let Some(vector) = self.vectors.get(&text) {
            return Ok(vector.clone());
        }
        let vector = self.embedder.embed(&text).context("could not work out a text")?;
        self.vectors.insert(text, vector.clone());
        Ok(vector)
    }
}

/// Two thirds of the articles in made-up languages: one keeps a quarter of the words, as names and loans
/// are kept, the other none. A multilingual model brings the same text to about the same place.
fn in_languages(set: &Set) -> Set {
    let mut chance = Chance(20_261_127);
    let mut articles = Vec::new();
    let mut vectors = Vec::new();
    for (place, (article, story)) in set.articles.iter().enumerate() {
        let tongue = hash(&article.id.0) % 3;
        let translated = Article {
            url: None,
            title: translated(&article.title, tongue),
            text: translated(&article.text, tongue),
            language: Some(["en", "xa", "xb"][tongue as usize].to_owned()),
            ..article.clone()
        };
        articles.push((translated, story.clone()));
        vectors.push(if tongue == 0 { set.vector(place) } else { chance.moved(set.vector(place)) });
    }
    Set { name: format!("{}, in three languages", set.name), weight: 0.3, articles, vectors }
}

fn translated(text: &str, tongue: u64) -> String {
    let word = |word: &str| {
        let keep = match tongue {
            0 => true,
            1 => hash(&word.to_lowercase()).is_multiple_of(4),
            _ => false,
        };
        if keep || !word.chars().any(char::is_alphabetic) {
            return word.to_owned();
        }
        let shift = if tongue == 1 { 7 } else { 13 };
        let turn = |c: char| match c {
            'a'..='z' => char::from((c as u8 - b'a' + shift) % 26 + b'a'),
            'A'..='Z' => char::from((c as u8 - b'A' + shift) % 26 + b'A'),
            other => other,
        };
        word.chars().map(turn).collect()
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash >> 20
}

/// A fixed sequence that looks like chance (Lehmer's generator, as in C++'s minstd_rand).
struct Chance(u64);

impl Chance {
    fn number(&mut self) -> f32 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 as f32 / 1_073_741_823.5 - 1.0
    }

    fn moved(&mut self, mut vector: Vec<f32>) -> Vec<f32> {
        let away: Vec<f32> = vector.iter().map(|_| self.number()).collect();
        let scale = LOST_IN_TRANSLATION / length(&away);
        vector.iter_mut().zip(&away).for_each(|(number, away)| *number += away * scale);
        let whole = length(&vector);
        vector.iter_mut().for_each(|number| *number /= whole);
        vector
    }
}

fn length(vector: &[f32]) -> f32 {
    vector.iter().map(|number| number * number).sum::<f32>().sqrt()
}
