//! `newsloom desk strike` and `unstrike`.

use super::Said;
use crate::commands::{find_story, say};
use crate::instance::Instance;
use crate::strike;
use crate::turns::write::Written;
use news::StoryId;
use store::Store;

pub const STRIKE_HELP: &str = "`desk show STORY` numbers the sentences. A figure, a quote, a line of the timeline or a side of a \
    disagreement goes with the sentence of the source that it is from.\n\n\
    Example:\n  newsloom desk strike 3f9a 4 --as \"Ada Reviewer\" --why \"the ministry denies it\"\n  \
    newsloom desk strike 3f9a \"asleep at the helm\" --as \"Ada Reviewer\"";
pub const UNSTRIKE_HELP: &str = "`desk strikes` numbers the strikes.\n\nExample:\n  newsloom desk unstrike 2 --as \"Ada Reviewer\"";

/// Which sentence goes.
#[derive(Debug, clap::Args)]
pub struct Strike {
    /// Id of a story, the beginning of it, or its address
    story: String,
    /// Number of the sentence, as `desk show` gives it, or words that only it has
    sentence: String,
    #[command(flatten)]
    said: Said,
}

/// Which strike is taken back.
#[derive(Debug, clap::Args)]
pub struct Unstrike {
    /// Number of the strike, as `desk strikes` gives it
    number: u64,
    #[command(flatten)]
    said: Said,
}

/// Strikes a sentence and says what became of the brief.
pub async fn strike(instance: &Instance, store: &Store, asked: &Strike) -> anyhow::Result<()> {
    let story = find_story(store, &asked.story).await?;
    let word = asked.said.word();
    let done = strike::strike(instance, store, &story, &asked.sentence, &word).await?;
    let by = word.by.trim();
    say(format_args!("Story {story}: strike {} (by {by}): {}", done.number, done.text))?;
    if done.was_out {
        say("The versions that said so are off the site.")?;
    }
    tell(&story, &done.written)?;
    say(format_args!("`newsloom desk unstrike {}` takes it back.", done.number))?;
    Ok(())
}

/// Takes a strike back and says what became of the brief.
pub async fn unstrike(instance: &Instance, store: &Store, asked: &Unstrike) -> anyhow::Result<()> {
    let word = asked.said.word();
    let (story, written) = strike::unstrike(instance, store, asked.number, &word).await?;
    let (number, by) = (asked.number, word.by.trim());
    say(format_args!("Story {story}: strike {number} is taken back (by {by})."))?;
    Ok(tell(&story, &written)?)
}

fn tell(story: &StoryId, written: &Written) -> std::io::Result<()> {
    match written {
        Written::Published => say("Its brief is written anew, and published."),
        Written::Held(reason) => say(format_args!(
            "Its brief is written anew and waits at the desk: {reason}; `newsloom desk approve {story}` publishes it."
        )),
        Written::Nothing(reason) => say(format_args!("Nothing is left to be written: {reason}.")),
        Written::Reserved => {
            say("Nothing is written: its outlets keep their words for themselves.")
        }
        Written::Overtaken => say("Its brief is written anew with the next `newsloom run`."),
    }
}
