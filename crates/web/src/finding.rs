//! What leads to a story and on from it, read from the store. Nothing is worded here.

use crate::reading::{self, FrontFact};
use crate::{PageError, Site};
use jiff::civil::Date;
use news::{Edit, OutletId, Revision, Shared, StoryId, Subject, SubjectKind, related, revisions};
use store::{BriefLine, ChangesOf, Filed, ListedStory, OutletTally, Store, SubjectLine};

/// Stories listed on the page of a subject: what can be looked through.
const LISTED: u32 = 120;
/// Those of them that are told with their lede.
const TOLD: usize = 12;
/// Other stories of a name that are looked at for what is related: of more, the latest.
const OTHERS: u32 = 100;
/// Related stories under a story.
const RELATED: usize = 5;
/// Subjects of a kind in the index, and in the list for crawlers.
const INDEXED: u32 = 150;
/// Stories that a topic or name needs to stand there: a list of one story leads nowhere new.
const LEAST: u32 = 2;

/// What leads on from a story.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    /// What it is filed under, by kind, the chief ones first, each with whether it leads to other stories.
    pub filed: Vec<(Filed, bool)>,
    /// The closest first.
    pub related: Vec<ListedStory>,
}

/// All that the page of a subject shows.
#[derive(Clone, Debug)]
pub(crate) struct SubjectFacts {
    pub subject: Subject,
    /// As its stories write it; of an outlet its id, of a section its name.
    pub title: String,
    /// Stories by the day of their first report.
    pub days: Vec<(Date, u64)>,
    /// The latest first, without those on today's page; each with the sentences of its lede where it is told with one.
    pub stories: Vec<(ListedStory, Option<Vec<String>>)>,
    /// Of a section: its stories on today's front page with their places.
    pub today: Vec<(usize, FrontFact)>,
    /// Of an outlet.
    pub tally: Option<OutletTally>,
}

/// What there is to find.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    pub topics: Vec<SubjectLine>,
    pub entities: Vec<SubjectLine>,
    pub outlets: Vec<SubjectLine>,
}

/// What leads on from the story.
pub(crate) async fn around(store: &Store, story: &StoryId) -> Result<Around, PageError> {
    let mut around = Around::default();
    let mut shared = Vec::new();
    for filed in store.directory.filed(story).await? {
        let mut leads_on = true;
        if filed.subject.kind == SubjectKind::Entity {
            let stories = store.directory.others(&filed.subject, story, OTHERS).await?;
            leads_on = !stories.is_empty();
            shared.push(Shared { name: filed.title.clone(), stories });
        }
        around.filed.push((filed, leads_on));
    }
    for story in related(&shared, RELATED) {
        around.related.extend(store.directory.listed_story(&story).await?);
    }
    Ok(around)
}

/// All about a subject.
pub(crate) async fn subject(site: &Site, subject: &Subject) -> Result<SubjectFacts, PageError> {
    let directory = &site.store.directory;
    let coverage = directory.coverage(subject).await?;
    let title = coverage.as_ref().map(|coverage| coverage.title.clone());
    let title = title.or_else(|| known(site, subject)).ok_or(PageError::NoSubject(subject.kind))?;
    let today = today(site, subject).await?;
    let listed = directory.listed(subject, LISTED).await?;
    let stands = |story: &StoryId| today.iter().any(|(_, fact)| fact.item.story == *story);
    let mut stories = Vec::new();
    for listed in listed.into_iter().filter(|listed| !stands(&listed.story)) {
        let lede =
            if stories.len() < TOLD { lede(&site.store, &listed.story).await? } else { None };
        stories.push((listed, lede));
    }
    let tally = match subject.kind {
        SubjectKind::Outlet => Some(directory.outlet(&OutletId(title.clone())).await?),
        _ => None,
    };
    let days = coverage.map(|coverage| coverage.days).unwrap_or_default();
    Ok(SubjectFacts { subject: subject.clone(), title, days, stories, today, tally })
}

