//! What each group of features adds: trained and measured without it.

use super::boost::{Growth, train};
use super::runs::{Labelled, measure};
use super::sets::{NAMES, Set};
use super::{chosen, judge};
use pipeline::thread::{FEATURE_COUNT, FEATURE_NAMES, Features};

/// The groups, by the names of their features; "meaning" says nothing without a sentence model.
const GROUPS: [(&str, &[&str]); 11] = [
    ("likeness to the whole story", &["story", "lead"]),
    ("likeness to its reports", &["closest", "usual", "lead of the closest"]),
    ("headlines", &["headline", "shared in headlines", "rarest in headlines", "new word"]),
    ("rarity of shared words", &["shared", "rarest", "words", "core"]),
    ("names", &["names", "likeness of names", "missing name"]),
    ("figures", &["figures", "new figures"]),
    ("time", &["silence", "age", "nearest", "own report"]),
    ("addresses", &["day of the address", "dated", "section"]),
    ("the story's size and coherence", &["size", "coherence"]),
    ("lengths and the crowd", &["length", "bodies", "crowd"]),
    ("meaning", &["meaning", "lead of meaning"]),
];

/// Where an article joins, the best bar of the halves.
const JOIN: f64 = 0.38;

/// Half of the stories train, the other half measures: with all features, then without each group.
pub fn measure_ablation(sets: &[&Set], rows: &[Labelled]) {
    println!("{:32} {}", "all features", figures(sets, rows, &[]));
    for (name, features) in GROUPS {
        let places: Vec<usize> = features.iter().map(|feature| place(feature)).collect();
        println!("{:32} {}", format!("without {name}"), figures(sets, rows, &places));
    }
}

/// The mean and each of the four sets.
fn figures(sets: &[&Set], rows: &[Labelled], hidden: &[usize]) -> String {
    let models = [0, 1].map(|half| {
        let mut rows = chosen(rows, |row| row.half != half);
        rows.iter_mut().for_each(|row| row.features = without(&row.features, hidden));
        train(&rows, &Growth::STANDARD)
    });
    let judges = [0, 1].map(|half| judge(&models[half], JOIN, hidden));
    let sides: Vec<f64> =
        sets[..NAMES.len()].iter().map(|set| measure(set, &judges).f1()).collect();
    let mean = sides.iter().sum::<f64>() / sides.len() as f64;
    let each: Vec<String> = sides.iter().map(|f1| format!("{f1:.4}")).collect();
    format!("{mean:.4}  {}", each.join(" "))
}

fn place(name: &str) -> usize {
    let known = FEATURE_NAMES.iter().position(|(feature, _)| *feature == name);
    known.unwrap_or_else(|| panic!("there is no feature {name}"))
}

/// The features with those at the places `hidden` all alike.
pub fn without(features: &Features, hidden: &[usize]) -> Features {
    std::array::from_fn::<f32, FEATURE_COUNT, _>(|place| {
        if hidden.contains(&place) { 0.0 } else { features[place] }
    })
}
