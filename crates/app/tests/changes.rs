//! Outlets change what they published, and list one report under several addresses.

mod loopback;

use loopback::Pages;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const HOSTS: [&str; 3] = ["gazette.example", "courier.example", "mirror.example"];
const MORNING: &str = "2026-11-20T08:00:00Z";

/// Runs a command of the program and gives what it printed.
fn newsloom(dir: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    let (name, rest) = arguments.split_first().expect("a command");
    command.arg(name).arg("--dir").arg(dir).args(rest).env("NEWSLOOM_LOG", "error");
    let output = command.output().expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn run_at(dir: &Path, now: &str) {
    newsloom(dir, &["run", "--once", "--now", now]);
}

fn instance(address: std::net::SocketAddr) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let mut settings = "[poll]\nmost_minutes = 44640\nevery_minutes = 44640\n".to_owned();
    settings.push_str("[fetch]\npace_ms = 0\nrobots_hours = 0\n[fetch.resolve]\n");
    for host in HOSTS {
        settings.push_str(&format!("\"{host}\" = \"{address}\"\n"));
    }
    std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
    for host in HOSTS {
        newsloom(dir.path(), &["feeds", "add", "--unseen", &format!("http://{host}/feed.xml")]);
    }
    dir
}

const TITLE: &str = "Ferry Aurora runs aground off Merrow with people aboard";

/// A page of the gazette, whose count is what changes; `more` stands at its end.
fn page(aboard: &str, more: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>\
         <p>The ferry Aurora ran aground off Merrow on Friday morning with {aboard} people aboard, the coast guard said.</p>\
         <p>Nobody was hurt, and the passengers were taken off by two lifeboats within three hours.</p>\
         <p>Captain Mara Voss told the coast guard that the ship had lost its steering near the Holm sandbank.</p>\
         <p>The shipping line Norrland said that the Aurora would be towed to Arlen at high tide on Saturday.</p>\
         {more}</article></body></html>"
    )
}

fn feed(host: &str, link: &str) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>{host}</title><link>http://{host}/</link><item><title>{TITLE}</title>\
         <link>{link}</link><guid>{host}</guid><pubDate>Fri, 20 Nov 2026 07:00:00 GMT</pubDate></item></channel></rss>"
    )
}

/// A web where the gazette reports, the courier lists the gazette's page under an address that tracks,
/// and the mirror reports by itself.
fn town() -> Pages {
    let pages = Pages::default();
    let link = |host| format!("http://{host}/ferry");
    pages.put_document("gazette.example/ferry", "text/html", &page("30", ""));
    let tracked = "http://gazette.example/ferry?utm_source=courier&amp;fbclid=7";
    pages.put_document(
        "gazette.example/ferry?utm_source=courier&fbclid=7",
        "text/html",
        &page("30", ""),
    );
    let own = format!(
        "<!doctype html><html lang=en><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>\
         <p>Two lifeboats took everybody off the ferry Aurora on Friday after it ran aground off Merrow.</p>\
         <p>Harbour master Jonas Reed said the tide would lift the Aurora off the Holm sandbank on Saturday.</p>\
         <p>The Aurora sails between Merrow and Arlen four times a day, and buses replace it for now.</p></article></body></html>"
    );
    pages.put_document("mirror.example/ferry", "text/html", &own);
    pages.put_document(
        "gazette.example/feed.xml",
        "application/rss+xml",
        &feed("gazette.example", &link("gazette.example")),
    );
    pages.put_document(
        "courier.example/feed.xml",
        "application/rss+xml",
        &feed("courier.example", tracked),
    );
    pages.put_document(
        "mirror.example/feed.xml",
        "application/rss+xml",
        &feed("mirror.example", &link("mirror.example")),
    );
    pages
}

/// The story's page in an export of the site.
fn story_page(dir: &Path, now: &str) -> String {
    let to = TempDir::new().expect("a temporary folder");
    newsloom(dir, &["export", "--now", now, &to.path().display().to_string()]);
    let stories = std::fs::read_dir(to.path().join("story")).expect("stories were exported");
    let mut pages = stories.map(|story| {
        let path = story.expect("readable").path().join("index.html");
        std::fs::read_to_string(path).expect("readable")
    });
    let page = pages.next().expect("one story");
    assert!(pages.next().is_none(), "all report one event");
    page
}

#[test]
fn a_silent_edit_is_seen_shown_and_written_about_anew() {
    let pages = town();
    let dir = instance(pages.serve());
    run_at(dir.path(), MORNING);
    let before = story_page(dir.path(), MORNING);
    assert!(before.contains("with 30 people aboard"), "{before}");
    assert_eq!(newsloom(dir.path(), &["desk", "changes"]), "Nothing changed.\n");

    // The feed says nothing of it. Before the hour is over nobody looks.
    pages.put_document("gazette.example/ferry", "text/html", &page("31", ""));
    run_at(dir.path(), "2026-11-20T08:59:00Z");
    assert_eq!(newsloom(dir.path(), &["desk", "changes"]), "Nothing changed.\n");

    run_at(dir.path(), "2026-11-20T09:00:00Z");
    let changes = newsloom(dir.path(), &["desk", "changes"]);
    assert!(changes.contains("silent edit") && changes.contains("[-30-] {+31+}"), "{changes}");
    let after = story_page(dir.path(), "2026-11-20T09:00:00Z");
    assert!(after.contains("with 31 people aboard"), "the brief follows its source: {after}");
    let cited = |page: &str, words: &str| {
        page.split("<section class=\"sources").next().is_some_and(|brief| brief.contains(words))
    };
    assert!(!cited(&after, "with 30 people aboard"), "{after}");
    assert!(
        after.contains("<del>30</del> <ins>31</ins>") && after.contains("Edited without notice")
    );
    assert!(after.contains("Version 2"), "{after}");
    let (_, anew) = after.split_once("<ul class=\"anew\">").expect("what version 2 told anew");
    assert!(anew.contains("Changed:</strong> The ferry Aurora ran aground"), "{anew}");
    assert!(anew.contains("Before: <s>") && anew.contains("with 30 people"), "{anew}");
    newsloom(dir.path(), &["verify"]);

    let more = "<p>Correction: an earlier report gave the harbour as Eskby.</p>";
    pages.put_document("gazette.example/ferry", "text/html", &page("31", more));
    run_at(dir.path(), "2026-11-20T14:30:00Z");
    let changes = newsloom(dir.path(), &["desk", "changes"]);
    assert!(changes.contains("correction: Correction: an earlier report"), "{changes}");
    // A wall that goes up, or a page that goes away, takes nothing from what we hold.
    pages.put(
        "gazette.example/ferry",
        b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
    );
    run_at(dir.path(), "2026-11-21T09:00:00Z");
    assert_eq!(newsloom(dir.path(), &["desk", "changes"]), changes);
    newsloom(dir.path(), &["verify"]);
}

