//! The command line.

use crate::{commands, stage};
use clap::{Parser, Subcommand};

/// Many reports of one event into one story that can be checked.
#[derive(Debug, Parser)]
#[command(
    name = "newsloom",
    version,
    about,
    propagate_version = true,
    after_help = "\
Start here:
  newsloom demo               a whole fortnight of invented news, offline
  newsloom init my-news       make an instance; then: newsloom run --dir my-news

Each stage is also a filter over JSON Lines: parse, extract, screen, thread, rank, write, check, quotes."
)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what Newsloom does: invented outlets, the real pipeline, a site; no network
    Demo(commands::demo::Args),
    /// Make an instance: a folder with settings, feeds and a database
    Init(commands::init::Args),
    /// Poll, work and serve the site until Ctrl-C
    Run(commands::run::Args),
    /// Follow, list, check, import and export feeds
    Feeds(commands::feeds::Args),
    /// List, show and check what is known of outlets
    Outlets(commands::outlets::Args),
    /// Accept articles and lists of feeds from files: JSON Lines, WARC, HTML, OPML, exports of feed readers
    Import(commands::import::Args),
    /// List, show, approve, hold, pin and sink stories
    Desk(commands::desk::Args),
    /// Show how other weights would have ordered the front page of a past day
    Replay(commands::replay::Args),
    /// Write the site, or a day of it, as signed static files
    Export(commands::export::Args),
    /// Search the newsroom's articles and stories; make the search index anew
    Search(commands::search::Args),
    /// Answer assistants on standard input and output (Model Context Protocol)
    Mcp(commands::mcp::Args),
    /// Show, send and look after the front page by mail; list and forget subscribers
    Mail(commands::mail::Args),
    /// Show what is posted to Slack, Discord, Telegram, Mastodon and others; open posts again
    Share(commands::share::Args),
    /// Re-check every citation of every published brief, or a signed export, offline
    Verify(commands::verify::Args),
    /// Show what a language model was asked, what that took and cost
    Model(commands::model::Args),
    /// Say what is wrong with an instance and what to do
    Doctor(commands::doctor::Args),
    /// Write a completion script for a shell
    Completions(commands::completions::Args),
    /// Read feeds: one JSON line each
    Parse(stage::parse::Args),
    /// Read web pages: one JSON line each
    Extract(stage::extract::Args),
    /// Say which articles go on, with labels and relevance (JSON Lines); teach, show and explain a topic
    Screen(commands::screen::Args),
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

impl Command {
    /// Whether it is a stage as a filter, with the exit statuses of `contracts`.
    pub fn is_stage(&self) -> bool {
        if let Command::Screen(args) = self {
            return args.action.is_none();
        }
        matches!(
            self,
            Command::Parse(_)
                | Command::Extract(_)
                | Command::Thread(_)
                | Command::Rank(_)
                | Command::Write(_)
                | Command::Check(_)
                | Command::Quotes(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn screen_is_a_filter_unless_it_is_told_what_to_do() {
        let is_stage = |words: &str| {
            let cli = Cli::try_parse_from(words.split(' ')).expect("written for this test");
            cli.command.is_stage()
        };
        assert!(is_stage("newsloom screen --topic ai --explain articles.jsonl"));
        assert!(is_stage("newsloom rank"));
        assert!(!is_stage("newsloom screen train --dir my-news"));
        assert!(!is_stage("newsloom desk list"));
    }
}
