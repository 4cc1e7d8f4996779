//! Pages of young articles are looked at again, since outlets correct and edit what they published.

use super::fetch::{Asked, ask};
use super::{backoff, decide, further, quarantine, report, side_by_side};
use crate::newsroom::{Done, Newsroom};
use crate::settings::Revisit;
use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use news::{ArticleId, EntryId, plain_address};
use pipeline::extract::extract;
use std::sync::Arc;
use store::{FiledEntry, Job, Objects, PageOutcome, PageRecord, Stage, StoreError, Then};

impl Revisit {
    /// When to look again at a page that was fetched at `at`, after `looks` revisits.
    pub fn next(&self, at: Timestamp, looks: u32) -> Option<Timestamp> {
        let looks = looks as usize;
        let after = self.after_hours.get(looks)?;
        let before = looks.checked_sub(1).and_then(|last| self.after_hours.get(last));
        let hours = after.saturating_sub(before.copied().unwrap_or_default());
        at.checked_add(SignedDuration::from_hours(i64::from(hours))).ok()
    }
}

/// Looks at pages again. Safe to run twice: an unchanged page changes nothing.
pub async fn revisit_pages(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    let jobs = room.take(Stage::Revisit).await?;
    let count = jobs.len();
    side_by_side(jobs, room.settings.poll.at_once as usize, |job| {
        let room = room.clone();
        async move { revisit_page(&room, &job).await }
    })
    .await?;
    Ok(report("revisit", count))
}

async fn revisit_page(room: &Newsroom, job: &Job) -> anyhow::Result<()> {
    let id = EntryId(job.subject.clone());
    let filed = room.store.entries.entry(&id).await.context("could not read an entry")?;
    let Some(filed) = filed else {
        return quarantine(room, job, "there is no such entry").await;
    };
    let next = room.settings.revisit.next(room.now(), job.revisits());
    let is_wanted = is_in_a_story(room, &filed).await?;
    let held = filed.page.map(|page| page.outcome);
    let (Some(PageOutcome::Fetched { object, validators, .. }), Some(url), true) =
        (held, filed.entry.url, is_wanted)
    else {
        // Dropped, or without a page of its own: nobody cites it.
        return end(room, job, Then::Read, None).await;
    };
    match ask(room, &url, validators).await {
        Ok(Asked::Answer(outcome, reservation)) if is_news(room, &outcome, &object).await? => {
            let page = PageRecord { at: room.now(), outcome, reservation };
            let then = further::then(room, &page).await?;
            let saved = room.store.entries.save_page(job, &page, then, next).await;
            saved.map(drop).context("could not keep a page")
        }
        Ok(Asked::Answer(..) | Asked::NotModified) => end(room, job, Then::AskFurther, next).await,
        Err(failure) => {
            let error = failure.of_the_web()?;
            if error.is_passing() && job.attempts + 1 < room.settings.poll.tries {
                return put_off(room, job, &error.to_string()).await;
            }
            // What we hold stands; that the page went away is no new version of it.
            tracing::info!(job.subject, "not looked at again: {error}");
            end(room, job, Then::Read, next).await
        }
    }
}

/// Whether the report that an entry leads to, first or now, is in a story.
async fn is_in_a_story(room: &Newsroom, filed: &FiledEntry) -> anyhow::Result<bool> {
    let address = filed.entry.url.as_deref().and_then(plain_address);
    let another = address.map(|address| ArticleId::of_another(&filed.id, &address));
    for article in std::iter::once(ArticleId::of(&filed.id)).chain(another) {
        let story = room.store.stories.story_of(&article).await;
        if story.context("could not find an article's story")?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a page is another one than we hold, and still an article: a wall that went up since must
/// not replace the text.
pub(super) async fn is_news(
    room: &Newsroom,
    outcome: &PageOutcome,
    held: &str,
) -> anyhow::Result<bool> {
    let PageOutcome::Fetched { object, url, .. } = outcome else { return Ok(false) };
    if object == held {
        return Ok(false);
    }
    let (objects, object, url) = (room.store.objects.clone(), object.clone(), url.clone());
    let read = decide(move || reads_as_article(&objects, &object, &url)).await;
    // A page that breaks the extraction is no news; what we hold stands.
    read.unwrap_or(Ok(false)).context("could not read a page")
}

fn reads_as_article(objects: &Objects, object: &str, url: &str) -> Result<bool, StoreError> {
    let Some(bytes) = objects.get(object)? else { return Ok(false) };
    let page = extract(&bytes, Some(url), None);
    Ok(page.blocked.is_none() && !page.text.is_empty())
}

async fn end(
    room: &Newsroom,
    job: &Job,
    then: Then,
    next: Option<Timestamp>,
) -> anyhow::Result<()> {
    let kept = room.store.entries.keep_page(job, room.now(), then, next).await;
    kept.map(drop).context("could not end a revisit")
}

async fn put_off(room: &Newsroom, job: &Job, reason: &str) -> anyhow::Result<()> {
    let wait = backoff(SignedDuration::from_mins(5), job.attempts, SignedDuration::from_hours(6));
    let put_off = room.store.work.retry(job, room.now() + wait, reason).await;
    put_off.map(drop).context("could not put off a revisit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_looked_at_so_many_hours_after_it_came() {
        let revisit = Revisit { after_hours: vec![1, 6, 24] };
        let mut at = Timestamp::UNIX_EPOCH;
        let mut hours = Vec::new();
        while let Some(next) = revisit.next(at, hours.len() as u32) {
            hours.push(next.as_second() / 3600);
            at = next;
        }
        assert_eq!(hours, [1, 6, 24]);
        assert_eq!(Revisit { after_hours: vec![] }.next(at, 0), None);
        assert_eq!(revisit.next(Timestamp::MAX, 0), None);
    }
}
