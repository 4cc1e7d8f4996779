//! Pages that many ask for at once, on the real router.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

mod asked;
#[allow(dead_code)]
mod town;

use asked::get;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::time::Duration;
use tower::ServiceExt;

async fn with(
    router: &Router,
    address: &str,
    headers: &[(&str, &str)],
) -> axum::http::Response<Body> {
    let mut request = Request::builder().uri(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn withdraw(town: &town::Town) {
    let withdrawal = news::Withdrawal { by: "Ines Vale".to_owned(), at: town::now(), why: None };
    let id = town::words::ferry().id();
    assert!(town.site.store.briefs.withdraw(&id, &withdrawal).await.unwrap());
}

#[tokio::test]
async fn a_page_is_kept_as_it_was_made_with_all_that_belongs_to_it() {
    let town = town::busy().await;
    let anew = web::router(town.site.clone());
    // Longer than any test takes.
    let kept =
        web::router(web::Site { pages_last: Duration::from_secs(3600), ..town.site.clone() });
    for headers in [&[][..], &[("accept-encoding", "gzip")][..]] {
        let expected = with(&anew, "/", headers).await;
        for _ in 0..3 {
            let answer = with(&kept, "/", headers).await;
            assert_eq!(answer.headers(), expected.headers());
            assert_eq!(answer.status(), StatusCode::OK);
        }
        let etag = expected.headers()[header::ETAG].to_str().unwrap().to_owned();
        let known = [headers, &[("if-none-match", etag.as_str())]].concat();
        let answer = with(&kept, "/", &known).await;
        assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
    }
    assert_eq!(get(&kept, "/").await.text(), get(&anew, "/").await.text());
    // A client that knows the page already does not keep it from the next one.
    let fresh =
        web::router(web::Site { pages_last: Duration::from_secs(3600), ..town.site.clone() });
    assert_eq!(
        with(&fresh, "/about", &[("if-none-match", "*")]).await.status(),
        StatusCode::NOT_MODIFIED
    );
    assert!(get(&fresh, "/about").await.text().contains("How it decides"));
}

#[tokio::test]
async fn what_was_withdrawn_is_gone_when_the_page_is_made_anew() {
    let town = town::busy().await;
    let story = format!(
        "/story/ferry-aurora-runs-aground-off-merrow-all-aboard-are-safe-{}",
        town::words::ferry().id()
    );
    let long =
        web::router(web::Site { pages_last: Duration::from_secs(3600), ..town.site.clone() });
    let short = web::router(web::Site { pages_last: Duration::from_nanos(1), ..town.site.clone() });
    for router in [&long, &short] {
        assert_eq!(get(router, &story).await.status, StatusCode::OK);
    }
    withdraw(&town).await;
    assert_eq!(get(&short, &story).await.status, StatusCode::GONE);
    assert_eq!(get(&long, &story).await.status, StatusCode::OK, "for as long as pages last");
    // What changes at every word is never kept.
    assert!(!get(&long, "/search?q=aurora").await.text().contains("Aurora"));
    assert_eq!(get(&long, "/healthz").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn readers_who_come_at_once_have_the_page_made_once() {
    let town = town::busy().await;
    let router =
        web::router(web::Site { pages_last: Duration::from_secs(3600), ..town.site.clone() });
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let router = router.clone();
        readers.spawn(async move { get(&router, "/").await });
    }
    let answers = readers.join_all().await;
    assert!(
        answers
            .iter()
            .all(|answer| answer.body == answers[0].body && answer.status == StatusCode::OK)
    );
}
