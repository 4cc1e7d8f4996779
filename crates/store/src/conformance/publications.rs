use super::samples::{approved, held, reviewed, story};
use super::{at, on_each_database};
use crate::Store;
use news::Withdrawal;

/// What came after a number, a word each.
async fn after(store: &Store, number: u64, limit: u32) -> Vec<String> {
    let all = store.publications.publications(number, limit).await.unwrap();
    let shown = |one: crate::Publication| {
        let at = one.at.as_second();
        format!("{} {} {} {} at {at}", one.number, one.story, one.version, one.kind.word())
    };
    all.into_iter().map(shown).collect()
}

#[tokio::test]
async fn whoever_follows_misses_nothing() {
    on_each_database(async |store, other| {
        assert_eq!(store.publications.last_publication().await.unwrap(), 0);
        let publish = async |store: &Store, brief, second| {
            store.briefs.publish(None, &brief, at(second)).await.unwrap();
        };
        publish(store, approved("s", "Ferry aground"), 1).await;
        publish(other, approved("t", "Trains back"), 2).await;
        // What says the same is no news; that a person approved it is.
        publish(store, approved("s", "Ferry aground"), 3).await;
        publish(store, reviewed("s", "Ferry aground", "Ada", 4), 4).await;
        publish(store, approved("s", "Ferry afloat"), 5).await;
        store.briefs.hold(None, &held("u", "Secret", "waits"), at(6)).await.unwrap();
        let withdrawal = Withdrawal { by: "Ada".to_owned(), at: at(7), why: None };
        assert!(store.briefs.withdraw(&story("s"), &withdrawal).await.unwrap());
        assert!(!store.briefs.withdraw(&story("u"), &withdrawal).await.unwrap());
        publish(store, approved("s", "Ferry afloat"), 8).await;
        let all = [
            "1 s 1 published at 1",
            "2 t 1 published at 2",
            "3 s 1 reviewed at 4",
            "4 s 2 updated at 5",
            "5 s 2 withdrawn at 7",
            "6 s 2 published at 8",
        ];
        assert_eq!(after(other, 0, 100).await, all);
        assert_eq!(after(other, 2, 2).await, all[2..4]);
        assert_eq!(after(other, 6, 100).await, Vec::<String>::new());
        assert_eq!(other.publications.last_publication().await.unwrap(), 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_publish_at_once_get_numbers_of_their_own() {
    on_each_database(async |store, other| {
        let publish = |store: &Store, name: &'static str| {
            let briefs = store.briefs.clone();
            tokio::spawn(async move {
                for number in 0..20 {
                    let brief = approved(&format!("{name}{number}"), "Ferry aground");
                    briefs.publish(None, &brief, at(1)).await.unwrap();
                }
            })
        };
        let (one, two) = (publish(store, "a"), publish(other, "b"));
        one.await.unwrap();
        two.await.unwrap();
        let all = store.publications.publications(0, 100).await.unwrap();
        let numbers: Vec<u64> = all.iter().map(|one| one.number).collect();
        assert_eq!(numbers, (1..=40).collect::<Vec<u64>>());
    })
    .await;
}
