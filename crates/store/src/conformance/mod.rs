//! What every trait promises, kept by both databases: a function per promise.
//!
//! SQLite runs in a temporary folder. PostgreSQL runs at the address in `NEWSLOOM_TEST_POSTGRES`, each
//! test in a schema of its own; without it that half is skipped and says so. `scripts/with-postgres`
//! starts a private server and sets the variable.

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
mod imports;
mod ledger;
mod media;
mod pins;
mod publications;
mod reader_reports;
mod regroupings;
mod samples;
mod schema;
mod screenings;
mod shares;
mod shelves;
mod speed;
mod stories;
mod subscribers;
mod subscriptions;
mod vectors;
mod webhooks;
mod work;

use crate::database::{Engine, postgres};
use crate::{Durability, Store, StoreError};
use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Runs a promise on every database of this build. It gets two stores on one database, as two
/// processes have them.
async fn on_each_database(promise: impl AsyncFn(&Store, &Store)) {
    let folder = tempfile::tempdir().unwrap();
    on(&format!("sqlite:{}", folder.path().join("n.db").display()), folder.path(), &promise).await;
    match std::env::var("NEWSLOOM_TEST_POSTGRES") {
        Err(_) => println!("skipped: no NEWSLOOM_TEST_POSTGRES"),
        Ok(server) => {
            let Some(schema) = Schema::make(&server).await else { return };
            on(&schema.address, folder.path(), &promise).await;
            schema.drop().await;
        }
    }
}

async fn on(address: &str, folder: &Path, promise: &impl AsyncFn(&Store, &Store)) {
    println!("on {}", address.split(':').next().unwrap_or(""));
    let objects = folder.join("objects");
    // Both at once: whoever comes second finds the schema made.
    let (store, other) = match tokio::join!(
        Store::open(address, &objects, Durability::Throwaway),
        Store::open(address, &objects, Durability::Throwaway)
    ) {
        (Err(StoreError::UnknownDatabase(database)), _) => {
            return println!("skipped: this build has no {database}");
        }
        (store, other) => (store.unwrap(), other.unwrap()),
    };
    promise(&store, &other).await;
    assert_eq!(store.check_integrity().await.unwrap(), Vec::<String>::new());
    store.close().await;
    other.close().await;
}

/// A schema of a test's own on a PostgreSQL server.
struct Schema {
    address: String,
    name: String,
    server: Arc<dyn Engine>,
}

impl Schema {
    /// Nothing in a build without PostgreSQL.
    async fn make(server: &str) -> Option<Schema> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("newsloom_{}_{number}", std::process::id());
        let mark = if server.contains('?') { '&' } else { '?' };
        let address = format!("{server}{mark}options[search_path]={name}");
        let engine = match postgres::open(server, Durability::Throwaway).await {
            Err(StoreError::UnknownDatabase(_)) => {
                println!("skipped: this build has no PostgreSQL");
                return None;
            }
            opened => opened.unwrap(),
        };
        let schema = Schema { address, name, server: engine };
        schema.run(format!("drop schema if exists {} cascade", schema.name)).await;
        schema.run(format!("create schema {}", schema.name)).await;
        Some(schema)
    }

    async fn drop(self) {
        self.run(format!("drop schema {} cascade", self.name)).await;
        self.server.close().await;
    }

    async fn run(&self, sql: String) {
        let mut session = self.server.begin().await.unwrap();
        // Scripts are fixed texts everywhere else; a test may leak one.
        session.script(Box::leak(sql.into_boxed_str())).await.unwrap();
        session.commit().await.unwrap();
    }
}

/// A moment, in seconds since 1970.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}
