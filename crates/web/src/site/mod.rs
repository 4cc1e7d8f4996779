//! The reader's pages, and the routes to them.

mod about;
mod archive;
mod changes;
mod chart;
mod corrections;
pub(crate) mod front;
mod linked_data;
mod matrix;
pub(crate) mod message;
mod regrouped;
pub(crate) mod search;
mod settings;
pub(crate) mod sources;
pub(crate) mod story;
pub(crate) mod subject;
pub(crate) mod telling;
mod told_anew;
mod topics;
mod tree;
mod versions;

#[cfg(test)]
mod tests;

use crate::answer::{Document, Kind, guard};
use crate::finding::{self, Around};
use crate::keeping::{Keeper, keep};
use crate::reading::{self, FrontFacts, StoryFacts};
use crate::setting::{Form, Setting};
use crate::{PageError, Site, api, assets, cards, feeds, kite, links, mail, maps, searching};
use askama::Template;
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use jiff::civil::Date;
use news::{Subject, SubjectKind};
use store::TallyOf;

type Answer = Result<Document, PageError>;

/// Every address of the site.
pub(crate) fn routes(site: Site) -> Router {
    subject_routes()
        .merge(api::routes(&site))
        .merge(kite::routes(&site))
        .merge(mail::routes(&site))
        .merge(cards::routes())
        .route("/", get(async |site: State<Site>| front(&site, None, Form::Served).await))
        .route("/day/{day}", get(day_page))
        .route("/archive", get(async |site: State<Site>| archive(&site, Form::Served).await))
        .route("/about", get(async |site: State<Site>| about(&site, Form::Served).await))
        .route(
            "/corrections",
            get(async |site: State<Site>| corrections(&site, Form::Served).await),
        )
        .route("/story/{name}", get(story_page))
        .route("/story/{name}/versions", get(versions_asked))
        .route("/story/{name}/versions/{pair}", get(versions_page))
        .route("/search", get(search_page))
        .route("/search/{feed}", get(search_feed))
        .route("/media/{name}", get(media_file))
        .route("/feed.xml", get(async |site: State<Site>| feeds::rss(&site).await))
        .route("/atom.xml", get(async |site: State<Site>| feeds::atom(&site).await))
        .route("/feed.json", get(async |site: State<Site>| feeds::json(&site).await))
        .route("/sitemap.xml", get(async |site: State<Site>| maps::sitemap(&site).await))
        .route("/sitemap/{part}", get(sitemap_part))
        .route("/news-sitemap.xml", get(async |site: State<Site>| maps::news(&site).await))
        .route("/settings", get(async |site: State<Site>| settings(&site, Form::Served)))
        .route(assets::OFFLINE_ADDRESS, get(async |site: State<Site>| offline(&site)))
        .route(assets::WORKER_ADDRESS, get(async || assets::worker()))
        .route("/manifest.webmanifest", get(async |site: State<Site>| maps::manifest(&site)))
        .route("/robots.txt", get(async |site: State<Site>| robots(&site)))
        .route("/favicon.svg", get(async || favicon()))
        .route("/favicon.ico", get(async || favicon_ico()))
        .route("/assets/{name}", get(asset_file))
        .route("/healthz", get(health))
        .fallback(async || PageError::NotFound)
        .method_not_allowed_fallback(async || StatusCode::METHOD_NOT_ALLOWED)
        .layer(from_fn_with_state(site.clone(), message::dress))
        .layer(from_fn(guard))
        .layer(from_fn_with_state(Keeper::new(site.pages_last), keep))
        .with_state(site)
}

async fn sitemap_part(State(site): State<Site>, Path(part): Path<String>) -> Answer {
    maps::part(&site, &part).await
}

/// The pages and feeds of everything that stories are found under.
fn subject_routes() -> Router<Site> {
    let topics = get(async |site: State<Site>| topics(&site, Form::Served).await);
    SubjectKind::ALL.into_iter().fold(Router::new().route("/topics", topics), |router, kind| {
        let word = kind.word();
        let of = move |key| Subject { kind, key };
        let page = async move |State(site): State<Site>, Path(key): Path<String>| {
            subject(&site, &of(key), Form::Served).await
        };
        let feed = async move |State(site): State<Site>,
                               Path((key, name)): Path<(String, String)>| {
            feeds::of_subject(&site, &of(key), &name).await
        };
        router
            .route(&format!("/{word}/{{key}}"), get(page))
            .route(&format!("/{word}/{{key}}/{{feed}}"), get(feed))
    })
}

