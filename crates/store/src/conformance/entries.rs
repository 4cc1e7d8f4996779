use super::samples::{arrival, follow, lease, poll, take_one, take_subjects};
use super::{at, on_each_database};
use crate::{Job, PageOutcome, PageRecord, Settled, Stage, Store};
use news::{EntryId, OutletId, Reservation, Validators};

/// Files the entry "e" and takes its fetch job.
async fn fetching(store: &Store) -> Job {
    let feed = follow(store, "https://a.example/").await;
    lease(store, 100).await;
    store.feeds.record_poll(&poll(feed, 100, vec![arrival("e", "x")])).await.unwrap();
    take_one(store, Stage::Fetch, 100).await
}

fn page(second: i64, object: &str) -> PageRecord {
    let outcome = PageOutcome::Fetched {
        object: object.to_owned(),
        url: "https://a.example/1".to_owned(),
        content_type: Some("text/html".to_owned()),
        validators: Validators { etag: Some("\"7\"".to_owned()), last_modified: None },
    };
    let reservation = Reservation { words: Some("noai".to_owned()), images: true };
    PageRecord { at: at(second), outcome, reservation }
}

fn skipped() -> PageRecord {
    let reason = "robots.txt asks us to stay away".to_owned();
    let outcome = PageOutcome::Skipped { reason };
    PageRecord { at: at(120), outcome, reservation: Reservation::default() }
}

#[tokio::test]
async fn a_filed_entry_keeps_what_the_feed_said() {
    on_each_database(async |store, _| {
        fetching(store).await;
        let filed = store.entries.entry(&EntryId("e".to_owned())).await.unwrap().unwrap();
        assert_eq!(filed.outlet, OutletId("gazette.example".to_owned()));
        assert_eq!((filed.seen, filed.page), (at(100), None));
        assert_eq!(filed.entry, arrival("e", "x").entry);
        assert_eq!(store.entries.entry(&EntryId("none".to_owned())).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_page_is_kept_and_read_once() {
    on_each_database(async |store, _| {
        let first = fetching(store).await;
        keep(store, &first, &page(120, "aa")).await;
        let again = refetch(store).await;
        keep(store, &again, &skipped()).await;
        assert_eq!(take_subjects(store, Stage::Extract, 9_999).await, "");
    })
    .await;
}

/// Keeps what became of a fetch, and finishes the extraction that this opens.
async fn keep(store: &Store, job: &Job, kept: &PageRecord) {
    assert_eq!(store.entries.save_page(job, kept, None).await.unwrap(), Settled::Done);
    assert_eq!(store.entries.save_page(job, kept, None).await.unwrap(), Settled::LeaseLost);
    let filed = store.entries.entry(&EntryId("e".to_owned())).await.unwrap().unwrap();
    assert_eq!(filed.page.as_ref(), Some(kept));
    assert_eq!(take_subjects(store, Stage::Extract, 119).await, "");
    let extract = take_one(store, Stage::Extract, 120).await;
    assert_eq!(extract.subject, "e");
    assert_eq!(store.work.finish(&extract).await.unwrap(), Settled::Done);
}

/// Lists the entry in other words and takes its fetch job.
async fn refetch(store: &Store) -> Job {
    lease(store, 1100).await;
    let found = poll(news::FeedId(1), 1100, vec![arrival("e", "y")]);
    store.feeds.record_poll(&found).await.unwrap();
    take_one(store, Stage::Fetch, 1100).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_workers_at_once_one_keeps_the_page() {
    on_each_database(async |store, other| {
        let job = fetching(store).await;
        let (one, two) = (page(120, "aa"), page(120, "bb"));
        let (first, second) = tokio::join!(
            store.entries.save_page(&job, &one, None),
            other.entries.save_page(&job, &two, None)
        );
        let settled = [first.unwrap(), second.unwrap()];
        assert_eq!(settled.iter().filter(|settled| **settled == Settled::Done).count(), 1);
        let winner = if settled[0] == Settled::Done { one } else { two };
        let filed = store.entries.entry(&EntryId("e".to_owned())).await.unwrap().unwrap();
        assert_eq!(filed.page, Some(winner));
    })
    .await;
}

#[tokio::test]
async fn a_page_is_looked_at_again_while_there_is_a_time_for_it() {
    on_each_database(async |store, other| {
        let fetch = fetching(store).await;
        store.entries.save_page(&fetch, &page(120, "aa"), Some(at(200))).await.unwrap();
        take_one(store, Stage::Extract, 120).await;
        assert_eq!(take_subjects(store, Stage::Revisit, 199).await, "");
        let first = take_one(store, Stage::Revisit, 200).await;
        assert_eq!((first.subject.as_str(), first.revisits(), fetch.revisits()), ("e", 1, 0));
        // Two workers end it; one of them does.
        let (one, two) = tokio::join!(
            store.entries.keep_page(&first, Some(at(300))),
            other.entries.keep_page(&first, Some(at(300)))
        );
        let settled = [one.unwrap(), two.unwrap()];
        assert_eq!(settled.iter().filter(|settled| **settled == Settled::Done).count(), 1);
        let second = take_one(store, Stage::Revisit, 300).await;
        assert_eq!(second.revisits(), 2);
        assert_eq!(take_subjects(store, Stage::Extract, 9_999).await, "e", "the old lease ran out");
        let changed = store.entries.save_page(&second, &page(300, "bb"), None).await.unwrap();
        assert_eq!(changed, Settled::Done);
        assert_eq!(take_one(store, Stage::Extract, 300).await.subject, "e");
        assert_eq!(take_subjects(store, Stage::Revisit, 9_999).await, "");
    })
    .await;
}
