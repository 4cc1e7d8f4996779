use super::samples::{accept as accept_ids, article, put, report, story, threading};
use super::{at, on_each_database};
use crate::{Accepted, ChangesOf, Store};
use news::{Article, ArticleId, OutletId};

fn id(id: &str) -> ArticleId {
    ArticleId(id.to_owned())
}

/// A text of so many words.
fn text(words: usize) -> String {
    (0..words).map(|word| format!("word{word} ")).collect()
}

/// An article of this outlet at this address.
fn arrival(name: &str, outlet: &str, url: &str, text: &str) -> Article {
    let (outlet, url) = (OutletId(outlet.to_owned()), Some(url.to_owned()));
    Article { outlet, url, ..article(name, text) }
}

async fn accept(store: &Store, articles: &[Article]) {
    store.articles.accept_all(articles, at(0)).await.unwrap();
}

/// Of which article each of these is a copy.
async fn copies(store: &Store, ids: &str) -> String {
    let mut found = Vec::new();
    for name in ids.split(' ') {
        let first = store.articles.copy_of(&id(name)).await.unwrap();
        found.push(first.map_or("-".to_owned(), |first| first.0));
    }
    found.join(" ")
}

#[tokio::test]
async fn copies_are_kept_and_linked_with_the_first() {
    on_each_database(async |store, _| {
        let page = "https://gazette.example/ferry";
        let plain = arrival("a", "gazette.example", page, "Short.");
        let tracked = arrival("b", "mirror.example", &format!("{page}/?utm_source=x"), "Other.");
        let elsewhere = arrival("c", "gazette.example", "https://gazette.example/pier", "Short.");
        accept(store, &[plain, tracked]).await;
        accept(store, &[elsewhere]).await;
        assert_eq!(copies(store, "a b c none").await, "- a - -");
        assert_eq!(store.articles.counts().await.unwrap().articles, 3, "none is lost");
        // A copy of a copy is linked with the first, also when it comes in the same import.
        let further = arrival("d", "third.example", &format!("{page}?fbclid=1"), &text(120));
        let again = arrival("e", "fourth.example", "https://fourth.example/e", &text(120));
        accept(store, &[again, further]).await;
        assert_eq!(copies(store, "d e").await, "a a");
    })
    .await;
}

#[tokio::test]
async fn an_outlets_furniture_makes_no_copies() {
    on_each_database(async |store, _| {
        let of = |name: &str, outlet: &str| {
            arrival(name, outlet, &format!("https://{outlet}/{name}"), &text(120))
        };
        // Each has a headline of its own.
        accept(store, &[of("a", "gazette.example"), of("b", "gazette.example")]).await;
        accept(store, &[of("c", "mirror.example")]).await;
        assert_eq!(copies(store, "a b c").await, "- - a");
        let repeated = Article { title: of("a", "x").title, ..of("d", "gazette.example") };
        accept(store, &[repeated]).await;
        assert_eq!(copies(store, "d").await, "a");
    })
    .await;
}

#[tokio::test]
async fn a_new_version_makes_no_copy_of_an_article() {
    on_each_database(async |store, _| {
        accept_ids(store, &["a", "b"]).await;
        let moved = Article { url: article("a", "").url, ..article("b", "Moved here.") };
        let accepted = store.articles.accept(None, &moved, at(0)).await.unwrap();
        assert_eq!(accepted, Accepted::NewVersion);
        assert_eq!(copies(store, "a b").await, "- -");
    })
    .await;
}

#[tokio::test]
async fn a_copy_finds_where_the_first_was_placed() {
    on_each_database(async |store, _| {
        let page = "https://gazette.example/ferry";
        let of = |name: &str, outlet: &str| arrival(name, outlet, page, name);
        let placed = async |name: &str| {
            let found = store.stories.placed_alike(&id(name)).await.unwrap();
            found.map(|(story, report)| format!("{story} {}", report.article))
        };
        let first = threading(store, &of("a", "gazette.example"), 100).await;
        let second = threading(store, &of("b", "mirror.example"), 100).await;
        accept(store, &[of("c", "third.example")]).await;
        assert_eq!(placed("c").await, None);
        put(&*store.stories, &second, "s", &report("b", 20)).await;
        assert_eq!(placed("a").await.as_deref(), Some("s b"));
        put(&*store.stories, &first, "t", &report("a", 10)).await;
        assert_eq!(placed("c").await.as_deref(), Some("t a"), "that of the first");
        assert_eq!(placed("b").await.as_deref(), Some("s b"), "its own before all");
        assert_eq!(placed("none").await, None);
    })
    .await;
}

#[tokio::test]
async fn what_changed_comes_with_all_its_versions() {
    on_each_database(async |store, _| {
        for (name, words, seen) in
            [("a", "One.", 10), ("b", "One.", 20), ("a", "Two.", 30), ("c", "One.", 40)]
        {
            accept(store, &[Article { seen: at(seen), ..article(name, words) }]).await;
        }
        accept(store, &[Article { seen: at(50), ..article("c", "Two.") }]).await;
        let shown = async |of: Option<&str>, limit| {
            let of = of.map(story);
            let changed = store
                .articles
                .changed(of.as_ref().map_or(ChangesOf::All, ChangesOf::Story), limit)
                .await
                .unwrap();
            let shown = |all: &Vec<Article>| {
                let texts: Vec<&str> = all.iter().map(|article| article.text.as_str()).collect();
                format!("{} {}", all[0].id, texts.join(" "))
            };
            changed.iter().map(shown).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(shown(None, 9).await, "c One. Two.; a One. Two.");
        assert_eq!(shown(None, 1).await, "c One. Two.");
        assert_eq!(shown(Some("s"), 9).await, "");
        let jobs = super::samples::take(store, crate::Stage::Screen, 100).await;
        let job = jobs.into_iter().find(|job| job.subject == "c").unwrap();
        let kept = news::Screening::kept();
        store.articles.save_screenings(&[(job, kept)], at(0)).await.unwrap();
        let job = super::samples::take_one(store, crate::Stage::Thread, 100).await;
        put(&*store.stories, &job, "s", &report("c", 10)).await;
        assert_eq!(shown(Some("s"), 9).await, "c One. Two.");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_at_once_link_each_pair_once() {
    on_each_database(async |store, other| {
        let of = |name: &str, number: usize| {
            let page = format!("https://gazette.example/{number}?utm_source={name}");
            arrival(&format!("{name}{number}"), &format!("{name}.example"), &page, name)
        };
        let there: Vec<Article> = (0..30).map(|number| of("there", number)).collect();
        let back: Vec<Article> = (0..30).rev().map(|number| of("back", number)).collect();
        let accept_all = |store: &Store, articles: Vec<Article>| {
            let store = store.articles.clone();
            tokio::spawn(async move {
                for ten in articles.chunks(10) {
                    store.accept_all(ten, at(0)).await.unwrap();
                }
            })
        };
        let (one, two) = (accept_all(store, there), accept_all(other, back));
        one.await.unwrap();
        two.await.unwrap();
        for number in 0..30 {
            let (there, back) = (format!("there{number}"), format!("back{number}"));
            let found = copies(store, &format!("{there} {back}")).await;
            let expected = [format!("- {there}"), format!("{back} -")];
            assert!(expected.contains(&found), "{found}");
        }
        assert_eq!(store.articles.counts().await.unwrap().articles, 60);
    })
    .await;
}
