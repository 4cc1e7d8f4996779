//! What somebody is said to have said, without quotation marks.

use super::actor::person_at;
use super::{FoundQuote, QuoteKind, Scene};
use crate::check::lexicon;
use std::ops::Range;

/// Fewer words than this are no statement.
const LEAST_WORDS: usize = 3;

/// The reported statements of sentences without quotation marks.
pub(super) fn indirect(scene: &Scene<'_>) -> Vec<FoundQuote> {
    let marked = |sentence: &Range<usize>| {
        let at = scene.quoted.partition_point(|(quote, _)| quote.end <= sentence.start);
        scene.quoted.get(at).is_some_and(|(quote, _)| quote.start < sentence.end)
    };
    scene
        .sentences
        .iter()
        .filter(|sentence| !sentence.is_empty() && !marked(sentence))
        .filter_map(|sentence| reported(scene, sentence.clone()))
        .collect()
}

fn reported(scene: &Scene<'_>, sentence: Range<usize>) -> Option<FoundQuote> {
    let verb = sentence.clone().find(|at| {
        let word = &scene.words[*at];
        !word.capital && lexicon::is_saying(&word.key) || word.key == "according"
    })?;
    let (speaker, content) = match scene.words[verb].key.as_str() {
        "according" => according(scene, &sentence, verb)?,
        _ => said(scene, &sentence, verb)?,
    };
    (content.len() >= LEAST_WORDS).then(|| FoundQuote {
        span: scene.bytes(content),
        speaker: Some(scene.bytes(speaker)),
        verb: Some(scene.words[verb].span.clone()),
        kind: QuoteKind::Indirect,
    })
}

/// "According to Ode, the bridge is safe", "The bridge is safe, according to Ode".
fn according(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    verb: usize,
) -> Option<(Range<usize>, Range<usize>)> {
    let speaker = (verb + 1..sentence.end).find_map(|at| person_at(scene, at))?;
    let end = speaker.end.min(sentence.end);
    let content = if verb == sentence.start { end..sentence.end } else { sentence.start..verb };
    Some((speaker.start..end.max(speaker.start + 1), content))
}

/// "Ode said (that) the bridge is safe", "The bridge is safe, Ode said".
fn said(
    scene: &Scene<'_>,
    sentence: &Range<usize>,
    verb: usize,
) -> Option<(Range<usize>, Range<usize>)> {
    let speaker = (sentence.start..verb)
        .rev()
        .find_map(|at| person_at(scene, at).filter(|person| person.end <= verb))?;
    let that = scene.words.get(verb + 1).is_some_and(|word| word.key == "that");
    let from = verb + 1 + usize::from(that);
    if from + LEAST_WORDS <= sentence.end {
        return Some((speaker, from..sentence.end));
    }
    Some((speaker.clone(), sentence.start..speaker.start))
}
