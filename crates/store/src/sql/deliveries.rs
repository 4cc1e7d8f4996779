use super::Archive;
use super::subscribers::{LOCK, plan, subscriber};
use crate::database::{Row, Sql, Transaction, int, text, text_or_none, time, time_or_none};
use crate::{Deliveries, Delivery, DeliveryLine, DeliveryState, Issue, Outcome, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;

const DUE: Sql = Sql::Both(
    "select id, plan from subscribers
    where due <= $1 and plan is not null and stopped is null order by due, id limit $2",
);

const ALL: Sql = Sql::Both(
    "select id, plan from subscribers where plan is not null and stopped is null order by id",
);

const OPEN_DIGEST: Sql = Sql::Both(
    "insert into deliveries (subscriber, issue, state, due, at) values ($1, $2, 'waiting', $3, $3)
    on conflict (subscriber, issue) do nothing",
);

const NEXT: Sql = Sql::Both("update subscribers set due = $2 where id = $1");

const CLAIM: Sql = Sql::Each {
    sqlite: "update deliveries set state = 'sending', lease_end = $2, at = $1
        where (subscriber, issue) in (
            select d.subscriber, d.issue from deliveries d join subscribers u on u.id = d.subscriber
            where d.state = 'waiting' and d.due <= $1
                and (d.issue = 'confirmation' or (u.plan is not null and u.stopped is null))
            order by d.due, d.subscriber limit 1)
        returning subscriber, issue, attempts",
    postgres: "with taken as materialized (
            select d.subscriber as whose, d.issue as what from deliveries d join subscribers u on u.id = d.subscriber
            where d.state = 'waiting' and d.due <= $1
                and (d.issue = 'confirmation' or (u.plan is not null and u.stopped is null))
            order by d.due, d.subscriber limit 1 for update of d skip locked)
        update deliveries set state = 'sending', lease_end = $2, at = $1
        from taken where subscriber = whose and issue = what
        returning subscriber, issue, attempts",
};

const WHOSE: Sql = Sql::Both(
    "select id, address, wish, asked, plan, confirmed, due, refusals, reason, stopped from subscribers
    where id = $1",
);

const SETTLE: Sql = Sql::Both(
    "update deliveries set state = $3, at = $4, reason = $5, due = coalesce($6, due),
        attempts = attempts + $7, lease_end = null
    where subscriber = $1 and issue = $2 and state = 'sending'",
);

// Its lease is over at once: whoever sent it knows no more than the operator will.
const UNKNOWN: Sql = Sql::Both(
    "update deliveries set reason = $3, lease_end = $4
    where subscriber = $1 and issue = $2 and state = 'sending'",
);

const ARRIVED: Sql =
    Sql::Both("update subscribers set refusals = 0, reason = null where id = $1 and refusals > 0");

const REFUSED: Sql = Sql::Both(
    "update subscribers set refusals = refusals + 1, reason = $2,
        stopped = case when refusals + 1 >= $3 then $4 else stopped end,
        due = case when refusals + 1 >= $3 then null else due end
    where id = $1",
);

const LINES: Sql = Sql::Both(
    "select u.address, d.issue, d.state, d.at, d.attempts, d.reason
    from deliveries d join subscribers u on u.id = d.subscriber
    order by d.at desc, u.address limit $1",
);

const LOST: Sql = Sql::Both(
    "select u.address, d.issue, d.state, d.at, d.attempts, d.reason
    from deliveries d join subscribers u on u.id = d.subscriber
    where d.state = 'sending' and d.lease_end <= $1 order by d.at, u.address",
);

const AGAIN: Sql = Sql::Both(
    "update deliveries set state = 'waiting', due = $1, at = $1, lease_end = null, reason = null
    where state = 'sending' and lease_end <= $1",
);

#[async_trait]
impl Deliveries for Archive {
    async fn open_digests(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let mut transaction = self.database.write("open digests").await?;
        transaction.lock(LOCK).await?;
        let due = transaction.rows(DUE, &[time(now), int(limit)]).await?;
        for row in &due {
            open_digest(&mut transaction, row, now).await?;
            let (id, words) = (row.text("id")?, row.text("plan")?);
            let next = plan(row, "plan", &words)?.next(now);
            transaction.run(NEXT, &[text(&id), time(next)]).await?;
        }
        transaction.commit().await?;
        Ok(due.len() as u64)
    }

    async fn open_all_digests(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.database.write("open digests").await?;
        transaction.lock(LOCK).await?;
        let mut opened = 0;
        for row in &transaction.rows(ALL, &[]).await? {
            opened += open_digest(&mut transaction, row, now).await?;
        }
        transaction.commit().await?;
        Ok(opened)
    }

