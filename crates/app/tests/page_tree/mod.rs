//! What a real browser makes of a page.

use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The page's tree after the browser has built it; the browser can reach this machine only.
pub fn tree(address: &str) -> String {
    let profile = TempDir::new().expect("a temporary folder");
    let output = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"])
        .args(["--disable-background-networking", "--disable-component-update", "--dump-dom"])
        .arg("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(address)
        .stderr(Stdio::null())
        .output()
        .expect("the browser runs");
    String::from_utf8(output.stdout).expect("a tree is text")
}
