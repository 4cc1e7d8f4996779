use crate::clock::Clock;
use crate::commands::{init, progress, run, say, time};
use crate::demo::{DemoWeb, World};
use crate::desk;
use crate::instance::{Instance, OUTLETS};
use crate::newsroom::Newsroom;
use crate::registry;
use crate::settings::ModelWriter;
use crate::turns;
use crate::writer::ModelFlags;
use anyhow::{Context, bail};
use jiff::{SignedDuration, Timestamp};
use news::{Registry, Story, StoryId};
use pipeline::write::Hand;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;
use store::{Durability, NewFeed, Store};
use tempfile::TempDir;

/// How far the demo's clock moves between two rounds: often enough to see an article before it is
/// corrected a few hours later, seldom enough that a fortnight takes seconds.
const STEP: SignedDuration = SignedDuration::from_hours(6);
/// Who approves the lead story.
const EDITOR: &str = "Marit Solvang";

/// A report of the story that the editor approves.
const LEAD: &str = "http://harborwire.example/report/kestria-clears-auric-5-imports";
/// A report of the story that the editor holds.
const HELD: &str = "http://modelweek.example/p/anouk-perrin-leaves-lumenfold";

/// What the demo's edition has otherwise than the example, line for line: a name; English alone, since without a
/// model of several languages the rest would stand alone; the sections of a topic, with all let through, since
/// the fortnight also shows what is not about it.
const SETTINGS: [(&str, &str); 6] = [
    ("\ntitle = \"Newsloom\"\n", "\ntitle = \"The Loom\"\n"),
    ("\nlanguages = []\n", "\nlanguages = [\"en\"]\n"),
    ("\ntopic = \"\"\n", "\ntopic = \"ai\"\n"),
    ("\nrelevance = 0.5\n", "\nrelevance = 0.0\n"),
    ("\n# without this.\nenabled = false\n", "\n# without this.\nenabled = true\n"),
    ("that feed.\nenabled = false\n", "that feed.\nenabled = true\n"),
];

/// Flags of `newsloom demo`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  newsloom demo\n  newsloom demo --dir fortnight --no-serve && newsloom verify --dir fortnight"
)]
pub struct Args {
    /// Port of the site
    #[arg(long, default_value_t = 8484)]
    port: u16,
    /// Leave the instance in this folder
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// End when the front page stands; the last line is a JSON object of what was done
    #[arg(long)]
    no_serve: bool,
    /// Stop the fortnight's clock at this time
    #[arg(long, value_parser = time, value_name = "TIME")]
    now: Option<Timestamp>,
    /// Let a language model write the briefs
    #[command(flatten)]
    model: ModelFlags,
}

/// Plays the fortnight and serves its site.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let listener = match args.no_serve {
        true => None,
        false => Some(run::bind(&format!("127.0.0.1:{}", args.port)).await?),
    };
    let (folder, _temporary) = folder(args.dir.as_deref())?;
    let durability = match args.dir {
        Some(_) => Durability::Full,
        None => Durability::Throwaway,
    };
    let room = fortnight_by(&folder, args.port, args.now, durability, model(args)?).await?;
    let tally = tally(&room, started).await?;
    let Some(listener) = listener else {
        say(format_args!("{tally}"))?;
        return Ok(ExitCode::SUCCESS);
    };
    let address = format!("http://127.0.0.1:{}", args.port);
    let end = run::interrupted()?;
    say(format_args!("The front page stands: {address}/   (Ctrl-C ends)"))?;
    let site = run::site(&room, address, Some(notice(room.now())));
    run::serve(listener, site, &room.settings, &folder, end).await?;
    Ok(ExitCode::SUCCESS)
}

/// The model that the flags name, if they do.
fn model(args: &Args) -> anyhow::Result<Option<ModelWriter>> {
    args.model.are_given().then(|| args.model.settings()).transpose()
}

/// Plays the fortnight with the extractive writer.
#[cfg(test)]
pub async fn fortnight(
    folder: &Path,
    port: u16,
    end: Option<Timestamp>,
    durability: Durability,
) -> anyhow::Result<Arc<Newsroom>> {
    fortnight_by(folder, port, end, durability, None).await
}

/// Plays the fortnight up to `end` into a new instance in `folder`; the site will be at `port`. A model writes, if
/// one is named.
pub async fn fortnight_by(
    folder: &Path,
    port: u16,
    end: Option<Timestamp>,
    durability: Durability,
    model: Option<ModelWriter>,
) -> anyhow::Result<Arc<Newsroom>> {
    let world = Arc::new(World::load().context("the demo's fixtures are broken")?);
    let end = end.unwrap_or(world.ends()).clamp(world.starts(), world.ends());
    let web = DemoWeb::start(world.clone()).await?;
    let room = open(folder, port, &world, &web, durability, model).await?;
    play(&room, &world, &web, end).await?;
    sign(&room).await?;
    web.stop().await;
    Ok(room)
}

/// What every page of the demo says.
pub fn notice(end: Timestamp) -> String {
    format!(
        "A demonstration. Its clock stands at {}; every outlet, company and person in it is invented.",
        end.strftime("%-d %B %Y, %H:%M UTC")
    )
}

