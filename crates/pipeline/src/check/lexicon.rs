//! The English tables.

use crate::tongue::Sense;

/// Whether a word in small letters means this.
pub(crate) fn has(sense: Sense, key: &str) -> bool {
    match sense {
        Sense::Denies => is_negation(key),
        Sense::Doubts => is_doubt(key),
        Sense::That => matches!(key, "that" | "whether"),
        Sense::Whether => key == "whether",
        Sense::OpensCondition => opens_condition(key),
        Sense::Hedges => is_hedge(key),
        // What is only reported has no verb form of its own.
        Sense::Reports => false,
        Sense::Causal => is_causal(key),
        Sense::ClaimsCause => claims_cause(key),
        Sense::Says => is_saying(key),
        Sense::Accords => key == "according",
        Sense::Judges => is_judging(key),
        Sense::Pronoun => is_pronoun(key),
        Sense::CanSpeak => can_speak(key),
        Sense::SpeakerNoun => is_speaker_noun(key),
        Sense::Title => is_title(key),
        Sense::Rounds => is_rounding(key),
        Sense::MeansAll => means_all(key),
        Sense::MeansSome => means_some(key),
    }
}

/// How many days after the report a word such as "yesterday" means.
pub(crate) fn days_from_report(key: &str) -> Option<i64> {
    match key {
        "yesterday" => Some(-1),
        "today" | "tonight" => Some(0),
        "tomorrow" => Some(1),
        _ => None,
    }
}

/// In small letters, without the possessive ending; "US" stays apart from "us".
pub(crate) fn small_letters(written: &str) -> String {
    if matches!(written, "US" | "U.S") {
        return "u.s".to_owned();
    }
    let small = written.to_lowercase().replace('’', "'");
    small.strip_suffix("'s").map(str::to_owned).unwrap_or(small)
}

/// The two words of a contraction.
pub(crate) fn expanded(small: &str) -> Option<(&str, &str)> {
    match small {
        "can't" | "cannot" => return Some(("can", "not")),
        "won't" => return Some(("will", "not")),
        "shan't" => return Some(("shall", "not")),
        "ain't" => return Some(("is", "not")),
        "i'm" => return Some(("i", "am")),
        _ => {}
    }
    let endings =
        [("n't", "not"), ("'re", "are"), ("'ll", "will"), ("'ve", "have"), ("'d", "would")];
    endings.iter().find_map(|(ending, word)| Some((small.strip_suffix(ending)?, *word)))
}

/// 1 for Monday.
pub(crate) fn weekday(key: &str) -> Option<i8> {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let place = DAYS.iter().position(|day| {
        *day == key
            || (key.len() >= 3
                && key.len() < 6
                && day.starts_with(key)
                && key != "sun"
                && key != "sat"
                && key != "wed")
    })?;
    i8::try_from(place + 1).ok()
}

/// 1 for January. "May" counts as a month only where the caller saw a capital.
pub(crate) fn month(key: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let place = MONTHS.iter().position(|month| {
        *month == key
            || (key.len() == 3 && month.starts_with(key) && key != "mar")
            || (key == "sept" && *month == "september")
    })?;
    i8::try_from(place + 1).ok()
}

/// The value of a number word below a hundred.
pub(crate) fn number_word(key: &str) -> Option<f64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] =
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(ones) = ONES.iter().position(|word| *word == key) {
        return Some(ones as f64);
    }
    TENS.iter().position(|word| *word == key).map(|tens| (tens * 10 + 20) as f64)
}

