//! Articles in JSON Lines, as `contracts` lays them down.

use super::{Desk, Done, Source, Tally, accept};
use crate::stage::lines;
use anyhow::Context;
use jiff::Timestamp;
use news::{Article, ArticleId, Image, OutletId, Registry, SourceTime};
use pipeline::extract::legible;
use pipeline::language::language;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::io::{BufReader, Read};

/// Articles accepted in one transaction.
const BATCH: usize = 500;

/// An article as `contracts` lays it down.
#[derive(Deserialize)]
struct Row {
    id: Value,
    title: String,
    outlet: Option<String>,
    url: Option<String>,
    #[serde(default)]
    text: String,
    published: Option<String>,
    language: Option<String>,
    author: Option<String>,
    section: Option<String>,
    image: Option<ImageRow>,
}

#[derive(Deserialize)]
struct ImageRow {
    url: String,
    credit: Option<String>,
    caption: Option<String>,
}

/// Accepts the articles of a file.
pub async fn import(desk: &Desk, source: &Source, input: impl Read) -> anyhow::Result<Done> {
    let mut tally = Tally::default();
    let mut batch = Vec::with_capacity(BATCH);
    for (index, line) in lines::read(BufReader::new(input)).enumerate() {
        match line.context("could not be read")?.map_err(|broken| reason(&broken)) {
            Ok(lines::Object { fields: object, .. }) => {
                match article(object, &desk.registry, desk.now) {
                    Ok(article) => batch.push(article),
                    Err(reason) => refuse(source, &mut tally, index + 1, &reason),
                }
            }
            Err(reason) => refuse(source, &mut tally, index + 1, &reason),
        }
        if batch.len() == BATCH {
            accept(desk, &mut batch, &mut tally).await?;
        }
    }
    accept(desk, &mut batch, &mut tally).await?;
    Ok((tally, Some("lines")))
}

/// The words of the line that stands for one that could not be read.
fn reason(broken: &Value) -> String {
    broken["error"].as_str().unwrap_or("it cannot be read").to_owned()
}

fn refuse(source: &Source, tally: &mut Tally, line: usize, reason: &str) {
    tally.unusable += 1;
    source.bar.suspend(|| eprintln!("line {line}: {reason}"));
}

/// An article of an import counts as seen when it was published: the archive's time, not ours.
fn article(
    mut object: Map<String, Value>,
    registry: &Registry,
    now: Timestamp,
) -> Result<Article, String> {
    // What others write for "not known", and an image by its address alone.
    object.retain(|_, value| !value.is_null());
    if let Some(image) = object.get_mut("image").filter(|image| image.is_string()) {
        *image = json!({"url": image.take()});
    }
    let row: Row = serde_json::from_value(Value::Object(object)).map_err(|e| e.to_string())?;
    let id = match row.id {
        Value::String(id) if !id.is_empty() => id,
        Value::Number(id) => id.to_string(),
        other => return Err(format!("id is {other}; it must be a text or a number")),
    };
    if id.contains(char::is_control) {
        return Err(format!("id {id:?} holds a control character; take it out"));
    }
    if row.title.trim().is_empty() && row.text.trim().is_empty() {
        return Err(format!("{id}: has neither a title nor a text"));
    }
    let published = match row.published.filter(|time| !time.is_empty()) {
        Some(time) => Some(SourceTime::parse(&time).map_err(|not| format!("{id}: {not}"))?),
        None => None,
    };
    let line = |text: String| legible(text.replace(['\n', '\r', '\t'], " "));
    let full = |text: Option<String>| text.map(line).filter(|text| !text.is_empty());
    let language = language(full(row.language).as_deref(), &row.title, &row.text);
    Ok(Article {
        id: ArticleId(id),
        outlet: full(row.outlet).map_or_else(nobody, |named| outlet(&named, registry)),
        url: full(row.url),
        title: line(row.title),
        text: legible(row.text.replace('\t', " ")),
        byline: full(row.author),
        published,
        modified: None,
        language,
        section: full(row.section),
        image: row.image.map(|image| Image {
            url: image.url,
            credit: image.credit,
            caption: image.caption,
        }),
        named_source: None,
        reserved: None,
        seen: published.map_or(now, |time| time.instant.min(now)),
    })
}

fn nobody() -> OutletId {
    OutletId("unknown".to_owned())
}

/// The outlet that a file names, by its name or a host of it. An unknown host counts as its site, so
/// that two hosts of one publisher are one; an unknown name is kept as it is.
fn outlet(named: &str, registry: &Registry) -> OutletId {
    let is_host = named.contains('.') && !named.contains(char::is_whitespace);
    match is_host {
        true => registry.of_host(named).id,
        false => registry.find(named).id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(row: Value) -> Result<Article, String> {
        let Value::Object(object) = row else { panic!("{row} is no object") };
        article(object, &Registry::default(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn outlets_are_named_by_host_or_name() {
        for (named, expected) in [
            ("feeds.gazette.example", "gazette.example"),
            ("The Gazette", "The Gazette"),
            ("A. B. Gazette", "A. B. Gazette"),
            ("", "unknown"),
        ] {
            let article = read(json!({"id": 1, "title": "Ferry runs aground", "outlet": named}));
            assert_eq!(article.map(|article| article.outlet.0).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn what_others_write_for_not_known_and_marks_that_nobody_sees_are_taken_out() {
        let row = json!({"id": 1, "title": "\u{202e}Volcano\0 erupts\nat Gauber", "text": "One\tmile.\n\nTwo.\u{7}",
            "language": null, "published": null, "image": "http://a.example/1.png"});
        let article = read(row).expect("it is whole");
        assert_eq!(article.title, "Volcano erupts at Gauber");
        assert_eq!(article.text, "One mile.\n\nTwo.");
        assert_eq!(article.image.map(|image| image.url).as_deref(), Some("http://a.example/1.png"));
    }

    #[test]
    fn a_wrong_row_says_what_is_wrong() {
        assert!(
            read(json!({"id": [], "title": "A"})).is_err_and(|why| why.starts_with("id is []"))
        );
        assert!(read(json!({"id": "a\0", "title": "A"})).is_err_and(|why| why.contains("control")));
        assert!(read(json!({"id": 1})).is_err_and(|why| why.contains("title")));
        let time = json!({"id": "a", "title": "A", "published": "soon"});
        assert!(read(time).is_err_and(|why| why.starts_with("a: ")));
    }
}
