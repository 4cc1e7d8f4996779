use super::*;
use crate::{StoryId, Tie};
use jiff::Timestamp;
use proptest::prelude::*;

/// Reports as `id:outlet:owner:origin:tie,tie`, in the order of their times; what is left out is as the id
/// says. Ties are to outlets, those with `#` to articles.
fn story(reports: &str) -> Story {
    let one = |(place, line): (usize, &str)| {
        let mut parts = line.split(':');
        let id = parts.next().unwrap_or_default();
        let upper = id.to_uppercase();
        let mut or = |default: &str| {
            parts.next().filter(|part| !part.is_empty()).unwrap_or(default).to_owned()
        };
        let outlet = or(&upper);
        let (owner, origin, ties) = (or(&outlet), or(id), or(""));
        let tie = |to: &str| Tie {
            to: match to.strip_prefix('#') {
                Some(article) => TieTo::Article(ArticleId(article.to_owned())),
                None => TieTo::Outlet(OutletId(to.to_owned())),
            },
            by: TieReason::Attribution,
        };
        let reported = Timestamp::from_second(60 * place as i64).unwrap();
        Report {
            article: ArticleId(id.to_owned()),
            outlet: OutletId(outlet),
            owner,
            authority: 0.5,
            title: id.to_owned(),
            url: None,
            reported,
            seen: reported,
            origin: ArticleId(origin),
            relies_on: ties.split(',').filter(|tie| !tie.is_empty()).map(tie).collect(),
        }
    };
    let reports = reports.split_whitespace().enumerate().map(one).collect();
    Story { id: StoryId("s".to_owned()), reports }
}

/// `1a+b(c)`: a counts as the first, b copies it, c relies on it; `~1` counts with it, `Z[…]` is absent.
fn shown(lineage: &Lineage<'_>) -> String {
    let root = |root: &Root<'_>| match root {
        Root::Report(one) => branch(one),
        Root::Absent(outlet, all) => format!("{outlet}[{}]", branches(all)),
    };
    lineage.roots.iter().map(root).collect::<Vec<_>>().join(" ")
}

fn branches(all: &[Branch<'_>]) -> String {
    all.iter().map(branch).collect::<Vec<_>>().join(" ")
}

fn branch(one: &Branch<'_>) -> String {
    let counts = match one.counts {
        Counts::As(first, last) if first == last => first.to_string(),
        Counts::As(first, last) => format!("{first}-{last}"),
        Counts::With(number) => format!("~{number}"),
        Counts::Not => String::new(),
    };
    let copies: String = one.copies.iter().map(|copy| format!("+{}", copy.article)).collect();
    let relying = match one.relying.is_empty() {
        true => String::new(),
        false => format!("({})", branches(&one.relying)),
    };
    format!("{counts}{}{copies}{relying}", one.report.article)
}

#[test]
fn who_repeats_and_who_relies_hangs_on_whom() {
    check("", "");
    check("a b", "1a 2b");
    check("a b:::a c:::a", "1a+b+c");
    check("a b::::A c::::#b d", "1a(b(c)) 2d");
    // An origin that came later than its copies still heads them; one that left is stood for.
    check("b:::a a", "1a+b");
    check("b:::gone c:::gone", "1b+c");
    check("b:B:X:gone x:X c:::gone", "1-2b+c(~1x)");
    // What an outlet repeats twice stands once.
    check("a b:B::a c:B::a", "1a+b");
    // Two outlets of one owner count as one.
    check("a b::X c::X", "1a 2b(~2c)");
    // Outlets that name the same absent source count as one, and one that also reports itself does not.
    check("a b::::Z c::::Z", "1a Z[2b ~2c]");
    check("o1:O:O o2:O:O::Z p::::Z", "1o1 Z[~1o2 2p]");
    // Rings hang on the earliest.
    check("a::::B b::::A", "1a(b)");
    check("x a::::C b::::A c::::B d::::C", "1x a(b(c(d)))");
    check("a::::A", "1a");
    // Hearsay of hearsay does not go down for ever.
    check("a b::::A c::::B d::::C e::::D f::::E", "1a(b(c(d e f)))");
}

#[track_caller]
fn check(reports: &str, expected: &str) {
    assert_eq!(shown(&Lineage::of(&story(reports))), expected, "{reports}");
}

proptest! {
    #[test]
    fn every_report_stands_once_and_the_numbers_are_the_count(
        lines in proptest::collection::vec((0..6_usize, 0..4_usize, 0..12_usize, 0..12_usize), 1..12)
    ) {
        let one = |(place, (outlet, owner, origin, tie)): (usize, &(usize, usize, usize, usize))| {
            let origin = if *origin < place { format!("r{origin}") } else { String::new() };
            let tie = if *tie < 8 { format!("O{tie}") } else { String::new() };
            format!("r{place}:O{outlet}:W{owner}:{origin}:{tie}")
        };
        let reports: Vec<String> = lines.iter().enumerate().map(one).collect();
        let story = story(&reports.join(" "));
        let lineage = Lineage::of(&story);
        let branches = lineage.branches();
        let mut seen: Vec<&ArticleId> = branches
            .iter()
            .flat_map(|b| std::iter::once(&b.report.article).chain(b.copies.iter().map(|c| &c.article)))
            .collect();
        let all = seen.len();
        seen.sort();
        seen.dedup();
        prop_assert_eq!(seen.len(), all);
        prop_assert_eq!(all, story.shown_reports().len());
        let numbers: Vec<usize> = branches
            .iter()
            .flat_map(|b| match b.counts {
                Counts::As(first, last) => (first..=last).collect::<Vec<_>>(),
                Counts::With(_) | Counts::Not => Vec::new(),
            })
            .collect();
        let expected: Vec<usize> = (1..=story.independent_reports()).collect();
        prop_assert_eq!(numbers, expected);
    }
}