/// A unit in one spelling.
pub(crate) fn unit(key: &str) -> Option<&'static str> {
    Some(match key {
        "percent" | "pct" => "%",
        "dollar" | "dollars" => "$",
        "cent" | "cents" => "cent",
        "euro" | "euros" => "€",
        "pound" | "pounds" => "pound",
        "yen" => "yen",
        "yuan" | "renminbi" => "yuan",
        "rupee" | "rupees" => "rupee",
        "peso" | "pesos" => "peso",
        "franc" | "francs" => "franc",
        "krona" | "kronor" | "krone" | "kroner" => "krone",
        "rand" => "rand",
        "shekel" | "shekels" => "shekel",
        "lira" | "liras" => "lira",
        "dinar" | "dinars" => "dinar",
        "ruble" | "rubles" | "rouble" | "roubles" => "ruble",
        "second" | "seconds" => "second",
        "minute" | "minutes" => "minute",
        "hour" | "hours" => "hour",
        "day" | "days" => "day",
        "week" | "weeks" => "week",
        "month" | "months" => "month",
        "year" | "years" => "year",
        "decade" | "decades" => "decade",
        "century" | "centuries" => "century",
        "mile" | "miles" => "mile",
        "kilometer" | "kilometers" | "kilometre" | "kilometres" | "km" => "kilometre",
        "meter" | "meters" | "metre" | "metres" => "metre",
        "centimeter" | "centimeters" | "centimetre" | "centimetres" | "cm" => "centimetre",
        "foot" | "feet" | "ft" => "foot",
        "inch" | "inches" => "inch",
        "yard" | "yards" => "yard",
        "kilogram" | "kilograms" | "kilo" | "kilos" | "kg" => "kilogram",
        "gram" | "grams" => "gram",
        "ton" | "tons" | "tonne" | "tonnes" => "ton",
        "ounce" | "ounces" => "ounce",
        "acre" | "acres" => "acre",
        "hectare" | "hectares" => "hectare",
        "gallon" | "gallons" => "gallon",
        "liter" | "liters" | "litre" | "litres" => "litre",
        "barrel" | "barrels" => "barrel",
        "degree" | "degrees" => "degree",
        "mph" => "mph",
        "kph" => "kph",
        _ => return None,
    })
}

const FUNCTION_WORDS: [&str; 136] = [
    "a",
    "about",
    "after",
    "all",
    "also",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "done",
    "down",
    "each",
    "for",
    "from",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "here",
    "hers",
    "him",
    "himself",
    "his",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "itself",
    "just",
    "like",
    "many",
    "may",
    "me",
    "might",
    "more",
    "most",
    "much",
    "must",
    "my",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "off",
    "on",
    "once",
    "only",
    "or",
    "other",
    "our",
    "out",
    "over",
    "own",
    "per",
    "same",
    "shall",
    "she",
    "should",
    "so",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "to",
    "too",
    "under",
    "until",
    "up",
    "us",
    "very",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "would",
    "yet",
    "you",
    "your",
    "mr",
    "mrs",
    "ms",
    "however",
    "meanwhile",
    "still",
    "even",
    "because",
    "since",
    "before",
    "against",
    "during",
    "among",
];

/// Whether a word carries grammar rather than meaning.
pub(crate) fn is_function_word(key: &str) -> bool {
    key.len() < 10 && FUNCTION_WORDS.contains(&key)
}

