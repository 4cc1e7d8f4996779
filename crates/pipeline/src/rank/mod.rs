//! Which stories stand where, and why.
//!
//! Start with [`weigh`], which gives each story its terms; [`spread()`] then orders a page.

mod followed;
mod naming;
mod replay;
mod spread;
mod values;
mod weights;

pub use replay::{NotStored, Replayed, replay};
pub use spread::spread;
pub use weights::Weights;

use followed::Followed;
use jiff::Timestamp;
use news::{ArticleId, Pin, Pull, Ranked, Shown, Story, StoryId, Term};
use std::collections::BTreeMap;
use values::Moment;

/// What is known of stories beside their reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// What earlier front pages showed; none: there are no earlier pages to compare with.
    pub shown: Option<BTreeMap<StoryId, Shown>>,
    /// Stories that an editor pulls up or down.
    pub pins: BTreeMap<StoryId, Pin>,
    /// How well articles suit the edition, from 0 to 1; of those that screening judged.
    pub relevance: BTreeMap<ArticleId, f64>,
}

/// Orders stories, best first. Equal scores fall back to the id.
pub fn rank(
    stories: Vec<Story>,
    known: &Circumstances,
    weights: &Weights,
    now: Timestamp,
) -> Vec<Ranked> {
    spread(weigh(stories, known, weights, now), weights)
}

/// Gives each story the terms that it has by itself, in the order given.
///
/// How often the outlets were followed is learned from all of `stories`, so leave none out that is
/// not for the page.
pub fn weigh(
    stories: Vec<Story>,
    known: &Circumstances,
    weights: &Weights,
    now: Timestamp,
) -> Vec<Ranked> {
    let followed = Followed::new(&stories);
    let named = naming::names(&stories);
    let moment = Moment { now, weights };
    let ranked = stories.into_iter().zip(named).map(|(story, names)| {
        let mut terms = moment.terms(&story, &followed);
        terms.extend(novelty(&story, known, weights, now));
        terms.extend(relevance(&story, known, weights));
        terms.extend(pull(&story, known, weights, now));
        Ranked { terms, names, story }
    });
    ranked.collect()
}

fn term(name: &str, value: f64, weight: f64) -> Term {
    Term { name: name.to_owned(), value, weight, note: None }
}

/// From 1 for news that no page has shown yet towards 0: halves with every `novelty_hours` on the page.
fn novelty(
    story: &Story,
    known: &Circumstances,
    weights: &Weights,
    now: Timestamp,
) -> Option<Term> {
    let shown = known.shown.as_ref()?.get(&story.id);
    // What is shown since this very moment is shown by the page that is being made again.
    let shown = shown.filter(|shown| shown.since < now);
    let old = shown.filter(|shown| story.latest_news().is_none_or(|news| news <= shown.news));
    let value = old.map_or(1.0, |shown| {
        let hours = now.duration_since(shown.since).as_secs_f64().max(0.0) / 3600.0;
        0.5_f64.powf(hours / f64::from(weights.novelty_hours.get()))
    });
    let note = old.map(|shown| format!("no news since {}", shown.since));
    Some(Term { note, ..term("novelty", value, weights.novelty) })
}

/// What a story counts that screening did not judge: neither for nor against it.
const NOT_JUDGED: f64 = 0.5;

/// The mean over the reports that screening judged; no term where it judged none at all.
fn relevance(story: &Story, known: &Circumstances, weights: &Weights) -> Option<Term> {
    if known.relevance.is_empty() {
        return None;
    }
    let judged: Vec<f64> =
        story.reports.iter().filter_map(|r| known.relevance.get(&r.article)).copied().collect();
    let mean = judged.iter().sum::<f64>() / judged.len().max(1) as f64;
    let value = if judged.is_empty() { NOT_JUDGED } else { mean.clamp(0.0, 1.0) };
    Some(term("relevance", value, weights.relevance))
}

fn pull(story: &Story, known: &Circumstances, weights: &Weights, now: Timestamp) -> Option<Term> {
    let pin = known.pins.get(&story.id).filter(|pin| pin.holds(now))?;
    let weight = match pin.pull {
        Pull::Up => weights.pin,
        Pull::Down => -weights.pin,
    };
    let until = pin.until.map(|until| format!(", until {until}")).unwrap_or_default();
    let note = format!("by {} at {}{until}", pin.by, pin.at);
    Some(Term { note: Some(note), ..term(pin.pull.word(), 1.0, weight) })
}

#[cfg(test)]
mod tests;
