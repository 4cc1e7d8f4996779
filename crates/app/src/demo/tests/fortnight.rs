//! The fixtures agree with themselves and with what we meant by them.

use super::super::expected::{Differing, Expected};
use super::super::fixtures;
use super::*;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn the_fortnight_has_its_size() {
    let world = world();
    assert_eq!(world.publishers.len(), 18);
    assert!(world.reports.len() >= 120, "{}", world.reports.len());
    assert_eq!(world.starts(), at("2026-11-09T00:00:00Z"));
    assert_eq!(world.ends(), at("2026-11-22T18:00:00Z"));
    assert_eq!(world.feeds().len(), 20);
}

#[test]
fn every_report_stands_in_the_fortnight() {
    let world = world();
    let mut addresses = BTreeSet::new();
    for report in &world.reports {
        let key = &report.key;
        assert!(report.appeared.instant >= world.starts(), "{key}");
        for wording in &report.wordings {
            assert!(wording.from.instant <= world.ends(), "{key}");
            let words: usize = wording.paragraphs.iter().map(|p| p.split(' ').count()).sum();
            assert!((45..=220).contains(&words), "{key} has {words} words");
        }
        assert!(addresses.insert(world.url(report)), "{key} shares its address");
    }
}

#[test]
fn every_picture_is_used_and_there() {
    let world = world();
    let used: BTreeSet<&str> =
        world.reports.iter().filter_map(|r| r.image.as_ref()).map(|i| i.url.as_str()).collect();
    let there: BTreeSet<&str> = fixtures::IMAGES.iter().map(|(name, _)| *name).collect();
    assert_eq!(used, there);
    for (name, bytes) in fixtures::IMAGES {
        assert!(bytes.starts_with(b"\x89PNG") && bytes.len() < 60_000, "{name}");
    }
}

#[test]
fn every_report_is_expected_once() {
    let (world, expected) = (world(), Expected::load());
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let in_stories = expected.stories.iter().flat_map(|story| &story.articles);
    let sponsored = expected.dropped.iter().filter(|d| d.rule == "sponsored").map(|d| &d.article);
    for article in in_stories.chain(sponsored) {
        *places.entry(article).or_default() += 1;
    }
    for report in &world.reports {
        let url = world.url(report);
        assert_eq!(places.remove(url.as_str()), Some(1), "{url}");
    }
    assert!(places.is_empty(), "no report stands at {places:?}");
}

#[test]
fn the_expected_reprints_are_those_of_the_fixtures() {
    let (world, expected) = (world(), Expected::load());
    let pairs =
        expected.reprints.iter().flat_map(|r| r.by.iter().map(|by| (by.clone(), r.of.clone())));
    let written = world.reports.iter().filter_map(|copy| {
        let origin = report(&world, copy.reprints.as_deref()?);
        assert!(copy.appeared > origin.appeared, "{} comes before its origin", copy.key);
        assert!(copy.wordings[0].title != origin.wordings[0].title, "{}", copy.key);
        Some((world.url(copy), world.url(origin)))
    });
    assert_eq!(pairs.collect::<BTreeSet<_>>(), written.collect::<BTreeSet<_>>());
}

#[test]
fn the_other_expectations_name_real_things() {
    let (world, expected) = (world(), Expected::load());
    let urls: BTreeSet<String> = world.reports.iter().map(|report| world.url(report)).collect();
    let names: BTreeSet<&String> = expected.stories.iter().map(|story| &story.name).collect();
    let follow_ups = expected.follow_ups.iter().flat_map(|f| f.articles.iter());
    let articles = follow_ups
        .chain(expected.relies.iter().map(|r| &r.article))
        .chain(expected.dropped.iter().map(|d| &d.article))
        .chain(expected.labelled.iter().map(|l| &l.article))
        .chain(expected.left_alone.iter().map(|l| &l.article));
    for article in articles {
        assert!(urls.contains(article), "{article}");
    }
    let stories = expected.apart.iter().flat_map(|apart| &apart.stories);
    let stories = stories.chain(expected.follow_ups.iter().map(|f| &f.story));
    for story in stories.chain([&expected.lead]) {
        assert!(names.contains(story), "{story}");
    }
    assert!(expected.labelled.iter().all(|labelled| labelled.label == "roundup"));
    for relies in &expected.relies {
        assert!(world.publisher_at(&relies.on).is_some(), "{}", relies.on);
    }
}

#[test]
fn differing_figures_stand_in_their_reports() {
    let (world, expected) = (world(), Expected::load());
    for Differing { story, about, sides, both_right: _ } in &expected.differing {
        let story = expected.stories.iter().find(|known| known.name == *story).unwrap();
        for side in sides {
            assert!(story.articles.contains(&side.article), "{about}: {side:?}");
            let report = world.reports.iter().find(|report| world.url(report) == side.article);
            let wording = &report.unwrap().wordings[0];
            let said = format!("{}\n{}", wording.title, wording.paragraphs.join("\n"));
            assert!(said.contains(&side.words), "{about}: {side:?}");
        }
    }
}

#[test]
fn a_dozen_outlets_repeat_the_lead() {
    let (world, expected) = (world(), Expected::load());
    let wire = world.url(report(&world, "harborwire/kestria-clears-auric-5-imports"));
    let reprints = expected.reprints.iter().find(|r| r.of == wire).map_or(0, |r| r.by.len());
    let lead = expected.stories.iter().find(|story| story.name == expected.lead).unwrap();
    let relying = expected.relies.iter().filter(|r| lead.articles.contains(&r.article)).count();
    assert_eq!(reprints + relying, 12);
}
