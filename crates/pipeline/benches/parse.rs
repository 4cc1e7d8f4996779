//! Feeds in memory become entries, on one core. Budget: 0.85 ms and 265 MB/s on real feeds, what the fastest
//! forgiving reader that we know takes.
//!
//! `cargo bench -p pipeline --bench parse -- DIR` reads the feeds of a folder, without DIR one made here.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Rounds over all feeds; the median is told.
const ROUNDS: usize = 15;

fn main() {
    // Cargo adds `--bench` to what it was given.
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let feeds = match folder {
        Some(folder) => feeds_of(Path::new(&folder)),
        None => vec![sample()],
    };
    let mut rounds: Vec<Duration> = (0..ROUNDS).map(|_| round(&feeds)).collect();
    rounds.sort();
    let (median, count) = (rounds[ROUNDS / 2], feeds.len());
    let megabytes = feeds.iter().map(Vec::len).sum::<usize>() as f64 / 1e6;
    let milliseconds = median.as_secs_f64() * 1e3 / count as f64;
    let pace = megabytes / median.as_secs_f64();
    println!("{count} feeds, {megabytes:.1} MB: {milliseconds:.3} ms a feed, {pace:.0} MB/s");
}

fn round(feeds: &[Vec<u8>]) -> Duration {
    let start = spent();
    for feed in feeds {
        let read = pipeline::parse::parse(black_box(feed), Some("https://a.example/"), None);
        black_box(read.is_ok());
    }
    spent().saturating_sub(start)
}

/// Processor time of this thread (Linux); elsewhere the time on the clock, for a quiet machine.
fn spent() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match told.split(' ').next().and_then(|number| number.parse().ok()) {
        Some(nanoseconds) => Duration::from_nanos(nanoseconds),
        None => SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(),
    }
}

fn feeds_of(folder: &Path) -> Vec<Vec<u8>> {
    let files = std::fs::read_dir(folder).expect("the folder can be listed");
    let paths = files.map(|file| file.expect("the folder can be listed").path());
    let mut paths: Vec<_> = paths.filter(|path| path.is_file()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("the feed can be read")).collect()
}

/// A feed of the size of a large outlet's, written by us.
fn sample() -> Vec<u8> {
    let text = "<p>The ferry is <b>back</b> in service, the harbour says.</p>".repeat(40);
    let item = |number: usize| {
        format!(
            "<item><title>Ferry &amp; harbour {number}</title><link>https://a.example/{number}</link>\
             <guid isPermaLink=\"false\">f-{number}</guid><pubDate>Mon, 23 Nov 2026 08:30:00 +0100</pubDate>\
             <description><![CDATA[{text}]]></description><category>Sea</category></item>"
        )
    };
    let items: String = (0..100).map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>Harbour</title>{items}</channel></rss>").into()
}
