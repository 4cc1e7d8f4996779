//! The demo's site, served on a socket, as other programs meet it: Kagi News' front-end by the rules of its recorded
//! client on every edition of the fortnight, the API, and somebody who follows what happens while the server ends.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

#[path = "../../web/tests/kite_client/mod.rs"]
mod kite_client;

use kite_client::{check_batch, check_categories, check_stories};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

struct Demo {
    child: Child,
    port: u16,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the demo and waits until its front page stands.
fn demo() -> Demo {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsloom"))
        .args(["demo", "--port", &port.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("The front page stands"), "{line}");
    Demo { child, port }
}

impl Demo {
    /// A connection on which this was asked for.
    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: demo.test\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// The head and the body of an answer.
    fn get(&self, path: &str) -> (String, Vec<u8>) {
        let mut bytes = Vec::new();
        self.ask(path).read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        (String::from_utf8(bytes[..end].to_vec()).unwrap(), bytes[end + 4..].to_vec())
    }

    fn json(&self, path: &str) -> Value {
        let (head, body) = self.get(path);
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{path}: {head}");
        serde_json::from_slice(&body).unwrap()
    }
}

#[test]
fn other_programs_read_the_demo() {
    let mut demo = demo();
    every_edition_keeps_the_rules(&demo);
    the_api_counts_by_connection(&demo);
    nobody_holds_up_the_end(&mut demo);
}

fn every_edition_keeps_the_rules(demo: &Demo) {
    let latest = demo.json("/api/batches/latest?lang=default");
    check_batch(&latest);
    let all = demo.json("/api/batches?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z");
    let batches = all["batches"].as_array().unwrap();
    assert_eq!(batches[0], latest);
    // Up to four rounds a day; before the first story there is no front page.
    assert!(batches.len() > 20, "{} batches", batches.len());
    let (mut stories, mut points, mut sides) = (0, 0, 0);
    for batch in batches {
        check_batch(batch);
        let slug = batch["dateSlug"].as_str().unwrap();
        let categories = demo.json(&format!("/api/batches/{slug}/categories"));
        check_categories(&categories);
        let category = categories["categories"][0]["id"].as_str().unwrap();
        let list =
            demo.json(&format!("/api/batches/{slug}/categories/{category}/stories?limit=100"));
        check_stories(&list);
        for story in list["stories"].as_array().unwrap() {
            stories += 1;
            points += story["talking_points"].as_array().map_or(0, Vec::len);
            sides += story["perspectives"].as_array().map_or(0, Vec::len);
        }
    }
    println!("{} batches, {stories} stories, {points} points, {sides} sides", batches.len());
    assert!(stories > 200 && points > 200 && sides > 5);
}

fn the_api_counts_by_connection(demo: &Demo) {
    let (head, body) = demo.get("/api/v1/front-pages/latest");
    assert!(head.contains("ratelimit: \"minute\";r=299;t="), "{head}");
    let page: Value = serde_json::from_slice(&body).unwrap();
    assert!(page["items"].as_array().unwrap().len() > 20);
}

/// The server ends though somebody follows what happens.
fn nobody_holds_up_the_end(demo: &mut Demo) {
    let mut reader = BufReader::new(demo.ask("/api/v1/events?after=0"));
    let mut line = String::new();
    while !line.starts_with("event: published") {
        line.clear();
        assert!(reader.read_line(&mut line).unwrap() > 0, "the stream ended early");
    }
    let stop = Command::new("kill").args(["-TERM", &demo.child.id().to_string()]).status();
    assert!(stop.unwrap().success());
    let asked = Instant::now();
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert!(demo.child.wait().unwrap().success());
    assert!(asked.elapsed() < Duration::from_secs(15), "{:?}", asked.elapsed());
}
