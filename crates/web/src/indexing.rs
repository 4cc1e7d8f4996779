//! Keeps the search index in step with the store: reads what changed, and puts in what may be found of it.

use news::{Article, ArticleId, OutletId, Registry, StoryId, SubjectKind};
use search::{ArticleEntry, Entry, Filing, Index, Opened, SearchError, StoryEntry};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{BriefRecord, Change, Changed, Findable, Store, StoreError};

/// Changes that are put in at once: bounds the memory of a turn, and what a killed process does again.
const AT_ONCE: u32 = 500;

/// Why the index could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum IndexingError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index failed.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A blocking task ended early.
    #[error("the indexing broke off: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// What an index is made from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// What the instance keeps.
    pub store: &'a Store,
    /// The names of outlets.
    pub registry: &'a Registry,
    /// ISO 639-1: of a brief whose sources do not say theirs.
    pub language: &'a str,
}

/// Puts in the next things that changed. Gives how many; 0 when the index knows all, or another process keeps it.
///
/// Safe to run twice: each entry stands in place of what was there of it, and how far was read is written
/// together with what was read. An index that cannot be used is made anew, and fills from the beginning.
pub async fn catch_up(source: Source<'_>, index: &Arc<Index>) -> Result<usize, IndexingError> {
    match next(source, index).await {
        Err(IndexingError::Search(SearchError::WrittenByAnother)) => Ok(0),
        Err(IndexingError::Search(error)) if error.is_torn() => {
            index.condemn(&error.to_string());
            Err(error.into())
        }
        done => done,
    }
}

async fn next(source: Source<'_>, index: &Arc<Index>) -> Result<usize, IndexingError> {
    let cursor = begin(source.store, index).await?;
    let changes = source.store.changes.after(cursor, AT_ONCE).await?;
    let Some(last) = changes.last() else { return Ok(0) };
    let (done, upto) = (changes.len(), last.number);
    let entries = gather(source, index, changes).await?;
    let index = index.clone();
    tokio::task::spawn_blocking(move || index.write(&entries, upto)).await??;
    Ok(done)
}

/// The number up to which the index knows what changed.
async fn begin(store: &Store, index: &Arc<Index>) -> Result<u64, IndexingError> {
    let last = store.changes.last().await?;
    let index = index.clone();
    let begun = move || -> Result<u64, SearchError> {
        match index.mend() {
            Opened::AsItWas => {}
            Opened::New => tracing::info!("there is no search index yet: it is made"),
            Opened::Anew(why) => tracing::warn!("the search index is made anew: {why}"),
        }
        let cursor = index.cursor()?;
        if cursor <= last {
            return Ok(cursor);
        }
        tracing::warn!(
            "the search index is made anew: it knows of {cursor} changes, the database of {last}; was an older \
             copy of the database put back?"
        );
        index.clear()?;
        Ok(0)
    };
    Ok(tokio::task::spawn_blocking(begun).await??)
}

/// What is to be put in, and taken out.
async fn gather(
    source: Source<'_>,
    index: &Arc<Index>,
    changes: Vec<Change>,
) -> Result<Vec<Entry>, IndexingError> {
    let (mut stories, mut articles) = (BTreeSet::new(), BTreeSet::new());
    for change in changes {
        let _ = match change.changed {
            Changed::Story(story) => stories.insert(story),
            Changed::Article(article) => articles.insert(article),
        };
    }
    let known = filings(index, &stories).await?;
    let mut entries = Vec::new();
    let mut filings = BTreeMap::new();
    for story in stories {
        let entry = story_entry(source, &story).await?;
        let filing = entry.as_ref().map(|entry| entry.filing.fingerprint());
        if known.get(&story) != filing.as_ref() {
            // Its reports are found by what it is filed under, and by all only while it is out.
            let reports = source.store.stories.story(&story).await?;
            let reports = reports.into_iter().flat_map(|story| story.reports);
            articles.extend(reports.map(|report| report.article));
        }
        filings.insert(story.clone(), entry.as_ref().map(|entry| entry.filing.clone()));
        entries.push(entry.map_or(Entry::NoStory(story), Entry::Story));
    }
    let articles: Vec<ArticleId> = articles.into_iter().collect();
    for some in articles.chunks(AT_ONCE as usize) {
        entries.extend(article_entries(source, some, &mut filings).await?);
    }
    Ok(entries)
}

