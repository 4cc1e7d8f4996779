//! Numbers with what they count.

pub(super) mod german;

use crate::check::lexicon::is_rounding;
use crate::check::numbers::Quantity;
use crate::check::words::{Kind, Word};
use crate::claims::Passage;
use crate::tongue::{Sense, Tongue};
use std::collections::BTreeSet;
use std::ops::Range;

/// How a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// "30".
    Exact,
    /// "about 30".
    Near,
    /// "more than 30", "at least 30".
    Least,
    /// "up to 30", "fewer than 30".
    Most,
}

/// A number with what it counts, in one passage.
#[derive(Clone, Debug)]
pub(super) struct Count {
    /// The place of the number among the words of its passage.
    pub(super) at: usize,
    pub(super) value: f64,
    pub(super) unit: Option<&'static str>,
    pub(super) bound: Bound,
    /// UTF-8 bytes of the number, with "about" or "more than" before it.
    pub(super) number: Range<usize>,
    /// UTF-8 bytes of what is counted, as the source calls it.
    pub(super) label: Range<usize>,
    /// Stems of what is counted.
    pub(super) things: BTreeSet<String>,
    /// Stems of the words around.
    pub(super) around: BTreeSet<String>,
    /// Names around, in small letters.
    pub(super) names: BTreeSet<String>,
    /// What became of those who are counted.
    pub(super) outcomes: BTreeSet<Outcome>,
    /// "a further 30", "30 more": it comes on top of others.
    pub(super) further: bool,
    /// It is what the thing is worth, and counts nothing.
    pub(super) is_value: bool,
}

impl Count {
    /// What is counted, as a label: "people injured", "value of the order".
    pub(super) fn about(&self, text: &str) -> Option<String> {
        if self.things.is_empty() {
            return Some("the sum".to_owned());
        }
        let label = text.get(self.label.clone())?;
        Some(if self.is_value { format!("value of the {label}") } else { label.to_owned() })
    }
}

/// What becomes of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// They die.
    Death,
    /// They are hurt.
    Injury,
    /// They are held.
    Arrest,
    /// They are not found.
    Missing,
    /// They are brought to safety.
    Rescue,
    /// They lose or leave their homes.
    Flight,
}

impl Outcome {
    fn of_word(word: &Word) -> Option<Outcome> {
        match word.tongue {
            Tongue::German => german::outcome(&word.key),
            _ => Outcome::of(&word.key),
        }
    }

    fn of(key: &str) -> Option<Outcome> {
        match key {
            "killed" | "killing" | "kills" | "died" | "dead" | "deaths" | "death" | "lives"
            | "fatalities" | "bodies" => Some(Outcome::Death),
            "injured" | "injuring" | "wounded" | "wounding" | "hurt" | "injuries" => {
                Some(Outcome::Injury)
            }
            "arrested" | "detained" | "arrests" | "captured" => Some(Outcome::Arrest),
            "missing" | "unaccounted" => Some(Outcome::Missing),
            "rescued" | "saved" | "freed" | "released" => Some(Outcome::Rescue),
            "displaced" | "evacuated" | "fled" | "homeless" => Some(Outcome::Flight),
            _ => None,
        }
    }
}

/// Words on either side of a number that tell what it is about.
const AROUND: usize = 8;

/// The counts of a passage, in reading order. Years, days, ages and numbers of which nobody says
/// what they count are left out.
pub(super) fn counts(passage: &Passage<'_>) -> Vec<Count> {
    let words = &passage.words;
    (0..words.len()).filter_map(|at| count(words, at)).collect()
}

/// The one sum of money of a passage that is of nothing: "stole $27 million from customers". Where
/// there are several, each is of something else, and nobody says of what.
pub(super) fn sum(passage: &Passage<'_>) -> Option<Count> {
    let words = &passage.words;
    let money = |at: &usize| matches!(&words[*at].kind, Kind::Number(q) if is_money(q.unit));
    let mut all = (0..words.len()).filter(money);
    let (at, None) = (all.next()?, all.next()) else { return None };
    let Kind::Number(quantity) = &words[at].kind else { return None };
    let named = counts(passage).iter().any(|count| count.at == at);
    let nothing = at + 1..at + 1;
    (!named).then(|| assembled(words, at, quantity, nothing, false))
}

/// The number at this place with nothing that it counts.
pub(super) fn bare(passage: &Passage<'_>, at: usize) -> Option<Count> {
    let Kind::Number(quantity) = &passage.words.get(at)?.kind else { return None };
    Some(assembled(&passage.words, at, quantity, at + 1..at + 1, false))
}

/// Whether a unit is a currency.
pub(super) fn is_money(unit: Option<&str>) -> bool {
    matches!(unit, Some("$" | "€" | "pound" | "yen" | "rupee"))
}

