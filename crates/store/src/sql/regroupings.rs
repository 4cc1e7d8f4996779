use super::jobs;
use super::stories::{Changes, lock_name, open_writing};
use super::{Archive, changes};
use crate::database::{Row, Sql, Transaction, int, text, text_or_none, time};
use crate::rows;
use crate::{Job, Regroupings, Settled, Stage, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{ArticleId, Regrouping, RegroupingKind, StoryId};
use std::collections::{BTreeMap, BTreeSet};

const START: Sql = Sql::Both(
    "insert into stories (id, regrouped) values ($1, $2)
    on conflict (id) do update set regrouped = excluded.regrouped, merged_into = null",
);

const TOUCH: Sql = Sql::Both("update stories set regrouped = $2 where id = $1");

const REPORTS: Sql =
    Sql::Both("select article, version, reported from reports where story = $1 order by position");

const GO: Sql = Sql::Both(
    "update reports set story = $2,
        position = (select coalesce(max(position), 0) + 1 from reports where story = $2)
    where article = $1",
);

const MERGED_INTO: Sql = Sql::Both("select id, merged_into from stories where id = $1");

// What led to the merged one leads on, so that no reader is sent twice.
const LEAD_ON: Sql =
    Sql::Both("update stories set merged_into = $2 where id = $1 or merged_into = $1");

const PIN_GOES_ALONG: Sql = Sql::Both(
    "insert into pins (story, pull, pinned_by, pinned_at, until)
    select $2, pull, pinned_by, pinned_at, until from pins where story = $1
    on conflict (story) do update set pull = excluded.pull, pinned_by = excluded.pinned_by,
        pinned_at = excluded.pinned_at, until = excluded.until
    where excluded.pinned_at > pins.pinned_at",
);

const UNPIN: Sql = Sql::Both("delete from pins where story = $1");

const HOLD_GOES_ALONG: Sql = Sql::Both(
    "update stories set
        hold_by = (select hold_by from stories as gone where gone.id = $1),
        hold_why = (select hold_why from stories as gone where gone.id = $1),
        hold_at = (select hold_at from stories as gone where gone.id = $1)
    where id = $2 and (select hold_at from stories as gone where gone.id = $1) is not null
        and (hold_at is null or hold_at < (select hold_at from stories as gone where gone.id = $1))",
);

const LIFT_HOLD: Sql =
    Sql::Both("update stories set hold_by = null, hold_why = null, hold_at = null where id = $1");

// What a page has shown of the merged story it has shown of the result.
const SHOWN_GOES_ALONG: Sql = Sql::Both(
    "insert into shown (story, since, news) select $2, since, news from shown where story = $1
    on conflict (story) do update set since = excluded.since, news = excluded.news
    where excluded.news > shown.news",
);

const LAST: Sql = Sql::Both("select coalesce(max(number), 0) as last from regroupings");

const KEEP: Sql = Sql::Both(
    "insert into regroupings (number, kind, from_story, to_story, went, others, editor, why, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);

const OF_STORY: Sql = Sql::Both(
    "select number, kind, from_story, to_story, went, others, editor, why, at from regroupings
    where from_story = $1 or to_story = $1 order by number",
);

const BY_EDITORS: Sql = Sql::Both(
    "select number, kind, from_story, to_story, went, others, editor, why, at from regroupings
    where editor is not null order by number",
);

const AFTER: Sql = Sql::Both(
    "select number, kind, from_story, to_story, went, others, editor, why, at from regroupings
    where number > $1 order by number",
);

const MERGED: Sql =
    Sql::Both("select id, merged_into from stories where merged_into is not null order by id");

const REGROUPED: Sql = Sql::Both(
    "select id, regrouped from stories where regrouped is not null
        and id in (select story from reports where reported >= $1)",
);

#[async_trait]
impl Regroupings for Archive {
    async fn regroup(
        &self,
        jobs: &[Job],
        regroupings: &[Regrouping],
        due: Timestamp,
    ) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write("regroup stories").await?;
        let mut ended: Vec<&Job> = jobs.iter().collect();
        ended.sort_by_key(|job| &job.subject);
        for job in ended {
            if jobs::finish(&mut transaction, job).await?.is_none() {
                return Ok(Settled::LeaseLost);
            }
        }
        let ids = regroupings.iter().flat_map(|regrouping| [&regrouping.from, &regrouping.to]);
        for story in ids.collect::<BTreeSet<_>>() {
            transaction.lock(&lock_name(&story.0)).await?;
        }
        let mut writings = BTreeMap::new();
        for regrouping in regroupings {
            if !carry_out(&mut transaction, regrouping, &mut writings).await? {
                return Ok(Settled::LeaseLost);
            }
        }
        for (story, changes) in &writings {
            open_writing(&mut transaction, story, changes, due).await?;
        }
        changes::note_regrouped(&mut transaction, regroupings).await?;
        transaction.commit().await?;
        Ok(Settled::Done)
    }

    async fn of_story(&self, story: &StoryId) -> Result<Vec<Regrouping>, StoreError> {
        let action = "read what became of a story";
        let rows = self.database.read(action, OF_STORY, &[text(&story.0)]).await?;
        rows.iter().map(|row| Ok(regrouping(row)?.1)).collect()
    }

    async fn by_editors(&self) -> Result<Vec<Regrouping>, StoreError> {
        let rows = self.database.read("read what editors regrouped", BY_EDITORS, &[]).await?;
        rows.iter().map(|row| Ok(regrouping(row)?.1)).collect()
    }

    async fn after(&self, number: u64) -> Result<Vec<(u64, Regrouping)>, StoreError> {
        let values = [int(rows::stored(number))];
        let rows = self.database.read("read what was regrouped", AFTER, &values).await?;
        rows.iter().map(regrouping).collect()
    }

    async fn last(&self) -> Result<u64, StoreError> {
        let row = self.database.read_one("count the regroupings", LAST, &[]).await?;
        row.map_or(Ok(0), |row| row.count("last"))
    }

    async fn merged_into(&self, story: &StoryId) -> Result<Option<StoryId>, StoreError> {
        let values = [text(&story.0)];
        let row = self.database.read_one("find a merged story", MERGED_INTO, &values).await?;
        Ok(row.map_or(Ok(None), |row| row.text_or_none("merged_into"))?.map(StoryId))
    }

    async fn merged(&self) -> Result<BTreeMap<StoryId, StoryId>, StoreError> {
        let rows = self.database.read("list the merged stories", MERGED, &[]).await?;
        let pair = |row: &Row| Ok((StoryId(row.text("id")?), StoryId(row.text("merged_into")?)));
        rows.iter().map(pair).collect()
    }

    async fn regrouped(
        &self,
        since: Timestamp,
    ) -> Result<BTreeMap<StoryId, Timestamp>, StoreError> {
        let action = "read when stories were regrouped";
        let rows = self.database.read(action, REGROUPED, &[time(since)]).await?;
        rows.iter().map(|row| Ok((StoryId(row.text("id")?), row.time("regrouped")?))).collect()
    }
}

/// The story that reports bound for `story` belong to now: itself, or the one that it was merged into.
pub(super) async fn living(
    transaction: &mut Transaction,
    story: &str,
) -> Result<Option<String>, StoreError> {
    let row = transaction.row(MERGED_INTO, &[text(story)]).await?;
    row.map_or(Ok(None), |row| row.text_or_none("merged_into"))
}

/// Carries one out, and notes what is to be written. False when the stories hold other reports by now.
async fn carry_out<'a>(
    transaction: &mut Transaction,
    regrouping: &'a Regrouping,
    writings: &mut BTreeMap<&'a str, Changes<'a>>,
) -> Result<bool, StoreError> {
    let Regrouping { kind, from, to, went, at, .. } = regrouping;
    let is_merge = *kind == RegroupingKind::Merge;
    let is_no_place = match kind {
        RegroupingKind::Split => !transaction.rows(REPORTS, &[text(&to.0)]).await?.is_empty(),
        RegroupingKind::Merge | RegroupingKind::Move => {
            transaction.rows(REPORTS, &[text(&to.0)]).await?.is_empty()
        }
    };
    if is_no_place {
        return Ok(false);
    }
    let held = transaction.rows(REPORTS, &[text(&from.0)]).await?;
    let mut reported = BTreeMap::new();
    for row in &held {
        reported.insert(row.text("article")?, row.int("reported")?);
    }
    let there = went.iter().filter(|article| reported.contains_key(&article.0)).count();
    if went.is_empty() || there < went.len() || (is_merge != (went.len() == held.len())) {
        return Ok(false);
    }
    transaction.run(START, &[text(&to.0), time(*at)]).await?;
    transaction.run(TOUCH, &[text(&from.0), time(*at)]).await?;
    for article in went {
        transaction.run(GO, &[text(&article.0), text(&to.0)]).await?;
        let latest = reported[&article.0];
        for (story, what) in [(from, "left"), (to, "came")] {
            let changes = writings.entry(story.0.as_str()).or_default();
            changes.parts.extend([what, article.0.as_str(), kind.word()]);
            changes.reported = changes.reported.max(latest);
        }
    }
    if is_merge {
        lead_on(transaction, from, to).await?;
    }
    keep(transaction, regrouping).await?;
    Ok(true)
}

