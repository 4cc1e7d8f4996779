use crate::callback;
use crate::clock::Clock;
use crate::commands::{Place, time};
use crate::edition;
use crate::export;
use crate::instance::Instance;
use crate::mcp;
use crate::newsroom::{Done, Newsroom, sum_up};
use crate::settings::Settings;
use crate::share;
use crate::turns;
use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use news::counted;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::{Api, Kite, Look, Section, Site, Streams};

/// How long a loop rests when nothing is due. Polling for work is one cheap query.
const REST: Duration = Duration::from_secs(2);
/// How long a loop rests after an error, such as a full disk.
const REST_AFTER_ERROR: Duration = Duration::from_secs(15);
/// How long the turns at work may take to end when the operator stops the program.
const LAST_TURNS: Duration = Duration::from_secs(5);
/// Freshness moves stories also when nothing arrives.
const RANK_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// Flags of `newsloom run`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  newsloom run\n  newsloom run --once            work off what is due, then end\n  newsloom run --now 2026-11-22T18:00:00Z   as if it were then: replay a day"
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// The time to work at, instead of the machine's clock
    #[arg(long, value_parser = time, value_name = "TIME")]
    now: Option<Timestamp>,
    /// Let the clock run this many times as fast, from --now or the present: rehearse a day
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u32).range(1..))]
    speed: Option<u32>,
    /// Work off what is due, then end without serving the site
    #[arg(long)]
    once: bool,
    /// Address and port of the site, instead of the settings'
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
}

/// Runs everything in one process until Ctrl-C.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let instance = Instance::open(&args.place.dir)?;
    let _held = instance.hold()?;
    let listen = args.listen.as_deref().unwrap_or(&instance.settings.site.listen);
    let listener = match args.once {
        true => None,
        false => Some(bind(listen).await?),
    };
    turns::webhooks::secret(&instance.settings)?;
    share::targets(&instance.settings.share, &instance.dir)?;
    let room = Arc::new(Newsroom::open(&instance, clock(args)).await?);
    take_over(&instance, &room).await?;
    let stands = matches!(room.clock, Clock::Standing(_));
    heed_the_clock(&room, args.now.is_some()).await?;
    let Some(listener) = listener else {
        let done = room.drain().await?;
        room.keep_window();
        let pieces = counted(done, "piece of work", "pieces of work");
        tracing::info!(turn.done = done, "{pieces} done; nothing is due any more");
        return Ok(ExitCode::SUCCESS);
    };
    if stands {
        room.drain().await?;
        room.keep_window();
    }
    // Before the address is said: whoever reads it may end the program at once.
    let end = interrupted()?;
    eprintln!("newsloom: the site is at http://{}/ (Ctrl-C ends)", listener.local_addr()?);
    let site = site(&room, instance.settings.site.base_url.clone(), None);
    match stands {
        true => serve(listener, site, &room.settings, &instance.dir, end).await?,
        false => work_and_serve(room, listener, site, &instance.dir, end).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn clock(args: &Args) -> Clock {
    match args.speed {
        Some(speed) => Clock::hurried(args.now.unwrap_or_else(Timestamp::now), speed),
        None => Clock::at(args.now),
    }
}

/// Listens, or says who may be in the way.
pub async fn bind(address: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("{address}: cannot listen there; is another program using it? choose another address or port")
    })
}

/// What a dead process left leased is free again, when nobody else can be at work.
async fn take_over(instance: &Instance, room: &Newsroom) -> anyhow::Result<()> {
    if instance.database.starts_with("sqlite:") {
        let left = room.store.work.end_leases().await.context("could not end old leases")?;
        if left > 0 {
            let pieces = counted(left, "piece of work", "pieces of work");
            tracing::info!(lease.count = left, "took over {pieces} from before");
        }
    }
    Ok(())
}

