use crate::commands::{AT_ONCE, Place, progress, say};
use crate::stage::lines;
use anyhow::{Context, bail};
use jiff::Timestamp;
use news::{Article, ArticleId, Image, OutletId, SourceTime, counted};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::PathBuf;
use std::process::ExitCode;
use store::{Accepted, Store};

/// Articles accepted in one transaction.
const BATCH: usize = 500;

/// Flags of `newsloom import`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  newsloom import articles.jsonl\n  newsloom run --now 2026-11-22T18:00:00Z"
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// JSON Lines: {"id", "outlet", "url", "title", "text", "published", "language"}; `-` for standard input
    file: PathBuf,
}

/// An article as `contracts` lays it down.
#[derive(Deserialize)]
struct Row {
    id: Value,
    title: String,
    outlet: Option<String>,
    url: Option<String>,
    #[serde(default)]
    text: String,
    published: Option<String>,
    language: Option<String>,
    author: Option<String>,
    section: Option<String>,
    image: Option<ImageRow>,
}

#[derive(Deserialize)]
struct ImageRow {
    url: String,
    credit: Option<String>,
    caption: Option<String>,
}

/// Accepts articles; the next `newsloom run` threads and writes.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (_, store) = args.place.open().await?;
    let name = args.file.display().to_string();
    let (input, length): (Box<dyn Read>, u64) = match name.as_str() {
        "-" => (Box::new(std::io::stdin()), 0),
        _ => {
            let file = File::open(&args.file).with_context(|| name.clone())?;
            let length = file.metadata().map_or(0, |meta| meta.len());
            (Box::new(file), length)
        }
    };
    let bar = progress(length, "importing");
    let tally = import(&store, BufReader::new(bar.wrap_read(input)), Timestamp::now()).await;
    bar.finish_and_clear();
    let tally = tally.with_context(|| name.clone())?;
    say(format_args!(
        "{name}: {}, {}, {} known already, {} not usable",
        counted(tally.new, "new article", "new articles"),
        counted(tally.versions, "new version", "new versions"),
        tally.known,
        counted(tally.unusable, "line", "lines")
    ))?;
    Ok(ExitCode::from(if tally.unusable > 0 { lines::SOME_FAILED } else { lines::ALL_DONE }))
}

#[derive(Default)]
struct Tally {
    new: u64,
    versions: u64,
    known: u64,
    unusable: u64,
}

async fn import(
    store: &Store,
    input: impl std::io::BufRead,
    now: Timestamp,
) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let mut batch = Vec::with_capacity(BATCH);
    for (index, line) in lines::read(input).enumerate() {
        match line.context("could not be read")?.map_err(|broken| reason(&broken)) {
            Ok(lines::Object { fields: object, .. }) => match article(object, now) {
                Ok(article) => batch.push(article),
                Err(reason) => refuse(&mut tally, index + 1, &reason),
            },
            Err(reason) => refuse(&mut tally, index + 1, &reason),
        }
        if batch.len() == BATCH {
            accept(store, &mut batch, &mut tally).await?;
        }
    }
    accept(store, &mut batch, &mut tally).await?;
    Ok(tally)
}

/// The words of the line that stands for one that could not be read.
fn reason(broken: &Value) -> String {
    broken["error"].as_str().unwrap_or("it cannot be read").to_owned()
}

fn refuse(tally: &mut Tally, line: usize, reason: &str) {
    tally.unusable += 1;
    eprintln!("line {line}: {reason}");
}

async fn accept(store: &Store, batch: &mut Vec<Article>, tally: &mut Tally) -> anyhow::Result<()> {
    for accepted in store.articles.accept_all(batch, AT_ONCE).await? {
        match accepted {
            Accepted::New => tally.new += 1,
            Accepted::NewVersion => tally.versions += 1,
            Accepted::Known => tally.known += 1,
            Accepted::LeaseLost => bail!("an import has no lease that it could lose"),
        }
    }
    batch.clear();
    Ok(())
}

/// An article of an import counts as seen when it was published: the archive's time, not ours.
fn article(object: Map<String, Value>, now: Timestamp) -> Result<Article, String> {
    let row: Row = serde_json::from_value(Value::Object(object)).map_err(|e| e.to_string())?;
    let id = match row.id {
        Value::String(id) if !id.is_empty() => id,
        Value::Number(id) => id.to_string(),
        other => return Err(format!("id is {other}; it must be a text or a number")),
    };
    let published = match row.published.filter(|time| !time.is_empty()) {
        Some(time) => Some(SourceTime::parse(&time).map_err(|not| format!("{id}: {not}"))?),
        None => None,
    };
    let full = |text: Option<String>| text.filter(|text| !text.is_empty());
    Ok(Article {
        id: ArticleId(id),
        outlet: OutletId(full(row.outlet).unwrap_or_else(|| "unknown".to_owned())),
        url: full(row.url),
        title: row.title,
        text: row.text,
        byline: full(row.author),
        published,
        modified: None,
        language: full(row.language),
        section: full(row.section),
        image: row.image.map(|image| Image {
            url: image.url,
            credit: image.credit,
            caption: image.caption,
        }),
        named_source: None,
        reserved: None,
        seen: published.map_or(now, |time| time.instant.min(now)),
    })
}
