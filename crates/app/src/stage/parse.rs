//! `newsloom parse`: feeds in, one JSON line each out.

mod written;

use super::files::{self, Input};
use super::lines;
use anyhow::Context;
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use written::FeedLine;

/// Flags of `newsloom parse`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files to read, or folders of them; standard input when there are none
    pub files: Vec<PathBuf>,
    /// Where the input came from: resolves relative links
    #[arg(long)]
    pub url: Option<String>,
    /// Threads to use [default: one a core]
    #[arg(long, value_parser = super::lines::jobs)]
    pub jobs: Option<usize>,
}

/// Bytes of a feed, unpacked, beyond which the rest is left unread: many times the largest seen (5 MB).
const FEED_LIMIT_BYTES: u64 = 64 << 20;

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(url) = &args.url
        && let Err(cause) = url::Url::parse(url)
    {
        eprintln!("newsloom: --url {url}: not an absolute address: {cause}");
        return Ok(ExitCode::from(lines::WRONG_USAGE));
    }
    let inputs = files::inputs(&args.files)?.into_iter().map(Ok);
    let jobs = lines::threads(args.jobs);
    lines::each(inputs, io::stdout().lock(), jobs, |input| answer(&input, args.url.as_deref()))
        .context("could not write the feeds")
}

fn answer(input: &Input, url: Option<&str>) -> Result<FeedLine, Value> {
    let id = input.name();
    let failed = |error: String| json!({"id": id, "error": error});
    let bytes = input.read(FEED_LIMIT_BYTES);
    let bytes = bytes.map_err(|cause| failed(format!("could not be read: {cause}")))?;
    let feed = pipeline::parse::parse(&bytes, url, None);
    feed.map(|feed| FeedLine { id: id.clone(), feed }).map_err(|cause| failed(cause.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_values_are_absent_keys() {
        let feed = "<rss><channel><title/><item><title>A &amp; B</title><author></author>\
            <pubDate>Mon, 23 Nov 2026 08:30:00 +0100</pubDate><source url='https://w.example/'/>\
            <enclosure url='https://a.example/f' length='7'/></item><item/></channel></rss>";
        let feed = pipeline::parse::parse(feed.as_bytes(), None, None).expect("it is RSS");
        insta::assert_snapshot!(serde_json::to_string(&FeedLine { id: "f.xml".to_owned(), feed }).expect("it is plain data"), @r#"{"id":"f.xml","kind":"rss","entries":[{"title":"A & B","published":"2026-11-23T08:30:00+01:00","source":{"url":"https://w.example/"},"enclosures":[{"url":"https://a.example/f","length":7}]},{}]}"#);
    }

    #[test]
    fn files_that_cannot_be_read_say_why() {
        let input = Input::File(PathBuf::from("no/such/x"));
        let Err(line) = answer(&input, None) else { panic!("there is no such file") };
        assert_eq!(line["id"], "x");
        let error = line["error"].as_str().unwrap_or_default();
        assert!(error.starts_with("could not be read: "), "{error}");
    }
}
