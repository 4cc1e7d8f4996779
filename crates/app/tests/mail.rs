//! The front page goes out by mail, by the real program to a mail server on the loopback: to whoever confirmed, once a
//! day, never twice, and no more after he left.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

mod mail_server;
mod program;

use mail_server::{Act, Came, MailServer};
use program::{done, newsloom, refused};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// An instance with one published story, that mails by this server. All is long past, so that what commands do by the
/// machine's clock comes later.
fn instance(server: &MailServer) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    done(dir, &["init", "--empty"]);
    let settings = format!(
        "[site]\ntitle = \"The Merrow Loom\"\nbase_url = \"https://loom.example\"\n[desk]\nleast_sentences = 1\n\
         [mail]\nenabled = true\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n\
         from = \"The Loom <loom@loom.example>\"\nreply_to = \"desk@loom.example\"\nrefusals = 2\n",
        server.address.port()
    );
    std::fs::write(dir.join("newsloom.toml"), settings).unwrap();
    let line = "{\"id\":\"g1\",\"outlet\":\"gazette.example\",\"url\":\"https://gazette.example/1\",\
        \"title\":\"Ferry Aurora runs aground off Merrow\",\"text\":\"The ferry Aurora ran aground off Merrow on Wednesday \
        morning with 30 people aboard, the coast guard said. Nobody was hurt, and the passengers were taken off by two \
        lifeboats. The ferry Aurora will be towed to Arlen.\",\"published\":\"2024-11-20T08:00:00Z\",\"language\":\"en\"}\n";
    std::fs::write(dir.join("reports.jsonl"), line).unwrap();
    done(dir, &["import", "reports.jsonl"]);
    run_at(dir, "20T09:00:00");
    let list = done(dir, &["desk", "list"]);
    let story = list.split(' ').next().unwrap();
    done(dir, &["desk", "approve", story, "--as", "Ada Reviewer", "--now", "2024-11-20T09:10:00Z"]);
    folder
}

fn run_at(dir: &Path, time: &str) {
    done(dir, &["run", "--once", "--now", &format!("2024-11-{time}Z")]);
}

/// The site while it runs.
struct Running {
    program: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Works and serves from this time on.
fn serve_at(dir: &Path, time: &str) -> Running {
    let now = format!("2024-11-{time}Z");
    let arguments = ["run", "--now", &now, "--speed", "1", "--listen", "127.0.0.1:0"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.env_remove("NEWSLOOM_DATABASE").env("NEWSLOOM_LOG", "error").current_dir(dir);
    let mut program = command.args(arguments).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(program.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("http://") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "it ended");
    }
    let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    // Whatever else it says must have somewhere to go.
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::stderr()));
    Running { program, address }
}

impl Running {
    fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn subscribe(&self, form: &str) {
        let answer = self.ask("POST", "/subscribe", form);
        assert!(answer.contains("Look at your mail"), "{answer}");
    }

    /// Follows the link of a mail, and presses the button.
    fn confirm(&self, mail: &Came) {
        let path = link(&mail.part("text/plain"), "/subscribe/confirm?");
        let page = self.ask("GET", &path, "");
        assert!(page.contains("Yes, send it to me"), "{page}");
        let answer = self.ask("POST", &path, "");
        assert!(answer.contains("Confirmed"), "{answer}");
    }
}

/// The path of the link in a text that begins so.
fn link(text: &str, begins: &str) -> String {
    let (_, rest) = text.split_once(&format!("https://loom.example{begins}")).unwrap();
    format!("{begins}{}", rest.split_whitespace().next().unwrap().trim_end_matches('>'))
}

const FORM: &str = "address=Ada%40mail.example&rhythm=daily&hour=7&zone=UTC%2B01%3A00";

/// Ada subscribes at noon, and confirms.
fn subscribed(dir: &Path, server: &MailServer) {
    let site = serve_at(dir, "20T12:00:00");
    site.subscribe(FORM);
    site.confirm(&server.next());
}

