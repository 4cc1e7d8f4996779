use super::jobs::{self, Opening};
use super::pins;
use super::regroupings::living;
use super::{Archive, builds, changes};
use crate::database::{Row, Sql, Transaction, text, text_or_none, time, time_or_none};
use crate::rows::{self, FrontPageRow, ReportRow};
use crate::{Hold, Placed, Settled, Stage, StoreError, Stories};
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use news::{ArticleId, FrontPage, Report, Story, StoryId};
use std::collections::{BTreeMap, BTreeSet};

const START: Sql = Sql::Both("insert into stories (id) values ($1) on conflict (id) do nothing");

const PUT: Sql = Sql::Both(
    "insert into reports (article, story, position, version, reported, document)
    values ($1, $2, (select coalesce(max(position), 0) + 1 from reports where story = $2),
        $3, $4, $5)
    on conflict (article) do update set
        position = case when reports.story = excluded.story
            then reports.position else excluded.position end,
        story = excluded.story, version = excluded.version, reported = excluded.reported,
        document = excluded.document",
);

const FIRST_OF: Sql = Sql::Both("select story from reports where story = $1 limit 1");

const STORY: Sql =
    Sql::Both("select article, story, document from reports where story = $1 order by position");

const STORY_OF: Sql = Sql::Both("select article, story from reports where article = $1");

const PLACED_FIRST: Sql = Sql::Both(
    "select reports.article, story, document from articles as own
    join articles as alike on alike.id = own.id or alike.id = own.copy_of
    join reports on reports.article = alike.id
    where own.id = $1
    order by case when alike.id = own.id then 0 else 1 end limit 1",
);

// In the order of the index, so that the first is found at once, however many copies there are.
const PLACED_COPY: Sql = Sql::Both(
    "select reports.article, story, document from articles
    join reports on article = id
    where copy_of = (select coalesce(own.copy_of, own.id) from articles as own where own.id = $1)
    order by id limit 1",
);

const REPORTED_SINCE: Sql = Sql::Both(
    "select article, story, document from reports
    where story in (select story from reports where reported >= $1) order by story, position",
);

const SET_HOLD: Sql =
    Sql::Both("update stories set hold_by = $2, hold_why = $3, hold_at = $4 where id = $1");

const HOLD: Sql = Sql::Both("select id, hold_by, hold_why, hold_at from stories where id = $1");

const SAVE_FRONT_PAGE: Sql = Sql::Both(
    "insert into front_pages (day, at, document) values ($1, $2, $3)
    on conflict (day) do update set at = excluded.at, document = excluded.document
    where excluded.at >= front_pages.at",
);

const LATEST_FRONT_PAGE: Sql =
    Sql::Both("select day, at, document from front_pages order by at desc limit 1");

const FRONT_PAGE: Sql = Sql::Both("select day, at, document from front_pages where day = $1");

const DAYS: Sql = Sql::Both("select day from front_pages order by day desc");

#[async_trait]
impl Stories for Archive {
    async fn place(&self, placed: &[Placed], due: Timestamp) -> Result<Vec<Settled>, StoreError> {
        let mut transaction = self.database.write("place reports in their stories").await?;
        let (settled, before) = finish_all(&mut transaction, placed).await?;
        // A report leaves the story that it was in, which then has to be written again too.
        let now_in = ours(placed, &settled).map(|placed| placed.story.0.as_str());
        let touched: BTreeSet<&str> =
            before.iter().flatten().map(String::as_str).chain(now_in).collect();
        for id in &touched {
            transaction.lock(&lock_name(id)).await?;
        }
        let moved = moved(&mut transaction, &touched).await?;
        let mut writings = Writings::default();
        for ((placed, left), settled) in placed.iter().zip(&before).zip(&settled) {
            if *settled == Settled::Done {
                let story = moved.get(&placed.story.0).unwrap_or(&placed.story.0);
                put(&mut transaction, placed, story).await?;
                writings.note(placed, story, left.as_deref());
            }
        }
        for (story, changes) in &writings.changes {
            open_writing(&mut transaction, story, changes, due).await?;
            open_repair(&mut transaction, story, changes, due).await?;
        }
        let articles = ours(placed, &settled).map(|placed| &*placed.report.article.0);
        changes::note_articles(&mut transaction, articles).await?;
        transaction.commit().await?;
        Ok(settled)
    }

    async fn story(&self, id: &StoryId) -> Result<Option<Story>, StoreError> {
        let rows = self.database.read("read a story", STORY, &[text(&id.0)]).await?;
        Ok(stories(&rows)?.pop())
    }

