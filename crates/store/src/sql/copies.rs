//! Which arrivals are copies of earlier ones, and of which.

use crate::database::{Sql, Transaction, text};
use crate::{Accepted, StoreError};
use news::{Article, ArticleId, Mark, marks};
use std::collections::{BTreeMap, BTreeSet};

const CLAIM: Sql = Sql::Both(
    "insert into article_marks (mark, article, outlet) values ($1, $2, $3)
    on conflict (mark) do nothing",
);

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
    let mut first: BTreeSet<(&str, &ArticleId)> = BTreeSet::new();
    for (mark, article) in claims {
        let values = [text(mark), text(&article.id.0), text(&article.outlet.0)];
        if transaction.run(CLAIM, &values).await? > 0 {
            first.insert((mark, &article.id));
        }
    }
    for ((article, accepted), marks) in arrivals.iter().zip(&borne) {
        if *accepted == Accepted::New {
            let of_others = marks.iter().filter(|mark| !first.contains(&(&mark.name, &article.id)));
            link_one(transaction, article, of_others).await?;
        }
    }
    Ok(())
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
