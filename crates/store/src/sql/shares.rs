use super::Archive;
use crate::database::{Row, Sql, Transaction, int, text, text_or_none, time, time_or_none};
use crate::{DeliveryState, NewShare, Share, ShareLine, ShareOutcome, Shares, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::StoryId;

/// Held while posts are opened and claimed.
const LOCK: &str = "newsloom shares";

/// Of the story, to this target.
const POSTED: Sql = Sql::Both(
    "select max(version) as version, max(cast(case when state in ('waiting', 'sending') then 1 else 0 end as bigint)) as under_way
    from shares where target = $1 and story = $2",
);

const OF_DAY: Sql =
    Sql::Both("select count(*) as number from shares where target = $1 and day = $2");

const OPEN: Sql = Sql::Both(
    "insert into shares (target, story, version, state, day, due, at)
    values ($1, $2, $3, 'waiting', $4, $5, $5)",
);

const CLAIM: Sql = Sql::Each {
    sqlite: "update shares set state = 'sending', lease_end = $3, at = $2
        where (target, story, version) in (
            select target, story, version from shares where state = 'waiting' and target = $1 and due <= $2
            order by due, story, version limit 1)
        returning target, story, version, attempts",
    postgres: "with taken as materialized (
            select target as whom, story as what, version as which from shares
            where state = 'waiting' and target = $1 and due <= $2
            order by due, story, version limit 1 for update skip locked)
        update shares set state = 'sending', lease_end = $3, at = $2
        from taken where target = whom and story = what and version = which
        returning target, story, version, attempts",
};

const SETTLE: Sql = Sql::Both(
    "update shares set state = $4, at = $5, reason = $6, due = coalesce($7, due), attempts = attempts + $8,
        place = $9, lease_end = null
    where target = $1 and story = $2 and version = $3 and state = 'sending'",
);

// Its lease is over at once: whoever posted it knows no more than the operator will.
const UNKNOWN: Sql = Sql::Both(
    "update shares set reason = $4, lease_end = $5
    where target = $1 and story = $2 and version = $3 and state = 'sending'",
);

const LINES: Sql = Sql::Both(
    "select target, story, version, state, at, attempts, reason, place from shares
    order by at desc, target, story, version limit $1",
);

const TROUBLED: Sql = Sql::Both(
    "select target, story, version, state, at, attempts, reason, place from shares
    where (state in ('refused', 'given up') and at >= $1) or (state = 'sending' and lease_end <= $2)
    order by at, target, story, version",
);

const AGAIN: Sql = Sql::Both(
    "update shares set state = 'waiting', due = $2, at = $2, lease_end = null, reason = null, attempts = 0
    where target = $1 and (state in ('refused', 'given up') or (state = 'sending' and lease_end <= $2))",
);

#[async_trait]
impl Shares for Archive {
    async fn open_share(&self, share: &NewShare, now: Timestamp) -> Result<bool, StoreError> {
        let mut transaction = self.database.write("open a post").await?;
        transaction.lock(LOCK).await?;
        let is_open = is_wanted(&mut transaction, share).await?;
        if is_open {
            let day = share.day.to_string();
            let values = [
                text(&share.target),
                text(&share.story.0),
                int(share.version),
                text(&day),
                time(now),
            ];
            transaction.run(OPEN, &values).await?;
        }
        transaction.commit().await?;
        Ok(is_open)
    }

    async fn claim_share(
        &self,
        target: &str,
        now: Timestamp,
        lease_end: Timestamp,
    ) -> Result<Option<Share>, StoreError> {
        let mut transaction = self.database.write("claim a post").await?;
        transaction.lock(LOCK).await?;
        let taken = transaction.row(CLAIM, &[text(target), time(now), time(lease_end)]).await?;
        transaction.commit().await?;
        taken.map(|row| share(&row)).transpose()
    }

    async fn settle_share(
        &self,
        share: &Share,
        outcome: &ShareOutcome,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Share { target, story, version, .. } = share;
        let mut transaction = self.database.write("settle a post").await?;
        let (state, reason, due, place, failed) = match outcome {
            ShareOutcome::Unknown { reason } => {
                let values = [text(target), text(&story.0), int(*version), text(reason), time(now)];
                transaction.run(UNKNOWN, &values).await?;
                return transaction.commit().await;
            }
            ShareOutcome::Sent { place } => (DeliveryState::Sent, None, None, place.as_ref(), 0),
            ShareOutcome::Skipped { reason } => {
                (DeliveryState::Skipped, Some(reason), None, None, 0)
            }
            ShareOutcome::Refused { reason } => {
                (DeliveryState::Refused, Some(reason), None, None, 1)
            }
            ShareOutcome::Later { due, reason } => {
                (DeliveryState::Waiting, Some(reason), Some(*due), None, 1)
            }
            ShareOutcome::GivenUp { reason } => {
                (DeliveryState::GivenUp, Some(reason), None, None, 1)
            }
        };
        let values = [
            text(target),
            text(&story.0),
            int(*version),
            text(state.word()),
            time(now),
            text_or_none(reason.map(String::as_str)),
            time_or_none(due),
            int(failed),
            text_or_none(place.map(String::as_str)),
        ];
        transaction.run(SETTLE, &values).await?;
        transaction.commit().await
    }

    async fn shares(&self, limit: u32) -> Result<Vec<ShareLine>, StoreError> {
        let rows = self.database.read("list the posts", LINES, &[int(limit)]).await?;
        rows.iter().map(line).collect()
    }

    async fn troubled_shares(
        &self,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<ShareLine>, StoreError> {
        let values = [time(since), time(now)];
        let rows = self.database.read("list the troubled posts", TROUBLED, &values).await?;
        rows.iter().map(line).collect()
    }

    async fn share_again(&self, target: &str, now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.database.write("open posts again").await?;
        transaction.lock(LOCK).await?;
        let opened = transaction.run(AGAIN, &[text(target), time(now)]).await?;
        transaction.commit().await?;
        Ok(opened)
    }
}

/// Whether the target is still to have the story, in this version, on this day.
async fn is_wanted(transaction: &mut Transaction, share: &NewShare) -> Result<bool, StoreError> {
    let (target, day) = (&share.target, share.day.to_string());
    let posted = transaction.row(POSTED, &[text(target), text(&share.story.0)]).await?;
    if let Some(row) = posted
        && let Some(last) = row.int_or_none("version")?
        && (!share.again || last >= i64::from(share.version) || row.int("under_way")? == 1)
    {
        return Ok(false);
    }
    let of_day = transaction.row(OF_DAY, &[text(target), text(&day)]).await?;
    Ok(of_day.map_or(Ok(0), |row| row.int("number"))? < i64::from(share.daily))
}

fn share(row: &Row) -> Result<Share, StoreError> {
    Ok(Share {
        target: row.text("target")?,
        story: StoryId(row.text("story")?),
        version: row.count("version")?,
        attempts: row.count("attempts")?,
    })
}

fn line(row: &Row) -> Result<ShareLine, StoreError> {
    let state = DeliveryState::named(&row.text("state")?);
    Ok(ShareLine {
        share: share(row)?,
        state: state.ok_or_else(|| row.unreadable("state", "it is no state of a post"))?,
        at: row.time("at")?,
        reason: row.text_or_none("reason")?,
        place: row.text_or_none("place")?,
    })
}
