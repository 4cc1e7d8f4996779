//! The real router over a real database.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

mod town;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, StatusCode, header};
use tower::ServiceExt;
use town::Town;

/// What came back.
struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

async fn ask(town: &Town, method: Method, address: &str, with: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(address);
    for (name, value) in with {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    let response: Response<Body> = web::router(town.site.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let body = String::from_utf8_lossy(&bytes).into_owned();
    Answer { status: parts.status, headers: parts.headers, body }
}

async fn get(town: &Town, address: &str) -> Answer {
    ask(town, Method::GET, address, &[]).await
}

/// The lead story's address, as the front page links to it.
async fn lead(town: &Town) -> String {
    let front = get(town, "/").await;
    let (_, after) = front.body.split_once("href=\"/story/").unwrap();
    format!("/story/{}", after.split_once('"').unwrap().0)
}

const PAGES: [&str; 17] = [
    "/",
    "/archive",
    "/about",
    "/search",
    "/search?q=ferry",
    "/day/2026-11-20",
    "/day/2026-11-19",
    "/feed.xml",
    "/atom.xml",
    "/feed.json",
    "/sitemap.xml",
    "/robots.txt",
    "/favicon.svg",
    "/favicon.ico",
    "/healthz",
    "/nowhere",
    "/story/nothing-000000000000",
];

#[tokio::test]
async fn every_answer_is_safe_for_its_reader() {
    let town = town::busy().await;
    let story = lead(&town).await;
    for address in PAGES.iter().copied().chain([story.as_str()]) {
        let answer = get(&town, address).await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'; "), "{address}: {policy}");
        assert!(!policy.contains("unsafe"), "{address}: {policy}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{address}");
        assert_eq!(answer.header(header::REFERRER_POLICY), "no-referrer", "{address}");
        let expected = if address.contains("noth") || address == "/nowhere" { 404 } else { 200 };
        assert_eq!(answer.status.as_u16(), expected, "{address}");
        assert!(!answer.body.contains("<script"), "{address}");
        let is_page = answer.header(header::CONTENT_TYPE).starts_with("text/html");
        assert_eq!(is_page, answer.body.contains("here are invented."), "{address}: the notice");
    }
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_twice() {
    let town = town::busy().await;
    for address in ["/", "/feed.xml", "/about"] {
        let first = get(&town, address).await;
        let etag = format!("\"other\", W/{}", first.header(header::ETAG));
        let again = ask(&town, Method::GET, address, &[("if-none-match", &etag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address}");
        assert!(again.body.is_empty() && again.header(header::ETAG) == first.header(header::ETAG));
        let other = ask(&town, Method::GET, address, &[("if-none-match", "\"other\"")]).await;
        assert_eq!(other.status, StatusCode::OK, "{address}");
    }
}

#[tokio::test]
async fn head_says_what_get_would_send() {
    let town = town::busy().await;
    let get = get(&town, "/").await;
    let head = ask(&town, Method::HEAD, "/", &[]).await;
    assert_eq!(head.status, StatusCode::OK);
    assert!(head.body.is_empty());
    assert_eq!(head.header(header::ETAG), get.header(header::ETAG));
    assert_eq!(head.header(header::CONTENT_LENGTH), get.body.len().to_string());
}

#[tokio::test]
async fn failures_come_in_the_look_of_the_site() {
    let town = town::busy().await;
    for address in [
        "/nowhere",
        "/day/yesterday",
        "/day/2020-01-01",
        "/media/..%2f..%2ftown.db",
        "/assets/other.css",
        "/story/%FF",
        "/media/ab.png",
        "/story/",
        "//evil.example/%2e%2e",
    ] {
        let answer = get(&town, address).await;
        assert!(answer.status.is_client_error(), "{address}: {}", answer.status);
        assert!(answer.body.contains("<p class=\"nameplate\">"), "{address}: {}", answer.body);
    }
    let posted = ask(&town, Method::POST, "/", &[]).await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(posted.header(header::ALLOW).contains("GET"));
    assert!(posted.body.contains("only GET and HEAD"));
}

#[tokio::test]
async fn a_story_has_one_address() {
    let town = town::busy().await;
    let story = lead(&town).await;
    assert!(story.starts_with("/story/ferry-aurora-runs-aground-off-merrow"), "{story}");
    let id = story.rsplit_once('-').unwrap().1;
    for other in [format!("/story/{id}"), format!("/story/old-name-{id}")] {
        let moved = get(&town, &other).await;
        assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT, "{other}");
        assert_eq!(moved.header(header::LOCATION), story);
    }
}

#[tokio::test]
async fn the_lead_story_shows_origins_and_disagreement() {
    let town = town::busy().await;
    let page = get(&town, &lead(&town).await).await.body;
    for expected in [
        "Reviewed by Ines Vale",
        "4 articles · <strong>2 independent reports</strong>",
        "Written by the extractive writer from 2 sources",
        "1 sentence was withheld because the sources do not support it.",
        "Where sources disagree",
        "The same text at",
        "#:~:text=The%20shipping%20line%20counted%2031%20people%20aboard%20the%20Aurora\"",
        "&#60;b&#62;Ferry&#60;/b&#62; aground",
        "width=\"960\" height=\"640\"",
        "Today’s top stories",
    ] {
        assert!(page.contains(expected), "{expected} in {page}");
    }
    assert!(!page.contains("whale"));
}

#[tokio::test]
async fn a_withdrawn_story_is_gone_with_its_reason() {
    let town = town::busy().await;
    let (address, told) = (lead(&town).await, get(&town, "/day/2026-11-19").await);
    assert!(told.body.contains("Ferry &#60;Aurora&#62;"));
    let id = news::StoryId(address.rsplit_once('-').unwrap().1.to_owned());
    assert!(withdraw(&town, &id, Some("it was <another> ship")).await);
    for address in [&address, &format!("/story/{id}"), &format!("/story/an-older-headline-{id}")] {
        let gone = get(&town, address).await;
        assert_eq!(gone.status, StatusCode::GONE, "{address}");
        let expected = "This story was withdrawn on 20 November 2026, 12:00 UTC: it was \
                        &#60;another&#62; ship";
        assert!(gone.body.contains(expected), "{}", gone.body);
        assert!(!gone.body.contains("Ines Vale"), "who did it is the desk's affair");
    }
    for page in
        ["/", "/day/2026-11-19", "/feed.xml", "/feed.json", "/sitemap.xml", "/search?q=ferry"]
    {
        let answer = get(&town, page).await;
        assert!(!answer.body.contains("Aurora") && !answer.body.contains("aurora"), "{page}");
    }
    assert!(get(&town, "/").await.body.contains("One story that stood here has been withdrawn."));
}

async fn withdraw(town: &Town, id: &news::StoryId, why: Option<&str>) -> bool {
    let why = why.map(str::to_owned);
    let withdrawal = news::Withdrawal { by: "Ines Vale".to_owned(), at: town::now(), why };
    town.site.store.briefs.withdraw(id, &withdrawal).await.unwrap()
}

#[tokio::test]
async fn a_story_withdrawn_before_any_front_page_is_gone_too() {
    let town = town::empty().await;
    let told = town::words::ferry();
    let story = town::file(&town.site, &told).await;
    let draft = news::Draft { story: story.id.clone(), brief: told.brief.clone() };
    let checked = draft.checked(|_, statement| town::judge(statement));
    let approved = news::Approved::not_yet_reviewed(checked).unwrap();
    town.site.store.briefs.publish(None, &approved, town::now()).await.unwrap();
    let address = format!("/story/ferry-{}", story.id);
    assert!(get(&town, &address).await.status.is_redirection());
    assert!(withdraw(&town, &story.id, None).await);
    let gone = get(&town, &address).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.body.contains("12:00 UTC. No reason was given."), "{}", gone.body);
    assert!(get(&town, "/").await.body.contains("There is no front page yet"));
}

#[tokio::test]
async fn what_waits_at_the_desk_has_no_page_and_no_reason() {
    let town = town::empty().await;
    let told = town::words::ferry();
    let story = town::file(&town.site, &told).await;
    let draft = news::Draft { story: story.id.clone(), brief: told.brief.clone() };
    let why = "the mayor has not answered".to_owned();
    let reason = news::HoldReason::ByEditor { by: "Ines Vale".to_owned(), why };
    let held = news::Held { checked: draft.checked(|_, statement| town::judge(statement)), reason };
    town.site.store.briefs.hold(None, &held, town::now()).await.unwrap();
    let answer = get(&town, &format!("/story/ferry-{}", story.id)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(!answer.body.contains("mayor"));
}

#[tokio::test]
async fn pictures_come_from_here_and_last() {
    let town = town::busy().await;
    let front = get(&town, "/").await.body;
    let (_, after) = front.split_once("src=\"/media/").unwrap();
    let name = after.split_once('"').unwrap().0;
    let picture = get(&town, &format!("/media/{name}")).await;
    assert_eq!(picture.status, StatusCode::OK);
    assert_eq!(picture.header(header::CONTENT_TYPE), "image/png");
    assert_eq!(picture.header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    let bare = get(&town, &format!("/media/{}", name.trim_end_matches(".png"))).await;
    assert_eq!(bare.status, StatusCode::OK);
    assert_eq!(
        get(&town, &format!("/media/{}", "0".repeat(64))).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_stylesheet_is_named_by_its_bytes() {
    let town = town::empty().await;
    let front = get(&town, "/").await.body;
    let (_, after) = front.split_once("href=\"/assets/").unwrap();
    let style = get(&town, &format!("/assets/{}", after.split_once('"').unwrap().0)).await;
    assert_eq!(style.header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert!(style.header(header::CACHE_CONTROL).contains("immutable"));
    assert!(
        !style.body.contains("url(") && !style.body.contains("@import"),
        "nothing from elsewhere"
    );
}

#[tokio::test]
async fn search_finds_headlines_and_ledes() {
    let town = town::busy().await;
    let found = get(&town, "/search?q=LIFEBOATS+aurora").await.body;
    assert!(
        found.contains("1 story found.") && found.contains("Ferry &#60;Aurora&#62;"),
        "{found}"
    );
    let none = get(&town, "/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await.body;
    assert!(none.contains("No published story") && none.contains("&#60;script&#62;"), "{none}");
}

#[tokio::test]
async fn health_tells_people_and_programs() {
    let town = town::busy().await;
    let plain = get(&town, "/healthz").await;
    assert_eq!((plain.status, plain.body.as_str()), (StatusCode::OK, "ok\n"));
    let json = ask(&town, Method::GET, "/healthz", &[("accept", "application/json")]).await;
    let counts: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!((&counts["status"], &counts["published"]), (&"ok".into(), &14.into()));
}

#[tokio::test]
async fn a_dead_database_is_a_503_to_programs_and_a_page_to_readers() {
    let town = town::busy().await;
    town.site.store.close().await;
    let health = get(&town, "/healthz").await;
    assert_eq!(health.status, StatusCode::SERVICE_UNAVAILABLE);
    let page = get(&town, "/").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.body.contains("Something broke on our side"));
    assert!(!page.body.to_lowercase().contains("sql"), "{}", page.body);
}

#[tokio::test]
async fn an_instance_without_stories_still_has_all_its_pages() {
    let town = town::empty().await;
    for address in
        ["/", "/archive", "/about", "/search?q=x", "/feed.xml", "/atom.xml", "/feed.json"]
    {
        assert_eq!(get(&town, address).await.status, StatusCode::OK, "{address}");
    }
    assert!(get(&town, "/").await.body.contains("newsloom feeds add"));
    assert!(!web::pages(&town.site).await.unwrap().is_empty());
}

#[tokio::test]
async fn pages_stay_light() {
    let town = town::busy().await;
    let story = lead(&town).await;
    for address in ["/", story.as_str()] {
        // Issue 6 allows 60 kB over the wire with the stylesheet; this holds without compression.
        let bytes = get(&town, address).await.body.len();
        assert!(bytes < 40_000, "{address}: {bytes} bytes");
    }
}

#[tokio::test]
async fn the_export_needs_no_server() {
    let town = town::busy().await;
    let files = web::pages(&town.site).await.unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for expected in [
        "/index.html",
        "/404.html",
        "/about/index.html",
        "/archive/index.html",
        "/day/2026-11-19/index.html",
        "/feed.xml",
        "/favicon.svg",
        "/favicon.ico",
    ] {
        assert!(names.contains(&expected), "{expected} in {names:?}");
    }
    assert_eq!(names.iter().filter(|name| name.starts_with("/story/")).count(), 14);
    assert_eq!(names.iter().filter(|name| name.starts_with("/media/")).count(), 1);
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap();
        assert!(html.contains("http-equiv=\"Content-Security-Policy\""), "{name}");
        assert!(!html.contains("=\"/") && !html.contains("<form"), "{name}: {html}");
        for link in links(html) {
            let file = resolved(name, link);
            assert!(names.contains(&file.as_str()), "{name} links to {link}: no {file}");
        }
    }
}

#[tokio::test]
async fn the_export_leaves_out_what_was_withdrawn() {
    let town = town::busy().await;
    let id = news::StoryId(lead(&town).await.rsplit_once('-').unwrap().1.to_owned());
    assert!(withdraw(&town, &id, Some("wrong")).await);
    let files = web::pages(&town.site).await.unwrap();
    assert!(files.iter().all(|(name, _)| !name.contains(&id.0)));
}

/// The relative links of a page, without fragments.
fn links(html: &str) -> Vec<&str> {
    let places = html.match_indices("href=\"").chain(html.match_indices("src=\""));
    places
        .map(|(at, opening)| {
            let after = &html[at + opening.len()..];
            after.split(['"', '#']).next().unwrap()
        })
        .filter(|link| !link.is_empty() && !link.contains(':'))
        .collect()
}

/// The file that `link` on the page `from` means.
fn resolved(from: &str, link: &str) -> String {
    let base = url::Url::parse(&format!("https://files.example{from}")).unwrap();
    base.join(link).unwrap().path().to_owned()
}

/// Merges the lead story into the second of the front page; gives both addresses, and the ids.
async fn merge_lead(town: &Town) -> [String; 2] {
    let front = get(town, "/").await.body;
    let addresses: Vec<String> = front
        .split("href=\"/story/")
        .skip(1)
        .map(|after| format!("/story/{}", after.split(['"', '#']).next().unwrap()))
        .collect();
    let lead = addresses[0].clone();
    let second = addresses.iter().find(|address| **address != lead).unwrap().clone();
    regroup(town, news::RegroupingKind::Merge, &lead, &second).await;
    [lead, second]
}

fn id(address: &str) -> news::StoryId {
    news::StoryId(address.rsplit_once('-').unwrap().1.to_owned())
}

/// Lets all reports of one story go to another.
async fn regroup(town: &Town, kind: news::RegroupingKind, from: &str, to: &str) {
    let store = &town.site.store;
    let mut articles = Vec::new();
    for story in [from, to] {
        let story = store.stories.story(&id(story)).await.unwrap().unwrap();
        articles.push(story.reports.into_iter().map(|report| report.article).collect());
    }
    let [went, others] = articles.try_into().unwrap();
    let (from, to, at) = (id(from), id(to), town::now());
    let regrouping = news::Regrouping { kind, from, to, went, others, by: None, why: None, at };
    let settled = store.regroupings.regroup(&[], &[regrouping], town::now()).await.unwrap();
    assert_eq!(settled, store::Settled::Done);
}

#[tokio::test]
async fn a_merged_story_leads_to_the_other() {
    let town = town::busy().await;
    let [lead, second] = merge_lead(&town).await;
    for old in [lead.clone(), format!("/story/{}", id(&lead)), format!("/story/old-{}", id(&lead))]
    {
        let moved = get(&town, &old).await;
        assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT, "{old}");
        assert_eq!(moved.header(header::LOCATION), second, "{old}");
    }
    let page = get(&town, &second).await.body;
    assert!(page.contains("Joined by “Ferry"), "{page}");
    assert!(page.contains("which told of the same, with 4 articles."), "{page}");
    for list in ["/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml"] {
        let body = get(&town, list).await.body;
        assert!(!body.contains(&id(&lead).0) && body.contains(&id(&second).0), "{list}");
    }
    // The page of yesterday is as it was; its link leads on.
    let yesterday = get(&town, "/day/2026-11-19").await;
    assert!(yesterday.status == StatusCode::OK && yesterday.body.contains(&lead));
    assert!(!get(&town, "/search?q=aurora").await.body.contains(&lead));
}

#[tokio::test]
async fn a_merged_story_keeps_its_page_until_the_other_is_out() {
    let town = town::empty().await;
    let (told, other) = (town::words::ferry(), town::words::stories().swap_remove(1));
    let story = town::file(&town.site, &told).await;
    town::publish(&town.site, &told, &story, false).await;
    town::file(&town.site, &other).await;
    let (old, new) = (format!("/story/x-{}", told.id()), format!("/story/x-{}", other.id()));
    let address = get(&town, &old).await.header(header::LOCATION).to_owned();
    regroup(&town, news::RegroupingKind::Merge, &old, &new).await;
    assert_eq!(get(&town, &address).await.status, StatusCode::OK);
    // An editor who holds the one that it went into holds both.
    let hold = store::Hold { by: "Ines Vale".to_owned(), why: "wait".to_owned(), at: town::now() };
    assert!(town.site.store.stories.set_hold(&other.id(), Some(&hold)).await.unwrap());
    assert_eq!(get(&town, &address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_export_sends_readers_of_a_merged_story_on() {
    let town = town::busy().await;
    let [lead, second] = merge_lead(&town).await;
    let files = web::pages(&town.site).await.unwrap();
    let file = |name: &str| {
        let (_, bytes) = files.iter().find(|(file, _)| file == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    let page = file(&format!("{lead}/index.html"));
    let name = second.strip_prefix("/story/").unwrap();
    let refresh = format!("<meta http-equiv=\"refresh\" content=\"0; url=../{name}/index.html\">");
    assert!(page.contains(&refresh), "{page}");
    let canonical = format!("<link rel=\"canonical\" href=\"https://loom.example{second}\">");
    assert!(page.contains(&canonical), "{page}");
    assert!(page.contains(&format!("href=\"../../story/{name}/index.html\"")), "{page}");
    assert!(file("/day/2026-11-19/index.html").contains("Aurora"));
}
