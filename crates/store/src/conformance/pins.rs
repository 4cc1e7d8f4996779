use super::samples::{article, put, report, story, threading};
use super::{at, on_each_database};
use crate::Store;
use news::{FrontItem, FrontPage, Pin, Pull, Shown, StoryId};
use std::collections::BTreeMap;

async fn place(store: &Store, id: &str) {
    let job = threading(store, &article(id, "Words."), 100).await;
    put(&*store.stories, &job, id, &report(id, 10)).await;
}

#[tokio::test]
async fn editors_pin_and_sink_and_take_it_back() {
    on_each_database(async |store, _| {
        let pin = Pin { pull: Pull::Up, by: "Ada".to_owned(), at: at(5), until: Some(at(9)) };
        assert!(!store.pins.set_pin(&story("s"), Some(&pin)).await.unwrap());
        assert!(!store.pins.set_pin(&story("s"), None).await.unwrap());
        place(store, "s").await;
        place(store, "t").await;
        assert!(store.pins.set_pin(&story("s"), None).await.unwrap());
        assert_eq!(store.pins.pins().await.unwrap(), BTreeMap::new());
        let sink = Pin { pull: Pull::Down, by: "Ben".to_owned(), at: at(6), until: None };
        assert!(store.pins.set_pin(&story("s"), Some(&pin)).await.unwrap());
        assert!(store.pins.set_pin(&story("t"), Some(&sink)).await.unwrap());
        let both = BTreeMap::from([(story("s"), pin), (story("t"), sink.clone())]);
        assert_eq!(store.pins.pins().await.unwrap(), both);
        // The later word replaces the earlier one.
        assert!(store.pins.set_pin(&story("s"), Some(&sink)).await.unwrap());
        assert!(store.pins.set_pin(&story("t"), None).await.unwrap());
        assert_eq!(store.pins.pins().await.unwrap(), BTreeMap::from([(story("s"), sink)]));
        // The story itself is as it was.
        assert_eq!(store.stories.hold(&story("s")).await.unwrap(), None);
        assert_eq!(store.stories.story(&story("s")).await.unwrap().unwrap().reports.len(), 1);
    })
    .await;
}

/// Stories of a page with the time of their latest news.
fn page(seconds: i64, stories: &[(&str, Option<i64>)]) -> FrontPage {
    let items = stories.iter().map(|(id, news)| FrontItem {
        story: story(id),
        version: 1,
        terms: Vec::new(),
        articles: 1,
        independent_reports: 1,
        news: news.map(at),
        names: Default::default(),
        section: None,
    });
    FrontPage { at: at(seconds), items: items.collect(), below: Vec::new() }
}

#[tokio::test]
async fn what_was_shown_counts_from_its_first_page() {
    on_each_database(async |store, _| {
        let below = page(0, &[("below", Some(1))]).items;
        let first =
            FrontPage { below, ..page(100, &[("s", Some(50)), ("t", Some(60)), ("u", None)]) };
        let pages = [first, page(200, &[("s", Some(50)), ("t", Some(150))])];
        for page in pages.iter().chain(&pages) {
            store.stories.save_front_page(page).await.unwrap();
        }
        let shown = |since, news| Shown { since: at(since), news: at(news) };
        let expected: BTreeMap<StoryId, Shown> =
            [(story("s"), shown(100, 50)), (story("t"), shown(200, 150))].into();
        assert_eq!(store.pins.shown(at(50)).await.unwrap(), expected);
        let late = store.pins.shown(at(51)).await.unwrap();
        assert_eq!(late.into_keys().collect::<Vec<_>>(), [story("t")]);
    })
    .await;
}
