use super::subscribers::{ask, find, plan};
use super::{at, on_each_database};
use crate::{Delivery, DeliveryState, Outcome, Store};
use std::collections::BTreeSet;

/// Seven o'clock on the first day, and a minute.
const SEVEN: i64 = 7 * 3600;
const DAY: i64 = 86_400;

/// A confirmed subscriber of that name; the mail that asked is settled.
async fn subscribe(store: &Store, name: &str) {
    ask(store, name, "daily 7 UTC", 100).await;
    let asked = claim(store, 100).await.unwrap();
    settle(store, &asked, Outcome::Sent, 110).await;
    store.subscribers.confirm(name, &plan("daily 7 UTC"), at(200)).await.unwrap();
}

/// Claims for a minute.
async fn claim(store: &Store, second: i64) -> Option<Delivery> {
    store.deliveries.claim(at(second), at(second + 60)).await.unwrap()
}

async fn settle(store: &Store, delivery: &Delivery, outcome: Outcome, second: i64) {
    store.deliveries.settle(delivery, &outcome, at(second)).await.unwrap();
}

/// All mails, each as `name issue state`.
async fn lines(store: &Store) -> BTreeSet<String> {
    let lines = store.deliveries.deliveries(100).await.unwrap();
    let told = lines.iter().map(|line| {
        let name = line.address.split('@').next().unwrap();
        format!("{name} {} {}", line.issue.word(), line.state.word())
    });
    told.collect()
}

fn set(lines: &[&str]) -> BTreeSet<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[tokio::test]
async fn a_digest_is_opened_once_a_day_at_its_hour() {
    on_each_database(async |store, other| {
        subscribe(store, "ada").await;
        let open = async |store: &Store, second| {
            store.deliveries.open_digests(at(second), 10).await.unwrap()
        };
        assert_eq!(open(store, SEVEN - 1).await, 0);
        assert_eq!(open(store, SEVEN).await, 1);
        assert_eq!(open(other, SEVEN).await, 0);
        assert_eq!(find(store, "ada").await.due, Some(at(SEVEN + DAY)));
        let digest = claim(store, SEVEN).await.unwrap();
        assert_eq!(
            (digest.issue.word(), digest.subscriber.id.as_str()),
            ("1970-01-01".to_owned(), "ada")
        );
        settle(store, &digest, Outcome::Sent, SEVEN).await;
        // Nothing ran for three days: one digest, of the day that it is.
        assert_eq!(open(store, SEVEN + 3 * DAY + 60).await, 1);
        assert_eq!(find(store, "ada").await.due, Some(at(SEVEN + 4 * DAY)));
        assert_eq!(store.deliveries.open_all_digests(at(SEVEN + 3 * DAY + 90)).await.unwrap(), 0);
        assert_eq!(store.deliveries.open_all_digests(at(4 * DAY)).await.unwrap(), 1);
        // That was this day's.
        assert_eq!(open(store, SEVEN + 4 * DAY).await, 1);
        let all = [
            "ada confirmation sent",
            "ada 1970-01-01 sent",
            "ada 1970-01-04 waiting",
            "ada 1970-01-05 waiting",
        ];
        assert_eq!(lines(store).await, set(&all));
    })
    .await;
}

#[tokio::test]
async fn two_workers_never_claim_the_same_mail() {
    on_each_database(async |store, other| {
        let names = ["ada", "bob", "cyd", "dan", "eve", "fay"];
        for name in names {
            subscribe(store, name).await;
        }
        assert_eq!(store.deliveries.open_digests(at(SEVEN), 4).await.unwrap(), 4);
        assert_eq!(store.deliveries.open_digests(at(SEVEN), 4).await.unwrap(), 2);
        let work = async |store: &Store| {
            let mut mine = Vec::new();
            while let Some(digest) = claim(store, SEVEN).await {
                settle(store, &digest, Outcome::Sent, SEVEN).await;
                mine.push(digest.subscriber.id);
            }
            mine
        };
        let (mut one, two) = tokio::join!(work(store), work(other));
        one.extend(two);
        one.sort();
        assert_eq!(one, names);
    })
    .await;
}

