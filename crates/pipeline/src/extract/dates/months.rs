//! Names of months and zones.

/// Beginnings of month names in the languages of the larger news sites; longest match decides.
const MONTHS: &[(u64, &[&str])] = &[
    (1, &["jan", "jän", "ene", "gen", "sty", "янв", "led", "oca", "tam", "січ", "ιαν"]),
    (2, &["feb", "fév", "fev", "lut", "фев", "úno", "şub", "hel", "лют", "φεβ"]),
    (3, &["mar", "mär", "mrz", "maa", "maart", "мар", "bře", "бер", "μαρ"]),
    (4, &["apr", "avr", "abr", "kwi", "апр", "dub", "nis", "huh", "кві", "απρ"]),
    (5, &["may", "mai", "mei", "mag", "maj", "мая", "май", "kvě", "tou", "тра", "μαΐ", "μάι"]),
    (6, &["jun", "juin", "giu", "cze", "июн", "čer", "haz", "kes", "чер", "ιουν"]),
    (7, &["jul", "juil", "lug", "lip", "июл", "červenec", "července", "tem", "hei", "лип", "ιουλ"]),
    (8, &["aug", "aoû", "aou", "ago", "sie", "авг", "srp", "ağu", "elo", "сер", "αυγ"]),
    (9, &["sep", "set", "wrz", "сен", "zář", "eyl", "syy", "вер", "σεπ"]),
    (10, &["oct", "okt", "ott", "out", "paź", "окт", "říj", "eki", "lok", "жов", "οκτ"]),
    (11, &["nov", "lis", "ноя", "kas", "marras", "νοε"]),
    (12, &["dec", "dez", "déc", "dic", "gru", "дек", "pro", "ara", "jou", "гру", "δεκ"]),
];

/// Longer words are no months: the longest is `października`.
const NAME_LETTERS: usize = 12;

/// The month that a lower-case word names, 1 to 12.
pub fn month(word: &str) -> Option<u64> {
    if word.chars().count() > NAME_LETTERS {
        return None;
    }
    let matches = MONTHS.iter().flat_map(|(number, starts)| {
        starts.iter().filter(|start| word.starts_with(**start)).map(|start| (start.len(), *number))
    });
    matches.max_by_key(|(length, _)| *length).map(|(_, number)| number)
}

/// Minutes east of UTC of a zone's usual name, as news sites write it.
pub fn zone_minutes(name: &str) -> Option<i32> {
    let hours = match name {
        "z" | "utc" | "gmt" | "wet" | "ut" => 0,
        "bst" | "west" | "cet" | "mez" | "met" | "wat" => 1,
        "cest" | "mesz" | "mest" | "eet" | "sast" | "cat" => 2,
        "eest" | "msk" | "eat" => 3,
        "ist" => return Some(330),
        "pkt" => 5,
        "wib" | "ict" => 7,
        "hkt" | "sgt" | "awst" => 8,
        "jst" | "kst" => 9,
        "aest" => 10,
        "aedt" => 11,
        "nzst" => 12,
        "nzdt" => 13,
        "ast" | "edt" => -4,
        "adt" | "brt" => -3,
        "est" | "cdt" | "et" => -5,
        "cst" | "mdt" | "ct" => -6,
        "mst" | "pdt" | "mt" => -7,
        "pst" | "akdt" | "pt" => -8,
        "akst" => -9,
        "hst" => -10,
        _ => return None,
    };
    Some(hours * 60)
}