/// Makes the id of a merged story lead to the one that it went into, with what editors and pages noted of it.
async fn lead_on(
    transaction: &mut Transaction,
    from: &StoryId,
    to: &StoryId,
) -> Result<(), StoreError> {
    let both = [text(&from.0), text(&to.0)];
    for sql in [LEAD_ON, PIN_GOES_ALONG, HOLD_GOES_ALONG, SHOWN_GOES_ALONG] {
        transaction.run(sql, &both).await?;
    }
    for sql in [UNPIN, LIFT_HOLD] {
        transaction.run(sql, &[text(&from.0)]).await?;
    }
    for stage in [Stage::Write, Stage::Repair] {
        jobs::end(transaction, stage, &from.0).await?;
    }
    Ok(())
}

async fn keep(transaction: &mut Transaction, regrouping: &Regrouping) -> Result<(), StoreError> {
    // One number after the other, also when two stories' regroupings meet.
    transaction.lock("newsloom regroupings").await?;
    let last = transaction.row(LAST, &[]).await?.map_or(Ok(0), |row| row.int("last"))?;
    let (went, others) = (written(&regrouping.went)?, written(&regrouping.others)?);
    let values = [
        int(last + 1),
        text(regrouping.kind.word()),
        text(&regrouping.from.0),
        text(&regrouping.to.0),
        text(&went),
        text(&others),
        text_or_none(regrouping.by.as_deref()),
        text_or_none(regrouping.why.as_deref()),
        time(regrouping.at),
    ];
    transaction.run(KEEP, &values).await.map(drop)
}

fn written(articles: &[ArticleId]) -> Result<String, StoreError> {
    rows::written(&articles.iter().map(|article| &article.0).collect::<Vec<_>>())
}

fn regrouping(row: &Row) -> Result<(u64, Regrouping), StoreError> {
    let number: u64 = row.count("number")?;
    let what = format!("regrouping {number}");
    let articles = |column| -> Result<Vec<ArticleId>, StoreError> {
        let ids: Vec<String> = rows::read(&what, &row.text(column)?)?;
        Ok(ids.into_iter().map(ArticleId).collect())
    };
    let word = row.text("kind")?;
    let kind = RegroupingKind::from_word(&word)
        .ok_or_else(|| row.unreadable("kind", "it is neither merge nor split nor move"))?;
    let regrouping = Regrouping {
        kind,
        from: StoryId(row.text("from_story")?),
        to: StoryId(row.text("to_story")?),
        went: articles("went")?,
        others: articles("others")?,
        by: row.text_or_none("editor")?,
        why: row.text_or_none("why")?,
        at: row.time("at")?,
    };
    Ok((number, regrouping))
}
