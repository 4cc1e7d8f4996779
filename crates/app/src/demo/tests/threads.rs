//! The threader makes of the fortnight the stories that we meant.

use super::super::expected::{Apart, Expected, ExpectedStory};
use super::*;
use crate::settings::Settings;
use news::{Article, ArticleId, OutletId, Placement, Registry, StoryId, Tie, TieReason, TieTo};
use pipeline::thread::Threader;
use std::collections::{BTreeMap, BTreeSet};

/// What a reader of all pages would hold at the end, in the order of appearance; without the articles
/// that the screen drops.
fn articles(world: &World, expected: &Expected) -> Vec<Article> {
    let dropped: BTreeSet<&String> = expected.dropped.iter().map(|d| &d.article).collect();
    let held = world.reports.iter().filter(|report| !dropped.contains(&world.url(report)));
    held.map(|report| article(world, report)).collect()
}

fn article(world: &World, report: &Report) -> Article {
    let (url, wording) = (world.url(report), report.wordings.last().unwrap());
    Article {
        id: ArticleId(url.clone()),
        outlet: world.publishers[report.publisher].outlet.id.clone(),
        url: Some(url),
        title: wording.title.clone(),
        text: wording.paragraphs.join("\n\n"),
        byline: Some(report.byline.clone()),
        published: Some(report.dated),
        modified: None,
        language: Some("en".to_owned()),
        section: Some(report.section.clone()),
        image: None,
        named_source: None,
        reserved: None,
        seen: report.appeared.instant,
    }
}

/// Where the threader puts every article, by address.
fn placements(world: &World, expected: &Expected) -> BTreeMap<String, Placement> {
    let thresholds = Settings::example().unwrap().thread;
    let mut threader = Threader::new(thresholds, Registry::new(world.outlets()));
    let place = |article: Article| (article.id.0.clone(), threader.place(&article));
    articles(world, expected).into_iter().map(place).collect()
}

/// The articles of an expected story by the story that they were put into. Follow-ups are left out: that a
/// report joins after a silence of a week takes the repair, which looks at all stories again.
fn groups<'a>(
    story: &'a ExpectedStory,
    placements: &BTreeMap<String, Placement>,
    expected: &Expected,
) -> BTreeMap<StoryId, Vec<&'a String>> {
    let late: Vec<&String> = expected.follow_ups.iter().flat_map(|f| &f.articles).collect();
    let mut groups: BTreeMap<StoryId, Vec<&String>> = BTreeMap::new();
    for article in story.articles.iter().filter(|article| !late.contains(article)) {
        if let Some(placement) = placements.get(article) {
            groups.entry(placement.story.clone()).or_default().push(article);
        }
    }
    groups
}

#[test]
fn reports_of_one_event_are_one_story() {
    let (world, expected) = (world(), Expected::load());
    let placements = placements(&world, &expected);
    for story in &expected.stories {
        let groups = groups(story, &placements, &expected);
        let largest = groups.values().map(Vec::len).max().unwrap_or(0);
        let all: usize = groups.values().map(Vec::len).sum();
        // One report of a follow-up kind may stand alone; of the lead none.
        let stray = if story.name == expected.lead { 0 } else { 1 };
        assert!(largest + stray >= all, "{}: {groups:#?}", story.name);
    }
}

#[test]
fn events_that_resemble_each_other_stay_apart() {
    let (world, expected) = (world(), Expected::load());
    let placements = placements(&world, &expected);
    let stories_of = |name: &String| -> BTreeSet<StoryId> {
        let story = expected.stories.iter().find(|story| story.name == *name).unwrap();
        groups(story, &placements, &expected).into_keys().collect()
    };
    for Apart { stories: [one, other], why } in &expected.apart {
        assert!(stories_of(one).is_disjoint(&stories_of(other)), "{one} and {other}: {why}");
    }
}

#[test]
fn reprints_lead_to_their_origin() {
    let (world, expected) = (world(), Expected::load());
    let copies = expected.reprints.iter().flat_map(|r| r.by.iter().map(move |by| (by, &r.of)));
    let origins: BTreeMap<&String, &String> = copies.collect();
    for (article, placement) in placements(&world, &expected) {
        let meant = origins.get(&article).copied().unwrap_or(&article);
        assert_eq!(&placement.origin.0, meant, "{article}");
    }
}

#[test]
fn reports_on_the_word_of_another_say_so() {
    let (world, expected) = (world(), Expected::load());
    let placements = placements(&world, &expected);
    for relies in &expected.relies {
        let Some(placement) = placements.get(&relies.article) else { continue };
        let tie =
            Tie { to: TieTo::Outlet(OutletId(relies.on.clone())), by: TieReason::Attribution };
        assert!(placement.relies_on.contains(&tie), "{}: {placement:?}", relies.article);
    }
}
