use super::samples::{article, take, take_subjects};
use super::{at, on_each_database};
use crate::{Accepted, Reached, Skipped, Stage};

fn reached(member: u64, cut_off: u64) -> Reached {
    let skipped = Skipped { count: cut_off, first: 71 };
    Reached {
        file: "f00d".to_owned(),
        name: "crawl.warc.gz".to_owned(),
        member,
        inside: 12,
        finished: false,
        records: 9,
        skipped: [("the record is cut off".to_owned(), skipped)].into(),
        left_out: [("a wall stands in its place".to_owned(), Skipped { count: 5, first: 0 })]
            .into(),
        mended: [("its length is wrong".to_owned(), Skipped { count: 2, first: 9 })].into(),
    }
}

#[tokio::test]
async fn a_file_is_remembered_with_the_articles_up_to_its_place() {
    on_each_database(async |store, other| {
        assert_eq!(store.imports.reached("f00d").await.unwrap(), None);
        let articles = [article("b", "One."), article("a", "Two.")];
        let start = reached(500, 1);
        let accept = store.imports.accept_up_to(&articles, &start, at(0), at(10));
        assert_eq!(accept.await.unwrap(), [Accepted::New, Accepted::New]);
        assert_eq!(other.imports.reached("f00d").await.unwrap(), Some(start));
        let end = Reached { finished: true, ..reached(900, 1) };
        let accept = other.imports.accept_up_to(&articles, &end, at(0), at(20));
        assert_eq!(accept.await.unwrap(), [Accepted::Known, Accepted::Known]);
        assert_eq!(store.imports.reached("f00d").await.unwrap(), Some(end));
        assert_eq!(take_subjects(store, Stage::Screen, 1).await, "a b");
        store.imports.forget("f00d").await.unwrap();
        assert_eq!(store.imports.reached("f00d").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_was_skipped_stands_in_quarantine_until_it_is_seen() {
    on_each_database(async |store, _| {
        let skip = async |cut_off, second| {
            let reached = reached(500, cut_off);
            store.imports.accept_up_to(&[], &reached, at(0), at(second)).await.unwrap();
            store.work.quarantined(10).await.unwrap()
        };
        skip(1, 10).await;
        let aside = skip(3, 20).await;
        assert_eq!(aside.len(), 1);
        assert_eq!(aside[0].stage, Stage::Import);
        assert_eq!(aside[0].subject, "crawl.warc.gz: the record is cut off");
        assert_eq!(aside[0].reason, "3 records skipped, the first at byte 71");
        assert_eq!(store.work.release(None, at(30)).await.unwrap(), 1);
        assert_eq!(take(store, Stage::Import, 99).await, []);
        assert_eq!(store.work.next_due().await.unwrap(), None);
        assert_eq!(skip(3, 40).await, []);
        assert_eq!(skip(4, 50).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_imports_at_once_double_nothing() {
    on_each_database(async |store, other| {
        let articles = [article("b", "One."), article("a", "Two.")];
        let back = [article("a", "Two."), article("b", "One.")];
        let (one, two) = (reached(1, 1), reached(2, 2));
        let (first, second) = tokio::join!(
            store.imports.accept_up_to(&articles, &one, at(0), at(1)),
            other.imports.accept_up_to(&back, &two, at(0), at(1)),
        );
        let all: Vec<Accepted> = first.unwrap().into_iter().chain(second.unwrap()).collect();
        assert_eq!(all.iter().filter(|one| **one == Accepted::New).count(), 2, "{all:?}");
        assert_eq!(store.articles.counts().await.unwrap().versions, 2);
    })
    .await;
}
