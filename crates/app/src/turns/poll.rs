use super::errands::{Errand, run_errands};
use super::websub::{self, Hub};
use super::{decide, report, sitemaps};
use crate::newsroom::{Done, HANDFUL, Newsroom};
use crate::remedy::without_address;
use anyhow::Context;
use fetch::{Body, FetchError, Fetched, Request, Url};
use jiff::{SignedDuration, Timestamp};
use news::{Activity, Entry, EntryId, Feed, FeedDocument, OutletId, digest, plain_address};
use pipeline::schedule;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::{Arrival, LeasedFeed, Poll};
use tokio::sync::mpsc::{self, Receiver};

/// What we ask feeds for.
pub const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5";

/// Polls the feeds that are due. Safe to run twice: known entries are passed over.
///
/// What was found is filed beside the asking. A turn that dies before that has changed nothing: the feeds are
/// due again when their leases run out.
pub async fn poll_feeds(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    let (found, unfiled) = mpsc::channel(MOST_UNFILED);
    let filer = tokio::spawn(file_found(room.clone(), unfiled));
    let take = || due_feeds(room.clone());
    let done = run_errands(room, take, move |leased| {
        let (room, found) = (room.clone(), found.clone());
        async move {
            let found_now = poll_feed(&room, leased).await?;
            found.send(found_now).await.context("what the poll found is not filed any more")
        }
    });
    let done = done.await;
    filer.await.context("the filing broke off")??;
    Ok(report("poll", done?))
}

/// What polls found that may wait for being filed. Bounds the memory, and how long a transaction takes.
const MOST_UNFILED: usize = 64;

/// Files what comes until nothing more can. While one transaction is written to the disk the next polls
/// gather, and go into the next one together: a disk takes as long for one as for all of them.
async fn file_found(room: Arc<Newsroom>, mut unfiled: Receiver<Found>) -> anyhow::Result<()> {
    let mut found = Vec::with_capacity(MOST_UNFILED);
    while unfiled.recv_many(&mut found, MOST_UNFILED).await > 0 {
        file(&room, std::mem::take(&mut found)).await?;
    }
    Ok(())
}

async fn file(room: &Newsroom, found: Vec<Found>) -> anyhow::Result<()> {
    let (polls, hubs): (Vec<Poll>, Vec<_>) =
        found.into_iter().map(|found| (found.poll, (found.feed, found.hub))).unzip();
    if room.store.feeds.record_polls(&polls).await.is_err() {
        file_one_by_one(room, &polls).await?;
    }
    for (feed, hub) in hubs {
        if let Some(hub) = hub {
            websub::wish(room, &feed, hub).await?;
        }
    }
    Ok(())
}

/// What cannot be filed keeps nothing else from it; gives its error after all the others.
async fn file_one_by_one(room: &Newsroom, polls: &[Poll]) -> anyhow::Result<()> {
    let mut all = Ok(());
    for poll in polls {
        let filed = room.store.feeds.record_polls(std::slice::from_ref(poll)).await;
        let filed = filed.with_context(|| format!("could not file the poll of feed {}", poll.feed));
        all = all.and(filed.map(drop));
    }
    all
}

async fn due_feeds(room: Arc<Newsroom>) -> anyhow::Result<Vec<Errand<LeasedFeed>>> {
    let taken = room.store.feeds.take_due(room.now(), room.lease_end(), HANDFUL).await;
    let due = taken.context("could not take the feeds that are due")?;
    Ok(due.into_iter().map(errand).collect())
}

fn errand(leased: LeasedFeed) -> Errand<LeasedFeed> {
    Errand {
        url: leased.feed.url.clone(),
        is_doubtful: leased.feed.failures > 0,
        lease_end: leased.lease_end,
        item: leased,
    }
}

async fn poll_feed(room: &Newsroom, leased: LeasedFeed) -> anyhow::Result<Found> {
    let request = Request {
        url: leased.feed.url.clone(),
        validators: leased.feed.validators.clone(),
        accept: ACCEPT,
        obey_robots: false,
    };
    let answer = room.fetcher.get(&request).await;
    let of_index = sitemaps::look_at_newest(room, &leased.feed, &answer).await?;
    let (mut poll, hub) = read_answer(room, &leased, answer).await;
    if let Some(of_index) = of_index {
        poll.arrivals.extend(arrivals(&leased.feed.outlet, of_index.entries));
        poll.sitemaps = Some(of_index.known);
    }
    if let Some(reason) = &poll.failure {
        let (id, url) = (leased.feed.id, &leased.feed.url);
        tracing::warn!(feed.id = id.0, "feed {id}, {url}: {}", without_address(reason, url));
    }
    Ok(Found { feed: leased.feed, poll, hub })
}

