//! Who acts in a clause: the phrase before its verb, and the people among its words.

use super::Scene;
use crate::check::lexicon;
use crate::check::words::{Kind, Word};
use crate::tongue::{Sense, Tongue};
use std::ops::Range;

/// Who does what the verb after `words` says: whoever stands right before it, else whoever the
/// sentence begins with: "Ode, who met Lund, said", "Ode praised Lund, saying".
pub(super) fn subject(scene: &Scene<'_>, words: Range<usize>) -> Option<Range<usize>> {
    let people = people(scene, words.clone());
    let participle = scene.words[words.end].key.ends_with("ing");
    if !participle && let Some(phrase) = phrase_before(scene, &words) {
        let within = people.iter().rev().filter(|person| person.start >= phrase.start);
        let named = within.clone().find(|person| can_act(scene, person));
        return Some(named.cloned().unwrap_or(phrase));
    }
    let named = |person: &&Range<usize>| scene.words[person.start].key != "who";
    let acting = people.iter().filter(named).find(|person| can_act(scene, person));
    acting.or(people.iter().find(named)).or(people.first()).cloned()
}

/// The words before a verb, and before its auxiliaries, that no mark or joint parts from it: "many
/// officials in Kelm" of "and many officials in Kelm have said".
fn phrase_before(scene: &Scene<'_>, words: &Range<usize>) -> Option<Range<usize>> {
    let close = |at: usize| scene.words.get(at).is_some_and(|word| word.joined);
    let mut end = before_brackets(scene, words);
    let bracketed = end < words.end;
    while end > words.start && close(end) && is_beside(&scene.words[end - 1].key) {
        end -= 1;
    }
    let mut start = end;
    while start > words.start
        && end - start < LONGEST_PHRASE
        && (close(start) || (bracketed && start == end))
        && !scene.is_quoted(start - 1)
        && !is_clause(&scene.words[start - 1].key)
    {
        start -= 1;
    }
    let head = scene.words.get(end.checked_sub(1)?)?;
    let person =
        lexicon::can_speak(&head.key) || matches!(head.key.as_str(), "it" | "both" | "many");
    (start < end && (head.is_content() || person)).then_some(start..end)
}

/// The end of what stands before the verb without a bracket: "Ode (Kelm)" of "Ode (Kelm) said".
fn before_brackets(scene: &Scene<'_>, words: &Range<usize>) -> usize {
    let Some(last) = words.end.checked_sub(1).filter(|last| *last >= words.start) else {
        return words.end;
    };
    let gap = scene.words[last].span.end..scene.words[words.end].span.start;
    let from = scene.words[words.start].span.start;
    let opening = match scene.text.get(gap.clone()) {
        Some(text) if text.trim_end().ends_with(')') => scene.text[from..gap.start].rfind('('),
        _ => None,
    };
    opening.map_or(words.end, |at| {
        scene.words.partition_point(|word| word.span.start < from + at).max(words.start)
    })
}

/// The longest phrase that is held to be a subject, in words.
const LONGEST_PHRASE: usize = 10;

/// Auxiliaries and words of time between a subject and its verb.
fn is_beside(key: &str) -> bool {
    key.len() > 4 && key.ends_with("ly")
        || matches!(
            key,
            "has"
                | "have"
                | "had"
                | "also"
                | "then"
                | "later"
                | "once"
                | "often"
                | "never"
                | "not"
                | "would"
                | "will"
                | "could"
                | "first"
                | "again"
                | "even"
                | "just"
                | "did"
                | "does"
                | "is"
                | "was"
                | "were"
                | "are"
                | "been"
                | "since"
                | "still"
                | "now"
                | "himself"
                | "herself"
        )
}

/// Words before which a clause ends or begins: a subject does not reach across them.
fn is_clause(key: &str) -> bool {
    matches!(
        key,
        "and"
            | "but"
            | "that"
            | "when"
            | "while"
            | "as"
            | "because"
            | "if"
            | "after"
            | "before"
            | "where"
            | "what"
            | "which"
            | "whether"
            | "than"
            | "how"
            | "why"
            | "though"
            | "said"
    )
}

/// Whether a person can be who acts: no preposition stands before the name, and it owns nothing.
pub(super) fn can_act(scene: &Scene<'_>, person: &Range<usize>) -> bool {
    let mut first = person.start;
    while first > 0
        && scene.words[first].joined
        && matches!(
            scene.words[first - 1].key.as_str(),
            "the" | "a" | "an" | "his" | "her" | "their" | "its" | "this"
        )
    {
        first -= 1;
    }
    let before = first.checked_sub(1).filter(|_| scene.words[first].joined);
    let bound = before.is_some_and(|at| is_bound_by(&scene.words[at]));
    let last = &scene.text[scene.words[person.end - 1].span.clone()];
    !bound && !last.ends_with("'s") && !last.ends_with("’s")
}

/// The names and pronouns among `words`.
pub(super) fn people(scene: &Scene<'_>, words: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = words.start;
    while at < words.end {
        let person = person_at(scene, at).filter(|person| person.end <= words.end);
        match person.filter(|_| !scene.is_quoted(at) && !is_bracketed(scene, at)) {
            Some(person) => {
                at = person.end;
                found.push(person);
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a word stands first in brackets: "(D-Kelm)" is nobody.
fn is_bracketed(scene: &Scene<'_>, at: usize) -> bool {
    scene.text[..scene.words[at].span.start].ends_with('(')
}

/// The name or pronoun that begins at `at`.
pub(super) fn person_at(scene: &Scene<'_>, at: usize) -> Option<Range<usize>> {
    let word = &scene.words[at];
    if word.is(Sense::CanSpeak) && word.kind != Kind::Content {
        return Some(at..at + 1);
    }
    if word.is(Sense::SpeakerNoun) {
        return Some(at..at + 1);
    }
    let place = scene.names.binary_search_by_key(&at, |run| run.start).ok()?;
    Some(scene.names[place].clone())
}

fn is_bound_by(word: &Word) -> bool {
    let german = matches!(
        word.key.as_str(),
        "in" | "an"
            | "auf"
            | "aus"
            | "von"
            | "vom"
            | "bei"
            | "beim"
            | "mit"
            | "nach"
            | "zu"
            | "zum"
            | "zur"
            | "im"
            | "am"
            | "für"
            | "gegen"
            | "über"
            | "unter"
            | "zwischen"
            | "durch"
            | "ohne"
            | "neben"
            | "vor"
    );
    match word.tongue {
        Tongue::German => german,
        _ => is_preposition(&word.key),
    }
}

fn is_preposition(key: &str) -> bool {
    matches!(
        key,
        "in" | "on"
            | "at"
            | "from"
            | "of"
            | "to"
            | "by"
            | "for"
            | "against"
            | "with"
            | "about"
            | "near"
            | "over"
            | "under"
            | "between"
            | "toward"
            | "towards"
            | "into"
    )
}
