use super::Archive;
use super::jobs::{self, Opening};
use crate::database::{Row, Sql, Transaction, int, text, text_or_none, time};
use crate::rows::{self, EntryRow};
use crate::{Arrival, Feeds, LeasedFeed, NewFeed, Poll, Settled, Stage, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Feed, FeedId, Validators};
use std::collections::BTreeMap;

const FOLLOW_AGAIN: Sql = Sql::Both("update feeds set retired = 0 where url = $1 returning id");

const ADD: Sql = Sql::Both(
    "insert into feeds (url, outlet, title, due) values ($1, $2, $3, $4)
    on conflict (url) do update set retired = 0 returning id",
);

const LIST: Sql = Sql::Both(
    "select id, url, outlet, title, etag, last_modified, failures, last_failure, retired,
        lease_end from feeds order by id",
);

const REMOVE: Sql = Sql::Both("delete from feeds where id = $1");

const TAKE_DUE: Sql = Sql::Each {
    // One statement is enough: SQLite lets one writer in at a time.
    sqlite: "update feeds set lease_end = $2 where id in (
            select id from feeds
            where retired = 0 and due <= $1 and (lease_end is null or lease_end <= $1)
            order by due, id limit $3)
        returning id, url, outlet, title, etag, last_modified, failures, last_failure, retired,
            lease_end, due",
    // `skip locked`, or two workers that start together lease the same feeds. Materialized, or a plan
    // that runs the inner query once per row takes more than the limit.
    postgres: "with taken as materialized (
            select id as taken_id from feeds
            where retired = 0 and due <= $1 and (lease_end is null or lease_end <= $1)
            order by due, id limit $3 for update skip locked)
        update feeds set lease_end = $2 from taken where id = taken_id
        returning id, url, outlet, title, etag, last_modified, failures, last_failure, retired,
            lease_end, due",
};

const END_LEASE: Sql = Sql::Both(
    "update feeds set lease_end = null, due = $3 where id = $1 and lease_end = $2
    returning id, outlet",
);

const SUCCEEDED: Sql = Sql::Both(
    "update feeds set failures = 0, last_failure = null, title = coalesce($2, title)
    where id = $1",
);

const FAILED: Sql =
    Sql::Both("update feeds set failures = failures + 1, last_failure = $2 where id = $1");

const KEEP_VALIDATORS: Sql =
    Sql::Both("update feeds set etag = $2, last_modified = $3 where id = $1");

const FOLLOWED_AS: Sql = Sql::Both("select id from feeds where url = $1 and id <> $2");

const MOVE: Sql = Sql::Both("update feeds set url = $2 where id = $1");

const RETIRE: Sql = Sql::Both(
    "update feeds set retired = 1, last_failure = coalesce($2, last_failure) where id = $1",
);

const LISTED: Sql = Sql::Both("select entry, input from listings where feed = $1 and entry = $2");

const LIST_ENTRY: Sql = Sql::Both(
    "insert into listings (feed, entry, input) values ($1, $2, $3)
    on conflict (feed, entry) do update set input = excluded.input",
);

const NEW_ENTRY: Sql = Sql::Both(
    "insert into entries (id, feed, outlet, input, seen, document) values ($1, $2, $3, $4, $5, $6)
    on conflict (id) do nothing",
);

const CHANGED_ENTRY: Sql =
    Sql::Both("update entries set input = $2, document = $3 where id = $1 and input <> $2");

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

    async fn record_poll(&self, poll: &Poll) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write("record a poll").await?;
        let values = [int(poll.feed.0), time(poll.lease_end), time(poll.next_due)];
        let Some(row) = transaction.row(END_LEASE, &values).await? else {
            return Ok(Settled::LeaseLost);
        };
        let outlet = row.text("outlet")?;
        record_outcome(&mut transaction, poll).await?;
        for arrival in once_each(&poll.arrivals) {
            file(&mut transaction, poll, &outlet, arrival).await?;
        }
        transaction.commit().await?;
        Ok(Settled::Done)
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
        retired: row.int("retired")? != 0,
    })
}

