//! How a feed fares, in words for the operator.

use jiff::Timestamp;
use news::Feed;
use pipeline::schedule;
use std::fmt::Write;
use store::{FeedHistory, Subscription};

/// What is wrong with a feed that fails: where, how often, since when, why, and when it is tried again.
pub fn failing(feed: &Feed, reason: &str) -> String {
    let times = if feed.failures == 1 { "once" } else { "times" };
    let count = if feed.failures == 1 { String::new() } else { format!("{} ", feed.failures) };
    let last = feed.failed_at.map(|at| format!(", last at {at}")).unwrap_or_default();
    // Most reasons begin with the address; of a redirect it is another one.
    let reason =
        reason.strip_prefix(&feed.url).map_or(reason, |rest| rest.trim_start_matches(": "));
    format!(
        "{} {} failed {count}{times}{last}: {reason}; next try at {}",
        feed.id, feed.url, feed.due
    )
}

/// The state of a feed in a list.
pub fn in_short(feed: &Feed) -> String {
    match (&feed.last_failure, feed.retired) {
        (reason, true) => format!("retired{}", because(reason.as_deref())),
        (Some(reason), _) => {
            let last = feed.failed_at.map(|at| format!(", last at {at}")).unwrap_or_default();
            format!("failed {}×{last}: {reason}", feed.failures)
        }
        (None, _) => match feed.answered {
            Some(at) => format!("ok at {at}, next at {}", feed.due),
            None => "ok".to_owned(),
        },
    }
}

fn because(reason: Option<&str>) -> String {
    reason.map(|reason| format!(": {reason}")).unwrap_or_default()
}

/// All that is known of a feed, over several lines.
pub fn at_length(
    feed: &Feed,
    history: &FeedHistory,
    hub: Option<&Subscription>,
    now: Timestamp,
) -> String {
    let mut text = format!("{}  {}\n", feed.id, feed.title.as_deref().unwrap_or("(not read yet)"));
    let mut line = |name: &str, what: String| {
        let _ = writeln!(text, "    {name:<10} {what}");
    };
    line("address", feed.url.clone());
    for (address, until) in &history.addresses {
        line("before", format!("{address} until {until}"));
    }
    line("outlet", feed.outlet.to_string());
    line("state", in_short(feed));
    if feed.activity.watched_seconds > 0 {
        let a_day = schedule::rate(feed.activity) * 24.0;
        line("brings", format!("{a_day:.1} entries a day, of late"));
    }
    if feed.rest_seconds > 0 {
        line("asks for", format!("{} minutes between polls", feed.rest_seconds.div_ceil(60)));
    }
    if let Some(hub) = hub {
        line("hub", hub_state(hub, now));
    }
    for failure in &history.failures {
        line("failed", format!("{}  {}", failure.at, failure.reason));
    }
    text
}

/// What a hub does for us.
pub fn hub_state(hub: &Subscription, now: Timestamp) -> String {
    match (hub.until.filter(|until| *until > now), &hub.reason) {
        (Some(until), _) => format!("{} tells of its news until {until}", hub.hub),
        (None, Some(reason)) => format!("{} does not tell of its news: {reason}", hub.hub),
        (None, None) => format!("{} was asked {}×, no answer yet", hub.hub, hub.attempts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::{Activity, FeedId, OutletId, Validators};
    use store::FeedFailure;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_764_000_000 + second).expect("a time")
    }

    fn feed() -> Feed {
        Feed {
            id: FeedId(7),
            url: "https://a.example/feed".to_owned(),
            outlet: OutletId("a.example".to_owned()),
            title: Some("The A".to_owned()),
            validators: Validators::default(),
            failures: 2,
            last_failure: Some("https://a.example/feed: the server answered 503".to_owned()),
            failed_at: Some(at(60)),
            retired: false,
            due: at(3600),
            answered: Some(at(0)),
            content: None,
            rest_seconds: 3600,
            activity: Activity { entries_milli: 9_900, watched_seconds: 3600 * 23 },
            pushed_until: None,
        }
    }

    #[test]
    fn a_failing_feed_is_one_line() {
        let feed = feed();
        let line = failing(&feed, feed.last_failure.as_deref().expect("it failed"));
        insta::assert_snapshot!(line, @"7 https://a.example/feed failed 2 times, last at 2025-11-24T16:01:00Z: the server answered 503; next try at 2025-11-24T17:00:00Z");
        let once = Feed { failures: 1, ..feed };
        assert!(failing(&once, "http://b.example/: no").contains("failed once, last at 2025"));
        assert!(failing(&once, "http://b.example/: no").contains(": http://b.example/: no; next"));
    }

    #[test]
    fn all_that_is_known_of_a_feed_is_shown() {
        let history = FeedHistory {
            failures: vec![FeedFailure {
                at: at(60),
                reason: "the server answered 503".to_owned(),
            }],
            addresses: vec![("https://old.example/feed".to_owned(), at(-60))],
        };
        let hub = Subscription {
            feed: FeedId(7),
            hub: "https://hub.example/".to_owned(),
            topic: "https://a.example/feed".to_owned(),
            token: "t".to_owned(),
            secret: "s".to_owned(),
            attempts: 1,
            until: Some(at(9000)),
            reason: None,
        };
        insta::assert_snapshot!(at_length(&feed(), &history, Some(&hub), at(100)), @r"
        7  The A
            address    https://a.example/feed
            before     https://old.example/feed until 2025-11-24T15:59:00Z
            outlet     a.example
            state      failed 2×, last at 2025-11-24T16:01:00Z: https://a.example/feed: the server answered 503
            brings     10.0 entries a day, of late
            asks for   60 minutes between polls
            hub        https://hub.example/ tells of its news until 2025-11-24T18:30:00Z
            failed     2025-11-24T16:01:00Z  the server answered 503
        ");
        let refused = Subscription { until: None, reason: Some("it refused".to_owned()), ..hub };
        assert!(hub_state(&refused, at(0)).ends_with("does not tell of its news: it refused"));
    }
}
