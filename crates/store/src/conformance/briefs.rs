use super::samples::{
    approved, article, checked, held, put, report, reviewed, story, take_one, threading,
};
use super::{at, on_each_database};
use crate::{BriefLine, BriefState, Job, OutLine, Settled, Stage, Store, StoreError};
use news::{Standing, Withdrawal};

/// Each version of a story's brief: its number, state and headline.
async fn history(store: &Store, id: &str) -> Vec<String> {
    store.briefs.history(&story(id)).await.unwrap().iter().map(shown).collect()
}

fn shown(line: &BriefLine) -> String {
    let state = match &line.state {
        BriefState::Published(Standing::NotYetReviewed) => "out".to_owned(),
        BriefState::Published(Standing::Reviewed { by, .. }) => format!("out by {by}"),
        BriefState::Held(reason) => reason.clone(),
        BriefState::Withdrawn(_, Withdrawal { by, at, why }) => {
            format!("withdrawn by {by} at {}: {why:?}", at.as_second())
        }
    };
    format!("{} {} {} {}: {state}", line.story, line.version, line.at.as_second(), line.headline)
}

/// Threads an article into a story and takes the writing that this opens.
async fn writing(store: &Store, id: &str) -> Job {
    let thread = threading(store, &article(id, "Words."), 100).await;
    put(&*store.stories, &thread, "s", &report(id, 10)).await;
    take_one(store, Stage::Write, 100).await
}

#[tokio::test]
async fn a_published_brief_comes_back_as_it_was_approved() {
    on_each_database(async |store, _| {
        let job = writing(store, "a").await;
        let approved = approved("s", "Ferry aground");
        assert_eq!(store.briefs.publish(Some(&job), &approved, at(200)).await.unwrap(), 1);
        assert_eq!(store.work.finish(&job).await.unwrap(), Settled::LeaseLost);
        let record = store.briefs.published(&story("s")).await.unwrap().unwrap();
        assert_eq!((record.version, record.at, &record.hash), (1, at(200), &approved.hash()));
        assert_eq!(&record.brief, approved.checked().brief());
        assert_eq!(record.state, BriefState::Published(Standing::NotYetReviewed));
        assert_eq!(store.briefs.version(&story("s"), 1).await.unwrap(), Some(record));
        assert_eq!(store.briefs.version(&story("s"), 2).await.unwrap(), None);
        assert_eq!(store.briefs.published(&story("x")).await.unwrap(), None);
        assert_eq!(store.articles.counts().await.unwrap().published, 1);
    })
    .await;
}

#[tokio::test]
async fn what_says_the_same_makes_no_new_version() {
    on_each_database(async |store, _| {
        let publish =
            async |brief, second| store.briefs.publish(None, &brief, at(second)).await.unwrap();
        assert_eq!(publish(approved("s", "Ferry aground"), 1).await, 1);
        assert_eq!(publish(approved("s", "Ferry aground"), 2).await, 1);
        assert_eq!(publish(reviewed("s", "Ferry aground", "Ada", 3), 3).await, 1);
        // A review that it has stays.
        assert_eq!(publish(reviewed("s", "Ferry aground", "Bo", 4), 4).await, 1);
        assert_eq!(publish(approved("s", "Ferry aground"), 5).await, 1);
        assert_eq!(history(store, "s").await, ["s 1 1 Ferry aground: out by Ada"]);
        let record = store.briefs.published(&story("s")).await.unwrap().unwrap();
        let standing = Standing::Reviewed { by: "Ada".to_owned(), at: at(3) };
        assert_eq!(record.state, BriefState::Published(standing));
        assert_eq!(publish(approved("s", "Ferry afloat"), 6).await, 2);
        assert_eq!(publish(approved("s", "Ferry aground"), 7).await, 3);
    })
    .await;
}

#[tokio::test]
async fn a_held_brief_leaves_what_is_out() {
    on_each_database(async |store, _| {
        store.briefs.publish(None, &approved("s", "Ferry aground"), at(1)).await.unwrap();
        let job = writing(store, "a").await;
        let hold = async |job: Option<&Job>, why, second| {
            let held = held("s", "Ferry afloat", why);
            store.briefs.hold(job, &held, at(second)).await.unwrap()
        };
        assert_eq!(hold(Some(&job), "too soon", 2).await, 2);
        assert_eq!(hold(None, "much too soon", 3).await, 2);
        let expected =
            ["s 1 1 Ferry aground: out", "s 2 2 Ferry afloat: held by Ada: much too soon"];
        assert_eq!(history(store, "s").await, expected);
        let out = store.briefs.published(&story("s")).await.unwrap().unwrap();
        assert_eq!(out.version, 1);
        let approved = reviewed("s", "Ferry afloat", "Ada", 4);
        assert_eq!(store.briefs.publish(None, &approved, at(4)).await.unwrap(), 2);
        assert_eq!(history(store, "s").await[1], "s 2 4 Ferry afloat: out by Ada");
    })
    .await;
}

