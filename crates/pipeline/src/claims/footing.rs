//! Does a sentence stand alone, or does it lean on the one before it?

mod german;

use crate::check::quoted::quoted;
use crate::check::words::{Kind, Word};
use crate::tongue::Tongue;

/// How a sentence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Footing {
    /// A reader who knows nothing else understands it.
    Alone,
    /// It begins "The decision": it stands alone where the story is about that.
    Pointing,
    /// It speaks of something told before, further in: "could not confirm the report".
    Referring,
    /// It needs the sentence before it.
    Leaning,
    /// It is no sentence of a report.
    Never,
}

/// Words that point back when a sentence begins with them.
const POINTERS: [&str; 62] = [
    "he",
    "she",
    "it",
    "they",
    "his",
    "her",
    "hers",
    "its",
    "their",
    "theirs",
    "this",
    "that",
    "these",
    "those",
    "such",
    "both",
    "neither",
    "either",
    "another",
    "others",
    "and",
    "but",
    "or",
    "so",
    "yet",
    "nor",
    "then",
    "thus",
    "hence",
    "therefore",
    "instead",
    "otherwise",
    "moreover",
    "furthermore",
    "besides",
    "indeed",
    "similarly",
    "likewise",
    "nevertheless",
    "nonetheless",
    "also",
    "too",
    "afterwards",
    "afterward",
    "later",
    "still",
    "however",
    "meanwhile",
    "because",
    "which",
    "who",
    "where",
    "again",
    "elsewhere",
    "here",
    "now",
    "perhaps",
    "maybe",
    "yes",
    "no",
    "not",
    "same",
];

/// Beginnings of several words that point back.
const POINTING_BEGINNINGS: [&str; 18] = [
    "as a result",
    "for example",
    "for instance",
    "in response",
    "in addition",
    "at the same time",
    "that said",
    "on the other",
    "by contrast",
    "in contrast",
    "of those",
    "of these",
    "among them",
    "among those",
    "one of them",
    "some of them",
    "the other",
    "even so",
];

/// Nouns that, after "the", mean something told before.
const TOLD_BEFORE: [&str; 70] = [
    "agency",
    "approval",
    "order",
    "orders",
    "review",
    "purchase",
    "shipment",
    "shipments",
    "vote",
    "researchers",
    "authors",
    "program",
    "programme",
    "sum",
    "price",
    "hold",
    "list",
    "decision",
    "move",
    "announcement",
    "ruling",
    "statement",
    "news",
    "comment",
    "comments",
    "remarks",
    "pair",
    "duo",
    "trio",
    "former",
    "latter",
    "same",
    "document",
    "report",
    "letter",
    "study",
    "incident",
    "agreement",
    "plan",
    "plans",
    "measure",
    "measures",
    "deal",
    "proposal",
    "group",
    "man",
    "woman",
    "suspect",
    "suspects",
    "company",
    "firm",
    "bill",
    "latest",
    "figure",
    "figures",
    "case",
    "change",
    "changes",
    "two",
    "three",
    "claim",
    "claims",
    "allegation",
    "allegations",
    "idea",
    "team",
    "result",
    "results",
    "act",
    "law",
];

/// Places that only the reporter can point at.
const HERE: [&str; 5] = ["this city", "this town", "this village", "this country", "this region"];

/// Times and places with which a sentence may begin before its subject comes.
const OPENERS: [&str; 24] = [
    "today",
    "yesterday",
    "in",
    "on",
    "at",
    "after",
    "before",
    "when",
    "while",
    "as",
    "asked",
    "if",
    "since",
    "until",
    "during",
    "despite",
    "although",
    "though",
    "once",
    "with",
    "for",
    "from",
    "by",
    "last",
];

/// A sentence of fewer words seldom says anything; one of more is hard to read and eats the budget
/// of its source. Chosen on the labelled stories.
const FEWEST_WORDS: usize = 6;
const MOST_WORDS: usize = 60;

