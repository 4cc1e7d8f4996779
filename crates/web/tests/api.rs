//! The API over the real router: every answer against its own description, page by page, and what goes wrong.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

mod asked;
mod described;
mod town;

use asked::{Answer, ask, get, path};
use axum::Router;
use axum::body::{Body, BodyDataStream};
use axum::http::{Method, Request, StatusCode};
use described::Described;
use futures_util::StreamExt;
use news::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tower::ServiceExt;
use town::Town;
use web::Streams;

/// A router that answers any number of requests.
fn patient(town: &Town) -> Router {
    let mut site = town.site.clone();
    site.api.requests_per_minute = 1_000_000;
    web::router(site)
}

async fn description(router: &Router) -> Described {
    Described::read(get(router, "/api/v1/openapi.json").await.json())
}

/// The ids of all stories, in the order of the list.
async fn ids(router: &Router) -> Vec<String> {
    let list = get(router, "/api/v1/stories?limit=100").await.json();
    let items = list["items"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

async fn withdraw(town: &Town, id: &str) {
    let why = Some("it was another ship".to_owned());
    let withdrawal = Withdrawal { by: "Ines Vale".to_owned(), at: town::now(), why };
    let id = StoryId(id.to_owned());
    assert!(town.site.store.briefs.withdraw(&id, &withdrawal).await.unwrap());
}

/// Lets one story join another.
async fn merge(town: &Town, from: &str, into: &str) {
    let reports = async |id: &str| {
        let story = town.site.store.stories.story(&StoryId(id.to_owned())).await.unwrap().unwrap();
        story.reports.into_iter().map(|report| report.article).collect::<Vec<_>>()
    };
    let regrouping = Regrouping {
        kind: RegroupingKind::Merge,
        from: StoryId(from.to_owned()),
        to: StoryId(into.to_owned()),
        went: reports(from).await,
        others: reports(into).await,
        by: None,
        why: None,
        at: town::now(),
    };
    let store = &town.site.store;
    let settled = store.regroupings.regroup(&[], &[regrouping], town::now()).await.unwrap();
    assert_eq!(settled, store::Settled::Done);
}

/// Adds a correction to a report, as if its outlet had told it later.
async fn correct(town: &Town, told: &town::Told) {
    let mut article = told.articles[0].clone();
    article.text += "\n\nCorrection: an earlier version named the wrong bank.";
    article.seen = town::now();
    town.site.store.articles.accept(None, &article, town::now()).await.unwrap();
}

#[tokio::test]
async fn every_answer_is_as_it_is_described() {
    let town = town::busy().await;
    correct(&town, &town::words::ferry()).await;
    let router = patient(&town);
    let described = description(&router).await;
    let ids = ids(&router).await;
    withdraw(&town, &ids[1]).await;
    merge(&town, &ids[2], &ids[3]).await;
    let lead = town::words::ferry().id().0;
    let mut seen = BTreeSet::new();
    for address in addresses(&lead, &ids) {
        let answer = get(&router, &address).await;
        let (template, status) = described.check(&address, &answer);
        if status == 200 {
            seen.insert(template);
        }
    }
    let all: BTreeSet<String> = described.paths().into_iter().collect();
    let unseen: Vec<&String> = all.difference(&seen).collect();
    assert_eq!(unseen, ["/api/v1/events"], "a stream does not end; it has a test of its own");
}

fn addresses(lead: &str, ids: &[String]) -> Vec<String> {
    let plain = [
        "",
        "/openapi.json",
        "/editions",
        "/editions/main",
        "/editions/other",
        "/front-pages",
        "/front-pages?limit=1",
        "/front-pages/latest",
        "/front-pages/2026-11-20",
        "/front-pages/2020-01-01",
        "/front-pages/20261120",
        "/sections",
        "/topics",
        "/topics?limit=3",
        "/entities",
        "/outlets",
        "/outlets/harbour-example",
        "/outlets/nobody",
        "/corrections",
        "/corrections?limit=1",
        "/publications",
        "/publications?after=3&limit=2",
        "/publications?after=900",
        "/publications?after=-1",
        "/stories",
        "/stories?limit=3",
        "/stories?order=ranked",
        "/stories?order=ranked&limit=2",
        "/stories?order=best",
        "/stories?section=policy",
        "/stories?topic=energy",
        "/stories?entity=edda-strom",
        "/stories?outlet=harbour-example",
        "/stories?section=a&topic=b",
        "/stories?topic=nothing",
        "/stories?day=2026-11-20",
        "/stories?day=tomorrow",
        "/stories?from=2026-11-20T09:00:00Z",
        "/stories?to=x",
        "/search?q=ferry",
        "/search?q=ferry&sort=newest&limit=1",
        "/search?q=ferry&sort=oldest",
        "/search?q=ferry&cursor=00",
        "/stories?limit=0",
        "/stories?cursor=00",
        "/stories?colour=red",
        "/stories/nothing",
        "/stories/%FF",
        "/articles/nothing",
        "/articles/w1",
        "/nowhere",
    ];
    let mut all: Vec<String> = plain.iter().map(|path| format!("/api/v1{path}")).collect();
    for id in ids.iter().map(String::as_str).chain([lead]) {
        for tail in [
            "",
            "/claims",
            "/versions",
            "/versions/1",
            "/versions/latest",
            "/versions/7",
            "/versions/x",
        ] {
            all.push(format!("/api/v1/stories/{id}{tail}"));
        }
    }
    all
}

#[tokio::test]
async fn a_story_tells_what_its_page_tells() {
    let town = town::busy().await;
    let router = patient(&town);
    let lead = town::words::ferry().id().0;
    let story = get(&router, &format!("/api/v1/stories/{lead}")).await.json();
    assert_eq!((&story["articles"], &story["independent_reports"]), (&4.into(), &2.into()));
    assert_eq!(story["origins"], 2);
    let brief = &story["brief"];
    assert_eq!(brief["review"]["by"], "Ines Vale");
    let sentence = &brief["lede"][1];
    assert_eq!(sentence["citations"], serde_json::json!([1, 2]));
    assert_eq!(sentence["verdict"]["verdict"], "supported");
    // The span says where the quote stands in the article's own text.
    let evidence = &sentence["evidence"][1];
    let gazette = &town::words::ferry().articles[3];
    let place = |at: usize| evidence["span"][at].as_u64().unwrap() as usize;
    assert_eq!(evidence["quote"], gazette.text[place(0)..place(1)]);
    let sources = story["sources"].as_array().unwrap();
    let numbered: Vec<(&str, u64)> = sources
        .iter()
        .filter_map(|source| Some((source["article"].as_str()?, source["n"].as_u64()?)))
        .collect();
    assert_eq!(numbered, [("w1", 1), ("g1", 2)]);
    assert_eq!(sources[1]["origin"], "w1");
    let root = &story["lineage"][0];
    assert_eq!(root["branches"][0]["copies"], serde_json::json!(["c1", "r1"]));
    assert_eq!(brief["disagreements"][0]["sides"].as_array().unwrap().len(), 2);
    assert_eq!(brief["withheld"]["sentences"], 1);
    assert_eq!(brief["withheld"]["reasons"][0]["kind"], "name");
    assert!(!story.to_string().contains("whale"), "what was withheld");
    assert!(!story.to_string().contains("said. All 30"), "the text of a source");
    let picture = get(&router, path(brief["images"][0]["url"].as_str().unwrap())).await;
    assert_eq!(picture.body, town::copy_of_the_ferry(960));
}

#[tokio::test]
async fn a_front_page_gives_its_reasons() {
    let town = town::busy().await;
    let router = patient(&town);
    let page = get(&router, "/api/v1/front-pages/latest").await.json();
    assert_eq!((&page["day"], &page["edition"]), (&"2026-11-20".into(), &"main".into()));
    let first = &page["items"][0];
    assert_eq!((&first["place"], &first["section"]), (&1.into(), &"policy".into()));
    let terms = first["terms"].as_array().unwrap();
    let adds: f64 = terms.iter().map(|term| term["adds"].as_f64().unwrap()).sum();
    assert!((adds - first["score"].as_f64().unwrap()).abs() < 1e-9);
    let ranked = get(&router, "/api/v1/stories?order=ranked&limit=100").await.json();
    let of = |list: &Value| -> Vec<String> {
        let items = list["items"].as_array().unwrap();
        items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(of(&ranked), of(&page));
    let yesterday = get(&router, "/api/v1/front-pages/2026-11-19").await.json();
    assert_eq!(yesterday["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn choices_narrow_a_list_together() {
    let town = town::busy().await;
    let router = patient(&town);
    let found = async |choice: &str| {
        let list = get(&router, &format!("/api/v1/stories?limit=100&{choice}")).await;
        assert_eq!(list.status, StatusCode::OK, "{choice}: {}", list.text());
        list.json()["items"].as_array().unwrap().len()
    };
    let policy = found("section=policy").await;
    let both = found("section=policy&entity=edda-strom").await;
    assert!(0 < both && both < policy, "{both} of {policy}");
    for choice in ["section=policy&entity=edda-strom", "section=policy", "outlet=harbour-example"] {
        assert_eq!(found(choice).await, found(&format!("order=ranked&{choice}")).await, "{choice}");
    }
    assert_eq!(found("section=policy&topic=nothing").await, 0);
    let all = found("day=2026-11-20").await;
    let early = found("day=2026-11-20&to=2026-11-20T08:00:00Z").await;
    let late = found("day=2026-11-20&from=2026-11-20T08:00:00Z").await;
    assert!(early > 0 && early + late == all, "{early} and {late} of {all}");
    assert_eq!(found("day=2026-11-20&to=2026-11-19T08:00:00Z").await, 0);
    assert_eq!(found("order=ranked&from=2026-11-21T00:00:00Z").await, 0);
}

/// Goes through a list from page to page; `between` happens after the first.
async fn walk(router: &Router, start: &str, key: &str, between: impl AsyncFn()) -> Vec<String> {
    let (mut all, mut address, mut pages) = (Vec::new(), start.to_owned(), 0);
    loop {
        let page = get(router, &address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.text());
        let page = page.json();
        let items = page["items"].as_array().unwrap();
        all.extend(items.iter().map(|item| item[key].to_string()));
        pages += 1;
        if pages == 1 {
            between().await;
        }
        let Some(next) = page["next"].as_str() else { break };
        if items.is_empty() {
            break;
        }
        address = path(next).to_owned();
    }
    assert!(pages > 2, "{start}");
    all
}

#[tokio::test]
async fn pages_hold_together_while_news_comes() {
    let town = town::busy().await;
    let router = patient(&town);
    let before = ids(&router).await;
    let news = async || {
        let mut told = town::words::stories().remove(3);
        for article in &mut told.articles {
            article.id = ArticleId(format!("{}-new", article.id));
            article.seen = town::at("2026-11-20T11:59:00Z");
            article.published = None;
        }
        let statement = |statement: Statement| {
            let evidence = statement.evidence().iter().map(|one| {
                let id = ArticleId(format!("{}-new", one.article));
                let article = told.articles.iter().find(|article| article.id == id).unwrap();
                Evidence { article: id, version: article.version(), ..one.clone() }
            });
            Statement::new(statement.text().to_owned(), evidence.collect()).unwrap()
        };
        told.brief = told.brief.clone().map(statement);
        town::file_whole(&town.site, &told, 1).await;
    };
    let walked = walk(&router, "/api/v1/stories?limit=4", "id", news).await;
    let quoted: Vec<String> = before.iter().map(|id| format!("\"{id}\"")).collect();
    assert_eq!(walked, quoted);
    assert_eq!(ids(&router).await.len(), before.len() + 1);
    let nothing = async || {};
    for (start, key) in [
        ("/api/v1/topics?limit=4", "key"),
        ("/api/v1/outlets?limit=2", "key"),
        ("/api/v1/publications?limit=4", "number"),
        ("/api/v1/stories?order=ranked&limit=5", "id"),
        ("/api/v1/stories?entity=edda-strom&limit=2", "id"),
        ("/api/v1/stories?day=2026-11-20&limit=6", "id"),
    ] {
        let walked = walk(&router, start, key, nothing).await;
        let different: BTreeSet<&String> = walked.iter().collect();
        assert_eq!(different.len(), walked.len(), "{start}");
    }
}

#[tokio::test]
async fn a_cursor_leads_nowhere_but_on() {
    let town = town::busy().await;
    let router = patient(&town);
    let page = get(&router, "/api/v1/stories?limit=2&topic=energy").await.json();
    assert_eq!(page.get("next"), None);
    let ranked = get(&router, "/api/v1/stories?order=ranked&limit=2").await.json();
    let next = path(ranked["next"].as_str().unwrap()).to_owned();
    let cursor = next.split("cursor=").nth(1).unwrap();
    let stolen = get(&router, &format!("/api/v1/stories?cursor={cursor}")).await;
    check_problem(&stolen, 400, Some("cursor"));
    let newer = FrontPage { at: town::now(), items: Vec::new(), below: Vec::new() };
    town.site.store.stories.save_front_page(&newer).await.unwrap();
    let gone = get(&router, &next).await;
    check_problem(&gone, 410, Some("cursor"));
    assert!(gone.text().contains("Begin again"), "{}", gone.text());
}

#[track_caller]
fn check_problem(answer: &Answer, status: u16, parameter: Option<&str>) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    assert_eq!(problem["type"], "about:blank");
    assert!(!problem["detail"].as_str().unwrap().is_empty());
    assert_eq!(problem.get("parameter").and_then(Value::as_str), parameter, "{problem}");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn what_cannot_be_answered_says_why() {
    let town = town::busy().await;
    let router = patient(&town);
    for (address, status, parameter) in [
        ("/api/v1/nowhere", 404, None),
        ("/api/v1/stories/", 404, None),
        ("/api/v1/stories/%FF", 404, None),
        ("/api/v1/stories/../../healthz", 404, None),
        ("/api/v1/outlets/nobody", 404, None),
        ("/api/v1/front-pages/yesterday", 404, None),
        ("/api/v1/stories?limit=many", 400, Some("limit")),
        ("/api/v1/stories?limit=5&limit=6", 400, Some("limit")),
        ("/api/v1/stories?color=red", 400, Some("color")),
        ("/api/v1/editions?x=1", 400, Some("x")),
        ("/api/v1/publications?after=x", 400, Some("after")),
        ("/api/v1/events?after=x", 400, Some("after")),
    ] {
        check_problem(&get(&router, address).await, status, parameter);
    }
    let html = [("accept", "text/html, image/png")];
    let refused = ask(&router, Method::GET, "/api/v1/stories", &html, "").await;
    check_problem(&refused, 406, Some("Accept"));
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let refused = ask(&router, method, "/api/v1/stories", &[], "{}").await;
        check_problem(&refused, 405, None);
        assert!(refused.header("allow").contains("GET"));
    }
    let id = [("last-event-id", "x")];
    let refused = ask(&router, Method::GET, "/api/v1/events", &id, "").await;
    check_problem(&refused, 400, Some("Last-Event-ID"));
}

#[tokio::test]
async fn stories_that_left_say_where_and_why() {
    let town = town::busy().await;
    let router = patient(&town);
    let ids = ids(&router).await;
    let lead = town::words::ferry().id().0;
    let others: Vec<&String> = ids.iter().filter(|id| **id != lead).collect();
    withdraw(&town, &lead).await;
    for tail in ["", "/claims", "/versions", "/versions/1", "/versions/latest"] {
        let gone = get(&router, &format!("/api/v1/stories/{lead}{tail}")).await;
        check_problem(&gone, 410, None);
        assert!(gone.text().contains("it was another ship"), "{}", gone.text());
    }
    check_problem(&get(&router, "/api/v1/articles/w1").await, 404, None);
    let corrections = get(&router, "/api/v1/corrections").await.json();
    assert_eq!(corrections["items"][0]["kind"], "withdrawal");
    let everything = get(&router, "/api/v1/publications?limit=100").await.text();
    assert!(everything.contains("\"withdrawn\"") && !everything.contains("Aurora"), "{everything}");
    merge(&town, others[0], others[1]).await;
    for tail in ["", "/claims", "/versions", "/versions/1"] {
        let moved = get(&router, &format!("/api/v1/stories/{}{tail}", others[0])).await;
        assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT, "{}", moved.text());
        assert_eq!(moved.header("location"), format!("/api/v1/stories/{}", others[1]));
    }
}

/// A claim of a story that reports the ferry's words, told or not, struck or not.
fn claim(id: &str, statement: &Statement, told: bool, struck: bool) -> Claim {
    let (status, at) = (ClaimStatus::Confirmed, town::now());
    Claim {
        id: ClaimId(id.to_owned()),
        statement: statement.clone(),
        speaker: None,
        parts: ClaimParts { numbers: vec!["412".to_owned()], ..ClaimParts::default() },
        origins: statement.evidence().iter().map(|one| one.article.clone()).collect(),
        independent: 2,
        updates: None,
        struck,
        ended: None,
        history: vec![ClaimStep { status, told, version: 1, at }],
    }
}

#[tokio::test]
async fn the_claims_that_a_brief_tells_are_told_and_no_others() {
    let town = town::busy().await;
    let router = patient(&town);
    let told = town::words::ferry();
    let statement = &told.brief.lede[0];
    let claims = [
        claim("00000000000a", statement, true, false),
        claim("00000000000b", statement, false, false),
        claim("00000000000c", statement, true, true),
    ];
    town.site.store.claims.file(&told.id(), &claims, &[]).await.unwrap();
    let address = format!("/api/v1/stories/{}/claims", told.id());
    let answer = get(&router, &address).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    description(&router).await.check(&address, &answer);
    let items = answer.json()["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 1, "{items}");
    assert_eq!(
        (&items[0]["id"], &items[0]["status"]),
        (&"00000000000a".into(), &"confirmed".into())
    );
    assert_eq!(items[0]["text"], statement.text());
    assert!(items[0]["places"][0]["span"].is_array() && !answer.text().contains("quote"));
}

#[tokio::test]
async fn what_waits_at_the_desk_is_nobodys_business() {
    let town = town::empty().await;
    let told = town::words::ferry();
    let story = town::file(&town.site, &told).await;
    let draft = Draft { story: story.id.clone(), brief: told.brief.clone() };
    let reason = HoldReason::ByEditor { by: "Ines Vale".to_owned(), why: "the mayor".to_owned() };
    let held = Held { checked: draft.checked(|_, statement| town::judge(statement)), reason };
    town.site.store.briefs.hold(None, &held, town::now()).await.unwrap();
    let router = patient(&town);
    for tail in ["", "/claims", "/versions", "/versions/1", "/versions/latest"] {
        check_problem(
            &get(&router, &format!("/api/v1/stories/{}{tail}", story.id)).await,
            404,
            None,
        );
    }
    check_problem(&get(&router, "/api/v1/articles/w1").await, 404, None);
    for list in ["stories", "publications", "corrections", "outlets", "front-pages"] {
        let list = get(&router, &format!("/api/v1/{list}")).await.json();
        assert_eq!(list["items"], serde_json::json!([]), "{list}");
    }
    check_problem(&get(&router, "/api/v1/front-pages/latest").await, 404, None);
}

#[tokio::test]
async fn an_answer_is_not_sent_twice() {
    let town = town::busy().await;
    let router = patient(&town);
    let lead = town::words::ferry().id().0;
    for address in ["/api/v1/stories".to_owned(), format!("/api/v1/stories/{lead}")] {
        let first = get(&router, &address).await;
        let etag = first.header("etag").to_owned();
        assert!(etag.starts_with('"'), "a strong one: {etag}");
        let known = [("if-none-match", etag.as_str())];
        let again = ask(&router, Method::GET, &address, &known, "").await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
        assert_eq!(again.header("etag"), etag);
        let head = ask(&router, Method::HEAD, &address, &[], "").await;
        assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
        assert_eq!(head.header("etag"), etag);
    }
}

#[tokio::test]
async fn any_page_may_read_it() {
    let town = town::busy().await;
    let router = patient(&town);
    let origin = [("origin", "https://other.example")];
    let answer = ask(&router, Method::GET, "/api/v1/stories", &origin, "").await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    assert!(answer.header("access-control-expose-headers").contains("etag"));
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let asks = [
        ("origin", "https://other.example"),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "if-none-match"),
    ];
    let before = ask(&router, Method::OPTIONS, "/api/v1/stories", &asks, "").await;
    assert_eq!(before.status, StatusCode::NO_CONTENT);
    assert_eq!(before.header("access-control-allow-origin"), "*");
    assert_eq!(before.header("access-control-allow-methods"), "GET, HEAD, OPTIONS");
    assert!(before.header("access-control-allow-headers").contains("if-none-match"));
}

#[tokio::test]
async fn nobody_asks_too_often() {
    let town = town::busy().await;
    let mut site = town.site.clone();
    (site.api.requests_per_minute, site.api.proxies) = (2, 1);
    let router = web::router(site);
    let from = async |address: &str| {
        let through = format!("203.0.113.9, {address}");
        let with = [("x-forwarded-for", through.as_str())];
        ask(&router, Method::GET, "/api/v1/editions", &with, "").await
    };
    let first = from("192.0.2.1").await;
    assert_eq!(first.header("ratelimit-policy"), "\"minute\";q=2;w=60");
    assert!(first.header("ratelimit").starts_with("\"minute\";r=1;t="));
    assert_eq!(from("192.0.2.1").await.status, StatusCode::OK);
    let refused = from("192.0.2.1").await;
    check_problem(&refused, 429, None);
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(from("192.0.2.2").await.status, StatusCode::OK);
    // The pages of the site are not counted.
    for _ in 0..5 {
        assert_eq!(get(&router, "/about").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn an_export_has_the_forms_of_the_api() {
    let town = town::busy().await;
    let router = patient(&town);
    let described = description(&router).await;
    let head: Value = serde_json::from_str(&web::export_head(&town.site).unwrap()).unwrap();
    assert_eq!((&head["format"], &head["version"]), (&"newsloom-export".into(), &1.into()));
    // A second version of the lead story's brief, and a story that is gone.
    let mut told = town::words::ferry();
    told.brief.kicker = Some("Ferries".to_owned());
    let story = town.site.store.stories.story(&told.id()).await.unwrap().unwrap();
    town::publish(&town.site, &told, &story, false).await;
    let line = web::export_story(&town.site, &told.id()).await.unwrap().unwrap();
    let mut line: Value = serde_json::from_str(&line).unwrap();
    let earlier = line.as_object_mut().unwrap().remove("earlier").unwrap();
    described.check_schema("Story", &line);
    assert_eq!(line["brief"]["version"], 2);
    let earlier = earlier.as_array().unwrap();
    assert_eq!(earlier.len(), 1);
    described.check_schema("Brief", &earlier[0]);
    let gone = ids(&router).await.remove(0);
    withdraw(&town, &gone).await;
    assert_eq!(web::export_story(&town.site, &StoryId(gone)).await.unwrap(), None);
}

/// The events of a stream, read until `count` have come; comments are left out.
async fn read(stream: &mut BodyDataStream, count: usize) -> Vec<BTreeMap<String, String>> {
    let (mut text, mut events) = (String::new(), Vec::new());
    while events.len() < count {
        let piece = tokio::time::timeout(Duration::from_secs(20), stream.next()).await;
        text += str::from_utf8(&piece.unwrap().unwrap().unwrap()).unwrap();
        while let Some((event, rest)) = text.split_once("\n\n") {
            let fields = event.lines().filter_map(|line| line.split_once(": "));
            let event: BTreeMap<String, String> =
                fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            if event.contains_key("data") {
                events.push(event);
            }
            text = rest.to_owned();
        }
    }
    events
}

async fn follow(router: &Router, address: &str, last: Option<&str>) -> axum::response::Response {
    let mut request = Request::builder().uri(address);
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

#[tokio::test]
async fn programs_follow_what_happens_and_miss_nothing() {
    let town = town::busy().await;
    let router = patient(&town);
    let described = description(&router).await;
    let lead = town::words::ferry().id().0;
    // One that comes back after its third event.
    let response = follow(&router, "/api/v1/events", Some("3")).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert!(response.headers()["cache-control"].to_str().unwrap().contains("no-cache"));
    let mut stream = response.into_body().into_data_stream();
    let missed = read(&mut stream, 11).await;
    assert_eq!((missed[0]["id"].as_str(), missed[10]["id"].as_str()), ("4", "14"));
    // One that comes now, and what happens then.
    let mut now = follow(&router, "/api/v1/events", None).await.into_body().into_data_stream();
    withdraw(&town, &lead).await;
    for stream in [&mut stream, &mut now] {
        let event = read(stream, 1).await.remove(0);
        assert_eq!((event["event"].as_str(), event["id"].as_str()), ("withdrawn", "15"));
        let data: Value = serde_json::from_str(&event["data"]).unwrap();
        assert_eq!(data["id"], lead);
        described.check_schema("Publication", &data);
    }
}

#[tokio::test]
async fn streams_are_counted_and_end_with_the_server() {
    let town = town::busy().await;
    let mut site = town.site.clone();
    site.api.streams = Streams::new(1);
    let streams = site.api.streams.clone();
    let router = web::router(site);
    let open = follow(&router, "/api/v1/events", None).await;
    let refused = get(&router, "/api/v1/events").await;
    check_problem(&refused, 503, None);
    assert_eq!(refused.header("retry-after"), "60");
    streams.close();
    let rest = axum::body::to_bytes(open.into_body(), usize::MAX);
    let rest = tokio::time::timeout(Duration::from_secs(20), rest).await.unwrap().unwrap();
    assert!(str::from_utf8(&rest).unwrap().contains("retry: 3000"), "{rest:?}");
    let again = follow(&router, "/api/v1/events?after=0", None).await;
    assert_eq!(again.status(), StatusCode::OK, "the place is free again");
}
