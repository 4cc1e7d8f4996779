use crate::commands::feeds::add_list;
use crate::commands::say;
use crate::instance::{Instance, SETTINGS};
use crate::opml;
use crate::settings::EXAMPLE;
use anyhow::{Context, bail};
use news::counted;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The feeds that a new instance follows.
const STARTER: &str = include_str!("../../../../data/feeds-ai.opml");
/// Name of the list in the instance: the operator's copy to edit and import again.
const FEEDS: &str = "feeds.opml";

/// Flags of `newsloom init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to make the instance in
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Follow no feeds yet
    #[arg(long)]
    pub empty: bool,
}

/// Makes an instance: settings, feed list, database.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let dir = &args.dir;
    if dir.join(SETTINGS).exists() {
        bail!("{}: there is an instance here already; nothing was changed", dir.display());
    }
    make(dir)?;
    let instance = Instance::open(dir)?;
    let store = instance.store().await?;
    let mut count = 0;
    if !args.empty {
        write_new(&dir.join(FEEDS), STARTER)?;
        let feeds = opml::read(STARTER.as_bytes()).context("the starter list is broken")?;
        count = add_list(&store, &instance.registry, &feeds).await?;
    }
    let feeds = counted(count, "feed", "feeds");
    say(format_args!("Made an instance in {} with {feeds}.", dir.display()))?;
    say(format_args!("Settings: {}", dir.join(SETTINGS).display()))?;
    say(format_args!("Next:     newsloom run --dir {}", dir.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Makes the folder with its settings file.
pub fn make(dir: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("{}: cannot be made", dir.display()))?;
    write_new(&dir.join(SETTINGS), EXAMPLE)
}

fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let file = std::fs::File::create_new(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.with_context(|| format!("{}: cannot be written", path.display()))
}
