use super::jobs::{self, Opening};
use super::stories::{Changes, lock_name, open_writing};
use super::{Archive, articles, changes};
use crate::database::{Row, Sql, Transaction, int, int_or_none, text, text_or_none, time};
use crate::rows;
use crate::{ArticleChoice, Chosen, Job, LearnedTopic, Screenings, Stage, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Article, ArticleId, Choice, Relevance, Screening, StoryId};
use std::collections::BTreeMap;

const SCREENED: Sql = Sql::Both(
    "update article_versions set screening = $2, labels = $3, dropped_reason = $4,
        relevance = $5, topic_section = $6
    where version = $1",
);

const SCREENING: Sql = Sql::Both(
    "select version, screening, labels, dropped_reason, relevance, topic_section
    from articles join article_versions on version = latest where id = $1",
);

const RELEVANCES: Sql = Sql::Both(
    "select reports.article, relevance from reports join articles on id = reports.article
        join article_versions on article_versions.version = latest
    where reported >= $1 and relevance is not null",
);

const RELEVANCE_IN: Sql = Sql::Both(
    "select reports.article, relevance, topic_section from reports
        join articles on id = reports.article
        join article_versions on article_versions.version = latest
    where story = $1 and relevance is not null",
);

const LATEST: Sql = Sql::Each {
    sqlite: "select version, document from articles join article_versions on version = latest
        where id = $1",
    // Locked, or a version that is screened at the same moment does not see the choice.
    postgres: "select version, document from articles join article_versions on version = latest
        where id = $1 for update of articles",
};

const CHOOSE: Sql = Sql::Both(
    "insert into article_choices (article, at, choice, editor, why) values ($1, $2, $3, $4, $5)
    on conflict (article, at) do update set choice = excluded.choice, editor = excluded.editor,
        why = excluded.why",
);

const CHOICE: Sql = Sql::Both(
    "select article, at, choice, editor, why from article_choices where article = $1
    order by at desc limit 1",
);

// Locks the article, so that a choice and a screening follow one another.
const LOCK: Sql = Sql::Each {
    sqlite: "select id from articles where id = $1",
    postgres: "select id from articles where id = $1 for update",
};

const SET_CHOSEN: Sql =
    Sql::Both("update article_versions set screening = $2, dropped_reason = $3 where version = $1");

const CHOICES: Sql = Sql::Both(
    "select article_choices.article, at, choice, editor, why, version, document
    from article_choices join articles on id = article_choices.article
        join article_versions on version = latest
    where at = (select max(at) from article_choices as later
        where later.article = article_choices.article)
    order by at desc, article_choices.article limit $1",
);

const COUNT_CHOICES: Sql = Sql::Both("select count(*) as found from article_choices");

const REPORT_OF: Sql =
    Sql::Both("select article, story, version, reported from reports where article = $1");

const TAKE_OUT: Sql = Sql::Both("delete from reports where article = $1");

const KEEP_TOPIC: Sql = Sql::Both(
    "insert into learned_topics (description, at, choices, document) values ($1, $2, $3, $4)
    on conflict (description, at) do update set choices = excluded.choices,
        document = excluded.document",
);

const TOPIC: Sql = Sql::Both(
    "select description, at, choices, document from learned_topics where description = $1
    order by at desc limit 1",
);

#[async_trait]
impl Screenings for Archive {
    async fn screening(&self, article: &ArticleId) -> Result<Option<Screening>, StoreError> {
        let row =
            self.database.read_one("read a screening", SCREENING, &[text(&article.0)]).await?;
        row.as_ref().map_or(Ok(None), screening)
    }

    async fn relevances(&self, since: Timestamp) -> Result<BTreeMap<ArticleId, f64>, StoreError> {
        let rows = self.database.read("read what is relevant", RELEVANCES, &[time(since)]).await?;
        let relevance = |row: &Row| {
            Ok((ArticleId(row.text("article")?), row.int("relevance")? as f64 / 1000.0))
        };
        rows.iter().map(relevance).collect()
    }

