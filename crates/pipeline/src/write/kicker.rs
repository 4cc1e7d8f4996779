//! The topic, in one or two words.

use super::material::Material;
use crate::check::lexicon::stem;
use crate::check::words::words_in;
use crate::tongue::{Tongue, german};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// Topics with the words that speak for them. Of equal topics the earlier one is taken, so special
/// ones stand before general ones.
const TOPICS: [(&str, &str); 32] = [
    ("Earnings", "earnings quarterly quarter revenue profit dividend forecast shareholders"),
    (
        "Chips",
        "chip accelerator semiconductor wafer chipmaker foundry processor transistor lithography",
    ),
    ("Artificial intelligence", "ai chatbot assistant model neural machine-learning algorithm"),
    ("Outage", "outage downtime blackout restored offline disruption"),
    (
        "Cybersecurity",
        "hacker malware ransomware breach vulnerability phishing cyberattack hacked encryption",
    ),
    (
        "Space",
        "orbit rocket spacecraft satellite astronaut nasa launch lunar telescope probe mars moon",
    ),
    (
        "Elections",
        "election vote voter ballot poll candidate polling turnout runoff referendum electoral",
    ),
    (
        "Courts",
        "court judge trial verdict sentenced jury lawsuit appeal prosecutor convicted plea sued ruling",
    ),
    (
        "Crime",
        "police arrested murder suspect robbery stabbed shooting gunman theft detective charged shot",
    ),
    (
        "Conflict",
        "troops military rebel soldiers airstrike ceasefire militants army shelling insurgents missile war fighters separatist",
    ),
    ("Terrorism", "terrorist bomb bombing explosion suicide jihadist extremist blast"),
    ("Diplomacy", "summit sanctions treaty ambassador diplomat foreign talks negotiations envoy"),
    ("Protest", "protest protesters demonstrators rally riot demonstration march unrest"),
    ("Earthquake", "earthquake magnitude quake tsunami aftershock epicentre epicenter seismic"),
    (
        "Weather",
        "storm hurricane typhoon cyclone flood rainfall tornado snow blizzard heatwave floods landfall",
    ),
    ("Fire", "wildfire firefighters blaze fire evacuated flames"),
    ("Aviation", "plane aircraft flight airline pilot airport jet boeing airbus passengers runway"),
    ("Shipping", "ship ferry vessel coast harbour harbor port captain capsized crew aground"),
    ("Rail", "train railway rail derailed locomotive station carriages"),
    (
        "Health",
        "virus outbreak hospital vaccine disease patients infection doctors epidemic cases flu who",
    ),
    ("Climate", "climate emissions carbon warming greenhouse glacier"),
    ("Energy", "oil gas pipeline electricity nuclear reactor power energy grid solar"),
    ("Markets", "stocks shares investors index trading bond currency markets inflation"),
    (
        "Business",
        "company merger acquisition takeover ceo factory layoffs sales bankruptcy firm deal jobs",
    ),
    ("Labour", "strike union workers wages walkout pay"),
    (
        "Policy",
        "bill law legislation regulator regulation lawmakers senate parliament congress ban tax budget",
    ),
    ("Politics", "president minister government party opposition coalition resign cabinet mp"),
    (
        "Science",
        "researchers study scientists species fossil discovery experiment physicists laboratory dna",
    ),
    ("Football", "goal striker league penalty midfielder goalkeeper cup fifa uefa"),
    (
        "Sport",
        "match champion tournament race medal olympic season coach players team innings wicket race grand prix",
    ),
    ("Culture", "film actor album singer museum festival novel award theatre music artist band"),
    ("Education", "school students teachers university pupils exam curriculum"),
];

