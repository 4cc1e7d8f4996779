use crate::StoreError;
use std::io::ErrorKind;

/// What an sqlx error means to us. Neither database puts a password into its messages.
pub(super) fn translated(action: &'static str, place: &str, error: &sqlx::Error) -> StoreError {
    if is_disk_full(error) {
        return StoreError::DiskFull { what: place.to_owned() };
    }
    let cause = match error {
        sqlx::Error::PoolTimedOut => "no connection became free in time".to_owned(),
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    };
    StoreError::Database { action, cause: format!("{place}: {cause}") }
}

fn is_disk_full(error: &sqlx::Error) -> bool {
    match error {
        // 13 is SQLITE_FULL, 53100 PostgreSQL's disk_full.
        sqlx::Error::Database(error) => matches!(error.code().as_deref(), Some("13" | "53100")),
        sqlx::Error::Io(error) => error.kind() == ErrorKind::StorageFull,
        _ => false,
    }
}
