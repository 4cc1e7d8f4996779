use crate::commands::{AT_ONCE, Place, say};
use crate::instance::Instance;
use crate::opml::{self, Listed};
use crate::turns::poll::ACCEPT;
use anyhow::{Context, bail};
use fetch::{Fetched, Fetcher, Request};
use news::{FeedId, OutletId, Registry, Validators};
use std::path::PathBuf;
use std::process::ExitCode;
use store::{NewFeed, Shelf, Shelved, Store};
use url::Url;

/// Flags of `newsloom feeds`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Follow a feed, or the feeds that a site's page names
    #[command(after_help = "Example:\n  newsloom feeds add https://example.org/feed.xml")]
    Add {
        /// Address of a feed or of a site
        url: String,
        /// Add it without asking the server first
        #[arg(long)]
        unseen: bool,
    },
    /// List the feeds with their state
    List,
    /// Stop following a feed; its articles stay
    Remove {
        /// Number of the feed, as `list` shows it
        feed: i64,
    },
    /// Follow all feeds of an OPML file
    Import {
        /// The file
        file: PathBuf,
    },
    /// Write all feeds as OPML to standard output
    Export,
    /// Fetch every feed once and say what is wrong; exit status 1 when something is
    Check,
}

/// Runs the command.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (instance, store) = args.place.open().await?;
    match &args.action {
        Action::Add { url, unseen } => add(&instance, &store, url, *unseen).await?,
        Action::List => list(&store).await?,
        Action::Remove { feed } => remove(&store, FeedId(*feed)).await?,
        Action::Import { file } => {
            let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
            let feeds = opml::read(&bytes).with_context(|| file.display().to_string())?;
            let new = add_list(&store, &instance.registry, &feeds).await?;
            say(format_args!("{new} new of {} feeds", feeds.len()))?;
        }
        Action::Export => export(&store).await?,
        Action::Check => return check(&instance, &store).await,
    }
    Ok(ExitCode::SUCCESS)
}

/// Follows all feeds of a list; gives how many were new.
pub async fn add_list(store: &Store, registry: &Registry, feeds: &[Listed]) -> anyhow::Result<u64> {
    let shelved = |feed: &Listed| {
        let outlet = outlet_of(&feed.url, registry)?;
        let new = NewFeed { url: feed.url.clone(), outlet, title: feed.title.clone() };
        let shelf = Shelf { folder: feed.folder.clone(), site: feed.site.clone() };
        anyhow::Ok(Shelved { feed: new, shelf })
    };
    let feeds: Vec<Shelved> = feeds.iter().map(shelved).collect::<anyhow::Result<_>>()?;
    Ok(store.shelves.follow_all(&feeds, AT_ONCE).await?)
}

/// The outlet that a feed's address belongs to, by its host.
pub fn outlet_of(url: &str, registry: &Registry) -> anyhow::Result<OutletId> {
    let parsed = Url::parse(url).with_context(|| format!("{url}: not an address"))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        bail!("{url}: only http and https can be polled");
    }
    let host = parsed.host_str().with_context(|| format!("{url}: names no host"))?;
    Ok(registry.of_host(host).id)
}

async fn add(instance: &Instance, store: &Store, url: &str, unseen: bool) -> anyhow::Result<()> {
    outlet_of(url, &instance.registry)?;
    let found = match unseen {
        true => vec![Listed { url: url.to_owned(), title: None, site: None, folder: None }],
        false => look(&Fetcher::new(instance.settings.fetch.clone())?, url).await?,
    };
    let new = add_list(store, &instance.registry, &found).await?;
    for feed in &found {
        say(format_args!("{}  {}", feed.url, feed.title.as_deref().unwrap_or("")))?;
    }
    println!("{new} new feeds; the next `newsloom run` polls them");
    Ok(())
}

/// The feed at an address, or the feeds that the page there names.
async fn look(fetcher: &Fetcher, url: &str) -> anyhow::Result<Vec<Listed>> {
    let request = Request {
        url: url.to_owned(),
        validators: Validators::default(),
        accept: ACCEPT,
        obey_robots: false,
    };
    let Fetched::Body(body) = fetcher.get(&request).await? else {
        bail!("{url}: answered 304 to an unconditional request");
    };
    let base = body.url.as_str();
    match pipeline::parse::parse(&body.bytes, Some(base), body.charset.as_deref()) {
        Ok(document) => {
            let (title, site) = (document.title, document.link);
            Ok(vec![Listed { url: url.to_owned(), title, site, folder: None }])
        }
        Err(not) => {
            let named = pipeline::parse::discover(&body.bytes, base);
            if named.is_empty() {
                bail!("{url}: {not}, and the page names no feed; give the feed's own address");
            }
            let listed = |url| Listed { url, title: None, site: None, folder: None };
            Ok(named.into_iter().map(listed).collect())
        }
    }
}

async fn list(store: &Store) -> anyhow::Result<()> {
    for feed in store.feeds.list().await? {
        let state = match (&feed.last_failure, feed.retired) {
            (_, true) => "retired".to_owned(),
            (Some(reason), _) => format!("failed {}×: {reason}", feed.failures),
            (None, _) => "ok".to_owned(),
        };
        let title = feed.title.as_deref().unwrap_or("(not read yet)");
        say(format_args!("{:>4}  {title}  {}  {state}", feed.id, feed.url))?;
    }
    Ok(())
}

async fn remove(store: &Store, feed: FeedId) -> anyhow::Result<()> {
    if !store.feeds.remove(feed).await? {
        bail!("feed {feed}: there is none; `newsloom feeds list` shows the numbers");
    }
    say(format_args!("No longer following feed {feed}."))?;
    Ok(())
}

async fn export(store: &Store) -> anyhow::Result<()> {
    let mut shelves = store.shelves.shelves().await?;
    let feeds: Vec<Listed> = store
        .feeds
        .list()
        .await?
        .into_iter()
        .filter(|feed| !feed.retired)
        .map(|feed| {
            let Shelf { folder, site } = shelves.remove(&feed.id).unwrap_or_default();
            Listed { url: feed.url, title: feed.title, site, folder }
        })
        .collect();
    say(opml::write("Newsloom", &feeds))?;
    Ok(())
}

async fn check(instance: &Instance, store: &Store) -> anyhow::Result<ExitCode> {
    let fetcher = Fetcher::new(instance.settings.fetch.clone())?;
    let feeds = store.feeds.list().await?;
    let bar = super::progress(feeds.len() as u64, "checking");
    let mut bad = 0;
    for feed in feeds.iter().filter(|feed| !feed.retired) {
        match look(&fetcher, &feed.url).await {
            Ok(found) if found.iter().any(|listed| listed.url == feed.url) => {
                bar.suspend(|| say(format_args!("{:>4}  ok  {}", feed.id, feed.url)))?;
            }
            Ok(_) => {
                bad += 1;
                bar.suspend(|| {
                    say(format_args!("{:>4}  is a web page, not a feed  {}", feed.id, feed.url))
                })?;
            }
            Err(error) => {
                bad += 1;
                bar.suspend(|| say(format_args!("{:>4}  {error:#}", feed.id)))?;
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    say(format_args!("{bad} of {} feeds have something wrong", feeds.len()))?;
    Ok(ExitCode::from(u8::from(bad > 0)))
}
