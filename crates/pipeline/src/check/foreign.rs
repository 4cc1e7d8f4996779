//! A sentence that no rule can lay beside its evidence word by word: in a language without tables, or in another one
//! than its sources. It is judged more strictly, not less.

use super::quoted::quoted;
use super::words::{Kind, Word};
use super::{Finding, Sources};
use crate::tongue::german;
use news::{Judgement, Reason, ReasonKind, Verdict};
use std::ops::Range;

/// How such a sentence is judged; none for one that the rules can read.
///
/// In a language without tables nothing but the source's own words is supported (a sentence that stands there word for word
/// never comes here). One that only leaves words out is partly supported, since what it leaves out may deny it; any word that
/// is not there in this order is not supported. In another language than its sources, each number, date, name and
/// quotation must be in them; it is partly supported at best, and a person decides.
pub(super) fn judged(sources: &Sources, sentence: &str, claim: &[Word]) -> Option<Finding> {
    let tongue = claim.first()?.tongue;
    match sources.tongues.contains(&tongue) {
        true if tongue.has_tables() => None,
        true => Some(word_for_word(sources, claim)),
        false => Some(across(sources, sentence, claim)),
    }
}

/// The score of a sentence that may be true, and that no rule has read.
const UNREAD: f64 = 0.5;

/// Whether all words of the sentence stand in one sentence of the sources, no question, in this order.
fn word_for_word(sources: &Sources, claim: &[Word]) -> Finding {
    let mut saying = (0..sources.sentences.len()).filter(|at| !sources.sentences[*at].asks);
    let holding = saying.find(|at| {
        let mut rest = sources.words[sources.sentences[*at].words.clone()].iter();
        claim.iter().all(|word| rest.any(|other| other.key == word.key))
    });
    match holding {
        Some(at) => {
            let detail = "words are left out, and there are no tables for this language";
            finding(
                Verdict::Partly,
                ReasonKind::Alignment,
                detail.to_owned(),
                vec![sources.span_of(at)],
            )
        }
        None => {
            let absent = claim.iter().find(|word| sources.places(&word.stem).is_empty());
            let detail = match absent {
                Some(word) => format!("{:?} is not in the cited words", word.key),
                None => "no sentence of the sources has these words in this order".to_owned(),
            };
            let kind = match absent {
                Some(word) if word.key.starts_with(|c: char| c.is_ascii_digit()) => {
                    ReasonKind::Number
                }
                Some(word) if word.large && !word.first => ReasonKind::Name,
                _ => ReasonKind::Alignment,
            };
            finding(Verdict::Unsupported, kind, detail, Vec::new())
        }
    }
}

/// A sentence in another language than its sources.
fn across(sources: &Sources, sentence: &str, claim: &[Word]) -> Finding {
    let mut anchors: Vec<usize> = Vec::new();
    let mut missing: Option<(ReasonKind, String)> = None;
    for (at, word) in claim.iter().enumerate() {
        let Some(kind) = anchor(claim, at) else { continue };
        match place_of(sources, word, kind, sentence) {
            Some(place) => anchors.push(place),
            None => {
                let written = sentence.get(word.span.clone()).unwrap_or_default();
                missing.get_or_insert((kind, format!("{written:?} is not in the cited words")));
            }
        }
    }
    for span in quoted(sentence) {
        let within = |word: &&Word| span.start <= word.span.start && word.span.end <= span.end;
        if !stands(sources, claim.iter().filter(within)) {
            let detail = format!("the words {:?} do not stand in the source", &sentence[span]);
            missing.get_or_insert((ReasonKind::Quote, detail));
        }
    }
    let evidence = spans(sources, &anchors);
    if let Some((kind, detail)) = missing {
        return finding(Verdict::Unsupported, kind, detail, evidence);
    }
    if anchors.is_empty() {
        let detail = "it is in another language than its sources, and names nothing that they name";
        return finding(Verdict::Unsupported, ReasonKind::Alignment, detail.to_owned(), evidence);
    }
    let detail = "it is in another language than its sources: a person must compare them";
    finding(Verdict::Partly, ReasonKind::Alignment, detail.to_owned(), evidence)
}

/// What must be found again of a word: numbers, days, months and names.
fn anchor(claim: &[Word], at: usize) -> Option<ReasonKind> {
    let word = &claim[at];
    match word.kind {
        Kind::Number(_) => Some(ReasonKind::Number),
        Kind::Weekday(_) | Kind::Month(_) => Some(ReasonKind::Date),
        _ if word.key.starts_with(|c: char| c.is_ascii_digit()) => Some(ReasonKind::Number),
        Kind::Content if word.capital && !word.first => Some(ReasonKind::Name),
        _ => None,
    }
}

/// Letters by which two spellings of a name are held to be one: "Norland" and "Norlands", "Warschau" is another.
const SAME_HEAD: usize = 5;

fn place_of(sources: &Sources, word: &Word, kind: ReasonKind, sentence: &str) -> Option<usize> {
    let written = sentence.get(word.span.clone()).unwrap_or_default();
    sources.words.iter().position(|other| match (&word.kind, &other.kind) {
        (Kind::Number(one), Kind::Number(other)) => one.agrees(other),
        (Kind::Weekday(one), Kind::Weekday(other)) => one == other,
        (Kind::Month(one), Kind::Month(other)) => one == other,
        _ if kind == ReasonKind::Number => reads_alike(written, word, other),
        _ if kind == ReasonKind::Name => other.large && is_one_name(&word.key, &other.key),
        _ => false,
    })
}

/// Whether digits of a language without tables mean a number of the sources in one of the two formats.
fn reads_alike(written: &str, word: &Word, other: &Word) -> bool {
    let Kind::Number(quantity) = &other.kind else { return word.key == other.key };
    let points = written.replace(',', "").parse::<f64>().ok();
    let values = [points, german::numbers::digits(written)];
    values.into_iter().flatten().any(|value| value == quantity.value)
}

fn is_one_name(one: &str, other: &str) -> bool {
    let head = |name: &str| name.chars().take(SAME_HEAD).collect::<String>();
    one == other || (one.chars().count() >= SAME_HEAD && head(one) == head(other))
}

/// Whether words stand side by side in the sources as they are.
fn stands<'w>(sources: &Sources, words: impl Iterator<Item = &'w Word>) -> bool {
    let keys: Vec<&str> = words.map(|word| word.key.as_str()).collect();
    let mut runs = sources.words.windows(keys.len().max(1));
    keys.is_empty() || runs.any(|run| run.iter().zip(&keys).all(|(word, key)| word.key == *key))
}

/// The sentences of the sources that hold these places.
fn spans(sources: &Sources, places: &[usize]) -> Vec<(usize, Range<usize>)> {
    let mut sentences: Vec<usize> =
        places.iter().map(|place| sources.sentence_of(*place)).collect();
    sentences.sort_unstable();
    sentences.dedup();
    sentences.into_iter().map(|sentence| sources.span_of(sentence)).collect()
}

fn finding(
    verdict: Verdict,
    kind: ReasonKind,
    detail: String,
    evidence: Vec<(usize, Range<usize>)>,
) -> Finding {
    let score = if verdict == Verdict::Partly { UNREAD } else { 0.0 };
    Finding {
        judgement: Judgement { verdict, score, reasons: vec![Reason { kind, detail }] },
        evidence,
    }
}
