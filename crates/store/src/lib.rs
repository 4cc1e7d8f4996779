//! Keeps what the newsroom accepts: small traits over two databases, and a folder for raw bytes.
//!
//! It must never decide anything: what a stage concluded comes in as a value and is stored with the
//! next stage's job in one transaction. Work is a row with a lease. Row types live here and convert;
//! no sqlx type leaves this crate.
//!
//! Start with [`Work`], then [`Articles`] and [`Stories`]; [`Store::open`] chooses the database. The
//! traits say what is promised; `sql/` keeps it, a file per noun, each use case written once with its
//! statements; `database/` is the little that differs between SQLite and PostgreSQL; `rows/` is how
//! documents stand in their columns; `conformance/` shows that both databases keep every promise.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should stop there"))]

mod articles;
mod briefs;
mod builds;
mod catalogue;
mod changes;
mod claims;
mod database;
mod deliveries;
mod directory;
mod entries;
mod error;
mod feeds;
mod imports;
mod ledger;
mod media;
mod objects;
mod pins;
mod publications;
mod reader_reports;
mod regroupings;
mod rows;
mod screenings;
mod shares;
mod shelves;
mod sql;
mod stories;
mod subscribers;
mod subscriptions;
mod vectors;
mod webhooks;
mod work;

#[cfg(test)]
mod conformance;

pub use articles::{Accepted, Articles, ChangesOf, Counts, DroppedArticle};
pub use briefs::{BriefLine, BriefRecord, BriefState, Briefs, OutLine, TallyOf};
pub use builds::{Build, Builds};
pub use catalogue::{Behind, Catalogue, Within};
pub use changes::{Change, Changed, Changes, Findable};
pub use claims::Claims;
pub use deliveries::{Deliveries, Delivery, DeliveryLine, DeliveryState, Issue, Outcome};
pub use directory::{Coverage, Directory, Filed, ListedStory, OutletTally, SubjectLine};
pub use entries::{Entries, FiledEntry, FurtherPage, PageOutcome, PageRecord, Then};
pub use error::StoreError;
pub use feeds::{Arrival, FeedFailure, FeedHistory, Feeds, LeasedFeed, NewFeed, Poll};
pub use imports::{Imports, Reached, Skipped};
pub use ledger::{Call, CallId, Cap, DayOfCalls, Leave, Ledger, NewCall, Taken};
pub use media::{ImageCopy, Media, StoredImage};
pub use objects::{Objects, ObjectsSize};
pub use pins::Pins;
pub use publications::{Publication, PublicationKind, Publications};
pub use reader_reports::{ReaderReport, ReaderReports};
pub use regroupings::Regroupings;
pub use screenings::{ArticleChoice, Chosen, LearnedTopic, Screenings};
pub use shares::{NewShare, Share, ShareLine, ShareOutcome, Shares};
pub use shelves::{Shelf, Shelved, Shelves};
pub use stories::{Hold, Placed, Stories};
pub use subscribers::{Request, Subscriber, Subscribers};
pub use subscriptions::{Subscription, Subscriptions, Wish};
pub use vectors::{Vector, Vectors};
pub use webhooks::Webhooks;
pub use work::{Job, QuarantinedJob, Settled, Stage, StageCount, Work};

use database::Database;
use sql::Archive;
use std::path::Path;
use std::sync::Arc;

/// How surely what was written outlives a power failure. A killed process loses nothing either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Every commit is on the disk before it is acknowledged, as far as the server of a PostgreSQL says so.
    Full,
    /// The system writes when it likes, so that a power failure can damage the file: for folders that
    /// are thrown away, such as a demonstration's.
    Throwaway,
}

