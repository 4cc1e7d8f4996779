use super::errands::{Errand, run_errands};
use super::{backoff, further, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use fetch::{Body, FetchError, Fetched, Request};
use jiff::{SignedDuration, Timestamp};
use news::{EntryId, Reservation, Validators};
use std::sync::Arc;
use store::{FiledEntry, Job, PageOutcome, PageRecord, Stage, Then};

const ACCEPT: &str = "text/html, application/xhtml+xml, */*;q=0.5";

/// Fetches the pages of entries. Safe to run twice: the same page has the same key.
pub async fn fetch_pages(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    let take = || due_pages(room.clone());
    let done = run_errands(room, take, |(job, filed)| {
        let room = room.clone();
        async move { fetch_page(&room, &job, filed).await }
    });
    let done = done.await?;
    Ok(report("fetch", done))
}

async fn due_pages(room: Arc<Newsroom>) -> anyhow::Result<Vec<Errand<(Job, FiledEntry)>>> {
    let mut errands = Vec::new();
    for job in room.take(Stage::Fetch).await? {
        errands.extend(errand(&room, job).await?);
    }
    Ok(errands)
}

async fn errand(room: &Newsroom, job: Job) -> anyhow::Result<Option<Errand<(Job, FiledEntry)>>> {
    let id = EntryId(job.subject.clone());
    let Some(filed) = room.store.entries.entry(&id).await.context("could not read an entry")?
    else {
        quarantine(room, &job, "there is no such entry").await?;
        return Ok(None);
    };
    Ok(Some(Errand {
        url: filed.entry.url.clone().unwrap_or_default(),
        is_doubtful: job.attempts > 0,
        lease_end: job.lease_end,
        item: (job, filed),
    }))
}

async fn fetch_page(room: &Newsroom, job: &Job, filed: FiledEntry) -> anyhow::Result<()> {
    let (outcome, reservation) = match &filed.entry.url {
        None => skipped("the entry has no address".to_owned()),
        Some(url) => match ask(room, url, Validators::default()).await {
            Ok(Asked::Answer(outcome, reservation)) => (outcome, reservation),
            Ok(Asked::NotModified) => skipped(not_there(url)),
            Err(error) => match after(room, job, &filed, &error).await? {
                Some(outcome) => (outcome, Reservation::default()),
                None => return Ok(()),
            },
        },
    };
    let page = PageRecord { at: room.now(), outcome, reservation };
    let (then, revisit) = match page.outcome {
        PageOutcome::Fetched { .. } => {
            (further::then(room, &page).await?, room.settings.revisit.next(page.at, 0))
        }
        PageOutcome::Skipped { .. } => (Then::Read, None),
    };
    let saved = room.store.entries.save_page(job, &page, then, revisit).await;
    saved.map(drop).context("could not keep a page")
}

/// Why there is no page when a server says that the one is unchanged which we do not have.
pub(super) fn not_there(url: &str) -> String {
    format!("{url}: answered 304 to an unconditional request")
}

fn skipped(reason: String) -> (PageOutcome, Reservation) {
    (PageOutcome::Skipped { reason }, Reservation::default())
}

/// What server and site keep from machines that write, though the page may be read.
async fn reservation(room: &Newsroom, body: &Body) -> Reservation {
    let name = room.settings.fetch.robots_name();
    let told = pipeline::extract::reservation_of_tags(&body.robots_tags, name);
    let words = match body.reserves_mining {
        true => Some("tdm-reservation".to_owned()),
        false if told.words.is_some() => None,
        false => room.fetcher.reserves(&body.url).await.then(|| "tdmrep.json".to_owned()),
    };
    told.and(Reservation { words, images: false })
}

/// What a server made of our question.
pub(super) enum Asked {
    /// A page that is kept now, or the reason why there is none; and what is kept from us.
    Answer(PageOutcome, Reservation),
    /// The page is the one that the validators name.
    NotModified,
}

/// Asks for a page and puts its bytes into the object store.
pub(super) async fn ask(
    room: &Newsroom,
    url: &str,
    validators: Validators,
) -> Result<Asked, FetchFailure> {
    let request = Request { url: url.to_owned(), validators, accept: ACCEPT, obey_robots: true };
    let body = match room.fetcher.get(&request).await.map_err(FetchFailure::Web)? {
        Fetched::Body(body) => body,
        Fetched::NotModified => return Ok(Asked::NotModified),
    };
    if let Some(kind) = body.content_type.as_deref().filter(|kind| !is_page(kind)) {
        let (outcome, reservation) = skipped(format!("{url}: {kind} is not a web page"));
        return Ok(Asked::Answer(outcome, reservation));
    }
    let reservation = reservation(room, &body).await;
    let (objects, bytes) = (room.store.objects.clone(), body.bytes);
    let object = super::decide(move || objects.put(&bytes))
        .await
        .map_err(FetchFailure::Panic)?
        .map_err(FetchFailure::Store)?;
    let charset = body.charset.map(|charset| format!("; charset={charset}")).unwrap_or_default();
    let kind = body.content_type.map(|kind| format!("{}{charset}", bare(&kind)));
    let (url, validators) = (body.url.to_string(), body.validators);
    let page = PageOutcome::Fetched { object, url, content_type: kind, validators };
    Ok(Asked::Answer(page, reservation))
}

/// Why there is no answer.
pub(super) enum FetchFailure {
    Web(FetchError),
    Store(store::StoreError),
    Panic(String),
}

impl FetchFailure {
    /// What the web did to us; an error when it was our own store.
    pub(super) fn of_the_web(&self) -> anyhow::Result<&FetchError> {
        match self {
            FetchFailure::Web(error) => Ok(error),
            FetchFailure::Store(error) => anyhow::bail!("could not keep a page: {error}"),
            FetchFailure::Panic(reason) => anyhow::bail!("could not keep a page: {reason}"),
        }
    }
}

/// What a failure comes to: the feed's own text, another try (nothing to save now), or quarantine.
async fn after(
    room: &Newsroom,
    job: &Job,
    filed: &FiledEntry,
    failure: &FetchFailure,
) -> anyhow::Result<Option<PageOutcome>> {
    let error = failure.of_the_web()?;
    let reason = error.to_string();
    if let Some(due) = again(room, job, error) {
        room.store.work.retry(job, due, &reason).await.context("could not put off a page")?;
        return Ok(None);
    }
    if filed.entry.content_html.is_some() || filed.entry.summary_html.is_some() {
        return Ok(Some(PageOutcome::Skipped { reason }));
    }
    quarantine(room, job, &reason).await?;
    Ok(None)
}

/// When to ask again for what could not be had; none when that is of no use, or was tried often enough.
pub(super) fn again(room: &Newsroom, job: &Job, error: &FetchError) -> Option<Timestamp> {
    if !error.is_passing() || job.attempts + 1 >= room.settings.poll.tries {
        return None;
    }
    let wait = backoff(SignedDuration::from_mins(1), job.attempts, SignedDuration::from_hours(6));
    let asked = error.retry_after().and_then(|wait| SignedDuration::try_from(wait).ok());
    Some(room.now() + asked.unwrap_or(SignedDuration::ZERO).max(wait))
}

fn bare(kind: &str) -> &str {
    kind.split(';').next().unwrap_or(kind).trim()
}

fn is_page(kind: &str) -> bool {
    let kind = bare(kind).to_ascii_lowercase();
    kind.contains("html") || kind.contains("xml") || kind == "text/plain" || kind.is_empty()
}
