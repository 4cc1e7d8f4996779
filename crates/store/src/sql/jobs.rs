//! What every use case does with jobs inside its own transaction.

use crate::database::{Sql, Transaction, Value, int, microseconds, storable, text, time};
use crate::{Job, Stage, StoreError, rows};
use jiff::Timestamp;

/// A job to be opened.
pub(super) struct Opening<'a> {
    pub(super) stage: Stage,
    pub(super) subject: &'a str,
    pub(super) input: &'a str,
    pub(super) due: Timestamp,
    /// Microseconds: among jobs due at once the smallest goes first.
    pub(super) order_key: i64,
}

// Known work with the same input stays as it is, even done or in quarantine.
const OPEN: Sql = Sql::Both(
    "insert into jobs (stage, subject, input, state, due, order_key, since)
    values ($1, $2, $3, 'open', $4, $5, $4)
    on conflict (stage, subject) do update set input = excluded.input, state = 'open',
        due = excluded.due, order_key = excluded.order_key, since = excluded.since,
        lease_end = null, attempts = 0, reason = null
    where jobs.input <> excluded.input",
);

// Casts, since a number that JSON gives as text is none to PostgreSQL.
const OPEN_ALL: Sql = Sql::Each {
    sqlite: "insert into jobs (stage, subject, input, state, due, order_key, since)
        select value ->> 'stage', value ->> 'subject', value ->> 'input', 'open',
            value ->> 'due', value ->> 'order_key', value ->> 'due'
        from json_each($1) where true
        on conflict (stage, subject) do update set input = excluded.input, state = 'open',
            due = excluded.due, order_key = excluded.order_key, since = excluded.since,
            lease_end = null, attempts = 0, reason = null
        where jobs.input <> excluded.input",
    postgres: "insert into jobs (stage, subject, input, state, due, order_key, since)
        select value ->> 'stage', value ->> 'subject', value ->> 'input', 'open',
            cast(value ->> 'due' as bigint), cast(value ->> 'order_key' as bigint),
            cast(value ->> 'due' as bigint)
        from jsonb_array_elements(cast(cast($1 as text) as jsonb)) as opened (value)
        on conflict (stage, subject) do update set input = excluded.input, state = 'open',
            due = excluded.due, order_key = excluded.order_key, since = excluded.since,
            lease_end = null, attempts = 0, reason = null
        where jobs.input <> excluded.input",
};

// Everything that tells our lease from another one. The lease's end alone would not do: under a clock
// that stands still, two leases of one job end at the same moment.
const FINISH: Sql = Sql::Both(
    "update jobs set state = 'done', lease_end = null, reason = null
    where stage = $1 and subject = $2 and input = $3 and lease_end = $4 and attempts = $5
        and state = 'open'
    returning stage, order_key",
);

const PUT_OFF: Sql = Sql::Both(
    "update jobs set lease_end = null, attempts = attempts + 1, due = $6, reason = $7
    where stage = $1 and subject = $2 and input = $3 and lease_end = $4 and attempts = $5
        and state = 'open'
    returning stage, order_key",
);

const INPUT: Sql = Sql::Both("select subject, input from jobs where stage = $1 and subject = $2");

/// The input with which a job was opened last; none when it never was.
pub(super) async fn input(
    transaction: &mut Transaction,
    stage: Stage,
    subject: &str,
) -> Result<Option<String>, StoreError> {
    let row = transaction.row(INPUT, &[text(stage.word()), text(subject)]).await?;
    row.map(|row| row.text("input")).transpose()
}

/// Opens a job, unless it is known with this input.
pub(super) async fn open(
    transaction: &mut Transaction,
    job: &Opening<'_>,
) -> Result<(), StoreError> {
    transaction.run(OPEN, &values(job)).await.map(drop)
}

fn values<'a>(job: &Opening<'a>) -> [Value<'a>; 5] {
    [text(job.stage.word()), text(job.subject), text(job.input), time(job.due), int(job.order_key)]
}

// Whatever became of it before: an editor asks for it.
const OPEN_AGAIN: Sql = Sql::Both(
    "insert into jobs (stage, subject, input, state, due, order_key, since)
    values ($1, $2, $3, 'open', $4, $5, $4)
    on conflict (stage, subject) do update set input = excluded.input, state = 'open',
        due = excluded.due, order_key = excluded.order_key, since = excluded.since,
        lease_end = null, attempts = 0, reason = null",
);

// A worker that holds the lease finds the job ended, and writes nothing.
const END: Sql = Sql::Both(
    "update jobs set state = 'done', lease_end = null, reason = null
    where stage = $1 and subject = $2 and state <> 'done'",
);

/// Opens a job even when it is known with this input.
pub(super) async fn open_again(
    transaction: &mut Transaction,
    job: &Opening<'_>,
) -> Result<(), StoreError> {
    transaction.run(OPEN_AGAIN, &values(job)).await.map(drop)
}

/// Ends a job, whoever holds it.
pub(super) async fn end(
    transaction: &mut Transaction,
    stage: Stage,
    subject: &str,
) -> Result<(), StoreError> {
    transaction.run(END, &[text(stage.word()), text(subject)]).await.map(drop)
}

/// Opens many jobs of one stage on different subjects as [`open`] does each, by one statement.
pub(super) async fn open_all(
    transaction: &mut Transaction,
    jobs: &[Opening<'_>],
) -> Result<(), StoreError> {
    if jobs.is_empty() {
        return Ok(());
    }
    let row = |job: &Opening<'_>| {
        serde_json::json!({
            "stage": job.stage.word(),
            "subject": storable(job.subject),
            "input": job.input,
            "due": microseconds(job.due),
            "order_key": job.order_key,
        })
    };
    let rows = rows::written(&jobs.iter().map(row).collect::<Vec<_>>())?;
    transaction.run(OPEN_ALL, &[text(&rows)]).await.map(drop)
}

/// Ends a leased job and gives its order key; nothing when it is not ours any more.
pub(super) async fn finish(
    transaction: &mut Transaction,
    job: &Job,
) -> Result<Option<i64>, StoreError> {
    let row = transaction.row(FINISH, &lease_of(job)).await?;
    row.map(|row| row.int("order_key")).transpose()
}

/// Ends the lease and makes the job due again, one attempt further; gives its order key, or nothing when
/// it is not ours any more.
pub(super) async fn put_off(
    transaction: &mut Transaction,
    job: &Job,
    due: Timestamp,
    reason: &str,
) -> Result<Option<i64>, StoreError> {
    let mut values = lease_of(job).to_vec();
    values.extend([time(due), text(reason)]);
    let row = transaction.row(PUT_OFF, &values).await?;
    row.map(|row| row.int("order_key")).transpose()
}

/// What tells our lease from every other.
pub(super) fn lease_of(job: &Job) -> [Value<'_>; 5] {
    [
        text(job.stage.word()),
        text(&job.subject),
        text(&job.input),
        time(job.lease_end),
        int(job.attempts),
    ]
}
