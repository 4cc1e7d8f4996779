//! Further pages of an article, and its other forms, are asked for one by one, so that each waits its turn
//! at its host as any page does, and a process that dies has lost one request.

use super::errands::{Errand, run_errands};
use super::fetch::{Asked, FetchFailure, again, ask, not_there};
use super::papers::Papers;
use super::revisit::is_news;
use super::{decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use news::{EntryId, PageForm, Reservation, Validators};
use std::sync::Arc;
use store::{FiledEntry, FurtherPage, Job, PageOutcome, PageRecord, Stage, Then};

/// Asks for further pages. Safe to run twice: the same page has the same key.
pub async fn fetch_further(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    let take = || due_askings(room.clone());
    let done = run_errands(room, take, |(job, filed)| {
        let room = room.clone();
        async move { ask_further(&room, &job, filed).await }
    });
    let done = done.await?;
    Ok(report("further", done))
}

/// Whether a page that came is all of its article.
pub async fn then(room: &Newsroom, page: &PageRecord) -> anyhow::Result<Then> {
    // What may not be used need not be asked for.
    if page.reservation.words.is_some() {
        return Ok(Then::Read);
    }
    Ok(match next(room, page, &[]).await? {
        Some(_) => Then::AskFurther,
        None => Then::Read,
    })
}

/// What is to be asked for after these pages.
async fn next(
    room: &Newsroom,
    first: &PageRecord,
    further: &[FurtherPage],
) -> anyhow::Result<Option<(PageForm, String)>> {
    let (objects, rules) = (room.store.objects.clone(), room.outlet_rules.clone());
    let (first, further) = (first.clone(), further.to_vec());
    let wanted = decide(move || {
        let papers = Papers::load(&objects, &first, &further)?;
        anyhow::Ok(papers.and_then(|papers| papers.wanted(&rules)))
    });
    // Pages that break the reading lead nowhere; the reading itself says so in its turn.
    wanted.await.unwrap_or(Ok(None)).context("could not read a page")
}

async fn due_askings(room: Arc<Newsroom>) -> anyhow::Result<Vec<Errand<(Job, FiledEntry)>>> {
    let mut errands = Vec::new();
    for job in room.take(Stage::Further).await? {
        let id = EntryId(job.subject.clone());
        let filed = room.store.entries.entry(&id).await.context("could not read an entry")?;
        let Some(filed) = filed else {
            quarantine(&room, &job, "there is no such entry").await?;
            continue;
        };
        errands.push(errand(job, filed));
    }
    Ok(errands)
}

/// Further pages are of the first one's site, so that its host tells whose turn it is.
fn errand(job: Job, filed: FiledEntry) -> Errand<(Job, FiledEntry)> {
    let url = match filed.page.as_ref().map(|page| &page.outcome) {
        Some(PageOutcome::Fetched { url, .. }) => url.clone(),
        _ => String::new(),
    };
    let (is_doubtful, lease_end) = (job.attempts > 0, job.lease_end);
    Errand { url, is_doubtful, lease_end, item: (job, filed) }
}

async fn ask_further(room: &Newsroom, job: &Job, filed: FiledEntry) -> anyhow::Result<()> {
    let number = job.asked_further() as usize;
    let so_far = &filed.further[..number.min(filed.further.len())];
    let wanted = match &filed.page {
        Some(page) => next(room, page, so_far).await?,
        None => None,
    };
    let Some((form, url)) = wanted else {
        let ended = room.store.entries.end_further(job, room.now()).await;
        return ended.map(drop).context("could not end the asking for pages");
    };
    let is_known = |page: &&FurtherPage| page.form == form && page.asked == url;
    let held = filed.further.get(number).filter(is_known);
    let held = held.filter(|page| matches!(page.page.outcome, PageOutcome::Fetched { .. }));
    let validators = match held.map(|page| &page.page.outcome) {
        Some(PageOutcome::Fetched { validators, .. }) => validators.clone(),
        _ => Validators::default(),
    };
    let (page, again) = match ask(room, &url, validators).await {
        Ok(asked) => (answered(room, &url, asked, held).await?, None),
        Err(failure) => failed(room, job, &failure, held)?,
    };
    let further = FurtherPage { form, asked: url, page };
    let kept = room.store.entries.save_further(job, &further, again).await;
    kept.map(drop).context("could not keep a further page")
}

/// What an answer comes to: what we hold stands until something else that can be read comes.
async fn answered(
    room: &Newsroom,
    url: &str,
    asked: Asked,
    held: Option<&FurtherPage>,
) -> anyhow::Result<PageRecord> {
    let came = match asked {
        Asked::Answer(outcome, reservation) => {
            Some(PageRecord { at: room.now(), outcome, reservation })
        }
        Asked::NotModified => None,
    };
    Ok(match (came, held.map(|held| &held.page)) {
        (Some(came), Some(held)) => {
            let PageOutcome::Fetched { object, .. } = &held.outcome else { return Ok(came) };
            match is_news(room, &came.outcome, object).await? {
                true => came,
                false => held.clone(),
            }
        }
        (Some(came), None) => came,
        (None, Some(held)) => held.clone(),
        (None, None) => lacking(room, not_there(url)),
    })
}

/// What a failure comes to, and when to try again. What we hold stands without another try: the next
/// revisit is one.
fn failed(
    room: &Newsroom,
    job: &Job,
    failure: &FetchFailure,
    held: Option<&FurtherPage>,
) -> anyhow::Result<(PageRecord, Option<jiff::Timestamp>)> {
    let error = failure.of_the_web()?;
    if let Some(held) = held {
        tracing::info!(job.subject, "a further page was not looked at again: {error}");
        return Ok((held.page.clone(), None));
    }
    tracing::warn!(job.subject, "an article is read without a further page: {error}");
    Ok((lacking(room, error.to_string()), again(room, job, error)))
}

fn lacking(room: &Newsroom, reason: String) -> PageRecord {
    let outcome = PageOutcome::Skipped { reason };
    PageRecord { at: room.now(), outcome, reservation: Reservation::default() }
}
