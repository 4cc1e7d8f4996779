//! `newsloom quotes`.

use std::process::ExitCode;

/// Flags of `newsloom quotes`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Threads to use [default: one a core]
    #[arg(long)]
    pub jobs: Option<usize>,
}

/// Runs the command.
pub fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    todo!()
}
