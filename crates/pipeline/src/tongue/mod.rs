//! The language of a text, as far as rules read it: each rule is a table per language.
//!
//! English and German have tables. A text in any other language is read without them, and what is
//! checked against it, or in it, is judged more strictly and not less ([`crate::check`]).

mod detect;
pub(crate) mod german;

use crate::check::lexicon as english;

/// A language by its tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// English; also what a text is taken for that says too little to be told.
    #[default]
    English,
    /// German.
    German,
    /// A language without tables, by its code (ISO 639-1).
    Other([u8; 2]),
}

/// What a word means to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Sense {
    /// "not", "never".
    Denies,
    /// "doubts", "denied", "rumour": what follows is not said.
    Doubts,
    /// "that": opens what is said or doubted.
    That,
    /// "whether".
    Whether,
    /// "if", "unless".
    OpensCondition,
    /// "may", "allegedly".
    Hedges,
    /// A verb form that only reports what others say; English has none.
    Reports,
    /// "because", "after": can give a cause.
    Causal,
    /// "because": claims one by itself.
    ClaimsCause,
    /// Verbs of saying, and "according".
    Says,
    /// "according": whoever says it follows.
    Accords,
    /// "dubbed": brings somebody's words without being a verb of saying.
    Judges,
    /// "he", "its": stands for somebody named elsewhere.
    Pronoun,
    /// Pronouns that can be the subject of a verb of saying.
    CanSpeak,
    /// "spokesman": somebody who speaks without a name.
    SpeakerNoun,
    /// Words before a name that say what somebody is.
    Title,
    /// "about", "more than": rounds the number behind it.
    Rounds,
    /// "all", "every".
    MeansAll,
    /// "some", "one", "only".
    MeansSome,
}

impl Tongue {
    /// The language with this code (ISO 639-1), or a tag that begins with it (`de-AT`); none for what
    /// is no code.
    pub fn of_code(tag: &str) -> Option<Tongue> {
        let code = crate::language::code(tag)?;
        match code.as_str() {
            "en" => Some(Tongue::English),
            "de" => Some(Tongue::German),
            other => <[u8; 2]>::try_from(other.as_bytes()).ok().map(Tongue::Other),
        }
    }

    /// The language of a text: English where its words clearly are, since some declare a country ("uk") and some their
    /// template; else as declared, or as its words show; English where they show nothing.
    pub fn of(declared: Option<&str>, text: &str) -> Tongue {
        if detect::reads_english(text) {
            return Tongue::English;
        }
        let known = declared.and_then(Tongue::of_code);
        known.unwrap_or_else(|| detect::of_text(text))
    }

    /// The language of a short text of which nobody knows more: German where its small words say so, English else. Costs
    /// next to nothing.
    pub(crate) fn guess(text: &str) -> Tongue {
        if detect::reads_german(text) { Tongue::German } else { Tongue::English }
    }

    /// The language of a sentence that may be in another one than its sources; `shared` is the share of its words that
    /// they have.
    pub(crate) fn of_sentence(self, sentence: &str, shared: f64) -> Tongue {
        detect::of_sentence(self, sentence, shared)
    }

    /// Whether rules have tables for it.
    pub fn has_tables(self) -> bool {
        !matches!(self, Tongue::Other(_))
    }

    /// Whether a word in small letters means this.
    pub(crate) fn has(self, sense: Sense, key: &str) -> bool {
        match self {
            Tongue::English => english::has(sense, key),
            Tongue::German => german::has(sense, key),
            Tongue::Other(_) => false,
        }
    }

    /// In small letters, as words are compared.
    pub(crate) fn small_letters(self, written: &str) -> String {
        match self {
            Tongue::English => english::small_letters(written),
            Tongue::German => german::small_letters(written),
            Tongue::Other(_) => written.to_lowercase(),
        }
    }

    /// The word without its endings.
    pub(crate) fn stem(self, key: &str) -> String {
        match self {
            Tongue::English => english::stem(key),
            Tongue::German => german::stem(key),
            Tongue::Other(_) => key.to_owned(),
        }
    }

    /// Whether a word carries grammar rather than meaning.
    pub(crate) fn is_function_word(self, key: &str) -> bool {
        match self {
            Tongue::English => english::is_function_word(key),
            Tongue::German => german::is_function_word(key),
            Tongue::Other(_) => false,
        }
    }

    /// 1 for Monday.
    pub(crate) fn weekday(self, key: &str) -> Option<i8> {
        match self {
            Tongue::English => english::weekday(key),
            Tongue::German => german::weekday(key),
            Tongue::Other(_) => None,
        }
    }

    /// 1 for January.
    pub(crate) fn month(self, key: &str) -> Option<i8> {
        match self {
            Tongue::English => english::month(key),
            Tongue::German => german::month(key),
            Tongue::Other(_) => None,
        }
    }

    /// A unit in one spelling, the same in every language.
    pub(crate) fn unit(self, key: &str) -> Option<&'static str> {
        match self {
            Tongue::English => english::unit(key),
            Tongue::German => german::unit(key),
            Tongue::Other(_) => None,
        }
    }

    /// How many days after the report a word such as "yesterday" means.
    pub(crate) fn days_from_report(self, key: &str) -> Option<i64> {
        match self {
            Tongue::English => english::days_from_report(key),
            Tongue::German => german::days_from_report(key),
            Tongue::Other(_) => None,
        }
    }

    /// Whether two small words turn what is said round: "for" and "against".
    pub(crate) fn turns_round(self, one: &str, other: &str) -> bool {
        match self {
            Tongue::English => english::turns_round(one, other),
            Tongue::German => german::turns_round(one, other),
            Tongue::Other(_) => false,
        }
    }

    /// Whether two stems say the contrary of each other.
    pub(crate) fn are_opposite(self, one: &str, other: &str) -> bool {
        match self {
            Tongue::English => crate::check::antonyms::are_opposite(one, other),
            Tongue::German => german::are_opposite(one, other),
            Tongue::Other(_) => false,
        }
    }
}

#[cfg(test)]
mod tests;
