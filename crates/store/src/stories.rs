use crate::{Job, Settled, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use news::{ArticleId, FrontPage, Report, Story, StoryId};

/// An editor's word that a story waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The editor.
    pub by: String,
    /// In the editor's words.
    pub why: String,
    /// Since when.
    pub at: Timestamp,
}

/// A report that threading put into a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The threading; its input is the version that was placed.
    pub job: Job,
    /// Where the report belongs.
    pub story: StoryId,
    /// What is filed of it.
    pub report: Report,
}

/// Stories, and the front pages they stood on.
#[async_trait]
pub trait Stories: Send + Sync {
    /// Puts reports into stories (starting a story when it is new, replacing the report of an article
    /// that is already there), ends their jobs (threadings), and opens each story's
    /// [`crate::Stage::Repair`] and [`crate::Stage::Write`] jobs, due at `due`. Gives what became of each, in
    /// the order given, which is also the order in which they join; all are placed at once. A report bound for
    /// a story that was merged goes into the one that it was merged into.
    ///
    /// The writing's input names the whole history of the story's reports: it is the hash of the input
    /// before and of the version that came or left, so that it costs the same in a story of thousands.
    async fn place(&self, placed: &[Placed], due: Timestamp) -> Result<Vec<Settled>, StoreError>;

    /// The story of this id, its reports in the order in which they joined.
    async fn story(&self, id: &StoryId) -> Result<Option<Story>, StoreError>;

    /// The story that an article is in.
    async fn story_of(&self, article: &ArticleId) -> Result<Option<StoryId>, StoreError>;

    /// Where the article itself was placed, else the one that it is a copy of
    /// ([`crate::Articles::copy_of`]), else another copy of the same: that report with its story.
    async fn placed_alike(
        &self,
        article: &ArticleId,
    ) -> Result<Option<(StoryId, Report)>, StoreError>;

    /// Stories with a report at or after `since`, ordered by id.
    async fn reported_since(&self, since: Timestamp) -> Result<Vec<Story>, StoreError>;

    /// Sets or lifts an editor's hold. False when there is no such story.
    async fn set_hold(&self, story: &StoryId, hold: Option<&Hold>) -> Result<bool, StoreError>;

    /// The editor's hold on a story.
    async fn hold(&self, story: &StoryId) -> Result<Option<Hold>, StoreError>;

    /// Keeps a front page; the last of a (UTC) day stands for that day. Notes since when the news of its
    /// stories is shown ([`crate::Pins::shown`]).
    async fn save_front_page(&self, page: &FrontPage) -> Result<(), StoreError>;

    /// The latest front page, or the one that stands for a day.
    async fn front_page(&self, day: Option<Date>) -> Result<Option<FrontPage>, StoreError>;

    /// Days that have a front page, latest first.
    async fn days(&self) -> Result<Vec<Date>, StoreError>;
}
