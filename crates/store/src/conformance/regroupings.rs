use super::samples::{approved, article, put, report, story, take, take_subjects, threading};
use super::{at, on_each_database};
use crate::{Hold, Settled, Stage, Store};
use news::{ArticleId, Pin, Pull, Regrouping, RegroupingKind, StoryId};
use std::collections::BTreeMap;

/// Puts articles into a story, seen and reported at 10.
async fn place(store: &Store, name: &str, articles: &[&str]) {
    for id in articles {
        let job = threading(store, &article(id, "Words."), 100).await;
        assert_eq!(put(&*store.stories, &job, name, &report(id, 10)).await, Settled::Done);
    }
}

fn ids(names: &str) -> Vec<ArticleId> {
    names.split_whitespace().map(|name| ArticleId(name.to_owned())).collect()
}

fn regrouping(kind: RegroupingKind, from: &str, to: &str, went: &str, others: &str) -> Regrouping {
    let (went, others) = (ids(went), ids(others));
    let (from, to) = (story(from), story(to));
    Regrouping { kind, from, to, went, others, by: None, why: None, at: at(200) }
}

fn merge(from: &str, to: &str, went: &str, others: &str) -> Regrouping {
    regrouping(RegroupingKind::Merge, from, to, went, others)
}

async fn done(store: &Store, regroupings: &[Regrouping]) {
    let settled = store.regroupings.regroup(&[], regroupings, at(60)).await.unwrap();
    assert_eq!(settled, Settled::Done);
}

async fn articles_of(store: &Store, name: &str) -> String {
    let found = store.stories.story(&story(name)).await.unwrap();
    let reports = found.map(|story| story.reports).unwrap_or_default();
    let names: Vec<&str> = reports.iter().map(|report| report.article.0.as_str()).collect();
    names.join(" ")
}

async fn leads_to(store: &Store, name: &str) -> Option<StoryId> {
    store.regroupings.merged_into(&story(name)).await.unwrap()
}

#[tokio::test]
async fn a_merged_story_leads_to_the_other_and_takes_along_what_editors_said() {
    on_each_database(async |store, _| {
        place(store, "a", &["a1"]).await;
        place(store, "b", &["b1", "b2"]).await;
        store.briefs.publish(None, &approved("b", "Ferry"), at(20)).await.unwrap();
        let pin = Pin { pull: Pull::Up, by: "Ada".to_owned(), at: at(5), until: None };
        let hold = Hold { by: "Ben".to_owned(), why: "wrong ship".to_owned(), at: at(6) };
        assert!(store.pins.set_pin(&story("b"), Some(&pin)).await.unwrap());
        assert!(store.stories.set_hold(&story("b"), Some(&hold)).await.unwrap());
        assert_eq!(take_subjects(store, Stage::Write, 100).await, "a b");
        done(store, &[merge("b", "a", "b1 b2", "a1")]).await;
        assert_eq!(articles_of(store, "a").await, "a1 b1 b2");
        assert_eq!(articles_of(store, "b").await, "");
        assert_eq!(leads_to(store, "b").await, Some(story("a")));
        assert_eq!(leads_to(store, "a").await, None);
        assert_eq!(store.pins.pins().await.unwrap(), BTreeMap::from([(story("a"), pin)]));
        assert_eq!(store.stories.hold(&story("a")).await.unwrap(), Some(hold));
        assert_eq!(store.stories.hold(&story("b")).await.unwrap(), None);
        // Only what is left is written, anew.
        assert_eq!(take_subjects(store, Stage::Write, 300).await, "a");
        // What was told of it stays, but counts no more.
        assert!(store.briefs.published(&story("b")).await.unwrap().is_some());
        assert_eq!(store.briefs.history(&story("b")).await.unwrap().len(), 1);
        assert_eq!(store.briefs.all_published().await.unwrap(), []);
        assert_eq!(store.briefs.latest().await.unwrap(), []);
        assert_eq!(store.articles.counts().await.unwrap().published, 0);
    })
    .await;
}

