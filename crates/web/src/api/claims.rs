//! What the sources of a story say.

use super::asked::{Asked, Named};
use super::problem::Answer;
use super::shape;
use super::telling::part;
use super::{json, tell};
use crate::Site;
use crate::reading;
use axum::extract::{RawQuery, State};
use news::{Claim, ClaimStatus, ClaimStep, StoryId};

/// The claims of a story that the version that is out tells, or that an earlier one told: how each stands, who makes it
/// and where, and what became of it. Texts of sources stand here by their places alone; what the brief cites of them is
/// told with the story.
#[utoipa::path(get, path = "/api/v1/stories/{id}/claims", tag = "stories",
    params(("id" = String, Path, description = "The story", example = "0a1b2c3d4e5f")),
    responses(
        (status = 200, description = "Its claims", body = shape::ClaimList),
        (status = 308, description = "It was merged into the story at `Location`"),
        (status = 410, description = "It was withdrawn; `detail` says when and why",
            body = super::problem::Problem, content_type = "application/problem+json")))]
pub(crate) async fn claims(
    State(site): State<Site>,
    Named(id): Named<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    Asked::read(query.as_deref(), &[])?;
    let facts = reading::story(&site, &StoryId(id)).await?;
    let version = facts.told.record.version;
    let told = |claim: &&Claim| claim.is_shown() && claim.was_told_by(version);
    let mut claims: Vec<&Claim> = facts.claims.iter().filter(told).collect();
    claims.sort_by_key(|claim| (first_told(claim), claim.id.clone()));
    let items = claims.into_iter().map(|claim| told_of(claim, version)).collect();
    json(&tell(&site, |_| shape::ClaimList { items }))
}

/// The version that told it first.
fn first_told(claim: &Claim) -> Option<u32> {
    claim.history.iter().find(|step| step.told).map(|step| step.version)
}

/// A claim as it stands with this version.
fn told_of(claim: &Claim, version: u32) -> shape::Claim {
    let status = claim.at_version(version).map_or(claim.status(), |step| step.status);
    let parts = &claim.parts;
    shape::Claim {
        id: claim.id.0.clone(),
        text: claim.statement.text().to_owned(),
        status: word(status),
        independent_reports: claim.independent,
        speaker: claim.speaker.clone(),
        updates: claim.updates.as_ref().map(|id| id.0.clone()),
        parts: shape::ClaimParts {
            numbers: parts.numbers.clone(),
            dates: parts.dates.iter().map(|date| (*date).into()).collect(),
            names: parts.names.clone(),
            hedges: parts.hedges.clone(),
            negations: parts.negations.clone(),
        },
        places: claim.statement.evidence().iter().map(place).collect(),
        history: claim.history.iter().filter(|s| s.version <= version).map(step).collect(),
    }
}

fn place(evidence: &news::Evidence) -> shape::Place {
    shape::Place {
        article: evidence.article.0.clone(),
        version: evidence.version.0.clone(),
        part: part(evidence.part),
        span: [evidence.start, evidence.end],
    }
}

fn step(step: &ClaimStep) -> shape::ClaimStep {
    let ClaimStep { status, told, version, at } = *step;
    shape::ClaimStep { status: word(status), told, version, at: at.into() }
}

fn word(status: ClaimStatus) -> shape::ClaimWord {
    match status {
        ClaimStatus::Reported => shape::ClaimWord::Reported,
        ClaimStatus::Confirmed => shape::ClaimWord::Confirmed,
        ClaimStatus::Disputed => shape::ClaimWord::Disputed,
        ClaimStatus::Withdrawn => shape::ClaimWord::Withdrawn,
    }
}
