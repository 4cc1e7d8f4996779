//! JSON documents: exports of feed readers, and lists of feeds.

use super::feed_lists;
use super::{Desk, Done, Source, Tally, accept};
use anyhow::{Context, bail};
use fetch::Url;
use jiff::Timestamp;
use news::{Article, ArticleId, EntryId, Image, OutletId, Registry, SourceTime};
use pipeline::extract::plain_text;
use pipeline::language::language;
use serde_json::Value;
use std::io::{BufReader, Read};

/// Bytes of a document beyond which it is refused; ten years of starred articles have a tenth.
const LIMIT_BYTES: u64 = 1 << 30;
/// Articles accepted in one transaction.
const BATCH: usize = 500;

/// Accepts what a JSON document holds.
pub async fn import(desk: &Desk, source: &Source, input: impl Read) -> anyhow::Result<Done> {
    let read = serde_json::from_reader(BufReader::new(input.take(LIMIT_BYTES)));
    let document: Value = read.context("this is not JSON that can be read")?;
    if let Some(feeds) = feed_lists::feeds_of(&document) {
        feed_lists::follow(desk, source, feeds).await?;
        return Ok(Done::default());
    }
    let entries = match (&document["entries"], &document["items"]) {
        (Value::Array(entries), _) => entries.iter().map(miniflux).collect::<Vec<Item<'_>>>(),
        (_, Value::Array(items)) => items.iter().map(reader).collect(),
        _ => bail!(
            "this JSON is none that is known: JSON Lines with \"title\", entries or feeds of Miniflux, items of FreshRSS, Kite's feed list"
        ),
    };
    let mut tally = Tally::default();
    for (index, batch) in entries.chunks(BATCH).enumerate() {
        let mut articles = Vec::new();
        for (place, item) in batch.iter().enumerate() {
            match article(item, &desk.registry, desk.now) {
                Ok(article) => articles.push(article),
                Err(reason) => {
                    tally.unusable += 1;
                    let number = index * BATCH + place + 1;
                    source.bar.suspend(|| eprintln!("entry {number}: {reason}"));
                }
            }
        }
        accept(desk, &mut articles, &mut tally).await?;
    }
    Ok((tally, Some("entries")))
}

/// An entry as a feed reader keeps it.
#[derive(Debug)]
struct Item<'a> {
    /// The feed's own id of it, where the reader kept that.
    guid: Option<&'a str>,
    url: Option<&'a str>,
    title: Option<&'a str>,
    author: Option<&'a str>,
    html: Option<&'a str>,
    /// An error is a time that cannot be read.
    published: Result<Option<SourceTime>, String>,
    site: Option<&'a str>,
    image: Option<&'a str>,
    categories: Vec<&'a str>,
}

fn text(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// An entry of Miniflux's API (`GET /v1/entries`).
fn miniflux(entry: &Value) -> Item<'_> {
    let enclosures = entry["enclosures"].as_array().into_iter().flatten();
    let mut pictures = enclosures
        .filter(|file| text(&file["mime_type"]).is_some_and(|kind| kind.starts_with("image/")));
    Item {
        guid: None,
        url: text(&entry["url"]),
        title: text(&entry["title"]),
        author: text(&entry["author"]),
        html: text(&entry["content"]),
        published: written_time(&entry["published_at"])
            .map_err(|why| format!("published_at: {why}")),
        site: text(&entry["feed"]["site_url"]).or(text(&entry["feed"]["feed_url"])),
        image: pictures.next().and_then(|file| text(&file["url"])),
        categories: entry["tags"].as_array().into_iter().flatten().filter_map(text).collect(),
    }
}

/// A time in words; none where there is none, which Go's zero time also says.
fn written_time(value: &Value) -> Result<Option<SourceTime>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(time) if time.is_empty() || time.starts_with("0001-01-01T") => Ok(None),
        Value::String(time) => SourceTime::parse(time).map(Some).map_err(|not| not.to_string()),
        other => Err(format!("{other} is not a time such as \"2026-11-23T08:30:00Z\"")),
    }
}

/// A time in seconds since 1970.
fn counted_time(value: &Value) -> Result<Option<SourceTime>, String> {
    let seconds = value.as_i64().and_then(|seconds| Timestamp::from_second(seconds).ok());
    match (value, seconds) {
        (Value::Null, _) => Ok(None),
        (_, Some(time)) => Ok(Some(SourceTime::utc(time))),
        (other, None) => Err(format!("{other} is not a time in seconds since 1970")),
    }
}

/// An item of Google Reader's JSON, which FreshRSS and others export.
fn reader(item: &Value) -> Item<'_> {
    let link = |key: &str| text(&item[key][0]["href"]);
    let content = |key: &str| text(&item[key]["content"]);
    let labels = item["categories"].as_array().into_iter().flatten().filter_map(text);
    Item {
        // The reader's own ids say nothing outside it.
        guid: text(&item["guid"])
            .or(text(&item["id"]))
            .filter(|id| !id.starts_with("tag:google.com")),
        url: link("canonical").or(link("alternate")),
        title: text(&item["title"]),
        author: text(&item["author"]),
        html: content("content").or(content("summary")),
        published: counted_time(&item["published"]).map_err(|why| format!("published: {why}")),
        site: text(&item["origin"]["htmlUrl"])
            .or(text(&item["origin"]["feedUrl"]))
            .or(text(&item["origin"]["streamId"]).and_then(|id| id.strip_prefix("feed/"))),
        image: None,
        categories: labels.filter(|label| !label.starts_with("user/")).collect(),
    }
}

/// What an entry lacks that nobody could read or find.
const SAYS_NOTHING: &str = "it has neither title nor text, or no address";

/// The article of an entry, or why there is none and what to do.
fn article(item: &Item<'_>, registry: &Registry, now: Timestamp) -> Result<Article, String> {
    let body = item.html.map(plain_text).unwrap_or_default();
    let title = plain_text(item.title.unwrap_or_default()).replace('\n', " ");
    let own_id = item.guid.or(item.url).filter(|_| !title.is_empty() || !body.is_empty());
    let own_id = own_id.ok_or(SAYS_NOTHING)?;
    // As in JSON Lines: a time is not guessed, and an entry without one would count as seen today.
    let published = item.published.clone().map_err(|why| {
        format!("{own_id}: {why}; mend it or take it out, and import the file again")
    })?;
    let outlet = outlet(item, registry);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Ok(Article {
        id: ArticleId(EntryId::of(&outlet, own_id).0),
        url: owned(item.url),
        byline: owned(item.author),
        language: language(None, &title, &body),
        section: (!item.categories.is_empty()).then(|| item.categories.join("; ")),
        image: item.image.map(|url| Image { url: url.to_owned(), credit: None, caption: None }),
        seen: published.map_or(now, |time| time.instant.min(now)),
        published,
        modified: None,
        named_source: None,
        reserved: None,
        outlet,
        title,
        text: body,
    })
}

/// By the address of the article, else of its site.
fn outlet(item: &Item<'_>, registry: &Registry) -> OutletId {
    let addresses = [item.url, item.site].into_iter().flatten();
    let mut hosts = addresses.filter_map(|url| Url::parse(url).ok()?.host_str().map(str::to_owned));
    hosts.next().map_or_else(|| OutletId("unknown".to_owned()), |host| registry.of_host(&host).id)
}

#[cfg(test)]
mod tests;
