//! Trains the scorer of `pipeline::thread`, or measures it on stories that it was not trained on.
//!
//!     threading-evaluation FOLDER train > ../../crates/pipeline/src/thread/scorer.txt
//!     threading-evaluation FOLDER measure
//!     threading-evaluation FOLDER repair
//!     threading-evaluation FOLDER ablation
//!
//! With the folder of a sentence model behind it, the scorer that looks at meaning too
//! (`scorer-with-meaning.txt`).
//!
//! FOLDER holds the labelled sets (`thread/uci-nlp100` and so on). README.md tells how.

mod ablation;
mod boost;
mod runs;
mod sets;
mod vectors;

use ablation::{measure_ablation, without};
use anyhow::{Context, bail};
use boost::{Growth, Model, Row, Tree, train};
use pipeline::thread::{FEATURE_COUNT, FEATURE_NAMES, Features, Scorer, Thresholds};
use runs::{Judge, Labelled, Sides, gather, measure, measure_repaired};
use sets::Set;
use std::fmt::Write;
use std::path::Path;

/// Chances of belonging to a story from which on an article joins it, to be compared.
const JOINS: [f64; 3] = [0.38, 0.43, 0.5];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, task, embedder) = match &arguments[..] {
        [folder, task] => (folder, task, None),
        [folder, task, embedder] => (folder, task, Some(embedder)),
        _ => bail!("usage: FOLDER train|measure|repair|transfer|ablation [FOLDER OF A SENTENCE MODEL]"),
    };
    let mut sets = sets::read(Path::new(folder)).context("could not read the labelled sets")?;
    let mut variants = sets::variants(&sets);
    if let Some(embedder) = embedder {
        vectors::add(Path::new(embedder), &mut sets, &mut variants)?;
    }
    let every: Vec<&Set> = sets.iter().chain(&variants).collect();
    let rows = gather(&every);
    eprintln!("{} comparisons", rows.len());
    match task.as_str() {
        "train" => {
            print!("{}", written(&train(&chosen(&rows, |_| true), &Growth::STANDARD), &rows))
        }
        "measure" => measure_by_story(&every, &rows),
        "repair" => measure_repair(&every, &rows)?,
        "ablation" => measure_ablation(&every, &rows),
        "transfer" => measure_by_set(&sets, &rows),
        other => bail!("{other} is no task; there are train, measure, repair, transfer and ablation"),
    }
    Ok(())
}

fn chosen(rows: &[Labelled], wanted: impl Fn(&Labelled) -> bool) -> Vec<Row> {
    rows.iter().filter(|row| wanted(row)).map(|row| row.row.clone()).collect()
}

/// Half of the stories train, the other half measures, and the other way round.
fn measure_by_story(sets: &[&Set], rows: &[Labelled]) {
    let models = [0, 1].map(|half| train(&chosen(rows, |row| row.half != half), &Growth::STANDARD));
    for join in JOINS {
        let judges = [0, 1].map(|half| judge(&models[half], join, &[]));
        let sides: Vec<Sides> = sets.iter().map(|set| measure(set, &judges)).collect();
        let mean = sides[..sets::NAMES.len()].iter().map(Sides::f1).sum::<f64>() / 4.0;
        println!("join {join}: mean B-cubed F1 of the four sets {mean:.4}");
        for (set, sides) in sets.iter().zip(&sides) {
            println!("  {:40} {sides}", set.name);
        }
    }
}

