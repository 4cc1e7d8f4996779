mod regroup;
mod strike;

use crate::commands::share;
use crate::commands::{AT_ONCE, Named, Place, find_named, find_story, say, time};
use crate::desk::{self, Word};
use crate::instance::Instance;
use crate::quarantine::told;
use crate::turns::rank::rank_stories;
use anyhow::bail;
use jiff::Timestamp;
use news::{ArticleId, Choice, Pin, Pull, Standing, Withdrawal, counted};
use std::process::ExitCode;
use store::{ArticleChoice, BriefLine, BriefState, Chosen, ReaderReport, Store};

/// Flags of `newsloom desk`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    action: Action,
}

/// On whose word.
#[derive(Debug, clap::Args)]
struct Said {
    /// Who says so
    #[arg(long = "as", value_name = "NAME")]
    editor: String,
    /// Why, for the other editors
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// The time to sign with, instead of the machine's clock
    #[arg(long, value_parser = time, value_name = "TIME")]
    now: Option<Timestamp>,
}

impl Said {
    fn word(&self) -> Word {
        let at = self.now.unwrap_or_else(Timestamp::now);
        Word { by: self.editor.clone(), why: self.why.clone(), at }
    }
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List every story's latest brief: published, or held and why
    List,
    /// Show a brief, each sentence beside the words that it rests on
    Show {
        /// Id of a story, the beginning of it, or its address
        story: String,
    },
    /// Approve the latest brief of a story, as it is
    #[command(after_help = "Example:\n  newsloom desk approve 3f9a --as \"Ada Reviewer\"")]
    Approve {
        /// Id of a story, the beginning of it, or its address
        story: String,
        /// Name shown to readers: "Reviewed by NAME"
        #[arg(long = "as", value_name = "NAME")]
        editor: String,
        /// The time to sign with, instead of the machine's clock
        #[arg(long, value_parser = time, value_name = "TIME")]
        now: Option<Timestamp>,
    },
    /// Keep a story off the site until it is approved; one that is published is withdrawn
    #[command(after_help = HOLD_HELP)]
    Hold(OffTheSite),
    /// Withdraw a published story: its page says so, when and why
    #[command(after_help = WITHDRAW_HELP)]
    Withdraw(OffTheSite),
    /// Put a story at the top of the front page
    #[command(after_help = PIN_HELP)]
    Pin(Pulled),
    /// Put a story at the end of the front page
    #[command(after_help = SINK_HELP)]
    Sink(Pulled),
    /// Take a pin or a sink off a story
    Unpin {
        /// Id of a story, the beginning of it, or its address
        story: String,
        /// Who says so
        #[arg(long = "as", value_name = "NAME")]
        editor: String,
        /// The time to rank at, instead of the machine's clock
        #[arg(long, value_parser = time, value_name = "TIME")]
        now: Option<Timestamp>,
    },
    /// Merge stories into the first named: they tell of one event, and no repair splits them again
    #[command(after_help = regroup::MERGE_HELP)]
    Merge(regroup::Merge),
    /// Split articles off a story, into one of their own: no repair joins the two again
    #[command(after_help = regroup::SPLIT_HELP)]
    Split(regroup::Split),
    /// Take a merge back: the merged story gets its id and its articles back
    #[command(after_help = regroup::UNMERGE_HELP)]
    Unmerge(regroup::Unmerge),
    /// Strike a sentence from a story for good: its brief is written anew without it, and no report and no
    /// later version brings it back
    #[command(after_help = strike::STRIKE_HELP)]
    Strike(strike::Strike),
    /// Take a strike back: what sources say of it may be told again
    #[command(after_help = strike::UNSTRIKE_HELP)]
    Unstrike(strike::Unstrike),
    /// List what was struck, by whom, why, and whether it was taken back
    Strikes,
    /// Count what each writer wrote, what was replaced, and what was withheld for which reason
    Counts,
    /// Show what outlets changed in reports that they had published, word by word
    #[command(after_help = CHANGES_HELP)]
    Changes {
        /// A story, as for `show`, or the id of an article [default: the latest changes of all]
        of: Option<String>,
    },
    /// List articles that screening dropped, with the reason
    Dropped,
    /// Let a dropped article through: no rule drops it again, and the edition's topic learns from it
    #[command(after_help = RESTORE_HELP)]
    Restore(OneArticle),
    /// Drop an article, also out of the story that it is in; the edition's topic learns from it
    #[command(after_help = KILL_HELP, visible_alias = "drop")]
    Kill(OneArticle),
    /// List what readers reported, the latest first
    Reports,
    /// List work that could not be done, with the reason
    Quarantine,
    /// Try quarantined work again: all of it, or one piece
    Retry {
        /// What to try again, as `quarantine` shows it
        subject: Option<String>,
    },
}

