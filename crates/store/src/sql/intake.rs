//! Many articles at once, as imports give them: a few statements for all, and one for each new version.

use super::articles::{NEW_VERSION, SET_LATEST, screening_of};
use super::copies;
use super::jobs::{self, Opening};
use crate::database::{Sql, Transaction, int, storable, text, time};
use crate::rows::{self, ArticleRow};
use crate::{Accepted, StoreError};
use jiff::Timestamp;
use news::Article;
use serde_json::json;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

const NEW_ARTICLES: Sql = Sql::Each {
    // `where true`, or SQLite takes the conflict for a join's condition.
    sqlite: "insert into articles (id, latest, versions)
        select value ->> 'id', value ->> 'version', 1 from json_each($1) where true
        on conflict (id) do nothing returning id",
    postgres: "insert into articles (id, latest, versions)
        select value ->> 'id', value ->> 'version', 1
        from jsonb_array_elements(cast(cast($1 as text) as jsonb)) as arrived (value)
        on conflict (id) do nothing returning id",
};

const HELD: Sql = Sql::Each {
    sqlite: "select id, versions from articles where id in (select value from json_each($1))",
    // Locked, or two further versions that come at once get the same number; in order, or two imports
    // wait for each other.
    postgres: "select id, versions from articles where id in (
            select jsonb_array_elements_text(cast(cast($1 as text) as jsonb)))
        order by id for update",
};

const HELD_VERSIONS: Sql = Sql::Each {
    sqlite: "select version from article_versions
        where version in (select value from json_each($1))",
    postgres: "select version from article_versions where version in (
            select jsonb_array_elements_text(cast(cast($1 as text) as jsonb)))",
};

/// An article that came.
struct Arrived<'a> {
    /// Among those that came with it.
    place: usize,
    article: &'a Article,
    /// Its id as databases hold it.
    id: Cow<'a, str>,
    version: String,
}

impl Arrived<'_> {
    fn new((place, article): (usize, &Article)) -> Arrived<'_> {
        Arrived { place, article, id: storable(&article.id.0), version: article.version().0 }
    }
}

/// What we hold of the articles that came.
struct Held {
    /// How many versions of each article that is not new.
    counts: HashMap<String, i64>,
    versions: HashSet<String>,
}

/// Files what an import gives. It may be an old file: what we know already changes nothing.
pub(super) async fn file_all(
    transaction: &mut Transaction,
    articles: &[Article],
    due: Timestamp,
) -> Result<Vec<Accepted>, StoreError> {
    let arrivals = in_order(articles);
    let mut held = hold(transaction, &arrivals).await?;
    let mut accepted = vec![Accepted::Known; articles.len()];
    let mut screens: Vec<Opening<'_>> = Vec::new();
    for arrived in &arrivals {
        if !held.versions.insert(arrived.version.clone()) {
            continue;
        }
        let count = held.counts.entry(arrived.id.to_string()).or_default();
        *count += 1;
        accepted[arrived.place] = file_version(transaction, arrived, *count).await?;
        // Of several versions of one article only the last is to be screened.
        screens.pop_if(|last| last.subject == arrived.article.id.0);
        screens.push(screening_of(arrived.article, &arrived.version, due));
    }
    jobs::open_all(transaction, &screens).await?;
    let filed: Vec<_> = articles.iter().zip(accepted.iter().copied()).collect();
    copies::link(transaction, &filed).await?;
    Ok(accepted)
}

/// By id, so that two imports never wait for each other; versions of one keep their order.
fn in_order(articles: &[Article]) -> Vec<Arrived<'_>> {
    let mut arrivals: Vec<_> = articles.iter().enumerate().map(Arrived::new).collect();
    arrivals.sort_by(|one, other| one.id.cmp(&other.id));
    arrivals
}

/// Makes rows for new articles, locks those of the others, and tells what is held of these.
async fn hold(transaction: &mut Transaction, arrivals: &[Arrived<'_>]) -> Result<Held, StoreError> {
    let mut held = Held { counts: HashMap::new(), versions: HashSet::new() };
    if arrivals.is_empty() {
        return Ok(held);
    }
    let firsts = arrivals.chunk_by(|one, other| one.id == other.id).map(|same| &same[0]);
    let firsts: Vec<_> =
        firsts.map(|first| json!({"id": first.id, "version": first.version})).collect();
    let new = transaction.rows(NEW_ARTICLES, &[text(&rows::written(&firsts)?)]).await?;
    if new.len() == firsts.len() {
        return Ok(held);
    }
    let new = new.iter().map(|row| row.text("id")).collect::<Result<HashSet<_>, _>>()?;
    let known = arrivals.iter().filter(|arrived| !new.contains(&*arrived.id));
    let (ids, versions): (Vec<_>, Vec<_>) =
        known.map(|arrived| (&arrived.id, &arrived.version)).unzip();
    for row in transaction.rows(HELD, &[text(&rows::written(&ids)?)]).await? {
        held.counts.insert(row.text("id")?, row.int("versions")?);
    }
    for row in transaction.rows(HELD_VERSIONS, &[text(&rows::written(&versions)?)]).await? {
        held.versions.insert(row.text("version")?);
    }
    Ok(held)
}

/// Stores a version that is new, as the so manieth of its article.
async fn file_version(
    transaction: &mut Transaction,
    arrived: &Arrived<'_>,
    number: i64,
) -> Result<Accepted, StoreError> {
    let (id, version) = (|| text(&arrived.id), || text(&arrived.version));
    let document = rows::written(&ArticleRow::from(arrived.article))?;
    let values = [version(), id(), int(number), time(arrived.article.seen), text(&document)];
    transaction.run(NEW_VERSION, &values).await?;
    if number == 1 {
        return Ok(Accepted::New);
    }
    transaction.run(SET_LATEST, &[id(), version(), int(1)]).await?;
    Ok(Accepted::NewVersion)
}
