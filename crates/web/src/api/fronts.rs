//! Where the API begins, the edition, and its front pages.

use super::asked::{Asked, Named, day};
use super::cursor::Cursor;
use super::problem::{Answer, Problem};
use super::shape::{self, FrontPageLine};
use super::telling::Teller;
use super::{json, tell};
use crate::{Site, links, reading};
use axum::extract::{RawQuery, State};
use jiff::civil::Date;
use news::{Subject, SubjectKind};

/// The id of the one edition.
pub(crate) const EDITION: &str = "main";

/// Where the API begins.
#[utoipa::path(get, path = "/api/v1", tag = "edition",
    responses((status = 200, description = "What there is", body = shape::Index)))]
pub(crate) async fn index(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    json(&tell(&site, |teller| shape::Index {
        title: teller.setting.look.title.clone(),
        version: "1",
        openapi: teller.api("/openapi.json"),
        editions: teller.api("/editions"),
        front_page: teller.api("/front-pages/latest"),
        stories: teller.api("/stories"),
        events: teller.api("/events"),
    }))
}

/// The editions: one today.
#[utoipa::path(get, path = "/api/v1/editions", tag = "edition",
    responses((status = 200, description = "All editions", body = shape::EditionList)))]
pub(crate) async fn editions(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    json(&tell(&site, |teller| shape::EditionList { items: vec![told(teller)] }))
}

/// One edition.
#[utoipa::path(get, path = "/api/v1/editions/{edition}", tag = "edition",
    params(("edition" = String, Path, description = "Its id: `main`", example = "main")),
    responses((status = 200, description = "The edition", body = shape::Edition)))]
pub(crate) async fn edition(
    State(site): State<Site>,
    Named(id): Named<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    if id != EDITION {
        return Err(Problem::not_found().into());
    }
    json(&tell(&site, told))
}

fn told(teller: Teller<'_>) -> shape::Edition {
    let look = teller.setting.look;
    let sections = look.sections.iter().map(|section| {
        let subject = Subject::named(SubjectKind::Section, &section.name);
        shape::Section {
            stories: teller.api(&format!("/stories?section={}", links::encoded(&subject.key))),
            url: teller.page(&links::subject_address(&subject)),
            key: subject.key,
            title: section.title.clone(),
        }
    });
    shape::Edition {
        id: EDITION,
        title: look.title.clone(),
        tagline: look.tagline.clone(),
        language: look.language.clone(),
        url: teller.page("/"),
        front_page: teller.api("/front-pages/latest"),
        sections: sections.collect(),
    }
}

/// Days with a front page, the latest first.
#[utoipa::path(get, path = "/api/v1/front-pages", tag = "edition",
    params(super::document::Paged),
    responses((status = 200, description = "A page of days", body = shape::FrontPageList)))]
pub(crate) async fn days(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    let asked = Asked::read(query.as_deref(), &["limit", "cursor"])?;
    let (limit, list) = (asked.limit()? as usize, "front-pages");
    let behind: Option<Date> = asked.cursor(list)?.and_then(|cursor| day(&cursor.item));
    let days = site.store.stories.days().await?.into_iter();
    let mut days: Vec<Date> =
        days.filter(|day| behind.is_none_or(|behind| *day < behind)).take(limit + 1).collect();
    let more = days.len() > limit;
    days.truncate(limit);
    json(&tell(&site, |teller| {
        let next = days.last().filter(|_| more).map(|day| {
            let cursor = Cursor { key: 0, item: day.to_string() }.write(list);
            teller.api(&format!("/front-pages?limit={limit}&cursor={cursor}"))
        });
        let line = |day: &Date| FrontPageLine {
            day: (*day).into(),
            url: teller.page(&format!("/day/{day}")),
            front_page: teller.api(&format!("/front-pages/{day}")),
        };
        shape::FrontPageList { items: days.iter().map(line).collect(), next }
    }))
}

/// The front page of a day as it stood at its end, or the latest one: the ranked list, each story with the terms of its
/// rank.
#[utoipa::path(get, path = "/api/v1/front-pages/{day}", tag = "edition",
    params(("day" = String, Path, description = "`latest`, or a day such as 2026-11-23", example = "latest")),
    responses((status = 200, description = "The front page", body = shape::FrontPage)))]
pub(crate) async fn front_page(
    State(site): State<Site>,
    Named(name): Named<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    let day = match name.as_str() {
        "latest" => None,
        name => Some(day(name).ok_or_else(Problem::not_found)?),
    };
    let facts = reading::front(&site, day).await?.ok_or_else(Problem::not_found)?;
    json(&tell(&site, |teller| teller.front_page(&facts)))
}
