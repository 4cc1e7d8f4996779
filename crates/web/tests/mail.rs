//! The form, the links of mails and the letters, by the real router over a real database.
#![allow(clippy::unwrap_used)] // Also outside the test functions: all of this file is a test.

mod asked;
mod town;

use asked::{Answer, ask, get, path};
use axum::Router;
use axum::http::{Method, StatusCode};
use news::Rhythm;
use std::collections::BTreeSet;
use store::Subscriber;
use town::Town;
use web::Letter;

const FORM: &str = "address=ada%40mail.example&rhythm=weekly&hour=18&zone=UTC%2B01%3A00";

async fn post(router: &Router, address: &str, form: &str) -> Answer {
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    ask(router, Method::POST, address, &kind, form).await
}

async fn subscriber(town: &Town, address: &str) -> Option<Subscriber> {
    town.site.store.subscribers.by_address(address).await.unwrap()
}

/// The letter that asks a subscriber to confirm.
async fn asked_by_mail(town: &Town, address: &str) -> Letter {
    let subscriber = subscriber(town, address).await.unwrap();
    let mail = town.site.mail.as_ref().unwrap();
    web::confirmation(&town.site, mail, &subscriber, town::now()).unwrap()
}

/// The link of a letter, without the host.
fn link(letter: &Letter) -> String {
    let mut words = letter.text.split_whitespace();
    path(words.find(|word| word.starts_with("https://")).unwrap()).to_owned()
}

async fn digest(town: &Town, rhythm: Rhythm) -> Option<web::Digest> {
    let mail = town.site.mail.as_ref().unwrap();
    web::digest(&town.site, mail, rhythm, town::now()).await.unwrap()
}

#[tokio::test]
async fn a_wish_is_confirmed_by_the_link_and_a_button() {
    let town = town::empty().await;
    let router = web::router(town.site.clone());
    let form = get(&router, "/subscribe").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text().contains("<form action=\"/subscribe\" method=\"post\">"));
    assert!(form.header("content-security-policy").contains("form-action 'self'"));
    assert_eq!(form.text().matches("<script").count(), 1, "only that of every page");
    assert!(get(&router, "/").await.text().contains("href=\"/subscribe\""));
    let answer = post(&router, "/subscribe", FORM).await;
    assert!(answer.status == StatusCode::OK && answer.text().contains("Look at your mail"));
    assert_eq!(answer.header("cache-control"), "no-store");
    let letter = asked_by_mail(&town, "ada@mail.example").await;
    assert_eq!(letter.subject, "The Merrow Loom: please confirm");
    assert!(letter.text.contains("every Sunday at 18:00 (UTC+01:00)") && letter.leave.is_none());
    let link = link(&letter);
    assert!(get(&router, &link).await.text().contains("Yes, send it to me"));
    assert_eq!(
        subscriber(&town, "ada@mail.example").await.unwrap().plan,
        None,
        "looking is no yes"
    );
    let answer = post(&router, &link, "").await;
    assert!(
        answer.text().contains("the first one on Sunday, 22 November 2026"),
        "{}",
        answer.text()
    );
    let ada = subscriber(&town, "ada@mail.example").await.unwrap();
    assert_eq!(ada.due, Some(town::at("2026-11-22T17:00:00Z")));
    for (broken, status) in [
        (link.replace("weekly", "daily"), StatusCode::FORBIDDEN),
        (link[..link.len() - 1].to_owned(), StatusCode::FORBIDDEN),
        ("/subscribe/confirm".to_owned(), StatusCode::FORBIDDEN),
    ] {
        assert_eq!(post(&router, &broken, "").await.status, status, "{broken}");
        let page = get(&router, &broken).await;
        assert!(
            page.status == status && page.text().contains("This link is not whole"),
            "{broken}"
        );
    }
    town.site.store.subscribers.leave(&ada.id).await.unwrap();
    assert_eq!(post(&router, &link, "").await.status, StatusCode::GONE);
    let clock = std::sync::Arc::new(|| town::now() + jiff::SignedDuration::from_hours(73));
    let later = web::router(web::Site { clock, ..town.site.clone() });
    assert!(get(&later, &link).await.text().contains("This link is too old"));
}

#[tokio::test]
async fn what_is_said_does_not_depend_on_whether_an_address_is_known() {
    let town = town::empty().await;
    let router = web::router(town.site.clone());
    let first = post(&router, "/subscribe", FORM).await;
    let again = post(&router, "/subscribe", FORM).await;
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    let link = link(&asked_by_mail(&town, "ada@mail.example").await);
    post(&router, &link, "").await;
    let known = post(&router, "/subscribe", FORM).await;
    assert_eq!((first.status, &first.body), (known.status, &known.body));
    let names = |answer: &Answer| answer.headers.keys().map(|n| n.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&first), names(&known));
    // Within the hour nobody was asked a second time.
    assert_eq!(town.site.store.deliveries.deliveries(9).await.unwrap().len(), 1);
    // And one client may not go on for ever.
    for _ in 0..2 {
        assert_eq!(
            post(&router, "/subscribe", "address=x").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let refused = post(&router, "/subscribe", FORM).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.header("retry-after").is_empty());
}

