mod model;

use super::directory::Gathered;
use super::{decide, quarantine, report};
use crate::newsroom::{Done, Newsroom};
use crate::settings::Settings;
use crate::writer::ModelWriter;
use anyhow::Context;
use jiff::Timestamp;
use news::{
    Approved, Checked, Claim, Ending, Held, HoldReason, Judged, Listing, PicturePolicy, Registry,
    Role, Story, StoryFile, StoryId, Strike, Withdrawal,
};
use pipeline::claims::{self, Filing, Reading, Round, Struck};
use pipeline::{check, desk, directory, write};
use std::sync::Arc;
use store::{BriefLine, BriefState, Hold, Job, Stage, Store, StoreError};

/// Writes, checks and decides on the briefs of stories that changed. Safe to run twice: the same
/// sources give the same brief, which is filed once.
pub async fn write_briefs(room: &Newsroom) -> anyhow::Result<Done> {
    if let Some(writer) = &room.model_writer {
        return model::write_briefs(room, writer).await;
    }
    let jobs = room.take(Stage::Write).await?;
    for job in &jobs {
        write_brief(room, job).await?;
    }
    Ok(report("write", jobs.len()))
}

async fn write_brief(room: &Newsroom, job: &Job) -> anyhow::Result<()> {
    let id = StoryId(job.subject.clone());
    let writing = Writing {
        store: &room.store,
        registry: &room.registry,
        settings: &room.settings,
        model: room.model_writer.as_ref(),
        now: room.now(),
    };
    match writing.write(&id, Some(job)).await? {
        Written::Nothing(reason) => quarantine(room, job, &reason).await,
        Written::Reserved => leave(room, job, &id).await,
        // Overtaken: a report joined the story meanwhile, and its job is open again, with it in it.
        Written::Published | Written::Held(_) | Written::Overtaken => Ok(()),
    }
}

/// What a writing came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The brief is out.
    Published,
    /// The brief waits at the desk, for this reason.
    Held(String),
    /// There is no brief, for this reason.
    Nothing(String),
    /// All its outlets keep their words for themselves.
    Reserved,
    /// The job had passed to another worker, or its story had changed.
    Overtaken,
}

/// One writing of a story: reads, decides, files.
pub struct Writing<'a> {
    /// What is kept.
    pub store: &'a Store,
    /// What is known of outlets.
    pub registry: &'a Arc<Registry>,
    /// How to write, and what may publish itself.
    pub settings: &'a Settings,
    /// The language model that writes, if one does.
    pub model: Option<&'a ModelWriter>,
    /// When.
    pub now: Timestamp,
}

