//! The use cases, each written once: the SQL, and what is done with it in one transaction.
//!
//! One file per noun, beside the trait of the same name that says what is promised. Whatever locks
//! more than one thing takes them in this order, so that two workers never wait for each other: the
//! filing of entries, a job on an article or entry, marks of articles by name, stories by id, the story's job, jobs on
//! images by address, the list of what changed, the list of what was published.

mod articles;
mod briefs;
mod builds;
mod catalogue;
mod changes;
mod claims;
mod copies;
mod deliveries;
mod directory;
mod entries;
mod feeds;
mod further;
mod imports;
mod intake;
mod integrity;
mod jobs;
mod ledger;
mod listings;
mod media;
mod pins;
mod publications;
mod reader_reports;
mod regroupings;
mod screenings;
mod shares;
mod shelves;
mod sitemaps;
mod stories;
mod subscribers;
mod subscriptions;
mod tallies;
mod vectors;
mod webhooks;
mod work;

pub(crate) use integrity::check_integrity;

use crate::database::Database;

/// All the nouns, kept in one database.
pub(crate) struct Archive {
    pub(crate) database: Database,
}
