//! What the sources of a story say, and what became of it.

use super::{Day, Moment, Part};
use serde::Serialize;
use utoipa::ToSchema;

/// The claims of a story that its brief tells or told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ClaimList {
    /// In the order in which they were first told.
    pub items: Vec<Claim>,
}

/// One checkable statement, with every place where a source makes it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Claim {
    /// Names it, whatever reports and versions come.
    pub id: String,
    /// In the words of the clearest source.
    pub text: String,
    /// How it stands.
    pub status: ClaimWord,
    /// How many independent reports make it.
    pub independent_reports: usize,
    /// Who is said to say it, as named in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The claim of which it gives a later figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updates: Option<String>,
    /// What it says, taken apart.
    pub parts: ClaimParts,
    /// Where it is made, the clearest place first.
    #[schema(min_items = 1)]
    pub places: Vec<Place>,
    /// What became of it, oldest first.
    pub history: Vec<ClaimStep>,
}

/// How a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ClaimWord {
    /// One independent report makes it.
    Reported,
    /// Two or more independent reports make it.
    Confirmed,
    /// It is a side of a disagreement that the brief shows.
    Disputed,
    /// Whoever made it took it out or corrected it, and nobody else makes it.
    Withdrawn,
}

/// What a claim says, each part in the one spelling by which the check compares.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ClaimParts {
    /// Numbers with their unit: `30`, `4200000000$`, `18%`.
    pub numbers: Vec<String>,
    /// Days, counted from the time of the report.
    pub dates: Vec<Day>,
    /// Names, in small letters.
    pub names: Vec<String>,
    /// Words that make it less sure.
    pub hedges: Vec<String>,
    /// Words of denial.
    pub negations: Vec<String>,
}

/// Words of a stored article version, by their place.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Place {
    /// The article.
    pub article: String,
    /// The version of it that holds the words.
    pub version: String,
    /// In which of its texts the span counts.
    pub part: Part,
    /// The first byte of the words and the one behind the last, in UTF-8.
    pub span: [u32; 2],
}

/// When a claim became what.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ClaimStep {
    /// How it stood from then on.
    pub status: ClaimWord,
    /// Whether the brief told it from then on.
    pub told: bool,
    /// The version of the brief that was written then; one that waits at the desk was never out.
    pub version: u32,
    /// When.
    pub at: Moment,
}
