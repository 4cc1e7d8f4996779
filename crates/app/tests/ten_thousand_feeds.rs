//! How long one machine takes to poll 10,000 feeds. Run by hand, since a busy machine would fail it for
//! no fault of ours:
//! `cargo test --release -p newsloom --test ten_thousand_feeds -- --ignored --nocapture`
//!
//! A web in this process answers for 2,000 hosts with five feeds each: all of them in the first round, then
//! one in ten that has changed while the others answer 304, as feeds do. It prints feeds a second, and the
//! processor time and greatest memory that `newsloom run --once` took until then.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;
use tempfile::TempDir;

const HOSTS: u32 = 2_000;
const FEEDS_OF_A_HOST: u32 = 5;
const ROUNDS: u32 = 3;
/// Of so many feeds one has changed in each round after the first.
const ONE_CHANGES_OF: u32 = 10;
/// Entries that a feed lists.
const ENTRIES: u32 = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures; see the head of this file"]
async fn ten_thousand_feeds_on_one_machine() {
    let round = Arc::new(AtomicU32::new(0));
    let address = serve(round.clone()).await;
    let dir = instance(address);
    for number in 0..ROUNDS {
        round.store(number, Ordering::SeqCst);
        let now = format!("2026-11-23T{:02}:00:00Z", 6 * number);
        let started = Instant::now();
        let mut run = command(&dir, "run");
        run.args(["--once", "--now", &now]).env("NEWSLOOM_LOG", "info").stderr(Stdio::piped());
        let used = watch(run.spawn().expect("it starts"));
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "round {number}: {seconds:.1} s, {:.0} feeds a second; {used}",
            f64::from(HOSTS * FEEDS_OF_A_HOST) / seconds
        );
    }
}

fn command(dir: &TempDir, name: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.arg(name).arg("--dir").arg(dir.path()).env("NEWSLOOM_LOG", "error");
    command.stdout(Stdio::null());
    command
}

/// Waits until all feeds are polled and ends the program, which would go on with what they listed. Gives
/// processor seconds and the greatest memory, as Linux counts them.
fn watch(mut child: Child) -> String {
    let log = BufReader::new(child.stderr.take().expect("it is piped"));
    let done = log.lines().map_while(Result::ok).find(|line| line.contains("feeds polled"));
    assert!(done.is_some_and(|line| line.contains("10000 feeds polled")), "not all were polled");
    let used = usage(child.id()).expect("Linux counts");
    child.kill().expect("it still runs");
    child.wait().expect("it was killed");
    used
}

fn usage(process: u32) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status.lines().find(|line| line.starts_with("VmHWM:"))?.split_whitespace().nth(1)?;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(") ").next()?.split(' ').collect();
    // User and system time in hundredths of a second, the 14th and 15th field of proc(5).
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    let megabytes = peak.parse::<f64>().ok()? / 1024.0;
    Some(format!("{:.1} s of processor, {megabytes:.0} MB at most", ticks / 100.0))
}

async fn serve(round: Arc<AtomicU32>) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let router = Router::new().route("/{feed}", get(feed)).with_state(round);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn feed(
    State(round): State<Arc<AtomicU32>>,
    Path(feed): Path<u32>,
    headers: HeaderMap,
) -> Response {
    let round = round.load(Ordering::SeqCst);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let number = feed + host.bytes().map(u32::from).sum::<u32>();
    let changed = if number % ONE_CHANGES_OF == 0 { round } else { 0 };
    let etag = format!("\"{changed}\"");
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let mut body = format!("<rss version=\"2.0\"><channel><title>{host} {feed}</title>");
    for entry in (0..ENTRIES + changed).rev().take(ENTRIES as usize) {
        let _ = write!(
            body,
            "<item><guid>{feed}-{entry}</guid><title>Council of {host} decides on matter {entry}</title>\
             <pubDate>Sun, 22 Nov 2026 {:02}:00:00 GMT</pubDate></item>",
            entry % 24
        );
    }
    body.push_str("</channel></rss>");
    ([(header::ETAG, etag)], body).into_response()
}

fn instance(address: SocketAddr) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let mut settings =
        "[poll]\nmost_minutes = 60\nat_once = 64\n[fetch]\npace_ms = 0\n[fetch.resolve]\n"
            .to_owned();
    let mut outlines = String::new();
    for host in 0..HOSTS {
        let _ = writeln!(settings, "\"paper-{host}.example\" = \"{address}\"");
        for feed in 0..FEEDS_OF_A_HOST {
            let _ = write!(outlines, "<outline xmlUrl=\"http://paper-{host}.example/{feed}\"/>");
        }
    }
    std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
    let list = dir.path().join("feeds.opml");
    std::fs::write(&list, format!("<opml><body>{outlines}</body></opml>")).expect("ours");
    let started = Instant::now();
    let status = command(&dir, "feeds").arg("import").arg(list).status().expect("it runs");
    assert!(status.success());
    println!("import of {} feeds: {:.1?}", HOSTS * FEEDS_OF_A_HOST, started.elapsed());
    dir
}