    async fn relevance_in(
        &self,
        story: &StoryId,
    ) -> Result<BTreeMap<ArticleId, Relevance>, StoreError> {
        let action = "read how a story suits the edition";
        let rows = self.database.read(action, RELEVANCE_IN, &[text(&story.0)]).await?;
        let relevance = |row: &Row| {
            let score = row.int("relevance")? as f64 / 1000.0;
            let section = row.text_or_none("topic_section")?;
            Ok((ArticleId(row.text("article")?), Relevance { score, section }))
        };
        rows.iter().map(relevance).collect()
    }

    async fn choose(&self, choice: &ArticleChoice) -> Result<Option<Chosen>, StoreError> {
        let mut transaction = self.database.write("keep an editor's choice").await?;
        let Some(row) = transaction.row(LATEST, &[text(&choice.article.0)]).await? else {
            return Ok(None);
        };
        let (version, article) = (row.text("version")?, articles::article(&row)?);
        let values = [
            text(&choice.article.0),
            time(choice.at),
            text(choice.choice.word()),
            text(&choice.by),
            text_or_none(choice.why.as_deref()),
        ];
        transaction.run(CHOOSE, &values).await?;
        let (word, reason) = standing(choice);
        let values = [text(&version), text(word), text_or_none(reason.as_deref())];
        transaction.run(SET_CHOSEN, &values).await?;
        let chosen = match choice.choice {
            Choice::Keep => send_on(&mut transaction, &article, &version).await?,
            Choice::Kill => take_out(&mut transaction, &article).await?,
        };
        if let Chosen::Left(story) | Chosen::Stays(story) = &chosen {
            changes::note_stories(&mut transaction, [story]).await?;
        }
        changes::note_articles(&mut transaction, [&*choice.article.0]).await?;
        transaction.commit().await?;
        Ok(Some(chosen))
    }

    async fn choices(&self, limit: u32) -> Result<Vec<(ArticleChoice, Article)>, StoreError> {
        let rows = self.database.read("read the editors' choices", CHOICES, &[int(limit)]).await?;
        rows.iter().map(|row| Ok((choice(row)?, articles::article(row)?))).collect()
    }

    async fn count_choices(&self) -> Result<u64, StoreError> {
        let row = self.database.read_one("count the editors' choices", COUNT_CHOICES, &[]).await?;
        row.map_or(Ok(0), |row| row.count("found"))
    }

    async fn keep_topic(&self, topic: &LearnedTopic) -> Result<(), StoreError> {
        let mut transaction = self.database.write("keep a learned topic").await?;
        let values = [
            text(&topic.description),
            time(topic.at),
            int(rows::stored(topic.choices)),
            text(&topic.document),
        ];
        transaction.run(KEEP_TOPIC, &values).await?;
        transaction.commit().await
    }

    async fn topic(&self, description: &str) -> Result<Option<LearnedTopic>, StoreError> {
        let row =
            self.database.read_one("read a learned topic", TOPIC, &[text(description)]).await?;
        let topic = |row: Row| {
            Ok(LearnedTopic {
                description: row.text("description")?,
                at: row.time("at")?,
                choices: row.count("choices")?,
                document: row.text("document")?,
            })
        };
        row.map(topic).transpose()
    }
}