/// How the sentence `text`, cut into `words`, stands.
pub(crate) fn footing(text: &str, words: &[Word]) -> Footing {
    if words.first().is_some_and(|word| word.tongue == Tongue::German) {
        return german::footing(text, words);
    }
    let count = text.split_whitespace().count();
    if !(FEWEST_WORDS..=MOST_WORDS).contains(&count)
        || !is_whole(text)
        || is_shouted(words)
        || is_fragment(words)
    {
        return Footing::Never;
    }
    let outside = outside_quotes(text, words);
    if outside.iter().any(|word| speaks_for_itself(&word.key)) {
        return Footing::Never;
    }
    match () {
        () if leans(text, &outside) => Footing::Leaning,
        () if refers(text, &outside) => Footing::Referring,
        () if points(&outside) => Footing::Pointing,
        () => Footing::Alone,
    }
}

/// Whether it begins and ends as a statement does, with all its quotation marks.
fn is_whole(text: &str) -> bool {
    let begins =
        text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“$€£".contains(c));
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')']);
    let ends = bare.ends_with('.') && !bare.ends_with("..");
    let even = text.matches('"').count().is_multiple_of(2)
        && text.matches('“').count() == text.matches('”').count()
        && text.matches('(').count() == text.matches(')').count();
    begins
        && ends
        && even
        && !is_garbled(text)
        && !text.contains("http")
        && !is_cut_off(bare)
        && !has_gap(text)
}

/// Whether a word fell out of it, as links do on some pages: "the race at on Saturday".
fn has_gap(text: &str) -> bool {
    [" .", " ,", " at on ", " at in ", " of in ", " in on ", " at and "]
        .iter()
        .any(|gap| text.contains(gap))
}

/// Whether it holds the traces of a wrong character set: replacement marks or control characters.
pub(crate) fn is_garbled(text: &str) -> bool {
    let misread = |pair: (char, char)| {
        // "Ã¡" is an "á" whose two bytes were read as two letters.
        matches!(pair.0, 'Ã' | 'Â') && ('\u{a0}'..='\u{bf}').contains(&pair.1)
    };
    text.chars().any(|c| c == '\u{fffd}' || ('\u{80}'..'\u{a0}').contains(&c))
        || text.chars().zip(text.chars().skip(1)).any(misread)
}

/// Whether it ends with one small letter, as "Ode v." does: an abbreviation was taken for its end.
fn is_cut_off(bare: &str) -> bool {
    let last = bare.trim_end_matches('.').rsplit(' ').next().unwrap_or_default();
    last.len() == 1 && last.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Verbs without which a sentence that begins "Marking the day" says nothing.
const AUXILIARIES: [&str; 12] =
    ["is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "said"];

/// Whether it begins with a participle and no verb follows.
fn is_fragment(words: &[Word]) -> bool {
    let first = words.first().is_some_and(|word| word.key.len() > 5 && word.key.ends_with("ing"));
    first
        && !words
            .iter()
            .skip(1)
            .any(|w| AUXILIARIES.contains(&w.key.as_str()) || w.key.ends_with("ed"))
}

/// Whether most of it is in capitals. The keys are small already, so acronyms cannot be told by them.
fn is_shouted(words: &[Word]) -> bool {
    let large = words.iter().filter(|word| word.capital).count();
    words.len() > 3 && large * 4 > words.len() * 3
}

/// First and second persons: the outlet speaks of itself, or to its reader.
fn speaks_for_itself(key: &str) -> bool {
    matches!(key, "i" | "we" | "our" | "us" | "my" | "me" | "you" | "your" | "let's")
}

/// The words that stand outside quotation marks.
fn outside_quotes<'a>(text: &str, words: &'a [Word]) -> Vec<&'a Word> {
    let quotes = quoted(text);
    let mut next = 0;
    words
        .iter()
        .filter(|word| {
            while quotes.get(next).is_some_and(|quote| quote.end <= word.span.start) {
                next += 1;
            }
            quotes.get(next).is_none_or(|quote| word.span.start < quote.start)
        })
        .collect()
}