/// The folder asked for, or one that is gone when the demo ends.
fn folder(asked: Option<&Path>) -> anyhow::Result<(PathBuf, Option<TempDir>)> {
    if let Some(dir) = asked {
        return Ok((dir.to_owned(), None));
    }
    let temporary = TempDir::with_prefix("newsloom-demo-").context("no temporary folder")?;
    Ok((temporary.path().to_owned(), Some(temporary)))
}

async fn open(
    folder: &Path,
    port: u16,
    world: &World,
    web: &DemoWeb,
    durability: Durability,
    model: Option<ModelWriter>,
) -> anyhow::Result<Arc<Newsroom>> {
    if folder.join(OUTLETS).exists() {
        bail!("{}: there is an instance here already; name a new folder", folder.display());
    }
    init::make_with(folder, &SETTINGS)?;
    let outlets = world.outlets();
    std::fs::write(folder.join(OUTLETS), registry::write(&outlets))?;
    // Never another database than its own: the demo must not write into a real instance's.
    let mut instance = Instance::open(folder)?.on_its_own_database();
    instance.durability = durability;
    instance.settings.site.base_url = format!("http://127.0.0.1:{port}");
    instance.settings.fetch.resolve =
        world.hosts().into_iter().map(|host| (host, web.address())).collect();
    // The demo's web is ours: no need to be slow with it.
    instance.settings.fetch.pace_ms = 0;
    instance.settings.fetch.per_host = 8;
    // Its clock leaps by hours: no feed may sleep longer.
    instance.settings.poll.most_minutes = 60;
    instance.registry = Arc::new(Registry::new(outlets));
    if let Some(model) = model {
        instance.settings.model.writer = model;
        instance.settings.write.writer = Hand::Model;
    }
    let room = Arc::new(Newsroom::open(&instance, Clock::standing(world.starts())).await?);
    for (url, outlet) in world.feeds() {
        room.store.feeds.add(&NewFeed { url, outlet, title: None }, world.starts()).await?;
    }
    Ok(room)
}

/// Plays the days: moves the clock of both worlds, then lets the newsroom work until it is idle.
async fn play(
    room: &Arc<Newsroom>,
    world: &World,
    web: &DemoWeb,
    end: Timestamp,
) -> anyhow::Result<()> {
    let steps = (end - world.starts()).as_hours() / STEP.as_hours() + 1;
    let bar = progress(u64::try_from(steps).unwrap_or(0), "a fortnight of news");
    let mut now = world.starts();
    loop {
        room.clock.set(now);
        web.set_clock(now);
        room.drain().await?;
        bar.inc(1);
        if now >= end {
            break;
        }
        now = (now + STEP).min(end);
    }
    bar.finish_and_clear();
    Ok(())
}

/// What editors do in the fortnight: the lead story is approved, another is held.
async fn sign(room: &Newsroom) -> anyhow::Result<()> {
    let now = room.now();
    if let Some(lead) = story_at(room, LEAD).await? {
        desk::approve(&room.store, &lead, EDITOR, now).await?;
    }
    if let Some(held) = story_at(room, HELD).await? {
        let why = "waiting for the answer of those concerned";
        desk::hold(&room.store, &held, EDITOR, Some(why), now).await?;
    }
    turns::rank::rank_stories(&room.store, &room.settings, room.now()).await?;
    turns::index::index_all(room).await
}

/// The story that holds the report at this address.
async fn story_at(room: &Newsroom, url: &str) -> anyhow::Result<Option<StoryId>> {
    let stories = room.store.stories.reported_since(Timestamp::UNIX_EPOCH).await?;
    let holds = |story: &Story| story.reports.iter().any(|r| r.url.as_deref() == Some(url));
    Ok(stories.into_iter().find(holds).map(|story| story.id))
}

/// What was done, as one JSON object.
async fn tally(room: &Newsroom, started: Instant) -> anyhow::Result<Value> {
    let store = &room.store;
    let counts = store.articles.counts().await?;
    let stories = store.stories.reported_since(Timestamp::UNIX_EPOCH).await?;
    let origins: usize = stories.iter().map(|story| story.origins().len()).sum();
    let (sentences, withheld, disputed) = sentences(store).await?;
    Ok(json!({
        "articles": counts.articles,
        "stories": counts.stories,
        "origins": origins,
        "briefs": counts.published,
        "sentences": sentences,
        "withheld": withheld,
        "disputed_stories": disputed,
        "seconds": (started.elapsed().as_secs_f64() * 100.0).round() / 100.0,
    }))
}

/// Sentences published, sentences withheld, and briefs with a disagreement.
async fn sentences(store: &Store) -> anyhow::Result<(usize, usize, usize)> {
    let (mut sentences, mut withheld, mut disputed) = (0, 0, 0);
    for line in store.briefs.all_published().await? {
        let record = store.briefs.version(&line.story, line.version).await?;
        let record = record.context("a published brief is lost")?;
        sentences += record.brief.sentences().count();
        withheld += record.withheld.len();
        disputed += usize::from(!record.brief.disagreements.is_empty());
    }
    Ok((sentences, withheld, disputed))
}