/// Which story goes off the site, and on whose word.
#[derive(Debug, clap::Args)]
struct OffTheSite {
    /// Id of a story, the beginning of it, or its address
    story: String,
    /// Who says so
    #[arg(long = "as", value_name = "NAME")]
    editor: String,
    /// Why; of a withdrawn story readers see it
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// The time to sign with, instead of the machine's clock
    #[arg(long, value_parser = time, value_name = "TIME")]
    now: Option<Timestamp>,
}

/// Which story an editor pulls, and how long.
#[derive(Debug, clap::Args)]
struct Pulled {
    /// Id of a story, the beginning of it, or its address
    story: String,
    /// Who says so; readers see it under "why here"
    #[arg(long = "as", value_name = "NAME")]
    editor: String,
    /// When it ends [default: when it is taken off]
    #[arg(long, value_parser = time, value_name = "TIME")]
    until: Option<Timestamp>,
    /// The time to sign with, instead of the machine's clock
    #[arg(long, value_parser = time, value_name = "TIME")]
    now: Option<Timestamp>,
}

/// Which article, and on whose word.
#[derive(Debug, clap::Args)]
struct OneArticle {
    /// Id of the article, as `dropped` shows it
    article: String,
    /// Who says so
    #[arg(long = "as", value_name = "NAME")]
    editor: String,
    /// Why, for the other editors
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// The time to sign with, instead of the machine's clock
    #[arg(long, value_parser = time, value_name = "TIME")]
    now: Option<Timestamp>,
}

const PIN_HELP: &str =
    "Example:\n  newsloom desk pin 3f9a --as \"Ada Reviewer\" --until 2026-11-24T06:00:00Z";
const SINK_HELP: &str = "Example:\n  newsloom desk sink 3f9a --as \"Ada Reviewer\"";
const RESTORE_HELP: &str = "Example:\n  newsloom desk restore 3f9a1c --as \"Ada Reviewer\"";
const KILL_HELP: &str =
    "Example:\n  newsloom desk kill 3f9a1c --as \"Ada Reviewer\" --why \"an advertisement\"";
const CHANGES_HELP: &str =
    "Removed words stand in [- -], added ones in {+ +}.\n\nExample:\n  newsloom desk changes 3f9a";
const HOLD_HELP: &str = "Example:\n  newsloom desk hold 3f9a --as \"Ada Reviewer\" --why \"the mayor has not answered\"";
const WITHDRAW_HELP: &str =
    "Example:\n  newsloom desk withdraw 3f9a --as \"Ada Reviewer\" --why \"It was another ship.\"";

/// How many lines a list shows at most.
const LINES: u32 = 500;

