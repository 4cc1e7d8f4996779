//! What goes wrong for an operator: each mishap is named, says what to do, and costs nothing else.

mod loopback;

use loopback::Pages;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const GOOD: &str = "good.example";
const BAD: &str = "bad.example";

/// An instance on a loopback web, with `more` settings.
fn instance(pages: &Pages) -> TempDir {
    let address = pages.serve();
    let dir = TempDir::new().expect("a temporary folder");
    let settings = format!(
        "[fetch]\npace_ms = 0\n[fetch.resolve]\n\"{GOOD}\" = \"{address}\"\n\"{BAD}\" = \"{address}\"\n"
    );
    std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
    dir
}

fn command(dir: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    let (name, rest) = words.split_first().expect("a command has a name");
    command.arg(name).arg("--dir").arg(dir).args(rest);
    command
}

/// Standard output and standard error of a command, and whether it succeeded.
fn newsloom(dir: &Path, words: &[&str]) -> (bool, String) {
    said(command(dir, words).output().expect("it runs"))
}

fn said(output: Output) -> (bool, String) {
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).expect("it speaks UTF-8"))
}

fn follow(dir: &Path, url: &str) {
    let (fine, said) = newsloom(dir, &["feeds", "add", "--unseen", url]);
    assert!(fine, "{said}");
}

fn feed(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>T</title>{items}</channel></rss>")
}

fn item(path: &str) -> String {
    format!(
        "<item><title>Pier closes</title><link>http://{GOOD}{path}</link><guid>{path}</guid></item>"
    )
}

const PAGE: &str = "<html lang=en><title>Pier closes</title><article><h1>Pier closes</h1><p>The harbour board \
    of Oldport closed the wooden pier on Monday after divers found worms in its pillars, it said.</p></article>";

#[test]
fn doctor_and_check_tell_the_remedy_by_the_cause() {
    let pages = Pages::default();
    let home = "<html><head><link rel=alternate type=application/rss+xml href=/feed></head><body>x";
    pages.put_document("bad.example/home", "text/html", home);
    pages.put_document("bad.example/", "text/html", home);
    let bomb = "<!DOCTYPE r [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><rss><channel><item/></channel></rss>";
    pages.put_document("bad.example/bomb", "text/xml", bomb);
    let away = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/x\r\nContent-Length: 0\r\n\r\n";
    pages.put("bad.example/away", away.to_vec());
    let dir = instance(&pages);
    for path in ["home", "bomb", "away", "lost"] {
        follow(dir.path(), &format!("http://{BAD}/{path}"));
    }
    let (fine, log) = newsloom(dir.path(), &["run", "--once"]);
    assert!(fine, "{log}");
    let warned = log.lines().filter(|line| line.contains("WARN")).collect::<Vec<_>>();
    assert_eq!(warned.len(), 4, "{log}");
    assert!(
        warned.iter().all(|line| line.matches("http://bad.example/home").count() <= 1),
        "{log}"
    );
    let (fine, found) = newsloom(dir.path(), &["doctor"]);
    assert!(!fine);
    for part in [
        "http://bad.example/home failed once, last at 20",
        "Z: it is a web page, not a feed; it names the feed http://bad.example/feed; next try at 20",
        "Z; add that address with `feeds add` and remove this feed",
        "Z: it declares entities within entities",
        "Z: redirects to http://127.0.0.1:9/x, and 127.0.0.1 is a private address",
        "Z: the server answered 404 Not Found; next try at 20",
        "Z; it has probably moved: `feeds check`",
        "0 of 4 feeds are well",
    ] {
        assert!(found.contains(part), "{part}\n{found}");
    }
    let (_, checked) = newsloom(dir.path(), &["feeds", "check"]);
    assert!(checked.contains("http://bad.example/ leads to http://bad.example/feed"), "{checked}");
    assert!(checked.contains("4 of 4 feeds with something wrong"), "{checked}");
}

#[test]
fn doctor_speaks_of_settings_that_cannot_be_used() {
    let dir = instance(&Pages::default());
    let file = dir.path().join("newsloom.toml");
    std::fs::write(&file, "[thread]\njoin = 7.5\n").expect("the folder is ours");
    let (fine, found) = newsloom(dir.path(), &["doctor"]);
    assert!(!fine && found.contains("WRONG  settings"), "{found}");
    assert!(
        found.contains("line 2: thread.join is 7.5; it must be a number from 0 to 1"),
        "{found}"
    );
    std::fs::remove_file(&file).expect("the folder is ours");
    std::fs::create_dir(&file).expect("the folder is ours");
    let (fine, found) = newsloom(dir.path(), &["feeds", "list"]);
    assert!(!fine && found.contains("newsloom.toml: is a folder, and must be a file"), "{found}");
}

#[test]
fn a_site_without_a_feed_is_told_from_one_that_names_some() {
    let pages = Pages::default();
    pages.put_document("bad.example/plain", "text/html", "<html><body>x");
    pages.put_document(
        "good.example/",
        "text/html",
        "<link rel=alternate type=application/rss+xml href=/feed>",
    );
    let feed = "<rss version='2.0'><channel><title>Good</title></channel></rss>";
    pages.put_document("good.example/feed", "application/rss+xml", feed);
    let dir = instance(&pages);
    let (fine, said) = newsloom(dir.path(), &["feeds", "add", "http://bad.example/plain"]);
    assert!(
        !fine && said.contains("it is a web page that names no feed, and there is none where"),
        "{said}"
    );
    let (fine, said) = newsloom(dir.path(), &["feeds", "add", "http://good.example/"]);
    assert!(fine && said.contains("http://good.example/feed"), "{said}");
    assert!(said.contains("1 new feed; the next `newsloom run` polls it."), "{said}");
}

