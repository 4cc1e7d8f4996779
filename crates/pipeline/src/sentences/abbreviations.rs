//! Words whose stop need not end a sentence.

/// Stand before a name or a number, so their stop ends nothing.
const BEFORE_A_NAME: [&str; 54] = [
    "adm", "amb", "asst", "atty", "brig", "capt", "cdr", "cmdr", "col", "cpl", "cpt", "dep", "det",
    "dr", "fr", "ft", "gen", "gens", "gov", "govs", "hon", "insp", "lt", "maj", "messrs", "mlle",
    "mme", "mr", "mrs", "ms", "msgr", "mt", "ofc", "pfc", "pres", "prof", "profs", "pvt", "rep",
    "reps", "rev", "rt", "sen", "sens", "sgt", "spc", "sra", "supt", "ven", "v", "vs", "approx",
    "cf", "viz",
];

/// May end a sentence or stand within one; the word after them tells.
const ANYWHERE: [&str; 78] = [
    "admin", "al", "ala", "apr", "ariz", "ark", "assn", "aug", "ave", "blvd", "bros", "calif",
    "co", "cres", "colo", "conn", "corp", "cos", "dec", "del", "dept", "dist", "est", "etc", "feb",
    "fla", "fri", "ga", "gmbh", "hwy", "ill", "inc", "ind", "int", "jan", "jr", "kan", "ky", "llc",
    "ltd", "mar", "mass", "md", "mich", "minn", "miss", "mfg", "mo", "mon", "mont", "neb", "nev",
    "nov", "oct", "okla", "ore", "pa", "penn", "plc", "pty", "rd", "sat", "sec", "sep", "sept",
    "sr", "st", "sun", "tenn", "tex", "thu", "univ", "va", "vt", "wash", "wis", "wyo", "intl",
];

/// Stand before a number only; elsewhere they are words.
const BEFORE_A_NUMBER: [&str; 18] = [
    "no", "nos", "nr", "art", "arts", "fig", "figs", "op", "p", "pp", "para", "paras", "vol", "ch",
    "ca", "rs", "pt", "ver",
];

/// Words that are nobody's surname: behind an initial they begin a sentence, as in "Plan B. The".
const NO_SURNAMES: [&str; 22] = [
    "The", "He", "She", "It", "They", "We", "In", "On", "At", "But", "And", "This", "That",
    "These", "Those", "His", "Her", "Its", "Their", "There", "If", "After",
];

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

/// Where a stop stands.
pub(super) struct Stop<'a> {
    /// The word that it follows.
    pub(super) word: &'a str,
    /// The word before that one; empty at the head of a sentence.
    pub(super) before: &'a str,
    /// The word that follows it.
    pub(super) next: &'a str,
    /// The word after the next.
    pub(super) second: &'a str,
    /// Whether `word` begins its line or sentence.
    pub(super) first: bool,
}

/// Whether a stop belongs to the word that it follows and ends no sentence.
pub(super) fn keeps_its_stop(stop: &Stop<'_>) -> bool {
    let next = stop.next;
    let number = next.starts_with(|c: char| c.is_ascii_digit());
    if stop.first && stop.word.len() < 4 && stop.word.bytes().all(|b| b.is_ascii_digit()) {
        // "1. The first point": the number of a list, not a sentence.
        return true;
    }
    // "D-Calif.", "R-S.C.", "then-Sen.": what is shortened stands behind the hyphen.
    let word = stop.word.rsplit(['-', '–', '/']).next().unwrap_or_default();
    if is_initial(word, stop) {
        return true;
    }
    if word.contains('.') && word.split('.').all(|part| (1..4).contains(&part.len())) {
        return with_inner_stops(word, stop, number);
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
fn with_inner_stops(word: &str, stop: &Stop<'_>, number: bool) -> bool {
    match word {
        "e.g" | "i.e" => true,
        "a.m" | "p.m" => number || is_zone_or_day(stop.next) || stop.second == "time",
        _ => !is_starter(stop.next),
    }
}

/// The "W" of "Ada W. Lund". "I" is a word, unless it stands between two names: "Igor I. Lund".
fn is_initial(word: &str, stop: &Stop<'_>) -> bool {
    let mut letters = word.chars();
    let large = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    let named = is_capital(stop.before) && is_capital(stop.next) && !is_starter(stop.next);
    large && (word != "I" || named) && !NO_SURNAMES.contains(&stop.next)
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