/// A clock that was set back would leave feeds unread until it has caught up: what is due later than any
/// wait can be is due now. A replayed time only says so.
async fn heed_the_clock(room: &Newsroom, is_replay: bool) -> anyhow::Result<()> {
    let poll = &room.settings.poll;
    let now = room.now();
    let latest =
        now + SignedDuration::from_mins(i64::from(poll.most_minutes.max(poll.every_minutes)));
    let feeds = room.store.feeds.list().await.context("could not read when feeds are due")?;
    let late = feeds.iter().filter(|feed| !feed.retired && feed.due > latest).count();
    let feeds = counted(late, "feed is", "feeds are");
    if late > 0 && is_replay {
        tracing::warn!(
            "{feeds} due later than {latest}: not polled, since the time given is earlier"
        );
    } else if !is_replay {
        let moved = room.store.work.bring_forward(latest, now).await;
        if moved.context("could not bring work forward")? > 0 {
            tracing::warn!(
                "the clock says {now}, but work was put off until after {latest}: it has been set back; \
                 that work is done now"
            );
        }
    }
    Ok(())
}

/// The site over a newsroom's store and clock.
pub fn site(room: &Arc<Newsroom>, base_url: String, notice: Option<String>) -> Site {
    let look = &room.settings.site;
    let clock = room.clock.clone();
    let kite = kite(room, &base_url);
    Site {
        store: room.store.clone(),
        search: room.search.clone(),
        registry: room.registry.clone(),
        look: Look {
            title: look.title.clone(),
            tagline: look.tagline.clone(),
            base_url,
            notice,
            language: look.language.clone(),
            sections: sections(room),
            top: room.settings.publish.top,
        },
        api: Api {
            requests_per_minute: room.settings.api.requests_per_minute,
            proxies: room.settings.api.proxies,
            streams: Streams::new(room.settings.api.streams),
        },
        kite,
        mail: room.postbox.as_ref().map(|postbox| postbox.mail.clone()),
        pages_last: Duration::from_secs(u64::from(room.settings.site.pages_seconds)),
        clock: Arc::new(move || clock.now()),
    }
}

/// The sections of the edition as readers are shown them.
fn sections(room: &Newsroom) -> Vec<Section> {
    // The settings were found sound when the newsroom opened its edition by them.
    let named = edition::sections(&room.settings.screen, &room.settings.publish);
    let named = named.unwrap_or_default().into_iter();
    named.map(|(name, title)| Section { name, title }).collect()
}

/// Where Kagi News' front-end finds the site, when it is to.
fn kite(room: &Newsroom, base_url: &str) -> Option<Kite> {
    let settings = &room.settings.kite;
    let or = |text: &str, otherwise: &str| match text {
        "" => otherwise.to_owned(),
        text => text.to_owned(),
    };
    settings.enabled.then(|| Kite {
        category: settings.category.clone(),
        category_name: or(&settings.category_name, &room.settings.site.title),
        base_url: or(&settings.base_url, base_url),
    })
}

/// Serves the site until `end`.
pub async fn serve(
    listener: TcpListener,
    site: Site,
    settings: &Settings,
    dir: &Path,
    end: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let streams = site.api.streams.clone();
    serve_router(listener, router(site, settings, dir), streams, end).await
}

/// The site's pages, the key that exports are signed with, and what assistants may ask when the settings say so.
fn router(site: Site, settings: &Settings, dir: &Path) -> axum::Router {
    let pages = web::router(site.clone()).merge(export::router(dir, &settings.export));
    match settings.mcp.enabled {
        true => pages.merge(mcp::router(site)),
        false => pages,
    }
}

/// Serves until `end`; whoever follows what happens is sent away then, since the server waits for its connections.
async fn serve_router(
    listener: TcpListener,
    router: axum::Router,
    streams: Streams,
    end: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let end = async move {
        end.await;
        streams.close();
    };
    // With the address of whoever asks, by which the API counts.
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(end).await;
    served.context("the site stopped")
}

/// Ends when the operator says so: Ctrl-C, or the terminate signal of a service manager. Heeded from the
/// call on.
#[cfg(unix)]
pub fn interrupted() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let problem = "cannot listen for Ctrl-C";
    let mut interrupt = signal(SignalKind::interrupt()).context(problem)?;
    let mut terminate = signal(SignalKind::terminate()).context(problem)?;
    Ok(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    })
}

