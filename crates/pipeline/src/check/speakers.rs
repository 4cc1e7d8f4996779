//! Who says it.

use super::comparison::Comparison;
use super::faults::Fault;
use super::names;
use super::words::Word;
use crate::tongue::{Sense, Tongue};
use news::{ReasonKind, Verdict};
use std::ops::Range;

/// How far from its verb a speaker may stand, in words: "Ode, who heads the harbour board, said".
const REACH: usize = 8;

/// Somebody who says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The verb, or "according", as a place in the words.
    pub verb: usize,
    /// The words of the speaker's name.
    pub speaker: Range<usize>,
}

/// The verbs of saying among `words` whose speaker is named near them.
pub fn attributions(words: &[Word]) -> Vec<Attribution> {
    let runs = names::runs(words);
    (0..words.len())
        .filter(|at| words[*at].is(Sense::Says))
        .filter_map(|verb| Some(Attribution { verb, speaker: speaker(words, &runs, verb)? }))
        .collect()
}

fn speaker(words: &[Word], runs: &[Range<usize>], verb: usize) -> Option<Range<usize>> {
    if words[verb].tongue == Tongue::German {
        return german_speaker(words, verb);
    }
    if words[verb].is(Sense::Accords) {
        return runs.iter().find(|run| run.start > verb && run.start <= verb + REACH).cloned();
    }
    let before = runs.iter().rev().find(|run| run.end <= verb && verb < run.end + 2);
    let after = runs.iter().find(|run| run.start == verb + 1 && words[run.start].joined);
    // The first word of a sentence alone is no sure name, but before a verb of saying it speaks.
    let first = verb.checked_sub(1).filter(|at| names::is_name_word(&words[*at]));
    before.or(after).cloned().or(first.map(|at| at..verb))
}

/// How far behind a German verb, or behind "laut", the speaker may begin: "teilte am Montag ein Sprecher mit".
const GERMAN_REACH: usize = 5;

/// Who says it in German: "Ode sagte", "sagte Ministerin Ode", "laut Ode", "Ode zufolge", "nach Angaben der Polizei".
/// Nouns have capitals, so a speaker need not be named.
fn german_speaker(words: &[Word], verb: usize) -> Option<Range<usize>> {
    let speaks = |at: usize| words[at].large && words[at].is_content() && !words[at].is_date();
    let before = verb.checked_sub(1).filter(|at| speaks(*at)).map(|last| {
        let joined = |at: usize| words[at + 1].joined && speaks(at);
        let first = (0..last).rev().take_while(|at| joined(*at)).last().unwrap_or(last);
        first..last + 1
    });
    if matches!(words[verb].key.as_str(), "zufolge") {
        return before;
    }
    let ahead =
        (verb + 1..(verb + 1 + GERMAN_REACH).min(words.len())).take_while(|at| !words[*at].first);
    let after = ahead.into_iter().find(|at| speaks(*at)).map(|first| {
        let rest = first + 1..words.len();
        let end = rest.take_while(|at| words[*at].joined && speaks(*at)).last();
        first..end.map_or(first + 1, |last| last + 1)
    });
    match words[verb].is(Sense::Accords) {
        true => after,
        false => before.or(after),
    }
}

/// Speakers of the sentence whose words the evidence gives to somebody else.
pub(super) fn wrong_speakers(c: &Comparison<'_>) -> Vec<Fault> {
    let said = attributions(c.claim);
    if said.is_empty() || !c.is_near() || c.carrying.is_empty() {
        return Vec::new();
    }
    said.iter()
        .filter(|one| !c.quoted[one.verb] && !is_named(c, one) && !is_pronoun_there(c))
        .map(|one| {
            let speaker = c.written(one.speaker.clone());
            let detail = format!("the cited words do not give this to {speaker:?}");
            Fault { kind: ReasonKind::Attribution, verdict: Verdict::Contradicted, detail }
        })
        .collect()
}

/// Whether a sentence that carries the claim names the speaker.
fn is_named(c: &Comparison<'_>, one: &Attribution) -> bool {
    c.claim[one.speaker.clone()]
        .last()
        .is_none_or(|name| c.is_carried(name) || is_in_compound(c, name))
}

/// Whether a German noun is part of a longer one in a sentence that carries the claim, or the other way round: "Polizei"
/// and "Polizeisprecher".
fn is_in_compound(c: &Comparison<'_>, noun: &Word) -> bool {
    let related = |other: &Word| {
        let (short, long) = match noun.stem.len() < other.stem.len() {
            true => (&noun.stem, &other.stem),
            false => (&other.stem, &noun.stem),
        };
        other.large && short.len() > 3 && (long.starts_with(short) || long.ends_with(short))
    };
    noun.tongue == Tongue::German
        && c.carrying
            .iter()
            .any(|at| c.sources.words[c.sources.sentences[*at].words.clone()].iter().any(related))
}

/// Whether whoever `run` of the sentence names is a speaker in the evidence too.
pub(super) fn speaks_in_evidence(c: &Comparison<'_>, run: &Range<usize>) -> bool {
    let Some(name) = c.claim[run.clone()].last() else { return false };
    c.carrying.iter().any(|at| {
        let words = &c.sources.words[c.sources.sentences[*at].words.clone()];
        attributions(words)
            .iter()
            .any(|one| words[one.speaker.clone()].iter().any(|word| word.key == name.key))
    })
}

/// Whether "he said" or the like stands in a sentence that carries the claim: who that is, the words
/// alone do not tell.
fn is_pronoun_there(c: &Comparison<'_>) -> bool {
    c.carrying.iter().any(|at| {
        let words = &c.sources.words[c.sources.sentences[*at].words.clone()];
        words.windows(2).any(|pair| {
            let [one, other] = pair else { return false };
            (one.is(Sense::CanSpeak) && other.is(Sense::Says))
                || (one.is(Sense::Says) && other.is(Sense::CanSpeak))
        })
    })
}

/// Whether the sources have a name in another form: its letters as initials, or the people of a place.
pub(super) fn has_other_form(c: &Comparison<'_>, word: &Word) -> bool {
    let root = word.key.get(..5);
    let people = root.is_some_and(|root| c.sources.named.iter().any(|name| name.starts_with(root)));
    people || is_initials(c, word)
}

fn is_initials(c: &Comparison<'_>, word: &Word) -> bool {
    let letters: Vec<char> = word.key.chars().filter(|c| c.is_alphabetic()).collect();
    if !(2..6).contains(&letters.len()) {
        return false;
    }
    c.sources.words.windows(letters.len()).any(|run| {
        run.iter().zip(&letters).all(|(word, letter)| word.capital && word.key.starts_with(*letter))
    })
}
