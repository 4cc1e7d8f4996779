//! When the article was published and when it changed.

use super::Head;
use crate::extract::body::{Choice, Survey};
use crate::extract::dates;
use crate::extract::html::{Document, NodeId, Tag};
use news::SourceTime;
use regex::Regex;
use std::sync::LazyLock;

/// Where pages write the time of publication, the clearest names first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
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
    "dcterms.date",
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
    "timestamp",
    "date",
    "created",
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

/// Publication and last change; a change before the publication is none.
pub fn moments(
    document: &Document<'_>,
    survey: &Survey,
    head: &Head,
    choice: &Choice,
    url: Option<&str>,
    language: Option<&str>,
) -> (Option<SourceTime>, Option<SourceTime>) {
    // Only readers in North America write the month first.
    let day_first = language != Some("en")
        || document.all(Tag::Html).any(|node| {
            document
                .raw_attribute(node, "lang")
                .is_some_and(|lang| lang.to_ascii_lowercase().ends_with("gb"))
        });
    let read = |text: &str| dates::read(text, day_first);
    let told = first_told(head, head.data.published.as_deref(), PUBLISHED, &read);
    let published = told
        .map(|told| with_zone(told, document, choice, &read))
        .or_else(|| marked(document, choice, &read))
        .or_else(|| url.and_then(in_address))
        .or_else(|| named(document, choice, &read))
        .or_else(|| near(document, survey, choice, &read));
    let modified = first_told(head, head.data.modified.as_deref(), MODIFIED, &read);
    let later = modified
        .filter(|modified| published.is_none_or(|published| modified.instant >= published.instant));
    // What has only a last change was published by then; most such pages never changed.
    (published.or(modified), later)
}

/// What the linked data or the first of these `<meta>` elements say.
fn first_told(
    head: &Head,
    data: Option<&str>,
    names: &[&str],
    read: &impl Fn(&str) -> Option<SourceTime>,
) -> Option<SourceTime> {
    let told = data.and_then(read);
    told.or_else(|| names.iter().find_map(|name| head.meta.all(name).find_map(read)))
}

/// Seconds that no zone is away from UTC.
const ZONES_SECONDS: i64 = 14 * 3600;

/// The same moment with the zone that the page shows to readers: machines are often told UTC, and
/// the day is another one there. A `<time>` without a zone gives it away when it agrees to the second.
fn with_zone(
    told: SourceTime,
    document: &Document<'_>,
    choice: &Choice,
    read: &impl Fn(&str) -> Option<SourceTime>,
) -> SourceTime {
    let second = told.instant.as_second();
    if told.offset_minutes != 0 || second % 60 == 0 {
        return told;
    }
    let times = document.all(Tag::Time).take_while(|node| *node < document.end(choice.node));
    let shown = times.filter_map(|node| read(&document.attribute(node, "datetime")?));
    let zones = shown.filter_map(|shown| {
        let east = shown.instant.as_second() - second;
        let same = east == 0 || east % 1800 == 0 && east.abs() <= ZONES_SECONDS;
        let minutes =
            if east == 0 { shown.offset_minutes } else { i32::try_from(east / 60).ok()? };
        (same && minutes != 0 && (east == 0 || shown.offset_minutes == 0)).then_some(minutes)
    });
    SourceTime { offset_minutes: zones.into_iter().next().unwrap_or(0), ..told }
}

/// What a `<time>` or an `itemprop` says; one marked as the publication's before others, one
/// in or before the article before those behind it.
fn marked(
    document: &Document<'_>,
    choice: &Choice,
    read: &impl Fn(&str) -> Option<SourceTime>,
) -> Option<SourceTime> {
    let end = document.end(choice.node);
    let mut best: Option<(u8, SourceTime)> = None;
    for node in 0..document.len() {
        let tag = document.tag(node);
        if tag == Tag::Text || !document.has_attributes(node) && tag != Tag::Time {
            continue;
        }
        let Some(weight) = mark(document, node) else { continue };
        let weight = weight + u8::from(node < end);
        if best.is_some_and(|(known, _)| known >= weight) {
            continue;
        }
        let attribute = ["datetime", "content", "title"]
            .iter()
            .find_map(|name| read(&document.attribute(node, name)?));
        if let Some(time) =
            attribute.or_else(|| short_line(document, node).and_then(|line| read(&line)))
        {
            best = Some((weight, time));
        }
    }
    best.map(|(_, time)| time)
}

