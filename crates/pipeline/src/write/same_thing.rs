//! Whether two numbers, in sentences of two articles, count the same thing.

use super::counts::{Count, is_money, told_until};
use crate::check::lexicon::{is_speaker_noun, stem};
use crate::check::words::{Kind, Word};
use crate::claims::Passage;
use crate::tongue::{Sense, Tongue};
use jiff::tz::TimeZone;
use news::Article;
use std::collections::BTreeSet;

/// A number where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'p> {
    pub(super) count: &'p Count,
    pub(super) passage: &'p Passage<'p>,
    pub(super) article: &'p Article,
}

/// Things that say nothing of what is counted: "six times more likely".
const VAGUE: [&str; 8] =
    ["times", "ways", "places", "points", "things", "occasions", "parts", "games"];

/// Whether both count one thing, at one time, over one span.
pub(super) fn same_thing(one: Place<'_>, other: Place<'_>) -> bool {
    let (first, second) = (one.count, other.count);
    let comparable = first.things == second.things
        && !VAGUE.iter().any(|vague| first.things.contains(&stem(vague)))
        && first.outcomes == second.outcomes
        && first.is_value == second.is_value
        && !first.further
        && !second.further
        && are_of_one_time(one, other)
        && is_total(one) == is_total(other)
        && is_part(one) == is_part(other)
        && (!first.outcomes.is_empty() || is_numbered_alike(one, other));
    if first.things.is_empty() {
        return comparable && is_one_sum(one, other);
    }
    comparable
        && (is_told_alike(one, other)
            || said_alike(one, other)
            || had_alike(one, other)
            || befell_alike(one, other))
}

/// Whether both name one time, or none; the day on which somebody said it counts where both give it.
fn are_of_one_time(one: Place<'_>, other: Place<'_>) -> bool {
    let told = |place: Place<'_>| {
        let words = &place.passage.words;
        told_until(words, place.count.at, words.len())
    };
    meet(&times(one, one.passage.words.len()), &times(other, other.passage.words.len()))
        || meet(&times(one, told(one)), &times(other, told(other)))
}

/// Whether two sets share something, or are both empty: numbers of another place or another day
/// count something else.
fn meet<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> bool {
    !one.is_disjoint(other) || (one.is_empty() && other.is_empty())
}

/// Share of the words around two numbers that must agree, and how many at least: fewer where it is
/// said what became of those counted, or of which past year a measure is. Chosen for precision by reading the pairs found in the labelled
/// stories.
const SAME_AROUND: f64 = 0.34;
const FEWEST_SHARED: usize = 4;
const FEWEST_SHARED_OF_WELL_DEFINED: usize = 3;

/// Whether the words around two numbers are the same for a good part.
fn is_told_alike(one: Place<'_>, other: Place<'_>) -> bool {
    let (first, second) = (one.count, other.count);
    // "410 million litres": the measure is part of the number, and they share it.
    let measured = first.unit.is_some_and(|unit| unit != "%" && !is_money(Some(unit)));
    let shared = first.around.intersection(&second.around).count() + usize::from(measured);
    let fewer = first.around.len().min(second.around.len()).max(1);
    let of_a_year = measured && past_year(one).is_some() && past_year(one) == past_year(other);
    let least = match !first.outcomes.is_empty() || of_a_year {
        true => FEWEST_SHARED_OF_WELL_DEFINED,
        false => FEWEST_SHARED,
    };
    shared >= least
        && shared as f64 / fewer as f64 >= SAME_AROUND
        && (!first.outcomes.is_empty() || measured || led_alike(one, other))
        && (meet(&first.names, &second.names) || named_once(one, other))
}

/// Whether the same noun or verb leads to both: "a city of 500,000 people", "home to 120,000 people" are
/// two places.
fn led_alike(one: Place<'_>, other: Place<'_>) -> bool {
    let (first, second) = (leading(one), leading(other));
    first.is_none() || second.is_none() || first == second
}

/// The stem of the last word that carries meaning right before a number, in small letters.
fn leading(place: Place<'_>) -> Option<&str> {
    let before = before(place).into_iter().rev().take(3);
    let mut lower = before.take_while(|word| !word.capital || word.kind == Kind::Function);
    lower.find(|word| word.kind == Kind::Content).map(|word| word.stem.as_str())
}

/// Words that two sentences share besides who is counted and what became of them, and the share of the
/// shorter one that they are. Chosen on the labelled pairs.
const FEWEST_OF_EVENT: usize = 3;
const SHARE_OF_EVENT: f64 = 0.25;

