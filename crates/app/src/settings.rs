//! The settings file: one section per stage, owned by that stage's type.
//!
//! `newsloom.example.toml` is compiled in: it is the documentation and the defaults at once. An
//! instance's `newsloom.toml` overrides it key by key.

mod allowed;
mod language;
mod overlay;
mod shares;

use anyhow::{Context, bail};
use jiff::{SignedDuration, Timestamp};
use overlay::OwnFile;
use pipeline::{desk, publish, rank, schedule, screen, share, thread, write};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use toml::{Table, Value};

/// The commented settings that `newsloom init` writes.
pub const EXAMPLE: &str = include_str!("../../../newsloom.example.toml");

/// All settings of an instance.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How the site looks and where it is.
    pub site: Site,
    /// Where things are kept.
    pub store: Store,
    /// How often feeds are polled.
    pub poll: Poll,
    /// How pages are fetched.
    pub fetch: fetch::Settings,
    /// When pages of articles are looked at again.
    pub revisit: Revisit,
    /// Which articles go on.
    pub screen: screen::Rules,
    /// Which models help.
    pub model: Model,
    /// Which reports belong together.
    pub thread: thread::Thresholds,
    /// When reports change their story.
    pub repair: thread::RepairRules,
    /// What moves a story up.
    pub rank: rank::Weights,
    /// How briefs are written.
    pub write: write::Style,
    /// When a brief may publish itself.
    pub desk: desk::Rule,
    /// How long the front page is.
    pub publish: publish::Layout,
    /// Where readers search.
    pub search: Search,
    /// What assistants may ask.
    pub mcp: Mcp,
    /// What other programs may ask for.
    pub api: Api,
    /// Whether Kagi News' front-end is served.
    pub kite: Kite,
    /// Who is told of what is published.
    pub webhooks: Webhooks,
    /// Whether and how readers get the front page by mail.
    pub mail: Mail,
    /// Where top stories are posted.
    pub share: Share,
    /// How exports are signed.
    pub export: Export,
}

/// Where top stories are posted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Times a post is tried that the other side does not take for now.
    pub tries: u32,
    /// Hours in which nothing is posted, as "22-7"; empty for none.
    pub quiet: String,
    /// Whose hours and days these are, such as "Europe/Berlin".
    pub timezone: String,
    /// Who is told, by names of the operator's own.
    pub to: BTreeMap<String, ShareTarget>,
}

/// Somebody who is told of top stories.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareTarget {
    /// In which form.
    pub kind: ShareKind,
    /// Where the address of a hook is: `env:NAME` or `file:PATH`.
    #[serde(default)]
    pub url: String,
    /// Where the token of a bot or an account is.
    #[serde(default)]
    pub token: String,
    /// Telegram's chat.
    #[serde(default)]
    pub chat: String,
    /// Where the API stands.
    #[serde(default)]
    pub server: String,
    /// Mastodon's.
    #[serde(default = "public")]
    pub visibility: String,
    /// Places from the top of the front page.
    #[serde(default = "top")]
    pub top: usize,
    /// Independent reports that a story needs.
    #[serde(default = "least_reports")]
    pub least_reports: u32,
    /// A section of the edition; empty for all of the page.
    #[serde(default)]
    pub section: String,
    /// Posts of one day at most.
    #[serde(default = "daily")]
    pub daily: u32,
    /// Only what a person approved.
    #[serde(default)]
    pub reviewed: bool,
    /// Whether further versions are posted too.
    #[serde(default)]
    pub updates: bool,
}

/// In which form somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShareKind {
    /// An incoming webhook of Slack's.
    Slack,
    /// A webhook of Discord's.
    Discord,
    /// A bot of Telegram's.
    Telegram,
    /// An account of a Mastodon server.
    Mastodon,
    /// Our own form, signed.
    Webhook,
}

fn public() -> String {
    "public".to_owned()
}

fn top() -> usize {
    share::Rule::default().top
}

fn least_reports() -> u32 {
    share::Rule::default().least_reports
}

