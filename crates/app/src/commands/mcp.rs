use crate::commands::Place;
use crate::commands::search::{caught_up, site};
use crate::mcp;
use search::Reach;
use std::process::ExitCode;

/// Flags of `newsloom mcp`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Name it to an assistant as a server on standard input and output:\n  {\"command\": \"newsloom\", \"args\": [\"mcp\", \"--dir\", \"/path/to/my-news\"]}\n\nIt finds all kept articles, also of stories that are not published. With [mcp] enabled the site answers at /mcp\nwith what readers see."
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// Answers until the input ends. Nothing but answers goes to standard output.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (instance, store) = args.place.open().await?;
    let index = caught_up(&instance, &store).await?;
    mcp::serve_stdio(site(&instance, store, index), Reach::All).await?;
    Ok(ExitCode::SUCCESS)
}
