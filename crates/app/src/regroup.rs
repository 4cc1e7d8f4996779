//! What an editor can do with the reports of stories: merge stories, split one, take a merge back.
//!
//! Each decision is kept and stands above the repair from then on.

use crate::commands::AT_ONCE;
use crate::desk::Word;
use anyhow::{Context, bail};
use jiff::Timestamp;
use news::{
    Article, ArticleId, Pull, Regrouping, RegroupingKind, Report, Story, StoryFile, StoryId,
    counted,
};
use pipeline::thread::Mend;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use store::{Settled, Store};

impl Word {
    fn on(&self, from: &StoryId, to: &StoryId, kind: RegroupingKind) -> anyhow::Result<Regrouping> {
        let by = self.by.trim();
        if by.is_empty() {
            bail!("stories are merged and split by a person: --as needs a name");
        }
        let why = self.why.as_deref().map(str::trim).filter(|why| !why.is_empty());
        Ok(Regrouping {
            kind,
            from: from.clone(),
            to: to.clone(),
            went: Vec::new(),
            others: Vec::new(),
            by: Some(by.to_owned()),
            why: why.map(str::to_owned),
            at: self.at,
        })
    }
}

/// Merges the stories into the first of them. Gives how many reports came to it.
pub async fn merge(store: &Store, stories: &[StoryId], word: &Word) -> anyhow::Result<usize> {
    let [into, others @ ..] = stories else { bail!("no story is named") };
    if others.is_empty() {
        bail!("{into}: name the stories that are to be merged into it too");
    }
    free_to_merge(store, stories).await?;
    let mut held = articles(&read(store, into).await?.reports);
    let mut regroupings = Vec::new();
    for (place, from) in others.iter().enumerate() {
        if stories[..=place].contains(from) {
            bail!("{from}: is named twice; a story cannot be merged with itself");
        }
        let went = articles(&read(store, from).await?.reports);
        let merge = word.on(from, into, RegroupingKind::Merge)?;
        regroupings.push(Regrouping { went: went.clone(), others: held.clone(), ..merge });
        held.extend(went);
    }
    carry_out(store, &regroupings).await?;
    Ok(regroupings.iter().map(|merge| merge.went.len()).sum())
}

/// A story that an editor holds or withdrew stays by itself: its address must say so, and a merge must neither
/// publish it nor take another off with it. Nor may one be pulled up and another down.
async fn free_to_merge(store: &Store, stories: &[StoryId]) -> anyhow::Result<()> {
    for story in stories {
        if let Some(hold) = store.stories.hold(story).await.context("could not read a hold")? {
            let (by, why) = (&hold.by, &hold.why);
            bail!(
                "{story}: {by} holds it ({why}); approve it with `desk approve` before it is merged"
            );
        }
    }
    let pins = store.pins.pins().await.context("could not read the pins")?;
    let pinned: Vec<(&StoryId, Pull)> =
        stories.iter().filter_map(|story| Some((story, pins.get(story)?.pull))).collect();
    let differs = |(_, pull): &&(&StoryId, Pull)| *pull != pinned[0].1;
    if let Some((other, _)) = pinned.iter().find(differs) {
        let first = pinned[0].0;
        bail!("{first} and {other}: one is pinned and one is sunk; `desk unpin` one of them first");
    }
    Ok(())
}

/// Splits reports off a story, with those that repeat their texts, into a story of their own. Gives its id, and
/// how many reports left.
pub async fn split(
    store: &Store,
    story: &StoryId,
    out: &[String],
    word: &Word,
) -> anyhow::Result<(StoryId, usize)> {
    let reports = read(store, story).await?.reports;
    let mut leaving = BTreeSet::new();
    for named in out {
        leaving.insert(report_named(story, &reports, named)?.article.clone());
    }
    let goes =
        |report: &&Report| leaving.contains(&report.article) || leaving.contains(&report.origin);
    let (went, stayed): (Vec<&Report>, Vec<&Report>) = reports.iter().partition(goes);
    let first = went.first().context("no article is named: --out needs one")?;
    if stayed.is_empty() {
        bail!("{story}: all its articles would leave; name some of them");
    }
    let to = id_for_part(store, story, &first.article).await?;
    let split = word.on(story, &to, RegroupingKind::Split)?;
    let went: Vec<ArticleId> = went.into_iter().map(|report| report.article.clone()).collect();
    let others = stayed.into_iter().map(|report| report.article.clone()).collect();
    let count = went.len();
    carry_out(store, &[Regrouping { went, others, ..split }]).await?;
    Ok((to, count))
}

/// Gives a merged story its id and its reports back. Gives the story that they were in, and how many they are.
pub async fn unmerge(
    store: &Store,
    story: &StoryId,
    word: &Word,
) -> anyhow::Result<(StoryId, usize)> {
    let into = store.regroupings.merged_into(story).await?;
    let into = into.with_context(|| format!("{story}: was not merged into another"))?;
    let told = store.regroupings.of_story(story).await?;
    let merge =
        told.iter().rev().find(|past| past.from == *story && past.kind == RegroupingKind::Merge);
    let was_its: BTreeSet<&ArticleId> = merge.iter().flat_map(|merge| &merge.went).collect();
    let reports = articles(&read(store, &into).await?.reports);
    let (went, others): (Vec<ArticleId>, Vec<ArticleId>) =
        reports.into_iter().partition(|article| was_its.contains(article));
    if went.is_empty() || others.is_empty() {
        bail!(
            "{into}: holds nothing any more that {story} could be told apart by; use `desk split`"
        );
    }
    let split = word.on(&into, story, RegroupingKind::Split)?;
    let count = went.len();
    carry_out(store, &[Regrouping { went, others, ..split }]).await?;
    Ok((into, count))
}

