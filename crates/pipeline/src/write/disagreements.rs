//! Where independent sources give different numbers for the same thing.

use super::counts::{Bound, Count, counts};
use super::page::Page;
use crate::check::lexicon::stem;
use crate::check::words::Word;
use crate::claims::Footing;
use news::{Disagreement, Part, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// More than this would be another article.
const MOST: usize = 3;

/// Statements about one thing that are compared with each other: bounds the work on a text that
/// repeats itself.
const COMPARED: usize = 48;

/// A number in one article.
#[derive(Debug)]
struct Said {
    passage: usize,
    article: usize,
    count: Count,
}

/// Finds disagreements, those about what matters most first, and takes their words from the budget.
pub(super) fn find(page: &mut Page<'_>) -> Vec<Disagreement<Statement>> {
    let said = said(page);
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut found = Vec::new();
    for (one, other) in conflicts(page, &said) {
        if found.len() == MOST {
            break;
        }
        if used.contains(&said[one].passage) || used.contains(&said[other].passage) {
            continue;
        }
        if let Some(disagreement) = shown(page, &said[one], &said[other]) {
            used.extend([said[one].passage, said[other].passage]);
            found.push(disagreement);
        }
    }
    found
}

fn said(page: &Page<'_>) -> Vec<Said> {
    // One passage of each origin: what copies say, their origin said.
    let cited = page.material.groups.iter().flat_map(|group| &group.cited);
    let mut cited: Vec<usize> = cited.copied().collect();
    cited.sort_unstable();
    let passages = cited.into_iter().map(|at| (at, &page.material.passages[at]));
    let standing = passages.filter(|(_, p)| {
        matches!(p.footing, Footing::Alone | Footing::Pointing | Footing::Referring)
    });
    standing
        .flat_map(|(at, passage)| {
            let article = passage.article;
            counts(passage).into_iter().map(move |count| Said { passage: at, article, count })
        })
        .collect()
}

/// Pairs that contradict each other, in the order of the first one.
fn conflicts(page: &Page<'_>, said: &[Said]) -> BTreeSet<(usize, usize)> {
    let mut by_thing: BTreeMap<(Option<&str>, &str), Vec<usize>> = BTreeMap::new();
    for (at, one) in said.iter().enumerate() {
        for thing in &one.count.things {
            let known = by_thing.entry((one.count.unit, thing.as_str())).or_default();
            if known.len() < COMPARED {
                known.push(at);
            }
        }
    }
    let mut found = BTreeSet::new();
    for places in by_thing.values() {
        for (at, one) in places.iter().enumerate() {
            let others = places[at + 1..].iter();
            found.extend(
                others.filter(|other| contradict(page, said, *one, **other)).map(|o| (*one, *o)),
            );
        }
    }
    found
}

fn contradict(page: &Page<'_>, said: &[Said], one: usize, other: usize) -> bool {
    let (first, second) = (&said[one], &said[other]);
    page.material.sources.independent(first.article, second.article)
        && at_one_time(page, first, second)
        && differ(&first.count, &second.count)
        && about_the_same(page, first, second)
        && !says_both(said, first, second)
}

/// Reports further apart in time than this may both be right: the later one knows more.
const ONE_TIME_HOURS: i64 = 6;

fn at_one_time(page: &Page<'_>, one: &Said, other: &Said) -> bool {
    let articles = page.material.sources.articles();
    let (first, second) = (articles[one.article].reported(), articles[other.article].reported());
    first.duration_since(second).as_hours().abs() <= ONE_TIME_HOURS
}

/// Rounded numbers may differ by this share and mean the same: "about 400,000" for 430,000.
const ROUNDED: f64 = 0.15;
/// Numbers from a thousand on are rounded without saying so.
const ROUNDED_SILENTLY: f64 = 0.06;

fn differ(one: &Count, other: &Count) -> bool {
    let (small, large) = if one.value <= other.value { (one, other) } else { (other, one) };
    let gap = (large.value - small.value) / large.value.abs().max(f64::MIN_POSITIVE);
    let open = matches!(small.bound, Bound::Least) || matches!(large.bound, Bound::Most);
    let rounded = small.bound != Bound::Exact || large.bound != Bound::Exact;
    let least = match () {
        () if rounded => ROUNDED,
        () if small.value >= 1000.0 || one.unit.is_some() => ROUNDED_SILENTLY,
        () => 0.0,
    };
    !open && gap > least
}

/// Share of the words around two numbers that must agree, and how many at least: fewer where it is
/// said what became of those counted. Chosen for precision by reading the pairs found in the labelled
/// stories.
const SAME_AROUND: f64 = 0.34;
const FEWEST_SHARED: usize = 4;
const FEWEST_SHARED_WITH_OUTCOME: usize = 3;

/// Things that say nothing of what is counted: "six times more likely".
const VAGUE: [&str; 7] = ["times", "ways", "places", "points", "things", "occasions", "parts"];

fn about_the_same(page: &Page<'_>, one: &Said, other: &Said) -> bool {
    let (first, second) = (&one.count, &other.count);
    let shared = first.around.intersection(&second.around).count();
    let fewer = first.around.len().min(second.around.len()).max(1);
    let least = match first.outcomes.is_empty() {
        true => FEWEST_SHARED,
        false => FEWEST_SHARED_WITH_OUTCOME,
    };
    shared >= least
        && shared as f64 / fewer as f64 >= SAME_AROUND
        && first.things == second.things
        && !VAGUE.iter().any(|vague| first.things.contains(&stem(vague)))
        && first.outcomes == second.outcomes
        && first.is_value == second.is_value
        && !first.further
        && !second.further
        && (meet(&first.names, &second.names) || named_once(page, one, other))
        && meet(&times(page, one), &times(page, other))
        && is_total(page, one) == is_total(page, other)
}

/// Whether two sets share something, or are both empty: numbers of another place or another day
/// count something else.
fn meet<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> bool {
    !one.is_disjoint(other) || (one.is_empty() && other.is_empty())
}

/// Whether only one has names around its number, and the sentences share a name.
fn named_once(page: &Page<'_>, one: &Said, other: &Said) -> bool {
    let keys = |said: &Said| -> BTreeSet<&str> {
        let names = page.material.passages[said.passage].names.iter();
        names.flat_map(|name| &name.keys).map(String::as_str).collect()
    };
    one.count.names.is_empty() != other.count.names.is_empty()
        && !keys(one).is_disjoint(&keys(other))
}

/// The days, months and years that a passage names.
fn times<'p>(page: &'p Page<'_>, said: &Said) -> BTreeSet<&'p str> {
    let words = page.material.passages[said.passage].words.iter();
    let timed = |word: &&Word| {
        word.is_date() || matches!(word.key.as_str(), "yesterday" | "today" | "earlier" | "ago")
    };
    words.filter(timed).map(|word| word.key.as_str()).collect()
}

/// Whether a passage counts over a span of time.
fn is_total(page: &Page<'_>, said: &Said) -> bool {
    let words = &page.material.passages[said.passage].words;
    words.iter().any(|word| matches!(word.key.as_str(), "since" | "far" | "total" | "altogether"))
}

/// Whether either article gives the other's number too: then it tells two things apart, or reports
/// the disagreement itself.
fn says_both(said: &[Said], one: &Said, other: &Said) -> bool {
    let gives = |article: usize, value: f64| {
        said.iter().any(|s| s.article == article && s.count.value == value)
    };
    gives(one.article, other.count.value) || gives(other.article, one.count.value)
}

fn shown(page: &mut Page<'_>, one: &Said, other: &Said) -> Option<Disagreement<Statement>> {
    let mut sides = Vec::new();
    for side in [one, other] {
        if !page.bears(side.passage) {
            return None;
        }
        let span = page.material.passages[side.passage].span.clone();
        let evidence = page.material.sources.evidence(side.article, Part::Text, span)?;
        let said = page.material.passages[side.passage].said();
        sides.push(Statement::new(said, vec![evidence]).ok()?);
    }
    for side in [one, other] {
        page.charge(side.passage);
        // The head of an article is the news itself; what stands further down is told here only, so
        // that no side is told as a fact.
        if page.material.passages[side.passage].place > 0 {
            page.close_group_of(side.passage);
        }
    }
    let about = one.count.about(page.material.passages[one.passage].text)?;
    Some(Disagreement { about, sides })
}
