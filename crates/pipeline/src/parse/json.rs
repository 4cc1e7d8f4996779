//! JSON Feed.

use super::json_document::Document;
use super::{NotAFeed, address, dates, text};
use news::{Enclosure, Entry, FeedDocument, FeedKind, SourceTime};
use serde_json::{Map, Value};
use url::Url;

/// Reads a JSON Feed.
pub fn read(source: &str, base: Option<&Url>) -> Result<FeedDocument, NotAFeed> {
    let document: Document = serde_json::from_str(source)
        .map_err(|cause| NotAFeed(format!("it begins like JSON, but is no JSON Feed: {cause}")))?;
    let Some(items) = &document.items else {
        return Err(NotAFeed("it is JSON without a list of items".to_owned()));
    };
    let feed = &document.feed;
    let hubs = feed.get("hubs").and_then(Value::as_array);
    Ok(FeedDocument {
        kind: FeedKind::Json,
        title: line(feed, "title"),
        link: link(feed, "home_page_url", base),
        language: line(feed, "language"),
        subtitle: line(feed, "description"),
        rights: None,
        author: author(feed),
        feed_id: line(feed, "feed_url"),
        published: None,
        updated: None,
        image: link(feed, "icon", base).or_else(|| link(feed, "favicon", base)),
        hub: hubs.and_then(|hubs| link(hubs.first()?.as_object()?, "url", base)),
        own_url: link(feed, "feed_url", base),
        rest_minutes: None,
        entries: items.iter().map(|item| entry(item, base)).collect(),
    })
}

fn entry(item: &Map<String, Value>, base: Option<&Url>) -> Entry {
    let html = |key| string(item, key).map(|html| text::clean(html.trim()));
    let plain =
        |key| string(item, key).map(|plain| text::to_html(text::clean(plain.trim()).as_str()));
    let full = |html: &String| !html.is_empty();
    Entry {
        id: id(item),
        url: link(item, "url", base).or_else(|| link(item, "external_url", base)),
        title: line(item, "title"),
        author: author(item),
        published: time(item, "date_published"),
        updated: time(item, "date_modified"),
        summary_html: plain("summary").filter(full),
        content_html: html("content_html").or_else(|| plain("content_text")).filter(full),
        image: link(item, "image", base).or_else(|| link(item, "banner_image", base)),
        source: None,
        categories: list(item, "tags").filter_map(Value::as_str).filter_map(one_line).collect(),
        rights: None,
        enclosures: list(item, "attachments").filter_map(|one| enclosure(one, base)).collect(),
        comments: None,
    }
}

fn enclosure(value: &Value, base: Option<&Url>) -> Option<Enclosure> {
    let object = value.as_object()?;
    let length = object.get("size_in_bytes").and_then(Value::as_u64);
    let url = link(object, "url", base)?;
    Some(Enclosure { url, media_type: line(object, "mime_type"), length })
}

/// The id; numbers are allowed by the first version of the format.
fn id(item: &Map<String, Value>) -> Option<String> {
    match item.get("id")? {
        Value::Number(number) => Some(number.to_string()),
        value => Some(text::clean(value.as_str()?.trim())).filter(|id| !id.is_empty()),
    }
}

/// `authors` of version 1.1, or `author` of version 1.
fn author(object: &Map<String, Value>) -> Option<String> {
    let one = |value: &Value| match value {
        Value::Object(person) => line(person, "name"),
        value => value.as_str().and_then(one_line),
    };
    let names: Vec<String> = list(object, "authors").filter_map(one).collect();
    match names.is_empty() {
        true => object.get("author").and_then(one),
        false => Some(names.join("; ")),
    }
}

fn list<'a>(object: &'a Map<String, Value>, key: &str) -> impl Iterator<Item = &'a Value> {
    object.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn string<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str)
}

fn line(object: &Map<String, Value>, key: &str) -> Option<String> {
    string(object, key).and_then(one_line)
}

fn one_line(text: &str) -> Option<String> {
    Some(text::of_title(text)).filter(|line| !line.is_empty())
}

fn link(object: &Map<String, Value>, key: &str, base: Option<&Url>) -> Option<String> {
    string(object, key).and_then(|raw| address::plain(raw, base))
}

fn time(object: &Map<String, Value>, key: &str) -> Option<SourceTime> {
    string(object, key).and_then(dates::read)
}
