use super::{Asked, Field, Note, Query};
use crate::words;
use jiff::civil::Date;

/// Words and fields that are read of one query: bounds the work that a query can cause.
pub(super) const MOST_WORDS: usize = 48;
/// Parentheses inside each other.
const DEEPEST: usize = 16;
/// Letters before an asterisk: fewer would join a great part of all words.
const LEAST_BEGINNING: usize = 3;

/// A piece of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Open,
    Close,
    And,
    Or,
    Not,
    One(Asked),
}

pub(super) fn read(typed: &str) -> Query {
    let mut notes = Vec::new();
    let pieces = Pieces { rest: typed, notes: &mut notes, words: 0 }.all();
    let mut reading = Reading { pieces: &pieces, at: 0, notes: &mut notes };
    let mut read = Vec::new();
    while reading.at < pieces.len() {
        read.extend(reading.any(0));
        if reading.next_is(&Piece::Close) {
            reading.note(Note::Parenthesis);
        }
    }
    notes.dedup();
    Query { asked: joined(read, Asked::All), notes }
}

/// One thing as it is, several joined.
fn joined(mut several: Vec<Asked>, join: fn(Vec<Asked>) -> Asked) -> Option<Asked> {
    match several.len() {
        0 | 1 => several.pop(),
        _ => Some(join(several)),
    }
}

/// Cuts what was typed into pieces.
struct Pieces<'a, 'n> {
    rest: &'a str,
    notes: &'n mut Vec<Note>,
    words: usize,
}

