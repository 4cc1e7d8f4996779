use super::number::Exact;
use news::{
    ArticleId, ArticleVersionId, Evidence, Judged, Judgement, Part, Reason, ReasonKind, Statement,
    Verdict,
};
use serde::{Deserialize, Serialize};

/// A judged statement as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct JudgedRow {
    text: String,
    evidence: Vec<EvidenceRow>,
    verdict: String,
    score: Exact,
    reasons: Vec<ReasonRow>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct EvidenceRow {
    article: String,
    version: String,
    part: PartRow,
    start: u32,
    end: u32,
    quote: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PartRow {
    Title,
    Text,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ReasonRow {
    kind: String,
    detail: String,
}

impl From<&Judged> for JudgedRow {
    fn from(judged: &Judged) -> JudgedRow {
        let judgement = &judged.judgement;
        JudgedRow {
            text: judged.statement.text().to_owned(),
            evidence: judged.statement.evidence().iter().map(Into::into).collect(),
            verdict: judgement.verdict.word().to_owned(),
            score: Exact(judgement.score),
            reasons: judgement.reasons.iter().map(ReasonRow::from).collect(),
        }
    }
}

impl TryFrom<JudgedRow> for Judged {
    type Error = String;

    fn try_from(row: JudgedRow) -> Result<Judged, String> {
        let evidence = row.evidence.into_iter().map(Into::into).collect();
        let statement = Statement::new(row.text, evidence).map_err(|error| error.to_string())?;
        let verdict = Verdict::from_word(&row.verdict)
            .ok_or_else(|| format!("{:?} is not a verdict", row.verdict))?;
        let reasons = row.reasons.into_iter().map(Reason::try_from).collect::<Result<_, _>>()?;
        Ok(Judged { statement, judgement: Judgement { verdict, score: row.score.0, reasons } })
    }
}

impl From<&Reason> for ReasonRow {
    fn from(reason: &Reason) -> ReasonRow {
        ReasonRow { kind: reason.kind.word().to_owned(), detail: reason.detail.clone() }
    }
}

impl TryFrom<ReasonRow> for Reason {
    type Error = String;

    fn try_from(row: ReasonRow) -> Result<Reason, String> {
        let kind = ReasonKind::from_word(&row.kind)
            .ok_or_else(|| format!("{:?} is not what a reason is about", row.kind))?;
        Ok(Reason { kind, detail: row.detail })
    }
}

impl From<&Evidence> for EvidenceRow {
    fn from(evidence: &Evidence) -> EvidenceRow {
        EvidenceRow {
            article: evidence.article.0.clone(),
            version: evidence.version.0.clone(),
            part: match evidence.part {
                Part::Title => PartRow::Title,
                Part::Text => PartRow::Text,
            },
            start: evidence.start,
            end: evidence.end,
            quote: evidence.quote.clone(),
        }
    }
}

impl From<EvidenceRow> for Evidence {
    fn from(row: EvidenceRow) -> Evidence {
        Evidence {
            article: ArticleId(row.article),
            version: ArticleVersionId(row.version),
            part: match row.part {
                PartRow::Title => Part::Title,
                PartRow::Text => Part::Text,
            },
            start: row.start,
            end: row.end,
            quote: row.quote,
        }
    }
}
