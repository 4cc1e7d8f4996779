//! Editions, front pages, and stories as lists tell of them.

use super::{Day, Image, Link, Moment};
use serde::Serialize;
use utoipa::ToSchema;

/// The editions of this site.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct EditionList {
    /// One today: a site has one edition.
    pub items: Vec<Edition>,
}

/// A named publication.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Edition {
    /// Names it.
    #[schema(example = "main")]
    pub id: &'static str,
    /// Its nameplate.
    pub title: String,
    /// One line under it.
    pub tagline: String,
    /// ISO 639-1, of its own words.
    pub language: String,
    /// Its front page for readers.
    pub url: Link,
    /// Its front page in the API.
    pub front_page: Link,
    /// Its parts, in order; none of an edition without sections.
    pub sections: Vec<Section>,
}

/// A part of the edition.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Section {
    /// Names it, here and in addresses.
    pub key: String,
    /// What readers are shown.
    pub title: String,
    /// Its page.
    pub url: Link,
    /// Its stories in the API.
    pub stories: Link,
}

/// Days with a front page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrontPageList {
    /// The latest first.
    pub items: Vec<FrontPageLine>,
    /// The next page of the list; absent at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}

/// A day with a front page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrontPageLine {
    /// The day.
    pub day: Day,
    /// Its front page for readers.
    pub url: Link,
    /// Its front page in the API.
    pub front_page: Link,
}

/// The ranked list of an edition at a moment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrontPage {
    /// The edition.
    pub edition: &'static str,
    /// The day.
    pub day: Day,
    /// When it was made.
    pub at: Moment,
    /// Stories that stood here and were withdrawn since.
    pub withdrawn: usize,
    /// Best first.
    pub items: Vec<FrontItem>,
}

/// A story on a front page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FrontItem {
    /// From 1.
    pub place: usize,
    /// The story.
    pub id: String,
    /// The version of its brief that stood there.
    pub version: u32,
    /// Its page.
    pub url: Link,
    /// The story in the API.
    pub story: Link,
    /// The topic, one to three words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// What happened, in one line.
    pub headline: String,
    /// Two or three sentences that say the news.
    pub lede: String,
    /// Its section then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Reports it had then.
    pub articles: u32,
    /// Independent reports it had then: reprints, outlets of one owner and hearsay do not add.
    pub independent_reports: u32,
    /// Whether sources contradict each other.
    pub disputed: bool,
    /// Who stands for this version.
    pub review: Review,
    /// When this version was published.
    pub updated: Moment,
    /// What its terms add up to.
    pub score: f64,
    /// Why it stands where it stands.
    pub terms: Vec<Term>,
    /// Its lead picture, where we hold one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

/// One reason for a story's place. What all terms add is its score.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Term {
    /// One or two words.
    pub name: String,
    /// From 0 to 1.
    pub value: f64,
    /// What the edition makes of it.
    pub weight: f64,
    /// Value times weight.
    pub adds: f64,
    /// Who pinned the story, and since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Who stands for a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Review {
    /// Whether a person approved this very version.
    pub reviewed: bool,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
}

/// Stories.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct StoryList {
    /// In the order asked for.
    pub items: Vec<StoryLine>,
    /// The next page of the list; absent at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}

/// A story as lists tell of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct StoryLine {
    /// Names it, for good: the id of a story that was merged leads to the one it went into.
    #[schema(pattern = "^[0-9a-f]{12}$", example = "0a1b2c3d4e5f")]
    pub id: String,
    /// Its page.
    pub url: Link,
    /// The whole story in the API.
    pub story: Link,
    /// What happened, in one line.
    pub headline: String,
    /// When its first report appeared.
    pub since: Moment,
    /// When its latest report appeared.
    pub latest: Moment,
    /// When the version that is out was published.
    pub updated: Moment,
    /// Reports as readers are told of them.
    pub articles: u32,
    /// Independent ones.
    pub independent_reports: u32,
    /// The section of the edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
}
