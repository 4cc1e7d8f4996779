use crate::cli::Cli;
use clap::CommandFactory;
use clap_complete::{Shell, generate};
use std::process::ExitCode;

/// Flags of `newsloom completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell to complete in
    pub shell: Shell,
}

/// Writes a completion script to standard output.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    generate(args.shell, &mut Cli::command(), "newsloom", &mut std::io::stdout());
    Ok(ExitCode::SUCCESS)
}
