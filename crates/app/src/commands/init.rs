use crate::commands::feeds::add_list;
use crate::commands::say;
use crate::instance::{Instance, SETTINGS};
use crate::opml::{self, Listed};
use crate::settings::EXAMPLE;
use crate::starters::{self, STARTERS, Starter};
use anyhow::{Context, bail};
use news::counted;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Name of the list in the instance: the operator's copy to edit and import again.
const FEEDS: &str = "feeds.opml";

/// Flags of `newsloom init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to make the instance in
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// List of feeds to start with (may be repeated); `list` shows them all [default: ai]
    #[arg(long, value_name = "NAME")]
    pub starter: Vec<String>,
    /// Follow no feeds yet
    #[arg(long, conflicts_with = "starter")]
    pub empty: bool,
}

/// Makes an instance: settings, feed list, database.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.starter.iter().any(|word| word == "list") {
        return list();
    }
    let chosen = chosen(args)?;
    let dir = &args.dir;
    if dir.join(SETTINGS).exists() {
        bail!("{}: there is an instance here already; nothing was changed", dir.display());
    }
    let feeds = feeds(&chosen)?;
    write_settings(dir, &settings(&chosen))?;
    let instance = Instance::open(dir)?;
    let store = instance.store().await?;
    let mut count = 0;
    if !chosen.is_empty() {
        write_new(&dir.join(FEEDS), &opml::write("Newsloom", &feeds))?;
        count = add_list(&store, &instance.registry, &feeds).await?;
    }
    let feeds = counted(count, "feed", "feeds");
    say(format_args!("Made an instance in {} with {feeds}.", dir.display()))?;
    say(format_args!("Settings: {}", dir.join(SETTINGS).display()))?;
    say(format_args!("Next:     newsloom run --dir {}", dir.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn list() -> anyhow::Result<ExitCode> {
    for starter in STARTERS {
        let count = feeds(&[starter])?.len();
        say(format_args!("{:12} {count:>4} feeds  {}", starter.word, starter.about))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The starters that are named, else the first.
fn chosen(args: &Args) -> anyhow::Result<Vec<Starter>> {
    match (args.empty, args.starter.is_empty()) {
        (true, _) => Ok(Vec::new()),
        (false, true) => Ok(vec![STARTERS[0]]),
        (false, false) => {
            let found = args.starter.iter().map(|word| {
                starters::find(word)
                    .map_err(|known| anyhow::anyhow!("no starter {word:?}; {known}"))
            });
            found.collect()
        }
    }
}

/// The feeds of these starters, each address once; in folders when there are several.
fn feeds(chosen: &[Starter]) -> anyhow::Result<Vec<Listed>> {
    let mut seen = BTreeSet::new();
    let mut feeds = Vec::new();
    for starter in chosen {
        let read = opml::read(starter.opml.as_bytes());
        for mut feed in read.with_context(|| format!("the starter {} is broken", starter.word))? {
            if chosen.len() > 1 {
                feed.folder = Some(starter.word.to_owned());
            }
            if seen.insert(feed.url.clone()) {
                feeds.push(feed);
            }
        }
    }
    Ok(feeds)
}

/// Makes the folder with its settings file: the example, in which the first of each of these lines is another.
pub fn make_with(dir: &Path, lines: &[(&str, &str)]) -> anyhow::Result<()> {
    let settings = lines.iter().fold(EXAMPLE.to_owned(), |text, (line, other)| {
        debug_assert!(text.contains(line), "{line}");
        text.replacen(line, other, 1)
    });
    write_settings(dir, &settings)
}

fn write_settings(dir: &Path, settings: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("{}: cannot be made", dir.display()))?;
    write_new(&dir.join(SETTINGS), settings)
}

/// The settings of an edition that starts with these feeds: about the topic of the only starter that has one.
fn settings(chosen: &[Starter]) -> String {
    let topic = match chosen {
        [Starter { topic: Some(topic), .. }] => *topic,
        _ => "",
    };
    EXAMPLE.replacen(NO_TOPIC, &format!("\ntopic = {topic:?}\n"), 1)
}

/// How the example says that an edition is about everything.
const NO_TOPIC: &str = "\ntopic = \"\"\n";

fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let file = std::fs::File::create_new(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.with_context(|| format!("{}: cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    #[test]
    fn an_edition_is_about_the_topic_of_its_only_starter() {
        check(&[], "");
        check(&["ai"], "ai");
        check(&["world"], "");
        check(&["ai", "world"], "");
    }

    #[track_caller]
    fn check(words: &[&str], expected: &str) {
        let chosen: Vec<Starter> =
            words.iter().map(|word| starters::find(word).expect("there is one")).collect();
        let settings = Settings::read(&settings(&chosen), "newsloom.toml").expect("they are sound");
        assert_eq!(settings.screen.topic, expected, "{words:?}");
    }
}
