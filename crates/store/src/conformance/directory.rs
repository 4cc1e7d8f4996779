use super::samples::{approved, article, held, put, report, story, threading};
use super::{at, on_each_database};
use crate::{Filed, OutletTally, Store};
use jiff::civil::date;
use news::{Entity, Listing, OutletId, OutletPart, Subject, SubjectKind, Withdrawal};
use std::collections::BTreeMap;

pub(super) const DAY: i64 = 86_400;

fn part(outlet: &str, is_shared: bool, was_first: bool) -> OutletPart {
    OutletPart {
        outlet: OutletId(outlet.to_owned()),
        reports: 2,
        is_shared,
        was_first,
        corrections: 1,
        silent_edits: 3,
    }
}

/// A story that names these, its first report on this day and its latest a day later.
fn listing(id: &str, day: i64, names: &[&str]) -> Listing {
    let entity = |name: &&str| Entity { name: (*name).to_owned(), origins: 2 };
    Listing {
        story: story(id),
        since: at(day * DAY + 5),
        latest: at((day + 1) * DAY),
        articles: 3,
        independent_reports: 2,
        section: Some("news".to_owned()),
        topic: Some("Shipping".to_owned()),
        entities: names.iter().map(entity).collect(),
        outlets: vec![part("gazette.example", true, true), part("post.example", true, false)],
    }
}

/// A published story with a report, filed.
pub(super) async fn file(store: &Store, id: &str, day: i64, names: &[&str]) {
    let job = threading(store, &article(id, "Words."), 100).await;
    put(&*store.stories, &job, id, &report(id, 10)).await;
    store.briefs.publish(None, &approved(id, &format!("Ferry {id}")), at(60)).await.unwrap();
    store.directory.list(&listing(id, day, names)).await.unwrap();
}

fn entity(name: &str) -> Subject {
    Subject::named(SubjectKind::Entity, name)
}

