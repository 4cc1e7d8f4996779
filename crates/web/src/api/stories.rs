//! Stories, and the versions of what is written about them.

use super::asked::{Asked, Named};
use super::cursor::Cursor;
use super::problem::{Answer, Problem};
use super::shape;
use super::{json, tell};
use crate::reading::{self, StoryFacts};
use crate::{Site, finding, links, times};
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use news::{StoryId, Subject, SubjectKind};
use store::{Behind, ListedStory, Within};

/// The parameters of the list.
const KNOWN: [&str; 10] =
    ["order", "day", "from", "to", "section", "topic", "entity", "outlet", "limit", "cursor"];

/// Which stories are asked for.
struct Choice {
    subjects: Vec<Subject>,
    within: Within,
    /// All that was asked for but the place, as it stands in the address of the next page.
    asked: String,
}

/// A page of stories with the place of the last one, when there are more.
struct Page {
    stories: Vec<ListedStory>,
    next: Option<Cursor>,
}

/// Published stories: the one with the latest report first, or as they are ranked today; all of them, or those of a
/// day, a time, a section, a topic, a name and an outlet. New stories come before every place in the list, so that who
/// goes from page to page sees no story twice.
#[utoipa::path(get, path = "/api/v1/stories", tag = "stories",
    params(super::document::WhichStories, super::document::Paged),
    responses(
        (status = 200, description = "A page of stories", body = shape::StoryList),
        (status = 410, description = "The ranked list was made anew meanwhile: begin again at its start",
            body = super::problem::Problem, content_type = "application/problem+json")))]
pub(crate) async fn stories(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    let asked = Asked::read(query.as_deref(), &KNOWN)?;
    let choice = choice(&asked)?;
    let limit = asked.limit()?;
    let cursor = asked.cursor(&choice.asked)?;
    let page = match asked.text("order") {
        None | Some("newest") => newest(&site, &choice, cursor, limit).await?,
        Some("ranked") => ranked(&site, &choice, cursor, limit as usize).await?,
        Some(_) => {
            return Err(Problem::parameter("order", "It must be newest or ranked.").into());
        }
    };
    json(&tell(&site, |teller| {
        let next = page.next.map(|cursor| {
            let cursor = cursor.write(&choice.asked);
            let asked = &choice.asked;
            teller.api(&format!("/stories?{asked}limit={limit}&cursor={cursor}"))
        });
        let items = page.stories.iter().map(|story| teller.story_line(story)).collect();
        shape::StoryList { items, next }
    }))
}

fn choice(asked: &Asked) -> Result<Choice, Problem> {
    let named = SubjectKind::ALL.into_iter();
    let named = named.filter_map(|kind| Some((kind, asked.text(kind.word())?.to_owned())));
    let names = KNOWN.iter().filter(|name| !matches!(**name, "limit" | "cursor"));
    let given = names.filter_map(|name| Some((name, asked.text(name)?)));
    let given = given.map(|(name, value)| format!("{name}={}&", links::encoded(value)));
    Ok(Choice {
        subjects: named.map(|(kind, key)| Subject { kind, key }).collect(),
        within: within(asked)?,
        asked: given.collect(),
    })
}

/// What lies in the time and on the day.
fn within(asked: &Asked) -> Result<Within, Problem> {
    let always = Within::ALWAYS;
    let from = asked.time("from")?.unwrap_or(always.from);
    let to = asked.time("to")?.unwrap_or(always.to);
    let Some(day) = asked.day("day")? else { return Ok(Within { from, to }) };
    let start = day.to_zoned_datetime(TimeZone::UTC);
    let end = start.as_ref().ok().and_then(|start| start.checked_add(1.day()).ok());
    match (start, end) {
        (Ok(start), Some(end)) => {
            Ok(Within { from: from.max(start.timestamp()), to: to.min(end.timestamp()) })
        }
        _ => Err(Problem::parameter("day", "It is outside of the calendar that is known here.")),
    }
}

async fn newest(
    site: &Site,
    choice: &Choice,
    cursor: Option<Cursor>,
    limit: u32,
) -> Result<Page, super::problem::Refusal> {
    let behind = cursor.and_then(|cursor| {
        let latest = Timestamp::from_microsecond(cursor.key).ok()?;
        Some(Behind { latest, story: StoryId(cursor.item) })
    });
    let catalogue = &site.store.catalogue;
    let (of, within) = (&choice.subjects, choice.within);
    let mut stories = catalogue.stories(of, within, behind.as_ref(), limit + 1).await?;
    let more = stories.len() > limit as usize;
    stories.truncate(limit as usize);
    let place = |story: &ListedStory| Cursor {
        key: story.latest.as_microsecond(),
        item: story.story.0.clone(),
    };
    let next = stories.last().filter(|_| more).map(place);
    Ok(Page { stories, next })
}

