use super::{backoff, quarantine, report, side_by_side};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use fetch::{FetchError, Fetched, Request};
use jiff::SignedDuration;
use news::{EntryId, Validators};
use std::sync::Arc;
use store::{FiledEntry, Job, PageOutcome, PageRecord, Stage};

const ACCEPT: &str = "text/html, application/xhtml+xml, */*;q=0.5";

/// Fetches the pages of entries. Safe to run twice: the same page has the same key.
pub async fn fetch_pages(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    let jobs = room.take(Stage::Fetch).await?;
    let count = jobs.len();
    side_by_side(jobs, room.settings.poll.at_once as usize, |job| {
        let room = room.clone();
        async move { fetch_page(&room, &job).await }
    })
    .await?;
    Ok(report("fetch", count))
}

async fn fetch_page(room: &Newsroom, job: &Job) -> anyhow::Result<()> {
    let id = EntryId(job.subject.clone());
    let Some(filed) = room.store.entries.entry(&id).await.context("could not read an entry")?
    else {
        return quarantine(room, job, "there is no such entry").await;
    };
    let outcome = match &filed.entry.url {
        None => PageOutcome::Skipped { reason: "the entry has no address".to_owned() },
        Some(url) => match ask(room, url, Validators::default()).await {
            Ok(Asked::Answer(outcome)) => outcome,
            Ok(Asked::NotModified) => {
                let reason = format!("{url}: answered 304 to an unconditional request");
                PageOutcome::Skipped { reason }
            }
            Err(error) => match after(room, job, &filed, &error).await? {
                Some(outcome) => outcome,
                None => return Ok(()),
            },
        },
    };
    let page = PageRecord { at: room.now(), outcome };
    let revisit = match page.outcome {
        PageOutcome::Fetched { .. } => room.settings.revisit.next(page.at, 0),
        PageOutcome::Skipped { .. } => None,
    };
    room.store.entries.save_page(job, &page, revisit).await.context("could not keep a page")?;
    Ok(())
}

/// What a server made of our question.
pub(super) enum Asked {
    /// A page that is kept now, or the reason why there is none.
    Answer(PageOutcome),
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
        let reason = format!("{url}: {kind} is not a web page");
        return Ok(Asked::Answer(PageOutcome::Skipped { reason }));
    }
    let (objects, bytes) = (room.store.objects.clone(), body.bytes);
    let object = super::decide(move || objects.put(&bytes))
        .await
        .map_err(FetchFailure::Panic)?
        .map_err(FetchFailure::Store)?;
    let charset = body.charset.map(|charset| format!("; charset={charset}")).unwrap_or_default();
    let kind = body.content_type.map(|kind| format!("{}{charset}", bare(&kind)));
    let (url, validators) = (body.url.to_string(), body.validators);
    Ok(Asked::Answer(PageOutcome::Fetched { object, url, content_type: kind, validators }))
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
    if error.is_passing() && job.attempts + 1 < room.settings.poll.tries {
        let wait =
            backoff(SignedDuration::from_mins(1), job.attempts, SignedDuration::from_hours(6));
        let asked = error.retry_after().and_then(|wait| SignedDuration::try_from(wait).ok());
        let due = room.now() + asked.unwrap_or(SignedDuration::ZERO).max(wait);
        room.store.work.retry(job, due, &reason).await.context("could not put off a page")?;
        return Ok(None);
    }
    if filed.entry.content_html.is_some() || filed.entry.summary_html.is_some() {
        return Ok(Some(PageOutcome::Skipped { reason }));
    }
    quarantine(room, job, &reason).await?;
    Ok(None)
}

fn bare(kind: &str) -> &str {
    kind.split(';').next().unwrap_or(kind).trim()
}

fn is_page(kind: &str) -> bool {
    let kind = bare(kind).to_ascii_lowercase();
    kind.contains("html") || kind.contains("xml") || kind == "text/plain" || kind.is_empty()
}
