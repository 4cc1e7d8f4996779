//! Cuts text into sentences; every stage that speaks of sentences uses this.

mod abbreviations;
mod german;

use crate::tongue::Tongue;
use abbreviations::Stop;
use std::ops::Range;

/// The sentences of a text as [`sentences_in`] cuts them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    sentences_in(Tongue::guess(text), text)
}

/// The sentences of `text` as byte spans in reading order, white space at the edges left out. A
/// sentence never crosses a blank line. Abbreviations of other languages than German are the English ones.
///
/// Between two spans, before the first and after the last stands nothing but white space.
pub fn sentences_in(tongue: Tongue, text: &str) -> Vec<Range<usize>> {
    let mut cutter = Cutter { tongue, text, start: 0, line: 0, word: 0, found: Vec::new() };
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        at = cutter.step(at, next);
    }
    cutter.cut(text.len());
    cutter.found
}

/// A line of this many characters without a stop at its end was broken by a machine that wraps
/// lines (mail and wire terminals wrap at 60 to 80); a shorter or longer one ends where it means to.
const WRAPPED: Range<usize> = 50..101;

/// Words after `"…?"` or `"…!"` among which "said" still belongs to the quote: `"Why?" Mr. Ode said`.
const WORDS_TO_VERB: usize = 5;

/// Verbs that carry on after a question or a shout in quotation marks.
const SAYING: [&str; 14] = [
    "said",
    "says",
    "asked",
    "asks",
    "told",
    "wrote",
    "writes",
    "added",
    "tweeted",
    "replied",
    "shouted",
    "yelled",
    "exclaimed",
    "responded",
];

/// No word before or after a lost space is longer, in letters; what is longer is an address.
const LONGEST_GLUED: usize = 25;

/// Walks over a text and notes where its sentences begin and end.
struct Cutter<'a> {
    tongue: Tongue,
    text: &'a str,
    /// Where the sentence begins that is being read.
    start: usize,
    /// Where its line begins.
    line: usize,
    /// Where the word begins that is being read.
    word: usize,
    found: Vec<Range<usize>>,
}

impl Cutter<'_> {
    /// Reads on from `at`, where `next` stands; gives the place to go on from.
    fn step(&mut self, at: usize, next: char) -> usize {
        match next {
            _ if is_wide_stop(next) => self.wide_stop(at),
            _ if is_stop(next) => self.stop(at),
            _ if next.is_whitespace() => self.blank(at),
            _ => at + next.len_utf8(),
        }
    }

    /// Ends the sentence before `end`.
    fn cut(&mut self, end: usize) {
        let whole = &self.text[self.start..end];
        let from = self.start + (whole.len() - whole.trim_start().len());
        let to = from + whole.trim().len();
        if from < to {
            self.found.push(from..to);
        }
        self.start = end;
    }

    fn blank(&mut self, at: usize) -> usize {
        let end = skip(self.text, at, char::is_whitespace);
        let breaks = self.text[at..end].chars().filter(|c| is_line_break(*c)).count();
        if breaks > 1 || (breaks == 1 && self.line_ends(at, end)) {
            self.cut(at);
        }
        if breaks > 0 {
            self.line = end;
        }
        self.word = end;
        end
    }

    /// Whether a single line break between `at` and `end` ends a sentence.
    fn line_ends(&self, at: usize, end: usize) -> bool {
        let next = &self.text[end..];
        if is_bullet(next) {
            return true;
        }
        let goes_on = next.chars().next().is_none_or(char::is_lowercase);
        let long = self.text[self.line.min(at)..at].chars().take(WRAPPED.end).count();
        !goes_on && !WRAPPED.contains(&long)
    }

    /// A stop of Chinese or Japanese, which needs no space after it.
    fn wide_stop(&mut self, at: usize) -> usize {
        let run = skip(self.text, at, |c| is_wide_stop(c) || is_stop(c));
        let end = skip(self.text, run, is_closer);
        self.cut(end);
        self.word = end;
        end
    }

    fn stop(&mut self, at: usize) -> usize {
        let run = end_of_stops(self.text, at);
        let end = skip(self.text, run, is_closer);
        let rest = &self.text[end..];
        let ends = match rest.chars().next() {
            None => false,
            Some(next) if next.is_whitespace() => self.ends(at, run, end),
            Some(_) => end == at + 1 && self.is_glued(at, rest),
        };
        if ends {
            self.cut(end);
            self.word = end;
        }
        end
    }

    /// Whether the stops from `at` to `run`, followed by closing marks up to `end` and white space,
    /// end a sentence.
    fn ends(&self, at: usize, run: usize, end: usize) -> bool {
        let word = self.text[self.word.min(at)..at].trim_start_matches(is_opener);
        let next = next_word(&self.text[end..]);
        if word.is_empty() && run == end {
            // Text whose marks stand apart (" . ") is often without capitals too; but "..." is a gap.
            return run - at == 1 || !begins_small(next);
        }
        if begins_small(next) {
            return false;
        }
        if &self.text[at..run] == "." {
            let around = self.around(word, next, end);
            return !match self.tongue {
                Tongue::German => german::keeps_its_stop(&around),
                _ => abbreviations::keeps_its_stop(&around),
            };
        }
        run == end || !is_reported(&self.text[end..])
    }

    /// The words around a stop that ends at `end`.
    fn around<'w>(&'w self, word: &'w str, next: &'w str, end: usize) -> Stop<'w> {
        // A word of more letters than this is no name; so far, text is read again at each stop.
        let reach = self.text.floor_char_boundary(self.word.saturating_sub(LONGEST_GLUED));
        let before = self.text[reach.max(self.start).min(self.word)..self.word].trim_end();
        let before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        Stop {
            word,
            before,
            next,
            second: second_word(&self.text[end..]),
            first: self.start_of_line_or_sentence(),
        }
    }

    fn start_of_line_or_sentence(&self) -> bool {
        let before = self.start.max(self.line).min(self.word);
        self.text[before..self.word].trim().is_empty()
    }

    /// Whether a space was lost at the stop: `over.The next`.
    fn is_glued(&self, at: usize, rest: &str) -> bool {
        let word = &self.text[self.word.min(at)..at];
        let plain = (2..LONGEST_GLUED).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_lowercase());
        // Only so far, or text without white space would be read again at each of its stops.
        let token: String =
            rest.chars().take_while(|c| !c.is_whitespace()).take(LONGEST_GLUED).collect();
        let address = token.trim_end_matches(['.', ',']).contains(['.', '/', '@', '_']);
        let mut letters = token.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        plain && capital && !address && letters.all(|c| !c.is_uppercase())
    }
}

