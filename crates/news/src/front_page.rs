use crate::{Story, StoryId};
use jiff::Timestamp;

/// One reason for a story's place; the page shows it under "why here".
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// One or two words, lowercase.
    pub name: String,
    /// From 0 to 1.
    pub value: f64,
    /// What the edition makes of it.
    pub weight: f64,
}

impl Term {
    /// What it adds to the score.
    pub fn adds(&self) -> f64 {
        self.value * self.weight
    }
}

/// A story and why it stands where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The story.
    pub story: Story,
    /// Its score, term by term.
    pub terms: Vec<Term>,
}

impl Ranked {
    /// What the terms add up to.
    pub fn score(&self) -> f64 {
        self.terms.iter().map(Term::adds).sum()
    }
}

/// One line of a front page: a story, the version of its brief that stood there, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontItem {
    /// The story.
    pub story: StoryId,
    /// The version of its brief, from 1.
    pub version: u32,
    /// Why it stands where it stands.
    pub terms: Vec<Term>,
    /// Reports it had then.
    pub articles: u32,
    /// Independent reports it had then.
    pub independent_reports: u32,
}

/// An edition's ranked list at a moment. Short and finite.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontPage {
    /// The moment.
    pub at: Timestamp,
    /// Best first; only stories with a published brief.
    pub items: Vec<FrontItem>,
}
