use super::Archive;
use super::jobs::{self, Opening};
use super::{changes, copies, intake, screenings};
use crate::database::{Row, Sql, Transaction, int, text, time};
use crate::rows::{self, ArticleRow};
use crate::{
    Accepted, Articles, ChangesOf, Counts, DroppedArticle, Job, Settled, Stage, StoreError,
};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Article, ArticleId, ArticleVersionId, Screening};

const NEW_ARTICLE: Sql = Sql::Both(
    "insert into articles (id, latest, versions) values ($1, $2, 1) on conflict (id) do nothing",
);

const HELD: Sql = Sql::Each {
    sqlite: "select id, latest, versions from articles where id = $1",
    // Locked, or two further versions that come at once get the same number.
    postgres: "select id, latest, versions from articles where id = $1 for update",
};

pub(super) const NEW_VERSION: Sql = Sql::Both(
    "insert into article_versions (version, article, number, seen, document, partial)
    values ($1, $2, $3, $4, $5, case when exists (
        select number from further_pages where entry = $2 and skipped is not null)
        then 1 else 0 end)
    on conflict (version) do nothing",
);

pub(super) const SET_LATEST: Sql =
    Sql::Both("update articles set latest = $2, versions = versions + $3 where id = $1");

const LATEST: Sql = Sql::Both(
    "select version, document from articles join article_versions on version = latest
    where id = $1",
);

const VERSION: Sql = Sql::Both("select version, document from article_versions where version = $1");

const VERSIONS: Sql =
    Sql::Both("select version, document from article_versions where article = $1 order by number");

const COPY_OF: Sql = Sql::Both("select id, copy_of from articles where id = $1");

// A version read while a page was missing is compared with such versions only.
const CHANGED: Sql = Sql::Both(
    "select version, article, document from article_versions
    join (select id, (select max(seen) from article_versions where article = id) as last,
            (select partial from article_versions where version = latest) as as_now
        from articles where versions > 1 order by last desc, id limit $1) as changed
        on changed.id = article and partial = as_now
    order by last desc, article, number",
);

const CHANGED_IN: Sql = Sql::Both(
    "select version, article, document from article_versions
    join (select id, position,
            (select partial from article_versions where article_versions.version = latest) as as_now
        from reports join articles on id = article
        where story = $2 and versions > 1 order by position limit $1) as changed
        on changed.id = article and partial = as_now
    order by position, number",
);

const CHANGED_OF: Sql = Sql::Both(
    "select version, article, document from article_versions
    where article = $1 and partial = (
        select partial from articles join article_versions as last on last.version = latest
        where id = $1)
    order by number",
);

const DROPPED: Sql = Sql::Both(
    "select version, article, dropped_reason, document
    from article_versions join articles on version = latest
    where screening = 'dropped' order by seen desc, article limit $1",
);

const COUNTS: Sql = Sql::Both(
    "select (select count(*) from articles) as articles,
        (select count(*) from article_versions) as versions,
        (select count(*) from article_versions join articles on version = latest
            where screening = 'dropped') as dropped,
        (select count(distinct story) from reports) as stories,
        (select count(distinct story) from briefs where state = 'published'
            and not exists (select id from stories where id = story and merged_into is not null))
            as published",
);

#[async_trait]
impl Articles for Archive {
    async fn accept(
        &self,
        job: Option<&Job>,
        article: &Article,
        due: Timestamp,
    ) -> Result<Accepted, StoreError> {
        let Some(job) = job else {
            let accepted = self.accept_all(std::slice::from_ref(article), due).await?;
            return Ok(accepted[0]);
        };
        let mut transaction = self.database.write("accept an article").await?;
        if jobs::finish(&mut transaction, job).await?.is_none() {
            return Ok(Accepted::LeaseLost);
        }
        let filed = file(&mut transaction, article).await?;
        if filed.to_screen {
            jobs::open(&mut transaction, &screening_of(article, &filed.version, due)).await?;
        }
        copies::link(&mut transaction, &[(article, filed.accepted)]).await?;
        transaction.commit().await?;
        Ok(filed.accepted)
    }

    async fn accept_all(
        &self,
        articles: &[Article],
        due: Timestamp,
    ) -> Result<Vec<Accepted>, StoreError> {
        let mut transaction = self.database.write("accept articles").await?;
        let accepted = intake::file_all(&mut transaction, articles, due).await?;
        transaction.commit().await?;
        Ok(accepted)
    }

    async fn latest(&self, id: &ArticleId) -> Result<Option<Article>, StoreError> {
        let row = self.database.read_one("read an article", LATEST, &[text(&id.0)]).await?;
        row.as_ref().map(article).transpose()
    }

    async fn version(&self, id: &ArticleVersionId) -> Result<Option<Article>, StoreError> {
        let row = self.database.read_one("read an article", VERSION, &[text(&id.0)]).await?;
        row.as_ref().map(article).transpose()
    }

    async fn versions(&self, id: &ArticleId) -> Result<Vec<Article>, StoreError> {
        let rows = self.database.read("read an article", VERSIONS, &[text(&id.0)]).await?;
        rows.iter().map(article).collect()
    }

