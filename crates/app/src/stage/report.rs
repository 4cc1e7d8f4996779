//! Articles as `thread` and `rank` read them.

use anyhow::Context;
use jiff::Timestamp;
use news::{Article, ArticleId, OutletId, SourceTime};
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;

/// The files one after the other, or standard input when there are none; `-` is standard input too.
///
/// A file that lacks its last line end does not run into the next one.
pub fn input(files: &[PathBuf]) -> anyhow::Result<Box<dyn BufRead>> {
    let mut all: Box<dyn Read> = Box::new(io::empty());
    if files.is_empty() {
        all = Box::new(io::stdin());
    }
    for path in files {
        if path.as_os_str() == "-" {
            all = Box::new(all.chain(io::stdin()));
            continue;
        }
        let file =
            File::open(path).with_context(|| format!("{}: could not open", path.display()))?;
        all = Box::new(all.chain(file).chain(&b"\n"[..]));
    }
    Ok(Box::new(BufReader::new(all)))
}

/// The article of a line, or the line to write instead.
///
/// An article without a readable time counts as published when the one before it was.
pub fn article(object: &Map<String, Value>, last_seen: Timestamp) -> Result<Article, Value> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let id = object.get("id").cloned().unwrap_or(Value::Null);
    let lacking = |what: &str| json!({"id": id, "error": format!("{what} is missing or no text")});
    let article_id = text("id").filter(|id| !id.is_empty()).ok_or_else(|| lacking("id"))?;
    let title = text("title").ok_or_else(|| lacking("title"))?;
    let published = text("published").and_then(|time| SourceTime::parse(&time).ok());
    Ok(Article {
        id: ArticleId(article_id),
        outlet: OutletId(text("outlet").unwrap_or_default()),
        url: text("url"),
        title,
        text: text("text").unwrap_or_default(),
        byline: text("author"),
        published,
        modified: None,
        language: text("language"),
        section: text("section"),
        image: None,
        named_source: text("source"),
        reserved: None,
        seen: published.map_or(last_seen, |time| time.instant),
    })
}
