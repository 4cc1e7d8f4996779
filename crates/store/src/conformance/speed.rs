//! How long an import and a first reading of feeds take. Run by hand, since a busy machine would fail it for no fault of ours:
//! `cargo test --release -p store --features postgres speed -- --ignored --nocapture`

use super::samples::{arrival, article, follow, poll, record, take};
use super::{at, on_each_database};
use crate::{Settled, Stage};
use news::Article;
use std::time::Instant;

#[tokio::test]
#[ignore = "measures; see the head of this file"]
async fn ten_thousand_articles() {
    on_each_database(async |store, _| {
        let text = "A sentence of some ten words stands here for news. ".repeat(20);
        let articles: Vec<Article> =
            (0..10_000).map(|number| article(&format!("a{number}"), &text)).collect();
        let start = Instant::now();
        for thousand in articles.chunks(1_000) {
            store.articles.accept_all(thousand, at(0)).await.unwrap();
        }
        println!("accept_all of 10,000 by 1,000: {:?}", start.elapsed());
        let start = Instant::now();
        for number in 10_000..12_000 {
            let one = article(&format!("a{number}"), &text);
            store.articles.accept(None, &one, at(0)).await.unwrap();
        }
        println!("accept of 2,000, one by one: {:?}", start.elapsed());
        let start = Instant::now();
        for _ in 0..100 {
            assert_eq!(take(store, Stage::Screen, 100).await.len(), 100);
        }
        println!("take_due of 10,000 by 100: {:?}", start.elapsed());
    })
    .await;
}

#[tokio::test]
#[ignore = "measures; see the head of this file"]
async fn a_first_reading_of_a_thousand_feeds() {
    on_each_database(async |store, _| {
        let words = "A sentence of some ten words stands here for news. ".repeat(5);
        let mut feeds = Vec::new();
        for number in 0..1_000 {
            feeds.push(follow(store, &format!("https://{number}.example/")).await);
        }
        let mut seconds = Vec::new();
        for round in 0..3 {
            // Everything is new; nothing is; one entry of each feed is.
            let newest = [20, 20, 21][round];
            let second = 100 + 2_000 * round as i64;
            store.feeds.take_due(at(second), at(second + 60), 1_000).await.unwrap();
            let start = Instant::now();
            for feed in &feeds {
                let entries = newest - 20..newest;
                let arrivals = entries.map(|entry| {
                    let mut arrival = arrival(&format!("{feed}-{entry}"), "x");
                    arrival.entry.summary_html = Some(words.clone());
                    arrival
                });
                let found = poll(*feed, second, arrivals.collect());
                assert_eq!(record(store, &found).await, Settled::Done);
            }
            seconds.push(start.elapsed());
        }
        println!("record_polls of 1,000 feeds of 20 entries, all new, none, one each: {seconds:?}");
    })
    .await;
}
