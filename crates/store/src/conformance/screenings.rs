use super::samples::{
    accept, article, put, report, story, take, take_one, take_subjects, threading,
};
use super::{at, on_each_database};
use crate::{ArticleChoice, Chosen, LearnedTopic, Settled, Stage, Store};
use news::{ArticleId, Choice, Relevance, Screening};
use std::collections::BTreeMap;

fn id(id: &str) -> ArticleId {
    ArticleId(id.to_owned())
}

fn choice(article: &str, choice: Choice, second: i64) -> ArticleChoice {
    let why = (choice == Choice::Kill).then(|| "about another ship".to_owned());
    ArticleChoice { article: id(article), choice, by: "Ada".to_owned(), why, at: at(second) }
}

async fn choose(store: &Store, article: &str, chosen: Choice, second: i64) -> Option<Chosen> {
    store.screenings.choose(&choice(article, chosen, second)).await.unwrap()
}

async fn screen(store: &Store, screening: Screening) {
    for job in take(store, Stage::Screen, 100).await {
        let saved = store.articles.save_screenings(&[(job, screening.clone())], at(0)).await;
        assert_eq!(saved.unwrap(), [Settled::Done]);
    }
}

async fn dropped(store: &Store) -> Vec<String> {
    let listed = store.articles.dropped(9).await.unwrap();
    listed.into_iter().map(|article| article.reason).collect()
}

