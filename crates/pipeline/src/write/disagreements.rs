//! Where independent sources contradict each other: in a number, an age, a day, who it was, how it came out, or
//! that it is so at all.

mod ages;
mod days;
mod denials;
mod frames;
mod magnitudes;
mod outcomes;
mod pairs;
mod tables;
mod who;

use super::counts::{Count, counts, sum};
use super::material::Material;
use super::page::Page;
use super::reported;
use super::rounding::differ;
use super::same_thing::{Place, about, past_year, same_thing};
use crate::claims::Footing;
use news::{Disagreement, Part, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// More than this would be another article.
const MOST: usize = 3;

/// Statements about one thing that are compared with each other: bounds the work on a text that
/// repeats itself.
const COMPARED: usize = 48;

/// A number in one article.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) passage: usize,
    article: usize,
    pub(super) count: Count,
}

/// Two sentences of which one must be wrong.
#[derive(Clone, Debug)]
pub(super) struct Dispute {
    /// What it is about, as a label.
    pub(super) about: String,
    /// The passages of both sides.
    pub(super) sides: [usize; 2],
    /// Their numbers, where it is these that they disagree on.
    pub(super) counts: Option<[Count; 2]>,
}

/// All that sources dispute, what matters most first: from all their sentences, whichever are printed.
pub(super) fn disputes(material: &Material<'_>) -> Vec<Dispute> {
    let said = said(material);
    let mut found: Vec<Dispute> = Vec::new();
    let counted = across(material, &said).into_iter().chain(within(material));
    for dispute in counted.chain(beside(material)) {
        if !found.iter().any(|known| is_same(known, &dispute)) {
            found.push(dispute);
        }
    }
    found
}

/// Disagreements as they are printed; their words are taken from the budget.
pub(super) fn show(page: &mut Page<'_>, disputes: &[Dispute]) -> Vec<Disagreement<Statement>> {
    let mut shown: Vec<Disagreement<Statement>> = Vec::new();
    for dispute in disputes {
        if shown.len() == MOST {
            break;
        }
        shown.extend(showing(page, dispute));
    }
    shown
}

/// All disagreements, whether or not a page has room for them.
pub(super) fn listed(material: &Material<'_>) -> Vec<Disagreement<Statement>> {
    disputes(material).iter().filter_map(|dispute| statement(material, dispute)).collect()
}

/// Whether two disputes are about the same: they share a sentence, both numbers, or the one age or name.
fn is_same(one: &Dispute, other: &Dispute) -> bool {
    let figures = |dispute: &Dispute| {
        let counts = dispute.counts.as_ref()?;
        let mut values = counts.each_ref().map(|count| count.value);
        values.sort_by(f64::total_cmp);
        Some((values, counts[0].unit))
    };
    let same_figures = figures(one).is_some() && figures(one) == figures(other);
    let same_name = figures(one).is_none() && figures(other).is_none() && one.about == other.about;
    other.sides.iter().any(|side| one.sides.contains(side)) || same_figures || same_name
}

/// What pairs of sentences disagree on that tell much of the same, besides what they count.
fn beside(material: &Material<'_>) -> Vec<Dispute> {
    let pairs = pairs::pairs(material);
    let finders = [
        frames::found,
        magnitudes::found,
        ages::found,
        outcomes::found,
        denials::found,
        who::found,
        days::found,
    ];
    let found = finders.iter().flat_map(|found| pairs.iter().filter_map(|pair| found(pair)));
    found.collect()
}

fn said(material: &Material<'_>) -> Vec<Said> {
    let standing = standing(material).into_iter().map(|at| (at, &material.passages[at]));
    standing
        .flat_map(|(at, passage)| {
            let article = passage.article;
            let all = counts(passage).into_iter().chain(sum(passage));
            all.map(move |count| Said { passage: at, article, count })
        })
        .collect()
}

/// The passages that can be a side: those that a reader understands, one of each origin: what copies say,
/// their origin said.
fn standing(material: &Material<'_>) -> Vec<usize> {
    let cited = material.groups.iter().flat_map(|group| &group.cited).copied();
    let stands = |at: &usize| {
        let footing = material.passages[*at].footing;
        matches!(footing, Footing::Alone | Footing::Pointing | Footing::Referring)
    };
    let mut standing: Vec<usize> = cited.filter(stands).collect();
    standing.sort_unstable();
    standing
}

