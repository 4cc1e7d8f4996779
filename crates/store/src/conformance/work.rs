use super::samples::{FAR, accept, article, published, subjects, take, take_one, take_subjects};
use super::{at, on_each_database};
use crate::{Settled, Stage};

#[tokio::test]
async fn due_work_comes_in_its_order_and_only_once() {
    on_each_database(async |store, _| {
        for (id, second) in [("late", 50), ("b", 10), ("a", 10), ("Z", 10)] {
            store.articles.accept(None, &published(id, second), at(5)).await.unwrap();
        }
        store.articles.accept(None, &published("first-due", 90), at(4)).await.unwrap();
        assert_eq!(take_subjects(store, Stage::Screen, 3).await, "");
        let jobs = store.work.take_due(Stage::Screen, at(5), at(65), 4).await.unwrap();
        assert_eq!(subjects(&jobs), "first-due Z a b");
        assert_eq!(take_subjects(store, Stage::Screen, 5).await, "late");
        assert_eq!(take_subjects(store, Stage::Thread, 5).await, "");
    })
    .await;
}

#[tokio::test]
async fn leases_keep_workers_apart() {
    on_each_database(async |store, other| {
        accept(store, &["a"]).await;
        let late = take_one(store, Stage::Screen, 100).await;
        assert_eq!((late.attempts, late.lease_end), (0, at(160)));
        assert_eq!(take_subjects(other, Stage::Screen, 159).await, "");
        let current = take_one(other, Stage::Screen, 160).await;
        // The first worker wakes up late; the second one's lease stands.
        assert_eq!(store.work.finish(&late).await.unwrap(), Settled::LeaseLost);
        assert_eq!(store.work.retry(&late, at(0), "slow").await.unwrap(), Settled::LeaseLost);
        assert_eq!(store.work.quarantine(&late, at(0), "bad").await.unwrap(), Settled::LeaseLost);
        assert_eq!(other.work.finish(&current).await.unwrap(), Settled::Done);
        assert_eq!(other.work.finish(&current).await.unwrap(), Settled::LeaseLost);
        assert_eq!(take_subjects(store, Stage::Screen, 9_999).await, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_at_once_share_the_work() {
    on_each_database(async |store, other| {
        let ids: Vec<String> = (0..60).map(|number| format!("a{number:02}")).collect();
        accept(store, &ids.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let (one, two) = tokio::join!(empty_in_fives(store), empty_in_fives(other));
        let mut all = [one, two].concat();
        all.sort();
        assert_eq!(all, ids);
    })
    .await;
}

/// Takes five at a time until nothing is left, and gives what it took.
async fn empty_in_fives(store: &crate::Store) -> Vec<String> {
    let work = store.work.clone();
    let worker = tokio::spawn(async move {
        let mut subjects = Vec::new();
        loop {
            let jobs = work.take_due(Stage::Screen, at(100), at(160), 5).await.unwrap();
            assert!(jobs.len() <= 5);
            if jobs.is_empty() {
                return subjects;
            }
            for job in jobs {
                assert_eq!(work.finish(&job).await.unwrap(), Settled::Done);
                subjects.push(job.subject);
            }
        }
    });
    worker.await.unwrap()
}

#[tokio::test]
async fn a_newer_input_survives_the_end_of_the_old_one() {
    on_each_database(async |store, _| {
        accept(store, &["a"]).await;
        let old = take_one(store, Stage::Screen, 100).await;
        store.articles.accept(None, &article("a", "One was hurt."), at(0)).await.unwrap();
        assert_eq!(store.work.finish(&old).await.unwrap(), Settled::LeaseLost);
        let new = take_one(store, Stage::Screen, 100).await;
        assert_eq!(new.input, article("a", "One was hurt.").version().0);
        assert_eq!(store.work.finish(&new).await.unwrap(), Settled::Done);
        // The same input again is known work.
        accept(store, &["a"]).await;
        assert_eq!(take_subjects(store, Stage::Screen, 999).await, "");
    })
    .await;
}

#[tokio::test]
async fn a_retry_waits_and_counts() {
    on_each_database(async |store, _| {
        accept(store, &["a"]).await;
        let job = take_one(store, Stage::Screen, 100).await;
        assert_eq!(store.work.retry(&job, at(200), "busy").await.unwrap(), Settled::Done);
        assert_eq!(take_subjects(store, Stage::Screen, 199).await, "");
        assert_eq!(store.work.next_due().await.unwrap(), Some(at(200)));
        let again = store.work.take_due(Stage::Screen, at(200), at(160), 9).await.unwrap();
        assert_eq!(again[0].attempts, 1);
        // Even a lease that ends at the same moment is another lease.
        assert_eq!(store.work.finish(&job).await.unwrap(), Settled::LeaseLost);
    })
    .await;
}

#[tokio::test]
async fn quarantine_is_seen_and_can_be_left() {
    on_each_database(async |store, _| {
        accept(store, &["a", "b", "c"]).await;
        for (place, job) in take(store, Stage::Screen, 100).await.iter().enumerate() {
            let since = at(300 - place as i64);
            store.work.quarantine(job, since, "cannot\0be read").await.unwrap();
        }
        let shown = store.work.quarantined(2).await.unwrap();
        let subjects: Vec<&str> = shown.iter().map(|job| job.subject.as_str()).collect();
        assert_eq!(subjects, ["c", "b"]);
        assert_eq!((shown[0].stage, shown[0].attempts, shown[0].at), (Stage::Screen, 1, at(298)));
        assert_eq!(shown[0].reason, "cannot\u{fffd}be read");
        assert_eq!(take_subjects(store, Stage::Screen, 999).await, "");
        assert_eq!(store.work.release(Some("nobody"), at(400)).await.unwrap(), 0);
        assert_eq!(store.work.release(Some("b"), at(400)).await.unwrap(), 1);
        let released = take_one(store, Stage::Screen, 400).await;
        assert_eq!((released.subject.as_str(), released.attempts), ("b", 0));
        assert_eq!(store.work.release(None, at(400)).await.unwrap(), 2);
        assert_eq!(store.work.quarantined(9).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_newer_input_leaves_quarantine() {
    on_each_database(async |store, _| {
        accept(store, &["a"]).await;
        let job = take_one(store, Stage::Screen, 100).await;
        store.work.quarantine(&job, at(100), "bad").await.unwrap();
        accept(store, &["a"]).await;
        assert_eq!(take_subjects(store, Stage::Screen, 100).await, "");
        store.articles.accept(None, &article("a", "New words."), at(0)).await.unwrap();
        assert_eq!(take_one(store, Stage::Screen, 100).await.attempts, 0);
    })
    .await;
}

#[tokio::test]
async fn a_process_alone_ends_what_a_dead_one_leased() {
    on_each_database(async |store, _| {
        accept(store, &["a", "b"]).await;
        super::samples::follow(store, "https://gazette.example/feed").await;
        let jobs = store.work.take_due(Stage::Screen, at(100), FAR, 1).await.unwrap();
        assert_eq!(super::samples::lease(store, 100).await, [1]);
        assert_eq!(store.work.end_leases().await.unwrap(), 2);
        assert_eq!(store.work.end_leases().await.unwrap(), 0);
        assert_eq!(store.work.finish(&jobs[0]).await.unwrap(), Settled::LeaseLost);
        assert_eq!(take_subjects(store, Stage::Screen, 100).await, "a b");
        assert_eq!(super::samples::lease(store, 100).await, [1]);
    })
    .await;
}

#[tokio::test]
async fn counts_name_every_stage() {
    on_each_database(async |store, _| {
        assert_eq!(store.work.next_due().await.unwrap(), None);
        accept(store, &["a", "b", "c", "d"]).await;
        let jobs = take(store, Stage::Screen, 100).await;
        store.work.finish(&jobs[0]).await.unwrap();
        store.work.quarantine(&jobs[1], at(100), "bad").await.unwrap();
        let counts = store.work.counts().await.unwrap();
        let stages: Vec<Stage> = counts.iter().map(|count| count.stage).collect();
        assert_eq!(stages, Stage::ALL.map(|(stage, _)| stage));
        let screen = *counts.iter().find(|count| count.stage == Stage::Screen).unwrap();
        assert_eq!((screen.open, screen.done, screen.quarantined), (2, 1, 1));
        assert_eq!((counts[0].open, counts[0].done, counts[0].quarantined), (0, 0, 0));
        assert_eq!(store.work.next_due().await.unwrap(), Some(at(0)));
    })
    .await;
}
