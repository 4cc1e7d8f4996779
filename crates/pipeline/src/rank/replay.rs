//! How another weighting would have ordered a page of the past.

use super::spread::{self, Candidate, DIVERSITY};
use super::{Weights, term};
use news::{FrontItem, FrontPage, Term};

/// A story of a past page under other weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// As it was kept, with the terms of then.
    pub then: FrontItem,
    /// Its place then, from 1; none when it stood below the page.
    pub place: Option<usize>,
    /// Its terms under the other weights.
    pub terms: Vec<Term>,
}

/// A weight that has nothing to weigh.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "its front page keeps no value for {term}, which rank.{term} would weigh: pages are kept \
     with it since that term exists; set rank.{term} to 0"
)]
pub struct NotStored {
    /// The term.
    pub term: &'static str,
}

/// Orders the stories of `page` anew, those below it too. The values are those of then; what changes
/// a value itself (`fade_hours`, `reports_cap`, `novelty_hours`) changes nothing here.
pub fn replay(page: &FrontPage, weights: &Weights) -> Result<Vec<Replayed>, NotStored> {
    let kept: Vec<(Option<usize>, &FrontItem)> = (page.items.iter().enumerate())
        .map(|(place, item)| (Some(place + 1), item))
        .chain(page.below.iter().map(|item| (None, item)))
        .collect();
    all_stored(&kept, weights)?;
    let mut stories: Vec<Replayed> = kept
        .into_iter()
        .map(|(place, item)| Replayed { then: item.clone(), place, terms: again(item, weights) })
        .collect();
    stories.sort_by(|a, b| a.then.story.cmp(&b.then.story));
    let candidates: Vec<Candidate<'_>> = stories
        .iter()
        .map(|one| Candidate {
            score: one.terms.iter().map(Term::adds).sum(),
            names: &one.then.names,
        })
        .collect();
    let order = spread::order(&candidates, weights);
    Ok(order
        .into_iter()
        .map(|(place, diversity)| {
            let mut one = stories[place].clone();
            one.terms.extend(Some(diversity).filter(|term| term.weight != 0.0));
            one
        })
        .collect())
}

/// The terms of then with the weights of now; one that is no term any more weighs nothing.
fn again(item: &FrontItem, weights: &Weights) -> Vec<Term> {
    let own = item.terms.iter().filter(|term| term.name != DIVERSITY);
    own.map(|kept| Term {
        note: kept.note.clone(),
        ..term(&kept.name, kept.value, weights.of(&kept.name).unwrap_or(0.0))
    })
    .collect()
}

/// Pages of earlier versions lack terms that came later.
fn all_stored(kept: &[(Option<usize>, &FrontItem)], weights: &Weights) -> Result<(), NotStored> {
    let stored =
        |name: &str| kept.iter().any(|(_, item)| item.terms.iter().any(|t| t.name == name));
    let always =
        ["breadth", "velocity", "following", "leading", "freshness", "authority", "novelty"];
    let missing = always
        .into_iter()
        .find(|term| weights.of(term).is_some_and(|weight| weight != 0.0) && !stored(term));
    match missing.filter(|_| !kept.is_empty()) {
        Some(term) => Err(NotStored { term }),
        None => Ok(()),
    }
}
