//! An editor strikes a sentence, and nothing brings it back: no run, no new version, no other outlet, no merge.

mod program;

use program::{done, refused};
use std::path::Path;

const LOST: &str = "Captain Mara Voss told the coast guard that the ship had lost its steering near the Holm sandbank.";
const RAN: &str = "The ferry Aurora ran aground off Merrow on Friday morning with 30 people aboard, the coast guard said.";
const SAFE: &str =
    "Nobody was hurt, and the passengers were taken off by two lifeboats within three hours.";
const TOWED: &str = "The shipping line Norrland said that the Aurora would be towed to Arlen at high tide on Saturday.";

/// Reports of outlets come in, and are worked off at this hour.
fn bring(dir: &Path, hour: u32, reports: &[(&str, &str, String)]) {
    let lines: Vec<String> = reports
        .iter()
        .map(|(outlet, title, text)| {
            let article = serde_json::json!({
                "id": format!("{outlet}-{hour}"),
                "outlet": format!("{outlet}.example"),
                "url": format!("https://{outlet}.example/ferry"),
                "title": title,
                "text": text,
                "published": format!("2026-11-20T{hour:02}:00:00Z"),
                "language": "en",
            });
            article.to_string()
        })
        .collect();
    std::fs::write(dir.join("reports.jsonl"), lines.join("\n")).expect("the folder is ours");
    done(dir, &["import", "reports.jsonl"]);
    run(dir, hour);
}

fn run(dir: &Path, hour: u32) {
    done(dir, &["run", "--once", "--now", &format!("2026-11-20T{hour:02}:30:00Z")]);
}

const TITLE: &str = "Ferry Aurora runs aground off Merrow with 30 people aboard";

fn instance() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let dir = folder.path();
    done(dir, &["init", "--empty"]);
    std::fs::write(dir.join("newsloom.toml"), "[desk]\nleast_sentences = 1\n")
        .expect("the folder is ours");
    bring(dir, 8, &[("gazette", TITLE, format!("{RAN} {SAFE}\n\n{LOST} {TOWED}"))]);
    folder
}

fn story(dir: &Path) -> String {
    let list = done(dir, &["desk", "list"]);
    list.split(' ').next().expect("a story is listed").to_owned()
}

/// All files of the exported site, as one text.
fn site(dir: &Path) -> String {
    let to = tempfile::tempdir().expect("a temporary folder");
    done(dir, &["export", "--now", "2026-11-21T00:00:00Z", &to.path().display().to_string()]);
    let mut all = String::new();
    collect(to.path(), &mut all);
    all
}

fn collect(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).expect("it was exported") {
        let path = entry.expect("readable").path();
        match path.is_dir() {
            true => collect(&path, all),
            false => {
                all.push_str(&String::from_utf8_lossy(&std::fs::read(&path).expect("readable")))
            }
        }
    }
}

/// What the latest brief says, without what was withheld from it.
fn brief(dir: &Path, story: &str) -> String {
    let shown = done(dir, &["desk", "show", story]);
    shown.split("\nWITHHELD").next().unwrap_or_default().to_owned()
}

const NOON: [&str; 4] = ["--as", "Ada Reviewer", "--now", "2026-11-20T12:00:00Z"];

fn desk(dir: &Path, arguments: &[&str]) -> String {
    done(dir, &[&["desk"][..], arguments, &NOON[..]].concat())
}

#[test]
fn what_was_struck_stays_struck_until_it_is_taken_back() {
    let folder = instance();
    let dir = folder.path();
    let story = story(dir);
    assert!(
        brief(dir, &story).contains("lost its steering") && site(dir).contains("lost its steering")
    );
    let said = desk(dir, &["strike", &story, "lost its STEERING", "--why", "she denies it"]);
    assert!(said.contains("strike 1 (by Ada Reviewer): Captain Mara Voss told"), "{said}");
    assert!(
        said.contains("off the site") && said.contains("written anew, and published"),
        "{said}"
    );
    let gone = |when: &str| {
        assert!(!brief(dir, &story).contains("steering"), "{when}: {}", brief(dir, &story));
        assert!(!site(dir).contains("steering"), "{when}: on the site");
    };
    gone("at once");
    let exported = site(dir);
    assert!(exported.contains("towed to Arlen"), "the rest stands");
    // The day's page, too, which showed the version that is off the site now.
    let day = exported.split("<!doctype html>").find(|page| page.contains("/day/2026-11-20\">"));
    assert!(day.is_some_and(|page| page.contains("Ferry Aurora")), "the day lost its story");
    assert!(
        site(dir).contains("an editor took a sentence out") || site(dir).contains("withdrawn on")
    );
    run(dir, 13);
    gone("after a run");
    // Another outlet says it in other words and with more, and the gazette says it again in a report of its own.
    let reworded = "The ship had lost its steering near the Holm sandbank, Captain Mara Voss told the coast guard after the rescue.";
    bring(
        dir,
        14,
        &[(
            "mirror",
            "Ferry Aurora aground off Merrow, 30 people aboard safe",
            format!("{RAN} {reworded}"),
        )],
    );
    gone("after a report in other words");
    bring(
        dir,
        15,
        &[(
            "gazette",
            TITLE,
            format!(
                "{RAN} {LOST} {TOWED} Buses replace the ferry Aurora between Merrow and Arlen."
            ),
        )],
    );
    gone("after a new report");
    // Not even an approval signs a version that says it.
    desk(dir, &["approve", &story]);
    gone("after an approval");
    assert!(done(dir, &["verify"]).contains("every one holds"));

    let listed = done(dir, &["desk", "strikes"]);
    assert!(
        listed.contains(&format!(
            "1  story {story}  struck by Ada Reviewer at 2026-11-20T12:00:00Z: she denies it"
        )),
        "{listed}"
    );
    let said = desk(dir, &["unstrike", "1"]);
    assert!(said.contains("strike 1 is taken back (by Ada Reviewer)"), "{said}");
    assert!(brief(dir, &story).contains("lost its steering"), "{}", brief(dir, &story));
    assert!(done(dir, &["desk", "strikes"]).contains("; taken back by Ada Reviewer"));
    run(dir, 16);
    assert!(site(dir).contains("lost its steering"));
}

