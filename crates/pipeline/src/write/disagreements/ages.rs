//! Different ages of one person.

use super::Dispute;
use super::pairs::Pair;
use crate::check::words::{Kind, Word};
use crate::claims::Passage;

/// A birthday lies between reports further apart than this.
const HOURS: i64 = 14 * 24;

/// Words between "22-year-old" and a name: "22-year-old factory worker John Clark".
const REACH: usize = 4;

/// Somebody with an age.
struct Aged<'p> {
    /// The words of the name, first to last.
    name: Vec<&'p Word>,
    age: f64,
}

/// The first person to whom the two give different ages.
pub(super) fn found(pair: &Pair<'_>) -> Option<Dispute> {
    let [one, other] = pair.passages();
    let (first, second) = (aged(one), aged(other));
    let of_both = first.iter().flat_map(|a| second.iter().map(move |b| (a, b)));
    let differ = |(a, b): &(&Aged<'_>, &Aged<'_>)| is_one(a, b) && a.age != b.age;
    let (a, b) = of_both.into_iter().find(differ)?;
    let knows = |side: usize, of: &Aged<'_>| {
        pair.told_with(side).flat_map(aged).any(|aged| is_one(&aged, of) && aged.age == of.age)
    };
    if !pair.within_hours(HOURS) || !pair.is_of_one_stage() || knows(0, b) || knows(1, a) {
        return None;
    }
    let (first, last) = (a.name.first()?, a.name.last()?);
    let name = one.text.get(first.span.start..last.span.end)?.trim_end_matches("'s");
    Some(Dispute { about: format!("age of {name}"), sides: pair.places, counts: None })
}

/// Whether both names can be of one person: they end alike, and share a name before.
fn is_one(a: &Aged<'_>, b: &Aged<'_>) -> bool {
    let (Some((last, given)), Some((other, others))) = (a.name.split_last(), b.name.split_last())
    else {
        return false;
    };
    last.key == other.key && given.iter().any(|word| others.iter().any(|w| w.key == word.key))
}

fn aged<'p>(passage: &'p Passage<'_>) -> Vec<Aged<'p>> {
    let words = &passage.words;
    (0..words.len()).filter_map(|at| aged_at(words, at)).collect()
}

fn aged_at(words: &[Word], at: usize) -> Option<Aged<'_>> {
    let Kind::Number(quantity) = &words[at].kind else { return None };
    let age = quantity.value;
    if age.fract() != 0.0 || !(1.0..=115.0).contains(&age) {
        return None;
    }
    let name = match quantity.unit {
        Some("year") if words.get(at + 1)?.key == "old" => {
            let from = (at + 2..words.len().min(at + 2 + REACH)).find(|at| is_name(&words[*at]))?;
            words[from..]
                .iter()
                .enumerate()
                .take_while(|(i, w)| is_name(w) && (*i == 0 || w.joined))
                .map(|(_, w)| w)
                .collect()
        }
        None => named_before(words, at)?,
        _ => return None,
    };
    Some(Aged { name, age })
}

/// "John Clark, 22, is": a number of its own between commas behind a name.
fn named_before(words: &[Word], at: usize) -> Option<Vec<&Word>> {
    let open = words.get(at + 1).is_none_or(|word| !word.joined);
    let said = matches!(words[at.checked_sub(1)?].key.as_str(), "age" | "aged");
    let end = if said { at - 1 } else { at };
    let apart = words[if said { end } else { at }].joined;
    if apart || !open {
        return None;
    }
    let name: Vec<&Word> = words[..end]
        .iter()
        .rev()
        .scan(true, |joined, word| {
            let part = *joined && is_name(word);
            *joined = word.joined;
            part.then_some(word)
        })
        .collect();
    (!name.is_empty()).then(|| name.into_iter().rev().collect())
}

fn is_name(word: &Word) -> bool {
    word.capital && word.kind == Kind::Content
}
