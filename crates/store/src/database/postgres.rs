//! PostgreSQL, for a fleet.

use super::row::rows;
use super::value::query;
use super::{Engine, Migration, Row, Session, Sql, Value, without_secrets};
use crate::{Durability, StoreError};
use async_trait::async_trait;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, Postgres};
use sqlx::{ConnectOptions, Connection};
use std::sync::Arc;
use std::time::Duration;

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        script: include_str!("../../migrations/postgres/0001_first_tables.sql"),
    },
    Migration {
        version: 2,
        script: include_str!("../../migrations/postgres/0002_lives_of_stories_and_articles.sql"),
    },
    Migration {
        version: 3,
        script: include_str!("../../migrations/postgres/0003_feeds_that_are_learned.sql"),
    },
    Migration { version: 4, script: include_str!("../../migrations/postgres/0004_imports.sql") },
    Migration { version: 5, script: include_str!("../../migrations/postgres/0005_reach.sql") },
    Migration { version: 6, script: include_str!("../../migrations/postgres/0006_pins.sql") },
    Migration {
        version: 7,
        script: include_str!("../../migrations/postgres/0007_screening_by_the_desk.sql"),
    },
    Migration {
        version: 8,
        script: include_str!("../../migrations/postgres/0008_regroupings.sql"),
    },
    Migration { version: 9, script: include_str!("../../migrations/postgres/0009_directory.sql") },
    Migration { version: 12, script: include_str!("../../migrations/postgres/0012_vectors.sql") },
    Migration { version: 13, script: include_str!("../../migrations/postgres/0013_claims.sql") },
    Migration { version: 14, script: include_str!("../../migrations/postgres/0014_ledger.sql") },
    Migration {
        version: 15,
        script: include_str!("../../migrations/postgres/0015_what_left_the_house.sql"),
    },
    Migration { version: 16, script: include_str!("../../migrations/postgres/0016_changes.sql") },
    Migration {
        version: 17,
        script: include_str!("../../migrations/postgres/0017_subscribers.sql"),
    },
    Migration {
        version: 18,
        script: include_str!("../../migrations/postgres/0018_copies_of_images.sql"),
    },
    Migration { version: 19, script: include_str!("../../migrations/postgres/0019_shares.sql") },
];

/// Connections per process: a process does some ten things at once, and PostgreSQL's default of 100
/// connections should do for a fleet of ten.
const CONNECTIONS: u32 = 8;

/// How long a new server may take to answer: a login over a slow line takes a second or two.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

/// How long a call waits for one of our connections; our longest transaction, an import of 10,000
/// articles, keeps one for some seconds.
const PATIENCE: Duration = Duration::from_secs(60);

struct PostgresEngine {
    place: String,
    pool: PgPool,
}

struct PostgresSession(sqlx::Transaction<'static, Postgres>);

/// Connects to the server at `address`.
pub(crate) async fn open(
    address: &str,
    durability: Durability,
) -> Result<Arc<dyn Engine>, StoreError> {
    let options: PgConnectOptions = address.parse().map_err(|error: sqlx::Error| {
        let remedy = "write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE";
        cannot_open(without_secrets(address), &error, remedy)
    })?;
    // Notices ("relation exists, skipping") are not for our log.
    let options = options.options([("client_min_messages", "warning")]);
    let options = match durability {
        Durability::Full => options,
        Durability::Throwaway => options.options([("synchronous_commit", "off")]),
    };
    // What is slow or fails is ours to say, once, where it is handled.
    let options = options.disable_statement_logging();
    let place = place(&options);
    try_once(&options).await.map_err(|error| {
        let remedy = "check that the server runs there and lets this user in";
        cannot_open(place.clone(), &error, remedy)
    })?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .connect_lazy_with(options);
    Ok(Arc::new(PostgresEngine { place, pool }))
}

/// Connects once: the pool would go on trying a server that is not there until its time is up.
async fn try_once(options: &PgConnectOptions) -> sqlx::Result<()> {
    let connection = tokio::time::timeout(FIRST_ANSWER, PgConnection::connect_with(options))
        .await
        .map_err(|_| sqlx::Error::PoolTimedOut)??;
    connection.close().await
}

fn cannot_open(database: String, error: &sqlx::Error, remedy: &str) -> StoreError {
    let why = match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::PoolTimedOut => "no answer within 10 seconds".to_owned(),
        other => other.to_string(),
    };
    StoreError::CannotOpen { database, why, remedy: remedy.to_owned() }
}

/// The address without password and parameters.
fn place(options: &PgConnectOptions) -> String {
    let host = match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => options.get_host().to_owned(),
    };
    let user = options.get_username();
    let database = options.get_database().unwrap_or(user);
    format!("postgres://{user}@{host}:{}/{database}", options.get_port())
}

/// The wording for PostgreSQL.
fn wording(sql: Sql) -> &'static str {
    match sql {
        Sql::Both(text) => text,
        Sql::Each { postgres, .. } => postgres,
    }
}

#[async_trait]
impl Engine for PostgresEngine {
    fn place(&self) -> String {
        self.place.clone()
    }

    fn migrations(&self) -> &'static [Migration] {
        MIGRATIONS
    }

    async fn read(&self, sql: Sql, values: &[Value<'_>]) -> sqlx::Result<Vec<Row>> {
        rows(&query::<Postgres>(wording(sql), values).fetch_all(&self.pool).await?)
    }

    async fn begin(&self) -> sqlx::Result<Box<dyn Session>> {
        Ok(Box::new(PostgresSession(self.pool.begin().await?)))
    }

    async fn check(&self) -> sqlx::Result<Vec<String>> {
        // The server checks its own pages as it reads them; that it answers is what we can see.
        sqlx::query("select 1").execute(&self.pool).await?;
        Ok(Vec::new())
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

#[async_trait]
impl Session for PostgresSession {
    async fn rows(&mut self, sql: Sql, values: &[Value<'_>]) -> sqlx::Result<Vec<Row>> {
        rows(&query::<Postgres>(wording(sql), values).fetch_all(&mut *self.0).await?)
    }

    async fn run(&mut self, sql: Sql, values: &[Value<'_>]) -> sqlx::Result<u64> {
        let done = query::<Postgres>(wording(sql), values).execute(&mut *self.0).await?;
        Ok(done.rows_affected())
    }

    async fn script(&mut self, sql: &'static str) -> sqlx::Result<()> {
        sqlx::raw_sql(sql).execute(&mut *self.0).await.map(drop)
    }

    async fn lock(&mut self, name: &str) -> sqlx::Result<()> {
        sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 0))")
            .bind(name)
            .execute(&mut *self.0)
            .await
            .map(drop)
    }

    async fn commit(self: Box<Self>) -> sqlx::Result<()> {
        self.0.commit().await
    }
}
