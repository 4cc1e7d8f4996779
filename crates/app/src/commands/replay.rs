use crate::commands::{Place, say};
use crate::settings::{Settings, settings_text};
use anyhow::{Context, bail};
use jiff::civil::Date;
use news::Term;
use pipeline::rank::{Replayed, Weights, replay};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::Store;

/// Flags of `newsloom replay`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// The day whose front page is ordered anew, such as 2026-11-23 (UTC)
    date: String,
    /// Settings file whose section `rank` holds the other weights; keys that it lacks have their default
    #[arg(long, value_name = "FILE")]
    weights: PathBuf,
}

const HELP: &str = "\
Nothing is changed. The values of the terms are those of the day; fade_hours, reports_cap and
novelty_hours, which make the values, change nothing here.

Example:
  newsloom replay 2026-11-23 --weights bolder.toml";

/// Runs the command.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let date: Date = args
        .date
        .parse()
        .map_err(|_| anyhow::anyhow!("{}: is no date; write it as in 2026-11-23", args.date))?;
    let weights = read_weights(&args.weights)?;
    let (_, store) = args.place.open().await?;
    let Some(page) = store.stories.front_page(Some(date)).await? else {
        bail!("{date}: has no front page; {}", known_days(&store).await?);
    };
    let replayed =
        replay(&page, &weights).with_context(|| format!("{date}: cannot be replayed"))?;
    let shown = page.items.len();
    say(format_args!("The front page of {} under {}:", page.at, args.weights.display()))?;
    for (index, one) in replayed.iter().enumerate() {
        if index < shown || one.place.is_some() {
            say(line(&store, index + 1, shown, one).await?)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The weights of a settings file.
pub fn read_weights(path: &Path) -> anyhow::Result<Weights> {
    let name = path.display().to_string();
    let Some(text) = settings_text(path)? else {
        bail!("{name}: no such file; give a settings file with a section [rank]");
    };
    Ok(Settings::read(&text, &name)?.rank)
}

async fn known_days(store: &Store) -> anyhow::Result<String> {
    let days = store.stories.days().await?;
    Ok(match (days.first(), days.last()) {
        (Some(last), Some(first)) => format!("they are kept from {first} to {last}"),
        _ => "none was kept yet: `newsloom run` makes one".to_owned(),
    })
}

/// `new place (old place)  story  headline`, and the terms with their weights of then and now.
async fn line(store: &Store, place: usize, shown: usize, one: &Replayed) -> anyhow::Result<String> {
    let was = one.place.map_or("below the page".to_owned(), |place| format!("was {place}"));
    let now = if place > shown { "below".to_owned() } else { format!("{place}.") };
    let brief = store.briefs.version(&one.then.story, one.then.version).await?;
    let headline = brief.map(|record| record.brief.headline.statement.text().to_owned());
    let headline = headline.unwrap_or_else(|| "(its brief is gone)".to_owned());
    let score = |terms: &[Term]| terms.iter().map(Term::adds).sum::<f64>();
    Ok(format!(
        "{now:>5} ({was})  {}  {headline}\n      {:.3} = {}\n  was {:.3} = {}",
        one.then.story,
        score(&one.terms),
        sum(&one.terms),
        score(&one.then.terms),
        sum(&one.then.terms)
    ))
}

/// The terms that weigh anything: value times weight.
fn sum(terms: &[Term]) -> String {
    let weighed = terms.iter().filter(|term| term.adds() != 0.0);
    let parts: Vec<String> =
        weighed.map(|t| format!("{} {:.2}×{:.2}", t.name, t.value, t.weight)).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(" + ") }
}
