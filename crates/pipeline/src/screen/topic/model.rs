//! The linear model of a topic: how it judges, and how it is written down.

use super::features::{BUCKETS, Feature, features};
use super::phrases::{Query, together};
use super::rarity::rarity;
use news::Article;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What of an article a model weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Words and parts of words; their squares add up to 1.
    pub features: Vec<(Feature, f64)>,
    /// From 0 to 1: how well it answers the topic's query.
    pub query: f64,
    /// Whether it answers several phrases.
    pub several: bool,
    /// As the query is written, with where they stand.
    pub phrases: Vec<String>,
}

impl Input {
    /// Reads an article for a topic of this query.
    pub fn new(article: &Article, query: &Query) -> Input {
        let hits = query.hits(article);
        Input {
            features: features(article),
            query: together(&hits),
            several: hits.len() > 1,
            phrases: hits
                .iter()
                .map(|hit| format!("\"{}\" in the {}", hit.phrase, hit.place))
                .collect(),
        }
    }
}

/// A weight for each bucket, and for the query.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// What speaks for an article of which nothing is known.
    pub bias: f64,
    /// Of the answer to the query.
    pub query: f64,
    /// Of answering several phrases.
    pub several: f64,
    /// One a bucket.
    pub words: Vec<f64>,
}

/// What a part of the input adds to an article's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// In words for an editor.
    pub what: String,
    /// Log odds: positive speaks for the article.
    pub adds: f64,
}

impl Linear {
    /// What judges before any decision: the query alone, so that a relevance of a half asks for half of a full answer.
    pub fn of_the_query() -> Linear {
        Linear { bias: -3.0, query: 6.0, ..Linear::zero() }
    }

    /// Nothing speaks for or against anything.
    pub fn zero() -> Linear {
        Linear { bias: 0.0, query: 0.0, several: 0.0, words: vec![0.0; BUCKETS as usize] }
    }

    /// Log odds that the article belongs.
    pub fn score(&self, input: &Input) -> f64 {
        let words = input.features.iter().map(|(feature, value)| self.word(feature) * value);
        let several = if input.several { self.several } else { 0.0 };
        self.bias + self.query * input.query + several + words.sum::<f64>()
    }

    /// What adds most to the score, for or against, at most `limit`. Words that say nothing to a reader are one reason together.
    pub fn reasons(&self, input: &Input, limit: usize) -> Vec<Reason> {
        let mut common = Reason { what: "common words".to_owned(), adds: 0.0 };
        let mut reasons = Vec::new();
        for (feature, value) in &input.features {
            let adds = self.word(feature) * value;
            match feature.words.split(' ').any(|word| rarity(word) >= TELLING) {
                true => reasons.push(Reason { what: format!("\"{}\"", feature.words), adds }),
                false => common.adds += adds,
            }
        }
        let several = if input.several { self.several } else { 0.0 };
        let what = format!("answers {}", input.phrases.join(", "));
        reasons.extend([common, Reason { what, adds: self.query * input.query + several }]);
        reasons.retain(|reason| reason.adds.abs() >= LEAST_REASON);
        reasons.sort_by(|a, b| b.adds.abs().total_cmp(&a.adds.abs()).then(a.what.cmp(&b.what)));
        reasons.truncate(limit);
        reasons
    }

    fn word(&self, feature: &Feature) -> f64 {
        self.words.get(feature.bucket as usize).copied().unwrap_or_default()
    }
}

/// Rarity from which a word says something to a reader: all but the fifty commonest of headlines.
const TELLING: f64 = 0.61;

/// A reason that moves the odds by less than a twentieth is none.
const LEAST_REASON: f64 = 0.05;

/// Log odds as a share from 0 to 1.
pub fn probability(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}

/// Weights of words below this are not written down: together they move the figures on held-back headlines by less than
/// 0.002 and would make the file four times as large.
const LEAST_WRITTEN: f64 = 0.1;

/// Weights as they are written down: thousandths, and of the words only those that say something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearFile {
    bias: i64,
    query: i64,
    several: i64,
    /// `bucket:weight`, in the order of the buckets.
    words: String,
}

/// What is wrong with a written model.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the model's weights cannot be read: {0:?} is no `bucket:weight`")]
pub struct BadWeights(String);

impl From<&Linear> for LinearFile {
    fn from(linear: &Linear) -> LinearFile {
        let words =
            linear.words.iter().enumerate().filter(|(_, weight)| weight.abs() >= LEAST_WRITTEN);
        let words: Vec<String> =
            words.map(|(bucket, weight)| format!("{bucket}:{}", thousandths(*weight))).collect();
        LinearFile {
            bias: thousandths(linear.bias),
            query: thousandths(linear.query),
            several: thousandths(linear.several),
            words: words.join(" "),
        }
    }
}

impl TryFrom<&LinearFile> for Linear {
    type Error = BadWeights;

    fn try_from(file: &LinearFile) -> Result<Linear, BadWeights> {
        let mut linear = Linear {
            bias: from_thousandths(file.bias),
            query: from_thousandths(file.query),
            several: from_thousandths(file.several),
            ..Linear::zero()
        };
        for pair in file.words.split_whitespace() {
            let (bucket, weight) = read(pair).ok_or_else(|| BadWeights(pair.to_owned()))?;
            *linear.words.get_mut(bucket).ok_or_else(|| BadWeights(pair.to_owned()))? = weight;
        }
        Ok(linear)
    }
}

fn read(pair: &str) -> Option<(usize, f64)> {
    let (bucket, weight) = pair.split_once(':')?;
    Some((bucket.parse().ok()?, from_thousandths(weight.parse().ok()?)))
}

fn thousandths(weight: f64) -> i64 {
    (weight * 1000.0).round() as i64
}

fn from_thousandths(weight: i64) -> f64 {
    weight as f64 / 1000.0
}

/// The sections of a topic, a model each: the one that speaks loudest is chosen.
pub type Sections = BTreeMap<String, Linear>;

#[cfg(test)]
mod tests {
    use super::super::tests::headline;
    use super::*;

    #[test]
    fn weights_are_written_and_read_back() {
        let mut linear = Linear::of_the_query();
        linear.words[7] = -0.25;
        linear.words[65_535] = 1.5;
        let file = LinearFile::from(&linear);
        assert_eq!(file.words, "7:-250 65535:1500");
        assert_eq!(Linear::try_from(&file), Ok(linear));
        for bad in ["7", "7:x", "65536:1", "-1:1"] {
            let file = LinearFile { words: bad.to_owned(), ..file.clone() };
            assert_eq!(Linear::try_from(&file), Err(BadWeights(bad.to_owned())));
        }
    }

    #[test]
    fn reasons_add_up_to_the_score() {
        let query = Query::new(&["wind".to_owned(), "solar".to_owned()], &[]);
        let mut linear = Linear { several: 0.5, ..Linear::of_the_query() };
        let input = Input::new(&headline("Wind and solar power"), &query);
        linear.words[input.features[0].0.bucket as usize] = -2.0;
        let reasons = linear.reasons(&input, 9);
        let sum: f64 = reasons.iter().map(|reason| reason.adds).sum();
        assert!((linear.bias + sum - linear.score(&input)).abs() < 1e-9);
        assert_eq!(reasons[0].what, "answers \"wind\" in the title, \"solar\" in the title");
    }
}
