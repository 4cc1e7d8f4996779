//! Kill -9 at any instant and start again: nothing is lost, nothing is done twice.

mod loopback;

use loopback::Pages;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// Kills that must hit a process at work.
const KILLS: u32 = 50;
/// Rounds after which the test gives up reaching that many.
const MOST_ROUNDS: u32 = 60;
const HOSTS: [&str; 4] = ["one.example", "two.example", "three.example", "four.example"];
/// Events that every outlet reports in one round: enough that a run is worth killing.
const EVENTS: u32 = 20;
const PLACES: [&str; 6] = ["Arlen", "Brisk", "Corva", "Dunmore", "Eskby", "Farrow"];

#[test]
fn killed_at_any_instant_nothing_is_lost_and_nothing_is_done_twice() {
    let pages = Pages::default();
    let address = pages.serve();
    let (killed, spared) = (instance(address), instance(address));
    let mut chance = Chance(20_261_123);
    let mut kills = 0;
    for round in 0..MOST_ROUNDS {
        publish_round(&pages, round);
        let now = format!("2026-11-{:02}T{:02}:00:00Z", 1 + round / 24, round % 24);
        kills += run_with_kills(killed.path(), &now, &mut chance);
        finish(run(killed.path(), &now));
        finish(run(spared.path(), &now));
        if kills >= KILLS {
            break;
        }
    }
    assert!(kills >= KILLS, "only {kills} kills hit a process at work");
    let differing = differing(&site(killed.path()), &site(spared.path()));
    assert!(differing.is_empty(), "after {kills} kills, not the same: {differing:#?}");
    assert!(command(killed.path(), "verify").status().expect("it runs").success());
    println!("{kills} kills");
}

#[test]
fn a_snapshot_of_the_window_that_is_missing_or_torn_changes_nothing() {
    let pages = Pages::default();
    let address = pages.serve();
    let [kept, missing, torn] = [0; 3].map(|_| instance(address));
    for round in 0..4 {
        publish_round(&pages, round);
        let now = format!("2026-11-01T{round:02}:00:00Z");
        for dir in [&kept, &missing, &torn] {
            finish(run(dir.path(), &now));
        }
        let snapshot = |dir: &TempDir| dir.path().join("window.snapshot");
        std::fs::remove_file(snapshot(&missing)).expect("a clean end keeps one");
        let whole = std::fs::read(snapshot(&torn)).expect("a clean end keeps one");
        std::fs::write(snapshot(&torn), &whole[..whole.len() / 2]).expect("the folder is ours");
    }
    let whole = site(kept.path());
    for dir in [&missing, &torn] {
        let differing = differing(&whole, &site(dir.path()));
        assert!(differing.is_empty(), "not the same: {differing:#?}");
    }
}

/// A fixed sequence that looks like chance (Lehmer's generator, as in C++'s minstd_rand).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 % bound
    }
}

/// Starts and kills the program until one run ends by itself; gives how many kills hit.
fn run_with_kills(dir: &Path, now: &str, chance: &mut Chance) -> u32 {
    let mut kills = 0;
    loop {
        let mut child = run(dir, now);
        // A machine may be slow to start a process: the longer the round, the later the kill.
        std::thread::sleep(Duration::from_millis(3 + chance.below(60 + 20 * u64::from(kills))));
        if let Some(status) = child.try_wait().expect("it was started") {
            assert!(status.success(), "{status}");
            return kills;
        }
        child.kill().expect("it still ran");
        child.wait().expect("it was killed");
        kills += 1;
    }
}

fn run(dir: &Path, now: &str) -> Child {
    let mut run = command(dir, "run");
    run.args(["--once", "--now", now]).stderr(Stdio::piped()).spawn().expect("it starts")
}

fn finish(child: Child) {
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn command(dir: &Path, name: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.arg(name).arg("--dir").arg(dir).env("NEWSLOOM_LOG", "error").stdout(Stdio::null());
    command
}

/// An instance that follows every outlet of the loopback web.
fn instance(address: std::net::SocketAddr) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let mut settings = "[fetch]\npace_ms = 0\nper_host = 8\n[fetch.resolve]\n".to_owned();
    for host in HOSTS {
        settings.push_str(&format!("\"{host}\" = \"{address}\"\n"));
    }
    std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
    for host in HOSTS {
        let mut add = command(dir.path(), "feeds");
        let url = format!("http://{host}/feed.xml");
        assert!(add.args(["add", "--unseen", &url]).status().expect("it runs").success());
    }
    dir
}

