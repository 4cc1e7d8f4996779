//! The contract of Kagi News' public front-end, so that it runs on this site: editions as batches, the front page as a
//! category, stories with citations by domain.
//!
//! It must never fetch anything for a reader, and never answer under `/api` with a page. The contract is narrower than
//! what we know (no spans, no verdicts, no reviewer, fixed sections): the API proper (`api`) loses nothing. What stands in
//! `story` is pure; handlers read with `reading`.

mod batches;
mod ids;
mod media;
mod search;
mod shape;
mod share;
mod story;
mod wording;

use crate::answer::{Document, Kind};
use crate::api::limits::Limits;
use crate::error::PageError;
use crate::{Site, feeds};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;

/// Where Kagi News' front-end finds the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kite {
    /// The id of the one category: a browser that comes for the first time shows `tech` and a few others, no more.
    pub category: String,
    /// What readers are shown for it.
    pub category_name: String,
    /// Where the front-end stands, absolute, without a slash at the end; for short addresses.
    pub base_url: String,
}

/// Why there is no answer: `{"error": …, "message": …}`, both the same, since the client reads now one, now the other.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    why: String,
}

type Answer = Result<Document, Refused>;

impl Refused {
    fn new(status: StatusCode, why: impl Into<String>) -> Refused {
        Refused { status, why: why.into() }
    }

    fn not_found(why: &str) -> Refused {
        Refused::new(StatusCode::NOT_FOUND, why)
    }

    fn bad(why: impl Into<String>) -> Refused {
        Refused::new(StatusCode::BAD_REQUEST, why)
    }
}

impl<E: Into<PageError>> From<E> for Refused {
    fn from(error: E) -> Refused {
        let error = error.into();
        Refused::new(error.status(), error.to_string())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.why, "message": self.why }).to_string();
        let mut response = (self.status, Document::new(Kind::Json, body)).into_response();
        response.headers_mut().remove(axum::http::header::ETAG);
        response
    }
}

/// The site with the setting by which these handlers are there at all.
#[derive(Clone)]
pub(crate) struct Served {
    site: Site,
    kite: Kite,
    reports: Arc<Limits>,
}

/// Every address of the contract; of a site on which it is switched off only that there is nothing under `/api`.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    let nothing = Router::new()
        .route("/api", any(async || nothing_here()))
        .route("/api/", any(async || nothing_here()))
        .route("/api/{*rest}", any(async || nothing_here()));
    let Some(kite) = site.kite.clone() else { return nothing };
    let feeds = feed_routes(site, &kite);
    let served = Served { site: site.clone(), kite, reports: Arc::new(Limits::default()) };
    let all = Router::new()
        .merge(batch_routes())
        .merge(other_routes())
        .method_not_allowed_fallback(async || {
            Refused::new(StatusCode::METHOD_NOT_ALLOWED, "This method is not answered here.")
        })
        .with_state(served);
    nothing.merge(all).merge(feeds)
}

fn batch_routes() -> Router<Served> {
    Router::new()
        .route("/api/batches", get(batches::between))
        .route("/api/batches/{id}", get(batches::batch))
        .route("/api/batches/{id}/categories", get(batches::categories))
        .route("/api/batches/{id}/categories/{category}/stories", get(batches::stories))
        .route("/api/batches/{id}/languages", get(batches::languages))
        .route("/api/categories/metadata", get(batches::metadata))
        .route("/api/sse/batches", get(batches::events))
}

fn other_routes() -> Router<Served> {
    Router::new()
        .route("/api/media", get(media::all))
        .route("/api/media/{host}", get(media::one))
        .route("/api/favicon-proxy", get(media::icon))
        .route("/api/image-proxy", get(media::ours_by_address))
        .route("/api/images/{name}", get(media::ours))
        .route("/api/search", get(search::search))
        .route("/api/shorten", post(share::shorten))
        .route("/api/short/{code}", get(share::long))
        .route("/s/{code}", get(share::lead_on))
        .route("/api/reports", post(share::report))
}

/// The category's feed, also by the names that it has in a language.
fn feed_routes(site: &Site, kite: &Kite) -> Router<Site> {
    let language = &site.look.language;
    let names = ["", "_default", "_source"].map(str::to_owned).into_iter();
    let names = names.chain([format!("_{language}")]);
    names.fold(Router::new(), |router, ending| {
        let feed = get(async |site: State<Site>| feeds::rss(&site).await);
        router.route(&format!("/{}{ending}.xml", kite.category), feed)
    })
}

fn nothing_here() -> Refused {
    Refused::not_found("Nothing stands at this address.")
}

fn json(told: &impl Serialize) -> Answer {
    Ok(Document::new(Kind::Json, serde_json::to_vec(told)?))
}

/// The first value of a parameter.
fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// Who asks, for what is counted.
fn asking(site: &Site, request: &Request) -> std::net::IpAddr {
    crate::api::rim::asking(site, request)
}
