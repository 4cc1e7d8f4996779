use super::Archive;
use crate::database::{Row, Sql, Transaction, int, text, text_or_none, time};
use crate::rows::{self, WritingRow};
use crate::{Call, CallId, Cap, DayOfCalls, Leave, Ledger, NewCall, StoreError, Taken};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{StoryId, Writing};

const ANSWERED: Sql = Sql::Both("select question, answer from model_answers where question = $1");

const BEGIN: Sql = Sql::Both(
    "insert into model_calls (at, model, purpose, subject, tokens_in, tokens_out, cost)
    values ($1, $2, $3, $4, $5, $6, $7) returning id",
);

const END: Sql = Sql::Both(
    "update model_calls set tokens_in = $2, tokens_out = $3, cost = $4, outcome = $5
    where id = $1 returning model, at",
);

const RECORD: Sql = Sql::Both(
    "insert into model_answers (question, model, at, answer) values ($1, $2, $3, $4)
    on conflict (question) do nothing",
);

const CALLS: Sql = Sql::Both(
    "select id, at, model, purpose, subject, tokens_in, tokens_out, cost, outcome
    from model_calls order by at desc, id desc limit $1",
);

// The sum of numbers of 64 bits has more in PostgreSQL.
const TAKEN: Sql = Sql::Both(
    "select cast(coalesce(sum(tokens_in), 0) as bigint) as tokens_in,
        cast(coalesce(sum(tokens_out), 0) as bigint) as tokens_out,
        cast(coalesce(sum(cost), 0) as bigint) as cost
    from model_calls where at >= $1",
);

const DAYS: Sql = Sql::Both(
    "select model, at / 86400000000 * 86400000000 as day, count(*) as calls,
        cast(sum(tokens_in) as bigint) as tokens_in,
        cast(sum(tokens_out) as bigint) as tokens_out, cast(sum(cost) as bigint) as cost
    from model_calls where at >= $1 group by model, at / 86400000000
    order by at / 86400000000 desc, model",
);

const NOTE: Sql = Sql::Both(
    "insert into writings (story, at, fell_back, document) values ($1, $2, $3, $4)
    on conflict (story) do update set at = excluded.at, fell_back = excluded.fell_back,
        document = excluded.document",
);

const WRITING: Sql = Sql::Both("select story, at, document from writings where story = $1");

const WRITINGS: Sql = Sql::Both("select story, at, document from writings order by story");

#[async_trait]
impl Ledger for Archive {
    async fn answered(&self, question: &str) -> Result<Option<String>, StoreError> {
        let action = "look for a recorded answer";
        let row = self.database.read_one(action, ANSWERED, &[text(question)]).await?;
        row.map(|row| row.text("answer")).transpose()
    }

    async fn begin(&self, call: &NewCall, caps: &[Cap]) -> Result<Leave, StoreError> {
        let mut transaction = self.database.write("begin a call to a model").await?;
        transaction.lock("newsloom ledger").await?;
        for cap in caps {
            let taken = taken(&transaction.rows(TAKEN, &[time(cap.since)]).await?)?;
            if let Some(why) = exceeded(cap, taken, call.most) {
                return Ok(Leave::Refused(why));
            }
        }
        let Taken { tokens_in, tokens_out, cost } = call.most;
        let values = [
            time(call.at),
            text(&call.model),
            text(&call.purpose),
            text(&call.subject.0),
            int(stored(tokens_in)),
            int(stored(tokens_out)),
            int(stored(cost)),
        ];
        let row = transaction.row(BEGIN, &values).await?;
        let id = row.map(|row| row.int("id")).transpose()?.unwrap_or_default();
        transaction.commit().await?;
        Ok(Leave::Granted(CallId(id)))
    }

    async fn end(
        &self,
        call: CallId,
        taken: Taken,
        outcome: &str,
        answer: Option<(&str, &str)>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.database.write("end a call to a model").await?;
        let Taken { tokens_in, tokens_out, cost } = taken;
        let (read, said, cost) = (stored(tokens_in), stored(tokens_out), stored(cost));
        let values = [int(call.0), int(read), int(said), int(cost), text(outcome)];
        let ended = transaction.row(END, &values).await?;
        if let (Some(ended), Some((question, answer))) = (ended, answer) {
            record(&mut transaction, &ended, question, answer).await?;
        }
        transaction.commit().await
    }

