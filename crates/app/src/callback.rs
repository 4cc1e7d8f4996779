//! Where hubs call us (WebSub, W3C recommendation 2018, sections 5.3 and 7): to make sure that we asked, and
//! to bring a feed that has changed.
//!
//! The address of a callback ends in a number that only the hub was told, and what it brings counts only
//! when it is signed with the secret of that subscription: anybody else is told nothing and changes nothing.

use crate::newsroom::Newsroom;
use crate::turns::decide;
use crate::turns::poll::arrivals;
use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::SignedDuration;
use serde::Deserialize;
use std::sync::Arc;
use store::Subscription;

/// Bytes of a challenge that are given back: hubs send some twenty.
const MOST_CHALLENGE_BYTES: usize = 2000;
/// The part of a lease after which it is renewed, in percent: leaves days for a hub in trouble.
const RENEW_AFTER_PERCENT: i32 = 75;
/// The shortest lease that is taken at its word, in seconds; shorter ones would be renewed all the time.
const SHORTEST_LEASE: i64 = 300;
/// The longest, a year.
const LONGEST_LEASE: i64 = 365 * 24 * 3600;
/// When a hub that refused is asked again.
const AFTER_REFUSAL: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a hub asks to make sure.
#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(rename = "hub.mode")]
    mode: String,
    #[serde(rename = "hub.topic")]
    topic: Option<String>,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
    #[serde(rename = "hub.lease_seconds")]
    lease_seconds: Option<i64>,
    #[serde(rename = "hub.reason")]
    reason: Option<String>,
}

/// The callbacks of all subscriptions.
pub fn router(room: Arc<Newsroom>) -> Router {
    let most = usize::try_from(room.settings.fetch.limit_bytes).unwrap_or(usize::MAX);
    Router::new()
        .route("/websub/{token}", get(make_sure).post(take_news))
        .layer(DefaultBodyLimit::max(most))
        .with_state(room)
}

async fn make_sure(
    State(room): State<Arc<Newsroom>>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let answer = match known(&room, &token).await {
        Ok(Some(subscription)) => answer(&room, &subscription, &asked).await,
        Ok(None) => Ok(None),
        Err(error) => Err(error),
    };
    match answer {
        // Never as markup: the words are the hub's.
        Ok(Some(challenge)) => (
            [(header::CONTENT_TYPE, "text/plain"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")],
            challenge,
        )
            .into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

async fn known(room: &Newsroom, token: &str) -> anyhow::Result<Option<Subscription>> {
    room.store.subscriptions.by_token(token).await.context("could not look for a subscription")
}

/// The challenge to give back, when we did ask for this.
async fn answer(
    room: &Newsroom,
    subscription: &Subscription,
    asked: &Asked,
) -> anyhow::Result<Option<String>> {
    if asked.topic.as_deref() != Some(subscription.topic.as_str()) {
        return Ok(None);
    }
    let (now, hubs) = (room.now(), &room.store.subscriptions);
    match (asked.mode.as_str(), &asked.challenge) {
        ("subscribe", Some(challenge)) if challenge.len() <= MOST_CHALLENGE_BYTES => {
            let seconds = asked.lease_seconds.unwrap_or(LONGEST_LEASE);
            let lease = SignedDuration::from_secs(seconds.clamp(SHORTEST_LEASE, LONGEST_LEASE));
            let renewal = now + lease * RENEW_AFTER_PERCENT / 100;
            hubs.confirm(&subscription.token, now + lease, renewal).await?;
            tracing::info!(feed.id = subscription.feed.0, "{}: subscribed", subscription.topic);
            Ok(Some(challenge.clone()))
        }
        ("denied", _) => {
            let why = asked.reason.as_deref().unwrap_or("it gives no reason");
            let why: String = why.chars().filter(|c| !c.is_control()).take(200).collect();
            let reason = format!("{} refused: {why}", subscription.hub);
            hubs.refuse(&subscription.token, now + AFTER_REFUSAL, &reason).await?;
            Ok(Some(String::new()))
        }
        _ => Ok(None),
    }
}

async fn take_news(
    State(room): State<Arc<Newsroom>>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let subscription = match known(&room, &token).await {
        Ok(Some(subscription)) => subscription,
        // The recommendation's way to say that we no longer want to hear.
        Ok(None) => return StatusCode::GONE.into_response(),
        Err(error) => return failed(&error),
    };
    let Some(signature) = headers.get("x-hub-signature") else {
        return match poll_instead(&room, &subscription).await {
            Ok(()) => StatusCode::ACCEPTED.into_response(),
            Err(error) => failed(&error),
        };
    };
    let signature = signature.to_str().unwrap_or_default();
    if !fetch::websub::is_signed(&subscription.secret, signature, &body) {
        tracing::warn!(
            feed.id = subscription.feed.0,
            "a push without a right signature is ignored"
        );
        // Section 8 lets us say thank you: whoever guesses learns nothing.
        return StatusCode::ACCEPTED.into_response();
    }
    match file(&room, &subscription, &headers, body).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(&error),
    }
}

/// A hub that does not sign cannot be told from others: the feed is polled again as if there were none.
async fn poll_instead(room: &Newsroom, subscription: &Subscription) -> anyhow::Result<()> {
    let reason = format!("{} does not sign what it brings", subscription.hub);
    let due = room.now() + AFTER_REFUSAL;
    let noted = room.store.subscriptions.refuse(&subscription.token, due, &reason).await;
    noted.context("could not note that a hub does not sign")
}

/// Files what came before it is acknowledged, the same way as what a poll finds.
async fn file(
    room: &Newsroom,
    subscription: &Subscription,
    headers: &HeaderMap,
    body: Bytes,
) -> anyhow::Result<()> {
    let feed = room.store.feeds.feed(subscription.feed).await.context("could not read a feed")?;
    let Some(feed) = feed else { return Ok(()) };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let charset = kind.and_then(|kind| kind.split_once("charset=")).map(|(_, name)| {
        name.split(';').next().unwrap_or(name).trim().trim_matches('"').to_owned()
    });
    let topic = subscription.topic.clone();
    let parsed =
        decide(move || pipeline::parse::parse(&body, Some(&topic), charset.as_deref())).await;
    let document = match parsed {
        Ok(Ok(document)) => document,
        Ok(Err(not)) => {
            tracing::warn!(feed.id = feed.id.0, "{}: its hub brought no feed: {not}", feed.url);
            return Ok(());
        }
        Err(broken) => anyhow::bail!("{}: {broken}", feed.url),
    };
    let found = arrivals(&feed.outlet, pipeline::parse::latest(document));
    let filed = room.store.subscriptions.record_push(feed.id, room.now(), &found).await;
    filed.context("could not file what a hub brought")?;
    tracing::info!(feed.id = feed.id.0, "{}: its hub brought {} entries", feed.url, found.len());
    Ok(())
}

/// The hub tries again.
fn failed(error: &anyhow::Error) -> Response {
    tracing::error!("websub: {error:#}");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
