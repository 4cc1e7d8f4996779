//! An instance: a folder with settings, database and objects.

use crate::outlet_rules::{self, Missing};
use crate::registry;
use crate::settings::Settings;
use anyhow::{Context, bail};
use model::Embedder;
use news::Registry;
use pipeline::extract::Rules;
use search::{Index, Right};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Durability, Store};

/// Name of the settings file in an instance.
pub const SETTINGS: &str = "newsloom.toml";
/// Name of the file with what is known of outlets, in an instance.
pub const OUTLETS: &str = "outlets.toml";
/// Name of the file with rules for outlets' pages, in an instance.
pub const OUTLET_RULES: &str = "outlet-rules.toml";
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
    /// Where articles stand on the pages of some outlets.
    pub outlet_rules: Arc<Rules>,
    /// The address of its database; an SQLite file's path starts at the folder.
    pub database: String,
    /// How surely what was written outlives a power failure.
    pub durability: Durability,
}

/// Holds the instance while it lives: only one process may run the stages on it.
#[derive(Debug)]
pub struct Held {
    _lock: File,
}

/// Another process holds the instance.
#[derive(Debug, thiserror::Error)]
#[error("{0}: another newsloom already runs on this instance; stop it first")]
pub struct AlreadyRuns(String);

impl Instance {
    /// Opens the instance in `dir`, which must have been made by `newsloom init`.
    pub fn open(dir: &Path) -> anyhow::Result<Instance> {
        let settings = dir.join(SETTINGS);
        if !settings.exists() {
            let lacking = match dir.is_dir() {
                true => format!("no Newsloom instance here ({SETTINGS} is missing)"),
                false => "there is no such folder".to_owned(),
            };
            let dir = dir.display();
            bail!(
                "{dir}: {lacking}; make an instance with `newsloom init {dir}`, or name one with --dir"
            );
        }
        let settings = Settings::load(&settings)?;
        let registry = Arc::new(registry::load(&dir.join(OUTLETS))?);
        let rules = outlet_rules::load(Some(&dir.join(OUTLET_RULES)), Missing::IsFine)?;
        let outlet_rules = Arc::new(rules);
        let named = std::env::var("NEWSLOOM_DATABASE").ok();
        let database = inside(dir, &named.unwrap_or_else(|| settings.store.database.clone()));
        let durability = Durability::Full;
        let dir = dir.to_owned();
        Ok(Instance { dir, settings, registry, outlet_rules, database, durability })
    }

    /// The same instance on the database that its own settings name, whatever the environment says.
    pub fn on_its_own_database(self) -> Instance {
        let database = inside(&self.dir, &self.settings.store.database);
        Instance { database, ..self }
    }

    /// Opens what it keeps.
    pub async fn store(&self) -> anyhow::Result<Store> {
        let objects = self.dir.join(&self.settings.store.objects);
        Ok(Store::open(&self.database, &objects, self.durability).await?)
    }

    /// The index that readers of `store` search; `right` is to write only for whoever holds the instance.
    pub fn search(&self, store: &Store, right: Right) -> Arc<Index> {
        let folder = self.dir.join(&self.settings.search.folder);
        let memory_bytes = self.settings.search.memory_mb * 1_000_000;
        // A file is the same however its folder was named.
        let named = store.describe();
        let file = std::fs::canonicalize(&named).map(|file| file.display().to_string());
        Arc::new(Index::open(&folder, &file.unwrap_or(named), right, memory_bytes))
    }

    /// Opens the sentence model that its settings name, if they do.
    pub fn embedder(&self) -> anyhow::Result<Option<Embedder>> {
        let folder = &self.settings.model.embedder;
        let named = Some(self.dir.join(folder)).filter(|_| !folder.is_empty());
        let opened = named.map(|folder| Embedder::open(&folder)).transpose();
        opened.context("model.embedder names no sentence model that can be used")
    }

    /// Makes sure that no other process runs on this instance.
    pub fn hold(&self) -> anyhow::Result<Held> {
        let path = self.dir.join(LOCK);
        let lock = File::create(&path).with_context(|| {
            format!(
                "{}: nothing can be written there, and newsloom keeps its database and pages in it; \
                 give the user who runs newsloom the right to write, or free some space",
                self.dir.display()
            )
        })?;
        match lock.try_lock() {
            Ok(()) => Ok(Held { _lock: lock }),
            Err(TryLockError::WouldBlock) => {
                Err(AlreadyRuns(self.dir.display().to_string()).into())
            }
            Err(TryLockError::Error(cause)) => {
                Err(cause).with_context(|| format!("{}: cannot be locked", path.display()))
            }
        }
    }
}

/// A database address with the path of an SQLite file put under the instance's folder.
fn inside(dir: &Path, address: &str) -> String {
    match address.strip_prefix("sqlite:") {
        Some(file) => format!("sqlite:{}", dir.join(file).display()),
        None => address.to_owned(),
    }
}