/// The page of what stories are found under.
pub(crate) async fn subject(site: &Site, subject: &Subject, form: Form) -> Answer {
    let facts = finding::subject(site, subject).await?;
    html(&subject::SubjectPage::new(&facts, &Setting::of(site, form)))
}

/// The list of all of them.
pub(crate) async fn topics(site: &Site, form: Form) -> Answer {
    let index = finding::index(&site.store).await?;
    html(&topics::TopicsPage::new(&index, &Setting::of(site, form)))
}

/// The front page, today's or that of a day.
pub(crate) async fn front(site: &Site, day: Option<Date>, form: Form) -> Answer {
    let setting = Setting::of(site, form);
    match (reading::front(site, day).await?, day) {
        (Some(facts), _) => html(&front::FrontPage::new(&facts, day, &setting)),
        (None, None) => html(&message::no_front_page(&setting)),
        (None, Some(_)) => Err(PageError::NotFound),
    }
}

async fn day_page(State(site): State<Site>, Path(day): Path<String>) -> Answer {
    let day = day.parse().map_err(|_| PageError::NotFound)?;
    front(&site, Some(day), Form::Served).await
}

/// The list of days.
pub(crate) async fn archive(site: &Site, form: Form) -> Answer {
    let days = site.store.stories.days().await?;
    html(&archive::ArchivePage::new(&days, &Setting::of(site, form)))
}

/// What was corrected.
pub(crate) async fn corrections(site: &Site, form: Form) -> Answer {
    let found = finding::corrections(&site.store).await?;
    html(&corrections::CorrectionsPage::new(&found, &Setting::of(site, form)))
}

/// How the site decides, with what it counts.
pub(crate) async fn about(site: &Site, form: Form) -> Answer {
    let counts = site.store.articles.counts().await?;
    let published = site.store.briefs.all_published().await?;
    let withdrawn = site.store.briefs.withdrawn(u32::MAX >> 1).await?.len() as u64;
    let tallies = site.store.briefs.tallies(TallyOf::Published).await?;
    let setting = Setting::of(site, form);
    html(&about::AboutPage::new(&counts, &published, &tallies, withdrawn, &setting))
}

/// A story's page, with today's other top stories.
pub(crate) fn story(
    site: &Site,
    facts: &StoryFacts,
    around: &Around,
    today: Option<&FrontFacts>,
    form: Form,
) -> Answer {
    let top = front::top_stories(today, &facts.story.id);
    html(&story::StoryPage::new(facts, around, top, &Setting::of(site, form)))
}

async fn story_page(
    State(site): State<Site>,
    Path(name): Path<String>,
) -> Result<Response, PageError> {
    let facts = reading::story(&site, &links::story_id(&name)).await?;
    let address = facts.told.address();
    if address != format!("/story/{name}") {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let around = finding::around(&site.store, &facts.story.id).await?;
    let today = reading::front(&site, None).await?;
    Ok(story(&site, &facts, &around, today.as_ref(), Form::Served)?.into_response())
}

/// Two versions of a story beside each other; `pair` is `2-3`.
pub(crate) async fn versions(site: &Site, name: &str, pair: &str, form: Form) -> Answer {
    let numbers = pair.split_once('-').and_then(|(from, to)| {
        let (from, to): (u32, u32) = (from.parse().ok()?, to.parse().ok()?);
        (from < to && format!("{from}-{to}") == pair).then_some((from, to))
    });
    let (from, to) = numbers.ok_or(PageError::NotFound)?;
    let versions = reading::versions(site, &links::story_id(name), from, to).await?;
    html(&versions::VersionsPage::new(&versions, &Setting::of(site, form)))
}

async fn versions_page(
    State(site): State<Site>,
    Path((name, pair)): Path<(String, String)>,
) -> Answer {
    versions(&site, &name, &pair, Form::Served).await
}

/// Two versions as a form asks for them, in either order.
#[derive(serde::Deserialize)]
struct Pair {
    from: u32,
    to: u32,
}

async fn versions_asked(
    Path(name): Path<String>,
    pair: Result<Query<Pair>, QueryRejection>,
) -> Result<Redirect, PageError> {
    let Query(Pair { from, to }) = pair.map_err(|_| PageError::NotFound)?;
    let story = format!("/story/{}", links::encoded(&name).replace("%2D", "-"));
    let address = match from == to {
        true => story,
        false => versions::address(&story, from.min(to), from.max(to)),
    };
    Ok(Redirect::to(&address))
}

async fn search_page(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    let typed = search::Typed::of(query.as_deref());
    let ask = typed.ask();
    let query = ask.query.clone();
    let answer = searching::search(&site, ask).await?;
    html(&search::SearchPage::new(&typed, &query, &answer, &Setting::of(&site, Form::Served)))
}

async fn search_feed(
    State(site): State<Site>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    feeds::of_search(&site, &search::Typed::of(query.as_deref()), &name).await
}

async fn media_file(State(site): State<Site>, Path(name): Path<String>) -> Answer {
    media(&site, &name).await
}

/// A copy of a picture by the picture's key and the copy's width, as `KEY-640.webp`. The key alone, with any ending,
/// stood for the picture as it came, in feeds of before there were copies: its widest copy answers.
pub(crate) async fn media(site: &Site, name: &str) -> Answer {
    let bare = name.split_once('.').map_or(name, |(bare, _)| bare);
    let (object, width) = match bare.split_once('-') {
        Some((object, width)) => {
            (object, Some(width.parse::<u32>().map_err(|_| PageError::NotFound)?))
        }
        None => (bare, None),
    };
    // Nothing but a key may be looked for.
    if object.len() != 64 || !object.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(PageError::NotFound);
    }
    let image = site.store.media.by_object(object).await?.ok_or(PageError::NotFound)?;
    let copy = match width {
        Some(width) => image.copies.into_iter().find(|copy| copy.width == width),
        None => image.copies.into_iter().next_back(),
    };
    let copy = copy.ok_or(PageError::NotFound)?;
    let objects = site.store.objects.clone();
    let bytes = tokio::task::spawn_blocking(move || objects.get(&copy.object)).await??;
    let bytes = bytes.ok_or(PageError::NotFound)?;
    let document = match width {
        Some(_) => Document::lasting(Kind::Webp, bytes),
        None => Document::new(Kind::Webp, bytes),
    };
    Ok(document)
}