/// The end of the stops that begin at `at`; counts ". . ." as one run.
fn end_of_stops(text: &str, at: usize) -> usize {
    let mut end = skip(text, at, is_stop);
    while text[end..].starts_with(" .") && !text[end + 2..].starts_with(char::is_alphanumeric) {
        end = skip(text, end + 1, is_stop);
    }
    end
}

/// Whether the words after a quote that ends in a question mark or a shout name its speaker.
fn is_reported(rest: &str) -> bool {
    rest.split_whitespace().take(WORDS_TO_VERB).any(|word| {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        SAYING.contains(&bare)
    })
}

/// The next word after white space and opening marks; empty when none follows at once.
fn next_word(rest: &str) -> &str {
    let from = skip(rest, 0, |c| c.is_whitespace() || is_opener(c));
    let to = skip(rest, from, |c| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’'));
    &rest[from..to]
}

/// The word after the next one.
fn second_word(rest: &str) -> &str {
    let from = skip(rest, 0, |c| c.is_whitespace() || is_opener(c));
    let to = skip(rest, from, |c| !c.is_whitespace());
    next_word(&rest[to..])
}

/// Whether a word begins with a small letter and is not a name such as "iTunes".
fn begins_small(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next().is_some_and(char::is_lowercase);
    first && !letters.next().is_some_and(char::is_uppercase)
}

/// The first place from `at` on whose character is not one of `wanted`.
fn skip(text: &str, at: usize, wanted: impl Fn(char) -> bool) -> usize {
    text[at..].find(|c| !wanted(c)).map_or(text.len(), |length| at + length)
}

/// Whether a line is an item of a list.
fn is_bullet(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = line.len() - rest.len();
    let mut marks = rest.chars();
    let mark = match marks.next() {
        Some('.' | ')') => (1..4).contains(&number),
        Some('-' | '*' | '•' | '–' | '—' | '·' | '▪' | '‣' | '►') => number == 0,
        _ => false,
    };
    mark && marks.next().is_some_and(char::is_whitespace)
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\u{2028}' | '\u{2029}')
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '।' | '॥' | '‽')
}

fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡')
}

/// Marks that may stand after the stop and still belong to the sentence. `“` closes in German.
fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | ')' | ']' | '}' | '»' | '›' | '“' | '」' | '』' | '）' | '】'
    )
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '(' | '[' | '{' | '«' | '‹' | '„' | '¿' | '¡' | '—' | '–')
}

#[cfg(test)]
mod tests;
