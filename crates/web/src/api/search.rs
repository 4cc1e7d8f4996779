//! The site's search for programs.

use super::asked::Asked;
use super::cursor::Cursor;
use super::problem::{self as api, Problem};
use super::{ROOT, json};
use crate::searching::{self, Answer, Answered, AnsweredStory};
use crate::setting::{Form, Setting};
use crate::site::search::Typed;
use crate::{Site, times};
use axum::extract::{RawQuery, State};
use news::{Article, Evidence, Judged, Part};
use search::{Query, Sorting, excerpt, marks};
use serde::Serialize;
use std::ops::Range;
use url::form_urlencoded;
use utoipa::ToSchema;

/// Stories that a search can be followed to.
const FARTHEST: usize = 1_000;
/// Longest part of a report, in characters: far within what may be quoted of an outlet.
const EXCERPT: usize = 240;

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchAnswer {
    /// The question as it was read.
    query: String,
    /// What of it was not understood, in sentences.
    notes: Vec<String>,
    /// Stories that were counted.
    counted: usize,
    /// Whether there may be more than were counted.
    more: bool,
    /// What was found, by story.
    results: Vec<StoryResult>,
    /// Where the next results are; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A published story that was found.
#[derive(Debug, Serialize, ToSchema)]
struct StoryResult {
    /// The story's id.
    story: String,
    /// The version of its brief.
    version: u32,
    /// Where it stands.
    url: String,
    headline: Marked,
    /// When this version was published (RFC 3339).
    published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    articles: u32,
    independent_reports: u32,
    /// Statements of the brief that were found.
    statements: Vec<StatementResult>,
    /// Reports that were found.
    reports: Vec<ReportResult>,
}

/// A text with what the question asks for.
#[derive(Debug, Serialize, ToSchema)]
struct Marked {
    text: String,
    /// `[start, end)` in UTF-8 bytes of the text.
    marks: Vec<[usize; 2]>,
}

/// A statement of a brief.
#[derive(Debug, Serialize, ToSchema)]
struct StatementResult {
    #[serde(flatten)]
    said: Marked,
    /// The check's verdict.
    verdict: &'static str,
    /// The words that it rests on.
    evidence: Vec<EvidenceResult>,
}

/// Words of an article.
#[derive(Debug, Serialize, ToSchema)]
struct EvidenceResult {
    article: String,
    /// The number of the citation on the story's page.
    citation: usize,
    /// `title` or `text`.
    part: &'static str,
    /// `[start, end)` in UTF-8 bytes of that part of the version that was cited.
    span: [u32; 2],
    quote: String,
}

/// A report.
#[derive(Debug, Serialize, ToSchema)]
struct ReportResult {
    article: String,
    outlet: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    title: Marked,
    /// When it appeared (RFC 3339).
    published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// The part of it that answers best.
    excerpt: Marked,
}

/// Searches published stories, their statements and their reports.
#[utoipa::path(get, path = "/api/v1/search", tag = "stories",
    params(
        ("q" = String, Query, description = "The question; see the search chapter of the handbook. What is not understood is read leniently and said in `notes`."),
        ("sort" = Option<String>, Query, description = "`best` (the default) or `newest`."),
        super::document::Paged,
    ),
    responses(
        (status = 200, description = "A page of what was found, by story", body = SearchAnswer),
        (status = 503, description = "Search is out of order for the moment", body = super::problem::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn search(State(site): State<Site>, RawQuery(query): RawQuery) -> api::Answer {
    let asked = Asked::read(query.as_deref(), &["q", "sort", "limit", "cursor"])?;
    if let Some(other) = asked.text("sort").filter(|sort| !matches!(*sort, "best" | "newest")) {
        let detail = format!("{other:?} is no order: give best or newest.");
        return Err(Problem::parameter("sort", detail).into());
    }
    let typed = Typed::of(query.as_deref());
    let page = Page::of(&asked, &typed)?;
    let mut ask = typed.ask();
    (ask.from, ask.count) = (page.from, page.count);
    let query = ask.query.clone();
    let found = searching::search(&site, ask).await?;
    let setting = Setting::of(&site, Form::Served);
    json(&told(&typed, &query, &found, &page, &setting))
}

/// Which part of the results is asked for.
struct Page {
    from: usize,
    count: usize,
    /// The search that its cursors belong to.
    list: String,
}

impl Page {
    fn of(asked: &Asked, typed: &Typed) -> Result<Page, Problem> {
        let list = format!("search {} {}", asked.text("sort").unwrap_or("best"), typed.text);
        let from = asked.cursor(&list)?.map_or(0, |cursor| cursor.key);
        let from = usize::try_from(from).unwrap_or(0).min(FARTHEST);
        Ok(Page { from, count: asked.limit()? as usize, list })
    }

    /// Where the next page is, if results are left that a search can be followed to.
    fn next(&self, typed: &Typed, counted: usize, setting: &Setting<'_>) -> Option<String> {
        let next = self.from + self.count;
        if counted <= next || next > FARTHEST {
            return None;
        }
        let key = i64::try_from(next).ok()?;
        let cursor = Cursor { key, item: String::new() }.write(&self.list);
        let sort = if typed.sorting == Sorting::Newest { "newest" } else { "best" };
        let q: String = form_urlencoded::byte_serialize(typed.text.as_bytes()).collect();
        let rest = format!("sort={sort}&limit={}&cursor={cursor}", self.count);
        Some(setting.absolute(&format!("{ROOT}/search?q={q}&{rest}")))
    }
}

fn told(
    typed: &Typed,
    query: &Query,
    found: &Answer,
    page: &Page,
    setting: &Setting<'_>,
) -> SearchAnswer {
    SearchAnswer {
        query: typed.text.clone(),
        notes: query.notes.iter().map(ToString::to_string).collect(),
        counted: found.counted,
        more: found.is_more,
        results: found.groups.iter().filter_map(|group| result(query, group, setting)).collect(),
        next: page.next(typed, found.counted, setting),
    }
}

fn result(query: &Query, answered: &Answered, setting: &Setting<'_>) -> Option<StoryResult> {
    let story = answered.story.as_ref()?;
    let listed = &story.listed;
    Some(StoryResult {
        story: listed.story.0.clone(),
        version: story.record.version,
        url: setting.absolute(&story.address),
        headline: marked(query, &listed.headline),
        published: times::machine(story.record.at),
        section: listed.section.clone(),
        topic: listed.topic.clone(),
        articles: listed.articles,
        independent_reports: listed.independent_reports,
        statements: statements(query, story),
        reports: answered.articles.iter().map(|article| report(query, article, setting)).collect(),
    })
}

fn statements(query: &Query, story: &AnsweredStory) -> Vec<StatementResult> {
    let all = story.record.brief.statements();
    let cited = story.record.brief.cited();
    let said = |judged: &Judged| StatementResult {
        said: marked(query, judged.statement.text()),
        verdict: judged.verdict().word(),
        evidence: judged
            .statement
            .evidence()
            .iter()
            .map(|evidence| {
                let place = cited.iter().position(|article| **article == evidence.article);
                evidence_result(evidence, place.map_or(0, |place| place + 1))
            })
            .collect(),
    };
    story.statements.iter().filter_map(|place| all.get(*place)).map(|(_, it)| said(it)).collect()
}

fn evidence_result(evidence: &Evidence, citation: usize) -> EvidenceResult {
    EvidenceResult {
        article: evidence.article.0.clone(),
        citation,
        part: match evidence.part {
            Part::Title => "title",
            Part::Text => "text",
        },
        span: [evidence.start, evidence.end],
        quote: evidence.quote.clone(),
    }
}

fn report(query: &Query, article: &Article, setting: &Setting<'_>) -> ReportResult {
    let found = excerpt(query, &article.text, EXCERPT);
    ReportResult {
        article: article.id.0.clone(),
        outlet: setting.outlet_name(&article.outlet.0),
        url: article.url.clone(),
        title: marked(query, &article.title),
        published: times::machine(article.reported()),
        language: article.language.clone(),
        excerpt: Marked { marks: spans(&found.marks), text: found.text },
    }
}

fn marked(query: &Query, text: &str) -> Marked {
    Marked { text: text.to_owned(), marks: spans(&marks(query, text)) }
}

fn spans(marks: &[Range<usize>]) -> Vec<[usize; 2]> {
    marks.iter().map(|mark| [mark.start, mark.end]).collect()
}
