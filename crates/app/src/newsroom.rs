//! The newsroom at work: everything a turn may reach, and the order in which the turns follow.

use crate::clock::Clock;
use crate::edition::Edition;
use crate::instance::Instance;
use crate::mail::Postbox;
use crate::settings::Settings;
use crate::share::Sharing;
use crate::turns;
use crate::window::Snapshot;
use crate::writer::ModelWriter;
use anyhow::Context;
use fetch::Fetcher;
use jiff::Timestamp;
use model::Embedder;
use news::Registry;
use pipeline::extract::Rules;
use pipeline::thread::Threader;
use pipeline::write::Hand;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use store::{Stage, Store};
use tokio::sync::Mutex;

/// Jobs a turn takes at once: bounds what a dead process leaves leased.
pub const HANDFUL: u32 = 64;

/// Everything a turn may reach.
pub struct Newsroom {
    /// The instance's settings.
    pub settings: Settings,
    /// What is known of outlets.
    pub registry: Arc<Registry>,
    /// Where articles stand on the pages of some outlets.
    pub outlet_rules: Arc<Rules>,
    /// What is kept.
    pub store: Store,
    /// Where readers search; this process keeps it.
    pub search: Arc<search::Index>,
    /// The way to the web.
    pub fetcher: Fetcher,
    /// The way to the mail server, if the settings say so.
    pub postbox: Option<Postbox>,
    /// The ways to those who are told of top stories.
    pub sharing: Sharing,
    /// What time it is.
    pub clock: Clock,
    /// What the edition lets through; it learns from the desk.
    pub edition: Mutex<Edition>,
    /// Set when the program is to end: turns take no new work.
    pub stopping: AtomicBool,
    /// The sentence model that helps to know reports of one event, if one is named.
    pub embedder: Option<Arc<Embedder>>,
    /// The language model that writes, if the settings say so.
    pub model_writer: Option<ModelWriter>,
    /// Whether this process has ordered the stories yet: the one before may have died after it wrote about
    /// them.
    pub ranked: AtomicBool,
    /// The open stories. One turn at a time: threading depends on the order of articles.
    pub threader: Mutex<Threader>,
    /// How many regroupings of stories the threader knows of.
    pub regrouped: AtomicU64,
    /// Where they are kept between two runs.
    pub snapshot: Snapshot,
}

/// How much a turn did: 0 when there was nothing to do.
pub type Done = usize;

impl Newsroom {
    /// Opens the instance and remembers its open stories.
    pub async fn open(instance: &Instance, clock: Clock) -> anyhow::Result<Newsroom> {
        let settings = instance.settings.clone();
        let store = instance.store().await?;
        let fetcher = Fetcher::new(settings.fetch.clone()).context("the fetcher cannot start")?;
        let registry = instance.registry.clone();
        let postbox = Postbox::open(&settings.mail, &store).await?;
        let sharing = Sharing::open(&settings.share, &instance.dir);
        let edition = Mutex::new(Edition::open(&store, &settings.screen, &registry).await?);
        let embedder = instance.embedder()?.map(Arc::new);
        let threader = empty_window(&settings, &registry, embedder.is_some());
        let room = Newsroom {
            model_writer: model_writer(instance, &store),
            settings,
            registry,
            outlet_rules: instance.outlet_rules.clone(),
            search: instance.search(&store, search::Right::Write),
            store,
            fetcher,
            postbox,
            sharing,
            clock,
            edition,
            stopping: AtomicBool::new(false),
            embedder,
            ranked: AtomicBool::new(false),
            threader: Mutex::new(threader),
            regrouped: AtomicU64::new(0),
            snapshot: Snapshot::of(instance),
        };
        turns::thread::remember(&room).await?;
        Ok(room)
    }

    /// A window without stories, as this newsroom judges.
    pub fn empty_window(&self) -> Threader {
        empty_window(&self.settings, &self.registry, self.embedder.is_some())
    }

