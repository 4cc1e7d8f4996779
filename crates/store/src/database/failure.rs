use crate::StoreError;

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
        // 13 is SQLITE_FULL, 778 and 4874 its word for a file that may not grow (a quota, a limit of the
        // process), 53100 PostgreSQL's disk_full.
        sqlx::Error::Database(error) => {
            matches!(error.code().as_deref(), Some("13" | "778" | "4874" | "53100"))
        }
        sqlx::Error::Io(error) => crate::error::is_full(error.kind()),
        _ => false,
    }
}
