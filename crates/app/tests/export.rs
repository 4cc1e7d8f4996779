//! A signed export, by the real program: it is the same each time, stands in any folder of any server without a broken
//! link or a request elsewhere, and is checked without its instance; also by the program `minisign`, where it is there.

mod loopback;
mod page_tree;
mod program;

use loopback::Pages;
use page_tree::tree;
use program::{done, refused};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use url::Url;

/// An instance with front pages of two days: a ferry on the first, a glider on the second.
fn instance() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let dir = folder.path();
    done(dir, &["init", "--empty"]);
    std::fs::write(dir.join("newsloom.toml"), "[desk]\nleast_sentences = 1\n").expect("ours");
    let ferry = "The ferry Aurora ran aground off Merrow on Friday morning with 30 people aboard, the coast guard said. \
        Nobody was hurt, and the passengers were taken off by two lifeboats. The ferry Aurora will be towed to Arlen.";
    let glider = "Pilot Torrin Vale flew a glider for 900 kilometres over the Kelm hills on Saturday. \
        The flight took nine hours. It is the longest flight of a glider in the country, the glider club said.";
    report(dir, "gazette", "Ferry Aurora runs aground off Merrow", ferry, "2026-11-20T08:00:00Z");
    done(dir, &["run", "--once", "--now", "2026-11-20T09:00:00Z"]);
    report(
        dir,
        "soarer",
        "Pilot Torrin Vale flies glider for 900 kilometres",
        glider,
        "2026-11-21T08:00:00Z",
    );
    done(dir, &["run", "--once", "--now", "2026-11-21T09:00:00Z"]);
    folder
}

fn report(dir: &Path, outlet: &str, title: &str, text: &str, published: &str) {
    let line = format!(
        "{{\"id\":\"{outlet}\",\"outlet\":\"{outlet}.example\",\"url\":\"https://{outlet}.example/1\",\"title\":\"{title}\",\
         \"text\":\"{text}\",\"published\":\"{published}\",\"language\":\"en\"}}\n"
    );
    std::fs::write(dir.join(format!("{outlet}.jsonl")), line).expect("the folder is ours");
    done(dir, &["import", &format!("{outlet}.jsonl")]);
}

fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below").display().to_string();
                files.insert(name, std::fs::read(&path).expect("readable"));
            }
        }
    }
    files
}

/// Runs `verify` anywhere but in the instance: its exit status, and what it says.
fn verify(folder: &Path, more: &[&str]) -> (i32, String) {
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.current_dir(elsewhere.path()).arg("verify").arg(folder).args(more);
    let output = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.code().expect("it ends by itself"), said.into_owned())
}

#[test]
fn an_export_is_signed_repeatable_and_checked_anywhere() {
    let instance = instance();
    let dir = instance.path();
    let said = done(dir, &["export", "one"]);
    assert!(said.contains("2 briefs with their evidence"), "{said}");
    done(dir, &["export", "other"]);
    let (one, other) = (files(&dir.join("one")), files(&dir.join("other")));
    assert!(one == other, "the same instance gives the same bytes");
    assert!(one.len() > 20, "{} files", one.len());

    let moved = tempfile::tempdir().expect("a temporary folder");
    let to = moved.path().join("site");
    std::fs::rename(dir.join("other"), &to).expect("it moves");
    let (status, said) = verify(&to, &[]);
    assert!(status == 0 && said.contains("2 briefs") && said.contains("every one holds"), "{said}");
    let key = said
        .split("with the key ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .expect("it is told");
    let (status, said) = verify(&to, &["--key", key]);
    assert!(status == 0 && said.contains("(as given)"), "{said}");
    by_minisign(&to, key);
    by_the_documents(&to);
    what_does_not_hold_is_said(&to);

    // A smaller export in its place leaves nothing behind.
    done(dir, &["export", "--day", "2026-11-20", "one"]);
    let (status, said) = verify(&dir.join("one"), &["--key", key]);
    assert!(status == 0 && said.contains("1 brief,"), "{said}");
    let day = files(&dir.join("one"));
    assert!(day.keys().all(|name| !name.contains("glider")), "{:?}", day.keys());
    let front = String::from_utf8_lossy(&day["index.html"]).into_owned();
    assert!(front.contains("Aurora") && !front.contains("Torrin Vale"), "{front}");
    refused(
        dir,
        &["export", "--day", "2026-11-10", "two"],
        "there are some from 2026-11-20 to 2026-11-21",
    );
}

fn by_minisign(folder: &Path, key: &str) {
    if Command::new("minisign").arg("-v").output().is_err() {
        return println!("skipped: no minisign");
    }
    let mut command = Command::new("minisign");
    let output = command
        .current_dir(folder)
        .args(["-Vm", "manifest.json", "-P", key])
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("file:manifest.json"), "{said}");
}

