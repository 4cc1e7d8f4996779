use crate::clock::Clock;
use crate::commands::run::site;
use crate::commands::{Place, progress, say, time};
use crate::instance::Instance;
use crate::newsroom::Newsroom;
use anyhow::{Context, bail};
use jiff::Timestamp;
use news::counted;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// The file by which an export knows a folder that an earlier one wrote.
const MARKER: &str = ".newsloom-export";

/// Flags of `newsloom export`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  newsloom export public && python3 -m http.server --directory public\n  newsloom export --jsonl stories.jsonl     a story per line, as the API tells it; - for standard output"
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Folder to write the site into; files of an earlier export are replaced. With --jsonl a file
    to: PathBuf,
    /// Write the stories as JSON Lines instead of the site as files
    #[arg(long)]
    jsonl: bool,
    /// The time that ages are counted from, instead of the front page's own
    #[arg(long, value_parser = time, value_name = "TIME")]
    now: Option<Timestamp>,
}

/// Writes the site as static files.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let instance = Instance::open(&args.place.dir)?;
    let store = instance.store().await?;
    let front_page = store.stories.front_page(None).await?;
    let now = args.now.or(front_page.map(|page| page.at));
    let room = Arc::new(Newsroom::open(&instance, Clock::at(now)).await?);
    let base_url = instance.settings.site.base_url.clone();
    let site = site(&room, base_url, None);
    if args.jsonl {
        return write_lines(&site, &args.to).await;
    }
    let count = write_site(&site, &args.to).await?;
    say(format_args!("{} in {}", counted(count, "file", "files"), args.to.display()))?;
    Ok(ExitCode::SUCCESS)
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

/// Writes every page, feed, image and asset under `to`; gives how many.
pub async fn write_site(site: &web::Site, to: &Path) -> anyhow::Result<usize> {
    claim(to)?;
    let pages = web::pages(site).await.context("could not make the pages")?;
    let bar = progress(pages.len() as u64, "writing");
    for (address, bytes) in &pages {
        let path = to.join(inside(address)?);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(pages.len())
}

/// Makes the folder ours; one that holds files of somebody else is refused.
fn claim(to: &Path) -> anyhow::Result<()> {
    let marker = to.join(MARKER);
    let taken = to.read_dir().is_ok_and(|mut files| files.next().is_some());
    if taken && !marker.exists() {
        bail!(
            "{}: there are files that no export wrote; name an empty or a new folder",
            to.display()
        );
    }
    std::fs::create_dir_all(to).with_context(|| format!("{}: cannot be made", to.display()))?;
    std::fs::write(&marker, "Written by newsloom export; it may replace what is here.\n")
        .with_context(|| marker.display().to_string())
}

/// An address as a path that cannot lead out of the folder.
fn inside(address: &str) -> anyhow::Result<PathBuf> {
    let path = PathBuf::from(address.trim_start_matches('/'));
    if path.components().any(|part| !matches!(part, Component::Normal(_))) {
        bail!("{address}: would be written outside the folder");
    }
    Ok(path)
}