#[tokio::test]
async fn a_screening_comes_back_as_it_was_kept() {
    on_each_database(async |store, other| {
        accept(store, &["a"]).await;
        assert_eq!(store.screenings.screening(&id("a")).await.unwrap(), None);
        let relevance = Relevance { score: 0.125, section: Some("policy".to_owned()) };
        let said = Screening {
            dropped: Some("muted".to_owned()),
            labels: vec!["opinion".to_owned()],
            relevance: Some(relevance),
        };
        screen(store, said.clone()).await;
        assert_eq!(other.screenings.screening(&id("a")).await.unwrap(), Some(said));
        assert_eq!(store.screenings.screening(&id("none")).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn how_a_story_suits_the_edition_is_known_of_its_reports() {
    on_each_database(async |store, _| {
        for (article, into, section) in
            [("a", "s", Some("policy")), ("b", "s", None), ("c", "t", Some("news"))]
        {
            accept(store, &[article]).await;
            let section = section.map(str::to_owned);
            let relevance =
                section.map(|section| Relevance { score: 0.625, section: Some(section) });
            screen(store, Screening { relevance, ..Screening::default() }).await;
            let job = take_one(store, Stage::Thread, 100).await;
            put(&*store.stories, &job, into, &report(article, 10)).await;
        }
        let policy = Relevance { score: 0.625, section: Some("policy".to_owned()) };
        let known = store.screenings.relevance_in(&story("s")).await.unwrap();
        assert_eq!(known, BTreeMap::from([(id("a"), policy)]));
        assert!(store.screenings.relevance_in(&story("x")).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_relevant_is_known_of_reports_since_a_moment() {
    on_each_database(async |store, other| {
        for (article, second, score) in
            [("a", 10, Some(0.125)), ("b", 20, Some(0.5)), ("c", 30, None)]
        {
            accept(store, &[article]).await;
            let relevance = score.map(|score| Relevance { score, section: None });
            screen(store, Screening { relevance, ..Screening::default() }).await;
            let job = take_one(store, Stage::Thread, 0).await;
            put(&*store.stories, &job, "s", &report(article, second)).await;
        }
        let since = |second| other.screenings.relevances(at(second));
        let expected = |known: &[(&str, f64)]| {
            known.iter().map(|(article, score)| (id(article), *score)).collect::<BTreeMap<_, _>>()
        };
        assert_eq!(since(0).await.unwrap(), expected(&[("a", 0.125), ("b", 0.5)]));
        assert_eq!(since(20).await.unwrap(), expected(&[("b", 0.5)]));
        assert_eq!(since(21).await.unwrap(), expected(&[]));
    })
    .await;
}

#[tokio::test]
async fn a_restored_article_goes_on_and_is_never_dropped_again() {
    on_each_database(async |store, other| {
        accept(store, &["a"]).await;
        screen(store, Screening::dropped("muted: deals")).await;
        assert_eq!(dropped(store).await, ["muted: deals"]);
        assert_eq!(choose(other, "a", Choice::Keep, 10).await, Some(Chosen::GoesOn));
        assert_eq!(dropped(store).await, [""; 0]);
        let job = take_one(store, Stage::Thread, 0).await;
        let placed = put(&*store.stories, &job, "s", &report("a", 10)).await;
        assert_eq!(placed, Settled::Done);
        let stays = Chosen::Stays(story("s"));
        assert_eq!(choose(store, "a", Choice::Keep, 11).await, Some(stays));
        // A later version that a rule would drop goes on too.
        store.articles.accept(None, &article("a", "Two were hurt."), at(0)).await.unwrap();
        screen(store, Screening::dropped("muted: hurt")).await;
        assert_eq!(take_subjects(store, Stage::Thread, 100).await, "a");
        assert!(store.screenings.screening(&id("a")).await.unwrap().unwrap().is_kept());
    })
    .await;
}

#[tokio::test]
async fn a_killed_article_leaves_its_story_and_stays_away() {
    on_each_database(async |store, _| {
        for name in ["a", "b"] {
            let job = threading(store, &article(name, "Nobody was hurt."), 100).await;
            put(&*store.stories, &job, "s", &report(name, 10)).await;
        }
        let before = take_one(store, Stage::Write, 100).await;
        assert_eq!(choose(store, "a", Choice::Kill, 20).await, Some(Chosen::Left(story("s"))));
        let left = store.stories.story(&story("s")).await.unwrap().unwrap();
        let names: Vec<&str> =
            left.reports.iter().map(|report| report.article.0.as_str()).collect();
        assert_eq!(names, ["b"]);
        assert_ne!(take_one(store, Stage::Write, 100).await.input, before.input);
        assert_eq!(dropped(store).await, ["Killed by Ada: about another ship."]);
        store.articles.accept(None, &article("a", "Two were hurt."), at(0)).await.unwrap();
        screen(store, Screening::kept()).await;
        assert_eq!(take_subjects(store, Stage::Thread, 100).await, "");
        // The last report leaves an empty story, which is not written about.
        assert_eq!(choose(store, "b", Choice::Kill, 21).await, Some(Chosen::Left(story("s"))));
        assert_eq!(store.stories.story(&story("s")).await.unwrap(), None);
        // Whoever changes their mind gets it back.
        assert_eq!(choose(store, "b", Choice::Keep, 22).await, Some(Chosen::GoesOn));
        assert_eq!(take_subjects(store, Stage::Thread, 100).await, "b");
    })
    .await;
}

#[tokio::test]
async fn a_threading_under_way_does_not_bring_a_killed_article_back() {
    on_each_database(async |store, other| {
        let job = threading(store, &article("a", "Nobody was hurt."), 100).await;
        assert_eq!(choose(other, "a", Choice::Kill, 20).await, Some(Chosen::Stops));
        let placed = put(&*store.stories, &job, "s", &report("a", 10)).await;
        assert_eq!(placed, Settled::LeaseLost);
        assert_eq!(store.stories.story_of(&id("a")).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn choices_are_listed_the_last_of_each_article() {
    on_each_database(async |store, _| {
        accept(store, &["a", "b"]).await;
        assert_eq!(choose(store, "none", Choice::Keep, 1).await, None);
        for (name, chosen, second) in
            [("a", Choice::Keep, 10), ("b", Choice::Keep, 11), ("a", Choice::Kill, 12)]
        {
            choose(store, name, chosen, second).await;
        }
        let listed = store.screenings.choices(9).await.unwrap();
        let choices: Vec<ArticleChoice> = listed.iter().map(|(choice, _)| choice.clone()).collect();
        assert_eq!(choices, [choice("a", Choice::Kill, 12), choice("b", Choice::Keep, 11)]);
        assert_eq!(listed[0].1, article("a", "Nobody was hurt."));
        assert_eq!(store.screenings.choices(1).await.unwrap().len(), 1);
        assert_eq!(store.screenings.count_choices().await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn the_last_topic_that_was_learned_counts() {
    on_each_database(async |store, other| {
        let topic = |second, choices| LearnedTopic {
            description: "f00d".to_owned(),
            at: at(second),
            choices,
            document: format!("{{\"learned\": {second}}}"),
        };
        assert_eq!(store.screenings.topic("f00d").await.unwrap(), None);
        for (second, choices) in [(10, 4), (20, 9), (15, 6)] {
            store.screenings.keep_topic(&topic(second, choices)).await.unwrap();
        }
        assert_eq!(other.screenings.topic("f00d").await.unwrap(), Some(topic(20, 9)));
        store.screenings.keep_topic(&topic(20, 10)).await.unwrap();
        assert_eq!(other.screenings.topic("f00d").await.unwrap(), Some(topic(20, 10)));
        assert_eq!(store.screenings.topic("beef").await.unwrap(), None);
    })
    .await;
}
