//! The headline: one of the sources' titles, chosen for what it says.

use super::disputed::{Disputed, is_attributed};
use super::material::Material;
use crate::check::words::{Word, words_in};
use crate::claims::{Footing, Passage, gives_orders, is_garbled};
use crate::tongue::Tongue;
use news::{Evidence, Part, Registry, Statement};
use regex::Regex;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

/// A title that could stand above the brief.
struct Candidate {
    article: usize,
    span: Range<usize>,
    words: Vec<Word>,
}

/// Chooses the headline; none when no article has a word to say.
pub(super) fn choose(
    material: &Material<'_>,
    registry: &Registry,
    disputed: &Disputed,
) -> Option<Statement> {
    let candidates = candidates(material, registry);
    let shared = shared_stems(&candidates, material);
    let best = candidates.iter().enumerate().max_by(|(i, a), (j, b)| {
        let worth = |candidate: &Candidate| {
            worth(candidate, &shared, material) - taken_side(candidate, disputed)
        };
        worth(a).total_cmp(&worth(b)).then(j.cmp(i))
    });
    best.and_then(|(_, candidate)| titled(candidate, &candidates, material))
        .or_else(|| first_sentence(material))
}

/// A title of a source, fit to be printed.
pub(super) struct Titled {
    pub(super) statement: Statement,
    /// Stems of its words that carry meaning.
    pub(super) stems: Vec<String>,
}

/// The titles that could stand above a section: those without a fault, in the order of articles.
pub(super) fn faultless(material: &Material<'_>, registry: &Registry) -> Vec<Titled> {
    let titled = |candidate: &Candidate| {
        let title =
            material.sources.articles()[candidate.article].title.get(candidate.span.clone());
        let tongue = material.sources.tongue(candidate.article);
        let fault = faults(tongue, title.unwrap_or_default());
        let content = candidate.words.iter().filter(|word| word.is_content());
        let stems = content.map(|word| word.stem.clone()).collect();
        let statement = titled(candidate, &[], material).filter(|_| fault == 0.0)?;
        Some(Titled { statement, stems })
    };
    candidates(material, registry).iter().filter_map(titled).collect()
}

fn candidates(material: &Material<'_>, registry: &Registry) -> Vec<Candidate> {
    let articles = material.sources.articles();
    material
        .sources
        .usable()
        .filter_map(|article| {
            let report = &articles[article];
            let outlet = registry.find(&report.outlet.0);
            let span = trimmed(&report.title, &[&outlet.name, &outlet.id.0]);
            let title = report.title.get(span.clone()).filter(|title| !title.is_empty())?;
            if material.struck.bars_text(title) {
                return None;
            }
            let words = words_in(material.sources.tongue(article), title);
            Some(Candidate { article, words, span })
        })
        .collect()
}

/// The title's words, and one source of each origin whose title says the same words.
fn titled(chosen: &Candidate, all: &[Candidate], material: &Material<'_>) -> Option<Statement> {
    let keys = |candidate: &Candidate| -> Vec<String> {
        candidate.words.iter().map(|word| word.key.clone()).collect()
    };
    let wanted = keys(chosen);
    let alike = all.iter().filter(|other| other.article != chosen.article && keys(other) == wanted);
    let mut origins = BTreeSet::new();
    let evidence: Vec<Evidence> = std::iter::once(chosen)
        .chain(alike)
        .filter(|c| origins.insert(material.sources.origin(c.article)))
        .filter_map(|c| material.sources.evidence(c.article, Part::Title, c.span.clone()))
        .collect();
    let title = material.sources.articles()[chosen.article].title.get(chosen.span.clone())?;
    let plain: Vec<&str> = title.split_whitespace().collect();
    Statement::new(plain.join(" "), evidence).ok()
}

/// Stands in where no article has a title.
fn first_sentence(material: &Material<'_>) -> Option<Statement> {
    let usable = |p: &&Passage<'_>| p.footing != Footing::Never;
    let passage = material.passages.iter().find(usable).or_else(|| material.passages.first())?;
    if passage.text.is_empty() {
        return None;
    }
    let span = passage.span.clone();
    let evidence = material.sources.evidence(passage.article, Part::Text, span)?;
    Statement::new(passage.said(), vec![evidence]).ok()
}

