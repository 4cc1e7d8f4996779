//! Sends the front page, and what asks to confirm, by the operator's mail server.
//!
//! A mail is claimed in a transaction before the first word with the server. What dies between that and the end is not
//! sent again: nobody gets the same issue twice. What surely did not arrive is tried again.

mod eml;
mod line;

pub use eml::eml;

use crate::newsroom::HANDFUL;
use crate::settings;
use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use lettre::message::Mailbox;
use line::{Line, Posted};
use news::Rhythm;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Delivery, Issue, Outcome, Store};
use web::{Digest, Letter, MailKey, Site};

/// The first pause before a mail is tried again; it doubles.
const TRY_AGAIN: SignedDuration = SignedDuration::from_mins(5);
/// The longest pause.
const TRY_AT_LEAST: SignedDuration = SignedDuration::from_hours(4);
/// How long a server is left alone that cannot be reached: the mails that wait need not each find that out.
const REST: SignedDuration = SignedDuration::from_mins(1);
/// How long a claimed mail may take: more than all time-outs of its conversation.
const LEASE: SignedDuration = SignedDuration::from_mins(15);
/// Who asked and never confirmed is forgotten after so long, looked for every hour.
const FORGET_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);
const FORGET_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// The environment variable of the mail server's password.
pub const MAIL_PASSWORD: &str = "NEWSLOOM_MAIL_PASSWORD";

/// The way to the operator's mail server.
pub struct Postbox {
    /// What the site needs to know.
    pub mail: web::Mail,
    settings: settings::Mail,
    /// From whom, and where answers go.
    sender: Sender,
    password: Option<String>,
    resting: Mutex<Resting>,
}

/// Who a mail is from.
#[derive(Clone, Debug)]
pub struct Sender {
    /// `Name <address>`.
    pub from: Mailbox,
    /// Where answers go; none for the same address.
    pub reply_to: Option<Mailbox>,
}

/// Until when what is not to be done.
struct Resting {
    server: Timestamp,
    forgetting: Timestamp,
}

/// What the site needs to mail; none when the settings do not say so.
pub async fn mail(settings: &settings::Mail, store: &Store) -> anyhow::Result<Option<web::Mail>> {
    match settings.enabled {
        true => Ok(Some(key_and_form(settings, store).await?)),
        false => Ok(None),
    }
}

/// The same, whether mailing is switched on or not.
pub async fn key_and_form(settings: &settings::Mail, store: &Store) -> anyhow::Result<web::Mail> {
    let fresh = MailKey::fresh_secret().context("this machine gives no random numbers")?;
    let secret = store.subscribers.mail_secret(&fresh).await;
    let key = MailKey::new(&secret.context("could not read what mails are signed with")?);
    let (hour, stories) = (settings.hour, settings.stories);
    Ok(web::Mail { key: Arc::new(key), hour, stories })
}

impl Sender {
    /// Reads the settings' addresses.
    pub fn of(settings: &settings::Mail) -> anyhow::Result<Sender> {
        let read = |key: &str, text: &str| {
            let wrong = || {
                format!(
                    "mail.{key}: {text:?} is no address to mail from; write it as in \"The Loom <loom@news.example>\""
                )
            };
            text.parse::<Mailbox>().with_context(wrong)
        };
        let from = read("from", &settings.from)?;
        let reply_to = &settings.reply_to;
        let reply_to = (!reply_to.is_empty()).then(|| read("reply_to", reply_to)).transpose()?;
        Ok(Sender { from, reply_to })
    }
}

impl Postbox {
    /// The way that the settings name; none when they do not switch it on.
    pub async fn open(settings: &settings::Mail, store: &Store) -> anyhow::Result<Option<Postbox>> {
        let Some(mail) = mail(settings, store).await? else { return Ok(None) };
        let sender = Sender::of(settings)?;
        let password = std::env::var(MAIL_PASSWORD).ok().filter(|text| !text.is_empty());
        if !settings.user.is_empty() && password.is_none() {
            anyhow::bail!(
                "mail.user is {:?}, and the environment variable {MAIL_PASSWORD} is not set; set it to the \
                 password of the mail server",
                settings.user
            );
        }
        let never = Timestamp::MIN;
        let resting = Mutex::new(Resting { server: never, forgetting: never });
        Ok(Some(Postbox { mail, settings: settings.clone(), sender, password, resting }))
    }

    /// Opens the digests that are due, and sends a handful of what waits. Gives how many mails were settled.
    pub async fn send_due(
        &self,
        site: &Site,
        clock: impl Fn() -> Timestamp,
    ) -> anyhow::Result<usize> {
        let now = clock();
        if now < self.resting().server {
            return Ok(0);
        }
        self.forget(&site.store, now).await?;
        let opened = site.store.deliveries.open_digests(now, HANDFUL).await;
        opened.context("could not open the digests that are due")?;
        let mut round = Round { post: self, site, line: None, digests: Vec::new() };
        let mut done = 0;
        while done < HANDFUL as usize && clock() >= self.resting().server {
            if !round.send_one(&clock).await? {
                break;
            }
            done += 1;
        }
        if let Some(line) = round.line {
            line.close().await;
        }
        Ok(done)
    }

