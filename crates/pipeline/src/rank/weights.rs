use crate::trained;
use std::num::NonZeroU32;

/// What moves a story up the front page. Defaults stand in the example settings.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Of the independent reports, the recent ones counting most.
    pub breadth: f64,
    /// Of all reports, reprints too, the recent ones counting most.
    pub velocity: f64,
    /// Of how many others report what the story's outlets report.
    pub following: f64,
    /// Of the same where those outlets were first.
    pub leading: f64,
    /// Of the time since the latest report.
    pub freshness: f64,
    /// Of the authority that the registry gives to the outlets that reported by themselves.
    pub authority: f64,
    /// Of news that earlier front pages have not shown.
    pub novelty: f64,
    /// Of how well the reports suit the edition, as screening judged them.
    pub relevance: f64,
    /// What a pin adds, and a sink takes.
    pub pin: f64,
    /// What a story loses when those above it are about the same name.
    pub diversity: f64,
    /// Hours after which a report counts a quarter, and after twice as many a ninth.
    pub fade_hours: NonZeroU32,
    /// Reports of this moment that give the full value; more add nothing.
    pub reports_cap: NonZeroU32,
    /// Hours on the front page after which half of a story's novelty is gone, unless news comes.
    pub novelty_hours: NonZeroU32,
    /// Stories about one name that lose nothing.
    pub one_name: NonZeroU32,
}

impl Weights {
    /// Those of the command `newsloom rank`: `weights.json`, which says how they were trained.
    pub fn standard() -> Weights {
        trained::weights(include_str!("weights.json")).expect("compiled in, and read by a test")
    }

    /// The weight of the term of this name.
    pub fn of(&self, term: &str) -> Option<f64> {
        Some(match term {
            "breadth" => self.breadth,
            "velocity" => self.velocity,
            "following" => self.following,
            "leading" => self.leading,
            "freshness" => self.freshness,
            "authority" => self.authority,
            "novelty" => self.novelty,
            "relevance" => self.relevance,
            "pinned" => self.pin,
            "sunk" => -self.pin,
            "diversity" => -self.diversity,
            _ => return None,
        })
    }
}
