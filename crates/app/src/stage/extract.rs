//! `newsloom extract`.

use std::path::PathBuf;
use std::process::ExitCode;

/// Flags of `newsloom extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files to read; standard input when there are none
    pub files: Vec<PathBuf>,
    /// Where the input came from: resolves relative links
    #[arg(long)]
    pub url: Option<String>,
    /// Threads to use [default: one a core]
    #[arg(long)]
    pub jobs: Option<usize>,
}

/// Runs the command.
pub fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    todo!()
}