/// Every outlet reports the round's events, in words of its own or of the first.
fn publish_round(pages: &Pages, round: u32) {
    for (place, host) in HOSTS.iter().enumerate() {
        let events = round * EVENTS..(round + 1) * EVENTS;
        for event in events.clone() {
            pages.put_document(&format!("{host}/{event}"), "text/html", &page(place, event));
        }
        let items: String = events.rev().map(|event| item(host, round, event)).collect();
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>{host}</title><link>http://{host}/</link>{items}</channel></rss>"
        );
        pages.put_document(&format!("{host}/feed.xml"), "application/rss+xml", &feed);
    }
}

fn town(event: u32) -> &'static str {
    PLACES[(event as usize * 5 + 1) % PLACES.len()]
}

fn title(event: u32) -> String {
    format!("Bridge {} in {} closed after inspection", event + 10, town(event))
}

fn item(host: &str, round: u32, event: u32) -> String {
    format!(
        "<item><title>{}</title><link>http://{host}/{event}</link><guid>http://{host}/{event}</guid>\
         <pubDate>Sun, {:02} Nov 2026 {:02}:00:00 GMT</pubDate></item>",
        title(event),
        1 + round / 24,
        round % 24
    )
}

fn page(place: usize, event: u32) -> String {
    let (bridge, town, days) = (event + 10, town(event), 3 + event % 9);
    let own = match place {
        0 | 1 => format!(
            "<p>The council of {town} closed Bridge {bridge} on Sunday after an inspection found cracks in two piers.</p>\
             <p>Engineer Mara Voss said the bridge would stay closed for {days} weeks.</p>\
             <p>Some {} vehicles cross Bridge {bridge} on an ordinary day.</p>",
            1000 + event * 7
        ),
        2 => format!(
            "<p>Drivers in {town} must take the ferry because Bridge {bridge} is closed, the council said.</p>\
             <p>Inspectors saw cracks in two piers of Bridge {bridge}, according to the council of {town}.</p>\
             <p>Repairs of Bridge {bridge} will cost {} million crowns, the council of {town} said.</p>",
            2 + event
        ),
        _ => format!(
            "<p>Shops near Bridge {bridge} in {town} fear for their trade after the closure.</p>\
             <p>\"We lose half our customers,\" said baker Jonas Reed of {town}.</p>\
             <p>The council of {town} promised a footbridge beside Bridge {bridge} within {days} days.</p>"
        ),
    };
    format!(
        "<!doctype html><html lang=en><head><title>{}</title></head><body><article><h1>{}</h1>{own}</article></body></html>",
        title(event),
        title(event)
    )
}

/// The files that are not the same in both, each with its first line that differs.
fn differing(killed: &Files, spared: &Files) -> BTreeMap<String, [String; 2]> {
    let names: BTreeSet<&String> = killed.keys().chain(spared.keys()).collect();
    let pairs = names.into_iter().map(|name| (name, killed.get(name), spared.get(name)));
    let differ = pairs.filter(|(_, killed, spared)| killed != spared);
    differ.map(|(name, killed, spared)| (name.clone(), first_apart(killed, spared))).collect()
}

fn first_apart(killed: Option<&Vec<u8>>, spared: Option<&Vec<u8>>) -> [String; 2] {
    let lines = |bytes: Option<&Vec<u8>>| {
        let text = String::from_utf8_lossy(bytes.map_or(b"(no file)", Vec::as_slice)).into_owned();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (killed, spared) = (lines(killed), lines(spared));
    let same = killed.iter().zip(&spared).take_while(|(a, b)| a == b).count();
    let line = |lines: &[String]| lines.get(same).cloned().unwrap_or_default();
    [line(&killed), line(&spared)]
}

type Files = BTreeMap<String, Vec<u8>>;

/// The whole site as files.
fn site(dir: &Path) -> Files {
    let to = TempDir::new().expect("a temporary folder");
    let mut export = command(dir, "export");
    export.args(["--now", "2026-11-05T00:00:00Z"]).arg(to.path());
    assert!(export.status().expect("it runs").success());
    let mut files = BTreeMap::new();
    collect(to.path(), to.path(), &mut files);
    // Every instance signs with a key of its own; what is signed is compared.
    for own in ["manifest.json", "manifest.json.minisig", "newsloom.pub"] {
        assert!(files.remove(own).is_some(), "{own} is not there");
    }
    assert!(files.len() > 5, "an export of {} files is no site", files.len());
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).expect("it was just written") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it is inside").display().to_string();
            files.insert(name, std::fs::read(&path).expect("readable"));
        }
    }
}
