use super::Archive;
use super::regroupings::living;
use super::stories::{Changes, lock_name, open_writing};
use crate::database::{Row, Sql, Transaction, int, storable, text, text_or_none, time};
use crate::rows::{self, ClaimRow, StruckRow};
use crate::{Claims, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Claim, ClaimId, ClaimStatus, StoryId, Strike};
use std::cmp::Reverse;
use std::collections::BTreeSet;

// All at once: a story has up to 180, and most of its writings change a few.
const FILE: Sql = Sql::Each {
    sqlite: "insert into claims (story, id, status, ended, document)
        select $1, value ->> 'id', value ->> 'status', value ->> 'ended', value ->> 'document'
        from json_each($2) where true
        on conflict (story, id) do update set status = excluded.status, ended = excluded.ended,
            document = excluded.document",
    postgres: "insert into claims (story, id, status, ended, document)
        select $1, value ->> 'id', value ->> 'status', cast(value ->> 'ended' as bigint),
            value ->> 'document'
        from jsonb_array_elements(cast(cast($2 as text) as jsonb)) as filed (value)
        on conflict (story, id) do update set status = excluded.status, ended = excluded.ended,
            document = excluded.document",
};

const FORGET: Sql = Sql::Each {
    sqlite: "delete from claims where story = $1 and id in (select value from json_each($2))",
    postgres: "delete from claims where story = $1 and id in
        (select * from jsonb_array_elements_text(cast(cast($2 as text) as jsonb)))",
};

const OF_STORY: Sql = Sql::Both("select id, story, document from claims where story = $1");

// The story's row is written, so that it cannot go meanwhile, and stays as it is.
const KNOWN: Sql = Sql::Both("update stories set id = id where id = $1");

const LAST: Sql = Sql::Both("select coalesce(max(number), 0) as last from strikes");

const STRIKE: Sql = Sql::Both(
    "insert into strikes (number, story, said, document, struck_by, why, struck_at)
    values ($1, $2, $3, $4, $5, $6, $7)",
);

const STRIKE_IN: Sql = Sql::Both("insert into struck_articles (article, strike) values ($1, $2)");

const UNSTRIKE: Sql = Sql::Both(
    "update strikes set undone_by = $2, undone_at = $3 where number = $1 and undone_at is null
    returning number, story",
);

const STRUCK: Sql = Sql::Both(
    "select number, story, said, document, struck_by, why, struck_at, undone_by, undone_at
    from strikes where undone_at is null and (story = $1
        or story in (select id from stories where merged_into = $1)
        or number in (select strike from struck_articles
            join reports on reports.article = struck_articles.article where reports.story = $1))
    order by number",
);

const STRIKES: Sql = Sql::Both(
    "select number, story, said, document, struck_by, why, struck_at, undone_by, undone_at
    from strikes order by number desc limit $1",
);

#[async_trait]
impl Claims for Archive {
    async fn file(
        &self,
        story: &StoryId,
        changed: &[Claim],
        gone: &[ClaimId],
    ) -> Result<(), StoreError> {
        if changed.is_empty() && gone.is_empty() {
            return Ok(());
        }
        let mut transaction = self.database.write("file the claims of a story").await?;
        transaction.lock(&lock_name(&story.0)).await?;
        let rows = changed.iter().map(row).collect::<Result<Vec<_>, _>>()?;
        let rows = rows::written(&rows)?;
        transaction.run(FILE, &[text(&story.0), text(&rows)]).await?;
        let ids = rows::written(&gone.iter().map(|id| &id.0).collect::<Vec<_>>())?;
        transaction.run(FORGET, &[text(&story.0), text(&ids)]).await?;
        transaction.commit().await
    }

    async fn of_story(&self, story: &StoryId) -> Result<Vec<Claim>, StoreError> {
        let action = "read the claims of a story";
        let rows = self.database.read(action, OF_STORY, &[text(&story.0)]).await?;
        let mut claims = rows.iter().map(claim).collect::<Result<Vec<_>, _>>()?;
        claims.sort_by_cached_key(|claim| {
            let first = claim.history.first().map(|step| step.at);
            let told = claim.history.last().is_some_and(|step| step.told);
            let past = claim.ended.is_some() || claim.status() == ClaimStatus::Withdrawn;
            (past, Reverse(told), Reverse(claim.independent), first, claim.id.clone())
        });
        Ok(claims)
    }

