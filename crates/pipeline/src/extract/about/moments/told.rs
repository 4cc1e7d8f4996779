//! What a page tells machines about its times.

use super::Read;
use crate::extract::about::Head;
use crate::extract::dates::Dated;

/// Where publishing systems put the time that readers are shown. Where these and the linked data name
/// different days, the labelled sets agree with these.
const SHOWN: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
];

/// Where else pages write the time of publication, the clearest names first.
const PUBLISHED: &[&str] = &[
    "datepublished",
    "publication_date",
    "publish_date",
    "publishdate",
    "publish-date",
    "published_at",
    "article_date_original",
    "originalpublicationdate",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcsext.articlefirstpublished",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "pubdate",
    "pub_date",
    "rbpubdate",
    "date_published",
    "article.published",
    "article:post_date",
    "article:create_date",
    "article.created",
    "displaydate",
    "og:pubdate",
    "bt:pubdate",
    "datecreated",
    "dateposted",
    "vr:published_time",
    "shareaholic:article_published_time",
    "og:release_date",
    "creation_date",
];

/// Where pages write the time of the last change.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "article:updated",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revised",
    "dateupdated",
    "updated_time",
    "shareaholic:article_modified_time",
    "article:modified",
];

/// What some systems fill with the last change of the page instead.
const VAGUE: &[&str] = &["dcterms.date", "date", "created", "timestamp"];

/// When it was published, or changed: asked when nothing else says it clearly.
pub fn vague(head: &Head, read: &Read) -> Option<Dated> {
    first(head, VAGUE, read)
}

/// What the linked data alone say.
pub fn linked(head: &Head, read: &Read) -> Option<Dated> {
    head.data.published.as_deref().and_then(|told| read.dated(told))
}

/// When it was published.
pub fn published(head: &Head, read: &Read) -> Option<Dated> {
    first(head, SHOWN, read).or_else(|| linked(head, read)).or_else(|| first(head, PUBLISHED, read))
}

/// When it changed last.
pub fn modified(head: &Head, read: &Read) -> Option<Dated> {
    let told = head.data.modified.as_deref().and_then(|told| read.dated(told));
    told.or_else(|| first(head, MODIFIED, read))
}

fn first(head: &Head, names: &[&str], read: &Read) -> Option<Dated> {
    names.iter().find_map(|name| head.meta.all(name).find_map(|told| read.dated(told)))
}