fn count(words: &[Word], at: usize) -> Option<Count> {
    let Kind::Number(quantity) = &words[at].kind else { return None };
    if words[at].tongue == Tongue::German {
        return german::count(words, at);
    }
    let follows = at.checked_sub(1).map(|before| &words[before]);
    // "Flight 17" is a name.
    let named = words[at].joined && follows.is_some_and(|word| names_a_thing(word, quantity));
    // "a quarter of a million" is read as a million.
    let part = at > 1
        && words[at - 1].key == "of"
        && matches!(
            words[at - 2].key.as_str(),
            "half" | "quarter" | "quarters" | "third" | "thirds"
        );
    if quantity.is_year()
        || part
        || named
        || is_duration(quantity)
        || is_day_or_age(words, at, quantity)
    {
        return None;
    }
    let worth = valued(words, at, quantity);
    let is_value = worth.is_some();
    let things = worth.or_else(|| things(words, at, quantity))?;
    Some(assembled(words, at, quantity, things, is_value))
}

fn assembled(
    words: &[Word],
    at: usize,
    quantity: &Quantity,
    things: Range<usize>,
    is_value: bool,
) -> Count {
    let (bound, from) = bound(words, at);
    let label = match things.is_empty() {
        true => quantity.span.clone(),
        false => label(words, things.clone()),
    };
    let stems = |range: Range<usize>| -> BTreeSet<String> {
        let content = words[range].iter().filter(|word| word.is_content() && !word.is_number());
        content.map(|word| word.stem.clone()).collect()
    };
    let window = at.saturating_sub(AROUND)..(at + AROUND).min(words.len());
    let near = &words[window.clone()];
    let named = words[window.start..told_until(words, at, window.end)].iter();
    let named = named.filter(|word| word.capital && word.kind == Kind::Content);
    Count {
        at,
        names: named.map(|word| word.key.clone()).collect(),
        outcomes: near.iter().filter_map(Outcome::of_word).collect(),
        further: is_further(words, at),
        is_value,
        value: quantity.value,
        unit: quantity.unit,
        bound,
        number: words[from].span.start..quantity.span.end,
        label,
        around: stems(window),
        things: stems(things),
    }
}

/// Where, behind a number, the words begin that only tell who says it: ", the company said in Kelm".
pub(super) fn told_until(words: &[Word], at: usize, end: usize) -> usize {
    let tells = |from: usize| {
        words[from..end].iter().take(6).any(|word| word.is(Sense::Says) || word.is(Sense::Accords))
    };
    let cut = (at + 1..end)
        .find(|from| words[*from].is(Sense::Accords) || (!words[*from].joined && tells(*from)));
    cut.unwrap_or(end)
}

/// Whether the word before a number makes it part of a name; at the head of a sentence every word
/// has a capital, so there only a small number with nothing before it is one.
fn names_a_thing(word: &Word, quantity: &Quantity) -> bool {
    let few = quantity.unit.is_none() && quantity.value < 100.0;
    word.capital && word.is_content() && !is_rounding(&word.key) && (!word.first || few)
}

/// "The order is worth $9 billion": the noun whose value a sum is.
fn valued(words: &[Word], at: usize, quantity: &Quantity) -> Option<Range<usize>> {
    let money = is_money(quantity.unit);
    let head = words[..at].iter().rposition(|word| word.key == "worth")?;
    let near = at - head <= 3 && head >= 2;
    let is = near && matches!(words[head - 1].key.as_str(), "is" | "was" | "are" | "were");
    let noun = head.checked_sub(2)?;
    (money && is && words[noun].kind == Kind::Content && !words[noun].capital)
        .then_some(noun..noun + 1)
}

fn is_further(words: &[Word], at: usize) -> bool {
    let key = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| &word.key);
    let german = matches!(
        key(at.checked_sub(1)),
        "weitere" | "weiteren" | "weiterer" | "andere" | "anderen"
    );
    let of_german = words[at].tongue == Tongue::German && german;
    of_german
        || matches!(key(at.checked_sub(1)), "further" | "another" | "other" | "additional")
        || matches!(key(Some(at + 1)), "more" | "other" | "others" | "further" | "additional")
}

/// Spans of time and lengths tell more about the sentence than about the story.
fn is_duration(quantity: &Quantity) -> bool {
    matches!(
        quantity.unit,
        Some(
            "year"
                | "month"
                | "week"
                | "day"
                | "hour"
                | "minute"
                | "second"
                | "inch"
                | "foot"
                | "metre"
                | "meter"
                | "centimetre"
                | "inches"
        )
    )
}

