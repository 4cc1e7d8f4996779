//! `newsloom desk merge`, `split` and `unmerge`.

use super::Said;
use crate::commands::{Named, find_named, find_story, say};
use crate::regroup;
use anyhow::bail;
use news::{StoryId, counted};
use store::Store;

pub const MERGE_HELP: &str = "The first story keeps its id; those of the others lead to it from then on. A pin on one of them goes \
    along; a story that somebody holds or withdrew is not merged.\n\nExample:\n  newsloom desk merge 3f9a 77b0 --as \"Ada Reviewer\"";
pub const SPLIT_HELP: &str = "`desk show STORY` lists its articles. Copies of an article go along with it.\n\n\
    Example:\n  newsloom desk split 3f9a --out 08c1f2 --out 5b77e0 --as \"Ada Reviewer\"";
pub const UNMERGE_HELP: &str = "Example:\n  newsloom desk unmerge 77b0 --as \"Ada Reviewer\"";

/// Which stories are one.
#[derive(Debug, clap::Args)]
pub struct Merge {
    /// Ids of stories, the beginnings of them, or their addresses; the first keeps its id
    #[arg(required = true, num_args = 2.., value_name = "STORY")]
    stories: Vec<String>,
    #[command(flatten)]
    said: Said,
}

/// Which articles tell of another event.
#[derive(Debug, clap::Args)]
pub struct Split {
    /// Id of a story, the beginning of it, or its address
    story: String,
    /// Article that leaves, by its id or the beginning of it; may be repeated
    #[arg(long, required = true, num_args = 1.., value_name = "ARTICLE")]
    out: Vec<String>,
    #[command(flatten)]
    said: Said,
}

/// Which merge is taken back.
#[derive(Debug, clap::Args)]
pub struct Unmerge {
    /// Id of the story that was merged, the beginning of it, or its old address
    story: String,
    #[command(flatten)]
    said: Said,
}

pub async fn merge(store: &Store, asked: &Merge) -> anyhow::Result<()> {
    let mut stories = Vec::with_capacity(asked.stories.len());
    for named in &asked.stories {
        stories.push(find_story(store, named).await?);
    }
    let came = regroup::merge(store, &stories, &asked.said.word()).await?;
    let (into, reports) = (&stories[0], counted(came, "report", "reports"));
    say(format_args!(
        "Story {into}: {reports} came to it (by {}); it is written again by the next `newsloom run`.",
        asked.said.editor.trim()
    ))?;
    Ok(())
}

pub async fn split(store: &Store, asked: &Split) -> anyhow::Result<()> {
    let story = find_story(store, &asked.story).await?;
    let (to, left) = regroup::split(store, &story, &asked.out, &asked.said.word()).await?;
    let reports = counted(left, "report", "reports");
    say(format_args!(
        "Story {story}: {reports} left it for story {to} (by {}); both are written by the next `newsloom run`.",
        asked.said.editor.trim()
    ))?;
    Ok(())
}

pub async fn unmerge(store: &Store, asked: &Unmerge) -> anyhow::Result<()> {
    let story = match find_named(store, &asked.story).await? {
        Named::Merged { story, .. } => story,
        Named::Story(story) => bail!("{story}: was not merged into another"),
    };
    let (into, left) = regroup::unmerge(store, &story, &asked.said.word()).await?;
    let reports = counted(left, "report", "reports");
    say(format_args!(
        "Story {story}: {reports} came back to it from story {into} (by {}); both are written by the next \
         `newsloom run`.",
        asked.said.editor.trim()
    ))?;
    if store.pins.pins().await?.contains_key(&into) {
        say(format_args!("The pin on story {into} stays there."))?;
    }
    Ok(())
}

/// Says where a merged story went.
pub async fn show_merged(store: &Store, story: &StoryId, into: &StoryId) -> anyhow::Result<()> {
    say(format_args!(
        "story {story} was merged into {into}; `newsloom desk show {into}` shows that"
    ))?;
    say(regroup::told(store, story).await?.trim_start())?;
    Ok(())
}
