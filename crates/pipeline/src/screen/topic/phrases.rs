//! How well an article answers a query: phrases, matched by stems, weighed by how rare their words are.

use super::rarity::rarity;
use super::tokens::{stem, tokens};
use news::Article;
use std::collections::{BTreeMap, BTreeSet};

/// What a full match is worth where it stands. In the headline one suffices for an edition's usual threshold of a
/// half, in the lead too, further down it takes two.
const IN_TITLE: f64 = 0.9;
const IN_LEAD: f64 = 0.6;
const IN_TEXT: f64 = 0.35;

/// Words of the text that are its lead, and words that are read at all.
const LEAD_WORDS: usize = 80;
const TEXT_WORDS: usize = 2_000;

/// A phrase of several words that stand apart from each other counts half, when at least this share of its rare
/// words is there.
const APART: f64 = 0.5;
const LEAST_SHARE: f64 = 0.7;

/// What a word is worth beside a phrase of the query for each example story that holds it: in four it says as much, of words
/// that only two share a headline must hold two. The words of an only story are worth as much as if two shared them.
const OF_A_STORY: f64 = 0.25;

/// Words of example stories count when they are at least this rare.
const RARE: f64 = 0.8;

/// A phrase of a query made ready.
struct Phrase {
    written: String,
    /// From 0 to 1.
    worth: f64,
    stems: Vec<String>,
    /// Of each word.
    rarities: Vec<f64>,
    /// Written in capitals, as "AI": it must stand so in the article too, or "Ai Weiwei" would answer it.
    in_capitals: bool,
}

impl Phrase {
    fn new(written: &str, worth: f64) -> Phrase {
        let words = tokens(written, TEXT_WORDS);
        Phrase {
            written: written.to_owned(),
            worth,
            stems: words.iter().map(|word| stem(word).to_owned()).collect(),
            rarities: words.iter().map(|word| rarity(word)).collect(),
            in_capitals: words.len() == 1 && is_in_capitals(written),
        }
    }

    /// From 0 to 1: how much of it stands in these words. Those that stand apart count by how rare they are: of "news about
    /// offshore wind" the last two say nearly all.
    fn share(&self, words: &Words) -> f64 {
        if self.in_capitals && !words.has_capitals(&self.written) {
            return 0.0;
        }
        if words.has_in_order(&self.stems) {
            return 1.0;
        }
        let all: f64 = self.rarities.iter().sum();
        let there = self.stems.iter().zip(&self.rarities);
        let there = there.filter(|(stem, _)| words.set.contains(stem.as_str()));
        let share = there.map(|(_, rarity)| rarity).sum::<f64>() / all.max(f64::MIN_POSITIVE);
        if self.stems.len() > 1 && share >= LEAST_SHARE { APART * share } else { 0.0 }
    }
}

/// Several letters, all of them capitals.
fn is_in_capitals(written: &str) -> bool {
    let letters = written.trim();
    letters.chars().count() > 1 && letters.chars().all(char::is_uppercase)
}

/// Words of one part of an article.
struct Words<'a> {
    list: Vec<&'a str>,
    set: BTreeSet<&'a str>,
    /// As the outlet wrote them.
    text: &'a str,
}

impl<'a> Words<'a> {
    fn new(words: &'a [String], text: &'a str) -> Words<'a> {
        let list: Vec<&str> = words.iter().map(|word| stem(word)).collect();
        Words { set: list.iter().copied().collect(), list, text }
    }

    /// Whether the letters stand there in capitals, with points or without.
    fn has_capitals(&self, letters: &str) -> bool {
        let with_points = || letters.chars().flat_map(|letter| [letter, '.']).collect::<String>();
        self.text.contains(letters) || self.text.contains(&with_points())
    }

    fn has_in_order(&self, stems: &[String]) -> bool {
        let first = stems.first().is_some_and(|first| self.set.contains(first.as_str()));
        first && self.list.windows(stems.len()).any(|window| window == stems)
    }
}

/// A phrase that an article answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// As written in the settings.
    pub phrase: String,
    /// Where: "title", "lead" or "text".
    pub place: &'static str,
    /// From 0 to 1.
    pub strength: f64,
}

/// What an edition is about, in phrases.
pub struct Query {
    phrases: Vec<Phrase>,
}

impl Query {
    /// Makes phrases and example stories ready; phrases without a word are left out.
    pub fn new(phrases: &[String], stories: &[String]) -> Query {
        let mut query = Query { phrases: Vec::new() };
        query.extend(phrases, stories);
        query
    }