/// A post every hour and a half of a day awake: more and readers mute it.
fn daily() -> u32 {
    10
}

/// How exports are signed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// File of the secret key, relative to the instance; made at the first export.
    pub key_file: String,
}

/// Where readers search.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Folder of the index, relative to the instance.
    pub folder: String,
    /// What writing it may take, in megabytes.
    pub memory_mb: usize,
}

/// What assistants may ask.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mcp {
    /// Whether the site answers at `/mcp`.
    pub enabled: bool,
}

/// Who is told of what is published.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// Times that somebody is told who does not take it.
    pub tries: u32,
    /// Addresses, by names of the operator's own.
    pub to: BTreeMap<String, String>,
}

/// Whether and how readers get the front page by mail.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Whether they do.
    pub enabled: bool,
    /// The mail server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is kept secret.
    pub security: Security,
    /// Who we are there; empty for a server that asks nobody.
    pub user: String,
    /// `Name <address>`, from whom mails are.
    pub from: String,
    /// Where answers go; empty for the same address.
    pub reply_to: String,
    /// The hour that the form proposes, from 0 to 23.
    pub hour: u8,
    /// Stories in a mail.
    pub stories: usize,
    /// Times a mail is tried that the server does not take for now.
    pub tries: u32,
    /// Refusals for good in a row after which a subscriber gets no more mail.
    pub refusals: u32,
}

/// How the way to the mail server is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS after a greeting in the clear.
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// Not at all: for a server on this machine or behind a tunnel.
    None,
}

/// What other programs may ask for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Requests of one client in a minute.
    pub requests_per_minute: u32,
    /// Proxies that every request passes.
    pub proxies: u32,
    /// Connections on which programs follow what happens.
    pub streams: usize,
}

/// Whether and where Kagi News' front-end is served.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kite {
    /// Whether it is.
    pub enabled: bool,
    /// The id of its one category.
    pub category: String,
    /// What readers are shown for it; empty for the edition's title.
    pub category_name: String,
    /// Where the front-end stands; empty for the site's own address.
    pub base_url: String,
}

/// How the site looks and where it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Name of the edition.
    pub title: String,
    /// One line under it.
    pub tagline: String,
    /// Address under which readers reach it, without a slash at the end.
    pub base_url: String,
    /// Address and port to listen on.
    pub listen: String,
    /// ISO 639-1.
    pub language: String,
    /// For how long a page that was made is given to others; zero to make each anew.
    pub pages_seconds: u32,
}

/// Where things are kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// `sqlite:FILE` (relative to the instance) or `postgres://…`.
    pub database: String,
    /// Folder of raw pages and images, relative to the instance.
    pub objects: String,
}

/// Which models help. None is ever needed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Folder of a sentence model, relative to the instance; empty for none.
    pub embedder: String,
    /// The language model that writes, where [`Settings::write`] says so.
    pub writer: ModelWriter,
}

/// A language model that writes, and what it may take.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelWriter {
    /// Where its API begins.
    pub url: String,
    /// As its server calls it.
    pub name: String,
    /// `env:NAME`, `file:PATH` or nothing.
    pub key: String,
    /// From 0 to 2.
    pub temperature: f64,
    /// Makes equal questions get equal answers, where the server knows it.
    pub seed: i64,
    /// Tokens that an answer may have.
    pub max_tokens: u32,
    /// For one question with all its tries.
    pub timeout_seconds: u32,
    /// Tries more of a server that has too much to do or fails.
    pub tries: u32,
    /// Briefs written at once.
    pub at_once: u32,
    /// Minutes in which a server is left alone that failed.
    pub rest_minutes: u32,
    /// Claims that it is given of one story.
    pub claims: usize,
    /// Whether anything is asked, or only recorded answers are used.
    pub ask: bool,
    /// Of a million tokens that it reads.
    pub price_in: f64,
    /// Of a million tokens that it writes.
    pub price_out: f64,
    /// What the calls of a day may cost; 0 for as much as it is.
    pub daily_cost: f64,
    /// What the calls of a month may cost; 0 for as much as it is.
    pub monthly_cost: f64,
    /// Tokens of a day's calls; 0 for as many as there are.
    pub daily_tokens: u64,
    /// Tokens of a month's calls; 0 for as many as there are.
    pub monthly_tokens: u64,
}

