//! A turn per stage: read, decide, write. Each may be run twice without harm.

pub mod directory;
mod errands;
pub mod extract;
pub mod fetch;
pub mod further;
pub mod index;
pub mod mail;
pub mod media;
mod papers;
pub mod poll;
pub mod rank;
pub mod repair;
pub mod revisit;
pub mod screen;
pub mod share;
mod sitemaps;
pub mod thread;
pub mod webhooks;
pub mod websub;
pub mod write;

use crate::newsroom::{Done, Newsroom};
use crate::quarantine::told;
use anyhow::Context;
use jiff::SignedDuration;
use std::collections::VecDeque;
use store::Job;
use tokio::task::JoinSet;

/// Runs `work` on all items, at most `at_once` at a time; the first error ends it.
pub async fn side_by_side<T, F>(
    items: Vec<T>,
    at_once: usize,
    work: impl Fn(T) -> F,
) -> anyhow::Result<()>
where
    F: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let mut waiting: VecDeque<T> = items.into();
    let mut running = JoinSet::new();
    loop {
        while running.len() < at_once.max(1)
            && let Some(item) = waiting.pop_front()
        {
            running.spawn(work(item));
        }
        match running.join_next().await {
            Some(done) => done.context("a turn broke off")??,
            None => return Ok(()),
        }
    }
}

/// Makes a decision that may take longer than a millisecond on a thread of its own. One that panics
/// gives the reason to quarantine its job with.
pub async fn decide<R: Send + 'static>(
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<R, String> {
    tokio::task::spawn_blocking(work).await.map_err(|broken| format!("broke off: {broken}"))
}

/// Puts a job aside for the operator.
async fn quarantine(room: &Newsroom, job: &Job, reason: &str) -> anyhow::Result<()> {
    let told = told(&room.store, job.stage, &job.subject, reason).await?;
    tracing::warn!(job.stage = job.stage.word(), job.subject, "quarantined: {told}");
    let settled = room.store.work.quarantine(job, room.now(), reason).await;
    settled.context("could not quarantine a job")?;
    Ok(())
}

/// How long to wait after `failures` failures in a row: doubles from `first`, up to `most`.
pub fn backoff(first: SignedDuration, failures: u32, most: SignedDuration) -> SignedDuration {
    let factor = 1_i32.checked_shl(failures.min(20)).unwrap_or(i32::MAX);
    first.checked_mul(factor).unwrap_or(most).min(most)
}

/// Says at the end of a turn what it did, when it did something. Whoever repeats the turn sums it up.
fn report(turn: &'static str, done: Done) -> Done {
    if done > 0 {
        tracing::debug!(turn, turn.done = done, "{turn}: {done} done");
    }
    done
}