/// How many origins use each stem in a title or an opening.
fn shared_stems(candidates: &[Candidate], material: &Material<'_>) -> HashMap<String, f64> {
    let mut origins: HashMap<String, BTreeSet<usize>> = HashMap::new();
    let mut note = |stem: &str, article: usize| {
        origins.entry(stem.to_owned()).or_default().insert(material.sources.origin(article).0);
    };
    for candidate in candidates {
        candidate
            .words
            .iter()
            .filter(|w| w.is_content())
            .for_each(|w| note(&w.stem, candidate.article));
    }
    // The opening of an article says its news once more.
    for passage in material.passages.iter().filter(|passage| passage.place < 3) {
        passage.stems().for_each(|stem| note(stem, passage.article));
    }
    let all = material.sources.origin_count().max(1) as f64;
    origins.into_iter().map(|(stem, by)| (stem, by.len() as f64 / all)).collect()
}

/// What speaks for a title. The parts were weighed on the labelled stories by reading.
fn worth(candidate: &Candidate, shared: &HashMap<String, f64>, material: &Material<'_>) -> f64 {
    let content: Vec<&Word> = candidate.words.iter().filter(|word| word.is_content()).collect();
    let told: f64 = content.iter().filter_map(|word| shared.get(&word.stem)).sum();
    let central = told / (content.len() as f64 + 2.0).sqrt();
    let names = content.iter().filter(|w| w.capital && !w.first).count().min(2) as f64;
    let figures = content.iter().filter(|w| w.is_number()).count().min(1) as f64;
    let title = &material.sources.articles()[candidate.article].title;
    let title = title.get(candidate.span.clone()).unwrap_or_default();
    central + 0.1 * names + 0.1 * figures + 0.2 * material.sources.authority(candidate.article)
        - length_fault(candidate.words.len())
        - faults(material.sources.tongue(candidate.article), title)
}

/// A title that gives a disputed figure as a fact stands back behind any sound one.
fn taken_side(candidate: &Candidate, disputed: &Disputed) -> f64 {
    let tells = disputed.told_by(&candidate.words).is_some();
    if tells && !is_attributed(&candidate.words) { 1.0 } else { 0.0 }
}

/// Headlines of 6 to 14 words say who did what; shorter ones name a topic, longer ones ramble.
fn length_fault(words: usize) -> f64 {
    match words {
        0..=3 => 1.5,
        4..=5 => 0.4,
        6..=14 => 0.0,
        15..=18 => 0.3,
        _ => 1.0,
    }
}

/// Words that promise instead of telling, in small letters with a space around them.
const GERMAN_BAIT: [&str; 22] = [
    " das ist ",
    " so ",
    " das müssen sie wissen ",
    " was sie wissen müssen ",
    " was wir wissen ",
    " was bisher bekannt ist ",
    " wie ",
    " warum ",
    " wieso ",
    " alles zu ",
    " alle infos ",
    " diese ",
    " schock",
    " irre ",
    " unfassbar",
    " liveticker ",
    " kommentar ",
    " im überblick ",
    " im video ",
    " bilder ",
    " ihr ",
    " sie ",
];

/// The same of English titles.
const BAIT: [&str; 34] = [
    " you ",
    " your ",
    " this is ",
    " here's ",
    " what we know ",
    " what to know ",
    " everything ",
    " need to know ",
    " things ",
    " reasons ",
    " ways ",
    " watch ",
    " video",
    " photos ",
    " pictures ",
    " live ",
    " opinion ",
    " analysis ",
    " editorial ",
    " podcast ",
    " shocking",
    " stunning",
    " unbelievable",
    " won't believe",
    " best ",
    " worst ",
    " quiz ",
    " explained ",
    " explainer ",
    " why ",
    " how ",
    " our ",
    " i ",
    " quotes ",
];

