//! A small town's news, all of it invented, in a real database: for the tests of the router and for
//! looking at the pages. `ferry.png` was drawn for it.

pub mod words;

use jiff::Timestamp;
use news::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Durability, ImageCopy, Stage, Store, StoredImage};
use web::{Api, Kite, Look, Mail, MailKey, Section, Site};

const FERRY: &[u8] = include_bytes!("ferry.png");

/// A site over a database in a folder that goes with it.
pub struct Town {
    pub site: Site,
    _folder: tempfile::TempDir,
}

/// The town's clock.
pub fn now() -> Timestamp {
    at("2026-11-20T12:00:00Z")
}

pub fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

/// A site on which nothing has happened.
pub async fn empty() -> Town {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("town.db").display());
    let store = Store::open(&database, &folder.path().join("objects"), Durability::Throwaway)
        .await
        .unwrap();
    let look = Look {
        title: "The Merrow Loom".to_owned(),
        tagline: "Many reports, one story".to_owned(),
        base_url: "https://loom.example".to_owned(),
        notice: Some("All outlets, people and companies here are invented.".to_owned()),
        language: "en".to_owned(),
        sections: [("policy", "Policy"), ("research", "Research & discoveries"), ("war", "War")]
            .map(|(name, title)| Section { name: name.to_owned(), title: title.to_owned() })
            .into(),
        top: 6,
    };
    let registry = Arc::new(words::registry());
    let search = Arc::new(search::Index::in_memory());
    let kite = Some(Kite {
        category: "tech".to_owned(),
        category_name: "Technology".to_owned(),
        base_url: "https://news.example".to_owned(),
    });
    let (api, clock) = (Api::default(), Arc::new(now));
    let mail =
        Some(Mail { key: Arc::new(MailKey::new("a secret of the town")), hour: 7, stories: 10 });
    let pages_last = std::time::Duration::ZERO;
    let site = Site { store, search, registry, look, api, kite, mail, pages_last, clock };
    Town { site, _folder: folder }
}

/// A site with the town's stories published, the first of them reviewed.
pub async fn busy() -> Town {
    let town = empty().await;
    let mut items = Vec::new();
    for (place, told) in words::stories().into_iter().enumerate() {
        let story = file(&town.site, &told).await;
        publish(&town.site, &told, &story, place == 0).await;
        town.site.store.directory.list(&listing(&told, &story, place)).await.unwrap();
        items.push(front_item(&story, place));
    }
    keep_images(&town.site.store).await;
    let stories = &town.site.store.stories;
    let yesterday =
        FrontPage { at: at("2026-11-19T20:00:00Z"), items: items[..2].to_vec(), below: Vec::new() };
    stories.save_front_page(&yesterday).await.unwrap();
    stories
        .save_front_page(&FrontPage { at: at("2026-11-20T11:30:00Z"), items, below: Vec::new() })
        .await
        .unwrap();
    index(&town.site).await;
    town
}

/// Brings the search index up to date.
pub async fn index(site: &Site) {
    let source = web::Source { store: &site.store, registry: &site.registry, language: "en" };
    while web::catch_up(source, &site.search).await.unwrap() > 0 {}
}

/// Files, publishes and lists a story that comes later.
#[allow(dead_code, reason = "not every test has news")]
pub async fn file_whole(site: &Site, told: &Told, place: usize) {
    let story = file(site, told).await;
    publish(site, told, &story, false).await;
    site.store.directory.list(&listing(told, &story, place)).await.unwrap();
}

/// A story with the words that its brief takes from its articles.
pub struct Told {
    pub articles: Vec<Article>,
    pub brief: Brief<Statement>,
    /// For each article the place of its origin among them.
    pub origins: Vec<usize>,
}

impl Told {
    pub fn id(&self) -> StoryId {
        StoryId::started_by(&self.articles[0].id)
    }
}

/// Takes a story's articles through the store as the stages do.
pub async fn file(site: &Site, told: &Told) -> Story {
    let (store, lease_end) = (&site.store, at("2026-11-20T13:00:00Z"));
    for article in &told.articles {
        store.articles.accept(None, article, article.seen).await.unwrap();
    }
    for job in store.work.take_due(Stage::Screen, now(), lease_end, 100).await.unwrap() {
        let kept = Screening::kept();
        store.articles.save_screenings(&[(job, kept)], now()).await.unwrap();
    }
    for job in store.work.take_due(Stage::Thread, now(), lease_end, 100).await.unwrap() {
        let place = told.articles.iter().position(|a| a.id.0 == job.subject).unwrap();
        let report = report(site, told, place);
        let placed = store::Placed { job, story: told.id(), report };
        store.stories.place(&[placed], now()).await.unwrap();
    }
    store.stories.story(&told.id()).await.unwrap().unwrap()
}

