//! SQLite, embedded: one writer at a time, readers beside it.

use super::row::rows;
use super::value::query;
use super::{Engine, Migration, Row, Session, Sql, Value};
use crate::{Durability, StoreError};
use async_trait::async_trait;
use sqlx::ConnectOptions;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, script: include_str!("../../migrations/sqlite/0001_first_tables.sql") },
    Migration {
        version: 2,
        script: include_str!("../../migrations/sqlite/0002_lives_of_stories_and_articles.sql"),
    },
    Migration {
        version: 3,
        script: include_str!("../../migrations/sqlite/0003_feeds_that_are_learned.sql"),
    },
    Migration { version: 4, script: include_str!("../../migrations/sqlite/0004_imports.sql") },
    Migration { version: 5, script: include_str!("../../migrations/sqlite/0005_reach.sql") },
    Migration { version: 6, script: include_str!("../../migrations/sqlite/0006_pins.sql") },
    Migration {
        version: 7,
        script: include_str!("../../migrations/sqlite/0007_screening_by_the_desk.sql"),
    },
    Migration { version: 8, script: include_str!("../../migrations/sqlite/0008_regroupings.sql") },
    Migration { version: 9, script: include_str!("../../migrations/sqlite/0009_directory.sql") },
    Migration { version: 12, script: include_str!("../../migrations/sqlite/0012_vectors.sql") },
    Migration { version: 13, script: include_str!("../../migrations/sqlite/0013_claims.sql") },
    Migration { version: 14, script: include_str!("../../migrations/sqlite/0014_ledger.sql") },
    Migration {
        version: 15,
        script: include_str!("../../migrations/sqlite/0015_what_left_the_house.sql"),
    },
    Migration { version: 16, script: include_str!("../../migrations/sqlite/0016_changes.sql") },
    Migration { version: 17, script: include_str!("../../migrations/sqlite/0017_subscribers.sql") },
    Migration {
        version: 18,
        script: include_str!("../../migrations/sqlite/0018_copies_of_images.sql"),
    },
    Migration { version: 19, script: include_str!("../../migrations/sqlite/0019_shares.sql") },
];

/// How long a writer waits for another one, also of another process: longer than our longest
/// transaction, an import of 10,000 articles, took on the slowest disk tried (8 s).
const PATIENCE: Duration = Duration::from_secs(60);

struct SqliteEngine {
    path: String,
    // A single connection, so that our own writers queue here in order instead of each polling
    // the file's lock.
    writer: SqlitePool,
    readers: SqlitePool,
}

/// A transaction on the writer's connection.
///
/// Not sqlx's own: when the disk is full SQLite ends the transaction by itself, which sqlx does not
/// notice, and the connection would refuse every transaction after that. A session that is not
/// committed throws its connection away instead; that undoes what it wrote, whatever happened.
struct SqliteSession {
    connection: PoolConnection<Sqlite>,
    is_committed: bool,
}

impl Drop for SqliteSession {
    fn drop(&mut self) {
        if !self.is_committed {
            self.connection.close_on_drop();
        }
    }
}

/// Opens the file at `path`, making it when it is not there.
pub(crate) async fn open(
    path: &str,
    durability: Durability,
) -> Result<Arc<dyn Engine>, StoreError> {
    // `sqlite://PATH` is common elsewhere and means the same.
    let path = path.strip_prefix("//").unwrap_or(path);
    if let Some(remedy) = unusable(path) {
        return Err(cannot_open(path, "it cannot hold a database", remedy));
    }
    let refused = |error: sqlx::Error| match super::failure::translated("open", path, &error) {
        StoreError::Database { .. } => cannot_open(path, &reason(&error), REMEDY),
        other => other,
    };
    let writer = first_pool(path, durability).await.map_err(refused)?;
    let readers = pool(path, 4, durability).await.map_err(refused)?;
    Ok(Arc::new(SqliteEngine { path: path.to_owned(), writer, readers }))
}

const REMEDY: &str = "check that it is a newsloom database and that you may read and write it and \
                      its folder";

/// Why no database can be made at `path`, as what to do about it.
fn unusable(path: &str) -> Option<&'static str> {
    let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
    if path.is_empty() || path == ":memory:" {
        Some("name a file: sqlite:newsloom.db")
    } else if folder.is_some_and(|folder| !folder.is_dir()) {
        Some("its folder does not exist: make it, or name another")
    } else if Path::new(path).is_dir() {
        Some("it is a folder: name a file")
    } else {
        None
    }
}