/// What the poll says of the feed itself.
async fn record_outcome(transaction: &mut Transaction, poll: &Poll) -> Result<(), StoreError> {
    let id = || int(poll.feed.0);
    match &poll.failure {
        Some(reason) => transaction.run(FAILED, &[id(), text(reason)]).await?,
        None => {
            let title = text_or_none(poll.title.as_deref());
            transaction.run(SUCCEEDED, &[id(), title]).await?
        }
    };
    if let Some(Validators { etag, last_modified }) = &poll.validators {
        let values = [id(), text_or_none(etag.as_deref()), text_or_none(last_modified.as_deref())];
        transaction.run(KEEP_VALIDATORS, &values).await?;
    }
    if let Some(address) = &poll.moved_to {
        move_feed(transaction, poll.feed, address).await?;
    }
    if poll.retired {
        transaction.run(RETIRE, &[id(), text_or_none(None)]).await?;
    }
    Ok(())
}

/// Polls the feed at its new address from now on; retires it when we follow that one already.
async fn move_feed(
    transaction: &mut Transaction,
    feed: FeedId,
    address: &str,
) -> Result<(), StoreError> {
    let other = transaction.row(FOLLOWED_AS, &[text(address), int(feed.0)]).await?;
    match other {
        Some(other) => {
            let why = format!("moved to {address}, which is feed {}", other.int("id")?);
            transaction.run(RETIRE, &[int(feed.0), text(&why)]).await?
        }
        None => transaction.run(MOVE, &[int(feed.0), text(address)]).await?,
    };
    Ok(())
}

/// The arrivals ordered by id, the first of each.
///
/// Ordered, so that two polls that list the same entries never wait for each other; once, so that an
/// entry that a feed lists twice does not change with every poll.
fn once_each(arrivals: &[Arrival]) -> impl Iterator<Item = &Arrival> {
    let mut by_id = BTreeMap::new();
    for arrival in arrivals {
        by_id.entry(&arrival.id).or_insert(arrival);
    }
    by_id.into_values()
}

/// Files an entry that is new or has changed, with the job to fetch it.
async fn file(
    transaction: &mut Transaction,
    poll: &Poll,
    outlet: &str,
    arrival: &Arrival,
) -> Result<(), StoreError> {
    let id = || text(&arrival.id.0);
    let listed = transaction.row(LISTED, &[int(poll.feed.0), id()]).await?;
    let listed_input = listed.map(|row| row.text("input")).transpose()?;
    if listed_input.as_deref() == Some(arrival.input.as_str()) {
        return Ok(());
    }
    let document = rows::written(&EntryRow::from(&arrival.entry))?;
    let entry = [
        id(),
        int(poll.feed.0),
        text(outlet),
        text(&arrival.input),
        time(poll.at),
        text(&document),
    ];
    let is_new = transaction.run(NEW_ENTRY, &entry).await? > 0;
    transaction.run(LIST_ENTRY, &[int(poll.feed.0), id(), text(&arrival.input)]).await?;
    // Another feed of the outlet has listed it, in its own words: that is not a change.
    let has_changed = !is_new && listed_input.is_some() && {
        let change = [id(), text(&arrival.input), text(&document)];
        transaction.run(CHANGED_ENTRY, &change).await? > 0
    };
    if is_new || has_changed {
        open_fetch(transaction, poll.at, arrival).await?;
    }
    Ok(())
}

async fn open_fetch(
    transaction: &mut Transaction,
    at: Timestamp,
    arrival: &Arrival,
) -> Result<(), StoreError> {
    // What is dated in the future would wait behind everything else; it counts as published now.
    let published = arrival.entry.published.map_or(at, |published| published.instant.min(at));
    let job = Opening {
        stage: Stage::Fetch,
        subject: &arrival.id.0,
        input: &arrival.input,
        due: at,
        order_key: published.as_microsecond(),
    };
    jobs::open(transaction, &job).await
}