#[tokio::test]
async fn what_died_on_its_way_is_not_sent_again_unless_the_operator_says_so() {
    on_each_database(async |store, _| {
        subscribe(store, "ada").await;
        store.deliveries.open_digests(at(SEVEN), 10).await.unwrap();
        let died = claim(store, SEVEN).await.unwrap();
        assert_eq!(claim(store, SEVEN + 9 * DAY).await, None);
        assert_eq!(store.deliveries.lost(at(SEVEN + 59)).await.unwrap(), []);
        let lost = store.deliveries.lost(at(SEVEN + 60)).await.unwrap();
        assert_eq!((lost.len(), lost[0].state), (1, DeliveryState::Sending));
        assert_eq!(store.deliveries.send_lost_again(at(SEVEN + 59)).await.unwrap(), 0);
        assert_eq!(store.deliveries.send_lost_again(at(SEVEN + 60)).await.unwrap(), 1);
        // Whoever had it was only slow: what he notes late takes nothing away.
        settle(store, &died, Outcome::Sent, SEVEN + 61).await;
        let again = claim(store, SEVEN + 62).await.unwrap();
        let gone = Outcome::Unknown { reason: "gone".to_owned() };
        settle(store, &again, gone, SEVEN + 63).await;
        assert_eq!(claim(store, SEVEN + DAY).await, None);
        let lost = store.deliveries.lost(at(SEVEN + 63)).await.unwrap();
        assert_eq!(lost[0].reason.as_deref(), Some("gone"));
    })
    .await;
}

#[tokio::test]
async fn what_fails_for_now_is_tried_again() {
    on_each_database(async |store, _| {
        subscribe(store, "ada").await;
        store.deliveries.open_digests(at(SEVEN), 10).await.unwrap();
        let digest = claim(store, SEVEN).await.unwrap();
        let later = Outcome::Later { due: at(SEVEN + 300), reason: "451 busy".to_owned() };
        settle(store, &digest, later, SEVEN + 5).await;
        assert_eq!(claim(store, SEVEN + 299).await, None);
        let digest = claim(store, SEVEN + 300).await.unwrap();
        assert_eq!(digest.attempts, 1);
        let given_up = Outcome::GivenUp { reason: "451 busy".to_owned() };
        settle(store, &digest, given_up, SEVEN + 301).await;
        assert_eq!(claim(store, SEVEN + DAY - 1).await, None);
        store.deliveries.open_digests(at(SEVEN + DAY), 10).await.unwrap();
        let empty = claim(store, SEVEN + DAY).await.unwrap();
        settle(store, &empty, Outcome::Skipped, SEVEN + DAY).await;
        let all = ["ada confirmation sent", "ada 1970-01-01 given up", "ada 1970-01-02 skipped"];
        assert_eq!(lines(store).await, set(&all));
    })
    .await;
}

#[tokio::test]
async fn mailing_stops_after_refusals_in_a_row_until_it_is_confirmed_anew() {
    on_each_database(async |store, _| {
        subscribe(store, "ada").await;
        let refused = || Outcome::Refused { reason: "550 no such user".to_owned(), stop_after: 2 };
        for (day, outcome, refusals) in
            [(0, refused(), 1), (1, Outcome::Sent, 0), (2, refused(), 1), (3, refused(), 2)]
        {
            let now = SEVEN + day * DAY;
            assert_eq!(store.deliveries.open_digests(at(now), 10).await.unwrap(), 1, "{day}");
            let digest = claim(store, now).await.unwrap();
            settle(store, &digest, outcome, now).await;
            assert_eq!(find(store, "ada").await.refusals, refusals, "{day}");
        }
        let ada = find(store, "ada").await;
        assert_eq!((ada.stopped, ada.due), (Some(at(SEVEN + 3 * DAY)), None));
        assert_eq!(ada.reason.as_deref(), Some("550 no such user"));
        assert_eq!(store.deliveries.open_digests(at(SEVEN + 9 * DAY), 10).await.unwrap(), 0);
        assert_eq!(store.deliveries.open_all_digests(at(SEVEN + 9 * DAY)).await.unwrap(), 0);
        // She asks again, and the mail that asks her goes out.
        assert!(ask(store, "ada", "weekly 7 UTC", SEVEN + 9 * DAY).await);
        assert!(claim(store, SEVEN + 9 * DAY).await.is_some());
        store.subscribers.confirm("ada", &plan("weekly 7 UTC"), at(SEVEN + 9 * DAY)).await.unwrap();
        let ada = find(store, "ada").await;
        assert_eq!((ada.stopped, ada.refusals, ada.reason), (None, 0, None));
        assert!(ada.due.is_some());
    })
    .await;
}