    async fn save_screenings(
        &self,
        screened: &[(Job, Screening)],
        due: Timestamp,
    ) -> Result<Vec<Settled>, StoreError> {
        let mut transaction = self.database.write("keep screenings").await?;
        let mut settled = Vec::with_capacity(screened.len());
        for (job, screening) in screened {
            settled.push(save_screening(&mut transaction, job, screening, due).await?);
        }
        changes::note_articles(&mut transaction, screened.iter().map(|(job, _)| &*job.subject))
            .await?;
        transaction.commit().await?;
        Ok(settled)
    }

    async fn changed(
        &self,
        of: ChangesOf<'_>,
        limit: u32,
    ) -> Result<Vec<Vec<Article>>, StoreError> {
        let (sql, values) = match of {
            ChangesOf::All => (CHANGED, vec![int(limit)]),
            ChangesOf::Story(story) => (CHANGED_IN, vec![int(limit), text(&story.0)]),
            ChangesOf::Article(id) => (CHANGED_OF, vec![text(&id.0)]),
        };
        let rows = self.database.read("read what changed", sql, &values).await?;
        let mut changed: Vec<Vec<Article>> = Vec::new();
        for version in rows.iter().map(article) {
            let version = version?;
            match changed.last_mut().filter(|versions| versions[0].id == version.id) {
                Some(versions) => versions.push(version),
                None => changed.push(vec![version]),
            }
        }
        Ok(changed)
    }

    async fn copy_of(&self, id: &ArticleId) -> Result<Option<ArticleId>, StoreError> {
        let row = self.database.read_one("read an article", COPY_OF, &[text(&id.0)]).await?;
        let first = row.map(|row| row.text_or_none("copy_of")).transpose()?.flatten();
        Ok(first.map(ArticleId))
    }

    async fn dropped(&self, limit: u32) -> Result<Vec<DroppedArticle>, StoreError> {
        let rows = self.database.read("list dropped articles", DROPPED, &[int(limit)]).await?;
        rows.iter().map(dropped_article).collect()
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        let Some(row) = self.database.read_one("count articles", COUNTS, &[]).await? else {
            return Ok(Counts::default());
        };
        Ok(Counts {
            articles: row.count("articles")?,
            versions: row.count("versions")?,
            dropped: row.count("dropped")?,
            stories: row.count("stories")?,
            published: row.count("published")?,
        })
    }
}

async fn save_screening(
    transaction: &mut Transaction,
    job: &Job,
    screening: &Screening,
    due: Timestamp,
) -> Result<Settled, StoreError> {
    let Some(order_key) = jobs::finish(transaction, job).await? else {
        return Ok(Settled::LeaseLost);
    };
    let goes_on = screenings::save(transaction, job, screening).await?;
    if goes_on {
        let (subject, input) = (job.subject.as_str(), job.input.as_str());
        let thread = Opening { stage: Stage::Thread, subject, input, due, order_key };
        jobs::open(transaction, &thread).await?;
    }
    Ok(Settled::Done)
}

/// What became of an article that was filed.
struct Filed {
    accepted: Accepted,
    version: String,
    /// Whether this version goes on to screening.
    to_screen: bool,
}

pub(super) fn screening_of<'a>(
    article: &'a Article,
    version: &'a str,
    due: Timestamp,
) -> Opening<'a> {
    Opening {
        stage: Stage::Screen,
        subject: &article.id.0,
        input: version,
        due,
        order_key: article.reported().as_microsecond(),
    }
}

/// Files what an extraction gave. We read the page ourselves: what it says now is the latest, even when it
/// said so before.
async fn file(transaction: &mut Transaction, article: &Article) -> Result<Filed, StoreError> {
    let version = article.version().0;
    let id = || text(&article.id.0);
    let is_new = transaction.run(NEW_ARTICLE, &[id(), text(&version)]).await? > 0;
    let (latest, count) = match is_new {
        true => (version.clone(), 0),
        false => held(transaction, &article.id).await?,
    };
    let document = rows::written(&ArticleRow::from(article))?;
    let values = [text(&version), id(), int(count + 1), time(article.seen), text(&document)];
    let is_new_version = transaction.run(NEW_VERSION, &values).await? > 0;
    let is_other = latest != version;
    if is_other {
        let more = i64::from(is_new_version);
        transaction.run(SET_LATEST, &[id(), text(&version), int(more)]).await?;
    }
    let accepted = match (is_new, is_new_version) {
        (true, _) => Accepted::New,
        (false, true) => Accepted::NewVersion,
        (false, false) => Accepted::Known,
    };
    Ok(Filed { accepted, version, to_screen: is_other || is_new_version })
}

/// The latest version of an article that we hold, and how many there are.
async fn held(transaction: &mut Transaction, id: &ArticleId) -> Result<(String, i64), StoreError> {
    let Some(row) = transaction.row(HELD, &[text(&id.0)]).await? else {
        return Err(StoreError::Unreadable {
            what: format!("article {id}"),
            why: "its row went away while it was being read".to_owned(),
        });
    };
    Ok((row.text("latest")?, row.int("versions")?))
}

pub(super) fn article(row: &Row) -> Result<Article, StoreError> {
    let what = format!("article version {}", row.text("version")?);
    let document: ArticleRow = rows::read(&what, &row.text("document")?)?;
    Ok(document.into())
}

fn dropped_article(row: &Row) -> Result<DroppedArticle, StoreError> {
    Ok(DroppedArticle {
        article: ArticleId(row.text("article")?),
        title: article(row)?.title,
        reason: row.text("dropped_reason")?,
    })
}
