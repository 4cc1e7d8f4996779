//! `newsloom parse`: feeds in, one JSON line each out.

use super::files::{self, Input};
use super::lines;
use anyhow::Context;
use news::{Enclosure, Entry, EntrySource, FeedDocument};
use serde_json::{Map, Value, json};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

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

fn answer(input: &Input, url: Option<&str>) -> Result<Value, Value> {
    let id = input.name();
    let failed = |error: String| json!({"id": id, "error": error});
    let bytes = input.read(FEED_LIMIT_BYTES);
    let bytes = bytes.map_err(|cause| failed(format!("could not be read: {cause}")))?;
    let feed = pipeline::parse::parse(&bytes, url, None);
    feed.map(|feed| feed_line(&id, feed)).map_err(|cause| failed(cause.to_string()))
}

/// A feed in the form of the contract.
fn feed_line(id: &str, feed: FeedDocument) -> Value {
    let mut line = Map::new();
    line.insert("id".to_owned(), json!(id));
    line.insert("kind".to_owned(), json!(feed.kind.word()));
    put(&mut line, "title", feed.title);
    put(&mut line, "link", feed.link);
    put(&mut line, "language", feed.language);
    put(&mut line, "subtitle", feed.subtitle);
    put(&mut line, "rights", feed.rights);
    put(&mut line, "author", feed.author);
    put(&mut line, "feed_id", feed.feed_id);
    put(&mut line, "published", feed.published.map(|time| time.to_string()));
    put(&mut line, "updated", feed.updated.map(|time| time.to_string()));
    put(&mut line, "image", feed.image);
    put(&mut line, "hub", feed.hub);
    line.insert("entries".to_owned(), feed.entries.into_iter().map(entry_object).collect());
    Value::Object(line)
}

fn entry_object(entry: Entry) -> Value {
    let mut object = Map::new();
    put(&mut object, "id", entry.id);
    put(&mut object, "url", entry.url);
    put(&mut object, "title", entry.title);
    put(&mut object, "author", entry.author);
    put(&mut object, "published", entry.published.map(|time| time.to_string()));
    put(&mut object, "updated", entry.updated.map(|time| time.to_string()));
    put(&mut object, "summary_html", entry.summary_html);
    put(&mut object, "content_html", entry.content_html);
    put(&mut object, "image", entry.image);
    if let Some(source) = entry.source {
        object.insert("source".to_owned(), source_object(source));
    }
    if !entry.categories.is_empty() {
        object.insert("categories".to_owned(), Value::from(entry.categories));
    }
    put(&mut object, "rights", entry.rights);
    if !entry.enclosures.is_empty() {
        let enclosures = entry.enclosures.into_iter().map(enclosure_object).collect();
        object.insert("enclosures".to_owned(), enclosures);
    }
    put(&mut object, "comments", entry.comments);
    Value::Object(object)
}

fn source_object(source: EntrySource) -> Value {
    let mut object = Map::new();
    put(&mut object, "title", source.title);
    put(&mut object, "url", source.url);
    Value::Object(object)
}

fn enclosure_object(enclosure: Enclosure) -> Value {
    let mut object = Map::new();
    put(&mut object, "url", Some(enclosure.url));
    put(&mut object, "type", enclosure.media_type);
    if let Some(length) = enclosure.length {
        object.insert("length".to_owned(), json!(length));
    }
    Value::Object(object)
}

/// Absent values are absent keys, and so are empty ones.
fn put(object: &mut Map<String, Value>, key: &str, value: Option<String>) {
    if let Some(text) = value.filter(|text| !text.is_empty()) {
        object.insert(key.to_owned(), Value::String(text));
    }
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
        insta::assert_snapshot!(feed_line("f.xml", feed), @r#"{"id":"f.xml","kind":"rss","entries":[{"title":"A & B","published":"2026-11-23T08:30:00+01:00","source":{"url":"https://w.example/"},"enclosures":[{"url":"https://a.example/f","length":7}]},{}]}"#);
    }

    #[test]
    fn files_that_cannot_be_read_say_why() {
        let input = Input::File(PathBuf::from("no/such/x"));
        let line = answer(&input, None).expect_err("there is no such file");
        assert_eq!(line["id"], "x");
        let error = line["error"].as_str().unwrap_or_default();
        assert!(error.starts_with("could not be read: "), "{error}");
    }
}