/// Today's front page in its order. Its places hold for as long as it stands.
async fn ranked(
    site: &Site,
    choice: &Choice,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Page, super::problem::Refusal> {
    let Some(page) = site.store.stories.front_page(None).await? else {
        return Ok(Page { stories: Vec::new(), next: None });
    };
    let moment = page.at.as_microsecond();
    let start = match cursor {
        None => 0,
        Some(cursor) if cursor.key == moment => cursor.item.parse().unwrap_or(0),
        Some(_) => {
            let at = times::moment(page.at);
            let detail =
                format!("The ranked list was made anew at {at}. Begin again at its start.");
            let problem = Problem::new(StatusCode::GONE, detail);
            return Err(Problem { parameter: Some("cursor".to_owned()), ..problem }.into());
        }
    };
    let (mut stories, mut end) = (Vec::new(), start);
    for item in page.items.iter().skip(start) {
        if stories.len() == limit {
            break;
        }
        end += 1;
        stories.extend(chosen(site, choice, &item.story).await?);
    }
    let next = (end < page.items.len()).then(|| Cursor { key: moment, item: end.to_string() });
    Ok(Page { stories, next })
}

/// A story of the front page, when it is one of those that are asked for.
async fn chosen(
    site: &Site,
    choice: &Choice,
    story: &StoryId,
) -> Result<Option<ListedStory>, super::problem::Refusal> {
    let directory = &site.store.directory;
    let Some(listed) = directory.listed_story(story).await? else { return Ok(None) };
    if listed.latest < choice.within.from || listed.latest >= choice.within.to {
        return Ok(None);
    }
    if choice.subjects.is_empty() {
        return Ok(Some(listed));
    }
    let filed = directory.filed(story).await?;
    let is_under = |subject: &Subject| filed.iter().any(|filed| filed.subject == *subject);
    Ok(choice.subjects.iter().all(is_under).then_some(listed))
}

/// A story: its brief with the evidence and the verdict of every sentence, its sources with their origins, its versions.
#[utoipa::path(get, path = "/api/v1/stories/{id}", tag = "stories",
    params(("id" = String, Path, description = "The story", example = "0a1b2c3d4e5f")),
    responses(
        (status = 200, description = "The story", body = shape::Story),
        (status = 308, description = "It was merged into the story at `Location`"),
        (status = 410, description = "It was withdrawn; `detail` says when and why",
            body = super::problem::Problem, content_type = "application/problem+json")))]
pub(crate) async fn story(
    State(site): State<Site>,
    Named(id): Named<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    let facts = reading::story(&site, &StoryId(id)).await?;
    let around = finding::around(&site.store, &facts.story.id).await?;
    json(&tell(&site, |teller| teller.story(&facts, &around)))
}

/// The versions of a story's brief that were out.
#[utoipa::path(get, path = "/api/v1/stories/{id}/versions", tag = "stories",
    params(("id" = String, Path, description = "The story", example = "0a1b2c3d4e5f")),
    responses(
        (status = 200, description = "Its versions, oldest first", body = shape::VersionList),
        (status = 308, description = "It was merged into the story at `Location`"),
        (status = 410, description = "It was withdrawn; `detail` says when and why",
            body = super::problem::Problem, content_type = "application/problem+json")))]
pub(crate) async fn versions(
    State(site): State<Site>,
    Named(id): Named<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    let facts = reading::story(&site, &StoryId(id)).await?;
    json(&tell(&site, |teller| shape::VersionList { items: teller.versions(&facts.told.history) }))
}

/// One version of a story's brief, with the sources that it cites.
#[utoipa::path(get, path = "/api/v1/stories/{id}/versions/{version}", tag = "stories",
    params(
        ("id" = String, Path, description = "The story", example = "0a1b2c3d4e5f"),
        ("version" = String, Path, description = "From 1, or `latest`", example = "latest")),
    responses(
        (status = 200, description = "The version", body = shape::Version),
        (status = 308, description = "The story was merged into the one at `Location`"),
        (status = 410, description = "The story was withdrawn; `detail` says when and why",
            body = super::problem::Problem, content_type = "application/problem+json")))]
pub(crate) async fn version(
    State(site): State<Site>,
    Named((id, version)): Named<(String, String)>,
    RawQuery(query): RawQuery,
) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    let id = StoryId(id);
    let facts: StoryFacts = match version.as_str() {
        "latest" => reading::story(&site, &id).await?,
        number => {
            let plain = |number: &u32| number.to_string() == version;
            let number = number.parse().ok().filter(plain).ok_or_else(Problem::not_found)?;
            reading::story_in_version(&site, &id, number).await?
        }
    };
    json(&tell(&site, |teller| teller.version(&facts)))
}
