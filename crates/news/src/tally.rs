use crate::{Checked, ReasonKind, Writer};
use std::collections::BTreeMap;

/// What a writer's briefs come to, as counted in public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Who wrote.
    pub writer: Writer,
    /// Briefs.
    pub briefs: u64,
    /// Sentences that it wrote, those that were withheld too. Everything that must have evidence counts: a
    /// headline, a figure, a quote.
    pub written: u64,
    /// Sentences of its own that gave way to a source's, since they did not pass.
    pub replaced: u64,
    /// Sentences that were withheld, by what their first reason is about.
    pub withheld: BTreeMap<ReasonKind, u64>,
}

impl Tally {
    /// Of nothing yet.
    pub fn of_nothing(writer: Writer) -> Tally {
        Tally { writer, briefs: 0, written: 0, replaced: 0, withheld: BTreeMap::new() }
    }

    /// Of one brief.
    pub fn of(checked: &Checked) -> Tally {
        let mut tally = Tally {
            briefs: 1,
            written: (checked.brief().statements().len() + checked.withheld().len()) as u64,
            replaced: checked.replaced() as u64,
            ..Tally::of_nothing(checked.brief().writer.clone())
        };
        for judged in checked.withheld() {
            let kind = judged.judgement.reasons.first().map_or(ReasonKind::Alignment, |r| r.kind);
            *tally.withheld.entry(kind).or_default() += 1;
        }
        tally
    }

    /// All that was withheld.
    pub fn withheld_in_all(&self) -> u64 {
        self.withheld.values().sum()
    }
}