/// What speaks against a title.
fn faults(tongue: Tongue, title: &str) -> f64 {
    let small = title.to_lowercase().replace('’', "'");
    let spaced: String =
        small.chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    let spaced: Vec<&str> = spaced.split_whitespace().collect();
    let spaced = format!(" {} ", spaced.join(" "));
    let mut fault = 0.0;
    if title.contains('?') {
        fault += 1.2;
    }
    let baits: &[&str] = match tongue {
        Tongue::German => &GERMAN_BAIT,
        _ => &BAIT,
    };
    if baits.iter().any(|bait| spaced.contains(bait)) {
        fault += 0.6;
    }
    if title.contains(['!', '…']) || title.ends_with("...") {
        fault += 0.5;
    }
    // Words of one party stand for the news.
    if title.starts_with(['\'', '"', '“', '‘', '„', '»', '‚']) {
        fault += 0.3;
    }
    if is_garbled(title) {
        fault += 1.0;
    }
    if gives_orders(title) {
        fault += 5.0;
    }
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let large = title.chars().filter(|c| c.is_uppercase()).count();
    if letters > 8 && large * 10 > letters * 7 {
        fault += 0.5;
    }
    fault
}

/// What stands before a title and is no part of it.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?i:eilmeldung ?[-–—:]|eil ?[-–—:]|liveticker ?[-–—:]|exklusiv ?[-–—:]|korrektur ?[-–—:]|update \d+ ?[-–—:]|updated?:|wrapup \d+ ?[-–—:]|breaking(?: news)?:|exclusive:|just in:|watch:|video:|live:|corrected:?|correction:|\(lead\)|\[[^\]]{1,20}\])\s*",
    )
    .expect("the pattern is a constant and compiles")
});

/// Marks between a title and the name of its outlet.
const PARTINGS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " / ", ", "];

/// The title without the outlet's name and without marks of its newsroom.
fn trimmed(title: &str, outlet: &[&str]) -> Range<usize> {
    let mut span = 0..title.len();
    loop {
        let shorter = step(title, span.clone(), outlet);
        if shorter == span {
            return span;
        }
        span = shorter;
    }
}

fn step(title: &str, span: Range<usize>, outlet: &[&str]) -> Range<usize> {
    let text = &title[span.clone()];
    let clear = text.trim();
    let start = span.start + (text.len() - text.trim_start().len());
    let span = start..start + clear.len();
    if let Some(found) = BEFORE.find(clear)
        && found.end() < clear.len()
    {
        return span.start + found.end()..span.end;
    }
    for mark in PARTINGS {
        if let Some(at) = clear.rfind(mark)
            && names_outlet(&clear[at + mark.len()..], outlet, mark)
        {
            return span.start..span.start + at;
        }
        if let Some(at) = clear.find(mark)
            && mark != ", "
            && names_outlet(&clear[..at], outlet, mark)
        {
            return span.start + at + mark.len()..span.end;
        }
    }
    span
}

/// Words by which outlets call themselves.
const OUTLET_WORDS: [&str; 40] = [
    "zeitung",
    "nachrichten",
    "anzeiger",
    "tageblatt",
    "kurier",
    "rundschau",
    "morgenpost",
    "allgemeine",
    "presse",
    "rundfunk",
    "news",
    "times",
    "post",
    "herald",
    "tribune",
    "gazette",
    "journal",
    "guardian",
    "telegraph",
    "mail",
    "daily",
    "press",
    "chronicle",
    "observer",
    "independent",
    "standard",
    "star",
    "sun",
    "globe",
    "examiner",
    "online",
    "tv",
    "radio",
    "magazine",
    "review",
    "newswire",
    "today",
    "mirror",
    "express",
    "bulletin",
];

