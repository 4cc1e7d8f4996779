//! What is left of a claim that no group makes any more.

use super::Sources;
use super::making::Reports;
use news::{Article, Claim, Ending, Evidence, Part, Statement};
use std::collections::{BTreeSet, HashMap};

/// What became of one place.
enum Place {
    /// The words stand there, also where the article has another version by now.
    Stands(Evidence),
    /// Its outlet dropped or corrected them.
    Dropped(Evidence),
    /// The report is not in the story any more, or its outlet keeps its words for itself.
    Left,
}

/// Looks up what a round read of the places of claims.
pub(super) struct Standing<'a> {
    articles: HashMap<&'a str, (usize, &'a Article)>,
    usable: BTreeSet<usize>,
    reports: &'a Reports<'a>,
}

impl<'a> Standing<'a> {
    pub(super) fn of(sources: &Sources<'a>, reports: &'a Reports<'a>) -> Standing<'a> {
        let articles = sources.articles().iter().enumerate();
        Standing {
            articles: articles
                .map(|(at, article)| (article.id.0.as_str(), (at, article)))
                .collect(),
            usable: sources.usable().collect(),
            reports,
        }
    }

    /// The places that this round did not read, of reports that the story still has.
    pub(super) fn unread(&self, claim: &Claim) -> Vec<Evidence> {
        let unread = |place: &&Evidence| {
            !self.articles.contains_key(place.article.0.as_str())
                && self.reports.has(&place.article)
        };
        claim.statement.evidence().iter().filter(unread).cloned().collect()
    }

    /// The claim as it stands when no group of this round makes it: with the places that still say it;
    /// ended, or withdrawn (`true`), with those that did.
    pub(super) fn left_of(&self, claim: &Claim) -> (Claim, bool) {
        let (mut standing, mut dropped) = (Vec::new(), Vec::new());
        for place in claim.statement.evidence() {
            match self.place(place) {
                Place::Stands(place) => standing.push(place),
                Place::Dropped(place) => dropped.push(place),
                Place::Left => {}
            }
        }
        let withdrawn = standing.is_empty() && !dropped.is_empty();
        let evidence = if withdrawn { dropped } else { standing };
        let text = claim.statement.text().to_owned();
        let Ok(statement) = Statement::new(text, evidence) else {
            return (Claim { ended: Some(Ending::Left), ..claim.clone() }, false);
        };
        let (origins, independent) = self.reports.origins(statement.evidence());
        let independent = if withdrawn { 0 } else { independent };
        (Claim { statement, origins, independent, ended: None, ..claim.clone() }, withdrawn)
    }

    fn place(&self, place: &Evidence) -> Place {
        let Some((at, article)) = self.articles.get(place.article.0.as_str()) else {
            return match self.reports.has(&place.article) {
                true => Place::Stands(place.clone()),
                false => Place::Left,
            };
        };
        if article.reserved.is_some() || !self.reports.has(&article.id) {
            return Place::Left;
        }
        if !self.usable.contains(at) {
            return Place::Dropped(place.clone());
        }
        match article.text.find(&place.quote) {
            Some(start) if place.part == Part::Text => {
                let span = start..start + place.quote.len();
                match place.holds_in(article) {
                    true => Place::Stands(place.clone()),
                    false => Evidence::of(article, Part::Text, span)
                        .map_or(Place::Dropped(place.clone()), Place::Stands),
                }
            }
            _ => Place::Dropped(place.clone()),
        }
    }
}