/// Numbers of different articles that contradict each other, in the order of the first one.
fn across(material: &Material<'_>, said: &[Said]) -> Vec<Dispute> {
    let mut by_thing: BTreeMap<(Option<&str>, &str), Vec<usize>> = BTreeMap::new();
    for (at, one) in said.iter().enumerate() {
        // Sums of which it is not said what they are of are compared with each other.
        let things = one.count.things.iter().map(String::as_str);
        let things = things.chain(one.count.things.is_empty().then_some(""));
        for thing in things {
            let known = by_thing.entry((one.count.unit, thing)).or_default();
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
                others.filter(|o| contradict(material, said, *one, **o)).map(|o| (*one, *o)),
            );
        }
    }
    found
        .into_iter()
        .filter_map(|(one, other)| dispute(material, &said[one], &said[other]))
        .collect()
}

fn dispute(material: &Material<'_>, one: &Said, other: &Said) -> Option<Dispute> {
    let about = about(place(material, one), place(material, other))?;
    let counts = Some([one.count.clone(), other.count.clone()]);
    Some(Dispute { about, sides: [one.passage, other.passage], counts })
}

/// Disputes that an article reports.
fn within(material: &Material<'_>) -> Vec<Dispute> {
    let told = reported::told(material.passages).into_iter();
    let leading = told.filter(|told| {
        let article = material.passages[told.sides[0]].article;
        !material.sources.only_relies(article)
    });
    leading
        .map(|told| Dispute { sides: told.sides, counts: Some(told.counts), about: told.about })
        .collect()
}

fn contradict(material: &Material<'_>, said: &[Said], one: usize, other: usize) -> bool {
    let (first, second) = (&said[one], &said[other]);
    material.sources.independent(first.article, second.article)
        && at_one_time(material, first, second)
        && differ(&first.count, &second.count)
        && same_thing(place(material, first), place(material, second))
        && !says_both(said, first, second)
}

fn place<'p>(material: &'p Material<'_>, said: &'p Said) -> Place<'p> {
    Place {
        count: &said.count,
        passage: &material.passages[said.passage],
        article: &material.sources.articles()[said.article],
    }
}

/// Reports further apart in time than this may both be right: the later one knows more.
const ONE_TIME_HOURS: i64 = 6;

/// Whether both are of one moment: of a year that is over, or reported at about one time.
fn at_one_time(material: &Material<'_>, one: &Said, other: &Said) -> bool {
    let articles = material.sources.articles();
    let (first, second) = (articles[one.article].reported(), articles[other.article].reported());
    let over = |said: &Said| past_year(place(material, said));
    let closed = over(one).is_some() && over(one) == over(other);
    closed || first.duration_since(second).as_hours().abs() <= ONE_TIME_HOURS
}

/// Whether either article gives the other's number too: then it tells two things apart, or reports
/// the disagreement itself.
fn says_both(said: &[Said], one: &Said, other: &Said) -> bool {
    let gives = |article: usize, value: f64| {
        said.iter().any(|s| s.article == article && s.count.value == value)
    };
    gives(one.article, other.count.value) || gives(other.article, one.count.value)
}

/// Both sides in the words of their sources.
fn statement(material: &Material<'_>, dispute: &Dispute) -> Option<Disagreement<Statement>> {
    let side = |side: &usize| {
        let passage = &material.passages[*side];
        let span = passage.span.clone();
        let evidence = material.sources.evidence(passage.article, Part::Text, span)?;
        Statement::new(passage.said(), vec![evidence]).ok()
    };
    let sides: Option<Vec<Statement>> = dispute.sides.iter().map(side).collect();
    Some(Disagreement { about: dispute.about.clone(), sides: sides? })
}

fn showing(page: &mut Page<'_>, dispute: &Dispute) -> Option<Disagreement<Statement>> {
    if !dispute.sides.iter().all(|side| page.bears_side(*side)) {
        return None;
    }
    let shown = statement(page.material, dispute)?;
    for side in &dispute.sides {
        page.charge(*side);
        // The head of an article is the news itself; what stands further down is told here only, so
        // that no side is told as a fact.
        if page.material.passages[*side].place > 0 {
            page.close_group_of(*side);
        }
    }
    Some(shown)
}

#[cfg(test)]
mod tests;
