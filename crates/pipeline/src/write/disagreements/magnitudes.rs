//! Different strengths of one quake.

use super::Dispute;
use super::pairs::Pair;
use super::tables::OTHERS;
use crate::check::words::{Kind, Word};
use crate::claims::Passage;

/// Agencies set a strength anew, by a tenth or two of it.
const LEAST_APART: f64 = 0.15;
/// How long a quake is told alone, in hours.
const HOURS: i64 = 12;

/// The strengths that the two give to one quake.
pub(super) fn found(pair: &Pair<'_>) -> Option<Dispute> {
    let [one, other] = pair.passages();
    if !pair.within_hours(HOURS)
        || !pair.meets_in_names()
        || is_of_others(one)
        || is_of_others(other)
    {
        return None;
    }
    let (first, second) = (strength(&one.words)?, strength(&other.words)?);
    let gives = |side: usize, value: f64| {
        pair.told_with(side)
            .any(|passage| numbers(&passage.words).any(|(_, number)| number == value))
    };
    let apart = (first - second).abs() > LEAST_APART;
    (apart && !gives(0, second) && !gives(1, first)).then(|| Dispute {
        about: "magnitude".to_owned(),
        sides: pair.places,
        counts: None,
    })
}

/// Whether it tells of more quakes than the one, or of a month or year.
fn is_of_others(passage: &Passage<'_>) -> bool {
    let dated =
        |word: &Word| matches!(word.kind, Kind::Month(_)) || (word.is_date() && word.is_number());
    passage.words.iter().any(|word| OTHERS.contains(&word.key.as_str()) || dated(word))
}

/// The one number beside "magnitude".
fn strength(words: &[Word]) -> Option<f64> {
    let at = words.iter().position(|word| word.key == "magnitude")?;
    let near = numbers(words)
        .filter(|(place, value)| place.abs_diff(at) <= 3 && (1.0..10.0).contains(value));
    let mut near = near.map(|(_, value)| value);
    let (Some(value), None) = (near.next(), near.next()) else { return None };
    Some(value)
}

fn numbers(words: &[Word]) -> impl Iterator<Item = (usize, f64)> {
    words.iter().enumerate().filter_map(|(at, word)| match &word.kind {
        Kind::Number(quantity) => Some((at, quantity.value)),
        _ => None,
    })
}
