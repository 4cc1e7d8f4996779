//! What quarantined work is about, in the operator's words: feeds and addresses, not ids.

use crate::remedy::without_address;
use anyhow::Context;
use news::{ArticleId, EntryId, StoryId};
use store::{Stage, Store};

/// The thing that a job works on, and why it could not be done: "fetch of
/// https://a.example/1, listed by feed 3 (https://a.example/feed): the server answered 404".
pub async fn told(
    store: &Store,
    stage: Stage,
    subject: &str,
    reason: &str,
) -> anyhow::Result<String> {
    let (name, address) = named(store, stage, subject).await.context("could not name a job")?;
    Ok(format!("{} of {name}: {}", stage.word(), without_address(reason, &address)))
}

/// Its name, and the address that stands at the start of it.
async fn named(
    store: &Store,
    stage: Stage,
    subject: &str,
) -> Result<(String, String), store::StoreError> {
    let bare = || (subject.to_owned(), subject.to_owned());
    Ok(match stage {
        Stage::Fetch | Stage::Further | Stage::Extract | Stage::Revisit => {
            entry(store, subject).await?
        }
        Stage::Screen | Stage::Thread => {
            let article = store.articles.latest(&ArticleId(subject.to_owned())).await?;
            article.map(|article| {
                let address = article.url.unwrap_or(article.title);
                (format!("{address} ({})", article.outlet), address)
            })
        }
        Stage::Repair | Stage::Write => {
            store.stories.story(&StoryId(subject.to_owned())).await?.map(|story| {
                let title = story.reports.first().map_or("", |report| &report.title);
                (format!("story {subject} ({title:?})"), String::new())
            })
        }
        Stage::Media | Stage::Webhook | Stage::Import => None,
    }
    .unwrap_or_else(bare))
}

async fn entry(
    store: &Store,
    subject: &str,
) -> Result<Option<(String, String)>, store::StoreError> {
    let Some(filed) = store.entries.entry(&EntryId(subject.to_owned())).await? else {
        return Ok(None);
    };
    let address = filed.entry.url.or(filed.entry.title).unwrap_or_else(|| subject.to_owned());
    let feeds = store.feeds.list().await?;
    let feed = feeds.iter().find(|feed| feed.id == filed.feed);
    let feed = feed.map_or_else(String::new, |feed| format!(" ({})", feed.url));
    Ok(Some((format!("{address}, listed by feed {}{feed}", filed.feed), address)))
}
