//! Finds the speaker of a quotation in its own sentence.

use super::Scene;
use crate::check::lexicon;
use crate::check::words::Kind;
use std::ops::Range;

/// Who says something, with which verb. Places of words.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// The words that name the speaker.
    pub speaker: Option<Range<usize>>,
    /// The verb.
    pub verb: Option<usize>,
}

/// How many words after a quotation the verb may follow: "Ode, who heads the board in Kelm, said".
const REACH: usize = 14;

/// No speaker is looked for further away, in words; longer sentences are no prose.
pub(super) const SIGHT: usize = 200;

/// The longest way from a verb to the name behind it: "said the board's deputy head, Ada Lund".
const TITLE: usize = 8;

/// Speaker and verb in the words outside the marks of the sentence of the quotation at `at`.
pub(super) fn in_own_sentence(scene: &Scene<'_>, at: usize) -> Said {
    let (near, far, after) = (near(scene, at), far(scene, at), after(scene, at));
    let follows = spoken_after(scene, after.clone());
    let leads = [near, far.clone()].map(|words| spoken_before(scene, words));
    let in_order = match hands_over(scene, at) {
        true => [&follows, &leads[0], &leads[1]],
        false => [&leads[0], &leads[1], &follows],
    };
    if let Some(said) = in_order.into_iter().find(|said| said.speaker.is_some()) {
        return said.clone();
    }
    let verb = in_order.iter().find_map(|said| said.verb);
    Said { speaker: scene.mention(far).or_else(|| verb.and(scene.mention(after))), verb }
}

/// Whether the quotation ends as if "said Ode" followed: with a comma, question mark or shout.
fn hands_over(scene: &Scene<'_>, at: usize) -> bool {
    let span = &scene.quoted[at].1;
    scene.text[span.clone()].ends_with([',', '?', '!', '—', '-', '…'])
        || scene.text[span.end..].trim_start_matches(['"', '”', '’']).starts_with(',')
}

/// The words between the quotation before, if it is in the same sentence, and this one.
fn near(scene: &Scene<'_>, at: usize) -> Range<usize> {
    let far = far(scene, at);
    let last = at.checked_sub(1).map_or(0, |last| scene.quoted[last].0.end);
    far.start.max(last).min(far.end)..far.end
}

/// All words of the sentence before the quotation.
fn far(scene: &Scene<'_>, at: usize) -> Range<usize> {
    let start = scene.quoted[at].0.start;
    let sentence = scene.sentences[scene.sentence_of(start)].start;
    sentence.max(start.saturating_sub(SIGHT)).min(start)..start
}

/// The words of the sentence after the quotation, up to the next one.
fn after(scene: &Scene<'_>, at: usize) -> Range<usize> {
    let quote = &scene.quoted[at].0;
    let sentence = &scene.sentences[scene.sentence_of(quote.end - 1)];
    let next = scene.quoted.get(at + 1).map_or(usize::MAX, |(next, _)| next.start);
    quote.end..sentence.end.min(next).min(quote.end + SIGHT).max(quote.end)
}

/// `…," Ode said`, `…," said the minister, Ada Ode`, `…," according to Ode`.
fn spoken_after(scene: &Scene<'_>, words: Range<usize>) -> Said {
    let Some(verb) = words.clone().take(REACH).find(|at| is_saying(scene, *at)) else {
        return Said::default();
    };
    let ahead = verb + 1..words.end;
    let speaker = match verb - words.start {
        _ if scene.words[verb].key == "according" => person_after(scene, ahead),
        0 => person_after(scene, ahead),
        between => subject(scene, words.start..verb)
            // "the company said": nobody is named, but somebody speaks.
            .or_else(|| (between <= UNNAMED).then_some(words.start..verb)),
    };
    Said { speaker, verb: Some(verb) }
}

/// `Ode said: "…`, `according to Ode, "…`, `Ode called it "…`.
fn spoken_before(scene: &Scene<'_>, words: Range<usize>) -> Said {
    let verb = words.clone().rev().find(|at| is_saying(scene, *at) && !scene.is_quoted(*at));
    let Some(verb) = verb else { return Said::default() };
    let speaker = match scene.words[verb].key.as_str() {
        "according" => person_after(scene, verb + 1..words.end),
        _ => subject(scene, words.start..verb).or_else(|| noun_before(scene, words.start, verb)),
    };
    Said { speaker, verb: Some(verb) }
}

/// The longest speaker without a name, in words: "the former deputy head of the board".
const UNNAMED: usize = 7;

/// "The company" of `The company said: "…`.
fn noun_before(scene: &Scene<'_>, from: usize, verb: usize) -> Option<Range<usize>> {
    let start = (from..verb).rev().take(UNNAMED).find(|at| {
        matches!(
            scene.words[*at].key.as_str(),
            "the" | "a" | "an" | "one" | "his" | "her" | "their"
        )
    })?;
    (start + 1 < verb).then_some(start..verb)
}

fn is_saying(scene: &Scene<'_>, at: usize) -> bool {
    let word = &scene.words[at];
    !word.capital && (lexicon::is_saying(&word.key) || lexicon::is_judging(&word.key))
        // "the said verb", "to say": a noun or an aim, not a report.
        && !(at > 0 && matches!(scene.words[at - 1].key.as_str(), "to" | "the" | "a" | "an" | "of"))
}

/// Who does what the verb after `words` says: whoever stands right before it, else whoever the
/// sentence begins with: "Ode, who met Lund, said", "Ode praised Lund, saying".
fn subject(scene: &Scene<'_>, words: Range<usize>) -> Option<Range<usize>> {
    let people = people(scene, words.clone());
    let participle = scene.words[words.end].key.ends_with("ing");
    let beside = |last: &&Range<usize>| {
        words.end - last.end < 2 && scene.words.get(last.end).is_some_and(|word| word.joined)
    };
    let last = people.last().filter(|last| !participle && beside(last));
    let first = people.iter().find(|person| scene.words[person.start].key != "who");
    last.or(first).or(people.first()).cloned()
}

/// The names and pronouns among `words`.
fn people(scene: &Scene<'_>, words: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = words.start;
    while at < words.end {
        let person = person_at(scene, at).filter(|person| person.end <= words.end);
        match person.filter(|_| !scene.is_quoted(at)) {
            Some(person) => {
                at = person.end;
                found.push(person);
            }
            None => at += 1,
        }
    }
    found
}

/// The person named behind a verb, with title and trade; a pronoun only at once.
fn person_after(scene: &Scene<'_>, words: Range<usize>) -> Option<Range<usize>> {
    let first = words.start;
    let near = first..words.end.min(first + TITLE);
    let named = near.clone().find_map(|at| person_at(scene, at).filter(|p| p.end <= words.end));
    match named {
        Some(person) => Some(person),
        // "said a spokesman": nobody is named, but somebody speaks.
        None => (!near.is_empty()).then(|| first..near.end.min(first + 3)),
    }
}

/// The name or pronoun that begins at `at`.
pub(super) fn person_at(scene: &Scene<'_>, at: usize) -> Option<Range<usize>> {
    let word = &scene.words[at];
    if lexicon::can_speak(&word.key) && word.kind != Kind::Content {
        return Some(at..at + 1);
    }
    if lexicon::is_speaker_noun(&word.key) {
        return Some(at..at + 1);
    }
    let place = scene.names.binary_search_by_key(&at, |run| run.start).ok()?;
    Some(scene.names[place].clone())
}