    /// Takes further phrases and stories in.
    pub fn extend(&mut self, phrases: &[String], stories: &[String]) {
        let of_query = phrases.iter().map(|phrase| Phrase::new(phrase, 1.0));
        let of_stories = shared_words(stories).into_iter();
        let of_stories = of_stories.map(|(word, worth)| Phrase::new(&word, worth));
        let full = of_query.chain(of_stories).filter(|phrase| !phrase.stems.is_empty());
        self.phrases.extend(full);
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The phrases that the article answers, in the query's order, each where it is worth most.
    pub fn hits(&self, article: &Article) -> Vec<Hit> {
        let title = tokens(&article.title, TEXT_WORDS);
        let text = tokens(&article.text, TEXT_WORDS);
        let lead = &text[..text.len().min(LEAD_WORDS)];
        let places = [
            ("title", IN_TITLE, Words::new(&title, &article.title)),
            ("lead", IN_LEAD, Words::new(lead, &article.text)),
            ("text", IN_TEXT, Words::new(&text, &article.text)),
        ];
        let hits = self.phrases.iter().filter_map(|phrase| {
            places.iter().find_map(|(place, worth, words)| {
                let strength = worth * phrase.worth * phrase.share(words);
                let phrase = phrase.written.clone();
                (strength > 0.0).then_some(Hit { phrase, place, strength })
            })
        });
        hits.collect()
    }
}

/// The rare words that example stories share, by stem, with what each is worth.
fn shared_words(stories: &[String]) -> Vec<(String, f64)> {
    let mut counted: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for story in stories {
        let words = tokens(story, LEAD_WORDS);
        let rare = words.iter().filter(|word| rarity(word) >= RARE && word.chars().count() > 1);
        let by_stem: BTreeMap<&str, &String> = rare.map(|word| (stem(word), word)).collect();
        for (stem, word) in by_stem {
            counted.entry(stem.to_owned()).or_insert_with(|| (0, word.clone())).0 += 1;
        }
    }
    let as_many = if stories.len() == 1 { 2 } else { 1 };
    let shared = counted.into_values().map(|(count, word)| (count * as_many, word));
    let shared = shared.filter(|(count, _)| *count > 1);
    shared.map(|(count, word)| (word, (OF_A_STORY * count as f64).min(1.0))).collect()
}

/// What hits are worth together: as if each alone could say that the article belongs.
pub fn together(hits: &[Hit]) -> f64 {
    1.0 - hits.iter().map(|hit| 1.0 - hit.strength).product::<f64>()
}

#[cfg(test)]
mod tests {
    use super::super::tests::headline;
    use super::*;

    #[test]
    fn phrases_match_by_stem_and_rarity() {
        check("offshore wind", "Offshore winds power town", 0.9);
        check("offshore wind", "Wind farm offshore opens", 0.45);
        check("wind turbine", "Strong winds fell trees", 0.0);
        check("solar", "Panels on every roof", 0.0);
        // Apart, the rare words count: enough of them, and those alone.
        assert!(strength("of photovoltaics", "Photovoltaic panels pay") > 0.3);
        check("news about photovoltaics", "News about the pier", 0.0);
    }

    #[track_caller]
    fn check(query: &str, title: &str, expected: f64) {
        assert!((strength(query, title) - expected).abs() < 1e-9, "{}", strength(query, title));
    }

    fn strength(query: &str, title: &str) -> f64 {
        together(&Query::new(&[query.to_owned()], &[]).hits(&headline(title)))
    }

    #[test]
    fn capitals_answer_capitals_only() {
        check("AI", "AI writes menus", 0.9);
        check("AI", "A.I. Writes Menus", 0.9);
        check("AI", "Ai Weiwei writes menus", 0.0);
        check("ai", "Ai Weiwei writes menus", 0.9);
    }

    #[test]
    fn example_stories_give_their_rare_words() {
        let stories = [
            "Offshore wind turbines for the North Sea",
            "New turbines: offshore park grows",
            "Sea ice melts",
        ];
        let query = Query::new(&[], &stories.map(str::to_owned));
        let strength = |title: &str| together(&query.hits(&headline(title)));
        assert!(strength("Offshore turbine loses blade") > 0.5);
        assert!(strength("Turbine hall opens") < 0.5);
        assert!(strength("New hall for the town").abs() < 1e-9);
    }

    #[test]
    fn the_headline_counts_more_than_the_text() {
        let query = Query::new(&["photovoltaic".to_owned()], &[]);
        let filler = "word ".repeat(200);
        let place = |title: &str, text: &str| {
            let hits = query.hits(&news::Article { text: text.to_owned(), ..headline(title) });
            hits.first().map_or("none", |hit| hit.place)
        };
        assert_eq!(place("Photovoltaics pay", "Photovoltaic cells."), "title");
        assert_eq!(place("Cells pay", "Photovoltaic cells."), "lead");
        assert_eq!(place("Cells pay", &format!("{filler} photovoltaic")), "text");
        assert_eq!(place("Cells pay", ""), "none");
        assert!(Query::new(&["…".to_owned()], &[]).is_empty());
    }
}
