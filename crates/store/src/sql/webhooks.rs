use super::Archive;
use super::jobs::{self, Opening};
use crate::database::{Row, Sql, int, text};
use crate::{Stage, StoreError, Webhooks};
use async_trait::async_trait;
use jiff::Timestamp;

const LAST: Sql = Sql::Both("select coalesce(max(number), 0) as last from publications");

const REACHED: Sql = Sql::Both("select name, number from webhooks where name = $1");

const NEXT: Sql =
    Sql::Both("select number, at from publications where number > $1 order by number limit 500");

const REACH: Sql = Sql::Both(
    "insert into webhooks (name, number) values ($1, $2)
    on conflict (name) do update set number = excluded.number",
);

#[async_trait]
impl Webhooks for Archive {
    async fn hand_on(&self, names: &[String], now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.database.write("hand on what was published").await?;
        transaction.lock("newsloom webhooks").await?;
        let mut opened = 0;
        for name in names {
            let reached = transaction.row(REACHED, &[text(name)]).await?;
            let Some(reached) = reached else {
                let last = transaction.row(LAST, &[]).await?;
                let last = last.map_or(Ok(0), |row| row.int("last"))?;
                transaction.run(REACH, &[text(name), int(last)]).await?;
                continue;
            };
            let next: Vec<Row> = transaction.rows(NEXT, &[int(reached.int("number")?)]).await?;
            for row in &next {
                let number = row.int("number")?;
                let (subject, input) = (format!("{name} {number}"), number.to_string());
                let (stage, order_key) = (Stage::Webhook, row.int("at")?);
                let job = Opening { stage, subject: &subject, input: &input, due: now, order_key };
                jobs::open(&mut transaction, &job).await?;
                opened += 1;
            }
            if let Some(row) = next.last() {
                transaction.run(REACH, &[text(name), int(row.int("number")?)]).await?;
            }
        }
        transaction.commit().await?;
        Ok(opened)
    }
}