    async fn forget(&self, store: &Store, now: Timestamp) -> anyhow::Result<()> {
        if now < self.resting().forgetting {
            return Ok(());
        }
        let before = now.saturating_sub(FORGET_AFTER).unwrap_or(Timestamp::MIN);
        let forgotten = store.subscribers.forget_unconfirmed(before).await;
        forgotten.context("could not forget who never confirmed")?;
        self.resting().forgetting = now.saturating_add(FORGET_EVERY).unwrap_or(now);
        Ok(())
    }

    fn resting(&self) -> std::sync::MutexGuard<'_, Resting> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is noted of a mail that surely did not arrive.
    fn later(&self, delivery: &Delivery, now: Timestamp, reason: String) -> Outcome {
        if delivery.attempts + 1 >= self.settings.tries {
            return Outcome::GivenUp { reason };
        }
        let wait = crate::turns::backoff(TRY_AGAIN, delivery.attempts, TRY_AT_LEAST);
        Outcome::Later { due: now.saturating_add(wait).unwrap_or(now), reason }
    }
}

/// Mails sent one after the other, on one connection where the server lets us.
struct Round<'a> {
    post: &'a Postbox,
    site: &'a Site,
    line: Option<Line>,
    /// What this round has made already, by rhythm.
    digests: Vec<(Rhythm, Option<Digest>)>,
}

impl Round<'_> {
    /// Claims a mail, sends it and notes what became of it; false when none waits.
    async fn send_one(&mut self, clock: &impl Fn() -> Timestamp) -> anyhow::Result<bool> {
        let now = clock();
        let deliveries = &self.site.store.deliveries;
        let lease_end = now.saturating_add(LEASE).unwrap_or(now);
        let claimed = deliveries.claim(now, lease_end).await.context("could not claim a mail")?;
        let Some(delivery) = claimed else { return Ok(false) };
        let outcome = match self.letter(&delivery, now).await {
            Ok(Some(letter)) => self.post(&delivery, &letter, now).await,
            Ok(None) => Outcome::Skipped,
            Err(error) => self.post.later(&delivery, now, format!("{error:#}")),
        };
        if let Outcome::Refused { reason, .. }
        | Outcome::Later { reason, .. }
        | Outcome::GivenUp { reason }
        | Outcome::Unknown { reason } = &outcome
        {
            let (id, issue) = (&delivery.subscriber.id, delivery.issue.word());
            tracing::warn!(subscriber.id = id, issue, "a mail was not delivered: {reason}");
        }
        let settled = self.site.store.deliveries.settle(&delivery, &outcome, clock()).await;
        settled.context("could not note what became of a mail")?;
        Ok(true)
    }

    /// What is to be sent; none when there is nothing new.
    async fn letter(
        &mut self,
        delivery: &Delivery,
        now: Timestamp,
    ) -> anyhow::Result<Option<Letter>> {
        let (site, mail, subscriber) = (self.site, &self.post.mail, &delivery.subscriber);
        let could_not = "could not write the mail";
        if delivery.issue == Issue::Confirmation {
            return web::confirmation(site, mail, subscriber, now).map(Some).context(could_not);
        }
        let rhythm = subscriber.plan.as_ref().unwrap_or(&subscriber.wish).rhythm;
        if !self.digests.iter().any(|(own, _)| *own == rhythm) {
            let digest = web::digest(site, mail, rhythm, now).await.context(could_not)?;
            self.digests.push((rhythm, digest));
        }
        let made = self.digests.iter().find(|(own, _)| *own == rhythm);
        let Some(digest) = made.and_then(|(_, digest)| digest.as_ref()) else { return Ok(None) };
        digest.letter(site, mail, subscriber, now).map(Some).context(could_not)
    }

    async fn post(&mut self, delivery: &Delivery, letter: &Letter, now: Timestamp) -> Outcome {
        let post = self.post;
        let message = match eml(letter, &post.sender, delivery, &self.site.look.base_url, now) {
            Ok(message) => message,
            Err(error) => return post.later(delivery, now, format!("{error:#}")),
        };
        let line = match self.line.take() {
            Some(line) => Ok(line),
            None => Line::open(&post.settings, post.password.as_deref()).await,
        };
        let mut line = match line {
            Ok(line) => line,
            Err(reason) => {
                post.resting().server = now.saturating_add(REST).unwrap_or(now);
                return post.later(delivery, now, reason);
            }
        };
        let posted = line.post(&post.sender.from, &delivery.subscriber.address, &message).await;
        match posted {
            Posted::Taken => {
                self.line = Some(line);
                Outcome::Sent
            }
            Posted::Refused(reason) => {
                line.close().await;
                Outcome::Refused { reason, stop_after: post.settings.refusals }
            }
            Posted::NotNow(reason) => {
                line.close().await;
                post.later(delivery, now, reason)
            }
            Posted::Unknown(reason) => Outcome::Unknown { reason },
        }
    }
}
