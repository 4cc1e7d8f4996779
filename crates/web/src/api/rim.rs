//! What every answer of the API has in common: any page may read it, nobody too often, and only as JSON.

use super::limits::{Left, Limits, WINDOW, client};
use super::problem::{Problem, Refusal, set};
use crate::Site;
use axum::extract::{ConnectInfo, Request};
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

const RATE: HeaderName = HeaderName::from_static("ratelimit");
const RATE_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Answers questions of browsers beforehand, counts the rest, refuses what wants another form, and lets any page read
/// what comes of it.
pub(crate) async fn rim(site: Site, limits: Arc<Limits>, request: Request, next: Next) -> Response {
    if request.method() == Method::OPTIONS {
        return open_to_all(preflight());
    }
    let most = site.api.requests_per_minute;
    let left = limits.count(asking(&site, &request), most, Instant::now());
    let mut response = match (left.is_within, takes_json(request.headers())) {
        (false, _) => too_many(most, left),
        (true, false) => not_as_asked(),
        (true, true) => next.run(request).await,
    };
    let seconds = WINDOW.as_secs();
    set(&mut response, RATE_POLICY, &format!("\"minute\";q={most};w={seconds}"));
    let (requests, seconds) = (left.requests, left.seconds);
    set(&mut response, RATE, &format!("\"minute\";r={requests};t={seconds}"));
    open_to_all(response)
}

/// Who asks.
pub(crate) fn asking(site: &Site, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // Without a socket there is one client: a test, or a program that hands requests over itself.
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    client(peer, request.headers(), site.api.proxies)
}

pub(crate) fn too_many(most: u32, left: Left) -> Response {
    let detail = format!("Only {most} requests a minute are answered. Ask again when it is over.");
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, detail);
    Refusal::Later(problem, left.seconds).into_response()
}

fn not_as_asked() -> Response {
    let detail = "There is only JSON here (events as text/event-stream), which the Accept header leaves out.";
    let mut problem = Problem::new(StatusCode::NOT_ACCEPTABLE, detail);
    problem.parameter = Some("Accept".to_owned());
    problem.into_response()
}

/// Whether the client takes what we have. One that does not say takes all.
fn takes_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::ACCEPT).iter().peekable();
    if values.peek().is_none() {
        return true;
    }
    let values = values.filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused = parts.any(|part| {
            part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0))
        });
        let known = matches!(
            kind.as_str(),
            "" | "*/*"
                | "application/*"
                | "application/json"
                | "application/problem+json"
                | "text/*"
                | "text/event-stream"
        );
        known && !refused
    })
}

fn preflight() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    set(&mut response, header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS");
    let allowed = "accept, if-none-match, last-event-id";
    set(&mut response, header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    set(&mut response, header::ACCESS_CONTROL_MAX_AGE, "86400");
    set(&mut response, header::ALLOW, "GET, HEAD, OPTIONS");
    response
}

/// Any page may read it; no cookies are ever looked at, so none are asked for.
fn open_to_all(mut response: Response) -> Response {
    set(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    let shown = "etag, link, location, retry-after, ratelimit, ratelimit-policy";
    set(&mut response, header::ACCESS_CONTROL_EXPOSE_HEADERS, shown);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_that_take_no_json_are_told() {
        for (accept, expected) in [
            ("application/json", true),
            ("text/html, */*;q=0.1", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/problem+json", true),
            ("text/event-stream", true),
            ("text/html", false),
            ("application/xml, image/*", false),
            ("application/json;q=0", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().expect("a header"));
            assert_eq!(takes_json(&headers), expected, "{accept}");
        }
        assert!(takes_json(&HeaderMap::new()));
    }
}
