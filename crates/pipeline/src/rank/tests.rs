use super::*;
use news::{ArticleId, FrontItem, FrontPage, OutletId, Report, StoryId};
use std::collections::BTreeSet;

const NOW: i64 = 1_800_000_000;

fn hours_ago(hours: i64) -> Timestamp {
    Timestamp::from_second(NOW - hours * 3600).expect("written for this test")
}

/// Reports as (hours ago, outlet, copied from the first).
fn story(id: &str, reports: &[(i64, &str, bool)]) -> Story {
    let reports = reports.iter().enumerate().map(|(number, (hours, outlet, copied))| {
        let article = ArticleId(format!("{id}{number}"));
        Report {
            origin: if *copied { ArticleId(format!("{id}0")) } else { article.clone() },
            article,
            outlet: OutletId((*outlet).to_owned()),
            owner: (*outlet).to_owned(),
            authority: 0.5,
            title: String::new(),
            url: None,
            reported: hours_ago(*hours),
            seen: hours_ago(*hours),
            relies_on: Vec::new(),
        }
    });
    Story { id: StoryId(id.to_owned()), reports: reports.collect() }
}

fn titled(id: &str, title: &str) -> Story {
    let mut story = story(id, &[(1, "X", false)]);
    story.reports[0].title = title.to_owned();
    story
}

/// The weights of the command, with those of the page too.
fn weights() -> Weights {
    Weights { novelty: 0.5, relevance: 0.5, pin: 10.0, diversity: 0.2, ..Weights::standard() }
}

fn order(ranked: &[Ranked]) -> String {
    ranked.iter().map(|ranked| ranked.story.id.0.as_str()).collect::<Vec<_>>().join(" ")
}

fn value(ranked: &[Ranked], story: &str, term: &str) -> Option<f64> {
    let ranked = ranked.iter().find(|ranked| ranked.story.id.0 == story)?;
    ranked.terms.iter().find(|kept| kept.name == term).map(|term| term.value)
}

#[test]
fn the_better_story_stands_first() {
    let one = story("b", &[(1, "X", false)]);
    check(&one, &story("a", &[(30, "X", false)]), "recent before old");
    let two = story("b", &[(1, "X", false), (1, "Y", false)]);
    check(&two, &story("a", &[(1, "X", false)]), "two before one");
    check(&two, &story("a", &[(1, "X", false), (1, "Y", true)]), "independent before reprint");
    check(&two, &story("a", &[(1, "X", false), (1, "X", false)]), "two owners before one");
    check(&one, &story("a", &[(-500, "X", false), (-500, "Y", false)]), "now before the future");
    check(&one, &story("c", &[(1, "X", false)]), "equal: by id");
    check(&one, &story("a", &[]), "a report before none");
}

#[track_caller]
fn check(better: &Story, worse: &Story, why: &str) {
    let stories = vec![worse.clone(), better.clone()];
    let ranked = rank(stories, &Circumstances::default(), &Weights::standard(), hours_ago(0));
    assert_eq!(ranked[0].story, *better, "{why}");
    for term in ranked.iter().flat_map(|ranked| &ranked.terms) {
        assert!((0.0..=1.0).contains(&term.value), "{why}: {term:?}");
    }
}

#[test]
fn who_is_first_and_followed_lifts_a_story() {
    let stories = vec![
        story("a", &[(9, "First", false), (8, "Late", false), (7, "Later", false)]),
        story("b", &[(9, "First", false), (8, "Late", false), (7, "Later", false)]),
        story("c", &[(9, "Alone", false)]),
        story("new-alone", &[(1, "Alone", false)]),
        story("new-first", &[(1, "First", false)]),
        story("new-late", &[(1, "Late", false)]),
    ];
    let ranked = rank(stories, &Circumstances::default(), &weights(), hours_ago(0));
    let of = |story, term| value(&ranked, story, term).expect("every story has the term");
    assert!(of("new-late", "following") > of("new-alone", "following"), "{ranked:?}");
    assert!(of("new-first", "leading") > of("new-late", "leading"), "{ranked:?}");
    assert!(of("new-first", "leading") > of("new-alone", "leading"), "{ranked:?}");
}

#[test]
fn a_story_that_was_shown_sinks_until_news_comes() {
    let shown = |story: &str, since, news| {
        let shown = Shown { since: hours_ago(since), news: hours_ago(news) };
        (StoryId(story.to_owned()), shown)
    };
    let stories = vec![
        story("a-old", &[(13, "X", false)]),
        story("b-reprinted", &[(13, "X", false), (2, "Y", true)]),
        story("c-followed-up", &[(13, "X", false), (2, "X", false)]),
        story("d-never-shown", &[(13, "X", false)]),
        story("e-shown-by-this-page", &[(13, "X", false)]),
    ];
    let known = Circumstances {
        shown: Some(
            [
                shown("a-old", 12, 13),
                shown("b-reprinted", 12, 13),
                shown("c-followed-up", 12, 13),
                shown("e-shown-by-this-page", 0, 13),
            ]
            .into(),
        ),
        ..Circumstances::default()
    };
    let ranked = rank(stories.clone(), &known, &weights(), hours_ago(0));
    let novelty = |story| value(&ranked, story, "novelty");
    // Twelve hours on the page, which is when half is gone.
    assert_eq!(novelty("a-old"), Some(0.5));
    assert_eq!(novelty("b-reprinted"), Some(0.5));
    assert_eq!(novelty("c-followed-up"), Some(1.0));
    assert_eq!(novelty("d-never-shown"), Some(1.0));
    // Ranked twice at one time, a page is the same.
    assert_eq!(novelty("e-shown-by-this-page"), Some(1.0));
    assert!(order(&ranked).starts_with("c-followed-up d-never-shown"), "{}", order(&ranked));
    // Where nothing is known of earlier pages, nothing is said of them.
    let ranked = rank(stories, &Circumstances::default(), &weights(), hours_ago(0));
    assert_eq!(value(&ranked, "a-old", "novelty"), None);
}