async fn asset_file(Path(name): Path<String>) -> Answer {
    assets::asset(&format!("/assets/{name}")).ok_or(PageError::NotFound)
}

/// What readers set for themselves.
pub(crate) fn settings(site: &Site, form: Form) -> Answer {
    html(&settings::SettingsPage::new(&Setting::of(site, form)))
}

/// The site's mark.
pub(crate) fn favicon() -> Document {
    Document::new(Kind::Svg, assets::FAVICON)
}

/// The site's mark for old browsers and feed readers.
pub(crate) fn favicon_ico() -> Document {
    Document::new(Kind::Ico, assets::FAVICON_ICO)
}

/// What crawlers may read: all of it, but not endless searches, and not the same once more as JSON.
pub(crate) fn robots(site: &Site) -> Document {
    let base = site.look.base_url.trim_end_matches('/');
    let maps = ["sitemap.xml", "news-sitemap.xml"].map(|map| format!("Sitemap: {base}/{map}\n"));
    let rules = format!("User-agent: *\nDisallow: /search\nDisallow: /api/\n\n{}", maps.concat());
    Document::new(Kind::Text, rules)
}

/// The front page before there is one.
pub(crate) fn no_front_page(site: &Site, form: Form) -> Answer {
    html(&message::no_front_page(&Setting::of(site, form)))
}

/// The page that sends readers on where no server can: to the story at the address `into`, by the link `to`.
pub(crate) fn merged(site: &Site, into: &str, to: &str, form: Form) -> Answer {
    html(&message::merged(into, to, &Setting::of(site, form)))
}

/// What a browser shows that has kept no other page and cannot reach the site.
fn offline(site: &Site) -> Answer {
    html(&message::offline(&Setting::of(site, Form::Served)))
}

/// The page for what is not there, for file servers that look for `404.html`.
pub(crate) fn not_found(site: &Site, form: Form) -> Answer {
    let setting = Setting::of(site, form);
    html(&message::failed(StatusCode::NOT_FOUND, &PageError::NotFound.to_string(), &setting))
}

/// Whether the database answers; with counts for those who ask for JSON.
async fn health(State(site): State<Site>, headers: HeaderMap) -> Response {
    let counts = match site.store.articles.counts().await {
        Ok(counts) => counts,
        Err(error) => {
            tracing::error!(error = ?error, "the database does not answer");
            return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
                .into_response();
        }
    };
    let wants = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if !wants.is_some_and(|accept| accept.contains("application/json")) {
        return ([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response();
    }
    let body = serde_json::json!({
        "status": "ok",
        "articles": counts.articles,
        "versions": counts.versions,
        "dropped": counts.dropped,
        "stories": counts.stories,
        "published": counts.published,
    });
    let kind = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (kind, body.to_string()).into_response()
}

/// A page as a document.
pub(crate) fn html(page: &impl Template) -> Answer {
    Ok(Document::new(Kind::Html, page.render()?))
}
