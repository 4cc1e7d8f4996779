use super::errands::{Errand, run_errands};
use super::{backoff, decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use fetch::{Fetched, Request};
use imagesize::{ImageType, blob_size, image_type};
use jiff::SignedDuration;
use news::Validators;
use std::sync::Arc;
use store::{Job, Objects, Stage, StoredImage};

const ACCEPT: &str = "image/webp, image/jpeg, image/png, image/gif;q=0.8";

/// Pixels an image may have: one of more would cost a reader's browser over 100 MB to show.
const MOST_PIXELS: usize = 40_000_000;

/// Fetches the images of published briefs, so that a reader's browser need ask nobody else. Safe to
/// run twice: the same image has the same key.
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
    let request = Request {
        url: job.subject.clone(),
        validators: Validators::default(),
        accept: ACCEPT,
        obey_robots: true,
    };
    let bytes = match room.fetcher.get(&request).await {
        Ok(Fetched::Body(body)) => body.bytes,
        Ok(Fetched::NotModified) => return quarantine(room, job, "answered 304").await,
        Err(error) if error.is_passing() && job.attempts + 1 < room.settings.poll.tries => {
            let wait =
                backoff(SignedDuration::from_mins(1), job.attempts, SignedDuration::from_hours(6));
            let put_off = room.store.work.retry(job, room.now() + wait, &error.to_string()).await;
            put_off.context("could not put off an image")?;
            return Ok(());
        }
        Err(error) => return quarantine(room, job, &error.to_string()).await,
    };
    let (objects, url) = (room.store.objects.clone(), job.subject.clone());
    match decide(move || keep(&objects, url, &bytes)).await {
        Ok(Ok(image)) => {
            let saved = room.store.media.save_image(job, &image?).await;
            saved.context("could not keep an image")?;
            Ok(())
        }
        Ok(Err(reason)) | Err(reason) => quarantine(room, job, &reason).await,
    }
}

/// Stores what is truly an image of a sort that browsers show without running anything in it.
fn keep(
    objects: &Objects,
    url: String,
    bytes: &[u8],
) -> Result<Result<StoredImage, store::StoreError>, String> {
    let media_type = match image_type(bytes) {
        Ok(ImageType::Jpeg) => "image/jpeg",
        Ok(ImageType::Png) => "image/png",
        Ok(ImageType::Gif) => "image/gif",
        Ok(ImageType::Webp) => "image/webp",
        _ => return Err(format!("{url}: not a JPEG, PNG, GIF or WebP image")),
    };
    let size = blob_size(bytes).map_err(|cause| format!("{url}: a damaged image: {cause}"))?;
    if size.width.saturating_mul(size.height) > MOST_PIXELS {
        return Err(format!("{url}: {} by {} pixels are too many", size.width, size.height));
    }
    let (Ok(width), Ok(height)) = (u32::try_from(size.width), u32::try_from(size.height)) else {
        return Err(format!("{url}: its size is absurd"));
    };
    Ok(objects.put(bytes).map(|object| StoredImage {
        url,
        object,
        media_type: media_type.to_owned(),
        width,
        height,
    }))
}