/// What the index holds of the filing of those stories that are in it.
async fn filings(
    index: &Arc<Index>,
    stories: &BTreeSet<StoryId>,
) -> Result<BTreeMap<StoryId, u64>, IndexingError> {
    let (index, stories) = (index.clone(), stories.clone());
    let known = move || -> Result<BTreeMap<StoryId, u64>, SearchError> {
        let mut known = BTreeMap::new();
        for story in stories {
            if let Some(filing) = index.filing(&story)? {
                known.insert(story, filing);
            }
        }
        Ok(known)
    };
    Ok(tokio::task::spawn_blocking(known).await??)
}

/// A story as it is found; none when it is not out.
async fn story_entry(
    source: Source<'_>,
    story: &StoryId,
) -> Result<Option<StoryEntry>, StoreError> {
    if source.store.directory.listed_story(story).await?.is_none() {
        return Ok(None);
    }
    let Some(record) = source.store.briefs.published(story).await? else { return Ok(None) };
    let statements = record.brief.statements().into_iter();
    Ok(Some(StoryEntry {
        id: story.clone(),
        at: record.at,
        language: Some(language_of(source, &record).await?),
        statements: statements.map(|(_, said)| said.statement.text().to_owned()).collect(),
        filing: filing_of(source, story).await?,
    }))
}

/// The language of most articles that a brief cites: it is written in their words.
async fn language_of(source: Source<'_>, record: &BriefRecord) -> Result<String, StoreError> {
    let cited: Vec<ArticleId> = record.brief.cited().into_iter().cloned().collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for found in source.store.changes.findable(&cited).await? {
        if let Some(language) = found.article.language {
            *counts.entry(language).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    Ok(most.map_or_else(|| source.language.to_owned(), |(language, _)| language))
}

/// What a story is filed under, by all the names that it goes by.
async fn filing_of(source: Source<'_>, story: &StoryId) -> Result<Filing, StoreError> {
    let mut filing = Filing::default();
    for filed in source.store.directory.filed(story).await? {
        let kind = filed.subject.kind;
        match kind {
            SubjectKind::Outlet => {
                let names = outlet_names(source.registry, &OutletId(filed.title));
                filing.names.extend(names.into_iter().map(|name| (kind, name)));
            }
            _ => filing.names.push((kind, filed.title)),
        }
    }
    Ok(filing)
}

/// An outlet's id and its name.
fn outlet_names(registry: &Registry, outlet: &OutletId) -> Vec<String> {
    let name = registry.known(&outlet.0).map(|outlet| outlet.name.clone());
    let mut names = vec![outlet.0.clone()];
    names.extend(name.filter(|name| *name != outlet.0));
    names
}

async fn article_entries(
    source: Source<'_>,
    articles: &[ArticleId],
    filings: &mut BTreeMap<StoryId, Option<Filing>>,
) -> Result<Vec<Entry>, StoreError> {
    let mut gone: BTreeSet<ArticleId> = articles.iter().cloned().collect();
    let mut entries = Vec::new();
    for found in source.store.changes.findable(articles).await? {
        // What an outlet keeps for itself is not made findable by us.
        if found.article.reserved.is_some() {
            continue;
        }
        gone.remove(&found.article.id);
        let filing = match &found.story {
            Some(story) if found.is_out => {
                if !filings.contains_key(story) {
                    let entry = filing_of(source, story).await?;
                    filings.insert(story.clone(), Some(entry));
                }
                filings.get(story).cloned().flatten()
            }
            _ => None,
        };
        entries.push(Entry::Article(article_entry(source, found, filing.unwrap_or_default())));
    }
    entries.extend(gone.into_iter().map(Entry::NoArticle));
    Ok(entries)
}

fn article_entry(source: Source<'_>, found: Findable, filing: Filing) -> ArticleEntry {
    let Findable { article, story, is_out } = found;
    let at = article.reported();
    let Article { id, title, text, byline, outlet, language, .. } = article;
    let outlet = outlet_names(source.registry, &outlet);
    ArticleEntry { id, story, is_out, at, language, title, text, authors: byline, outlet, filing }
}
