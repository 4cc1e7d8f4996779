//! Further pages of an entry's article, kept beside its first one.

use super::jobs::{self, Opening};
use crate::database::{Database, Row, Sql, Transaction, Value, int, text, text_or_none, time};
use crate::{FurtherPage, Job, PageOutcome, PageRecord, Stage, StoreError};
use jiff::Timestamp;
use news::{EntryId, PageForm, Reservation, Validators};

const FURTHER: Sql = Sql::Both(
    "select entry, number, form, asked, at as page_at, object as page_object, url as page_url,
        content_type as page_content_type, etag as page_etag, last_modified as page_last_modified,
        skipped as page_skipped, reserved as page_reserved,
        images_reserved as page_images_reserved
    from further_pages where entry = $1 order by number",
);

const KEEP: Sql = Sql::Both(
    "insert into further_pages (entry, number, form, asked, at, object, url, content_type, etag,
        last_modified, skipped, reserved, images_reserved)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    on conflict (entry, number) do update set form = excluded.form, asked = excluded.asked,
        at = excluded.at, object = excluded.object, url = excluded.url,
        content_type = excluded.content_type, etag = excluded.etag,
        last_modified = excluded.last_modified, skipped = excluded.skipped,
        reserved = excluded.reserved, images_reserved = excluded.images_reserved",
);

const FORGET: Sql = Sql::Both("delete from further_pages where entry = $1 and number >= $2");

const ANY: Sql = Sql::Both("select entry from further_pages where entry = $1 limit 1");

const MISSING: Sql = Sql::Both(
    "select asked, skipped from further_pages where skipped is not null
    order by at desc, asked limit $1",
);

/// The further pages of an entry.
pub(super) async fn of(
    database: &Database,
    entry: &EntryId,
) -> Result<Vec<FurtherPage>, StoreError> {
    let rows = database.read("read an entry's pages", FURTHER, &[text(&entry.0)]).await?;
    rows.iter().map(further_page).collect()
}

/// The same, as a transaction sees them.
pub(super) async fn within(
    transaction: &mut Transaction,
    entry: &str,
) -> Result<Vec<FurtherPage>, StoreError> {
    let rows = transaction.rows(FURTHER, &[text(entry)]).await?;
    rows.iter().map(further_page).collect()
}

/// Whether an entry has any.
pub(super) async fn is_any(transaction: &mut Transaction, entry: &str) -> Result<bool, StoreError> {
    Ok(transaction.row(ANY, &[text(entry)]).await?.is_some())
}

/// Keeps what came of what `job` asked for.
pub(super) async fn keep(
    transaction: &mut Transaction,
    job: &Job,
    further: &FurtherPage,
) -> Result<(), StoreError> {
    let number = int(job.asked_further());
    let mut values =
        vec![text(&job.subject), number, text(further.form.word()), text(&further.asked)];
    values.extend(page_values(&further.page));
    transaction.run(KEEP, &values).await.map(drop)
}

/// Forgets the pages from this number on.
pub(super) async fn forget(
    transaction: &mut Transaction,
    entry: &str,
    from: u32,
) -> Result<(), StoreError> {
    transaction.run(FORGET, &[text(entry), int(from)]).await.map(drop)
}

/// Opens the asking for the first further page, in a round of its own.
pub(super) async fn begin(
    transaction: &mut Transaction,
    job: &Job,
    at: Timestamp,
    order_key: i64,
) -> Result<(), StoreError> {
    let moment = at.as_microsecond().to_string();
    let round = [job.stage.word().as_bytes(), job.input.as_bytes(), moment.as_bytes()];
    let input = format!("0 {}", news::short_digest(&round));
    open(transaction, &job.subject, &input, at, order_key).await
}

/// Opens the asking for the page after the one that `job` asked for, in the same round.
pub(super) async fn go_on(
    transaction: &mut Transaction,
    job: &Job,
    at: Timestamp,
    order_key: i64,
) -> Result<(), StoreError> {
    let round = job.input.split_once(' ').map_or("", |(_, round)| round);
    let input = format!("{} {round}", job.asked_further() + 1);
    open(transaction, &job.subject, &input, at, order_key).await
}

async fn open(
    transaction: &mut Transaction,
    subject: &str,
    input: &str,
    due: Timestamp,
    order_key: i64,
) -> Result<(), StoreError> {
    let next = Opening { stage: Stage::Further, subject, input, due, order_key };
    jobs::open(transaction, &next).await
}

/// Puts the asking off, for the reason that the page says; gives its order key while it is ours.
pub(super) async fn put_off(
    transaction: &mut Transaction,
    job: &Job,
    further: &FurtherPage,
    due: Timestamp,
) -> Result<Option<i64>, StoreError> {
    let reason = match &further.page.outcome {
        PageOutcome::Skipped { reason } => reason.as_str(),
        PageOutcome::Fetched { url, .. } => url.as_str(),
    };
    jobs::put_off(transaction, job, due, reason).await
}

/// Pages that could not be had.
pub(super) async fn missing(
    database: &Database,
    limit: u32,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows = database.read("list missing pages", MISSING, &[int(limit)]).await?;
    rows.iter().map(|row| Ok((row.text("asked")?, row.text("skipped")?))).collect()
}

/// A page as its columns hold it, from its time on.
pub(super) fn page_values(page: &PageRecord) -> Vec<Value<'_>> {
    let (object, url, content_type, validators, skipped) = match &page.outcome {
        PageOutcome::Fetched { object, url, content_type, validators } => (
            Some(object.as_str()),
            Some(url.as_str()),
            content_type.as_deref(),
            Some(validators),
            None,
        ),
        PageOutcome::Skipped { reason } => (None, None, None, None, Some(reason.as_str())),
    };
    vec![
        time(page.at),
        text_or_none(object),
        text_or_none(url),
        text_or_none(content_type),
        text_or_none(validators.and_then(|known| known.etag.as_deref())),
        text_or_none(validators.and_then(|known| known.last_modified.as_deref())),
        text_or_none(skipped),
        text_or_none(page.reservation.words.as_deref()),
        int(i64::from(page.reservation.images)),
    ]
}

/// A page from its columns.
pub(super) fn page_record(row: &Row) -> Result<PageRecord, StoreError> {
    let outcome = match row.text_or_none("page_object")? {
        Some(object) => PageOutcome::Fetched {
            object,
            url: row.text("page_url")?,
            content_type: row.text_or_none("page_content_type")?,
            validators: Validators {
                etag: row.text_or_none("page_etag")?,
                last_modified: row.text_or_none("page_last_modified")?,
            },
        },
        None => PageOutcome::Skipped { reason: row.text("page_skipped")? },
    };
    let reservation = Reservation {
        words: row.text_or_none("page_reserved")?,
        images: row.int("page_images_reserved")? != 0,
    };
    Ok(PageRecord { at: row.time("page_at")?, outcome, reservation })
}

fn further_page(row: &Row) -> Result<FurtherPage, StoreError> {
    let form = PageForm::from_word(&row.text("form")?);
    Ok(FurtherPage {
        form: form.ok_or_else(|| row.unreadable("form", "it is no form of a page"))?,
        asked: row.text("asked")?,
        page: page_record(row)?,
    })
}