impl Writing<'_> {
    /// Writes about a story, and ends `job` if it is for one. Claims and directory come before the brief,
    /// with which the job ends: what dies between them is done again, and comes to the same.
    pub async fn write(&self, id: &StoryId, job: Option<&Job>) -> anyhow::Result<Written> {
        let no_story = || Ok(Written::Nothing("there is no such story".to_owned()));
        let Some(mut file) = story_file(self.store, id, MOST_REPORTS).await? else {
            return no_story();
        };
        hide_pictures(&mut file, self.registry);
        if file.articles.iter().all(|article| article.reserved.is_some()) {
            return Ok(Written::Reserved);
        }
        let Some(gathered) = Gathered::of(self.store, id).await? else { return no_story() };
        let before = Before::of(self.store, id).await?;
        self.take_off(id, &before.strikes).await?;
        let file = Arc::new(file);
        let by_model = match self.model {
            Some(model) => Some(self.by_model(model, &file, &before.struck).await?),
            None => None,
        };
        let (registry, settings, now) = (self.registry.clone(), self.settings.clone(), self.now);
        let decided = decide(move || {
            let reading = Reading::of(&file);
            let extractive = || extractive(&file, &reading, &registry, &settings, &before);
            let brief = by_model.unwrap_or_else(extractive)?;
            let decision = decision(brief, &file.story, &settings.desk, before.hold.clone());
            let topic = checked(&decision).brief().kicker.as_deref();
            let known = gathered.known();
            let listing = directory::listing(&file, &known, topic, &registry);
            let filing = before.filing(&reading, &known.story, &decision, now);
            Ok(Decided { decision, listing, filing })
        });
        match decided.await.and_then(|written| written) {
            Ok(decided) => self.file(id, job, &decided).await,
            Err(reason) => Ok(Written::Nothing(reason)),
        }
    }

    /// Takes every version of the story off the site when one that is out says what was struck; the next
    /// one comes out without it. Whether one did.
    pub async fn take_off(&self, id: &StoryId, strikes: &[Strike]) -> anyhow::Result<bool> {
        let Some(last) = strikes.last() else { return Ok(false) };
        let struck = Struck::of(strikes);
        let history = self.store.briefs.history(id).await;
        for line in history.context("could not read the versions of a brief")? {
            if !matches!(line.state, BriefState::Published(_)) {
                continue;
            }
            let record = self.store.briefs.version(id, line.version).await;
            let record = record.context("could not read a brief")?;
            let says = |(_, judged): (Role<'_>, &Judged)| struck.bars(&judged.statement);
            if record.is_some_and(|record| record.brief.statements().into_iter().any(says)) {
                let why = Some("an editor took a sentence out".to_owned());
                let withdrawal = Withdrawal { by: last.by.clone(), at: last.at, why };
                let withdrawn = self.store.briefs.withdraw(id, &withdrawal).await;
                return withdrawn.context("could not take a brief off the site");
            }
        }
        Ok(false)
    }

    async fn file(
        &self,
        id: &StoryId,
        job: Option<&Job>,
        decided: &Decided,
    ) -> anyhow::Result<Written> {
        let Decided { decision, listing, filing } = decided;
        let listed = self.store.directory.list(listing).await;
        listed.context("could not file a story")?;
        let filed = self.store.claims.file(id, &filing.changed, &filing.gone).await;
        filed.context("could not file the claims of a story")?;
        let filed = match decision {
            Ok(approved) => self.store.briefs.publish(job, approved, self.now).await,
            Err(held) => self.store.briefs.hold(job, held, self.now).await,
        };
        match (filed, decision) {
            (Err(StoreError::LeaseLost { .. }), _) => Ok(Written::Overtaken),
            (Err(error), _) => Err(error).context("could not file a brief"),
            (Ok(_), Ok(_)) => Ok(Written::Published),
            (Ok(_), Err(held)) => Ok(Written::Held(held.reason.to_string())),
        }
    }
}

/// What is to be filed.
struct Decided {
    decision: Decision,
    listing: Listing,
    filing: Filing,
}

/// What was known of a story before this writing.
struct Before {
    hold: Option<Hold>,
    claims: Vec<Claim>,
    strikes: Vec<Strike>,
    struck: Struck,
    last: Option<BriefLine>,
}

impl Before {
    async fn of(store: &Store, id: &StoryId) -> anyhow::Result<Before> {
        let hold = store.stories.hold(id).await.context("could not read a hold")?;
        let claims = store.claims.of_story(id).await;
        let claims = claims.context("could not read the claims of a story")?;
        let strikes = store.claims.struck(id).await;
        let strikes = strikes.context("could not read what was struck")?;
        let struck = Struck::of(&strikes);
        let history = store.briefs.history(id).await;
        let last = history.context("could not read the versions of a brief")?.pop();
        Ok(Before { hold, claims, strikes, struck, last })
    }

    /// How the claims stand with this brief.
    fn filing(
        &self,
        reading: &Reading<'_>,
        story: &Story,
        decision: &Decision,
        at: Timestamp,
    ) -> Filing {
        let (brief, version) = (checked(decision).brief(), self.version(decision));
        let round = Round { reading, story, brief, struck: &self.struck, version, at };
        Filing::between(&self.claims, claims::follow(&self.claims, &round))
    }

