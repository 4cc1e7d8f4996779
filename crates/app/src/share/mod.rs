//! Posts new top stories elsewhere: Slack, Discord, Telegram, Mastodon, a webhook.
//!
//! A post is claimed in a transaction before its first byte goes out. What dies between that and the end is not posted
//! again: nobody sees a story twice. What surely did not arrive is tried again.

mod forms;
mod targets;
#[cfg(test)]
mod tests;

pub use forms::{Post, Service};
pub use targets::{Target, targets};

use crate::newsroom::{HANDFUL, Newsroom};
use crate::settings;
use crate::turns::backoff;
use crate::turns::webhooks::secret;
use anyhow::Context;
use fetch::{Called, FetchError};
use forms::Meaning;
use jiff::{SignedDuration, Timestamp};
use news::{Standing, StoryId, counted, short_digest};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use store::{BriefState, DeliveryState, NewShare, Share, ShareOutcome, Store};

/// The first pause before a post is tried again; it doubles.
const TRY_AGAIN: SignedDuration = SignedDuration::from_mins(1);
/// The longest pause.
const TRY_AT_LEAST: SignedDuration = SignedDuration::from_hours(4);
/// How long a claimed post may take: more than the time-out of a request.
const LEASE: SignedDuration = SignedDuration::from_mins(15);
/// How often the front page is looked at: it is ordered anew every ten minutes.
const LOOK_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// How long a post waits for a person to approve the version that is out, where that is asked for.
const WAIT_FOR_REVIEW: SignedDuration = SignedDuration::from_mins(30);

/// The ways to those who are told of top stories.
pub struct Sharing {
    /// Or why they cannot be used: only who posts needs them.
    targets: anyhow::Result<Vec<Target>>,
    tries: u32,
    /// When the front page is looked at next.
    looked: Mutex<Timestamp>,
}

impl Sharing {
    /// The ways that the settings name.
    pub fn open(settings: &settings::Share, dir: &Path) -> Sharing {
        let (targets, tries) = (targets(settings, dir), settings.tries);
        Sharing { targets, tries, looked: Mutex::new(Timestamp::MIN) }
    }

    /// Opens the posts that the front page calls for, and makes a handful of those that wait. Gives how many were settled.
    pub async fn post_due(&self, room: &Newsroom) -> anyhow::Result<usize> {
        let now = room.now();
        let targets = self.targets.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
        let awake: Vec<&Target> = targets.iter().filter(|t| !t.is_quiet(now)).collect();
        if awake.is_empty() {
            return Ok(0);
        }
        if self.is_time(now) {
            open(&room.store, &awake, now).await?;
        }
        let mut done = 0;
        for target in awake {
            while done < HANDFUL as usize && self.post_one(room, target).await? {
                done += 1;
            }
        }
        Ok(done)
    }

    fn is_time(&self, now: Timestamp) -> bool {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = now >= *looked;
        if is_time {
            *looked = now.saturating_add(LOOK_EVERY).unwrap_or(now);
        }
        is_time
    }

    /// Claims a post, makes it and notes what became of it; false when none waits.
    async fn post_one(&self, room: &Newsroom, target: &Target) -> anyhow::Result<bool> {
        let now = room.now();
        let lease_end = now.saturating_add(LEASE).unwrap_or(now);
        let claimed = room.store.shares.claim_share(&target.name, now, lease_end).await;
        let Some(share) = claimed.context("could not claim a post")? else { return Ok(false) };
        let outcome = match self.prepared(room, target, &share).await? {
            Ok(post) => self.send(room, target, &share, &post).await?,
            Err(outcome) => outcome,
        };
        if let ShareOutcome::Refused { reason }
        | ShareOutcome::Later { reason, .. }
        | ShareOutcome::GivenUp { reason }
        | ShareOutcome::Unknown { reason } = &outcome
        {
            let (name, story) = (&target.name, &share.story);
            tracing::warn!(
                share.target = name,
                story.id = story.0,
                "story {story} was not posted to {name}: {reason}"
            );
        }
        let settled = room.store.shares.settle_share(&share, &outcome, room.now()).await;
        settled.context("could not note what became of a post")?;
        Ok(true)
    }

    /// What is to be posted, or why nothing is.
    async fn prepared(
        &self,
        room: &Newsroom,
        target: &Target,
        share: &Share,
    ) -> anyhow::Result<Result<Post, ShareOutcome>> {
        let look = &room.settings.site;
        let found = post(&room.store, &look.base_url, &look.language, target, share).await?;
        Ok(match found {
            None => Err(ShareOutcome::Skipped { reason: "it is not out any more".to_owned() }),
            Some(post) if target.rule.reviewed && !post.reviewed => {
                let due = room.now().saturating_add(WAIT_FOR_REVIEW).unwrap_or(room.now());
                let reason = "no person has approved the version that is out".to_owned();
                match share.attempts + 1 >= self.tries {
                    true => Err(ShareOutcome::GivenUp { reason }),
                    false => Err(ShareOutcome::Later { due, reason }),
                }
            }
            Some(post) => Ok(post),
        })
    }

