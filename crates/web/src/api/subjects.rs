//! What stories are found under.

use super::asked::{Asked, Named};
use super::cursor::Cursor;
use super::problem::Answer;
use super::shape;
use super::telling::Teller;
use super::{json, tell};
use crate::finding::{self, SubjectFacts};
use crate::{Site, links};
use axum::extract::{RawQuery, State};
use news::{Subject, SubjectKind};
use store::SubjectLine;

/// Subjects of a kind: what the store counts.
const ALL: u32 = 5_000;
/// Stories that a name needs to be listed, as on the site: a list of one leads nowhere new.
const LEAST: u32 = 2;

/// The sections under which stories were filed.
#[utoipa::path(get, path = "/api/v1/sections", tag = "subjects", params(super::document::Paged),
    responses((status = 200, description = "A page of sections", body = shape::SubjectList)))]
pub(crate) async fn sections(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    list(&site, query.as_deref(), SubjectKind::Section, "sections").await
}

/// The topics of stories.
#[utoipa::path(get, path = "/api/v1/topics", tag = "subjects", params(super::document::Paged),
    responses((status = 200, description = "A page of topics", body = shape::SubjectList)))]
pub(crate) async fn topics(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    list(&site, query.as_deref(), SubjectKind::Topic, "topics").await
}

/// Whom and what several reports of a story name, of those that are named in at least two stories.
#[utoipa::path(get, path = "/api/v1/entities", tag = "subjects", params(super::document::Paged),
    responses((status = 200, description = "A page of names", body = shape::SubjectList)))]
pub(crate) async fn entities(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    list(&site, query.as_deref(), SubjectKind::Entity, "entities").await
}

/// The outlets that reported.
#[utoipa::path(get, path = "/api/v1/outlets", tag = "subjects", params(super::document::Paged),
    responses((status = 200, description = "A page of outlets", body = shape::SubjectList)))]
pub(crate) async fn outlets(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    list(&site, query.as_deref(), SubjectKind::Outlet, "outlets").await
}

/// By key, so that one that comes or goes moves no other.
async fn list(site: &Site, query: Option<&str>, kind: SubjectKind, name: &str) -> Answer {
    let asked = Asked::read(query, &["limit", "cursor"])?;
    let (limit, cursor) = (asked.limit()? as usize, asked.cursor(name)?);
    let least = if kind == SubjectKind::Entity { LEAST } else { 1 };
    let mut lines = site.store.directory.subjects(kind, least, ALL).await?;
    lines.sort_by(|a, b| a.subject.key.cmp(&b.subject.key));
    if let Some(cursor) = cursor {
        lines.retain(|line| line.subject.key > cursor.item);
    }
    let more = lines.len() > limit;
    lines.truncate(limit);
    json(&tell(site, |teller| {
        let next = lines.last().filter(|_| more).map(|last| {
            let cursor = Cursor { key: 0, item: last.subject.key.clone() }.write(name);
            teller.api(&format!("/{name}?limit={limit}&cursor={cursor}"))
        });
        shape::SubjectList { items: lines.iter().map(|one| line(teller, one)).collect(), next }
    }))
}

fn line(teller: Teller<'_>, line: &SubjectLine) -> shape::SubjectLine {
    shape::SubjectLine {
        subject: teller.subject(&line.subject, &line.title),
        count: line.stories,
        latest: line.latest.into(),
    }
}

/// An outlet: what is known of it, how often it was first, how often it corrected.
#[utoipa::path(get, path = "/api/v1/outlets/{key}", tag = "subjects",
    params(("key" = String, Path, description = "Its key in addresses", example = "gazette-example")),
    responses((status = 200, description = "The outlet", body = shape::Outlet)))]
pub(crate) async fn outlet(
    State(site): State<Site>,
    Named(key): Named<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    let subject = Subject { kind: SubjectKind::Outlet, key };
    let facts = finding::subject(&site, &subject).await?;
    json(&tell(&site, |teller| told(teller, &facts)))
}

fn told(teller: Teller<'_>, facts: &SubjectFacts) -> shape::Outlet {
    let known = teller.setting.registry.known(&facts.title);
    let tally = facts.tally.unwrap_or_default();
    let key = &facts.subject.key;
    shape::Outlet {
        id: facts.title.clone(),
        key: key.clone(),
        name: teller.setting.outlet_name(&facts.title),
        url: teller.page(&links::subject_address(&facts.subject)),
        stories: teller.api(&format!("/stories?outlet={}", links::encoded(key))),
        known: known.map(|outlet| shape::OutletFacts {
            kind: outlet.kind.word(),
            owner: outlet.owner.clone(),
            country: outlet.country.clone(),
            domains: outlet.domains.clone(),
            is_from_memory: outlet.is_from_memory,
        }),
        tally: shape::OutletTally {
            stories: tally.stories,
            reports: tally.reports,
            shared: tally.shared,
            first: tally.first,
            corrections: tally.corrections,
            silent_edits: tally.silent_edits,
        },
    }
}
