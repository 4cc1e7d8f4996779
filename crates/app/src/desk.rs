//! What an editor can do with a story: show, approve, hold, withdraw.
//!
//! Nothing read from the database is trusted: an approval re-checks the very version against the
//! stored article versions that it cites.

use crate::commands::find_story;
use crate::regroup;
use crate::writer::told;
use anyhow::{Context, bail};
use jiff::Timestamp;
use news::{
    Approved, Article, ArticleId, Brief, Checked, Choice, Edit, Held, HoldReason, Judged, Piece,
    Pin, Revision, Role, Statement, StoryFile, StoryId, Withdrawal, abridged, revisions,
};
use pipeline::check;
use pipeline::claims::Struck;
use std::collections::BTreeMap;
use std::fmt::Write;
use store::{ArticleChoice, BriefRecord, ChangesOf, Chosen, Hold, Store};

/// On whose word, why, and when.
#[derive(Clone, Debug)]
pub struct Word {
    /// The editor.
    pub by: String,
    /// In the editor's words.
    pub why: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Approves the latest version of a story's brief and publishes it. Gives the version.
pub async fn approve(
    store: &Store,
    story: &StoryId,
    editor: &str,
    now: Timestamp,
) -> anyhow::Result<u32> {
    if editor.trim().is_empty() {
        bail!("an approval needs the name of a person");
    }
    let record = latest(store, story).await?;
    let checked = check_again(store, record).await?;
    let approved = Approved::reviewed(checked, editor.trim().to_owned(), now)
        .map_err(|held| anyhow::anyhow!("story {story} cannot be approved: {}", held.reason))?;
    store.stories.set_hold(story, None).await?;
    Ok(store.briefs.publish(None, &approved, now).await?)
}

/// What holding a story came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffTheSite {
    /// Readers saw it, and find the withdrawal in its place now.
    Withdrawn,
    /// It was never out, and waits.
    Held,
}

/// Keeps every version of a story's brief from publishing itself, and withdraws what is published.
pub async fn hold(
    store: &Store,
    story: &StoryId,
    editor: &str,
    why: Option<&str>,
    now: Timestamp,
) -> anyhow::Result<OffTheSite> {
    let said = why.map(str::trim).filter(|why| !why.is_empty());
    let why = said.unwrap_or("no reason given").to_owned();
    let hold = Hold { by: editor.to_owned(), why, at: now };
    if !store.stories.set_hold(story, Some(&hold)).await? {
        bail!("{story}: no such story");
    }
    let withdrawal = Withdrawal { by: editor.to_owned(), at: now, why: said.map(str::to_owned) };
    if store.briefs.withdraw(story, &withdrawal).await? {
        return Ok(OffTheSite::Withdrawn);
    }
    let record = latest(store, story).await?;
    let checked = check_again(store, record).await?;
    let reason = HoldReason::ByEditor { by: hold.by, why: hold.why };
    store.briefs.hold(None, &Held { checked, reason }, now).await?;
    Ok(OffTheSite::Held)
}

/// Pins or sinks a story.
pub async fn pin(store: &Store, story: &StoryId, pin: &Pin) -> anyhow::Result<()> {
    let Pin { pull, by, at, until } = pin;
    if by.is_empty() {
        bail!("a story is {} by a person: --as needs a name", pull.word());
    }
    if let Some(until) = until.filter(|until| until <= at) {
        bail!("{until}: is over already at {at}; --until needs a later time");
    }
    if !store.pins.set_pin(story, Some(pin)).await? {
        bail!("{story}: no such story");
    }
    Ok(())
}

/// Takes a pin or a sink off a story.
pub async fn unpin(store: &Store, story: &StoryId, editor: &str) -> anyhow::Result<()> {
    if editor.trim().is_empty() {
        bail!("a pin is taken off by a person: --as needs a name");
    }
    if !store.pins.pins().await?.contains_key(story) {
        bail!("{story}: is neither pinned nor sunk; `newsloom desk list` shows what is");
    }
    store.pins.set_pin(story, None).await?;
    tracing::info!(story.id = story.0, "{editor} took the pin off");
    Ok(())
}

/// Withdraws a story that is published: readers find when and why in its place.
pub async fn withdraw(
    store: &Store,
    story: &StoryId,
    editor: &str,
    why: Option<&str>,
    now: Timestamp,
) -> anyhow::Result<()> {
    if store.briefs.published(story).await?.is_none() {
        bail!("{story}: nothing of it is published; `desk hold` keeps it from being so");
    }
    hold(store, story, editor, why, now).await.map(drop)
}

/// Keeps an editor's choice about an article. A published story of which it was the only report is withdrawn with it.
pub async fn choose(store: &Store, choice: &ArticleChoice) -> anyhow::Result<Chosen> {
    if choice.choice == Choice::Kill
        && let Some(story) = store.stories.story_of(&choice.article).await?
        && is_alone(store, &story).await?
    {
        withdraw(store, &story, &choice.by, choice.why.as_deref(), choice.at).await?;
    }
    let chosen = store.screenings.choose(choice).await?;
    chosen.with_context(|| {
        format!(
            "{}: no such article; `newsloom desk dropped` shows those that were dropped",
            choice.article
        )
    })
}

/// Whether the story is published and has one report only.
async fn is_alone(store: &Store, story: &StoryId) -> anyhow::Result<bool> {
    let reports = store.stories.story(story).await?.map_or(0, |story| story.reports.len());
    Ok(reports == 1 && store.briefs.published(story).await?.is_some())
}

/// The latest version of a story's brief, published or not.
pub async fn latest(store: &Store, story: &StoryId) -> anyhow::Result<BriefRecord> {
    let history = store.briefs.history(story).await?;
    let last = history.last().with_context(|| format!("{story}: nothing was written about it"))?;
    let record = store.briefs.version(story, last.version).await?;
    record.with_context(|| format!("{story}: version {} is lost", last.version))
}