async fn listed(store: &Store, subject: &Subject, limit: u32) -> String {
    let stories = store.directory.listed(subject, limit).await.unwrap();
    stories.into_iter().map(|listed| listed.story.0).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn stories_are_found_under_what_they_were_filed_under_last() {
    on_each_database(async |store, _| {
        file(store, "s", 3, &["Ada Lund", "Kelm"]).await;
        file(store, "t", 5, &["ADA LUND"]).await;
        file(store, "u", 5, &["Kelm"]).await;
        assert_eq!(listed(store, &entity("Ada Lund"), 9).await, "t s");
        assert_eq!(listed(store, &entity("Kelm"), 9).await, "u s");
        assert_eq!(listed(store, &entity("Kelm"), 1).await, "u");
        assert_eq!(listed(store, &entity("Lund"), 9).await, "");
        let section = Subject::named(SubjectKind::Section, "news");
        assert_eq!(listed(store, &section, 9).await, "u t s");
        let coverage = store.directory.coverage(&entity("Ada Lund")).await.unwrap().unwrap();
        assert_eq!(coverage.title, "Ada Lund");
        assert_eq!(coverage.days, [(date(1970, 1, 4), 1), (date(1970, 1, 6), 1)]);
        assert_eq!(store.directory.coverage(&entity("Nobody")).await.unwrap(), None);
        // Told anew, the story names somebody else.
        store.directory.list(&listing("t", 5, &["Bo Lund"])).await.unwrap();
        assert_eq!(listed(store, &entity("Ada Lund"), 9).await, "s");
        assert_eq!(listed(store, &entity("Bo Lund"), 9).await, "t");
        let others = store.directory.others(&section, &story("t"), 1).await.unwrap();
        assert_eq!(others, [(story("u"), at(6 * DAY))]);
    })
    .await;
}

#[tokio::test]
async fn what_a_story_is_filed_under_comes_back_in_order() {
    on_each_database(async |store, _| {
        file(store, "s", 3, &["Kelm", "Ada Lund"]).await;
        let filed = store.directory.filed(&story("s")).await.unwrap();
        let shown: Vec<String> = filed
            .iter()
            .map(|Filed { subject, title }| {
                format!("{}/{} {title}", subject.kind.word(), subject.key)
            })
            .collect();
        let expected = [
            "entity/kelm Kelm",
            "entity/ada-lund Ada Lund",
            "outlet/gazette-example gazette.example",
            "outlet/post-example post.example",
            "section/news news",
            "topic/shipping Shipping",
        ];
        assert_eq!(shown, expected);
        let one = store.directory.listed_story(&story("s")).await.unwrap().unwrap();
        assert_eq!(
            (one.headline.as_str(), one.articles, one.independent_reports),
            ("Ferry s", 3, 2)
        );
        assert_eq!(
            (one.section.as_deref(), one.topic.as_deref()),
            (Some("news"), Some("Shipping"))
        );
        assert_eq!((one.at, one.since, one.latest), (at(60), at(3 * DAY + 5), at(4 * DAY)));
        assert_eq!(store.directory.listed_story(&story("x")).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn lists_hold_only_what_is_out_by_its_first_headline() {
    on_each_database(async |store, _| {
        file(store, "s", 3, &["Kelm"]).await;
        store.briefs.publish(None, &approved("s", "Ferry s is free"), at(90)).await.unwrap();
        let kelm = entity("Kelm");
        let one = store.directory.listed(&kelm, 9).await.unwrap().remove(0);
        assert_eq!(one.headline, "Ferry s is free");
        assert_eq!(one.first_headline, "Ferry s");
        // A later version that waits changes nothing, a story that only waits is not there.
        store.briefs.hold(None, &held("s", "Another", "why"), at(95)).await.unwrap();
        let again = store.directory.listed(&kelm, 9).await.unwrap().remove(0);
        assert_eq!(again, one);
        let job = threading(store, &article("h", "Words."), 100).await;
        put(&*store.stories, &job, "h", &report("h", 10)).await;
        store.briefs.hold(None, &held("h", "Ferry h", "why"), at(60)).await.unwrap();
        store.directory.list(&listing("h", 4, &["Kelm"])).await.unwrap();
        assert_eq!(listed(store, &kelm, 9).await, "s");
        assert_eq!(store.directory.listed_story(&story("h")).await.unwrap(), None);
        let withdrawal = Withdrawal { by: "Ada".to_owned(), at: at(99), why: None };
        assert!(store.briefs.withdraw(&story("s"), &withdrawal).await.unwrap());
        assert_eq!(listed(store, &kelm, 9).await, "");
        assert_eq!(store.directory.coverage(&kelm).await.unwrap(), None);
        assert!(store.directory.others(&kelm, &story("x"), 9).await.unwrap().is_empty());
        assert!(store.directory.subjects(SubjectKind::Entity, 1, 9).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_published_before_there_was_a_directory_is_named() {
    on_each_database(async |store, _| {
        for id in ["t", "s"] {
            let job = threading(store, &article(id, "Words."), 100).await;
            put(&*store.stories, &job, id, &report(id, 10)).await;
            store.briefs.publish(None, &approved(id, "Ferry"), at(60)).await.unwrap();
        }
        assert_eq!(store.directory.unlisted(9).await.unwrap(), [story("s"), story("t")]);
        assert_eq!(store.directory.unlisted(1).await.unwrap(), [story("s")]);
        store.directory.list(&listing("s", 3, &[])).await.unwrap();
        assert_eq!(store.directory.unlisted(9).await.unwrap(), [story("t")]);
    })
    .await;
}

#[tokio::test]
async fn subjects_sections_and_outlets_are_counted() {
    on_each_database(async |store, _| {
        file(store, "s", 3, &["Kelm", "Ada Lund"]).await;
        file(store, "t", 5, &["KELM"]).await;
        let lines = store.directory.subjects(SubjectKind::Entity, 1, 9).await.unwrap();
        let shown: Vec<(&str, u64)> = lines.iter().map(|l| (l.title.as_str(), l.stories)).collect();
        assert_eq!(shown, [("Kelm", 2), ("Ada Lund", 1)]);
        assert_eq!(lines[0].latest, at(6 * DAY));
        assert_eq!(store.directory.subjects(SubjectKind::Entity, 2, 9).await.unwrap().len(), 1);
        assert_eq!(store.directory.subjects(SubjectKind::Entity, 1, 1).await.unwrap().len(), 1);
        let late = store.directory.sections(at(5 * DAY)).await.unwrap();
        assert_eq!(late, BTreeMap::from([(story("t"), "news".to_owned())]));
        let tally = store.directory.outlet(&OutletId("gazette.example".to_owned())).await.unwrap();
        let expected = OutletTally {
            stories: 2,
            reports: 4,
            shared: 2,
            first: 2,
            corrections: 2,
            silent_edits: 6,
        };
        assert_eq!(tally, expected);
        let nobody = store.directory.outlet(&OutletId("x.example".to_owned())).await.unwrap();
        assert_eq!(nobody, OutletTally::default());
    })
    .await;
}

#[tokio::test]
async fn two_workers_may_file_one_story() {
    on_each_database(async |store, other| {
        file(store, "s", 3, &["Kelm"]).await;
        let (one, two) = (listing("s", 3, &["Kelm", "Ada Lund"]), listing("s", 3, &["Kelm"]));
        let (first, second) = tokio::join!(store.directory.list(&one), other.directory.list(&two));
        first.unwrap();
        second.unwrap();
        assert_eq!(listed(store, &entity("Kelm"), 9).await, "s");
    })
    .await;
}
