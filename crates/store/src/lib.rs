//! Keeps what the newsroom accepts: small traits over two databases, and a folder for raw bytes.
//!
//! It must never decide anything: what a stage concluded comes in as a value and is stored with the
//! next stage's job in one transaction. Work is a row with a lease. Row types live here and convert;
//! no sqlx type leaves this crate.
//!
//! Start with [`Work`], then [`Articles`] and [`Stories`]; [`Store::open`] chooses the database.

mod articles;
mod briefs;
mod entries;
mod error;
mod feeds;
mod media;
mod objects;
mod stories;
mod work;

pub use articles::{Accepted, Articles, Counts, DroppedArticle};
pub use briefs::{BriefLine, BriefRecord, BriefState, Briefs};
pub use entries::{Entries, FiledEntry, PageOutcome, PageRecord};
pub use error::StoreError;
pub use feeds::{Arrival, Feeds, LeasedFeed, NewFeed, Poll};
pub use media::{Media, StoredImage};
pub use objects::Objects;
pub use stories::{Hold, Stories};
pub use work::{Job, QuarantinedJob, Settled, Stage, StageCount, Work};

use std::path::Path;
use std::sync::Arc;

/// Everything an instance keeps.
#[derive(Clone)]
pub struct Store {
    /// Jobs of every stage but polling.
    pub work: Arc<dyn Work>,
    /// Feeds we poll.
    pub feeds: Arc<dyn Feeds>,
    /// What they listed.
    pub entries: Arc<dyn Entries>,
    /// What the outlets reported.
    pub articles: Arc<dyn Articles>,
    /// What belongs together.
    pub stories: Arc<dyn Stories>,
    /// What we wrote.
    pub briefs: Arc<dyn Briefs>,
    /// Images of what we wrote.
    pub media: Arc<dyn Media>,
    /// Raw bytes.
    pub objects: Objects,
}

impl Store {
    /// Opens a database (`sqlite:PATH`, made when it is not there, or `postgres://…`), brings its
    /// schema up to date, and uses `objects` for raw bytes.
    pub async fn open(_database: &str, _objects: &Path) -> Result<Store, StoreError> {
        todo!()
    }
}
