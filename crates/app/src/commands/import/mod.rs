//! Import: articles and lists of feeds from files, recognised by what is in them.

mod archive;
mod articles;
mod documents;
mod feed_lists;
mod kind;
mod pages;

use crate::commands::{Place, progress, say};
use crate::instance::Instance;
use crate::stage::lines;
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use kind::Kind;
use news::{Article, Registry};
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use store::{Accepted, Store};

/// Flags of `newsloom import`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What a file is, is told from its content; a folder stands for all files in it that are not hidden:
  JSON Lines         one article a line: {\"id\", \"outlet\", \"url\", \"title\", \"text\", \"published\", \"language\"}
  WARC, WARC.gz      web archives such as Common Crawl's news crawl; one that is stopped goes on there
  HTML               saved web pages, also packed with gzip
  Miniflux, FreshRSS entries of Miniflux's API; starred or read articles of FreshRSS (Google Reader's JSON)
  lists of feeds     OPML of any reader, Miniflux's feeds, Kite's feed list

Examples:
  newsloom import articles.jsonl CC-NEWS-20261120.warc.gz
  newsloom import kite_feeds.json --category AI --category Technology
  newsloom run --now 2026-11-22T18:00:00Z")]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Files and folders to read; `-` for standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Of a list of feeds take only this category or folder (may be repeated)
    #[arg(long, value_name = "NAME")]
    category: Vec<String>,
    /// Read a web archive from its beginning, also when it was read before
    #[arg(long)]
    again: bool,
    /// Threads to use [default: one a core]
    #[arg(long, value_parser = lines::jobs)]
    jobs: Option<usize>,
}

/// What an import reaches.
struct Desk {
    store: Store,
    registry: Arc<Registry>,
    now: Timestamp,
    crew: lines::Crew,
    again: bool,
    categories: Vec<String>,
}

/// One file and what it is.
struct Source {
    name: String,
    /// None for standard input.
    path: Option<PathBuf>,
    kind: Kind,
    bytes: u64,
    bar: ProgressBar,
}

/// Accepts articles and feeds; the next `newsloom run` threads and writes, or polls.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (instance, store) = args.place.open().await?;
    let desk = desk(args, &instance, store)?;
    let mut all = Tally::default();
    let mut pages = Vec::new();
    let files = files(&args.paths)?;
    for path in &files {
        let (source, input) = match open(path) {
            Ok(opened) => opened,
            Err(error) if files.len() == 1 => return Err(error),
            // One file that is nothing we know must not keep the others out.
            Err(error) => {
                eprintln!("{error:#}");
                all.unusable += 1;
                continue;
            }
        };
        match source.kind {
            Kind::Html if source.path.is_some() => pages.push(path.clone()),
            _ => all.add(&import(&desk, &source, input).await?),
        }
    }
    if !pages.is_empty() {
        all.add(&pages::import(&desk, &pages).await?);
    }
    Ok(ExitCode::from(if all.unusable > 0 { lines::SOME_FAILED } else { lines::ALL_DONE }))
}

fn desk(args: &Args, instance: &Instance, store: Store) -> anyhow::Result<Desk> {
    let crew = lines::Crew::new(lines::threads(args.jobs)).context("no threads can be started")?;
    Ok(Desk {
        store,
        registry: instance.registry.clone(),
        now: Timestamp::now(),
        crew,
        again: args.again,
        categories: args.category.clone(),
    })
}

async fn import(
    desk: &Desk,
    source: &Source,
    input: Box<dyn Read + Send>,
) -> anyhow::Result<Tally> {
    let done = match source.kind {
        Kind::JsonLines => articles::import(desk, source, input).await,
        Kind::Warc => archive::import(desk, source, input).await,
        Kind::Html => pages::import_one(desk, source, input).await,
        Kind::Json => documents::import(desk, source, input).await,
        Kind::Opml => feed_lists::import_opml(desk, source, input).await.map(|()| Done::default()),
    };
    source.bar.finish_and_clear();
    let (tally, what) = done.with_context(|| source.name.clone())?;
    if let Some(what) = what {
        tally.say(&source.name, what)?;
    }
    Ok(tally)
}

