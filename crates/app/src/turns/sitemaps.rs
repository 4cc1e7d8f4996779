use super::poll::ACCEPT;
use crate::newsroom::Newsroom;
use anyhow::Context;
use fetch::{Body, FetchError, Fetched, Request};
use news::{ChildSitemap, Entry, Feed, FeedDocument, KnownSitemap};
use pipeline::parse;

/// Sitemaps that are asked for of an index at each poll: the newest holds today's pages, the one before
/// it those of a night that began yesterday.
const CHILDREN: usize = 2;

/// What the newest sitemaps of an index hold.
pub struct OfIndex {
    /// Their entries, as far as they changed.
    pub entries: Vec<Entry>,
    /// What is known of them now.
    pub known: Vec<KnownSitemap>,
}

/// Looks at the newest sitemaps that an answer names, when it is a sitemap index; none otherwise. Those that
/// have not changed, as far as the index or their own server says so, cost no request or a conditional one.
///
/// A sitemap that cannot be had is left for the next poll: the index itself was well.
pub async fn look_at_newest(
    room: &Newsroom,
    feed: &Feed,
    answer: &Result<Fetched, FetchError>,
) -> anyhow::Result<Option<OfIndex>> {
    let index = match answer {
        Ok(Fetched::NotModified) => None,
        Ok(Fetched::Body(body)) if parse::is_index(&body.bytes) => read(body).map(|i| (i, body)),
        _ => return Ok(None),
    };
    let known = room.store.feeds.sitemaps(feed.id).await;
    let known = known.with_context(|| format!("{}: could not read its sitemaps", feed.url))?;
    let (children, kept) = match &index {
        Some((index, body)) => {
            let newest = parse::newest(index, &body.url, CHILDREN);
            let is_named = |one: &&KnownSitemap| newest.iter().any(|child| child.url == one.url);
            let kept = known.iter().filter(is_named).cloned().collect();
            let due = parse::due(newest.clone(), &known, room.now());
            (due.into_iter().cloned().collect(), kept)
        }
        None if known.is_empty() => return Ok(None),
        None => (parse::due_again(&known, room.now()), known),
    };
    let mut found = OfIndex { entries: Vec::new(), known: kept };
    for child in children {
        look_at(room, child, &mut found).await;
    }
    Ok(Some(found))
}

/// Asks for one sitemap.
async fn look_at(room: &Newsroom, child: ChildSitemap, found: &mut OfIndex) {
    let place = found.known.iter().position(|known| known.url == child.url);
    let before = place.map(|place| found.known.remove(place));
    let request = Request {
        url: child.url.clone(),
        validators: before.as_ref().map(|known| known.validators.clone()).unwrap_or_default(),
        accept: ACCEPT,
        obey_robots: false,
    };
    let ChildSitemap { url, updated } = child;
    let asked = room.now();
    match room.fetcher.get(&request).await {
        Ok(Fetched::Body(body)) => {
            found.entries.extend(read(&body).into_iter().flat_map(parse::latest));
            let validators = body.validators;
            found.known.push(KnownSitemap { url, validators, updated, asked });
        }
        Ok(Fetched::NotModified) => {
            let validators = request.validators;
            found.known.push(KnownSitemap { url, validators, updated, asked });
        }
        Err(error) => {
            tracing::warn!("{url}: {error}");
            found.known.extend(before);
        }
    }
}

fn read(body: &Body) -> Option<FeedDocument> {
    parse::parse(&body.bytes, Some(body.url.as_str()), body.charset.as_deref()).ok()
}
