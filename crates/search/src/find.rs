//! Answers, grouped by story.

use crate::compile;
use crate::entry::article_of;
use crate::fields::Fields;
use crate::query::Query;
use news::{ArticleId, StoryId};
use std::collections::HashMap;
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::schema::Value;
use tantivy::{DocAddress, Order, Searcher, TantivyDocument};

/// Whose eyes may see the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Published stories, and the reports of them.
    Public,
    /// Also kept articles of stories that are not published: for whoever runs the newsroom.
    All,
}

/// What may be in the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    /// Stories, statements and articles.
    All,
    /// Articles alone.
    Articles,
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sorting {
    /// What answers best (BM25 over the words); of equals, whichever the index holds first.
    #[default]
    Best,
    /// What was published last.
    Newest,
}

/// A question with what is wanted of the answer.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What is asked.
    pub query: &'a Query,
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

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// A story each, or an article that is in none.
    pub groups: Vec<Group>,
    /// Groups that were counted in all.
    pub counted: usize,
    /// Whether there may be more than were counted.
    pub is_more: bool,
}

/// What was found of one story, or of an article that is in none.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The story.
    pub story: Option<StoryId>,
    /// What was found of it, the best or newest first, at most [`HITS`].
    pub hits: Vec<Hit>,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Hit {
    /// The story's brief as a whole.
    Story,
    /// A statement of its brief, by its place from 0 among [`news::Brief::statements`].
    Statement(usize),
    /// A report.
    Article(ArticleId),
}

/// What is told of one group.
pub const HITS: usize = 6;
/// Documents that are looked through for one answer: beyond, stories are not counted.
const MOST: usize = 4_000;
/// Documents that are looked through at first, for each group that is wanted.
const FOR_EACH: usize = 4;

/// Answers a question.
pub(crate) fn find(
    searcher: &Searcher,
    fields: &Fields,
    question: &Question<'_>,
) -> tantivy::Result<Found> {
    let Some(asked) = &question.query.asked else { return Ok(Found::default()) };
    let compiled = compile::question(asked, fields, question.reach, question.kinds);
    let wanted = question.from.saturating_add(question.count).saturating_add(1);
    let mut limit = wanted.saturating_mul(FOR_EACH).clamp(60, MOST);
    loop {
        let documents = best(searcher, &*compiled, question.sorting, limit)?;
        let grouped = grouped(searcher, &documents)?;
        let is_all = documents.len() < limit;
        if is_all || limit == MOST || grouped.len() >= wanted {
            let asked_for = grouped.iter().skip(question.from).take(question.count);
            let groups = asked_for.map(|addresses| group(searcher, fields, addresses));
            let groups = groups.collect::<tantivy::Result<_>>()?;
            return Ok(Found { groups, counted: grouped.len(), is_more: !is_all });
        }
        limit = (limit * 4).min(MOST);
    }
}

/// The first documents, at most `limit`.
fn best(
    searcher: &Searcher,
    query: &dyn tantivy::query::Query,
    sorting: Sorting,
    limit: usize,
) -> tantivy::Result<Vec<DocAddress>> {
    let top = TopDocs::with_limit(limit);
    Ok(match sorting {
        Sorting::Best => {
            let found = searcher.search(query, &top.order_by_score())?;
            found.into_iter().map(|(_, address)| address).collect()
        }
        Sorting::Newest => {
            let newest = top.order_by_fast_field::<i64>("at", Order::Desc);
            let found = searcher.search(query, &newest)?;
            found.into_iter().map(|(_, address)| address).collect()
        }
    })
}

/// Documents by story, each story where its first one stands.
fn grouped(searcher: &Searcher, documents: &[DocAddress]) -> tantivy::Result<Vec<Vec<DocAddress>>> {
    let mut columns: HashMap<u32, Column<u64>> = HashMap::new();
    let mut places: HashMap<u64, usize> = HashMap::new();
    let mut groups: Vec<Vec<DocAddress>> = Vec::new();
    for address in documents {
        let segment = address.segment_ord;
        let column = match columns.entry(segment) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => {
                new.insert(searcher.segment_reader(segment).fast_fields().u64("group")?)
            }
        };
        let group = column.first(address.doc_id).unwrap_or_default();
        let place = *places.entry(group).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(known) => known.push(*address),
            None => groups.push(vec![*address]),
        }
    }
    Ok(groups)
}

fn group(searcher: &Searcher, fields: &Fields, addresses: &[DocAddress]) -> tantivy::Result<Group> {
    let mut group = Group { story: None, hits: Vec::new() };
    for address in addresses.iter().take(HITS) {
        let document: TantivyDocument = searcher.doc(*address)?;
        if let Some(story) = document.get_first(fields.story).and_then(|value| value.as_str()) {
            group.story = Some(StoryId(story.to_owned()));
        }
        let key = document.get_first(fields.key).and_then(|value| value.as_str());
        let place = document.get_first(fields.place).and_then(|value| value.as_u64());
        group.hits.push(match (key.and_then(article_of), place.unwrap_or_default()) {
            (Some(article), _) => Hit::Article(article),
            (None, 0) => Hit::Story,
            (None, place) => Hit::Statement(place as usize - 1),
        });
    }
    Ok(group)
}