fn leans(text: &str, outside: &[&Word]) -> bool {
    // Words in quotation marks of which nobody says whose they are.
    if outside.len() < 2 {
        return true;
    }
    let small = text.trim_start_matches(['"', '“']).to_lowercase();
    let quoted_first = text.starts_with(['"', '“']);
    let first = outside[0].key.as_str();
    outside.iter().any(|word| word.key == "here")
        || HERE.iter().any(|place| small.contains(place))
        || (!quoted_first && POINTERS.contains(&first))
        || POINTING_BEGINNINGS.iter().any(|beginning| small.starts_with(beginning))
        || unnamed_person(outside, quoted_first)
        || unnamed_thing(outside)
        || unnamed_deed(outside)
}

/// Whether somebody does "the same", which the sentence before tells.
fn unnamed_deed(outside: &[&Word]) -> bool {
    outside.windows(3).any(|words| {
        matches!(words[0].key.as_str(), "do" | "does" | "did" | "done" | "doing")
            && words[1].key == "the"
            && words[2].key == "same"
    })
}

/// Whether "it" or "they" comes in the first clause before anything that it could mean: "If it is
/// right, ...".
fn unnamed_thing(outside: &[&Word]) -> bool {
    let opens = outside.first().is_some_and(|word| OPENERS.contains(&word.key.as_str()));
    let second = outside.get(1).map_or("", |word| &word.key);
    opens && matches!(second, "it" | "they" | "this" | "that" | "these" | "those" | "its")
}

/// Nouns that, after "the" and with nothing behind that says which, mean something told before.
const MEANT: [&str; 26] = [
    "rest",
    "others",
    "other",
    "report",
    "reports",
    "official",
    "officials",
    "person",
    "people",
    "source",
    "sources",
    "document",
    "documents",
    "claim",
    "claims",
    "letter",
    "application",
    "applications",
    "figure",
    "figures",
    "notice",
    "memo",
    "latter",
    "former",
    "pair",
    "filing",
];

/// Words behind a noun that say which one is meant: "the report of the ministry".
const WHICH: [&str; 20] = [
    "of",
    "that",
    "who",
    "which",
    "whose",
    "in",
    "on",
    "from",
    "for",
    "by",
    "to",
    "about",
    "with",
    "at",
    "involved",
    "published",
    "released",
    "issued",
    "living",
    "near",
];

/// Whether it speaks, further in than its subject, of something that only the sentences before tell.
fn refers(text: &str, outside: &[&Word]) -> bool {
    outside.windows(2).enumerate().any(|(at, pair)| {
        let noun = pair[1].key.as_str();
        let meant = pair[0].key == "the" && MEANT.contains(&noun) && !pair[1].capital;
        let follows = outside.get(at + 2).map_or("", |word| &word.key);
        // A comma or the end parts the noun from what follows.
        let parted = text.get(pair[1].span.end..).is_none_or(|rest| !rest.starts_with(' '));
        let told = outside[..at].iter().any(|word| word.stem == pair[1].stem);
        let said_which = !parted && (WHICH.contains(&follows) || !is_verb(follows));
        meant && !said_which && !told
    })
}

/// Whether a word that follows a noun is a verb, as far as a list can tell.
fn is_verb(key: &str) -> bool {
    AUXILIARIES.contains(&key)
        || key.ends_with("ed")
        || matches!(
            key,
            "says"
                | "say"
                | "told"
                | "may"
                | "might"
                | "must"
                | "should"
                | "did"
                | "does"
                | "shows"
                | "show"
                | "came"
                | "gave"
                | "do"
                | "went"
                | ""
        )
}

