//! How long an import takes. Run by hand, since a busy machine would fail it for no fault of ours:
//! `cargo test --release -p store --features postgres speed -- --ignored --nocapture`

use super::samples::{article, take};
use super::{at, on_each_database};
use crate::Stage;
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