    async fn story_of(&self, article: &ArticleId) -> Result<Option<StoryId>, StoreError> {
        let values = [text(&article.0)];
        let row = self.database.read_one("find an article's story", STORY_OF, &values).await?;
        row.map(|row| row.text("story").map(StoryId)).transpose()
    }

    async fn placed_alike(
        &self,
        article: &ArticleId,
    ) -> Result<Option<(StoryId, Report)>, StoreError> {
        let values = [text(&article.0)];
        let action = "find where a copy was placed";
        let mut rows = self.database.read(action, PLACED_FIRST, &values).await?;
        if rows.is_empty() {
            rows = self.database.read(action, PLACED_COPY, &values).await?;
        }
        let found = stories(&rows)?.pop();
        Ok(found.and_then(|mut story| Some((story.id, story.reports.pop()?))))
    }

    async fn reported_since(&self, since: Timestamp) -> Result<Vec<Story>, StoreError> {
        let rows = self.database.read("read stories", REPORTED_SINCE, &[time(since)]).await?;
        stories(&rows)
    }

    async fn set_hold(&self, story: &StoryId, hold: Option<&Hold>) -> Result<bool, StoreError> {
        let mut transaction = self.database.write("hold a story").await?;
        let values = [
            text(&story.0),
            text_or_none(hold.map(|hold| hold.by.as_str())),
            text_or_none(hold.map(|hold| hold.why.as_str())),
            time_or_none(hold.map(|hold| hold.at)),
        ];
        let held = transaction.run(SET_HOLD, &values).await?;
        transaction.commit().await?;
        Ok(held > 0)
    }

    async fn hold(&self, story: &StoryId) -> Result<Option<Hold>, StoreError> {
        let row = self.database.read_one("read a story's hold", HOLD, &[text(&story.0)]).await?;
        let Some(row) = row else { return Ok(None) };
        let Some(at) = row.time_or_none("hold_at")? else { return Ok(None) };
        Ok(Some(Hold { by: row.text("hold_by")?, why: row.text("hold_why")?, at }))
    }

    async fn save_front_page(&self, page: &FrontPage) -> Result<(), StoreError> {
        let day = page.at.to_zoned_datetime(TimeZone::UTC).date().to_string();
        let document = rows::written(&FrontPageRow::from(page))?;
        let mut transaction = self.database.write("keep a front page").await?;
        let values = [text(&day), time(page.at), text(&document)];
        transaction.run(SAVE_FRONT_PAGE, &values).await?;
        builds::save(&mut transaction, page).await?;
        pins::note_shown(&mut transaction, page).await?;
        transaction.commit().await
    }

    async fn front_page(&self, day: Option<Date>) -> Result<Option<FrontPage>, StoreError> {
        let action = "read a front page";
        let row = match day.map(|day| day.to_string()) {
            Some(day) => self.database.read_one(action, FRONT_PAGE, &[text(&day)]).await?,
            None => self.database.read_one(action, LATEST_FRONT_PAGE, &[]).await?,
        };
        let Some(row) = row else { return Ok(None) };
        let what = format!("front page of {}", row.text("day")?);
        let document: FrontPageRow = rows::read(&what, &row.text("document")?)?;
        Ok(Some(document.into()))
    }

    async fn days(&self) -> Result<Vec<Date>, StoreError> {
        let rows = self.database.read("list the days", DAYS, &[]).await?;
        rows.iter()
            .map(|row| {
                row.text("day")?.parse().map_err(|_| row.unreadable("day", "it is not a date"))
            })
            .collect()
    }
}

/// The name under which a story is locked while its reports or its briefs change.
pub(super) fn lock_name(story: &str) -> String {
    format!("newsloom story {story}")
}

/// Ends the jobs of reports, and says of each in which story it was until now.
async fn finish_all(
    transaction: &mut Transaction,
    placed: &[Placed],
) -> Result<(Vec<Settled>, Vec<Option<String>>), StoreError> {
    let mut settled = vec![Settled::LeaseLost; placed.len()];
    let mut before = vec![None; placed.len()];
    // By subject, as everybody takes them; the reports join in the order given.
    let mut order: Vec<usize> = (0..placed.len()).collect();
    order.sort_by_key(|place| &placed[*place].job.subject);
    for place in order {
        let Placed { job, report, .. } = &placed[place];
        if jobs::finish(transaction, job).await?.is_some() {
            settled[place] = Settled::Done;
            let row = transaction.row(STORY_OF, &[text(&report.article.0)]).await?;
            before[place] = row.map(|row| row.text("story")).transpose()?;
        }
    }
    Ok((settled, before))
}

