use super::{Archive, jobs, listings};
use crate::database::{Row, Sql, int, text, text_or_none, time};
use crate::{Job, QuarantinedJob, Settled, Stage, StageCount, StoreError, Work};
use async_trait::async_trait;
use jiff::Timestamp;

const TAKE_DUE: Sql = Sql::Each {
    // One statement is enough: SQLite lets one writer in at a time.
    sqlite: "update jobs set lease_end = $3 where stage = $1 and subject in (
            select subject from jobs
            where stage = $1 and state = 'open' and due <= $2
                and (lease_end is null or lease_end <= $2)
            order by due, order_key, subject limit $4)
        returning subject, input, attempts, lease_end, due, order_key",
    // `skip locked`, or two workers that start together lease the same jobs. Materialized, or a plan
    // that runs the inner query once per row takes more than the limit.
    postgres: "with taken as materialized (
            select subject from jobs
            where stage = $1 and state = 'open' and due <= $2
                and (lease_end is null or lease_end <= $2)
            order by due, order_key, subject limit $4 for update skip locked)
        update jobs set lease_end = $3 from taken
        where jobs.stage = $1 and jobs.subject = taken.subject
        returning jobs.subject, input, attempts, lease_end, due, order_key",
};

const RETRY: Sql = Sql::Both(
    "update jobs set lease_end = null, attempts = attempts + 1, due = $6, reason = $7
    where stage = $1 and subject = $2 and input = $3 and lease_end = $4 and attempts = $5
        and state = 'open'",
);

const QUARANTINE: Sql = Sql::Both(
    "update jobs set lease_end = null, attempts = attempts + 1, state = 'quarantined',
        since = $6, reason = $7
    where stage = $1 and subject = $2 and input = $3 and lease_end = $4 and attempts = $5
        and state = 'open'",
);

const QUARANTINED: Sql = Sql::Both(
    "select subject, stage, reason, attempts, since from jobs where state = 'quarantined'
    order by since, stage, subject limit $1",
);

// The casts tell PostgreSQL what an argument is that is only compared with null.
const RELEASE: Sql = Sql::Both(
    "update jobs set state = case when stage = 'import' then 'done' else 'open' end,
        due = $2, since = $2, attempts = 0
    where state = 'quarantined' and (cast($1 as text) is null or subject = $1)",
);

const END_JOB_LEASES: Sql =
    Sql::Both("update jobs set lease_end = null where lease_end is not null");

const END_FEED_LEASES: Sql =
    Sql::Both("update feeds set lease_end = null where lease_end is not null");

const BRING_JOBS_FORWARD: Sql =
    Sql::Both("update jobs set due = $2 where state = 'open' and due > $1");

const BRING_FEEDS_FORWARD: Sql =
    Sql::Both("update feeds set due = $2 where retired = 0 and due > $1");

const END_HUB_LEASES: Sql =
    Sql::Both("update subscriptions set lease_end = null where lease_end is not null");

const COUNTS: Sql = Sql::Both(
    "select stage, state, count(*) as found from jobs group by stage, state order by stage, state",
);

const NEXT_DUE: Sql = Sql::Both("select min(due) as due from jobs where state = 'open'");

#[async_trait]
impl Work for Archive {
    async fn take_due(
        &self,
        stage: Stage,
        now: Timestamp,
        lease_end: Timestamp,
        limit: u32,
    ) -> Result<Vec<Job>, StoreError> {
        let mut transaction = self.database.write("take due jobs").await?;
        let values = [text(stage.word()), time(now), time(lease_end), int(limit)];
        let rows = transaction.rows(TAKE_DUE, &values).await?;
        transaction.commit().await?;
        let mut taken = rows.iter().map(|row| taken(row, stage)).collect::<Result<Vec<_>, _>>()?;
        // Neither database promises an order for what an update returns.
        taken
            .sort_by(|(one, a), (other, b)| one.cmp(other).then_with(|| a.subject.cmp(&b.subject)));
        Ok(taken.into_iter().map(|(_, job)| job).collect())
    }

