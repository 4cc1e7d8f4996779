//! Two versions of a story beside each other, on the real router over a real database.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

mod asked;
#[allow(dead_code)]
mod town;

use asked::get;
use axum::http::StatusCode;
use news::{Statement, Withdrawal};
use town::Town;

const OLD: &str = "The line will carry its passengers by bus until Monday.";
const NEW: &str = "The ferry <b>Aurora</b> was bound for Asher.";

/// Publishes the ferry's story with other words in place of the one about buses.
async fn retell(town: &Town, words: &str) {
    let mut told = town::words::ferry();
    let evidence = told.brief.lede[0].evidence().to_vec();
    told.brief.sections[0].sentences[1] = Statement::new(words.to_owned(), evidence).unwrap();
    let story = town.site.store.stories.story(&told.id()).await.unwrap().unwrap();
    town::publish(&town.site, &told, &story, false).await;
}

async fn withdraw(town: &Town) {
    let why = Some("an editor took a sentence out".to_owned());
    let withdrawal = Withdrawal { by: "Ines Vale".to_owned(), at: town::now(), why };
    let id = town::words::ferry().id();
    assert!(town.site.store.briefs.withdraw(&id, &withdrawal).await.unwrap());
}

fn story() -> String {
    format!(
        "/story/ferry-aurora-runs-aground-off-merrow-all-aboard-are-safe-{}",
        town::words::ferry().id()
    )
}

#[tokio::test]
async fn what_changed_stands_sentence_by_sentence() {
    let town = town::busy().await;
    retell(&town, NEW).await;
    let router = web::router(town.site.clone());
    let page = get(&router, &story()).await.text();
    let link = format!("href=\"{}/versions/1-2\"", story());
    assert!(page.contains(&link), "{page}");
    let page = get(&router, &format!("{}/versions/1-2", story())).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    for part in [
        "1 added, 1 removed; ",
        "<strong class=\"what\">Added</strong>",
        "<ins>The ferry &#60;b&#62;Aurora&#60;/b&#62; was bound for Asher.</ins>",
        "<del>The line will carry its passengers by bus until Monday.</del>",
        "<meta name=\"robots\" content=\"noindex\">",
        "not yet reviewed",
        "reviewed by Ines Vale",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[tokio::test]
async fn any_two_versions_can_be_asked_for() {
    let town = town::busy().await;
    retell(&town, NEW).await;
    retell(&town, "Nobody was hurt.").await;
    let router = web::router(town.site.clone());
    let page = get(&router, &format!("{}/versions/1-3", story())).await.text();
    assert!(page.contains("<select name=\"from\"") && page.contains("Nobody was hurt."), "{page}");
    assert!(!page.contains("bound for Asher"), "{page}");
    for (asked, leads) in
        [("from=3&to=1", "/versions/1-3"), ("from=2&to=3", "/versions/2-3"), ("from=2&to=2", "")]
    {
        let answer = get(&router, &format!("{}/versions?{asked}", story())).await;
        assert!(answer.status.is_redirection(), "{asked}");
        assert_eq!(answer.header("location"), format!("{}{leads}", story()), "{asked}");
    }
    for odd in ["1-1", "2-1", "0-1", "1-9", "1", "a-b", "01-2", "1-2-3", "1-99999999999", ""] {
        let answer = get(&router, &format!("{}/versions/{odd}", story())).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{odd}");
    }
    for odd in ["", "?from=1", "?from=x&to=2"] {
        let answer = get(&router, &format!("{}/versions{odd}", story())).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[tokio::test]
async fn what_an_editor_took_out_does_not_come_back_through_a_comparison() {
    let town = town::busy().await;
    retell(&town, NEW).await;
    withdraw(&town).await;
    let router = web::router(town.site.clone());
    let pair = format!("{}/versions/1-2", story());
    let gone = get(&router, &pair).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(
        gone.text().contains("This story was withdrawn on 20 November 2026, 12:00 UTC: an editor")
    );
    retell(&town, "Nobody was hurt.").await;
    retell(&town, "Nobody was hurt at all.").await;
    let page = get(&router, &story()).await.text();
    assert!(page.contains("/versions/3-4\"") && !page.contains("/versions/2-3\""), "{page}");
    for (from, to) in [(1, 2), (1, 3), (2, 3), (2, 4)] {
        let gone = get(&router, &format!("{}/versions/{from}-{to}", story())).await;
        assert_eq!(gone.status, StatusCode::GONE, "{from}-{to}");
        let text = gone.text();
        let why = format!(
            "Version {from} of this story was withdrawn on 20 November 2026, 12:00 UTC: an editor \
                           took a sentence out. The story is out in version 4."
        );
        assert!(text.contains(&why), "{text}");
        for words in ["bus until", "bound for", "Ines Vale"] {
            assert!(!text.contains(words), "{words}: {text}");
        }
    }
    let page = get(&router, &format!("{}/versions/3-4", story())).await.text();
    assert!(
        page.contains("<ins>hurt at all.</ins>")
            && !page.contains("bound for")
            && !page.contains(OLD),
        "{page}"
    );
    // Programs are told the same of a version.
    let id = town::words::ferry().id();
    let problem = get(&router, &format!("/api/v1/stories/{id}/versions/2")).await;
    assert_eq!(problem.status, StatusCode::GONE);
    assert!(problem.text().contains("Version 2 of this story was withdrawn"), "{}", problem.text());
    // The export has the comparisons that readers have, and no other.
    let files = web::pages(&town.site, web::Scope::Whole).await.unwrap();
    let compared: Vec<&String> =
        files.iter().map(|file| &file.name).filter(|n| n.contains("/versions/")).collect();
    assert_eq!(compared, [&format!("{}/versions/3-4/index.html", story())]);
}
