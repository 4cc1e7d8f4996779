use super::samples::story;
use super::{at, on_each_database};
use crate::Store;
use jiff::civil::date;
use news::{FrontItem, FrontPage};
use std::collections::BTreeSet;

/// A front page of this moment with these stories.
fn page(second: i64, stories: &[&str]) -> FrontPage {
    let item = |id: &&str| FrontItem {
        story: story(id),
        version: 1,
        terms: Vec::new(),
        articles: 3,
        independent_reports: 2,
        news: None,
        names: BTreeSet::new(),
        section: None,
    };
    let items: Vec<FrontItem> = stories.iter().map(item).collect();
    FrontPage { at: at(second), below: items.clone(), items }
}

async fn between(store: &Store, from: i64, to: i64, limit: u32) -> Vec<String> {
    let builds = store.builds.builds(at(from), at(to), limit).await.unwrap();
    let shown = |one: crate::Build| {
        format!("{}.{} {:?} {:?}", one.day, one.number, one.stories, one.articles)
    };
    builds.into_iter().map(shown).collect()
}

#[tokio::test]
async fn the_last_page_of_each_part_of_a_day_is_kept() {
    on_each_database(async |store, _| {
        assert_eq!(store.builds.latest_build().await.unwrap(), None);
        let pages = [page(9_599, &["late"]), page(10, &["early"]), page(9_600, &["next", "s"])];
        for page in pages.iter().chain([&page(86_399, &[])]) {
            store.stories.save_front_page(page).await.unwrap();
        }
        let day = date(1970, 1, 1);
        let kept = store.builds.build(day, 1).await.unwrap().unwrap();
        assert_eq!(kept.items, pages[0].items);
        assert!(kept.below.is_empty());
        assert_eq!(store.builds.build(day, 3).await.unwrap(), None);
        assert_eq!(store.builds.build(date(1970, 1, 2), 1).await.unwrap(), None);
        let latest = store.builds.latest_build().await.unwrap().unwrap();
        assert_eq!((latest.day, latest.number, latest.at), (day, 9, at(86_399)));
        let all = [
            "1970-01-01.9 Some(0) Some(0)",
            "1970-01-01.2 Some(2) Some(6)",
            "1970-01-01.1 Some(1) Some(3)",
        ];
        assert_eq!(between(store, 0, 90_000, 9).await, all);
        assert_eq!(between(store, 9_599, 86_399, 9).await, all[1..]);
        assert_eq!(between(store, 0, 90_000, 1).await, all[..1]);
    })
    .await;
}
