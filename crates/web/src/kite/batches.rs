//! Editions, their one category, and its stories.

use super::ids::{BatchId, category_uuid, story_numbers};
use super::shape::{
    BatchInfo, BatchList, Category, CategoryList, CategoryMetadata, CategoryMetadataList, Domain,
    Language, LanguageList, Story, StoryList,
};
use super::story::{self, Telling, seconds};
use super::{Answer, Refused, Served, json, parameter};
use crate::api::{self, Named};
use crate::reading::{self, FrontFacts};
use crate::setting::{Form, Setting};
use crate::times;
use axum::extract::{RawQuery, State};
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use news::StoryId;
use std::collections::BTreeMap;
use std::convert::Infallible;
use store::{Build, Store};

/// Stories when nobody says how many, as the client does.
const USUAL: usize = 12;
/// Most stories of one answer.
const MOST: usize = 100;
/// Editions of one answer: nine a day for four months.
const MOST_BATCHES: u32 = 1_116;

/// A batch with its front page.
pub(crate) struct Batch {
    pub id: BatchId,
    pub facts: FrontFacts,
    /// Also of stories that were withdrawn since, so that no other gets their number.
    numbers: BTreeMap<StoryId, u32>,
}

impl Batch {
    /// Reports of its stories.
    fn articles(&self) -> u32 {
        self.facts.items.iter().map(|fact| fact.item.articles).sum()
    }

    /// The number of each story that still stands on it, in its order.
    pub(crate) fn numbers(&self) -> Vec<u32> {
        let items = self.facts.items.iter().map(|fact| &fact.item);
        items.map(|item| self.numbers.get(&item.story).copied().unwrap_or_default()).collect()
    }
}

/// Which batch is meant: by UUID, by slug, by day alone (its last), or `latest`.
pub(crate) async fn named(store: &Store, name: &str) -> Result<Option<BatchId>, Refused> {
    if name == "latest" {
        return Ok(store.builds.latest_build().await?.map(|build| id_of(&build)));
    }
    if let Some(id) = BatchId::from_slug(name).or_else(|| BatchId::from_uuid(name)) {
        return Ok(Some(id));
    }
    let Some(day) = name.parse::<jiff::civil::Date>().ok().filter(|d| d.to_string() == name) else {
        return Ok(None);
    };
    let start = day.to_zoned_datetime(TimeZone::UTC).ok();
    let end = start.as_ref().and_then(|start| start.checked_add(1.day()).ok());
    let (Some(start), Some(end)) = (start, end) else { return Ok(None) };
    let builds = store.builds.builds(start.timestamp(), end.timestamp(), 1).await?;
    Ok(builds.first().map(id_of))
}

fn id_of(build: &Build) -> BatchId {
    BatchId { day: build.day, number: build.number }
}

/// The batch of this name with what it tells.
pub(crate) async fn found(served: &Served, name: &str) -> Result<Batch, Refused> {
    let unknown = || Refused::not_found("There is no such batch.");
    let id = named(&served.site.store, name).await?.ok_or_else(unknown)?;
    by_id(served, id).await?.ok_or_else(unknown)
}

pub(crate) async fn by_id(served: &Served, id: BatchId) -> Result<Option<Batch>, Refused> {
    let store = &served.site.store;
    let Some(page) = store.builds.build(id.day, id.number).await? else { return Ok(None) };
    let numbers = story_numbers(page.items.iter().map(|item| &item.story));
    Ok(Some(Batch { id, facts: reading::front_facts(&served.site, page).await?, numbers }))
}

fn info(served: &Served, batch: &Batch) -> BatchInfo {
    let (stories, articles) = (batch.facts.items.len() as u32, batch.articles());
    told(served, batch.id, batch.facts.at, Some(stories), Some(articles))
}

fn told(
    served: &Served,
    id: BatchId,
    at: Timestamp,
    stories: Option<u32>,
    articles: Option<u32>,
) -> BatchInfo {
    BatchInfo {
        id: id.uuid(),
        created_at: times::machine(at),
        date_slug: id.slug(),
        total_read_count: articles,
        language: served.site.look.language.clone(),
        total_categories: 1,
        total_clusters: stories,
        total_articles: articles,
    }
}

/// `GET /api/batches/{id}`, where `latest` is an id too.
pub(crate) async fn batch(State(served): State<Served>, Named(id): Named<String>) -> Answer {
    let batch = found(&served, &id).await?;
    json(&info(&served, &batch))
}

/// `GET /api/batches?from=&to=`: the latest first.
pub(crate) async fn between(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let moment = |name, otherwise| match parameter(query.as_deref(), name) {
        None => Ok(otherwise),
        Some(text) => time(&text).ok_or_else(|| {
            Refused::bad(format!("{name} must be a time such as 2026-11-23T00:00:00Z."))
        }),
    };
    let (from, to) = (moment("from", Timestamp::MIN)?, moment("to", Timestamp::MAX)?);
    let builds = served.site.store.builds.builds(from, to, MOST_BATCHES).await?;
    let info = |build: &Build| told(&served, id_of(build), build.at, build.stories, build.articles);
    json(&BatchList { batches: builds.iter().map(info).collect() })
}

