//! `newsloom screen train|show|explain`: the topic of an edition, and what its desk taught it.

use crate::commands::{Place, say, time};
use crate::edition::{Edition, train};
use crate::stage;
use anyhow::bail;
use jiff::Timestamp;
use news::{Article, ArticleId, Choice, OutletId, Screening, counted};
use pipeline::screen::Screen;
use pipeline::screen::topic::{Provenance, Topic};
use std::process::ExitCode;
use store::Store;

/// Flags of `newsloom screen`.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Without a command it is a filter over JSON Lines.\n\nExamples:\n  newsloom screen --topic ai --explain < articles.jsonl\n  newsloom screen train --dir my-news"
)]
pub struct Args {
    /// What to do with the topic of an instance
    #[command(subcommand)]
    pub action: Option<Action>,
    /// The filter's flags
    #[command(flatten)]
    pub stage: stage::screen::FilterArgs,
}

/// What to do with the topic of an instance.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Learn the topic anew from what the desk kept and killed, and say how good it is
    Train {
        #[command(flatten)]
        place: Place,
        /// The time to sign with, instead of the machine's clock
        #[arg(long, value_parser = time, value_name = "TIME")]
        now: Option<Timestamp>,
    },
    /// Show what the edition is about, and what that was learned from
    Show {
        #[command(flatten)]
        place: Place,
    },
    /// Say what speaks for and against an article
    #[command(after_help = EXPLAIN_HELP)]
    Explain {
        #[command(flatten)]
        place: Place,
        /// Id of an article as `desk dropped` shows it, or any headline
        article: String,
    },
}

const EXPLAIN_HELP: &str =
    "Example:\n  newsloom screen explain \"Chatbot gives voters wrong polling dates\"";

/// Runs the command.
pub async fn run(action: &Action) -> anyhow::Result<ExitCode> {
    match action {
        Action::Train { place, now } => teach(place, now.unwrap_or_else(Timestamp::now)).await?,
        Action::Show { place } => show(place).await?,
        Action::Explain { place, article } => explain(place, article).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn teach(place: &Place, now: Timestamp) -> anyhow::Result<()> {
    let (instance, store) = place.open().await?;
    let topic = train(&store, &instance.settings.screen, now).await?;
    if let Some(last) = topic.learned().last() {
        say(format_args!("Learned from {}.", learned(last)))?;
    }
    say("It counts from the next article on; a running newsloom takes it over by itself.")?;
    Ok(())
}

/// Decisions and figures of one lesson, for a sentence.
fn learned(provenance: &Provenance) -> String {
    let Provenance { from, at, kept, killed, held_back } = provenance;
    let (precision, recall) = (held_back.precision * 100.0, held_back.recall * 100.0);
    format!(
        "{from} ({at}): {kept} kept, {killed} killed; of those held back in turn, {precision:.1} % of what it keeps \
         belongs, and it keeps {recall:.1} % of what belongs"
    )
}

async fn show(place: &Place) -> anyhow::Result<()> {
    let (instance, store) = place.open().await?;
    let rules = &instance.settings.screen;
    let edition = Edition::open(&store, rules, &instance.registry).await?;
    let screen = edition.screen();
    let Some(topic) = screen.topic() else {
        return Ok(say(
            "The edition is about everything: no `topic`, `query` or `examples` in [screen].",
        )?);
    };
    show_topic(topic)?;
    say(format_args!("Kept from a relevance of {:.0} % on.", rules.relevance * 100.0))?;
    say(choices(&store).await?)?;
    Ok(())
}

fn show_topic(topic: &Topic) -> anyhow::Result<()> {
    say(format_args!("Topic: {}", topic.name()))?;
    if !topic.phrases().is_empty() {
        say(format_args!("Phrases: {}", topic.phrases().join(", ")))?;
    }
    for provenance in topic.learned() {
        say(format_args!("Learned from {}.", learned(provenance)))?;
    }
    if topic.learned().is_empty() {
        say("Nothing is learned yet: the phrases and examples alone decide.")?;
    }
    Ok(())
}

async fn choices(store: &Store) -> anyhow::Result<String> {
    let choices = store.screenings.choices(u32::MAX).await?;
    let kept = choices.iter().filter(|(chosen, _)| chosen.choice == Choice::Keep).count();
    let articles = counted(choices.len() as u64, "article", "articles");
    Ok(format!("The desk chose on {articles}: {kept} kept, {} killed.", choices.len() - kept))
}

async fn explain(place: &Place, named: &str) -> anyhow::Result<()> {
    let (instance, store) = place.open().await?;
    let edition = Edition::open(&store, &instance.settings.screen, &instance.registry).await?;
    let screen = edition.screen();
    let id = ArticleId(named.to_owned());
    let article = match store.articles.latest(&id).await? {
        Some(article) => article,
        None if named.trim().is_empty() => bail!("no article is named, and no headline given"),
        None => headline(named),
    };
    say_screening(&screen, &article)?;
    if let Some(Screening { dropped, .. }) = store.screenings.screening(&id).await? {
        let stands = dropped.unwrap_or("kept".to_owned());
        say(format_args!("What stands: {stands}"))?;
    }
    Ok(())
}

fn say_screening(screen: &Screen, article: &Article) -> anyhow::Result<()> {
    say(&article.title)?;
    let screening = screen.screen(article);
    say(screening.dropped.unwrap_or("Kept.".to_owned()))?;
    for label in screen.labels(article) {
        say(format_args!("label {}: {}", label.name, label.why))?;
    }
    let Some(judgement) = screen.judge(article) else { return Ok(()) };
    let section = judgement.relevance.section.map(|name| format!(", section {name}"));
    let score = judgement.relevance.score * 100.0;
    say(format_args!("relevance {score:.0} %{}", section.unwrap_or_default()))?;
    say(format_args!("{:>+7.2}  of which nothing is known", judgement.beforehand))?;
    for reason in judgement.reasons {
        say(format_args!("{:>+7.2}  {}", reason.adds, reason.what))?;
    }
    Ok(())
}

/// An article of which only the headline is known.
fn headline(title: &str) -> Article {
    Article {
        id: ArticleId(String::new()),
        outlet: OutletId(String::new()),
        url: None,
        title: title.to_owned(),
        text: String::new(),
        byline: None,
        published: None,
        modified: None,
        language: None,
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: Timestamp::UNIX_EPOCH,
    }
}
