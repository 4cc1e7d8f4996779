use super::samples::{article, published, take, take_one, take_subjects};
use super::{at, on_each_database};
use crate::{Accepted, Settled, Stage, Store};
use jiff::Timestamp;
use news::{Article, ArticleId, ArticleVersionId, Image, Screening, SourceTime};

fn id(id: &str) -> ArticleId {
    ArticleId(id.to_owned())
}

async fn accept(store: &Store, article: &Article) -> Accepted {
    store.articles.accept(None, article, at(0)).await.unwrap()
}

/// An article with something in every field.
fn full() -> Article {
    let picture = Image {
        url: "https://gazette.example/1.jpg".to_owned(),
        credit: Some("Ada\u{1F4F7}".to_owned()),
        caption: None,
    };
    Article {
        byline: Some("A; B".to_owned()),
        published: Some(SourceTime::parse("2026-11-23T08:30:00.250+05:30").unwrap()),
        modified: Some(SourceTime::parse("2026-11-23").unwrap()),
        section: Some("World".to_owned()),
        image: Some(picture),
        named_source: Some("Wire".to_owned()),
        reserved: Some("noai".to_owned()),
        seen: Timestamp::from_nanosecond(1_700_000_000_123_456_789).unwrap(),
        ..article("full", "One \"quoted\" line.\n\nA NUL \0 and \u{2028} here.")
    }
}

