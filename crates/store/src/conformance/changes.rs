use super::samples::{accept, approved, article, held, put, report, story, take, threading};
use super::{at, on_each_database};
use crate::{ArticleChoice, Changed, Stage, Store};
use news::{
    ArticleId, Choice, Listing, Regrouping, RegroupingKind, Screening, StoryId, Withdrawal,
};

fn id(id: &str) -> ArticleId {
    ArticleId(id.to_owned())
}

/// Puts an article of the same name into a story.
async fn place(store: &Store, into: &str, name: &str) {
    let job = threading(store, &article(name, "Words."), 100).await;
    put(&*store.stories, &job, into, &report(name, 10)).await;
}

/// What changed since `last`, which moves on to the end: articles by name, stories in brackets.
async fn changed(store: &Store, last: &mut u64) -> String {
    let changes = store.changes.after(*last, 100).await.unwrap();
    assert!(changes.is_sorted_by_key(|change| change.number), "{changes:?}");
    assert!(changes.iter().all(|change| change.number > *last), "{changes:?}");
    *last = store.changes.last().await.unwrap();
    assert_eq!(changes.last().map_or(*last, |change| change.number), *last);
    let name = |change: crate::Change| match change.changed {
        Changed::Story(StoryId(id)) => format!("[{id}]"),
        Changed::Article(ArticleId(id)) => id,
    };
    changes.into_iter().map(name).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn whatever_readers_may_find_otherwise_is_listed_as_changed() {
    on_each_database(async |store, other| {
        let mut last = 0;
        assert_eq!(changed(store, &mut last).await, "");
        assert_eq!(last, 0);
        accept(store, &["a"]).await;
        assert_eq!(changed(store, &mut last).await, "", "nothing is said of it yet");
        let jobs = take(store, Stage::Screen, 100).await;
        store
            .articles
            .save_screenings(&[(jobs[0].clone(), Screening::kept())], at(0))
            .await
            .unwrap();
        assert_eq!(changed(store, &mut last).await, "a");
        let thread = take(store, Stage::Thread, 100).await.remove(0);
        put(&*store.stories, &thread, "s", &report("a", 10)).await;
        assert_eq!(changed(store, &mut last).await, "a");
        store.briefs.hold(None, &held("s", "Ferry", "why"), at(50)).await.unwrap();
        assert_eq!(changed(store, &mut last).await, "");
        store.briefs.publish(None, &approved("s", "Ferry"), at(60)).await.unwrap();
        assert_eq!(changed(other, &mut last).await, "[s]");
        store.directory.list(&listing("s")).await.unwrap();
        assert_eq!(changed(store, &mut last).await, "[s]");
        let withdrawal = Withdrawal { by: "Ada".to_owned(), at: at(99), why: None };
        store.briefs.withdraw(&story("s"), &withdrawal).await.unwrap();
        assert_eq!(changed(store, &mut last).await, "[s]");
        let (choice, by) = (Choice::Kill, "Ada".to_owned());
        let kill = ArticleChoice { article: id("a"), choice, by, why: None, at: at(100) };
        store.screenings.choose(&kill).await.unwrap();
        assert_eq!(changed(store, &mut last).await, "[s] a");
        // From the beginning: everything, once.
        assert_eq!(changed(store, &mut 0).await, "[s] a");
    })
    .await;
}

fn listing(id: &str) -> Listing {
    Listing {
        story: story(id),
        since: at(5),
        latest: at(9),
        articles: 1,
        independent_reports: 1,
        section: None,
        topic: None,
        entities: Vec::new(),
        outlets: Vec::new(),
    }
}

#[tokio::test]
async fn a_merge_changes_both_stories_and_what_went() {
    on_each_database(async |store, _| {
        place(store, "s", "a").await;
        place(store, "t", "b").await;
        place(store, "t", "c").await;
        let mut last = 0;
        assert_eq!(changed(store, &mut last).await, "a b c");
        let went = vec![id("b"), id("c")];
        let merge = Regrouping {
            kind: RegroupingKind::Merge,
            from: story("t"),
            to: story("s"),
            went,
            others: vec![id("a")],
            by: None,
            why: None,
            at: at(200),
        };
        store.regroupings.regroup(&[], &[merge], at(60)).await.unwrap();
        assert_eq!(changed(store, &mut last).await, "[s] [t] b c");
    })
    .await;
}

#[tokio::test]
async fn what_changes_again_moves_to_the_end_and_reading_goes_on_by_parts() {
    on_each_database(async |store, _| {
        for name in ["a", "b", "c"] {
            place(store, name, name).await;
        }
        let first = store.changes.after(0, 2).await.unwrap();
        let names: Vec<&Changed> = first.iter().map(|change| &change.changed).collect();
        assert_eq!(names, [&Changed::Article(id("a")), &Changed::Article(id("b"))]);
        // The last one again: it must not take the number that was read already.
        let mut last = store.changes.last().await.unwrap();
        place_again(store, "c").await;
        assert_eq!(changed(store, &mut last).await, "c");
        let rest = store.changes.after(first[1].number, 9).await.unwrap();
        assert_eq!(rest.len(), 1);
    })
    .await;
}

/// Another version of an article that stands in the story of its name.
async fn place_again(store: &Store, name: &str) {
    let job = threading(store, &article(name, "Other words."), 100).await;
    put(&*store.stories, &job, name, &report(name, 10)).await;
}

#[tokio::test]
async fn only_kept_articles_may_be_found_and_it_is_told_whether_their_story_is_out() {
    on_each_database(async |store, _| {
        place(store, "s", "a").await;
        place(store, "t", "b").await;
        store.briefs.publish(None, &approved("s", "Ferry"), at(60)).await.unwrap();
        accept(store, &["c", "d"]).await;
        let jobs = take(store, Stage::Screen, 100).await;
        let dropped = Screening { dropped: Some("muted".to_owned()), ..Screening::kept() };
        let said = [(jobs[0].clone(), dropped), (jobs[1].clone(), Screening::kept())];
        store.articles.save_screenings(&said, at(0)).await.unwrap();
        accept(store, &["e"]).await;
        let all = ["e", "d", "c", "b", "a", "none"].map(id);
        let shown = async || {
            let found = store.changes.findable(&all).await.unwrap();
            let line = |found: &crate::Findable| {
                let story = found.story.as_ref().map_or("-", |story| story.0.as_str());
                format!("{} in {story} {}", found.article.id.0, found.is_out)
            };
            found.iter().map(line).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(shown().await, "a in s true, b in t false, d in - false");
        let withdrawal = Withdrawal { by: "Ada".to_owned(), at: at(99), why: None };
        store.briefs.withdraw(&story("s"), &withdrawal).await.unwrap();
        assert_eq!(shown().await, "a in s false, b in t false, d in - false");
        assert!(store.changes.findable(&[]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn two_workers_never_take_one_number() {
    on_each_database(async |store, other| {
        for name in ["a", "b", "c", "d"] {
            place(store, name, name).await;
        }
        let publish = async |store: &Store, name: &str| {
            store.briefs.publish(None, &approved(name, "Ferry"), at(60)).await.unwrap();
        };
        tokio::join!(
            publish(store, "a"),
            publish(other, "b"),
            publish(store, "c"),
            publish(other, "d")
        );
        let mut last = 0;
        let all = changed(store, &mut last).await;
        assert!(all.starts_with("a b c d ["), "{all}");
        assert_eq!(store.changes.after(0, 99).await.unwrap().len(), 8);
    })
    .await;
}
