use super::statement::EvidenceRow;
use jiff::Timestamp;
use news::{
    ArticleId, ArticleVersionId, Claim, ClaimId, ClaimParts, ClaimStatus, ClaimStep, Ending,
    Evidence, Part, Statement,
};
use serde::{Deserialize, Serialize};

/// A claim as it is stored. What is absent is left out: there are many times as many claims as sentences
/// that are told.
#[derive(Serialize, Deserialize)]
pub(crate) struct ClaimRow {
    text: String,
    evidence: Vec<PlaceRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    parts: PartsRow,
    origins: Vec<String>,
    independent: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updates: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    struck: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended: Option<EndingRow>,
    history: Vec<StepRow>,
}

/// A place where a claim is made.
#[derive(Serialize, Deserialize)]
struct PlaceRow {
    article: String,
    version: String,
    /// In the title; else in the text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    title: bool,
    start: u32,
    end: u32,
    /// Left out where the claim has the same words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PartsRow {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    numbers: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    dates: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    names: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hedges: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    negations: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EndingRow {
    Joined(String),
    Left,
}

#[derive(Serialize, Deserialize)]
struct StepRow {
    status: String,
    told: bool,
    version: u32,
    /// Microseconds since 1970.
    at: i64,
}

/// The places of a strike with the claims that it took, as they are stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct StruckRow {
    evidence: Vec<EvidenceRow>,
    claims: Vec<String>,
}

impl From<&Claim> for ClaimRow {
    fn from(claim: &Claim) -> ClaimRow {
        ClaimRow {
            text: claim.statement.text().to_owned(),
            evidence: claim
                .statement
                .evidence()
                .iter()
                .map(|place| PlaceRow::of(place, claim.statement.text()))
                .collect(),
            speaker: claim.speaker.clone(),
            parts: (&claim.parts).into(),
            origins: claim.origins.iter().map(|origin| origin.0.clone()).collect(),
            independent: claim.independent,
            updates: claim.updates.as_ref().map(|id| id.0.clone()),
            struck: claim.struck,
            ended: claim.ended.as_ref().map(|ended| match ended {
                Ending::Joined(elder) => EndingRow::Joined(elder.0.clone()),
                Ending::Left => EndingRow::Left,
            }),
            history: claim.history.iter().map(Into::into).collect(),
        }
    }
}

impl ClaimRow {
    /// The claim of this id; the error says what cannot be.
    pub(crate) fn claim(self, id: String) -> Result<Claim, String> {
        let places = self.evidence.into_iter();
        let evidence: Vec<Evidence> = places.map(|place| place.evidence(&self.text)).collect();
        let ended = self.ended.map(|ended| match ended {
            EndingRow::Joined(elder) => Ending::Joined(ClaimId(elder)),
            EndingRow::Left => Ending::Left,
        });
        Ok(Claim {
            id: ClaimId(id),
            statement: Statement::new(self.text, evidence).map_err(|error| error.to_string())?,
            speaker: self.speaker,
            parts: self.parts.try_into()?,
            origins: self.origins.into_iter().map(ArticleId).collect(),
            independent: self.independent,
            updates: self.updates.map(ClaimId),
            struck: self.struck,
            ended,
            history: self.history.into_iter().map(ClaimStep::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl PlaceRow {
    fn of(place: &Evidence, claimed: &str) -> PlaceRow {
        PlaceRow {
            article: place.article.0.clone(),
            version: place.version.0.clone(),
            title: place.part == Part::Title,
            start: place.start,
            end: place.end,
            quote: (place.quote != claimed).then(|| place.quote.clone()),
        }
    }

    fn evidence(self, claimed: &str) -> Evidence {
        Evidence {
            article: ArticleId(self.article),
            version: ArticleVersionId(self.version),
            part: if self.title { Part::Title } else { Part::Text },
            start: self.start,
            end: self.end,
            quote: self.quote.unwrap_or_else(|| claimed.to_owned()),
        }
    }
}

impl From<&ClaimParts> for PartsRow {
    fn from(parts: &ClaimParts) -> PartsRow {
        PartsRow {
            numbers: parts.numbers.clone(),
            dates: parts.dates.iter().map(ToString::to_string).collect(),
            names: parts.names.clone(),
            hedges: parts.hedges.clone(),
            negations: parts.negations.clone(),
        }
    }
}

impl TryFrom<PartsRow> for ClaimParts {
    type Error = String;

    fn try_from(row: PartsRow) -> Result<ClaimParts, String> {
        let date = |date: String| date.parse().map_err(|_| format!("{date:?} is not a date"));
        Ok(ClaimParts {
            numbers: row.numbers,
            dates: row.dates.into_iter().map(date).collect::<Result<_, _>>()?,
            names: row.names,
            hedges: row.hedges,
            negations: row.negations,
        })
    }
}

impl From<&ClaimStep> for StepRow {
    fn from(step: &ClaimStep) -> StepRow {
        StepRow {
            status: step.status.word().to_owned(),
            told: step.told,
            version: step.version,
            at: crate::database::microseconds(step.at),
        }
    }
}

impl TryFrom<StepRow> for ClaimStep {
    type Error = String;

    fn try_from(row: StepRow) -> Result<ClaimStep, String> {
        let status = ClaimStatus::from_word(&row.status)
            .ok_or_else(|| format!("{:?} is not how a claim stands", row.status))?;
        let at = Timestamp::from_microsecond(row.at).map_err(|error| error.to_string())?;
        Ok(ClaimStep { status, told: row.told, version: row.version, at })
    }
}

impl StruckRow {
    pub(crate) fn of(evidence: &[Evidence], claims: &[ClaimId]) -> StruckRow {
        StruckRow {
            evidence: evidence.iter().map(Into::into).collect(),
            claims: claims.iter().map(|id| id.0.clone()).collect(),
        }
    }

    pub(crate) fn nouns(self) -> (Vec<Evidence>, Vec<ClaimId>) {
        let evidence = self.evidence.into_iter().map(Into::into).collect();
        (evidence, self.claims.into_iter().map(ClaimId).collect())
    }
}
