//! The API: what the site shows, as JSON, for other programs (`/api/v1`).
//!
//! It must never tell what the site does not show: what waits at the desk, what was withheld or withdrawn, a source's
//! whole text. A handler reads with `reading` and `finding`, as pages do, and `telling` puts what was found into the
//! forms of `shape`, from which `document` makes the OpenAPI description. Nothing is told that is not described: a
//! test reads every answer against it.

mod asked;
mod claims;
mod corrections;
mod cursor;
mod document;
mod events;
mod fronts;
pub(crate) mod limits;
mod lines;
mod problem;
pub(crate) mod rim;
mod search;
mod shape;
mod sources;
mod stories;
mod subjects;
mod telling;

pub(crate) use asked::Named;
pub(crate) use events::{Place, answer};
pub use events::{Streams, webhook};
pub use lines::{export_head, export_story};

use crate::answer::{Document, Kind};
use crate::setting::{Form, Setting};
use crate::{PageError, Site};
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::routing::{any, get};
use limits::Limits;
use problem::{Answer, Problem};
use serde::Serialize;
use std::sync::Arc;
use telling::Teller;

/// Where the API stands.
pub(crate) const ROOT: &str = "/api/v1";

/// How much the API gives to whom.
#[derive(Clone, Debug)]
pub struct Api {
    /// Requests of one client in a minute.
    pub requests_per_minute: u32,
    /// Proxies of ours that a request passes, each of which writes into `X-Forwarded-For` from whom it has it.
    pub proxies: u32,
    /// The connections on which programs follow what happens.
    pub streams: Streams,
}

impl Default for Api {
    fn default() -> Api {
        Api { requests_per_minute: 300, proxies: 0, streams: Streams::new(100) }
    }
}

/// Every address of the API.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    let limits = Arc::new(Limits::default());
    let site = site.clone();
    let rim =
        move |request: Request, next: Next| rim::rim(site.clone(), limits.clone(), request, next);
    let all = Router::new()
        .route(ROOT, get(fronts::index))
        .merge(documents())
        .merge(lists())
        .merge(stories())
        .route(&at("/{*rest}"), any(async || Problem::not_found()))
        .method_not_allowed_fallback(async || not_allowed());
    all.layer(from_fn(rim))
}

fn at(path: &str) -> String {
    format!("{ROOT}{path}")
}

fn documents() -> Router<Site> {
    Router::new()
        .route(&at("/openapi.json"), get(document::openapi))
        .route(&at("/editions"), get(fronts::editions))
        .route(&at("/editions/{edition}"), get(fronts::edition))
        .route(&at("/front-pages"), get(fronts::days))
        .route(&at("/front-pages/{day}"), get(fronts::front_page))
}

fn lists() -> Router<Site> {
    Router::new()
        .route(&at("/sections"), get(subjects::sections))
        .route(&at("/topics"), get(subjects::topics))
        .route(&at("/entities"), get(subjects::entities))
        .route(&at("/outlets"), get(subjects::outlets))
        .route(&at("/outlets/{key}"), get(subjects::outlet))
        .route(&at("/search"), get(search::search))
        .route(&at("/corrections"), get(corrections::corrections))
        .route(&at("/publications"), get(events::publications))
        .route(&at("/events"), get(events::events))
}

fn stories() -> Router<Site> {
    Router::new()
        .route(&at("/stories"), get(stories::stories))
        .route(&at("/stories/{id}"), get(stories::story))
        .route(&at("/stories/{id}/claims"), get(claims::claims))
        .route(&at("/stories/{id}/versions"), get(stories::versions))
        .route(&at("/stories/{id}/versions/{version}"), get(stories::version))
        .route(&at("/articles/{id}"), get(sources::article))
}

fn not_allowed() -> Problem {
    let detail = "The API can be read, not written: only GET, HEAD and OPTIONS are answered.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail)
}

/// An answer in one of the forms of `shape`.
fn json(told: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(told).map_err(PageError::from)?;
    Ok(Document::new(Kind::Json, body))
}

/// Tells in the setting of a request that comes now.
fn tell<T>(site: &Site, tell: impl FnOnce(Teller<'_>) -> T) -> T {
    let setting = Setting::of(site, Form::Served);
    tell(Teller { setting: &setting })
}
