//! The one binary `newsloom`: settings, command line, a turn per stage, and all the wiring.
//!
//! It must never decide anything about news itself: decisions are in `pipeline`. It reads the clock,
//! the settings and the environment, and passes them on.
//!
//! Start with [`cli`], then `newsroom`, which runs the stages in order.

mod cli;
mod demo;
mod stage;

use clap::Parser;
use cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Parse(args) => stage::parse::run(args),
        Command::Extract(args) => stage::extract::run(args),
        Command::Thread(args) => stage::thread::run(args),
        Command::Rank(args) => stage::rank::run(args),
        Command::Write(args) => stage::write::run(args),
        Command::Check(args) => stage::check::run(args),
        Command::Quotes(args) => stage::quotes::run(args),
    };
    done.unwrap_or_else(|error| {
        eprintln!("newsloom: {error:#}");
        ExitCode::FAILURE
    })
}
