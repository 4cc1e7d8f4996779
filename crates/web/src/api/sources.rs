//! The reports that stories rest on.

use super::asked::{Asked, Named};
use super::problem::{Answer, Problem};
use super::shape;
use super::telling::web;
use super::{json, tell};
use crate::{Site, links};
use axum::extract::{RawQuery, State};
use news::ArticleId;

/// A report of a published story: who reported what, when and where. Its text is the outlet's; the words that sentences
/// rest on stand with them.
#[utoipa::path(get, path = "/api/v1/articles/{id}", tag = "sources",
    params(("id" = String, Path, description = "The article")),
    responses((status = 200, description = "The article", body = shape::Article)))]
pub(crate) async fn article(
    State(site): State<Site>,
    Named(id): Named<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    let (store, id) = (&site.store, ArticleId(id));
    // What stands in no published story is nobody's business yet.
    let story = store.stories.story_of(&id).await?.ok_or_else(Problem::not_found)?;
    store.directory.listed_story(&story).await?.ok_or_else(Problem::not_found)?;
    let versions = store.articles.versions(&id).await?;
    let latest = store.articles.latest(&id).await?.ok_or_else(Problem::not_found)?;
    let reports = store.stories.story(&story).await?.map(|story| story.reports);
    let mut reports = reports.unwrap_or_default().into_iter();
    let report = reports.find(|report| report.article == id).ok_or_else(Problem::not_found)?;
    json(&tell(&site, |teller| shape::Article {
        version: latest.version().0,
        versions: versions.len(),
        outlet: teller.outlet(&latest.outlet),
        title: latest.title.clone(),
        url: web(latest.url.as_deref()),
        byline: latest.byline.clone(),
        language: latest.language.clone(),
        reported: report.reported.into(),
        seen: report.seen.into(),
        reserved: latest.reserved.clone(),
        origin: report.origin.0.clone(),
        story: teller.api(&format!("/stories/{}", links::encoded(&story.0))),
        id: id.0,
    }))
}
