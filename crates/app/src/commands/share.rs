use crate::clock::Clock;
use crate::commands::{Place, say, time};
use crate::instance::Instance;
use crate::share::{self, Target};
use anyhow::bail;
use jiff::Timestamp;
use news::counted;
use std::process::ExitCode;
use store::{Share, ShareLine, Store};

/// Flags of `newsloom share`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Show what the front page calls for, as it would be sent, and send nothing
    #[command(after_help = "Example:\n  newsloom share preview team")]
    Preview {
        /// To whom, as [share.to] names them; to all without it
        target: Option<String>,
    },
    /// List what was posted, the latest first, and what needs somebody
    List {
        /// Posts that are shown
        #[arg(long, default_value_t = 50)]
        most: u32,
        /// The time to look at, instead of the machine's clock
        #[arg(long, value_parser = time, value_name = "TIME")]
        now: Option<Timestamp>,
    },
    /// Open what failed for good again, and what may have arrived or not: one that did stands there twice
    Again {
        /// To whom
        target: String,
        /// The time to work at, instead of the machine's clock
        #[arg(long, value_parser = time, value_name = "TIME")]
        now: Option<Timestamp>,
    },
}

/// Shows what is posted elsewhere; `newsloom run` posts it.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (instance, store) = args.place.open().await?;
    match &args.action {
        Action::Preview { target } => preview(&instance, &store, target.as_deref()).await?,
        Action::List { most, now } => list(&store, *most, Clock::at(*now).now()).await?,
        Action::Again { target, now } => again(&store, target, Clock::at(*now).now()).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn preview(instance: &Instance, store: &Store, named: Option<&str>) -> anyhow::Result<()> {
    let targets = share::targets(&instance.settings.share, &instance.dir)?;
    if targets.is_empty() {
        bail!("share.to names nobody; see the section [share] of newsloom.toml");
    }
    let mut targets =
        targets.into_iter().filter(|target| named.is_none_or(|name| target.name == name));
    let Some(first) = targets.next() else {
        bail!("{}: share.to names no such target", named.unwrap_or_default());
    };
    for target in [first].into_iter().chain(targets) {
        preview_to(instance, store, &target).await?;
    }
    Ok(())
}

async fn preview_to(instance: &Instance, store: &Store, target: &Target) -> anyhow::Result<()> {
    let wanted = share::wanted(store, target).await?;
    let quiet = if target.is_quiet(Timestamp::now()) { ", quiet now" } else { "" };
    let stories = counted(wanted.len(), "story", "stories");
    say(format_args!(
        "{} ({}{quiet}): the front page has {stories} for it",
        target.name,
        target.service.word()
    ))?;
    let posted = store.shares.shares(1000).await?;
    for (story, version) in wanted {
        let share = Share { target: target.name.clone(), story, version, attempts: 0 };
        let site = &instance.settings.site;
        let post = share::post(store, &site.base_url, &site.language, target, &share).await?;
        let Some(post) = post else { continue };
        let before = posted
            .iter()
            .find(|line| (&line.share.target, &line.share.story) == (&share.target, &share.story));
        say(format_args!("\n{}  {}", share.story, post.headline))?;
        if let Some(line) = before {
            say(format_args!(
                "    {} {}, version {}",
                line.state.word(),
                line.at,
                line.share.version
            ))?;
        }
        let call = target.service.call(&post);
        say(format_args!("    POST {}", target.unsecret(&call.url)))?;
        for (name, value) in &call.headers {
            say(format_args!("    {name}: {}", target.unsecret(value)))?;
        }
        let body = serde_json::to_string_pretty(&call.body)?;
        say(format_args!("    {}", body.replace('\n', "\n    ")))?;
    }
    Ok(())
}

async fn list(store: &Store, most: u32, now: Timestamp) -> anyhow::Result<()> {
    for line in store.shares.shares(most).await? {
        say(told(&line))?;
    }
    let troubled = store.shares.troubled_shares(Timestamp::MIN, now).await?;
    if !troubled.is_empty() {
        let posts = counted(troubled.len(), "post", "posts");
        say(format_args!(
            "{posts} failed or may not have arrived; `newsloom share again TARGET` opens them again:"
        ))?;
    }
    for line in &troubled {
        say(told(line))?;
    }
    Ok(())
}

/// A post in a line, with what was wrong below it.
pub fn told(line: &ShareLine) -> String {
    let ShareLine { share, state, at, reason, place } = line;
    let place = place.as_ref().map_or_else(String::new, |place| format!("  {place}"));
    let reason = reason.as_ref().map_or_else(String::new, |reason| format!("\n    {reason}"));
    let Share { target, story, version, .. } = share;
    format!("{at}  {target}  {story} version {version}  {}{place}{reason}", state.word())
}

async fn again(store: &Store, target: &str, now: Timestamp) -> anyhow::Result<()> {
    let opened = store.shares.share_again(target, now).await?;
    say(format_args!("{} to {target} opened again", counted(opened, "post", "posts")))?;
    Ok(())
}
