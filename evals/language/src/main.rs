//! Who tells the language of titles and bodies best, on our own labelled sentences.
//!
//! `sentences/CODE.txt` holds one title a line, and bodies on lines that begin with `= `; all were written
//! for this project. Usage: `cargo run --release` in this folder; exit status 1 when ours is under its bar
//! (`bars` below). A title is read alone, as in a feed: nothing is declared.

use lingua::{IsoCode639_1, LanguageDetector, LanguageDetectorBuilder};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Least share in percent that ours must have right.
const BAR_TITLES: f64 = 93.0;
const BAR_BODIES: f64 = 99.0;

struct Sample {
    language: String,
    is_body: bool,
    text: String,
}

#[derive(Default)]
struct Score {
    right: BTreeMap<(String, bool), (u32, u32)>,
    wrong: Vec<String>,
    spent: Duration,
}

type Detector<'a> = (&'static str, Box<dyn Fn(&str) -> Option<String> + 'a>);

fn main() -> ExitCode {
    let samples = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sentences"));
    let codes: Vec<IsoCode639_1> = samples
        .iter()
        .map(|sample| sample.language.to_uppercase().parse().expect("files are named by codes"))
        .collect();
    // Told which languages to expect, which helps it; the others know all of theirs.
    let lingua = LanguageDetectorBuilder::from_iso_codes_639_1(&codes).build();
    let detectors = detectors(&lingua);
    println!("{:10} {:>8} {:>8} {:>12}", "", "titles", "bodies", "us a sample");
    let mut scores = Vec::new();
    for (name, detect) in &detectors {
        let score = score(&samples, detect);
        let micros = score.spent.as_secs_f64() * 1e6 / samples.len() as f64;
        println!(
            "{name:10} {:7.1}% {:7.1}% {micros:12.0}",
            score.percent(false),
            score.percent(true)
        );
        scores.push((name, score));
    }
    by_language(&scores);
    let ours = &scores[0].1;
    println!("\nwrong in ours:\n{}", ours.wrong.join("\n"));
    let is_good = ours.percent(false) >= BAR_TITLES && ours.percent(true) >= BAR_BODIES;
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn detectors(lingua: &LanguageDetector) -> Vec<Detector<'_>> {
    vec![
        ("newsloom", Box::new(|text| pipeline::language::language(None, text, ""))),
        (
            "whatlang",
            Box::new(|text| whatlang::detect_lang(text).map(|lang| two(lang.code()).to_owned())),
        ),
        (
            "whichlang",
            Box::new(|text| {
                Some(two(whichlang::detect_language(text).three_letter_code()).to_owned())
            }),
        ),
        (
            "lingua",
            Box::new(|text| {
                let language = lingua.detect_language_of(text)?;
                Some(language.iso_code_639_1().to_string().to_lowercase())
            }),
        ),
    ]
}

fn two(three: &str) -> &str {
    match three {
        "ara" => "ar",
        "ces" => "cs",
        "cmn" => "zh",
        "deu" => "de",
        "eng" => "en",
        "fra" => "fr",
        "hin" => "hi",
        "ita" => "it",
        "jpn" => "ja",
        "kor" => "ko",
        "nld" => "nl",
        "pes" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "rus" => "ru",
        "spa" => "es",
        "swe" => "sv",
        "tur" => "tr",
        "ukr" => "uk",
        other => other,
    }
}

fn read(folder: &Path) -> Vec<Sample> {
    let mut samples = Vec::new();
    for entry in fs::read_dir(folder).expect("the sentences are here") {
        let path = entry.expect("the sentences can be listed").path();
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("the sentences are UTF-8");
        samples.extend(text.lines().filter(|line| !line.is_empty()).map(|line| {
            let body = line.strip_prefix("= ");
            Sample {
                language: language.clone(),
                is_body: body.is_some(),
                text: body.unwrap_or(line).to_owned(),
            }
        }));
    }
    samples.sort_by(|a, b| (&a.language, a.is_body).cmp(&(&b.language, b.is_body)));
    samples
}

fn score(samples: &[Sample], detect: &dyn Fn(&str) -> Option<String>) -> Score {
    // Models are loaded with the first question; that is not what is measured.
    for sample in samples {
        detect(&sample.text);
    }
    let mut score = Score::default();
    for sample in samples {
        let start = Instant::now();
        let answer = detect(&sample.text);
        score.spent += start.elapsed();
        let counts = score.right.entry((sample.language.clone(), sample.is_body)).or_default();
        counts.1 += 1;
        if answer.as_deref() == Some(sample.language.as_str()) {
            counts.0 += 1;
        } else {
            let answer = answer.unwrap_or_default();
            score.wrong.push(format!("{} as {answer:2}  {:.70}", sample.language, sample.text));
        }
    }
    score
}

impl Score {
    fn percent(&self, is_body: bool) -> f64 {
        let counts = self.right.iter().filter(|((_, body), _)| *body == is_body);
        let (right, all) = counts.fold((0, 0), |sum, (_, one)| (sum.0 + one.0, sum.1 + one.1));
        100.0 * f64::from(right) / f64::from(all)
    }
}

fn by_language(scores: &[(&&'static str, Score)]) {
    let Some((_, ours)) = scores.first() else { return };
    println!("\nright by language, titles + bodies of {} languages", ours.right.len() / 2);
    for (language, _) in ours.right.keys().filter(|(_, is_body)| !is_body) {
        let cells = scores.iter().map(|(_, score)| {
            let of = |is_body| {
                score.right.get(&(language.clone(), is_body)).copied().unwrap_or_default()
            };
            let (titles, bodies) = (of(false), of(true));
            format!("{:>2}/{} + {}/{}", titles.0, titles.1, bodies.0, bodies.1)
        });
        println!("{language}  {}", cells.collect::<Vec<_>>().join("   "));
    }
}