/// How often feeds are polled.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    /// Least minutes between two polls of a feed.
    pub least_minutes: u32,
    /// Minutes between two polls of a feed that brings one entry an hour.
    pub every_minutes: u32,
    /// Most minutes between two polls of a feed that sleeps or fails.
    pub most_minutes: u32,
    /// Least minutes between two polls of a feed whose hub tells us of its news.
    pub pushed_minutes: u32,
    /// Whether hubs are asked to tell us, when they can reach `site.base_url`.
    pub websub: bool,
    /// Minutes after which work that a dead process held is taken by another.
    pub lease_minutes: u32,
    /// Feeds and pages fetched at once.
    pub at_once: u32,
    /// Times a page is tried before the feed's own text must do.
    pub tries: u32,
}

/// When pages of articles are looked at again.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revisit {
    /// Hours after the page first came, ascending; none for never.
    pub after_hours: Vec<u32>,
}

impl Poll {
    /// How often feeds are polled.
    pub fn bounds(&self) -> schedule::Bounds {
        let minutes = |minutes: u32| SignedDuration::from_mins(i64::from(minutes));
        schedule::Bounds {
            least: minutes(self.least_minutes),
            every: minutes(self.every_minutes),
            most: minutes(self.most_minutes),
        }
    }

    /// How long a feed waits at least whose hub tells us of its news.
    pub fn pushed(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.pushed_minutes))
    }

    /// How long a piece of work is leased.
    pub fn lease(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.lease_minutes))
    }
}

impl Settings {
    /// Reports older than this belong to stories that are closed at `now`.
    pub fn window_start(&self, now: Timestamp) -> Timestamp {
        now - SignedDuration::from_hours(24 * i64::from(self.thread.window_days))
    }

    /// The defaults.
    pub fn example() -> anyhow::Result<Settings> {
        Settings::read("", "the defaults")
    }

    /// Reads an instance's file; one that is not there means the defaults.
    pub fn load(path: &Path) -> anyhow::Result<Settings> {
        match settings_text(path)? {
            Some(text) => Settings::read(&text, &path.display().to_string()),
            None => Settings::example(),
        }
    }

    /// Lays `text` over the defaults. `name` is what messages call it.
    pub fn read(text: &str, name: &str) -> anyhow::Result<Settings> {
        let mut whole: Table = EXAMPLE.parse().context("the compiled-in defaults are broken")?;
        let own = OwnFile::read(text, name)?;
        own.lay_over(&mut whole)?;
        allowed::check(&whole).map_err(|wrong| own.complaint(&wrong.key, &wrong.what))?;
        Value::Table(whole).try_into().with_context(|| format!("{name}: a value is wrong"))
    }
}

/// The text of a settings file, or of another one that the operator writes; none when there is no such
/// file.
pub fn settings_text(path: &Path) -> anyhow::Result<Option<String>> {
    let shown = path.display();
    let cause = match std::fs::read_to_string(path) {
        Ok(text) => return Ok(Some(text)),
        Err(cause) => cause,
    };
    match cause.kind() {
        ErrorKind::NotFound => Ok(None),
        ErrorKind::IsADirectory => {
            bail!("{shown}: is a folder, and must be a file; move it away or name another instance")
        }
        ErrorKind::InvalidData => bail!("{shown}: is not UTF-8 text; save it as UTF-8"),
        ErrorKind::PermissionDenied => {
            bail!(
                "{shown}: may not be read by the user who runs newsloom; change its owner or rights"
            )
        }
        _ => Err(cause).with_context(|| format!("{shown}: cannot be read")),
    }
}

#[cfg(test)]
mod tests;