impl<'a> Pieces<'a, '_> {
    fn all(mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            let Some(first) = self.rest.chars().next() else { return pieces };
            if self.words >= MOST_WORDS {
                self.notes.push(Note::TooLong);
                return pieces;
            }
            match first {
                '(' | '（' => pieces.push(self.sign(Piece::Open)),
                ')' | '）' => pieces.push(self.sign(Piece::Close)),
                '-' | '−' if self.is_negation() => pieces.push(self.sign(Piece::Not)),
                _ if is_quote(first) => {
                    let phrase = self.phrase();
                    self.push(&mut pieces, Some(Asked::Words(phrase.to_owned())));
                }
                _ => self.word(&mut pieces),
            }
        }
    }

    fn sign(&mut self, piece: Piece) -> Piece {
        let mut chars = self.rest.chars();
        chars.next();
        self.rest = chars.as_str();
        piece
    }

    /// A hyphen right before something, not a dash between words.
    fn is_negation(&self) -> bool {
        self.rest.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || is_quote(c) || c == '(')
    }

    /// What stands between quotation marks; the rest begins with the first.
    fn phrase(&mut self) -> &'a str {
        let opening = self.rest.chars().next().map_or(0, char::len_utf8);
        let inside = &self.rest[opening..];
        match inside.char_indices().find(|(_, c)| is_quote(*c)) {
            Some((end, mark)) => {
                self.rest = &inside[end + mark.len_utf8()..];
                &inside[..end]
            }
            None => {
                self.notes.push(Note::OpenPhrase);
                self.rest = "";
                inside
            }
        }
    }

    /// What stands up to the next space, parenthesis or quotation mark.
    fn word(&mut self, pieces: &mut Vec<Piece>) {
        let ends =
            |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）') || is_quote(c);
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        match word {
            "AND" | "&&" => pieces.push(Piece::And),
            "OR" | "||" => pieces.push(Piece::Or),
            "NOT" => pieces.push(Piece::Not),
            _ => match word.split_once(':') {
                Some((name, value)) if is_name(name) => self.field(name, value, pieces),
                _ => self.plain(word, pieces),
            },
        }
    }

    fn plain(&mut self, word: &str, pieces: &mut Vec<Piece>) {
        let Some(letters) = word.strip_suffix('*') else {
            return self.push(pieces, Some(Asked::Words(word.to_owned())));
        };
        let whole = words::words_asked_for(letters);
        let is_long_enough =
            letters.chars().filter(|c| c.is_alphanumeric()).count() >= LEAST_BEGINNING;
        match whole.as_slice() {
            [one] if is_long_enough => {
                let beginning = Asked::Beginning(one.text.clone());
                self.push(pieces, Some(beginning));
            }
            _ => {
                if !whole.is_empty() {
                    self.notes.push(Note::ShortBeginning(letters.to_owned()));
                }
                self.push(pieces, Some(Asked::Words(letters.to_owned())));
            }
        }
    }

    fn field(&mut self, name: &str, value: &str, pieces: &mut Vec<Piece>) {
        let known = name.to_lowercase();
        let field = Field::ALL.into_iter().find(|field| field.word() == known);
        if field.is_none() && !matches!(&*known, "after" | "before" | "lang" | "language") {
            // An address is no field, nor is a word before a colon.
            if !value.is_empty() && !value.starts_with("//") {
                self.notes.push(Note::UnknownField(name.to_owned()));
            }
            return self.plain(format!("{name} {value}").trim_end(), pieces);
        }
        let is_quoted = value.is_empty() && self.rest.starts_with(is_quote);
        let value = if is_quoted { self.phrase() } else { value };
        if words::words(value).is_empty() {
            return self.notes.push(Note::NoValue(name.to_owned()));
        }
        let asked = match field {
            Some(field) => Some(Asked::Of(field, value.to_owned())),
            None if known.starts_with("lang") => Some(Asked::Language(language(value))),
            None => self.day(value).map(|day| match &*known {
                "after" => Asked::From(day),
                _ => Asked::Before(day),
            }),
        };
        self.push(pieces, asked);
    }

    fn day(&mut self, value: &str) -> Option<Date> {
        let day = first_day(value);
        if day.is_none() {
            self.notes.push(Note::NotADate(value.to_owned()));
        }
        day
    }

    /// Adds what can be looked up.
    fn push(&mut self, pieces: &mut Vec<Piece>, asked: Option<Asked>) {
        let Some(asked) = asked else { return };
        if let Asked::Words(text) = &asked {
            let count = words::words(text).len();
            if count == 0 {
                return;
            }
            self.words += count;
        } else {
            self.words += 1;
        }
        pieces.push(Piece::One(asked));
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」')
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// `en` of `en`, `EN` and `en-GB`.
fn language(value: &str) -> String {
    value.split(['-', '_']).next().unwrap_or(value).to_lowercase()
}

/// The first day of a day, a month or a year.
fn first_day(value: &str) -> Option<Date> {
    let mut parts = value.split(['-', '/', '.']);
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let mut part = || parts.next().map_or(Some(1), |part| part.parse::<i8>().ok());
    let (month, day) = (part()?, part()?);
    if parts.next().is_some() { None } else { Date::new(year, month, day).ok() }
}

/// Reads pieces as what they ask for.
struct Reading<'a, 'n> {
    pieces: &'a [Piece],
    at: usize,
    notes: &'n mut Vec<Note>,
}

impl Reading<'_, '_> {
    /// Things joined by OR, up to the end or a closing parenthesis.
    fn any(&mut self, depth: usize) -> Option<Asked> {
        let mut sides = Vec::new();
        loop {
            let side = self.all(depth);
            let is_side = side.is_some();
            sides.extend(side);
            if !self.next_is(&Piece::Or) {
                return joined(sides, Asked::Any);
            }
            if !is_side || self.is_at_an_end() {
                self.note(Note::Loose("OR"));
            }
        }
    }

    /// Things that must all hold, up to an OR, the end or a closing parenthesis.
    fn all(&mut self, depth: usize) -> Option<Asked> {
        let mut all = Vec::new();
        loop {
            if self.next_is(&Piece::And) && (all.is_empty() || self.is_at_an_end()) {
                self.note(Note::Loose("AND"));
            }
            match self.pieces.get(self.at) {
                None | Some(Piece::Or | Piece::Close) => return joined(all, Asked::All),
                Some(Piece::And) => {}
                Some(_) => all.extend(self.one(depth)),
            }
        }
    }

    /// One thing, or the opposite of one.
    fn one(&mut self, depth: usize) -> Option<Asked> {
        let mut is_not = false;
        while self.next_is(&Piece::Not) {
            is_not = !is_not;
        }
        if self.is_at_an_end() || self.pieces.get(self.at) == Some(&Piece::And) {
            self.note(Note::Loose("NOT"));
            return None;
        }
        let asked = if self.next_is(&Piece::Open) {
            self.group(depth + 1)
        } else if let Some(Piece::One(asked)) = self.pieces.get(self.at) {
            self.at += 1;
            Some(asked.clone())
        } else {
            None
        };
        if is_not { asked.map(|asked| Asked::Not(Box::new(asked))) } else { asked }
    }

    /// What stands in parentheses; the opening one is read.
    fn group(&mut self, depth: usize) -> Option<Asked> {
        if depth > DEEPEST {
            self.note(Note::TooDeep);
            self.at = self.pieces.len();
            return None;
        }
        let inside = self.any(depth);
        if !self.next_is(&Piece::Close) {
            self.note(Note::Parenthesis);
        }
        inside
    }

    fn next_is(&mut self, piece: &Piece) -> bool {
        let is_it = self.pieces.get(self.at) == Some(piece);
        self.at += usize::from(is_it);
        is_it
    }

    fn is_at_an_end(&self) -> bool {
        matches!(self.pieces.get(self.at), None | Some(Piece::Or | Piece::Close))
    }

    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}
