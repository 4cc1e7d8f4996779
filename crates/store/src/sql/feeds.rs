use super::listings::{self, Listing};
use super::{Archive, sitemaps};
use crate::database::{Row, Sql, Transaction, int, int_or_none, text, text_or_none, time};
use crate::{FeedFailure, FeedHistory, Feeds, LeasedFeed, NewFeed, Poll, Settled, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Activity, Feed, FeedId, KnownSitemap, Validators};

const FOLLOW_AGAIN: Sql = Sql::Both(
    "update feeds set retired = 0 where url = $1 or id in (
        select feed from former_addresses where url = $1) returning id",
);

const ADD: Sql = Sql::Both(
    "insert into feeds (url, outlet, title, due) values ($1, $2, $3, $4)
    on conflict (url) do update set retired = 0 returning id",
);

const LIST: Sql = Sql::Both(
    "select id, url, outlet, title, etag, last_modified, failures, last_failure, failed_at, retired,
        lease_end, due, answered, content, rest_seconds, entries_milli, watched_seconds,
        pushed_until from feeds order by id",
);

const FEED: Sql = Sql::Both(
    "select id, url, outlet, title, etag, last_modified, failures, last_failure, failed_at, retired,
        lease_end, due, answered, content, rest_seconds, entries_milli, watched_seconds,
        pushed_until from feeds where id = $1",
);

const REMOVE: Sql = Sql::Both("delete from feeds where id = $1");

const TAKE_DUE: Sql = Sql::Each {
    // One statement is enough: SQLite lets one writer in at a time.
    sqlite: "update feeds set lease_end = $2 where id in (
            select id from feeds
            where retired = 0 and due <= $1 and (lease_end is null or lease_end <= $1)
            order by due, id limit $3)
        returning id, url, outlet, title, etag, last_modified, failures, last_failure, failed_at,
            retired, lease_end, due, answered, content, rest_seconds, entries_milli,
            watched_seconds, pushed_until",
    // `skip locked`, or two workers that start together lease the same feeds. Materialized, or a plan
    // that runs the inner query once per row takes more than the limit.
    postgres: "with taken as materialized (
            select id as taken_id from feeds
            where retired = 0 and due <= $1 and (lease_end is null or lease_end <= $1)
            order by due, id limit $3 for update skip locked)
        update feeds set lease_end = $2 from taken where id = taken_id
        returning id, url, outlet, title, etag, last_modified, failures, last_failure, failed_at,
            retired, lease_end, due, answered, content, rest_seconds, entries_milli,
            watched_seconds, pushed_until",
};

const END_LEASE: Sql = Sql::Both(
    "update feeds set lease_end = null, due = $3 where id = $1 and lease_end = $2
    returning id, outlet",
);

const SUCCEEDED: Sql = Sql::Both(
    "update feeds set failures = 0, last_failure = null, failed_at = null, answered = $2,
        title = coalesce($3, title), content = coalesce($4, content),
        rest_seconds = coalesce($5, rest_seconds), entries_milli = coalesce($6, entries_milli),
        watched_seconds = coalesce($7, watched_seconds) where id = $1",
);

const FAILED: Sql = Sql::Both(
    "update feeds set failures = failures + 1, last_failure = $2, failed_at = $3 where id = $1",
);

const REMEMBER_FAILURE: Sql = Sql::Both(
    "insert into feed_failures (feed, at, reason) values ($1, $2, $3)
    on conflict (feed, at) do update set reason = excluded.reason",
);

const FORGET_FAILURES: Sql = Sql::Both(
    "delete from feed_failures where feed = $1 and at <= (
        select at from feed_failures where feed = $1 order by at desc limit 1 offset $2)",
);

const FAILURES: Sql =
    Sql::Both("select at, reason from feed_failures where feed = $1 order by at desc");

const UNSTEADY: Sql = Sql::Both(
    "select feed, count(*) as found from feed_failures
    where at >= $1 and feed in (select id from feeds where failures = 0 and retired = 0)
    group by feed having count(*) >= $2 order by feed",
);

const ADDRESSES: Sql =
    Sql::Both("select url, since from former_addresses where feed = $1 order by since desc, url");

const KEEP_VALIDATORS: Sql =
    Sql::Both("update feeds set etag = $2, last_modified = $3 where id = $1");

const FOLLOWED_AS: Sql = Sql::Both("select id from feeds where url = $1 and id <> $2");

const LEAVE_ADDRESS: Sql = Sql::Both(
    "insert into former_addresses (url, feed, since) select url, id, $2 from feeds where id = $1
    on conflict (url) do update set feed = excluded.feed, since = excluded.since",
);

const COME_BACK: Sql = Sql::Both("delete from former_addresses where url = $1");

