//! Text as the check compares it: words in one spelling, numbers with their units as one word.

use super::lexicon;
use super::numbers::{self, Quantity};
use crate::sentences::sentences_in;
use crate::tongue::{Sense, Tongue, german};
use std::ops::Range;

/// What a word is, as far as the check asks more of it than to be there.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A word that carries meaning.
    Content,
    /// An article, preposition, pronoun, auxiliary.
    Function,
    /// A number with its unit.
    Number(Quantity),
    /// A day of the week, 1 for Monday.
    Weekday(i8),
    /// A month, 1 for January.
    Month(i8),
}

/// A word of a text in the spelling in which it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// UTF-8 bytes of the text.
    pub span: Range<usize>,
    /// In small letters, without possessive ending; "not" of "hadn't".
    pub key: String,
    /// The key without endings.
    pub stem: String,
    /// What it is.
    pub kind: Kind,
    /// Written with a capital that can mark a name; German gives one to every noun.
    pub capital: bool,
    /// Written with a capital.
    pub large: bool,
    /// The language that it is read as.
    pub tongue: Tongue,
    /// Only a space, a hyphen or the stop of an abbreviation parts it from the word before.
    pub joined: bool,
    /// The first word of its sentence or quotation.
    pub first: bool,
}

impl Word {
    /// Whether it carries meaning of its own.
    pub fn is_content(&self) -> bool {
        self.kind != Kind::Function
    }

    /// Whether it means this in its language.
    pub fn is(&self, sense: Sense) -> bool {
        self.tongue.has(sense, &self.key)
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number(_))
    }

    /// Whether it names a day or month, or a year.
    pub fn is_date(&self) -> bool {
        match &self.kind {
            Kind::Weekday(_) | Kind::Month(_) => true,
            Kind::Number(quantity) => quantity.is_year(),
            _ => false,
        }
    }
}

/// A piece of text between white space and punctuation, before numbers are joined.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub span: Range<usize>,
    pub key: String,
    pub capital: bool,
    pub joined: bool,
    pub first: bool,
}

/// The words of a text in reading order, in German where it reads so, else in English.
pub fn words(text: &str) -> Vec<Word> {
    words_in(Tongue::guess(text), text)
}

/// The words of a text in reading order.
pub fn words_in(tongue: Tongue, text: &str) -> Vec<Word> {
    let mut firsts = sentences_in(tongue, text).into_iter().map(|span| span.start).peekable();
    let mut raw = raw_words(tongue, text);
    for word in &mut raw {
        while firsts.next_if(|start| *start <= word.span.start).is_some() {
            word.first = true;
            word.joined = false;
        }
    }
    let mut words = numbers::joined(tongue, raw);
    if tongue == Tongue::German {
        german::mark_names(&mut words, text);
        german::join_particles(&mut words);
    }
    words
}

/// Cuts text into pieces. Contractions become two, both with the span of the whole.
fn raw_words(tongue: Tongue, text: &str) -> Vec<Raw> {
    let mut found: Vec<Raw> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let mut end_of_last = 0;
    while let Some(next) = text[at..].chars().next() {
        let length = match next {
            _ if next.is_ascii_digit() => number_length(tongue, &text[at..]),
            _ if next.is_alphabetic() => word_length(&text[at..]),
            '$' | '€' | '£' | '¥' | '₹' | '%' => next.len_utf8(),
            _ => {
                at += next.len_utf8();
                continue;
            }
        };
        let between = &text[end_of_last..at];
        match tongue {
            Tongue::English => push(&mut found, text, at..at + length, between),
            _ => push_plain(tongue, &mut found, text, at..at + length, between),
        }
        at += length;
        end_of_last = at;
    }
    found
}

