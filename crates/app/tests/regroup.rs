//! Editors merge and split stories, by the real program: ids lead on, nothing that was told is lost, and the
//! program goes on from there.

mod program;

use program::{done, refused};
use std::path::Path;
use tempfile::TempDir;

const FERRY: &str = "The ferry Aurora ran aground off Merrow on Friday morning with 30 people aboard, the coast guard said. \
    Nobody was hurt, and the passengers were taken off by two lifeboats. The ferry Aurora will be towed to Arlen.";
const AGAIN: &str = "A ferry with 30 people aboard, the Aurora, ran aground near Merrow at dawn on Friday. \
    The coast guard brought all of the passengers ashore. The line Norrland wants to tow the ferry to Arlen.";
const GLIDER: &str = "Pilot Torrin Vale flew a glider for 900 kilometres over the Kelm hills on Thursday. \
    The flight took nine hours. It is the longest flight of a glider in the country, the glider club said.";

/// Brings reports (outlet, headline, text) and works them off at this hour of 20 November.
fn bring(dir: &Path, hour: u32, reports: &[(&str, &str, &str)]) {
    let lines = reports.iter().map(|(outlet, title, text)| {
        format!(
            "{{\"id\":\"{outlet}\",\"outlet\":\"{outlet}.example\",\"url\":\"https://{outlet}.example/1\",\"title\":\"{title}\",\
             \"text\":\"{text}\",\"published\":\"2026-11-20T{hour:02}:00:00Z\",\"language\":\"en\"}}\n"
        )
    });
    std::fs::write(dir.join("reports.jsonl"), lines.collect::<String>())
        .expect("the folder is ours");
    done(dir, &["import", "reports.jsonl"]);
    run(dir, hour);
}

fn run(dir: &Path, hour: u32) {
    done(dir, &["run", "--once", "--now", &format!("2026-11-20T{hour:02}:30:00Z")]);
}

/// An instance with a story of the ferry, by two outlets, and one of the glider.
fn instance() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let dir = folder.path();
    done(dir, &["init", "--empty"]);
    // These reports are short.
    std::fs::write(dir.join("newsloom.toml"), "[desk]\nleast_sentences = 1\n")
        .expect("the folder is ours");
    let reports = [
        ("gazette", "Ferry Aurora runs aground off Merrow", FERRY),
        ("courier", "Ferry Aurora aground near Merrow, all safe", AGAIN),
        ("soarer", "Pilot Torrin Vale flies glider for 900 kilometres", GLIDER),
    ];
    bring(dir, 8, &reports);
    folder
}

/// The ids of the stories, by their headlines' words.
fn story(dir: &Path, words: &str) -> Option<String> {
    let list = done(dir, &["desk", "list"]);
    let lines: Vec<&str> = list.lines().collect();
    let headline = lines.iter().position(|line| line.starts_with(' ') && line.contains(words))?;
    lines[headline - 1].split(' ').next().map(str::to_owned)
}

const NOON: [&str; 4] = ["--as", "Ada Reviewer", "--now", "2026-11-20T12:00:00Z"];

fn desk(dir: &Path, arguments: &[&str]) -> String {
    done(dir, &[&["desk"][..], arguments, &NOON[..]].concat())
}

#[test]
fn stories_are_merged_and_taken_apart_again_and_no_link_breaks() {
    let folder = instance();
    let dir = folder.path();
    let ferry = story(dir, "Aurora").expect("it is listed");
    let glider = story(dir, "glider").expect("it is listed");
    let said = desk(dir, &["merge", &ferry, &glider, "--why", "one weekend"]);
    assert!(
        said.contains(&format!("Story {ferry}: 1 report came to it (by Ada Reviewer)")),
        "{said}"
    );
    assert_eq!(story(dir, "glider"), None);
    let shown = done(dir, &["desk", "show", &glider]);
    assert!(shown.contains(&format!("story {glider} was merged into {ferry}")), "{shown}");
    assert!(shown.contains("with 1 report (by Ada Reviewer: one weekend)"), "{shown}");
    refused(dir, &["desk", "approve", &glider, "--as", "Ada"], "was merged into");
    run(dir, 13);
    let shown = done(dir, &["desk", "show", &ferry]);
    assert!(shown.contains("3 reports:") && shown.contains("version 2"), "{shown}");
    assert!(shown.contains(&format!("{glider} was merged into this, with 1 report")), "{shown}");
    // What was told of the glider is still checked, and a reader of its page is sent on.
    let verified = done(dir, &["verify"]);
    assert!(verified.contains("2 briefs") && verified.contains("every one holds"), "{verified}");
    done(dir, &["export", "site"]);
    let folder_of = |id: &str| {
        let mut stories = std::fs::read_dir(dir.join("site/story")).expect("it was exported");
        stories.find_map(|entry| {
            let path = entry.expect("readable").path();
            path.display().to_string().ends_with(id).then_some(path)
        })
    };
    let page = folder_of(&glider).expect("the old page leads on").join("index.html");
    let page = std::fs::read_to_string(page).expect("it was exported");
    assert!(page.contains("http-equiv=\"refresh\"") && page.contains(&ferry), "{page}");

    // No repair takes apart what an editor joined, also when more is known.
    let late = "Torrin Vale flew a glider over the Kelm hills for nine hours on Thursday, a record, he said in Arlen.";
    bring(dir, 14, &[("windsock", "Glider pilot Torrin Vale tells of 900 kilometres", late)]);
    assert!(done(dir, &["desk", "show", &ferry]).contains("soarer"));

    let said = desk(dir, &["unmerge", &glider]);
    assert!(said.contains(&format!("came back to it from story {ferry}")), "{said}");
    run(dir, 15);
    let shown = done(dir, &["desk", "show", &glider]);
    assert!(shown.contains("soarer") && shown.contains(&format!("split off {ferry}")), "{shown}");
    refused(dir, &["desk", "unmerge", &glider, "--as", "Ada"], "was not merged into another");
    assert!(done(dir, &["verify"]).contains("every one holds"));
}

