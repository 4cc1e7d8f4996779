//! Finds the speaker of a quotation in its own sentence.

use super::Scene;
use super::actor::{person_at, subject};
use super::verbs::brings_words;
use crate::check::lexicon;
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
    let by = described_by(scene, after.clone());
    if by.speaker.is_some() {
        return by;
    }
    let hands_over =
        hands_over(scene, at) && !after.clone().next().is_some_and(|at| is_joint(scene, at));
    let follows = match hands_over {
        true => spoken_after(scene, after.clone()).or_else(|| acted_after(scene, after.clone())),
        false => spoken_after(scene, after.clone()),
    };
    let follows = follows.unwrap_or_default();
    let leads = [near.clone(), far.clone()].map(|words| spoken_before(scene, words));
    if let Some(said) = carried(scene, at, &near) {
        return said;
    }
    let in_order = match hands_over {
        true => [&follows, &leads[0], &leads[1]],
        false => [&leads[0], &leads[1], &follows],
    };
    if let Some(said) = in_order.into_iter().find(|said| said.speaker.is_some()) {
        return said.clone();
    }
    let verb = in_order.iter().find_map(|said| said.verb);
    Said { speaker: scene.mention(far).or_else(|| verb.and(scene.mention(after))), verb }
}

/// The speaker of `"Yes," said Ode, "and no."`: words between two halves of a speech belong to both.
fn carried(scene: &Scene<'_>, at: usize, near: &Range<usize>) -> Option<Said> {
    let last = at.checked_sub(1)?;
    let beside = near.start == scene.quoted[last].0.end && !near.is_empty();
    let goes_on = beside && hands_over(scene, last);
    let said = spoken_after(scene, near.clone()).filter(|_| goes_on)?;
    // `"Yes," Ode said, adding: "and no."` has a verb of its own, of the same speaker.
    said.speaker.is_some().then_some(said)
}

/// Letters of the longest signature.
const SIGNATURE: usize = 60;

