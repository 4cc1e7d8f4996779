//! Which arrivals are copies of earlier ones, and of which.

use crate::database::{Sql, Transaction, storable, text};
use crate::{Accepted, StoreError, rows};
use news::{Article, Mark, marks};
use serde_json::json;
use std::collections::{BTreeMap, HashSet};

const CLAIM: Sql = Sql::Each {
    sqlite: "insert into article_marks (mark, article, outlet)
        select value ->> 'mark', value ->> 'article', value ->> 'outlet'
        from json_each($1) where true
        on conflict (mark) do nothing",
    postgres: "insert into article_marks (mark, article, outlet)
        select value ->> 'mark', value ->> 'article', value ->> 'outlet'
        from jsonb_array_elements(cast(cast($1 as text) as jsonb)) as claimed (value)
        on conflict (mark) do nothing",
};

const REFUSED: Sql = Sql::Each {
    sqlite: "select mark from json_each($1) join article_marks on mark = value ->> 'mark'
        where article <> value ->> 'article'",
    postgres: "select mark
        from jsonb_array_elements(cast(cast($1 as text) as jsonb)) as claimed (value)
        join article_marks on mark = value ->> 'mark' where article <> value ->> 'article'",
};

const BEARER: Sql = Sql::Both(
    "select mark, article, article_marks.outlet, coalesce(copy_of, id) as first
    from article_marks join articles on id = article where mark = $1",
);

const LINK: Sql =
    Sql::Both("update articles set copy_of = $2 where id = $1 and copy_of is null and id <> $2");

/// Links each new article with the one that bore one of its marks first.
///
/// In two rounds: all marks are claimed in their order, so that two imports with the same articles
/// never wait for each other; then each article is linked, the earlier ones first, so that a copy is
/// always linked with the very first and never with another copy.
pub(super) async fn link(
    transaction: &mut Transaction,
    filed: &[(&Article, Accepted)],
) -> Result<(), StoreError> {
    let mut arrivals: Vec<&(&Article, Accepted)> = filed
        .iter()
        .filter(|(_, accepted)| matches!(accepted, Accepted::New | Accepted::NewVersion))
        .collect();
    arrivals.sort_by_key(|(article, _)| (article.seen, &article.id));
    let borne: Vec<Vec<Mark>> = arrivals.iter().map(|(article, _)| marks(article)).collect();
    let mut claims: BTreeMap<&str, &Article> = BTreeMap::new();
    for ((article, _), marks) in arrivals.iter().zip(&borne) {
        for mark in marks {
            claims.entry(&mark.name).or_insert(article);
        }
    }
    // What nobody bore before needs no second look: most articles are copies of none.
    let refused = claim(transaction, &claims).await?;
    let is_first = |mark: &Mark, article: &Article| {
        claims.get(&*mark.name).is_some_and(|first| first.id == article.id)
            && !refused.contains(&mark.name)
    };
    for ((article, accepted), marks) in arrivals.iter().zip(&borne) {
        if *accepted == Accepted::New {
            let of_others = marks.iter().filter(|mark| !is_first(mark, article));
            link_one(transaction, article, of_others).await?;
        }
    }
    Ok(())
}

/// Claims marks for the articles that bear them first; gives those that another one bore before.
async fn claim(
    transaction: &mut Transaction,
    claims: &BTreeMap<&str, &Article>,
) -> Result<HashSet<String>, StoreError> {
    let row = |(mark, article): (&&str, &&Article)| {
        let (article, outlet) = (storable(&article.id.0), storable(&article.outlet.0));
        json!({"mark": mark, "article": article, "outlet": outlet})
    };
    let rows = rows::written(&claims.iter().map(row).collect::<Vec<_>>())?;
    let claimed = transaction.run(CLAIM, &[text(&rows)]).await?;
    if claimed == claims.len() as u64 {
        return Ok(HashSet::new());
    }
    let refused = transaction.rows(REFUSED, &[text(&rows)]).await?;
    refused.iter().map(|row| row.text("mark")).collect()
}

async fn link_one(
    transaction: &mut Transaction,
    article: &Article,
    marks: impl Iterator<Item = &Mark>,
) -> Result<(), StoreError> {
    for mark in marks {
        let Some(row) = transaction.row(BEARER, &[text(&mark.name)]).await? else { continue };
        let is_own = row.text("article")? == article.id.0;
        let is_furniture = mark.between_outlets && row.text("outlet")? == article.outlet.0;
        if !is_own && !is_furniture {
            let first = row.text("first")?;
            let values = [text(&article.id.0), text(&first)];
            transaction.run(LINK, &values).await?;
            return Ok(());
        }
    }
    Ok(())
}
