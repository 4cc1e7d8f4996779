use crate::{Job, Settled, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Entry, EntryId, FeedId, OutletId, PageForm, Reservation, Validators};

/// An entry as it is filed.
#[derive(Clone, Debug, PartialEq)]
pub struct FiledEntry {
    /// Its id.
    pub id: EntryId,
    /// The feed that first listed it.
    pub feed: FeedId,
    /// Whose it is.
    pub outlet: OutletId,
    /// As the feed last gave it.
    pub entry: Entry,
    /// When it first came.
    pub seen: Timestamp,
    /// Its page, once it was tried.
    pub page: Option<PageRecord>,
    /// Further pages of its article that were asked for, in that order.
    pub further: Vec<FurtherPage>,
}

/// A further page of an entry's article, and what became of asking for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FurtherPage {
    /// What it is to the first page.
    pub form: PageForm,
    /// Where it was asked for.
    pub asked: String,
    /// With what result.
    pub page: PageRecord,
}

/// What is to be done when a page is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is all that there is of its article: read it.
    Read,
    /// Ask for further pages first.
    AskFurther,
}

/// What became of fetching an entry's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRecord {
    /// When.
    pub at: Timestamp,
    /// With what result.
    pub outcome: PageOutcome,
    /// What server and site keep from machines that write; what the page itself says comes later.
    pub reservation: Reservation,
}

/// Whether there is a page to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageOutcome {
    /// Its bytes are in the object store.
    Fetched {
        /// Key in the object store.
        object: String,
        /// Address after redirects.
        url: String,
        /// As the server said, with its charset.
        content_type: Option<String>,
        /// To ask with the next time.
        validators: Validators,
    },
    /// The feed's own text must do.
    Skipped {
        /// Why, in words for the operator.
        reason: String,
    },
}

/// Entries of feeds, and their pages.
#[async_trait]
pub trait Entries: Send + Sync {
    /// The entry of this id.
    async fn entry(&self, id: &EntryId) -> Result<Option<FiledEntry>, StoreError>;

    /// Keeps the page of the entry that `job` (a fetch or a revisit) is about, ends the job, and opens
    /// the [`crate::Stage::Extract`] job, due at `page.at`, with the same order key; its input is the
    /// hash of what the feed says, the objects and what is kept from us, so that an unchanged page is not
    /// read twice. When further pages are to be asked for, a [`crate::Stage::Further`] job stands in for
    /// it, and those of an earlier round stay to be compared with; else they are forgotten. Opens a
    /// [`crate::Stage::Revisit`] when there is a time for it: the first after a fetch, else the next.
    async fn save_page(
        &self,
        job: &Job,
        page: &PageRecord,
        then: Then,
        revisit: Option<Timestamp>,
    ) -> Result<Settled, StoreError>;

    /// Ends a revisit at `at` that found nothing new on the first page, and opens the next when there is a
    /// time for it. When the further pages are to be asked for as well, opens that for an article that
    /// has any.
    async fn keep_page(
        &self,
        job: &Job,
        at: Timestamp,
        then: Then,
        revisit: Option<Timestamp>,
    ) -> Result<Settled, StoreError>;

    /// Keeps what became of the further page that `job` asked for, in the place that
    /// [`Job::asked_further`] says, ends the job and opens the one for the page after it.
    ///
    /// When it is to be tried again at `again`, the job stays open until then, and the article is read
    /// meanwhile with what there is.
    async fn save_further(
        &self,
        job: &Job,
        further: &FurtherPage,
        again: Option<Timestamp>,
    ) -> Result<Settled, StoreError>;

    /// Ends the asking at `at`: forgets further pages that an earlier round had beyond those of this one,
    /// and opens the [`crate::Stage::Extract`] job as [`Entries::save_page`] does.
    async fn end_further(&self, job: &Job, at: Timestamp) -> Result<Settled, StoreError>;

    /// Further pages that could not be had, the latest first, at most `limit`: the address of each and
    /// why. Their articles are read without them.
    async fn missing_further(&self, limit: u32) -> Result<Vec<(String, String)>, StoreError>;
}
