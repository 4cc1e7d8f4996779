use super::time::SourceTimeRow;
use news::{Enclosure, Entry, EntrySource};
use serde::{Deserialize, Serialize};

/// An entry as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct EntryRow {
    id: Option<String>,
    url: Option<String>,
    title: Option<String>,
    author: Option<String>,
    published: Option<SourceTimeRow>,
    updated: Option<SourceTimeRow>,
    summary_html: Option<String>,
    content_html: Option<String>,
    image: Option<String>,
    image_credit: Option<String>,
    source: Option<SourceRow>,
    categories: Vec<String>,
    rights: Option<String>,
    enclosures: Vec<EnclosureRow>,
    comments: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct SourceRow {
    title: Option<String>,
    url: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct EnclosureRow {
    url: String,
    media_type: Option<String>,
    length: Option<u64>,
}

impl From<&Entry> for EntryRow {
    fn from(entry: &Entry) -> EntryRow {
        let entry = entry.clone();
        EntryRow {
            id: entry.id,
            url: entry.url,
            title: entry.title,
            author: entry.author,
            published: entry.published.map(Into::into),
            updated: entry.updated.map(Into::into),
            summary_html: entry.summary_html,
            content_html: entry.content_html,
            image: entry.image,
            image_credit: entry.image_credit,
            source: entry.source.map(|source| SourceRow { title: source.title, url: source.url }),
            categories: entry.categories,
            rights: entry.rights,
            enclosures: entry.enclosures.into_iter().map(Into::into).collect(),
            comments: entry.comments,
        }
    }
}

impl From<EntryRow> for Entry {
    fn from(row: EntryRow) -> Entry {
        Entry {
            id: row.id,
            url: row.url,
            title: row.title,
            author: row.author,
            published: row.published.map(Into::into),
            updated: row.updated.map(Into::into),
            summary_html: row.summary_html,
            content_html: row.content_html,
            image: row.image,
            image_credit: row.image_credit,
            source: row.source.map(|source| EntrySource { title: source.title, url: source.url }),
            categories: row.categories,
            rights: row.rights,
            enclosures: row.enclosures.into_iter().map(Into::into).collect(),
            comments: row.comments,
        }
    }
}

impl From<Enclosure> for EnclosureRow {
    fn from(file: Enclosure) -> EnclosureRow {
        EnclosureRow { url: file.url, media_type: file.media_type, length: file.length }
    }
}

impl From<EnclosureRow> for Enclosure {
    fn from(row: EnclosureRow) -> Enclosure {
        Enclosure { url: row.url, media_type: row.media_type, length: row.length }
    }
}
