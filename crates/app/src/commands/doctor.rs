use crate::commands::{Place, feed_state, say};
use crate::instance::{Instance, SETTINGS};
use anyhow::Context;
use jiff::SignedDuration;
use news::{Feed, FeedId};
use std::collections::BTreeMap;
use std::process::ExitCode;
use store::Store;

/// Lines of quarantine that are shown.
const SHOWN: u32 = 20;
/// Failures of a day that are worth a word: one may be anybody's bad moment.
const UNSTEADY: u32 = 2;
/// Free space under which a day's pages may not fit: some 10,000 pages of 100 kB.
const LEAST_FREE_BYTES: u64 = 1_000_000_000;

/// Flags of `newsloom doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// Looks at settings, database, feeds and disk; says what is wrong and what to do.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::default();
    let instance = Instance::open(&args.place.dir)?;
    findings.fine("settings", format!("{} is sound", instance.dir.join(SETTINGS).display()));
    look_at_settings(&instance, &mut findings);
    match instance.store().await {
        Err(error) => findings.wrong("database", format!("{error:#}")),
        Ok(store) => look_at_store(&instance, &store, &mut findings).await?,
    }
    look_at_disk(&instance, &mut findings);
    say(findings.lines)?;
    Ok(ExitCode::from(u8::from(findings.wrong > 0)))
}

#[derive(Default)]
struct Findings {
    lines: String,
    wrong: usize,
}

impl Findings {
    fn fine(&mut self, about: &str, what: String) {
        self.lines.push_str(&format!("ok     {about:<10} {what}\n"));
    }

    fn note(&mut self, about: &str, what: String) {
        self.lines.push_str(&format!("note   {about:<10} {what}\n"));
    }

    fn wrong(&mut self, about: &str, what: String) {
        self.wrong += 1;
        self.lines.push_str(&format!("WRONG  {about:<10} {what}\n"));
    }
}

fn look_at_settings(instance: &Instance, findings: &mut Findings) {
    let settings = &instance.settings;
    if settings.fetch.contact.is_empty() {
        findings.note(
            "manners",
            "fetch.contact is empty: give a page or an e-mail address, so that outlets can reach you".to_owned(),
        );
    }
    look_at_headers(&settings.fetch, findings);
    let local = settings.site.base_url.contains("127.0.0.1");
    let open =
        !settings.site.listen.starts_with("127.") && !settings.site.listen.starts_with("localhost");
    if local && open {
        findings.wrong(
            "site",
            "the site listens to the world, but site.base_url is local: feeds would carry addresses that nobody can open".to_owned(),
        );
    }
}

/// Headers of outlets whose value is to come from the environment and does not.
fn look_at_headers(settings: &fetch::Settings, findings: &mut Findings) {
    for (host, headers) in &settings.headers {
        for name in headers.iter().filter(|(_, value)| value.read().is_none()).map(|(name, _)| name)
        {
            findings.wrong(
                "headers",
                format!("fetch.headers.{host}.{name}: its environment variable is not set"),
            );
        }
    }
}

async fn look_at_store(
    instance: &Instance,
    store: &Store,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let faults = store.check_integrity().await.context("could not check the database")?;
    match faults.is_empty() {
        true => findings.fine("database", format!("{} is sound", store.describe())),
        false => findings.wrong(
            "database",
            format!("{}: {}; restore a copy", store.describe(), faults.join("; ")),
        ),
    }
    let counts = store.articles.counts().await?;
    findings.fine(
        "contents",
        format!(
            "{} articles in {} versions, {} dropped, {} stories, {} published",
            counts.articles, counts.versions, counts.dropped, counts.stories, counts.published
        ),
    );
    look_at_feeds(store, findings).await?;
    look_at_hubs(store, findings).await?;
    look_at_work(instance, store, findings).await
}

async fn look_at_feeds(store: &Store, findings: &mut Findings) -> anyhow::Result<()> {
    let feeds = store.feeds.list().await?;
    if feeds.is_empty() {
        findings.wrong("feeds", "there are none; `newsloom feeds add URL` adds one".to_owned());
    }
    let mut well = 0;
    for feed in &feeds {
        let remedy = format!("`newsloom feeds remove {}` ends it", feed.id);
        match (&feed.last_failure, feed.retired) {
            (_, true) => findings.fine("feed", format!("{} {}: retired", feed.id, feed.url)),
            (Some(reason), _) => {
                findings.wrong("feed", format!("{}; {remedy}", feed_state::failing(feed, reason)))
            }
            (None, _) => well += 1,
        }
    }
    findings.fine("feeds", format!("{well} of {} are well", feeds.len()));
    look_at_unsteady_feeds(store, &feeds, findings).await
}

/// Feeds that answer now and failed several times in the last day: whoever looks between two failures
/// should know.
async fn look_at_unsteady_feeds(
    store: &Store,
    feeds: &[Feed],
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let since = jiff::Timestamp::now() - SignedDuration::from_hours(24);
    let unsteady: BTreeMap<FeedId, u32> =
        store.feeds.unsteady(since, UNSTEADY).await?.into_iter().collect();
    for feed in feeds {
        if let Some(count) = unsteady.get(&feed.id) {
            let (id, url) = (feed.id, &feed.url);
            findings.note(
                "feed",
                format!("{id} {url} answers now, but failed {count} times in the last day; `newsloom feeds show {id}` says how"),
            );
        }
    }
    Ok(())
}

/// A hub that does not help is no fault: the feed is polled. But the operator may wonder.
async fn look_at_hubs(store: &Store, findings: &mut Findings) -> anyhow::Result<()> {
    let now = jiff::Timestamp::now();
    for hub in store.subscriptions.list().await? {
        if hub.until.is_none_or(|until| until <= now) {
            findings
                .note("hub", format!("feed {}: {}", hub.feed, feed_state::hub_state(&hub, now)));
        }
    }
    Ok(())
}

async fn look_at_work(
    instance: &Instance,
    store: &Store,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    for count in store.work.counts().await? {
        let (stage, open, done) = (count.stage.word(), count.open, count.done);
        findings.fine("work", format!("{stage}: {open} open, {done} done"));
    }
    let aside = store.work.quarantined(SHOWN).await?;
    for job in &aside {
        let dir = instance.dir.display();
        findings.wrong(
            "quarantine",
            format!(
                "{} {}: {}; `newsloom desk --dir {dir} retry {}` tries again",
                job.stage.word(),
                job.subject,
                job.reason,
                job.subject
            ),
        );
    }
    Ok(())
}

fn look_at_disk(instance: &Instance, findings: &mut Findings) {
    match fs4::available_space(&instance.dir) {
        Ok(free) if free < LEAST_FREE_BYTES => findings.wrong(
            "disk",
            format!("{} MB are free; make room before it fills up", free / 1_000_000),
        ),
        Ok(free) => findings.fine("disk", format!("{} GB are free", free / 1_000_000_000)),
        Err(cause) => findings.wrong("disk", format!("{}: {cause}", instance.dir.display())),
    }
}