/// Half of the stories train, the other half measures: as the shipped program threads online, and with repair.
fn measure_repair(sets: &[&Set], rows: &[Labelled]) -> anyhow::Result<()> {
    let mut scorers = Vec::new();
    for half in [0, 1] {
        let model = train(&chosen(rows, |row| row.half != half), &Growth::STANDARD);
        scorers.push(Scorer::read(&written(&model, rows))?);
    }
    let mut means = [0.0, 0.0];
    for (number, set) in sets.iter().enumerate() {
        let [online, repaired] = measure_repaired(set, &scorers, &Thresholds::standard());
        println!("{:40} online {online}", set.name);
        println!("{:40} repair {repaired}", "");
        if number < sets::NAMES.len() {
            means[0] += online.f1() / sets::NAMES.len() as f64;
            means[1] += repaired.f1() / sets::NAMES.len() as f64;
        }
    }
    println!("mean B-cubed F1 of the four sets: online {:.4}, repaired {:.4}", means[0], means[1]);
    Ok(())
}

/// Three sets train, with their variants, and the fourth measures.
fn measure_by_set(sets: &[Set], rows: &[Labelled]) {
    for set in sets {
        let others = chosen(rows, |row| !row.set.starts_with(&set.name));
        let model = train(&others, &Growth::STANDARD);
        for join in JOINS {
            let judges = [judge(&model, join, &[]), judge(&model, join, &[])];
            println!("{:20} not trained on, join {join}: {}", set.name, measure(set, &judges));
        }
    }
}

/// The model's odds above the bar, for an article of which the features at the places `hidden` are not looked at.
fn judge<'a>(model: &'a Model, join: f64, hidden: &'a [usize]) -> Judge<'a> {
    let least = (join / (1.0 - join)).ln();
    let odds = |features: &Features| {
        let seen = without(features, hidden);
        model.base + model.trees.iter().map(|tree| tree.value(&seen)).sum::<f64>()
    };
    Box::new(move |features| odds(features) - least)
}

/// The file that `pipeline` compiles in.
fn written(model: &Model, rows: &[Labelled]) -> String {
    let mut file = String::new();
    let names: Vec<&str> = FEATURE_NAMES.iter().map(|(name, _)| *name).collect();
    for line in [
        "# Written by evals/threading, which says how; do not edit.",
        &format!("# Trained on {} comparisons of articles with stories of the sets", rows.len()),
        &format!("# {}, and variants of them.", sets::NAMES.join(", ")),
        &format!("# Features: {}.", names.join(", ")),
    ] {
        let _ = writeln!(file, "{line}");
    }
    let _ = writeln!(file, "base {:.4}", model.base);
    for (name, same) in [("together", true), ("apart", false)] {
        let usual: Vec<String> =
            usual(rows, same).iter().map(|value| format!("{value:.4}")).collect();
        let _ = writeln!(file, "{name} {}", usual.join(" "));
    }
    for tree in &model.trees {
        let mut steps = String::from("tree");
        write_tree(tree, &mut steps);
        let _ = writeln!(file, "{steps}");
    }
    file
}

/// The weighted means of the features of best candidates.
fn usual(rows: &[Labelled], same: bool) -> [f64; FEATURE_COUNT] {
    let wanted = || rows.iter().filter(|row| row.first && row.row.same == same);
    let weight: f64 = wanted().map(|row| row.row.weight).sum();
    std::array::from_fn(|feature| {
        let value = |row: &Labelled| f64::from(row.row.features[feature]) * row.row.weight;
        wanted().map(value).sum::<f64>() / weight
    })
}

fn write_tree(tree: &Tree, steps: &mut String) {
    match tree {
        Tree::Leaf(value) => {
            let _ = write!(steps, " {}", short(*value));
        }
        Tree::Step { feature, at, lower, higher } => {
            let _ = write!(steps, " {feature}<{}", coarse(*at));
            write_tree(lower, steps);
            write_tree(higher, steps);
        }
    }
}

/// Five digits: cuts lie between values, and hardly any value lies between the two.
fn coarse(at: f32) -> f64 {
    let scale = 10_f64.powi(4 - f64::from(at.abs().max(1e-9)).log10().floor() as i32);
    (f64::from(at) * scale).round() / scale
}

/// Four decimals are far finer than what a single leaf can tell.
fn short(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if matches!(text, "" | "0" | "-0" | "-") { "0".to_owned() } else { text.to_owned() }
}