    async fn finish(&self, job: &Job) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write("finish a job").await?;
        if jobs::finish(&mut transaction, job).await?.is_none() {
            return Ok(Settled::LeaseLost);
        }
        transaction.commit().await?;
        Ok(Settled::Done)
    }

    async fn retry(&self, job: &Job, due: Timestamp, reason: &str) -> Result<Settled, StoreError> {
        self.give_up("put a job off", RETRY, job, due, reason).await
    }

    async fn quarantine(
        &self,
        job: &Job,
        at: Timestamp,
        reason: &str,
    ) -> Result<Settled, StoreError> {
        self.give_up("quarantine a job", QUARANTINE, job, at, reason).await
    }

    async fn quarantined(&self, limit: u32) -> Result<Vec<QuarantinedJob>, StoreError> {
        let rows = self.database.read("list the quarantine", QUARANTINED, &[int(limit)]).await?;
        rows.iter().map(quarantined_job).collect()
    }

    async fn release(&self, subject: Option<&str>, now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.database.write("release jobs from quarantine").await?;
        let released = transaction.run(RELEASE, &[text_or_none(subject), time(now)]).await?;
        transaction.commit().await?;
        Ok(released)
    }

    async fn end_leases(&self) -> Result<u64, StoreError> {
        let mut transaction = self.database.write("end all leases").await?;
        let jobs = transaction.run(END_JOB_LEASES, &[]).await?;
        let feeds = transaction.run(END_FEED_LEASES, &[]).await?;
        let hubs = transaction.run(END_HUB_LEASES, &[]).await?;
        transaction.commit().await?;
        Ok(jobs + feeds + hubs)
    }

    async fn bring_forward(&self, latest: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.database.write("bring forward what is due too late").await?;
        listings::lock(&mut transaction).await?;
        let values = [time(latest), time(now)];
        let jobs = transaction.run(BRING_JOBS_FORWARD, &values).await?;
        let feeds = transaction.run(BRING_FEEDS_FORWARD, &values).await?;
        transaction.commit().await?;
        Ok(jobs + feeds)
    }

    async fn counts(&self) -> Result<Vec<StageCount>, StoreError> {
        let rows = self.database.read("count jobs", COUNTS, &[]).await?;
        let mut counts: Vec<StageCount> = Stage::ALL
            .iter()
            .map(|(stage, _)| StageCount { stage: *stage, open: 0, done: 0, quarantined: 0 })
            .collect();
        for row in &rows {
            let stage = stage(row)?;
            let state = row.text("state")?;
            let Some(count) = counts.iter_mut().find(|count| count.stage == stage) else {
                continue;
            };
            match state.as_str() {
                "open" => count.open = row.count("found")?,
                "done" => count.done = row.count("found")?,
                "quarantined" => count.quarantined = row.count("found")?,
                _ => return Err(row.unreadable("state", "it is not a state of a job")),
            }
        }
        Ok(counts)
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = self.database.read_one("find the next job", NEXT_DUE, &[]).await?;
        row.map_or(Ok(None), |row| row.time_or_none("due"))
    }
}

impl Archive {
    /// Ends our lease without a result.
    async fn give_up(
        &self,
        action: &'static str,
        sql: Sql,
        job: &Job,
        at: Timestamp,
        reason: &str,
    ) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write(action).await?;
        let mut values = jobs::lease_of(job).to_vec();
        values.extend([time(at), text(reason)]);
        if transaction.run(sql, &values).await? == 0 {
            return Ok(Settled::LeaseLost);
        }
        transaction.commit().await?;
        Ok(Settled::Done)
    }
}

/// A leased job and what it is ordered by.
fn taken(row: &Row, stage: Stage) -> Result<((i64, i64), Job), StoreError> {
    let order = (row.int("due")?, row.int("order_key")?);
    let job = Job {
        stage,
        subject: row.text("subject")?,
        input: row.text("input")?,
        attempts: row.count("attempts")?,
        lease_end: row.time("lease_end")?,
    };
    Ok((order, job))
}

fn quarantined_job(row: &Row) -> Result<QuarantinedJob, StoreError> {
    Ok(QuarantinedJob {
        stage: stage(row)?,
        subject: row.text("subject")?,
        reason: row.text_or_none("reason")?.unwrap_or_default(),
        attempts: row.count("attempts")?,
        at: row.time("since")?,
    })
}

fn stage(row: &Row) -> Result<Stage, StoreError> {
    Stage::from_word(&row.text("stage")?)
        .ok_or_else(|| row.unreadable("stage", "it is not the name of a stage"))
}
