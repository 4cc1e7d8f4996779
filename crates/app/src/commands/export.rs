use crate::clock::Clock;
use crate::commands::run::site;
use crate::commands::{Place, say, time};
use crate::export::{self, Order, SigningKey};
use crate::instance::Instance;
use crate::newsroom::Newsroom;
use anyhow::{Context, bail};
use jiff::Timestamp;
use jiff::civil::Date;
use news::counted;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use web::Scope;

/// Flags of `newsloom export`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  newsloom export public && python3 -m http.server --directory public\n  newsloom export --day 2026-11-20 friday   the front page of that day with its stories\n  newsloom verify public                    check it again, anywhere, without the instance\n  newsloom export --jsonl stories.jsonl     a story per line, as the API tells it; - for standard output"
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Folder to write the site into; files of an earlier export are replaced. With --jsonl a file
    to: PathBuf,
    /// Write the stories as JSON Lines instead of the site as files
    #[arg(long, conflicts_with_all = ["day", "base_url"])]
    jsonl: bool,
    /// Only the front page as it stood on this day, with its stories as they were then
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<Date>,
    /// Where the export will stand, for feeds and canonical links, instead of site.base_url
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The time that ages are counted from, instead of the front page's own
    #[arg(long, value_parser = time, value_name = "TIME")]
    now: Option<Timestamp>,
}

/// Writes the site as static files.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let instance = Instance::open(&args.place.dir)?;
    let store = instance.store().await?;
    let scope = args.day.map_or(Scope::Whole, Scope::Day);
    let made = export::moment(&store, scope, args.now).await?;
    let room = Arc::new(Newsroom::open(&instance, Clock::at(Some(made))).await?);
    let base_url = base_url(args, &instance)?;
    let site = site(&room, base_url, None);
    if args.jsonl {
        return write_lines(&site, &args.to).await;
    }
    let key = SigningKey::of_instance(&instance.dir, &instance.settings.export)?;
    let order = Order { site: &site, instance: &instance, scope, made };
    let written = export::write(&order, &key, &args.to).await?;
    let briefs = counted(written.briefs, "brief", "briefs");
    let to = args.to.display();
    say(format_args!(
        "{} in {to}, {briefs} with their evidence",
        counted(written.files, "file", "files")
    ))?;
    say(format_args!("signed with the key {}; `newsloom verify {to}` checks it", key.public()))?;
    Ok(ExitCode::SUCCESS)
}

fn base_url(args: &Args, instance: &Instance) -> anyhow::Result<String> {
    let Some(text) = &args.base_url else { return Ok(instance.settings.site.base_url.clone()) };
    let url = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    if url.is_none() {
        bail!(
            "--base-url {text}: is no address of a site; write it as in https://news.example/archive"
        );
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// Writes every published story as a line, by id, behind a line that says what follows; `-` is standard output.
async fn write_lines(site: &web::Site, to: &Path) -> anyhow::Result<ExitCode> {
    let published = site.store.briefs.all_published().await?;
    let name = to.display().to_string();
    let is_output = name == "-";
    let mut file: Box<dyn Write> = match is_output {
        true => Box::new(std::io::stdout().lock()),
        false => Box::new(BufWriter::new(File::create(to).with_context(|| name.clone())?)),
    };
    writeln!(file, "{}", web::export_head(site)?).with_context(|| name.clone())?;
    let mut count = 0;
    for story in &published {
        let line = web::export_story(site, &story.story).await.context("could not tell a story")?;
        let Some(line) = line else { continue };
        writeln!(file, "{line}").with_context(|| name.clone())?;
        count += 1;
    }
    file.flush().with_context(|| name.clone())?;
    if !is_output {
        say(format_args!("{} in {name}", counted(count, "story", "stories")))?;
    }
    Ok(ExitCode::SUCCESS)
}
