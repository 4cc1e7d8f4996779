//! What a reader asks for, read from what was typed. Nothing that is typed is an error.

mod read;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use std::fmt;

/// A question to the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What is asked; none when nothing was typed that can be looked up.
    pub asked: Option<Asked>,
    /// What was not understood, or was understood otherwise than it was written.
    pub notes: Vec<Note>,
}

/// What must hold of a text that is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of these.
    All(Vec<Asked>),
    /// One of these at least.
    Any(Vec<Asked>),
    /// Not this.
    Not(Box<Asked>),
    /// These words, one right after the other: one word, or a phrase.
    Words(String),
    /// A word that begins with these letters.
    Beginning(String),
    /// It is from this outlet, or filed under this.
    Of(Field, String),
    /// Of this language: ISO 639-1.
    Language(String),
    /// From this (UTC) day on.
    From(Date),
    /// Before this (UTC) day began.
    Before(Date),
}

/// What is looked up apart from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Who reported: a name, or a domain.
    Outlet,
    /// The field that the kicker names.
    Topic,
    /// Whom or what the reports name.
    Entity,
    /// A part of the edition.
    Section,
    /// Who wrote the report.
    Author,
}

impl Field {
    const ALL: [Field; 5] =
        [Field::Outlet, Field::Topic, Field::Entity, Field::Section, Field::Author];

    /// As it is written in a query, and as the index names it.
    pub fn word(self) -> &'static str {
        match self {
            Field::Outlet => "outlet",
            Field::Topic => "topic",
            Field::Entity => "entity",
            Field::Section => "section",
            Field::Author => "author",
        }
    }
}

/// What was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A phrase was not closed; it was read to the end.
    OpenPhrase,
    /// A parenthesis has no partner; it was left out.
    Parenthesis,
    /// No such field; it was read as words.
    UnknownField(String),
    /// A field without a value; it was left out.
    NoValue(String),
    /// Not a day, a month or a year; it was left out.
    NotADate(String),
    /// AND, OR or NOT without anything to join; it was left out.
    Loose(&'static str),
    /// The beginning of a word is too short to look up; it was taken as a word.
    ShortBeginning(String),
    /// What came after so many words was left out.
    TooLong,
    /// What stood in so many parentheses was read without the innermost.
    TooDeep,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::OpenPhrase => f.write_str(
                "The last quotation mark has no partner: the phrase was read to the end.",
            ),
            Note::Parenthesis => f.write_str("A parenthesis has no partner and was left out."),
            Note::UnknownField(name) => write!(
                f,
                "There is no field “{name}”: it was read as words. Fields are outlet, topic, entity, section, author, after, before and lang."
            ),
            Note::NoValue(name) => write!(f, "“{name}:” has no value and was left out."),
            Note::NotADate(text) => {
                write!(
                    f,
                    "“{text}” is not a date such as 2026-11-23, 2026-11 or 2026, and was left out."
                )
            }
            Note::Loose(word) => write!(f, "{word} has nothing to join and was left out."),
            Note::ShortBeginning(text) => {
                write!(f, "“{text}*” is too short: give three letters or more before the asterisk.")
            }
            Note::TooLong => write!(f, "Only the first {} words were read.", read::MOST_WORDS),
            Note::TooDeep => f.write_str("Parentheses inside so many others were left out."),
        }
    }
}

impl Query {
    /// Reads what was typed:
    ///
    /// * words, all of which must be there; `"a phrase"`; `begin*`;
    /// * `AND`, `OR`, `NOT` in capitals, `-word`, parentheses; `AND` binds closer than `OR`;
    /// * `outlet:`, `topic:`, `entity:`, `section:`, `author:` with a word or a phrase; `lang:en`;
    /// * `after:` and `before:` with a day, a month or a year: from its first day on, before its first day.
    ///
    /// What cannot be read so is read as words or left out, with a note.
    pub fn read(typed: &str) -> Query {
        read::read(typed)
    }

    /// Asks for texts with any of the words of a text: the more and the rarer, the better.
    pub fn any_of(text: &str) -> Query {
        let words = crate::words::words_asked_for(text).into_iter().take(read::MOST_WORDS);
        let words: Vec<Asked> = words.map(|word| Asked::Words(word.text)).collect();
        let asked = (!words.is_empty()).then_some(Asked::Any(words));
        Query { asked, notes: Vec::new() }
    }
}
