//! Editors move stories on the front page, and a past day is ordered by other weights, by the real program.

mod program;

use program::{done, refused};
use std::path::Path;
use tempfile::TempDir;

const MORNING: &str = "2026-11-20T09:00:00Z";
const NOON: &str = "2026-11-20T12:00:00Z";

/// An instance with two stories: two outlets report of the ferry, one of the glider.
fn instance() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let dir = folder.path();
    done(dir, &["init", "--empty"]);
    // These reports are short.
    std::fs::write(dir.join("newsloom.toml"), "[desk]\nleast_sentences = 1\n")
        .expect("the folder is ours");
    let ferry = "The ferry Aurora ran aground off Merrow on Friday morning with 30 people aboard, the coast guard said. \
        Nobody was hurt, and the passengers were taken off by two lifeboats. The ferry Aurora will be towed to Arlen.";
    let other = "A ferry with 30 people aboard, the Aurora, ran aground near Merrow at dawn on Friday. \
        The coast guard brought all of the passengers ashore. The line Norrland wants to tow the ferry to Arlen.";
    let glider = "Pilot Torrin Vale flew a glider for 900 kilometres over the Kelm hills on Thursday. \
        The flight took nine hours. It is the longest flight of a glider in the country, the glider club said.";
    let reports = [
        ("gazette", "Ferry Aurora runs aground off Merrow", ferry),
        ("courier", "Ferry Aurora aground near Merrow, all safe", other),
        ("soarer", "Pilot Torrin Vale flies glider for 900 kilometres", glider),
    ];
    let lines = reports.map(|(outlet, title, text)| {
        format!(
            "{{\"id\":\"{outlet}\",\"outlet\":\"{outlet}.example\",\"url\":\"https://{outlet}.example/1\",\"title\":\"{title}\",\
             \"text\":\"{text}\",\"published\":\"2026-11-20T08:00:00Z\",\"language\":\"en\"}}\n"
        )
    });
    std::fs::write(dir.join("reports.jsonl"), lines.concat()).expect("the folder is ours");
    done(dir, &["import", "reports.jsonl"]);
    done(dir, &["run", "--once", "--now", MORNING]);
    folder
}

/// The id of the story whose headline, a line below, holds `words`.
fn story(dir: &Path, words: &str) -> String {
    let list = done(dir, &["desk", "list"]);
    let lines: Vec<&str> = list.lines().collect();
    let headline = lines.iter().position(|line| line.starts_with(' ') && line.contains(words));
    let line = lines[headline.expect("the story is listed") - 1];
    line.split(' ').next().expect("an id stands first").to_owned()
}

/// The first line of a replay by the weights of `settings`, without the head.
fn first(dir: &Path, settings: &str) -> String {
    std::fs::write(dir.join("other.toml"), settings).expect("the folder is ours");
    let said = done(dir, &["replay", "2026-11-20", "--weights", "other.toml"]);
    said.lines().nth(1).expect("a story").trim().to_owned()
}

#[test]
fn an_editor_moves_a_story_and_a_day_is_replayed() {
    let folder = instance();
    let dir = folder.path();
    let (ferry, glider) = (story(dir, "Aurora"), story(dir, "glider"));
    assert!(first(dir, "").starts_with(&format!("1. (was 1)  {ferry}")), "{}", first(dir, ""));

    done(dir, &["desk", "pin", &glider, "--as", "Ada Reviewer", "--now", NOON]);
    assert!(
        done(dir, &["desk", "list"]).contains("pinned by Ada Reviewer at 2026-11-20T12:00:00Z")
    );
    assert!(first(dir, "").starts_with(&format!("1. (was 1)  {glider}")), "{}", first(dir, ""));
    // Had pins no weight, the ferry would have led.
    assert!(first(dir, "[rank]\npin = 0").starts_with(&format!("1. (was 2)  {ferry}")));
    done(dir, &["export", "site"]);
    let page = std::fs::read_to_string(dir.join("site/index.html")).expect("it was exported");
    assert!(
        page.contains("pinned <small>by Ada Reviewer at 2026-11-20T12:00:00Z</small>"),
        "{page}"
    );

    let later = "2026-11-20T13:00:00Z";
    done(dir, &["desk", "sink", &glider, "--as", "Ada Reviewer", "--now", later]);
    assert!(first(dir, "").starts_with(&format!("1. (was 1)  {ferry}")), "{}", first(dir, ""));
    done(dir, &["desk", "unpin", &glider, "--as", "Ada Reviewer", "--now", later]);
    assert!(!done(dir, &["desk", "list"]).contains("Ada Reviewer"));
    let again = ["desk", "unpin", &glider, "--as", "Ada Reviewer"];
    refused(dir, &again, "is neither pinned nor sunk");
    refused(dir, &["desk", "pin", &glider, "--as", " "], "--as needs a name");
    let over = ["desk", "pin", &glider, "--as", "Ada", "--until", MORNING, "--now", NOON];
    refused(dir, &over, "--until needs a later time");
}

#[test]
fn what_cannot_be_replayed_says_why() {
    let folder = instance();
    let dir = folder.path();
    let replay = |day: &str, settings: &str, why: &str| {
        std::fs::write(dir.join("w.toml"), settings).expect("the folder is ours");
        refused(dir, &["replay", day, "--weights", "w.toml"], why);
    };
    replay("20 November", "", "20 November: is no date; write it as in 2026-11-23");
    replay("2026-11-19", "", "they are kept from 2026-11-20 to 2026-11-20");
    replay("2026-11-20", "[rank]\nbredth = 1", "bredth");
    replay("2026-11-20", "[rank]\nbreadth = -1", "rank.breadth is -1");
    refused(
        dir,
        &["replay", "2026-11-20", "--weights", "absent.toml"],
        "absent.toml: no such file",
    );
}
