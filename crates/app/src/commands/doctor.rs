use crate::commands::{Place, feed_state, model, run, say};
use crate::instance::{AlreadyRuns, Instance, SETTINGS};
use crate::mail::Postbox;
use crate::newsroom;
use crate::quarantine::told;
use crate::remedy::{remedy, without_address};
use crate::settings::ModelWriter;
use crate::share;
use anyhow::Context;
use fetch::Fetcher;
use jiff::{SignedDuration, Timestamp};
use news::{Feed, FeedId, counted};
use pipeline::screen::Screen;
use std::collections::BTreeMap;
use std::process::ExitCode;
use store::{Stage, Store};
use url::Url;

/// Lines of quarantine that are shown.
const SHOWN: u32 = 20;
/// Missing pages that are shown, the latest first.
const MISSING_SHOWN: u32 = 5;
/// Reasons that are shown for which a model did not write, the most frequent first.
const REASONS_SHOWN: usize = 5;
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
    match Instance::open(&args.place.dir) {
        Err(error) => findings.wrong("settings", format!("{error:#}")),
        Ok(instance) => look_at(&instance, &mut findings).await?,
    }
    say(findings.lines)?;
    Ok(ExitCode::from(u8::from(findings.wrong > 0)))
}

async fn look_at(instance: &Instance, findings: &mut Findings) -> anyhow::Result<()> {
    look_at_settings(instance, findings);
    look_at_lock(instance, findings).await;
    match instance.store().await {
        Err(error) => findings.wrong("database", format!("{error:#}")),
        Ok(store) => look_at_store(instance, &store, findings).await?,
    }
    look_at_disk(instance, findings);
    Ok(())
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

/// Builds what `run` would build from the settings, so that it does not fail there first.
fn look_at_settings(instance: &Instance, findings: &mut Findings) {
    let settings = &instance.settings;
    let file = instance.dir.join(SETTINGS);
    let fetcher = Fetcher::new(settings.fetch.clone()).map(drop).map_err(|error| error.to_string());
    let screen = Screen::new(&settings.screen, None, &instance.registry);
    let screen = screen.map(drop).map_err(|error| error.to_string());
    let embedder = instance.embedder().map(drop).map_err(|error| format!("{error:#}"));
    match fetcher.and(screen).and(embedder) {
        Ok(()) => findings.fine("settings", format!("{} is sound", file.display())),
        Err(error) => findings.wrong("settings", format!("{}: {error}", file.display())),
    }
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

/// Whether the instance is at work, or could be: its folder can be written and its address is free.
async fn look_at_lock(instance: &Instance, findings: &mut Findings) {
    let _held = match instance.hold() {
        Ok(held) => held,
        Err(error) if error.is::<AlreadyRuns>() => {
            return findings.fine("process", "newsloom runs on this instance".to_owned());
        }
        Err(error) => return findings.wrong("folder", format!("{error:#}")),
    };
    match run::bind(&instance.settings.site.listen).await {
        Ok(_) => findings.note("process", "newsloom does not run on this instance".to_owned()),
        Err(error) => findings.wrong("site", format!("site.listen: {error:#}")),
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

/// Whether mailing could begin, who is stopped, and what died on its way.
async fn look_at_mail(
    instance: &Instance,
    store: &Store,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    if !instance.settings.mail.enabled {
        return Ok(());
    }
    if let Err(error) = Postbox::open(&instance.settings.mail, store).await {
        findings.wrong("mail", format!("{error:#}"));
    }
    let all = store.subscribers.subscribers().await?;
    let confirmed = all.iter().filter(|one| one.plan.is_some()).count();
    let stopped = all.iter().filter(|one| one.stopped.is_some()).count();
    let confirmed = counted(confirmed, "confirmed subscriber", "confirmed subscribers");
    findings.fine("mail", format!("{confirmed}, {stopped} of them stopped after refusals"));
    let lost = store.deliveries.lost(Timestamp::now()).await?.len();
    if lost > 0 {
        let lost = counted(lost, "mail died on its way", "mails died on their way");
        findings.note("mail", format!("{lost}; see `newsloom mail deliveries`"));
    }
    Ok(())
}

/// Whether top stories can be posted, and what failed for good in the last week or may not have arrived.
async fn look_at_shares(
    instance: &Instance,
    store: &Store,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    match share::targets(&instance.settings.share, &instance.dir) {
        Err(error) => findings.wrong("share", format!("{error:#}")),
        Ok(targets) if targets.is_empty() => return Ok(()),
        Ok(targets) => {
            let told = counted(targets.len(), "target is", "targets are");
            findings.fine("share", format!("{told} told of top stories"));
        }
    }
    let now = Timestamp::now();
    let week_ago = now - SignedDuration::from_hours(7 * 24);
    for line in store.shares.troubled_shares(week_ago, now).await? {
        let target = &line.share.target;
        let remedy = command(instance, &format!("share again {target}"));
        let reason = line.reason.as_deref().unwrap_or("it died on its way and may have arrived");
        let (story, state) = (&line.share.story, line.state.word());
        let what = format!("story {story} to {target}: {state}: {reason}; {remedy} posts it again");
        findings.wrong("share", what);
    }
    Ok(())
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
    let articles = counted(counts.articles, "article", "articles");
    let versions = counted(counts.versions, "version", "versions");
    let stories = counted(counts.stories, "story", "stories");
    findings.fine(
        "contents",
        format!(
            "{articles} in {versions}, {} dropped, {stories}, {} published",
            counts.dropped, counts.published
        ),
    );
    look_at_feeds(instance, store, findings).await?;
    look_at_hubs(store, findings).await?;
    look_at_missing_pages(store, findings).await?;
    look_at_model(instance, store, findings).await?;
    look_at_mail(instance, store, findings).await?;
    look_at_shares(instance, store, findings).await?;
    look_at_work(instance, store, findings).await
}

async fn look_at_feeds(
    instance: &Instance,
    store: &Store,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let feeds = store.feeds.list().await?;
    if feeds.is_empty() {
        let add = command(instance, "feeds add URL");
        findings.wrong("feeds", format!("there are none; {add} adds one"));
        return Ok(());
    }
    let active = feeds.iter().filter(|feed| !feed.retired).count();
    let well = feeds.iter().filter(|feed| !feed.retired && feed.last_failure.is_none()).count();
    for feed in &feeds {
        match (&feed.last_failure, feed.retired) {
            (why, true) => findings.note("feed", retired(feed, why.as_deref())),
            (Some(why), _) => {
                findings.wrong("feed", failing(instance, feed, why));
            }
            (None, _) => {}
        }
    }
    if active > 0 {
        findings
            .fine("feeds", format!("{well} of {} well", counted(active, "feed is", "feeds are")));
    }
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

/// Articles of several pages are read with what there is; whoever wonders why one breaks off should know.
async fn look_at_missing_pages(store: &Store, findings: &mut Findings) -> anyhow::Result<()> {
    for (url, reason) in store.entries.missing_further(MISSING_SHOWN).await? {
        let why = without_address(&reason, &url);
        findings.note(
            "page",
            format!("{url}: its article is read without it, until a later look: {why}"),
        );
    }
    Ok(())
}

/// The host to which a key would be sent for all on the way to read; none on this machine.
fn open_way(settings: &ModelWriter) -> Option<String> {
    let url: Url = settings.url.parse().ok()?;
    let host = url.host_str()?.to_owned();
    let here = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    (!settings.key.is_empty() && url.scheme() == "http" && !here).then_some(host)
}

/// What a model that writes has taken, and the briefs that it did not write.
async fn look_at_model(
    instance: &Instance,
    store: &Store,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let Some(writer) = newsroom::model_writer(instance, store) else { return Ok(()) };
    let settings = &instance.settings.model.writer;
    let name = &settings.name;
    match writer.fault() {
        Some(fault) => findings.wrong("model", format!("{name}: {fault}")),
        None => findings.fine("model", format!("{name} at {} writes", settings.url)),
    }
    if let Some(host) = open_way(settings) {
        let what = format!("the key goes to {host} unencrypted; give an address with https://");
        findings.note("model", what);
    }
    for line in model::spending(store, settings, jiff::Timestamp::now()).await? {
        findings.fine("model", line);
    }
    let writings = store.ledger.writings().await?;
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, writing) in &writings {
        *reasons.entry(writing.fell_back.as_deref().unwrap_or_default()).or_default() += 1;
    }
    let written = reasons.remove("").unwrap_or_default();
    let briefs = counted(written, "latest brief is", "latest briefs are");
    findings.fine("model", format!("{briefs} its own, of {}", writings.len()));
    let mut reasons: Vec<(&str, usize)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (why, count) in reasons.into_iter().take(REASONS_SHOWN) {
        let briefs = counted(count, "brief is", "briefs are");
        findings.note("model", format!("{briefs} the extractive writer's instead: {why}"));
    }
    Ok(())
}

fn retired(feed: &Feed, why: Option<&str>) -> String {
    let why = why.map(|why| format!(": {}", without_address(why, &feed.url))).unwrap_or_default();
    format!("{}, {}, is no longer polled{why}", feed.id, feed.url)
}

/// What happened, what to do about it, and when the next try is.
fn failing(instance: &Instance, feed: &Feed, why: &str) -> String {
    format!(
        "{}; {}; {} gives it up",
        feed_state::failing(feed, why),
        remedy(why),
        command(instance, &format!("feeds remove {}", feed.id)),
    )
}

/// A command as the operator must type it for this instance.
fn command(instance: &Instance, words: &str) -> String {
    let (name, rest) = words.split_once(' ').unwrap_or((words, ""));
    match instance.dir.as_os_str() == "." {
        true => format!("`newsloom {words}`"),
        false => format!("`newsloom {name} --dir {} {rest}`", instance.dir.display()),
    }
}

/// As a shell takes it for one word.
fn quoted(subject: &str) -> String {
    match subject.contains(|c: char| !(c.is_alphanumeric() || "-_.:/".contains(c))) {
        true => format!("'{}'", subject.replace('\'', "'\\''")),
        false => subject.to_owned(),
    }
}

async fn look_at_work(
    instance: &Instance,
    store: &Store,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let mut aside = 0;
    for count in store.work.counts().await? {
        aside += count.quarantined;
        let (stage, open, done) = (count.stage.word(), count.open, count.done);
        findings.fine("work", format!("{stage}: {open} open, {done} done"));
    }
    for job in store.work.quarantined(SHOWN).await? {
        let told = told(store, job.stage, &job.subject, &job.reason).await?;
        let retry = command(instance, &format!("desk retry {}", quoted(&job.subject)));
        let does = match job.stage {
            Stage::Import => "takes it off the list",
            _ => "tries again",
        };
        findings.wrong("quarantine", format!("{told}; {retry} {does}"));
    }
    if aside > u64::from(SHOWN) {
        let all = command(instance, "desk quarantine");
        let more = counted(aside - u64::from(SHOWN), "piece of work", "pieces of work");
        findings.wrong("quarantine", format!("{more} beside these; {all} lists them"));
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
