//! Strings between quotation marks that nobody said: titles, nicknames; and speakers whom a transcript
//! names before their words.

use super::Scene;
use crate::check::words::{Kind, Word};
use std::ops::Range;

/// Titles are seldom longer, in words.
const LONGEST_TITLE: usize = 8;

/// What stands before the title of a broadcast, a book or a song.
const BEFORE_TITLES: [&str; 40] = [
    "on",
    "in",
    "for",
    "of",
    "to",
    "from",
    "with",
    "at",
    "the",
    "a",
    "an",
    "show",
    "program",
    "programme",
    "series",
    "book",
    "song",
    "film",
    "movie",
    "album",
    "magazine",
    "podcast",
    "documentary",
    "column",
    "novel",
    "play",
    "episode",
    "essay",
    "article",
    "video",
    "called",
    "titled",
    "entitled",
    "named",
    "commentary",
    "memoir",
    "musical",
    "drama",
    "comedy",
    "single",
];

/// "on \"Harbour Today\"": capitals on all words that carry meaning, after what brings a title.
pub(super) fn is_title(scene: &Scene<'_>, quote: &Range<usize>) -> bool {
    let words = &scene.words[quote.clone()];
    let large = words.iter().all(|word| word.capital || word.kind == Kind::Function);
    let several = words.iter().filter(|word| word.capital).count() > 1;
    let Some(before) = quote.start.checked_sub(1).map(|at| &scene.words[at]) else {
        return false;
    };
    let owned = scene.text[before.span.clone()].ends_with("'s")
        || scene.text[before.span.clone()].ends_with("’s");
    (2..=LONGEST_TITLE).contains(&words.len())
        && large
        && several
        && (owned || BEFORE_TITLES.contains(&before.key.as_str()))
}

/// `Ada "Dot" Ode`.
pub(super) fn is_nickname(text: &str, words: &[Word], quote: &Range<usize>) -> bool {
    let name = |word: &&Word| word.capital && word.kind == Kind::Content;
    let before = quote.start.checked_sub(1).and_then(|at| words.get(at)).filter(name);
    let after = words.get(quote.end).filter(name);
    let (Some(before), Some(after), 1) = (before, after, quote.len()) else {
        return false;
    };
    let inner = &words[quote.start].span;
    let tight = |gap: &str| !gap.contains(['.', ',', ':', ';', '\n']);
    tight(&text[before.span.end..inner.start]) && tight(&text[inner.end..after.span.start])
}

/// Letters of the longest name before a colon in a transcript.
const LONGEST_NAME: usize = 40;

/// The speaker, as places of words, and the bytes of the words, of `"ODE: The bridge is safe."`.
pub(super) fn named_before(
    scene: &Scene<'_>,
    span: &Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
    let text = &scene.text[span.clone()];
    let colon = text.find(": ").filter(|at| (2..LONGEST_NAME).contains(at))?;
    let shouted = |c: char| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’');
    if !text[..colon].chars().all(shouted) {
        return None;
    }
    let place = |byte: usize| scene.words.partition_point(|word| word.span.start < byte);
    let speaker = place(span.start)..place(span.start + colon);
    let words = span.start + colon + 2..span.end;
    let held = !speaker.is_empty() && place(words.start) < place(words.end);
    held.then_some((speaker, words))
}
