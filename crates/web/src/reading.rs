//! What a page needs to know, read from the store. Nothing is decided or worded here.

use crate::{PageError, Site, links};
use jiff::Timestamp;
use jiff::civil::Date;
use news::{
    Article, ArticleId, BriefImage, Claim, FrontItem, FrontPage, PicturePolicy, Regrouping,
    Revision, Standing, Story, StoryId, Withdrawal, revisions,
};
use std::collections::{BTreeMap, BTreeSet};
use store::{BriefLine, BriefRecord, BriefState, ChangesOf, Store, StoredImage};

/// One version of a story's brief with its history.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub record: BriefRecord,
    /// All versions, oldest first.
    pub history: Vec<BriefLine>,
    /// The pictures of it that we hold, by the address that the brief knows them under.
    pub pictures: BTreeMap<String, StoredImage>,
}

/// All that a story's page shows.
#[derive(Clone, Debug)]
pub(crate) struct StoryFacts {
    pub told: Told,
    pub story: Story,
    /// Cited articles that are no longer among the story's reports.
    pub strays: Vec<Article>,
    /// What outlets changed in its reports, the latest first.
    pub revisions: Vec<Revision>,
    /// What it was merged with and split from, oldest first.
    pub regrouped: Vec<Regrouped>,
    /// What its sources claim, what became of it included.
    pub claims: Vec<Claim>,
}

/// Two versions of one story's brief.
#[derive(Clone, Debug)]
pub(crate) struct Versions {
    pub before: BriefRecord,
    pub after: BriefRecord,
    /// All versions, oldest first.
    pub history: Vec<BriefLine>,
    /// Where the story stands.
    pub story: String,
}

/// A regrouping as readers may know of it.
#[derive(Clone, Debug)]
pub(crate) struct Regrouped {
    pub regrouping: Regrouping,
    /// Headline and address of the other story; none when it was never out.
    pub other: Option<(String, String)>,
}

/// A line of a front page with what it tells.
#[derive(Clone, Debug)]
pub(crate) struct FrontFact {
    pub item: FrontItem,
    pub told: Told,
}

/// A front page as it stands, or stood.
#[derive(Clone, Debug)]
pub(crate) struct FrontFacts {
    pub at: Timestamp,
    pub items: Vec<FrontFact>,
    /// Stories that stood there and were withdrawn since.
    pub withdrawn: usize,
    /// Days with a front page, latest first.
    pub days: Vec<Date>,
}

impl Told {
    /// The first published version, which gives the story its slug and its date.
    pub(crate) fn first_published(&self) -> Option<&BriefLine> {
        first_published(&self.history)
    }

    /// Where the story stands on the site.
    pub(crate) fn address(&self) -> String {
        let headline = self.record.brief.headline.statement.text();
        story_address(headline, &self.record.story, &self.history)
    }

    /// The picture that we hold of `image`.
    pub(crate) fn picture(&self, image: &BriefImage) -> Option<&StoredImage> {
        self.pictures.get(&image.image.url)
    }

    /// Who stands for this version; a version that is no longer out counts as not reviewed.
    pub(crate) fn standing(&self) -> Standing {
        match &self.record.state {
            BriefState::Published(standing) => standing.clone(),
            BriefState::Held(_) | BriefState::Withdrawn(..) => Standing::NotYetReviewed,
        }
    }
}

fn first_published(history: &[BriefLine]) -> Option<&BriefLine> {
    history.iter().find(|line| line.state.was_out())
}

/// Where the story of a published brief stands on the site.
pub(crate) async fn address(store: &Store, line: &BriefLine) -> Result<String, PageError> {
    let history = store.briefs.history(&line.story).await?;
    Ok(story_address(&line.headline, &line.story, &history))
}

/// The slug is that of the first published headline, so that it stays when the headline changes.
fn story_address(headline: &str, story: &StoryId, history: &[BriefLine]) -> String {
    let first = first_published(history).map_or(headline, |line| &line.headline);
    links::story_address(&links::slug(first), story)
}

/// The front page of a day, or the latest one; none when there is none yet.
pub(crate) async fn front(site: &Site, day: Option<Date>) -> Result<Option<FrontFacts>, PageError> {
    let Some(page) = site.store.stories.front_page(day).await? else { return Ok(None) };
    let facts = front_facts(site, page).await?;
    Ok(Some(FrontFacts { days: site.store.stories.days().await?, ..facts }))
}

