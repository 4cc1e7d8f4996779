use super::samples::{checked, take_one, take_subjects};
use super::{at, on_each_database};
use crate::{ImageCopy, Settled, Stage, Store, StoredImage};
use news::Approved;

fn image(url: &str, object: &str) -> StoredImage {
    StoredImage {
        url: url.to_owned(),
        object: object.to_owned(),
        media_type: "image/png".to_owned(),
        width: 640,
        height: 480,
        copies: [320, 640].map(|width| copy(object, width)).into(),
    }
}

fn copy(original: &str, width: u32) -> ImageCopy {
    ImageCopy { object: format!("{original}{width}"), width, height: width * 3 / 4 }
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

#[tokio::test]
async fn an_image_may_have_no_copies_and_gets_them_again() {
    on_each_database(async |store, _| {
        publish(store, &["https://a.example/1.png", "https://a.example/2.png"]).await;
        let bare = StoredImage { copies: Vec::new(), ..image("https://a.example/1.png", "aa") };
        for job in store.work.take_due(Stage::Media, at(100), at(999), 9).await.unwrap() {
            let known = store.media.by_object("aa").await.unwrap();
            let (url, copies) = (job.subject.clone(), vec![copy("aa", 640)]);
            // The second address gives the same bytes: its copies are those of the first, too.
            let copies = if known.is_some() { copies } else { Vec::new() };
            let image = StoredImage { url, copies, ..bare.clone() };
            assert_eq!(known.map(|known| known.copies), (!image.copies.is_empty()).then(Vec::new));
            assert_eq!(store.media.save_image(&job, &image).await.unwrap(), Settled::Done);
        }
        for url in ["https://a.example/1.png", "https://a.example/2.png"] {
            let held = store.media.by_url(url).await.unwrap().unwrap();
            assert_eq!((held.url.as_str(), held.copies), (url, vec![copy("aa", 640)]));
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_held_before_there_were_copies_is_work_again() {
    on_each_database(async |store, _| {
        publish(store, &["https://a.example/1.png"]).await;
        let job = take_one(store, Stage::Media, 100).await;
        let bare = StoredImage { copies: Vec::new(), ..image(&job.subject, "aa") };
        store.media.save_image(&job, &bare).await.unwrap();
        assert_eq!(take_subjects(store, Stage::Media, 999).await, "");
        // The table is there already; what the migration does to the rows is done again.
        let mut migrations = store.database.engine().migrations().iter();
        let script = migrations.find(|migration| migration.version == 18).unwrap().script;
        let opening = &script[script.find("insert into jobs").unwrap()..];
        let mut transaction = store.database.write("migrate again").await.unwrap();
        transaction.script(opening).await.unwrap();
        transaction.commit().await.unwrap();
        let job = take_one(store, Stage::Media, 5_000_000_000).await;
        assert_eq!(job.subject, bare.url);
        let kept = image(&job.subject, "aa");
        assert_eq!(store.media.save_image(&job, &kept).await.unwrap(), Settled::Done);
        assert_eq!(store.media.by_url(&job.subject).await.unwrap(), Some(kept));
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