#[tokio::test]
async fn a_writer_that_lost_its_lease_writes_nothing() {
    on_each_database(async |store, _| {
        let late = writing(store, "a").await;
        let current = writing(store, "b").await;
        let published = store.briefs.publish(Some(&late), &approved("s", "Old"), at(1)).await;
        assert!(matches!(published, Err(StoreError::LeaseLost { .. })), "{published:?}");
        let held = store.briefs.hold(Some(&late), &held("s", "Old", "x"), at(1)).await;
        assert!(matches!(held, Err(StoreError::LeaseLost { .. })), "{held:?}");
        assert_eq!(history(store, "s").await, [""; 0]);
        assert_eq!(store.work.finish(&current).await.unwrap(), Settled::Done);
    })
    .await;
}

/// Withdraws what is published of the story `s`.
async fn withdraw(store: &Store, second: i64, why: Option<&str>) -> bool {
    let why = why.map(str::to_owned);
    let withdrawal = Withdrawal { by: "Ada".to_owned(), at: at(second), why };
    store.briefs.withdraw(&story("s"), &withdrawal).await.unwrap()
}

#[tokio::test]
async fn withdrawing_takes_every_version_off() {
    on_each_database(async |store, _| {
        assert!(!withdraw(store, 1, Some("wrong")).await);
        store.briefs.publish(None, &approved("s", "Ferry aground"), at(1)).await.unwrap();
        let second = reviewed("s", "Ferry afloat", "Bo", 2);
        store.briefs.publish(None, &second, at(2)).await.unwrap();
        store.briefs.hold(None, &held("s", "Ferry gone", "wait"), at(3)).await.unwrap();
        assert!(withdraw(store, 4, Some("wrong")).await);
        assert!(!withdraw(store, 5, None).await, "it is off already, and keeps when and why");
        assert_eq!(store.briefs.published(&story("s")).await.unwrap(), None);
        let expected = [
            "s 1 1 Ferry aground: withdrawn by Ada at 4: Some(\"wrong\")",
            "s 2 2 Ferry afloat: withdrawn by Ada at 4: Some(\"wrong\")",
            "s 3 3 Ferry gone: held by Ada: wait",
        ];
        assert_eq!(history(store, "s").await, expected);
        assert_eq!(store.articles.counts().await.unwrap().published, 0);
        let record = store.briefs.version(&story("s"), 2).await.unwrap().unwrap();
        let standing = Standing::Reviewed { by: "Bo".to_owned(), at: at(2) };
        let withdrawal =
            Withdrawal { by: "Ada".to_owned(), at: at(4), why: Some("wrong".to_owned()) };
        assert_eq!(record.state, BriefState::Withdrawn(standing, withdrawal));
    })
    .await;
}

