//! What is known of the sitemaps that an index names.

use crate::StoreError;
use crate::database::time_or_none;
use crate::database::{
    Database, Row, Sql, Transaction, int, int_or_none, text, text_or_none, time,
};
use news::{FeedId, KnownSitemap, SourceTime, Validators};

const KNOWN: Sql = Sql::Both(
    "select url, etag, last_modified, updated, updated_offset, asked from child_sitemaps
    where feed = $1 order by url",
);

const FORGET: Sql = Sql::Both("delete from child_sitemaps where feed = $1");

const KEEP: Sql = Sql::Both(
    "insert into child_sitemaps
        (feed, url, etag, last_modified, updated, updated_offset, asked)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (feed, url) do nothing",
);

/// What is known of the sitemaps of a feed.
pub(super) async fn of(database: &Database, feed: FeedId) -> Result<Vec<KnownSitemap>, StoreError> {
    let rows = database.read("read a feed's sitemaps", KNOWN, &[int(feed.0)]).await?;
    rows.iter().map(known).collect()
}

/// Keeps these in place of those that were known.
pub(super) async fn keep(
    transaction: &mut Transaction,
    feed: FeedId,
    sitemaps: &[KnownSitemap],
) -> Result<(), StoreError> {
    transaction.run(FORGET, &[int(feed.0)]).await?;
    for known in sitemaps {
        let values = [
            int(feed.0),
            text(&known.url),
            text_or_none(known.validators.etag.as_deref()),
            text_or_none(known.validators.last_modified.as_deref()),
            time_or_none(known.updated.map(|time| time.instant)),
            int_or_none(known.updated.map(|time| i64::from(time.offset_minutes))),
            time(known.asked),
        ];
        transaction.run(KEEP, &values).await?;
    }
    Ok(())
}

fn known(row: &Row) -> Result<KnownSitemap, StoreError> {
    let updated = match row.time_or_none("updated")? {
        Some(instant) => {
            let minutes = row.int_or_none("updated_offset")?.unwrap_or_default();
            let offset_minutes = i32::try_from(minutes).unwrap_or_default();
            Some(SourceTime { instant, offset_minutes })
        }
        None => None,
    };
    Ok(KnownSitemap {
        url: row.text("url")?,
        validators: Validators {
            etag: row.text_or_none("etag")?,
            last_modified: row.text_or_none("last_modified")?,
        },
        updated,
        asked: row.time("asked")?,
    })
}
