//! Answers to a search: what the index names, as the store tells of it now.

use crate::{PageError, Site, story_address};
use news::{Article, ArticleId, StoryId};
use search::{Found, Group, Hit, Kinds, Query, Question, Reach, Sorting};
use std::collections::BTreeMap;
use store::{BriefRecord, Findable, ListedStory, Store};

/// What is asked of the site's search.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The question.
    pub query: Query,
    /// For whom.
    pub reach: Reach,
    /// Of what.
    pub kinds: Kinds,
    /// What comes first.
    pub sorting: Sorting,
    /// Groups to leave out at the beginning.
    pub from: usize,
    /// Groups wanted.
    pub count: usize,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// By story.
    pub groups: Vec<Answered>,
    /// Groups that the index counted.
    pub counted: usize,
    /// Whether there may be more than were counted.
    pub is_more: bool,
}

/// What was found of one story, or an article that is in no published one.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The story, when it is published.
    pub story: Option<AnsweredStory>,
    /// Reports that were found, each in its latest version.
    pub articles: Vec<Article>,
}

/// A published story that was found.
#[derive(Clone, Debug)]
pub struct AnsweredStory {
    /// As lists tell of it.
    pub listed: ListedStory,
    /// What is out of it.
    pub record: BriefRecord,
    /// Where it stands on the site.
    pub address: String,
    /// Statements that were found, by their places from 0 among [`news::Brief::statements`], in reading order.
    pub statements: Vec<usize>,
}

/// Answers a question from the index, and asks the store of everything that it names: what was withdrawn, held or
/// dropped meanwhile is not told, however far behind the index is.
pub async fn search(site: &Site, ask: Ask) -> Result<Answer, PageError> {
    let reach = ask.reach;
    let found = found(site, ask).await?;
    let ids = found.groups.iter().flat_map(|group| &group.hits).filter_map(|hit| match hit {
        Hit::Article(id) => Some(id.clone()),
        Hit::Story | Hit::Statement(_) => None,
    });
    let mut articles = findable(&site.store, &ids.collect::<Vec<_>>(), reach).await?;
    let mut answer = Answer { groups: Vec::new(), counted: found.counted, is_more: found.is_more };
    for group in found.groups {
        answer.groups.extend(answered(&site.store, group, &mut articles, reach).await?);
    }
    Ok(answer)
}

async fn found(site: &Site, ask: Ask) -> Result<Found, PageError> {
    let index = site.search.clone();
    let asking = move || {
        let Ask { query, reach, kinds, sorting, from, count } = &ask;
        let (reach, kinds, sorting) = (*reach, *kinds, *sorting);
        index.find(&Question { query, reach, kinds, sorting, from: *from, count: *count })
    };
    match tokio::task::spawn_blocking(asking).await {
        Ok(found) => Ok(found.inspect_err(|error| {
            if error.is_torn() {
                site.search.condemn(&error.to_string());
            }
        })?),
        Err(broken) => {
            // The library trusts its files; what breaks it was not written by it.
            site.search.condemn(&format!("a search broke off: {broken}"));
            Err(broken.into())
        }
    }
}

/// The articles that may be told of, by id.
async fn findable(
    store: &Store,
    ids: &[ArticleId],
    reach: Reach,
) -> Result<BTreeMap<ArticleId, Findable>, PageError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let found = store.changes.findable(ids).await?.into_iter();
    let may = |found: &Findable| {
        found.article.reserved.is_none() && (found.is_out || reach == Reach::All)
    };
    Ok(found.filter(may).map(|found| (found.article.id.clone(), found)).collect())
}

async fn answered(
    store: &Store,
    group: Group,
    articles: &mut BTreeMap<ArticleId, Findable>,
    reach: Reach,
) -> Result<Option<Answered>, PageError> {
    let mut answered = Answered { story: None, articles: Vec::new() };
    let (mut is_story, mut statements) = (false, Vec::new());
    for hit in &group.hits {
        match hit {
            Hit::Story => is_story = true,
            Hit::Statement(place) => statements.push(*place),
            // It may have gone to another story since.
            Hit::Article(id) => answered.articles.extend(
                articles.remove(id).filter(|found| found.story == group.story).map(|f| f.article),
            ),
        }
    }
    if let Some(story) = &group.story {
        answered.story = published(store, story, statements).await?;
    }
    let is_told = match &answered.story {
        Some(story) => is_story || !story.statements.is_empty() || !answered.articles.is_empty(),
        None => reach == Reach::All && !answered.articles.is_empty(),
    };
    Ok(is_told.then_some(answered))
}

async fn published(
    store: &Store,
    story: &StoryId,
    mut statements: Vec<usize>,
) -> Result<Option<AnsweredStory>, PageError> {
    let Some(listed) = store.directory.listed_story(story).await? else { return Ok(None) };
    let Some(record) = store.briefs.published(story).await? else { return Ok(None) };
    let address = story_address(&listed.first_headline, story);
    let known = record.brief.statements().len();
    statements.sort_unstable();
    statements.retain(|place| *place < known);
    Ok(Some(AnsweredStory { listed, record, address, statements }))
}
