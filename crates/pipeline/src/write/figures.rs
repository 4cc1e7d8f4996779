//! Numbers worth showing apart.

use super::counts::{Count, counts, german};
use super::page::Page;
use crate::claims::Passage;
use crate::tongue::Tongue;
use news::{Figure, Statement};

/// Numbers below this without a unit are hardly figures: "two men".
const LEAST: f64 = 10.0;

/// Sentences that are not on the page and less central than this tell of side matters. Chosen on the
/// labelled stories by reading.
const LEAST_CENTRAL: f64 = 0.5;

/// A label of more words is a sentence.
const LABEL_WORDS: usize = 9;

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

fn is_telling(passage: &Passage<'_>, count: &Count) -> bool {
    (count.unit.is_some() || count.value >= LEAST) && label_in(passage, count).is_some()
}

/// Words with which what is counted has ended and something else begins.
const ENDS: [&str; 49] = [
    "was",
    "were",
    "is",
    "are",
    "be",
    "has",
    "have",
    "had",
    "will",
    "would",
    "could",
    "can",
    "may",
    "might",
    "should",
    "must",
    "did",
    "does",
    "and",
    "but",
    "or",
    "who",
    "which",
    "that",
    "whose",
    "where",
    "as",
    "after",
    "when",
    "while",
    "since",
    "because",
    "if",
    "before",
    "said",
    "says",
    "according",
    "including",
    "compared",
    "up",
    "down",
    "than",
    "so",
    "to",
    "though",
    "although",
    "with",
    "it",
    "they",
];

/// Words with which no label ends.
const HANGING: [&str; 40] = [
    "of", "in", "on", "at", "by", "for", "from", "to", "into", "the", "a", "an", "its", "their",
    "his", "her", "this", "these", "last", "were", "was", "are", "is", "be", "been", "being",
    "have", "has", "had", "not", "over", "about", "under", "between", "during", "through",
    "against", "will", "would", "could",
];

/// What is counted, of what, where and by whom, in the source's own words: what follows the number up
/// to the next clause. None where that is a bare noun: "times", "people" say nothing by themselves.
fn label_in(passage: &Passage<'_>, count: &Count) -> Option<String> {
    match passage.tongue {
        Tongue::German => german::label(passage.text, &passage.words, count),
        _ => label(passage.text, count),
    }
}

fn label(text: &str, count: &Count) -> Option<String> {
    if count.is_value {
        return count.about(text);
    }
    let counted = text.get(count.number.end..count.label.end)?.split_whitespace().count();
    let mut words: Vec<&str> = Vec::new();
    for word in text.get(count.number.end..)?.split_whitespace().take(LABEL_WORDS + 1) {
        let cut = matches!(word, "and" | "or" | "&")
            && words.last().is_some_and(|last| last.starts_with(char::is_uppercase));
        // A name of which the half would be left.
        if cut || POINTING.contains(&word) {
            return None;
        }
        let bare = word.trim_end_matches([',', ';', ':', '.', ')', '!', '?', '”', '"']);
        if bare.is_empty()
            || (words.len() >= counted && ENDS.contains(&bare.to_lowercase().as_str()))
            || !bare.starts_with(|c: char| c.is_alphanumeric())
        {
            break;
        }
        words.push(bare);
        if bare.len() < word.len() {
            break;
        }
    }
    if words.len() > LABEL_WORDS {
        // It goes on: what stands before its last preposition is whole.
        let last = words.iter().rposition(|word| HANGING.contains(word))?;
        words.truncate(last);
    }
    while words.last().is_some_and(|word| hangs(word)) {
        words.pop();
    }
    let told = words.iter().filter(|word| !HANGING.contains(word)).count();
    let whose = words.iter().any(|word| matches!(*word, "of" | "in" | "on" | "at" | "from" | "by"));
    let became = words.len() <= counted && !count.outcomes.is_empty() || words.contains(&"aboard");
    (told > count.things.len().max(1) && (whose || became)).then(|| words.join(" "))
}

/// Words of which a label alone does not say what they mean.
const POINTING: [&str; 8] = ["their", "its", "his", "her", "such", "these", "this", "those"];

/// A day says when, not what: "people on Sunday" are anybody.
const DAYS: [&str; 9] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "today",
    "yesterday",
];

fn hangs(word: &str) -> bool {
    HANGING.contains(&word.to_lowercase().as_str()) || DAYS.contains(&word) || word.ends_with("ing")
}

fn figure(page: &Page<'_>, group: usize, count: &Count) -> Option<Figure<Statement>> {
    let passage = page.material.lead(group);
    let evidence = page.material.statement(group)?.evidence().to_vec();
    let value = passage.text.get(count.number.clone())?.to_owned();
    let label = label_in(passage, count)?;
    Some(Figure { label, value: Statement::new(value, evidence).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_what_is_counted() {
        check(
            "Some 42 people were killed in clashes off Kelm.",
            &["people were killed in clashes off Kelm"],
        );
        check("It carried 212 passengers aboard, police said.", &["passengers aboard"]);
        check("It freed 67 people, police said.", &[]);
        check("He won 11 races of the season.", &["races of the season"]);
        check("Police held 19 people on Sunday.", &[]);
        check("Police held 19 members of a gang on Sunday.", &["members of a gang"]);
        check("They struck more than 10 times.", &[]);
        check("It cut 18 % of jobs in Kelm after a loss.", &["of jobs in Kelm"]);
        check("The vote of 1,200 members of the union was close.", &["members of the union"]);
        check("It closed 30 shops in", &[]);
        check("It has 40 members from the Organization for Ships and Ferries of Kelm.", &[]);
        check("It blamed 25 per cent of their ferries in Kelm.", &[]);
        check("Nobody came.", &[]);
    }

    #[track_caller]
    fn check(sentence: &str, expected: &[&str]) {
        let passage = Passage::alone(sentence);
        let found: Vec<String> =
            counts(&passage).iter().filter_map(|count| label(sentence, count)).collect();
        assert_eq!(found, expected, "{sentence}");
    }
}
