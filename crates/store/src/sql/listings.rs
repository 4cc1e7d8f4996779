//! Entries that a poll found or a hub brought.

use super::jobs::{self, Opening};
use crate::database::{Sql, Transaction, int, text, time};
use crate::rows::{self, EntryRow};
use crate::{Arrival, Stage, StoreError};
use jiff::Timestamp;
use news::FeedId;
use std::collections::{BTreeMap, HashMap};

// One question for all entries of a poll: most are known, and a question each took most of its time.
const LISTED: Sql = Sql::Each {
    sqlite: "select entry, input from listings
        where feed = $1 and entry in (select value from json_each($2))",
    postgres: "select entry, input from listings
        where feed = $1 and entry in (
            select jsonb_array_elements_text(cast(cast($2 as text) as jsonb)))",
};

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

/// Who lists entries, and when.
pub(super) struct Listing<'a> {
    pub(super) feed: FeedId,
    pub(super) outlet: &'a str,
    pub(super) at: Timestamp,
}

/// Files all entries that are new or have changed.
pub(super) async fn file_all(
    transaction: &mut Transaction,
    listing: &Listing<'_>,
    arrivals: &[Arrival],
) -> Result<(), StoreError> {
    if arrivals.is_empty() {
        return Ok(());
    }
    let known = listed(transaction, listing.feed, arrivals).await?;
    for arrival in once_each(arrivals) {
        let input = known.get(&arrival.id.0).map(String::as_str);
        file(transaction, listing, arrival, input).await?;
    }
    Ok(())
}

/// What the feed last said of each of these entries that it has listed before.
async fn listed(
    transaction: &mut Transaction,
    feed: FeedId,
    arrivals: &[Arrival],
) -> Result<HashMap<String, String>, StoreError> {
    let ids: Vec<&str> = arrivals.iter().map(|arrival| arrival.id.0.as_str()).collect();
    let ids = rows::written(&ids)?;
    let rows = transaction.rows(LISTED, &[int(feed.0), text(&ids)]).await?;
    rows.iter().map(|row| Ok((row.text("entry")?, row.text("input")?))).collect()
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
    listing: &Listing<'_>,
    arrival: &Arrival,
    listed_input: Option<&str>,
) -> Result<(), StoreError> {
    let id = || text(&arrival.id.0);
    if listed_input == Some(arrival.input.as_str()) {
        return Ok(());
    }
    let document = rows::written(&EntryRow::from(&arrival.entry))?;
    let entry = [
        id(),
        int(listing.feed.0),
        text(listing.outlet),
        text(&arrival.input),
        time(listing.at),
        text(&document),
    ];
    let is_new = transaction.run(NEW_ENTRY, &entry).await? > 0;
    transaction.run(LIST_ENTRY, &[int(listing.feed.0), id(), text(&arrival.input)]).await?;
    // Another feed of the outlet has listed it, in its own words: that is not a change.
    let has_changed = !is_new && listed_input.is_some() && {
        let change = [id(), text(&arrival.input), text(&document)];
        transaction.run(CHANGED_ENTRY, &change).await? > 0
    };
    if is_new || has_changed {
        open_fetch(transaction, listing.at, arrival).await?;
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
