//! One include or mute rule: a word, a phrase, or a regular expression between slashes.

use news::Article;
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
    expression: Regex,
}

impl Rule {
    /// Compiles it. Words match whole words in any case; `/…/` matches as the expression says, in any case.
    pub fn new(written: &str) -> Result<Rule, BadRule> {
        let bad = |why: String| BadRule { rule: written.to_owned(), why };
        let trimmed = written.trim();
        let inner = trimmed.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
        if inner.unwrap_or(trimmed).is_empty() {
            return Err(bad("it is empty and would match everything".to_owned()));
        }
        let pattern = inner.map_or_else(|| phrase(trimmed), str::to_owned);
        let compiled =
            RegexBuilder::new(&pattern).case_insensitive(true).size_limit(COMPILED_BYTES).build();
        let expression = compiled.map_err(|error| bad(error.to_string()))?;
        Ok(Rule { written: written.to_owned(), expression })
    }

    /// Where it matches: "title" or "text".
    pub fn place(&self, article: &Article) -> Option<&'static str> {
        let places = [("title", &article.title), ("text", &article.text)];
        places.into_iter().find(|(_, text)| self.expression.is_match(text)).map(|(name, _)| name)
    }
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
