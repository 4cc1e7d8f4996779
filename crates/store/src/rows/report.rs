use super::number::Exact;
use super::time::MomentRow;
use news::{ArticleId, OutletId, Report, Tie, TieReason, TieTo};
use serde::{Deserialize, Serialize};

/// A report of a story as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct ReportRow {
    article: String,
    outlet: String,
    owner: String,
    authority: Exact,
    title: String,
    url: Option<String>,
    reported: MomentRow,
    seen: MomentRow,
    origin: String,
    relies_on: Vec<TieRow>,
}

#[derive(Serialize, Deserialize)]
struct TieRow {
    to: EndRow,
    by: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EndRow {
    Article(String),
    Outlet(String),
}

impl From<&Report> for ReportRow {
    fn from(report: &Report) -> ReportRow {
        let report = report.clone();
        ReportRow {
            article: report.article.0,
            outlet: report.outlet.0,
            owner: report.owner,
            authority: Exact(report.authority),
            title: report.title,
            url: report.url,
            reported: MomentRow(report.reported),
            seen: MomentRow(report.seen),
            origin: report.origin.0,
            relies_on: report.relies_on.into_iter().map(Into::into).collect(),
        }
    }
}

impl TryFrom<ReportRow> for Report {
    type Error = String;

    fn try_from(row: ReportRow) -> Result<Report, String> {
        Ok(Report {
            article: ArticleId(row.article),
            outlet: OutletId(row.outlet),
            owner: row.owner,
            authority: row.authority.0,
            title: row.title,
            url: row.url,
            reported: row.reported.0,
            seen: row.seen.0,
            origin: ArticleId(row.origin),
            relies_on: row.relies_on.into_iter().map(Tie::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl From<Tie> for TieRow {
    fn from(tie: Tie) -> TieRow {
        let to = match tie.to {
            TieTo::Article(article) => EndRow::Article(article.0),
            TieTo::Outlet(outlet) => EndRow::Outlet(outlet.0),
        };
        TieRow { to, by: tie.by.word().to_owned() }
    }
}

impl TryFrom<TieRow> for Tie {
    type Error = String;

    fn try_from(row: TieRow) -> Result<Tie, String> {
        let to = match row.to {
            EndRow::Article(article) => TieTo::Article(ArticleId(article)),
            EndRow::Outlet(outlet) => TieTo::Outlet(OutletId(outlet)),
        };
        let by = [TieReason::Owner, TieReason::Attribution, TieReason::Link]
            .into_iter()
            .find(|reason| reason.word() == row.by)
            .ok_or_else(|| format!("{:?} is not how a tie shows", row.by))?;
        Ok(Tie { to, by })
    }
}
