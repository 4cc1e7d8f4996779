use super::Archive;
use super::listings::{self, Listing};
use crate::database::{Row, Sql, int, text, text_or_none, time};
use crate::{Arrival, StoreError, Subscription, Subscriptions, Wish};
use async_trait::async_trait;
use jiff::Timestamp;
use news::FeedId;

const FOLLOWED: Sql = Sql::Both("select outlet from feeds where id = $1 and retired = 0");

const WISH: Sql = Sql::Both(
    "insert into subscriptions (feed, hub, topic, token, secret, due) values ($1, $2, $3, $4, $5, $6)
    on conflict (feed) do update set hub = excluded.hub, topic = excluded.topic,
        token = excluded.token, secret = excluded.secret, due = excluded.due, lease_end = null,
        attempts = 0, until = null, reason = null
    where subscriptions.hub <> excluded.hub or subscriptions.topic <> excluded.topic",
);

const FORGET: Sql = Sql::Both("delete from subscriptions where feed = $1");

const NOT_PUSHED: Sql = Sql::Both("update feeds set pushed_until = null where id = $1");

const TAKE_DUE: Sql = Sql::Each {
    // One statement is enough: SQLite lets one writer in at a time. `exists` and no join, or it reads all
    // feeds to find a few subscriptions.
    sqlite: "update subscriptions set lease_end = $2 where feed in (
            select feed from subscriptions s
            where due <= $1 and (lease_end is null or lease_end <= $1)
                and exists (select 1 from feeds where id = s.feed and retired = 0)
            order by due, feed limit $3)
        returning feed, hub, topic, token, secret, attempts, until, reason",
    postgres: "with taken as materialized (
            select feed as taken_feed from subscriptions s
            where due <= $1 and (lease_end is null or lease_end <= $1)
                and exists (select 1 from feeds where id = s.feed and retired = 0)
            order by due, feed limit $3 for update of s skip locked)
        update subscriptions set lease_end = $2 from taken where feed = taken_feed
        returning feed, hub, topic, token, secret, attempts, until, reason",
};

const ASKED: Sql = Sql::Both(
    "update subscriptions set lease_end = null, due = $2, attempts = attempts + 1, reason = $3
    where token = $1",
);

const BY_TOKEN: Sql = Sql::Both(
    "select feed, hub, topic, token, secret, attempts, until, reason from subscriptions
    where token = $1",
);

const CONFIRM: Sql = Sql::Both(
    "update subscriptions set until = $2, due = $3, attempts = 0, reason = null where token = $1
    returning feed",
);

const PUSHED: Sql = Sql::Both("update feeds set pushed_until = $2 where id = $1");

const REFUSE: Sql = Sql::Both(
    "update subscriptions set until = null, due = $2, reason = $3 where token = $1 returning feed",
);

const LIST: Sql = Sql::Both(
    "select feed, hub, topic, token, secret, attempts, until, reason from subscriptions
    order by feed",
);

const ANSWERED: Sql = Sql::Both("update feeds set answered = $2 where id = $1");

#[async_trait]
impl Subscriptions for Archive {
    async fn wish(&self, wish: &Wish, now: Timestamp) -> Result<bool, StoreError> {
        let mut transaction = self.database.write("wish for a subscription").await?;
        if transaction.row(FOLLOWED, &[int(wish.feed.0)]).await?.is_none() {
            return Ok(false);
        }
        let values = [
            int(wish.feed.0),
            text(&wish.hub),
            text(&wish.topic),
            text(&wish.token),
            text(&wish.secret),
            time(now),
        ];
        if transaction.run(WISH, &values).await? > 0 {
            transaction.run(NOT_PUSHED, &[int(wish.feed.0)]).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    async fn forget(&self, feed: FeedId) -> Result<(), StoreError> {
        let mut transaction = self.database.write("give up a subscription").await?;
        transaction.run(FORGET, &[int(feed.0)]).await?;
        transaction.run(NOT_PUSHED, &[int(feed.0)]).await?;
        transaction.commit().await
    }

    async fn take_due(
        &self,
        now: Timestamp,
        lease_end: Timestamp,
        limit: u32,
    ) -> Result<Vec<Subscription>, StoreError> {
        let mut transaction = self.database.write("take due subscriptions").await?;
        let values = [time(now), time(lease_end), int(limit)];
        let rows = transaction.rows(TAKE_DUE, &values).await?;
        transaction.commit().await?;
        let mut taken = rows.iter().map(subscription).collect::<Result<Vec<_>, _>>()?;
        // Neither database promises an order for what an update returns.
        taken.sort_by_key(|subscription| subscription.feed);
        Ok(taken)
    }

    async fn asked(
        &self,
        token: &str,
        due: Timestamp,
        reason: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.database.write("note that a hub was asked").await?;
        transaction.run(ASKED, &[text(token), time(due), text_or_none(reason)]).await?;
        transaction.commit().await
    }

    async fn by_token(&self, token: &str) -> Result<Option<Subscription>, StoreError> {
        let row = self.database.read_one("find a subscription", BY_TOKEN, &[text(token)]).await?;
        row.as_ref().map(subscription).transpose()
    }

    async fn confirm(
        &self,
        token: &str,
        until: Timestamp,
        due: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.database.write("confirm a subscription").await?;
        let row = transaction.row(CONFIRM, &[text(token), time(until), time(due)]).await?;
        if let Some(row) = row {
            transaction.run(PUSHED, &[int(row.int("feed")?), time(until)]).await?;
        }
        transaction.commit().await
    }

    async fn refuse(&self, token: &str, due: Timestamp, reason: &str) -> Result<(), StoreError> {
        let mut transaction = self.database.write("note that a hub refused").await?;
        let row = transaction.row(REFUSE, &[text(token), time(due), text(reason)]).await?;
        if let Some(row) = row {
            transaction.run(NOT_PUSHED, &[int(row.int("feed")?)]).await?;
        }
        transaction.commit().await
    }

    async fn list(&self) -> Result<Vec<Subscription>, StoreError> {
        let rows = self.database.read("list the subscriptions", LIST, &[]).await?;
        rows.iter().map(subscription).collect()
    }

    async fn record_push(
        &self,
        feed: FeedId,
        at: Timestamp,
        arrivals: &[Arrival],
    ) -> Result<bool, StoreError> {
        let mut transaction = self.database.write("record what a hub brought").await?;
        listings::lock(&mut transaction).await?;
        let Some(row) = transaction.row(FOLLOWED, &[int(feed.0)]).await? else {
            return Ok(false);
        };
        // The feed before its entries: a poll takes them in this order too.
        transaction.run(ANSWERED, &[int(feed.0), time(at)]).await?;
        let listing = Listing { feed, outlet: &row.text("outlet")?, at };
        listings::file_all(&mut transaction, &listing, arrivals).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

fn subscription(row: &Row) -> Result<Subscription, StoreError> {
    Ok(Subscription {
        feed: FeedId(row.int("feed")?),
        hub: row.text("hub")?,
        topic: row.text("topic")?,
        token: row.text("token")?,
        secret: row.text("secret")?,
        attempts: row.count("attempts")?,
        until: row.time_or_none("until")?,
        reason: row.text_or_none("reason")?,
    })
}
