//! The pictures that stand for stories where links are passed on, on the real router.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

mod asked;
#[allow(dead_code)]
mod town;

use asked::get;
use axum::Router;
use axum::http::StatusCode;
use news::Withdrawal;

/// What a meta element of the story's page says.
async fn meta(router: &Router, story: &str, name: &str) -> String {
    let page = get(router, story).await.text();
    let (_, rest) = page.split_once(&format!("property=\"{name}\" content=\"")).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

fn story() -> String {
    format!(
        "/story/ferry-aurora-runs-aground-off-merrow-all-aboard-are-safe-{}",
        town::words::ferry().id()
    )
}

#[tokio::test]
async fn every_story_has_a_card_that_its_address_names() {
    let town = town::busy().await;
    let router = web::router(town.site.clone());
    let address = meta(&router, &story(), "og:image").await;
    let address = address.strip_prefix("https://loom.example").unwrap();
    assert_eq!(meta(&router, &story(), "og:image:width").await, "1200");
    assert_eq!(meta(&router, &story(), "og:image:height").await, "630");
    let alt = meta(&router, &story(), "og:image:alt").await;
    assert_eq!(
        alt,
        "The Merrow Loom: Ferry &#60;Aurora&#62; runs aground off Merrow; all aboard are safe. 4 articles · 2 \
         independent reports. Harbour Wire, Courier &#38; &#60;Post&#62;, Radio Sound, The Merrow Gazette"
    );
    let page = get(&router, &story()).await.text();
    assert!(page.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"));
    for _ in 0..2 {
        let card = get(&router, address).await;
        assert_eq!(card.status, StatusCode::OK);
        assert_eq!(card.header("content-type"), "image/png");
        assert!(card.header("cache-control").contains("immutable"));
        assert!(
            card.body.len() < 60_000 && card.body.starts_with(b"\x89PNG"),
            "{} bytes",
            card.body.len()
        );
    }
    if let Ok(folder) = std::env::var("NEWSLOOM_CARDS") {
        let card = get(&router, address).await;
        std::fs::write(std::path::Path::new(&folder).join("card.png"), &card.body).unwrap();
    }
    let old = get(&router, &format!("/card/{}/0123456789ab.png", town::words::ferry().id())).await;
    assert!(old.status.is_redirection());
    assert_eq!(old.header("location"), address, "an earlier card leads to the present one");
    for odd in ["/card/nothing/0.png", "/card/x", "/card/%00/%00"] {
        assert_eq!(get(&router, odd).await.status, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[tokio::test]
async fn a_withdrawn_story_has_no_card() {
    let town = town::busy().await;
    let router = web::router(town.site.clone());
    let address = meta(&router, &story(), "og:image").await;
    let address = address.strip_prefix("https://loom.example").unwrap();
    assert_eq!(get(&router, address).await.status, StatusCode::OK);
    let withdrawal = Withdrawal { by: "Ines Vale".to_owned(), at: town::now(), why: None };
    let id = town::words::ferry().id();
    assert!(town.site.store.briefs.withdraw(&id, &withdrawal).await.unwrap());
    let gone = get(&router, address).await;
    assert_eq!(gone.status, StatusCode::GONE, "kept in memory, and gone all the same");
    assert!(!get(&router, &story()).await.text().contains("og:image"));
}
