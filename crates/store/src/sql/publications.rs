use super::Archive;
use crate::database::{Row, Sql, Transaction, int, text, time};
use crate::rows;
use crate::{Publication, PublicationKind, Publications, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::StoryId;

const LAST: Sql = Sql::Both("select coalesce(max(number), 0) as last from publications");

const NOTE: Sql = Sql::Both(
    "insert into publications (number, story, version, kind, at) values ($1, $2, $3, $4, $5)",
);

const AFTER: Sql = Sql::Both(
    "select number, story, version, kind, at from publications where number > $1
    order by number limit $2",
);

#[async_trait]
impl Publications for Archive {
    async fn publications(&self, after: u64, limit: u32) -> Result<Vec<Publication>, StoreError> {
        let values = [int(rows::stored(after)), int(limit)];
        let rows = self.database.read("read what was published", AFTER, &values).await?;
        rows.iter().map(publication).collect()
    }

    async fn last_publication(&self) -> Result<u64, StoreError> {
        let row = self.database.read_one("count what was published", LAST, &[]).await?;
        row.map_or(Ok(0), |row| row.count("last"))
    }
}

/// Writes down what happened, in the transaction that makes it happen. The last lock of a transaction: numbers
/// are given in the order in which they can be read.
pub(super) async fn note(
    transaction: &mut Transaction,
    story: &StoryId,
    version: u32,
    kind: PublicationKind,
    at: Timestamp,
) -> Result<(), StoreError> {
    transaction.lock("newsloom publications").await?;
    let last: u64 = match transaction.row(LAST, &[]).await? {
        Some(row) => row.count("last")?,
        None => 0,
    };
    let number = int(rows::stored(last + 1));
    let values = [number, text(&story.0), int(version), text(kind.word()), time(at)];
    transaction.run(NOTE, &values).await.map(drop)
}

fn publication(row: &Row) -> Result<Publication, StoreError> {
    let word = row.text("kind")?;
    let kind = PublicationKind::from_word(&word)
        .ok_or_else(|| row.unreadable("kind", "it is not a kind of publication"))?;
    Ok(Publication {
        number: row.count("number")?,
        story: StoryId(row.text("story")?),
        version: row.count("version")?,
        kind,
        at: row.time("at")?,
    })
}