fn push(found: &mut Vec<Raw>, text: &str, span: Range<usize>, between: &str) {
    let joined = !found.is_empty() && joins(between, found.last());
    let first = between.contains(['"', '“', '‘', '«', '„', '\n']);
    let written = &text[span.clone()];
    let capital = written.starts_with(char::is_uppercase);
    let mut add = |key: &str, first: bool, joined: bool| {
        found.push(Raw { span: span.clone(), key: key.to_owned(), capital, joined, first });
    };
    let small = lexicon::small_letters(written);
    match lexicon::expanded(&small) {
        Some((head, tail)) => {
            add(head, first, joined);
            add(tail, false, true);
        }
        None => add(&small, first, joined),
    }
}

/// As [`push`] for languages without contractions. A German date in digits becomes its three parts.
fn push_plain(tongue: Tongue, found: &mut Vec<Raw>, text: &str, span: Range<usize>, between: &str) {
    let joined = !found.is_empty() && joins(between, found.last());
    let first = between.contains(['"', '“', '‘', '«', '»', '„', '‚', '\n']);
    let written = &text[span.clone()];
    let capital = written.starts_with(char::is_uppercase);
    let key = tongue.small_letters(written);
    let date = (tongue == Tongue::German).then(|| german::numbers::date(written)).flatten();
    let Some((day, month, number)) = date else {
        found.push(Raw { span, key, capital, joined, first });
        return;
    };
    let mut add = |span: Range<usize>, key: String, capital: bool, joined: bool| {
        found.push(Raw { span, key, capital, joined, first: first && !joined });
    };
    let start = span.start;
    let year = &written[month + 1..];
    let century = if year.len() == 2 { "20" } else { "" };
    add(start..start + day, written[..day].to_owned(), false, joined);
    add(start + day + 1..start + month, german::name_of_month(number).to_owned(), true, true);
    add(start + month + 1..span.end, [century, year].concat(), false, true);
}

/// Whether what stands between two words leaves them side by side: " ", "-", ". " after "Mr".
fn joins(between: &str, last: Option<&Raw>) -> bool {
    let initial = last.is_some_and(|word| word.capital && word.span.len() < 5);
    matches!(between, " " | "-" | "" | "\u{a0}" | "’ " | "' ") || (between == ". " && initial)
}

/// Digits with their separators and the letters of an ordinal: "1,400.5", "20th", "1960s".
fn number_length(tongue: Tongue, rest: &str) -> usize {
    if tongue != Tongue::English {
        return german::numbers::length(rest);
    }
    let length = plain_number_length(rest);
    // "3, 000": some texts part the thousands by a space too.
    match rest[length..].strip_prefix(", 000") {
        Some(after) if !after.starts_with(|c: char| c.is_ascii_digit()) => length + 5,
        _ => length,
    }
}

fn plain_number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while digit(at) || (at > 0 && matches!(bytes.get(at), Some(b',' | b'.')) && digit(at + 1)) {
        at += 1;
    }
    let letters = rest[at..].find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len() - at);
    match &rest[at..at + letters] {
        "th" | "st" | "nd" | "rd" | "s" => at + letters,
        _ => at,
    }
}

/// Letters, digits, inner apostrophes, and the stops of "U.S.".
fn word_length(rest: &str) -> usize {
    let mut end = 0;
    let mut run = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let inner = match c {
            '\'' | '’' => next.is_some_and(char::is_alphabetic),
            // One letter before and one after: "U.S", "a.m".
            '.' => {
                run == 1 && next.is_some_and(char::is_alphabetic) && single_letter(&rest[at + 1..])
            }
            _ => c.is_alphanumeric(),
        };
        if !inner {
            break;
        }
        run = if c == '.' { 0 } else { run + 1 };
        end = at + c.len_utf8();
    }
    end
}

fn single_letter(rest: &str) -> bool {
    rest.chars().nth(1).is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_come_in_one_spelling() {
        check("Ms. Ode’s plan hadn't failed.", "ms ode plan had not failed");
        check("They can’t won't cannot it's", "they can not will not can not it");
        check("The U.S. and the US gave us 20%", "the u.s and the u.s gave us 20%");
        check("a 10-day, well-known sprint", "a 10day well known sprint");
        check("the 20th of the 1960s", "the 20th of the 1960s");
        check("", "");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found: Vec<String> = words(text).into_iter().map(|word| word.key).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}
