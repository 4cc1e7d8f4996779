/// Why something could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or cannot be reached.
    #[error("{action}: {cause}")]
    Database {
        /// What we were about to do: "take due jobs".
        action: &'static str,
        /// What the database said.
        cause: String,
    },
    /// The database cannot be opened.
    #[error("{database}: cannot be opened: {why}; {remedy}")]
    CannotOpen {
        /// Its address, without password.
        database: String,
        /// What is wrong.
        why: String,
        /// What to do.
        remedy: String,
    },
    /// The lease had passed to another worker or the input had changed; nothing was written.
    ///
    /// Only where the result of a method leaves no room to say so.
    #[error("{stage} of {subject}: the lease has passed to another worker; nothing was written")]
    LeaseLost {
        /// The stage.
        stage: &'static str,
        /// Its subject.
        subject: String,
    },
    /// The database was written by a newer version of this program.
    #[error(
        "{database}: its schema is version {found}, this program knows up to {known}; use the newer newsloom that wrote it"
    )]
    TooNew {
        /// Its address, without password.
        database: String,
        /// What it has.
        found: u32,
        /// What we know.
        known: u32,
    },
    /// A row does not hold what we wrote.
    #[error("{what}: stored value cannot be read: {why}")]
    Unreadable {
        /// Which row.
        what: String,
        /// What is wrong.
        why: String,
    },
    /// The disk is full.
    #[error(
        "{what}: the disk is full, or a quota is used up; free some space and start again, nothing was lost"
    )]
    DiskFull {
        /// The database or folder.
        what: String,
    },
    /// A file or folder could not be used.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: String,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The address names a database that this build does not have.
    #[error("{0}: no such database in this build; sqlite:PATH and postgres://… are known")]
    UnknownDatabase(String),
}

/// Whether a file cannot grow: the disk, a quota or a limit of the process is used up.
pub(crate) fn is_full(kind: std::io::ErrorKind) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(kind, StorageFull | QuotaExceeded | FileTooLarge)
}
