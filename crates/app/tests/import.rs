//! Import by the real program: what files become, and that one that is killed goes on where it stopped.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;
use tempfile::TempDir;

/// Pages in the archive: enough that the program can be killed in the middle of it.
const PAGES: u32 = 1_500;

fn newsloom(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.env_remove("NEWSLOOM_DATABASE").current_dir(dir);
    command
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    newsloom(dir).args(arguments).output().expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn instance() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert!(run(folder.path(), &["init", "--empty"]).status.success());
    folder
}

/// An archive of packed records, the last of them damaged.
fn archive(path: &Path) {
    let mut file = std::fs::File::create(path).expect("it can be made");
    for number in 0..PAGES {
        let page = format!(
            "<html lang=en><title>Ferry {number} runs aground at dawn</title><article><p>The ferry number {number} ran \
             aground on a sandbank near the harbour, and all of the people aboard were brought ashore by boats of the coast guard.</p></article>"
        );
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-11-20T06:30:00Z\r\nWARC-Target-URI: https://gazette.example/{number}\r\n\
             Content-Type: application/http\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
            answer.len()
        );
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(record.as_bytes()).expect("memory takes it");
        file.write_all(&packer.finish().expect("memory takes it")).expect("the disk takes it");
    }
    file.write_all(b"\x1f\x8b\x08\0\0\0\0\0\0\0broken").expect("the disk takes it");
}

#[test]
fn an_archive_that_is_killed_goes_on_and_doubles_nothing() {
    let folder = instance();
    let dir = folder.path();
    archive(&dir.join("crawl.warc.gz"));
    for wait in [300, 500, 700] {
        let mut child = newsloom(dir)
            .args(["import", "--jobs", "1", "crawl.warc.gz"])
            .spawn()
            .expect("it starts");
        // However far it came: nothing, a part, or all.
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().expect("it was started");
        child.wait().expect("it was killed");
    }
    // Kept where it was moved to.
    std::fs::rename(dir.join("crawl.warc.gz"), dir.join("moved.warc.gz")).expect("it is there");
    run(dir, &["import", "moved.warc.gz"]);
    let again = said(&run(dir, &["import", "moved.warc.gz"]));
    assert!(again.contains("was read to its end before"), "{again}");
    let whole = run(dir, &["import", "--again", "moved.warc.gz"]);
    let told = said(&whole);
    assert_eq!(whole.status.code(), Some(3), "{told}");
    assert!(
        told.contains(&format!(
            "0 new articles, 0 new versions, {PAGES} known already, 1 records not usable"
        )),
        "{told}"
    );
    let aside = said(&run(dir, &["desk", "quarantine"]));
    assert!(aside.contains("1 record skipped, the first at byte"), "{aside}");
}

#[test]
fn a_folder_stands_for_its_files_whatever_they_are() {
    let folder = instance();
    let dir = folder.path().join("mixed");
    std::fs::create_dir_all(dir.join("below")).expect("it can be made");
    let write =
        |name: &str, text: &str| std::fs::write(dir.join(name), text).expect("it can be written");
    write(
        "a.jsonl",
        "{\"id\":1,\"title\":\"Ferry runs aground\",\"outlet\":\"gazette.example\"}\n",
    );
    write(
        "b.opml",
        "<opml><body><outline text='Coast'><outline xmlUrl='https://gazette.example/feed'/></outline></body></opml>",
    );
    write(
        "below/c.html",
        "<html><link rel=canonical href='https://courier.example/c'><title>Tugs free the ferry</title>",
    );
    write(
        "d.json",
        "{\"total\":1,\"entries\":[{\"title\":\"Divers search the wreck\",\"url\":\"https://post.example/d\",\"content\":\"<p>Text\"}]}",
    );
    let done = run(folder.path(), &["import", "mixed"]);
    let told = said(&done);
    assert!(done.status.success(), "{told}{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(told.matches("1 new articles").count(), 3, "{told}");
    assert!(told.contains("1 new of 1 feeds"), "{told}");
    let list = said(&run(folder.path(), &["feeds", "export"]));
    assert!(list.contains("<outline text=\"Coast\""), "{list}");
    let broken = run(folder.path(), &["import", "newsloom.toml"]);
    assert!(String::from_utf8_lossy(&broken.stderr).contains("newsloom.toml: not recognised"));
}

#[test]
fn a_file_that_is_nothing_known_keeps_no_other_out() {
    let folder = instance();
    let dir = folder.path();
    let pages = dir.join("saved");
    std::fs::create_dir(&pages).expect("the folder is ours");
    std::fs::write(pages.join("a.bin"), [0_u8, 7, 0, 9]).expect("the folder is ours");
    let lines = "{\"id\": \"1\", \"title\": \"Ferry aground\"}\n{\"id\": \"2\", \"title\": \"\"}\n";
    std::fs::write(pages.join("b.jsonl"), lines).expect("the folder is ours");
    std::fs::write(pages.join(".DS_Store"), [0_u8, 0, 0, 1]).expect("the folder is ours");
    let mixed = run(dir, &["import", "saved"]);
    assert_eq!(mixed.status.code(), Some(3));
    assert!(!String::from_utf8_lossy(&mixed.stderr).contains(".DS_Store"));
    assert!(said(&mixed).contains("b.jsonl: 1 new article"), "{}", said(&mixed));
    let wrong = String::from_utf8_lossy(&mixed.stderr);
    assert!(wrong.contains("a.bin: not recognised"), "{wrong}");
    assert!(wrong.contains("line 2: 2: has neither a title nor a text"), "{wrong}");
}

#[test]
fn the_instance_can_be_named_at_the_end_of_any_command() {
    let folder = instance();
    let place = folder.path().display().to_string();
    for command in [&["feeds", "list"][..], &["desk", "list"], &["outlets", "check"], &["doctor"]] {
        let mut arguments = command.to_vec();
        arguments.extend(["--dir", &place]);
        let output = run(Path::new("/"), &arguments);
        let wrong = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() != Some(2), "{command:?}: {wrong}");
    }
}
