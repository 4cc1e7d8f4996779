//! Passing stories on, and saying what is wrong with them.

use super::batches::{self, Batch, by_id};
use super::ids::{from_short_code, report_uuid, short_code, story_of};
use super::shape::{Report, Share, Shared};
use super::{Answer, Refused, Served, asking, json};
use crate::api::Named;
use crate::api::rim::too_many;
use crate::links;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::de::DeserializeOwned;
use serde_json::json as object;
use std::time::Instant;
use store::ReaderReport;

/// Bytes of what a client sends.
const MOST_BYTES: usize = 64_000;
/// Reports of one reader in a minute.
const REPORTS: u32 = 10;
/// Letters of the word for what is wrong, and of the reader's own words.
const ISSUE: usize = 100;
const DESCRIPTION: usize = 5_000;
/// Addresses that a reader may name.
const SOURCES: usize = 20;

/// Reads what a client sends as JSON; also keeps out forms of other sites, which cannot send that unasked.
async fn sent<T: DeserializeOwned>(request: Request) -> Result<T, Refused> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/json")) {
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send JSON."));
    }
    let too_large = |_| Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "That is too long.");
    let bytes = to_bytes(request.into_body(), MOST_BYTES).await.map_err(too_large)?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Refused::bad(format!("This cannot be understood: {error}")))
}

/// `POST /api/shorten`.
pub(crate) async fn shorten(State(served): State<Served>, request: Request) -> Answer {
    let share: Share = sent(request).await?;
    if share.category_id != served.kite.category {
        return Err(Refused::not_found("There is no such category."));
    }
    let batch = batches::found(&served, &share.batch_id).await?;
    let numbers = batch.numbers();
    let by_number = share.cluster_id.filter(|number| numbers.contains(number));
    let by_place = share.story_index.and_then(|place| numbers.get(place)).copied();
    let story = match (share.cluster_id, share.story_index) {
        (None, None) => None,
        _ => {
            let unknown = || Refused::not_found("There is no such story in this batch.");
            Some(by_number.or(by_place).ok_or_else(unknown)?)
        }
    };
    let code = short_code(batch.id, story);
    let code =
        code.ok_or_else(|| Refused::not_found("This batch is too old for a short address."))?;
    json(&Shared { short_url: format!("{}/s/{code}", base(&served)) })
}

fn base(served: &Served) -> &str {
    served.kite.base_url.trim_end_matches('/')
}

/// `GET /api/short/{code}`.
pub(crate) async fn long(State(served): State<Served>, Named(code): Named<String>) -> Answer {
    json(&object!({ "url": address(&served, &code).await? }))
}

/// `GET /s/{code}`: the page that a short address leads to.
pub(crate) async fn lead_on(
    State(served): State<Served>,
    Named(code): Named<String>,
) -> Result<Response, Refused> {
    Ok(Redirect::temporary(&address(&served, &code).await?).into_response())
}

/// Where the front-end shows what a code means.
async fn address(served: &Served, code: &str) -> Result<String, Refused> {
    let unknown = || Refused::not_found("There is no such short address.");
    let (id, number) = from_short_code(code).ok_or_else(unknown)?;
    let batch: Batch = by_id(served, id).await?.ok_or_else(unknown)?;
    let category = &served.kite.category;
    let page = format!("{}/{category}/{}", base(served), id.code());
    let Some(number) = number else { return Ok(page) };
    let mut stories = batch.facts.items.iter().zip(batch.numbers());
    let (fact, _) = stories.find(|(_, own)| *own == number).ok_or_else(unknown)?;
    let headline = fact.told.record.brief.headline.statement.text();
    Ok(format!("{page}{number}/{}", links::slug(headline)))
}

/// `POST /api/reports`.
pub(crate) async fn report(State(served): State<Served>, request: Request) -> Response {
    let client = asking(&served.site, &request);
    let left = served.reports.count(client, REPORTS, Instant::now());
    if !left.is_within {
        return too_many(REPORTS, left);
    }
    match filed(&served, request).await {
        Ok(id) => json(&object!({ "id": id })).into_response(),
        Err(refused) => refused.into_response(),
    }
}

/// Keeps what a reader says, for the desk.
async fn filed(served: &Served, request: Request) -> Result<String, Refused> {
    let report: Report = sent(request).await?;
    let unknown = || Refused::bad("clusterId names no story of this site.");
    let story = story_of(&report.cluster_id).ok_or_else(unknown)?;
    let store = &served.site.store;
    store.briefs.published(&story).await?.ok_or_else(unknown)?;
    fits("issueType", &report.issue_type, ISSUE)?;
    fits("description", &report.description, DESCRIPTION)?;
    if report.issue_type.trim().is_empty() {
        return Err(Refused::bad("issueType must not be empty."));
    }
    if report.source_urls.len() > SOURCES {
        return Err(Refused::bad(format!("sourceUrls may hold at most {SOURCES} addresses.")));
    }
    let bad = report.source_urls.iter().find(|url| links::web_link(url).is_none());
    if let Some(bad) = bad {
        return Err(Refused::bad(format!("sourceUrls: {bad:?} is not an address of the web.")));
    }
    let at = (served.site.clock)();
    let moment = at.as_microsecond().to_string();
    let parts = [&story.0, &report.issue_type, &report.description, &moment];
    let digest = news::digest(&parts.map(|part| part.as_bytes()));
    let kept = ReaderReport {
        id: report_uuid(&digest[..12]),
        story,
        issue: report.issue_type,
        description: report.description,
        sources: report.source_urls,
        at,
    };
    store.reader_reports.file_reader_report(&kept).await?;
    Ok(kept.id)
}

fn fits(name: &str, text: &str, most: usize) -> Result<(), Refused> {
    match text.chars().count() > most {
        true => Err(Refused::bad(format!("{name} may have at most {most} letters."))),
        false => Ok(()),
    }
}
