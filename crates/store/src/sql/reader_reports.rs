use super::Archive;
use crate::database::{Row, Sql, int, text, time};
use crate::rows;
use crate::{ReaderReport, ReaderReports, StoreError};
use async_trait::async_trait;
use news::StoryId;

const FILE: Sql = Sql::Both(
    "insert into reader_reports (id, story, issue, description, sources, at)
    values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing",
);

const LATEST: Sql = Sql::Both(
    "select id, story, issue, description, sources, at from reader_reports
    order by at desc, id desc limit $1",
);

#[async_trait]
impl ReaderReports for Archive {
    async fn file_reader_report(&self, report: &ReaderReport) -> Result<(), StoreError> {
        let sources = rows::written(&report.sources)?;
        let values = [
            text(&report.id),
            text(&report.story.0),
            text(&report.issue),
            text(&report.description),
            text(&sources),
            time(report.at),
        ];
        let mut transaction = self.database.write("keep a reader's report").await?;
        transaction.run(FILE, &values).await?;
        transaction.commit().await
    }

    async fn reader_reports(&self, limit: u32) -> Result<Vec<ReaderReport>, StoreError> {
        let action = "list what readers reported";
        let rows = self.database.read(action, LATEST, &[int(limit)]).await?;
        rows.iter().map(report).collect()
    }
}

fn report(row: &Row) -> Result<ReaderReport, StoreError> {
    let id = row.text("id")?;
    let what = format!("reader's report {id}");
    Ok(ReaderReport {
        sources: rows::read(&what, &row.text("sources")?)?,
        id,
        story: StoryId(row.text("story")?),
        issue: row.text("issue")?,
        description: row.text("description")?,
        at: row.time("at")?,
    })
}
