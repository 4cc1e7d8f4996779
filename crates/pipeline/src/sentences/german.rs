//! German words whose stop need not end a sentence.

use super::abbreviations::Stop;
use crate::tongue::german::{month, weekday};

/// Stand before a name, a number or a noun, so their stop ends nothing.
const WITHIN: [&str; 68] = [
    "dr", "prof", "hr", "fr", "st", "nr", "abs", "art", "bzw", "ca", "vgl", "ggf", "evtl", "inkl",
    "exkl", "zzgl", "sog", "geb", "gest", "verh", "mio", "mrd", "tsd", "bio", "jan", "feb", "febr",
    "okt", "nov", "dez", "aug", "sept", "mag", "dipl", "ing", "med", "jur", "phil", "rer", "hon",
    "max", "min", "bd", "abt", "hrsg", "ziff", "kap", "abb", "tab", "tel", "str", "lat", "engl",
    "frz", "dt", "österr", "schweiz", "röm", "kath", "evang", "ev", "bspw", "bes", "allg", "insb",
    "hl", "gem", "lt",
];

/// Words before a number with a stop that make it an ordinal: "am 3.", "der 20."
const BEFORE_ORDINALS: [&str; 36] = [
    "am", "der", "die", "das", "den", "dem", "des", "im", "zum", "zur", "vom", "beim", "bis",
    "seit", "ab", "ihr", "ihre", "ihren", "ihrem", "ihrer", "sein", "seine", "seinen", "seinem",
    "seiner", "ein", "eine", "jeder", "jede", "jedes", "jeden", "und", "oder", "montag", "auf",
    "ins",
];

/// Whether a stop belongs to the word that it follows and ends no sentence.
pub(super) fn keeps_its_stop(stop: &Stop<'_>) -> bool {
    if stop.word.bytes().all(|byte| byte.is_ascii_digit()) && stop.word.len() < 4 {
        return is_ordinal(stop);
    }
    // "14.30", "15.3.", "3.3.": a day or a time before its month or year.
    if stop.word.contains('.') && stop.word.starts_with(|c: char| c.is_ascii_digit()) {
        return stop.next.starts_with(|c: char| c.is_ascii_digit());
    }
    let word = stop.word.rsplit(['-', '–', '/']).next().unwrap_or_default();
    // "z. B.", "d. h.", "u. a.", "J. Lund": one letter. "Plan B" at the end of a sentence is rarer.
    if word.chars().count() == 1 && word.chars().all(char::is_alphabetic) {
        return true;
    }
    if word.contains('.') && word.split('.').all(|part| (1..4).contains(&part.chars().count())) {
        return true;
    }
    let small = word.to_lowercase();
    WITHIN.contains(&small.as_str()) && (small.chars().count() > 3 || !stop.next.is_empty())
}

/// Whether the digits before the stop count in order: a month or a small number of things follows.
fn is_ordinal(stop: &Stop<'_>) -> bool {
    let next = stop.next.to_lowercase();
    let before = stop.before.to_lowercase();
    let before = before.trim_end_matches(',');
    stop.first
        || month(&next).is_some()
        || next.starts_with(|c: char| c.is_ascii_digit())
        || BEFORE_ORDINALS.contains(&before)
        || weekday(before).is_some()
}
