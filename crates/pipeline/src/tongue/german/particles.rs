//! Verbs that stand in two places: "lehnte den Antrag ab" is "ablehnen".

use super::stems::SEPARABLE;
use crate::check::words::{Kind, Word};

/// No verb is looked for further before its particle, in words.
const REACH: usize = 30;

/// Puts the prefix that ends a clause back on the clause's verb, which then has the stem of the whole verb.
pub(crate) fn join_particles(words: &mut [Word]) {
    for at in 1..words.len() {
        if !is_apart(words, at) {
            continue;
        }
        let from = at.saturating_sub(REACH);
        let begin = (from..at).rev().find(|place| words[*place].first).unwrap_or(from);
        let Some(verb) = (begin..at).find(|place| is_finite(words, *place)) else { continue };
        words[verb].stem = [words[at].key.as_str(), words[verb].stem.as_str()].concat();
        words[at].kind = Kind::Function;
    }
}

/// Whether a word is a prefix that ends its clause.
fn is_apart(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let ends = words.get(at + 1).is_none_or(|next| {
        next.first || !next.joined || matches!(next.key.as_str(), "und" | "oder" | "sowie")
    });
    ends && !word.large && !word.first && SEPARABLE.contains(&word.key.as_str())
}

/// Whether a word is the verb of a main clause, as far as its ending and the words beside it tell.
fn is_finite(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let adjective = at
        .checked_sub(1)
        .is_some_and(|before| words[at].joined && is_determiner(&words[before].key));
    let noun_follows = words.get(at + 1).is_some_and(|next| next.large && next.joined);
    let inflected = ["en", "er", "es", "em"].iter().any(|end| word.key.ends_with(end));
    let attribute = adjective || (noun_follows && inflected);
    word.kind == Kind::Content && !word.large && !attribute && word.key.chars().count() > 2
}

/// Articles and words that stand for them.
#[rustfmt::skip]
const DETERMINERS: [&str; 61] = [
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines",
    "kein", "keine", "keinen", "keinem", "keiner", "keines", "im", "am", "zum", "zur", "vom",
    "beim", "ins", "ans", "seine", "seinen", "seinem", "seiner", "seines", "sein", "ihre",
    "ihren", "ihrem", "ihrer", "ihres", "ihr", "diese", "dieser", "dieses", "diesem", "diesen",
    "jeder", "jede", "jedes", "jeden", "jedem", "alle", "allen", "aller", "viele", "vielen",
    "mehrere", "mehreren", "einige", "einigen", "beide", "beiden", "unsere", "solche",
];

/// Whether a word is an article or stands for one.
pub(super) fn is_determiner(key: &str) -> bool {
    DETERMINERS.contains(&key)
}
