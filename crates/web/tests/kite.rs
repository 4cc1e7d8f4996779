//! Kagi News' front-end as a recorded client: its requests in its order, and its own rules on what comes back.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

mod asked;
mod kite_client;
mod town;

use asked::{Answer, ask, get};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use futures_util::StreamExt;
use kite_client::{check_batch, check_categories, check_stories, is_uuid};
use news::{FrontItem, FrontPage, StoryId};
use serde_json::{Value, json};
use std::time::Duration;
use tower::ServiceExt;
use town::Town;

/// An answer that the client takes: JSON, of status 200.
async fn json_of(router: &Router, address: &str) -> Value {
    let answer = get(router, address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/json", "{address}");
    answer.json()
}

#[track_caller]
fn check_refused(address: &str, answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{address}: {}", answer.text());
    assert!(answer.header("content-type").ends_with("json"), "{address}: never a page");
    assert!(!answer.text().contains('<'), "{address}: {}", answer.text());
}

/// What a first visit asks for, in its order; gives the stories.
async fn visit(router: &Router) -> (Value, Vec<Value>) {
    let batch = json_of(router, "/api/batches/latest?lang=default").await;
    check_batch(&batch);
    let id = batch["id"].as_str().unwrap();
    let categories = json_of(router, &format!("/api/batches/{id}/categories?lang=default")).await;
    check_categories(&categories);
    let category = categories["categories"][0]["id"].as_str().unwrap();
    let address = format!("/api/batches/{id}/categories/{category}/stories?limit=12&lang=default");
    let stories = json_of(router, &address).await;
    check_stories(&stories);
    let stories = stories["stories"].as_array().unwrap().clone();
    (batch, stories)
}

#[tokio::test]
async fn a_first_visit_finds_a_front_page() {
    let town = town::busy().await;
    let router = web::router(town.site.clone());
    let (batch, stories) = visit(&router).await;
    assert_eq!(batch["dateSlug"], "2026-11-20.5");
    assert_eq!(stories.len(), 12);
    let lead = &stories[0];
    assert_eq!(lead["title"], "Ferry <Aurora> runs aground off Merrow; all aboard are safe");
    assert_eq!(lead["category"], "Policy");
    let all_30 = "All 30 people aboard were taken off by two lifeboats within the hour.";
    let marked = format!("{all_30}[harbour.example#1][gazette.example#1]");
    assert!(lead["short_summary"].as_str().unwrap().ends_with(&marked), "{lead}");
    assert_eq!(
        lead["perspectives"][1]["text"],
        "The Merrow Gazette: The shipping line counted 31 people aboard.[gazette.example#1]"
    );
    assert_eq!(lead["timeline"][0]["date_iso"], "2026-11-20");
    let quote = "We felt a jolt, and then it was very quiet";
    assert_eq!((&lead["quote"], &lead["quote_author"]), (&quote.into(), &"Ada Marlow".into()));
    assert_eq!(lead["quote_attribution"], "a passenger");
    assert_eq!(lead["quote_source_domain"], "harbour.example");
    let background = lead["historical_background"].as_str().unwrap();
    assert!(background.starts_with("The bank was charted in 1987.[harbour.example#1] "));
    let point = lead["talking_points"][0].as_str().unwrap();
    assert!(
        point.starts_with("Three tugs are to free the ship on Saturday: Three tugs"),
        "{point}"
    );
    assert!(!lead.to_string().contains("whale"), "what was withheld");
}

#[tokio::test]
async fn all_that_a_visit_may_ask_for_is_answered_or_refused_in_json() {
    let town = town::busy().await;
    let router = web::router(town.site.clone());
    let (batch, stories) = visit(&router).await;
    let id = batch["id"].as_str().unwrap();
    for address in [
        format!("/api/batches/{id}/chaos?lang=default"),
        "/api/batches/latest/chaos?lang=default".to_owned(),
        format!("/api/batches/{id}/onthisday?lang=default,en"),
        "/api/locale/de".to_owned(),
        "/api/geocode?q=Merrow".to_owned(),
        "/api/chaos/history?lang=default&days=30".to_owned(),
        "/api/sync".to_owned(),
        "/api/widgets/weather".to_owned(),
        "/api".to_owned(),
        "/api/".to_owned(),
        "/api/batches/2019-01-01.1".to_owned(),
        "/api/batches/00000000-0000-4000-8000-000000000000/categories".to_owned(),
        format!("/api/batches/{id}/categories/{id}/stories"),
        "/api/media/nobody.test".to_owned(),
        "/api/favicon-proxy?domain=not%20a%20host".to_owned(),
        "/api/short/abc".to_owned(),
        "/api/images/nothing.png".to_owned(),
        "/api/image-proxy?url=https%3A%2F%2Fharbour.example%2Fa.png".to_owned(),
        "/api/image-proxy?url=http%3A%2F%2F127.0.0.1%2Fsecret".to_owned(),
        "/api/%FF".to_owned(),
        "/api/media/%FF".to_owned(),
        "/api/batches/%FF/categories".to_owned(),
    ] {
        check_refused(&address, &get(&router, &address).await, 404);
    }
    for address in
        ["/api/image-proxy", "/api/favicon-proxy", "/api/search?q=fe", "/api/batches?from=x"]
    {
        check_refused(address, &get(&router, address).await, 400);
    }
    let posted = ask(&router, Method::POST, "/api/batches/latest", &[], "{}").await;
    check_refused("POST", &posted, 405);
    let metadata = json_of(&router, "/api/categories/metadata").await;
    assert_eq!(metadata["categories"][0]["categoryId"], "tech");
    assert_eq!(metadata["categories"][0]["displayName"], "Technology");
    let languages = json_of(&router, &format!("/api/batches/{id}/languages")).await;
    assert_eq!(languages["languages"][0]["languageCode"], "en");
    check_sources(&router, &stories).await;
    for feed in ["/tech.xml", "/tech_en.xml", "/tech_default.xml"] {
        let feed = get(&router, feed).await;
        assert!(feed.header("content-type").starts_with("application/rss+xml"));
    }
}

/// What the client asks for of every source and picture.
async fn check_sources(router: &Router, stories: &[Value]) {
    for domain in stories.iter().flat_map(|story| story["domains"].as_array().unwrap()) {
        let host = domain["name"].as_str().unwrap();
        let media = json_of(router, &format!("/api/media/{host}?lang=default")).await;
        let media = media["mediaInfo"].as_object().unwrap();
        for field in ["country", "organization", "description", "owner", "typology"] {
            assert!(media[field].is_string(), "{host}: {field}");
        }
        assert!(media["domains"].as_array().unwrap().contains(&host.into()));
        let icon = format!("/api/favicon-proxy?domain={host}&quality=fast");
        let icon = get(router, &icon).await;
        assert_eq!(icon.header("content-type"), "image/svg+xml");
        assert_eq!(icon.header("x-content-type-options"), "nosniff");
    }
    let all = json_of(router, "/api/media?lang=default").await;
    assert_eq!(all["mediaData"].as_array().unwrap().len(), 5);
    let picture = stories[0]["primary_image"]["url"].as_str().unwrap();
    assert!(picture.starts_with("/api/images/"), "of our own, by way of /api: {picture}");
    assert_eq!(get(router, picture).await.body, town::copy_of_the_ferry(960));
    let absolute = format!("https://loom.example{}", picture.replace("/api/images", "/media"));
    let proxied = links_encoded(&absolute);
    let proxied = get(router, &format!("/api/image-proxy?url={proxied}")).await;
    assert_eq!(proxied.body, town::copy_of_the_ferry(960));
}

fn links_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[tokio::test]
async fn past_days_are_as_they_stood() {
    let town = town::busy().await;
    let router = web::router(town.site.clone());
    let from = "from=2026-11-01T00:00:00.000Z&to=2026-11-30T23:59:59.999Z";
    let batches = json_of(&router, &format!("/api/batches?{from}&lang=default")).await;
    let batches = batches["batches"].as_array().unwrap();
    let slugs: Vec<&str> = batches.iter().map(|b| b["dateSlug"].as_str().unwrap()).collect();
    assert_eq!(slugs, ["2026-11-20.5", "2026-11-19.8"]);
    batches.iter().for_each(check_batch);
    let yesterday = &batches[1];
    assert_eq!(yesterday["totalClusters"], 2);
    // Old links carry the slug, the UUID or the day alone.
    for name in ["2026-11-19.8", "2026-11-19", yesterday["id"].as_str().unwrap()] {
        let batch = json_of(&router, &format!("/api/batches/{name}?lang=default")).await;
        assert_eq!(batch["id"], yesterday["id"], "{name}");
    }
    let address = "/api/batches/2026-11-19.8/categories/tech/stories?limit=12";
    let stories = json_of(&router, address).await;
    check_stories(&stories);
    assert_eq!(stories["totalStories"], 2);
    // A story keeps its number from page to page.
    let (_, today) = visit(&router).await;
    assert_eq!(stories["stories"][0]["cluster_number"], today[0]["cluster_number"]);
    let none =
        json_of(&router, "/api/batches?from=2025-01-01T00:00:00Z&to=2025-02-01T00:00:00Z").await;
    assert_eq!(none, json!({ "batches": [] }));
}

#[tokio::test]
async fn a_withdrawn_story_is_on_no_page() {
    let town = town::busy().await;
    let lead = town::words::ferry().id();
    let withdrawal = news::Withdrawal { by: "Ines".to_owned(), at: town::now(), why: None };
    town.site.store.briefs.withdraw(&lead, &withdrawal).await.unwrap();
    let router = web::router(town.site.clone());
    let (_, stories) = visit(&router).await;
    assert!(stories.iter().all(|story| !story.to_string().contains("Aurora")));
    // Nobody else has its number now: an old address leads to nothing, not to another story.
    let before = town::busy().await;
    let (_, all) = visit(&web::router(before.site.clone())).await;
    for story in &stories {
        let same = all.iter().find(|other| other["id"] == story["id"]);
        assert!(same.is_none_or(|same| same["cluster_number"] == story["cluster_number"]));
    }
    let found = json_of(&router, "/api/search?q=aurora").await;
    assert_eq!(found["totalCount"], 0);
}

async fn post(router: &Router, address: &str, body: &Value) -> Answer {
    let with = [("content-type", "application/json")];
    ask(router, Method::POST, address, &with, &body.to_string()).await
}

#[tokio::test]
async fn a_story_can_be_passed_on() {
    let town = town::busy().await;
    let router = web::router(town.site.clone());
    let (batch, stories) = visit(&router).await;
    let number = &stories[2]["cluster_number"];
    // As the client was seen to send it.
    let share = json!({
        "batchId": batch["id"], "categoryId": "tech", "clusterId": number, "storyIndex": 2,
        "title": stories[2]["title"], "languageCode": "default",
    });
    let shared = post(&router, "/api/shorten", &share).await;
    assert_eq!(shared.status, StatusCode::OK, "{}", shared.text());
    let short = shared.json()["shortUrl"].as_str().unwrap().to_owned();
    let code = short.strip_prefix("https://news.example/s/").unwrap();
    let url =
        json_of(&router, &format!("/api/short/{code}")).await["url"].as_str().unwrap().to_owned();
    let page = format!("https://news.example/tech/202611205{number}/");
    assert!(url.starts_with(&page) && url.len() > page.len(), "{url}");
    let page = get(&router, &format!("/s/{code}")).await;
    assert_eq!((page.status, page.header("location")), (StatusCode::TEMPORARY_REDIRECT, &*url));
    // A page without a story; nothing that is not there.
    let whole = json!({ "batchId": batch["id"], "categoryId": "tech" });
    let whole = post(&router, "/api/shorten", &whole).await.json();
    let code = whole["shortUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let url = json_of(&router, &format!("/api/short/{code}")).await;
    assert_eq!(url["url"], "https://news.example/tech/202611205");
    for (field, value, status) in [
        ("batchId", json!("2020-01-01.1"), 404),
        ("categoryId", json!("sports"), 404),
        ("clusterId", json!("x"), 400),
    ] {
        let mut wrong = share.clone();
        wrong[field] = value;
        check_refused(field, &post(&router, "/api/shorten", &wrong).await, status);
    }
    let form = ask(&router, Method::POST, "/api/shorten", &[], &share.to_string()).await;
    check_refused("no content type", &form, 415);
}

#[tokio::test]
async fn a_reader_can_say_what_is_wrong() {
    let town = town::busy().await;
    let mut site = town.site.clone();
    site.api.proxies = 1;
    let router = web::router(site);
    let (_, stories) = visit(&router).await;
    let report = json!({
        "clusterId": stories[0]["id"], "issueType": "inaccurate", "description": "It was 31.",
        "sourceUrls": ["https://gazette.example/news/g1"],
    });
    let filed = post(&router, "/api/reports", &report).await;
    assert_eq!(filed.status, StatusCode::OK, "{}", filed.text());
    assert!(is_uuid(&filed.json()["id"]));
    let kept = town.site.store.reader_reports.reader_reports(9).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (&kept[0].story, kept[0].description.as_str()),
        (&town::words::ferry().id(), "It was 31.")
    );
    for (field, value, status) in [
        ("clusterId", json!("00000000-0000-5000-8000-000000000000"), 400),
        ("issueType", json!(" "), 400),
        ("description", json!("x".repeat(5_001)), 400),
        ("sourceUrls", json!(["javascript:alert(1)"]), 400),
        ("description", json!("x".repeat(70_000)), 413),
        ("description", json!(7), 400),
    ] {
        let mut wrong = report.clone();
        wrong[field] = value;
        let refused = post(&router, "/api/reports", &wrong).await;
        check_refused(field, &refused, status);
        assert!(refused.json()["message"].is_string(), "{}", refused.text());
    }
    for _ in 0..3 {
        post(&router, "/api/reports", &report).await;
    }
    let refused = post(&router, "/api/reports", &report).await;
    check_refused("the eleventh", &refused, 429);
    assert_eq!(town.site.store.reader_reports.reader_reports(9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn stories_are_found() {
    let town = town::busy().await;
    let router = web::router(town.site.clone());
    let found =
        json_of(&router, "/api/search?q=ferry+aurora&limit=100&offset=0&lang=default").await;
    assert_eq!((&found["totalCount"], &found["hasMore"]), (&1.into(), &false.into()));
    let result = &found["results"][0];
    assert_eq!(
        (&result["categoryId"], &result["categoryName"]),
        (&"tech".into(), &"Technology".into())
    );
    let (batch, stories) = visit(&router).await;
    assert_eq!(result["batchId"], batch["id"]);
    assert_eq!(result["story"], stories[0]);
    let many = json_of(&router, "/api/search?q=the&limit=2&offset=1").await;
    assert_eq!(many["results"].as_array().unwrap().len(), 2);
    assert_eq!(many["hasMore"], true);
    for none in ["q=ferry&categoryId=sports", "q=ferry&from=2026-11-21", "q=ferry&to=2026-11-19"] {
        assert_eq!(
            json_of(&router, &format!("/api/search?{none}")).await["totalCount"],
            0,
            "{none}"
        );
    }
}

#[tokio::test]
async fn a_waiting_client_is_told_of_the_next_batch() {
    let town = town::busy().await;
    let router = web::router(town.site.clone());
    let request = Request::builder().uri("/api/sse/batches").body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let mut next = async || {
        let piece = tokio::time::timeout(Duration::from_secs(20), stream.next()).await;
        let text = String::from_utf8(piece.unwrap().unwrap().unwrap().to_vec()).unwrap();
        let data = text.strip_prefix("data: ").unwrap().trim_end().to_owned();
        serde_json::from_str::<Value>(&data).unwrap()
    };
    assert_eq!(next().await, json!({ "type": "connected" }));
    let page = town.site.store.stories.front_page(None).await.unwrap().unwrap();
    let later = FrontPage { at: town::at("2026-11-20T17:30:00Z"), ..page };
    town.site.store.stories.save_front_page(&later).await.unwrap();
    let message = next().await;
    let latest = json_of(&router, "/api/batches/latest").await;
    assert_eq!(message, json!({ "type": "new_batch", "batchId": latest["id"] }));
    assert_eq!(latest["dateSlug"], "2026-11-20.7");
}

#[tokio::test]
async fn a_site_without_kite_answers_under_api_in_json_too() {
    let town = town::busy().await;
    let mut site = town.site.clone();
    site.kite = None;
    let router = web::router(site);
    for address in ["/api/batches/latest", "/api", "/api/search?q=ferry", "/api/%FF"] {
        check_refused(address, &get(&router, address).await, 404);
    }
    assert_eq!(get(&router, "/tech.xml").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(&router, "/api/v1/editions").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_instance_that_has_nothing_yet_says_so() {
    let town = town::empty().await;
    let router = web::router(town.site.clone());
    check_refused("latest", &get(&router, "/api/batches/latest?lang=default").await, 404);
    assert_eq!(
        json_of(&router, "/api/batches?from=2026-01-01&to=2027-01-01").await,
        json!({ "batches": [] })
    );
}

/// A front page whose stories are all gone is a page without stories, not a failure.
#[tokio::test]
async fn a_front_page_of_stories_that_are_gone_is_empty() {
    let town: Town = town::empty().await;
    let item = FrontItem {
        story: StoryId("000000000000".to_owned()),
        version: 1,
        terms: Vec::new(),
        articles: 1,
        independent_reports: 1,
        news: None,
        names: Default::default(),
        section: None,
    };
    let page = FrontPage { at: town::now(), items: vec![item], below: Vec::new() };
    town.site.store.stories.save_front_page(&page).await.unwrap();
    let router = web::router(town.site.clone());
    let (_, stories) = visit(&router).await;
    assert!(stories.is_empty());
}
