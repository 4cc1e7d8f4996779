//! What the loopback web answers, as a function of the world, the moment and the request.

use super::world::{Publisher, World};
use super::{feeds, fixtures, markup, pages};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use news::short_digest;

/// A request, as far as answers depend on it.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Lowercase, without the port.
    pub host: String,
    /// Without the query.
    pub path: String,
    /// The `If-None-Match` header.
    pub none_match: Option<String>,
    /// The `If-Modified-Since` header.
    pub modified_since: Option<String>,
    /// Whether `Accept-Encoding` names gzip.
    pub takes_gzip: bool,
}

/// A response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Media type, with the charset where the outlet sends one.
    pub content_type: String,
    /// A name for these bytes, with its quotation marks.
    pub etag: Option<String>,
    /// An HTTP date.
    pub last_modified: Option<String>,
    /// Where it has moved.
    pub location: Option<String>,
    /// Whether the body should be sent compressed.
    pub gzip: bool,
    /// Never compressed here.
    pub body: Vec<u8>,
}

/// Answers `ask` as the world stood at `now`.
pub fn answer(world: &World, now: Timestamp, ask: &Ask) -> Answer {
    let Some(place) = world.publisher_at(&ask.host) else {
        return plain(404, format!("There is no host {:?} in this world.\n", ask.host));
    };
    let publisher = &world.publishers[place];
    if publisher.moved_to.is_some() && ask.path == publisher.feed {
        let location = publisher.moved_to.as_deref().map(|path| publisher.url(path));
        return Answer { location, ..plain(301, String::new()) };
    }
    let Some(found) = resource(world, place, now, &ask.path) else {
        return plain(404, "There is no such page.\n".to_owned());
    };
    let found = Answer { gzip: publisher.gzip && ask.takes_gzip, ..found };
    if is_known(&found, ask) {
        return Answer { status: 304, gzip: false, body: Vec::new(), ..found };
    }
    found
}

fn resource(world: &World, place: usize, now: Timestamp, path: &str) -> Option<Answer> {
    let publisher = &world.publishers[place];
    let is = |known: &Option<String>| known.as_deref() == Some(path);
    if path == publisher.feed || is(&publisher.moved_to) {
        let (feed, kind) = feeds::feed(world, place, now);
        return Some(text(publisher, feed, kind, latest_change(world, place, now)));
    }
    if is(&publisher.broken_feed) {
        let (feed, kind) = feeds::feed(world, place, now);
        let feed = feeds::cut_off(&feed);
        return Some(text(publisher, feed, kind, latest_change(world, place, now)));
    }
    if is(&publisher.html_feed) {
        return Some(html(publisher, pages::former_feed_page(publisher), world.starts()));
    }
    match path {
        "/" => {
            let changed = latest_change(world, place, now);
            Some(html(publisher, pages::home_page(world, place, now), changed))
        }
        "/robots.txt" => Some(plain(200, pages::robots(publisher))),
        _ => picture(world, path).or_else(|| article(world, place, now, path)),
    }
}

fn article(world: &World, place: usize, now: Timestamp, path: &str) -> Option<Answer> {
    let of_path = |report: &&super::world::Report| report.publisher == place && report.path == path;
    let report = world.reports.iter().find(of_path)?;
    let page = pages::article_page(world, report, now)?;
    let changed = report.wording(now)?.from.instant;
    Some(html(&world.publishers[place], page, changed))
}

fn picture(world: &World, path: &str) -> Option<Answer> {
    let name = path.strip_prefix("/images/")?;
    let (_, bytes) = fixtures::IMAGES.iter().find(|(file, _)| *file == name)?;
    Some(described("image/png".to_owned(), bytes.to_vec(), Some(world.starts())))
}

fn html(publisher: &Publisher, page: String, changed: Timestamp) -> Answer {
    let kind =
        if publisher.latin1 { "text/html; charset=ISO-8859-1" } else { "text/html; charset=utf-8" };
    text(publisher, page, kind, changed)
}

fn text(publisher: &Publisher, text: String, content_type: &str, changed: Timestamp) -> Answer {
    let body = if publisher.latin1 { markup::latin1(&text) } else { text.into_bytes() };
    described(content_type.to_owned(), body, Some(changed))
}

fn plain(status: u16, text: String) -> Answer {
    let content_type = "text/plain; charset=utf-8".to_owned();
    Answer { status, ..described(content_type, text.into_bytes(), None) }
}

fn described(content_type: String, body: Vec<u8>, changed: Option<Timestamp>) -> Answer {
    let printed = |at| DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok();
    Answer {
        status: 200,
        content_type,
        etag: Some(format!("\"{}\"", short_digest(&[&body]))),
        last_modified: changed.and_then(printed),
        body,
        ..Answer::default()
    }
}

/// When anything of an outlet last changed before `now`.
fn latest_change(world: &World, place: usize, now: Timestamp) -> Timestamp {
    let reports = world.published_by(place, now);
    let changes = reports.iter().filter_map(|report| report.wording(now));
    changes.map(|wording| wording.from.instant).max().unwrap_or_else(|| world.starts())
}

/// Whether the client holds these bytes already. Dates are compared as text, since a client sends
/// back the one that it was given; `If-None-Match` wins, as RFC 9110 has it.
fn is_known(found: &Answer, ask: &Ask) -> bool {
    match &ask.none_match {
        Some(tags) => {
            let tag = found.etag.as_deref();
            tags.split(',').any(|one| Some(one.trim().trim_start_matches("W/")) == tag)
        }
        None => found.last_modified.is_some() && found.last_modified == ask.modified_since,
    }
}