fn report(site: &Site, told: &Told, place: usize) -> Report {
    let article = &told.articles[place];
    let outlet = site.registry.find(&article.outlet.0);
    let copied = told.origins[place] != place;
    let tie = Tie { to: TieTo::Article(told.articles[0].id.clone()), by: TieReason::Attribution };
    Report {
        article: article.id.clone(),
        outlet: article.outlet.clone(),
        owner: outlet.owner_or_self().to_owned(),
        authority: outlet.authority_or_middle(),
        title: article.title.clone(),
        url: article.url.clone(),
        reported: article.reported(),
        seen: article.seen,
        origin: told.articles[told.origins[place]].id.clone(),
        relies_on: if copied { vec![tie] } else { Vec::new() },
    }
}

/// Publishes a story's brief, judged by a lenient judge: one sentence that names a whale fails.
pub async fn publish(site: &Site, told: &Told, story: &Story, reviewed: bool) {
    let draft = Draft { story: story.id.clone(), brief: told.brief.clone() };
    let checked = draft.checked(|_, statement| judge(statement));
    let at = told.articles.iter().map(|article| article.seen).max().unwrap();
    let approved = match reviewed {
        true => Approved::reviewed(checked, "Ines Vale".to_owned(), now()),
        false => Approved::not_yet_reviewed(checked),
    };
    site.store.briefs.publish(None, &approved.unwrap(), at).await.unwrap();
}

/// Finds all supported but what names a whale.
pub fn judge(statement: &Statement) -> Judgement {
    if statement.text().contains("whale") {
        let reason = Reason { kind: ReasonKind::Name, detail: "no whale is cited".to_owned() };
        return Judgement { verdict: Verdict::Unsupported, score: 0.0, reasons: vec![reason] };
    }
    Judgement { verdict: Verdict::Supported, score: 1.0, reasons: Vec::new() }
}

/// Files a story: the odd ones name the mayor, all but the last stand in a section.
fn listing(told: &Told, story: &Story, place: usize) -> Listing {
    let entity = |name: &str| Entity { name: name.to_owned(), origins: 2 };
    let part = |report: &Report| OutletPart {
        outlet: report.outlet.clone(),
        reports: 1,
        is_shared: story.reports.len() > 1,
        was_first: place == 0 && report.article == story.reports[0].article,
        corrections: 0,
        silent_edits: 0,
    };
    let mut outlets: Vec<OutletPart> = story.reports.iter().map(part).collect();
    outlets.sort_by(|a, b| a.outlet.cmp(&b.outlet));
    outlets.dedup_by(|a, b| a.outlet == b.outlet);
    let own = told.brief.headline.text().split(' ').next().unwrap_or_default();
    let mayor = if place % 2 == 1 { Some(entity("Edda <Ström>")) } else { None };
    Listing {
        story: story.id.clone(),
        since: story.first_reported().unwrap(),
        latest: story.last_reported().unwrap(),
        articles: story.shown_reports().len() as u32,
        independent_reports: story.independent_reports() as u32,
        section: section(place),
        topic: told.brief.kicker.clone(),
        entities: mayor.into_iter().chain([entity(own)]).collect(),
        outlets,
    }
}

fn section(place: usize) -> Option<String> {
    ["policy", "research"].get(place % 3).map(|section| (*section).to_owned())
}

fn front_item(story: &Story, place: usize) -> FrontItem {
    let term =
        |name: &str, value, weight| Term { name: name.to_owned(), value, weight, note: None };
    let freshness = 1.0 - place as f64 / 20.0;
    FrontItem {
        story: story.id.clone(),
        version: 1,
        terms: vec![term("breadth", 0.4, 2.0), term("freshness", freshness, 1.0)],
        articles: story.reports.len() as u32,
        independent_reports: story.independent_reports() as u32,
        news: None,
        names: BTreeSet::new(),
        section: section(place),
    }
}

/// Sizes of the copies of the drawn picture.
pub const COPIES: [(u32, u32); 3] = [(320, 213), (640, 427), (960, 640)];

/// Bytes that stand for a copy of the drawn picture.
pub fn copy_of_the_ferry(width: u32) -> Vec<u8> {
    format!("the ferry, {width} pixels wide").into_bytes()
}

/// Keeps the drawn picture for every image that was asked for and does not fail.
async fn keep_images(store: &Store) {
    let lease_end = at("2026-11-20T13:00:00Z");
    let object = store.objects.put(FERRY).unwrap();
    let copies = COPIES.map(|(width, height)| {
        let object = store.objects.put(&copy_of_the_ferry(width)).unwrap();
        ImageCopy { object, width, height }
    });
    for job in store.work.take_due(Stage::Media, now(), lease_end, 100).await.unwrap() {
        let image = StoredImage {
            url: job.subject.clone(),
            object: object.clone(),
            media_type: "image/png".to_owned(),
            width: 960,
            height: 640,
            copies: copies.to_vec(),
        };
        store.media.save_image(&job, &image).await.unwrap();
    }
}