/// The script that the documents give, word for word.
fn by_the_documents(folder: &Path) {
    if Command::new("python3").arg("--version").output().is_err() {
        return println!("skipped: no python3");
    }
    let page = include_str!("../../../docs/export.md");
    let script = page.split("python3 -c '").nth(1).and_then(|rest| rest.split("'\n```").next());
    let mut command = Command::new("python3");
    let output = command
        .current_dir(folder)
        .args(["-c", script.expect("it is there")])
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("all holds"), "{said}");
}

fn what_does_not_hold_is_said(folder: &Path) {
    let page = folder.join("index.html");
    let bytes = std::fs::read(&page).expect("readable");
    std::fs::write(&page, String::from_utf8_lossy(&bytes).replace("900", "901")).expect("ours");
    let (status, said) = verify(folder, &[]);
    assert!(status == 1 && said.contains("index.html: changed"), "{said}");
    std::fs::write(&page, &bytes).expect("ours");
    let (status, said) = verify(folder, &["--key", "RWQnonsense"]);
    assert!(status == 2 && said.contains("is no public key"), "{said}");
    let (status, said) = verify(&folder.join("story"), &[]);
    assert!(status == 2 && said.contains("manifest.json: cannot be read"), "{said}");
}

/// What a file server answers: the status line and the body.
fn get(server: SocketAddr, path: &str) -> (String, String) {
    let mut stream = TcpStream::connect(server).expect("it listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n")
        .expect("it reads");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("it answers");
    let answer = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.lines().next().unwrap_or_default().to_owned(), body.to_owned())
}

/// The export under a folder of a plain file server.
fn serve(export: &Path) -> (Pages, SocketAddr) {
    let pages = Pages::default();
    let server = pages.serve();
    for (name, bytes) in files(export) {
        let kind = match name.rsplit('.').next() {
            Some("html") => "text/html",
            Some("css") => "text/css",
            Some("svg") => "image/svg+xml",
            _ => "application/octet-stream",
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            bytes.len()
        );
        pages.put(&format!("{server}/archive/of/2026/{name}"), [head.into_bytes(), bytes].concat());
    }
    (pages, server)
}

/// The addresses to which a page links, whole.
fn links(page: &Url, html: &str) -> Vec<Url> {
    let attributes = ["href=\"", "src=\"", "srcset=\""];
    let found = attributes.iter().flat_map(|name| html.split(name).skip(1));
    let links = found.filter_map(|rest| rest.split('"').next()).flat_map(|link| link.split(", "));
    links.filter_map(|link| page.join(link.split(' ').next()?).ok()).collect()
}

#[test]
fn no_link_of_an_export_is_broken_in_any_folder() {
    let instance = instance();
    for more in [&[][..], &["--day", "2026-11-20"]] {
        let to = instance.path().join("site");
        done(instance.path(), &[&["export", "site"][..], more].concat());
        let (_, server) = serve(&to);
        let root = format!("http://{server}/archive/of/2026/");
        let start = Url::parse(&format!("{root}index.html")).expect("an address");
        let (mut seen, mut waiting) = (BTreeSet::from([start.clone()]), vec![start]);
        while let Some(page) = waiting.pop() {
            let (status, body) = get(server, page.path());
            assert!(status.contains("200"), "{page}: {status}");
            if !page.path().ends_with(".html") {
                continue;
            }
            for mut link in links(&page, &body) {
                link.set_fragment(None);
                if link.host_str() == Some("127.0.0.1") && link.port() != Some(8080) {
                    assert!(
                        link.as_str().starts_with(&root),
                        "{page} leads out of the folder to {link}"
                    );
                    if seen.insert(link.clone()) {
                        waiting.push(link);
                    }
                }
            }
        }
        assert!(seen.len() > 5, "{seen:?}");
    }
}

#[test]
fn a_browser_reads_an_export_and_asks_nobody_else() {
    if Command::new("chromium").arg("--version").output().is_err() {
        return println!("skipped: no chromium");
    }
    let instance = instance();
    done(instance.path(), &["export", "site"]);
    let (pages, server) = serve(&instance.path().join("site"));
    let story =
        std::fs::read_dir(instance.path().join("site/story")).expect("stories were exported");
    let story = story.flatten().next().expect("a story").file_name().to_string_lossy().into_owned();
    for (page, words) in
        [("index.html".to_owned(), "Aurora"), (format!("story/{story}/index.html"), "Sources")]
    {
        let tree = tree(&format!("http://{server}/archive/of/2026/{page}"));
        assert!(tree.contains(words), "{page}: {tree}");
    }
    let asked = pages.asked();
    assert!(asked.iter().any(|asked| asked.ends_with(".css")), "{asked:?}");
    let inside = format!("{server}/archive/of/2026/");
    let outside: Vec<&String> = asked.iter().filter(|asked| !asked.starts_with(&inside)).collect();
    assert!(outside.is_empty(), "{outside:?}");
}
