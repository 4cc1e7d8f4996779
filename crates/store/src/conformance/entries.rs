use super::samples::{arrival, article, follow, lease, poll, record, take_one, take_subjects};
use super::{at, on_each_database};
use crate::{ChangesOf, FurtherPage, Job, PageOutcome, PageRecord, Settled, Stage, Store, Then};
use news::{ArticleId, EntryId, OutletId, PageForm, Reservation, Validators};

/// Files the entry "e" and takes its fetch job.
async fn fetching(store: &Store) -> Job {
    let feed = follow(store, "https://a.example/").await;
    lease(store, 100).await;
    record(store, &poll(feed, 100, vec![arrival("e", "x")])).await;
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
    assert_eq!(store.entries.save_page(job, kept, Then::Read, None).await.unwrap(), Settled::Done);
    assert_eq!(
        store.entries.save_page(job, kept, Then::Read, None).await.unwrap(),
        Settled::LeaseLost
    );
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
    record(store, &found).await;
    take_one(store, Stage::Fetch, 1100).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_workers_at_once_one_keeps_the_page() {
    on_each_database(async |store, other| {
        let job = fetching(store).await;
        let (one, two) = (page(120, "aa"), page(120, "bb"));
        let (first, second) = tokio::join!(
            store.entries.save_page(&job, &one, Then::Read, None),
            other.entries.save_page(&job, &two, Then::Read, None)
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
        store.entries.save_page(&fetch, &page(120, "aa"), Then::Read, Some(at(200))).await.unwrap();
        take_one(store, Stage::Extract, 120).await;
        assert_eq!(take_subjects(store, Stage::Revisit, 199).await, "");
        let first = take_one(store, Stage::Revisit, 200).await;
        assert_eq!((first.subject.as_str(), first.revisits(), fetch.revisits()), ("e", 1, 0));
        // Two workers end it; one of them does.
        let (one, two) = tokio::join!(
            store.entries.keep_page(&first, at(200), Then::AskFurther, Some(at(300))),
            other.entries.keep_page(&first, at(200), Then::AskFurther, Some(at(300)))
        );
        let settled = [one.unwrap(), two.unwrap()];
        assert_eq!(settled.iter().filter(|settled| **settled == Settled::Done).count(), 1);
        let second = take_one(store, Stage::Revisit, 300).await;
        assert_eq!(second.revisits(), 2);
        assert_eq!(take_subjects(store, Stage::Extract, 9_999).await, "e", "the old lease ran out");
        let changed =
            store.entries.save_page(&second, &page(300, "bb"), Then::Read, None).await.unwrap();
        assert_eq!(changed, Settled::Done);
        assert_eq!(take_one(store, Stage::Extract, 300).await.subject, "e");
        assert_eq!(take_subjects(store, Stage::Revisit, 9_999).await, "");
    })
    .await;
}

fn further(second: i64, object: &str) -> FurtherPage {
    let asked = "https://a.example/1?page=2".to_owned();
    FurtherPage { form: PageForm::Next, asked, page: page(second, object) }
}

fn missing(second: i64) -> FurtherPage {
    let outcome = PageOutcome::Skipped { reason: "the server answered 503".to_owned() };
    let page = PageRecord { at: at(second), outcome, reservation: Reservation::default() };
    FurtherPage { page, ..further(second, "") }
}

async fn further_pages(store: &Store) -> Vec<FurtherPage> {
    store.entries.entry(&EntryId("e".to_owned())).await.unwrap().unwrap().further
}

/// Fetches the first page of an article of several and takes the job of the second.
async fn asking(store: &Store) -> Job {
    let fetch = fetching(store).await;
    let revisit = Some(at(500));
    store.entries.save_page(&fetch, &page(120, "aa"), Then::AskFurther, revisit).await.unwrap();
    assert_eq!(take_subjects(store, Stage::Extract, 9_999).await, "");
    take_one(store, Stage::Further, 120).await
}

#[tokio::test]
async fn further_pages_are_asked_for_one_by_one_and_read_at_the_end() {
    on_each_database(async |store, other| {
        let second = asking(store).await;
        assert_eq!(second.asked_further(), 0);
        let (two, three) = (further(130, "bb"), further(140, "cc"));
        let settled = tokio::join!(
            store.entries.save_further(&second, &two, None),
            other.entries.save_further(&second, &two, None)
        );
        let settled = [settled.0.unwrap(), settled.1.unwrap()];
        assert!(settled.contains(&Settled::Done) && settled.contains(&Settled::LeaseLost));
        let third = take_one(store, Stage::Further, 130).await;
        assert_eq!(third.asked_further(), 1);
        store.entries.save_further(&third, &three, None).await.unwrap();
        let end = take_one(store, Stage::Further, 140).await;
        assert_eq!(further_pages(store).await, [two.clone(), three]);
        assert_eq!(store.entries.end_further(&end, at(140)).await.unwrap(), Settled::Done);
        assert_eq!(store.entries.end_further(&end, at(140)).await.unwrap(), Settled::LeaseLost);
        finish_extract(store, 140).await;

        // A revisit asks again; what is the same is not read again, and what went away is forgotten.
        let revisit = take_one(store, Stage::Revisit, 500).await;
        store.entries.keep_page(&revisit, at(500), Then::AskFurther, Some(at(900))).await.unwrap();
        let again = take_one(store, Stage::Further, 500).await;
        store.entries.save_further(&again, &two, None).await.unwrap();
        let next = take_one(store, Stage::Further, 500).await;
        store.entries.save_further(&next, &further(500, "cc"), None).await.unwrap();
        let end = take_one(store, Stage::Further, 500).await;
        store.entries.end_further(&end, at(500)).await.unwrap();
        assert_eq!(take_subjects(store, Stage::Extract, 600).await, "");
        let revisit = take_one(store, Stage::Revisit, 900).await;
        store.entries.keep_page(&revisit, at(900), Then::AskFurther, None).await.unwrap();
        let none = take_one(store, Stage::Further, 900).await;
        store.entries.end_further(&none, at(900)).await.unwrap();
        assert_eq!(further_pages(store).await, []);
        finish_extract(store, 900).await;
    })
    .await;
}

async fn finish_extract(store: &Store, second: i64) {
    let extract = take_one(store, Stage::Extract, second).await;
    assert_eq!(store.work.finish(&extract).await.unwrap(), Settled::Done);
}

#[tokio::test]
async fn a_missing_page_holds_up_nothing_and_its_lack_is_no_edit() {
    on_each_database(async |store, _| {
        let job = asking(store).await;
        let put_off = store.entries.save_further(&job, &missing(130), Some(at(300))).await;
        assert_eq!(put_off.unwrap(), Settled::Done);
        let lacking = store.entries.missing_further(9).await.unwrap();
        assert_eq!(lacking.len(), 1);
        assert!(lacking[0].0.ends_with("page=2") && lacking[0].1.contains("503"), "{lacking:?}");
        let extract = take_one(store, Stage::Extract, 130).await;
        store.articles.accept(Some(&extract), &article("e", "One."), at(130)).await.unwrap();
        assert_eq!(take_subjects(store, Stage::Further, 299).await, "");
        let again = take_one(store, Stage::Further, 300).await;
        assert_eq!((again.asked_further(), again.attempts), (0, 1));
        store.entries.save_further(&again, &further(300, "bb"), None).await.unwrap();
        let end = take_one(store, Stage::Further, 300).await;
        store.entries.end_further(&end, at(300)).await.unwrap();
        assert_eq!(store.entries.missing_further(9).await.unwrap(), []);
        let accept = async |second, text| {
            let extract = take_one(store, Stage::Extract, second).await;
            store.articles.accept(Some(&extract), &article("e", text), at(second)).await.unwrap();
        };
        accept(300, "One. Two.").await;
        let (e, none) = (ArticleId("e".to_owned()), ArticleId("none".to_owned()));
        let texts = async |of| -> Vec<String> {
            let changed = store.articles.changed(of, 9).await.unwrap();
            changed.concat().into_iter().map(|article| article.text).collect()
        };
        for of in [ChangesOf::All, ChangesOf::Article(&e)] {
            assert_eq!(texts(of).await, ["One. Two."]);
        }
        assert_eq!(texts(ChangesOf::Article(&none)).await, [""; 0]);
        // What the outlet changes from now on is seen.
        let revisit = take_one(store, Stage::Revisit, 500).await;
        store.entries.save_page(&revisit, &page(500, "ab"), Then::Read, None).await.unwrap();
        accept(500, "One. Three.").await;
        for of in [ChangesOf::All, ChangesOf::Article(&e)] {
            assert_eq!(texts(of).await, ["One. Two.", "One. Three."]);
        }
    })
    .await;
}
