use super::samples::{approved, take_subjects};
use super::{at, on_each_database};
use crate::{Stage, Store};

#[tokio::test]
async fn each_is_told_of_what_comes_once_and_in_order() {
    on_each_database(async |store, other| {
        let publish = async |name: &str| {
            store.briefs.publish(None, &approved(name, "Ferry"), at(1)).await.unwrap();
        };
        let hand_on = async |store: &Store, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            store.webhooks.hand_on(&names, at(9)).await.unwrap()
        };
        publish("before").await;
        assert_eq!(hand_on(store, &["a"]).await, 0);
        publish("s").await;
        publish("t").await;
        // Of whoever comes later only what comes later.
        assert_eq!(hand_on(store, &["a", "b"]).await, 2);
        publish("u").await;
        assert_eq!(hand_on(other, &["a", "b"]).await, 2);
        assert_eq!(hand_on(store, &["a", "b"]).await, 0);
        assert_eq!(take_subjects(store, Stage::Webhook, 9).await, "a 2 a 3 a 4 b 4");
    })
    .await;
}
