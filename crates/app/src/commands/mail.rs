use crate::clock::Clock;
use crate::commands::search::site;
use crate::commands::{Place, say, time};
use crate::instance::Instance;
use crate::mail::{self, Postbox, Sender};
use anyhow::{Context, bail};
use clap::ValueEnum;
use jiff::Timestamp;
use news::{MailPlan, Rhythm, counted};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use store::{Delivery, DeliveryLine, Issue, Store, Subscriber};
use web::Site;

/// Flags of `newsloom mail`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Write the mail that would go out now, as a file that mail programs open (.eml)
    #[command(after_help = "Example:\n  newsloom mail preview --issue weekly --to weekly.eml")]
    Preview {
        /// Which mail
        #[arg(long, value_enum, default_value_t = Which::Daily)]
        issue: Which,
        /// Where to; standard output without it
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        /// The time to work at, instead of the machine's clock
        #[arg(long, value_parser = time, value_name = "TIME")]
        at: Option<Timestamp>,
    },
    /// List the subscribers: address, state, plan, next issue
    Subscribers,
    /// List the mails, the latest first, and those of which nobody knows whether they arrived
    Deliveries {
        /// Mails that are shown
        #[arg(long, default_value_t = 50)]
        most: u32,
    },
    /// Forget a subscriber, as when he asks for it by letter
    Remove {
        /// His address
        address: String,
    },
    /// Send what waits. `newsloom run` does so by itself
    #[command(
        after_help = "Examples:\n  newsloom mail send\n  newsloom mail send --now    today's issue to all who have not had it\n  newsloom mail send --lost   what died on its way too: one that did arrive comes twice"
    )]
    Send {
        /// Also today's issue to everybody who has not had it, whatever his hour
        #[arg(long)]
        now: bool,
        /// Also what died on its way, of which nobody knows whether it arrived
        #[arg(long)]
        lost: bool,
        /// The time to work at, instead of the machine's clock
        #[arg(long, value_parser = time, value_name = "TIME")]
        at: Option<Timestamp>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Which {
    Daily,
    Weekly,
    Confirmation,
}

/// Runs the command.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (instance, store) = args.place.open().await?;
    match &args.action {
        Action::Preview { issue, to, at } => {
            let now = Clock::at(*at).now();
            preview(&instance, store, *issue, to.as_ref(), now).await?;
        }
        Action::Subscribers => list(&store).await?,
        Action::Deliveries { most } => list_deliveries(&store, *most).await?,
        Action::Remove { address } => remove(&store, address).await?,
        Action::Send { now, lost, at } => {
            send(&instance, store, *now, *lost, &Clock::at(*at)).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn preview(
    instance: &Instance,
    store: Store,
    issue: Which,
    to: Option<&PathBuf>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let settings = &instance.settings.mail;
    let form = mail::key_and_form(settings, &store).await?;
    let site = readers_site(instance, store);
    let rhythm = if matches!(issue, Which::Weekly) { Rhythm::Weekly } else { Rhythm::Daily };
    let delivery = to_nobody(issue, rhythm, settings.hour, now)?;
    let letter = match issue {
        Which::Confirmation => web::confirmation(&site, &form, &delivery.subscriber, now)?,
        Which::Daily | Which::Weekly => {
            let Some(digest) = web::digest(&site, &form, rhythm, now).await? else {
                bail!(
                    "nothing would go out: no front page of the last day (weekly: of the last week) has a published story"
                );
            };
            digest.letter(&site, &form, &delivery.subscriber, now)?
        }
    };
    let sender = match settings.from.is_empty() {
        true => Sender { from: "newsloom@localhost".parse()?, reply_to: None },
        false => Sender::of(settings)?,
    };
    let eml = mail::eml(&letter, &sender, &delivery, &site.look.base_url, now)?;
    match to {
        Some(path) => std::fs::write(path, eml)
            .with_context(|| format!("{}: cannot be written", path.display())),
        None => Ok(std::io::stdout().write_all(&eml)?),
    }
}

/// The site as mails need it: nothing is searched.
fn readers_site(instance: &Instance, store: Store) -> Site {
    let index = instance.search(&store, search::Right::Read);
    site(instance, store, index)
}

/// A mail to a reader whom there is not; the links in it lead to nobody.
fn to_nobody(issue: Which, rhythm: Rhythm, hour: u8, now: Timestamp) -> anyhow::Result<Delivery> {
    let plan = MailPlan::new(rhythm.word(), &hour.to_string(), "UTC")?;
    let issue = match issue {
        Which::Confirmation => Issue::Confirmation,
        Which::Daily | Which::Weekly => Issue::Digest(plan.day(now)),
    };
    let subscriber = Subscriber {
        id: "preview".to_owned(),
        address: "reader@example.org".to_owned(),
        wish: plan.clone(),
        asked: now,
        plan: Some(plan),
        confirmed: Some(now),
        due: None,
        refusals: 0,
        reason: None,
        stopped: None,
    };
    Ok(Delivery { subscriber, issue, attempts: 0 })
}

async fn list(store: &Store) -> anyhow::Result<()> {
    let all = store.subscribers.subscribers().await?;
    for subscriber in &all {
        say(told(subscriber))?;
    }
    say(counted(all.len(), "subscriber", "subscribers"))?;
    Ok(())
}

fn told(subscriber: &Subscriber) -> String {
    let Subscriber { address, asked, reason, .. } = subscriber;
    match (&subscriber.plan, subscriber.stopped, subscriber.due) {
        (None, _, _) => format!("{address}  not confirmed, asked {asked}"),
        (Some(plan), Some(at), _) => {
            let (plan, reason) = (plan.words(), reason.as_deref().unwrap_or("no reason kept"));
            format!("{address}  stopped {at}  {plan}\n    {reason}")
        }
        (Some(plan), None, due) => {
            let due = due.map_or_else(|| "never".to_owned(), |due| due.to_string());
            format!("{address}  confirmed  {}  next {due}", plan.words())
        }
    }
}

async fn list_deliveries(store: &Store, most: u32) -> anyhow::Result<()> {
    for line in store.deliveries.deliveries(most).await? {
        say(delivery_told(&line))?;
    }
    let lost = store.deliveries.lost(Timestamp::now()).await?;
    if !lost.is_empty() {
        say(format_args!(
            "of {} nobody knows whether they arrived; `newsloom mail send --lost` sends them again:",
            counted(lost.len(), "mail", "mails")
        ))?;
    }
    for line in &lost {
        say(delivery_told(line))?;
    }
    Ok(())
}

fn delivery_told(line: &DeliveryLine) -> String {
    let DeliveryLine { address, issue, state, at, .. } = line;
    let reason = line.reason.as_ref().map_or_else(String::new, |reason| format!("\n    {reason}"));
    format!("{at}  {address}  {}  {}{reason}", issue.word(), state.word())
}

async fn remove(store: &Store, address: &str) -> anyhow::Result<()> {
    let found = store.subscribers.by_address(&address.to_ascii_lowercase()).await?;
    let Some(subscriber) = found else {
        bail!("{address}: no such subscriber; `newsloom mail subscribers` lists them");
    };
    store.subscribers.leave(&subscriber.id).await?;
    say(format_args!("{address}: forgotten"))?;
    Ok(())
}

async fn send(
    instance: &Instance,
    store: Store,
    all: bool,
    lost: bool,
    clock: &Clock,
) -> anyhow::Result<()> {
    let Some(postbox) = Postbox::open(&instance.settings.mail, &store).await? else {
        bail!("mail.enabled is false; nothing is mailed until it is true");
    };
    let now = clock.now();
    if all {
        store.deliveries.open_all_digests(now).await?;
    }
    if lost {
        store.deliveries.send_lost_again(now).await?;
    }
    let site = readers_site(instance, store);
    let mut sent = 0;
    loop {
        match postbox.send_due(&site, || clock.now()).await? {
            0 => break,
            some => sent += some,
        }
    }
    say(format_args!(
        "{} worked off; `newsloom mail deliveries` shows what became of each",
        counted(sent, "mail", "mails")
    ))?;
    Ok(())
}