/// What became of a file, and what its records are called when that is still to be said.
type Done = (Tally, Option<&'static str>);

/// The files that the paths name; of a folder all that are in it and below, in the order of their names.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            gather(path, &mut files)?;
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let problem = || format!("{}: the folder cannot be read", folder.display());
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(problem)? {
        inside.push(entry.with_context(problem)?);
    }
    inside.sort_by_key(std::fs::DirEntry::file_name);
    // What systems and programs leave beside a user's files, such as `.DS_Store`, is not meant.
    let is_hidden =
        |entry: &std::fs::DirEntry| entry.file_name().as_encoded_bytes().starts_with(b".");
    for entry in inside.into_iter().filter(|entry| !is_hidden(entry)) {
        // Links are not followed: they may lead round in a circle.
        let kind = entry.file_type().with_context(problem)?;
        if kind.is_dir() {
            gather(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// Opens a file, unpacked when it is gzip, and tells what it is by its beginning.
fn open(path: &Path) -> anyhow::Result<(Source, Box<dyn Read + Send>)> {
    let name = path.display().to_string();
    let is_standard = path.as_os_str() == "-";
    let input: Box<dyn Read + Send> = match is_standard {
        true => Box::new(std::io::stdin()),
        false => Box::new(File::open(path).with_context(|| name.clone())?),
    };
    let bytes = std::fs::metadata(path).map_or(0, |meta| meta.len());
    let bar = bytes_bar(bytes);
    let (start, input) = begin(Box::new(bar.wrap_read(input))).with_context(|| name.clone())?;
    let unpacked = kind::unpacked(&start);
    let kind =
        kind::recognise(unpacked.as_deref().unwrap_or(&start)).with_context(|| name.clone())?;
    let path = (!is_standard).then(|| path.to_owned());
    // An archive's reader unpacks by itself: it goes on from places between packed members.
    let input: Box<dyn Read + Send> = match unpacked.is_some() && kind != Kind::Warc {
        true => Box::new(flate2::read::MultiGzDecoder::new(input)),
        false => input,
    };
    Ok((Source { name, path, kind, bytes, bar }, input))
}

/// The first bytes of an input, and the whole of it.
fn begin(mut input: Box<dyn Read + Send>) -> std::io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut start = Vec::new();
    input.by_ref().take(kind::START_BYTES).read_to_end(&mut start)?;
    let whole = Cursor::new(start.clone()).chain(input);
    Ok((start, Box::new(whole)))
}

/// What became of the records of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    new: u64,
    versions: u64,
    known: u64,
    /// Broken.
    unusable: u64,
    /// Whole, but not to be taken: a wall, an outlet's reservation, no text.
    left_out: u64,
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.new += other.new;
        self.versions += other.versions;
        self.known += other.known;
        self.unusable += other.unusable;
        self.left_out += other.left_out;
    }

    fn count(&mut self, accepted: &[Accepted]) {
        for accepted in accepted {
            match accepted {
                Accepted::New => self.new += 1,
                Accepted::NewVersion => self.versions += 1,
                // An import has no lease that it could lose.
                Accepted::Known | Accepted::LeaseLost => self.known += 1,
            }
        }
    }

    fn say(&self, name: &str, what: &str) -> std::io::Result<()> {
        let left_out = match self.left_out {
            0 => String::new(),
            count => format!(", {count} left out"),
        };
        say(format_args!(
            "{name}: {} new articles, {} new versions, {} known already, {} {what} not usable{left_out}",
            self.new, self.versions, self.known, self.unusable
        ))
    }
}

/// A bar over the bytes of a file.
fn bytes_bar(length: u64) -> ProgressBar {
    let bar = progress(length, "importing");
    let shown = "{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
    if let Ok(style) = ProgressStyle::with_template(shown) {
        bar.set_style(style);
    }
    bar
}

/// Accepts articles of which no place in a file is remembered.
async fn accept(desk: &Desk, articles: &mut Vec<Article>, tally: &mut Tally) -> anyhow::Result<()> {
    let accepted = desk.store.articles.accept_all(articles, crate::commands::AT_ONCE).await?;
    tally.count(&accepted);
    articles.clear();
    Ok(())
}
