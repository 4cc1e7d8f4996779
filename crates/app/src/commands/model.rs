use crate::commands::{Place, say};
use crate::settings::ModelWriter;
use crate::writer::{begins, caps};
use jiff::{SignedDuration, Timestamp};
use news::counted;
use std::process::ExitCode;
use store::{Call, Ledger, Store, Taken};

/// Flags of `newsloom model`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Show what calls took and cost: of the day and the month beside their caps, by day, and the last ones
    #[command(after_help = "Example:\n  newsloom model ledger --days 7 --calls 50")]
    Ledger {
        /// Days that are shown, the last first
        #[arg(long, default_value_t = 31, value_parser = clap::value_parser!(u16).range(1..=3660))]
        days: u16,
        /// Calls that are shown, the last first
        #[arg(long, default_value_t = 20)]
        calls: u32,
    },
}

/// Runs the command.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (instance, store) = args.place.open().await?;
    let Action::Ledger { days, calls } = &args.action;
    let now = Timestamp::now();
    for line in spending(&store, &instance.settings.model.writer, now).await? {
        say(line)?;
    }
    let since = begins(now).0 - SignedDuration::from_hours(24 * i64::from(*days - 1));
    for day in store.ledger.days(since).await? {
        let made = counted(day.calls, "call", "calls");
        let date = day.day.strftime("%Y-%m-%d");
        say(format_args!("{date}  {}  {made}  {}", day.model, shown(day.taken)))?;
    }
    list(&*store.ledger, *calls).await?;
    Ok(ExitCode::SUCCESS)
}

async fn list(ledger: &dyn Ledger, most: u32) -> anyhow::Result<()> {
    for Call { at, model, purpose, subject, taken, outcome } in ledger.calls(most).await? {
        let outcome =
            outcome.as_deref().unwrap_or("not ended; counts with the most that it can take");
        say(format_args!(
            "{at}  {model}  {purpose}, story {subject}  {}\n    {outcome}",
            shown(taken)
        ))?;
    }
    Ok(())
}

/// What the day and the month took, each beside its caps.
pub async fn spending(
    store: &Store,
    settings: &ModelWriter,
    now: Timestamp,
) -> anyhow::Result<Vec<String>> {
    let mut lines = Vec::new();
    for (cap, name) in caps(settings, now).into_iter().zip(["today", "this month"]) {
        let taken = store.ledger.taken(cap.since).await?;
        let tokens = cap.tokens.map(|most| format!("; cap {most} tokens")).unwrap_or_default();
        let cost = cap.cost.map(|most| format!("; cap {}", money(most))).unwrap_or_default();
        lines.push(format!("{name} (UTC): {}{tokens}{cost}", shown(taken)));
    }
    Ok(lines)
}

fn shown(taken: Taken) -> String {
    let Taken { tokens_in, tokens_out, cost } = taken;
    format!("{tokens_in} tokens read, {tokens_out} written, cost {}", money(cost))
}

fn money(millionths: u64) -> String {
    format!("{:.4}", millionths as f64 / 1e6)
}
