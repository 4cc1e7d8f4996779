use super::{at, on_each_database};
use crate::{DeliveryState, NewShare, Share, ShareOutcome, Store};
use jiff::Timestamp;
use news::StoryId;

fn new(story: &str, version: u32, day: &str) -> NewShare {
    NewShare {
        target: "team".to_owned(),
        story: StoryId(story.to_owned()),
        version,
        day: day.parse().unwrap(),
        daily: 2,
        again: false,
    }
}

const MONDAY: &str = "2026-11-23";

async fn open(store: &Store, share: NewShare) -> bool {
    store.shares.open_share(&share, at(100)).await.unwrap()
}

async fn claim(store: &Store, second: i64) -> Option<Share> {
    store.shares.claim_share("team", at(second), at(second + 60)).await.unwrap()
}

async fn settle(store: &Store, share: &Share, outcome: ShareOutcome, second: i64) {
    store.shares.settle_share(share, &outcome, at(second)).await.unwrap();
}

fn sent() -> ShareOutcome {
    ShareOutcome::Sent { place: Some("42".to_owned()) }
}

/// All posts, each as `story version state attempts`.
async fn lines(store: &Store) -> Vec<String> {
    let lines = store.shares.shares(100).await.unwrap();
    let mut told: Vec<String> = lines
        .iter()
        .map(|line| {
            let Share { story, version, attempts, .. } = &line.share;
            format!("{story} {version} {} {attempts}", line.state.word())
        })
        .collect();
    told.sort();
    told
}

#[tokio::test]
async fn a_story_is_posted_once_and_only_so_many_a_day() {
    on_each_database(async |store, other| {
        assert!(open(store, new("a", 1, MONDAY)).await);
        assert!(!open(other, new("a", 1, MONDAY)).await, "the same once more");
        assert!(!open(other, new("a", 2, MONDAY)).await, "another version of it");
        assert!(open(other, new("b", 1, MONDAY)).await);
        assert!(!open(store, new("c", 1, MONDAY)).await, "the day has two");
        assert!(open(store, new("c", 1, "2026-11-24")).await);
        let elsewhere = NewShare { target: "friends".to_owned(), ..new("a", 1, MONDAY) };
        assert!(open(store, elsewhere).await);
        assert_eq!(
            lines(store).await,
            ["a 1 waiting 0", "a 1 waiting 0", "b 1 waiting 0", "c 1 waiting 0"]
        );
    })
    .await;
}

#[tokio::test]
async fn an_update_is_posted_when_the_one_before_is_settled() {
    on_each_database(async |store, _| {
        let again = |version, day| NewShare { again: true, ..new("a", version, day) };
        assert!(open(store, again(1, MONDAY)).await);
        assert!(!open(store, again(2, MONDAY)).await, "the first is under way");
        let first = claim(store, 100).await.unwrap();
        assert!(!open(store, again(2, MONDAY)).await, "still");
        settle(store, &first, sent(), 110).await;
        assert!(!open(store, again(1, MONDAY)).await);
        assert!(open(store, again(2, MONDAY)).await);
        assert_eq!(lines(store).await, ["a 1 sent 0", "a 2 waiting 0"]);
    })
    .await;
}

#[tokio::test]
async fn two_workers_never_claim_the_same_post() {
    on_each_database(async |store, other| {
        for story in ["a", "b"] {
            assert!(open(store, new(story, 1, MONDAY)).await);
        }
        let (one, two) = tokio::join!(claim(store, 100), claim(other, 100));
        let mut stories = [one.unwrap().story.0, two.unwrap().story.0];
        stories.sort();
        assert_eq!(stories, ["a", "b"]);
        assert_eq!(claim(store, 100).await, None);
        // Whoever had them died: nobody posts them again by himself.
        assert_eq!(claim(store, 10_000).await, None);
        assert!(!open(store, new("a", 1, MONDAY)).await);
        let lost = store.shares.troubled_shares(Timestamp::MAX, at(159)).await.unwrap();
        assert_eq!(lost.len(), 0);
        let lost = store.shares.troubled_shares(Timestamp::MAX, at(160)).await.unwrap();
        assert_eq!(lost.len(), 2);
        assert_eq!(store.shares.share_again("friends", at(200)).await.unwrap(), 0);
        assert_eq!(store.shares.share_again("team", at(200)).await.unwrap(), 2);
        assert!(claim(store, 200).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn what_became_of_a_post_is_noted() {
    on_each_database(async |store, _| {
        assert!(open(store, new("a", 1, MONDAY)).await);
        let reason = || "it is busy".to_owned();
        let first = claim(store, 100).await.unwrap();
        settle(store, &first, ShareOutcome::Later { due: at(200), reason: reason() }, 110).await;
        assert_eq!(claim(store, 199).await, None);
        let second = claim(store, 200).await.unwrap();
        assert_eq!(second.attempts, 1);
        settle(store, &second, ShareOutcome::Refused { reason: reason() }, 210).await;
        settle(store, &second, sent(), 220).await;
        assert_eq!(lines(store).await, ["a 1 refused 2"], "what is settled stays so");
        assert_eq!(store.shares.troubled_shares(at(211), at(300)).await.unwrap().len(), 0);
        let refused = store.shares.troubled_shares(at(210), at(300)).await.unwrap();
        assert_eq!(
            (refused[0].state, refused[0].reason.clone()),
            (DeliveryState::Refused, Some(reason()))
        );
        assert_eq!(store.shares.share_again("team", at(300)).await.unwrap(), 1);
        let third = claim(store, 300).await.unwrap();
        assert_eq!(third.attempts, 0);
        settle(store, &third, ShareOutcome::Unknown { reason: reason() }, 310).await;
        let lost = store.shares.troubled_shares(at(400), at(310)).await.unwrap();
        assert_eq!((lost.len(), lost[0].state), (1, DeliveryState::Sending));
        store.shares.share_again("team", at(400)).await.unwrap();
        let fourth = claim(store, 400).await.unwrap();
        settle(store, &fourth, sent(), 410).await;
        let line = store.shares.shares(1).await.unwrap().remove(0);
        assert_eq!(
            (line.state, line.place.as_deref(), line.reason),
            (DeliveryState::Sent, Some("42"), None)
        );
    })
    .await;
}
