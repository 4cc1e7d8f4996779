use super::*;
use crate::{StoryId, Tie, TieReason};
use jiff::Timestamp;
use proptest::prelude::*;

/// A report of an outlet under an owner; ties are to outlets, those with `#` to articles.
fn report(id: &str, outlet: &str, owner: &str, origin: &str, ties: &[&str]) -> Report {
    let tie = |to: &&str| Tie {
        to: match to.strip_prefix('#') {
            Some(article) => TieTo::Article(ArticleId(article.to_owned())),
            None => TieTo::Outlet(OutletId((*to).to_owned())),
        },
        by: TieReason::Attribution,
    };
    Report {
        article: ArticleId(id.to_owned()),
        outlet: OutletId(outlet.to_owned()),
        owner: owner.to_owned(),
        authority: 0.5,
        title: id.to_owned(),
        url: None,
        reported: Timestamp::UNIX_EPOCH,
        seen: Timestamp::UNIX_EPOCH,
        origin: ArticleId(origin.to_owned()),
        relies_on: ties.iter().map(tie).collect(),
    }
}

/// Reports as `id:outlet:owner:origin:tie,tie`; what is left out is as the id says.
fn story(reports: &str) -> Story {
    let one = |line: &str| {
        let mut parts = line.split(':');
        let id = parts.next().unwrap_or_default();
        let upper = id.to_uppercase();
        let mut or = |default: &str| {
            parts.next().filter(|part| !part.is_empty()).unwrap_or(default).to_owned()
        };
        let outlet = or(&upper);
        let (owner, origin, ties) = (or(&outlet), or(id), or(""));
        let ties: Vec<&str> = ties.split(',').filter(|tie| !tie.is_empty()).collect();
        report(id, &outlet, &owner, &origin, &ties)
    };
    Story { id: StoryId("s".to_owned()), reports: reports.split_whitespace().map(one).collect() }
}

#[test]
fn reprints_owners_and_hearsay_count_once() {
    check("", 0);
    check("a", 1);
    check("a b", 2);
    check("a b:::a", 1);
    check("a::X b::X", 1);
    check("a b::::A", 1);
    check("a b::::#a", 1);
    // They rely on each other: somebody still reported first.
    check("a::::B b::::A", 1);
    // To rely on oneself is to rely on nobody.
    check("a::::A b::::#b", 2);
    check("a1:A:A a2:A:A::A b", 2);
}

#[test]
fn outlets_that_rely_on_the_same_absent_source_count_once() {
    check("a b::::Z", 2);
    check("a b::::Z c::::Z", 2);
    check("b::::Z c::::Z", 1);
    check("b::::Z c::::Y", 2);
    // One that names both ties them together.
    check("b::::Z c::::Y d::::Y,Z", 1);
    // An owner that also has a report of its own stands for itself.
    check("o1:O:O o2:O:O::Z p::::Z", 2);
    check("b::::#gone c::::#gone", 1);
    // Reprints of a text that left the story: it was an origin, and is counted by what repeats it.
    check("a b:::gone c:::gone", 2);
    check("b:::gone c:::other", 2);
}

#[track_caller]
fn check(reports: &str, expected: usize) {
    assert_eq!(story(reports).independent_reports(), expected, "{reports}");
}