#[tokio::test]
async fn a_version_comes_back_as_it_was_accepted() {
    on_each_database(async |store, _| {
        assert_eq!(accept(store, &full()).await, Accepted::New);
        assert_eq!(store.articles.latest(&id("full")).await.unwrap(), Some(full()));
        assert_eq!(store.articles.version(&full().version()).await.unwrap(), Some(full()));
        assert_eq!(store.articles.latest(&id("none")).await.unwrap(), None);
        let none = ArticleVersionId("none".to_owned());
        assert_eq!(store.articles.version(&none).await.unwrap(), None);
        assert_eq!(store.articles.versions(&id("none")).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn versions_are_told_apart_and_screened_once() {
    on_each_database(async |store, _| {
        let first = article("a", "Nobody was hurt.");
        let second = Article { seen: at(200), ..article("a", "One was hurt.") };
        assert_eq!(accept(store, &first).await, Accepted::New);
        assert_eq!(accept(store, &second).await, Accepted::NewVersion);
        // The same words seen again later are the same version, and keep when they were seen first.
        let again = Article { seen: at(300), ..first.clone() };
        assert_eq!(accept(store, &again).await, Accepted::Known);
        assert_eq!(store.articles.versions(&id("a")).await.unwrap(), [first, second.clone()]);
        assert_eq!(store.articles.latest(&id("a")).await.unwrap(), Some(second.clone()));
        let screen = take_one(store, Stage::Screen, 0).await;
        assert_eq!(screen.input, second.version().0);
    })
    .await;
}

#[tokio::test]
async fn an_outlet_may_go_back_to_what_it_said_first() {
    on_each_database(async |store, _| {
        let (first, second) = (article("a", "Nobody was hurt."), article("a", "One was hurt."));
        for version in [&first, &second] {
            accept(store, version).await;
        }
        let job = take_one(store, Stage::Screen, 100).await;
        // Any leased job stands for the extraction here.
        let accepted = store.articles.accept(Some(&job), &first, at(0)).await.unwrap();
        assert_eq!(accepted, Accepted::Known);
        assert_eq!(store.articles.latest(&id("a")).await.unwrap(), Some(first.clone()));
        assert_eq!(take_one(store, Stage::Screen, 100).await.input, first.version().0);
        assert_eq!(store.articles.counts().await.unwrap().versions, 2);
    })
    .await;
}

#[tokio::test]
async fn an_extraction_that_lost_its_lease_writes_nothing() {
    on_each_database(async |store, _| {
        accept(store, &article("a", "Nobody was hurt.")).await;
        let job = take_one(store, Stage::Screen, 100).await;
        store.work.finish(&job).await.unwrap();
        let late = article("b", "Too late.");
        let accepted = store.articles.accept(Some(&job), &late, at(0)).await.unwrap();
        assert_eq!(accepted, Accepted::LeaseLost);
        assert_eq!(store.articles.latest(&id("b")).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_import_accepts_many_at_once() {
    on_each_database(async |store, _| {
        accept(store, &published("known", 5)).await;
        let many = [
            published("z", 30),
            published("known", 5),
            article("a", "First."),
            article("a", "Second."),
            article("a", "First."),
        ];
        let accepted = store.articles.accept_all(&many, at(0)).await.unwrap();
        use Accepted::{Known, New, NewVersion};
        assert_eq!(accepted, [New, Known, New, NewVersion, Known]);
        let latest = store.articles.latest(&id("a")).await.unwrap();
        assert_eq!(latest.unwrap().text, "Second.");
        assert_eq!(take_subjects(store, Stage::Screen, 0).await, "known z a");
        assert_eq!(store.articles.accept_all(&many, at(0)).await.unwrap(), [Known; 5]);
        assert_eq!(store.articles.accept_all(&[], at(0)).await.unwrap(), []);
        assert_eq!(take_subjects(store, Stage::Screen, 9_999).await, "known z a");
    })
    .await;
}

#[tokio::test]
async fn kept_articles_go_on_and_dropped_ones_are_listed() {
    on_each_database(async |store, _| {
        for (name, seen) in [("a", 10), ("b", 20), ("c", 30)] {
            accept(store, &Article { seen: at(seen), ..article(name, "Deals!") }).await;
        }
        let jobs = take(store, Stage::Screen, 100).await;
        let dropped = Screening::dropped("muted: deals");
        let kept = Screening::kept();
        let [a, b, c] = jobs.try_into().unwrap();
        let save =
            async |screened: &[_]| store.articles.save_screenings(screened, at(7)).await.unwrap();
        assert_eq!(save(&[(a.clone(), dropped.clone())]).await, [Settled::Done]);
        // One of them is done already; the others are kept all the same.
        let all = [(a, kept.clone()), (b, kept), (c, dropped)];
        assert_eq!(save(&all).await, [Settled::LeaseLost, Settled::Done, Settled::Done]);
        assert_eq!(take_subjects(store, Stage::Thread, 6).await, "");
        assert_eq!(take_one(store, Stage::Thread, 7).await.subject, "b");
        let listed = store.articles.dropped(9).await.unwrap();
        let names: Vec<&str> = listed.iter().map(|article| article.article.0.as_str()).collect();
        assert_eq!(names, ["c", "a"]);
        assert_eq!(
            (listed[0].title.as_str(), listed[0].reason.as_str()),
            ("Ferry c runs aground", "muted: deals")
        );
        assert_eq!(store.articles.dropped(1).await.unwrap().len(), 1);
        // A new version awaits its own screening.
        accept(store, &article("c", "News after all.")).await;
        assert_eq!(store.articles.dropped(9).await.unwrap().len(), 1);
        let counts = store.articles.counts().await.unwrap();
        assert_eq!((counts.articles, counts.versions, counts.dropped), (3, 4, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_imports_at_once_lose_and_double_nothing() {
    on_each_database(async |store, other| {
        // Half of them are known, so that both add a version to the same articles.
        for number in 0..20 {
            accept(store, &article(&format!("a{number}"), "Zero.")).await;
        }
        let there: Vec<Article> = (0..40).map(|n| article(&format!("a{n}"), "One.")).collect();
        let mut back: Vec<Article> = (0..40).map(|n| article(&format!("a{n}"), "Two.")).collect();
        back.reverse();
        let (one, two) = (store.articles.clone(), other.articles.clone());
        let one = tokio::spawn(async move { one.accept_all(&there, at(0)).await.unwrap() });
        let two = tokio::spawn(async move { two.accept_all(&back, at(0)).await.unwrap() });
        let all = [one.await.unwrap(), two.await.unwrap()].concat();
        assert_eq!(all.iter().filter(|accepted| **accepted == Accepted::New).count(), 20);
        assert_eq!(all.iter().filter(|accepted| **accepted == Accepted::NewVersion).count(), 60);
        let counts = store.articles.counts().await.unwrap();
        assert_eq!((counts.articles, counts.versions), (40, 100));
        assert_eq!(take(store, Stage::Screen, 100).await.len(), 40);
    })
    .await;
}
