use crate::commands::{Place, say};
use crate::instance::Instance;
use anyhow::{Context, bail};
use jiff::Timestamp;
use news::counted;
use search::{Index, Kinds, Query, Reach, Right, Sorting, excerpt};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;
use store::Store;
use web::{Api, Ask, Look, Site, Source};

/// Flags of `newsloom search`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  newsloom search ferry '\"hit a sandbank\"' after:2026-11-01\n  newsloom search --rebuild            make the index anew, as after an older copy of the database was put back\n\nIt finds all kept articles, also of stories that are not published."
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Words, "phrases", OR, NOT, -word, (…), begin*, outlet:, topic:, entity:, section:, author:, lang:, after:, before:
    #[arg(value_name = "QUESTION", allow_hyphen_values = true)]
    question: Vec<String>,
    /// Newest first instead of best first
    #[arg(long)]
    newest: bool,
    /// How many stories
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// Make the index anew
    #[arg(long)]
    rebuild: bool,
}

/// Longest part of a report that is shown, in characters: two lines.
const EXCERPT: usize = 160;

/// Searches, or makes the index anew.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.question.is_empty() && !args.rebuild {
        bail!("nothing is asked; give words, or --rebuild");
    }
    let (instance, store) = args.place.open().await?;
    if args.rebuild {
        rebuild(&instance, &store).await?;
    }
    if args.question.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let index = caught_up(&instance, &store).await?;
    ask(args, &site(&instance, store, index)).await
}

async fn ask(args: &Args, site: &Site) -> anyhow::Result<ExitCode> {
    let query = Query::read(&args.question.join(" "));
    for note in &query.notes {
        eprintln!("newsloom: {note}");
    }
    let sorting = if args.newest { Sorting::Newest } else { Sorting::Best };
    let (reach, kinds) = (Reach::All, Kinds::All);
    let ask = Ask { query: query.clone(), reach, kinds, sorting, from: 0, count: args.limit };
    let found = web::search(site, ask).await.context("could not search")?;
    for group in &found.groups {
        match &group.story {
            Some(story) => say(format_args!("{}  {}", story.listed.story, story.listed.headline))?,
            None => say("not published")?,
        }
        for article in &group.articles {
            let part = excerpt(&query, &article.text, EXCERPT).text.replace('\n', " ");
            say(format_args!("    {}: {} – {part}", article.outlet, article.title))?;
        }
    }
    let more = if found.is_more { "more than " } else { "" };
    say(format_args!("{more}{} found", counted(found.counted, "story", "stories")))?;
    Ok(ExitCode::from(u8::from(found.groups.is_empty())))
}

async fn rebuild(instance: &Instance, store: &Store) -> anyhow::Result<()> {
    let _held = instance.hold()?;
    let start = Instant::now();
    let index = instance.search(store, Right::Write);
    index.condemn("it is to be made anew");
    fill(instance, store, &index).await?;
    let (documents, seconds) = (index.documents()?, start.elapsed().as_secs_f64());
    say(format_args!(
        "the search index is made anew: {} in {seconds:.1} s",
        counted(documents, "document", "documents")
    ))?;
    Ok(())
}

/// The index, brought up to date unless another process does that.
pub async fn caught_up(instance: &Instance, store: &Store) -> anyhow::Result<Arc<Index>> {
    // Only for as long as it takes: `newsloom run` may start beside us.
    if let Ok(_held) = instance.hold() {
        let index = instance.search(store, Right::Write);
        fill(instance, store, &index).await?;
    }
    Ok(instance.search(store, Right::Read))
}

async fn fill(instance: &Instance, store: &Store, index: &Arc<Index>) -> anyhow::Result<()> {
    let language = &instance.settings.site.language;
    let source = Source { store, registry: &instance.registry, language };
    while web::catch_up(source, index).await.context("could not fill the search index")? > 0 {}
    let index = index.clone();
    tokio::task::spawn_blocking(move || index.rest()).await.context("the indexing broke off")
}

/// The site as commands ask it.
pub fn site(instance: &Instance, store: Store, search: Arc<Index>) -> Site {
    let look = &instance.settings.site;
    let look = Look {
        title: look.title.clone(),
        tagline: look.tagline.clone(),
        base_url: look.base_url.clone(),
        notice: None,
        language: look.language.clone(),
        sections: Vec::new(),
        top: instance.settings.publish.top,
    };
    let registry = instance.registry.clone();
    let (api, clock) = (Api::default(), Arc::new(Timestamp::now));
    let pages_last = std::time::Duration::ZERO;
    Site { store, search, registry, look, api, kite: None, mail: None, pages_last, clock }
}
