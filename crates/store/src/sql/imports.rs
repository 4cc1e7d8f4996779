use super::{Archive, intake};
use crate::database::{Row, Sql, Transaction, int, text, time};
use crate::rows::{self, ReachedRow};
use crate::{Accepted, Imports, Reached, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::Article;

const REACHED: Sql =
    Sql::Both("select file, name, member, inside, finished, document from imports where file = $1");

const REMEMBER: Sql = Sql::Both(
    "insert into imports (file, name, member, inside, finished, at, document)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (file) do update set name = excluded.name, member = excluded.member,
        inside = excluded.inside, finished = excluded.finished, at = excluded.at,
        document = excluded.document",
);

// A line that the operator took off the list stays off while its count is the same.
const SET_ASIDE: Sql = Sql::Both(
    "insert into jobs (stage, subject, input, state, due, order_key, attempts, since, reason)
    values ('import', $1, $2, 'quarantined', $3, 0, 1, $3, $4)
    on conflict (stage, subject) do update set input = excluded.input, state = 'quarantined',
        due = excluded.due, since = excluded.since, reason = excluded.reason
    where jobs.input <> excluded.input",
);

const FORGET: Sql = Sql::Both("delete from imports where file = $1");

#[async_trait]
impl Imports for Archive {
    async fn reached(&self, file: &str) -> Result<Option<Reached>, StoreError> {
        let row = self.database.read_one("find an import", REACHED, &[text(file)]).await?;
        row.as_ref().map(reached).transpose()
    }

    async fn accept_up_to(
        &self,
        articles: &[Article],
        reached: &Reached,
        due: Timestamp,
        at: Timestamp,
    ) -> Result<Vec<Accepted>, StoreError> {
        let mut transaction = self.database.write("accept articles of a file").await?;
        let accepted = intake::file_all(&mut transaction, articles, due).await?;
        remember(&mut transaction, reached, at).await?;
        set_aside(&mut transaction, reached, at).await?;
        transaction.commit().await?;
        Ok(accepted)
    }

    async fn forget(&self, file: &str) -> Result<(), StoreError> {
        let mut transaction = self.database.write("forget an import").await?;
        transaction.run(FORGET, &[text(file)]).await?;
        transaction.commit().await
    }
}

async fn remember(
    transaction: &mut Transaction,
    reached: &Reached,
    at: Timestamp,
) -> Result<(), StoreError> {
    let document = rows::written(&ReachedRow::from(reached))?;
    let values = [
        text(&reached.file),
        text(&reached.name),
        int(rows::stored(reached.member)),
        int(rows::stored(reached.inside)),
        int(i64::from(reached.finished)),
        time(at),
        text(&document),
    ];
    transaction.run(REMEMBER, &values).await.map(drop)
}

/// A line in quarantine for each reason to skip records; ordered, so that imports never wait in a ring.
async fn set_aside(
    transaction: &mut Transaction,
    reached: &Reached,
    at: Timestamp,
) -> Result<(), StoreError> {
    for (why, skipped) in &reached.skipped {
        let subject = format!("{}: {why}", reached.name);
        let input = format!("{} {}", reached.file, skipped.count);
        let records = if skipped.count == 1 { "record" } else { "records" };
        let reason =
            format!("{} {records} skipped, the first at byte {}", skipped.count, skipped.first);
        let values = [text(&subject), text(&input), time(at), text(&reason)];
        transaction.run(SET_ASIDE, &values).await?;
    }
    Ok(())
}

fn reached(row: &Row) -> Result<Reached, StoreError> {
    let file = row.text("file")?;
    let document: ReachedRow = rows::read(&format!("import {file}"), &row.text("document")?)?;
    Ok(Reached {
        file,
        name: row.text("name")?,
        member: row.count("member")?,
        inside: row.count("inside")?,
        finished: row.int("finished")? != 0,
        ..document.into_reached()
    })
}
