use crate::callback;
use crate::clock::Clock;
use crate::commands::{Place, time};
use crate::instance::Instance;
use crate::newsroom::{Done, Newsroom};
use crate::turns;
use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::{Look, Site};

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
    let room = Arc::new(Newsroom::open(&instance, clock(args)).await?);
    take_over(&instance, &room).await?;
    let Some(listener) = listener else {
        let done = room.drain().await?;
        tracing::info!(turn.done = done, "nothing is due any more");
        return Ok(ExitCode::SUCCESS);
    };
    eprintln!("newsloom: the site is at http://{}/ (Ctrl-C ends)", listener.local_addr()?);
    let site = site(&room, instance.settings.site.base_url.clone(), None);
    match room.clock {
        Clock::Standing(_) => {
            room.drain().await?;
            serve(listener, site, interrupted()).await?;
        }
        _ => work_and_serve(room, listener, site).await?,
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
            tracing::info!(lease.count = left, "took over {left} pieces of work from before");
        }
    }
    Ok(())
}

/// The site over a newsroom's store and clock.
pub fn site(room: &Arc<Newsroom>, base_url: String, notice: Option<String>) -> Site {
    let look = &room.settings.site;
    let clock = room.clock.clone();
    Site {
        store: room.store.clone(),
        registry: room.registry.clone(),
        look: Look {
            title: look.title.clone(),
            tagline: look.tagline.clone(),
            base_url,
            notice,
            language: look.language.clone(),
        },
        clock: Arc::new(move || clock.now()),
    }
}

/// Serves the site until `end`.
pub async fn serve(
    listener: TcpListener,
    site: Site,
    end: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    serve_router(listener, web::router(site), end).await
}

async fn serve_router(
    listener: TcpListener,
    router: axum::Router,
    end: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let served = axum::serve(listener, router).with_graceful_shutdown(end).await;
    served.context("the site stopped")
}

/// Ends when the operator says so: Ctrl-C, or the terminate signal of a service manager.
pub async fn interrupted() {
    let ctrl_c = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = ctrl_c => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = ctrl_c.await;
}

async fn work_and_serve(
    room: Arc<Newsroom>,
    listener: TcpListener,
    site: Site,
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
    loops.spawn(keep_at("media", r, s, async |room| turns::media::fetch_images(room).await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("desk", r, s, async |room| room.drain_articles().await));
    let (r, s) = at(&room);
    loops.spawn(keep_at("write", r, s, async |room| room.drain_stories().await));
    loops.spawn(keep_ranked(room.clone(), stop));
    let served = web::router(site).merge(callback::router(room.clone()));
    serve_router(listener, served, interrupted()).await?;
    tracing::info!("stopping: the turns at work end first");
    room.stopping.store(true, Ordering::Relaxed);
    let _ = say_stop.send(true);
    let ended = async { while loops.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_TURNS, ended).await.is_err() {
        tracing::warn!("a turn takes long; its work is done again at the next start");
    }
    Ok(())
}

/// Repeats a turn until told to stop; rests when there is nothing to do or something is wrong.
async fn keep_at(
    name: &'static str,
    room: Arc<Newsroom>,
    mut stop: watch::Receiver<bool>,
    turn: impl AsyncFn(&Arc<Newsroom>) -> anyhow::Result<Done>,
) {
    while !*stop.borrow() {
        let rest = match turn(&room).await {
            Ok(0) => REST,
            Ok(_) => continue,
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
        if let Err(error) = turns::rank::rank_stories(&room).await {
            tracing::error!(turn = "rank", "rank: {error:#}");
        }
        let _ = tokio::time::timeout(every, stop.wait_for(|stop| *stop)).await;
    }
}