#[tokio::test]
async fn a_wrong_form_is_shown_again_with_what_is_wrong() {
    let town = town::empty().await;
    for (form, why) in [
        ("address=%3Cb%3E&rhythm=daily&hour=7&zone=UTC", "This is no address"),
        (
            "address=a%40b.example&rhythm=daily&hour=7&zone=Mars%2FBase",
            "there is no such time zone",
        ),
        ("address=a%40b.example&rhythm=daily&hour=77&zone=UTC", "the hour must be"),
        ("address=a%40b.example&rhythm=hourly&hour=7&zone=UTC", "it comes daily or weekly"),
        ("", "This is no address"),
    ] {
        let router = web::router(town.site.clone());
        let answer = post(&router, "/subscribe", form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        let text = answer.text();
        assert!(
            text.contains(why) && text.contains("aria-invalid") && !text.contains("<b>"),
            "{text}"
        );
    }
    let router = web::router(town.site.clone());
    let long = format!("address={}", "a".repeat(9_000));
    assert_eq!(post(&router, "/subscribe", &long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let without = web::router(web::Site { mail: None, ..town.site.clone() });
    assert_eq!(get(&without, "/subscribe").await.status, StatusCode::NOT_FOUND);
    assert!(!get(&without, "/").await.text().contains("/subscribe"));
}

#[tokio::test]
async fn one_press_ends_it_and_a_look_does_not() {
    let town = town::busy().await;
    let router = web::router(town.site.clone());
    post(&router, "/subscribe", FORM).await;
    post(&router, &link(&asked_by_mail(&town, "ada@mail.example").await), "").await;
    let ada = subscriber(&town, "ada@mail.example").await.unwrap();
    let digest = digest(&town, Rhythm::Daily).await.unwrap();
    let mail = town.site.mail.as_ref().unwrap();
    let letter = digest.letter(&town.site, mail, &ada, town::now()).unwrap();
    let leave = path(letter.leave.as_deref().unwrap()).to_owned();
    assert!(get(&router, &leave).await.text().contains("End it"));
    let broken = leave.replace("sign=", "sign=0");
    assert_eq!(post(&router, &broken, "").await.status, StatusCode::FORBIDDEN);
    assert!(subscriber(&town, "ada@mail.example").await.is_some());
    let said = post(&router, &leave, "List-Unsubscribe=One-Click").await;
    assert_eq!(said.status, StatusCode::OK);
    assert_eq!(subscriber(&town, "ada@mail.example").await, None);
    let again = post(&router, &leave, "List-Unsubscribe=One-Click").await;
    assert_eq!((said.status, said.body), (again.status, again.body));
}

#[tokio::test]
async fn a_letter_tells_the_front_page_with_its_sources_and_leads_only_here() {
    let town = town::busy().await;
    let router = web::router(town.site.clone());
    post(&router, "/subscribe", FORM).await;
    let ada = subscriber(&town, "ada@mail.example").await.unwrap();
    let mail = town.site.mail.as_ref().unwrap();
    for rhythm in [Rhythm::Daily, Rhythm::Weekly] {
        let digest = digest(&town, rhythm).await.unwrap();
        let letter = digest.letter(&town.site, mail, &ada, town::now()).unwrap();
        let addresses: BTreeSet<&str> = letter
            .html
            .split("href=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert!(addresses.len() > 5, "{addresses:?}");
        for address in addresses {
            assert!(address.starts_with("https://loom.example/"), "{address}");
            let address = address.replace("&amp;", "&").replace("&#38;", "&");
            let own = path(&address).split('#').next().unwrap().to_owned();
            let page = get(&router, &own).await;
            assert_eq!(page.status, StatusCode::OK, "{own}");
            if let Some((_, anchor)) = address.split_once('#') {
                assert!(page.text().contains(&format!("id=\"{anchor}\"")), "{address}");
            }
        }
        assert!(!letter.html.contains("<img") && !letter.html.contains("<script"));
        assert!(!letter.text.contains("&amp;") && letter.text.contains("[1]"), "{}", letter.text);
        assert!(
            letter.html.len() < 100_000,
            "mail programs cut what is longer: {}",
            letter.html.len()
        );
    }
    // Nothing happened since: nothing is sent.
    let clock = std::sync::Arc::new(town::now);
    let site = web::Site { clock, ..town.site.clone() };
    let day = town::now() + jiff::SignedDuration::from_hours(24);
    assert!(web::digest(&site, mail, Rhythm::Daily, day).await.unwrap().is_none());
    assert!(web::digest(&site, mail, Rhythm::Weekly, day).await.unwrap().is_some());
    assert!(self::digest(&town::empty().await, Rhythm::Daily).await.is_none());
}
