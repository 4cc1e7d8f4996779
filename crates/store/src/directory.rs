use crate::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use news::{Listing, OutletId, StoryId, Subject, SubjectKind};
use std::collections::BTreeMap;

/// A published story as lists tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedStory {
    /// The story.
    pub story: StoryId,
    /// Of the version that is out.
    pub headline: String,
    /// Of the first version that was out, which gives the story its address.
    pub first_headline: String,
    /// When the version that is out was published.
    pub at: Timestamp,
    /// When the first report appeared.
    pub since: Timestamp,
    /// When the latest report appeared.
    pub latest: Timestamp,
    /// Reports as readers are told of them.
    pub articles: u32,
    /// Independent ones.
    pub independent_reports: u32,
    /// The section of the edition.
    pub section: Option<String>,
    /// The topic.
    pub topic: Option<String>,
}

/// Something that a story is filed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// What.
    pub subject: Subject,
    /// As this story writes it; of an outlet its id.
    pub title: String,
}

/// A subject with how much there is under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectLine {
    /// What.
    pub subject: Subject,
    /// As its stories write it; of an outlet its id.
    pub title: String,
    /// Published stories.
    pub stories: u64,
    /// When the latest report of the latest of them appeared.
    pub latest: Timestamp,
}

/// How much was told of a subject, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// As its latest stories write it; of an outlet its id.
    pub title: String,
    /// Published stories by the (UTC) day of their first report; days without are left out.
    pub days: Vec<(Date, u64)>,
}

/// What an outlet did in all stories that were filed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutletTally {
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

/// Under what readers find stories.
///
/// All lists hold published stories only; those of stories only such that still have reports.
#[async_trait]
pub trait Directory: Send + Sync {
    /// Files a story, in place of what was filed of it before.
    async fn list(&self, listing: &Listing) -> Result<(), StoreError>;

    /// Published stories that were never filed, ordered by id, at most `limit`.
    async fn unlisted(&self, limit: u32) -> Result<Vec<StoryId>, StoreError>;

    /// The stories of a subject, the latest first, at most `limit`.
    async fn listed(&self, subject: &Subject, limit: u32) -> Result<Vec<ListedStory>, StoreError>;

    /// One story, when it is published and filed.
    async fn listed_story(&self, story: &StoryId) -> Result<Option<ListedStory>, StoreError>;

    /// How much was told of a subject; none when no published story is filed under it.
    async fn coverage(&self, subject: &Subject) -> Result<Option<Coverage>, StoreError>;

    /// What a story is filed under, by kind, the chief ones first.
    async fn filed(&self, story: &StoryId) -> Result<Vec<Filed>, StoreError>;

    /// The stories of a subject but one, with the time of their latest report, the latest first, at most
    /// `limit`.
    async fn others(
        &self,
        subject: &Subject,
        but: &StoryId,
        limit: u32,
    ) -> Result<Vec<(StoryId, Timestamp)>, StoreError>;

    /// The subjects of a kind with at least so many stories, those with most first, at most `limit`; counted
    /// among the 5,000 latest entries of the kind.
    async fn subjects(
        &self,
        kind: SubjectKind,
        least: u32,
        limit: u32,
    ) -> Result<Vec<SubjectLine>, StoreError>;

    /// The sections of stories with a report at or after `since`, published or not.
    async fn sections(&self, since: Timestamp) -> Result<BTreeMap<StoryId, String>, StoreError>;

    /// What an outlet did.
    async fn outlet(&self, outlet: &OutletId) -> Result<OutletTally, StoreError>;
}
