use super::{at, on_each_database};
use crate::{Request, Store, Subscriber};
use jiff::SignedDuration;
use news::MailPlan;

const PAUSE: SignedDuration = SignedDuration::from_secs(3600);

pub(super) fn plan(words: &str) -> MailPlan {
    MailPlan::read(words).unwrap()
}

/// Asks in the name of `name@a.example`, with an id of the same name.
pub(super) async fn ask(store: &Store, name: &str, wish: &str, second: i64) -> bool {
    let address = format!("{name}@a.example");
    let request = Request { id: name.to_owned(), address, wish: plan(wish) };
    store.subscribers.ask(&request, at(second), PAUSE).await.unwrap()
}

pub(super) async fn find(store: &Store, name: &str) -> Subscriber {
    let address = format!("{name}@a.example");
    store.subscribers.by_address(&address).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_wish_is_in_force_once_it_is_confirmed() {
    on_each_database(async |store, other| {
        let subscribers = &store.subscribers;
        assert!(ask(store, "ada", "daily 7 UTC", 10_000).await);
        let ada = find(other, "ada").await;
        assert_eq!((ada.id.as_str(), ada.plan, ada.due), ("ada", None, None));
        assert_eq!((ada.wish.words(), ada.asked), ("daily 7 UTC".to_owned(), at(10_000)));
        assert!(subscribers.confirm("ada", &plan("daily 7 UTC"), at(10_100)).await.unwrap());
        let ada = find(other, "ada").await;
        assert_eq!((ada.plan, ada.confirmed), (Some(plan("daily 7 UTC")), Some(at(10_100))));
        assert_eq!(ada.due, Some(at(7 * 3600)));
        assert!(!subscribers.confirm("nobody", &plan("daily 7 UTC"), at(0)).await.unwrap());
        // Somebody else asks in her name: nothing changes before she says so.
        assert!(ask(store, "ada", "weekly 9 UTC", 20_000).await);
        let ada = find(other, "ada").await;
        assert_eq!(
            (ada.wish.words(), ada.plan),
            ("weekly 9 UTC".to_owned(), Some(plan("daily 7 UTC")))
        );
        assert_eq!(subscribers.subscribers().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_address_is_asked_once_in_a_while() {
    on_each_database(async |store, other| {
        assert!(ask(store, "ada", "daily 7 UTC", 10_000).await);
        assert!(!ask(other, "ada", "weekly 9 UTC", 13_599).await);
        assert_eq!(find(store, "ada").await.wish, plan("daily 7 UTC"));
        assert!(ask(store, "ada", "weekly 9 UTC", 13_600).await);
        assert!(ask(store, "bob", "weekly 9 UTC", 13_600).await);
        // Two at once: one of them is heard.
        let (one, two) = tokio::join!(
            ask(store, "cyd", "daily 7 UTC", 13_600),
            ask(other, "cyd", "daily 7 UTC", 13_600)
        );
        assert!(one ^ two);
    })
    .await;
}

#[tokio::test]
async fn who_leaves_is_forgotten_and_so_is_who_never_confirmed() {
    on_each_database(async |store, _| {
        let subscribers = &store.subscribers;
        for name in ["ada", "bob", "cyd"] {
            ask(store, name, "daily 7 UTC", 10_000).await;
        }
        subscribers.confirm("ada", &plan("daily 7 UTC"), at(10_100)).await.unwrap();
        assert!(subscribers.leave("bob").await.unwrap());
        assert!(!subscribers.leave("bob").await.unwrap());
        assert_eq!(subscribers.by_address("bob@a.example").await.unwrap(), None);
        assert_eq!(subscribers.forget_unconfirmed(at(10_000)).await.unwrap(), 0);
        assert_eq!(subscribers.forget_unconfirmed(at(10_001)).await.unwrap(), 1);
        let left = subscribers.subscribers().await.unwrap();
        assert_eq!(left.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["ada"]);
        // Of those who went, no mail is left either.
        assert_eq!(store.deliveries.deliveries(9).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_secret_is_the_first_one() {
    on_each_database(async |store, other| {
        assert_eq!(store.subscribers.mail_secret("one").await.unwrap(), "one");
        assert_eq!(other.subscribers.mail_secret("two").await.unwrap(), "one");
    })
    .await;
}
