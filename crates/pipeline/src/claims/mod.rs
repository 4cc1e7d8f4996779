//! Sentences of all articles that say the same thing become one claim, and stay it while their story lives.

mod alike;
mod clutter;
mod footing;
mod lasting;
mod making;
mod matching;
mod passages;
mod sources;
mod standing;
mod struck;
mod wording;

pub(crate) use alike::{Group, group};
pub(crate) use clutter::gives_orders;
pub(crate) use footing::{Footing, footing, is_garbled};
pub use lasting::{Filing, Round, follow};
pub(crate) use passages::{Passage, passages};
pub(crate) use sources::{Origin, Sources};
pub use struck::{Struck, struck_with};

use news::{Claim, StoryFile};
use std::cmp::Reverse;

/// What the articles of a story say, sentence by sentence, with the sentences that say the same put together:
/// read once, for the writer and for the claims, since that takes most of the time of both.
pub struct Reading<'a> {
    pub(crate) sources: Sources<'a>,
    pub(crate) passages: Vec<Passage<'a>>,
    pub(crate) groups: Vec<Group>,
}

impl<'a> Reading<'a> {
    /// Reads all usable articles of the file.
    pub fn of(file: &'a StoryFile) -> Reading<'a> {
        let sources = Sources::of(file);
        let passages = passages(&sources);
        let groups = group(&passages, &sources);
        Reading { sources, passages, groups }
    }

    /// The same without the words of sentences that say what was struck.
    pub(crate) fn without(&self, struck: &Struck) -> Reading<'a> {
        let (sources, mut passages) = (self.sources.clone(), self.passages.clone());
        struck.blank(&mut passages, &self.groups, &sources);
        let groups = group(&passages, &sources);
        Reading { sources, passages, groups }
    }
}

/// The claims of a story as its articles make them now, as if nothing had been known of it: those of most
/// origins first. [`follow`] knows again those that it had.
pub fn claims(file: &StoryFile) -> Vec<Claim> {
    let reading = Reading::of(file);
    let mut claims: Vec<Claim> = making::made(&reading, &file.story)
        .into_iter()
        .map(|mut made| {
            making::describe(&mut made.claim, made.lead, &reading);
            made.claim
        })
        .collect();
    claims.sort_by_key(|claim| Reverse(claim.origins.len()));
    claims
}

#[cfg(test)]
mod tests;
