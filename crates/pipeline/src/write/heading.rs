//! What stands above a section: a source's own title where it says what the section says, or a label
//! that names what its sentences have in common and asserts nothing.

use super::counts::counts;
use super::headline::{Titled, faultless};
use super::likeness::in_order;
use super::page::Page;
use super::subject::{self, subjects};
use super::topic::Topic;
use crate::check::words::{Kind, Word};
use crate::claims::Passage;
use crate::tongue::Tongue;
use news::{Heading, Statement};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A title says what a section says when its sentences use this share of the title's words, and the
/// headline no more than that share. Chosen on the labelled stories by reading: lower, titles promise
/// what the section does not tell; higher, none is left.
const TOLD_BELOW: f64 = 0.7;
const TOLD_ABOVE: f64 = 0.5;

/// Titles of fewer words name a topic, those of more are too long for a heading.
const TITLE_WORDS: std::ops::RangeInclusive<usize> = 4..=12;

/// Two of three sentences give a section its heading.
const MOST_OF: (usize, usize) = (2, 3);

/// A heading for a section on `topic` that is none of `taken`.
pub(super) fn heading(
    page: &Page<'_>,
    topic: Topic,
    passages: &[&Passage<'_>],
    taken: &[String],
) -> Heading<Statement> {
    match stating(page, passages, taken) {
        Some(title) => Heading::Stating(title),
        None => Heading::Label(label(page, topic, passages, taken)),
    }
}

/// The title of a source that tells what the passages tell, and the headline does not.
fn stating(page: &Page<'_>, passages: &[&Passage<'_>], taken: &[String]) -> Option<Statement> {
    let said: HashSet<&str> = passages.iter().flat_map(|passage| passage.stems()).collect();
    let share = |title: &Titled| {
        let told = title.stems.iter().filter(|stem| said.contains(stem.as_str())).count();
        told as f64 / title.stems.len().max(1) as f64
    };
    // What the lede has said is no news below it.
    let is_news = |title: &Titled| share(title) > page.told_before_body(&title.stems);
    let fits = |title: &&Titled| {
        let key = |text: &str| -> Vec<String> {
            text.split_whitespace().map(str::to_lowercase).collect()
        };
        let words = key(title.statement.text());
        TITLE_WORDS.contains(&words.len())
            && share(title) >= TOLD_BELOW
            && is_news(title)
            && page.told_by_headline(&title.stems) <= TOLD_ABOVE
            && !taken.iter().any(|other| in_order(&key(other), &words) > TOLD_ABOVE)
            && !page.gives_disputed_figure(title.statement.text())
    };
    let titles = faultless(page.material, page.registry);
    let best = titles
        .iter()
        .enumerate()
        .filter(|(_, title)| fits(title))
        .max_by(|a, b| share(a.1).total_cmp(&share(b.1)).then(b.0.cmp(&a.0)));
    best.map(|(_, title)| title.statement.clone())
}

fn label(page: &Page<'_>, topic: Topic, passages: &[&Passage<'_>], taken: &[String]) -> String {
    let tongue = page.material.sources.main_tongue();
    let free = |label: &String| !taken.contains(label);
    let own = match topic {
        Topic::Background | Topic::Next | Topic::Analysis => None,
        _ => speaker(passages).map(|name| said_by(tongue, &name)),
    };
    let dealt = match topic {
        Topic::Events | Topic::Details | Topic::Since => dealt_with(page, passages, taken),
        _ => None,
    };
    own.filter(&free).or(dealt).unwrap_or_else(|| topic.label(tongue).to_owned())
}

fn said_by(tongue: Tongue, name: &str) -> String {
    match tongue {
        Tongue::German => format!("Was {name} sagt"),
        _ => format!("What {name} said"),
    }
}

/// The subject, the figures or the name that most passages have in common.
fn dealt_with(page: &Page<'_>, passages: &[&Passage<'_>], taken: &[String]) -> Option<String> {
    let tongue = page.material.sources.main_tongue();
    let least = most_of(passages.len());
    let own: Vec<BTreeSet<usize>> = passages.iter().map(|p| subjects(tongue, p.stems())).collect();
    if let Some(subject) = subject::most(tongue, &own, passages.len().div_ceil(2), taken) {
        return Some(subject::heading(tongue, subject).to_owned());
    }
    let counting = passages.iter().filter(|p| !counts(p).is_empty()).count();
    let figures = match tongue {
        Tongue::German => "Die Zahlen",
        _ => "The figures",
    };
    let figures = figures.to_owned();
    if passages.len() > 1 && counting >= least && !taken.contains(&figures) {
        return Some(figures);
    }
    let free = |label: &String| !taken.contains(label);
    named(page, passages).filter(free).or_else(|| thing(page, passages).filter(free))
}

