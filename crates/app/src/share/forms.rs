//! What each service is asked, in its own form, and what its answer means.

use fetch::Answer;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// Characters of a section of blocks that Slack takes (docs: Block Kit, section block).
const SLACK_SECTION: usize = 3000;
/// Characters of an embed's title that Discord takes (docs: Embed limits).
const DISCORD_TITLE: usize = 256;
/// Characters of a message that Telegram takes after its entities were read (docs: sendMessage).
const TELEGRAM_TEXT: usize = 4096;
/// Characters of a status that Mastodon takes unless an instance says other, and those that every address counts as
/// (docs: statuses; `configuration.statuses` of an instance).
const MASTODON_STATUS: usize = 500;
const MASTODON_ADDRESS: usize = 23;

/// Where a post goes, with its secrets.
#[derive(Clone, PartialEq, Eq)]
pub enum Service {
    /// An incoming webhook of Slack's.
    Slack {
        /// The hook's address, which is its secret.
        hook: String,
    },
    /// A webhook of Discord's.
    Discord {
        /// The hook's address, which is its secret.
        hook: String,
    },
    /// A bot of Telegram's.
    Telegram {
        /// Where the bots' API stands.
        server: String,
        /// The bot's.
        token: String,
        /// `@channel`, or a chat's number.
        chat: String,
    },
    /// An account of a Mastodon server.
    Mastodon {
        /// Where it stands.
        server: String,
        /// The account's, with the right `write:statuses`.
        token: String,
        /// `public`, `unlisted` or `private`.
        visibility: String,
    },
    /// Anybody who reads our own form, signed as webhooks are.
    Webhook {
        /// Where.
        hook: String,
    },
}

/// A story as it is passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Names this post for good: the same for every try.
    pub id: String,
    /// The story's id.
    pub story: String,
    /// The version of its brief.
    pub version: u32,
    /// Its headline.
    pub headline: String,
    /// Where it stands on the site.
    pub address: String,
    /// Reports that it has.
    pub articles: usize,
    /// "13 articles · 4 independent reports".
    pub counts: String,
    /// Independent reports that it has.
    pub independent: usize,
    /// ISO 639-1, of the site.
    pub language: String,
    /// Whether a person approved it.
    pub reviewed: bool,
    /// Whether an earlier version was passed on.
    pub is_update: bool,
}

/// A request to be made.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    /// Where; may be a secret.
    pub url: String,
    /// Headers beside those of JSON; may be secret.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: Value,
}

impl Service {
    /// The word for its kind in the settings.
    pub fn word(&self) -> &'static str {
        match self {
            Service::Slack { .. } => "slack",
            Service::Discord { .. } => "discord",
            Service::Telegram { .. } => "telegram",
            Service::Mastodon { .. } => "mastodon",
            Service::Webhook { .. } => "webhook",
        }
    }

    /// What must not be shown.
    pub fn secrets(&self) -> Vec<&str> {
        match self {
            Service::Slack { hook } | Service::Discord { hook } | Service::Webhook { hook } => {
                vec![hook]
            }
            Service::Telegram { token, .. } | Service::Mastodon { token, .. } => vec![token],
        }
    }

    /// Whether the same post twice, by its id, stands there once.
    pub fn knows_repeats(&self) -> bool {
        // By the header Idempotency-Key, for an hour; a webhook's reader has the id in `webhook-id`.
        matches!(self, Service::Mastodon { .. } | Service::Webhook { .. })
    }

    /// The request for a post.
    pub fn call(&self, post: &Post) -> Call {
        let (url, headers, body) = match self {
            Service::Slack { hook } => (hook.clone(), Vec::new(), slack(post)),
            Service::Discord { hook } => (waited(hook), Vec::new(), discord(post)),
            Service::Telegram { server, token, chat } => (
                format!("{}/bot{token}/sendMessage", bare(server)),
                Vec::new(),
                telegram(chat, post),
            ),
            Service::Mastodon { server, token, visibility } => {
                let headers = vec![
                    ("authorization", format!("Bearer {token}")),
                    ("idempotency-key", post.id.clone()),
                ];
                (format!("{}/api/v1/statuses", bare(server)), headers, mastodon(visibility, post))
            }
            Service::Webhook { hook } => (hook.clone(), Vec::new(), webhook(post)),
        };
        Call { url, headers, body }
    }

    /// What an answer at `now` means.
    pub fn read(&self, answer: &Answer, now: Timestamp) -> Meaning {
        let said: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        let status = answer.status;
        let refuses = matches!(self, Service::Telegram { .. }) && said["ok"] == false;
        if status.is_success() && !refuses {
            return Meaning::Taken(self.place(&said));
        }
        let reason = format!("answered {}{}", status.as_u16(), self.words(&said, &answer.body));
        let wait = self.wait(&said, answer, now);
        match status.as_u16() {
            408 | 425 | 429 | 500..=599 => Meaning::Later(wait, reason),
            _ if wait.is_some() => Meaning::Later(wait, reason),
            _ => Meaning::Refused(reason),
        }
    }

    /// Where the post stands, as a success says.
    fn place(&self, said: &Value) -> Option<String> {
        let place = match self {
            Service::Discord { .. } => &said["id"],
            Service::Telegram { .. } => &said["result"]["message_id"],
            Service::Mastodon { .. } => &said["url"],
            Service::Slack { .. } | Service::Webhook { .. } => &Value::Null,
        };
        match place {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// What a failure says in words, behind a colon.
    fn words(&self, said: &Value, body: &[u8]) -> String {
        let known = match self {
            Service::Discord { .. } => &said["message"],
            Service::Telegram { .. } => &said["description"],
            Service::Mastodon { .. } => &said["error"],
            Service::Slack { .. } | Service::Webhook { .. } => &Value::Null,
        };
        let raw = String::from_utf8_lossy(body);
        let words = known.as_str().unwrap_or(&raw).split_whitespace().collect::<Vec<_>>().join(" ");
        match words.is_empty() {
            true => String::new(),
            false => format!(": {}", shortened(&words, 200)),
        }
    }

    /// How long a failure asks us to wait.
    fn wait(&self, said: &Value, answer: &Answer, now: Timestamp) -> Option<SignedDuration> {
        let seconds = match self {
            Service::Discord { .. } => said["retry_after"].as_f64(),
            Service::Telegram { .. } => said["parameters"]["retry_after"].as_f64(),
            Service::Mastodon { .. } => reset(answer, now),
            Service::Slack { .. } | Service::Webhook { .. } => None,
        };
        let seconds = seconds.or(answer.retry_after(now).map(|wait| wait.as_secs_f64()))?;
        // A day at most: whoever asks for more is asked once a day.
        Some(SignedDuration::from_secs(seconds.clamp(0.0, 86_400.0).ceil() as i64))
    }
}

/// What a service made of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It stands there; where, if the answer says so.
    Taken(Option<String>),
    /// It never will.
    Refused(String),
    /// It may be asked again, after so long if it says so.
    Later(Option<SignedDuration>, String),
}

