use super::Archive;
use super::jobs::{self, Opening};
use crate::database::{Row, Sql, Transaction, int, text, text_or_none, time};
use crate::rows::{self, EntryRow};
use crate::{Entries, FiledEntry, Job, PageOutcome, PageRecord, Settled, Stage, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{EntryId, FeedId, OutletId, Reservation, Validators};

const ENTRY: Sql = Sql::Both(
    "select id, feed, outlet, seen, document, page_at, page_object, page_url, page_content_type,
        page_etag, page_last_modified, page_skipped, page_reserved, page_images_reserved
        from entries where id = $1",
);

const KEEP_PAGE: Sql = Sql::Both(
    "update entries set page_at = $2, page_object = $3, page_url = $4, page_content_type = $5,
        page_skipped = $6, page_etag = $7, page_last_modified = $8, page_reserved = $9,
        page_images_reserved = $10 where id = $1",
);

#[async_trait]
impl Entries for Archive {
    async fn entry(&self, id: &EntryId) -> Result<Option<FiledEntry>, StoreError> {
        let row = self.database.read_one("read an entry", ENTRY, &[text(&id.0)]).await?;
        row.as_ref().map(filed_entry).transpose()
    }

    async fn save_page(
        &self,
        job: &Job,
        page: &PageRecord,
        revisit: Option<Timestamp>,
    ) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write("keep a page").await?;
        // The entry before its job: a poll takes them in this order too.
        let object = keep(&mut transaction, job, page).await?;
        let Some(order_key) = jobs::finish(&mut transaction, job).await? else {
            return Ok(Settled::LeaseLost);
        };
        let input = extract_input(job, object, page);
        let subject = job.subject.as_str();
        let extract =
            Opening { stage: Stage::Extract, subject, input: &input, due: page.at, order_key };
        jobs::open(&mut transaction, &extract).await?;
        open_revisit(&mut transaction, job, revisit, order_key).await?;
        transaction.commit().await?;
        Ok(Settled::Done)
    }

    async fn keep_page(
        &self,
        job: &Job,
        revisit: Option<Timestamp>,
    ) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write("keep a page as it is").await?;
        let Some(order_key) = jobs::finish(&mut transaction, job).await? else {
            return Ok(Settled::LeaseLost);
        };
        open_revisit(&mut transaction, job, revisit, order_key).await?;
        transaction.commit().await?;
        Ok(Settled::Done)
    }
}

/// Keeps what became of the page; gives the key of its bytes, or nothing.
async fn keep<'p>(
    transaction: &mut Transaction,
    job: &Job,
    page: &'p PageRecord,
) -> Result<&'p str, StoreError> {
    let none = Validators::default();
    let (object, url, content_type, validators, skipped) = match &page.outcome {
        PageOutcome::Fetched { object, url, content_type, validators } => {
            (Some(object.as_str()), Some(url.as_str()), content_type.as_deref(), validators, None)
        }
        PageOutcome::Skipped { reason } => (None, None, None, &none, Some(reason.as_str())),
    };
    let values = [
        text(&job.subject),
        time(page.at),
        text_or_none(object),
        text_or_none(url),
        text_or_none(content_type),
        text_or_none(skipped),
        text_or_none(validators.etag.as_deref()),
        text_or_none(validators.last_modified.as_deref()),
        text_or_none(page.reservation.words.as_deref()),
        int(i64::from(page.reservation.images)),
    ];
    transaction.run(KEEP_PAGE, &values).await?;
    Ok(object.unwrap_or_default())
}

/// Opens the first revisit after a fetch, or the one after the revisit that `job` was.
async fn open_revisit(
    transaction: &mut Transaction,
    job: &Job,
    due: Option<Timestamp>,
    order_key: i64,
) -> Result<(), StoreError> {
    let Some(due) = due else { return Ok(()) };
    let input = (job.revisits() + 1).to_string();
    let subject = job.subject.as_str();
    let next = Opening { stage: Stage::Revisit, subject, input: &input, due, order_key };
    jobs::open(transaction, &next).await
}

/// What is kept from us counts only where something is, so that pages keep the names they had.
fn extract_input(job: &Job, object: &str, page: &PageRecord) -> String {
    let mut parts = vec![job.input.as_bytes(), object.as_bytes()];
    parts.extend(page.reservation.words.as_ref().map(|words| words.as_bytes()));
    parts.extend(page.reservation.images.then_some(b"images".as_slice()));
    news::digest(&parts)
}

fn filed_entry(row: &Row) -> Result<FiledEntry, StoreError> {
    let id = row.text("id")?;
    let document: EntryRow = rows::read(&format!("entry {id}"), &row.text("document")?)?;
    Ok(FiledEntry {
        id: EntryId(id),
        feed: FeedId(row.int("feed")?),
        outlet: OutletId(row.text("outlet")?),
        entry: document.into(),
        seen: row.time("seen")?,
        page: page_record(row)?,
    })
}

fn page_record(row: &Row) -> Result<Option<PageRecord>, StoreError> {
    let Some(at) = row.time_or_none("page_at")? else { return Ok(None) };
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
    Ok(Some(PageRecord { at, outcome, reservation }))
}
