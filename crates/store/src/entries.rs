use crate::{Job, Settled, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Entry, EntryId, FeedId, OutletId, Reservation, Validators};

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
    /// hash of the job's input, the object and what is kept from us, so that an unchanged page is not
    /// read twice. Opens a
    /// [`crate::Stage::Revisit`] when there is a time for it: the first after a fetch, else the next.
    async fn save_page(
        &self,
        job: &Job,
        page: &PageRecord,
        revisit: Option<Timestamp>,
    ) -> Result<Settled, StoreError>;

    /// Ends a revisit that found nothing new, and opens the next when there is a time for it.
    async fn keep_page(&self, job: &Job, revisit: Option<Timestamp>)
    -> Result<Settled, StoreError>;
}