/// What a front page tells, without the days beside it.
pub(crate) async fn front_facts(site: &Site, page: FrontPage) -> Result<FrontFacts, PageError> {
    let mut facts = FrontFacts { at: page.at, items: Vec::new(), withdrawn: 0, days: Vec::new() };
    for item in page.items {
        match shown(&site.store, &item).await? {
            Some(record) => facts.items.push(FrontFact { item, told: told(site, record).await? }),
            None => facts.withdrawn += 1,
        }
    }
    Ok(facts)
}

/// The version of a story that a page showed; where it was taken off since and another is out, that one.
async fn shown(store: &Store, item: &FrontItem) -> Result<Option<BriefRecord>, PageError> {
    let record = store.briefs.version(&item.story, item.version).await?;
    match record.filter(|record| matches!(record.state, BriefState::Published(_))) {
        Some(record) => Ok(Some(record)),
        None => Ok(store.briefs.published(&item.story).await?),
    }
}

async fn told(site: &Site, record: BriefRecord) -> Result<Told, PageError> {
    let history = site.store.briefs.history(&record.story).await?;
    let mut pictures = BTreeMap::new();
    for image in &record.brief.images {
        if let Some(held) = held(site, image).await? {
            pictures.insert(image.image.url.clone(), held);
        }
    }
    Ok(Told { record, history, pictures })
}

/// The picture with the copies that readers may be shown; none when it was not decoded, or is not to be shown.
async fn held(site: &Site, image: &BriefImage) -> Result<Option<StoredImage>, PageError> {
    let held = site.store.media.by_url(&image.image.url).await?;
    let Some(mut held) = held.filter(|held| !held.copies.is_empty()) else { return Ok(None) };
    match policy(site, &image.article).await? {
        PicturePolicy::Show => {}
        PicturePolicy::Thumbnail => held.copies.truncate(1),
        PicturePolicy::Never => return Ok(None),
    }
    Ok(Some(held))
}

/// What may be shown of the pictures of an article's outlet; nothing of an article that is gone.
async fn policy(site: &Site, article: &ArticleId) -> Result<PicturePolicy, PageError> {
    if !site.registry.limits_pictures() {
        return Ok(PicturePolicy::Show);
    }
    let article = site.store.articles.latest(article).await?;
    let policy = article.map(|article| site.registry.find(&article.outlet.0).pictures);
    Ok(policy.unwrap_or(PicturePolicy::Never))
}

/// The story of this id with its published brief; [`PageError::Merged`] for one that leads to another.
pub(crate) async fn story(site: &Site, id: &StoryId) -> Result<StoryFacts, PageError> {
    let store = &site.store;
    let home = home(store, id).await?;
    let Some(record) = store.briefs.published(id).await? else {
        return Err(absence(store, id).await?);
    };
    let story = store.stories.story(&home).await?.ok_or(PageError::NotFound)?;
    let strays = strays(store, &record, &story).await?;
    let (revisions, regrouped) = (revised(store, id).await?, regrouped(store, id).await?);
    let claims = store.claims.of_story(id).await?;
    let told = told(site, record).await?;
    Ok(StoryFacts { told, story, strays, revisions, regrouped, claims })
}

/// One version of what was published about a story, without what became of it; as [`story`] for one that leads to
/// another or was taken off.
pub(crate) async fn story_in_version(
    site: &Site,
    id: &StoryId,
    version: u32,
) -> Result<StoryFacts, PageError> {
    let store = &site.store;
    home(store, id).await?;
    let record = store.briefs.version(id, version).await?.ok_or(PageError::NotFound)?;
    match record.state {
        BriefState::Published(_) => with_sources(store, told(site, record).await?).await,
        BriefState::Held(_) => Err(PageError::NotFound),
        BriefState::Withdrawn(_, withdrawal) => {
            Err(version_withdrawn(store, id, version, withdrawal).await?)
        }
    }
}

/// Why a version of a story cannot be read: with the whole story, or alone.
async fn version_withdrawn(
    store: &Store,
    id: &StoryId,
    version: u32,
    withdrawal: Withdrawal,
) -> Result<PageError, PageError> {
    let out = store.briefs.published(id).await?;
    Ok(match out {
        Some(out) => PageError::VersionWithdrawn { version, withdrawal, out: out.version },
        None => PageError::Withdrawn(withdrawal),
    })
}

/// Two versions `from` < `to` of a story that are both out still; as [`story_in_version`] where one is not.
pub(crate) async fn versions(
    site: &Site,
    id: &StoryId,
    from: u32,
    to: u32,
) -> Result<Versions, PageError> {
    let before = story_in_version(site, id, from).await?.told;
    let after = story_in_version(site, id, to).await?.told;
    let story = after.address();
    Ok(Versions { before: before.record, after: after.record, history: after.history, story })
}

