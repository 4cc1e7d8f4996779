use super::{decide, quarantine, repair, report};
use crate::newsroom::{Done, Newsroom};
use crate::window::Filed;
use anyhow::Context;
use jiff::Timestamp;
use news::{Article, ArticleId, ArticleVersionId, Placement, Registry, Report, Story, StoryId};
use pipeline::thread::{Threader, gist};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use store::{Placed, Stage, Vector};

/// Puts articles into stories, in the order of their jobs. Safe to run twice: an article that is
/// placed again keeps its story.
pub async fn thread_articles(room: &Newsroom) -> anyhow::Result<Done> {
    // Held over the whole turn: two turns at once would see the articles in another order.
    let mut threader = room.threader.lock().await;
    repair::keep_up(room, &mut threader).await?;
    let jobs = room.take(Stage::Thread).await?;
    let done = jobs.len();
    let mut placed = Vec::with_capacity(jobs.len());
    let mut together = Together::default();
    for job in jobs {
        let version = ArticleVersionId(job.input.clone());
        let stored = room.store.articles.version(&version).await;
        let Some(article) = stored.context("could not read an article")? else {
            quarantine(room, &job, "there is no such article version").await?;
            continue;
        };
        let vector = meaning(room, &version, &article).await?;
        let placement = match alike(room, &article, &mut together).await? {
            Some((story, origin)) => {
                tokio::task::block_in_place(|| threader.restore(&article, vector, &story, &origin));
                Placement { story, origin, relies_on: Vec::new() }
            }
            None => tokio::task::block_in_place(|| threader.place_with(&article, vector)),
        };
        together.note(&placement);
        let story = placement.story.clone();
        let report = file_report(&article, placement, &room.registry);
        placed.push(Placed { job, story, report });
    }
    // Filed together: a commit each would take longer than all the rest.
    let filed = room.store.stories.place(&placed, room.now()).await;
    filed.context("could not put articles into stories")?;
    threader.forget_before(room.now());
    room.snapshot.lacks(placed.len());
    Ok(report("thread", done))
}

/// What the sentence model makes of an article: each version is asked for once. Empty without a model,
/// and where the model fails.
async fn meaning(
    room: &Newsroom,
    version: &ArticleVersionId,
    article: &Article,
) -> anyhow::Result<Vector> {
    let Some(embedder) = room.embedder.clone() else { return Ok(Vec::new()) };
    let model = embedder.name().to_owned();
    let known = room.store.vectors.made(&model, version).await;
    if let Some(vector) = known.context("could not read a vector")? {
        return Ok(vector);
    }
    let text = gist(article);
    let made = decide(move || embedder.embed(&text).map_err(|error| error.to_string())).await;
    let vector = made.and_then(|made| made).unwrap_or_else(|why| {
        tracing::error!(article.id = article.id.0, "threaded without its meaning: {why}");
        Vec::new()
    });
    let kept = room.store.vectors.keep(&model, &[(version.clone(), vector.clone())]).await;
    kept.context("could not keep a vector")?;
    Ok(vector)
}

/// What this turn placed and has not filed yet: by the first of each set of copies, its story and
/// its origin.
#[derive(Default)]
struct Together {
    placed: BTreeMap<ArticleId, (StoryId, ArticleId)>,
    /// The first of the copies that the article at hand belongs to.
    first: Option<ArticleId>,
}

impl Together {
    fn note(&mut self, placement: &Placement) {
        if let Some(first) = self.first.take() {
            let Placement { story, origin, .. } = placement;
            self.placed.entry(first).or_insert((story.clone(), origin.clone()));
        }
    }
}

/// Where a copy of an earlier arrival belongs: to that one's story, under its origin. Nothing for an
/// article that is placed already, and for a copy of what has left the window.
async fn alike(
    room: &Newsroom,
    article: &Article,
    together: &mut Together,
) -> anyhow::Result<Option<(StoryId, ArticleId)>> {
    let first = room.store.articles.copy_of(&article.id).await;
    let first = first.context("could not read an article")?.unwrap_or_else(|| article.id.clone());
    let beside = together.placed.get(&first).cloned();
    together.first = Some(first);
    if beside.is_some() {
        return Ok(beside);
    }
    let placed = room.store.stories.placed_alike(&article.id).await;
    let placed = placed.context("could not find where a copy was placed")?;
    let open = placed.filter(|(_, report)| {
        report.article != article.id && report.reported >= room.window_start()
    });
    Ok(open.map(|(story, report)| (story, report.origin)))
}

