//! The desk by rule: may a brief publish itself, as not yet reviewed?

use news::{Approved, Checked, Held, HoldReason, Judged, Story, Verdict};

/// When a brief may publish itself. Defaults stand in the example settings.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Sentences that must be left after the check.
    pub least_sentences: usize,
    /// Share of the written sentences that may be withheld, from 0 to 1; at this share it is held.
    pub withheld_share: f64,
    /// Independent reports a story needs.
    pub least_reports: usize,
}

/// Publishes what the rule lets through; holds the rest with the reason.
///
/// What stands only partly is not published without a person, so it counts as withheld here.
pub fn decide(checked: Checked, story: &Story, rule: &Rule) -> Result<Approved, Box<Held>> {
    match objection(&checked, story, rule) {
        Some(reason) => Err(Box::new(Held { checked, reason })),
        None => Approved::not_yet_reviewed(checked),
    }
}

/// Why the brief may not publish itself; the gravest reason first.
fn objection(checked: &Checked, story: &Story, rule: &Rule) -> Option<HoldReason> {
    if let Some(false_one) = contradicted(checked) {
        return Some(HoldReason::Contradicted(false_one.statement.text().to_owned()));
    }
    let headline = &checked.brief().headline;
    if headline.verdict() != Verdict::Supported {
        let detail = headline.judgement.reasons.first().map_or("", |reason| &reason.detail);
        return Some(HoldReason::Headline {
            verdict: headline.verdict(),
            detail: detail.to_owned(),
        });
    }
    let reports = story.independent_reports();
    if reports < rule.least_reports {
        return Some(HoldReason::TooFewReports { reports, least: rule.least_reports });
    }
    if !lede_is_whole(checked) {
        return Some(HoldReason::Lede);
    }
    too_little(checked, rule)
}

fn contradicted(checked: &Checked) -> Option<&Judged> {
    let headline = &checked.brief().headline;
    let all = checked.withheld().iter().chain([headline]);
    all.into_iter().find(|judged| judged.verdict() == Verdict::Contradicted)
}

/// Whether every sentence of the lede as it was written is supported.
fn lede_is_whole(checked: &Checked) -> bool {
    let lede = &checked.brief().lede;
    let supported = lede.iter().all(|sentence| sentence.verdict() == Verdict::Supported);
    !lede.is_empty() && supported && checked.lede_withheld() == 0
}

/// Too few sentences left, or too many withheld of those written.
fn too_little(checked: &Checked, rule: &Rule) -> Option<HoldReason> {
    let stands = |judged: &&Judged| judged.verdict() == Verdict::Supported;
    let left = checked.brief().sentences().filter(stands).count();
    if left < rule.least_sentences {
        return Some(HoldReason::TooShort { left, least: rule.least_sentences });
    }
    let all = checked.brief().statements();
    let partly = all.iter().filter(|(_, judged)| !stands(judged)).count();
    let withheld = checked.withheld().len() + partly;
    let written = checked.withheld().len() + all.len();
    let too_many = withheld as f64 >= rule.withheld_share * written as f64 && withheld > 0;
    too_many.then_some(HoldReason::TooManyWithheld { withheld, written })
}

#[cfg(test)]
mod tests;
