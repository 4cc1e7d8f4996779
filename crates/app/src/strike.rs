//! What an editor can do with one sentence: strike it from its story for good, and take that back.
//!
//! A strike is kept before anything is written anew, so that whatever dies afterwards, no later writing
//! says it again.

use crate::commands::AT_ONCE;
use crate::desk::{self, Word};
use crate::instance::Instance;
use crate::newsroom::model_writer;
use crate::turns::rank::rank_stories;
use crate::turns::write::{Writing, Written};
use crate::writer::ModelWriter;
use anyhow::{Context, bail};
use jiff::Timestamp;
use news::{Judged, Role, Statement, StoryId, Strike};
use pipeline::claims::struck_with;
use std::fmt::Write;
use store::{Store, TallyOf};

/// What a strike came to.
#[derive(Clone, Debug)]
pub struct Done {
    /// By which it is taken back.
    pub number: u64,
    /// The sentence.
    pub text: String,
    /// Whether versions that said it were out.
    pub was_out: bool,
    /// What became of the brief without it.
    pub written: Written,
}

/// Strikes a sentence of the latest version of a story's brief: the number that `desk show` gives it, or
/// words that only it has.
pub async fn strike(
    instance: &Instance,
    store: &Store,
    story: &StoryId,
    sentence: &str,
    word: &Word,
) -> anyhow::Result<Done> {
    let by = named(&word.by, "a sentence is struck")?;
    let record = desk::latest(store, story).await?;
    let statement = find(&record.brief.statements(), sentence)
        .with_context(|| format!("{story}, version {}", record.version))?;
    let claims = store.claims.of_story(story).await?;
    let (claims, evidence) = struck_with(statement, &claims);
    let why = word.why.as_deref().map(str::trim).filter(|why| !why.is_empty());
    let mut strike = Strike {
        number: 0,
        story: story.clone(),
        text: statement.text().to_owned(),
        evidence,
        claims,
        by: by.to_owned(),
        why: why.map(str::to_owned),
        at: word.at,
        undone: None,
    };
    let number = store.claims.strike(&strike, AT_ONCE).await?;
    strike.number = number.with_context(|| format!("{story}: no such story"))?;
    let model = model_writer(instance, store);
    let writing = writing(instance, store, model.as_ref(), word.at);
    let was_out = writing.take_off(story, std::slice::from_ref(&strike)).await?;
    let written = write_again(&writing, story).await?;
    Ok(Done { number: strike.number, text: strike.text, was_out, written })
}

/// Takes a strike back: sources that still say it may be told again. Gives the story and what became of its
/// brief.
pub async fn unstrike(
    instance: &Instance,
    store: &Store,
    number: u64,
    word: &Word,
) -> anyhow::Result<(StoryId, Written)> {
    let by = named(&word.by, "a strike is taken back")?;
    let strikes = store.claims.strikes(u32::MAX >> 1).await?;
    let Some(strike) = strikes.into_iter().find(|strike| strike.number == number) else {
        bail!("{number}: there is no such strike; `newsloom desk strikes` lists them");
    };
    if !store.claims.unstrike(number, by, word.at, AT_ONCE).await? {
        let undone = strike.undone.map(|(by, at)| format!(", by {by} at {at}"));
        bail!("{number}: was taken back before{}", undone.unwrap_or_default());
    }
    let merged = store.regroupings.merged_into(&strike.story).await?;
    let story = merged.unwrap_or(strike.story);
    let model = model_writer(instance, store);
    let writing = writing(instance, store, model.as_ref(), word.at);
    let written = write_again(&writing, &story).await?;
    Ok((story, written))
}

/// Every strike with who made it and who took it back, the latest first.
pub async fn list(store: &Store, limit: u32) -> anyhow::Result<String> {
    let mut page = String::new();
    for strike in store.claims.strikes(limit).await? {
        let Strike { number, story, by, at, text, .. } = &strike;
        let why = strike.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        let undone = strike.undone.as_ref();
        let undone = undone.map(|(by, at)| format!("; taken back by {by} at {at}"));
        let undone = undone.unwrap_or_default();
        writeln!(page, "{number}  story {story}  struck by {by} at {at}{why}{undone}")?;
        writeln!(page, "    {text}")?;
    }
    if page.is_empty() {
        page.push_str("Nothing was struck.");
    }
    Ok(page)
}

/// What writers wrote and what was withheld from it, of what is out and of all versions.
pub async fn counts(store: &Store) -> anyhow::Result<String> {
    let mut page = String::new();
    for (of, what) in [(TallyOf::Published, "out now"), (TallyOf::All, "all versions")] {
        writeln!(page, "{what}:")?;
        for tally in store.briefs.tallies(of).await? {
            let (writer, withheld) = (tally.writer.word(), tally.withheld_in_all());
            let news::Tally { briefs, written, replaced, .. } = &tally;
            writeln!(
                page,
                "    {writer}  {briefs} briefs, {written} sentences written, {replaced} replaced, {withheld} withheld"
            )?;
            for (kind, count) in &tally.withheld {
                writeln!(page, "        {count} for {}", kind.word())?;
            }
        }
    }
    Ok(page)
}

fn named<'a>(editor: &'a str, what: &str) -> anyhow::Result<&'a str> {
    match editor.trim() {
        "" => bail!("{what} by a person: --as needs a name"),
        by => Ok(by),
    }
}

/// The statement that an editor means.
fn find<'a>(
    statements: &[(Role<'_>, &'a Judged)],
    sentence: &str,
) -> anyhow::Result<&'a Statement> {
    let number = sentence.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    if let Some((_, judged)) = number.and_then(|number| statements.get(number)) {
        return Ok(&judged.statement);
    }
    let wanted = squeezed(sentence);
    if wanted.is_empty() {
        bail!("no sentence is named; `newsloom desk show` numbers them");
    }
    let has = |(_, (_, judged)): &(usize, &(Role<'_>, &Judged))| {
        squeezed(judged.statement.text()).contains(&wanted)
    };
    let found: Vec<_> = statements.iter().enumerate().filter(has).collect();
    let first = found.first().map(|(_, (_, judged))| &judged.statement);
    let one = first.filter(|first| {
        found.iter().all(|(_, (_, judged))| judged.statement.text() == first.text())
    });
    match (one, &found[..]) {
        (Some(statement), _) => Ok(statement),
        (None, []) => {
            bail!("{sentence:?}: no sentence has these words; `newsloom desk show` numbers them")
        }
        (None, several) => {
            let numbers: Vec<String> = several.iter().map(|(at, _)| (at + 1).to_string()).collect();
            bail!(
                "{sentence:?}: stands in sentences {}; name one by its number",
                numbers.join(", ")
            )
        }
    }
}

fn squeezed(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

fn writing<'a>(
    instance: &'a Instance,
    store: &'a Store,
    model: Option<&'a ModelWriter>,
    now: Timestamp,
) -> Writing<'a> {
    let Instance { registry, settings, .. } = instance;
    Writing { store, registry, settings, model, now }
}

/// Writes the story's brief anew, and orders the front page so that readers see it at once.
async fn write_again(writing: &Writing<'_>, story: &StoryId) -> anyhow::Result<Written> {
    let written = writing.write(story, None).await?;
    rank_stories(writing.store, writing.settings, writing.now).await?;
    Ok(written)
}
