use super::errands::{Errand, run_errands};
use super::{backoff, decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use crate::pictures;
use anyhow::Context;
use fetch::{Fetched, Request};
use jiff::SignedDuration;
use news::Validators;
use std::sync::Arc;
use std::time::Duration;
use store::{ImageCopy, Job, Objects, Stage, StoreError, StoredImage};
use tokio::sync::Semaphore;
use tokio::time::timeout;

const ACCEPT: &str = "image/webp, image/jpeg, image/png, image/gif;q=0.8";

/// One image is decoded at a time, so that what one may take of memory is all that they take.
static DECODING: Semaphore = Semaphore::const_new(1);

/// How long an image may take to become copies. Its thread cannot be stopped, but its pixels are bounded, so that it ends.
const PATIENCE: Duration = Duration::from_secs(30);

/// Fetches the images of published briefs and makes the copies that readers get, so that their browsers need ask
/// nobody else. What is held already is not fetched again. Safe to run twice: the same image has the same key.
pub async fn fetch_images(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    let take = || due_images(room.clone());
    let done = run_errands(room, take, |job| {
        let room = room.clone();
        async move { fetch_image(&room, &job).await }
    });
    let done = done.await?;
    Ok(report("media", done))
}

async fn due_images(room: Arc<Newsroom>) -> anyhow::Result<Vec<Errand<Job>>> {
    Ok(room.take(Stage::Media).await?.into_iter().map(errand).collect())
}

fn errand(job: Job) -> Errand<Job> {
    Errand {
        url: job.subject.clone(),
        is_doubtful: job.attempts > 0,
        lease_end: job.lease_end,
        item: job,
    }
}

async fn fetch_image(room: &Newsroom, job: &Job) -> anyhow::Result<()> {
    let bytes = match held(room, job).await? {
        Some(bytes) => bytes,
        None => match fetched(room, job).await? {
            Some(bytes) => bytes,
            None => return Ok(()),
        },
    };
    let (objects, url) = (room.store.objects.clone(), job.subject.clone());
    // The permit stays with the thread: what has run out of time may still hold memory.
    let permit = DECODING.acquire().await.context("images are no longer decoded")?;
    let kept = decide(move || {
        let kept = keep(&objects, url, &bytes);
        drop(permit);
        kept
    });
    match timeout(PATIENCE, kept).await {
        Ok(Ok(Ok(image))) => {
            let saved = room.store.media.save_image(job, &image?).await;
            saved.context("could not keep an image")?;
            Ok(())
        }
        Ok(Ok(Err(reason)) | Err(reason)) => quarantine(room, job, &reason).await,
        Err(_) => {
            let reason = format!("took more than {} s to decode", PATIENCE.as_secs());
            quarantine(room, job, &reason).await
        }
    }
}

/// The bytes that came from this address before, where they are kept.
async fn held(room: &Newsroom, job: &Job) -> anyhow::Result<Option<Vec<u8>>> {
    let image = room.store.media.by_url(&job.subject).await.context("could not find an image")?;
    let Some(image) = image else { return Ok(None) };
    let objects = room.store.objects.clone();
    let read = decide(move || objects.get(&image.object)).await.map_err(anyhow::Error::msg)?;
    read.context("could not read an image")
}

/// The bytes at this address. None when the job was put off or aside.
async fn fetched(room: &Newsroom, job: &Job) -> anyhow::Result<Option<Vec<u8>>> {
    let request = Request {
        url: job.subject.clone(),
        validators: Validators::default(),
        accept: ACCEPT,
        obey_robots: true,
    };
    match room.fetcher.get(&request).await {
        Ok(Fetched::Body(body)) => return Ok(Some(body.bytes)),
        Ok(Fetched::NotModified) => quarantine(room, job, "answered 304").await?,
        Err(error) if error.is_passing() && job.attempts + 1 < room.settings.poll.tries => {
            let wait =
                backoff(SignedDuration::from_mins(1), job.attempts, SignedDuration::from_hours(6));
            let put_off = room.store.work.retry(job, room.now() + wait, &error.to_string()).await;
            put_off.context("could not put off an image")?;
        }
        Err(error) => quarantine(room, job, &error.to_string()).await?,
    }
    Ok(None)
}

/// Stores what can be decoded, with its copies.
fn keep(
    objects: &Objects,
    url: String,
    bytes: &[u8],
) -> Result<Result<StoredImage, StoreError>, String> {
    let picture = pictures::copied(bytes).map_err(|reason| format!("{url}: {reason}"))?;
    Ok(stored(objects, url, bytes, picture))
}

fn stored(
    objects: &Objects,
    url: String,
    bytes: &[u8],
    picture: pictures::Picture,
) -> Result<StoredImage, StoreError> {
    let copies = picture.copies.into_iter().map(|copy| {
        let object = objects.put(&copy.webp)?;
        Ok(ImageCopy { object, width: copy.width, height: copy.height })
    });
    Ok(StoredImage {
        copies: copies.collect::<Result<_, StoreError>>()?,
        object: objects.put(bytes)?,
        url,
        media_type: picture.media_type.to_owned(),
        width: picture.width,
        height: picture.height,
    })
}