/// Whether the part of a title beside a mark is the outlet's name.
///
/// Behind an upright bar stands hardly anything else, so there a few words are enough.
fn names_outlet(part: &str, outlet: &[&str], mark: &str) -> bool {
    let count = part.split_whitespace().count();
    if count == 0 || count > 5 {
        return false;
    }
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let wanted = letters(part);
    let wanted = wanted.strip_prefix("the").unwrap_or(&wanted);
    let known = outlet.iter().any(|name| letters(name) == wanted || is_of_host(wanted, name));
    // "gazette.example" behind a mark is an address, whoever's it is.
    let address = count == 1 && part.contains('.') && part.chars().all(|c| !c.is_uppercase());
    let last = part.split_whitespace().last().map(str::to_lowercase).unwrap_or_default();
    known
        || address
        || mark == " | "
        || (mark != ", " && count <= 4 && count > 1 && OUTLET_WORDS.contains(&last.as_str()))
}

/// Whether words without their spaces begin with a label of an outlet's host or name: "gazettenews"
/// and "gazette" with "news.gazette.example". The last label is a country or a kind.
fn is_of_host(wanted: &str, name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let telling = if labels.len() > 1 { &labels[..labels.len() - 1] } else { &labels[..] };
    telling.iter().any(|label| {
        let label: String =
            label.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let label = label.strip_prefix("the").unwrap_or(&label);
        // "www", "co" and "news" are parts of anybody's address.
        let own = label.len() > 1 && !matches!(label, "www" | "co" | "com" | "org" | "net");
        own && (telling.len() == 1 || !OUTLET_WORDS.contains(&label))
            && (wanted.starts_with(label) || (wanted.len() > 2 && label.starts_with(wanted)))
            || own && wanted == label
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_and_marks_of_the_newsroom_are_trimmed() {
        check("Ferry runs aground off Kelm - The Gazette", "Ferry runs aground off Kelm");
        check(
            "Ferry runs aground off Kelm | Norland | gazette.example",
            "Ferry runs aground off Kelm",
        );
        check("Ferry runs aground off Kelm – Kelm Evening Post", "Ferry runs aground off Kelm");
        check("Gazette News - Ferry runs aground off Kelm", "Ferry runs aground off Kelm");
        check("UPDATE 2-Ferry runs aground off Kelm", "Ferry runs aground off Kelm");
        check(
            "Ferry runs aground - all 30 aboard are safe",
            "Ferry runs aground - all 30 aboard are safe",
        );
        check("Ferry runs aground, Gazette Kelm News", "Ferry runs aground");
        check(
            "Ferry runs aground, divers and daily papers say",
            "Ferry runs aground, divers and daily papers say",
        );
        check("Ferry runs aground - gazette.example", "Ferry runs aground");
        check(
            "Ferry runs aground, Kelmgazette Crime News",
            "Ferry runs aground, Kelmgazette Crime News",
        );
        check("Ferry runs aground - Ada Lund", "Ferry runs aground - Ada Lund");
        check("Breaking:", "Breaking:");
        check("  ", "");
        check("", "");
    }

    #[track_caller]
    fn check(title: &str, expected: &str) {
        let span = trimmed(title, &["The Gazette", "gazette.example"]);
        assert_eq!(&title[span], expected, "{title}");
    }

    #[test]
    fn a_part_that_begins_with_a_label_of_the_host_is_the_outlet() {
        check_host("kelmnow", "news.kelmnow.example", true);
        check_host("kelmnowcrimenews", "news.kelmnow.example", true);
        check_host("kelm", "www.kelmnow.example", true);
        check_host("newsofthesea", "news.kelmnow.example", false);
        check_host("adalund", "kelmnow.example", false);
        check_host("", "", false);
    }

    #[track_caller]
    fn check_host(wanted: &str, name: &str, expected: bool) {
        assert_eq!(is_of_host(wanted, name), expected, "{wanted} {name}");
    }

    #[test]
    fn titles_that_promise_have_faults() {
        assert!(
            faults(Tongue::English, "Why did the ferry sink?")
                > faults(Tongue::English, "Ferry sinks off Kelm")
        );
        assert!(faults(Tongue::English, "What we know about the ferry") > 0.0);
        assert!(faults(Tongue::English, "FERRY SINKS OFF KELM") > 0.0);
        assert_eq!(faults(Tongue::English, "Ferry sinks off Kelm, 30 rescued"), 0.0);
    }
}