const MOVE: Sql = Sql::Both("update feeds set url = $2 where id = $1");

const RETIRE: Sql = Sql::Both(
    "update feeds set retired = 1, last_failure = coalesce($2, last_failure) where id = $1",
);

const NEXT_DUE: Sql = Sql::Both("select min(due) as due from feeds where retired = 0");

#[async_trait]
impl Feeds for Archive {
    async fn add(&self, feed: &NewFeed, now: Timestamp) -> Result<FeedId, StoreError> {
        let mut transaction = self.database.write("add a feed").await?;
        let (id, _) = follow(&mut transaction, feed, now).await?;
        transaction.commit().await?;
        Ok(id)
    }

    async fn list(&self) -> Result<Vec<Feed>, StoreError> {
        let rows = self.database.read("list the feeds", LIST, &[]).await?;
        rows.iter().map(feed).collect()
    }

    async fn feed(&self, id: FeedId) -> Result<Option<Feed>, StoreError> {
        let row = self.database.read_one("read a feed", FEED, &[int(id.0)]).await?;
        row.as_ref().map(feed).transpose()
    }

    async fn remove(&self, feed: FeedId) -> Result<bool, StoreError> {
        let mut transaction = self.database.write("remove a feed").await?;
        let removed = transaction.run(REMOVE, &[int(feed.0)]).await?;
        transaction.commit().await?;
        Ok(removed > 0)
    }

    async fn take_due(
        &self,
        now: Timestamp,
        lease_end: Timestamp,
        limit: u32,
    ) -> Result<Vec<LeasedFeed>, StoreError> {
        let mut transaction = self.database.write("take due feeds").await?;
        let values = [time(now), time(lease_end), int(limit)];
        let mut rows = transaction.rows(TAKE_DUE, &values).await?;
        transaction.commit().await?;
        // Neither database promises an order for what an update returns.
        rows.sort_by_key(|row| (row.int("due").ok(), row.int("id").ok()));
        rows.iter()
            .map(|row| Ok(LeasedFeed { feed: feed(row)?, lease_end: row.time("lease_end")? }))
            .collect()
    }

    async fn record_polls(&self, polls: &[Poll]) -> Result<Vec<Settled>, StoreError> {
        let mut transaction = self.database.write("record polls").await?;
        listings::lock(&mut transaction).await?;
        let mut settled = Vec::with_capacity(polls.len());
        for poll in polls {
            settled.push(record(&mut transaction, poll).await?);
        }
        transaction.commit().await?;
        Ok(settled)
    }

    async fn sitemaps(&self, feed: FeedId) -> Result<Vec<KnownSitemap>, StoreError> {
        sitemaps::of(&self.database, feed).await
    }

    async fn history(&self, feed: FeedId) -> Result<FeedHistory, StoreError> {
        let failures =
            self.database.read("read a feed's failures", FAILURES, &[int(feed.0)]).await?;
        let addresses = self.database.read("read a feed's past", ADDRESSES, &[int(feed.0)]).await?;
        let failure =
            |row: &Row| Ok(FeedFailure { at: row.time("at")?, reason: row.text("reason")? });
        let address = |row: &Row| Ok((row.text("url")?, row.time("since")?));
        Ok(FeedHistory {
            failures: failures.iter().map(failure).collect::<Result<_, StoreError>>()?,
            addresses: addresses.iter().map(address).collect::<Result<_, StoreError>>()?,
        })
    }

    async fn unsteady(
        &self,
        since: Timestamp,
        least: u32,
    ) -> Result<Vec<(FeedId, u32)>, StoreError> {
        let values = [time(since), int(least)];
        let rows = self.database.read("find unsteady feeds", UNSTEADY, &values).await?;
        rows.iter().map(|row| Ok((FeedId(row.int("feed")?), row.count("found")?))).collect()
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = self.database.read_one("find the next feed", NEXT_DUE, &[]).await?;
        row.map_or(Ok(None), |row| row.time_or_none("due"))
    }
}

/// Follows a feed, again if it was retired; gives its id and whether it is new.
pub(super) async fn follow(
    transaction: &mut Transaction,
    feed: &NewFeed,
    now: Timestamp,
) -> Result<(FeedId, bool), StoreError> {
    // Asked first, since a refused insert would use up a number.
    let known = transaction.row(FOLLOW_AGAIN, &[text(&feed.url)]).await?;
    let is_new = known.is_none();
    let row = match known {
        Some(row) => Some(row),
        None => {
            let title = text_or_none(feed.title.as_deref());
            let values = [text(&feed.url), text(&feed.outlet.0), title, time(now)];
            transaction.row(ADD, &values).await?
        }
    };
    let id = row.as_ref().map(|row| row.int("id")).transpose()?;
    let id = id.ok_or_else(|| StoreError::Unreadable {
        what: format!("feed {}", feed.url),
        why: "it was added but has no id".to_owned(),
    })?;
    Ok((FeedId(id), is_new))
}