/// What a poll found, and what the feed says of its hub, if it said anything new.
struct Found {
    feed: Feed,
    poll: Poll,
    hub: Option<Hub>,
}

async fn read_answer(
    room: &Newsroom,
    leased: &LeasedFeed,
    answer: Result<Fetched, FetchError>,
) -> (Poll, Option<Hub>) {
    let (feed, quiet) = (&leased.feed, quiet(room, leased));
    let poll = match answer {
        Ok(Fetched::NotModified) => quiet,
        Ok(Fetched::Body(body)) => return read_body(room, feed, body, quiet).await,
        Err(FetchError::Gone { url }) => {
            Poll { retired: true, failure: Some(format!("{url}: gone for good (410)")), ..quiet }
        }
        Err(error) => failed(room, feed, error.to_string(), error.retry_after(), quiet),
    };
    (poll, None)
}

/// What a poll comes to when there is nothing new.
fn quiet(room: &Newsroom, leased: &LeasedFeed) -> Poll {
    let (now, feed) = (room.now(), &leased.feed);
    let silent = now.duration_since(feed.answered.unwrap_or(now));
    let activity = schedule::later(feed.activity, silent, 0);
    let rest = SignedDuration::from_secs(i64::from(feed.rest_seconds));
    Poll {
        feed: feed.id,
        lease_end: leased.lease_end,
        at: now,
        next_due: next_due(room, feed, activity, rest),
        failure: None,
        moved_to: None,
        retired: false,
        validators: None,
        title: None,
        activity: Some(activity),
        content: None,
        rest_seconds: None,
        sitemaps: None,
        arrivals: Vec::new(),
    }
}

async fn read_body(room: &Newsroom, feed: &Feed, body: Body, quiet: Poll) -> (Poll, Option<Hub>) {
    let quiet = Poll {
        moved_to: body.moved_to.as_ref().map(|url| url.to_string()),
        validators: Some(body.validators.clone()),
        ..quiet
    };
    let (base, charset, known) = (body.url.to_string(), body.charset, feed.content.clone());
    let told = Told { fresh_seconds: body.fresh_seconds, hub: body.hub, own: body.own_address };
    let (bytes, url) = (body.bytes, base.clone());
    let said = decide(move || look(&bytes, &url, charset.as_deref(), known.as_deref())).await;
    let not = match said {
        Ok(Said::TheSame) => return (quiet, None),
        Ok(Said::News { document, content }) => {
            let hub = Some(websub::hub(&document, &told.hub, &told.own, &base));
            let read = read(room, feed, *document, &told, quiet);
            return (Poll { content: Some(content), ..read }, hub);
        }
        Ok(Said::Nothing(not)) | Err(not) => not,
    };
    // Whatever answers there is no feed, so it has not moved there either.
    let quiet = Poll { moved_to: None, validators: None, ..quiet };
    (failed(room, feed, format!("{base}: {not}"), None, quiet), None)
}

/// What the body of an answer comes to.
enum Said {
    TheSame,
    News {
        document: Box<FeedDocument>,
        content: String,
    },
    /// It is no feed, for this reason.
    Nothing(String),
}

/// Reads a body, unless it is the one that is known: many servers know no conditional requests.
fn look(bytes: &[u8], url: &str, charset: Option<&str>, known: Option<&str>) -> Said {
    let content = digest(&[bytes]);
    if known == Some(content.as_str()) {
        return Said::TheSame;
    }
    match pipeline::parse::parse(bytes, Some(url), charset) {
        Ok(document) => Said::News { document: Box::new(document), content },
        Err(not) => Said::Nothing(match pipeline::parse::discover(bytes, url).first() {
            Some(named) => {
                format!("it is a web page, not a feed; it names the feed {}", named.url)
            }
            None => not.to_string(),
        }),
    }
}

/// What the head of an answer told.
struct Told {
    fresh_seconds: Option<u64>,
    hub: Option<Url>,
    own: Option<Url>,
}

