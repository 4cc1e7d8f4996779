//! A hub on the loopback web tells of a feed's news: it is asked, it makes sure, and what it brings goes the
//! same way as what a poll finds.

mod loopback;

use loopback::Pages;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// When the test gives up waiting for something.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn a_hub_brings_news_and_the_feed_is_polled_seldom() {
    let (hub, asked) = hub();
    let pages = Pages::default();
    let body = |items: &str| feed(items);
    pages.put_document("paper.example/feed", "application/rss+xml", &body(&item(1)));
    let dir = instance(pages.serve(), hub);
    let site = free_address();
    let run = Run::start(dir.path(), site);
    let form = asked.recv_timeout(PATIENCE).expect("the hub is asked");
    let field =
        |name: &str| form.iter().find(|(key, _)| key == name).expect("it is there").1.clone();
    assert_eq!(field("hub.mode"), "subscribe");
    assert_eq!(field("hub.topic"), "http://paper.example/canonical");
    let callback = field("hub.callback");
    let path = callback.strip_prefix("http://desk.example").expect("our own address").to_owned();
    wait_for(|| site_answers(site), "the site");

    let sure = |topic: &str| {
        let query = format!(
            "{path}?hub.mode=subscribe&hub.topic={topic}&hub.challenge=c4%3C&hub.lease_seconds=86400"
        );
        talk(site, &format!("GET {query} HTTP/1.1"), "", b"")
    };
    assert!(sure("http%3A%2F%2Fother.example%2F").0.contains("404"));
    let (head, echo) = sure("http%3A%2F%2Fpaper.example%2Fcanonical");
    assert!(head.contains(" 200 ") && head.contains("text/plain"), "{head}");
    assert_eq!(echo, "c4<");

    let push = |path: &str, secret: &str, body: &str| {
        let signature = fetch::websub::signature(secret, body.as_bytes());
        let head = format!("X-Hub-Signature: {signature}\r\n");
        talk(site, &format!("POST {path} HTTP/1.1"), &head, body.as_bytes()).0
    };
    let secret = field("hub.secret");
    assert!(push("/websub/0123", &secret, &body(&item(2))).contains(" 410 "));
    assert!(push(&path, "a guess", &body(&item(3))).contains(" 202 "));
    assert!(push(&path, &secret, &body(&item(2))).contains(" 204 "));
    wait_for(|| articles(site) == 2, "the two articles");
    let shown = show(dir.path());
    assert!(shown.contains("tells of its news until"), "{shown}");
    drop(run);
    polled_seldom(dir.path());
    let _run = Run::start(dir.path(), site);
    wait_for(|| site_answers(site), "the site");
    let unsigned = talk(site, &format!("POST {path} HTTP/1.1"), "", body(&item(4)).as_bytes());
    assert!(unsigned.0.contains(" 202 "), "{}", unsigned.0);
    let shown = show(dir.path());
    assert!(shown.contains("hub.example/ does not sign what it brings"), "{shown}");
}

/// Once the hub tells of news, the next poll puts the one after it off for hours.
fn polled_seldom(dir: &Path) {
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
    let mut once = command(dir, "run");
    let status = once.args(["--once", "--now", &soon.to_string()]).status().expect("it runs");
    assert!(status.success());
    let shown = show(dir);
    let next = shown.split("next at ").nth(1).and_then(|rest| rest.lines().next());
    let next: jiff::Timestamp = next.expect("it was polled").parse().expect("a time");
    assert!(next.duration_since(soon) > jiff::SignedDuration::from_hours(5), "{shown}");
}

fn item(number: u32) -> String {
    format!(
        "<item><guid>{number}</guid><title>Bridge {number} closed</title><description>The council closed Bridge {number} on Sunday.</description></item>"
    )
}

fn feed(items: &str) -> String {
    format!(
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Paper</title>\
         <atom:link rel=\"hub\" href=\"http://hub.example/\"/>\
         <atom:link rel=\"self\" href=\"http://paper.example/canonical\"/>{items}</channel></rss>"
    )
}

fn command(dir: &Path, name: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.arg(name).arg("--dir").arg(dir).env("NEWSLOOM_LOG", "error");
    command
}

fn show(dir: &Path) -> String {
    let output = command(dir, "feeds").args(["show", "1"]).output().expect("it runs");
    String::from_utf8(output.stdout).expect("it is text")
}

/// An instance that believes to be reachable as `desk.example`.
fn instance(web: SocketAddr, hub: SocketAddr) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let settings = format!(
        "[site]\nbase_url = \"http://desk.example\"\n[fetch]\npace_ms = 0\n[fetch.resolve]\n\
         \"paper.example\" = \"{web}\"\n\"hub.example\" = \"{hub}\"\n"
    );
    std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
    let mut add = command(dir.path(), "feeds");
    let added = add.args(["add", "--unseen", "http://paper.example/feed"]).stdout(Stdio::null());
    assert!(added.status().expect("it runs").success());
    dir
}

struct Run(Child);

impl Run {
    fn start(dir: &Path, site: SocketAddr) -> Run {
        let mut run = command(dir, "run");
        run.args(["--listen", &site.to_string()]).stderr(Stdio::null());
        Run(run.spawn().expect("it starts"))
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it is bound")
}

fn wait_for(mut is_there: impl FnMut() -> bool, what: &str) {
    let began = Instant::now();
    while !is_there() {
        assert!(began.elapsed() < PATIENCE, "{what} did not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn site_answers(site: SocketAddr) -> bool {
    TcpStream::connect(site).is_ok()
}

/// Articles that the instance has accepted.
fn articles(site: SocketAddr) -> u64 {
    let (_, body) = talk(site, "GET /healthz HTTP/1.1", "Accept: application/json\r\n", b"");
    let health: serde_json::Value = serde_json::from_str(&body).unwrap_or_default();
    health["articles"].as_u64().unwrap_or(0)
}

/// One request; gives head and body of the answer.
fn talk(to: SocketAddr, first: &str, headers: &str, body: &[u8]) -> (String, String) {
    let mut stream = TcpStream::connect(to).expect("it listens");
    let length = body.len();
    let head = format!(
        "{first}\r\nHost: desk.example\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    stream.write_all(&[head.as_bytes(), body].concat()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers in text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
    (head.to_owned(), body.to_owned())
}

/// A hub that accepts every request and passes on its form.
fn hub() -> (SocketAddr, Receiver<Vec<(String, String)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let (say, asked) = channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            if let Some(form) = form(&stream) {
                let _ = say.send(form);
            }
            let _ = stream.write_all(
                b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            );
        }
    });
    (address, asked)
}

fn form(stream: &TcpStream) -> Option<Vec<(String, String)>> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 || line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(url::form_urlencoded::parse(&body).into_owned().collect())
}
