use super::statement::ReasonRow;
use news::{FailedSentence, Instead, Reason, Verdict, Writing};
use serde::{Deserialize, Serialize};

/// How a brief came to be, as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct WritingRow {
    model: String,
    fell_back: Option<String>,
    sentences: usize,
    sent_back: usize,
    mended: usize,
    left_out: usize,
    failed: Vec<FailedRow>,
}

#[derive(Serialize, Deserialize)]
struct FailedRow {
    text: String,
    verdict: String,
    reasons: Vec<ReasonRow>,
    instead: String,
}

impl From<&Writing> for WritingRow {
    fn from(writing: &Writing) -> WritingRow {
        WritingRow {
            model: writing.model.clone(),
            fell_back: writing.fell_back.clone(),
            sentences: writing.sentences,
            sent_back: writing.sent_back,
            mended: writing.mended,
            left_out: writing.left_out,
            failed: writing.failed.iter().map(FailedRow::from).collect(),
        }
    }
}

impl TryFrom<WritingRow> for Writing {
    type Error = String;

    fn try_from(row: WritingRow) -> Result<Writing, String> {
        Ok(Writing {
            model: row.model,
            fell_back: row.fell_back,
            sentences: row.sentences,
            sent_back: row.sent_back,
            mended: row.mended,
            left_out: row.left_out,
            failed: row
                .failed
                .into_iter()
                .map(FailedSentence::try_from)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl From<&FailedSentence> for FailedRow {
    fn from(failed: &FailedSentence) -> FailedRow {
        FailedRow {
            text: failed.text.clone(),
            verdict: failed.verdict.word().to_owned(),
            reasons: failed.reasons.iter().map(ReasonRow::from).collect(),
            instead: failed.instead.word().to_owned(),
        }
    }
}

impl TryFrom<FailedRow> for FailedSentence {
    type Error = String;

    fn try_from(row: FailedRow) -> Result<FailedSentence, String> {
        let verdict = Verdict::from_word(&row.verdict);
        let instead = Instead::from_word(&row.instead);
        Ok(FailedSentence {
            text: row.text,
            verdict: verdict.ok_or_else(|| format!("{:?} is not a verdict", row.verdict))?,
            reasons: row.reasons.into_iter().map(Reason::try_from).collect::<Result<_, _>>()?,
            instead: instead.ok_or_else(|| format!("{:?} stands for nothing", row.instead))?,
        })
    }
}
