//! In which language something is written: the one place where that is decided.
//!
//! The script says it at once for many languages (`scripts`). Languages that share one are told apart
//! by their commonest words and their own letters (`words`); on little text two classifiers of short
//! texts have a vote, and so has the language that the page declares. On more text the text itself
//! decides: pages declare the language of their template.

mod scripts;
mod words;

use scripts::Script;
use std::collections::BTreeMap;

/// Characters that are looked at: enough words to be certain, little enough to cost nothing.
const SAMPLE_CHARACTERS: usize = 1_500;

/// Letters from which a text stands for itself; below, its title helps.
const TEXT_LETTERS: usize = 200;

/// Letters below which there is nothing to tell from: a name, a number.
const LEAST_LETTERS: usize = 8;

/// What a vote weighs, in words that only one language has. Chosen on our labelled titles
/// (`evals/language`), where anything from half to twice these gives the same within a percent.
const CLASSIFIER_OF_NEWS: f64 = 1.2;
const CLASSIFIER_OF_MANY: f64 = 1.6;
const DECLARED: f64 = 1.5;

/// What is left of the first one's vote when the second names a language that the first does not know.
const OUT_OF_ITS_DEPTH: f64 = 0.25;

/// The languages that the first classifier knows.
const NEWS_LANGUAGES: [&str; 16] = [
    "ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pt", "ru", "sv", "tr", "vi", "zh",
];

/// Least score for an answer: less than half a word is none.
const LEAST_SCORE: f64 = 0.3;

/// How far ahead the words alone must be for the votes not to be asked: what a text of some forty
/// words reaches.
const CLEAR_LEAD: f64 = 6.0;

/// The language of an article, ISO 639-1: as its text and title show, with what the page declares
/// (`en-GB`, `de_DE`, `english`, …) as one hint among others. Where there is too little to read, as declared.
pub fn language(declared: Option<&str>, title: &str, text: &str) -> Option<String> {
    let declared = declared.and_then(code);
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(TEXT_LETTERS).count();
    let sample: String = match letters < TEXT_LETTERS {
        true => [title, "\n", text].concat().chars().take(SAMPLE_CHARACTERS).collect(),
        false => text.chars().take(SAMPLE_CHARACTERS).collect(),
    };
    read(declared.as_deref(), &sample).map(str::to_owned).or(declared)
}

/// ISO 639-1 of a language tag or of a name that pages use instead.
pub fn code(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_', ',', ' ', ';']).next()?.to_ascii_lowercase();
    let two = match first.as_str() {
        "eng" | "english" => "en",
        "deu" | "ger" | "german" | "deutsch" => "de",
        "fra" | "fre" | "french" => "fr",
        "spa" | "spanish" => "es",
        "ita" | "italian" => "it",
        "por" => "pt",
        "nld" | "dut" => "nl",
        "pol" => "pl",
        "rus" => "ru",
        "jp" | "jpn" => "ja",
        "cz" | "ces" => "cs",
        "nb" | "nn" | "nob" => "no",
        "iw" => "he",
        "in" => "id",
        other => other,
    };
    let is_code = two.len() == 2 && two.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_code && two != "xx").then(|| two.to_owned())
}

fn read<'a>(declared: Option<&'a str>, sample: &str) -> Option<&'a str> {
    let letters = scripts::count(sample);
    let (script, count) = letters.iter().max_by_key(|(_, count)| **count)?;
    // A headline in Chinese or Japanese says in six letters what English says in thirty.
    let least = if script.is_dense() { LEAST_LETTERS / 4 } else { LEAST_LETTERS };
    if *count < least {
        return None;
    }
    match scripts::only_language(*script, &letters) {
        Some(language) => Some(language),
        None => chosen(*script, sample, declared),
    }
}

/// The language of this script that words, letters and votes speak for.
fn chosen<'a>(script: Script, sample: &str, declared: Option<&'a str>) -> Option<&'a str> {
    let mut scores: BTreeMap<&str, f64> = words::scores(script, sample);
    if lead(&scores) < CLEAR_LEAD {
        let among_many = classified_among_many(script, sample);
        if let Some(language) = classified_as_news(script, sample) {
            // It cannot say what it does not know, and then says something else.
            let is_out = among_many.is_some_and(|(other, _)| !NEWS_LANGUAGES.contains(&other));
            let share = if is_out { OUT_OF_ITS_DEPTH } else { 1.0 };
            *scores.entry(language).or_default() += CLASSIFIER_OF_NEWS * share;
        }
        if let Some((language, confidence)) = among_many {
            *scores.entry(language).or_default() += CLASSIFIER_OF_MANY * confidence;
        }
        if let Some(language) = declared.filter(|language| words::is_in(script, language)) {
            *scores.entry(language).or_default() += DECLARED;
        }
    }
    // Of equals the first by code, so that the answer is always the same.
    let best = scores.iter().rev().max_by(|a, b| a.1.total_cmp(b.1))?;
    (*best.1 >= LEAST_SCORE).then_some(*best.0)
}

fn lead(scores: &BTreeMap<&str, f64>) -> f64 {
    let mut sorted: Vec<f64> = scores.values().copied().collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    sorted.first().copied().unwrap_or(0.0) - sorted.get(1).copied().unwrap_or(0.0)
}

/// The answer of a linear model over letters that knows sixteen languages, and says one of them
/// whatever it reads.
fn classified_as_news(script: Script, sample: &str) -> Option<&'static str> {
    use whichlang::Lang;
    let language = match whichlang::detect_language(sample) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    };
    words::is_in(script, language).then_some(language)
}

/// The answer of a model over triples of letters that knows 69 languages, with its confidence.
fn classified_among_many(script: Script, sample: &str) -> Option<(&'static str, f64)> {
    let answer = whatlang::detect(sample)?;
    let language = words::of_three_letters(answer.lang().code())?;
    words::is_in(script, language).then_some((language, answer.confidence()))
}

#[cfg(test)]
mod tests;
