//! Search, in Kite's form, over what the site's own search finds.

use super::batches;
use super::ids::{BatchId, story_numbers, wanted_number};
use super::shape::{SearchResult, SearchResults};
use super::story::{self, Telling};
use super::{Answer, Refused, Served, json, parameter};
use crate::searching::{self, Ask};
use crate::setting::{Form, Setting};
use crate::{Site, reading, times};
use axum::extract::{RawQuery, State};
use jiff::civil::Date;
use news::{FrontPage, StoryId};
use search::{Kinds, Query, Reach, Sorting};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use store::BriefRecord;

/// Letters that a query has at least; the client asks no sooner.
const LEAST: usize = 3;
/// Results of one answer.
const MOST: usize = 100;
/// Stories of which the results are taken: the latest that are found.
const MOST_FOUND: usize = 300;

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
        false => found(&served.site, &words).await?,
    };
    found.retain(|l| from.is_none_or(|from| l.at >= from) && to.is_none_or(|to| l.at <= to));
    let total_count = found.len();
    let wanted = found.into_iter().skip(offset.unwrap_or(0)).take(limit);
    let results = told(&served, wanted.collect()).await?;
    let has_more = offset.unwrap_or(0).saturating_add(results.len()) < total_count;
    json(&SearchResults { results, has_more, total_count })
}

/// The published briefs that the site's search finds, the latest first.
async fn found(site: &Site, words: &str) -> Result<Vec<BriefRecord>, Refused> {
    let ask = Ask {
        query: Query::read(words),
        reach: Reach::Public,
        kinds: Kinds::All,
        sorting: Sorting::Newest,
        from: 0,
        count: MOST_FOUND,
    };
    let answer = searching::search(site, ask).await?;
    Ok(answer.groups.into_iter().filter_map(|group| Some(group.story?.record)).collect())
}

/// A front page on which stories that were found may stand.
struct Page {
    id: BatchId,
    page: FrontPage,
    numbers: BTreeMap<StoryId, u32>,
}

/// Each story as it was published last, with the last batch of that day when it stood there.
async fn told(served: &Served, found: Vec<BriefRecord>) -> Result<Vec<SearchResult>, Refused> {
    let setting = Setting::of(&served.site, Form::Served);
    let mut pages: BTreeMap<Date, Option<Page>> = BTreeMap::new();
    let mut results = Vec::new();
    for line in found {
        // One that was withdrawn or merged meanwhile is no result.
        let facts = reading::story_in_version(&served.site, &line.story, line.version).await;
        let Ok(facts) = facts else { continue };
        let day = times::day_of(line.at);
        let page = match pages.entry(day) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(last_page(served, day).await?),
        };
        let page = page.as_ref().filter(|page| page.numbers.contains_key(&line.story));
        let number = page.and_then(|page| page.numbers.get(&line.story)).copied();
        let mut items = page.into_iter().flat_map(|page| &page.page.items);
        let item = items.find(|item| item.story == line.story);
        let telling = Telling {
            facts: &facts,
            kite: &served.kite,
            setting: &setting,
            number: number.unwrap_or_else(|| wanted_number(&line.story)),
            section: item.and_then(|item| item.section.as_deref()),
        };
        results.push(SearchResult {
            story: story::story(&telling),
            category_id: served.kite.category.clone(),
            category_name: served.kite.category_name.clone(),
            batch_id: page.map(|page| page.id.uuid()),
            batch_date: page.map(|page| times::machine(page.page.at)),
        });
    }
    Ok(results)
}

/// The last front page of a day.
async fn last_page(served: &Served, day: Date) -> Result<Option<Page>, Refused> {
    let store = &served.site.store;
    let Some(id) = batches::named(store, &day.to_string()).await? else { return Ok(None) };
    let Some(page) = store.builds.build(id.day, id.number).await? else { return Ok(None) };
    let numbers = story_numbers(page.items.iter().map(|item| &item.story));
    Ok(Some(Page { id, page, numbers }))
}