/// An article's part in its story.
pub fn file_report(article: &Article, placement: Placement, registry: &Registry) -> Report {
    let outlet = registry.find(&article.outlet.0);
    Report {
        article: article.id.clone(),
        owner: outlet.owner_or_self().to_owned(),
        authority: outlet.authority_or_middle(),
        outlet: outlet.id,
        title: article.title.clone(),
        url: article.url.clone(),
        reported: article.reported(),
        seen: article.seen,
        origin: placement.origin,
        relies_on: placement.relies_on,
    }
}

/// Tells the threader of the open stories as they were left: from the snapshot, and of what it lacks from the
/// store.
pub async fn remember(room: &Newsroom) -> anyhow::Result<()> {
    let reports = open_reports(room).await?;
    let regrouped = room.store.regroupings.last().await;
    let regrouped = regrouped.context("could not count the regroupings")?;
    let mut threader = room.threader.lock().await;
    let filed = Filed::new(&reports, regrouped);
    let empty = room.empty_window();
    let kept = tokio::task::block_in_place(|| room.snapshot.read(empty, room.now(), &filed));
    let is_kept = kept.is_some();
    if let Some(kept) = kept {
        *threader = kept;
    }
    let lacking: Vec<_> =
        reports.iter().filter(|(report, _)| !threader.knows(&report.article)).collect();
    let anew = if is_kept { Vec::new() } else { anew(room).await? };
    restore(room, &mut threader, &lacking, anew).await?;
    room.regrouped.store(regrouped, Ordering::Relaxed);
    room.snapshot.lacks(lacking.len());
    let all = news::counted(reports.len(), "report", "reports");
    tracing::debug!("remembered {all}, {} of them from the database", lacking.len());
    Ok(())
}

/// Open reports from which on a start with a sentence model may take so long that it says so.
const WORTH_SAYING: usize = 50;

/// Tells the threader of reports, and of stories that were put `anew` at their time: these were known by what
/// they held then.
async fn restore(
    room: &Newsroom,
    threader: &mut Threader,
    reports: &[&(Report, StoryId)],
    anew: Vec<(Timestamp, StoryId)>,
) -> anyhow::Result<()> {
    if room.embedder.is_some() && reports.len() >= WORTH_SAYING {
        let count = news::counted(reports.len(), "open report", "open reports");
        tracing::info!(
            "{count} are read; the sentence model is asked for those that it has not seen"
        );
    }
    let mut anew = anew.into_iter().peekable();
    for (report, story) in reports {
        while let Some((at, story)) = anew.next_if(|(at, _)| *at < report.seen) {
            repair::rebuild(&room.store, threader, &story, Some(at)).await?;
        }
        let latest = room.store.articles.latest(&report.article).await;
        if let Some(article) = latest.context("could not read an article")? {
            let vector = meaning(room, &article.version(), &article).await?;
            threader.restore(&article, vector, story, &report.origin);
        }
    }
    for (at, story) in anew {
        repair::rebuild(&room.store, threader, &story, Some(at)).await?;
    }
    Ok(())
}

/// The stories that were merged or split within the window, by when they were last.
async fn anew(room: &Newsroom) -> anyhow::Result<Vec<(Timestamp, StoryId)>> {
    let regrouped = room.store.regroupings.regrouped(room.window_start()).await;
    let regrouped = regrouped.context("could not read when stories were regrouped")?;
    let mut anew: Vec<(Timestamp, StoryId)> =
        regrouped.into_iter().map(|(story, at)| (at, story)).collect();
    anew.sort();
    Ok(anew)
}

/// The reports of the open stories, in the order in which they came.
async fn open_reports(room: &Newsroom) -> anyhow::Result<Vec<(Report, StoryId)>> {
    let open = room.store.stories.reported_since(room.window_start()).await;
    let mut reports: Vec<(Report, StoryId)> = Vec::new();
    for Story { id, reports: of_story } in open.context("could not read the open stories")? {
        reports.extend(of_story.into_iter().map(|report| (report, id.clone())));
    }
    reports.sort_by(|(a, _), (b, _)| {
        (a.seen, a.reported, &a.article).cmp(&(b.seen, b.reported, &b.article))
    });
    Ok(reports)
}
