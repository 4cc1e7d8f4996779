use super::jobs::{self, Opening};
use super::{Archive, further};
use crate::database::{Row, Sql, Transaction, text};
use crate::rows::{self, EntryRow};
use crate::{
    Entries, FiledEntry, FurtherPage, Job, PageOutcome, PageRecord, Settled, Stage, StoreError,
    Then,
};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{EntryId, FeedId, OutletId};

const ENTRY: Sql = Sql::Both(
    "select id, feed, outlet, input, seen, document, page_at, page_object, page_url, page_content_type,
        page_etag, page_last_modified, page_skipped, page_reserved, page_images_reserved
        from entries where id = $1",
);

const KEEP_PAGE: Sql = Sql::Both(
    "update entries set page_at = $2, page_object = $3, page_url = $4, page_content_type = $5,
        page_etag = $6, page_last_modified = $7, page_skipped = $8, page_reserved = $9,
        page_images_reserved = $10 where id = $1",
);

#[async_trait]
impl Entries for Archive {
    async fn entry(&self, id: &EntryId) -> Result<Option<FiledEntry>, StoreError> {
        let row = self.database.read_one("read an entry", ENTRY, &[text(&id.0)]).await?;
        let Some(row) = row else { return Ok(None) };
        let further = further::of(&self.database, id).await?;
        Ok(Some(FiledEntry { further, ..filed_entry(&row)? }))
    }

    async fn save_page(
        &self,
        job: &Job,
        page: &PageRecord,
        then: Then,
        revisit: Option<Timestamp>,
    ) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write("keep a page").await?;
        // The entry before its job: a poll takes them in this order too.
        keep(&mut transaction, job, page).await?;
        let Some(order_key) = jobs::finish(&mut transaction, job).await? else {
            return Ok(Settled::LeaseLost);
        };
        match then {
            Then::Read => {
                further::forget(&mut transaction, &job.subject, 0).await?;
                open_extract(&mut transaction, job, page.at, order_key).await?;
            }
            Then::AskFurther => further::begin(&mut transaction, job, page.at, order_key).await?,
        }
        open_revisit(&mut transaction, job, revisit, order_key).await?;
        transaction.commit().await?;
        Ok(Settled::Done)
    }

    async fn keep_page(
        &self,
        job: &Job,
        at: Timestamp,
        then: Then,
        revisit: Option<Timestamp>,
    ) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write("keep a page as it is").await?;
        let Some(order_key) = jobs::finish(&mut transaction, job).await? else {
            return Ok(Settled::LeaseLost);
        };
        if then == Then::AskFurther && further::is_any(&mut transaction, &job.subject).await? {
            further::begin(&mut transaction, job, at, order_key).await?;
        }
        open_revisit(&mut transaction, job, revisit, order_key).await?;
        transaction.commit().await?;
        Ok(Settled::Done)
    }

    async fn save_further(
        &self,
        job: &Job,
        page: &FurtherPage,
        again: Option<Timestamp>,
    ) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write("keep a further page").await?;
        further::keep(&mut transaction, job, page).await?;
        let order_key = match again {
            Some(due) => further::put_off(&mut transaction, job, page, due).await?,
            None => jobs::finish(&mut transaction, job).await?,
        };
        let Some(order_key) = order_key else { return Ok(Settled::LeaseLost) };
        match again {
            Some(_) => open_extract(&mut transaction, job, page.page.at, order_key).await?,
            None => further::go_on(&mut transaction, job, page.page.at, order_key).await?,
        }
        transaction.commit().await?;
        Ok(Settled::Done)
    }

    async fn end_further(&self, job: &Job, at: Timestamp) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write("end the asking for pages").await?;
        further::forget(&mut transaction, &job.subject, job.asked_further()).await?;
        let Some(order_key) = jobs::finish(&mut transaction, job).await? else {
            return Ok(Settled::LeaseLost);
        };
        open_extract(&mut transaction, job, at, order_key).await?;
        transaction.commit().await?;
        Ok(Settled::Done)
    }

    async fn missing_further(&self, limit: u32) -> Result<Vec<(String, String)>, StoreError> {
        further::missing(&self.database, limit).await
    }
}

/// Keeps what became of the page.
async fn keep(
    transaction: &mut Transaction,
    job: &Job,
    page: &PageRecord,
) -> Result<(), StoreError> {
    let mut values = vec![text(&job.subject)];
    values.extend(further::page_values(page));
    transaction.run(KEEP_PAGE, &values).await.map(drop)
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

/// Opens the reading of an entry's page, and of those that follow, as they are kept now.
async fn open_extract(
    transaction: &mut Transaction,
    job: &Job,
    due: Timestamp,
    order_key: i64,
) -> Result<(), StoreError> {
    let subject = job.subject.as_str();
    let Some(row) = transaction.row(ENTRY, &[text(subject)]).await? else { return Ok(()) };
    let page = page_record(&row)?;
    let mut parts = vec![row.text("input")?];
    parts.extend(page.as_ref().map(|page| object(page).to_owned()));
    // What is kept from us counts only where something is, so that pages keep the names they had.
    parts.extend(page.as_ref().map(marks_of_reservation).unwrap_or_default());
    for page in further::within(transaction, subject).await? {
        parts.push(object(&page.page).to_owned());
        parts.extend(marks_of_reservation(&page.page));
    }
    let parts: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
    let input = news::digest(&parts);
    let extract = Opening { stage: Stage::Extract, subject, input: &input, due, order_key };
    jobs::open(transaction, &extract).await
}

fn object(page: &PageRecord) -> &str {
    match &page.outcome {
        PageOutcome::Fetched { object, .. } => object,
        PageOutcome::Skipped { .. } => "",
    }
}

fn marks_of_reservation(page: &PageRecord) -> Vec<String> {
    let images = page.reservation.images.then(|| "images".to_owned());
    page.reservation.words.clone().into_iter().chain(images).collect()
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
        further: Vec::new(),
    })
}

fn page_record(row: &Row) -> Result<Option<PageRecord>, StoreError> {
    match row.time_or_none("page_at")? {
        Some(_) => further::page_record(row).map(Some),
        None => Ok(None),
    }
}
