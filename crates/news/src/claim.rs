use crate::{ArticleId, Evidence, Statement, StoryId, short_digest};
use jiff::Timestamp;
use jiff::civil::Date;
use std::fmt;

/// Names a claim for as long as its story lives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(pub String);

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ClaimId {
    /// The id of the claim that the report `first` was the first to make in `story`, in these words.
    ///
    /// 12 hex digits. The version of the report is left out: one that repeats the sentence in its next
    /// version still makes the same claim.
    pub fn first_made(story: &StoryId, first: &ArticleId, words: &str) -> ClaimId {
        let parts = [b"claim", story.0.as_bytes(), first.0.as_bytes(), words.as_bytes()];
        ClaimId(short_digest(&parts)[..12].to_owned())
    }
}

/// How a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimStatus {
    /// One independent report makes it.
    Reported,
    /// Two or more independent reports make it.
    Confirmed,
    /// It is a side of a disagreement that the brief shows.
    Disputed,
    /// Whoever made it dropped or corrected it, and nobody else makes it.
    Withdrawn,
}

impl ClaimStatus {
    /// Every status with its word.
    pub const ALL: [(ClaimStatus, &'static str); 4] = [
        (ClaimStatus::Reported, "reported"),
        (ClaimStatus::Confirmed, "confirmed"),
        (ClaimStatus::Disputed, "disputed"),
        (ClaimStatus::Withdrawn, "withdrawn"),
    ];

    /// The word for it, in the API and in the database.
    pub fn word(self) -> &'static str {
        ClaimStatus::ALL.iter().find(|(status, _)| *status == self).map_or("reported", |(_, w)| w)
    }

    /// Reads what [`ClaimStatus::word`] writes.
    pub fn from_word(word: &str) -> Option<ClaimStatus> {
        ClaimStatus::ALL.iter().find(|(_, name)| *name == word).map(|(status, _)| *status)
    }
}

/// What a claim says, taken apart, each part in the one spelling by which the check compares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimParts {
    /// Numbers with their unit: `30`, `4200000000$`, `18%`.
    pub numbers: Vec<String>,
    /// Days, counted from the time of the report.
    pub dates: Vec<Date>,
    /// Names in small letters: `ada lund`.
    pub names: Vec<String>,
    /// Words that make it less sure: `may`, `reportedly`.
    pub hedges: Vec<String>,
    /// Words of denial: `not`, `no`.
    pub negations: Vec<String>,
}

/// When a claim became what, and with which version of the brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimStep {
    /// How it stood from then on.
    pub status: ClaimStatus,
    /// Whether the brief told it from then on.
    pub told: bool,
    /// The version of the brief that was written then.
    pub version: u32,
    /// When.
    pub at: Timestamp,
}

/// Why a claim is not followed any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It turned out to say the same as this elder one.
    Joined(ClaimId),
    /// The reports that made it are not in the story any more, or their outlets keep their words for
    /// themselves.
    Left,
}

/// One checkable statement of a story, with every place where a source makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Stable, whatever reports and versions come.
    pub id: ClaimId,
    /// The words of the clearest source, with all sources' spans as evidence, the clearest first. Of a
    /// withdrawn claim the spans that were, in the versions that held them.
    pub statement: Statement,
    /// Who is said to say it, as named in the text.
    pub speaker: Option<String>,
    /// What it says, taken apart.
    pub parts: ClaimParts,
    /// Origins that make it, each once, sorted. Of a withdrawn claim those that made it.
    pub origins: Vec<ArticleId>,
    /// How many independent reports make it, as [`crate::Story::independent_reports`] counts.
    pub independent: usize,
    /// The claim of which it gives a later figure.
    pub updates: Option<ClaimId>,
    /// Whether an editor struck it: then it is shown nowhere.
    pub struck: bool,
    /// Why it is not followed any more; none while it is.
    pub ended: Option<Ending>,
    /// What became of it, oldest first; empty until it is first filed.
    pub history: Vec<ClaimStep>,
}

impl Claim {
    /// How it stands: as its last step says, or before it is filed by its independent reports alone.
    pub fn status(&self) -> ClaimStatus {
        match self.history.last() {
            Some(step) => step.status,
            None if self.independent > 1 => ClaimStatus::Confirmed,
            None => ClaimStatus::Reported,
        }
    }

    /// How it stood with this version of the brief; none when it was not known then.
    pub fn at_version(&self, version: u32) -> Option<ClaimStep> {
        self.history.iter().rev().find(|step| step.version <= version).copied()
    }

