use super::{Database, Row, Sql, Transaction, int};
use crate::StoreError;

/// One step of the schema. Once released it never changes.
pub(crate) struct Migration {
    /// Counted from 1; the same in both databases.
    pub(crate) version: u32,
    /// What it does.
    pub(crate) script: &'static str,
}

const VERSIONS: &str = "create table if not exists schema_version (version bigint not null)";
// SQLite's strict tables know no `bigint`; this one is read as a number in both anyway.
const FOUND: Sql = Sql::Both("select max(version) as version from schema_version");
const APPLIED: Sql = Sql::Both("insert into schema_version (version) values ($1)");

/// Applies the migrations that `database` has not seen, each in a transaction of its own.
///
/// Two processes that start together wait for each other; the second finds nothing to do.
pub(crate) async fn migrate(database: &Database) -> Result<(), StoreError> {
    let known = database.engine().migrations();
    let newest = known.last().map_or(0, |migration| migration.version);
    // One turn more than there are migrations, so that a new database is also found complete.
    for _ in 0..=known.len() {
        let mut transaction = database.write("bring the schema up to date").await?;
        transaction.lock("newsloom schema").await?;
        transaction.script(VERSIONS).await?;
        let found = found(transaction.row(FOUND, &[]).await?)?;
        if found > newest {
            let place = database.engine().place();
            return Err(StoreError::TooNew { database: place, found, known: newest });
        }
        let Some(next) = known.iter().find(|migration| migration.version > found) else {
            return transaction.commit().await;
        };
        apply(transaction, next).await?;
    }
    Ok(())
}

async fn apply(mut transaction: Transaction, next: &Migration) -> Result<(), StoreError> {
    transaction.script(next.script).await?;
    transaction.run(APPLIED, &[int(next.version)]).await?;
    transaction.commit().await?;
    tracing::info!(schema.version = next.version, "brought the schema to version {}", next.version);
    Ok(())
}

/// The version of the schema.
pub(crate) async fn schema_version(database: &Database) -> Result<u32, StoreError> {
    found(database.read_one("read the schema's version", FOUND, &[]).await?)
}

fn found(row: Option<Row>) -> Result<u32, StoreError> {
    let Some(row) = row else { return Ok(0) };
    match row.int_or_none("version")? {
        None => Ok(0),
        Some(_) => row.count("version"),
    }
}