/// Whether "he" or "she" comes before anyone it could mean.
fn unnamed_person(outside: &[&Word], quoted_first: bool) -> bool {
    let Some(at) = outside.iter().position(|word| is_person_pronoun(&word.key)) else {
        return false;
    };
    let before = &outside[..at];
    // One capital may be a place; two side by side are a person or a body.
    let is_name = |word: &&Word| word.capital && word.kind == Kind::Content;
    if before.windows(2).any(|pair| is_name(&pair[0]) && is_name(&pair[1]) && pair[1].joined) {
        return false;
    }
    let opener = before.first().is_none_or(|word| OPENERS.contains(&word.key.as_str()));
    quoted_first || opener
}

fn is_person_pronoun(key: &str) -> bool {
    matches!(
        key,
        "he" | "she" | "him" | "his" | "her" | "hers" | "himself" | "herself" | "they" | "their"
    )
}

/// Whether its subject is "the" and something told before: "The decision", "The two men".
fn points(outside: &[&Word]) -> bool {
    let small = |at: usize| {
        outside.get(at).filter(|word| at == 0 || !word.capital).map_or("", |word| &word.key)
    };
    small(0) == "the" && (TOLD_BEFORE.contains(&small(1)) || small(1).parse::<u32>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::words::words;

    #[test]
    fn sentences_that_lean_are_told_from_those_that_stand() {
        check("The ferry Aurora hit a sandbank off Kelm at dawn.", Footing::Alone);
        check("He said the ferry had left Kelm at dawn.", Footing::Leaning);
        check("But the ferry had left Kelm on time.", Footing::Leaning);
        check("The decision was taken by the port of Kelm.", Footing::Pointing);
        check("In a statement, he thanked the crew of the ferry.", Footing::Leaning);
        check("In a statement, Torrin Vale said he thanked the crew.", Footing::Alone);
        check("\"The crew did all that it could,\" he said.", Footing::Leaning);
        check("\"The crew did all that it could,\" Torrin Vale said.", Footing::Alone);
        check("\"The crew did all that it could to save them.\"", Footing::Leaning);
        check("A man told police that he had seen the ferry.", Footing::Alone);
        check("We saw the ferry run aground off Kelm.", Footing::Never);
        check("Why did the ferry leave Kelm so early today?", Footing::Never);
        check("Ferry runs aground off the coast of Kelm", Footing::Never);
        check("\"The crew did all that it could, Torrin Vale said.", Footing::Never);
        check("The ferry left the port of on Saturday with 30 aboard .", Footing::Never);
        check("It sank.", Footing::Never);
        check("Asked about Kelm, he said nothing had been decided.", Footing::Leaning);
        check("Marking the day of the great storm of Kelm.", Footing::Never);
        check("The court had ruled so before in the case of Ode v.", Footing::Never);
        check("The crew left the edge of this town at dawn.", Footing::Leaning);
        check("The ferry\u{92}s crew left Kelm at dawn that day.", Footing::Never);
        check("The ferry of JosÃ© Ode left Kelm at dawn that day.", Footing::Never);
        check("Today he has become the first captain of the ferry.", Footing::Leaning);
        check("If it is right, the ferry would be the first to sink.", Footing::Leaning);
        check("Torrin Vale has now done the same after a long talk.", Footing::Leaning);
        check("The Kelm Courier could not confirm the report.", Footing::Referring);
        check("Nordferry and Kelm Lines will divide the rest.", Footing::Referring);
        check("The ferry had 30 aboard off Kelm, the official said.", Footing::Referring);
        check("The application, dated 4 May, names Nordferry.", Footing::Referring);
        check("Ada Lund denied the report of the ministry of Norland.", Footing::Alone);
        check("In a report, Ada Lund says that the report was wrong.", Footing::Alone);
        check("Ada Lund thanked the people who had brought their boats.", Footing::Alone);
        check("", Footing::Never);
    }

    #[track_caller]
    fn check(sentence: &str, expected: Footing) {
        assert_eq!(footing(sentence, &words(sentence)), expected, "{sentence}");
    }
}
