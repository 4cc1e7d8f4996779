//! What happens before readers, for programs that follow it: as a list, and as it happens (server-sent events).

use super::asked::Asked;
use super::problem::{Answer, Problem, Refusal, set};
use super::shape;
use super::{json, tell};
use crate::{PageError, Site};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use store::{BriefState, Publication};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// How often a stream looks for what is new: one cheap query.
const LOOK: Duration = Duration::from_secs(2);
/// A comment is sent after this much silence, so that nothing between us and the reader takes the connection for dead.
const SILENCE: Duration = Duration::from_secs(15);
/// How soon a client that lost its connection should come back.
const COME_BACK: Duration = Duration::from_secs(3);
/// Events sent in one go.
const HANDFUL: u32 = 100;

/// The connections on which programs follow what happens.
#[derive(Clone, Debug)]
pub struct Streams {
    places: Arc<Semaphore>,
    most: usize,
    closed: watch::Sender<bool>,
}

impl Streams {
    /// So many at once.
    pub fn new(most: usize) -> Streams {
        let (closed, _) = watch::channel(false);
        Streams { places: Arc::new(Semaphore::new(most)), most, closed }
    }

    /// Ends all of them: a server that is to end waits for its connections.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    /// A place among them, or that there is none.
    pub(crate) fn enter(&self) -> Result<Place, Refusal> {
        let closed = self.closed.subscribe();
        match self.places.clone().try_acquire_owned() {
            Ok(permit) => Ok(Place { closed, _permit: permit }),
            Err(_) => {
                let detail = format!("{} programs follow already; more are not served.", self.most);
                let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail);
                Err(Refusal::Later(problem, 60))
            }
        }
    }
}

/// A connection's place, given back when it ends.
#[derive(Debug)]
pub(crate) struct Place {
    closed: watch::Receiver<bool>,
    _permit: OwnedSemaphorePermit,
}

impl Place {
    /// Waits for the next look. False when the stream is to end.
    pub(crate) async fn wait(&mut self) -> bool {
        let closed = tokio::time::timeout(LOOK, self.closed.wait_for(|closed| *closed)).await;
        closed.is_err()
    }

    pub(crate) fn is_open(&self) -> bool {
        !*self.closed.borrow()
    }
}

/// A stream of events with all that keeps it alive.
pub(crate) fn answer(
    events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static,
) -> Response {
    let mut response =
        Sse::new(events).keep_alive(KeepAlive::new().interval(SILENCE)).into_response();
    // For proxies (nginx) that would else wait for more before they pass anything on.
    set(&mut response, HeaderName::from_static("x-accel-buffering"), "no");
    response
}

/// What happened before readers, oldest first: stories that came out, further versions, approvals, withdrawals. Ask with
/// `after` for what came behind the last number that is known; nothing is ever put in between.
#[utoipa::path(get, path = "/api/v1/publications", tag = "events",
    params(super::document::After, super::document::Limited),
    responses((status = 200, description = "What happened", body = shape::PublicationList)))]
pub(crate) async fn publications(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    let asked = Asked::read(query.as_deref(), &["after", "limit"])?;
    let (after, limit) = (after(&asked)?.unwrap_or(0), asked.limit()?);
    let found = site.store.publications.publications(after, limit).await?;
    let mut items = Vec::new();
    for one in &found {
        items.push(told(&site, one).await?);
    }
    let next = tell(&site, |teller| {
        let last = found.last()?.number;
        Some(teller.api(&format!("/publications?after={last}&limit={limit}")))
    });
    json(&shape::PublicationList { items, next })
}

fn after(asked: &Asked) -> Result<Option<u64>, Problem> {
    let Some(text) = asked.text("after") else { return Ok(None) };
    number(text).map(Some).ok_or_else(|| {
        Problem::parameter("after", "It must be the number of an event, a whole number from 0.")
    })
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number| i64::try_from(*number).is_ok())
}

/// The same as it happens, as server-sent events (`text/event-stream`): `event` is the kind, `id` the number, `data` one
/// object as in the list. Without `after` or `Last-Event-ID` the stream begins now; with one of them behind that number,
/// so that a client that lost its connection misses nothing.
#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    params(super::document::After,
        ("Last-Event-ID" = Option<String>, Header, description = "The number of the last event that arrived; counts before `after`")),
    responses(
        (status = 200, description = "Events, until either side ends", body = String, content_type = "text/event-stream"),
        (status = 503, description = "Too many programs follow already",
            body = super::problem::Problem, content_type = "application/problem+json")))]
pub(crate) async fn events(
    State(site): State<Site>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let asked = Asked::read(query.as_deref(), &["after"])?;
    let start = match last_seen(&headers)?.or(after(&asked)?) {
        Some(number) => number,
        None => site.store.publications.last_publication().await?,
    };
    let place = site.api.streams.enter()?;
    let follower = Follower { site, place, last: start, waiting: Vec::new(), is_new: true };
    Ok(answer(stream::unfold(follower, Follower::next)))
}

fn last_seen(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get("last-event-id") else { return Ok(None) };
    let seen = value.to_str().ok().and_then(number);
    seen.map(Some).ok_or_else(|| {
        Problem::parameter("Last-Event-ID", "It must be the id of an event of this stream.")
    })
}

/// Somebody who follows what happens.
struct Follower {
    site: Site,
    place: Place,
    /// The number of the last event that was sent or waits to be.
    last: u64,
    /// Events to be sent, the next one last.
    waiting: Vec<Publication>,
    is_new: bool,
}

impl Follower {
    /// The next event, when there is one; the stream ends with the server, or when the database fails: the client comes
    /// back and goes on from its last event.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Follower)> {
        if std::mem::take(&mut self.is_new) {
            let hello = Event::default().retry(COME_BACK).comment("the stream begins");
            return Some((Ok(hello), self));
        }
        while self.waiting.is_empty() {
            if !self.place.is_open() {
                return None;
            }
            let publications = &self.site.store.publications;
            self.waiting = seen(publications.publications(self.last, HANDFUL).await)?;
            self.waiting.reverse();
            if let Some(newest) = self.waiting.first() {
                self.last = newest.number;
            } else if !self.place.wait().await {
                return None;
            }
        }
        let one = self.waiting.pop()?;
        let told = seen(told(&self.site, &one).await)?;
        let data = serde_json::to_string(&told).ok()?;
        let event = Event::default().event(one.kind.word()).id(one.number.to_string()).data(data);
        Some((Ok(event), self))
    }
}

/// What was read, or nothing and a word in the log.
fn seen<T, E: std::fmt::Debug>(read: Result<T, E>) -> Option<T> {
    read.inspect_err(|error| tracing::error!(error = ?error, "could not follow what happens")).ok()
}

async fn told(site: &Site, one: &Publication) -> Result<shape::Publication, PageError> {
    let record = site.store.briefs.version(&one.story, one.version).await?;
    let out = record.filter(|record| matches!(record.state, BriefState::Published(_)));
    let headline = out.map(|record| record.brief.headline.statement.text().to_owned());
    Ok(tell(site, |teller| teller.publication(one, headline)))
}

/// What a webhook is told of a publication: its type, when, and one object as in the list of publications.
pub async fn webhook(site: &Site, one: &Publication) -> Result<String, PageError> {
    #[derive(serde::Serialize)]
    struct Message {
        #[serde(rename = "type")]
        kind: String,
        timestamp: shape::Moment,
        data: shape::Publication,
    }
    let kind = format!("story.{}", one.kind.word());
    let message = Message { kind, timestamp: one.at.into(), data: told(site, one).await? };
    Ok(serde_json::to_string(&message)?)
}
