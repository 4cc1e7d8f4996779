//! Where a query's words stand in a text that is shown.

use crate::query::{Asked, Query};
use crate::words::{self, Word};
use std::collections::BTreeSet;
use std::ops::Range;

/// A part of a text, with the query's words in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The part.
    pub text: String,
    /// Bytes of it that the query asks for, in order, apart from each other.
    pub marks: Vec<Range<usize>>,
    /// Whether the text begins before it.
    pub is_cut_before: bool,
    /// Whether the text goes on after it.
    pub is_cut_after: bool,
}

/// The bytes of a text that a query asks for, in order, apart from each other.
pub fn marks(query: &Query, text: &str) -> Vec<Range<usize>> {
    let mut wanted = Wanted::default();
    if let Some(asked) = &query.asked {
        wanted.gather(asked);
    }
    merged(wanted.found(&words::words(text)))
}

/// The part of a text, of about `most` characters, that holds most of what a query asks for.
pub fn excerpt(query: &Query, text: &str, most: usize) -> Excerpt {
    let all = marks(query, text);
    let start = start_of_best(text, &all, most);
    let end = text[start..].char_indices().nth(most).map_or(text.len(), |(at, _)| start + at);
    let end = if end < text.len() { ended_at_a_word(text, start, end) } else { end };
    let inside = all.iter().filter(|mark| mark.start >= start && mark.end <= end);
    Excerpt {
        text: text[start..end].trim_end().to_owned(),
        marks: inside.map(|mark| mark.start - start..mark.end - start).collect(),
        is_cut_before: start > 0,
        is_cut_after: end < text.len(),
    }
}

/// Characters of a text that stand before the first mark of an excerpt, at most.
const BEFORE: usize = 60;

/// Where the excerpt with most different words begins.
fn start_of_best(text: &str, marks: &[Range<usize>], most: usize) -> usize {
    let mut best = (0, 0);
    for (place, first) in marks.iter().enumerate() {
        // In bytes: near enough, as all marks are measured alike.
        let inside = marks[place..].iter().take_while(|mark| mark.end <= first.start + most);
        let words: BTreeSet<String> =
            inside.map(|mark| text[mark.clone()].to_lowercase()).collect();
        if words.len() > best.0 {
            best = (words.len(), first.start);
        }
    }
    begun_at_a_sentence(text, best.1)
}

/// The beginning of the sentence, or of a word some characters before.
fn begun_at_a_sentence(text: &str, at: usize) -> usize {
    let before = &text[..at];
    let nearest = before.char_indices().rev().nth(BEFORE).map_or(0, |(start, _)| start);
    let near = &text[nearest..at];
    let ends = |c: char| matches!(c, '\n' | '。' | '！' | '？');
    let line = near.char_indices().rev().find(|(_, c)| ends(*c)).map(|(p, c)| p + c.len_utf8());
    let sentence = [". ", "! ", "? "].iter().filter_map(|end| near.rfind(end)).max().map(|p| p + 2);
    let word = (nearest > 0).then(|| near.find(' ').map_or(0, |p| p + 1));
    nearest + line.max(sentence).or(word).unwrap_or_default()
}

/// The end of the last whole word before `end`, if there is one not far away.
fn ended_at_a_word(text: &str, start: usize, end: usize) -> usize {
    let inside = &text[start..end];
    match inside.rfind(char::is_whitespace) {
        Some(space) if inside.len() - space < 40 => start + space,
        _ => end,
    }
}

/// What a query wants to see.
#[derive(Default)]
struct Wanted {
    phrases: Vec<Vec<Word>>,
    beginnings: Vec<String>,
}

impl Wanted {
    fn gather(&mut self, asked: &Asked) {
        match asked {
            Asked::All(several) | Asked::Any(several) => {
                several.iter().for_each(|one| self.gather(one));
            }
            Asked::Words(text) => {
                let words = words::words_asked_for(text);
                match words.as_slice() {
                    [] => {}
                    [one] if words::is_lone(&one.text) => self.beginnings.push(one.text.clone()),
                    _ => self.phrases.push(words),
                }
            }
            Asked::Beginning(letters) => self.beginnings.push(letters.clone()),
            Asked::Not(_)
            | Asked::Of(..)
            | Asked::Language(_)
            | Asked::From(_)
            | Asked::Before(_) => {}
        }
    }

