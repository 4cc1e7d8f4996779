//! What we meant by the fortnight (`fixtures/demo/expected.toml`), for tests that compare with it.

use serde::Deserialize;

/// The whole file. Articles are named by their addresses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The story that must stand on top at the end.
    pub lead: String,
    /// Which articles belong together.
    pub stories: Vec<ExpectedStory>,
    /// Who repeats whose text.
    pub reprints: Vec<Reprints>,
    /// Own words on the word of another outlet.
    pub relies: Vec<Relies>,
    /// What the screen must stop.
    pub dropped: Vec<Dropped>,
    /// What is kept with a label.
    pub labelled: Vec<Labelled>,
    /// Pages that must not be fetched.
    pub left_alone: Vec<LeftAlone>,
    /// Late reports that still belong to their story.
    pub follow_ups: Vec<FollowUp>,
    /// Stories that must not become one.
    pub apart: Vec<Apart>,
    /// Figures on which reports differ.
    pub differing: Vec<Differing>,
}

/// A story by the name of its event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedStory {
    /// The event's name.
    pub name: String,
    /// By time of appearance.
    pub articles: Vec<String>,
}

/// A text and its repetitions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reprints {
    /// The origin.
    pub of: String,
    /// Who repeats it.
    pub by: Vec<String>,
}

/// A tie without shared text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relies {
    /// Who relies.
    pub article: String,
    /// The outlet relied on.
    pub on: String,
}

/// An article that is stopped.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    /// The article.
    pub article: String,
    /// `sponsored` or `language`.
    pub rule: String,
}

/// An article that is kept with a label.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// The article.
    pub article: String,
    /// The label.
    pub label: String,
}

/// A page behind a robots.txt rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftAlone {
    /// The article.
    pub article: String,
}

/// Reports of a week later.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// The story's name.
    pub story: String,
    /// The late articles.
    pub articles: Vec<String>,
}

/// Two stories that resemble each other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apart {
    /// Their names.
    pub stories: [String; 2],
    /// How they resemble each other.
    pub why: String,
}

/// A figure with its sides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Differing {
    /// The story's name.
    pub story: String,
    /// What is counted.
    pub about: String,
    /// What the reports say.
    pub sides: Vec<Side>,
    /// Why both may be right, where they may: such figures must not be shown as a dispute.
    pub both_right: Option<String>,
}

/// One report's figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// The article.
    pub article: String,
    /// Its words, verbatim.
    pub words: String,
}

impl Expected {
    /// Reads the file that is compiled in.
    pub fn load() -> Expected {
        toml::from_str(include_str!("../../../../fixtures/demo/expected.toml")).unwrap()
    }
}