fn feed(row: &Row) -> Result<Feed, StoreError> {
    Ok(Feed {
        id: FeedId(row.int("id")?),
        url: row.text("url")?,
        outlet: news::OutletId(row.text("outlet")?),
        title: row.text_or_none("title")?,
        validators: Validators {
            etag: row.text_or_none("etag")?,
            last_modified: row.text_or_none("last_modified")?,
        },
        failures: row.count("failures")?,
        last_failure: row.text_or_none("last_failure")?,
        failed_at: row.time_or_none("failed_at")?,
        retired: row.int("retired")? != 0,
        due: row.time("due")?,
        answered: row.time_or_none("answered")?,
        content: row.text_or_none("content")?,
        rest_seconds: row.count("rest_seconds")?,
        activity: activity(row)?,
        pushed_until: row.time_or_none("pushed_until")?,
    })
}

fn activity(row: &Row) -> Result<Activity, StoreError> {
    Ok(Activity {
        entries_milli: row.count("entries_milli")?,
        watched_seconds: row.count("watched_seconds")?,
    })
}

async fn record(transaction: &mut Transaction, poll: &Poll) -> Result<Settled, StoreError> {
    let values = [int(poll.feed.0), time(poll.lease_end), time(poll.next_due)];
    let Some(row) = transaction.row(END_LEASE, &values).await? else {
        return Ok(Settled::LeaseLost);
    };
    let outlet = row.text("outlet")?;
    record_outcome(transaction, poll).await?;
    if let Some(known) = &poll.sitemaps {
        sitemaps::keep(transaction, poll.feed, known).await?;
    }
    let listing = Listing { feed: poll.feed, outlet: &outlet, at: poll.at };
    listings::file_all(transaction, &listing, &poll.arrivals).await?;
    Ok(Settled::Done)
}

/// What the poll says of the feed itself.
async fn record_outcome(transaction: &mut Transaction, poll: &Poll) -> Result<(), StoreError> {
    let id = || int(poll.feed.0);
    match &poll.failure {
        Some(reason) => failed(transaction, poll, reason).await?,
        None => {
            let milli = poll.activity.map(|known| bounded(known.entries_milli));
            let seconds = poll.activity.map(|known| bounded(known.watched_seconds));
            let values = [
                id(),
                time(poll.at),
                text_or_none(poll.title.as_deref()),
                text_or_none(poll.content.as_deref()),
                int_or_none(poll.rest_seconds.map(i64::from)),
                int_or_none(milli),
                int_or_none(seconds),
            ];
            transaction.run(SUCCEEDED, &values).await?;
        }
    }
    if let Some(Validators { etag, last_modified }) = &poll.validators {
        let values = [id(), text_or_none(etag.as_deref()), text_or_none(last_modified.as_deref())];
        transaction.run(KEEP_VALIDATORS, &values).await?;
    }
    if let Some(address) = &poll.moved_to {
        move_feed(transaction, poll, address).await?;
    }
    if poll.retired {
        transaction.run(RETIRE, &[id(), text_or_none(None)]).await?;
    }
    Ok(())
}

/// Counts and remembers a failure, and forgets the oldest.
async fn failed(
    transaction: &mut Transaction,
    poll: &Poll,
    reason: &str,
) -> Result<(), StoreError> {
    let (id, at) = (|| int(poll.feed.0), || time(poll.at));
    transaction.run(FAILED, &[id(), text(reason), at()]).await?;
    transaction.run(REMEMBER_FAILURE, &[id(), at(), text(reason)]).await?;
    transaction.run(FORGET_FAILURES, &[id(), int(FeedHistory::KEPT)]).await?;
    Ok(())
}

/// Never reached: it would take a feed of a million entries an hour.
fn bounded(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Polls the feed at its new address from now on; retires it when we follow that one already.
async fn move_feed(
    transaction: &mut Transaction,
    poll: &Poll,
    address: &str,
) -> Result<(), StoreError> {
    let id = || int(poll.feed.0);
    let other = transaction.row(FOLLOWED_AS, &[text(address), id()]).await?;
    if let Some(other) = other {
        let why = format!("moved to {address}, which is feed {}", other.int("id")?);
        transaction.run(RETIRE, &[id(), text(&why)]).await?;
        return Ok(());
    }
    transaction.run(LEAVE_ADDRESS, &[id(), time(poll.at)]).await?;
    transaction.run(COME_BACK, &[text(address)]).await?;
    transaction.run(MOVE, &[id(), text(address)]).await?;
    Ok(())
}