#[tokio::test]
async fn chains_of_merges_are_one_step_and_late_reports_follow() {
    on_each_database(async |store, _| {
        for name in ["a", "b", "c"] {
            place(store, name, &[&format!("{name}1")]).await;
        }
        done(store, &[merge("a", "b", "a1", "b1"), merge("b", "c", "b1 a1", "c1")]).await;
        let c = Some(story("c"));
        assert_eq!((leads_to(store, "a").await, leads_to(store, "b").await), (c.clone(), c));
        let all = BTreeMap::from([(story("a"), story("c")), (story("b"), story("c"))]);
        assert_eq!(store.regroupings.merged().await.unwrap(), all);
        place(store, "a", &["a2"]).await;
        assert_eq!(articles_of(store, "c").await, "c1 b1 a1 a2");
        assert_eq!(articles_of(store, "a").await, "");
        // A part that goes back to the id that it had brings it to life.
        let back = regrouping(RegroupingKind::Split, "c", "a", "a1 a2", "c1 b1");
        done(store, &[back]).await;
        assert_eq!(leads_to(store, "a").await, None);
        assert_eq!(
            (articles_of(store, "a").await, articles_of(store, "c").await),
            ("a1 a2".to_owned(), "c1 b1".to_owned())
        );
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_the_stories_changes_nothing() {
    on_each_database(async |store, _| {
        place(store, "a", &["a1"]).await;
        place(store, "b", &["b1", "b2"]).await;
        let (split, moved) = (RegroupingKind::Split, RegroupingKind::Move);
        let refused = [
            ("not all of it", merge("b", "a", "b1", "a1")),
            ("not its own", merge("b", "a", "b1 b2 b3", "a1")),
            ("into nothing", merge("b", "x", "b1 b2", "")),
            ("all of it", regrouping(split, "b", "x", "b1 b2", "")),
            ("an id that is taken", regrouping(split, "b", "a", "b1", "b2")),
            ("to nothing", regrouping(moved, "b", "x", "b1", "b2")),
            ("none", regrouping(moved, "b", "a", "", "b1 b2")),
        ];
        for (what, bad) in refused {
            let good = self::regrouping(moved, "b", "a", "b2", "b1");
            let both = [bad, good];
            let settled = store.regroupings.regroup(&[], &both, at(60)).await.unwrap();
            assert_eq!(settled, Settled::LeaseLost, "{what}");
            assert_eq!(articles_of(store, "b").await, "b1 b2", "{what}");
            assert_eq!(store.regroupings.last().await.unwrap(), 0, "{what}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_repair_is_opened_by_reports_and_ended_with_what_it_did() {
    on_each_database(async |store, _| {
        place(store, "a", &["a1"]).await;
        place(store, "b", &["b1"]).await;
        let jobs = take(store, Stage::Repair, 100).await;
        assert_eq!(super::samples::subjects(&jobs), "a b");
        let both = [merge("b", "a", "b1", "a1")];
        let settled = store.regroupings.regroup(&jobs, &both, at(60)).await.unwrap();
        assert_eq!(settled, Settled::Done);
        // What was repaired is not looked at again before another report comes.
        assert_eq!(take_subjects(store, Stage::Repair, 900).await, "");
        let again = store.regroupings.regroup(&jobs, &[], at(60)).await.unwrap();
        assert_eq!(again, Settled::LeaseLost);
        place(store, "a", &["a2"]).await;
        assert_eq!(take_subjects(store, Stage::Repair, 900).await, "a");
    })
    .await;
}

#[tokio::test]
async fn what_was_regrouped_is_remembered() {
    on_each_database(async |store, _| {
        place(store, "a", &["a1"]).await;
        place(store, "b", &["b1", "b2"]).await;
        place(store, "old", &["o1"]).await;
        let split = regrouping(RegroupingKind::Split, "b", "c", "b2", "b1");
        let (by, why) = (Some("Ada".to_owned()), Some("two ships".to_owned()));
        let split = Regrouping { by, why, ..split };
        let merge = merge("b", "a", "b1", "a1");
        done(store, &[split.clone(), merge.clone()]).await;
        let kept = &store.regroupings;
        assert_eq!(kept.of_story(&story("b")).await.unwrap(), [split.clone(), merge.clone()]);
        let one = std::slice::from_ref(&split);
        assert_eq!(kept.of_story(&story("c")).await.unwrap(), one);
        assert_eq!(kept.by_editors().await.unwrap(), one);
        assert_eq!(kept.after(0).await.unwrap(), [(1, split), (2, merge.clone())]);
        assert_eq!(kept.after(1).await.unwrap(), [(2, merge)]);
        assert_eq!(kept.last().await.unwrap(), 2);
        let anew = BTreeMap::from([(story("a"), at(200)), (story("c"), at(200))]);
        assert_eq!(kept.regrouped(at(10)).await.unwrap(), anew);
        assert_eq!(kept.regrouped(at(11)).await.unwrap(), BTreeMap::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_at_once_merge_two_stories_once() {
    on_each_database(async |store, other| {
        place(store, "a", &["a1"]).await;
        place(store, "b", &["b1"]).await;
        let regroup = |store: &Store, regrouping: Regrouping| {
            let regroupings = store.regroupings.clone();
            tokio::spawn(async move { regroupings.regroup(&[], &[regrouping], at(60)).await })
        };
        let one = regroup(store, merge("a", "b", "a1", "b1"));
        let two = regroup(other, merge("b", "a", "b1", "a1"));
        let settled = [one.await.unwrap().unwrap(), two.await.unwrap().unwrap()];
        assert_eq!(settled.iter().filter(|settled| **settled == Settled::Done).count(), 1);
        assert_eq!(store.regroupings.merged().await.unwrap().len(), 1);
    })
    .await;
}