/// Everything an instance keeps.
#[derive(Clone)]
pub struct Store {
    /// Jobs of every stage but polling.
    pub work: Arc<dyn Work>,
    /// Feeds we poll.
    pub feeds: Arc<dyn Feeds>,
    /// What their hubs tell us.
    pub subscriptions: Arc<dyn Subscriptions>,
    /// Where lists had them.
    pub shelves: Arc<dyn Shelves>,
    /// What they listed.
    pub entries: Arc<dyn Entries>,
    /// What the outlets reported.
    pub articles: Arc<dyn Articles>,
    /// What of it goes on.
    pub screenings: Arc<dyn Screenings>,
    /// How far files were read.
    pub imports: Arc<dyn Imports>,
    /// What belongs together.
    pub stories: Arc<dyn Stories>,
    /// Which of them were merged and split.
    pub regroupings: Arc<dyn Regroupings>,
    /// What moves stories on the front page.
    pub pins: Arc<dyn Pins>,
    /// What we wrote.
    pub briefs: Arc<dyn Briefs>,
    /// What its sources say, and what editors struck.
    pub claims: Arc<dyn Claims>,
    /// Under what readers find it.
    pub directory: Arc<dyn Directory>,
    /// What of all this changed, for those who follow it.
    pub changes: Arc<dyn Changes>,
    /// All of it by time, a page at a time.
    pub catalogue: Arc<dyn Catalogue>,
    /// The front pages of a day.
    pub builds: Arc<dyn Builds>,
    /// What happened before readers, in order.
    pub publications: Arc<dyn Publications>,
    /// Who is told of it, and how far.
    pub webhooks: Arc<dyn Webhooks>,
    /// Who gets the front page by mail.
    pub subscribers: Arc<dyn Subscribers>,
    /// Every single mail to them.
    pub deliveries: Arc<dyn Deliveries>,
    /// Every single post of a story elsewhere.
    pub shares: Arc<dyn Shares>,
    /// What readers reported.
    pub reader_reports: Arc<dyn ReaderReports>,
    /// Images of what we wrote.
    pub media: Arc<dyn Media>,
    /// What sentence models made of what the outlets reported.
    pub vectors: Arc<dyn Vectors>,
    /// What language models were asked, and what that took.
    pub ledger: Arc<dyn Ledger>,
    /// Raw bytes.
    pub objects: Objects,
    database: Database,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = self.describe();
        f.debug_struct("Store").field("database", &place).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens a database (`sqlite:PATH`, made when it is not there, or `postgres://…`), brings its
    /// schema up to date, and uses `objects` for raw bytes.
    pub async fn open(
        database: &str,
        objects: &Path,
        durability: Durability,
    ) -> Result<Store, StoreError> {
        let database = Database::open(database, durability).await?;
        let folder = objects.to_owned();
        let objects = tokio::task::spawn_blocking(move || Objects::open(folder, durability))
            .await
            .map_err(|error| StoreError::File {
                path: objects.display().to_string(),
                cause: std::io::Error::other(error),
            })??;
        let archive = Arc::new(Archive { database: database.clone() });
        Ok(Store {
            work: archive.clone(),
            feeds: archive.clone(),
            subscriptions: archive.clone(),
            shelves: archive.clone(),
            entries: archive.clone(),
            articles: archive.clone(),
            screenings: archive.clone(),
            imports: archive.clone(),
            stories: archive.clone(),
            regroupings: archive.clone(),
            pins: archive.clone(),
            briefs: archive.clone(),
            claims: archive.clone(),
            directory: archive.clone(),
            changes: archive.clone(),
            catalogue: archive.clone(),
            builds: archive.clone(),
            publications: archive.clone(),
            webhooks: archive.clone(),
            subscribers: archive.clone(),
            deliveries: archive.clone(),
            shares: archive.clone(),
            reader_reports: archive.clone(),
            media: archive.clone(),
            vectors: archive.clone(),
            ledger: archive,
            objects,
            database,
        })
    }

    /// The database's address without its password, for messages.
    pub fn describe(&self) -> String {
        self.database.engine().place()
    }

    /// The version of the database's schema.
    pub async fn schema_version(&self) -> Result<u32, StoreError> {
        database::schema_version(&self.database).await
    }

    /// What is wrong with the stored data, a line each; empty when all is well.
    ///
    /// SQLite reads its whole file for this; PostgreSQL only shows that it answers. Both look for
    /// rows that name others which are not there.
    pub async fn check_integrity(&self) -> Result<Vec<String>, StoreError> {
        sql::check_integrity(&self.database).await
    }

    /// Closes the database; what is under way ends first.
    pub async fn close(&self) {
        self.database.engine().close().await;
    }
}
