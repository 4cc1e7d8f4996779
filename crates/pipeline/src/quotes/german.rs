//! Finds the speaker of a German quotation: `„…“, sagte Ministerin Ode`, `Ode sagte: „…“`, `„…“, so Ode`, `Laut Ode …`.

use super::speaker::Said;
use super::{FoundQuote, QuoteKind, Scene};
use crate::check::speakers::attributions;
use crate::check::words::{Kind, Word};
use crate::tongue::Sense;
use std::ops::Range;

/// How many words after a quotation its verb may follow, and before it its verb may stand.
const REACH: usize = 14;

/// Fewer words than this are no statement.
const LEAST_WORDS: usize = 3;

/// Speaker and verb in the words outside the marks of the sentence of the quotation at `at`.
pub(super) fn in_own_sentence(scene: &Scene<'_>, at: usize) -> Said {
    let (before, after) = (before(scene, at), after(scene, at));
    let (leads, follows) = (spoken_before(scene, before), spoken_after(scene, after));
    let colon = scene.text[..scene.quoted[at].1.start]
        .trim_end_matches(['„', '»', '"', '“', '‚', ' ', '\u{a0}'])
        .ends_with(':');
    let in_order = if colon { [leads, follows] } else { [follows, leads] };
    let named = in_order.iter().find(|said| said.speaker.is_some());
    named.or(in_order.iter().find(|said| said.verb.is_some())).cloned().unwrap_or_default()
}

/// Whether a string between marks is the name of something: `den Film „Das stille Ufer“`.
pub(super) fn is_label(scene: &Scene<'_>, quote: &Range<usize>) -> bool {
    let Some(last) = quote.start.checked_sub(1).map(|at| &scene.words[at]) else { return false };
    let gap = &scene.text[last.span.end..scene.words[quote.start].span.start];
    last.large && !gap.contains([',', '.', ':', ';', '\n'])
}

fn before(scene: &Scene<'_>, at: usize) -> Range<usize> {
    let start = scene.quoted[at].0.start;
    let sentence = scene.sentences[scene.sentence_of(start)].start;
    let last = at.checked_sub(1).map_or(0, |last| scene.quoted[last].0.end);
    sentence.max(last).max(start.saturating_sub(REACH)).min(start)..start
}

fn after(scene: &Scene<'_>, at: usize) -> Range<usize> {
    let quote = &scene.quoted[at].0;
    let sentence = &scene.sentences[scene.sentence_of(quote.end - 1)];
    let next = scene.quoted.get(at + 1).map_or(usize::MAX, |(next, _)| next.start);
    quote.end..sentence.end.min(next).min(quote.end + REACH).max(quote.end)
}

fn is_saying(word: &Word) -> bool {
    !word.large && (word.is(Sense::Says) || word.is(Sense::Judges)) && !word.is(Sense::Accords)
}

fn spoken_after(scene: &Scene<'_>, words: Range<usize>) -> Said {
    let Some(first) = words.clone().next() else { return Said::default() };
    if matches!(scene.words[first].key.as_str(), "so" | "laut") {
        let speaker = phrase(scene, first + 1..words.end);
        return Said { verb: speaker.is_some().then_some(first), speaker };
    }
    let Some(verb) = words.clone().find(|at| is_saying(&scene.words[*at])) else {
        return accorded(scene, words);
    };
    let behind = addressed(scene, verb + 1..words.end);
    let speaker = match verb == words.start {
        true => behind,
        // "…“, wie Ode sagte"; "…“, die Ministerin sagte".
        false => phrase_before(scene, words.start, verb).or(behind),
    };
    Said { speaker, verb: Some(verb) }
}

