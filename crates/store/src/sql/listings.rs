//! Entries that a poll found or a hub brought.

use super::jobs::{self, Opening};
use crate::database::{Sql, Transaction, int, text, time};
use crate::rows::{self, EntryRow};
use crate::{Arrival, Stage, StoreError};
use jiff::Timestamp;
use news::FeedId;
use std::collections::BTreeMap;

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
    for arrival in once_each(arrivals) {
        file(transaction, listing, arrival).await?;
    }
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
    listing: &Listing<'_>,
    arrival: &Arrival,
) -> Result<(), StoreError> {
    let id = || text(&arrival.id.0);
    let listed = transaction.row(LISTED, &[int(listing.feed.0), id()]).await?;
    let listed_input = listed.map(|row| row.text("input")).transpose()?;
    if listed_input.as_deref() == Some(arrival.input.as_str()) {
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