/// What a feed that was read comes to.
fn read(room: &Newsroom, feed: &Feed, document: FeedDocument, told: &Told, quiet: Poll) -> Poll {
    let dates = document.entries.iter().filter_map(|entry| entry.published.or(entry.updated));
    let known = schedule::activity(dates.map(|date| date.instant), quiet.at);
    // A feed without dates has changed, so that much is new.
    let silent = quiet.at.duration_since(feed.answered.unwrap_or(quiet.at));
    let activity = known.unwrap_or_else(|| schedule::later(feed.activity, silent, 1));
    let asked = document.rest_minutes.map_or(0, |minutes| u64::from(minutes) * 60);
    let seconds = asked.max(told.fresh_seconds.unwrap_or(0)).min(MOST_REST_SECONDS);
    let rest_seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
    let rest = SignedDuration::from_secs(i64::from(rest_seconds));
    Poll {
        next_due: next_due(room, feed, activity, rest),
        activity: Some(activity),
        rest_seconds: Some(rest_seconds),
        title: document.title.clone(),
        arrivals: arrivals(&feed.outlet, pipeline::parse::latest(document)),
        ..quiet
    }
}

/// A year: what asks for more means "never", and the settings' longest wait is shorter anyway.
const MOST_REST_SECONDS: u64 = 365 * 24 * 3600;

fn next_due(room: &Newsroom, feed: &Feed, activity: Activity, rest: SignedDuration) -> Timestamp {
    let (now, poll) = (room.now(), &room.settings.poll);
    let wait = schedule::wait(activity, rest, &poll.bounds(), &key(feed, now));
    let told_by_hub = feed.pushed_until.is_some_and(|until| until > now);
    now + if told_by_hub { wait.max(poll.pushed()) } else { wait }
}

/// Makes chance of what differs between feeds and polls.
fn key(feed: &Feed, now: Timestamp) -> String {
    format!("{} {}", feed.id, now.as_second())
}

fn failed(
    room: &Newsroom,
    feed: &Feed,
    reason: String,
    retry_after: Option<std::time::Duration>,
    quiet: Poll,
) -> Poll {
    let asked = retry_after.and_then(|wait| SignedDuration::try_from(wait).ok());
    let wait = schedule::wait_after_failure(
        feed.failures + 1,
        asked.unwrap_or(SignedDuration::ZERO),
        &room.settings.poll.bounds(),
        &key(feed, quiet.at),
    );
    Poll { failure: Some(reason), next_due: quiet.at + wait, ..quiet }
}

/// The entries of a feed that can be told apart: by id, else address, else title. An id that the feed gives
/// to several addresses tells nothing apart.
pub fn arrivals(outlet: &OutletId, entries: Vec<Entry>) -> Vec<Arrival> {
    let shared = shared_ids(&entries);
    entries
        .into_iter()
        .filter_map(|entry| {
            let own_id = entry.id.as_ref().filter(|id| !shared.contains(*id));
            let own_id = own_id.or(entry.url.as_ref()).or(entry.title.as_ref())?;
            let id = EntryId::of(outlet, own_id);
            Some(Arrival { id, input: input(&entry), entry })
        })
        .collect()
}

/// Ids under which a feed lists several addresses.
fn shared_ids(entries: &[Entry]) -> HashSet<String> {
    let mut places: HashMap<&str, String> = HashMap::new();
    let mut shared = HashSet::new();
    for entry in entries {
        let place = entry.url.as_deref().and_then(plain_address);
        let (Some(id), Some(place)) = (entry.id.as_deref(), place) else { continue };
        if *places.entry(id).or_insert_with(|| place.clone()) != place {
            shared.insert(id.to_owned());
        }
    }
    shared
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_stands_for_several_addresses_tells_nothing_apart() {
        let entry = |id: &str, path: &str| Entry {
            id: Some(id.to_owned()),
            url: Some(format!("https://a.example/{path}")),
            ..Entry::default()
        };
        let outlet = OutletId("a.example".to_owned());
        let check = |entries: Vec<Entry>, expected: usize| {
            let arrivals = arrivals(&outlet, entries);
            let ids: HashSet<&EntryId> = arrivals.iter().map(|arrival| &arrival.id).collect();
            assert_eq!(ids.len(), expected, "{arrivals:?}");
        };
        check(vec![entry("1", "x"), entry("2", "y")], 2);
        check(vec![entry("1", "x"), entry("1", "y"), entry("1", "z")], 3);
        check(vec![entry("1", "x"), entry("1", "x?utm_source=rss")], 1);
    }
}