/// The same topics in German, in the same order.
const GERMAN: [(&str, &str); 32] = [
    (
        "Geschäftszahlen",
        "Quartal Umsatz Gewinn Dividende Prognose Aktionäre Geschäftszahlen Quartalszahlen",
    ),
    ("Chips", "Chip Chips Halbleiter Chiphersteller Prozessor Chipfabrik Wafer"),
    ("Künstliche Intelligenz", "KI Chatbot Sprachmodell Algorithmus Intelligenz Assistent"),
    ("Ausfall", "Ausfall Stromausfall Störung Störungen Blackout"),
    (
        "IT-Sicherheit",
        "Hacker Hackerangriff Schadsoftware Sicherheitslücke Datenleck Cyberangriff Lösegeld Daten",
    ),
    (
        "Raumfahrt",
        "Rakete Raumsonde Raumschiff Satellit Astronaut Mond Mars Raumfahrt Teleskop Umlaufbahn",
    ),
    (
        "Wahlen",
        "Wahl Wähler Stimmen Stichwahl Wahlbeteiligung Kandidat Kandidatin Auszählung Präsidentenwahl Parlamentswahl",
    ),
    (
        "Justiz",
        "Gericht Landgericht Richter Prozess Urteil Anklage Staatsanwaltschaft Haft Revision Berufung Verteidiger Klage",
    ),
    (
        "Kriminalität",
        "Polizei Festnahme Mord Verdächtiger Raub Überfall Täter Ermittler Diebstahl Schüsse Messer",
    ),
    (
        "Konflikt",
        "Truppen Militär Rebellen Soldaten Luftangriff Waffenruhe Armee Beschuss Rakete Krieg",
    ),
    ("Terrorismus", "Terror Terrorist Bombe Anschlag Explosion Attentäter Attentat"),
    ("Diplomatie", "Gipfel Sanktionen Abkommen Botschafter Außenminister Gespräche Verhandlungen"),
    ("Protest", "Protest Proteste Demonstranten Demonstration Kundgebung Unruhen"),
    ("Erdbeben", "Erdbeben Stärke Beben Tsunami Nachbeben Epizentrum"),
    (
        "Wetter",
        "Sturm Orkan Hochwasser Regen Schnee Gewitter Hitze Unwetter Wetterdienst Pegel Überschwemmung",
    ),
    ("Brand", "Brand Waldbrand Feuer Feuerwehr Flammen Löscharbeiten Großbrand"),
    ("Luftfahrt", "Flugzeug Flug Pilot Flughafen Fluggesellschaft Passagiere Maschine Landebahn"),
    (
        "Schifffahrt",
        "Schiff Fähre Hafen Küste Kapitän Besatzung Reederei Frachter Werft Sandbank Rumpf Grund",
    ),
    ("Bahn", "Bahn Zug Züge Strecke Lokführer Bahnhof Gleis Schienen"),
    (
        "Gesundheit",
        "Virus Ausbruch Krankenhaus Impfstoff Krankheit Patienten Infektion Ärzte Erkrankungen",
    ),
    ("Klima", "Klima Emissionen Kohlendioxid Erwärmung Gletscher Klimagesetz Klimaschutz"),
    ("Energie", "Öl Gas Pipeline Strom Reaktor Kraftwerk Energie Strompreise Netz"),
    ("Börse", "Aktie Aktien Anleger Index Börse Anleihen Kurs Leitzins Inflation Notenbank"),
    (
        "Wirtschaft",
        "Konzern Fusion Übernahme Fabrik Stellenabbau Insolvenz Unternehmen Stellen Vorstandschef Werk",
    ),
    ("Arbeit", "Streik Gewerkschaft Lohn Tarif Warnstreik Beschäftigte Tarifverhandlungen"),
    (
        "Gesetzgebung",
        "Gesetz Gesetzentwurf Parlament Abgeordnete Bundestag Verordnung Steuer Haushalt Reform",
    ),
    (
        "Politik",
        "Präsident Minister Ministerin Regierung Partei Opposition Koalition Rücktritt Kabinett Ministerpräsident",
    ),
    (
        "Wissenschaft",
        "Forscher Studie Wissenschaftler Art Fossil Entdeckung Experiment Universität Verfahren",
    ),
    ("Fußball", "Tor Tore Liga Elfmeter Torwart Pokal Bundesliga Trainer FC Pokalfinale"),
    ("Sport", "Spiel Meister Turnier Rennen Medaille Saison Mannschaft Sieg Etappe"),
    (
        "Kultur",
        "Film Schauspieler Schauspielerin Album Museum Festival Roman Theater Regisseur Ausstellung Oper",
    ),
    ("Bildung", "Schule Schüler Lehrer Universität Unterricht Abitur Studenten"),
];

/// The topics that each stem speaks for.
static BY_STEM: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| by_stem(&TOPICS, stem));