/// A time of RFC 3339, or a day.
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let day = || text.parse::<jiff::civil::Date>().ok()?.to_zoned_datetime(TimeZone::UTC).ok();
    text.parse().ok().or_else(|| day().map(|start| start.timestamp()))
}

/// `GET /api/batches/{id}/categories`: the front page is the one category.
pub(crate) async fn categories(State(served): State<Served>, Named(id): Named<String>) -> Answer {
    let batch = found(&served, &id).await?;
    let kite = &served.kite;
    json(&CategoryList {
        batch_id: batch.id.uuid(),
        created_at: times::machine(batch.facts.at),
        has_on_this_day: false,
        categories: vec![Category {
            id: category_uuid(&kite.category),
            category_id: kite.category.clone(),
            category_name: kite.category_name.clone(),
            timestamp: seconds(batch.facts.at),
            read_count: batch.articles(),
            cluster_count: batch.facts.items.len(),
        }],
    })
}

/// `GET /api/batches/{id}/categories/{category}/stories?limit=`.
pub(crate) async fn stories(
    State(served): State<Served>,
    Named((id, category)): Named<(String, String)>,
    RawQuery(query): RawQuery,
) -> Answer {
    let kite = &served.kite;
    if category != category_uuid(&kite.category) && category != kite.category {
        return Err(Refused::not_found("There is no such category."));
    }
    let batch = found(&served, &id).await?;
    let limit = parameter(query.as_deref(), "limit").and_then(|text| text.parse().ok());
    let stories = stories_of(&served, &batch, limit.unwrap_or(USUAL).clamp(1, MOST)).await?;
    let mut domains: Vec<Domain> =
        stories.iter().flat_map(|story| story.domains.iter().cloned()).collect();
    domains.sort();
    domains.dedup();
    json(&StoryList {
        batch_id: batch.id.uuid(),
        category_id: category_uuid(&kite.category),
        category_name: kite.category_name.clone(),
        timestamp: seconds(batch.facts.at),
        total_stories: batch.facts.items.len(),
        read_count: batch.articles(),
        stories,
        domains,
    })
}

async fn stories_of(served: &Served, batch: &Batch, limit: usize) -> Result<Vec<Story>, Refused> {
    let setting = Setting::of(&served.site, Form::Served);
    let numbers = batch.numbers();
    let mut stories = Vec::new();
    for (fact, number) in batch.facts.items.iter().zip(numbers).take(limit) {
        let facts = reading::with_sources(&served.site.store, fact.told.clone()).await?;
        let section = fact.item.section.as_deref();
        let telling =
            Telling { facts: &facts, kite: &served.kite, setting: &setting, number, section };
        stories.push(story::story(&telling));
    }
    Ok(stories)
}

/// `GET /api/batches/{id}/languages`: the one in which the edition is written.
pub(crate) async fn languages(State(served): State<Served>, Named(id): Named<String>) -> Answer {
    let batch = found(&served, &id).await?;
    json(&LanguageList {
        batch_id: batch.id.uuid(),
        languages: vec![Language {
            language_code: served.site.look.language.clone(),
            is_complete: true,
            total_categories: 1,
            total_clusters: batch.facts.items.len(),
            total_articles: batch.articles(),
        }],
    })
}

/// `GET /api/categories/metadata`.
pub(crate) async fn metadata(State(served): State<Served>) -> Answer {
    json(&CategoryMetadataList {
        categories: vec![CategoryMetadata {
            category_id: served.kite.category.clone(),
            category_type: "core",
            is_core: true,
            display_name: served.kite.category_name.clone(),
            source_language: served.site.look.language.clone(),
        }],
    })
}

/// `GET /api/sse/batches`: says when a new batch stands.
pub(crate) async fn events(State(served): State<Served>) -> Response {
    let place = match served.site.api.streams.enter() {
        Ok(place) => place,
        Err(refusal) => return refusal.into_response(),
    };
    let watcher = Watcher { served, place, known: None };
    api::answer(stream::unfold(watcher, Watcher::next))
}

/// Somebody who waits for the next batch.
struct Watcher {
    served: Served,
    place: api::Place,
    /// The batch that was latest at the last look; none before the first.
    known: Option<Option<BatchId>>,
}

impl Watcher {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Watcher)> {
        loop {
            if !self.place.is_open() {
                return None;
            }
            let latest = named(&self.served.site.store, "latest").await.ok()?;
            let message = match (self.known.replace(latest), latest) {
                (None, _) => Some(serde_json::json!({ "type": "connected" })),
                (Some(known), Some(id)) if known != latest => {
                    Some(serde_json::json!({ "type": "new_batch", "batchId": id.uuid() }))
                }
                _ => None,
            };
            if let Some(message) = message {
                return Some((Ok(Event::default().data(message.to_string())), self));
            }
            if !self.place.wait().await {
                return None;
            }
        }
    }
}
