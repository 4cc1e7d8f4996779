use super::{at, on_each_database};
use crate::{NewFeed, Shelf, Shelved};
use news::OutletId;

fn shelved(url: &str, folder: Option<&str>, site: Option<&str>) -> Shelved {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let outlet = OutletId("gazette.example".to_owned());
    let feed = NewFeed { url: url.to_owned(), outlet, title: None };
    Shelved { feed, shelf: Shelf { folder: text(folder), site: text(site) } }
}

#[tokio::test]
async fn a_list_is_followed_whole_and_its_folders_are_kept() {
    on_each_database(async |store, _| {
        let list = [
            shelved("https://a.example/2", Some("News / Coast"), None),
            shelved("https://a.example/1", None, Some("https://a.example/")),
            shelved("https://a.example/3", None, None),
            shelved("https://a.example/2", None, Some("https://a.example/")),
        ];
        assert_eq!(store.shelves.follow_all(&list, at(0)).await.unwrap(), 3);
        assert_eq!(store.shelves.follow_all(&list[..1], at(0)).await.unwrap(), 0);
        let feeds = store.feeds.list().await.unwrap();
        let urls: Vec<&str> = feeds.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(urls, ["https://a.example/2", "https://a.example/1", "https://a.example/3"]);
        let shelves = store.shelves.shelves().await.unwrap();
        assert_eq!(shelves.len(), 2);
        assert_eq!(
            shelves[&feeds[0].id],
            shelved("", Some("News / Coast"), Some("https://a.example/")).shelf
        );
        store.feeds.remove(feeds[0].id).await.unwrap();
        assert_eq!(store.shelves.shelves().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_lists_at_once_follow_each_feed_once() {
    on_each_database(async |store, other| {
        let list: Vec<Shelved> = (0..20)
            .map(|n| shelved(&format!("https://a.example/{n}"), Some("All"), None))
            .collect();
        let back: Vec<Shelved> = list.iter().rev().cloned().collect();
        let (first, second) = tokio::join!(
            store.shelves.follow_all(&list, at(0)),
            other.shelves.follow_all(&back, at(0))
        );
        assert_eq!(first.unwrap() + second.unwrap(), 20);
        assert_eq!(store.feeds.list().await.unwrap().len(), 20);
    })
    .await;
}
