//! Words that people said, shown apart.

use super::likeness::in_order;
use super::page::{Page, REPEATS};
use crate::claims::{Footing, Passage};
use crate::quotes::{FoundQuote, QuoteKind, quotes_in};
use crate::tongue::Tongue;
use news::{Part, Quote, Statement};
use std::collections::BTreeSet;
use std::ops::Range;

/// Quotes of fewer words are labels, longer ones are speeches.
const FEWEST_WORDS: usize = 6;
const MOST_WORDS: usize = 40;

/// A quote with its speaker, found in one passage.
struct Found {
    passage: usize,
    group: usize,
    words: Range<usize>,
    speaker: String,
}

/// Chooses quotes of different speakers that matter, and takes their words from the budget.
pub(super) fn choose(page: &mut Page<'_>) -> Vec<Quote<Statement>> {
    let mut found = found(page);
    found.sort_by(|a, b| {
        let worth = |f: &Found| page.worth(f.group);
        worth(b).total_cmp(&worth(a)).then(a.passage.cmp(&b.passage))
    });
    let mut speakers = BTreeSet::new();
    let mut chosen = Vec::new();
    for quote in found {
        let known = speakers.contains(&last_word(&quote.speaker));
        if chosen.len() == page.style.quotes || known || !page.fits(quote.passage) {
            continue;
        }
        if let Some(shown) = shown(page, &quote)
            && !chosen.iter().any(|other| repeats(other, &shown))
        {
            speakers.insert(last_word(&quote.speaker));
            page.charge(quote.passage);
            page.close(quote.group);
            chosen.push(shown);
        }
    }
    chosen
}

/// Whether two quotes are the same words, by speakers whose names are spelled in two ways.
fn repeats(one: &Quote<Statement>, other: &Quote<Statement>) -> bool {
    let split = |quote: &Quote<Statement>| -> Vec<String> {
        quote.words.text().split_whitespace().map(str::to_lowercase).collect()
    };
    in_order(&split(one), &split(other)) > REPEATS
}

fn last_word(name: &str) -> String {
    name.split_whitespace().last().unwrap_or_default().to_lowercase()
}

fn shown(page: &Page<'_>, quote: &Found) -> Option<Quote<Statement>> {
    let passage = &page.material.passages[quote.passage];
    let evidence =
        page.material.sources.evidence(passage.article, Part::Text, passage.span.clone())?;
    let words =
        Statement::new(passage.text.get(quote.words.clone())?.to_owned(), vec![evidence]).ok()?;
    Some(Quote { words, speaker: quote.speaker.clone() })
}

fn found(page: &Page<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (group, members) in page.material.groups.iter().enumerate() {
        let at = members.lead();
        let passage = &page.material.passages[at];
        let open = passage.footing == Footing::Alone && page.is_open(group);
        if open && passage.quoted_share() > 0.0 {
            let quotes = quotes_in(passage.tongue, passage.text);
            let usable = quotes.into_iter().find_map(|quote| usable(passage, quote));
            found.extend(usable.map(|(words, speaker)| Found {
                passage: at,
                group,
                words,
                speaker,
            }));
        }
    }
    found
}

/// The words and the speaker of a direct quote that can be shown.
fn usable(passage: &Passage<'_>, quote: FoundQuote) -> Option<(Range<usize>, String)> {
    if quote.kind != QuoteKind::Direct {
        return None;
    }
    let text = passage.text;
    let words = trimmed(text, quote.span)?;
    let count = text.get(words.clone())?.split_whitespace().count();
    let speaker = text.get(quote.speaker?)?.trim();
    let fits = (FEWEST_WORDS..=MOST_WORDS).contains(&count) && is_named(passage, speaker);
    let whole = text.get(words.clone())?.starts_with(|c: char| c.is_uppercase());
    (fits && whole).then(|| (words, speaker.to_owned()))
}

/// Without the comma before the closing mark.
fn trimmed(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let quote = text.get(span.clone())?;
    let kept = quote.trim_end().trim_end_matches(',');
    let start = span.start + (kept.len() - kept.trim_start().len());
    Some(start..span.start + kept.len())
}

/// Whether a speaker is a person's name: two words with capitals, no pronoun.
fn is_named(passage: &Passage<'_>, speaker: &str) -> bool {
    if passage.tongue == Tongue::German {
        let known = |word: &str| {
            passage.names.iter().any(|name| name.keys.iter().any(|key| *key == word.to_lowercase()))
        };
        let words = || speaker.split_whitespace();
        return words().count() > 1
            && words().all(|word| word.starts_with(char::is_uppercase))
            && words().last().is_some_and(known);
    }
    speaker.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count() > 1
}