/// Those whose lease was still ours.
fn ours<'a>(placed: &'a [Placed], settled: &'a [Settled]) -> impl Iterator<Item = &'a Placed> {
    placed.iter().zip(settled).filter(|(_, s)| **s == Settled::Done).map(|(placed, _)| placed)
}

/// Where those of the stories lead that were merged: whoever places a report may not know of it yet.
async fn moved(
    transaction: &mut Transaction,
    stories: &BTreeSet<&str>,
) -> Result<BTreeMap<String, String>, StoreError> {
    let mut moved = BTreeMap::new();
    for story in stories {
        if let Some(into) = living(transaction, story).await? {
            transaction.lock(&lock_name(&into)).await?;
            moved.insert((*story).to_owned(), into);
        }
    }
    Ok(moved)
}

async fn put(
    transaction: &mut Transaction,
    placed: &Placed,
    story: &str,
) -> Result<(), StoreError> {
    let Placed { job, report, .. } = placed;
    transaction.run(START, &[text(story)]).await?;
    let document = rows::written(&ReportRow::from(report))?;
    let values = [
        text(&report.article.0),
        text(story),
        text(&job.input),
        time(report.reported),
        text(&document),
    ];
    transaction.run(PUT, &values).await.map(drop)
}

/// What changes in each story, by id.
#[derive(Default)]
struct Writings<'a> {
    changes: BTreeMap<&'a str, Changes<'a>>,
}

/// What came into a story and left it, in order.
#[derive(Default)]
pub(super) struct Changes<'a> {
    pub(super) parts: Vec<&'a str>,
    /// Microseconds: the report that changed it last.
    pub(super) reported: i64,
}

impl<'a> Writings<'a> {
    fn note(&mut self, placed: &'a Placed, now_in: &'a str, left: Option<&'a str>) {
        let left = left.filter(|left| *left != now_in);
        for (story, what) in left.map(|left| (left, "left")).into_iter().chain([(now_in, "came")]) {
            let changes = self.changes.entry(story).or_default();
            changes.parts.extend([
                what,
                placed.report.article.0.as_str(),
                placed.job.input.as_str(),
            ]);
            changes.reported = placed.report.reported.as_microsecond();
        }
    }
}

/// Opens the writing of a story that changed, if it has any reports left.
pub(super) async fn open_writing(
    transaction: &mut Transaction,
    story: &str,
    changes: &Changes<'_>,
    due: Timestamp,
) -> Result<(), StoreError> {
    if transaction.row(FIRST_OF, &[text(story)]).await?.is_none() {
        return Ok(());
    }
    let before = jobs::input(transaction, Stage::Write, story).await?.unwrap_or_default();
    let parts: Vec<&[u8]> =
        [before.as_str()].iter().chain(&changes.parts).map(|part| part.as_bytes()).collect();
    let input = news::digest(&parts);
    let order_key = changes.reported;
    let write = Opening { stage: Stage::Write, subject: story, input: &input, due, order_key };
    jobs::open(transaction, &write).await
}

/// Opens the repair of a story into which reports came.
async fn open_repair(
    transaction: &mut Transaction,
    story: &str,
    changes: &Changes<'_>,
    due: Timestamp,
) -> Result<(), StoreError> {
    let before = jobs::input(transaction, Stage::Repair, story).await?.unwrap_or_default();
    let parts: Vec<&[u8]> =
        [before.as_str()].iter().chain(&changes.parts).map(|part| part.as_bytes()).collect();
    let input = news::digest(&parts);
    let order_key = changes.reported;
    let repair = Opening { stage: Stage::Repair, subject: story, input: &input, due, order_key };
    jobs::open(transaction, &repair).await
}

/// Gathers rows that are ordered by story.
fn stories(rows: &[Row]) -> Result<Vec<Story>, StoreError> {
    let mut stories: Vec<Story> = Vec::new();
    for row in rows {
        let id = row.text("story")?;
        let what = format!("report {} of story {id}", row.text("article")?);
        let document: ReportRow = rows::read(&what, &row.text("document")?)?;
        let report =
            Report::try_from(document).map_err(|why| StoreError::Unreadable { what, why })?;
        match stories.last_mut().filter(|story| story.id.0 == id) {
            Some(story) => story.reports.push(report),
            None => stories.push(Story { id: StoryId(id), reports: vec![report] }),
        }
    }
    Ok(stories)
}
