//! Search, in Kite's form, over what the site's own search finds.

use super::batches::{self, Batch};
use super::ids::story_numbers;
use super::shape::{SearchResult, SearchResults};
use super::story::{self, Telling};
use super::{Answer, Refused, Served, json, parameter};
use crate::reading;
use crate::setting::{Form, Setting};
use crate::site;
use axum::extract::{RawQuery, State};
use news::{FrontItem, StoryId};
use std::collections::BTreeMap;
use store::BriefLine;

/// Letters that a query has at least; the client asks no sooner.
const LEAST: usize = 3;
/// Results of one answer.
const MOST: usize = 100;

/// `GET /api/search?q=&categoryId=&from=&to=&limit=&offset=`.
pub(crate) async fn search(State(served): State<Served>, RawQuery(query): RawQuery) -> Answer {
    let query = query.as_deref();
    let words = parameter(query, "q").unwrap_or_default();
    if words.trim().chars().count() < LEAST {
        return Err(Refused::bad(format!("q must have at least {LEAST} letters.")));
    }
    let moment = |name| parameter(query, name).and_then(|text| batches::time(&text));
    let (from, to) = (moment("from"), moment("to"));
    let number = |name| parameter(query, name).and_then(|text| text.parse::<usize>().ok());
    let (limit, offset) = (number("limit").unwrap_or(MOST).clamp(1, MOST), number("offset"));
    let category = parameter(query, "categoryId").filter(|id| !id.is_empty() && id != "all");
    let is_other = category.is_some_and(|category| category != served.kite.category);
    let mut found = match is_other {
        true => Vec::new(),
        false => site::found(&served.site, &words).await?,
    };
    found.retain(|l| from.is_none_or(|from| l.at >= from) && to.is_none_or(|to| l.at <= to));
    let total_count = found.len();
    let wanted = found.into_iter().skip(offset.unwrap_or(0)).take(limit);
    let results = told(&served, wanted.collect()).await?;
    let has_more = offset.unwrap_or(0).saturating_add(results.len()) < total_count;
    json(&SearchResults { results, has_more, total_count })
}

/// Each story as it was published last, with the last batch of that day in which it stood.
async fn told(served: &Served, found: Vec<BriefLine>) -> Result<Vec<SearchResult>, Refused> {
    let setting = Setting::of(&served.site, Form::Served);
    let mut days: BTreeMap<String, Option<Batch>> = BTreeMap::new();
    let mut results = Vec::new();
    for line in found {
        let (story, store) = (line.story, &served.site.store);
        // One that was withdrawn or merged meanwhile is no result.
        let facts = reading::story_in_version(store, &story, line.version).await;
        let Ok(facts) = facts else { continue };
        let day = crate::times::day_of(line.at).to_string();
        if !days.contains_key(&day) {
            days.insert(day.clone(), batches::found(served, &day).await.ok());
        }
        let batch = days.get(&day).and_then(Option::as_ref);
        let stands = batch.and_then(|batch| Some((batch, item(batch, &story)?)));
        let number = match stands {
            Some((_, (_, number))) => number,
            None => story_numbers(&[&alone(&story)])[0],
        };
        let section = stands.and_then(|(_, (item, _))| item.section.as_deref());
        let telling =
            Telling { facts: &facts, kite: &served.kite, setting: &setting, number, section };
        results.push(SearchResult {
            story: story::story(&telling),
            category_id: served.kite.category.clone(),
            category_name: served.kite.category_name.clone(),
            batch_id: stands.map(|(batch, _)| batch.id.uuid()),
            batch_date: stands.map(|(batch, _)| crate::times::machine(batch.facts.at)),
        });
    }
    Ok(results)
}

/// The line of a story in a batch, with its number there.
fn item<'a>(batch: &'a Batch, story: &StoryId) -> Option<(&'a FrontItem, u32)> {
    let items = batch.facts.items.iter().map(|fact| &fact.item);
    items.zip(batch.numbers()).find(|(item, _)| item.story == *story)
}

/// A story that stands on no page.
fn alone(story: &StoryId) -> FrontItem {
    FrontItem {
        story: story.clone(),
        version: 1,
        terms: Vec::new(),
        articles: 0,
        independent_reports: 0,
        news: None,
        names: Default::default(),
        section: None,
    }
}