fn spoken_before(scene: &Scene<'_>, words: Range<usize>) -> Said {
    let verb = words.clone().rev().find(|at| is_saying(&scene.words[*at]) && !scene.is_quoted(*at));
    let Some(verb) = verb else { return accorded(scene, words) };
    let ahead = phrase_before(scene, words.start, verb);
    let behind = || addressed(scene, verb + 1..words.end);
    // "Ode, die seit 2020 im Amt ist, sagte".
    let first = || phrase(scene, words.start..verb);
    Said { speaker: ahead.or_else(behind).or_else(first), verb: Some(verb) }
}

/// The speaker behind a verb, not whom the speaker tells it: "sagte dem Sender NDK".
fn addressed(scene: &Scene<'_>, words: Range<usize>) -> Option<Range<usize>> {
    let told = scene.words.get(words.start).filter(|_| !words.is_empty()).is_some_and(|word| {
        matches!(word.key.as_str(), "dem" | "den" | "ihm" | "ihnen" | "gegenüber" | "zur" | "zu")
    });
    if told { None } else { phrase(scene, words) }
}

/// "Nach Angaben von Ode", "laut Ode", "Ode zufolge".
fn accorded(scene: &Scene<'_>, words: Range<usize>) -> Said {
    let by = words.clone().find(|at| scene.words[*at].is(Sense::Accords));
    let Some(by) = by else { return Said::default() };
    let speaker = match scene.words[by].key.as_str() {
        "zufolge" => phrase_before(scene, words.start, by),
        _ => {
            let from = by + 1;
            let skipped = scene.words.get(from).is_some_and(|word| word.key == "von");
            phrase(scene, from + usize::from(skipped)..words.end)
        }
    };
    Said { verb: speaker.is_some().then_some(by), speaker }
}

/// Words that stand between a verb and the speaker behind it.
const BETWEEN: usize = 6;

/// The words that name somebody at the head of `words`: articles and adjectives, then nouns and names; a day before them is
/// passed over.
fn phrase(scene: &Scene<'_>, words: Range<usize>) -> Option<Range<usize>> {
    let words = words.start..words.end.min(scene.words.len());
    let mut start = words.start;
    while is_day(scene, start, &words) {
        start += 2;
    }
    let mut at = start;
    while at < words.end && at - start < BETWEEN && !scene.words[at].large {
        let word = &scene.words[at];
        if word.is(Sense::CanSpeak) && !is_article(&word.key) {
            return Some(at..at + 1);
        }
        let described = word.kind == Kind::Content && word.key.ends_with(['e', 'n', 'r', 's']);
        if !is_article(&word.key) && !described {
            return None;
        }
        at += 1;
    }
    let end = end_of_nouns(scene, at, words.end)?;
    let named = (at..end).any(|at| scene.words[at].capital);
    if named {
        return Some(at..end);
    }
    let end = with_genitive(scene, end, words.end);
    // "der Vorsitzende der Gewerkschaft, Bernd Kessler".
    let apart = scene.words.get(end).filter(|word| word.capital && !word.joined);
    let other = apart.and_then(|_| end_of_nouns(scene, end, words.end)).filter(|_| end < words.end);
    Some(other.map_or(start..end, |last| end..last))
}

/// Whether "am Montag" or "am Abend" stands at this place.
fn is_day(scene: &Scene<'_>, at: usize, words: &Range<usize>) -> bool {
    let day = |word: &Word| {
        matches!(word.kind, Kind::Weekday(_))
            || matches!(
                word.key.as_str(),
                "abend" | "morgen" | "mittag" | "nachmittag" | "vormittag"
            )
    };
    at + 1 < words.end && scene.words[at].key == "am" && day(&scene.words[at + 1])
}

fn end_of_nouns(scene: &Scene<'_>, at: usize, end: usize) -> Option<usize> {
    let noun = |at: usize| {
        let word = &scene.words[at];
        word.large && word.is_content() && !word.is_date() && !scene.is_quoted(at)
    };
    if at >= end || !noun(at) {
        return None;
    }
    let rest = at + 1..end;
    let last = rest.take_while(|at| scene.words[*at].joined && noun(*at)).last();
    Some(last.map_or(at + 1, |last| last + 1))
}