/// Seconds until Mastodon's limit is lifted.
fn reset(answer: &Answer, now: Timestamp) -> Option<f64> {
    if answer.status.as_u16() != 429 {
        return None;
    }
    let reset: Timestamp = answer.header("x-ratelimit-reset")?.parse().ok()?;
    Some(reset.duration_since(now).as_secs_f64())
}

fn slack(post: &Post) -> Value {
    let counts = for_slack(&post.counts);
    let address = post.address.replace('&', "&amp;").replace('|', "%7C").replace('>', "%3E");
    let room = SLACK_SECTION - counts.chars().count() - address.chars().count().min(2000) - 10;
    let headline = escaped_within(&post.headline, room, for_slack);
    let text = format!("*<{address}|{headline}>*\n{counts}");
    json!({
        // What notifications and screen readers have.
        "text": for_slack(&shortened(&post.headline, DISCORD_TITLE)),
        "blocks": [{ "type": "section", "text": { "type": "mrkdwn", "text": text } }],
        "unfurl_links": false,
    })
}

/// As Slack asks for: these three, and no others.
fn for_slack(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', " ")
}

fn discord(post: &Post) -> Value {
    json!({
        "embeds": [{
            "title": escaped_within(&post.headline, DISCORD_TITLE, for_discord),
            "url": post.address,
            "description": post.counts,
        }],
        // Nobody is called, whatever a headline says.
        "allowed_mentions": { "parse": [] },
    })
}

/// Without what Discord reads as markup.
fn for_discord(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '[' | ']' | '<' | '>' | '#') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

/// The hook's address, asked to answer when the message stands there.
fn waited(hook: &str) -> String {
    let mark = if hook.contains('?') { '&' } else { '?' };
    format!("{hook}{mark}wait=true")
}

fn telegram(chat: &str, post: &Post) -> Value {
    let room = TELEGRAM_TEXT - post.counts.chars().count() - 1;
    let headline = for_html(&shortened(&post.headline, room));
    let text = format!(
        "<a href=\"{}\"><b>{headline}</b></a>\n{}",
        for_html(&post.address),
        for_html(&post.counts)
    );
    json!({
        "chat_id": chat,
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": { "is_disabled": true },
    })
}

fn for_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn mastodon(visibility: &str, post: &Post) -> Value {
    let room = MASTODON_STATUS - MASTODON_ADDRESS - post.counts.chars().count() - 4;
    // A zero-width space behind the sign: a headline calls nobody.
    let headline = escaped_within(&post.headline, room, |text| text.replace('@', "@\u{200b}"));
    json!({
        "status": format!("{headline}\n\n{}\n{}", post.counts, post.address),
        "visibility": visibility,
        "language": post.language,
    })
}

fn webhook(post: &Post) -> Value {
    json!({
        "type": "story.shared",
        "data": {
            "id": post.story,
            "version": post.version,
            "headline": post.headline,
            "url": post.address,
            "articles": post.articles,
            "independent_reports": post.independent,
            "reviewed": post.reviewed,
            "update": post.is_update,
            "language": post.language,
        },
    })
}

/// The longest beginning of a text whose escaped form has at most `most` characters.
fn escaped_within(text: &str, most: usize, escape: impl Fn(&str) -> String) -> String {
    let mut room = most;
    loop {
        let escaped = escape(&shortened(text, room));
        let length = escaped.chars().count();
        if length <= most || room == 0 {
            return escaped;
        }
        room = room.saturating_sub((length - most).div_ceil(2));
    }
}

/// A text of at most `most` characters, with an ellipsis where its end is cut off.
fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    kept.trim_end().to_owned() + "…"
}

/// An address without a slash at its end.
fn bare(server: &str) -> &str {
    server.trim_end_matches('/')
}
