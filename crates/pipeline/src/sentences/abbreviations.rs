//! Words whose stop need not end a sentence.

/// Stand before a name or a number, so their stop ends nothing.
const BEFORE_A_NAME: [&str; 45] = [
    "adm", "asst", "atty", "brig", "capt", "cdr", "cmdr", "col", "cpl", "det", "dr", "fr", "ft",
    "gen", "gens", "gov", "govs", "hon", "insp", "lt", "maj", "messrs", "mlle", "mme", "mr", "mrs",
    "ms", "mt", "pfc", "pres", "prof", "profs", "pvt", "rep", "reps", "rev", "rt", "sen", "sens",
    "sgt", "spc", "supt", "vs", "approx", "cf",
];

/// May end a sentence or stand within one; the word after them tells.
const ANYWHERE: [&str; 71] = [
    "admin", "al", "ala", "apr", "ariz", "ark", "assn", "aug", "ave", "blvd", "bros", "calif",
    "co", "colo", "conn", "corp", "cos", "dec", "del", "dept", "dist", "est", "etc", "feb", "fla",
    "fri", "ga", "gmbh", "inc", "ind", "int", "jan", "jr", "kan", "ky", "llc", "ltd", "mar",
    "mass", "md", "mich", "minn", "miss", "mo", "mon", "mont", "neb", "nev", "nov", "oct", "okla",
    "ore", "pa", "penn", "plc", "rd", "sat", "sec", "sep", "sept", "sr", "st", "sun", "tenn",
    "tex", "thu", "univ", "va", "vt", "wash", "wis",
];

/// Stand before a number only; elsewhere they are words.
const BEFORE_A_NUMBER: [&str; 10] =
    ["no", "nos", "art", "fig", "figs", "op", "p", "pp", "vol", "ch"];

/// Words that, written large, begin a sentence rather than go on with a name.
const STARTERS: [&str; 96] = [
    "a",
    "about",
    "according",
    "after",
    "all",
    "also",
    "although",
    "among",
    "an",
    "and",
    "another",
    "any",
    "as",
    "asked",
    "at",
    "based",
    "because",
    "before",
    "both",
    "but",
    "by",
    "critics",
    "despite",
    "during",
    "each",
    "earlier",
    "even",
    "every",
    "few",
    "following",
    "for",
    "from",
    "given",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "it",
    "its",
    "just",
    "last",
    "later",
    "like",
    "many",
    "meanwhile",
    "more",
    "most",
    "much",
    "my",
    "neither",
    "next",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "officials",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "others",
    "our",
    "over",
    "people",
    "police",
    "she",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "to",
    "we",
    "what",
    "when",
    "while",
    "you",
];

/// Whether the stop after `word` belongs to it, `next` being the word that follows it and `first`
/// whether the word begins its line or sentence.
pub(super) fn keeps_its_stop(word: &str, next: &str, first: bool) -> bool {
    let number = next.starts_with(|c: char| c.is_ascii_digit());
    if first && word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit()) {
        // "1. The first point": the number of a list, not a sentence.
        return true;
    }
    if is_initial(word) {
        return true;
    }
    if word.contains('.') && word.split('.').all(|part| (1..4).contains(&part.len())) {
        return with_inner_stops(word, next, number);
    }
    // No abbreviation of the tables is longer than six letters.
    if word.len() > 6 || !word.is_ascii() {
        return false;
    }
    let small = word.to_ascii_lowercase();
    let small = small.as_str();
    BEFORE_A_NAME.contains(&small)
        || (number && BEFORE_A_NUMBER.contains(&small))
        || (ANYWHERE.contains(&small) && is_capital(word) && !is_starter(next))
        || matches!(small, "etc" | "al") && !is_capital(next)
}

/// "U.S.", "a.m.", "e.g.": ends a sentence only before a word that begins one.
fn with_inner_stops(word: &str, next: &str, number: bool) -> bool {
    match word {
        "e.g" | "i.e" => true,
        "a.m" | "p.m" => number || is_zone_or_day(next),
        _ => !is_starter(next),
    }
}

/// The "W" of "Ada W. Lund". "I" is a word.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && word != "I"
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_starter(next: &str) -> bool {
    let bare = next.trim_end_matches(['.', '\'', '’']);
    next.is_empty()
        || is_capital(bare) && bare.len() < 12 && STARTERS.contains(&bare.to_lowercase().as_str())
}

fn is_zone_or_day(next: &str) -> bool {
    const ZONES: [&str; 14] = [
        "ET", "EST", "EDT", "CT", "CST", "CDT", "MT", "MST", "MDT", "PT", "PST", "PDT", "GMT",
        "UTC",
    ];
    ZONES.contains(&next)
        || next.ends_with("day")
        || matches!(next, "Eastern" | "Pacific" | "Central")
}
