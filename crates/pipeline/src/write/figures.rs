//! Numbers worth showing apart.

use super::counts::{Count, counts};
use super::page::Page;
use crate::claims::Passage;
use news::{Figure, Statement};

/// Numbers below this without a unit are hardly figures: "two men".
const LEAST: f64 = 10.0;

/// Sentences that are not on the page and less central than this tell of side matters. Chosen on the
/// labelled stories by reading.
const LEAST_CENTRAL: f64 = 0.5;

/// A label of more words is a sentence.
const LABEL_WORDS: usize = 5;

/// Chooses figures of different things, those that matter most first.
pub(super) fn choose(page: &Page<'_>) -> Vec<Figure<Statement>> {
    let mut offers: Vec<(f64, usize, Count)> = offers(page);
    offers.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut chosen: Vec<Count> = Vec::new();
    let mut figures = Vec::new();
    for (_, group, count) in offers {
        if figures.len() == page.style.figures {
            break;
        }
        if chosen.iter().any(|other| is_same(other, &count)) {
            continue;
        }
        if let Some(figure) = figure(page, group, &count) {
            figures.push(figure);
            chosen.push(count);
        }
    }
    figures
}

/// Counts of the same thing, or the same number once more.
fn is_same(one: &Count, other: &Count) -> bool {
    !one.things.is_disjoint(&other.things) || (one.value == other.value && one.unit == other.unit)
}

fn offers(page: &Page<'_>) -> Vec<(f64, usize, Count)> {
    let mut offers = Vec::new();
    for group in 0..page.material.groups.len() {
        let passage = page.material.lead(group);
        let shown = if page.shows(page.material.groups[group].lead()) { 0.2 } else { 0.0 };
        let worth = page.material.importance.centrality(group)
            + shown
            + 0.1 * page.material.groups[group].origins.len() as f64;
        if shown == 0.0 && page.material.importance.centrality(group) < LEAST_CENTRAL {
            continue;
        }
        let told = counts(passage).into_iter().filter(|count| is_telling(passage, count));
        offers.extend(told.map(|count| (worth + interest(&count), group, count)));
    }
    offers
}

/// Money and shares are what a reader looks for first; what a thing measures comes last.
fn interest(count: &Count) -> f64 {
    match count.unit {
        Some("%") => 0.25,
        _ if count.is_value => 0.4,
        Some(_) => 0.15,
        None if count.value >= 1000.0 => 0.3,
        None => 0.0,
    }
}

/// A measure by itself does not say what was measured, nor "people" who they are.
const MEASURES: [&str; 13] = [
    "people",
    "watts",
    "kilowatts",
    "megawatts",
    "gigawatts",
    "volts",
    "metres",
    "meters",
    "kilometres",
    "kilometers",
    "miles",
    "tonnes",
    "litres",
];

fn is_telling(passage: &Passage<'_>, count: &Count) -> bool {
    let label = passage.text.get(count.label.clone()).unwrap_or_default();
    let long = label.split_whitespace().count() > LABEL_WORDS;
    !MEASURES.contains(&label)
        && (count.unit.is_some() || count.value >= LEAST)
        && !long
        && !label.contains('\n')
}

fn figure(page: &Page<'_>, group: usize, count: &Count) -> Option<Figure<Statement>> {
    let passage = page.material.lead(group);
    let evidence = page.material.statement(group)?.evidence().to_vec();
    let value = passage.text.get(count.number.clone())?.to_owned();
    let label = count.about(passage.text)?;
    Some(Figure { label, value: Statement::new(value, evidence).ok()? })
}
