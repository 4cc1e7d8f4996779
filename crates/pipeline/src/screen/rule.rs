//! One include or mute rule: a word or phrase, an expression between slashes, or one of them in a field.
//!
//! `pier`, `old pier`, `/pier(s|head)/` look at title and text; `title:pier`, `author:Ada Byline`,
//! `section:/sport|football/`, `url:/live/` at that field; `outlet:Harbour Post` at who publishes it.

use news::{Article, Registry};
use regex::{Regex, RegexBuilder};

/// Bytes that a compiled expression may take; the largest that a person would write takes a tenth.
const COMPILED_BYTES: usize = 4 << 20;

/// A rule that cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rule:?}: {why}")]
pub struct BadRule {
    /// As written.
    pub rule: String,
    /// What is wrong with it.
    pub why: String,
}

/// A rule made ready.
pub struct Rule {
    /// As the editor wrote it.
    pub written: String,
    field: Field,
    test: Test,
}

/// Where a rule looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    /// Title, then text.
    Words,
    Title,
    Text,
    Author,
    Section,
    Url,
    Outlet,
}

/// The fields that a rule may name.
const FIELDS: [(&str, Field); 6] = [
    ("title", Field::Title),
    ("text", Field::Text),
    ("author", Field::Author),
    ("section", Field::Section),
    ("url", Field::Url),
    ("outlet", Field::Outlet),
];

/// Names that somebody who means a field may write.
const SLIPS: [&str; 12] = [
    "titles", "headline", "authors", "byline", "sections", "category", "outlets", "source", "site",
    "domain", "language", "body",
];

enum Test {
    Expression(Regex),
    /// Any name or domain of the outlet.
    Outlet(String),
}

impl Rule {
    /// Compiles it. Words match whole words in any case; `/…/` matches as the expression says, in any case.
    pub fn new(written: &str) -> Result<Rule, BadRule> {
        let bad = |why: String| BadRule { rule: written.to_owned(), why };
        let (field, sought) = field(written.trim()).map_err(bad)?;
        let inner = sought.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        if inner.unwrap_or(sought).is_empty() {
            return Err(bad("it is empty and would match everything".to_owned()));
        }
        let test = match (field, inner) {
            (Field::Outlet, None) => Test::Outlet(sought.to_owned()),
            (_, None) => Test::Expression(expression(&phrase(sought)).map_err(bad)?),
            (_, Some(inner)) => Test::Expression(expression(inner).map_err(bad)?),
        };
        Ok(Rule { written: written.to_owned(), field, test })
    }

    /// Where it matches: "title", "text", "author", "section", "address" or "outlet".
    pub fn place(&self, article: &Article, registry: &Registry) -> Option<&'static str> {
        match &self.test {
            Test::Outlet(named) => is_of(article, registry, named).then_some("outlet"),
            Test::Expression(expression) => {
                let places = places(self.field, article);
                places.into_iter().find(|(_, text)| expression.is_match(text)).map(|(name, _)| name)
            }
        }
    }
}

/// The field that a rule names, and what it seeks there.
///
/// A colon in other places is part of a phrase: "Live: the match" seeks just that.
fn field(written: &str) -> Result<(Field, &str), String> {
    let Some((name, sought)) = written.split_once(':') else { return Ok((Field::Words, written)) };
    let known = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    match known {
        Some((_, field)) => Ok((*field, sought.trim())),
        // A phrase may hold a colon, as "re:publica" does; these names are slips of the pen.
        None if SLIPS.contains(&name.to_lowercase().as_str()) => {
            let names = FIELDS.map(|(name, _)| name).join(", ");
            Err(format!("there is no field {name:?}; a rule may name {names}"))
        }
        None => Ok((Field::Words, written)),
    }
}

fn expression(pattern: &str) -> Result<Regex, String> {
    let compiled =
        RegexBuilder::new(pattern).case_insensitive(true).size_limit(COMPILED_BYTES).build();
    compiled.map_err(|error| error.to_string())
}

/// Texts of a field, with what messages call them.
fn places(field: Field, article: &Article) -> Vec<(&'static str, &str)> {
    let title = ("title", Some(article.title.as_str()));
    let text = ("text", Some(article.text.as_str()));
    let places = match field {
        Field::Words => vec![title, text],
        Field::Title => vec![title],
        Field::Text => vec![text],
        Field::Author => vec![("author", article.byline.as_deref())],
        Field::Section => vec![("section", article.section.as_deref())],
        Field::Url => vec![("address", article.url.as_deref())],
        Field::Outlet => vec![
            ("outlet", Some(article.outlet.0.as_str())),
            ("outlet", article.named_source.as_deref()),
        ],
    };
    places.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
}

/// Whether the outlet, or the publisher that the entry names, is the one meant: by name or by any of its domains.
fn is_of(article: &Article, registry: &Registry, named: &str) -> bool {
    let meant = registry.find(named);
    let publishers = [Some(article.outlet.0.as_str()), article.named_source.as_deref()];
    publishers.into_iter().flatten().any(|publisher| {
        let outlet = registry.find(publisher);
        outlet.id == meant.id || outlet.name.eq_ignore_ascii_case(named)
    })
}

/// The phrase as an expression: whole words, any white space between them.
///
/// Scripts without spaces have no word bounds within a sentence, so a bound is asked only next to
/// letters that have them.
fn phrase(words: &str) -> String {
    let escaped: Vec<String> = words.split_whitespace().map(regex::escape).collect();
    let bound = |edge: Option<char>| {
        edge.is_some_and(|c| {
            c.is_alphanumeric() && c.is_lowercase() != c.is_uppercase() || c.is_numeric()
        })
    };
    let before = if bound(words.chars().next()) { r"\b" } else { "" };
    let after = if bound(words.chars().next_back()) { r"\b" } else { "" };
    format!("{before}{}{after}", escaped.join(r"\s+"))
}
