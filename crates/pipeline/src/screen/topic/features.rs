//! What of an article a topic is learned by: words, pairs of words, and the beginnings and ends of long
//! words, each under a fixed hash.

use super::tokens::tokens;
use news::Article;
use std::collections::BTreeMap;

/// Buckets of the hash. With 2^15 the figures on held-back headlines are the same within their error, with 2^13
/// they fall; 2^16 leaves an edition's own words room.
pub const BUCKETS: u32 = 1 << 16;

/// Words of a text that count: the lead says what an article is about, the rest wanders.
const LEAD_WORDS: usize = 80;

/// Words of a headline that count; longer ones are texts in the wrong field.
const TITLE_WORDS: usize = 60;

/// What a feature of the lead counts beside one of the headline. Not measured, since the labelled headlines have no
/// texts: so that a lead of usual length weighs a little less than its headline.
const LEAD_SHARE: f64 = 0.3;

/// What the kinds of features count. Chosen by cross-validation over stories; each value between 0.2 and 1 does nearly the same.
const PAIR: f64 = 0.7;
const PART: f64 = 0.3;

/// Letters of a word from which its beginning and end count too, which joins its forms.
const LONG: usize = 6;

/// A feature as an editor reads it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature {
    /// The word, the two words, or the part with a hyphen where it was cut.
    pub words: String,
    /// Its bucket.
    pub bucket: u32,
}

/// The features of an article with what each counts; the squares add up to 1. Sorted.
pub fn features(article: &Article) -> Vec<(Feature, f64)> {
    let mut counted: BTreeMap<String, f64> = BTreeMap::new();
    count(&tokens(&article.title, TITLE_WORDS), 1.0, &mut counted);
    count(&tokens(&article.text, LEAD_WORDS), LEAD_SHARE, &mut counted);
    let length = counted.values().map(|value| value * value).sum::<f64>().sqrt();
    let named = |(words, value): (String, f64)| {
        let bucket = bucket(&words);
        (Feature { words, bucket }, value / length)
    };
    counted.into_iter().map(named).collect()
}

/// Counts each feature once, with the most that it is worth.
fn count(words: &[String], share: f64, counted: &mut BTreeMap<String, f64>) {
    let mut note = |feature: String, worth: f64| {
        let value = counted.entry(feature).or_default();
        *value = value.max(worth * share);
    };
    for word in words {
        note(word.clone(), 1.0);
        let letters: Vec<char> = word.chars().collect();
        if letters.len() >= LONG {
            note(format!("{}-", letters[..4].iter().collect::<String>()), PART);
            note(format!("-{}", letters[letters.len() - 5..].iter().collect::<String>()), PART);
        }
    }
    for pair in words.windows(2) {
        note(pair.join(" "), PAIR);
    }
}

fn bucket(words: &str) -> u32 {
    let hash = hash(words);
    // Folded, so that all bits of the hash choose the bucket.
    ((hash ^ (hash >> 32)) as u32) % BUCKETS
}

/// FNV-1a: fixed for good, since stored weights depend on it.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::headline;
    use super::*;

    #[test]
    fn headlines_become_words_pairs_and_parts() {
        let found = features(&headline("Chatbots lie"));
        let words: Vec<&str> = found.iter().map(|(feature, _)| feature.words.as_str()).collect();
        assert_eq!(words, ["-tbots", "chat-", "chatbots", "chatbots lie", "lie"]);
        let length: f64 = found.iter().map(|(_, value)| value * value).sum();
        assert!((length - 1.0).abs() < 1e-9);
        assert!(features(&headline("")).is_empty());
    }

    #[test]
    fn the_hash_never_changes() {
        assert_eq!(
            [bucket("ai"), bucket("neural network"), bucket("-tbots")],
            [45_592, 57_563, 4_504]
        );
    }
}
