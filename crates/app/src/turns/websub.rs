//! Hubs (WebSub, W3C recommendation 2018) tell us of a feed's news at once, so that it need be polled
//! only now and then.
//!
//! A feed that names a hub leaves a wish; this turn asks the hub, which calls us back to make sure
//! (`crate::callback`). A hub that says no, or nothing, costs nothing: the feed is polled as any other.

use super::{backoff, report};
use crate::newsroom::{Done, HANDFUL, Newsroom};
use anyhow::Context;
use fetch::Url;
use jiff::SignedDuration;
use news::{Feed, FeedDocument};
use std::net::IpAddr;
use std::sync::Arc;
use store::{Subscription, Wish};

/// How long we ask to be told: the ten days that the recommendation gives as its example.
const LEASE: &str = "864000";
/// The first pause before a hub that has not said yes is asked again; it doubles.
const ASK_AGAIN: SignedDuration = SignedDuration::from_mins(5);
/// The longest pause.
const ASK_AT_LEAST: SignedDuration = SignedDuration::from_hours(24);

/// A feed's hub, and what the hub calls the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hub {
    /// It names none.
    None,
    /// Whom to ask for what.
    At {
        /// The hub.
        hub: String,
        /// The feed.
        topic: String,
    },
}

/// The hub of a feed: as the head of the answer says, or else the document. `base` is where it came from.
pub fn hub(document: &FeedDocument, hub: &Option<Url>, own: &Option<Url>, base: &str) -> Hub {
    let of_head = |url: &Option<Url>| url.as_ref().map(Url::to_string);
    let topic = of_head(own).or_else(|| document.own_url.clone());
    match of_head(hub).or_else(|| document.hub.clone()) {
        None => Hub::None,
        Some(hub) => Hub::At { hub, topic: topic.unwrap_or_else(|| base.to_owned()) },
    }
}

/// Keeps what a feed says of its hub, when hubs can reach us.
pub async fn wish(room: &Newsroom, feed: &Feed, hub: Hub) -> anyhow::Result<()> {
    let can_be_called = room.settings.poll.websub && is_public(&room.settings.site.base_url);
    match hub {
        Hub::At { hub, topic } if can_be_called => {
            let (Some(token), Some(secret)) = (fetch::websub::secret(), fetch::websub::secret())
            else {
                anyhow::bail!("the system gives no random numbers, so no hub can be asked");
            };
            let wish = Wish { feed: feed.id, hub, topic, token, secret };
            let kept = room.store.subscriptions.wish(&wish, room.now()).await;
            kept.context("could not keep a wish for a hub")?;
        }
        _ if feed.pushed_until.is_some() => {
            let forgotten = room.store.subscriptions.forget(feed.id).await;
            forgotten.context("could not give up a subscription")?;
        }
        _ => {}
    }
    Ok(())
}

/// Whether others can call us at this address: it names a host that is not just this machine's.
pub fn is_public(base_url: &str) -> bool {
    let Ok(url) = Url::parse(base_url) else { return false };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_address = host.parse::<IpAddr>().is_ok();
    !is_address && host.contains('.') && !host.ends_with(".localhost") && !host.ends_with(".local")
}

/// Asks the hubs that are to be asked. Safe to run twice: hubs take the same request again.
pub async fn ask_hubs(room: &Arc<Newsroom>) -> anyhow::Result<Done> {
    let hubs = &room.store.subscriptions;
    let taken = hubs.take_due(room.now(), room.lease_end(), HANDFUL).await;
    let due = taken.context("could not take the subscriptions that are due")?;
    let count = due.len();
    super::side_by_side(due, room.settings.poll.at_once as usize, |subscription| {
        let room = room.clone();
        async move { ask(&room, &subscription).await }
    })
    .await?;
    Ok(report("websub", count))
}

async fn ask(room: &Newsroom, subscription: &Subscription) -> anyhow::Result<()> {
    let callback = callback(&room.settings.site.base_url, &subscription.token);
    let form = [
        ("hub.mode", "subscribe"),
        ("hub.topic", subscription.topic.as_str()),
        ("hub.callback", callback.as_str()),
        ("hub.secret", subscription.secret.as_str()),
        ("hub.lease_seconds", LEASE),
    ];
    let wait = backoff(ASK_AGAIN, subscription.attempts, ASK_AT_LEAST);
    let answer = room.fetcher.post_form(&subscription.hub, &form).await;
    let reason = answer.err().map(|error| error.to_string());
    let due = room.now() + wait;
    let noted = room.store.subscriptions.asked(&subscription.token, due, reason.as_deref()).await;
    noted.context("could not note that a hub was asked")
}

/// Where a hub calls us.
pub fn callback(base_url: &str, token: &str) -> String {
    format!("{}/websub/{token}", base_url.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hubs_can_only_call_public_names() {
        check("https://news.example.org", true);
        check("http://news.example.org:8080", true);
        check("http://127.0.0.1:8080", false);
        check("http://[::1]:8080", false);
        check("http://localhost:8080", false);
        check("http://desk.local", false);
        check("http://203.0.113.7", false);
        check("nonsense", false);
    }

    #[track_caller]
    fn check(base_url: &str, expected: bool) {
        assert_eq!(is_public(base_url), expected, "{base_url}");
    }
}
