//! Which stories stand where, and why.

use jiff::Timestamp;
use news::{Ranked, Story};

/// What moves a story up the front page. Defaults stand in the example settings.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {}

/// Orders stories, best first. Equal scores fall back to the id.
pub fn rank(_stories: Vec<Story>, _weights: &Weights, _now: Timestamp) -> Vec<Ranked> {
    todo!()
}