/// Forms that no rule about endings brings together, with the stem they share.
const IRREGULAR: [(&str, &str); 58] = [
    ("said", "say"),
    ("says", "say"),
    ("told", "tell"),
    ("went", "go"),
    ("gone", "go"),
    ("goes", "go"),
    ("made", "mak"),
    ("took", "tak"),
    ("taken", "tak"),
    ("gave", "giv"),
    ("given", "giv"),
    ("came", "com"),
    ("found", "find"),
    ("held", "hold"),
    ("kept", "keep"),
    ("left", "leav"),
    ("led", "lead"),
    ("lost", "los"),
    ("met", "meet"),
    ("paid", "pay"),
    ("ran", "run"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("sold", "sell"),
    ("stood", "stand"),
    ("thought", "think"),
    ("won", "win"),
    ("wrote", "writ"),
    ("written", "writ"),
    ("began", "begin"),
    ("begun", "begin"),
    ("bought", "buy"),
    ("brought", "bring"),
    ("built", "build"),
    ("chose", "choos"),
    ("chosen", "choos"),
    ("drove", "driv"),
    ("driven", "driv"),
    ("fell", "fall"),
    ("fallen", "fall"),
    ("felt", "feel"),
    ("fought", "fight"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("knew", "know"),
    ("known", "know"),
    ("rose", "ris"),
    ("risen", "ris"),
    ("shot", "shoot"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("spent", "spend"),
    ("struck", "strik"),
    ("men", "man"),
    ("women", "woman"),
    ("children", "child"),
    ("people", "person"),
];

/// The word without the endings of number, tense and manner.
pub(crate) fn stem(key: &str) -> String {
    if key.len() < 4 || !key.is_ascii() {
        return key.to_owned();
    }
    if let Some((_, stem)) = IRREGULAR.iter().find(|(form, _)| *form == key) {
        return (*stem).to_owned();
    }
    let bare = without_ending(key);
    let bare = match bare.as_bytes() {
        // "stopped", "running": the doubled letter goes with the ending.
        [.., a, b] if bare.len() < key.len() && a == b && !matches!(b, b's' | b'l' | b'e') => {
            &bare[..bare.len() - 1]
        }
        _ => bare,
    };
    match bare.strip_suffix('y') {
        Some(root) if root.len() > 2 => format!("{root}i"),
        _ => bare.strip_suffix('e').filter(|root| root.len() > 2).unwrap_or(bare).to_owned(),
    }
}

fn without_ending(key: &str) -> &str {
    let long_enough = |root: &&str| root.len() > 2;
    if let Some(root) =
        key.strip_suffix("ies").or_else(|| key.strip_suffix("ied")).filter(long_enough)
    {
        return &key[..root.len() + 1];
    }
    for ending in ["ing", "edly", "ed", "ly"] {
        if let Some(root) = key.strip_suffix(ending).filter(long_enough) {
            return root;
        }
    }
    for ending in ["sses", "shes", "ches", "xes"] {
        if key.ends_with(ending) {
            return &key[..key.len() - 2];
        }
    }
    match key.strip_suffix('s') {
        Some(root) if !root.ends_with('s') && !root.ends_with('u') && !root.ends_with('i') => root,
        _ => key,
    }
}

/// Words that deny.
pub(crate) fn is_negation(key: &str) -> bool {
    matches!(
        key,
        "not"
            | "no"
            | "never"
            | "none"
            | "nobody"
            | "nothing"
            | "neither"
            | "nor"
            | "without"
            | "nowhere"
            | "unable"
            | "except"
            | "excluding"
    )
}

/// Whether two small words turn what is said round: "for" and "against".
pub(crate) fn turns_round(one: &str, other: &str) -> bool {
    TURNED.iter().any(|(a, b)| (*a == one && *b == other) || (*a == other && *b == one))
}

const TURNED: [(&str, &str); 9] = [
    ("for", "against"),
    ("before", "after"),
    ("with", "without"),
    ("above", "below"),
    ("over", "under"),
    ("inside", "outside"),
    ("to", "from"),
    ("by", "for"),
    ("by", "to"),
];

/// Words that say something of all there are, and words that say it of some.
pub(crate) fn means_all(key: &str) -> bool {
    matches!(key, "all" | "every" | "everyone" | "everybody" | "everything" | "always")
}

/// See [`means_all`].
pub(crate) fn means_some(key: &str) -> bool {
    matches!(
        key,
        "some"
            | "one"
            | "few"
            | "several"
            | "most"
            | "many"
            | "half"
            | "only"
            | "sometimes"
            | "often"
    )
}

/// Verbs and nouns that doubt or deny what follows.
pub(crate) fn is_doubt(key: &str) -> bool {
    matches!(
        key,
        "doubt"
            | "doubts"
            | "doubted"
            | "doubting"
            | "deny"
            | "denies"
            | "denied"
            | "denying"
            | "rejects"
            | "rejected"
            | "disputes"
            | "disputed"
            | "false"
            | "untrue"
            | "rumour"
            | "rumours"
            | "rumor"
            | "rumors"
            | "myth"
            | "unclear"
            | "hopes"
            | "hoped"
            | "fears"
            | "feared"
            | "unlikely"
    )
}

/// What opens a condition on which the rest hangs.
pub(crate) fn opens_condition(key: &str) -> bool {
    matches!(key, "if" | "unless")
}

const HEDGES: [&str; 84] = [
    "suggesting",
    "seeking",
    "sought",
    "seek",
    "tried",
    "tries",
    "trying",
    "wants",
    "wanted",
    "attempted",
    "attempts",
    "doubts",
    "doubted",
    "unless",
    "suggest",
    "suggests",
    "suggested",
    "indicates",
    "may",
    "might",
    "could",
    "would",
    "allegedly",
    "alleged",
    "alleges",
    "reportedly",
    "apparently",
    "apparent",
    "appears",
    "appear",
    "appeared",
    "seems",
    "seem",
    "seemed",
    "seemingly",
    "likely",
    "unlikely",
    "possibly",
    "possible",
    "perhaps",
    "maybe",
    "probably",
    "probable",
    "expected",
    "expects",
    "expect",
    "considering",
    "considers",
    "considered",
    "consider",
    "plans",
    "plan",
    "planned",
    "planning",
    "suspected",
    "suspects",
    "suspect",
    "believed",
    "potentially",
    "potential",
    "accused",
    "hopes",
    "hope",
    "hoping",
    "aims",
    "seeks",
    "proposed",
    "proposes",
    "threatened",
    "threatens",
    "should",
    "if",
    "supposedly",
    "purportedly",
    "presumably",
    "presumed",
    "rumored",
    "rumoured",
    "claimed",
    "tentatively",
    "expecting",
    "proposing",
    "thought",
    "intends",
];

/// Words that say a thing is not, or not yet, certain.
pub(crate) fn is_hedge(key: &str) -> bool {
    HEDGES.contains(&key)
}

/// Words that give a cause or an effect.
pub(crate) fn is_causal(key: &str) -> bool {
    matches!(
        key,
        "because"
            | "caused"
            | "causing"
            | "causes"
            | "led"
            | "leading"
            | "prompted"
            | "prompting"
            | "due"
            | "resulted"
            | "resulting"
            | "result"
            | "thanks"
            | "triggered"
            | "triggering"
            | "therefore"
            | "sparked"
            | "forcing"
            | "owing"
            | "since"
            | "pressure"
            | "amid"
            | "over"
            | "after"
            | "reason"
            | "so"
            | "as"
            | "why"
            | "spurred"
            | "cause"
            | "forced"
            | "response"
            | "following"
    )
}

/// Those that by themselves claim a cause; the others only may.
pub(crate) fn claims_cause(key: &str) -> bool {
    matches!(
        key,
        "because"
            | "caused"
            | "causing"
            | "led"
            | "prompted"
            | "prompting"
            | "due"
            | "resulted"
            | "resulting"
            | "result"
            | "thanks"
            | "triggered"
            | "triggering"
            | "therefore"
            | "sparked"
            | "owing"
            | "spurred"
            | "forcing"
    )
}

const SAYING: [&str; 78] = [
    "said",
    "says",
    "say",
    "saying",
    "told",
    "tells",
    "telling",
    "added",
    "adds",
    "adding",
    "asked",
    "asks",
    "asking",
    "wrote",
    "writes",
    "writing",
    "tweeted",
    "tweets",
    "tweeting",
    "replied",
    "replies",
    "explained",
    "explains",
    "noted",
    "notes",
    "noting",
    "argued",
    "argues",
    "arguing",
    "announced",
    "announces",
    "announcing",
    "declared",
    "declares",
    "declaring",
    "stated",
    "states",
    "stating",
    "insisted",
    "insists",
    "insisting",
    "admitted",
    "admits",
    "acknowledged",
    "acknowledges",
    "warned",
    "warns",
    "warning",
    "claimed",
    "claims",
    "claiming",
    "continued",
    "continues",
    "recalled",
    "recalls",
    "remarked",
    "responded",
    "responds",
    "concluded",
    "quipped",
    "joked",
    "shouted",
    "called",
    "calls",
    "suggested",
    "suggests",
    "according",
    "reported",
    "reports",
    "reporting",
    "believes",
    "believed",
    "thinks",
    "contends",
    "contended",
    "alleged",
    "alleges",
    "testified",
];

/// Verbs of saying, and "according".
pub(crate) fn is_saying(key: &str) -> bool {
    SAYING.contains(&key)
}

/// Words that stand for somebody named elsewhere.
pub(crate) fn is_pronoun(key: &str) -> bool {
    matches!(
        key,
        "he" | "she"
            | "they"
            | "it"
            | "him"
            | "her"
            | "them"
            | "his"
            | "hers"
            | "their"
            | "its"
            | "who"
            | "i"
            | "we"
            | "my"
            | "me"
            | "our"
    )
}

/// Words before a number that round it.
pub(crate) fn is_rounding(key: &str) -> bool {
    matches!(
        key,
        "about"
            | "nearly"
            | "almost"
            | "around"
            | "roughly"
            | "over"
            | "than"
            | "some"
            | "approximately"
            | "least"
            | "most"
            | "up"
            | "to"
    )
}

const JUDGING: [&str; 60] = [
    "described",
    "describes",
    "describing",
    "characterized",
    "characterizes",
    "urged",
    "urges",
    "vowed",
    "vows",
    "predicted",
    "predicts",
    "praised",
    "praises",
    "blasted",
    "blasts",
    "dubbed",
    "dubs",
    "criticized",
    "criticizes",
    "accused",
    "accuses",
    "slammed",
    "slams",
    "promised",
    "promises",
    "pledged",
    "pledges",
    "complained",
    "complains",
    "mocked",
    "mocks",
    "denounced",
    "denounces",
    "read",
    "reads",
    "labeled",
    "labels",
    "calling",
    "cited",
    "cites",
    "emphasized",
    "stressed",
    "stresses",
    "observed",
    "observes",
    "proclaimed",
    "proclaims",
    "jabbed",
    "agreed",
    "agrees",
    "posted",
    "expressed",
    "referred",
    "pointed",
    "offered",
    "conceded",
    "lamented",
    "countered",
    "tells",
    "went",
];

/// Verbs that bring somebody's own words without being verbs of saying: "dubbed it …".
pub(crate) fn is_judging(key: &str) -> bool {
    JUDGING.contains(&key)
}

/// Pronouns that can be the subject of a verb of saying.
pub(crate) fn can_speak(key: &str) -> bool {
    matches!(key, "he" | "she" | "they" | "i" | "we" | "who")
}

/// Nouns for somebody who speaks without a name.
pub(crate) fn is_speaker_noun(key: &str) -> bool {
    matches!(
        key,
        "spokesman"
            | "spokeswoman"
            | "spokesperson"
            | "official"
            | "officials"
            | "aide"
            | "aides"
            | "source"
            | "sources"
            | "witness"
            | "witnesses"
            | "report"
            | "senator"
            | "congressman"
            | "minister"
            | "governor"
            | "candidate"
            | "nominee"
            | "analyst"
            | "analysts"
            | "critics"
            | "letter"
            | "complaint"
            | "campaign"
            | "billionaire"
            | "mogul"
            | "lawyer"
            | "judge"
    )
}

/// Words before a name that say what somebody is, not who.
pub(crate) fn is_title(key: &str) -> bool {
    matches!(
        key,
        "president"
            | "senator"
            | "sen"
            | "rep"
            | "representative"
            | "gov"
            | "governor"
            | "dr"
            | "prof"
            | "professor"
            | "secretary"
            | "minister"
            | "prime"
            | "chancellor"
            | "king"
            | "queen"
            | "prince"
            | "princess"
            | "pope"
            | "judge"
            | "justice"
            | "mayor"
            | "gen"
            | "general"
            | "col"
            | "capt"
            | "lt"
            | "sgt"
            | "sir"
            | "lord"
            | "lady"
            | "dame"
            | "chief"
            | "vice"
            | "former"
            | "republican"
            | "democratic"
            | "democrat"
            | "miss"
    )
}