#[test]
fn who_confirmed_gets_the_front_page_once_a_day_until_he_leaves() {
    let server = MailServer::start();
    let folder = instance(&server);
    let dir = folder.path();
    subscribed(dir, &server);
    run_at(dir, "21T05:59:59");
    server.nothing_came();
    run_at(dir, "21T06:00:00");
    let mail = server.next();
    assert_eq!(mail.to, "ada@mail.example");
    let subject = "The Merrow Loom: Ferry Aurora runs aground off Merrow";
    for (name, value) in [
        ("From", "\"The Loom\" <loom@loom.example>"),
        ("To", "ada@mail.example"),
        ("Reply-To", "desk@loom.example"),
        ("Subject", subject),
        ("Date", "Thu, 21 Nov 2024 06:00:00 +0000"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Id", "<front-page.loom.example>"),
        ("MIME-Version", "1.0"),
    ] {
        assert_eq!(mail.header(name).replace("The Loom <", "\"The Loom\" <"), value, "{name}");
    }
    assert!(mail.header("Content-Type").starts_with("multipart/alternative"));
    let (text, html) = (mail.part("text/plain"), mail.part("text/html"));
    let story = "Ferry Aurora runs aground off Merrow";
    for part in [&text, &html] {
        assert!(
            part.contains(story) && part.contains("Thursday") && part.contains("[1]"),
            "{part}"
        );
        assert!(part.contains("reviewed by Ada Reviewer"), "{part}");
    }
    assert!(!html.contains("<img") && !html.contains("<link") && !html.contains("@import"));
    assert!(html.contains("prefers-color-scheme: dark"));
    for href in html.split("href=\"").skip(1) {
        assert!(href.starts_with("https://loom.example/"), "{href}");
    }
    // Not again that day, whoever asks.
    run_at(dir, "21T06:00:01");
    run_at(dir, "21T22:00:00");
    server.nothing_came();
    // Nothing ran for two days: one mail.
    run_at(dir, "24T12:00:00");
    let later = server.next();
    server.nothing_came();
    assert_ne!(later.header("Message-ID"), mail.header("Message-ID"));
    // A mail program presses the button of the first one.
    let leave = link(&mail.header("List-Unsubscribe"), "/unsubscribe?");
    let site = serve_at(dir, "24T13:00:00");
    assert!(site.ask("GET", &leave, "").contains("End it"));
    assert!(done(dir, &["mail", "subscribers"]).contains("1 subscriber"), "looking ends nothing");
    for _ in 0..2 {
        let answer = site.ask("POST", &leave, "List-Unsubscribe=One-Click");
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.contains("has been forgotten"),
            "{answer}"
        );
    }
    drop(site);
    assert_eq!(done(dir, &["mail", "subscribers"]).trim(), "0 subscribers");
    run_at(dir, "25T12:00:00");
    server.nothing_came();
}

#[test]
fn what_the_server_does_not_take_now_is_tried_again_and_what_it_refuses_is_not() {
    let server = MailServer::start();
    let folder = instance(&server);
    let dir = folder.path();
    subscribed(dir, &server);
    server.will(&[Act::HangUp, Act::Receiver("451 too busy"), Act::Take]);
    for (time, comes) in [
        ("06:00:00", false),
        ("06:04:59", false),
        ("06:05:00", false),
        ("06:14:59", false),
        ("06:15:00", true),
    ] {
        run_at(dir, &format!("21T{time}"));
        assert_eq!(server.mails.try_iter().count(), usize::from(comes), "{time}");
    }
    // Refused for good: not tried again, and after two in a row it ends.
    server.will(&[Act::Receiver("550 no such user"), Act::Receiver("550 no such user")]);
    for time in ["22T06:00:00", "22T12:00:00", "23T06:00:00", "24T06:00:00", "25T06:00:00"] {
        run_at(dir, time);
        server.nothing_came();
    }
    let told = done(dir, &["mail", "subscribers"]);
    assert!(
        told.contains("ada@mail.example  stopped 2024-11-23T06:00") && told.contains("550"),
        "{told}"
    );
    let told = done(dir, &["mail", "deliveries"]);
    assert_eq!(told.matches("refused").count(), 2, "{told}");
    // She asks again.
    let site = serve_at(dir, "25T12:00:00");
    site.subscribe(FORM);
    site.confirm(&server.next());
    drop(site);
    run_at(dir, "26T06:00:00");
    server.next();
}

