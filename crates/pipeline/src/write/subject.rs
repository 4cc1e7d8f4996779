//! What the sentences under a heading deal with: a heading that says so asserts nothing.

use crate::check::lexicon::stem;
use crate::tongue::{Tongue, german};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// Headings with the words that speak for them. Only words that have one meaning in the news stand
/// here: "charge" and "strike" have several. Of equal ones the earlier is taken.
const SUBJECTS: [(&str, &str); 27] = [
    (
        "The dead and the injured",
        "killed killing dead died deaths casualties fatalities wounded injured injuries",
    ),
    (
        "The search and rescue",
        "rescue rescued rescuers survivors searchers divers lifeboats stranded",
    ),
    ("The evacuation", "evacuated evacuation evacuees shelter shelters displaced"),
    (
        "The investigation",
        "investigation investigators investigating inquiry probe forensic detectives autopsy",
    ),
    ("The arrests", "arrested arrests detained detainees detention custody"),
    (
        "In court",
        "court judge judges trial lawsuit plaintiffs defendant prosecutors jury verdict sentenced appeal",
    ),
    ("The sanctions", "sanctions blacklist embargo"),
    ("The talks", "talks negotiations negotiators ceasefire truce mediators summit"),
    (
        "The fighting",
        "fighting troops airstrikes shelling militants gunfire clashes rebels soldiers",
    ),
    ("The protests", "protest protests protesters demonstrators rally marchers"),
    ("The vote", "vote votes voters ballot ballots election elections turnout referendum"),
    (
        "Before the lawmakers",
        "bill lawmakers senators senate parliament congress legislation amendment",
    ),
    (
        "The rules",
        "regulator regulators regulation regulations rules licence license permit licences",
    ),
    ("The outage", "outage outages blackout restored offline downtime"),
    ("The flaw", "vulnerability vulnerabilities malware hackers ransomware patch exploit"),
    ("The damage", "damage damaged destroyed collapsed flooded wreckage ruins"),
    ("The weather", "storm rain winds snow hurricane typhoon forecasters temperatures rainfall"),
    ("The health risk", "virus infections infected vaccine patients symptoms outbreak hospitals"),
    (
        "The findings",
        "researchers scientists study studies findings experiment experiments samples",
    ),
    ("On the markets", "shares stocks investors traders markets analysts bonds"),
    ("The results", "revenue profit profits earnings quarter quarterly dividend"),
    ("The deal", "acquisition merger takeover acquire shareholders buyer bidder bid"),
    ("The jobs", "layoffs jobs workers employees redundancies union unions wages"),
    ("The price", "price prices cost costs tariff tariffs"),
    (
        "The machines",
        "chips chip processors servers robots satellites rocket spacecraft reactors turbines",
    ),
    ("On the pitch", "goal goals scored penalty defeat victory champions title laps race innings"),
    ("The money", "funding budget grants loans donors debt"),
];

/// The German headings of the same subjects in the same order, with their words.
const GERMAN: [(&str, &str); 27] = [
    (
        "Tote und Verletzte",
        "Tote Toten Todesopfer Opfer Verletzte Verletzten getötet gestorben verletzt Leiche Leichen",
    ),
    (
        "Suche und Rettung",
        "Rettung Retter Rettungskräfte Seenotretter Suche Taucher Überlebende gerettet Bergung",
    ),
    ("Die Evakuierung", "Evakuierung evakuiert Notunterkunft Notunterkünfte Unterkünfte"),
    (
        "Die Ermittlungen",
        "Ermittlungen Ermittler Ermittlung Untersuchung Staatsanwaltschaft Spurensicherung Obduktion Ursache",
    ),
    ("Die Festnahmen", "Festnahme Festnahmen festgenommen Untersuchungshaft Haftbefehl"),
    (
        "Vor Gericht",
        "Gericht Landgericht Richter Richterin Prozess Klage Urteil Angeklagter Angeklagte Verteidiger Revision Berufung",
    ),
    ("Die Sanktionen", "Sanktionen Sanktion Embargo"),
    ("Die Gespräche", "Gespräche Verhandlungen Unterhändler Waffenruhe Vermittler Gipfel"),
    ("Die Kämpfe", "Kämpfe Truppen Luftangriff Luftangriffe Beschuss Rebellen Soldaten Gefechte"),
    ("Die Proteste", "Protest Proteste Demonstranten Kundgebung Demonstration Demonstrationen"),
    ("Die Wahl", "Wahl Wähler Stimmen Stimmzettel Wahlbeteiligung Stichwahl Volksabstimmung"),
    (
        "Im Parlament",
        "Parlament Abgeordnete Abgeordneten Gesetzentwurf Bundestag Bundesrat Landtag Senat Ausschuss",
    ),
    (
        "Die Regeln",
        "Aufsicht Regulierung Vorschrift Vorschriften Genehmigung Lizenz Auflagen Regeln",
    ),
    ("Der Ausfall", "Ausfall Ausfälle Stromausfall Störung Störungen"),
    (
        "Die Sicherheitslücke",
        "Sicherheitslücke Schadsoftware Hacker Hackerangriff Erpressungssoftware",
    ),
    ("Die Schäden", "Schaden Schäden Trümmer beschädigt zerstört überflutet Sachschaden"),
    ("Das Wetter", "Sturm Regen Schnee Orkan Gewitter Temperaturen Wetterdienst Hochwasser Pegel"),
    (
        "Die Gesundheit",
        "Virus Infektionen Infizierte Impfstoff Patienten Symptome Ausbruch Krankenhäuser",
    ),
    (
        "Die Ergebnisse der Forschung",
        "Forscher Forscherinnen Wissenschaftler Studie Studien Proben Experimente",
    ),
    ("An den Märkten", "Aktie Aktien Anleger Händler Märkte Analysten Anleihen Kurs Kurse"),
    ("Die Geschäftszahlen", "Umsatz Gewinn Gewinne Quartal Dividende Ergebnis"),
    ("Die Übernahme", "Übernahme Fusion Aktionäre Käufer Bieter Gebot"),
    (
        "Die Arbeitsplätze",
        "Stellenabbau Stellen Arbeitsplätze Beschäftigte Mitarbeiter Gewerkschaft Betriebsrat Lohn Löhne",
    ),
    ("Die Kosten", "Preis Preise Kosten Zoll Zölle"),
    (
        "Die Technik",
        "Chip Chips Prozessoren Server Roboter Satelliten Rakete Triebwerk Turbinen Rumpf Motor Maschine",
    ),
    ("Das Spiel", "Tor Tore Elfmeter Sieg Niederlage Meister Trainer Tabelle Halbzeit"),
    ("Das Geld", "Fördermittel Haushalt Zuschüsse Kredite Spender Schulden"),
];