/// The id for a part of `story` that leaves with `first`: the one that it had before it was merged into the
/// story, or a new one.
pub async fn id_for_part(
    store: &Store,
    story: &StoryId,
    first: &ArticleId,
) -> anyhow::Result<StoryId> {
    let own = StoryId::started_by(first);
    if store.regroupings.merged_into(&own).await?.as_ref() == Some(story) {
        return Ok(own);
    }
    let mut id = story.split_off(first);
    while store.stories.story(&id).await?.is_some() {
        id = id.split_off(first);
    }
    Ok(id)
}

/// What became of a story, a line each, and its reports.
pub async fn told(store: &Store, story: &StoryId) -> anyhow::Result<String> {
    let mut page = String::new();
    if let Some(Story { reports, .. }) = store.stories.story(story).await? {
        writeln!(page, "\n{}:", counted(reports.len(), "report", "reports"))?;
        for report in &reports {
            writeln!(page, "    {}  {}  {}", report.article, report.outlet, report.title)?;
        }
    }
    let history = store.regroupings.of_story(story).await?;
    if !history.is_empty() {
        writeln!(page, "\nmerged and split:")?;
    }
    for past in &history {
        writeln!(page, "    {}", line(story, past))?;
    }
    Ok(page)
}

fn line(story: &StoryId, past: &Regrouping) -> String {
    let Regrouping { kind, from, to, went, by, why, at, .. } = past;
    let reports = counted(went.len(), "report", "reports");
    let what = match (kind, to == story) {
        (RegroupingKind::Merge, true) => format!("{from} was merged into this, with {reports}"),
        (RegroupingKind::Merge, false) => format!("merged into {to}, with {reports}"),
        (RegroupingKind::Split, true) => format!("split off {from}, with {reports}"),
        (RegroupingKind::Split, false) => format!("{reports} split off as {to}"),
        (RegroupingKind::Move, true) => format!("{reports} moved here from {from}"),
        (RegroupingKind::Move, false) => format!("{reports} moved to {to}"),
    };
    let by = by.as_deref().unwrap_or("the repair");
    let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    format!("{at}  {what} (by {by}{why})")
}

/// Stories with their articles, by id.
pub type Files = BTreeMap<StoryId, StoryFile>;

/// Carries a mend of the repair out on the stories themselves, whose part goes to `to`. Gives what is to be kept
/// of it; none when there is nothing to do.
pub fn mended(files: &mut Files, mend: &Mend, to: &StoryId, at: Timestamp) -> Option<Regrouping> {
    let mut from = files.remove(&mend.from)?;
    let leaves =
        |article: &ArticleId| mend.kind == RegroupingKind::Merge || mend.went.contains(article);
    let (left, stayed) = from.story.reports.into_iter().partition(|r| leaves(&r.article));
    let (left_articles, stayed_articles) =
        from.articles.into_iter().partition(|article| leaves(&article.id));
    from.story.reports = stayed;
    from.articles = stayed_articles;
    let went = articles(&left);
    let joined = files.entry(to.clone()).or_insert_with(|| empty(to));
    let others = match mend.kind {
        RegroupingKind::Merge => articles(&joined.story.reports),
        RegroupingKind::Split | RegroupingKind::Move => articles(&from.story.reports),
    };
    joined.story.reports.extend(left);
    joined.articles.extend::<Vec<Article>>(left_articles);
    if mend.kind != RegroupingKind::Merge {
        files.insert(mend.from.clone(), from);
    }
    let (kind, from, to) = (mend.kind, mend.from.clone(), to.clone());
    (!went.is_empty()).then_some(Regrouping {
        kind,
        from,
        to,
        went,
        others,
        by: None,
        why: None,
        at,
    })
}

fn empty(id: &StoryId) -> StoryFile {
    let story = Story { id: id.clone(), reports: Vec::new() };
    StoryFile { story, articles: Vec::new() }
}

async fn read(store: &Store, story: &StoryId) -> anyhow::Result<Story> {
    store.stories.story(story).await?.with_context(|| format!("{story}: has no articles"))
}

fn articles(reports: &[Report]) -> Vec<ArticleId> {
    reports.iter().map(|report| report.article.clone()).collect()
}

/// The report of a story that an operator means by an article's id or the beginning of it.
fn report_named<'a>(
    story: &StoryId,
    reports: &'a [Report],
    named: &str,
) -> anyhow::Result<&'a Report> {
    if let Some(report) = reports.iter().find(|report| report.article.0 == named) {
        return Ok(report);
    }
    let mut found = reports.iter().filter(|report| report.article.0.starts_with(named));
    match (found.next(), found.next()) {
        (Some(report), None) if !named.is_empty() => Ok(report),
        (Some(a), Some(b)) if !named.is_empty() => {
            bail!("{named}: could be {} or {}; give more of it", a.article, b.article)
        }
        _ => bail!(
            "{named}: is not in story {story}; `newsloom desk show {story}` lists its articles"
        ),
    }
}

async fn carry_out(store: &Store, regroupings: &[Regrouping]) -> anyhow::Result<()> {
    match store.regroupings.regroup(&[], regroupings, AT_ONCE).await? {
        Settled::Done => Ok(()),
        Settled::LeaseLost => bail!("the stories changed at this very moment; try again"),
    }
}