#[test]
fn nobody_gets_the_same_mail_twice_after_a_crash() {
    let server = MailServer::start();
    let folder = instance(&server);
    let dir = folder.path();
    server.will(&[Act::Silence]);
    let mut site = serve_at(dir, "20T12:00:00");
    site.subscribe(FORM);
    // The server has all of it, and the program dies before it hears so.
    let first = server.next();
    site.program.kill().unwrap();
    drop(site);
    for time in ["20T12:05:00", "20T13:00:00", "21T13:00:00"] {
        run_at(dir, time);
        server.nothing_came();
    }
    let told = done(dir, &["mail", "deliveries"]);
    assert!(told.contains("of 1 mail nobody knows whether they arrived"), "{told}");
    let send = ["mail", "send", "--at", "2024-11-21T13:30:00Z", "--lost"];
    done(dir, &send[..4]);
    server.nothing_came();
    // The operator says so. It has the same id, by which programs can tell.
    let told = done(dir, &send);
    assert!(told.contains("1 mail worked off"), "{told}");
    assert_eq!(server.next().header("Message-ID"), first.header("Message-ID"));
    // The server goes away at the end: nobody knows either.
    done(dir, &["mail", "remove", "ada@mail.example"]);
    subscribed(dir, &server);
    server.will(&[Act::DropAtTheEnd]);
    run_at(dir, "21T06:00:00");
    server.next();
    for time in ["21T06:30:00", "21T23:00:00"] {
        run_at(dir, time);
        server.nothing_came();
    }
    let told = done(dir, &["mail", "deliveries"]);
    assert!(told.contains("sending") && told.contains("went away at the end"), "{told}");
}

#[test]
fn a_preview_is_a_mail_and_wrong_settings_are_told() {
    let server = MailServer::start();
    let folder = instance(&server);
    let dir = folder.path();
    let eml = done(dir, &["mail", "preview", "--issue", "confirmation"]);
    let preview = Came { to: String::new(), text: eml };
    assert_eq!(preview.header("Subject"), "The Merrow Loom: please confirm");
    assert!(
        preview.part("text/plain").contains("https://loom.example/subscribe/confirm?who=preview")
    );
    let eml = done(dir, &["mail", "preview", "--at", "2024-11-20T12:00:00Z"]);
    let preview = Came { to: String::new(), text: eml };
    assert!(preview.part("text/html").contains("Ferry Aurora runs aground off Merrow"));
    refused(dir, &["mail", "preview"], "nothing would go out");
    refused(dir, &["mail", "remove", "bob@mail.example"], "no such subscriber");
    let settings = std::fs::read_to_string(dir.join("newsloom.toml")).unwrap();
    let with = |from: &str, to: &str| {
        std::fs::write(dir.join("newsloom.toml"), settings.replace(from, to)).unwrap();
    };
    with("refusals = 2", "user = \"loom\"");
    refused(dir, &["mail", "send"], "all on the way could read the password");
    with("security = \"none\"", "user = \"loom\"");
    refused(dir, &["mail", "send"], "NEWSLOOM_MAIL_PASSWORD is not set");
    with("from = \"The Loom <loom@loom.example>\"", "");
    refused(dir, &["mail", "send"], "mail.from says not from whom");
    with("loom@loom.example", "loom at loom.example");
    refused(dir, &["mail", "send"], "it must be an address");
    with("enabled = true", "enabled = false");
    refused(dir, &["mail", "send"], "mail.enabled is false");
    let (fine, said) = newsloom(dir, &["run", "--once", "--now", "2024-11-21T00:00:00Z"]);
    assert!(fine, "{said}");
    server.nothing_came();
}
