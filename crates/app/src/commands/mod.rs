//! The commands that work on an instance.

pub mod completions;
pub mod demo;
pub mod desk;
pub mod doctor;
pub mod export;
pub mod feed_state;
pub mod feeds;
pub mod import;
pub mod init;
pub mod mail;
pub mod mcp;
pub mod model;
pub mod outlets;
pub mod replay;
pub mod run;
pub mod screen;
pub mod search;
pub mod share;
pub mod verify;

use crate::instance::Instance;
use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use news::{SourceTime, StoryId};
use std::fmt::Display;
use std::io::Write;
use std::path::PathBuf;
use store::Store;

/// Due at once, also for a `run --now` whose clock stands in the past.
pub const AT_ONCE: Timestamp = Timestamp::UNIX_EPOCH;

/// Which instance a command works on.
#[derive(Clone, Debug, clap::Args)]
pub struct Place {
    /// Folder of the instance
    #[arg(long, default_value = ".", value_name = "DIR", global = true)]
    pub dir: PathBuf,
}

impl Place {
    /// Opens the instance and what it keeps.
    pub async fn open(&self) -> anyhow::Result<(Instance, Store)> {
        let instance = Instance::open(&self.dir)?;
        let store = instance.store().await?;
        Ok((instance, store))
    }
}

/// Reads the value of `--now`.
pub fn time(text: &str) -> Result<Timestamp, String> {
    SourceTime::parse(text).map(|time| time.instant).map_err(|not| not.to_string())
}

/// Writes a line to standard output. A reader that went away is an error, not a panic; control
/// characters are left out, since a headline must not steer the operator's terminal.
pub fn say(line: impl Display) -> std::io::Result<()> {
    let shown = line.to_string().replace(|c: char| c.is_control() && c != '\n', "");
    writeln!(std::io::stdout(), "{}", shown.trim_end())
}

/// A bar on a terminal, nothing when piped.
pub fn progress(length: u64, doing: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar.set_message(doing.to_owned());
    bar
}

/// What an operator names by a story's id, the beginning of it, or its address on the site.
pub enum Named {
    /// A story.
    Story(StoryId),
    /// One that was merged into another.
    Merged {
        /// What it was.
        story: StoryId,
        /// Where it went.
        into: StoryId,
    },
}

/// The story that an operator means, or what became of it.
pub async fn find_named(store: &Store, named: &str) -> anyhow::Result<Named> {
    let last = named.rsplit('/').next().unwrap_or(named);
    let start = last.rsplit('-').next().unwrap_or(last);
    if start.is_empty() {
        bail!("no story is named; `newsloom desk list` shows them");
    }
    let lines = store.briefs.latest().await?;
    let living: Vec<&StoryId> =
        lines.iter().map(|line| &line.story).filter(|id| id.0.starts_with(start)).collect();
    let merged = store.regroupings.merged().await?;
    let gone: Vec<_> = merged.iter().filter(|(id, _)| id.0.starts_with(start)).collect();
    match (&living[..], &gone[..]) {
        ([story], _) => Ok(Named::Story((*story).clone())),
        ([], [(story, into)]) => {
            Ok(Named::Merged { story: (*story).clone(), into: (*into).clone() })
        }
        ([], []) => bail!("{named}: no such story; `newsloom desk list` shows them"),
        ([a, b, ..], _) | ([], [(a, _), (b, _), ..]) => {
            bail!("{named}: could be {a} or {b}; give more of it")
        }
    }
}

/// The story that an operator means: its id, the beginning of it, or its address on the site.
pub async fn find_story(store: &Store, named: &str) -> anyhow::Result<StoryId> {
    match find_named(store, named).await? {
        Named::Story(story) => Ok(story),
        Named::Merged { story, into } => bail!("{story}: was merged into {into}; name that one"),
    }
}
