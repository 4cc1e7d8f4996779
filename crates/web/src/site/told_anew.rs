//! What happened to claims from one published version of a brief to the next, in words.

use super::story::VersionLine;
use crate::links;
use crate::reading::StoryFacts;
use crate::setting::Setting;
use crate::text::shortened;
use news::{ArticleId, ChangeKind, Claim, ClaimChange, claim_changes, counted};
use std::collections::BTreeMap;

/// Changes told of one version; more is another story.
const MOST: usize = 10;
/// Sources named beside one.
const MOST_SOURCES: usize = 3;
/// Letters of a claim.
const LONGEST: usize = 320;

/// What a version changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ToldAnew {
    pub lines: Vec<AnewLine>,
    pub left_out: Option<String>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AnewLine {
    /// `new`, `changed`, …
    pub look: &'static str,
    /// "Now disputed".
    pub what: &'static str,
    pub text: String,
    /// What was told before; only of a changed figure.
    pub before: Option<String>,
    /// What a reader has to know beside it.
    pub note: String,
    pub sources: Vec<SaidBy>,
    pub more_sources: usize,
}

/// Who says so, with the way to the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SaidBy {
    pub outlet: String,
    /// Its citation number in the brief that is shown, when it has one.
    pub number: Option<usize>,
    pub href: Option<String>,
    pub quote: String,
}

/// Sets beside each version that was out what it changed against the one that was out before it.
pub(crate) fn tell(lines: &mut [VersionLine], facts: &StoryFacts, setting: &Setting<'_>) {
    let teller = Teller::of(facts, setting);
    let out = facts.told.history.iter().filter(|line| line.state.was_out());
    let out: Vec<u32> = out.map(|line| line.version).collect();
    for pair in out.windows(2) {
        let [from, to] = pair else { continue };
        if *to > facts.told.record.version {
            continue;
        }
        let changes = claim_changes(&facts.claims, *from, *to);
        if let Some(line) = lines.iter_mut().find(|line| line.version == *to) {
            line.anew = teller.told(&changes);
        }
    }
}

struct Teller<'a> {
    facts: &'a StoryFacts,
    setting: &'a Setting<'a>,
    numbers: BTreeMap<&'a ArticleId, usize>,
}

impl<'a> Teller<'a> {
    fn of(facts: &'a StoryFacts, setting: &'a Setting<'a>) -> Teller<'a> {
        let cited = facts.told.record.brief.cited().into_iter();
        Teller { facts, setting, numbers: cited.zip(1..).collect() }
    }

    fn told(&self, changes: &[ClaimChange<'_>]) -> ToldAnew {
        let left_out = changes.len().saturating_sub(MOST);
        ToldAnew {
            lines: changes.iter().take(MOST).map(|change| self.line(change)).collect(),
            left_out: (left_out > 0)
                .then(|| format!("And {}.", counted(left_out, "more change", "more changes"))),
        }
    }

    fn line(&self, change: &ClaimChange<'_>) -> AnewLine {
        let (look, what) = words(change.kind);
        let (sources, more_sources) = self.sources(change.claim);
        let text = |claim: &Claim| shortened(claim.statement.text(), LONGEST);
        AnewLine {
            look,
            what,
            text: text(change.claim),
            before: change.before.map(text),
            note: note(change),
            sources,
            more_sources,
        }
    }

    /// The first places of a claim, one of an outlet, and how many outlets there are beyond.
    fn sources(&self, claim: &Claim) -> (Vec<SaidBy>, usize) {
        let mut said: Vec<SaidBy> = Vec::new();
        for place in claim.statement.evidence() {
            let report = self.facts.story.reports.iter().find(|r| r.article == place.article);
            let Some(report) = report else { continue };
            let outlet = self.setting.outlet_name(&report.outlet.0);
            if said.iter().any(|known| known.outlet == outlet) {
                continue;
            }
            let url = report.url.as_deref();
            said.push(SaidBy {
                outlet,
                number: self.numbers.get(&place.article).copied(),
                href: url.and_then(|url| links::at_words(url, &[&place.quote])),
                quote: shortened(&place.quote, LONGEST),
            });
        }
        let more = said.len().saturating_sub(MOST_SOURCES);
        said.truncate(MOST_SOURCES);
        (said, more)
    }
}

fn words(kind: ChangeKind) -> (&'static str, &'static str) {
    match kind {
        ChangeKind::New => ("new", "New"),
        ChangeKind::Changed => ("changed", "Changed"),
        ChangeKind::Disputed => ("now-disputed", "Now disputed"),
        ChangeKind::Confirmed => ("confirmed", "Now confirmed"),
        ChangeKind::Settled => ("settled", "No longer disputed"),
        ChangeKind::Withdrawn => ("gone", "Withdrawn"),
    }
}

fn note(change: &ClaimChange<'_>) -> String {
    match change.kind {
        ChangeKind::Confirmed => {
            let reports = change.claim.independent;
            format!("by {}", counted(reports, "independent report", "independent reports"))
        }
        ChangeKind::Withdrawn => "by whoever said so".to_owned(),
        ChangeKind::New | ChangeKind::Changed | ChangeKind::Disputed | ChangeKind::Settled => {
            String::new()
        }
    }
}
