use super::samples::{
    accept, article, put, report, story, take, take_one, take_subjects, threading,
};
use super::{at, on_each_database};
use crate::{Hold, Placed, Settled, Stage, Store};
use news::{
    Article, ArticleId, FrontItem, FrontPage, OutletId, Report, StoryId, Term, Tie, TieReason,
    TieTo,
};
use std::collections::BTreeSet;

/// Threads a new version of an article into a story.
async fn place(store: &Store, id: &str, into: &str, reported: i64) -> Report {
    let words = format!("{id} as of {reported}");
    let job = threading(store, &article(id, &words), 100).await;
    let report = report(id, reported);
    assert_eq!(put(&*store.stories, &job, into, &report).await, Settled::Done);
    assert_eq!(put(&*store.stories, &job, into, &report).await, Settled::LeaseLost);
    report
}

async fn articles_of(store: &Store, id: &str) -> String {
    let story = store.stories.story(&story(id)).await.unwrap();
    let reports = story.map(|story| story.reports).unwrap_or_default();
    reports.iter().map(|report| report.article.0.clone()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn reports_keep_the_order_in_which_they_joined() {
    on_each_database(async |store, _| {
        let first = place(store, "b", "s", 30).await;
        place(store, "a", "s", 20).await;
        assert_eq!(articles_of(store, "s").await, "b a");
        // A report of a new version takes the place of the old one.
        let renewed = place(store, "b", "s", 40).await;
        assert_ne!(first, renewed);
        let kept = store.stories.story(&story("s")).await.unwrap().unwrap();
        assert_eq!(kept.reports[0], renewed);
        assert_eq!(articles_of(store, "s").await, "b a");
        assert_eq!(
            store.stories.story_of(&ArticleId("a".to_owned())).await.unwrap(),
            Some(story("s"))
        );
        assert_eq!(store.stories.story_of(&ArticleId("x".to_owned())).await.unwrap(), None);
        assert_eq!(store.stories.story(&story("x")).await.unwrap(), None);
        assert_eq!(store.articles.counts().await.unwrap().stories, 1);
    })
    .await;
}

#[tokio::test]
async fn a_report_comes_back_as_it_was_placed() {
    on_each_database(async |store, _| {
        let tie = |to| Tie { to, by: TieReason::Attribution };
        let full = Report {
            url: Some("https://gazette.example/a".to_owned()),
            relies_on: vec![
                tie(TieTo::Article(ArticleId("b".to_owned()))),
                tie(TieTo::Outlet(OutletId("wire.example".to_owned()))),
            ],
            ..report("a", 10)
        };
        let job = threading(store, &article("a", "Words."), 100).await;
        put(&*store.stories, &job, "s", &full).await;
        let kept = store.stories.story(&story("s")).await.unwrap().unwrap();
        assert_eq!(kept.reports, [full]);
    })
    .await;
}

#[tokio::test]
async fn every_change_of_a_story_has_it_written_again() {
    on_each_database(async |store, _| {
        place(store, "a", "s", 10).await;
        assert_eq!(take_subjects(store, Stage::Write, 49).await, "");
        let first = take_one(store, Stage::Write, 50).await;
        assert_eq!(first.subject, "s");
        place(store, "b", "s", 20).await;
        assert_eq!(store.work.finish(&first).await.unwrap(), Settled::LeaseLost);
        let second = take_one(store, Stage::Write, 50).await;
        assert_ne!(first.input, second.input);
        assert_eq!(store.work.finish(&second).await.unwrap(), Settled::Done);
        place(store, "b", "s", 30).await;
        assert_eq!(take_one(store, Stage::Write, 50).await.subject, "s");
    })
    .await;
}

#[tokio::test]
async fn reports_placed_together_join_in_their_order() {
    on_each_database(async |store, _| {
        for id in ["a", "b", "c", "d"] {
            accept(store, &[id]).await;
        }
        let kept = news::Screening::kept();
        let screened: Vec<_> = take(store, Stage::Screen, 100).await;
        let screened: Vec<_> = screened.into_iter().map(|job| (job, kept.clone())).collect();
        store.articles.save_screenings(&screened, at(0)).await.unwrap();
        let jobs = take(store, Stage::Thread, 100).await;
        let placed = |n: usize, into: &str| Placed {
            job: jobs[n].clone(),
            story: story(into),
            report: report(&jobs[n].subject, 10),
        };
        assert_eq!(put(&*store.stories, &jobs[1], "old", &report("b", 10)).await, Settled::Done);
        let all = [placed(3, "s"), placed(1, "s"), placed(0, "t"), placed(2, "s")];
        let settled = store.stories.place(&all, at(50)).await.unwrap();
        use Settled::{Done, LeaseLost};
        assert_eq!(settled, [Done, LeaseLost, Done, Done]);
        assert_eq!(articles_of(store, "s").await, "d c");
        assert_eq!(articles_of(store, "t").await, "a");
        assert_eq!(articles_of(store, "old").await, "b");
        assert_eq!(take_subjects(store, Stage::Write, 50).await, "old s t");
        assert_eq!(store.stories.place(&[], at(50)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_article_is_in_one_story_only() {
    on_each_database(async |store, _| {
        place(store, "a", "old", 10).await;
        place(store, "b", "old", 20).await;
        let write = take_one(store, Stage::Write, 50).await;
        store.work.finish(&write).await.unwrap();
        place(store, "a", "new", 30).await;
        assert_eq!(articles_of(store, "old").await, "b");
        assert_eq!(articles_of(store, "new").await, "a");
        assert_eq!(take_subjects(store, Stage::Write, 50).await, "new old");
        place(store, "b", "new", 40).await;
        assert_eq!(articles_of(store, "old").await, "");
        assert_eq!(store.articles.counts().await.unwrap().stories, 1);
    })
    .await;
}

#[tokio::test]
async fn recent_stories_come_whole() {
    on_each_database(async |store, _| {
        place(store, "a", "t", 10).await;
        place(store, "b", "t", 100).await;
        place(store, "c", "s", 100).await;
        place(store, "d", "old", 99).await;
        let recent = store.stories.reported_since(at(100)).await.unwrap();
        let ids: Vec<&StoryId> = recent.iter().map(|story| &story.id).collect();
        assert_eq!(ids, [&story("s"), &story("t")]);
        assert_eq!(recent[1].reports.len(), 2);
        assert_eq!(store.stories.reported_since(at(101)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_editor_holds_and_lifts() {
    on_each_database(async |store, _| {
        let hold = Hold { by: "Ada".to_owned(), why: "names a minor".to_owned(), at: at(77) };
        assert!(!store.stories.set_hold(&story("s"), Some(&hold)).await.unwrap());
        assert_eq!(store.stories.hold(&story("s")).await.unwrap(), None);
        place(store, "a", "s", 10).await;
        assert_eq!(store.stories.hold(&story("s")).await.unwrap(), None);
        assert!(store.stories.set_hold(&story("s"), Some(&hold)).await.unwrap());
        place(store, "b", "s", 20).await;
        assert_eq!(store.stories.hold(&story("s")).await.unwrap(), Some(hold));
        assert!(store.stories.set_hold(&story("s"), None).await.unwrap());
        assert_eq!(store.stories.hold(&story("s")).await.unwrap(), None);
    })
    .await;
}

fn front_page(seconds: i64, id: &str) -> FrontPage {
    let note = Some("Ada, since noon".to_owned());
    let term = Term { name: "freshness".to_owned(), value: 0.1 + 0.2, weight: 1.0 / 3.0, note };
    let item = FrontItem {
        story: story(id),
        version: 2,
        terms: vec![term],
        articles: 13,
        independent_reports: 4,
        news: Some(at(5)),
        names: BTreeSet::from(["aurora".to_owned()]),
        section: None,
    };
    let below = vec![FrontItem { story: story("below"), ..item.clone() }];
    FrontPage { at: at(seconds), items: vec![item], below }
}

#[tokio::test]
async fn the_last_front_page_of_a_day_stands_for_it() {
    on_each_database(async |store, _| {
        assert_eq!(store.stories.front_page(None).await.unwrap(), None);
        let day = |text: &str| Some(text.parse().unwrap());
        // 86,400 seconds a day: two on the first of January 1970, one on the second.
        let pages =
            [front_page(86_399, "late"), front_page(10, "early"), front_page(86_400, "next")];
        for page in pages.iter().chain(&pages) {
            store.stories.save_front_page(page).await.unwrap();
        }
        let [late, _, next] = pages;
        assert_eq!(store.stories.front_page(day("1970-01-01")).await.unwrap(), Some(late));
        assert_eq!(store.stories.front_page(day("1970-01-02")).await.unwrap(), Some(next.clone()));
        assert_eq!(store.stories.front_page(day("1970-01-03")).await.unwrap(), None);
        assert_eq!(store.stories.front_page(None).await.unwrap(), Some(next));
        let days = store.stories.days().await.unwrap();
        assert_eq!(
            days.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["1970-01-02", "1970-01-01"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_at_once_fill_one_story() {
    on_each_database(async |store, other| {
        let mut jobs = Vec::new();
        for number in 0..20 {
            let article: Article = article(&format!("a{number:02}"), "Words.");
            jobs.push(threading(store, &article, 100).await);
        }
        let (left, right) = jobs.split_at(10);
        let (left, right) = (left.to_vec(), right.to_vec());
        let place_all = |store: &Store, jobs: Vec<crate::Job>| {
            let stories = store.stories.clone();
            tokio::spawn(async move {
                for job in jobs {
                    let report = report(&job.subject, 10);
                    put(&*stories, &job, "s", &report).await;
                }
            })
        };
        let (one, two) = (place_all(store, left), place_all(other, right));
        one.await.unwrap();
        two.await.unwrap();
        assert_eq!(articles_of(store, "s").await.split(' ').count(), 20);
        // Whoever came last opened the writing for all of them: nothing is missing from its input.
        let write = take_one(store, Stage::Write, 50).await;
        let mut input = String::new();
        for report in store.stories.story(&story("s")).await.unwrap().unwrap().reports {
            let version = article(&report.article.0, "Words.").version().0;
            let parts = [input.as_str(), "came", &report.article.0, &version];
            input = news::digest(&parts.map(str::as_bytes));
        }
        assert_eq!(write.input, input);
    })
    .await;
}
