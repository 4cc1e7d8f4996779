//! Entries that a poll found or a hub brought.

use super::jobs::{self, Opening};
use crate::database::{Sql, Transaction, int, text, time};
use crate::rows::{self, EntryRow};
use crate::{Arrival, Stage, StoreError};
use jiff::Timestamp;
use news::FeedId;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

// One question for all entries of a poll: most are known, and a question each took most of its time.
const LISTED: Sql = Sql::Each {
    sqlite: "select entry, input from listings
        where feed = $1 and entry in (select value from json_each($2))",
    postgres: "select entry, input from listings
        where feed = $1 and entry in (
            select jsonb_array_elements_text(cast(cast($2 as text) as jsonb)))",
};

// Many entries by one statement each: a statement for every entry took most of the time of a first reading.
const NEW_ENTRIES: Sql = Sql::Each {
    // `where true`, or SQLite takes the conflict for a join's condition.
    sqlite: "insert into entries (id, feed, outlet, input, seen, document)
        select value ->> 'id', $2, $3, value ->> 'input', $4, value ->> 'document'
        from json_each($1) where true
        on conflict (id) do nothing returning id",
    postgres: "insert into entries (id, feed, outlet, input, seen, document)
        select value ->> 'id', $2, $3, value ->> 'input', $4, value ->> 'document'
        from jsonb_array_elements(cast(cast($1 as text) as jsonb)) as listed (value)
        on conflict (id) do nothing returning id",
};

const LIST_ENTRIES: Sql = Sql::Each {
    sqlite: "insert into listings (feed, entry, input)
        select $2, value ->> 'id', value ->> 'input' from json_each($1) where true
        on conflict (feed, entry) do update set input = excluded.input",
    postgres: "insert into listings (feed, entry, input)
        select $2, value ->> 'id', value ->> 'input'
        from jsonb_array_elements(cast(cast($1 as text) as jsonb)) as listed (value)
        on conflict (feed, entry) do update set input = excluded.input",
};

/// Entries that are filed by one statement: bounds the size of its text.
const AT_ONCE: usize = 500;

const CHANGED_ENTRY: Sql =
    Sql::Both("update entries set input = $2, document = $3 where id = $1 and input <> $2");

/// Who lists entries, and when.
pub(super) struct Listing<'a> {
    pub(super) feed: FeedId,
    pub(super) outlet: &'a str,
    pub(super) at: Timestamp,
}

/// Lets one transaction at a time file entries, or bring all feeds forward. Two that file for several feeds
/// meet entries and feeds in orders of their own, and would wait for each other.
pub(super) async fn lock(transaction: &mut Transaction) -> Result<(), StoreError> {
    transaction.lock("listings").await
}

/// Files all entries that are new or have changed; the transaction holds the [`lock`].
pub(super) async fn file_all(
    transaction: &mut Transaction,
    listing: &Listing<'_>,
    arrivals: &[Arrival],
) -> Result<(), StoreError> {
    if arrivals.is_empty() {
        return Ok(());
    }
    let known = listed(transaction, listing.feed, arrivals).await?;
    let said = |arrival: &Arrival| known.get(&arrival.id.0);
    let news: Vec<&Arrival> =
        once_each(arrivals).filter(|arrival| said(arrival) != Some(&arrival.input)).collect();
    for some in news.chunks(AT_ONCE) {
        let filings = some.iter().map(|arrival| Filing::of(arrival)).collect::<Result<_, _>>()?;
        file(transaction, listing, &known, filings).await?;
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

/// An entry as the statements take it.
#[derive(Serialize)]
struct Filing<'a> {
    id: &'a str,
    input: &'a str,
    document: String,
    #[serde(skip)]
    arrival: &'a Arrival,
}

impl Filing<'_> {
    fn of(arrival: &Arrival) -> Result<Filing<'_>, StoreError> {
        let document = rows::written(&EntryRow::from(&arrival.entry))?;
        Ok(Filing { id: &arrival.id.0, input: &arrival.input, document, arrival })
    }
}

/// Files entries that are new or have changed, with the jobs to fetch them.
async fn file(
    transaction: &mut Transaction,
    listing: &Listing<'_>,
    known: &HashMap<String, String>,
    filings: Vec<Filing<'_>>,
) -> Result<(), StoreError> {
    let all = rows::written(&filings)?;
    let values = [text(&all), int(listing.feed.0), text(listing.outlet), time(listing.at)];
    let new = transaction.rows(NEW_ENTRIES, &values).await?;
    let new = new.iter().map(|row| row.text("id")).collect::<Result<HashSet<String>, _>>()?;
    transaction.run(LIST_ENTRIES, &values[..2]).await?;
    let mut fetches = Vec::new();
    for filing in &filings {
        // Another feed of the outlet has listed it, in its own words: that is not a change.
        let is_told_anew = !new.contains(filing.id) && known.contains_key(filing.id);
        if new.contains(filing.id) || is_told_anew && has_changed(transaction, filing).await? {
            fetches.push(fetch(listing.at, filing.arrival));
        }
    }
    jobs::open_all(transaction, &fetches).await
}

async fn has_changed(
    transaction: &mut Transaction,
    filing: &Filing<'_>,
) -> Result<bool, StoreError> {
    let change = [text(filing.id), text(filing.input), text(&filing.document)];
    Ok(transaction.run(CHANGED_ENTRY, &change).await? > 0)
}

fn fetch(at: Timestamp, arrival: &Arrival) -> Opening<'_> {
    // What is dated in the future would wait behind everything else; it counts as published now.
    let published = arrival.entry.published.map_or(at, |published| published.instant.min(at));
    Opening {
        stage: Stage::Fetch,
        subject: &arrival.id.0,
        input: &arrival.input,
        due: at,
        order_key: published.as_microsecond(),
    }
}
