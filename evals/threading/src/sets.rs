//! The labelled sets, and the variants of them that the scorer is trained on too.

use anyhow::Context;
use jiff::Timestamp;
use news::{Article, ArticleId, OutletId, SourceTime};
use serde_json::Value;
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// The sets by name. Of the first, the times are about true.
pub const NAMES: [&str; 4] = ["uci-nlp100", "ecbplus", "galaxy-odd", "allsides-early"];

/// Articles in order of arrival, with the story of each.
#[derive(Clone)]
pub struct Set {
    pub name: String,
    /// How much it weighs in training.
    pub weight: f64,
    pub articles: Vec<(Article, String)>,
    /// What a sentence model makes of each article; empty without one.
    pub vectors: Vec<Vec<f32>>,
}

impl Set {
    /// The vector of the article at a place; empty without a sentence model.
    pub fn vector(&self, place: usize) -> Vec<f32> {
        self.vectors.get(place).cloned().unwrap_or_default()
    }
}

/// Reads the sets from the folder that holds `thread/`.
pub fn read(folder: &Path) -> anyhow::Result<Vec<Set>> {
    NAMES.iter().map(|name| read_set(&folder.join("thread").join(name), name)).collect()
}

fn read_set(folder: &Path, name: &str) -> anyhow::Result<Set> {
    let gold = text(&folder.join("gold.jsonl"))?;
    let gold: HashMap<String, String> = gold
        .lines()
        .map(|line| {
            let object: Value = serde_json::from_str(line)?;
            Ok((said(&object, "id"), said(&object, "story")))
        })
        .collect::<anyhow::Result<_>>()?;
    let plain = folder.join("articles.jsonl");
    let lines =
        if plain.exists() { text(&plain)? } else { text(&folder.join("articles.jsonl.gz"))? };
    let articles = lines.lines().map(|line| {
        let object: Value = serde_json::from_str(line)?;
        let article = article(&object);
        let story =
            gold.get(&article.id.0).with_context(|| format!("{}: no story", article.id.0))?;
        Ok((article, story.clone()))
    });
    let articles = articles.collect::<anyhow::Result<_>>()?;
    // Ten times the articles of any other, and the only set with true days: more to learn from.
    let weight = if name == NAMES[0] { 1.6 } else { 1.0 };
    Ok(Set { name: name.to_owned(), weight, articles, vectors: Vec::new() })
}

fn text(path: &Path) -> anyhow::Result<String> {
    let bytes =
        std::fs::read(path).with_context(|| format!("{}: could not read", path.display()))?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text)
}

fn said(object: &Value, key: &str) -> String {
    object[key].as_str().unwrap_or_default().to_owned()
}

fn article(object: &Value) -> Article {
    let given = |key: &str| Some(said(object, key)).filter(|text| !text.is_empty());
    let published = given("published").and_then(|time| SourceTime::parse(&time).ok());
    Article {
        id: ArticleId(said(object, "id")),
        outlet: OutletId(said(object, "outlet")),
        url: given("url"),
        title: said(object, "title"),
        text: said(object, "text"),
        byline: None,
        published,
        modified: None,
        language: given("language"),
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: published.map_or(Timestamp::UNIX_EPOCH, |time| time.instant),
    }
}

/// What the sets lack and the news has: articles without an address, headlines alone, news at twenty
/// times the density, and stories that last four times as long.
pub fn variants(sets: &[Set]) -> Vec<Set> {
    let mut variants = Vec::new();
    for set in sets {
        variants.push(varied(set, "without addresses", 0.4, without_address));
        if set.articles.iter().any(|(article, _)| !article.text.is_empty()) {
            variants.push(varied(set, "headlines alone", 0.3, headline_alone));
        }
    }
    for (set, times, name) in
        [(0, 0.05, "twenty times as dense"), (0, 4.0, "slow"), (3, 4.0, "slow")]
    {
        let first = sets[set].articles[0].0.reported();
        variants.push(varied(&sets[set], name, 0.3, |article| stretched(article, first, times)));
    }
    variants
}

fn varied(set: &Set, how: &str, weight: f64, change: impl Fn(&Article) -> Option<Article>) -> Set {
    let articles = set.articles.iter();
    let articles = articles.filter_map(|(article, story)| Some((change(article)?, story.clone())));
    let name = format!("{}, {how}", set.name);
    Set { name, weight, articles: articles.collect(), vectors: Vec::new() }
}

fn without_address(article: &Article) -> Option<Article> {
    Some(Article { url: None, ..article.clone() })
}

fn headline_alone(article: &Article) -> Option<Article> {
    let has_headline = !article.title.is_empty();
    has_headline.then(|| Article { url: None, text: String::new(), ..article.clone() })
}

/// Addresses name days of the old time, so a stretched article has none.
fn stretched(article: &Article, first: Timestamp, times: f64) -> Option<Article> {
    let after = article.reported().as_second() - first.as_second();
    let seconds = first.as_second() + (after as f64 * times) as i64;
    let seen = Timestamp::from_second(seconds).ok()?;
    let published = Some(SourceTime::utc(seen));
    Some(Article { published, seen, url: None, ..article.clone() })
}