/// Whether the same befell those counted, in sentences that tell of one event and name it alike.
fn befell_alike(one: Place<'_>, other: Place<'_>) -> bool {
    let stems = |place: Place<'_>| -> BTreeSet<String> {
        let words = place.passage.words.iter().filter(|w| w.is_content() && !w.is_date());
        let plain = words.filter(|word| !word.is_number() && !word.is(Sense::Says));
        plain.map(|word| word.stem.clone()).collect()
    };
    let (first, second) = (stems(one), stems(other));
    let of_event =
        first.intersection(&second).filter(|stem| !one.count.things.contains(*stem)).count();
    let fewer = first.len().min(second.len()).max(1);
    !one.count.outcomes.is_empty()
        && of_event > FEWEST_OF_EVENT
        && of_event as f64 / fewer as f64 >= SHARE_OF_EVENT
        && !name_keys(one).is_disjoint(&name_keys(other))
}

/// Whether only one has names around its number, and the sentences share a name.
fn named_once(one: Place<'_>, other: Place<'_>) -> bool {
    one.count.names.is_empty() != other.count.names.is_empty()
        && !name_keys(one).is_disjoint(&name_keys(other))
}

fn name_keys<'p>(place: Place<'p>) -> BTreeSet<&'p str> {
    let names = place.passage.names.iter();
    names.flat_map(|name| &name.keys).map(String::as_str).collect()
}

/// Words in a row that must be the same right before two numbers, with so many that carry meaning.
const FEWEST_BEFORE: usize = 3;
const FEWEST_MEANT_BEFORE: usize = 2;

/// Whether the same words lead to both numbers: "damages of $3,000 for each of", "The model has". A
/// whole clause needs one noun only, if that is not somebody: each report has its own "company".
fn said_alike(one: Place<'_>, other: Place<'_>) -> bool {
    let (first, second) = (before(one), before(other));
    let run: Vec<&Word> = first
        .iter()
        .rev()
        .zip(second.iter().rev())
        .take_while(|(a, b)| a.key == b.key)
        .map(|(a, _)| *a)
        .collect();
    let meant = run.iter().filter(|word| word.kind != Kind::Function).count();
    let whole = run.len() == first.len()
        && run.len() == second.len()
        && run.iter().any(|word| word.kind == Kind::Content && !is_somebody(&word.key));
    let least = if whole { 1 } else { FEWEST_MEANT_BEFORE };
    let names = (&one.count.names, &other.count.names);
    run.len() >= FEWEST_BEFORE
        && meant >= least
        && (meet(names.0, names.1) || names.0.is_empty() || names.1.is_empty())
}

/// Nouns for those who act, of whom a story has several.
fn is_somebody(key: &str) -> bool {
    is_speaker_noun(key)
        || matches!(
            key,
            "company"
                | "firm"
                | "group"
                | "team"
                | "agency"
                | "court"
                | "government"
                | "man"
                | "woman"
                | "party"
                | "city"
                | "country"
                | "state"
                | "police"
        )
}

/// The words before a number and before the "about" that belongs to it.
fn before<'p>(place: Place<'p>) -> Vec<&'p Word> {
    let words = &place.passage.words[..place.count.at];
    words.iter().filter(|word| word.span.start < place.count.number.start).collect()
}

/// Verbs of getting: who "asked for 30,000" and who "plans to buy 30,000" is told of the same deal.
const GETS: [&str; 20] = [
    "buy",
    "buys",
    "buying",
    "bought",
    "order",
    "ordered",
    "orders",
    "ordering",
    "purchase",
    "purchased",
    "acquire",
    "acquired",
    "acquiring",
    "asked",
    "ask",
    "request",
    "requested",
    "seek",
    "sought",
    "seeking",
];

/// Whether both sentences begin with the same name, and tell that it gets so many of one thing.
fn had_alike(one: Place<'_>, other: Place<'_>) -> bool {
    let gets = |place: Place<'_>| {
        let last = before(place).into_iter().rev().find(|word| word.kind == Kind::Content);
        last.is_some_and(|word| GETS.contains(&word.key.as_str()))
    };
    let who: Vec<&str> = subject(one).map(|word| word.key.as_str()).collect();
    let other_one: Vec<&str> = subject(other).map(|word| word.key.as_str()).collect();
    gets(one) && gets(other) && !who.is_empty() && who == other_one
}

/// The name with which a sentence begins.
fn subject(place: Place<'_>) -> impl Iterator<Item = &Word> {
    let words = place.passage.words.iter();
    words.take_while(|word| word.capital && word.kind == Kind::Content)
}

/// What both count, as a label: "units", "units for Sable Systems", "sum from bank customers".
pub(super) fn about(one: Place<'_>, other: Place<'_>) -> Option<String> {
    let (count, text) = (one.count, one.passage.text);
    if count.things.is_empty() {
        let (from, to) = (count.at + 1, count.at + 2 + leads_on(one)?.1.len());
        let words = one.passage.words.get(from..to)?;
        let of = text.get(words.first()?.span.start..words.last()?.span.end)?;
        return Some(match one.passage.tongue {
            Tongue::German => format!("Summe {of}"),
            _ => format!("sum {of}"),
        });
    }
    let label = count.about(text)?;
    if is_told_alike(one, other) || said_alike(one, other) {
        return Some(label);
    }
    let first = subject(one).next()?.span.start;
    let name = text.get(first..subject(one).last()?.span.end)?;
    Some(match one.passage.tongue {
        Tongue::German => format!("{label} für {name}"),
        _ => format!("{label} for {name}"),
    })
}

