//! Every feed is asked once, hosts side by side, the feeds of one host one after the other.

use super::find::{self, Found};
use crate::commands::{progress, say};
use crate::instance::Instance;
use crate::remedy::{remedy, without_address};
use crate::turns::side_by_side;
use fetch::{Fetcher, Url};
use indicatif::ProgressBar;
use news::{Feed, counted};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::Store;

/// What a check has come to so far.
struct Check {
    fetcher: Fetcher,
    bar: ProgressBar,
    bad: AtomicUsize,
    left: AtomicUsize,
}

/// Fetches every feed and says what is wrong; exit status 1 when something is.
pub async fn run(instance: &Instance, store: &Store) -> anyhow::Result<ExitCode> {
    let mut feeds = store.feeds.list().await?;
    feeds.retain(|feed| !feed.retired);
    let count = feeds.len();
    let check = Arc::new(Check {
        fetcher: Fetcher::new(instance.settings.fetch.clone())?,
        bar: progress(count as u64, "checking"),
        bad: AtomicUsize::default(),
        left: AtomicUsize::default(),
    });
    side_by_side(by_host(feeds), instance.settings.poll.at_once as usize, |feeds| {
        let check = check.clone();
        async move { check.look_at(feeds).await }
    })
    .await?;
    check.bar.finish_and_clear();
    let (bad, left) = (check.bad.load(Ordering::Relaxed), check.left.load(Ordering::Relaxed));
    say(summary(count, bad, left))?;
    Ok(ExitCode::from(u8::from(bad > 0)))
}

fn summary(count: usize, bad: usize, left: usize) -> String {
    let all = counted(count, "feed", "feeds");
    let found = match bad {
        0 => format!("{all}, nothing wrong"),
        _ => format!("{bad} of {all} with something wrong"),
    };
    if left == 0 { found } else { format!("{found}, {left} not asked") }
}

fn by_host(feeds: Vec<Feed>) -> Vec<Vec<Feed>> {
    let mut hosts: BTreeMap<String, Vec<Feed>> = BTreeMap::new();
    for feed in feeds {
        hosts.entry(host(&feed.url)).or_default().push(feed);
    }
    hosts.into_values().collect()
}

fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

impl Check {
    /// Asks for the feeds of one host; once it says "later" the rest is left for later.
    async fn look_at(&self, feeds: Vec<Feed>) -> anyhow::Result<()> {
        for feed in feeds {
            let held = self.fetcher.held(&host(&feed.url));
            let line =
                if held.is_zero() { self.found(&feed).await } else { self.left(&feed, held) };
            self.bar.suspend(|| say(line))?;
            self.bar.inc(1);
        }
        Ok(())
    }

    fn left(&self, feed: &Feed, held: Duration) -> String {
        self.left.fetch_add(1, Ordering::Relaxed);
        let seconds = counted(held.as_secs() + 1, "second", "seconds");
        let (id, url) = (feed.id.0, &feed.url);
        format!(
            "{id:>4}  not asked  {url}  its host wants to be left alone for {seconds}; check again then"
        )
    }

    async fn found(&self, feed: &Feed) -> String {
        let (id, url) = (feed.id.0, &feed.url);
        match fault(&self.fetcher, feed).await {
            None => format!("{id:>4}  ok  {url}"),
            Some(fault) => {
                self.bad.fetch_add(1, Ordering::Relaxed);
                format!("{id:>4}  WRONG  {url}  {fault}")
            }
        }
    }
}

/// What is wrong with a feed and what to do; for one that is gone also where it may be now.
async fn fault(fetcher: &Fetcher, feed: &Feed) -> Option<String> {
    let why = match find::feed_at(fetcher, &feed.url).await {
        Ok(Ok(_)) => return None,
        Ok(Err(not)) => not.to_string(),
        Err(error) => without_address(&format!("{error:#}"), &feed.url).to_owned(),
    };
    let elsewhere = match why.contains("answered 404") || why.contains("gone for good") {
        true => site_of(&feed.url),
        false => why.starts_with("it is a web page").then(|| feed.url.clone()),
    };
    let Some(place) = elsewhere else { return Some(format!("{why}; {}", remedy(&why))) };
    Some(match find::find(fetcher, &place).await {
        Ok(Found::Page(found)) => {
            let found: Vec<String> = found.into_iter().map(|feed| feed.url).collect();
            format!("{why}; {place} leads to {}", found.join(" and "))
        }
        Ok(Found::Feed { url, .. }) => format!("{why}; {url} is a feed"),
        Err(_) => {
            let id = feed.id;
            format!("{why}; {place} leads to no other; `newsloom feeds remove {id}` gives it up")
        }
    })
}

fn site_of(url: &str) -> Option<String> {
    Some(Url::parse(url).ok()?.join("/").ok()?.to_string())
}
