//! The command line.

use crate::stage;
use clap::{Parser, Subcommand};

/// Many reports of one event into one story that can be checked.
#[derive(Debug, Parser)]
#[command(name = "newsloom", version, about, propagate_version = true)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read feeds: one JSON line each
    Parse(stage::parse::Args),
    /// Read web pages: one JSON line each
    Extract(stage::extract::Args),
    /// Put articles into stories (JSON Lines)
    Thread(stage::thread::Args),
    /// Order stories, best first (JSON Lines)
    Rank(stage::rank::Args),
    /// Write briefs about stories (JSON Lines)
    Write(stage::write::Args),
    /// Check sentences against their sources (JSON Lines)
    Check(stage::check::Args),
    /// Find quotations and who said them (JSON Lines)
    Quotes(stage::quotes::Args),
}
