//! German words without their endings: Snowball's rules, with the strong verbs, the "ge" of participles and
//! separable prefixes on top.

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Strong verbs: the infinitive without its ending, then the forms that no rule about endings brings to it.
const STRONG: &str = "beginn begann begannen begonnen|bleib blieb blieben geblieben|biet bot boten geboten|\
brech brach brachen gebrochen bricht|bring brachte brachten gebracht|denk dachte dachten gedacht|\
fahr fuhr fuhren gefahren fährt|fall fiel fielen gefallen fällt|fang fing fingen gefangen fängt|\
find fand fanden gefunden|flieg flog flogen geflogen|flieh floh flohen geflohen|fliess floss flossen geflossen|\
geb gab gaben gegeben gibt|geh ging gingen gegangen|gelt galt galten gegolten gilt|gewinn gewann gewannen gewonnen|\
greif griff griffen gegriffen|halt hielt hielten gehalten hält|häng hing hingen gehangen|heb hob hoben gehoben|\
helf half halfen geholfen hilft|komm kam kamen gekommen|lad lud luden geladen lädt|lass liess liessen gelassen lässt|\
lauf lief liefen gelaufen läuft|leid litt litten gelitten|les las lasen gelesen liest|lieg lag lagen gelegen|\
nehm nahm nahmen genommen nimmt|nenn nannte nannten genannt|rat riet rieten geraten rät|reiss riss rissen gerissen|\
ruf rief riefen gerufen|schliess schloss schlossen geschlossen|schreib schrieb schrieben geschrieben|\
seh sah sahen gesehen sieht|send sandte sandten gesandt|sink sank sanken gesunken|sitz sass sassen gesessen|\
sprech sprach sprachen gesprochen spricht|spring sprang sprangen gesprungen|steh stand standen gestanden|\
steig stieg stiegen gestiegen|sterb starb starben gestorben stirbt|streit stritt stritten gestritten|\
trag trug trugen getragen trägt|treff traf trafen getroffen trifft|treib trieb trieben getrieben|\
tret trat traten getreten tritt|schlag schlug schlugen geschlagen schlägt|schneid schnitt schnitten geschnitten|\
verlier verlor verloren verlor|vergess vergass vergassen vergessen|wachs wuchs wuchsen gewachsen wächst|\
weis wies wiesen gewiesen|werf warf warfen geworfen wirft|wiss wusste wussten gewusst weiss|\
zieh zog zogen gezogen|zwing zwang zwangen gezwungen|sinken sank sanken|leih lieh liehen geliehen|\
schein schien schienen geschienen|schwimm schwamm schwammen geschwommen|stehl stahl stahlen gestohlen stiehlt|\
brenn brannte brannten gebrannt|kenn kannte kannten gekannt|erlösch erlosch erloschen|wend wandte wandten gewandt|\
bind band banden gebunden|bitt bat baten gebeten|lüg log logen gelogen|schweig schwieg schwiegen geschwiegen|\
streich strich strichen gestrichen|unterscheid unterschied unterschieden|entscheid entschied entschieden|wieg wog wogen gewogen|\
erwäg erwog erwogen|tu tat taten getan|ess ass assen gegessen|trink trank tranken getrunken|bieg bog bogen gebogen|\
rück gerückt|rett gerettet|tod toten toter tote|verletz verletzte verletzten verletzter verletzt|sing sang sangen gesungen";

static FORMS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let verbs = STRONG.split('|').filter_map(|verb| verb.split_once(' '));
    verbs.flat_map(|(root, forms)| forms.split(' ').map(move |form| (form, root))).collect()
});

/// Their roots, each by itself.
static ROOTS: LazyLock<FxHashMap<&str, &str>> =
    LazyLock::new(|| FORMS.values().map(|root| (*root, *root)).collect());

/// Prefixes that stand apart in a main clause, the longer ones first.
pub(super) const SEPARABLE: [&str; 30] = [
    "zusammen", "zurück", "voraus", "vorbei", "wieder", "weiter", "nieder", "hinaus", "heraus",
    "herab", "hinzu", "statt", "teil", "fest", "frei", "nach", "fort", "auf", "aus", "bei", "ein",
    "her", "hin", "los", "mit", "vor", "weg", "ab", "an", "zu",
];

