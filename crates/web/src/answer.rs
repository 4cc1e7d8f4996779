//! What leaves the server: bytes with their headers.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// A page may show our own pictures in our own style and search here; nothing else, from nowhere.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    Rss,
    Atom,
    JsonFeed,
    Xml,
    Text,
    Css,
    Svg,
    Ico,
    /// A picture, by its media type.
    Picture(String),
}

impl Kind {
    fn media_type(&self) -> &str {
        match self {
            Kind::Html => "text/html; charset=utf-8",
            Kind::Rss => "application/rss+xml; charset=utf-8",
            Kind::Atom => "application/atom+xml; charset=utf-8",
            Kind::JsonFeed => "application/feed+json; charset=utf-8",
            Kind::Xml => "application/xml; charset=utf-8",
            Kind::Text => "text/plain; charset=utf-8",
            Kind::Css => "text/css; charset=utf-8",
            Kind::Svg => "image/svg+xml",
            Kind::Ico => "image/vnd.microsoft.icon",
            Kind::Picture(media_type) => media_type,
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
    let mut response = next.run(request).await;
    if response.status() == StatusCode::OK && is_known(known.as_ref(), response.headers()) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_TYPE);
        response.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
    }
    let headers = response.headers_mut();
    set(headers, CONTENT_SECURITY_POLICY, POLICY);
    set(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, REFERRER_POLICY, "no-referrer");
    response
}

/// Whether `If-None-Match` names the answer's `ETag` (RFC 9110, section 13.1.2: compared weakly).
fn is_known(asked: Option<&HeaderValue>, headers: &HeaderMap) -> bool {
    let Some(asked) = asked.and_then(|value| value.to_str().ok()) else { return false };
    let Some(etag) = headers.get(ETAG).and_then(|value| value.to_str().ok()) else { return false };
    asked.trim() == "*"
        || asked.split(',').any(|one| {
            let one = one.trim();
            one.strip_prefix("W/").unwrap_or(one) == etag
        })
}
