//! What the tools take.

use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;

/// Of `search`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The question, such as: ferry "hit a sandbank" outlet:gazette after:2026-11-01
    pub query: String,
    /// Newest first instead of best first.
    #[serde(default)]
    pub newest: bool,
    /// Stories wanted, 1 to 50; 10 when absent.
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<usize>,
    /// Stories to leave out at the beginning, for further results.
    #[schemars(range(min = 0, max = 1000))]
    pub offset: Option<usize>,
}

/// Of `read_story`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StoryNamed {
    /// The story's id, or its address on the site.
    pub story: String,
}

/// Of `list_front_page`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrontPageOf {
    /// A past (UTC) day, such as 2026-11-23; the latest front page when absent.
    pub day: Option<String>,
}

/// Of `fetch_evidence`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceOf {
    /// The story's id, or its address on the site.
    pub story: String,
    /// The number of one sentence, as `read_story` numbers them; all when absent.
    pub sentence: Option<usize>,
}

/// Of `verify_claim`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// One sentence that states something.
    pub sentence: String,
}
