use super::forms::*;
use fetch::{Answer, StatusCode};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

fn post(headline: &str) -> Post {
    Post {
        id: "share_1".to_owned(),
        story: "0a1b".to_owned(),
        version: 1,
        headline: headline.to_owned(),
        address: "https://loom.example/story/ferry-0a1b".to_owned(),
        articles: 13,
        counts: "13 articles · 4 independent reports".to_owned(),
        independent: 4,
        language: "en".to_owned(),
        reviewed: false,
        is_update: false,
    }
}

fn slack() -> Service {
    Service::Slack { hook: "https://hooks.slack.example/T/B/x".to_owned() }
}

fn discord() -> Service {
    Service::Discord { hook: "https://discord.example/api/webhooks/1/x".to_owned() }
}

fn telegram() -> Service {
    let (server, token) = ("https://api.telegram.example/".to_owned(), "1:x".to_owned());
    Service::Telegram { server, token, chat: "@loom".to_owned() }
}

fn mastodon() -> Service {
    let (server, token) = ("https://mastodon.example".to_owned(), "x".to_owned());
    Service::Mastodon { server, token, visibility: "public".to_owned() }
}

#[test]
fn each_service_is_asked_in_its_own_form() {
    let post = post("Ferry <Aurora> & *crew* of @merrow [safe]");
    let calls: Vec<Value> = [slack(), discord(), telegram(), mastodon()]
        .iter()
        .map(|service| {
            let call = service.call(&post);
            let headers: Vec<String> =
                call.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            json!({ "url": call.url, "headers": headers, "body": call.body })
        })
        .collect();
    insta::assert_snapshot!(serde_json::to_string_pretty(&calls).unwrap());
}

/// Characters as Mastodon counts them: an address is 23.
fn mastodon_length(status: &str) -> usize {
    let words = status.split_inclusive([' ', '\n']);
    let length = |word: &str| match word.starts_with("https://") {
        true => 23 + word.len() - word.trim_end().len(),
        false => word.chars().count(),
    };
    words.map(length).sum()
}

proptest! {
    #[test]
    fn no_headline_is_too_long_or_breaks_out(headline in "[a-z<>&*_@|é\\\\ \n]{0,4500}") {
        let post = post(&headline);
        let text = |service: Service, path: &str| {
            service.call(&post).body.pointer(path).and_then(Value::as_str).unwrap().to_owned()
        };
        let section = text(slack(), "/blocks/0/text/text");
        prop_assert!(section.chars().count() <= 3000);
        prop_assert_eq!(section.matches('<').count(), 1, "only our own link");
        prop_assert_eq!(section.matches('>').count(), 1);
        prop_assert!(text(discord(), "/embeds/0/title").chars().count() <= 256);
        let message = text(telegram(), "/text");
        prop_assert_eq!(message.matches('<').count(), 4, "only our own tags");
        let read = message.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let tags = "<a href=\"https://loom.example/story/ferry-0a1b\"><b></b></a>".len();
        prop_assert!(read.chars().count() - tags <= 4096);
        let status = text(mastodon(), "/status");
        prop_assert!(mastodon_length(&status) <= 500, "{}", mastodon_length(&status));
        prop_assert_eq!(status.matches('@').count(), status.matches("@\u{200b}").count());
        prop_assert!(status.ends_with(&post.address));
    }
}

fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Answer {
    let headers =
        headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    let status = StatusCode::from_u16(status).unwrap();
    Answer { status, headers: headers.collect(), body: body.into() }
}

#[track_caller]
fn check(service: Service, answer: &Answer, expected: Meaning) {
    assert_eq!(service.read(answer, Timestamp::UNIX_EPOCH), expected);
}

fn taken(place: Option<&str>) -> Meaning {
    Meaning::Taken(place.map(str::to_owned))
}

fn refused(reason: &str) -> Meaning {
    Meaning::Refused(reason.to_owned())
}

fn later(seconds: Option<i64>, reason: &str) -> Meaning {
    Meaning::Later(seconds.map(SignedDuration::from_secs), reason.to_owned())
}

#[test]
fn answers_are_read_as_their_services_mean_them() {
    check(slack(), &answer(200, &[], "ok"), taken(None));
    check(slack(), &answer(404, &[], "no_service"), refused("answered 404: no_service"));
    check(
        slack(),
        &answer(429, &[("retry-after", "30")], "rate_limited"),
        later(Some(30), "answered 429: rate_limited"),
    );
    check(slack(), &answer(500, &[], "rollup_error"), later(None, "answered 500: rollup_error"));

    check(discord(), &answer(200, &[], "{\"id\":\"99\"}"), taken(Some("99")));
    check(discord(), &answer(204, &[], ""), taken(None));
    let limited =
        "{\"message\":\"You are being rate limited.\",\"retry_after\":1.336,\"global\":false}";
    let told = "answered 429: You are being rate limited.";
    check(discord(), &answer(429, &[("retry-after", "9")], limited), later(Some(2), told));
    let unknown = "{\"message\":\"Unknown Webhook\",\"code\":10015}";
    check(discord(), &answer(404, &[], unknown), refused("answered 404: Unknown Webhook"));

    check(
        telegram(),
        &answer(200, &[], "{\"ok\":true,\"result\":{\"message_id\":7}}"),
        taken(Some("7")),
    );
    let limited = "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 35\",\
        \"parameters\":{\"retry_after\":35}}";
    let told = "answered 429: Too Many Requests: retry after 35";
    check(telegram(), &answer(429, &[], limited), later(Some(35), told));
    let lost = "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: chat not found\"}";
    check(
        telegram(),
        &answer(400, &[], lost),
        refused("answered 400: Bad Request: chat not found"),
    );

    let done = "{\"id\":\"1\",\"url\":\"https://mastodon.example/@loom/1\"}";
    check(mastodon(), &answer(200, &[], done), taken(Some("https://mastodon.example/@loom/1")));
    let long = "{\"error\":\"Validation failed: Text character limit of 500 exceeded\"}";
    let told = "answered 422: Validation failed: Text character limit of 500 exceeded";
    check(mastodon(), &answer(422, &[], long), refused(told));
    let reset = [("x-ratelimit-reset", "1970-01-01T00:05:00.000000Z")];
    check(
        mastodon(),
        &answer(429, &reset, "{\"error\":\"Too many requests\"}"),
        later(Some(300), "answered 429: Too many requests"),
    );
    check(mastodon(), &answer(503, &[], "<html>"), later(None, "answered 503: <html>"));
}

#[test]
fn nobody_is_made_to_wait_for_ever() {
    let forever = answer(429, &[("retry-after", "99999999")], "");
    check(slack(), &forever, later(Some(86_400), "answered 429"));
}