fn cannot_open(path: &str, why: &str, remedy: &str) -> StoreError {
    StoreError::CannotOpen {
        database: format!("sqlite:{path}"),
        why: why.to_owned(),
        remedy: remedy.to_owned(),
    }
}

fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    }
}

/// The pool that may turn a new file to WAL. SQLite does that under a lock for which it does not wait
/// as it does for others (seen: of some hundred openings by two at once, one was refused).
async fn first_pool(path: &str, durability: Durability) -> sqlx::Result<SqlitePool> {
    let start = std::time::Instant::now();
    loop {
        match pool(path, 1, durability).await {
            Err(error) if is_busy(&error) && start.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            opened => return opened,
        }
    }
}

/// SQLITE_BUSY, with or without an extended code in its higher bytes.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}

async fn pool(path: &str, connections: u32, durability: Durability) -> sqlx::Result<SqlitePool> {
    let synchronous = match durability {
        // NORMAL keeps the file whole too, but may forget the last commits when the power fails, and
        // what we acknowledged (an import, an approval) must stay. It would save little: 0.53
        // instead of 0.65 ms for an article accepted alone, nothing in an import, which commits
        // hundreds at once (0.15 ms each).
        Durability::Full => SqliteSynchronous::Full,
        Durability::Throwaway => SqliteSynchronous::Off,
    };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .busy_timeout(PATIENCE)
        // A statement that files many rows keeps a journal to undo itself, as a temporary file by default:
        // a third of all bytes that a first reading of feeds wrote.
        .pragma("temp_store", "memory")
        // What is slow or fails is ours to say, once, where it is handled.
        .disable_statement_logging();
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        // A file does not hang up on us; asking before each use would double the calls.
        .test_before_acquire(false)
        .connect_with(options)
        .await
}

/// The wording for SQLite.
fn wording(sql: Sql) -> &'static str {
    match sql {
        Sql::Both(text) => text,
        Sql::Each { sqlite, .. } => sqlite,
    }
}

#[async_trait]
impl Engine for SqliteEngine {
    fn place(&self) -> String {
        format!("sqlite:{}", self.path)
    }

    fn migrations(&self) -> &'static [Migration] {
        MIGRATIONS
    }

    async fn read(&self, sql: Sql, values: &[Value<'_>]) -> sqlx::Result<Vec<Row>> {
        rows(&query::<Sqlite>(wording(sql), values).fetch_all(&self.readers).await?)
    }

    async fn begin(&self) -> sqlx::Result<Box<dyn Session>> {
        let connection = self.writer.acquire().await?;
        let mut session = SqliteSession { connection, is_committed: false };
        // Immediate: taking the lock at the first write instead would fail when another process
        // wrote after our first read, and no waiting helps against that.
        sqlx::query("begin immediate").execute(&mut *session.connection).await?;
        Ok(Box::new(session))
    }

    async fn check(&self) -> sqlx::Result<Vec<String>> {
        let found: Vec<String> =
            sqlx::query_scalar("pragma quick_check").fetch_all(&self.readers).await?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[async_trait]
impl Session for SqliteSession {
    async fn rows(&mut self, sql: Sql, values: &[Value<'_>]) -> sqlx::Result<Vec<Row>> {
        rows(&query::<Sqlite>(wording(sql), values).fetch_all(&mut *self.connection).await?)
    }

    async fn run(&mut self, sql: Sql, values: &[Value<'_>]) -> sqlx::Result<u64> {
        let done = query::<Sqlite>(wording(sql), values).execute(&mut *self.connection).await?;
        Ok(done.rows_affected())
    }

    async fn script(&mut self, sql: &'static str) -> sqlx::Result<()> {
        sqlx::raw_sql(sql).execute(&mut *self.connection).await.map(drop)
    }

    async fn lock(&mut self, _name: &str) -> sqlx::Result<()> {
        // `begin immediate` keeps every other writer out already.
        Ok(())
    }

    async fn commit(mut self: Box<Self>) -> sqlx::Result<()> {
        sqlx::query("commit").execute(&mut *self.connection).await?;
        self.is_committed = true;
        Ok(())
    }
}
