//! What leaves the server: bytes with their headers.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// A page may show our own pictures in our own style, run our own script and search here; nothing else, from
/// nowhere. `connect-src` is for the worker, which asks this server for pages to keep.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; \
     style-src 'self'; img-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    Rss,
    Atom,
    JsonFeed,
    Json,
    /// What went wrong, for programs (RFC 9457).
    Problem,
    Xml,
    Manifest,
    Text,
    Css,
    Script,
    Svg,
    Ico,
    Png,
    Webp,
}

impl Kind {
    fn media_type(&self) -> &'static str {
        match self {
            Kind::Html => "text/html; charset=utf-8",
            Kind::Rss => "application/rss+xml; charset=utf-8",
            Kind::Atom => "application/atom+xml; charset=utf-8",
            Kind::JsonFeed => "application/feed+json; charset=utf-8",
            Kind::Json => "application/json",
            Kind::Problem => "application/problem+json",
            Kind::Xml => "application/xml; charset=utf-8",
            Kind::Manifest => "application/manifest+json",
            Kind::Text => "text/plain; charset=utf-8",
            Kind::Css => "text/css; charset=utf-8",
            Kind::Script => "text/javascript; charset=utf-8",
            Kind::Svg => "image/svg+xml",
            Kind::Ico => "image/vnd.microsoft.icon",
            Kind::Png => "image/png",
            Kind::Webp => "image/webp",
        }
    }
}

/// How long an address keeps meaning the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// It may change at any time: ask again, and get a 304 when it did not.
    Now,
    /// The address names the bytes.
    Forever,
}

/// Something that can be served, or written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    pub kind: Kind,
    pub lasting: Lasting,
    pub body: Vec<u8>,
}

impl Document {
    pub(crate) fn new(kind: Kind, body: impl Into<Vec<u8>>) -> Document {
        Document { kind, lasting: Lasting::Now, body: body.into() }
    }

    pub(crate) fn lasting(kind: Kind, body: impl Into<Vec<u8>>) -> Document {
        Document { lasting: Lasting::Forever, ..Document::new(kind, body) }
    }
}

impl IntoResponse for Document {
    fn into_response(self) -> Response {
        let etag = format!("\"{}\"", news::short_digest(&[&self.body]));
        let caching = match self.lasting {
            Lasting::Now => "no-cache",
            Lasting::Forever => "public, max-age=31536000, immutable",
        };
        let mut response = Response::new(Body::from(self.body));
        let headers = response.headers_mut();
        set(headers, CONTENT_TYPE, self.kind.media_type());
        set(headers, ETAG, &etag);
        set(headers, CACHE_CONTROL, caching);
        response
    }
}

fn set(headers: &mut HeaderMap, name: axum::http::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Answers 304 to a browser that holds these very bytes, and puts the headers on every answer that
/// keep a reader safe and unknown to others.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let wants_gzip = request.method() == Method::GET && accepts_gzip(request.headers());
    let mut response = next.run(request).await;
    if response.status() == StatusCode::OK && is_known(known.as_ref(), response.headers()) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_TYPE);
        response.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
    }
    let mut response = match wants_gzip {
        true => compressed(response).await,
        false => response,
    };
    let headers = response.headers_mut();
    if is_text(headers) {
        set(headers, VARY, "accept-encoding");
    }
    set(headers, CONTENT_SECURITY_POLICY, POLICY);
    set(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, REFERRER_POLICY, "no-referrer");
    response
}

/// Answers shorter than this are sent as they are: they fit one packet either way.
const LEAST_BYTES: usize = 1_000;

/// The end of the `ETag` of a compressed answer, which is another representation of the same (RFC 9110,
/// section 8.8.3.3).
const GZIP_MARK: &str = "-gzip\"";

/// Whether the client takes gzip: named, and not with a quality of 0.
pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let (name, quality) = one.split_once(';').unwrap_or((one, "q=1"));
        let quality = quality.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("gzip") && quality.is_some_and(|quality| quality > 0.0)
    })
}

/// The answer packed, where it is a text long enough to be worth it.
async fn compressed(response: Response) -> Response {
    if response.status() == StatusCode::NOT_MODIFIED || !is_text(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Our own bodies are whole and in memory already.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if bytes.len() < LEAST_BYTES {
        return Response::from_parts(parts, Body::from(bytes));
    }
    // Not the fastest level, which leaves a quarter of the demo's front page (16 of 69 kB; the best a sixth): pages
    // are kept packed (`keeping`), so the cost is paid once for many.
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    match packed.write_all(&bytes).and_then(|()| packed.finish()) {
        Ok(packed) => {
            parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            parts.headers.remove(CONTENT_LENGTH);
            mark(&mut parts.headers);
            Response::from_parts(parts, Body::from(packed))
        }
        Err(_) => Response::from_parts(parts, Body::from(bytes)),
    }
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // A stream has no end that could be waited for.
    let is_whole = !kind.starts_with("text/event-stream");
    is_whole && ["text/", "application/", "image/svg"].iter().any(|start| kind.starts_with(start))
}

fn mark(headers: &mut HeaderMap) {
    let etag = headers.get(ETAG).and_then(|etag| etag.to_str().ok()).map(str::to_owned);
    if let Some(etag) = etag.as_deref().and_then(|etag| etag.strip_suffix('"')) {
        set(headers, ETAG, &format!("{etag}{GZIP_MARK}"));
    }
}

/// Whether `If-None-Match` names the answer's `ETag` (RFC 9110, section 13.1.2: compared weakly).
pub(crate) fn is_known(asked: Option<&HeaderValue>, headers: &HeaderMap) -> bool {
    let Some(asked) = asked.and_then(|value| value.to_str().ok()) else { return false };
    let Some(etag) = headers.get(ETAG).and_then(|value| value.to_str().ok()) else { return false };
    asked.trim() == "*"
        || asked.split(',').any(|one| {
            let one = one.trim();
            let one = one.strip_prefix("W/").unwrap_or(one);
            one == etag || one.strip_suffix(GZIP_MARK) == etag.strip_suffix('"')
        })
}
