//! Which tables a text is read by.

use super::Tongue;
use crate::language::language;

/// English words that no other language of the tables writes so; three of them in a text make it English at once, which
/// costs a hundredth of asking `language`.
const ENGLISH: [&str; 14] = [
    "the", "of", "and", "that", "with", "said", "was", "were", "for", "from", "has", "have", "by",
    "to",
];

/// German words that English does not write so.
const GERMAN: [&str; 54] = [
    "sagte", "ich", "sie", "er", "wir", "am", "als", "auch", "oder", "aus", "kein", "keine", "nur",
    "noch", "wie", "über", "unter", "durch", "worden", "werden", "kann", "seit", "der", "das",
    "und", "ist", "nicht", "ein", "eine", "einen", "einem", "einer", "von", "mit", "für", "auf",
    "den", "dem", "des", "zu", "zum", "zur", "im", "bei", "nach", "sich", "wurde", "wird", "haben",
    "sind", "sei", "wegen", "laut", "vom",
];

/// The share of such words that makes a short text German.
const GERMAN_SHARE: f64 = 0.15;

/// Bytes and words that are looked at.
const SAMPLE: usize = 600;
const FEWEST: usize = 3;

/// The share of the words looked at that must be such words. English prose has about three in ten.
const SHARE: f64 = 0.12;

/// A sentence of which the sources have this share of words is in their language: other languages share
/// names and numbers.
const SHARED: f64 = 0.5;

/// Letters below which a sentence is in the language of its sources: too few to tell.
const LEAST_LETTERS: usize = 20;

/// English words that no language of the tables writes so for anything: one of them makes a short text English.
const ENGLISH_ALONE: [&str; 9] =
    ["the", "and", "that", "with", "said", "were", "from", "have", "has"];

/// Letters below which a text is short, and the share of such words that it must have.
const SHORT: usize = 200;
const ALONE_SHARE: f64 = 0.05;

/// What the words of a text that is not clearly English show.
pub(super) fn of_text(text: &str) -> Tongue {
    let short = text.chars().filter(|c| c.is_alphabetic()).take(SHORT).count() < SHORT;
    if short && reads_as(&ENGLISH_ALONE, text, 1, ALONE_SHARE) {
        return Tongue::English;
    }
    language(None, "", text).as_deref().and_then(Tongue::of_code).unwrap_or_default()
}

pub(super) fn of_sentence(sources: Tongue, sentence: &str, shared: f64) -> Tongue {
    let letters = sentence.chars().filter(|c| c.is_alphabetic()).take(LEAST_LETTERS).count();
    let told = shared >= SHARED || letters < LEAST_LETTERS;
    if told || (sources == Tongue::English && reads_as(&ENGLISH, sentence, 1, SHARE)) {
        return sources;
    }
    let declared = sources.code();
    language(Some(&declared), "", sentence).as_deref().and_then(Tongue::of_code).unwrap_or(sources)
}

pub(super) fn reads_german(text: &str) -> bool {
    !reads_as(&ENGLISH[..10], text, 1, 0.0) && reads_as(&GERMAN, text, 1, GERMAN_SHARE)
}

pub(super) fn reads_english(text: &str) -> bool {
    reads_as(&ENGLISH, text, FEWEST, SHARE)
}

fn reads_as(marks: &[&str], text: &str, fewest: usize, share: f64) -> bool {
    let head = &text[..text.floor_char_boundary(SAMPLE)];
    let (mut all, mut known) = (0, 0);
    for word in head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        all += 1;
        known += usize::from(marks.iter().any(|mark| word.eq_ignore_ascii_case(mark)));
    }
    known >= fewest && f64::from(known as u32) >= share * f64::from(all as u32)
}

impl Tongue {
    /// ISO 639-1.
    pub fn code(self) -> String {
        match self {
            Tongue::English => "en".to_owned(),
            Tongue::German => "de".to_owned(),
            Tongue::Other(code) => code.iter().map(|byte| char::from(*byte)).collect(),
        }
    }
}
