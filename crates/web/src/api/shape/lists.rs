//! Corrections, what stories are found under, and what happens.

use super::{Day, Link, Moment, OutletRef, Revision, StoryLine, SubjectRef};
use serde::Serialize;
use utoipa::ToSchema;

/// What outlets corrected, and what we took off.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CorrectionList {
    /// The latest first.
    pub items: Vec<Correction>,
    /// The next page of the list; absent at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}

/// A correction that an outlet announced, or a story of ours that was withdrawn.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Correction {
    /// An outlet corrected a report of a story.
    Correction {
        /// When.
        at: Moment,
        /// The outlet's change.
        revision: Revision,
        /// The story that the report is in.
        story: Box<StoryLine>,
    },
    /// A story was taken off. Its headline is not repeated: that may be what was wrong.
    Withdrawal {
        /// When.
        at: Moment,
        /// The story.
        story: String,
        /// The day on which the withdrawn version was published.
        published: Day,
        /// Why, in the editor's words.
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
}

/// Things that stories are found under.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SubjectList {
    /// By key.
    pub items: Vec<SubjectLine>,
    /// The next page of the list; absent at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}

/// Something that stories are found under, with how much there is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SubjectLine {
    /// What.
    #[serde(flatten)]
    pub subject: SubjectRef,
    /// Published stories.
    pub count: u64,
    /// When the latest report of the latest of them appeared.
    pub latest: Moment,
}

/// A publisher, and what it did in the stories here.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Outlet {
    /// Its main domain where known, else the name it goes by.
    pub id: String,
    /// Names it in addresses.
    pub key: String,
    /// The name readers know it by.
    pub name: String,
    /// Its page here.
    pub url: Link,
    /// Its stories in the API.
    pub stories: Link,
    /// What is known of it; absent for one of which only the name is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<OutletFacts>,
    /// What it did.
    pub tally: OutletTally,
}

/// What is known of an outlet.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OutletFacts {
    /// What sort of publisher it is.
    #[schema(example = "newspaper")]
    pub kind: &'static str,
    /// Who controls it, when that is another than itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// All domains it publishes on.
    pub domains: Vec<String>,
    /// Whether these facts were written down from memory, and no list was seen that has them.
    pub is_from_memory: bool,
}

/// What an outlet did in all stories that were filed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OutletTally {
    /// Stories that it reported.
    pub stories: u64,
    /// Its reports in them.
    pub reports: u64,
    /// Stories that others reported too.
    pub shared: u64,
    /// Those of them that it reported first.
    pub first: u64,
    /// Corrections that it announced.
    pub corrections: u64,
    /// Changes that it did not announce.
    pub silent_edits: u64,
}

/// A report of a published story: what is known of it, not its text, which is the outlet's.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Article {
    /// Names it through all its versions.
    pub id: String,
    /// The latest version.
    pub version: String,
    /// Versions that we hold.
    pub versions: usize,
    /// Who reported.
    pub outlet: OutletRef,
    /// Its headline.
    pub title: String,
    /// Where the outlet has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
    /// Who wrote it; several are joined with `; `.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// ISO 639-1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When it appeared.
    pub reported: Moment,
    /// When it came to us.
    pub seen: Moment,
    /// How the outlet keeps its words from machines that write; nothing is taken from such an article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved: Option<String>,
    /// The article whose text it repeats, or itself.
    pub origin: String,
    /// The story that it is in.
    pub story: Link,
}

/// What happened before readers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Publication {
    /// From 1, in the order in which it happened; the id of the event.
    pub number: u64,
    /// What.
    pub kind: PublicationWord,
    /// When.
    pub at: Moment,
    /// The story.
    pub id: String,
    /// The version of its brief.
    pub version: u32,
    /// The story in the API.
    pub story: Link,
    /// What that version said in one line; absent when it is no longer out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
}

/// What can happen before readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PublicationWord {
    /// A story came out, or came back.
    Published,
    /// A further version came out.
    Updated,
    /// A person approved the version that is out.
    Reviewed,
    /// It was taken off.
    Withdrawn,
}

/// What happened before readers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PublicationList {
    /// Oldest first.
    pub items: Vec<Publication>,
    /// What came after; absent when nothing has yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
}
