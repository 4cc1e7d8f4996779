//! The demo's site in a real browser, headless: pages render, and nothing outside is asked for.
//!
//! Needs Chromium in PATH (`./test` installs it); without it the test says "skipped".

mod page_tree;

use page_tree::tree;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it is bound").port()
}

/// Starts the demo and waits until its front page stands.
fn demo(port: u16) -> Demo {
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsloom"))
        .args(["demo", "--port", &port.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let output = child.stdout.take().expect("it is piped");
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).expect("it says where the site is");
    assert!(line.contains("The front page stands"), "{line}");
    Demo(child)
}

#[test]
fn the_demo_reads_in_a_browser() {
    if Command::new("chromium").arg("--version").output().is_err() {
        println!("skipped: no chromium");
        return;
    }
    let port = free_port();
    let _demo = demo(port);
    let front = tree(&format!("http://127.0.0.1:{port}/"));
    assert!(front.contains("independent report"), "the front page lacks its counts");
    assert_eq!(front.matches("<script").count(), 1, "a page carries our one script");
    let start = front.find("href=\"/story/").expect("the front page links to stories") + 6;
    let link = &front[start..start + front[start..].find('"').expect("a link ends")];
    // Not run by any browser: data for machines.
    let data = "<script type=\"application/ld+json\">";
    let ours = "<script src=\"/assets/newsloom.";
    let story = tree(&format!("http://127.0.0.1:{port}{link}"));
    let others = story.replacen(data, "", 1).replacen(ours, "", 1);
    assert!(!others.contains("<script"), "a page carries our one script and no other");
    for part in ["Where sources disagree", "independent report", "#:~:text=", "Reviewed by"] {
        assert!(story.contains(part), "the lead story's page lacks {part:?}");
    }
}
