//! Sentences of all articles that say the same thing become one claim.

mod alike;
mod clutter;
mod footing;
mod passages;
mod sources;

pub(crate) use alike::{Group, group};
pub(crate) use clutter::gives_orders;
pub(crate) use footing::{Footing, footing, is_garbled};
pub(crate) use passages::{Passage, passages};
pub(crate) use sources::{Origin, Sources};

use news::{ArticleId, Claim, StoryFile};
use std::cmp::Reverse;

/// The claims of a story, those of most origins first.
pub fn claims(file: &StoryFile) -> Vec<Claim> {
    let sources = Sources::of(file);
    let passages = passages(&sources);
    let groups = group(&passages, &sources);
    let mut claims: Vec<Claim> =
        groups.iter().filter_map(|group| claim(group, &passages, &sources)).collect();
    claims.sort_by_key(|claim| Reverse(claim.origins.len()));
    claims
}

/// The words of the group's first passage, with the places of all.
fn claim(group: &Group, passages: &[Passage<'_>], sources: &Sources<'_>) -> Option<Claim> {
    let lead = passages.get(group.lead())?;
    let statement = group.statement(passages, sources)?;
    let mut origins: Vec<ArticleId> =
        group.members.iter().map(|at| sources.origin_id(passages[*at].article).clone()).collect();
    origins.sort();
    origins.dedup();
    Some(Claim { statement, speaker: lead.speaker(), origins })
}

#[cfg(test)]
mod tests;