#[tokio::test]
async fn what_is_withdrawn_is_listed_until_something_of_it_is_out() {
    on_each_database(async |store, _| {
        for (id, second) in [("s", 5), ("t", 7), ("u", 0)] {
            let headline = format!("Ferry {id}");
            store.briefs.publish(None, &approved(id, &headline), at(1)).await.unwrap();
            if second > 0 {
                let withdrawal = Withdrawal { by: "Ada".to_owned(), at: at(second), why: None };
                assert!(store.briefs.withdraw(&story(id), &withdrawal).await.unwrap());
            }
        }
        let listed = async |limit| {
            let lines = store.briefs.withdrawn(limit).await.unwrap();
            lines.into_iter().map(|line| line.headline).collect::<Vec<_>>()
        };
        assert_eq!(listed(9).await, ["Ferry t", "Ferry s"]);
        assert_eq!(listed(1).await, ["Ferry t"]);
        store.briefs.publish(None, &approved("t", "Ferry t is free"), at(9)).await.unwrap();
        assert_eq!(listed(9).await, ["Ferry s"]);
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_brief_comes_back_only_by_publishing() {
    on_each_database(async |store, _| {
        store.briefs.publish(None, &approved("s", "Ferry aground"), at(1)).await.unwrap();
        assert!(withdraw(store, 2, None).await);
        let again = held("s", "Ferry aground", "wait");
        assert_eq!(store.briefs.hold(None, &again, at(3)).await.unwrap(), 1);
        let withdrawn = ["s 1 1 Ferry aground: withdrawn by Ada at 2: None"];
        assert_eq!(history(store, "s").await, withdrawn);
        let back = reviewed("s", "Ferry aground", "Bo", 4);
        assert_eq!(store.briefs.publish(None, &back, at(4)).await.unwrap(), 1);
        assert_eq!(history(store, "s").await, ["s 1 4 Ferry aground: out by Bo"]);
    })
    .await;
}

#[tokio::test]
async fn the_lists_show_one_version_per_story() {
    on_each_database(async |store, _| {
        store.briefs.publish(None, &approved("b", "B1"), at(1)).await.unwrap();
        store.briefs.publish(None, &approved("a", "A1"), at(2)).await.unwrap();
        store.briefs.publish(None, &approved("b", "B2"), at(3)).await.unwrap();
        store.briefs.hold(None, &held("b", "B3", "wait"), at(4)).await.unwrap();
        store.briefs.hold(None, &held("c", "C1", "wait"), at(5)).await.unwrap();
        let latest = store.briefs.latest().await.unwrap();
        let expected =
            ["c 1 5 C1: held by Ada: wait", "b 3 4 B3: held by Ada: wait", "a 1 2 A1: out"];
        assert_eq!(latest.iter().map(shown).collect::<Vec<_>>(), expected);
        let out = store.briefs.all_published().await.unwrap();
        assert_eq!(out.iter().map(shown).collect::<Vec<_>>(), ["a 1 2 A1: out", "b 2 3 B2: out"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_desks_at_once_make_one_version_each() {
    on_each_database(async |store, other| {
        let publish_all = |store: &Store, name: &'static str| {
            let briefs = store.briefs.clone();
            tokio::spawn(async move {
                for number in 0..10 {
                    let brief = approved("s", &format!("{name} {number}"));
                    briefs.publish(None, &brief, at(number)).await.unwrap();
                }
            })
        };
        let (one, two) = (publish_all(store, "Ada"), publish_all(other, "Bo"));
        one.await.unwrap();
        two.await.unwrap();
        let versions = store.briefs.history(&story("s")).await.unwrap();
        let numbers: Vec<u32> = versions.iter().map(|line| line.version).collect();
        assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn a_brief_has_its_withheld_sentences_beside_it() {
    on_each_database(async |store, _| {
        let whole = checked("s", "Ferry aground", &[]).into_draft();
        let judge = |role: news::Role<'_>, _: &news::Statement| news::Judgement {
            verdict: match role {
                news::Role::Lede => news::Verdict::Unsupported,
                _ => news::Verdict::Partly,
            },
            score: 1.0 / 3.0,
            reasons: vec![news::Reason {
                kind: news::ReasonKind::Number,
                detail: "\"9\" is not in the cited words".to_owned(),
            }],
        };
        let checked = whole.checked(judge);
        let held = news::Held { checked: checked.clone(), reason: news::HoldReason::Lede };
        store.briefs.hold(None, &held, at(1)).await.unwrap();
        let record = store.briefs.version(&story("s"), 1).await.unwrap().unwrap();
        assert_eq!(record.withheld, checked.withheld());
        assert_eq!(&record.brief, checked.brief());
        assert_eq!(store.briefs.latest().await.unwrap()[0].withheld, 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_out_is_listed_page_by_page() {
    on_each_database(async |store, _| {
        let publish = async |id, headline, second| {
            store.briefs.publish(None, &approved(id, headline), at(second)).await.unwrap();
        };
        publish("c", "Cow found", 1).await;
        publish("a", "Ferry aground", 2).await;
        publish("a", "Ferry afloat", 5).await;
        publish("b", "Bridge shut", 3).await;
        store.briefs.hold(None, &held("d", "Dam holds", "wait"), at(4)).await.unwrap();
        let withdrawal = Withdrawal { by: "Ada".to_owned(), at: at(6), why: None };
        store.briefs.withdraw(&story("c"), &withdrawal).await.unwrap();
        let shown = |lines: Vec<OutLine>| -> Vec<String> {
            let shown = lines.into_iter().map(|line| {
                let (first_at, at) = (line.first_at.as_second(), line.at.as_second());
                format!(
                    "{}: {first_at} {}, {at} {}",
                    line.story, line.first_headline, line.headline
                )
            });
            shown.collect()
        };
        assert_eq!(store.briefs.count_out().await.unwrap(), 2);
        let ferry = "a: 2 Ferry aground, 5 Ferry afloat";
        let bridge = "b: 3 Bridge shut, 3 Bridge shut";
        assert_eq!(shown(store.briefs.out(0, 9).await.unwrap()), [ferry, bridge]);
        assert_eq!(shown(store.briefs.out(1, 1).await.unwrap()), [bridge]);
        assert_eq!(shown(store.briefs.out(2, 1).await.unwrap()), [""; 0]);
        assert_eq!(shown(store.briefs.out_since(at(2), 9).await.unwrap()), [bridge, ferry]);
        assert_eq!(shown(store.briefs.out_since(at(2), 1).await.unwrap()), [bridge]);
        assert_eq!(shown(store.briefs.out_since(at(4), 9).await.unwrap()), [""; 0]);
    })
    .await;
}