/// A version with the reports that it may rest on, wherever they are by now.
pub(crate) async fn with_sources(store: &Store, told: Told) -> Result<StoryFacts, PageError> {
    let id = told.record.story.clone();
    let merged = store.regroupings.merged_into(&id).await?;
    let kept = store.stories.story(merged.as_ref().unwrap_or(&id)).await?;
    let story = kept.unwrap_or(Story { id, reports: Vec::new() });
    let strays = strays(store, &told.record, &story).await?;
    let (revisions, regrouped) = (Vec::new(), Vec::new());
    let claims = store.claims.of_story(&told.record.story).await?;
    Ok(StoryFacts { told, story, strays, revisions, regrouped, claims })
}

/// Where the reports of the story are: with itself, or, when it was merged into one of which nothing is out
/// yet, with that one, so that its readers keep their page meanwhile.
async fn home(store: &Store, id: &StoryId) -> Result<StoryId, PageError> {
    let Some(into) = store.regroupings.merged_into(id).await? else { return Ok(id.clone()) };
    if let Some((_, address)) = headline_and_address(store, &into).await? {
        return Err(PageError::Merged(address));
    }
    match store.stories.hold(&into).await? {
        Some(_) => Err(absence(store, &into).await?),
        None => Ok(into),
    }
}

/// The latest headline of a published story, and where it stands.
async fn headline_and_address(
    store: &Store,
    id: &StoryId,
) -> Result<Option<(String, String)>, PageError> {
    let history = store.briefs.history(id).await?;
    let out = history.iter().rev().find(|line| matches!(line.state, BriefState::Published(_)));
    Ok(out.map(|line| (line.headline.clone(), story_address(&line.headline, id, &history))))
}

/// Where merged stories stood that readers could see, on which the same address may still be found.
pub(crate) async fn merged_addresses(store: &Store) -> Result<Vec<String>, PageError> {
    let mut addresses = Vec::new();
    for story in store.regroupings.merged().await?.into_keys() {
        addresses.extend(headline_and_address(store, &story).await?.map(|(_, address)| address));
    }
    Ok(addresses)
}

/// Regroupings of which a page tells.
const MOST_REGROUPED: usize = 20;

async fn regrouped(store: &Store, id: &StoryId) -> Result<Vec<Regrouped>, PageError> {
    let mut all = Vec::new();
    for regrouping in store.regroupings.of_story(id).await?.into_iter().rev().take(MOST_REGROUPED) {
        let other = if regrouping.to == *id { &regrouping.from } else { &regrouping.to };
        let other = headline_and_address(store, other).await?;
        all.push(Regrouped { regrouping, other });
    }
    Ok(all)
}

/// Changed reports of which a page tells; a story of thousands would else take minutes to compare.
const MOST_CHANGED: u32 = 40;

async fn revised(store: &Store, id: &StoryId) -> Result<Vec<Revision>, PageError> {
    let changed = store.articles.changed(ChangesOf::Story(id), MOST_CHANGED).await?;
    // Comparing takes milliseconds where a long text was told anew.
    let compare = move || {
        let mut all: Vec<Revision> = changed.iter().flat_map(|all| revisions(all)).collect();
        all.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.article.cmp(&b.article)));
        all
    };
    Ok(tokio::task::spawn_blocking(compare).await?)
}

/// Why a story has no page: it was withdrawn, or it never had one. What waits at the desk and was
/// never out must not show, not even by its reason.
async fn absence(store: &Store, id: &StoryId) -> Result<PageError, PageError> {
    let history = store.briefs.history(id).await?;
    let withdrawal = history.into_iter().rev().find_map(|line| match line.state {
        BriefState::Withdrawn(_, withdrawal) => Some(withdrawal),
        BriefState::Published(_) | BriefState::Held(_) => None,
    });
    Ok(withdrawal.map_or(PageError::NotFound, PageError::Withdrawn))
}

async fn strays(
    store: &Store,
    record: &BriefRecord,
    story: &Story,
) -> Result<Vec<Article>, PageError> {
    let reports: BTreeSet<&ArticleId> = story.reports.iter().map(|r| &r.article).collect();
    let mut strays = Vec::new();
    for id in record.brief.cited().into_iter().filter(|id| !reports.contains(id)) {
        strays.extend(store.articles.latest(id).await?);
    }
    Ok(strays)
}