static BY_STEM: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| by_stem(&SUBJECTS, stem));

static BY_GERMAN_STEM: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
    by_stem(&GERMAN, |word| {
        let key = german::small_letters(word);
        match word.starts_with(char::is_uppercase) {
            true => german::stem(&key),
            false => german::stem_of_small(&key),
        }
    })
});

fn by_stem(
    subjects: &[(&str, &str)],
    stem: impl Fn(&str) -> String,
) -> HashMap<String, Vec<usize>> {
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (subject, (_, words)) in subjects.iter().enumerate() {
        for word in words.split(' ') {
            let subjects = known.entry(stem(word)).or_default();
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
    }
    known
}

/// A subject of one sentence is no subject of a section.
const FEWEST: usize = 2;

/// What a sentence, given by the stems of its words, deals with.
pub(super) fn subjects<'a>(
    tongue: Tongue,
    stems: impl Iterator<Item = &'a str>,
) -> BTreeSet<usize> {
    let known = match tongue {
        Tongue::German => &*BY_GERMAN_STEM,
        _ => &*BY_STEM,
    };
    stems.filter_map(|stem| known.get(stem)).flatten().copied().collect()
}

/// The subject of most sentences, but of no fewer than `least`; none of those in `taken`.
pub(super) fn most(
    tongue: Tongue,
    sentences: &[BTreeSet<usize>],
    least: usize,
    taken: &[String],
) -> Option<usize> {
    let count = |subject: usize| sentences.iter().filter(|own| own.contains(&subject)).count();
    let free =
        (0..SUBJECTS.len()).filter(|s| !taken.iter().any(|known| known == heading(tongue, *s)));
    let (subject, count) =
        free.map(|s| (s, count(s))).max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (count >= least.max(FEWEST)).then_some(subject)
}

/// The heading of a subject.
pub(super) fn heading(tongue: Tongue, subject: usize) -> &'static str {
    match tongue {
        Tongue::German => GERMAN[subject].0,
        _ => SUBJECTS[subject].0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::words::words;

    const ENGLISH: Tongue = Tongue::English;

    #[test]
    fn sentences_with_a_subject_in_common_have_a_heading() {
        check(
            &["Two died off Kelm.", "The wounded were flown to Kelm."],
            "The dead and the injured",
        );
        check(&["The victims lost money.", "Its victims live in Kelm."], "-");
        check(&["Divers found a boat.", "Ode was rescued at dawn."], "The search and rescue");
        check(&["Police held an inquiry.", "Investigators went to Kelm."], "The investigation");
        check(&["The judge left.", "A trial begins in Kelm."], "In court");
        check(&["Shares of Vell fell.", "Investors had hoped for more."], "On the markets");
        check(&["Researchers took samples.", "The study was small."], "The findings");
        check(&["The bill was read.", "Lawmakers in Kelm like it."], "Before the lawmakers");
        check(&["Two died off Kelm.", "The sea was calm."], "-");
        check(&["The sea was calm.", "The port of Kelm was open."], "-");
        check(&["Two died off Kelm."], "-");
        check(&[], "-");
    }

    #[track_caller]
    fn check(sentences: &[&str], expected: &str) {
        let found: Vec<BTreeSet<usize>> = sentences
            .iter()
            .map(|s| subjects(ENGLISH, words(s).iter().map(|w| w.stem.as_str())))
            .collect();
        let shown = most(ENGLISH, &found, 0, &[]).map_or("-", |subject| heading(ENGLISH, subject));
        assert_eq!(shown, expected, "{sentences:?}");
        assert!(most(ENGLISH, &found, 0, &[expected.to_owned()]).is_none(), "{sentences:?}");
    }
}