    async fn send(
        &self,
        room: &Newsroom,
        target: &Target,
        share: &Share,
        post: &Post,
    ) -> anyhow::Result<ShareOutcome> {
        let call = target.service.call(post);
        let body = call.body.to_string();
        let mut headers = call.headers;
        if let Service::Webhook { .. } = target.service {
            let secret = secret_to_sign(room)?;
            let second = room.now().as_second();
            headers.push(("webhook-id", post.id.clone()));
            headers.push(("webhook-timestamp", second.to_string()));
            headers.push(("webhook-signature", secret.signature(&post.id, second, &body)));
        }
        let called = room.fetcher.call(&call.url, body, &headers).await;
        Ok(self.outcome(target, share, called, room.now()))
    }

    fn outcome(
        &self,
        target: &Target,
        share: &Share,
        called: Result<Called, FetchError>,
        now: Timestamp,
    ) -> ShareOutcome {
        match called {
            Ok(Called::Answer(answer)) => match target.service.read(&answer, now) {
                Meaning::Taken(place) => ShareOutcome::Sent { place },
                Meaning::Refused(reason) => ShareOutcome::Refused { reason },
                Meaning::Later(wait, reason) => self.later(share, now, wait, reason),
            },
            Ok(Called::Silence(error)) => {
                let reason = target.unsecret(&error.to_string());
                match target.service.knows_repeats() {
                    true => self.later(share, now, None, reason),
                    false => ShareOutcome::Unknown { reason },
                }
            }
            Err(error) if error.is_passing() => {
                self.later(share, now, None, target.unsecret(&error.to_string()))
            }
            Err(error) => ShareOutcome::Refused { reason: target.unsecret(&error.to_string()) },
        }
    }

    /// What is noted of a post that surely does not stand there. What was asked to wait waits at least as long.
    fn later(
        &self,
        share: &Share,
        now: Timestamp,
        wait: Option<SignedDuration>,
        reason: String,
    ) -> ShareOutcome {
        if share.attempts + 1 >= self.tries {
            return ShareOutcome::GivenUp { reason };
        }
        let own = backoff(TRY_AGAIN, share.attempts, TRY_AT_LEAST);
        let wait = wait.unwrap_or(own);
        ShareOutcome::Later { due: now.saturating_add(wait).unwrap_or(now), reason }
    }
}

fn secret_to_sign(room: &Newsroom) -> anyhow::Result<fetch::webhook::Secret> {
    secret(&room.settings)?.context("there is no secret to sign with")
}

/// Opens the posts of what stands on top of the front page.
async fn open(store: &Store, targets: &[&Target], now: Timestamp) -> anyhow::Result<()> {
    for target in targets {
        for (story, version) in wanted(store, target).await? {
            let share = NewShare {
                target: target.name.clone(),
                story,
                version,
                day: target.local(now).date(),
                daily: target.daily,
                again: target.updates,
            };
            store.shares.open_share(&share, now).await.context("could not open a post")?;
        }
    }
    Ok(())
}

/// The stories that a target is told of by the front page as it stands, each in the version that is out.
pub async fn wanted(store: &Store, target: &Target) -> anyhow::Result<Vec<(StoryId, u32)>> {
    let page = store.stories.front_page(None).await.context("could not read the front page")?;
    let mut wanted = Vec::new();
    for item in page.iter().flat_map(|page| target.rule.chosen(page)) {
        let out = store.briefs.published(&item.story).await.context("could not read a brief")?;
        if let Some(record) = out
            && let BriefState::Published(standing) = &record.state
            && target.rule.allows(standing)
        {
            wanted.push((item.story.clone(), record.version));
        }
    }
    Ok(wanted)
}

/// A story as it is passed on, in the version that is out; none when nothing of it is, or it was merged into another.
pub async fn post(
    store: &Store,
    base_url: &str,
    language: &str,
    target: &Target,
    share: &Share,
) -> anyhow::Result<Option<Post>> {
    let id = &share.story;
    if store.regroupings.merged_into(id).await?.is_some() {
        return Ok(None);
    }
    let (out, story) = (store.briefs.published(id).await?, store.stories.story(id).await?);
    let (Some(record), Some(story)) = (out, story) else { return Ok(None) };
    let history = store.briefs.history(id).await?;
    let headline = record.brief.headline.statement.text();
    let first = history.iter().find(|line| line.state.was_out());
    let address = web::story_address(first.map_or(headline, |line| &line.headline), id);
    let (articles, independent) = (story.shown_reports().len(), story.independent_reports());
    let key =
        [&target.name, &id.0, &share.version.to_string()].map(|part| part.as_bytes().to_vec());
    let key: Vec<&[u8]> = key.iter().map(Vec::as_slice).collect();
    Ok(Some(Post {
        id: format!("share_{}", short_digest(&key)),
        story: id.0.clone(),
        version: record.version,
        headline: headline.to_owned(),
        address: format!("{}{address}", base_url.trim_end_matches('/')),
        articles,
        counts: format!(
            "{} · {}",
            counted(articles, "article", "articles"),
            counted(independent, "independent report", "independent reports")
        ),
        independent,
        language: language.to_owned(),
        reviewed: matches!(&record.state, BriefState::Published(Standing::Reviewed { .. })),
        is_update: told_before(store, share).await?,
    }))
}

/// Whether the target has an earlier version of the story.
async fn told_before(store: &Store, share: &Share) -> anyhow::Result<bool> {
    let lines = store.shares.shares(1000).await?;
    let sent: BTreeSet<u32> = lines
        .iter()
        .filter(|line| line.state == DeliveryState::Sent)
        .filter(|line| (&line.share.target, &line.share.story) == (&share.target, &share.story))
        .map(|line| line.share.version)
        .collect();
    Ok(sent.range(..share.version).next().is_some())
}
