//! Tells others of what is published (webhooks): a row of work for each of them and each publication.

use super::{backoff, quarantine, report, side_by_side};
use crate::commands::run;
use crate::newsroom::{Done, Newsroom};
use crate::settings::{Settings, ShareKind};
use anyhow::{Context, bail};
use fetch::webhook::Secret;
use jiff::SignedDuration;
use std::sync::Arc;
use store::{Job, Publication, Stage};

/// The first pause before somebody who did not take it is told again; it doubles.
const TELL_AGAIN: SignedDuration = SignedDuration::from_mins(1);
/// The longest pause.
const TELL_AT_LEAST: SignedDuration = SignedDuration::from_hours(12);

/// The environment variable of the secret.
const WEBHOOK_SECRET: &str = "NEWSLOOM_WEBHOOK_SECRET";

/// Tells those who are to be told. Safe to run twice: what is told again has the same id.
pub async fn call_hooks(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    let names: Vec<String> = room.settings.webhooks.to.keys().cloned().collect();
    if names.is_empty() {
        return Ok(0);
    }
    let handed = room.store.webhooks.hand_on(&names, room.now()).await;
    handed.context("could not hand on what was published")?;
    let due = room.take(Stage::Webhook).await?;
    let count = due.len();
    side_by_side(due, room.settings.poll.at_once as usize, |job| {
        let room = room.clone();
        async move { call(&room, &job).await }
    })
    .await?;
    Ok(report("webhooks", count))
}

/// The secret that webhooks are signed with; an error when there are any and it cannot be used.
pub fn secret(settings: &Settings) -> anyhow::Result<Option<Secret>> {
    let is_shared = settings.share.to.values().any(|target| target.kind == ShareKind::Webhook);
    if settings.webhooks.to.is_empty() && !is_shared {
        return Ok(None);
    }
    let Ok(text) = std::env::var(WEBHOOK_SECRET) else {
        bail!(
            "webhooks.to or share.to names whom to tell, and the environment variable {WEBHOOK_SECRET} is not set; \
             set it to whsec_ and at least 24 random bytes in base64, such as: \
             echo whsec_$(head -c 32 /dev/urandom | base64)"
        );
    };
    let secret = Secret::read(&text).with_context(|| {
        format!("{WEBHOOK_SECRET}: must be whsec_ and at least 24 bytes in base64")
    })?;
    Ok(Some(secret))
}

async fn call(room: &Arc<Newsroom>, job: &Job) -> anyhow::Result<()> {
    let to = job.subject.rsplit_once(' ').and_then(|(name, number)| {
        Some((room.settings.webhooks.to.get(name)?, number.parse::<u64>().ok()?))
    });
    let told = match to {
        Some((address, number)) => match publication(room, number).await? {
            Some(publication) => send(room, address, &publication).await?,
            None => Ok(()),
        },
        // Taken out of the settings meanwhile.
        None => Ok(()),
    };
    let Err(error) = told else {
        room.store.work.finish(job).await.context("could not tick off a webhook")?;
        return Ok(());
    };
    if job.attempts + 1 >= room.settings.webhooks.tries {
        return quarantine(room, job, &error.to_string()).await;
    }
    let wait = backoff(TELL_AGAIN, job.attempts, TELL_AT_LEAST);
    let put_off = room.store.work.retry(job, room.now() + wait, &error.to_string()).await;
    put_off.context("could not put off a webhook")?;
    Ok(())
}

async fn publication(room: &Newsroom, number: u64) -> anyhow::Result<Option<Publication>> {
    let found = room.store.publications.publications(number.saturating_sub(1), 1).await;
    let found = found.context("could not read what was published")?.into_iter().next();
    Ok(found.filter(|found| found.number == number))
}

/// Sends the message, signed. The inner result is what the other side made of it.
async fn send(
    room: &Arc<Newsroom>,
    address: &str,
    publication: &Publication,
) -> anyhow::Result<Result<(), fetch::FetchError>> {
    let site = run::site(room, room.settings.site.base_url.clone(), None);
    let body = web::webhook(&site, publication).await.context("could not tell of a story")?;
    let secret = secret(&room.settings)?.context("there is no secret to sign with")?;
    let (id, second) = (format!("msg_{}", publication.number), room.now().as_second());
    let headers = [
        ("webhook-id", id.clone()),
        ("webhook-timestamp", second.to_string()),
        ("webhook-signature", secret.signature(&id, second, &body)),
    ];
    Ok(room.fetcher.post_json(address, body, &headers).await)
}
