use super::{backoff, report, side_by_side, sitemaps};
use crate::newsroom::{Done, HANDFUL, Newsroom};
use crate::remedy::without_address;
use anyhow::Context;
use fetch::{Body, FetchError, Fetched, Request};
use jiff::{SignedDuration, Timestamp};
use news::{Entry, EntryId, Feed, OutletId, digest};
use std::sync::Arc;
use store::{Arrival, LeasedFeed, Poll};

/// What we ask feeds for.
pub const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5";

/// Polls the feeds that are due. Safe to run twice: known entries are passed over.
pub async fn poll_feeds(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    let taken = room.store.feeds.take_due(room.now(), room.lease_end(), HANDFUL).await;
    let due = taken.context("could not take the feeds that are due")?;
    let count = due.len();
    side_by_side(due, room.settings.poll.at_once as usize, |leased| {
        let room = room.clone();
        async move { poll_feed(&room, leased).await }
    })
    .await?;
    Ok(report("poll", count))
}

async fn poll_feed(room: &Newsroom, leased: LeasedFeed) -> anyhow::Result<()> {
    let request = Request {
        url: leased.feed.url.clone(),
        validators: leased.feed.validators.clone(),
        accept: ACCEPT,
        obey_robots: false,
    };
    let answer = room.fetcher.get(&request).await;
    let of_index = sitemaps::entries_of_newest(room, &answer).await;
    let mut poll = read_answer(room, &leased, answer);
    poll.arrivals.extend(arrivals(&leased.feed.outlet, of_index));
    if let Some(reason) = &poll.failure {
        let (id, url) = (leased.feed.id, &leased.feed.url);
        tracing::warn!(feed.id = id.0, "feed {id}, {url}: {}", without_address(reason, url));
    }
    let filed = room.store.feeds.record_poll(&poll).await;
    filed.with_context(|| format!("{}: could not file what the poll found", leased.feed.url))?;
    Ok(())
}

fn read_answer(room: &Newsroom, leased: &LeasedFeed, answer: Result<Fetched, FetchError>) -> Poll {
    let now = room.now();
    let quiet = Poll {
        feed: leased.feed.id,
        lease_end: leased.lease_end,
        at: now,
        next_due: now + every(room),
        failure: None,
        moved_to: None,
        retired: false,
        validators: None,
        title: None,
        arrivals: Vec::new(),
    };
    match answer {
        Ok(Fetched::NotModified) => quiet,
        Ok(Fetched::Body(body)) => read_body(room, &leased.feed, &body, quiet),
        Err(FetchError::Gone { url }) => {
            Poll { retired: true, failure: Some(format!("{url}: gone for good (410)")), ..quiet }
        }
        Err(error) => {
            failed(room, &leased.feed, now, error.to_string(), error.retry_after(), quiet)
        }
    }
}

fn read_body(room: &Newsroom, feed: &Feed, body: &Body, quiet: Poll) -> Poll {
    let base = body.url.as_str();
    match pipeline::parse::parse(&body.bytes, Some(base), body.charset.as_deref()) {
        Err(not) => {
            let named = pipeline::parse::discover(&body.bytes, base);
            let reason = match named.first() {
                Some(named) => {
                    format!("{base}: it is a web page, not a feed; it names the feed {}", named.url)
                }
                None => format!("{base}: {not}"),
            };
            failed(room, feed, quiet.at, reason, None, quiet)
        }
        Ok(document) => {
            let told = SignedDuration::from_secs(
                i64::try_from(body.max_age_seconds.unwrap_or(0)).unwrap_or(0),
            );
            Poll {
                next_due: quiet.at + every(room).max(told.min(most(room))),
                moved_to: body.moved_to.as_ref().map(|url| url.to_string()),
                validators: Some(body.validators.clone()),
                title: document.title.clone(),
                arrivals: arrivals(&feed.outlet, pipeline::parse::latest(document)),
                ..quiet
            }
        }
    }
}

fn failed(
    room: &Newsroom,
    feed: &Feed,
    now: Timestamp,
    reason: String,
    retry_after: Option<std::time::Duration>,
    quiet: Poll,
) -> Poll {
    let wait = backoff(every(room), feed.failures + 1, most(room));
    let asked = retry_after.and_then(|wait| SignedDuration::try_from(wait).ok());
    let next_due = now + asked.unwrap_or(SignedDuration::ZERO).min(most(room)).max(wait);
    Poll { failure: Some(reason), next_due, ..quiet }
}

fn every(room: &Newsroom) -> SignedDuration {
    SignedDuration::from_mins(i64::from(room.settings.poll.every_minutes))
}

fn most(room: &Newsroom) -> SignedDuration {
    SignedDuration::from_mins(i64::from(room.settings.poll.most_minutes)).max(every(room))
}

/// The entries of a feed that can be told apart: by id, else address, else title.
fn arrivals(outlet: &OutletId, entries: Vec<Entry>) -> Vec<Arrival> {
    entries
        .into_iter()
        .filter_map(|entry| {
            let own_id = entry.id.as_ref().or(entry.url.as_ref()).or(entry.title.as_ref())?;
            let id = EntryId::of(outlet, own_id);
            Some(Arrival { id, input: input(&entry), entry })
        })
        .collect()
}

/// Changes when the outlet changed what the entry says. The time of publication is left out: some
/// feeds stamp every entry with the present at every request.
fn input(entry: &Entry) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let updated = entry.updated.map(|time| time.to_string());
    digest(&[
        text(&entry.url).as_bytes(),
        text(&entry.title).as_bytes(),
        text(&updated).as_bytes(),
        text(&entry.summary_html).as_bytes(),
        text(&entry.content_html).as_bytes(),
    ])
}