/// Ends when the operator says so: Ctrl-C.
#[cfg(not(unix))]
pub fn interrupted() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

async fn work_and_serve(
    room: Arc<Newsroom>,
    listener: TcpListener,
    site: Site,
    dir: &Path,
    end: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let (say_stop, stop) = watch::channel(false);
    let mut loops = JoinSet::new();
    let at = |room: &Arc<Newsroom>| (room.clone(), stop.clone());
    let (r, s) = at(&room);
    loops.spawn(keep_at("poll", r, s, async |room| turns::poll::poll_feeds(room).await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("websub", r, s, async |room| turns::websub::ask_hubs(room).await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("fetch", r, s, async |room| turns::fetch::fetch_pages(room).await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("further", r, s, async |room| turns::further::fetch_further(room).await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("revisit", r, s, async |room| turns::revisit::revisit_pages(room).await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("media", r, s, async |room| turns::media::fetch_images(room).await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("webhooks", r, s, async |room| turns::webhooks::call_hooks(room).await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("mail", r, s, async |room| turns::mail::send_mails(room).await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("share", r, s, async |room| turns::share::share_stories(room).await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("articles", r, s, async |room| room.drain_articles().await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("stories", r, s, async |room| room.drain_stories().await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("index", r, s, async |room| turns::index::index_changes(room).await));
    loops.spawn(keep_repaired(room.clone(), stop.clone()));
    loops.spawn(keep_ranked(room.clone(), stop));
    let streams = site.api.streams.clone();
    let served = router(site, &room.settings, dir).merge(callback::router(room.clone()));
    serve_router(listener, served, streams, end).await?;
    tracing::info!("stopping: the turns at work end first");
    room.stopping.store(true, Ordering::Relaxed);
    let _ = say_stop.send(true);
    let ended = async { while loops.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_TURNS, ended).await.is_err() {
        tracing::warn!("a turn takes long; its work is done again at the next start");
    }
    room.keep_window();
    Ok(())
}

/// Repeats a turn until told to stop; rests when there is nothing to do or something is wrong.
async fn keep_at(
    name: &'static str,
    room: Arc<Newsroom>,
    mut stop: watch::Receiver<bool>,
    turn: impl AsyncFn(&Arc<Newsroom>) -> anyhow::Result<Done>,
) {
    let mut all = 0;
    while !*stop.borrow() {
        let rest = match turn(&room).await {
            Ok(0) => {
                sum_up(name, std::mem::take(&mut all));
                REST
            }
            Ok(done) => {
                all += done;
                continue;
            }
            Err(error) => {
                tracing::error!(turn = name, "{name}: {error:#}");
                REST_AFTER_ERROR
            }
        };
        let _ = tokio::time::timeout(rest, stop.wait_for(|stop| *stop)).await;
    }
}

async fn keep_ranked(room: Arc<Newsroom>, mut stop: watch::Receiver<bool>) {
    let every = Duration::try_from(RANK_EVERY).unwrap_or(REST_AFTER_ERROR);
    while !*stop.borrow() {
        if let Err(error) = turns::rank::rank_stories(&room.store, &room.settings, room.now()).await
        {
            tracing::error!(turn = "rank", "rank: {error:#}");
        }
        let _ = tokio::time::timeout(every, stop.wait_for(|stop| *stop)).await;
    }
}

/// Repairs stories as often as the settings say. Without repair what was noted for it is only ticked off.
async fn keep_repaired(room: Arc<Newsroom>, mut stop: watch::Receiver<bool>) {
    let minutes = u64::from(room.settings.repair.every_minutes.max(1));
    while !*stop.borrow() {
        if let Err(error) = room.drain_repairs().await {
            tracing::error!(turn = "repair", "repair: {error:#}");
        }
        let every = Duration::from_secs(60 * minutes);
        let _ = tokio::time::timeout(every, stop.wait_for(|stop| *stop)).await;
    }
}
