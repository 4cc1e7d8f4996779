//! The German tables.

mod naming;
mod nouns;
pub(crate) mod numbers;
mod opposites;
mod particles;
mod senses;
mod stems;

pub(crate) use naming::mark_names;
pub(crate) use opposites::are_opposite;
pub(crate) use particles::join_particles;
pub(crate) use senses::{has, is_function_word};
pub(crate) use stems::{is_strong_past, stem, stem_of_small};

/// In small letters with "ss" for "ß", as Switzerland writes; the plain form of "ist's".
pub(crate) fn small_letters(written: &str) -> String {
    let small = written.to_lowercase().replace('ß', "ss").replace('’', "'");
    small.strip_suffix("'s").map(str::to_owned).unwrap_or(small)
}

/// Whether a word is a noun: it has a capital, and at the head of a sentence is known as one.
pub(crate) fn is_noun(key: &str, large: bool, first: bool) -> bool {
    large && (!first || nouns::is_common(key))
}

/// 1 for Monday; also "Montagabend" and "montags".
pub(crate) fn weekday(key: &str) -> Option<i8> {
    const DAYS: [(&str, i8); 8] = [
        ("montag", 1),
        ("dienstag", 2),
        ("mittwoch", 3),
        ("donnerstag", 4),
        ("freitag", 5),
        ("samstag", 6),
        ("sonnabend", 6),
        ("sonntag", 7),
    ];
    const ENDS: [&str; 11] = [
        "",
        "s",
        "abend",
        "abends",
        "morgen",
        "mittag",
        "vormittag",
        "nachmittag",
        "nacht",
        "früh",
        "mittags",
    ];
    let found =
        DAYS.iter().find(|(day, _)| key.strip_prefix(day).is_some_and(|rest| ENDS.contains(&rest)));
    found.map(|(_, number)| *number)
}

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
];

/// The month with this number, 1 for January; the first for any other number.
pub(crate) fn name_of_month(number: i8) -> &'static str {
    let place = usize::try_from(number - 1).unwrap_or_default();
    MONTHS.get(place).copied().unwrap_or(MONTHS[0])
}

/// 1 for January.
pub(crate) fn month(key: &str) -> Option<i8> {
    let place = match key {
        "jänner" | "jan" => Some(0),
        "feber" | "feb" => Some(1),
        "aug" => Some(7),
        "sept" | "sep" => Some(8),
        "okt" => Some(9),
        "nov" => Some(10),
        "dez" => Some(11),
        _ => {
            let bare = key.strip_suffix('s').unwrap_or(key);
            MONTHS.iter().position(|month| *month == key || *month == bare)
        }
    }?;
    i8::try_from(place + 1).ok()
}

/// A unit, in the spelling of all languages.
pub(crate) fn unit(key: &str) -> Option<&'static str> {
    Some(match key {
        "prozent" | "prozentige" => "%",
        "prozentpunkt" | "prozentpunkte" | "prozentpunkten" => "points",
        "basispunkt" | "basispunkte" | "basispunkten" => "basis points",
        "dollar" | "dollars" => "$",
        "cent" | "cents" => "cent",
        "euro" | "euros" => "€",
        "pfund" => "pound",
        "yen" => "yen",
        "yuan" | "renminbi" => "yuan",
        "rupie" | "rupien" => "rupee",
        "peso" | "pesos" => "peso",
        "franken" | "franc" | "francs" => "franc",
        "krone" | "kronen" => "krone",
        "rand" => "rand",
        "schekel" => "shekel",
        "lira" => "lira",
        "dinar" => "dinar",
        "rubel" => "ruble",
        "zloty" => "zloty",
        "forint" => "forint",
        "sekunde" | "sekunden" => "second",
        "minute" | "minuten" => "minute",
        "stunde" | "stunden" => "hour",
        "tag" | "tage" | "tagen" | "tages" => "day",
        "woche" | "wochen" => "week",
        "monat" | "monate" | "monaten" | "monats" => "month",
        "jahr" | "jahre" | "jahren" | "jahres" => "year",
        "jahrzehnt" | "jahrzehnte" | "jahrzehnten" => "decade",
        "jahrhundert" | "jahrhunderte" | "jahrhunderten" => "century",
        "meile" | "meilen" => "mile",
        "seemeile" | "seemeilen" => "nautical mile",
        "kilometer" | "kilometern" | "km" => "kilometre",
        "meter" | "metern" => "metre",
        "zentimeter" | "zentimetern" | "cm" => "centimetre",
        "millimeter" | "millimetern" => "millimetre",
        "quadratmeter" | "quadratmetern" => "square metre",
        "quadratkilometer" | "quadratkilometern" => "square kilometre",
        "kubikmeter" | "kubikmetern" => "cubic metre",
        "kilogramm" | "kilo" | "kilos" | "kg" => "kilogram",
        "gramm" => "gram",
        "tonne" | "tonnen" => "ton",
        "hektar" => "hectare",
        "liter" | "litern" => "litre",
        "barrel" => "barrel",
        "grad" => "degree",
        "megawatt" => "megawatt",
        "gigawatt" => "gigawatt",
        "kilowattstunde" | "kilowattstunden" => "kilowatt-hour",
        "stundenkilometer" | "stundenkilometern" => "kph",
        "uhr" => "o'clock",
        _ => return adjective_unit(key),
    })
}

/// The unit of "60-jährig", "dreitägige" behind its number.
fn adjective_unit(key: &str) -> Option<&'static str> {
    let bare = ["er", "es", "en", "em", "e", "n"]
        .iter()
        .find_map(|ending| key.strip_suffix(ending).filter(|rest| rest.ends_with("ig")))
        .unwrap_or(key);
    Some(match bare {
        "jährig" => "year",
        "monatig" => "month",
        "wöchig" => "week",
        "tägig" => "day",
        "stündig" => "hour",
        "minütig" => "minute",
        "prozentig" => "%",
        _ => return None,
    })
}

/// How many days after the report a word such as "gestern" means.
pub(crate) fn days_from_report(key: &str) -> Option<i64> {
    match key {
        "vorgestern" => Some(-2),
        "gestern" => Some(-1),
        "heute" => Some(0),
        "morgen" => Some(1),
        "übermorgen" => Some(2),
        _ => None,
    }
}

/// Whether two small words turn what is said round.
pub(crate) fn turns_round(one: &str, other: &str) -> bool {
    const TURNED: [(&str, &str); 9] = [
        ("mehr", "weniger"),
        ("für", "gegen"),
        ("vor", "nach"),
        ("mit", "ohne"),
        ("über", "unter"),
        ("oberhalb", "unterhalb"),
        ("innerhalb", "ausserhalb"),
        ("an", "von"),
        ("bis", "seit"),
    ];
    TURNED.iter().any(|(a, b)| (*a == one && *b == other) || (*a == other && *b == one))
}

#[cfg(test)]
mod tests;
