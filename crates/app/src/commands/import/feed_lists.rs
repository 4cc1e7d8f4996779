//! Lists of feeds: OPML, Kite's feed list, Miniflux's feeds.

use super::{Desk, Source};
use crate::commands::feeds::{add_list, outlet_of};
use crate::commands::say;
use crate::opml::{self, Listed};
use anyhow::{Context, bail};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read;

/// Bytes of a list beyond which it is refused; ten thousand feeds take two million.
const LIMIT_BYTES: u64 = 64 << 20;

/// Follows the feeds of an OPML file.
pub async fn import_opml(desk: &Desk, source: &Source, input: impl Read) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    input.take(LIMIT_BYTES).read_to_end(&mut bytes).context("could not be read")?;
    follow(desk, source, opml::read(&bytes)?).await
}

/// Follows the feeds of a list, or those in the folders that the operator named.
pub async fn follow(desk: &Desk, source: &Source, feeds: Vec<Listed>) -> anyhow::Result<()> {
    let feeds = chosen(feeds, &desk.categories)?;
    let (mut good, mut bad) = (Vec::new(), 0);
    for feed in feeds {
        match outlet_of(&feed.url, &desk.registry) {
            Ok(_) => good.push(feed),
            Err(reason) => {
                bad += 1;
                eprintln!("{reason:#}");
            }
        }
    }
    let new = add_list(&desk.store, &desk.registry, &good).await?;
    let not = if bad > 0 { format!(", {bad} that cannot be polled") } else { String::new() };
    say(format_args!("{}: {new} new of {} feeds{not}", source.name, good.len()))?;
    Ok(())
}

/// The feeds of these folders, all when none is named; each address once.
fn chosen(mut feeds: Vec<Listed>, wanted: &[String]) -> anyhow::Result<Vec<Listed>> {
    let is_in = |feed: &Listed, name: &String| {
        let folder = feed.folder.as_deref().unwrap_or_default();
        folder.eq_ignore_ascii_case(name)
            || folder.split(" / ").any(|part| part.eq_ignore_ascii_case(name))
    };
    if let Some(name) = wanted.iter().find(|name| !feeds.iter().any(|feed| is_in(feed, name))) {
        let folders: BTreeSet<&str> =
            feeds.iter().filter_map(|feed| feed.folder.as_deref()).collect();
        let folders: Vec<&str> = folders.into_iter().collect();
        bail!("there is no category {name:?}; there are: {}", folders.join(", "));
    }
    if !wanted.is_empty() {
        feeds.retain(|feed| wanted.iter().any(|name| is_in(feed, name)));
    }
    let mut seen = BTreeSet::new();
    feeds.retain(|feed| seen.insert(feed.url.clone()));
    Ok(feeds)
}

/// The feeds of a JSON document that is a list of feeds.
pub fn feeds_of(document: &Value) -> Option<Vec<Listed>> {
    match document {
        Value::Array(feeds) if feeds.iter().any(|feed| feed["feed_url"].is_string()) => {
            Some(feeds.iter().filter_map(of_miniflux).collect())
        }
        Value::Object(categories) => {
            let is_list = categories.values().any(|category| category["feeds"].is_array());
            is_list.then(|| {
                let each = categories.iter();
                each.flat_map(|(name, category)| of_kite(name, category)).collect()
            })
        }
        _ => None,
    }
}

/// A feed of Miniflux's API (`GET /v1/feeds`).
fn of_miniflux(feed: &Value) -> Option<Listed> {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    Some(Listed {
        url: text(&feed["feed_url"])?,
        title: text(&feed["title"]),
        site: text(&feed["site_url"]),
        folder: text(&feed["category"]["title"]),
    })
}

/// A category of Kite's feed list: its feeds are bare addresses.
fn of_kite(name: &str, category: &Value) -> Vec<Listed> {
    let feeds = category["feeds"].as_array().into_iter().flatten();
    let listed = |url: &str| Listed {
        url: url.trim().to_owned(),
        title: None,
        site: None,
        folder: Some(name.to_owned()),
    };
    feeds.filter_map(Value::as_str).map(listed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn kite() -> Vec<Listed> {
        let list = json!({
            "Ferries": {"category_type": "core", "feeds": ["https://a.test/1", "https://b.test/2"]},
            "UK | Wales": {"feeds": ["https://a.test/1"]},
        });
        feeds_of(&list).expect("it is a list")
    }

    #[test]
    fn lists_are_read_with_their_categories() {
        let all = chosen(kite(), &[]).expect("nothing is missing");
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].folder.as_deref(), Some("Ferries"));
        let wales = chosen(kite(), &["uk | wales".to_owned()]).expect("it is there");
        assert_eq!(wales[0].url, "https://a.test/1");
        let error = chosen(kite(), &["Boats".to_owned()]).expect_err("there is none");
        assert_eq!(
            error.to_string(),
            "there is no category \"Boats\"; there are: Ferries, UK | Wales"
        );
        let feeds =
            json!([{"feed_url": "https://a.test/f", "title": "A", "category": {"title": "News"}}]);
        let feeds = feeds_of(&feeds).expect("it is a list");
        assert_eq!(feeds[0].folder.as_deref(), Some("News"));
        assert!(feeds_of(&json!({"entries": []})).is_none());
    }
}