/// Keeps what screening said of the version in a job, unless an editor chose. Gives whether the article goes on.
pub(super) async fn save(
    transaction: &mut Transaction,
    job: &Job,
    screening: &Screening,
) -> Result<bool, StoreError> {
    transaction.row(LOCK, &[text(&job.subject)]).await?;
    let chosen = transaction.row(CHOICE, &[text(&job.subject)]).await?;
    let chosen = chosen.as_ref().map(choice).transpose()?;
    let (word, reason) = match &chosen {
        Some(choice) => standing(choice),
        None => (kept_word(screening.is_kept()), screening.dropped.clone()),
    };
    let labels = rows::written(&screening.labels)?;
    let relevance = screening.relevance.as_ref();
    let section = relevance.and_then(|relevance| relevance.section.as_deref());
    let values = [
        text(&job.input),
        text(word),
        text(&labels),
        text_or_none(reason.as_deref()),
        int_or_none(relevance.map(|relevance| (relevance.score * 1000.0).round() as i64)),
        text_or_none(section),
    ];
    transaction.run(SCREENED, &values).await?;
    Ok(word == KEPT)
}

/// Due also for a `run --now` whose clock stands in the past.
const AT_ONCE: Timestamp = Timestamp::UNIX_EPOCH;

const KEPT: &str = "kept";

fn kept_word(is_kept: bool) -> &'static str {
    if is_kept { KEPT } else { "dropped" }
}

/// What a choice puts in the place of a screening.
fn standing(choice: &ArticleChoice) -> (&'static str, Option<String>) {
    let why = choice.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    match choice.choice {
        Choice::Keep => (KEPT, None),
        Choice::Kill => (kept_word(false), Some(format!("Killed by {}{why}.", choice.by))),
    }
}

/// Sends a kept article on to threading, unless it has arrived there.
async fn send_on(
    transaction: &mut Transaction,
    article: &Article,
    version: &str,
) -> Result<Chosen, StoreError> {
    let subject = article.id.0.as_str();
    if let Some(report) = transaction.row(REPORT_OF, &[text(subject)]).await? {
        return Ok(Chosen::Stays(StoryId(report.text("story")?)));
    }
    let due = AT_ONCE;
    let order_key = article.reported().as_microsecond();
    let thread = Opening { stage: Stage::Thread, subject, input: version, due, order_key };
    jobs::open_again(transaction, &thread).await?;
    Ok(Chosen::GoesOn)
}

/// Takes a killed article out of threading and out of its story.
async fn take_out(transaction: &mut Transaction, article: &Article) -> Result<Chosen, StoreError> {
    let subject = article.id.0.as_str();
    jobs::end(transaction, Stage::Thread, subject).await?;
    let Some(report) = transaction.row(REPORT_OF, &[text(subject)]).await? else {
        return Ok(Chosen::Stops);
    };
    let (story, version) = (report.text("story")?, report.text("version")?);
    transaction.lock(&lock_name(&story)).await?;
    transaction.run(TAKE_OUT, &[text(subject)]).await?;
    let parts = vec!["left", subject, version.as_str()];
    let changes = Changes { parts, reported: report.int("reported")? };
    open_writing(transaction, &story, &changes, AT_ONCE).await?;
    Ok(Chosen::Left(StoryId(story)))
}

fn choice(row: &Row) -> Result<ArticleChoice, StoreError> {
    let word = row.text("choice")?;
    Ok(ArticleChoice {
        article: ArticleId(row.text("article")?),
        choice: Choice::from_word(&word)
            .ok_or_else(|| row.unreadable("choice", "it is neither keep nor kill"))?,
        by: row.text("editor")?,
        why: row.text_or_none("why")?,
        at: row.time("at")?,
    })
}

fn screening(row: &Row) -> Result<Option<Screening>, StoreError> {
    if row.text_or_none("screening")?.is_none() {
        return Ok(None);
    }
    let what = format!("labels of article version {}", row.text("version")?);
    let labels = row.text_or_none("labels")?;
    let section = row.text_or_none("topic_section")?;
    let relevance = row
        .int_or_none("relevance")?
        .map(|thousandths| Relevance { score: thousandths as f64 / 1000.0, section });
    Ok(Some(Screening {
        dropped: row.text_or_none("dropped_reason")?,
        labels: labels.map_or(Ok(Vec::new()), |labels| rows::read(&what, &labels))?,
        relevance,
    }))
}
