mod address;
mod check;
mod find;

use crate::commands::{AT_ONCE, Place, feed_state, say};
use crate::instance::Instance;
use crate::opml::{self, Listed};
use anyhow::{Context, bail};
use fetch::Fetcher;
use find::Found;
use jiff::Timestamp;
use news::{FeedId, OutletId, Registry, counted};
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
    /// Follow a feed, or the best feed of a site
    #[command(
        after_help = "Examples:\n  newsloom feeds add https://example.org/feed.xml\n  newsloom feeds add --all https://example.org/"
    )]
    Add {
        /// Address of a feed or of a site
        url: String,
        /// Add it without asking the server first
        #[arg(long)]
        unseen: bool,
        /// Of a site with several feeds follow all but those of comments
        #[arg(long)]
        all: bool,
    },
    /// List the feeds that a site has, best first, without following any
    #[command(after_help = "Example:\n  newsloom feeds find https://example.org/")]
    Find {
        /// Address of a site, or of a feed
        url: String,
    },
    /// List the feeds with their state
    List,
    /// Show what is known of a feed: how lively it is, where it was, how it failed
    Show {
        /// Number of the feed, as `list` shows it
        feed: i64,
    },
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
        Action::Add { url, unseen: true, .. } => add_unseen(&instance, &store, url).await?,
        Action::Add { url, all, .. } => add(&instance, &store, url, *all).await?,
        Action::Find { url } => find_feeds(&instance, url).await?,
        Action::List => list(&store).await?,
        Action::Show { feed } => show(&store, FeedId(*feed)).await?,
        Action::Remove { feed } => remove(&store, FeedId(*feed)).await?,
        Action::Import { file } => {
            let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
            let feeds = opml::read(&bytes).with_context(|| file.display().to_string())?;
            let new = add_list(&store, &instance.registry, &feeds).await?;
            say(format_args!("{new} new of {}", counted(feeds.len(), "feed", "feeds")))?;
        }
        Action::Export => export(&store).await?,
        Action::Check => return check::run(&instance, &store).await,
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

async fn add_unseen(instance: &Instance, store: &Store, url: &str) -> anyhow::Result<()> {
    let url = address::meant(url)?.to_string();
    follow(instance, store, &[Listed { url, title: None, site: None, folder: None }]).await
}

async fn add(instance: &Instance, store: &Store, url: &str, all: bool) -> anyhow::Result<()> {
    let fetcher = Fetcher::new(instance.settings.fetch.clone())?;
    let (url, found) = find::find_meant(&fetcher, url).await?;
    let found = match found {
        Found::Feed { url, document } => {
            let (title, site) = (document.title, document.link);
            return follow(instance, store, &[Listed { url, title, site, folder: None }]).await;
        }
        Found::Page(found) => found,
    };
    let count = found.len();
    let chosen = find::chosen(&fetcher, found, all).await;
    for (url, why) in &chosen.refused {
        say(format_args!("{url} was left out: {why}"))?;
    }
    if chosen.feeds.is_empty() {
        bail!("{url}: none of the feeds that it names can be read; give the feed's own address");
    }
    follow(instance, store, &chosen.feeds).await?;
    let others = count - chosen.feeds.len() - chosen.refused.len();
    if others > 0 {
        say(format_args!("The site has {others} more; `newsloom feeds find {url}` lists them."))?;
    }
    Ok(())
}

/// Follows feeds and says which.
async fn follow(instance: &Instance, store: &Store, feeds: &[Listed]) -> anyhow::Result<()> {
    let new = add_list(store, &instance.registry, feeds).await?;
    for feed in feeds {
        say(format_args!("{}  {}", feed.url, feed.title.as_deref().unwrap_or("")))?;
    }
    say(match new {
        0 => "Followed already.".to_owned(),
        1 => "1 new feed; the next `newsloom run` polls it.".to_owned(),
        _ => format!("{new} new feeds; the next `newsloom run` polls them."),
    })?;
    Ok(())
}

async fn find_feeds(instance: &Instance, url: &str) -> anyhow::Result<()> {
    let fetcher = Fetcher::new(instance.settings.fetch.clone())?;
    match find::find_meant(&fetcher, url).await?.1 {
        Found::Feed { url, document } => {
            let title = document.title.unwrap_or_default();
            let entries = counted(document.entries.len(), "entry", "entries");
            say(format_args!("{url}  {title}  (a feed itself, {entries})"))?;
        }
        Found::Page(found) => {
            for feed in found {
                let title = feed.title.as_deref().unwrap_or("(no title)");
                say(format_args!("{}  {title}  ({})", feed.url, find::told(feed.hint)))?;
            }
        }
    }
    Ok(())
}

async fn list(store: &Store) -> anyhow::Result<()> {
    for feed in store.feeds.list().await? {
        let state = feed_state::in_short(&feed);
        let title = feed.title.as_deref().unwrap_or("(not read yet)");
        say(format_args!("{:>4}  {title}  {}  {state}", feed.id.0, feed.url))?;
    }
    Ok(())
}

async fn show(store: &Store, id: FeedId) -> anyhow::Result<()> {
    let Some(feed) = store.feeds.feed(id).await? else {
        bail!("feed {id}: there is none; `newsloom feeds list` shows the numbers");
    };
    let history = store.feeds.history(id).await?;
    let hubs = store.subscriptions.list().await?;
    let hub = hubs.iter().find(|hub| hub.feed == id);
    say(feed_state::at_length(&feed, &history, hub, Timestamp::now()))?;
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