    /// The version that the store will file the brief as.
    fn version(&self, decision: &Decision) -> u32 {
        let Some(last) = &self.last else { return 1 };
        let is_out = matches!(last.state, BriefState::Published(_));
        let stays = last.hash == checked(decision).hash() && (decision.is_ok() || !is_out);
        if stays { last.version } else { last.version + 1 }
    }
}

/// Nothing is written from words that their outlets keep for themselves; what was written before they did
/// goes off the site, and what they claimed is not followed any more.
async fn leave(room: &Newsroom, job: &Job, story: &StoryId) -> anyhow::Result<()> {
    let withdrawal = Withdrawal {
        by: "Newsloom".to_owned(),
        at: room.now(),
        why: Some("its outlets keep their words for themselves".to_owned()),
    };
    let withdrawn = room.store.briefs.withdraw(story, &withdrawal).await;
    withdrawn.context("could not take a brief off the site")?;
    let claims = room.store.claims.of_story(story).await;
    let claims = claims.context("could not read the claims of a story")?.into_iter();
    let followed = claims.filter(|claim| claim.ended.is_none());
    let left: Vec<Claim> =
        followed.map(|claim| Claim { ended: Some(Ending::Left), ..claim }).collect();
    let filed = room.store.claims.file(story, &left, &[]).await;
    filed.context("could not file the claims of a story")?;
    room.store.work.finish(job).await.context("could not finish a job")?;
    Ok(())
}

/// Reports that a brief is written from: the independent ones first, then the newest. The largest
/// story of the labelled sets has 186, nearly all of them copies; a brief of 400 words cites 20.
pub const MOST_REPORTS: usize = 120;

/// A story with the latest version of each of its articles, at most so many.
pub async fn story_file(
    store: &Store,
    id: &StoryId,
    most: usize,
) -> anyhow::Result<Option<StoryFile>> {
    let story = store.stories.story(id).await.context("could not read a story")?;
    let Some(mut story) = story else { return Ok(None) };
    if story.reports.len() > most {
        story.reports.sort_by_key(|report| {
            (report.origin != report.article, std::cmp::Reverse(report.reported))
        });
        story.reports.truncate(most);
        story.reports.sort_by_key(|report| (report.seen, report.reported));
    }
    let mut articles = Vec::with_capacity(story.reports.len());
    for report in &story.reports {
        let latest = store.articles.latest(&report.article).await;
        let article = latest.context("could not read an article")?;
        articles.push(article.with_context(|| format!("article {} is lost", report.article))?);
    }
    Ok(Some(StoryFile { story, articles }))
}

/// Leaves out the pictures of outlets whose pictures are never shown, so that another's may stand there and
/// theirs are not fetched.
fn hide_pictures(file: &mut StoryFile, registry: &Registry) {
    if !registry.limits_pictures() {
        return;
    }
    for article in &mut file.articles {
        if registry.find(&article.outlet.0).pictures == PicturePolicy::Never {
            article.image = None;
        }
    }
}

type Decision = Result<Approved, Box<Held>>;

fn checked(decision: &Decision) -> &Checked {
    match decision {
        Ok(approved) => approved.checked(),
        Err(held) => &held.checked,
    }
}

/// Draft and check: the extractive writer's way to a brief.
fn extractive(
    file: &StoryFile,
    reading: &Reading<'_>,
    registry: &Arc<Registry>,
    settings: &Settings,
    before: &Before,
) -> Result<Checked, String> {
    let draft = write::write_without(&before.struck, reading, registry, &settings.write);
    let draft = draft.map_err(|nothing| nothing.to_string())?;
    Ok(check::check_without(&before.struck, draft, file))
}

fn decision(checked: Checked, story: &Story, rule: &desk::Rule, hold: Option<Hold>) -> Decision {
    match hold {
        Some(Hold { by, why, .. }) => {
            Err(Box::new(Held { checked, reason: HoldReason::ByEditor { by, why } }))
        }
        None => desk::decide(checked, story, rule),
    }
}