fn is_day_or_age(words: &[Word], at: usize, quantity: &Quantity) -> bool {
    let key = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| &word.key);
    let month = |at: Option<usize>| {
        at.and_then(|at| words.get(at)).is_some_and(|word| matches!(word.kind, Kind::Month(_)))
    };
    let (before, after) = (at.checked_sub(1), at + 1);
    month(before)
        || month(Some(after))
        || key(before) == "aged"
        || matches!(
            key(Some(after)),
            "old" | "am" | "pm" | "a.m" | "p.m" | "o'clock" | "gmt" | "years-old"
        )
        || (matches!(quantity.unit, Some("year")) && key(Some(after)) == "old")
}

/// Nouns that are plural without showing it.
const PLURALS: [&str; 9] =
    ["people", "men", "women", "children", "police", "personnel", "troops", "staff", "dead"];

/// What became of people, and of what they had.
const OUTCOMES: [&str; 28] = [
    "killed",
    "died",
    "dead",
    "injured",
    "wounded",
    "hurt",
    "missing",
    "arrested",
    "detained",
    "displaced",
    "rescued",
    "aboard",
    "affected",
    "infected",
    "evacuated",
    "homeless",
    "freed",
    "released",
    "hospitalised",
    "hospitalized",
    "destroyed",
    "damaged",
    "charged",
    "trapped",
    "stranded",
    "burned",
    "voted",
    "sold",
];

/// The words that name what is counted: "30 people", "18 % of voters", "two armed men".
fn things(words: &[Word], at: usize, quantity: &Quantity) -> Option<Range<usize>> {
    let follows = words.get(at + 1).map_or("", |word| &word.key);
    let bridged = quantity.unit.is_some() && matches!(follows, "of" | "in");
    // "18 % in Kelm" counts nobody in Kelm.
    if quantity.unit == Some("%") && follows != "of" {
        return None;
    }
    let mut from = at + 1;
    while bridged && words.get(from).is_some_and(|word| word.joined && is_bridge(&word.key)) {
        from += 1;
    }
    let names = |word: &Word| {
        word.kind == Kind::Content
            && word.joined
            && !word.first
            && !word.is(Sense::Says)
            && !word.key.ends_with("ly")
    };
    let run = words.get(from..)?.iter().take(3).take_while(|word| names(word));
    let run: Vec<&Word> = run.collect();
    // Behind the first plural a verb may follow: "30 people died".
    let plural = |word: &&Word| !word.capital && is_plural(&word.key);
    let length = run.iter().position(plural).map(|at| at + 1);
    let length = length.or((bridged && !run.is_empty()).then_some(1))?;
    Some(from..from + length)
}

/// Words between a share or a sum and what it is of.
fn is_bridge(key: &str) -> bool {
    matches!(key, "of" | "in" | "the" | "its" | "their" | "all")
}

fn is_plural(key: &str) -> bool {
    PLURALS.contains(&key)
        || (key.len() > 3
            && key.ends_with('s')
            && !["ss", "us", "is"].iter().any(|end| key.ends_with(end)))
}

/// "people were killed": what is counted, and what became of it where that follows.
fn label(words: &[Word], things: Range<usize>) -> Range<usize> {
    let after = words[things.end..].iter().take(3).take_while(|word| word.joined);
    let reach = after
        .enumerate()
        .take_while(|(_, word)| is_auxiliary(&word.key) || OUTCOMES.contains(&word.key.as_str()))
        .find(|(_, word)| OUTCOMES.contains(&word.key.as_str()));
    let end = things.end + reach.map_or(0, |(at, _)| at + 1);
    words[things.start].span.start..words[end - 1].span.end
}

/// Words between those who are counted and what became of them.
fn is_auxiliary(key: &str) -> bool {
    matches!(key, "were" | "was" | "are" | "is" | "had" | "have" | "has" | "been" | "being")
}

/// How the number is meant, and where the words that say so begin.
fn bound(words: &[Word], at: usize) -> (Bound, usize) {
    if words[at].tongue == Tongue::German {
        return german::bound(words, at);
    }
    let key = |back: usize| at.checked_sub(back).map_or("", |at| words[at].key.as_str());
    match (key(2), key(1)) {
        ("more", "than") | ("at", "least") => (Bound::Least, at - 2),
        ("fewer" | "less", "than") | ("up", "to") | ("at", "most") => (Bound::Most, at - 2),
        (_, "over" | "above") => (Bound::Least, at - 1),
        (_, "under" | "nearly" | "almost") => (Bound::Most, at - 1),
        (_, word)
            if (is_rounding(word) && word != "to") || matches!(word, "some" | "estimated") =>
        {
            (Bound::Near, at - 1)
        }
        _ => (Bound::Exact, at),
    }
}
