use super::samples::story;
use super::{at, on_each_database};
use crate::{CallId, Cap, Leave, NewCall, Store, Taken};
use news::{FailedSentence, Instead, Reason, ReasonKind, Verdict, Writing};

fn taken(tokens_in: u64, tokens_out: u64, cost: u64) -> Taken {
    Taken { tokens_in, tokens_out, cost }
}

fn call(seconds: i64, most: Taken) -> NewCall {
    let (model, purpose) = ("mini".to_owned(), "write".to_owned());
    NewCall { at: at(seconds), model, purpose, subject: story("s"), most }
}

fn cap(since: i64, tokens: Option<u64>, cost: Option<u64>) -> Cap {
    Cap { name: "the day's", since: at(since), tokens, cost }
}

async fn granted(store: &Store, call: &NewCall, caps: &[Cap]) -> CallId {
    match store.ledger.begin(call, caps).await.unwrap() {
        Leave::Granted(id) => id,
        Leave::Refused(why) => panic!("{why}"),
    }
}

async fn refused(store: &Store, call: &NewCall, caps: &[Cap]) -> String {
    match store.ledger.begin(call, caps).await.unwrap() {
        Leave::Granted(_) => panic!("it was granted"),
        Leave::Refused(why) => why,
    }
}

#[tokio::test]
async fn caps_stop_calls_before_they_are_exceeded() {
    on_each_database(async |store, other| {
        let caps = [cap(100, Some(1000), Some(500)), cap(0, None, Some(900))];
        let first = granted(store, &call(100, taken(400, 200, 300)), &caps).await;
        let why = refused(other, &call(101, taken(400, 1, 0)), &caps).await;
        assert!(why.starts_with("the day's cap of 1000 tokens could be exceeded: 600"), "{why}");
        let why = refused(other, &call(101, taken(1, 1, 201)), &caps).await;
        assert!(why.starts_with("the day's cap of 0.0005 could be exceeded"), "{why}");
        // What was set aside and not used is free again.
        store.ledger.end(first, taken(100, 50, 30), "answered", None).await.unwrap();
        assert_eq!(other.ledger.taken(at(100)).await.unwrap(), taken(100, 50, 30));
        granted(other, &call(102, taken(400, 1, 201)), &caps).await;
        // Another day has a cap of its own, the month has not.
        let next = [cap(200, Some(1000), Some(500)), cap(0, None, Some(900))];
        granted(store, &call(200, taken(600, 400, 500)), &next).await;
        let why = refused(store, &call(201, taken(0, 0, 200)), &next[1..]).await;
        assert!(why.contains("cap of 0.0009 could be exceeded"), "{why}");
        assert_eq!(store.ledger.calls(10).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn two_processes_share_one_cap() {
    on_each_database(async |store, other| {
        let caps = [cap(0, Some(1000), None)];
        let asked = async |store: &Store| {
            let mut granted = 0;
            for n in 0..10 {
                let leave = store.ledger.begin(&call(n, taken(100, 0, 0)), &caps).await.unwrap();
                granted += u32::from(matches!(leave, Leave::Granted(_)));
            }
            granted
        };
        let (here, there) = tokio::join!(asked(store), asked(other));
        assert_eq!(here + there, 10);
        assert_eq!(store.ledger.taken(at(0)).await.unwrap(), taken(1000, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn answers_are_recorded_once_and_calls_listed() {
    on_each_database(async |store, other| {
        assert_eq!(store.ledger.answered("q").await.unwrap(), None);
        let first = granted(store, &call(10, taken(9, 9, 9)), &[]).await;
        let second = granted(store, &call(86_400 + 20, taken(9, 9, 9)), &[]).await;
        let third = granted(store, &call(86_400 + 30, taken(7, 7, 7)), &[]).await;
        assert!(first != second && second != third);
        store.ledger.end(first, taken(1, 2, 3), "answered", Some(("q", "A\0 1"))).await.unwrap();
        other.ledger.end(second, taken(4, 5, 6), "answered", Some(("q", "A 2"))).await.unwrap();
        // What stands for NUL, which PostgreSQL does not hold.
        assert_eq!(other.ledger.answered("q").await.unwrap().as_deref(), Some("A\u{fffd} 1"));
        let calls = store.ledger.calls(2).await.unwrap();
        assert_eq!((calls[0].at, &calls[0].outcome), (at(86_430), &None));
        assert_eq!((calls[0].taken, calls[0].subject.clone()), (taken(7, 7, 7), story("s")));
        assert_eq!(calls[1].outcome.as_deref(), Some("answered"));
        let days = store.ledger.days(at(0)).await.unwrap();
        assert_eq!((days[0].day, days[0].calls), (at(86_400), 2));
        assert_eq!(days[0].taken, taken(11, 12, 13));
        assert_eq!((days[1].day, days[1].taken), (at(0), taken(1, 2, 3)));
        assert_eq!(store.ledger.days(at(86_400)).await.unwrap().len(), 1);
        assert_eq!(store.ledger.taken(at(86_425)).await.unwrap(), taken(7, 7, 7));
        // A call that is not there, ended or not, is nobody's harm.
        store.ledger.end(CallId(999), taken(1, 1, 1), "answered", None).await.unwrap();
        assert_eq!(store.ledger.calls(10).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn how_a_brief_came_to_be_is_noted() {
    on_each_database(async |store, other| {
        assert_eq!(store.ledger.writing(&story("s")).await.unwrap(), None);
        let failed = FailedSentence {
            text: "Some 400 were aboard.".to_owned(),
            verdict: Verdict::Contradicted,
            reasons: vec![Reason { kind: ReasonKind::Number, detail: "400".to_owned() }],
            instead: Instead::Extractive,
        };
        let withheld = FailedSentence { instead: Instead::Nothing, ..failed.clone() };
        let writing = Writing {
            sentences: 9,
            sent_back: 3,
            mended: 1,
            left_out: 2,
            fell_back: None,
            failed: vec![failed, withheld],
            ..Writing::in_vain("mini", String::new())
        };
        let vain = Writing::in_vain("mini", "it did not answer".to_owned());
        store.ledger.note(&story("s"), &vain, at(5)).await.unwrap();
        store.ledger.note(&story("a"), &vain, at(6)).await.unwrap();
        other.ledger.note(&story("s"), &writing, at(7)).await.unwrap();
        let read = store.ledger.writing(&story("s")).await.unwrap();
        assert_eq!(read, Some((at(7), writing.clone())));
        assert_eq!((writing.replaced(), writing.withheld()), (1, 1));
        let all = store.ledger.writings().await.unwrap();
        assert_eq!(all, [(story("a"), at(6), vain), (story("s"), at(7), writing)]);
    })
    .await;
}