    async fn strike(&self, strike: &Strike, due: Timestamp) -> Result<Option<u64>, StoreError> {
        let mut transaction = self.database.write("strike a sentence").await?;
        transaction.lock(&lock_name(&strike.story.0)).await?;
        if transaction.run(KNOWN, &[text(&strike.story.0)]).await? == 0 {
            return Ok(None);
        }
        // One number after the other, also when two editors strike at once.
        transaction.lock("newsloom strikes").await?;
        let last = transaction.row(LAST, &[]).await?;
        let number = 1 + last.map_or(Ok(0), |row| row.int("last"))?;
        let document = rows::written(&StruckRow::of(&strike.evidence, &strike.claims))?;
        let values = [
            int(number),
            text(&strike.story.0),
            text(&strike.text),
            text(&document),
            text(&strike.by),
            text_or_none(strike.why.as_deref()),
            time(strike.at),
        ];
        transaction.run(STRIKE, &values).await?;
        let articles: BTreeSet<&String> = strike.evidence.iter().map(|e| &e.article.0).collect();
        for article in articles {
            transaction.run(STRIKE_IN, &[text(article), int(number)]).await?;
        }
        write_again(&mut transaction, &strike.story.0, "struck", number, strike.at, due).await?;
        transaction.commit().await?;
        Ok(u64::try_from(number).ok())
    }

    async fn unstrike(
        &self,
        number: u64,
        by: &str,
        at: Timestamp,
        due: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.database.write("take a strike back").await?;
        let number = rows::stored(number);
        let values = [int(number), text(by), time(at)];
        let Some(row) = transaction.row(UNSTRIKE, &values).await? else { return Ok(false) };
        let own = row.text("story")?;
        let story = living(&mut transaction, &own).await?.unwrap_or(own);
        transaction.lock(&lock_name(&story)).await?;
        write_again(&mut transaction, &story, "unstruck", number, at, due).await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn struck(&self, story: &StoryId) -> Result<Vec<Strike>, StoreError> {
        let action = "read what was struck from a story";
        let rows = self.database.read(action, STRUCK, &[text(&story.0)]).await?;
        rows.iter().map(strike).collect()
    }

    async fn strikes(&self, limit: u32) -> Result<Vec<Strike>, StoreError> {
        let rows = self.database.read("list the strikes", STRIKES, &[int(limit)]).await?;
        rows.iter().map(strike).collect()
    }
}

/// Opens the writing of a story, with the strike in its input.
async fn write_again(
    transaction: &mut Transaction,
    story: &str,
    what: &str,
    number: i64,
    at: Timestamp,
    due: Timestamp,
) -> Result<(), StoreError> {
    let number = number.to_string();
    let changes = Changes { parts: vec![what, &number], reported: at.as_microsecond() };
    open_writing(transaction, story, &changes, due).await
}

fn row(claim: &Claim) -> Result<serde_json::Value, StoreError> {
    let document = rows::written(&ClaimRow::from(claim))?;
    Ok(serde_json::json!({
        "id": claim.id.0,
        "status": claim.status().word(),
        "ended": i64::from(claim.ended.is_some()),
        "document": storable(&document),
    }))
}

fn claim(row: &Row) -> Result<Claim, StoreError> {
    let id = row.text("id")?;
    let what = format!("claim {id} of story {}", row.text("story")?);
    let document: ClaimRow = rows::read(&what, &row.text("document")?)?;
    document.claim(id).map_err(|why| StoreError::Unreadable { what, why })
}

fn strike(row: &Row) -> Result<Strike, StoreError> {
    let number: u64 = row.count("number")?;
    let document: StruckRow = rows::read(&format!("strike {number}"), &row.text("document")?)?;
    let (evidence, claims) = document.nouns();
    let undone = match row.time_or_none("undone_at")? {
        Some(at) => Some((row.text("undone_by")?, at)),
        None => None,
    };
    Ok(Strike {
        number,
        story: StoryId(row.text("story")?),
        text: row.text("said")?,
        evidence,
        claims,
        by: row.text("struck_by")?,
        why: row.text_or_none("why")?,
        at: row.time("struck_at")?,
        undone,
    })
}
