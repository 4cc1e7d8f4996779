use super::samples::{checked, take_one, take_subjects};
use super::{at, on_each_database};
use crate::{Settled, Stage, Store, StoredImage};
use news::Approved;

fn image(url: &str, object: &str) -> StoredImage {
    StoredImage {
        url: url.to_owned(),
        object: object.to_owned(),
        media_type: "image/png".to_owned(),
        width: 640,
        height: 480,
    }
}

async fn publish(store: &Store, images: &[&str]) {
    let headline = format!("Ferry with {} pictures", images.len());
    let approved = Approved::not_yet_reviewed(checked("s", &headline, images)).unwrap();
    store.briefs.publish(None, &approved, at(100)).await.unwrap();
}

#[tokio::test]
async fn each_image_of_a_brief_is_fetched_once() {
    on_each_database(async |store, _| {
        let long = format!("https://a.example/{}", "x".repeat(3_000));
        publish(store, &["https://a.example/1.png", "https://a.example/1.png", &long]).await;
        let job = take_one(store, Stage::Media, 100).await;
        assert_eq!(job.subject, "https://a.example/1.png");
        let kept = image(&job.subject, "aa");
        assert_eq!(store.media.save_image(&job, &kept).await.unwrap(), Settled::Done);
        assert_eq!(store.media.save_image(&job, &kept).await.unwrap(), Settled::LeaseLost);
        assert_eq!(store.media.by_url(&job.subject).await.unwrap(), Some(kept.clone()));
        assert_eq!(store.media.by_object("aa").await.unwrap(), Some(kept));
        assert_eq!(store.media.by_url("https://b.example/").await.unwrap(), None);
        assert_eq!(store.media.by_object("bb").await.unwrap(), None);
        publish(store, &["https://a.example/1.png", "https://a.example/2.png"]).await;
        assert_eq!(take_subjects(store, Stage::Media, 999).await, "https://a.example/2.png");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_workers_at_once_one_keeps_the_image() {
    on_each_database(async |store, other| {
        publish(store, &["https://a.example/1.png"]).await;
        let job = take_one(store, Stage::Media, 100).await;
        let (one, two) = (image(&job.subject, "aa"), image(&job.subject, "bb"));
        let (first, second) =
            tokio::join!(store.media.save_image(&job, &one), other.media.save_image(&job, &two));
        let settled = [first.unwrap(), second.unwrap()];
        assert_eq!(settled.iter().filter(|settled| **settled == Settled::Done).count(), 1);
        let winner = if settled[0] == Settled::Done { one } else { two };
        assert_eq!(store.media.by_url(&job.subject).await.unwrap(), Some(winner));
    })
    .await;
}