/// Prefixes that never stand apart.
const BOUND: [&str; 9] = ["über", "unter", "durch", "wider", "miss", "ver", "ent", "zer", "um"];

/// Words that begin with "ge" and end as a participle does without being one.
const NO_PARTICIPLES: [&str; 8] =
    ["gesamt", "gerecht", "geschickt", "gesicht", "gericht", "gebiet", "gewalt", "gehalt"];

/// A noun without the endings of case and number.
pub(crate) fn stem(key: &str) -> String {
    Stemmer::new(Algorithm::German).stem(key).into_owned()
}

/// A word that is no noun without the endings of case, number, tense and person.
pub(crate) fn stem_of_small(key: &str) -> String {
    if key.chars().count() < 4 {
        return FORMS.get(key).map_or(key, |root| *root).to_owned();
    }
    if let Some(root) = strong(key) {
        return root;
    }
    let bare = without_mark(key);
    let mut root = bare.as_str();
    while let Some(shorter) = without_ending(root) {
        root = shorter;
    }
    root.to_owned()
}

/// Letters that must be left of a word without its ending.
const SHORTEST_ROOT: usize = 3;

/// Endings of verbs and adjectives; "n" only behind "l" and "r": "handeln".
fn without_ending(word: &str) -> Option<&str> {
    const ENDINGS: [&str; 6] = ["en", "er", "es", "em", "e", "t"];
    let ending = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending));
    let after = |root: &str| root.ends_with(['l', 'r']);
    let root = ending.or_else(|| word.strip_suffix('n').filter(|root| after(root)))?;
    (root.chars().count() >= SHORTEST_ROOT).then_some(root)
}

/// The root of a strong verb, with its prefix: "annehm" for "angenommen".
fn strong(key: &str) -> Option<String> {
    if let Some(root) = FORMS.get(key).or_else(|| root_of_infinitive(key)) {
        return Some((*root).to_owned());
    }
    let prefixes = SEPARABLE.iter().chain(&BOUND).chain(["be", "er", "ge"].iter());
    prefixes.filter_map(|prefix| Some((prefix, key.strip_prefix(prefix)?))).find_map(
        |(prefix, rest)| {
            let bare = rest.strip_prefix("zu").unwrap_or(rest);
            let with_ge = ["ge", bare].concat();
            let root = FORMS.get(rest).or_else(|| FORMS.get(with_ge.as_str()));
            let root = root.or_else(|| root_of_infinitive(bare))?;
            Some([prefix, *root].concat())
        },
    )
}

/// "steig" for "steigen", where it is the root of a strong verb.
fn root_of_infinitive(rest: &str) -> Option<&'static &'static str> {
    ["en", "et", "t", "e", "end"]
        .iter()
        .filter_map(|ending| rest.strip_suffix(ending))
        .find_map(|root| ROOTS.get(root))
}

/// Whether a word is a strong verb of the past: "sank", "gesunken".
pub(crate) fn is_strong_past(key: &str) -> bool {
    FORMS.contains_key(key)
}

/// The word without the "ge" of a weak participle and the "zu" between a prefix and its verb.
fn without_mark(key: &str) -> String {
    if NO_PARTICIPLES.contains(&key) {
        return key.to_owned();
    }
    let participle = |rest: &str| rest.len() > 3 && rest.ends_with('t');
    if let Some(rest) = key.strip_prefix("ge").filter(|rest| participle(rest)) {
        return rest.to_owned();
    }
    for prefix in SEPARABLE {
        let Some(rest) = key.strip_prefix(prefix) else { continue };
        if let Some(verb) = rest.strip_prefix("ge").filter(|verb| participle(verb)) {
            return [prefix, verb].concat();
        }
        if let Some(verb) = rest.strip_prefix("zu").filter(|v| v.len() > 4 && v.ends_with("en")) {
            return [prefix, verb].concat();
        }
    }
    key.to_owned()
}
