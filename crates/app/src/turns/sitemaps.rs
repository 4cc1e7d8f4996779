use super::poll::ACCEPT;
use crate::newsroom::Newsroom;
use fetch::{Body, FetchError, Fetched, Request};
use news::{Entry, FeedDocument, Validators};
use pipeline::parse;

/// Sitemaps that are asked for of an index at each poll: the newest holds today's pages, the one before
/// it those of a night that began yesterday.
const CHILDREN: usize = 2;

/// The entries of the newest sitemaps that an answer names, when it is a sitemap index; none otherwise.
///
/// A sitemap that cannot be had is left for the next poll: the index itself was well.
pub async fn entries_of_newest(
    room: &Newsroom,
    answer: &Result<Fetched, FetchError>,
) -> Vec<Entry> {
    let Ok(Fetched::Body(body)) = answer else { return Vec::new() };
    if !parse::is_index(&body.bytes) {
        return Vec::new();
    }
    let Some(index) = read(body) else { return Vec::new() };
    let mut entries = Vec::new();
    for child in parse::newest(&index, &body.url, CHILDREN) {
        let request = Request {
            url: child.url.clone(),
            validators: Validators::default(),
            accept: ACCEPT,
            obey_robots: false,
        };
        match room.fetcher.get(&request).await {
            Ok(Fetched::Body(body)) => {
                entries.extend(read(&body).into_iter().flat_map(parse::latest))
            }
            Ok(Fetched::NotModified) => {}
            Err(error) => tracing::warn!("{}: {error}", child.url),
        }
    }
    entries
}

fn read(body: &Body) -> Option<FeedDocument> {
    parse::parse(&body.bytes, Some(body.url.as_str()), body.charset.as_deref()).ok()
}