    async fn calls(&self, limit: u32) -> Result<Vec<Call>, StoreError> {
        let rows = self.database.read("list the calls to models", CALLS, &[int(limit)]).await?;
        rows.iter().map(call).collect()
    }

    async fn taken(&self, since: Timestamp) -> Result<Taken, StoreError> {
        taken(&self.database.read("sum up the calls to models", TAKEN, &[time(since)]).await?)
    }

    async fn days(&self, since: Timestamp) -> Result<Vec<DayOfCalls>, StoreError> {
        let action = "sum up the calls to models by day";
        let rows = self.database.read(action, DAYS, &[time(since)]).await?;
        rows.iter().map(day).collect()
    }

    async fn note(
        &self,
        story: &StoryId,
        writing: &Writing,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let document = rows::written(&WritingRow::from(writing))?;
        let fell_back = text_or_none(writing.fell_back.as_deref());
        let mut transaction = self.database.write("note how a brief came to be").await?;
        let values = [text(&story.0), time(at), fell_back, text(&document)];
        transaction.run(NOTE, &values).await?;
        transaction.commit().await
    }

    async fn writing(&self, story: &StoryId) -> Result<Option<(Timestamp, Writing)>, StoreError> {
        let action = "read how a brief came to be";
        let row = self.database.read_one(action, WRITING, &[text(&story.0)]).await?;
        Ok(row.as_ref().map(writing).transpose()?.map(|(_, at, writing)| (at, writing)))
    }

    async fn writings(&self) -> Result<Vec<(StoryId, Timestamp, Writing)>, StoreError> {
        let rows = self.database.read("read how briefs came to be", WRITINGS, &[]).await?;
        rows.iter().map(writing).collect()
    }
}

async fn record(
    transaction: &mut Transaction,
    ended: &Row,
    question: &str,
    answer: &str,
) -> Result<(), StoreError> {
    let model = ended.text("model")?;
    let at = time(ended.time("at")?);
    transaction.run(RECORD, &[text(question), text(&model), at, text(answer)]).await?;
    Ok(())
}

/// Why a call that can take `most` may not be made, when calls have `taken` so much.
fn exceeded(cap: &Cap, taken: Taken, most: Taken) -> Option<String> {
    let sum = |one: u64, other: u64| one.saturating_add(other);
    let tokens = sum(taken.tokens_in, taken.tokens_out);
    let more = sum(most.tokens_in, most.tokens_out);
    if let Some(cap_tokens) = cap.tokens.filter(|most| sum(tokens, more) > *most) {
        let name = cap.name;
        return Some(format!(
            "{name} cap of {cap_tokens} tokens could be exceeded: {tokens} are used, and this call can use {more}"
        ));
    }
    let cap_cost = cap.cost.filter(|cap| sum(taken.cost, most.cost) > *cap)?;
    let money = |millionths: u64| format!("{:.4}", millionths as f64 / 1e6);
    let (name, cap, used, more) = (cap.name, money(cap_cost), money(taken.cost), money(most.cost));
    Some(format!(
        "{name} cap of {cap} could be exceeded: {used} is spent, and this call can cost {more}"
    ))
}

fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn taken(rows: &[Row]) -> Result<Taken, StoreError> {
    rows.first().map(taken_of).transpose().map(Option::unwrap_or_default)
}

fn taken_of(row: &Row) -> Result<Taken, StoreError> {
    Ok(Taken {
        tokens_in: row.count("tokens_in")?,
        tokens_out: row.count("tokens_out")?,
        cost: row.count("cost")?,
    })
}

fn call(row: &Row) -> Result<Call, StoreError> {
    Ok(Call {
        at: row.time("at")?,
        model: row.text("model")?,
        purpose: row.text("purpose")?,
        subject: StoryId(row.text("subject")?),
        taken: taken_of(row)?,
        outcome: row.text_or_none("outcome")?,
    })
}

fn day(row: &Row) -> Result<DayOfCalls, StoreError> {
    Ok(DayOfCalls {
        day: row.time("day")?,
        model: row.text("model")?,
        calls: row.count("calls")?,
        taken: taken_of(row)?,
    })
}

fn writing(row: &Row) -> Result<(StoryId, Timestamp, Writing), StoreError> {
    let story = row.text("story")?;
    let what = format!("how the brief of story {story} came to be");
    let document: WritingRow = rows::read(&what, &row.text("document")?)?;
    let unreadable = |why: String| StoreError::Unreadable { what: what.clone(), why };
    Ok((StoryId(story), row.time("at")?, document.try_into().map_err(unreadable)?))
}