#[test]
fn one_page_under_two_addresses_is_one_report() {
    let dir = instance(town().serve());
    run_at(dir.path(), MORNING);
    let page = story_page(dir.path(), MORNING);
    assert!(page.contains("3 articles · <strong>2 independent reports</strong>"), "{page}");
    assert!(page.contains("The same text at"), "the copy is kept, under its origin");
}

#[test]
fn a_story_is_withdrawn_and_comes_back_from_the_desk() {
    let dir = instance(town().serve());
    run_at(dir.path(), MORNING);
    let list = newsloom(dir.path(), &["desk", "list"]);
    let story = list.split_whitespace().next().expect("a story").to_owned();
    let now = ["--now", "2026-11-20T10:00:00Z"];
    let mut withdraw =
        vec!["desk", "withdraw", &story, "--as", "Ines Vale", "--why", "Wrong ship."];
    withdraw.extend(now);
    assert!(newsloom(dir.path(), &withdraw).contains("withdrawn by Ines Vale"));
    let list = newsloom(dir.path(), &["desk", "list"]);
    assert!(list.contains("WITHDRAWN by Ines Vale at 2026-11-20T10:00:00Z: Wrong ship."), "{list}");
    let mut approve = vec!["desk", "approve", &story, "--as", "Ines Vale"];
    approve.extend(now);
    newsloom(dir.path(), &approve);
    assert!(newsloom(dir.path(), &["desk", "list"]).contains("reviewed by Ines Vale"));
    assert!(
        newsloom(dir.path(), &["desk", "hold", &story, "--as", "A", "--now", now[1]])
            .contains("withdrawn now")
    );
}

#[test]
fn a_moved_report_is_the_same_and_an_id_used_again_is_another() {
    let pages = town();
    let dir = instance(pages.serve());
    run_at(dir.path(), MORNING);
    let contents = |dir: &TempDir| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
        command.arg("doctor").arg("--dir").arg(dir.path()).env("NEWSLOOM_LOG", "error");
        let text = String::from_utf8_lossy(&command.output().expect("it runs").stdout).into_owned();
        let line = text.lines().find(|line| line.contains("contents")).unwrap_or_default();
        line.split("contents").nth(1).unwrap_or_default().trim().to_owned()
    };
    assert!(contents(&dir).starts_with("3 articles in 3 versions"), "{}", contents(&dir));
    let list_at = |path: &str| {
        let link = format!("http://gazette.example/{path}");
        let feed = feed("gazette.example", &link);
        pages.put_document("gazette.example/feed.xml", "application/rss+xml", &feed);
    };
    let changes = || newsloom(dir.path(), &["desk", "changes"]);

    // The address changed and nothing else.
    list_at("2026/ferry");
    pages.put_document("gazette.example/2026/ferry", "text/html", &page("30", ""));
    run_at(dir.path(), "2026-12-25T08:00:00Z");
    assert!(pages.asked().contains(&"gazette.example/2026/ferry".to_owned()));
    assert!(contents(&dir).starts_with("3 articles in 3 versions"), "{}", contents(&dir));
    assert_eq!(changes(), "Nothing changed.\n");

    // It moved on, and the page was edited.
    list_at("2027/ferry");
    pages.put_document("gazette.example/2027/ferry", "text/html", &page("31", ""));
    run_at(dir.path(), "2027-01-30T08:00:00Z");
    assert!(contents(&dir).starts_with("3 articles in 4 versions"), "{}", contents(&dir));
    assert!(changes().contains("[-30-] {+31+}"), "{}", changes());

    // The outlet uses the id again for something else: an article of its own, and no edit of the first.
    list_at("2027/storm");
    let storm = "<!doctype html><html lang=en><head><title>Storm closes the harbour of Arlen</title></head><body><article>\
        <h1>Storm closes the harbour of Arlen</h1><p>A storm closed the harbour of Arlen on Sunday, and eleven ships wait outside.</p>\
        <p>Harbour master Ida Holm expects the wind to fall by Monday noon, when the first of them may come in.</p></article></body></html>";
    pages.put_document("gazette.example/2027/storm", "text/html", storm);
    run_at(dir.path(), "2027-03-10T08:00:00Z");
    assert!(contents(&dir).starts_with("4 articles in 5 versions"), "{}", contents(&dir));
    assert!(!changes().contains("eleven ships"), "{}", changes());
    newsloom(dir.path(), &["verify"]);
}