    async fn claim(
        &self,
        now: Timestamp,
        lease_end: Timestamp,
    ) -> Result<Option<Delivery>, StoreError> {
        let mut transaction = self.database.write("claim a mail").await?;
        transaction.lock(LOCK).await?;
        let taken = transaction.row(CLAIM, &[time(now), time(lease_end)]).await?;
        let Some(row) = taken else { return Ok(None) };
        let whose = transaction.row(WHOSE, &[text(&row.text("subscriber")?)]).await?;
        let Some(whose) = whose else { return Ok(None) };
        let subscriber = subscriber(&whose)?;
        let delivery =
            Delivery { subscriber, issue: issue(&row)?, attempts: row.count("attempts")? };
        transaction.commit().await?;
        Ok(Some(delivery))
    }

    async fn settle(
        &self,
        delivery: &Delivery,
        outcome: &Outcome,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.database.write("settle a mail").await?;
        transaction.lock(LOCK).await?;
        settle(&mut transaction, delivery, outcome, now).await?;
        transaction.commit().await
    }

    async fn deliveries(&self, limit: u32) -> Result<Vec<DeliveryLine>, StoreError> {
        let rows = self.database.read("list the mails", LINES, &[int(limit)]).await?;
        rows.iter().map(line).collect()
    }

    async fn lost(&self, now: Timestamp) -> Result<Vec<DeliveryLine>, StoreError> {
        let rows = self.database.read("list the lost mails", LOST, &[time(now)]).await?;
        rows.iter().map(line).collect()
    }

    async fn send_lost_again(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.database.write("open lost mails again").await?;
        transaction.lock(LOCK).await?;
        let opened = transaction.run(AGAIN, &[time(now)]).await?;
        transaction.commit().await?;
        Ok(opened)
    }
}

/// Opens the digest of a subscriber's day, unless it has one; gives how many were opened.
async fn open_digest(
    transaction: &mut Transaction,
    row: &Row,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let (id, words) = (row.text("id")?, row.text("plan")?);
    let day = plan(row, "plan", &words)?.day(now).to_string();
    transaction.run(OPEN_DIGEST, &[text(&id), text(&day), time(now)]).await
}

async fn settle(
    transaction: &mut Transaction,
    delivery: &Delivery,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (id, issue) = (delivery.subscriber.id.as_str(), delivery.issue.word());
    let (state, reason, due, failed) = match outcome {
        Outcome::Unknown { reason } => {
            let values = [text(id), text(&issue), text(reason), time(now)];
            return transaction.run(UNKNOWN, &values).await.map(drop);
        }
        Outcome::Sent => (DeliveryState::Sent, None, None, 0),
        Outcome::Skipped => (DeliveryState::Skipped, None, None, 0),
        Outcome::Refused { reason, .. } => (DeliveryState::Refused, Some(reason), None, 1),
        Outcome::Later { due, reason } => (DeliveryState::Waiting, Some(reason), Some(*due), 1),
        Outcome::GivenUp { reason } => (DeliveryState::GivenUp, Some(reason), None, 1),
    };
    let values = [
        text(id),
        text(&issue),
        text(state.word()),
        time(now),
        text_or_none(reason.map(String::as_str)),
        time_or_none(due),
        int(failed),
    ];
    // Forgotten meanwhile, or asked for again: then nothing is left to note.
    if transaction.run(SETTLE, &values).await? == 0 {
        return Ok(());
    }
    match outcome {
        Outcome::Sent => transaction.run(ARRIVED, &[text(id)]).await.map(drop),
        Outcome::Refused { reason, stop_after } => {
            let values = [text(id), text(reason), int(*stop_after), time(now)];
            transaction.run(REFUSED, &values).await.map(drop)
        }
        _ => Ok(()),
    }
}

fn issue(row: &Row) -> Result<Issue, StoreError> {
    let word = row.text("issue")?;
    Issue::named(&word)
        .ok_or_else(|| row.unreadable("issue", "it is neither a day nor a confirmation"))
}

fn line(row: &Row) -> Result<DeliveryLine, StoreError> {
    let state = DeliveryState::named(&row.text("state")?);
    Ok(DeliveryLine {
        address: row.text("address")?,
        issue: issue(row)?,
        state: state.ok_or_else(|| row.unreadable("state", "it is no state of a mail"))?,
        at: row.time("at")?,
        attempts: row.count("attempts")?,
        reason: row.text_or_none("reason")?,
    })
}
