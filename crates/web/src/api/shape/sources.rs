//! What stories rest on, and how it changed.

use super::{Brief, Link, Moment, Review};
use serde::Serialize;
use utoipa::ToSchema;

/// A report that a story or its brief rests on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Source {
    /// Its number in citations; absent when the brief does not cite it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<usize>,
    /// The article.
    pub article: String,
    /// Who reported.
    pub outlet: OutletRef,
    /// Its headline.
    pub title: String,
    /// Where the outlet has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
    /// When it appeared.
    pub reported: Moment,
    /// The article whose text it repeats, or itself.
    pub origin: String,
    /// What it relies on without sharing its text.
    pub relies_on: Vec<Tie>,
    /// Whether it is still among the reports of the story.
    pub is_of_story: bool,
}

/// An outlet, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct OutletRef {
    /// Its main domain where known, else the name it goes by.
    pub id: String,
    /// Names it in addresses.
    pub key: String,
    /// The name readers know it by.
    pub name: String,
}

/// What a report relies on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Tie {
    /// How it shows.
    pub by: TieWord,
    /// The report that it relies on, where that is a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The outlet that it relies on, where only that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<OutletRef>,
}

/// How a tie shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TieWord {
    /// Both outlets have one owner.
    Owner,
    /// The text says "according to X".
    Attribution,
    /// It links to the other.
    Link,
}

/// What stands by itself among the reports of a story.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Root {
    /// An outlet that is named and did not report in this story itself; absent when a report stands here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent: Option<OutletRef>,
    /// The report, or the reports that name the absent outlet.
    #[schema(min_items = 1)]
    pub branches: Vec<Branch>,
}

/// A report with the copies of its text and the reports that rely on it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(no_recursion)]
pub(crate) struct Branch {
    /// The article.
    pub article: String,
    /// How it hangs on what stands above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<TieWord>,
    /// Which of the independent reports it is, the first and the last; absent when it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<[usize; 2]>,
    /// The independent report together with which it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts_with: Option<usize>,
    /// Other articles of the same text, the earliest first.
    pub copies: Vec<String>,
    /// The reports that rely on it, the earliest first.
    pub relying: Vec<Branch>,
}

/// A version of a brief as lists tell of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct VersionLine {
    /// From 1.
    pub version: u32,
    /// The name of what it says.
    pub hash: String,
    /// Its headline.
    pub headline: String,
    /// When it was published.
    pub at: Moment,
    /// Who stands for it.
    pub review: Review,
    /// Sentences withheld from it.
    pub withheld: u32,
    /// The whole version in the API.
    pub brief: Link,
}

/// The versions of a story's brief that were out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct VersionList {
    /// Oldest first.
    pub items: Vec<VersionLine>,
}

/// One version of a brief with the sources that it cites.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Version {
    /// The story.
    pub story: Link,
    /// What it said.
    pub brief: Brief,
    /// The articles that it cites, by number.
    pub sources: Vec<Source>,
}

/// A change of a report by its outlet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Revision {
    /// The report.
    pub article: String,
    /// Whose it is.
    pub outlet: OutletRef,
    /// The newer version's headline.
    pub headline: String,
    /// When it changed.
    pub at: Moment,
    /// What the outlet says of it; absent for a change that it did not own up to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
}
