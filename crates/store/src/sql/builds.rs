use super::Archive;
use crate::database::{Row, Sql, Transaction, int, text, time};
use crate::rows::{self, FrontPageRow};
use crate::{Build, Builds, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use news::FrontPage;

const SAVE: Sql = Sql::Both(
    "insert into builds (day, number, at, stories, articles, document) values ($1, $2, $3, $4, $5, $6)
    on conflict (day, number) do update set at = excluded.at, stories = excluded.stories,
        articles = excluded.articles, document = excluded.document
    where excluded.at >= builds.at",
);

const BUILD: Sql =
    Sql::Both("select day, number, document from builds where day = $1 and number = $2");

const LATEST: Sql = Sql::Both(
    "select day, number, at, stories, articles from builds order by at desc, number desc limit 1",
);

const BETWEEN: Sql = Sql::Both(
    "select day, number, at, stories, articles from builds where at >= $1 and at < $2
    order by at desc, number desc limit $3",
);

#[async_trait]
impl Builds for Archive {
    async fn build(&self, day: Date, number: u32) -> Result<Option<FrontPage>, StoreError> {
        let name = day.to_string();
        let values = [text(&name), int(number)];
        let row = self.database.read_one("read a build", BUILD, &values).await?;
        let Some(row) = row else { return Ok(None) };
        let what = format!("build {number} of {day}");
        let page: FrontPageRow = rows::read(&what, &row.text("document")?)?;
        Ok(Some(page.into()))
    }

    async fn latest_build(&self) -> Result<Option<Build>, StoreError> {
        let row = self.database.read_one("find the latest build", LATEST, &[]).await?;
        row.as_ref().map(build).transpose()
    }

    async fn builds(
        &self,
        from: Timestamp,
        to: Timestamp,
        limit: u32,
    ) -> Result<Vec<Build>, StoreError> {
        let values = [time(from), time(to), int(limit)];
        let rows = self.database.read("list the builds", BETWEEN, &values).await?;
        rows.iter().map(build).collect()
    }
}

/// Keeps a front page for its part of the day, without what stood below it.
pub(super) async fn save(
    transaction: &mut Transaction,
    page: &FrontPage,
) -> Result<(), StoreError> {
    let (day, number) = page.build();
    let day = day.to_string();
    let shown = FrontPage { below: Vec::new(), ..page.clone() };
    let document = rows::written(&FrontPageRow::from(&shown))?;
    let articles: i64 = page.items.iter().map(|item| i64::from(item.articles)).sum();
    let stories = i64::try_from(page.items.len()).unwrap_or(i64::MAX);
    let values =
        [text(&day), int(number), time(page.at), int(stories), int(articles), text(&document)];
    transaction.run(SAVE, &values).await.map(drop)
}

fn build(row: &Row) -> Result<Build, StoreError> {
    let day = row.text("day")?.parse();
    let count = |column| row.int_or_none(column).map(|n| n.and_then(|n| u32::try_from(n).ok()));
    Ok(Build {
        day: day.map_err(|_| row.unreadable("day", "it is not a day"))?,
        number: row.count("number")?,
        at: row.time("at")?,
        stories: count("stories")?,
        articles: count("articles")?,
    })
}
