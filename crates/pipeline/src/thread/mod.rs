//! Articles become stories, one by one, as they arrive.

use jiff::Timestamp;
use news::{Article, ArticleId, Placement, Registry, StoryId};

/// What decides whether two reports are of one event.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Least similarity for joining a story, from 0 to 1.
    pub join: f64,
    /// Days after which similarity to a silent story has fallen to 1/e.
    pub decay_days: f64,
    /// Days after which a silent story takes no more reports.
    pub window_days: u32,
    /// Least share of a text's rare word sequences that must stand in an earlier one for it to be a
    /// copy, from 0 to 1.
    pub copy: f64,
}

/// The open stories, as far as joining them needs.
pub struct Threader {}

impl Threader {
    /// An empty window.
    pub fn new(_thresholds: Thresholds, _registry: Registry) -> Threader {
        todo!()
    }

    /// Puts an article into a story, or starts one. Deterministic in the order of calls.
    pub fn place(&mut self, _article: &Article) -> Placement {
        todo!()
    }

    /// Takes note of a placement decided earlier (by another process, before a restart, by an editor).
    pub fn restore(&mut self, _article: &Article, _story: &StoryId, _origin: &ArticleId) {
        todo!()
    }

    /// Forgets what has left the window.
    pub fn forget_before(&mut self, _now: Timestamp) {
        todo!()
    }
}
