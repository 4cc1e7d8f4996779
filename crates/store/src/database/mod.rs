//! The little that the archive asks of a database: rows, writes in one transaction, a lock by name.
//!
//! Nothing above this module knows which database answers; nothing above it sees an sqlx type.

#[cfg_attr(not(feature = "postgres"), path = "absent.rs")]
pub(crate) mod postgres;
#[cfg_attr(not(feature = "sqlite"), path = "absent.rs")]
pub(crate) mod sqlite;

mod failure;
mod migrations;
mod row;
mod value;

pub(crate) use migrations::{Migration, migrate, schema_version};
pub(crate) use row::Row;
pub(crate) use value::{
    Sql, Value, int, int_or_none, microseconds, storable, text, text_or_none, time, time_or_none,
};

use crate::{Durability, StoreError};
use async_trait::async_trait;
use std::sync::Arc;

/// One of the databases, open.
#[async_trait]
pub(crate) trait Engine: Send + Sync {
    /// Its address without a password.
    fn place(&self) -> String;

    /// Its migrations, oldest first.
    fn migrations(&self) -> &'static [Migration];

    /// The rows of one statement that only reads.
    async fn read(&self, sql: Sql, values: &[Value<'_>]) -> sqlx::Result<Vec<Row>>;

    /// Begins a transaction that will write.
    async fn begin(&self) -> sqlx::Result<Box<dyn Session>>;

    /// What the database itself finds wrong with its files; empty when all is well.
    async fn check(&self) -> sqlx::Result<Vec<String>>;

    /// Closes all connections.
    async fn close(&self);
}

/// A transaction that writes; undone unless it is committed.
#[async_trait]
pub(crate) trait Session: Send {
    /// The rows that a statement gives.
    async fn rows(&mut self, sql: Sql, values: &[Value<'_>]) -> sqlx::Result<Vec<Row>>;

    /// Runs a statement and gives how many rows it touched.
    async fn run(&mut self, sql: Sql, values: &[Value<'_>]) -> sqlx::Result<u64>;

    /// Runs several statements without values.
    async fn script(&mut self, sql: &'static str) -> sqlx::Result<()>;

    /// Keeps every other session that locks this name waiting until this one ends.
    async fn lock(&mut self, name: &str) -> sqlx::Result<()>;

    /// Keeps what was written.
    async fn commit(self: Box<Self>) -> sqlx::Result<()>;
}

/// A database with what its errors should say.
#[derive(Clone)]
pub(crate) struct Database {
    engine: Arc<dyn Engine>,
}

impl Database {
    /// Opens the database at `address` and brings its schema up to date.
    pub(crate) async fn open(
        address: &str,
        durability: Durability,
    ) -> Result<Database, StoreError> {
        let engine: Arc<dyn Engine> = if let Some(path) = address.strip_prefix("sqlite:") {
            sqlite::open(path, durability).await?
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            postgres::open(address, durability).await?
        } else {
            return Err(StoreError::UnknownDatabase(without_secrets(address)));
        };
        let database = Database { engine };
        migrate(&database).await?;
        Ok(database)
    }

    pub(crate) fn engine(&self) -> &dyn Engine {
        self.engine.as_ref()
    }

    /// The rows of one statement that only reads; `action` is what an error says we wanted.
    pub(crate) async fn read(
        &self,
        action: &'static str,
        sql: Sql,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        self.engine.read(sql, values).await.map_err(|error| self.failure(action, &error))
    }

    /// As [`Database::read`], for what has one row at most.
    pub(crate) async fn read_one(
        &self,
        action: &'static str,
        sql: Sql,
        values: &[Value<'_>],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.read(action, sql, values).await?.into_iter().next())
    }

    /// Begins a transaction that will write.
    pub(crate) async fn write(&self, action: &'static str) -> Result<Transaction, StoreError> {
        let session = self.engine.begin().await.map_err(|error| self.failure(action, &error))?;
        Ok(Transaction { session, action, database: self.clone() })
    }

    pub(crate) fn failure(&self, action: &'static str, error: &sqlx::Error) -> StoreError {
        failure::translated(action, &self.engine.place(), error)
    }
}

/// A transaction with what its errors should say; undone unless it is committed.
pub(crate) struct Transaction {
    session: Box<dyn Session>,
    action: &'static str,
    database: Database,
}

impl Transaction {
    pub(crate) async fn rows(
        &mut self,
        sql: Sql,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.session.rows(sql, values).await;
        rows.map_err(|error| self.database.failure(self.action, &error))
    }

    pub(crate) async fn row(
        &mut self,
        sql: Sql,
        values: &[Value<'_>],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    pub(crate) async fn run(&mut self, sql: Sql, values: &[Value<'_>]) -> Result<u64, StoreError> {
        let touched = self.session.run(sql, values).await;
        touched.map_err(|error| self.database.failure(self.action, &error))
    }

    pub(crate) async fn script(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let done = self.session.script(sql).await;
        done.map_err(|error| self.database.failure(self.action, &error))
    }

    pub(crate) async fn lock(&mut self, name: &str) -> Result<(), StoreError> {
        let locked = self.session.lock(name).await;
        locked.map_err(|error| self.database.failure(self.action, &error))
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        let kept = self.session.commit().await;
        kept.map_err(|error| self.database.failure(self.action, &error))
    }
}

/// The scheme alone when the address has a form that may hold a password.
pub(crate) fn without_secrets(address: &str) -> String {
    match address.split_once("://") {
        Some((scheme, _)) => format!("{scheme}://…"),
        None => address.to_owned(),
    }
}
