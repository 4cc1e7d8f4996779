//! The settings file: one section per stage, owned by that stage's type.
//!
//! `newsloom.example.toml` is compiled in: it is the documentation and the defaults at once. An
//! instance's `newsloom.toml` overrides it key by key.

use anyhow::{Context, bail};
use jiff::SignedDuration;
use pipeline::{desk, publish, rank, schedule, screen, thread, write};
use serde::Deserialize;
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
    /// Which articles go on.
    pub screen: screen::Rules,
    /// Which reports belong together.
    pub thread: thread::Thresholds,
    /// What moves a story up.
    pub rank: rank::Weights,
    /// How briefs are written.
    pub write: write::Style,
    /// When a brief may publish itself.
    pub desk: desk::Rule,
    /// How long the front page is.
    pub publish: publish::Layout,
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
    /// The defaults.
    pub fn example() -> anyhow::Result<Settings> {
        Settings::read("", "the defaults")
    }

    /// Reads an instance's file; one that is not there means the defaults.
    pub fn load(path: &Path) -> anyhow::Result<Settings> {
        match std::fs::read_to_string(path) {
            Ok(text) => Settings::read(&text, &path.display().to_string()),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Settings::example(),
            Err(cause) => Err(cause).with_context(|| format!("{}: unreadable", path.display())),
        }
    }

    /// Lays `text` over the defaults. `name` is what messages call it.
    pub fn read(text: &str, name: &str) -> anyhow::Result<Settings> {
        let mut whole: Table = EXAMPLE.parse().context("the compiled-in defaults are broken")?;
        let own: Table = text.parse().with_context(|| format!("{name}: not valid TOML"))?;
        lay_over(&mut whole, own, name, "")?;
        let settings: Settings =
            Value::Table(whole).try_into().with_context(|| format!("{name}: a value is wrong"))?;
        settings.sound().with_context(|| name.to_owned())?;
        Ok(settings)
    }

    fn sound(&self) -> anyhow::Result<()> {
        let base = &self.site.base_url;
        if !base.starts_with("http://") && !base.starts_with("https://") {
            bail!("site.base_url is {base:?}; it must begin with http:// or https://");
        }
        for (name, value) in [
            ("poll.every_minutes", self.poll.every_minutes),
            ("poll.lease_minutes", self.poll.lease_minutes),
            ("poll.at_once", self.poll.at_once),
        ] {
            if value == 0 {
                bail!("{name} is 0; it must be at least 1");
            }
        }
        self.in_time()?;
        screen::Screen::new(&self.screen).context("screen: a rule cannot be used")?;
        Ok(())
    }
}

impl Settings {
    /// Whether what is fetched can be filed while its lease lasts.
    fn in_time(&self) -> anyhow::Result<()> {
        let (timeout, lease) = (self.fetch.timeout_seconds, self.poll.lease_minutes);
        if u64::from(timeout) * 2 > u64::from(lease) * 60 {
            bail!(
                "fetch.timeout_seconds is {timeout}; it must be at most half of poll.lease_minutes"
            );
        }
        Ok(())
    }
}

/// Puts `own` over `base`, refusing keys that `base` does not have.
fn lay_over(base: &mut Table, own: Table, name: &str, section: &str) -> anyhow::Result<()> {
    for (key, value) in own {
        let path = if section.is_empty() { key.clone() } else { format!("{section}.{key}") };
        // Names of hosts are the operator's; every other table's keys are ours.
        let free = ["fetch.resolve.", "fetch.headers."].iter().any(|own| path.starts_with(own));
        match (base.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(own)) => lay_over(below, own, name, &path)?,
            (Some(slot), value) => *slot = value,
            (None, value) if free => drop(base.insert(key, value)),
            (None, _) => bail!("{name}: there is no setting {path}{}", hint(base, &key)),
        }
    }
    Ok(())
}

fn hint(base: &Table, key: &str) -> String {
    let near = base.keys().filter(|known| {
        let start = |text: &str| text.chars().take(3).collect::<String>();
        start(known) == start(key) || known.contains(key) || key.contains(known.as_str())
    });
    let names: Vec<&str> = near.map(String::as_str).collect();
    match names.is_empty() {
        true => format!("; known here: {}", base.keys().cloned().collect::<Vec<_>>().join(", ")),
        false => format!("; did you mean {}?", names.join(" or ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_holds_every_default() {
        let settings = Settings::example().expect("the example is valid");
        assert_eq!(settings.site.listen, "127.0.0.1:8080");
    }

    #[test]
    fn mistakes_are_named() {
        check("[site]\ntitle = \"Mine\"", None);
        check(
            "[site]\ntitel = \"Mine\"",
            Some("there is no setting site.titel; did you mean title"),
        );
        check("[sight]\na = 1", Some("there is no setting sight"));
        check("[site]\ntitle = 3", Some("a value is wrong"));
        check("[site", Some("not valid TOML"));
        check("[poll]\nevery_minutes = 0", Some("poll.every_minutes is 0"));
        check("[fetch]\ntimeout_seconds = 400", Some("fetch.timeout_seconds is 400"));
        check("[fetch.headers.\"a.example\"]\nCookie = \"env:A_COOKIE\"", None);
        check("[fetch.headers]\n\"a.example\" = 3", Some("a value is wrong"));
        check("[screen]\nmute = [\"/(/\"]", Some("a rule cannot be used"));
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let message = Settings::read(text, "newsloom.toml").err().map(|error| format!("{error:#}"));
        match (message, expected) {
            (None, None) => {}
            (Some(message), Some(part)) => assert!(message.contains(part), "{message}"),
            (message, expected) => panic!("{text}: {message:?}, expected {expected:?}"),
        }
    }
}