static BY_GERMAN_STEM: LazyLock<HashMap<String, Vec<usize>>> =
    LazyLock::new(|| by_stem(&GERMAN, |word| german::stem(&german::small_letters(word))));

fn by_stem(topics: &[(&str, &str)], stem: impl Fn(&str) -> String) -> HashMap<String, Vec<usize>> {
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (topic, (_, words)) in topics.iter().enumerate() {
        for word in words.split(' ') {
            known.entry(stem(word)).or_default().push(topic);
        }
    }
    known
}

/// The head of an article tells what it is about.
const HEAD: usize = 3;

/// A topic needs this many different words, each in at least this share of the origins. Lower, one
/// word of another field decides (tried on the labelled stories).
const FEWEST_WORDS: usize = 2;
const LEAST_SHARE: f64 = 0.34;

/// A topic is clear when it has so many times the points of the next one.
const CLEAR: f64 = 1.1;

/// The topic of the story; none when no topic is clear.
pub(super) fn choose(material: &Material<'_>) -> Option<String> {
    let mut said: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for article in material.sources.usable() {
        let title =
            words_in(material.sources.tongue(article), &material.sources.articles()[article].title);
        said.entry(material.sources.origin(article).0)
            .or_default()
            .extend(title.into_iter().map(|word| word.stem));
    }
    for passage in material.passages.iter().filter(|passage| passage.place < HEAD) {
        let known = said.entry(material.sources.origin(passage.article).0).or_default();
        known.extend(passage.stems().map(str::to_owned));
    }
    let tongue = material.sources.main_tongue();
    clearest(tongue, &points(tongue, &said)).map(str::to_owned)
}

/// The topic with most points, where it is clear.
fn clearest(tongue: Tongue, points: &[f64]) -> Option<&'static str> {
    let (best, most) =
        points.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)))?;
    let others = points.iter().enumerate().filter(|(topic, _)| *topic != best);
    let next = others.map(|(_, points)| *points).fold(0.0, f64::max);
    let topics = match tongue {
        Tongue::German => &GERMAN,
        _ => &TOPICS,
    };
    (*most > 0.0 && *most >= CLEAR * next).then_some(topics[best].0)
}

/// For each topic the shares of origins that use its words, added up.
fn points(tongue: Tongue, said: &BTreeMap<usize, BTreeSet<String>>) -> Vec<f64> {
    let by_stem = match tongue {
        Tongue::German => &*BY_GERMAN_STEM,
        _ => &*BY_STEM,
    };
    let mut users: BTreeMap<&str, usize> = BTreeMap::new();
    for stems in said.values() {
        stems.iter().for_each(|stem| *users.entry(stem).or_insert(0) += 1);
    }
    let all = said.len().max(1) as f64;
    let mut points = vec![(0, 0.0); TOPICS.len()];
    for (stem, count) in users {
        let share = count as f64 / all;
        for topic in by_stem.get(stem).into_iter().flatten().filter(|_| share >= LEAST_SHARE) {
            points[*topic].0 += 1;
            points[*topic].1 += share;
        }
    }
    points.into_iter().map(|(words, sum)| if words >= FEWEST_WORDS { sum } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clear_topic_of_most_origins_is_the_kicker() {
        check(&["ferry aground off the coast", "ferry with a crew of nine"], "Shipping");
        check(&["court hears the trial of Ode", "jury hears the plea of Ode"], "Courts");
        check(&["rocket puts satellite into orbit"], "Space");
        // One word, however often, is not enough.
        check(&["ferry leaves", "ferry comes back", "ferry leaves again"], "-");
        // Two topics with as many words each.
        check(&["ferry crew in court for a trial"], "-");
        // What one of four says does not count.
        check(&["ferry crew", "Kelm", "Ode", "Lund"], "-");
        check(&["Kelm is quiet"], "-");
        check(&[], "-");
    }

    #[track_caller]
    fn check(heads: &[&str], expected: &str) {
        let stems = |head: &&str| {
            words_in(Tongue::English, head).into_iter().map(|word| word.stem).collect()
        };
        let said: BTreeMap<usize, BTreeSet<String>> = heads.iter().map(stems).enumerate().collect();
        assert_eq!(
            clearest(Tongue::English, &points(Tongue::English, &said)).unwrap_or("-"),
            expected,
            "{heads:?}"
        );
    }
}