/// The title of what has a page before any story stands under it: a section of the edition, an outlet of the
/// registry.
fn known(site: &Site, subject: &Subject) -> Option<String> {
    match subject.kind {
        SubjectKind::Section => {
            let mut sections = site.look.sections.iter();
            sections.find(|section| section.name == subject.key).map(|section| section.name.clone())
        }
        SubjectKind::Outlet => {
            let mut outlets = site.registry.outlets().iter();
            let is_it = |id: &OutletId| Subject::named(SubjectKind::Outlet, &id.0) == *subject;
            outlets.find(|outlet| is_it(&outlet.id)).map(|outlet| outlet.id.0.clone())
        }
        SubjectKind::Topic | SubjectKind::Entity => None,
    }
}

async fn today(site: &Site, subject: &Subject) -> Result<Vec<(usize, FrontFact)>, PageError> {
    if subject.kind != SubjectKind::Section {
        return Ok(Vec::new());
    }
    let front = reading::front(site, None).await?;
    let items = front.into_iter().flat_map(|front| front.items).zip(1..);
    let of_it = items.filter(|(fact, _)| fact.item.section.as_ref() == Some(&subject.key));
    Ok(of_it.map(|(fact, place)| (place, fact)).collect())
}

/// The sentences of a story's lede.
async fn lede(store: &Store, story: &StoryId) -> Result<Option<Vec<String>>, PageError> {
    let record = store.briefs.published(story).await?;
    let said = |judged: &news::Judged| judged.statement.text().to_owned();
    Ok(record.map(|record| record.brief.lede.iter().map(said).collect()))
}

/// What there is to find, those with most stories first.
pub(crate) async fn index(store: &Store) -> Result<Index, PageError> {
    let subjects = async |kind, least| store.directory.subjects(kind, least, INDEXED).await;
    Ok(Index {
        topics: subjects(SubjectKind::Topic, 1).await?,
        entities: subjects(SubjectKind::Entity, LEAST).await?,
        outlets: subjects(SubjectKind::Outlet, 1).await?,
    })
}

/// The subjects that crawlers may find, at most `limit` of each kind.
pub(crate) async fn subjects(store: &Store, limit: u32) -> Result<Vec<SubjectLine>, PageError> {
    let mut all = Vec::new();
    for kind in SubjectKind::ALL {
        let least = if kind == SubjectKind::Entity { LEAST } else { 1 };
        all.extend(store.directory.subjects(kind, least, limit).await?);
    }
    Ok(all)
}

/// The stories of a subject for its feeds, the latest first.
pub(crate) async fn latest(
    store: &Store,
    subject: &Subject,
    limit: u32,
) -> Result<Vec<StoryId>, PageError> {
    let listed = store.directory.listed(subject, limit).await?;
    Ok(listed.into_iter().map(|listed| listed.story).collect())
}

/// Changed reports that are looked through for corrections, the last first: comparing one takes
/// milliseconds where a long text was told anew.
const LOOKED_THROUGH: u32 = 60;
/// Withdrawn stories that are told of.
const WITHDRAWN: u32 = 60;

/// What was corrected, the latest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Corrections {
    /// Corrections that outlets announced, each with the story that its report is in.
    pub corrected: Vec<(Revision, ListedStory)>,
    /// The last versions of withdrawn stories.
    pub withdrawn: Vec<BriefLine>,
}

/// What outlets corrected in reports of published stories, and which stories are withdrawn.
pub(crate) async fn corrections(store: &Store) -> Result<Corrections, PageError> {
    let changed = store.articles.changed(ChangesOf::All, LOOKED_THROUGH).await?;
    let compare = move || {
        let announced = |revision: &Revision| matches!(revision.edit, Edit::Correction(_));
        let all = changed.iter().flat_map(|versions| revisions(versions)).filter(announced);
        let mut all: Vec<Revision> = all.collect();
        all.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.article.cmp(&b.article)));
        all
    };
    let mut found = Corrections::default();
    for revision in tokio::task::spawn_blocking(compare).await? {
        let Some(story) = store.stories.story_of(&revision.article).await? else { continue };
        let Some(listed) = store.directory.listed_story(&story).await? else { continue };
        found.corrected.push((revision, listed));
    }
    found.withdrawn = store.briefs.withdrawn(WITHDRAWN).await?;
    Ok(found)
}
