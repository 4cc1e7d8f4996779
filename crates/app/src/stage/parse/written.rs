//! A feed in the form of the contract: absent values are absent keys, and so are empty ones.

use news::{ChildSitemap, Enclosure, Entry, EntrySource, FeedDocument, SourceTime};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A feed as the line that is written of it.
pub struct FeedLine {
    /// The name of its file.
    pub id: String,
    /// What was read in it.
    pub feed: FeedDocument,
}

/// Something of the vocabulary, as it is written.
struct Written<T>(T);

impl Serialize for FeedLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let feed = &self.feed;
        let mut line = serializer.serialize_map(None)?;
        line.serialize_entry("id", &self.id)?;
        line.serialize_entry("kind", feed.kind.word())?;
        text(&mut line, "title", &feed.title)?;
        text(&mut line, "link", &feed.link)?;
        text(&mut line, "language", &feed.language)?;
        text(&mut line, "subtitle", &feed.subtitle)?;
        text(&mut line, "rights", &feed.rights)?;
        text(&mut line, "author", &feed.author)?;
        text(&mut line, "feed_id", &feed.feed_id)?;
        time(&mut line, "published", feed.published)?;
        time(&mut line, "updated", feed.updated)?;
        text(&mut line, "image", &feed.image)?;
        text(&mut line, "hub", &feed.hub)?;
        line.serialize_entry("entries", &List(&feed.entries))?;
        list(&mut line, "sitemaps", &feed.sitemaps)?;
        line.end()
    }
}

impl Serialize for Written<&Entry> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entry = self.0;
        let mut object = serializer.serialize_map(None)?;
        text(&mut object, "id", &entry.id)?;
        text(&mut object, "url", &entry.url)?;
        text(&mut object, "title", &entry.title)?;
        text(&mut object, "author", &entry.author)?;
        time(&mut object, "published", entry.published)?;
        time(&mut object, "updated", entry.updated)?;
        text(&mut object, "summary_html", &entry.summary_html)?;
        text(&mut object, "content_html", &entry.content_html)?;
        text(&mut object, "image", &entry.image)?;
        text(&mut object, "image_credit", &entry.image_credit)?;
        if let Some(source) = &entry.source {
            object.serialize_entry("source", &Written(source))?;
        }
        if !entry.categories.is_empty() {
            object.serialize_entry("categories", &entry.categories)?;
        }
        text(&mut object, "rights", &entry.rights)?;
        list(&mut object, "enclosures", &entry.enclosures)?;
        text(&mut object, "comments", &entry.comments)?;
        object.end()
    }
}

impl Serialize for Written<&EntrySource> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        text(&mut object, "title", &self.0.title)?;
        text(&mut object, "url", &self.0.url)?;
        object.end()
    }
}

impl Serialize for Written<&Enclosure> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("url", &self.0.url)?;
        text(&mut object, "type", &self.0.media_type)?;
        if let Some(length) = self.0.length {
            object.serialize_entry("length", &length)?;
        }
        object.end()
    }
}

impl Serialize for Written<&ChildSitemap> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("url", &self.0.url)?;
        time(&mut object, "updated", self.0.updated)?;
        object.end()
    }
}

impl Serialize for Written<SourceTime> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Things of the vocabulary in their order.
struct List<'a, T>(&'a [T]);

impl<'a, T> Serialize for List<'a, T>
where
    Written<&'a T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Written))
    }
}

fn text<M: SerializeMap>(map: &mut M, key: &str, text: &Option<String>) -> Result<(), M::Error> {
    match text.as_deref() {
        None | Some("") => Ok(()),
        Some(text) => map.serialize_entry(key, text),
    }
}

fn time<M: SerializeMap>(map: &mut M, key: &str, time: Option<SourceTime>) -> Result<(), M::Error> {
    match time {
        None => Ok(()),
        Some(time) => map.serialize_entry(key, &Written(time)),
    }
}

fn list<'a, M: SerializeMap, T>(map: &mut M, key: &str, list: &'a [T]) -> Result<(), M::Error>
where
    Written<&'a T>: Serialize,
{
    match list {
        [] => Ok(()),
        list => map.serialize_entry(key, &List(list)),
    }
}