#[test]
fn what_suits_the_edition_stands_higher() {
    let stories = ["a", "b", "c"].map(|id| story(id, &[(1, "X", false)]));
    let relevance =
        [("a0", 0.1), ("c0", 0.9)].map(|(article, value)| (ArticleId(article.to_owned()), value));
    let known = Circumstances { relevance: relevance.into(), ..Circumstances::default() };
    let ranked = rank(stories.to_vec(), &known, &weights(), hours_ago(0));
    assert_eq!(order(&ranked), "c b a");
    assert_eq!(value(&ranked, "b", "relevance"), Some(NOT_JUDGED));
}

#[test]
fn an_editor_pins_and_sinks() {
    let pin = |story: &str, pull, until: Option<i64>| {
        let until = until.map(hours_ago);
        let pin = Pin { pull, by: "Ada".to_owned(), at: hours_ago(5), until };
        (StoryId(story.to_owned()), pin)
    };
    let stories = ["a", "b", "c", "d"].map(|id| story(id, &[(1, "X", false)]));
    let pins =
        [pin("a", Pull::Down, None), pin("b", Pull::Up, Some(0)), pin("d", Pull::Up, Some(-1))];
    let known = Circumstances { pins: pins.into(), ..Circumstances::default() };
    let ranked = rank(stories.to_vec(), &known, &weights(), hours_ago(0));
    // What held until now holds no longer.
    assert_eq!(order(&ranked), "d b c a");
    let notes = |ranked: &Ranked| {
        ranked.terms.iter().filter_map(|term| term.note.clone()).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(notes(&ranked[0]), "by Ada at 2027-01-15T03:00:00Z, until 2027-01-15T09:00:00Z");
    assert_eq!(notes(&ranked[3]), "by Ada at 2027-01-15T03:00:00Z");
    assert!(ranked[3].terms.iter().any(|term| term.name == "sunk" && term.adds() == -10.0));
}

#[test]
fn a_page_is_not_about_one_name() {
    let stories = vec![
        titled("a", "Novacorp opens a plant"),
        titled("b", "Novacorp hires"),
        titled("c", "Novacorp Sues The Plant"),
        titled("d", "Then Novacorp lost"),
        titled("e", "Plants of Kelm bloom"),
        titled("f", "Novacorp sold"),
    ];
    let ranked = rank(stories, &Circumstances::default(), &weights(), hours_ago(0));
    assert_eq!(order(&ranked), "a b e c d f");
    let lost: Vec<_> =
        "abecdf".chars().map(|c| value(&ranked, &c.to_string(), "diversity")).collect();
    let third = 1.0 / 3.0;
    assert_eq!(lost, [0.0, 0.0, 0.0, third, 2.0 * third, 1.0].map(Some));
    let scores: Vec<f64> = ranked.iter().map(Ranked::score).collect();
    assert!(scores.is_sorted_by(|one, next| one >= next), "{scores:?}");
}

#[test]
fn names_are_of_half_of_the_titles_and_never_written_small() {
    let mut of_three = titled("a", "Ferry Aurora Runs Aground");
    for title in ["The ferry Aurora runs aground", "All safe off Merrow"] {
        let more = titled("b", title).reports.remove(0);
        of_three.reports.push(more);
    }
    let names = naming::names(&[of_three, titled("c", "")]);
    assert_eq!(names, [BTreeSet::from(["aurora".to_owned()]), BTreeSet::new()]);
}

fn item(id: &str, breadth: f64, freshness: f64, more: Option<Term>) -> FrontItem {
    let rest = ["velocity", "following", "leading", "authority", "novelty"]
        .map(|name| term(name, 0.0, 1.0));
    let terms = [term("breadth", breadth, 1.0), term("freshness", freshness, 0.0)];
    FrontItem {
        story: StoryId(id.to_owned()),
        version: 1,
        terms: terms.into_iter().chain(rest).chain(more).collect(),
        articles: 1,
        independent_reports: 1,
        news: None,
        names: BTreeSet::new(),
        section: None,
    }
}

#[test]
fn a_past_day_is_ordered_by_other_weights() {
    let pinned = term("pinned", 1.0, 10.0);
    let page = FrontPage {
        at: hours_ago(0),
        items: vec![item("pinned", 0.1, 0.1, Some(pinned)), item("broad", 0.9, 0.1, None)],
        below: vec![item("fresh", 0.1, 0.9, None)],
    };
    let fresh = Weights { breadth: 0.0, freshness: 1.0, pin: 0.0, diversity: 0.0, ..weights() };
    let replayed = replay(&page, &fresh).expect("all terms are kept");
    let shown: Vec<(&str, Option<usize>)> =
        replayed.iter().map(|one| (one.then.story.0.as_str(), one.place)).collect();
    assert_eq!(shown, [("fresh", None), ("broad", Some(2)), ("pinned", Some(1))]);
    let score: f64 = replayed[0].terms.iter().map(Term::adds).sum();
    assert!((score - 0.9).abs() < 1e-9, "{score}");
    // A page of before a term existed cannot say what it would have been.
    let mut old = page;
    old.items
        .iter_mut()
        .chain(&mut old.below)
        .for_each(|i| i.terms.retain(|t| t.name != "novelty"));
    assert_eq!(replay(&old, &fresh), Err(NotStored { term: "novelty" }));
    assert!(replay(&old, &Weights { novelty: 0.0, ..fresh }).is_ok());
}

#[test]
fn the_trained_weights_can_be_read() {
    assert!(Weights::standard().velocity > 0.0);
}