/// Runs the command.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (instance, store) = args.place.open().await?;
    match &args.action {
        Action::List => list(&store).await?,
        Action::Show { story } => match find_named(&store, story).await? {
            Named::Story(story) => say(desk::show(&store, &story).await?)?,
            Named::Merged { story, into } => regroup::show_merged(&store, &story, &into).await?,
        },
        Action::Merge(asked) => regroup::merge(&store, asked).await?,
        Action::Split(asked) => regroup::split(&store, asked).await?,
        Action::Unmerge(asked) => regroup::unmerge(&store, asked).await?,
        Action::Approve { story, editor, now } => {
            let story = find_story(&store, story).await?;
            let now = now.unwrap_or_else(Timestamp::now);
            let version = desk::approve(&store, &story, editor, now).await?;
            say(format_args!(
                "Story {story}, version {version}: reviewed by {editor}, published."
            ))?;
        }
        Action::Hold(asked) => hold(&store, asked).await?,
        Action::Withdraw(asked) => withdraw(&store, asked).await?,
        Action::Pin(asked) => pull(&instance, &store, asked, Pull::Up).await?,
        Action::Sink(asked) => pull(&instance, &store, asked, Pull::Down).await?,
        Action::Unpin { story, editor, now } => {
            let story = find_story(&store, story).await?;
            desk::unpin(&store, &story, editor).await?;
            let now = now.unwrap_or_else(Timestamp::now);
            rank_stories(&store, &instance.settings, now).await?;
            say(format_args!(
                "Story {story}: where it belongs by its reports again (by {editor})."
            ))?;
        }
        Action::Strike(asked) => strike::strike(&instance, &store, asked).await?,
        Action::Unstrike(asked) => strike::unstrike(&instance, &store, asked).await?,
        Action::Strikes => say(crate::strike::list(&store, LINES).await?)?,
        Action::Counts => say(crate::strike::counts(&store).await?)?,
        Action::Changes { of } => say(desk::changes(&store, of.as_deref(), LINES).await?)?,
        Action::Dropped => dropped(&store).await?,
        Action::Restore(asked) => choose(&store, asked, Choice::Keep).await?,
        Action::Kill(asked) => choose(&store, asked, Choice::Kill).await?,
        Action::Reports => reports(&store).await?,
        Action::Quarantine => quarantine(&store).await?,
        Action::Retry { subject } => {
            let count = store.work.release(subject.as_deref(), AT_ONCE).await?;
            if let (0, Some(subject)) = (count, subject) {
                bail!("{subject}: is not in quarantine; `newsloom desk quarantine` shows what is");
            }
            let pieces = counted(count, "piece of work", "pieces of work");
            say(format_args!("{pieces} will be tried again by the next `newsloom run`."))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn hold(store: &Store, asked: &OffTheSite) -> anyhow::Result<()> {
    let story = find_story(store, &asked.story).await?;
    let (editor, now) = (&asked.editor, asked.now.unwrap_or_else(Timestamp::now));
    let came = desk::hold(store, &story, editor, asked.why.as_deref(), now).await?;
    let what = match came {
        desk::OffTheSite::Withdrawn => "it was published, and is withdrawn now",
        desk::OffTheSite::Held => "held",
    };
    say(format_args!("Story {story}: {what} (by {editor}); `desk approve` publishes it."))?;
    Ok(())
}

async fn withdraw(store: &Store, asked: &OffTheSite) -> anyhow::Result<()> {
    let story = find_story(store, &asked.story).await?;
    let (editor, now) = (&asked.editor, asked.now.unwrap_or_else(Timestamp::now));
    desk::withdraw(store, &story, editor, asked.why.as_deref(), now).await?;
    say(format_args!("Story {story}: withdrawn by {editor}; `desk approve` publishes it again."))?;
    Ok(())
}

/// Pins or sinks a story, and orders the front page anew so that readers see it at once.
async fn pull(
    instance: &Instance,
    store: &Store,
    asked: &Pulled,
    pull: Pull,
) -> anyhow::Result<()> {
    let story = find_story(store, &asked.story).await?;
    let at = asked.now.unwrap_or_else(Timestamp::now);
    let pin = Pin { pull, by: asked.editor.trim().to_owned(), at, until: asked.until };
    desk::pin(store, &story, &pin).await?;
    rank_stories(store, &instance.settings, at).await?;
    let until =
        asked.until.map_or("`desk unpin` takes it off".to_owned(), |t| format!("until {t}"));
    say(format_args!("Story {story}: {} (by {}); {until}.", pull.word(), pin.by))?;
    if store.briefs.published(&story).await?.is_none() {
        say("Nothing of it is published: it stands on no page until `desk approve` publishes it.")?;
    }
    Ok(())
}

async fn list(store: &Store) -> anyhow::Result<()> {
    let pins = store.pins.pins().await?;
    for BriefLine { story, version, headline, state, withheld, .. } in store.briefs.latest().await?
    {
        let pin = pins.get(&story).map(pinned).unwrap_or_default();
        let state = match state {
            BriefState::Published(Standing::NotYetReviewed) => "not yet reviewed".to_owned(),
            BriefState::Published(Standing::Reviewed { by, .. }) => format!("reviewed by {by}"),
            BriefState::Held(reason) => format!("HELD: {reason}"),
            BriefState::Withdrawn(_, Withdrawal { by, at, why }) => {
                let why = why.map(|why| format!(": {why}")).unwrap_or_default();
                format!("WITHDRAWN by {by} at {at}{why}")
            }
        };
        say(format_args!(
            "{story}  v{version}  {withheld} withheld  {state}{pin}\n    {headline}"
        ))?;
    }
    Ok(())
}

fn pinned(pin: &Pin) -> String {
    let until = pin.until.map(|until| format!(" until {until}")).unwrap_or_default();
    format!("  {} by {} at {}{until}", pin.pull.word(), pin.by, pin.at)
}

async fn dropped(store: &Store) -> anyhow::Result<()> {
    for dropped in store.articles.dropped(LINES).await? {
        say(format_args!("{}  {}\n    {}", dropped.article, dropped.reason, dropped.title))?;
    }
    Ok(())
}

async fn reports(store: &Store) -> anyhow::Result<()> {
    for report in store.reader_reports.reader_reports(LINES).await? {
        let ReaderReport { story, issue, description, sources, at, .. } = report;
        let words: Vec<&str> = description.split_whitespace().collect();
        say(format_args!("{story}  {at}  {issue}\n    {}", words.join(" ")))?;
        for source in sources {
            say(format_args!("    {source}"))?;
        }
    }
    Ok(())
}

async fn choose(store: &Store, asked: &OneArticle, choice: Choice) -> anyhow::Result<()> {
    let OneArticle { article, editor, why, now } = asked;
    let chosen = ArticleChoice {
        article: ArticleId(article.clone()),
        choice,
        by: editor.clone(),
        why: why.clone(),
        at: now.unwrap_or_else(Timestamp::now),
    };
    let what = match desk::choose(store, &chosen).await? {
        Chosen::GoesOn => "restored; it joins a story with the next `newsloom run`".to_owned(),
        Chosen::Stays(story) => format!("kept; it stands in story {story}"),
        Chosen::Stops => "killed; `desk restore` brings it back".to_owned(),
        Chosen::Left(story) => format!("killed, and out of story {story}, which is written again"),
    };
    say(format_args!("Article {article}: {what} (by {editor})."))?;
    Ok(())
}

async fn quarantine(store: &Store) -> anyhow::Result<()> {
    for job in store.work.quarantined(LINES).await? {
        let told = told(store, job.stage, &job.subject, &job.reason).await?;
        let tries = counted(job.attempts, "try", "tries");
        say(format_args!("{}  {}  {tries}\n    {told}", job.subject, job.at))?;
    }
    // Posts have no jobs: `newsloom share again` opens them.
    for line in store.shares.troubled_shares(Timestamp::MIN, Timestamp::now()).await? {
        say(format_args!("post to {}", share::told(&line)))?;
    }
    Ok(())
}
