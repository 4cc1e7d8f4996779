//! The desk by rule: may a brief publish itself, as not yet reviewed?

use news::{Approved, Checked, Held, Story};

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
pub fn decide(_checked: Checked, _story: &Story, _rule: &Rule) -> Result<Approved, Box<Held>> {
    todo!()
}