/// The end of "Sprecher der Polizei" from that of "Sprecher".
fn with_genitive(scene: &Scene<'_>, end: usize, most: usize) -> usize {
    let linked = scene.words.get(end).is_some_and(|word| {
        word.joined && matches!(word.key.as_str(), "der" | "des" | "von" | "beim" | "im")
    });
    let last = linked.then(|| end_of_nouns(scene, end + 1, most)).flatten();
    last.unwrap_or(end)
}

/// The speaker right before a verb: "Ode sagte", "Ein Sprecher der Polizei sagte"; none where a preposition stands before it:
/// "Am Montag sagte".
fn phrase_before(scene: &Scene<'_>, from: usize, verb: usize) -> Option<Range<usize>> {
    let last = verb.checked_sub(1).filter(|last| *last >= from)?;
    let word = &scene.words[last];
    if word.is(Sense::CanSpeak) {
        return Some(last..verb);
    }
    if !word.large || word.is_date() || !word.is_content() || !scene.words[verb].joined {
        return None;
    }
    let mut start = last;
    while start > from && scene.words[start].joined && !is_outside(&scene.words[start - 1]) {
        start -= 1;
    }
    let outside = start.checked_sub(1).filter(|at| *at >= from && scene.words[start].joined);
    let bound =
        outside.is_some_and(|at| !scene.words[at].is_content() && scene.words[at].key != "und");
    let names = (start..verb).rev().take_while(|at| scene.words[*at].large).last()?;
    match scene.words[names..verb].iter().any(|word| word.capital) {
        _ if bound => None,
        true => Some(names..verb),
        false => Some(start..verb),
    }
}

/// Whether a word is no part of the phrase that names who speaks.
fn is_outside(word: &Word) -> bool {
    !word.large && !is_article(&word.key) && (word.kind != Kind::Content || word.is_number())
}

fn is_article(key: &str) -> bool {
    matches!(
        key,
        "der"
            | "die"
            | "das"
            | "den"
            | "dem"
            | "des"
            | "ein"
            | "eine"
            | "einem"
            | "einer"
            | "eines"
            | "ihr"
            | "sein"
            | "ihre"
            | "seine"
            | "ihrem"
            | "seinem"
            | "ihrer"
            | "seiner"
            | "mehrere"
            | "viele"
            | "dessen"
            | "deren"
    )
}

/// The reported statements of sentences without quotation marks: "Ode sagte, die Brücke sei sicher".
pub(super) fn indirect(scene: &Scene<'_>) -> Vec<FoundQuote> {
    let marked = |sentence: &&Range<usize>| {
        let at = scene.quoted.partition_point(|(quote, _)| quote.end <= sentence.start);
        scene.quoted.get(at).is_some_and(|(quote, _)| quote.start < sentence.end)
    };
    let plain = scene.sentences.iter().filter(|sentence| !sentence.is_empty() && !marked(sentence));
    plain.filter_map(|sentence| reported(scene, sentence.clone())).collect()
}

fn reported(scene: &Scene<'_>, sentence: Range<usize>) -> Option<FoundQuote> {
    let words = &scene.words[sentence.clone()];
    let one = attributions(words).into_iter().next()?;
    let (from, to) = (one.speaker.start.min(one.verb), one.speaker.end.max(one.verb + 1));
    let that = usize::from(words.get(to).is_some_and(|word| word.is(Sense::That)));
    let content = match to + that + LEAST_WORDS <= words.len() {
        true => to + that..words.len(),
        false => 0..from,
    };
    let place = |range: Range<usize>| range.start + sentence.start..range.end + sentence.start;
    (content.len() >= LEAST_WORDS).then(|| FoundQuote {
        span: scene.bytes(place(content)),
        speaker: Some(scene.bytes(place(one.speaker))),
        verb: Some(words[one.verb].span.clone()),
        kind: QuoteKind::Indirect,
    })
}