/// Judges a stored brief anew, against the article versions that it cites. What was struck since falls.
pub async fn check_again(store: &Store, record: BriefRecord) -> anyhow::Result<Checked> {
    let file = cited_file(store, &record).await?;
    let struck = Struck::of(&store.claims.struck(&record.story).await?);
    let check = move || check::check_without(&struck, record.into_draft(), &file);
    Ok(tokio::task::spawn_blocking(check).await?)
}

/// The story, or the one that it was merged into, with the article versions that a brief cites.
pub async fn cited_file(store: &Store, record: &BriefRecord) -> anyhow::Result<StoryFile> {
    let mut story = store.stories.story(&record.story).await?;
    if let Some(into) = store.regroupings.merged_into(&record.story).await? {
        story = store.stories.story(&into).await?;
    }
    let story = story.with_context(|| format!("{}: no such story", record.story))?;
    let mut cited = BTreeMap::new();
    for (_, judged) in record.brief.statements() {
        for evidence in judged.statement.evidence() {
            cited.insert(evidence.version.clone(), evidence.article.clone());
        }
    }
    let mut articles: Vec<Article> = Vec::with_capacity(cited.len());
    for version in cited.keys() {
        articles.extend(store.articles.version(version).await?);
    }
    Ok(StoryFile { story, articles })
}

/// A brief as an editor reads it: each statement above the words that it rests on.
pub async fn show(store: &Store, story: &StoryId) -> anyhow::Result<String> {
    let record = latest(store, story).await?;
    let mut page = String::new();
    writeln!(page, "story {story}, version {}, {:?}", record.version, record.state)?;
    show_brief(&mut page, &record.brief)?;
    for judged in &record.withheld {
        writeln!(page, "\nWITHHELD ({}): {}", judged.verdict().word(), judged.statement.text())?;
        show_evidence(&mut page, judged)?;
    }
    if let Some((_, writing)) = store.ledger.writing(story).await?
        && told::is_of(&writing, &record.brief)
    {
        page.push_str(&told::in_full(&writing));
    }
    page.push_str(&regroup::told(store, story).await?);
    Ok(page)
}

/// What outlets changed: in the reports of a story, in one article, or in all, the latest first.
pub async fn changes(store: &Store, of: Option<&str>, limit: u32) -> anyhow::Result<String> {
    let changed = match of {
        None => store.articles.changed(ChangesOf::All, limit).await?,
        Some(of) => {
            let id = ArticleId(of.to_owned());
            match store.articles.changed(ChangesOf::Article(&id), limit).await? {
                article if !article.is_empty() => article,
                _ => {
                    let story = find_story(store, of).await?;
                    store.articles.changed(ChangesOf::Story(&story), limit).await?
                }
            }
        }
    };
    let mut page = String::new();
    for revision in changed.iter().flat_map(|versions| revisions(versions)) {
        show_revision(&mut page, &revision)?;
    }
    if page.is_empty() {
        page.push_str("Nothing changed.");
    }
    Ok(page)
}

/// Unchanged words shown on either side of a change: enough to know the sentence again.
const AROUND: usize = 12;

fn show_revision(page: &mut String, revision: &Revision) -> std::fmt::Result {
    let Revision { article, outlet, at, .. } = revision;
    writeln!(page, "{article}  {outlet}  {at}  {}", revision.headline)?;
    match &revision.edit {
        Edit::Correction(note) => writeln!(page, "    correction: {note}")?,
        Edit::Silent => writeln!(page, "    silent edit")?,
    }
    for (part, pieces) in [("title", &revision.title), ("text", &revision.text)] {
        if !pieces.is_empty() {
            let words: Vec<String> = abridged(pieces, AROUND).into_iter().map(in_marks).collect();
            writeln!(page, "    {part}: {}", words.join(" "))?;
        }
    }
    Ok(())
}

fn in_marks(piece: Piece) -> String {
    match piece {
        Piece::Kept(words) => words,
        Piece::Removed(words) => format!("[-{words}-]"),
        Piece::Added(words) => format!("{{+{words}+}}"),
        Piece::Gap => "…".to_owned(),
    }
}

fn show_brief(page: &mut String, brief: &Brief<Judged>) -> std::fmt::Result {
    for (number, (role, judged)) in (1..).zip(brief.statements()) {
        let (part, verdict) = (part(role), judged.verdict().word());
        writeln!(page, "\n{number} [{part}, {verdict}] {}", judged.statement.text())?;
        show_evidence(page, judged)?;
    }
    Ok(())
}

fn part(role: Role<'_>) -> String {
    match role {
        Role::Headline => "headline".to_owned(),
        Role::Lede => "lede".to_owned(),
        Role::Heading => "heading".to_owned(),
        Role::Sentence => "sentence".to_owned(),
        Role::Quote { speaker } => format!("quote of {speaker}"),
        Role::Side { about } => format!("disagreement about {about}"),
        Role::Moment { date } => format!("timeline {date}"),
        Role::Figure { label } => format!("figure {label}"),
    }
}

fn show_evidence(page: &mut String, judged: &Judged) -> std::fmt::Result {
    let statement: &Statement = &judged.statement;
    for evidence in statement.evidence() {
        writeln!(
            page,
            "    {} {:?} {}-{}: {}",
            evidence.article, evidence.part, evidence.start, evidence.end, evidence.quote
        )?;
    }
    for reason in &judged.judgement.reasons {
        writeln!(page, "    {}: {}", reason.kind.word(), reason.detail)?;
    }
    Ok(())
}