/// The rule as it is written down, without regard to cost.
fn by_the_rule(story: &Story) -> usize {
    let held = |to: &TieTo, but: &Report| {
        story.reports.iter().any(|other| {
            other.article != but.article
                && match to {
                    TieTo::Article(article) => other.article == *article,
                    TieTo::Outlet(outlet) => other.outlet == *outlet,
                }
        })
    };
    let present = |id: &ArticleId| story.reports.iter().any(|other| other.article == *id);
    let own = |to: &TieTo, report: &Report| match to {
        TieTo::Article(article) => *article == report.article,
        TieTo::Outlet(outlet) => *outlet == report.outlet,
    };
    // Who stands for it, and what it stands on.
    let mut owners: Vec<(&str, Vec<String>)> = Vec::new();
    for report in &story.reports {
        let copied = report.origin != report.article;
        let relies = report.relies_on.iter().any(|tie| held(&tie.to, report));
        if relies || (copied && present(&report.origin)) {
            continue;
        }
        let others = report.relies_on.iter().filter(|tie| !own(&tie.to, report));
        let sources = match copied {
            true => vec![format!("{:?}", TieTo::Article(report.origin.clone()))],
            false => others.map(|tie| format!("{:?}", tie.to)).collect(),
        };
        owners.push((&report.owner, sources));
    }
    let alone = |owner: &str| owners.iter().any(|(other, on)| *other == owner && on.is_empty());
    let joined = |one: &(&str, Vec<String>), other: &(&str, Vec<String>)| {
        let shares = one.1.iter().any(|source| other.1.contains(source));
        one.0 == other.0 || (shares && !alone(one.0) && !alone(other.0))
    };
    let mut left: Vec<usize> = (0..owners.len()).collect();
    let mut groups = 0;
    while let Some(first) = left.pop() {
        groups += 1;
        let mut reached = vec![first];
        while let Some(here) = reached.pop() {
            let (near, far) =
                left.iter().partition(|other| joined(&owners[here], &owners[**other]));
            left = far;
            reached.extend::<Vec<usize>>(near);
        }
    }
    groups.max(usize::from(!story.reports.is_empty()))
}

fn any_report() -> impl Strategy<Value = (u8, u8, u8, Option<u8>, Vec<(bool, u8)>)> {
    let ties = proptest::collection::vec((any::<bool>(), 0..8u8), 0..3);
    (0..12u8, 0..6u8, 0..4u8, proptest::option::of(0..14u8), ties)
}

proptest! {
    #[test]
    fn the_count_is_that_of_the_rule(drawn in proptest::collection::vec(any_report(), 0..9)) {
        let mut story = story("");
        for (id, outlet, owner, origin, ties) in drawn {
            let id = id.to_string();
            if story.reports.iter().any(|report| report.article.0 == id) {
                continue;
            }
            let ties: Vec<String> = ties
                .iter()
                .map(|(article, to)| if *article { format!("#{to}") } else { format!("o{to}") })
                .collect();
            let ties: Vec<&str> = ties.iter().map(String::as_str).collect();
            let (outlet, owner) = (format!("o{outlet}"), format!("w{owner}"));
            let origin = origin.map_or(id.clone(), |origin| origin.to_string());
            story.reports.push(report(&id, &outlet, &owner, &origin, &ties));
        }
        prop_assert_eq!(story.independent_reports(), by_the_rule(&story));
        let reliance = Reliance::of(&story);
        for report in &story.reports {
            prop_assert_eq!(story.only_relies(report), reliance.only_relies(report));
        }
    }
}

/// Run by hand: `cargo test --release -p news large -- --ignored --nocapture`
#[test]
#[ignore = "measures; a busy machine would fail it for no fault of ours"]
fn a_large_story_is_counted_quickly() {
    for count in [1_000, 10_000] {
        let reports = (0..count).map(|n| {
            let (id, outlet) = (format!("a{n}"), format!("outlet{}", n % 500));
            let ties = [format!("absent{}", n % 40), format!("absent{}", n % 41)];
            report(&id, &outlet, &outlet, &id, &[&ties[0], &ties[1]])
        });
        let story = Story { id: StoryId("s".to_owned()), reports: reports.collect() };
        let start = std::time::Instant::now();
        let relying = story.reports.iter().filter(|report| story.only_relies(report)).count();
        let each = start.elapsed();
        let start = std::time::Instant::now();
        let groups = story.independent_reports();
        println!(
            "{count}: {relying} rely, each looked up {each:?}; {groups} groups {:?}",
            start.elapsed()
        );
    }
}
