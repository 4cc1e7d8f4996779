//! The one binary `newsloom`: settings, command line, a turn per stage, and all the wiring.
//!
//! It must never decide anything about news itself: decisions are in `pipeline`. It reads the clock,
//! the settings and the environment, and passes them on.
//!
//! Start with [`cli`], then [`newsroom`], which runs the stages in order.

mod callback;
mod cli;
mod clock;
mod commands;
mod demo;
mod desk;
mod edition;
mod export;
mod instance;
mod mail;
mod mcp;
mod newsroom;
mod opml;
mod outlet_rules;
mod pictures;
mod quarantine;
mod registry;
mod regroup;
mod remedy;
mod secret;
mod settings;
mod share;
mod stage;
mod starters;
mod strike;
mod topics;
mod turns;
mod window;
mod writer;

use anyhow::Context;
use clap::Parser;
use cli::{Cli, Command};
use std::io::IsTerminal;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    run(&cli.command).unwrap_or_else(|error| {
        if is_closed_pipe(&error) {
            return ExitCode::SUCCESS;
        }
        eprintln!("newsloom: {error:#}");
        match cli.command.is_stage() {
            // A stage command gives lines for what it cannot process; what is left is wrong usage.
            true => ExitCode::from(stage::lines::WRONG_USAGE),
            false => ExitCode::FAILURE,
        }
    })
}

fn run(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Parse(args) => stage::parse::run(args),
        Command::Extract(args) => stage::extract::run(args),
        Command::Thread(args) => stage::thread::run(args),
        Command::Rank(args) => stage::rank::run(args),
        Command::Write(args) => stage::write::run(args),
        Command::Check(args) => stage::check::run(args),
        Command::Quotes(args) => stage::quotes::run(args),
        Command::Screen(args) => match &args.action {
            None => stage::screen::run(&args.stage),
            Some(action) => with_runtime("warn", commands::screen::run(action)),
        },
        Command::Completions(args) => commands::completions::run(args),
        Command::Run(args) => with_runtime("info", commands::run::run(args)),
        Command::Demo(args) => with_runtime("error", commands::demo::run(args)),
        Command::Init(args) => with_runtime("warn", commands::init::run(args)),
        Command::Feeds(args) => with_runtime("warn", commands::feeds::run(args)),
        Command::Replay(args) => with_runtime("warn", commands::replay::run(args)),
        Command::Outlets(args) => with_runtime("warn", commands::outlets::run(args)),
        Command::Import(args) => with_runtime("warn", commands::import::run(args)),
        Command::Desk(args) => with_runtime("warn", commands::desk::run(args)),
        Command::Export(args) => with_runtime("warn", commands::export::run(args)),
        Command::Search(args) => with_runtime("warn", commands::search::run(args)),
        Command::Mcp(args) => with_runtime("warn", commands::mcp::run(args)),
        Command::Mail(args) => with_runtime("warn", commands::mail::run(args)),
        Command::Share(args) => with_runtime("warn", commands::share::run(args)),
        Command::Verify(args) => with_runtime("warn", commands::verify::run(args)),
        Command::Model(args) => with_runtime("warn", commands::model::run(args)),
        Command::Doctor(args) => with_runtime("warn", commands::doctor::run(args)),
    }
}

/// Runs a command that works on an instance; `level` is what it logs unless NEWSLOOM_LOG says other.
fn with_runtime(
    level: &str,
    command: impl Future<Output = anyhow::Result<ExitCode>>,
) -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::try_from_env("NEWSLOOM_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.context("the program cannot start its threads")?;
    let done = runtime.block_on(command);
    // A decision that is still being computed is not waited for: its job is done again next time.
    runtime.shutdown_background();
    done
}

/// The reader of our output went away, as `head` does: no failure of ours.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
