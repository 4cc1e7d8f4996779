use super::samples::{arrival, follow, lease, poll, record, take_subjects};
use super::{at, on_each_database};
use crate::{Poll, Stage, Store, Wish};
use news::FeedId;

fn wish(feed: FeedId, hub: &str, token: &str) -> Wish {
    Wish {
        feed,
        hub: hub.to_owned(),
        topic: "https://a.example/feed".to_owned(),
        token: token.to_owned(),
        secret: format!("secret of {token}"),
    }
}

/// The tokens of what is due, leased for 60 seconds.
async fn due(store: &Store, second: i64) -> String {
    let taken = store.subscriptions.take_due(at(second), at(second + 60), 10).await.unwrap();
    taken.iter().map(|one| one.token.clone()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_wish_is_asked_for_until_the_hub_says_yes() {
    on_each_database(async |store, other| {
        let feed = follow(store, "https://a.example/").await;
        let hubs = &store.subscriptions;
        assert!(hubs.wish(&wish(feed, "https://hub.example/", "t"), at(100)).await.unwrap());
        assert_eq!(due(store, 99).await, "");
        assert_eq!(due(store, 100).await, "t");
        assert_eq!(due(other, 110).await, "");
        hubs.asked("t", at(400), Some("no answer")).await.unwrap();
        let known = hubs.by_token("t").await.unwrap().unwrap();
        assert_eq!((known.attempts, known.reason.as_deref()), (1, Some("no answer")));
        assert_eq!((due(store, 399).await, due(store, 400).await), (String::new(), "t".to_owned()));
        hubs.asked("t", at(800), None).await.unwrap();
        hubs.confirm("t", at(9000), at(8000)).await.unwrap();
        let known = hubs.by_token("t").await.unwrap().unwrap();
        assert_eq!((known.attempts, known.until, known.reason), (0, Some(at(9000)), None));
        assert_eq!(store.feeds.list().await.unwrap()[0].pushed_until, Some(at(9000)));
        assert_eq!(
            (due(store, 7999).await, due(store, 8000).await),
            (String::new(), "t".to_owned())
        );
        assert_eq!(hubs.by_token("other").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_same_wish_changes_nothing_and_another_one_starts_anew() {
    on_each_database(async |store, _| {
        let feed = follow(store, "https://a.example/").await;
        let hubs = &store.subscriptions;
        hubs.wish(&wish(feed, "https://hub.example/", "t"), at(100)).await.unwrap();
        hubs.confirm("t", at(9000), at(8000)).await.unwrap();
        hubs.wish(&wish(feed, "https://hub.example/", "u"), at(200)).await.unwrap();
        let known = hubs.list().await.unwrap();
        assert_eq!((known.len(), known[0].token.as_str()), (1, "t"));
        hubs.wish(&wish(feed, "https://other.example/", "v"), at(300)).await.unwrap();
        let known = hubs.list().await.unwrap();
        assert_eq!((known.len(), known[0].token.as_str(), known[0].until), (1, "v", None));
        assert_eq!(store.feeds.list().await.unwrap()[0].pushed_until, None);
        assert_eq!(due(store, 300).await, "v");
        hubs.refuse("v", at(5000), "denied").await.unwrap();
        assert_eq!(hubs.list().await.unwrap()[0].reason.as_deref(), Some("denied"));
        hubs.forget(feed).await.unwrap();
        assert_eq!(hubs.list().await.unwrap(), []);
        assert!(!hubs.wish(&wish(FeedId(99), "https://hub.example/", "w"), at(0)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_push_is_filed_as_a_poll_is() {
    on_each_database(async |store, _| {
        let feed = follow(store, "https://a.example/").await;
        let hubs = &store.subscriptions;
        assert!(hubs.record_push(feed, at(50), &[arrival("e1", "x")]).await.unwrap());
        assert_eq!(store.feeds.list().await.unwrap()[0].answered, Some(at(50)));
        assert_eq!(take_subjects(store, Stage::Fetch, 50).await, "e1");
        lease(store, 100).await;
        let both = vec![arrival("e1", "x"), arrival("e2", "x")];
        record(store, &poll(feed, 100, both)).await;
        assert_eq!(take_subjects(store, Stage::Fetch, 105).await, "e2");
        assert!(!hubs.record_push(FeedId(99), at(50), &[]).await.unwrap());
        hubs.wish(&wish(feed, "https://hub.example/", "t"), at(100)).await.unwrap();
        lease(store, 1100).await;
        let gone = Poll { retired: true, ..poll(feed, 1100, vec![]) };
        record(store, &gone).await;
        assert_eq!(due(store, 9999).await, "");
        assert!(!hubs.record_push(feed, at(50), &[]).await.unwrap());
        store.feeds.remove(feed).await.unwrap();
        assert_eq!(hubs.list().await.unwrap(), []);
    })
    .await;
}