#[test]
fn articles_are_split_off_and_stay_apart() {
    let folder = instance();
    let dir = folder.path();
    let ferry = story(dir, "Aurora").expect("it is listed");
    let shown = done(dir, &["desk", "show", &ferry]);
    let line = shown.lines().find(|line| line.contains("courier.example  ")).expect("it is listed");
    let courier = line.trim().split(' ').next().expect("an id stands first").to_owned();
    let said = desk(dir, &["split", &ferry, "--out", &courier[..5]]);
    assert!(said.contains(&format!("Story {ferry}: 1 report left it for story")), "{said}");
    run(dir, 13);
    let shown = done(dir, &["desk", "show", &ferry]);
    assert!(shown.contains("1 report:") && shown.contains("1 report split off as"), "{shown}");
    // A further report opens the repair of the story again, which joins the two no more.
    let third = "The coast guard said on Friday that the ferry Aurora had run aground off Merrow with 30 people aboard.";
    bring(dir, 14, &[("herald", "Ferry Aurora runs aground off Merrow, 30 aboard", third)]);
    let whole = done(dir, &["desk", "show", &ferry]);
    assert!(!whole.contains("courier.example  "), "{whole}");
    assert!(done(dir, &["verify"]).contains("every one holds"));
}

#[test]
fn what_an_editor_holds_or_pulls_elsewhere_is_not_merged() {
    let folder = instance();
    let dir = folder.path();
    let ferry = story(dir, "Aurora").expect("it is listed");
    let glider = story(dir, "glider").expect("it is listed");
    done(dir, &["desk", "pin", &ferry, "--as", "Ada"]);
    done(dir, &["desk", "sink", &glider, "--as", "Ben"]);
    let merge = ["desk", "merge", &ferry, &glider, "--as", "Ada"];
    refused(dir, &merge, "one is pinned and one is sunk");
    done(dir, &["desk", "unpin", &glider, "--as", "Ada"]);
    done(dir, &["desk", "withdraw", &glider, "--as", "Ben", "--why", "it was a model"]);
    refused(dir, &merge, "Ben holds it (it was a model)");
    refused(dir, &["desk", "merge", &glider, &ferry, "--as", "Ada"], "Ben holds it");
    // What was refused changed nothing.
    assert!(!done(dir, &["desk", "show", &ferry]).contains("was merged"));
}

#[test]
fn what_cannot_be_merged_or_split_says_why() {
    let folder = instance();
    let dir = folder.path();
    let ferry = story(dir, "Aurora").expect("it is listed");
    let glider = story(dir, "glider").expect("it is listed");
    let check = |arguments: &[&str], why: &str| {
        refused(dir, &[&["desk"][..], arguments, &["--as", "Ada"][..]].concat(), why);
    };
    check(&["merge", &ferry, &ferry], "a story cannot be merged with itself");
    check(&["merge", &ferry, "nothing"], "nothing: no such story; `newsloom desk list` shows them");
    check(&["split", &glider, "--out", "nothing"], "nothing: is not in story");
    check(&["unmerge", &ferry], "was not merged into another");
    check(&["unmerge", "nothing"], "no such story");
    let shown = done(dir, &["desk", "show", &glider]);
    let line = shown.lines().find(|line| line.contains("soarer.example  ")).expect("it is listed");
    let soarer = line.trim().split(' ').next().expect("an id stands first");
    check(&["split", &glider, "--out", soarer], "all its articles would leave");
    refused(dir, &["desk", "merge", &ferry, &glider, "--as", " "], "--as needs a name");
}