fn most_of(all: usize) -> usize {
    (all * MOST_OF.0).div_ceil(MOST_OF.1).max(2)
}

/// Who says most of it, as a sentence names him or her in full.
fn speaker(passages: &[&Passage<'_>]) -> Option<String> {
    let mut said: HashMap<String, (usize, String)> = HashMap::new();
    for name in passages.iter().filter_map(|passage| passage.speaker()) {
        let key = name.split_whitespace().last().unwrap_or_default().to_lowercase();
        let (count, longest) = said.entry(key).or_default();
        *count += 1;
        if name.len() > longest.len() {
            *longest = name;
        }
    }
    let (count, name) = said.into_values().max()?;
    let capitals = |name: &str| {
        name.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
            && !matches!(name, "He" | "She" | "They" | "It" | "We" | "The" | "Er" | "Sie" | "Die")
    };
    let short = name.split_whitespace().count() <= 5 && !name.contains(',');
    (count >= most_of(passages.len()) && short && capitals(&name)).then_some(name)
}

/// The name of several words that most passages share and the headline lacks.
fn named(page: &Page<'_>, passages: &[&Passage<'_>]) -> Option<String> {
    let mut by: HashMap<&[String], (usize, &str)> = HashMap::new();
    for passage in passages {
        let mut seen = HashSet::new();
        for name in passage.names.iter().filter(|name| name.keys.len() > 1) {
            let text = passage.text.get(name.span.clone()).unwrap_or_default();
            if seen.insert(&name.keys) && is_plain(text) && page.told_by_headline(&name.keys) == 0.0
            {
                by.entry(&name.keys).or_insert((0, text)).0 += 1;
            }
        }
    }
    let (count, text) = by.into_values().max()?;
    (count >= most_of(passages.len())).then(|| text.to_owned())
}

/// Nouns that stand in any report and name nothing in it.
const ANYTHING: [&str; 34] = [
    "time",
    "day",
    "days",
    "week",
    "month",
    "year",
    "years",
    "way",
    "end",
    "part",
    "number",
    "case",
    "group",
    "country",
    "world",
    "people",
    "area",
    "place",
    "rest",
    "past",
    "fact",
    "other",
    "others",
    "same",
    "former",
    "latter",
    "latest",
    "event",
    "incident",
    "report",
    "statement",
    "man",
    "woman",
    "city",
];

/// "The gearbox": the thing that at least half of the passages speak of and the headline does not.
fn thing(page: &Page<'_>, passages: &[&Passage<'_>]) -> Option<String> {
    let least = passages.len().div_ceil(2).max(2);
    let mut nouns: Vec<&Word> = Vec::new();
    for noun in passages.iter().flat_map(|passage| things(&passage.words)) {
        let known = nouns.iter().any(|other| other.stem == noun.stem);
        let told = page.told_by_headline(std::slice::from_ref(&noun.stem)) > 0.0;
        if !known && !told && !ANYTHING.contains(&noun.key.as_str()) {
            nouns.push(noun);
        }
    }
    let speak = |noun: &Word| {
        passages.iter().filter(|passage| passage.stems().any(|stem| stem == noun.stem)).count()
    };
    let counted = nouns.iter().enumerate().map(|(at, noun)| (speak(noun), at, noun));
    let (count, _, noun) = counted.max_by_key(|(count, at, _)| (*count, std::cmp::Reverse(*at)))?;
    (count >= least).then(|| format!("The {}", noun.key))
}

/// Nouns right behind "the" with no other word of meaning behind them, which they would describe.
fn things(words: &[Word]) -> impl Iterator<Item = &Word> {
    (1..words.len()).filter_map(|at| {
        let noun = &words[at];
        let follows = words.get(at + 1).filter(|word| word.joined);
        let head = follows.is_none_or(|word| !word.is_content());
        let named = words[at - 1].key == "the" && noun.joined && noun.kind == Kind::Content;
        let plain = !noun.capital && noun.key.len() > 3 && !noun.key.ends_with("est");
        (named && head && plain && noun.key.bytes().all(|b| b.is_ascii_lowercase())).then_some(noun)
    })
}

/// Whether a name is words alone, without marks that would look odd in a heading.
fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | '’'))
}
