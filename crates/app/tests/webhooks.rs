//! Somebody on the loopback web is told of what is published, by the real program: signed, again when it fails, and
//! not again when it was taken.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

use fetch::webhook::Secret;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use tempfile::TempDir;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G";

/// What was told: the headers by name, and the body.
struct Told {
    head: String,
    body: String,
}

impl Told {
    fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).unwrap().1
    }
}

/// Somebody who answers in this order, then always 204.
fn listener(answers: &'static [&'static str]) -> (SocketAddr, Receiver<Told>) {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        let mut answers = answers.iter();
        for stream in server.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                if reader.read_line(&mut head).unwrap() == 0 {
                    break;
                }
            }
            let told = Told { head, body: String::new() };
            let mut body = vec![0; told.header("content-length").parse().unwrap()];
            reader.read_exact(&mut body).unwrap();
            let answer = answers.next().unwrap_or(&"204 No Content");
            let answer =
                format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
            let body = String::from_utf8(body).unwrap();
            if tell.send(Told { body, ..told }).is_err() {
                break;
            }
        }
    });
    (address, told)
}

/// Whether a command went well, and what it said.
fn newsloom(dir: &Path, secret: Option<&str>, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.env_remove("NEWSLOOM_DATABASE").env_remove("NEWSLOOM_WEBHOOK_SECRET");
    command.env("NEWSLOOM_LOG", "error").envs(secret.map(|s| ("NEWSLOOM_WEBHOOK_SECRET", s)));
    let output = command.current_dir(dir).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.success(), said.into_owned())
}

#[track_caller]
fn done(dir: &Path, arguments: &[&str]) -> String {
    let (fine, said) = newsloom(dir, Some(SECRET), arguments);
    assert!(fine, "{arguments:?}: {said}");
    said
}

fn run_at(dir: &Path, time: &str) {
    done(dir, &["run", "--once", "--now", &format!("2026-11-20T{time}Z")]);
}

/// An instance with one story that is published, and somebody to be told.
fn instance(address: SocketAddr, tries: u32) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    done(dir, &["init", "--empty"]);
    let settings = format!(
        "[desk]\nleast_sentences = 1\n[fetch.resolve]\n\"partner.example\" = \"{address}\"\n\
         [webhooks]\ntries = {tries}\n[webhooks.to]\npartner = \"http://partner.example/told?by=loom\"\n"
    );
    std::fs::write(dir.join("newsloom.toml"), settings).unwrap();
    let line = "{\"id\":\"g1\",\"outlet\":\"gazette.example\",\"url\":\"https://gazette.example/1\",\
        \"title\":\"Ferry Aurora runs aground off Merrow\",\"text\":\"The ferry Aurora ran aground off Merrow on Friday \
        morning with 30 people aboard, the coast guard said. Nobody was hurt, and the passengers were taken off by two \
        lifeboats. The ferry Aurora will be towed to Arlen.\",\"published\":\"2026-11-20T08:00:00Z\",\"language\":\"en\"}\n";
    std::fs::write(dir.join("reports.jsonl"), line).unwrap();
    done(dir, &["import", "reports.jsonl"]);
    folder
}

/// Lets an editor approve the one story; gives its id.
fn approve(dir: &Path) -> String {
    let list = done(dir, &["desk", "list"]);
    let story = list.split(' ').next().unwrap().to_owned();
    done(
        dir,
        &["desk", "approve", &story, "--as", "Ada Reviewer", "--now", "2026-11-20T10:00:00Z"],
    );
    story
}

#[test]
fn who_is_to_be_told_is_told_until_it_is_taken() {
    let (address, told) = listener(&["503 Service Unavailable"]);
    let folder = instance(address, 3);
    let dir = folder.path();
    run_at(dir, "09:00:00");
    assert!(told.try_recv().is_err(), "whoever is new is told of what comes from now on");
    let story = approve(dir);
    run_at(dir, "10:00:00");
    let first = told.recv_timeout(Duration::from_secs(10)).unwrap();
    // Too early, then it is time.
    run_at(dir, "10:00:30");
    assert!(told.try_recv().is_err());
    run_at(dir, "10:01:00");
    let again = told.recv_timeout(Duration::from_secs(10)).unwrap();
    for (told, second) in [(&first, 1_795_168_800), (&again, 1_795_168_860)] {
        assert!(told.head.starts_with("POST /told?by=loom HTTP/1.1"), "{}", told.head);
        assert_eq!(told.header("content-type"), "application/json");
        assert_eq!(told.header("webhook-id"), "msg_2");
        assert_eq!(told.header("webhook-timestamp"), second.to_string());
        let signature = Secret::read(SECRET).unwrap().signature("msg_2", second, &told.body);
        assert_eq!(told.header("webhook-signature"), signature);
    }
    assert_eq!(first.body, again.body);
    let message: serde_json::Value = serde_json::from_str(&again.body).unwrap();
    assert_eq!(
        (&message["type"], &message["data"]["number"]),
        (&"story.reviewed".into(), &2.into())
    );
    assert_eq!(message["data"]["id"], story);
    let address = format!("http://127.0.0.1:8080/api/v1/stories/{story}");
    assert_eq!(message["data"]["story"], address);
    run_at(dir, "23:00:00");
    assert!(told.try_recv().is_err(), "it was taken");
}

#[test]
fn who_never_takes_it_is_put_aside() {
    let (address, told) = listener(&["500 Error", "500 Error"]);
    let folder = instance(address, 2);
    let dir = folder.path();
    run_at(dir, "09:00:00");
    approve(dir);
    run_at(dir, "10:00:00");
    run_at(dir, "10:02:00");
    assert_eq!(told.try_iter().count(), 2);
    let quarantine = done(dir, &["desk", "quarantine"]);
    assert!(quarantine.contains("webhook of partner 2"), "{quarantine}");
    assert!(quarantine.contains("answered 500"), "{quarantine}");
    done(dir, &["desk", "retry", "partner 2"]);
    run_at(dir, "11:00:00");
    assert_eq!(told.try_iter().count(), 1);
    assert_eq!(done(dir, &["desk", "quarantine"]), "");
}

#[test]
fn nobody_is_told_without_a_secret() {
    let (address, _told) = listener(&[]);
    let folder = instance(address, 2);
    let run = ["run", "--once", "--now", "2026-11-20T09:00:00Z"];
    let (fine, said) = newsloom(folder.path(), None, &run);
    assert!(!fine && said.contains("NEWSLOOM_WEBHOOK_SECRET is not set"), "{said}");
    let (fine, said) = newsloom(folder.path(), Some("whsec_c2hvcnQ="), &run);
    assert!(!fine && said.contains("at least 24 bytes in base64"), "{said}");
    // What only reads needs none.
    for reads in [&["desk", "list"][..], &["export", "--jsonl", "-"]] {
        let (fine, said) = newsloom(folder.path(), None, reads);
        assert!(fine, "{said}");
    }
}
