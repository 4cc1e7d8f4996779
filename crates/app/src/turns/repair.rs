use super::report;
use crate::newsroom::{Done, Newsroom};
use crate::regroup::{Files, id_for_part, mended};
use anyhow::Context;
use jiff::Timestamp;
use news::{Article, EditorsWord, Regrouping, RegroupingKind, StoryFile, StoryId};
use pipeline::thread::{Mend, Threader};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use store::{Settled, Store};

/// Reads the reports of stories that changed a second time, and merges, splits and moves what belongs
/// elsewhere. Safe to run twice: what was repaired is looked at again only when another report comes.
pub async fn repair_stories(room: &Newsroom) -> anyhow::Result<Done> {
    // Held over the whole turn: no report may join a story that is being taken apart.
    let mut threader = room.threader.lock().await;
    keep_up(room, &mut threader).await?;
    let jobs = room.take(store::Stage::Repair).await?;
    if jobs.is_empty() {
        return Ok(0);
    }
    let mut regroupings = Vec::new();
    if room.settings.repair.every_minutes > 0 {
        let mut files = Files::new();
        for job in &jobs {
            fetch(&room.store, &StoryId(job.subject.clone()), &mut files).await?;
        }
        regroupings = decided(room, &mut threader, files).await?;
    }
    let settled = room.store.regroupings.regroup(&jobs, &regroupings, room.now()).await;
    if settled.context("could not regroup stories")? == Settled::Done {
        for regrouping in &regroupings {
            let Regrouping { kind, from, to, went, .. } = regrouping;
            let reports = news::counted(went.len(), "report", "reports");
            tracing::info!(story.id = to.0, "{}: {reports} from story {from} to {to}", kind.word());
        }
        keep_up(room, &mut threader).await?;
    }
    let known = room.regrouped.load(Ordering::Relaxed);
    tokio::task::block_in_place(|| room.snapshot.keep_now_and_then(&mut threader, known));
    Ok(report("repair", jobs.len()))
}

/// What is to become of the reports of these stories and of those beside them.
async fn decided(
    room: &Newsroom,
    threader: &mut Threader,
    mut files: Files,
) -> anyhow::Result<Vec<Regrouping>> {
    let changed: Vec<StoryFile> = files.values().cloned().collect();
    for story in tokio::task::block_in_place(|| threader.neighbours(&changed)) {
        fetch(&room.store, &story, &mut files).await?;
    }
    let said = room.store.regroupings.by_editors().await;
    let word = EditorsWord::read(&said.context("could not read what editors decided")?);
    let read: Vec<StoryFile> = files.values().cloned().collect();
    let rules = &room.settings.repair;
    let mends = tokio::task::block_in_place(|| threader.repairs(&read, rules, &word));
    let mut regroupings = Vec::new();
    for mend in &mends {
        regroupings.extend(carried_out(room, &mut files, mend).await?);
    }
    Ok(regroupings)
}

/// Carries a mend out, unless an editor holds a story that it would take apart or merge.
async fn carried_out(
    room: &Newsroom,
    files: &mut Files,
    mend: &Mend,
) -> anyhow::Result<Option<Regrouping>> {
    for story in [Some(&mend.from), mend.to.as_ref()].into_iter().flatten() {
        let is_left_alone = *story == mend.from || mend.kind == RegroupingKind::Merge;
        if is_left_alone && room.store.stories.hold(story).await?.is_some() {
            return Ok(None);
        }
        fetch(&room.store, story, files).await?;
    }
    let to = match (&mend.to, mend.went.first()) {
        (Some(to), _) => to.clone(),
        (None, Some(first)) => id_for_part(&room.store, &mend.from, first).await?,
        (None, None) => return Ok(None),
    };
    // The id of a part may be taken by another part of this very pass.
    if mend.kind == RegroupingKind::Split && files.contains_key(&to) {
        return Ok(None);
    }
    Ok(mended(files, mend, &to, room.now()))
}

/// Reads a story with its articles, unless it has been read.
async fn fetch(store: &Store, id: &StoryId, files: &mut Files) -> anyhow::Result<()> {
    if files.contains_key(id) {
        return Ok(());
    }
    if let Some(file) = read(store, id, None).await? {
        files.insert(id.clone(), file);
    }
    Ok(())
}

/// A story with the latest version of each of its articles; of those only that had come by `until`.
async fn read(
    store: &Store,
    id: &StoryId,
    until: Option<Timestamp>,
) -> anyhow::Result<Option<StoryFile>> {
    let story = store.stories.story(id).await.context("could not read a story")?;
    let Some(mut story) = story else { return Ok(None) };
    story.reports.retain(|report| until.is_none_or(|until| report.seen <= until));
    let mut articles: Vec<Article> = Vec::with_capacity(story.reports.len());
    for report in &story.reports {
        let latest = store.articles.latest(&report.article).await;
        let latest = latest.context("could not read an article")?;
        articles.push(latest.with_context(|| format!("article {} is lost", report.article))?);
    }
    Ok(Some(StoryFile { story, articles }))
}

/// Tells the threader what was merged and split since it looked last, by the repair or at the desk.
pub async fn keep_up(room: &Newsroom, threader: &mut Threader) -> anyhow::Result<()> {
    let known = room.regrouped.load(Ordering::Relaxed);
    let news = room.store.regroupings.after(known).await;
    let news = news.context("could not read what was regrouped")?;
    let touched: BTreeSet<&StoryId> =
        news.iter().flat_map(|(_, regrouping)| [&regrouping.from, &regrouping.to]).collect();
    // The snapshot knows nothing of it.
    room.snapshot.lacks(touched.len());
    for story in touched {
        rebuild(&room.store, threader, story, None).await?;
    }
    if let Some((last, _)) = news.last() {
        room.regrouped.store(*last, Ordering::Relaxed);
    }
    Ok(())
}

/// Makes the threader know a story by the reports that it has, or had `until` a time.
pub async fn rebuild(
    store: &Store,
    threader: &mut Threader,
    story: &StoryId,
    until: Option<Timestamp>,
) -> anyhow::Result<()> {
    let articles = read(store, story, until).await?.map(|file| file.articles).unwrap_or_default();
    tokio::task::block_in_place(|| threader.regroup(story, &articles));
    Ok(())
}