#[test]
fn a_strike_goes_along_when_its_story_is_merged_or_its_article_split_off() {
    let folder = instance();
    let dir = folder.path();
    let ferry = story(dir);
    desk(dir, &["strike", &ferry, "lost its steering"]);
    let glider = "Pilot Torrin Vale flew a glider over the Kelm hills for 900 kilometres on Thursday, the flying club of Arlen said.";
    bring(
        dir,
        13,
        &[("soarer", "Pilot Torrin Vale flies glider for 900 kilometres", glider.to_owned())],
    );
    let list = done(dir, &["desk", "list"]);
    let ids: Vec<&str> = list
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split(' ').next())
        .collect();
    let other = ids.into_iter().find(|id| *id != ferry).expect("the glider has a story").to_owned();
    desk(dir, &["merge", &other, &ferry]);
    run(dir, 14);
    let merged = brief(dir, &other);
    assert!(merged.contains("Aurora") && !merged.contains("steering"), "{merged}");
    assert!(!site(dir).contains("steering"));
    desk(dir, &["unmerge", &ferry]);
    run(dir, 15);
    assert!(!brief(dir, &ferry).contains("steering") && !site(dir).contains("steering"));
}

#[test]
fn a_brief_of_which_too_little_is_left_goes_off_the_site() {
    let folder = instance();
    let dir = folder.path();
    std::fs::write(dir.join("newsloom.toml"), "[desk]\nleast_sentences = 3\n")
        .expect("the folder is ours");
    let story = story(dir);
    let shown = done(dir, &["desk", "show", &story]);
    let line =
        shown.lines().find(|line| line.contains("lost its steering")).expect("it is numbered");
    let number = line.split(' ').next().expect("a number stands first");
    let said = desk(dir, &["strike", &story, number]);
    if said.contains("waits at the desk") {
        assert!(!site(dir).contains("Aurora"), "{said}");
    }
    let all: Vec<String> = ["Nobody was hurt", "towed to Arlen"]
        .map(|words| desk(dir, &["strike", &story, words]))
        .into();
    assert!(all[1].contains("waits at the desk: only"), "{all:?}");
    assert!(!site(dir).contains("Nobody was hurt"));
}

#[test]
fn what_cannot_be_struck_says_why() {
    let folder = instance();
    let dir = folder.path();
    let story = story(dir);
    refused(dir, &["desk", "strike", &story, "1", "--as", " "], "--as needs a name");
    refused(
        dir,
        &["desk", "strike", &story, "a unicorn", "--as", "Ada"],
        "no sentence has these words",
    );
    refused(dir, &["desk", "strike", &story, "Aurora", "--as", "Ada"], "name one by its number");
    refused(dir, &["desk", "strike", &story, " ", "--as", "Ada"], "no sentence is named");
    refused(dir, &["desk", "strike", "nothing", "1", "--as", "Ada"], "no such story");
    refused(dir, &["desk", "unstrike", "9", "--as", "Ada"], "9: there is no such strike");
    assert!(done(dir, &["desk", "strikes"]).contains("Nothing was struck."));
    desk(dir, &["strike", &story, "lost its steering"]);
    desk(dir, &["unstrike", "1"]);
    refused(
        dir,
        &["desk", "unstrike", "1", "--as", "Ada"],
        "1: was taken back before, by Ada Reviewer",
    );
}

#[test]
fn counts_are_given_by_writer_and_reason() {
    let folder = instance();
    let said = done(folder.path(), &["desk", "counts"]);
    assert!(
        said.contains("out now:\n    extractive  1 briefs,") && said.contains("0 replaced"),
        "{said}"
    );
    assert!(said.contains("all versions:"), "{said}");
}
