//! An instance: a folder with settings, database and objects.

use crate::registry;
use crate::settings::Settings;
use anyhow::{Context, bail};
use news::Registry;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;

/// Name of the settings file in an instance.
pub const SETTINGS: &str = "newsloom.toml";
/// Name of the file with what is known of outlets, in an instance.
pub const OUTLETS: &str = "outlets.toml";
/// Name of the file by which a running process holds the instance.
const LOCK: &str = "newsloom.lock";

/// A folder with settings, database and objects.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The folder.
    pub dir: PathBuf,
    /// Its settings over the defaults.
    pub settings: Settings,
    /// What is known of outlets.
    pub registry: Arc<Registry>,
}

/// Holds the instance while it lives: only one process may run the stages on it.
#[derive(Debug)]
pub struct Held {
    _lock: File,
}

impl Instance {
    /// Opens the instance in `dir`, which must have been made by `newsloom init`.
    pub fn open(dir: &Path) -> anyhow::Result<Instance> {
        let settings = dir.join(SETTINGS);
        if !settings.is_file() {
            bail!(
                "{}: no Newsloom instance here ({SETTINGS} is missing); make one with `newsloom init {}`, or name one with --dir",
                dir.display(),
                dir.display()
            );
        }
        let settings = Settings::load(&settings)?;
        let registry = Arc::new(registry::load(&dir.join(OUTLETS))?);
        Ok(Instance { dir: dir.to_owned(), settings, registry })
    }

    /// The address of its database, with the path of an SQLite file made absolute.
    pub fn database(&self) -> String {
        let address =
            std::env::var("NEWSLOOM_DATABASE").unwrap_or(self.settings.store.database.clone());
        match address.strip_prefix("sqlite:") {
            Some(file) => format!("sqlite:{}", self.dir.join(file).display()),
            None => address,
        }
    }

    /// Opens what it keeps.
    pub async fn store(&self) -> anyhow::Result<Store> {
        let objects = self.dir.join(&self.settings.store.objects);
        Ok(Store::open(&self.database(), &objects).await?)
    }

    /// Makes sure that no other process runs on this instance.
    pub fn hold(&self) -> anyhow::Result<Held> {
        let path = self.dir.join(LOCK);
        let lock = File::create(&path).with_context(|| format!("{}: no lock", path.display()))?;
        match lock.try_lock() {
            Ok(()) => Ok(Held { _lock: lock }),
            Err(TryLockError::WouldBlock) => bail!(
                "{}: another newsloom already runs on this instance; stop it first",
                self.dir.display()
            ),
            Err(TryLockError::Error(cause)) => {
                Err(cause).with_context(|| format!("{}: cannot be locked", path.display()))
            }
        }
    }
}