/// The name behind a dash that ends the line of a quotation: `"The bridge is safe." — Ada Ode`.
pub(super) fn signed(scene: &Scene<'_>, at: usize) -> Option<Range<usize>> {
    let end = scene.quoted[at].1.end;
    let rest = scene.text[end..].trim_start_matches(['"', '”', ' ', '\u{a0}']);
    let signed = rest.strip_prefix(['—', '–', '―', '-'])?;
    let name = signed.lines().next().unwrap_or_default().trim();
    if name.is_empty() || name.chars().count() > SIGNATURE || name.contains(['"', '“']) {
        return None;
    }
    let first = scene.words.partition_point(|word| word.span.start < end);
    let signer = person_at(scene, first)?;
    let begins = scene.words[signer.start].capital
        && scene.text[end..scene.words[signer.start].span.start].contains(['—', '–', '―', '-']);
    begins.then_some(signer)
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
fn spoken_after(scene: &Scene<'_>, words: Range<usize>) -> Option<Said> {
    let verb = words.clone().take(REACH).find(|at| is_saying(scene, *at))?;
    let ahead = verb + 1..words.end;
    let speaker = match verb - words.start {
        _ if scene.words[verb].key == "according" => person_after(scene, ahead),
        0 => person_after(scene, ahead),
        _ if scene.words.get(verb + 1).is_some_and(|word| word.key == "by") => {
            person_after(scene, verb + 2..words.end)
        }
        between => subject(scene, words.start..verb)
            .or_else(|| turned(scene, verb, ahead))
            // "the company said": nobody is named, but somebody speaks.
            .or_else(|| {
                (between <= UNNAMED && !is_joint(scene, words.start)).then_some(words.start..verb)
            }),
    };
    Some(Said { speaker, verb: Some(verb) })
}

/// The longest way from a verb to the words that it brings, in words: "called it all".
const NEAR: usize = 4;

/// `called "too late" by Ada Ode`.
fn described_by(scene: &Scene<'_>, words: Range<usize>) -> Said {
    let by = words.clone().next().filter(|at| scene.words[*at].key == "by");
    let person = by.and_then(|by| {
        let near = by + 1..words.end.min(by + 1 + TITLE);
        near.into_iter().find_map(|at| person_at(scene, at)).filter(|p| p.end <= words.end)
    });
    let quote = words.start.checked_sub(1).and_then(|last| scene.quote_of(last));
    let before = quote.map_or(words.start, |quote| quote.start);
    let verb = (before.saturating_sub(NEAR)..before).rev().find(|at| is_saying(scene, *at));
    Said { speaker: person.filter(|_| verb.is_some()), verb }
}

/// `…," Ode growled`: whoever does something right behind a quotation that hands over says it.
fn acted_after(scene: &Scene<'_>, words: Range<usize>) -> Option<Said> {
    let first = words.clone().next()?;
    let speaker = person_at(scene, first).filter(|person| person.end < words.end)?;
    let verb = &scene.words[speaker.end];
    let acts = verb.joined && !verb.capital && verb.key.ends_with("ed");
    acts.then_some(Said { verb: Some(speaker.end), speaker: Some(speaker) })
}

/// The person right behind a verb that a comma parts from what is before: `… last year, said Ode`.
fn turned(scene: &Scene<'_>, verb: usize, ahead: Range<usize>) -> Option<Range<usize>> {
    let near = ahead.start..ahead.end.min(ahead.start + TITLE);
    let parted = !scene.words[verb].joined;
    near.into_iter()
        .filter(|_| parted)
        .find_map(|at| person_at(scene, at))
        .filter(|p| p.end <= ahead.end)
}

/// Whether a word joins what follows to what was before: no speaker begins with it.
fn is_joint(scene: &Scene<'_>, at: usize) -> bool {
    matches!(
        scene.words[at].key.as_str(),
        "and"
            | "but"
            | "or"
            | "not"
            | "as"
            | "when"
            | "while"
            | "because"
            | "if"
            | "which"
            | "that"
            | "in"
            | "on"
            | "at"
            | "for"
            | "by"
            | "of"
            | "to"
            | "with"
            | "about"
            | "from"
            | "is"
            | "was"
    )
}

/// `Ode said: "…`, `according to Ode, "…`, `Ode called it "…`.
fn spoken_before(scene: &Scene<'_>, words: Range<usize>) -> Said {
    let Some(verb) = saying_verb(scene, words.clone()) else { return Said::default() };
    let speaker = match scene.words[verb].key.as_str() {
        "according" => person_after(scene, verb + 1..words.end),
        _ => subject(scene, words.start..verb).or_else(|| noun_before(scene, words.start, verb)),
    };
    Said { speaker, verb: Some(verb) }
}

/// The verb that brings the words behind `words`: a verb of saying before others, and "according" last
/// ("Ode said that according to the board it was": Ode says it); "saying" goes back to whoever spoke.
fn saying_verb(scene: &Scene<'_>, words: Range<usize>) -> Option<usize> {
    let words = words.start.max(words.end.saturating_sub(SIGHT))..words.end;
    let verbs = || words.clone().rev().filter(|at| is_saying(scene, *at) && !scene.is_quoted(*at));
    let key = |at: usize| scene.words[at].key.as_str();
    let plain = |at: &usize| lexicon::is_saying(key(*at)) && key(*at) != "according";
    let last = verbs().find(plain).or_else(|| verbs().find(|at| key(*at) != "according"));
    let last = last.or_else(|| verbs().next())?;
    let earlier = verbs().find(|at| *at < last && plain(at) && !key(*at).ends_with("ing"));
    Some(match earlier {
        Some(earlier) if key(last).ends_with("ing") => earlier,
        _ => last,
    })
}

/// The longest speaker without a name, in words: "the former deputy head of the board".
const UNNAMED: usize = 7;

/// "The company" of `The company said: "…`.
fn noun_before(scene: &Scene<'_>, from: usize, verb: usize) -> Option<Range<usize>> {
    let start = (from..verb).rev().take(UNNAMED).find(|at| {
        !scene.is_quoted(*at)
            && matches!(
                scene.words[*at].key.as_str(),
                "the" | "a" | "an" | "one" | "his" | "her" | "their"
            )
    })?;
    (start + 1 < verb && !(start..verb).any(|at| scene.is_quoted(at))).then_some(start..verb)
}

fn is_saying(scene: &Scene<'_>, at: usize) -> bool {
    let word = &scene.words[at];
    !word.capital && brings_words(&word.key)
        // "the said verb", "to say": a noun or an aim, not a report.
        && !(at > 0 && matches!(scene.words[at - 1].key.as_str(), "to" | "the" | "a" | "an" | "of"))
}

/// The person named behind a verb, with title and trade; a pronoun only at once.
fn person_after(scene: &Scene<'_>, words: Range<usize>) -> Option<Range<usize>> {
    let first = words.start;
    let near = first..words.end.min(first + TITLE);
    // "said the woman, who …": what is told of the speaker names others.
    let told =
        near.clone().find(|at| matches!(scene.words[*at].key.as_str(), "who" | "which" | "whose"));
    let near = first..told.unwrap_or(near.end);
    let named = near.clone().find_map(|at| person_at(scene, at).filter(|p| p.end <= words.end));
    match named {
        Some(person) => Some(person),
        // "said a spokesman": nobody is named, but somebody speaks.
        None => (!near.is_empty()).then(|| first..near.end.min(first + 3)),
    }
}