#[test]
fn quarantined_work_is_named_and_done_when_it_is_retried() {
    let pages = Pages::default();
    pages.put_document("good.example/feed", "application/rss+xml", &feed(&item("/1")));
    let dir = instance(&pages);
    follow(dir.path(), "http://good.example/feed");
    newsloom(dir.path(), &["run", "--once"]);
    let (_, aside) = newsloom(dir.path(), &["desk", "quarantine"]);
    let told = "fetch of http://good.example/1, listed by feed 1 (http://good.example/feed): the server answered 404";
    assert!(aside.contains(told) && aside.contains("1 try"), "{aside}");
    let (fine, said) = newsloom(dir.path(), &["desk", "retry", "nonsense"]);
    assert!(!fine && said.contains("nonsense: is not in quarantine"), "{said}");
    pages.put_document("good.example/1", "text/html", PAGE);
    let (_, said) = newsloom(dir.path(), &["desk", "retry"]);
    assert!(said.contains("1 piece of work will be tried again"), "{said}");
    newsloom(dir.path(), &["run", "--once"]);
    let (_, found) = newsloom(dir.path(), &["doctor"]);
    assert!(found.contains("1 article in 1 version"), "{found}");
    assert!(!found.contains("quarantine"), "{found}");
}

#[test]
fn a_clock_that_was_set_back_does_not_leave_feeds_unread() {
    let pages = Pages::default();
    pages.put_document("good.example/feed", "application/rss+xml", &feed(""));
    let dir = instance(&pages);
    follow(dir.path(), "http://good.example/feed");
    newsloom(dir.path(), &["run", "--once", "--now", "2199-01-01T00:00:00Z"]);
    let (fine, log) = newsloom(dir.path(), &["run", "--once", "--now", "2198-01-01T00:00:00Z"]);
    assert!(fine && log.contains("1 feed is due later than 2198-01-02"), "{log}");
    let (fine, log) = newsloom(dir.path(), &["run", "--once"]);
    assert!(fine && log.contains("it has been set back"), "{log}");
    assert!(log.contains("1 feed polled"), "{log}");
    assert!(!newsloom(dir.path(), &["run", "--once"]).1.contains("set back"));
}

/// A process that does not outlive its test.
struct Running(Child, Option<BufReader<ChildStderr>>);

impl Running {
    /// Where it says that its site is.
    fn address(&mut self) -> String {
        let stderr = self.0.stderr.take().expect("it is piped");
        // Kept open: a process that cannot log any more would fail for that.
        let log = self.1.insert(BufReader::new(stderr));
        let lines = log.lines().map(|line| line.expect("it speaks UTF-8"));
        let mut found = lines.filter_map(|line| {
            let (_, rest) = line.split_once("the site is at http://")?;
            Some(rest.split_once('/')?.0.to_owned())
        });
        found.next().expect("it says where the site is")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
#[test]
fn one_process_runs_an_instance_and_ctrl_c_ends_it_cleanly() {
    let pages = Pages::default();
    let (dir, other) = (instance(&pages), instance(&pages));
    let mut first = command(dir.path(), &["run", "--listen", "127.0.0.1:0"]);
    let mut first = Running(first.stderr(Stdio::piped()).spawn().expect("it starts"), None);
    let address = first.address();
    let (fine, said) = newsloom(dir.path(), &["run", "--once"]);
    assert!(!fine && said.contains("another newsloom already runs on this instance"), "{said}");
    let (fine, said) = newsloom(other.path(), &["run", "--listen", &address]);
    assert!(!fine && said.contains(&format!("{address}: cannot listen there")), "{said}");
    let started = Instant::now();
    let pid = first.0.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("it runs").success());
    assert!(first.0.wait().expect("it ends").success());
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

/// A limit on the size of files stands in for a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let pages = Pages::default();
    let dir = instance(&pages);
    let many: String = (0..400).map(|n| item(&format!("/{n}"))).collect();
    pages.put_document("good.example/feed", "application/rss+xml", &feed(&many));
    follow(dir.path(), "http://good.example/feed");
    let script = "trap '' XFSZ; ulimit -f 200; exec \"$@\"";
    let mut run = Command::new("bash");
    run.args(["-c", script, "bash", env!("CARGO_BIN_EXE_newsloom"), "run", "--once", "--dir"]);
    let (fine, log) = said(run.arg(dir.path()).output().expect("it runs"));
    assert!(
        !fine && log.contains("the disk is full, or a quota is used up; free some space"),
        "{log}"
    );
    for n in 0..400 {
        pages.put_document(&format!("good.example/{n}"), "text/html", PAGE);
    }
    let (fine, log) = newsloom(dir.path(), &["run", "--once"]);
    assert!(fine, "{log}");
    let (_, found) = newsloom(dir.path(), &["doctor"]);
    assert!(found.contains("400 articles in 400 versions"), "{found}");
}

#[test]
fn files_that_cannot_be_read_are_named_once() {
    let dir = instance(&Pages::default());
    let at = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).expect("the folder is ours");
        path.display().to_string()
    };
    let (fine, said) = newsloom(dir.path(), &["feeds", "import", &at("x.opml", "<opml><a")]);
    assert!(!fine && said.matches("x.opml").count() == 1, "{said}");
    assert!(said.matches("not well-formed").count() == 1, "{said}");
    let lines = "nonsense\n{\"id\":\"\",\"title\":\"t\"}\n";
    let (_, said) = newsloom(dir.path(), &["import", &at("a.jsonl", lines)]);
    assert!(said.contains("line 1: the line is not JSON: expected"), "{said}");
    assert!(
        said.contains("0 new articles, 0 new versions, 0 known already, 2 lines not usable"),
        "{said}"
    );
}
