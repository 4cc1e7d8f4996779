//! Whom the settings name, with their secrets.

use super::forms::Service;
use crate::{secret, settings};
use anyhow::{Context, bail};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use pipeline::share::{Quiet, Rule};
use std::path::Path;
use url::Url;

/// Somebody who is told of top stories.
pub struct Target {
    /// As the operator calls them.
    pub name: String,
    /// Where.
    pub service: Service,
    /// Of what.
    pub rule: Rule,
    /// Posts of one day at most.
    pub daily: u32,
    /// Whether a story that was posted is posted again when a further version comes out.
    pub updates: bool,
    quiet: Option<Quiet>,
    zone: TimeZone,
}

impl Target {
    /// The time on their clocks.
    pub fn local(&self, now: Timestamp) -> ZonedDateTime {
        now.to_zoned_datetime(self.zone.clone())
    }

    /// Whether nothing is posted now.
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        self.quiet.is_some_and(|quiet| quiet.holds(&self.local(now)))
    }

    /// A text without this target's secrets, which may stand in addresses.
    pub fn unsecret(&self, text: &str) -> String {
        self.service.secrets().into_iter().fold(text.to_owned(), |text, secret| {
            let parsed = Url::parse(secret).map(String::from).unwrap_or_default();
            let text = text.replace(secret, "…");
            if parsed.is_empty() { text } else { text.replace(&parsed, "…") }
        })
    }
}

/// All that the settings name. The error says which cannot be used, and why.
pub fn targets(settings: &settings::Share, dir: &Path) -> anyhow::Result<Vec<Target>> {
    let quiet = Quiet::read(&settings.quiet);
    if quiet.is_none() && !settings.quiet.trim().is_empty() {
        bail!(
            "share.quiet is {:?}; write the first and the last hour, as in \"22-7\"",
            settings.quiet
        );
    }
    let zone = TimeZone::get(&settings.timezone).with_context(|| {
        format!("share.timezone: there is no time zone {:?}", settings.timezone)
    })?;
    let made = settings.to.iter().map(|(name, own)| {
        let service = service(own, dir).with_context(|| format!("share.to.{name}"))?;
        let section = Some(own.section.clone()).filter(|section| !section.is_empty());
        let rule = Rule {
            top: own.top,
            least_reports: own.least_reports,
            section,
            reviewed: own.reviewed,
        };
        let (zone, name) = (zone.clone(), name.clone());
        let settings::ShareTarget { daily, updates, .. } = *own;
        Ok(Target { name, service, rule, daily, updates, quiet, zone })
    });
    made.collect()
}

fn service(own: &settings::ShareTarget, dir: &Path) -> anyhow::Result<Service> {
    let kept = |key: &str, place: &str| {
        let read = secret::read(place, dir).map_err(|why| anyhow::anyhow!("{key}: {why}"))?;
        read.with_context(|| {
            format!("{key} is missing; write \"env:NAME\" or \"file:PATH\", where the secret is")
        })
    };
    let hook = |place: &str| {
        let hook = kept("url", place)?;
        let is_web = Url::parse(&hook).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        // The address is the secret, so it is not repeated.
        if is_web { Ok(hook) } else { bail!("url: {place} holds no address of the web") }
    };
    let named = |key: &str, text: &str| match text.trim() {
        "" => bail!("{key} is missing"),
        text => Ok(text.to_owned()),
    };
    Ok(match own.kind {
        settings::ShareKind::Slack => Service::Slack { hook: hook(&own.url)? },
        settings::ShareKind::Discord => Service::Discord { hook: hook(&own.url)? },
        settings::ShareKind::Webhook => Service::Webhook { hook: hook(&own.url)? },
        settings::ShareKind::Telegram => Service::Telegram {
            server: match own.server.trim() {
                "" => "https://api.telegram.org".to_owned(),
                server => server.to_owned(),
            },
            token: kept("token", &own.token)?,
            chat: named("chat", &own.chat)?,
        },
        settings::ShareKind::Mastodon => Service::Mastodon {
            server: named("server", &own.server)?,
            token: kept("token", &own.token)?,
            visibility: own.visibility.clone(),
        },
    })
}