    fn found(&self, text: &[Word]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (place, word) in text.iter().enumerate() {
            for beginning in &self.beginnings {
                if word.text.starts_with(beginning.as_str()) {
                    // Of a pair that begins with a character looked for, that character.
                    let is_lone = words::is_lone(beginning);
                    let end = if is_lone { word.start + beginning.len() } else { word.end };
                    found.push(word.start..end.min(word.end));
                }
            }
            for phrase in &self.phrases {
                if let Some(last) = end_of(phrase, &text[place..]) {
                    found.push(word.start..last);
                }
            }
        }
        found
    }
}

/// Where a phrase ends that begins with the first of these words.
fn end_of(phrase: &[Word], text: &[Word]) -> Option<usize> {
    let (first, begin) = (phrase.first()?.position, text.first()?.position);
    let mut end = None;
    for wanted in phrase {
        let place = wanted.position - first;
        // Every position is taken, so the place is the position.
        let word = text.get(place)?;
        if word.position != begin + place || word.text != wanted.text {
            return None;
        }
        end = Some(word.end);
    }
    end
}

/// In order, what touches or overlaps as one.
fn merged(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| (span.start, span.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match merged.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A text with its marks in brackets.
    fn marked(query: &str, text: &str) -> String {
        let mut shown = String::new();
        let mut at = 0;
        for mark in marks(&Query::read(query), text) {
            shown += &format!("{}[{}]", &text[at..mark.start], &text[mark.clone()]);
            at = mark.end;
        }
        shown + &text[at..]
    }

    #[test]
    fn a_querys_words_are_marked_as_they_are_found() {
        let check = |query, expected: &str| {
            let text = expected.replace(['[', ']'], "");
            assert_eq!(marked(query, &text), expected, "{query}");
        };
        check("ferry", "The [Ferry] hit a [ferry]-boat, not a ferryman.");
        check("\"hit a\" sandbank", "It [hit a] bank, a [sandbank], and hit.");
        check("ferr*", "[Ferries] and [ferry].");
        check("zurich", "In [Zürich].");
        check("ferry -sandbank outlet:gazette", "A [ferry], a sandbank, a gazette.");
        check("東京", "昨日、[東京]都で火事。");
        check("東京都", "昨日、[東京都]で。東京");
        check("火", "山[火]事と花[火]");
        check("<b>", "A <[b]> tag.");
        check("", "Nothing.");
    }

    #[test]
    fn an_excerpt_shows_where_most_of_the_words_stand() {
        let text = format!(
            "The ferry left. {}Then it was slow. The ferry hit a sandbank at dawn. {}",
            "Nothing happened. ".repeat(20),
            "More followed. ".repeat(20)
        );
        let found = excerpt(&Query::read("sandbank ferry"), &text, 60);
        assert_eq!(found.text, "The ferry hit a sandbank at dawn. More followed. More");
        assert_eq!(found.marks, [4..9, 16..24]);
        assert!(found.is_cut_before && found.is_cut_after);
        let whole = excerpt(&Query::read("nowhere"), "Short.", 60);
        assert_eq!(
            (whole.text.as_str(), whole.is_cut_before, whole.is_cut_after),
            ("Short.", false, false)
        );
    }

    proptest! {
        #[test]
        fn marks_are_whole_characters_in_order(query in "\\PC{0,12}", text in "\\PC{0,60}", most in 0usize..50) {
            let read = Query::read(&query);
            let mut last = 0;
            for mark in marks(&read, &text) {
                prop_assert!(mark.start >= last && mark.end > mark.start);
                prop_assert!(text.get(mark.clone()).is_some());
                last = mark.end;
            }
            let part = excerpt(&read, &text, most);
            for mark in part.marks {
                prop_assert!(part.text.get(mark).is_some());
            }
        }
    }
}
