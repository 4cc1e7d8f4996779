use super::Archive;
use crate::database::{Row, Sql, text, time};
use crate::{Request, StoreError, Subscriber, Subscribers};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use news::MailPlan;

const KEEP_SECRET: Sql = Sql::Both(
    "insert into mail_secret (number, secret) values (1, $1) on conflict (number) do nothing",
);

const SECRET: Sql = Sql::Both("select number, secret from mail_secret where number = 1");

const ASK: Sql = Sql::Both(
    "insert into subscribers (id, address, wish, asked) values ($1, $2, $3, $4)
    on conflict (address) do update set wish = excluded.wish, asked = excluded.asked
    where subscribers.asked <= $5
    returning id",
);

const OPEN_CONFIRMATION: Sql = Sql::Both(
    "insert into deliveries (subscriber, issue, state, due, at) values ($1, 'confirmation', 'waiting', $2, $2)
    on conflict (subscriber, issue) do update set state = 'waiting', due = excluded.due, at = excluded.at,
        lease_end = null, attempts = 0, reason = null",
);

const CONFIRM: Sql = Sql::Both(
    "update subscribers set plan = $2, confirmed = $3, due = $4, refusals = 0, reason = null, stopped = null
    where id = $1",
);

const LEAVE: Sql = Sql::Both("delete from subscribers where id = $1");

const DROP_DELIVERIES: Sql = Sql::Both("delete from deliveries where subscriber = $1");

const UNCONFIRMED: Sql =
    Sql::Both("select id from subscribers where plan is null and asked < $1 order by id");

/// Columns of a subscriber, as [`subscriber`] reads them.
const LIST: Sql = Sql::Both(
    "select id, address, wish, asked, plan, confirmed, due, refusals, reason, stopped from subscribers
    order by address",
);

const BY_ADDRESS: Sql = Sql::Both(
    "select id, address, wish, asked, plan, confirmed, due, refusals, reason, stopped from subscribers
    where address = $1",
);

/// The lock that comes before rows of subscribers and of their mails, wherever both are written.
pub(super) const LOCK: &str = "newsloom mail";

#[async_trait]
impl Subscribers for Archive {
    async fn mail_secret(&self, fresh: &str) -> Result<String, StoreError> {
        let mut transaction = self.database.write("keep the secret of mails").await?;
        transaction.run(KEEP_SECRET, &[text(fresh)]).await?;
        let row = transaction.row(SECRET, &[]).await?;
        transaction.commit().await?;
        row.map_or_else(|| Ok(fresh.to_owned()), |row| row.text("secret"))
    }

    async fn ask(
        &self,
        request: &Request,
        now: Timestamp,
        pause: SignedDuration,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.database.write("keep a wish for mail").await?;
        transaction.lock(LOCK).await?;
        let wish = request.wish.words();
        let values = [
            text(&request.id),
            text(&request.address),
            text(&wish),
            time(now),
            time(now.saturating_sub(pause).unwrap_or(Timestamp::MIN)),
        ];
        let Some(row) = transaction.row(ASK, &values).await? else { return Ok(false) };
        transaction.run(OPEN_CONFIRMATION, &[text(&row.text("id")?), time(now)]).await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn confirm(&self, id: &str, plan: &MailPlan, now: Timestamp) -> Result<bool, StoreError> {
        let mut transaction = self.database.write("confirm a subscriber").await?;
        transaction.lock(LOCK).await?;
        let words = plan.words();
        let values = [text(id), text(&words), time(now), time(plan.next(now))];
        let confirmed = transaction.run(CONFIRM, &values).await?;
        transaction.commit().await?;
        Ok(confirmed > 0)
    }

    async fn leave(&self, id: &str) -> Result<bool, StoreError> {
        let mut transaction = self.database.write("forget a subscriber").await?;
        transaction.lock(LOCK).await?;
        let left = transaction.run(LEAVE, &[text(id)]).await?;
        transaction.run(DROP_DELIVERIES, &[text(id)]).await?;
        transaction.commit().await?;
        Ok(left > 0)
    }

    async fn forget_unconfirmed(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.database.write("forget who never confirmed").await?;
        transaction.lock(LOCK).await?;
        let rows = transaction.rows(UNCONFIRMED, &[time(before)]).await?;
        for row in &rows {
            let id = row.text("id")?;
            transaction.run(LEAVE, &[text(&id)]).await?;
            transaction.run(DROP_DELIVERIES, &[text(&id)]).await?;
        }
        transaction.commit().await?;
        Ok(rows.len() as u64)
    }

    async fn subscribers(&self) -> Result<Vec<Subscriber>, StoreError> {
        let rows = self.database.read("list the subscribers", LIST, &[]).await?;
        rows.iter().map(subscriber).collect()
    }

    async fn by_address(&self, address: &str) -> Result<Option<Subscriber>, StoreError> {
        let values = [text(address)];
        let row = self.database.read_one("find a subscriber", BY_ADDRESS, &values).await?;
        row.as_ref().map(subscriber).transpose()
    }
}

/// Reads a row with the columns that the statements above name.
pub(super) fn subscriber(row: &Row) -> Result<Subscriber, StoreError> {
    let words = row.text_or_none("plan")?;
    Ok(Subscriber {
        id: row.text("id")?,
        address: row.text("address")?,
        wish: plan(row, "wish", &row.text("wish")?)?,
        asked: row.time("asked")?,
        plan: words.map(|words| plan(row, "plan", &words)).transpose()?,
        confirmed: row.time_or_none("confirmed")?,
        due: row.time_or_none("due")?,
        refusals: row.count("refusals")?,
        reason: row.text_or_none("reason")?,
        stopped: row.time_or_none("stopped")?,
    })
}

/// The plan that stands in a column.
pub(super) fn plan(row: &Row, column: &str, words: &str) -> Result<MailPlan, StoreError> {
    MailPlan::read(words).ok_or_else(|| row.unreadable(column, "it is no plan for mails"))
}