/// Words that two sentences must share, and the share of the shorter one that they are, before two sums
/// are taken for one: it is not said what they are of. Higher than between sentences of one story.
const FEWEST_OF_SUM: usize = 5;
const SHARE_OF_SUM: f64 = 0.4;

/// Whether two sentences with one sum each tell the same of it: they share much, and what follows the
/// sums, "from bank customers".
fn is_one_sum(one: Place<'_>, other: Place<'_>) -> bool {
    let stems = |place: Place<'_>| -> BTreeSet<String> {
        let words = place.passage.words.iter().filter(|w| w.is_content() && !w.is_date());
        let plain = words.filter(|word| !word.is_number() && !word.is(Sense::Says));
        plain.map(|word| word.stem.clone()).collect()
    };
    let (first, second) = (stems(one), stems(other));
    let shared = first.intersection(&second).count();
    let fewer = first.len().min(second.len()).max(1);
    shared >= FEWEST_OF_SUM
        && shared as f64 / fewer as f64 >= SHARE_OF_SUM
        && !name_keys(one).is_disjoint(&name_keys(other))
        && leads_on(one).is_some_and(|(word, next)| {
            leads_on(other).is_some_and(|(w, n)| word == w && !next.is_disjoint(&n))
        })
}

/// The preposition behind a sum, and the stems of the three words after it.
fn leads_on(place: Place<'_>) -> Option<(&str, BTreeSet<&str>)> {
    let after = place.passage.words.get(place.count.at + 1..)?;
    let (first, rest) = after.split_first()?;
    let joined = rest.iter().take(3).take_while(|word| word.joined && word.kind == Kind::Content);
    let plain = first.joined && first.kind == Kind::Function;
    plain.then(|| (first.key.as_str(), joined.map(|word| word.stem.as_str()).collect()))
}

/// The days, months and years that a passage names; "last year" is the year before its report.
fn times(place: Place<'_>, until: usize) -> BTreeSet<String> {
    let words = place.passage.words.get(..until).unwrap_or(&place.passage.words);
    let timed = |word: &&Word| {
        word.is_date()
            || word.tongue == Tongue::German
                && matches!(word.key.as_str(), "gestern" | "heute" | "vorgestern")
            || matches!(word.key.as_str(), "yesterday" | "today" | "earlier" | "ago")
    };
    let mut times: BTreeSet<String> =
        words.iter().filter(timed).map(|word| word.key.clone()).collect();
    times.extend(past_year(place).map(|year| year.to_string()));
    times
}

/// The past year that a passage counts over, named or as "last year".
pub(super) fn past_year(place: Place<'_>) -> Option<i16> {
    let words = &place.passage.words;
    let reported = place.article.reported().to_zoned_datetime(TimeZone::UTC).year();
    let last = words
        .windows(2)
        .any(|pair| pair[0].key == "last" && pair[1].key == "year" && pair[1].joined);
    let named = words.iter().filter(|word| word.is_number() && word.is_date());
    let named = named.filter_map(|word| word.key.parse::<i16>().ok()).find(|y| *y < reported);
    named.or_else(|| last.then(|| reported.saturating_sub(1)))
}

/// Words on either side of a number whose numbers are compared.
const NUMBERED: usize = 8;

/// Whether the other numbers around both meet: of another model, offer or quake they differ.
fn is_numbered_alike(one: Place<'_>, other: Place<'_>) -> bool {
    let (first, second) = (numbers_around(one), numbers_around(other));
    first.is_empty() || second.is_empty() || !first.is_disjoint(&second)
}

fn numbers_around(place: Place<'_>) -> BTreeSet<&str> {
    let (words, at) = (&place.passage.words, place.count.at);
    let around = at.saturating_sub(NUMBERED)..words.len().min(at + 1 + NUMBERED);
    let others = words[around].iter().filter(|w| w.is_number() && w.span != words[at].span);
    others.map(|word| word.key.as_str()).collect()
}

/// Whether more follow that are not in the number: "170,000 people in the province and tens of thousands more".
fn is_part(place: Place<'_>) -> bool {
    let words = &place.passage.words[place.count.at + 1..];
    let more = words.iter().take(12).position(|word| word.key == "more");
    more.is_some_and(|at| words.get(at + 1).is_none_or(|word| word.key != "than"))
}

/// Whether a passage counts over a span of time.
fn is_total(place: Place<'_>) -> bool {
    let words = &place.passage.words;
    words.iter().any(|word| match word.tongue {
        Tongue::German => matches!(word.key.as_str(), "seit" | "insgesamt" | "bislang" | "bisher"),
        _ => matches!(word.key.as_str(), "since" | "far" | "total" | "altogether"),
    })
}
