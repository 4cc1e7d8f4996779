//! Articles as `thread`, `rank` and `write` read them, and the lines of all stages that read lines.

use anyhow::Context;
use jiff::Timestamp;
use news::{Article, ArticleId, OutletId, SourceTime};
use serde_json::{Map, Value};
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

/// Marks the id of an article that was given as a number: 7 and "7" are two ids, and each is echoed as
/// it was given. No text of a feed holds this character.
const NUMBER: char = '\u{1}';

/// An id as a line gives it: a text, or a number.
pub fn id(given: &Value) -> Option<ArticleId> {
    match given {
        Value::String(text) if !text.is_empty() => Some(ArticleId(text.clone())),
        Value::Number(number) => Some(ArticleId(format!("{NUMBER}{number}"))),
        _ => None,
    }
}

/// The id as it was given.
pub fn given(id: &ArticleId) -> Value {
    let number = id.0.strip_prefix(NUMBER).and_then(|number| serde_json::from_str(number).ok());
    number.map_or_else(|| Value::from(id.0.as_str()), Value::Number)
}

/// The article of a line, or why there is none.
///
/// An article without a time counts as published when the one before it was. A time that cannot be read
/// is an error: to pass over it would thread and rank the article as if it had come at another time.
pub fn article(object: &Map<String, Value>, last_seen: Timestamp) -> Result<Article, String> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let article_id =
        object.get("id").and_then(id).ok_or("id is missing or neither text nor number")?;
    let title = text("title").ok_or("title is missing or no text")?;
    let published = time(object, "published")?;
    Ok(Article {
        id: article_id,
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

/// The time under a key; nothing where the key is absent, null or empty.
pub fn time(object: &Map<String, Value>, key: &str) -> Result<Option<SourceTime>, String> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => match SourceTime::parse(text) {
            Ok(time) => Ok(Some(time)),
            Err(not) => Err(format!("{key}: {not}")),
        },
        Some(other) => Err(format!("{key}: {other} is no time in quotation marks")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_time_is_read_or_absent_or_an_error() {
        check(json!("2026-11-23T08:30:00+01:00"), Ok(Some("2026-11-23T08:30:00+01:00")));
        check(json!("2026-11-23"), Ok(Some("2026-11-23T00:00:00Z")));
        check(json!(null), Ok(None));
        check(json!(""), Ok(None));
        check(json!("soon"), Err("published: \"soon\""));
        check(json!(1795422600), Err("published: 1795422600 is no time in quotation marks"));
    }

    #[track_caller]
    fn check(given: Value, expected: Result<Option<&str>, &str>) {
        let object = json!({"published": given});
        let read = time(object.as_object().expect("it is one"), "published");
        match (read, expected) {
            (Ok(read), Ok(expected)) => {
                assert_eq!(read.map(|time| time.to_string()).as_deref(), expected, "{given}");
            }
            (Err(why), Err(start)) => assert!(why.starts_with(start), "{given}: {why}"),
            (read, _) => panic!("{given}: {read:?}"),
        }
    }
}
