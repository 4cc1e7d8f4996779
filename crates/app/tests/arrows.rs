//! The arrows between our crates point one way, and `pipeline` stays pure.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// What each crate of ours may know of the others.
const ARROWS: [(&str, &[&str]); 8] = [
    ("news", &[]),
    ("pipeline", &["news"]),
    ("fetch", &["news"]),
    ("model", &["news"]),
    ("search", &["news"]),
    ("store", &["news"]),
    ("web", &["news", "search", "store"]),
    ("newsloom", &["news", "pipeline", "fetch", "model", "search", "store", "web"]),
];

/// What the decisions must never pull in, directly or through others: I/O, clocks and chance.
const IMPURE: [&str; 8] =
    ["tokio", "sqlx", "reqwest", "hyper", "axum", "rand", "getrandom", "rusqlite"];

fn metadata() -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

/// Normal (not dev, not build) dependencies by package name.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let name_of: BTreeMap<&str, &str> = packages
        .iter()
        .map(|p| (p["id"].as_str().expect("id"), p["name"].as_str().expect("name")))
        .collect();
    let nodes = metadata["resolve"]["nodes"].as_array().expect("nodes");
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for node in nodes {
        let from = name_of[node["id"].as_str().expect("id")].to_owned();
        let normal = node["deps"].as_array().expect("deps").iter().filter(|dep| {
            dep["dep_kinds"].as_array().expect("kinds").iter().any(|kind| kind["kind"].is_null())
        });
        let to = normal.map(|dep| name_of[dep["pkg"].as_str().expect("pkg")].to_owned());
        known.entry(from).or_default().extend(to);
    }
    known
}

#[test]
fn the_arrows_between_crates_point_one_way() {
    let known = dependencies();
    for (from, allowed) in ARROWS {
        let ours = ARROWS.map(|(name, _)| name);
        for to in known[from].iter().filter(|to| ours.contains(&to.as_str())) {
            assert!(allowed.contains(&to.as_str()), "{from} must not know {to}");
        }
    }
}

#[test]
fn decisions_reach_no_network_no_database_and_no_chance() {
    let known = dependencies();
    for start in ["news", "pipeline"] {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![start.to_owned()];
        while let Some(name) = waiting.pop() {
            if reached.insert(name.clone()) {
                waiting.extend(known.get(&name).into_iter().flatten().cloned());
            }
        }
        for impure in IMPURE {
            assert!(!reached.contains(impure), "{start} reaches {impure}");
        }
    }
}
