//! Invented things to keep.

use super::at;
use crate::{Arrival, Job, NewFeed, Placed, Poll, Settled, Stage, Store, Stories};
use jiff::Timestamp;
use news::{
    Approved, Article, ArticleId, Brief, BriefImage, Checked, Draft, Entry, EntryId, Evidence,
    FeedId, Held, HoldReason, Image, Judgement, OutletId, Part, Report, SourceTime, Statement,
    StoryId, Verdict, Writer,
};

/// An article of this id that says this, seen at 100.
pub(super) fn article(id: &str, text: &str) -> Article {
    Article {
        id: ArticleId(id.to_owned()),
        outlet: OutletId("gazette.example".to_owned()),
        url: Some(format!("https://gazette.example/{id}")),
        title: format!("Ferry {id} runs aground"),
        text: text.to_owned(),
        byline: None,
        published: None,
        modified: None,
        language: Some("en".to_owned()),
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: at(100),
    }
}

/// An article of this id, published at this second.
pub(super) fn published(id: &str, second: i64) -> Article {
    let published = Some(SourceTime::utc(at(second)));
    Article { published, ..article(id, "Nobody was hurt.") }
}

/// Accepts articles, due at 0, and leaves their screening open.
pub(super) async fn accept(store: &Store, ids: &[&str]) {
    for id in ids {
        store.articles.accept(None, &article(id, "Nobody was hurt."), at(0)).await.unwrap();
    }
}

/// Takes all that is due of a stage at `now`, leased for 60 seconds.
pub(super) async fn take(store: &Store, stage: Stage, now: i64) -> Vec<Job> {
    store.work.take_due(stage, at(now), at(now + 60), 100).await.unwrap()
}

/// The subjects of what is due, leased for 60 seconds.
pub(super) async fn take_subjects(store: &Store, stage: Stage, now: i64) -> String {
    subjects(&take(store, stage, now).await)
}

pub(super) fn subjects(jobs: &[Job]) -> String {
    let subjects: Vec<&str> = jobs.iter().map(|job| job.subject.as_str()).collect();
    subjects.join(" ")
}

/// The only job due of a stage.
pub(super) async fn take_one(store: &Store, stage: Stage, now: i64) -> Job {
    let mut jobs = take(store, stage, now).await;
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    jobs.remove(0)
}

/// Files what one poll found.
pub(super) async fn record(store: &Store, poll: &Poll) -> Settled {
    let mut settled = store.feeds.record_polls(std::slice::from_ref(poll)).await.unwrap();
    settled.remove(0)
}

/// Brings an article up to threading and takes that job.
pub(super) async fn threading(store: &Store, article: &Article, now: i64) -> Job {
    store.articles.accept(None, article, at(0)).await.unwrap();
    let screen = take_one(store, Stage::Screen, now).await;
    let kept = news::Screening { labels: vec!["opinion".to_owned()], ..news::Screening::kept() };
    store.articles.save_screenings(&[(screen, kept)], at(0)).await.unwrap();
    take_one(store, Stage::Thread, now).await
}

/// Puts one report into a story; its writing is due at 50.
pub(super) async fn put(stories: &dyn Stories, job: &Job, story: &str, report: &Report) -> Settled {
    let (job, report) = (job.clone(), report.clone());
    let placed = Placed { job, story: StoryId(story.to_owned()), report };
    stories.place(&[placed], at(50)).await.unwrap().remove(0)
}

/// A report of this article, reported at this second.
pub(super) fn report(article: &str, reported: i64) -> Report {
    Report {
        article: ArticleId(article.to_owned()),
        outlet: OutletId("gazette.example".to_owned()),
        owner: "Gazette Group".to_owned(),
        authority: 0.1 + 0.2,
        title: format!("Ferry {article} runs aground"),
        url: None,
        reported: at(reported),
        seen: at(reported),
        origin: ArticleId(article.to_owned()),
        relies_on: Vec::new(),
    }
}

pub(super) fn story(id: &str) -> StoryId {
    StoryId(id.to_owned())
}

/// Follows a feed of this address, due at 0.
pub(super) async fn follow(store: &Store, url: &str) -> FeedId {
    let outlet = OutletId("gazette.example".to_owned());
    let feed = NewFeed { url: url.to_owned(), outlet, title: None };
    store.feeds.add(&feed, at(0)).await.unwrap()
}

/// A poll at `second` that found these entries under a lease of 60 seconds; due again 1000 later.
pub(super) fn poll(feed: FeedId, second: i64, arrivals: Vec<Arrival>) -> Poll {
    Poll {
        feed,
        lease_end: at(second + 60),
        at: at(second),
        next_due: at(second + 1000),
        failure: None,
        moved_to: None,
        retired: false,
        validators: None,
        title: None,
        activity: None,
        content: None,
        rest_seconds: None,
        sitemaps: None,
        arrivals,
    }
}

pub(super) fn arrival(id: &str, input: &str) -> Arrival {
    let entry = Entry { title: Some(format!("{id} as {input}")), ..Entry::default() };
    Arrival { id: EntryId(id.to_owned()), input: input.to_owned(), entry }
}

/// Leases all feeds due at `second` for 60 seconds.
pub(super) async fn lease(store: &Store, second: i64) -> Vec<i64> {
    let leased = store.feeds.take_due(at(second), at(second + 60), 100).await.unwrap();
    leased.iter().map(|leased| leased.feed.id.0).collect()
}

fn statement(text: &str) -> Statement {
    let source = article("source", "Nobody was hurt.");
    let evidence = Evidence::of(&source, Part::Text, 0..6).unwrap();
    Statement::new(text.to_owned(), vec![evidence]).unwrap()
}

/// A checked brief of a story under this headline, fully supported.
pub(super) fn checked(story: &str, headline: &str, images: &[&str]) -> Checked {
    let image = |url: &&str| BriefImage {
        image: Image { url: (*url).to_owned(), credit: None, caption: None },
        article: ArticleId("source".to_owned()),
        section: None,
    };
    let brief = Brief {
        kicker: Some("Shipping".to_owned()),
        headline: statement(headline),
        lede: vec![statement("Nobody was hurt.")],
        sections: Vec::new(),
        quotes: Vec::new(),
        disagreements: Vec::new(),
        timeline: Vec::new(),
        figures: Vec::new(),
        images: images.iter().map(image).collect(),
        writer: Writer::Extractive,
    };
    let supported = Judgement { verdict: Verdict::Supported, score: 1.0, reasons: Vec::new() };
    Draft { story: StoryId(story.to_owned()), brief }.checked(|_, _| supported.clone())
}

pub(super) fn approved(story: &str, headline: &str) -> Approved {
    Approved::not_yet_reviewed(checked(story, headline, &[])).unwrap()
}

pub(super) fn reviewed(story: &str, headline: &str, by: &str, second: i64) -> Approved {
    Approved::reviewed(checked(story, headline, &[]), by.to_owned(), at(second)).unwrap()
}

pub(super) fn held(story: &str, headline: &str, why: &str) -> Held {
    let reason = HoldReason::ByEditor { by: "Ada".to_owned(), why: why.to_owned() };
    Held { checked: checked(story, headline, &[]), reason }
}

/// Never reached by any test's clock.
pub(super) const FAR: Timestamp = Timestamp::MAX;
