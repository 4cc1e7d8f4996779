use super::*;
use serde_json::json;

fn read(item: &Item<'_>) -> Article {
    let now = "2026-11-23T00:00:00Z".parse().expect("it is a time");
    article(item, &Registry::default(), now).expect("it is an article")
}

#[test]
fn entries_of_miniflux_become_articles() {
    let entry = json!({
        "id": 888, "hash": "29f9", "title": "Ferry &amp; sandbank", "url": "https://news.gazette.example/ferry",
        "author": "Ada Reed", "published_at": "2026-11-20T06:30:00+01:00", "tags": ["Coast"],
        "content": "<p>The ferry ran aground at dawn, and all of the people aboard are safe.</p><p>Tugs are on their way.</p>",
        "enclosures": [{"url": "https://gazette.example/a.jpg", "mime_type": "image/jpeg"}],
        "feed": {"site_url": "https://gazette.example/", "category": {"title": "News"}},
    });
    let article = read(&miniflux(&entry));
    assert_eq!(article.outlet.0, "gazette.example");
    assert_eq!(article.title, "Ferry & sandbank");
    assert!(article.text.ends_with("safe.\n\nTugs are on their way."), "{}", article.text);
    assert_eq!(
        article.published.map(|time| time.to_string()).as_deref(),
        Some("2026-11-20T06:30:00+01:00")
    );
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.section.as_deref(), Some("Coast"));
    assert_eq!(
        article.image.map(|image| image.url).as_deref(),
        Some("https://gazette.example/a.jpg")
    );
}

#[test]
fn items_of_freshrss_become_the_articles_that_its_feeds_list() {
    let item = json!({
        "id": "tag:google.com,2005:reader/item/0005", "guid": "ferry-1", "title": "Ferry runs aground",
        "canonical": [{"href": "https://gazette.example/ferry"}], "published": 1_763_620_200,
        "categories": ["user/-/state/com.google/starred", "Coast"], "author": "Ada Reed",
        "content": {"content": "<p>Nobody was hurt."},
        "origin": {"streamId": "feed/https://gazette.example/feed", "title": "Gazette"},
    });
    let article = read(&reader(&item));
    let outlet = OutletId("gazette.example".to_owned());
    assert_eq!(article.id.0, EntryId::of(&outlet, "ferry-1").0);
    assert_eq!(article.text, "Nobody was hurt.");
    assert_eq!(article.section.as_deref(), Some("Coast"));
    assert_eq!(article.seen, article.published.expect("it has a time").instant);
    let old = json!({"id": "tag:google.com,2005:x", "title": "A", "alternate": [{"href": "https://b.test/a"}], "summary": {"content": "B"}});
    let outlet = OutletId("b.test".to_owned());
    assert_eq!(read(&reader(&old)).id.0, EntryId::of(&outlet, "https://b.test/a").0);
}

#[test]
fn entries_that_say_nothing_are_none() {
    let now = Timestamp::UNIX_EPOCH;
    for entry in [json!({}), json!(7), json!({"url": "https://a.test/"}), json!({"title": "A"})] {
        for item in [miniflux(&entry), reader(&entry)] {
            let why = article(&item, &Registry::default(), now).expect_err("it says nothing");
            assert_eq!(why, SAYS_NOTHING, "{entry}");
        }
    }
}

#[test]
fn a_time_that_cannot_be_read_is_said() {
    let now = Timestamp::UNIX_EPOCH;
    let check = |time: Value, expected: Result<bool, &str>| {
        let entry = json!({
            "id": "https://a.test/x", "url": "https://a.test/x", "title": "A", "published_at": time,
            "published": time,
        });
        let by_form = if time.is_number() { reader(&entry) } else { miniflux(&entry) };
        let dated = article(&by_form, &Registry::default(), now).map(|a| a.published.is_some());
        match (dated, expected) {
            (Ok(dated), Ok(expected)) => assert_eq!(dated, expected, "{time}"),
            (Err(why), Err(expected)) => assert!(why.contains(expected), "{why}"),
            (dated, expected) => panic!("{time}: {dated:?} instead of {expected:?}"),
        }
    };
    check(json!("2026-11-20T06:30:00Z"), Ok(true));
    check(json!("0001-01-01T00:00:00Z"), Ok(false));
    check(Value::Null, Ok(false));
    check(json!("soon"), Err("https://a.test/x: published_at: \"soon\" is not a time such as"));
    check(json!([7]), Err("published_at: [7] is not a time"));
    check(json!(1_763_620_200), Ok(true));
    check(json!(1.5), Err("published: 1.5 is not a time in seconds"));
}
