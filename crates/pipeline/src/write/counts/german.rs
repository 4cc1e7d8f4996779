//! Numbers with what they count, in German sentences: nouns have capitals there.

use super::{Bound, Count, Outcome, assembled, is_duration};
use crate::check::numbers::Quantity;
use crate::check::words::{Kind, Word};
use crate::tongue::Sense;
use std::ops::Range;

pub(super) fn outcome(key: &str) -> Option<Outcome> {
    Some(match key {
        "tote" | "toten" | "tot" | "getötet" | "gestorben" | "starben" | "todesopfer" | "ums"
        | "umgekommen" | "leichen" | "getöteten" => Outcome::Death,
        "verletzt" | "verletzte" | "verletzten" | "verwundet" | "verwundete" | "verletzter" => {
            Outcome::Injury
        }
        "festgenommen" | "festnahmen" | "verhaftet" | "inhaftiert" => Outcome::Arrest,
        "vermisst" | "vermisste" | "vermissten" => Outcome::Missing,
        "gerettet" | "freigelassen" | "befreit" | "geborgen" => Outcome::Rescue,
        "evakuiert" | "obdachlos" | "vertrieben" | "geflohen" => Outcome::Flight,
        _ => return None,
    })
}

pub(super) fn count(words: &[Word], at: usize) -> Option<Count> {
    let Kind::Number(quantity) = &words[at].kind else { return None };
    let is_left_out =
        quantity.is_year() || is_duration(quantity) || quantity.unit == Some("o'clock");
    if is_left_out || is_day_or_part(words, at) || is_named(words, at, quantity) {
        return None;
    }
    let things = things(words, at, quantity)?;
    Some(assembled(words, at, quantity, things, false))
}

/// "3. März", "Tempo 30", "34 zu 19", "im Alter von 87".
fn is_day_or_part(words: &[Word], at: usize) -> bool {
    let key = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| &word.key);
    let month = words.get(at + 1).is_some_and(|word| matches!(word.kind, Kind::Month(_)));
    month
        || matches!(
            key(at.checked_sub(1)),
            "tempo" | "stärke" | "zu" | "alter" | "platz" | "nummer"
        )
}

/// "Flug 17" is a name.
fn is_named(words: &[Word], at: usize, quantity: &Quantity) -> bool {
    let before = at.checked_sub(1).map(|at| &words[at]).filter(|_| words[at].joined);
    let few = quantity.unit.is_none() && quantity.value < 100.0;
    few && before.is_some_and(|word| word.capital && !word.is(Sense::Rounds))
}

/// Adjectives between a number and its noun.
const DESCRIBED: usize = 2;

/// The nouns behind the number, with the adjectives before them: "zwölf schwer verletzte Passagiere".
fn things(words: &[Word], at: usize, quantity: &Quantity) -> Option<Range<usize>> {
    let mut from = at + 1;
    // "18 Prozent der Wähler", "42 Kilogramm Messgeräte"; "18 Prozent in Kelm" counts nobody.
    if quantity.unit == Some("%") {
        let of =
            words.get(from).filter(|word| matches!(word.key.as_str(), "der" | "aller" | "des"))?;
        from += usize::from(of.joined);
    }
    let mut near = from..words.len().min(from + DESCRIBED + 1);
    let noun = near.find(|at| words[*at].large || !is_described(&words[*at]));
    let Some(noun) = noun else { return measured(words, at, quantity) };
    let is_noun = |word: &Word| word.large && word.is_content() && word.joined && !word.is_date();
    let behind = is_noun(&words[noun]).then_some(noun..noun + 1);
    behind.or_else(|| measured(words, at, quantity))
}

/// "Schaden" of "ein Schaden von rund 2,4 Millionen Euro".
fn measured(words: &[Word], at: usize, quantity: &Quantity) -> Option<Range<usize>> {
    let before = |at: usize| at.checked_sub(1).filter(|before| words[before + 1].joined);
    let mut of = before(at)?;
    while words[of].is(Sense::Rounds) && words[of].key != "von" {
        of = before(of)?;
    }
    let noun = before(of).filter(|_| words[of].key == "von")?;
    let plain = words[noun].large && !words[noun].capital && words[noun].kind == Kind::Content;
    (quantity.unit.is_some() && plain).then_some(noun..noun + 1)
}

fn is_described(word: &Word) -> bool {
    word.kind == Kind::Content && word.joined && !word.is_number()
}

/// How the number is meant, and where the words that say so begin.
pub(super) fn bound(words: &[Word], at: usize) -> (Bound, usize) {
    let key = |back: usize| at.checked_sub(back).map_or("", |at| words[at].key.as_str());
    match (key(2), key(1)) {
        ("mehr", "als") => (Bound::Least, at - 2),
        ("weniger", "als") | ("bis", "zu") => (Bound::Most, at - 2),
        (_, "über" | "mindestens" | "gut") => (Bound::Least, at - 1),
        (_, "unter" | "knapp" | "fast" | "höchstens" | "beinahe" | "maximal") => {
            (Bound::Most, at - 1)
        }
        (_, "rund" | "etwa" | "ungefähr" | "circa" | "ca" | "schätzungsweise" | "annähernd") => {
            (Bound::Near, at - 1)
        }
        _ => (Bound::Exact, at),
    }
}

/// Words behind what is counted, up to which a label may reach: "Passagiere aus Kelm", "Prozent der Wähler in Norlund".
const LABEL_WORDS: usize = 7;

/// What is counted, of what and where, in the source's own words: the nouns behind the number and the phrases that belong to
/// them. None for a bare noun.
pub(in crate::write) fn label(text: &str, words: &[Word], count: &Count) -> Option<String> {
    if count.label.end <= count.number.start {
        return text.get(count.label.clone()).map(str::to_owned);
    }
    let first = words.iter().position(|word| word.span.start >= count.number.end)?;
    let last_thing = words.iter().rposition(|word| word.span.end <= count.label.end)?;
    let mut end = last_thing + 1;
    let is_noun = |at: usize| words.get(at).is_some_and(|word| word.large && word.joined);
    while end - first < LABEL_WORDS && words.get(end).is_some_and(|word| word.joined && !word.first)
    {
        let linked = matches!(
            words[end].key.as_str(),
            "der"
                | "des"
                | "von"
                | "aus"
                | "in"
                | "im"
                | "am"
                | "auf"
                | "an"
                | "für"
                | "zwischen"
                | "vor"
                | "bei"
                | "beim"
        );
        match () {
            () if words[end].large && words[end].is_content() && !words[end].is_date() => end += 1,
            () if linked && is_noun(end + 1) && !words[end + 1].is_date() => end += 2,
            () if linked
                && words.get(end + 1).is_some_and(|w| w.joined && !w.large)
                && is_noun(end + 2) =>
            {
                end += 3
            }
            () => break,
        }
    }
    let told = end > last_thing + 1;
    let label = text.get(words[first].span.start..words.get(end - 1)?.span.end)?;
    told.then(|| label.to_owned())
}