    /// Keeps the open stories, so that the next start is quick. To be called at a clean end.
    pub fn keep_window(&self) {
        // A turn that is still at work holds them; what it does is done again at the next start.
        if let Ok(mut threader) = self.threader.try_lock() {
            tokio::task::block_in_place(|| {
                self.snapshot.keep(&mut threader, self.regrouped.load(Ordering::Relaxed))
            });
        }
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether the program is to end.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// When a lease taken now ends.
    pub fn lease_end(&self) -> Timestamp {
        self.now() + self.settings.poll.lease()
    }

    /// Reports older than this belong to closed stories.
    pub fn window_start(&self) -> Timestamp {
        self.settings.window_start(self.now())
    }

    /// Jobs of a stage that are due, leased to us.
    pub async fn take(&self, stage: Stage) -> anyhow::Result<Vec<store::Job>> {
        let jobs = self.store.work.take_due(stage, self.now(), self.lease_end(), HANDFUL).await;
        jobs.with_context(|| format!("could not take work for {}", stage.word()))
    }

    /// Works until nothing is due: feeds first, then each stage to its end before the next begins, so
    /// that the same arrivals always meet the stages in the same order.
    pub async fn drain(self: &Arc<Self>) -> anyhow::Result<Done> {
        let mut all = 0;
        loop {
            let mut done = until_idle("poll", || turns::poll::poll_feeds(self)).await?;
            done += until_idle("fetch", || turns::fetch::fetch_pages(self)).await?;
            done += until_idle("revisit", || turns::revisit::revisit_pages(self)).await?;
            done += until_idle("further", || turns::further::fetch_further(self)).await?;
            done += until_idle("websub", || turns::websub::ask_hubs(self)).await?;
            done += self.drain_desk().await?;
            done += until_idle("media", || turns::media::fetch_images(self)).await?;
            done += until_idle("webhooks", || turns::webhooks::call_hooks(self)).await?;
            done += until_idle("mail", || turns::mail::send_mails(self)).await?;
            done += until_idle("share", || turns::share::share_stories(self)).await?;
            all += done;
            if done == 0 {
                turns::index::index_all(self).await?;
                return Ok(all);
            }
        }
    }

    /// Works off what lies between a fetched page and the front page.
    async fn drain_desk(&self) -> anyhow::Result<Done> {
        let mut done = self.drain_articles().await?;
        done += self.drain_repairs().await?;
        Ok(done + self.drain_stories().await?)
    }

    /// Repairs the stories into which reports came, before anything is written about them.
    pub async fn drain_repairs(&self) -> anyhow::Result<Done> {
        until_idle("repair", || turns::repair::repair_stories(self)).await
    }

    /// Works off what lies between a fetched page and a story.
    pub async fn drain_articles(&self) -> anyhow::Result<Done> {
        let mut done = until_idle("extract", || turns::extract::extract_articles(self)).await?;
        done += until_idle("screen", || turns::screen::screen_articles(self)).await?;
        done += until_idle("thread", || turns::thread::thread_articles(self)).await?;
        Ok(done)
    }

    /// Writes about the stories that changed, then orders them. In a running newsroom this goes on
    /// beside the reading: reports that join a story meanwhile are written about once, together.
    pub async fn drain_stories(&self) -> anyhow::Result<Done> {
        if !self.ranked.load(Ordering::Relaxed) {
            turns::directory::file_unlisted(self).await?;
        }
        let done = until_idle("write", || turns::write::write_briefs(self)).await?;
        if !self.ranked.swap(true, Ordering::Relaxed) || done > 0 {
            turns::rank::rank_stories(&self.store, &self.settings, self.now()).await?;
        }
        Ok(done)
    }
}

/// The model that writes, if the settings say so.
pub fn model_writer(instance: &Instance, store: &Store) -> Option<ModelWriter> {
    let Settings { model, write, .. } = &instance.settings;
    (write.writer == Hand::Model).then(|| {
        let (registry, ledger) = (instance.registry.clone(), store.ledger.clone());
        ModelWriter::new(&model.writer, &instance.dir, registry, write.clone(), Some(ledger))
    })
}

fn empty_window(settings: &Settings, registry: &Registry, has_embedder: bool) -> Threader {
    let judge = if has_embedder { Threader::with_meaning } else { Threader::new };
    judge(settings.thread.clone(), registry.clone())
}

/// Repeats a turn until it finds nothing to do; gives how much was done in all, and says so once.
async fn until_idle<F: Future<Output = anyhow::Result<Done>>>(
    name: &'static str,
    turn: impl Fn() -> F,
) -> anyhow::Result<Done> {
    let mut all = 0;
    loop {
        match turn().await? {
            0 => break,
            done => all += done,
        }
    }
    sum_up(name, all);
    Ok(all)
}

/// Logs what the turns of one name did since the last time, unless that is nothing.
pub fn sum_up(name: &'static str, done: Done) {
    if done > 0 {
        let (one, more) = match name {
            "poll" => ("feed polled", "feeds polled"),
            "fetch" => ("page fetched", "pages fetched"),
            "further" => ("further page looked for", "further pages looked for"),
            "extract" => ("page read", "pages read"),
            "screen" => ("article screened", "articles screened"),
            "thread" => ("article put into a story", "articles put into stories"),
            "repair" => ("story read again", "stories read again"),
            "write" => ("story written about", "stories written about"),
            "media" => ("image fetched", "images fetched"),
            "index" => ("change put into the search index", "changes put into the search index"),
            "webhooks" => ("webhook called", "webhooks called"),
            "mail" => ("mail worked off", "mails worked off"),
            "share" => ("post worked off", "posts worked off"),
            // Made of turns that have said so themselves.
            _ => return,
        };
        tracing::info!(turn = name, turn.done = done, "{}", news::counted(done, one, more));
    }
}
