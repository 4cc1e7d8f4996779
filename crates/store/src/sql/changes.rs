use super::{Archive, articles};
use crate::database::{Row, Sql, Transaction, int, text};
use crate::rows;
use crate::{Change, Changed, Changes, Findable, StoreError};
use async_trait::async_trait;
use news::{ArticleId, Regrouping, StoryId};
use std::collections::BTreeSet;

// Under the lock, so that numbers grow in the order of commits. What changes again goes to the end.
const NOTE: Sql = Sql::Each {
    // `where true`, or SQLite takes the conflict for a join's condition.
    sqlite: "insert into changes (number, kind, subject)
        select (select coalesce(max(number), 0) from changes) + row_number() over (), $1, value
        from json_each($2) where true
        on conflict (kind, subject) do update set number = excluded.number",
    postgres: "insert into changes (number, kind, subject)
        select (select coalesce(max(number), 0) from changes) + row_number() over (), $1, value
        from jsonb_array_elements_text(cast(cast($2 as text) as jsonb)) as changed (value)
        on conflict (kind, subject) do update set number = excluded.number",
};

const AFTER: Sql = Sql::Both(
    "select number, kind, subject from changes where number > $1 order by number limit $2",
);

const LAST: Sql = Sql::Both("select coalesce(max(number), 0) as last from changes");

const FINDABLE: Sql = Sql::Each {
    sqlite: "select id, article_versions.version, article_versions.document, story,
            (select count(distinct briefs.story) from briefs
                where briefs.story = reports.story and state = 'published') as is_out
        from articles join article_versions on article_versions.version = latest
            left join reports on reports.article = id
        where screening = 'kept' and id in (select value from json_each($1)) order by id",
    postgres: "select id, article_versions.version, article_versions.document, story,
            (select count(distinct briefs.story) from briefs
                where briefs.story = reports.story and state = 'published') as is_out
        from articles join article_versions on article_versions.version = latest
            left join reports on reports.article = id
        where screening = 'kept' and id in (
            select jsonb_array_elements_text(cast(cast($1 as text) as jsonb))) order by id",
};

const STORY: &str = "story";
const ARTICLE: &str = "article";

#[async_trait]
impl Changes for Archive {
    async fn after(&self, number: u64, limit: u32) -> Result<Vec<Change>, StoreError> {
        let values = [int(rows::stored(number)), int(limit)];
        let rows = self.database.read("read what changed", AFTER, &values).await?;
        rows.iter().map(change).collect()
    }

    async fn last(&self) -> Result<u64, StoreError> {
        let row = self.database.read_one("count what changed", LAST, &[]).await?;
        row.map_or(Ok(0), |row| row.count("last"))
    }

    async fn findable(&self, articles: &[ArticleId]) -> Result<Vec<Findable>, StoreError> {
        let ids: Vec<&str> = articles.iter().map(|article| article.0.as_str()).collect();
        let ids = rows::written(&ids)?;
        let rows = self.database.read("read what may be found", FINDABLE, &[text(&ids)]).await?;
        rows.iter().map(findable).collect()
    }
}

/// Notes that articles changed. The last thing before the commit: the lock is held until then.
pub(super) async fn note_articles(
    transaction: &mut Transaction,
    articles: impl IntoIterator<Item = &str>,
) -> Result<(), StoreError> {
    note(transaction, ARTICLE, articles.into_iter().collect()).await
}

/// Notes that stories changed, as [`note_articles`].
pub(super) async fn note_stories(
    transaction: &mut Transaction,
    stories: impl IntoIterator<Item = &StoryId>,
) -> Result<(), StoreError> {
    note(transaction, STORY, stories.into_iter().map(|story| story.0.as_str()).collect()).await
}

/// Notes all that regroupings moved.
pub(super) async fn note_regrouped(
    transaction: &mut Transaction,
    regroupings: &[Regrouping],
) -> Result<(), StoreError> {
    let stories = regroupings.iter().flat_map(|regrouping| [&regrouping.from, &regrouping.to]);
    note_stories(transaction, stories).await?;
    let articles = regroupings.iter().flat_map(|regrouping| &regrouping.went);
    note_articles(transaction, articles.map(|article| &*article.0)).await
}

async fn note(
    transaction: &mut Transaction,
    kind: &str,
    subjects: BTreeSet<&str>,
) -> Result<(), StoreError> {
    if subjects.is_empty() {
        return Ok(());
    }
    transaction.lock("newsloom changes").await?;
    let subjects = rows::written(&subjects)?;
    transaction.run(NOTE, &[text(kind), text(&subjects)]).await.map(drop)
}

fn change(row: &Row) -> Result<Change, StoreError> {
    let subject = row.text("subject")?;
    let changed = match row.text("kind")?.as_str() {
        STORY => Changed::Story(StoryId(subject)),
        ARTICLE => Changed::Article(ArticleId(subject)),
        _ => return Err(row.unreadable("kind", "it is neither story nor article")),
    };
    Ok(Change { number: row.count("number")?, changed })
}

fn findable(row: &Row) -> Result<Findable, StoreError> {
    Ok(Findable {
        article: articles::article(row)?,
        story: row.text_or_none("story")?.map(StoryId),
        is_out: row.int("is_out")? > 0,
    })
}
