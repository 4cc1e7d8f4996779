//! Different persons in the same office.

use super::Dispute;
use super::pairs::Pair;
use super::tables::{OFFICES, SEVERAL};
use crate::check::words::{Kind, Word};
use crate::claims::Passage;

/// How much the sentences must share besides the names.
const FEWEST_SHARED: usize = 4;
const SHARE: f64 = 0.5;
/// An office can pass on.
const HOURS: i64 = 3 * 24;
/// Names that differ by so few letters are one, spelled otherwise.
const SPELLED: usize = 2;

struct Holder<'p> {
    office: &'p Word,
    name: Vec<&'p Word>,
}

/// The first office in which the two name different persons.
pub(super) fn found(pair: &Pair<'_>) -> Option<Dispute> {
    if pair.shared < FEWEST_SHARED || pair.share < SHARE || !pair.within_hours(HOURS) {
        return None;
    }
    let [one, other] = pair.passages();
    let (first, second) = (holders(one), holders(other));
    let of_both = first.iter().flat_map(|a| second.iter().map(move |b| (a, b)));
    let (a, b) =
        of_both.into_iter().find(|(a, b)| a.office.stem == b.office.stem && are_different(a, b))?;
    let names = |side: usize, holder: &Holder<'_>| {
        let last = holder.name.last().map(|word| word.key.as_str());
        pair.told_with(side).any(|passage| {
            passage.words.iter().any(|word| word.capital && Some(word.key.as_str()) == last)
        })
    };
    if names(0, b) || names(1, a) {
        return None;
    }
    let office = one.text.get(a.office.span.clone())?.to_lowercase();
    Some(Dispute { about: format!("name of the {office}"), sides: pair.places, counts: None })
}

fn are_different(a: &Holder<'_>, b: &Holder<'_>) -> bool {
    let (Some(one), Some(other)) = (a.name.last(), b.name.last()) else { return false };
    let shared = a.name.iter().any(|word| {
        word.key.len() > 1 && b.name.iter().any(|w| w.key == word.key && w.key.len() > 2)
    });
    !shared && distance(&one.key, &other.key) > SPELLED
}

fn holders<'p>(passage: &'p Passage<'_>) -> Vec<Holder<'p>> {
    let words = &passage.words;
    let held = words.iter().enumerate().filter(|(at, word)| {
        let several =
            words[at.saturating_sub(2)..*at].iter().any(|w| SEVERAL.contains(&w.key.as_str()));
        OFFICES.contains(&word.key.as_str()) && !several
    });
    held.filter_map(|(at, office)| {
        let named = |word: &&Word| word.capital && word.joined && word.kind == Kind::Content;
        let name: Vec<&Word> = words[at + 1..].iter().take_while(named).collect();
        (name.len() > 1).then_some(Holder { office, name })
    })
    .collect()
}

/// How many letters must change to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = corner + usize::from(a != *b);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}