    /// Whether a version of the brief up to this one told it.
    pub fn was_told_by(&self, version: u32) -> bool {
        self.history.iter().any(|step| step.version <= version && step.told)
    }

    /// Whether readers may see it: it is followed, and no editor struck it.
    pub fn is_shown(&self) -> bool {
        self.ended.is_none() && !self.struck
    }

    /// Notes how it stands now, unless that is how it stood.
    pub fn becomes(&mut self, step: ClaimStep) {
        let same = |last: &ClaimStep| last.status == step.status && last.told == step.told;
        if !self.history.last().is_some_and(same) {
            self.history.push(step);
        }
    }

    /// Whether a statement rests on one of the places where this is said.
    pub fn is_told_by(&self, statement: &Statement) -> bool {
        statement
            .evidence()
            .iter()
            .any(|one| self.statement.evidence().iter().any(|e| e.meets(one)))
    }
}

/// What happened to a claim between two versions of a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It gives a later figure of what the earlier version told.
    Changed,
    /// Nobody says it any more.
    Withdrawn,
    /// Sources came to disagree on it.
    Disputed,
    /// Sources disagreed on it, and do no more.
    Settled,
    /// Independent reports came to bear it out.
    Confirmed,
    /// The later version tells it, and before nobody had said it.
    New,
}

/// One change between two versions of a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimChange<'a> {
    /// What happened.
    pub kind: ChangeKind,
    /// To what.
    pub claim: &'a Claim,
    /// What the earlier version told; only where a figure changed.
    pub before: Option<&'a Claim>,
}

/// What happened to the claims that readers were told of, from the version `from` of the brief to the
/// version `to`: by kind, in the order of `claims`. What editors struck and what ended is left out.
pub fn claim_changes(claims: &[Claim], from: u32, to: u32) -> Vec<ClaimChange<'_>> {
    let shown = claims.iter().filter(|claim| claim.is_shown());
    let mut changes: Vec<ClaimChange<'_>> = shown
        .filter_map(|claim| {
            let before = earlier(claims, claim, from);
            let kind = kind_of(claim, before.is_some(), from, to)?;
            let before = before.filter(|_| kind == ChangeKind::Changed);
            Some(ClaimChange { kind, claim, before })
        })
        .collect();
    let replaced: Vec<ClaimId> =
        changes.iter().filter_map(|change| Some(change.before?.id.clone())).collect();
    changes.retain(|c| c.kind != ChangeKind::Withdrawn || !replaced.contains(&c.claim.id));
    changes.sort_by_key(|change| change.kind);
    changes
}

/// The claim of which this gives a later figure, when readers had been told of it.
fn earlier<'a>(claims: &'a [Claim], claim: &Claim, from: u32) -> Option<&'a Claim> {
    let id = claim.updates.as_ref()?;
    claims.iter().find(|old| old.id == *id && !old.struck && old.was_told_by(from))
}

fn kind_of(claim: &Claim, updates: bool, from: u32, to: u32) -> Option<ChangeKind> {
    use ClaimStatus::{Confirmed, Disputed, Reported, Withdrawn};
    let now = claim.at_version(to)?;
    let Some(then) = claim.at_version(from) else {
        return match (now.told, now.status) {
            (true, Disputed) => Some(ChangeKind::Disputed),
            (true, Reported | Confirmed) if updates => Some(ChangeKind::Changed),
            (true, Reported | Confirmed) => Some(ChangeKind::New),
            (_, Withdrawn) | (false, _) => None,
        };
    };
    let told = then.told || now.told;
    match (then.status, now.status) {
        (_, Withdrawn) if then.status != Withdrawn && claim.was_told_by(from) => {
            Some(ChangeKind::Withdrawn)
        }
        (Reported | Confirmed | Withdrawn, Disputed) if told => Some(ChangeKind::Disputed),
        (Reported | Disputed, Confirmed) if told => Some(ChangeKind::Confirmed),
        (Disputed, Reported) if told => Some(ChangeKind::Settled),
        _ => None,
    }
}

/// What an editor took out of a story for good: no later version of its brief says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strike {
    /// Counted from 1 within the instance.
    pub number: u64,
    /// The story.
    pub story: StoryId,
    /// The sentence as it stood in the brief.
    pub text: String,
    /// The places where sources say it.
    pub evidence: Vec<Evidence>,
    /// The claims that say it.
    pub claims: Vec<ClaimId>,
    /// The editor.
    pub by: String,
    /// Why, for the other editors.
    pub why: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Who took the strike back, and when; none while it holds.
    pub undone: Option<(String, Timestamp)>,
}

#[cfg(test)]
#[path = "claim/tests.rs"]
mod tests;