/// The words of an element that is small enough for a dateline.
fn short_line(document: &Document<'_>, node: NodeId) -> Option<String> {
    (!document.is_larger(node, DATELINE_NODES)).then(|| document.line(node))
}

/// How much the marks of an element say that it holds the time of publication.
fn mark(document: &Document<'_>, node: NodeId) -> Option<u8> {
    let property =
        document.raw_attribute(node, "itemprop").unwrap_or_default().to_ascii_lowercase();
    let class = document.raw_attribute(node, "class").unwrap_or_default().to_ascii_lowercase();
    let is_time = document.tag(node) == Tag::Time;
    let updated =
        property.contains("modified") || class.contains("updated") || class.contains("modified");
    if property.contains("datepublished") || property.contains("datecreated") {
        return Some(6);
    }
    let says_published = class.contains("publish")
        || class.contains("entry-date")
        || class.contains("post-date")
        || class.contains("dt-published");
    match is_time {
        true if document.raw_attribute(node, "pubdate").is_some() || says_published => Some(5),
        true if updated => Some(1),
        true => Some(3),
        false => (document.tag(node) == Tag::Inline
            && class.split_ascii_whitespace().any(|name| name == "published"))
        .then_some(4),
    }
}

/// Class and id names of datelines.
const DATELINES: &[&str] = &[
    "date",
    "datum",
    "fecha",
    "pubdate",
    "published",
    "publish",
    "posted",
    "timestamp",
    "dateline",
    "byline",
    "meta",
    "time",
    "info",
    "veröffentlicht",
    "data",
];

/// The first date in an element named like a dateline, in or before the article.
fn named(
    document: &Document<'_>,
    choice: &Choice,
    read: &impl Fn(&str) -> Option<SourceTime>,
) -> Option<SourceTime> {
    let end = document.end(choice.node);
    let mut nodes = (0..end).chain(end..document.len()).filter(|node| {
        let is_element = !matches!(
            document.tag(*node),
            Tag::Text | Tag::Html | Tag::Body | Tag::Meta | Tag::Link | Tag::Script
        );
        is_element && document.has_attributes(*node) && document.end(*node) - *node < DATELINE_NODES
    });
    nodes.find_map(|node| {
        let names = ["class", "id"].map(|name| {
            document.raw_attribute(node, name).unwrap_or_default().to_ascii_lowercase()
        });
        let is_dateline = names
            .iter()
            .flat_map(|names| names.split(|c: char| !c.is_alphanumeric()))
            .any(|word| {
                DATELINES.contains(&word) || word.ends_with("date") || word.starts_with("date")
            });
        if is_dateline { read(&document.line(node)) } else { None }
    })
}

/// Larger elements are no datelines.
const DATELINE_NODES: usize = 40;

/// Blocks around the beginning of the article in which a bare date counts as its own.
const NEAR_BLOCKS: usize = 10;
/// Blocks at its end that do so too.
const END_BLOCKS: usize = 4;
/// Letters beyond which a block is a sentence about something else.
const DATELINE_LETTERS: usize = 90;

/// A date standing alone, or among a few words, about where the article begins or ends.
fn near(
    document: &Document<'_>,
    survey: &Survey,
    choice: &Choice,
    read: &impl Fn(&str) -> Option<SourceTime>,
) -> Option<SourceTime> {
    let place = |node: NodeId| survey.blocks.partition_point(|block| block.first < node);
    let (first, last) = (place(choice.node), place(document.end(choice.node)));
    let count = survey.blocks.len();
    let start = first.saturating_sub(NEAR_BLOCKS)..(first + NEAR_BLOCKS).min(count);
    let end = last.saturating_sub(END_BLOCKS)..(last + END_BLOCKS).min(count);
    let short = |place: &usize| (6..=DATELINE_LETTERS).contains(&survey.blocks[*place].letters);
    start.chain(end).filter(short).find_map(|place| read(survey.words(&survey.blocks[place])))
}

static IN_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[/_-]((?:19|20)\d\d)[/_-]?([01]\d)[/_-]?([0-3]\d)(?:[/_.-]|$)")
        .expect("the pattern is constant and compiles in the tests")
});

/// The day in an address such as `/2026/11/23/ferry`.
fn in_address(url: &str) -> Option<SourceTime> {
    let found = IN_ADDRESS.captures(url)?;
    dates::read(&format!("{}-{}-{}", &found[1], &found[2], &found[3]), true)
}
