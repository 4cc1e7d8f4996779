//! Pages as they were made, for as long as nobody can tell: what many readers ask for is made once a second.

use crate::answer::{accepts_gzip, is_known};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Pages kept at once, packed and as they are counted apart; some 40 MB at most of those of usual length.
const MOST_KEPT: usize = 600;

/// While a page is made anew the one of before is given, unless it is older than this many times as long as pages last.
const MOST_LATE: u32 = 3;

/// What of a page tells it from others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    path: String,
    packed: bool,
}

/// An answer as it left.
#[derive(Clone, Debug)]
struct Kept {
    at: Instant,
    headers: HeaderMap,
    body: Bytes,
}

/// The place of one page. Whoever makes it anew holds `making`.
#[derive(Debug, Default)]
struct Place {
    kept: Mutex<Option<Kept>>,
    making: tokio::sync::Mutex<()>,
}

/// The pages that are kept.
#[derive(Clone, Debug)]
pub(crate) struct Keeper {
    lasting: Duration,
    places: Arc<Mutex<HashMap<Key, Arc<Place>>>>,
}

impl Keeper {
    /// Keeps pages for this long.
    pub(crate) fn new(lasting: Duration) -> Keeper {
        Keeper { lasting, places: Arc::default() }
    }

    fn place(&self, key: &Key) -> Arc<Place> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = places.get(key) {
            return place.clone();
        }
        if places.len() >= MOST_KEPT {
            places.retain(|_, place| place.younger_than(self.lasting).is_some());
        }
        let place = Arc::new(Place::default());
        if places.len() < MOST_KEPT {
            places.insert(key.clone(), place.clone());
        }
        place
    }

    fn forget(&self, key: &Key) {
        self.places.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

impl Place {
    fn younger_than(&self, age: Duration) -> Option<Kept> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|kept| kept.at.elapsed() < age).cloned()
    }
}

/// Gives a page as it was made a moment ago, or has it made and keeps it.
pub(crate) async fn keep(
    State(keeper): State<Keeper>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(key) = key(&request).filter(|_| !keeper.lasting.is_zero()) else {
        return next.run(request).await;
    };
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let place = keeper.place(&key);
    if let Some(kept) = place.younger_than(keeper.lasting) {
        return answer(&kept, known.as_ref());
    }
    let _making = match place.making.try_lock() {
        Ok(making) => making,
        Err(_) => {
            if let Some(kept) = place.younger_than(keeper.lasting * MOST_LATE) {
                return answer(&kept, known.as_ref());
            }
            place.making.lock().await
        }
    };
    if let Some(kept) = place.younger_than(keeper.lasting) {
        return answer(&kept, known.as_ref());
    }
    request.headers_mut().remove(IF_NONE_MATCH);
    let at = Instant::now();
    let (parts, body) = next.run(request).await.into_parts();
    if parts.status != StatusCode::OK {
        // Gone, moved or broken: nobody is given what was there before.
        keeper.forget(&key);
        return Response::from_parts(parts, body);
    }
    // Our own bodies are whole and in memory already.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let kept = Kept { at, headers: parts.headers, body };
    *place.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept.clone());
    answer(&kept, known.as_ref())
}

fn answer(kept: &Kept, known: Option<&HeaderValue>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.headers_mut() = kept.headers.clone();
    if is_known(known, &kept.headers) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(CONTENT_TYPE);
        response.headers_mut().remove(CONTENT_LENGTH);
    } else {
        *response.body_mut() = Body::from(kept.body.clone());
    }
    response
}

/// The pages that many ask for and that are made from the database; with a query each is another one.
fn key(request: &Request) -> Option<Key> {
    let uri = request.uri();
    let path = uri.path();
    let part = path.get(1..)?.split('/').next()?;
    let is_kept = matches!(
        part,
        "" | "story"
            | "day"
            | "section"
            | "topic"
            | "entity"
            | "outlet"
            | "topics"
            | "archive"
            | "about"
            | "corrections"
            | "feed.xml"
            | "atom.xml"
            | "feed.json"
            | "assets"
    );
    if request.method() != Method::GET || uri.query().is_some() || !is_kept {
        return None;
    }
    let packed = accepts_gzip(request.headers());
    Some(Key { path: path.to_owned(), packed })
}
