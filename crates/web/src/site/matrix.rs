//! Who says what: the brief's main claims against the outlets of the story, as a table.
//!
//! A table and not a drawing: it is read aloud row by row with its headers, prints, and scrolls in its
//! own box on a phone.

use super::sources::outlet_address;
use crate::reading::StoryFacts;
use crate::setting::Setting;
use crate::text::shortened;
use news::{
    ArticleId, Brief, Claim, ClaimStatus, Judged, OutletId, Reliance, Report, Statement, counted,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Claims that are shown: about what fits a screen.
const MOST_CLAIMS: usize = 12;
/// Outlets that are shown beside each other, those that say most first.
const MOST_OUTLETS: usize = 6;
/// Letters of a claim: two lines of its column.
const LONGEST: usize = 140;

/// The table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matrix {
    pub outlets: Vec<Column>,
    pub rows: Vec<Row>,
    pub left_out: Option<String>,
    pub disputes: bool,
}

/// An outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: String,
    pub address: String,
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub text: String,
    /// "confirmed by 3", "disputed".
    pub standing: String,
    pub is_disputed: bool,
    pub marks: Vec<Mark>,
}

/// What an outlet has to do with a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// It reports so itself.
    Says,
    /// It takes the other side of a disagreement on it.
    Otherwise,
    /// It only passes on what another report says.
    Repeats,
    /// It says nothing of it.
    Silent,
}

impl Mark {
    /// Its sign in the table.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Mark::Says => "●",
            Mark::Otherwise => "✕",
            Mark::Repeats => "○",
            Mark::Silent => "–",
        }
    }

    /// What the sign means, for those who hear the table.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Mark::Says => "says so",
            Mark::Otherwise => "says otherwise",
            Mark::Repeats => "repeats it",
            Mark::Silent => "does not say",
        }
    }

    /// The name of its look.
    pub(crate) fn look(self) -> &'static str {
        match self {
            Mark::Says => "says",
            Mark::Otherwise => "otherwise",
            Mark::Repeats => "repeats",
            Mark::Silent => "silent",
        }
    }
}

/// The table of a story; none where it shows nothing: fewer than two claims or outlets.
pub(crate) fn matrix(facts: &StoryFacts, setting: &Setting<'_>) -> Option<Matrix> {
    let brief = &facts.told.record.brief;
    let claims = main_claims(brief, &facts.claims);
    let desk = Desk::of(facts);
    let said: Vec<BTreeMap<&OutletId, Mark>> =
        claims.iter().map(|claim| desk.marks(claim, brief)).collect();
    let outlets = outlets(&said);
    if claims.len() < 2 || outlets.len() < 2 {
        return None;
    }
    let shown = &outlets[..outlets.len().min(MOST_OUTLETS)];
    let rows = claims.iter().zip(&said).map(|(claim, said)| Row {
        text: shortened(claim.statement.text(), LONGEST),
        standing: standing(claim),
        is_disputed: claim.status() == ClaimStatus::Disputed,
        marks: shown.iter().map(|o| said.get(o).copied().unwrap_or(Mark::Silent)).collect(),
    });
    let rows: Vec<Row> = rows.collect();
    let left_out = outlets.len() - shown.len();
    Some(Matrix {
        outlets: shown.iter().map(|outlet| column(outlet, setting)).collect(),
        disputes: rows.iter().any(|row| row.marks.contains(&Mark::Otherwise)),
        rows,
        left_out: (left_out > 0).then(|| {
            let more = counted(left_out, "more outlet stands", "more outlets stand");
            format!("{more} in the list of sources.")
        }),
    })
}

fn column(outlet: &OutletId, setting: &Setting<'_>) -> Column {
    Column { name: setting.outlet_name(&outlet.0), address: outlet_address(outlet) }
}

/// The claims that lede, disagreements and sections tell, in that order, each once.
fn main_claims<'a>(brief: &Brief<Judged>, claims: &'a [Claim]) -> Vec<&'a Claim> {
    let sides = brief.disagreements.iter().flat_map(|disagreement| &disagreement.sides);
    let sections = brief.sections.iter().flat_map(|section| &section.sentences);
    let mut main: Vec<&Claim> = Vec::new();
    for judged in brief.lede.iter().chain(sides).chain(sections) {
        let claim = claim_of(&judged.statement, claims);
        main.extend(claim.filter(|claim| !main.iter().any(|known| known.id == claim.id)));
    }
    main.truncate(MOST_CLAIMS);
    main
}

/// The claim that a statement tells: the first of those that rest on its places.
fn claim_of<'a>(statement: &Statement, claims: &'a [Claim]) -> Option<&'a Claim> {
    claims.iter().find(|claim| {
        claim.is_shown() && claim.status() != ClaimStatus::Withdrawn && claim.is_told_by(statement)
    })
}

/// What each outlet has to do with claims.
struct Desk<'a> {
    reports: BTreeMap<&'a ArticleId, (&'a Report, bool)>,
    claims: &'a [Claim],
}

impl<'a> Desk<'a> {
    fn of(facts: &'a StoryFacts) -> Desk<'a> {
        let reliance = Reliance::of(&facts.story);
        let reports = facts.story.reports.iter().map(|report| {
            let own = report.origin == report.article && !reliance.only_relies(report);
            (&report.article, (report, own))
        });
        Desk { reports: reports.collect(), claims: &facts.claims }
    }

    fn marks(&self, claim: &Claim, brief: &Brief<Judged>) -> BTreeMap<&'a OutletId, Mark> {
        let mut marks: BTreeMap<&OutletId, Mark> = BTreeMap::new();
        for (outlet, own) in self.sayers(claim) {
            let mark = if own { Mark::Says } else { Mark::Repeats };
            let known = marks.entry(outlet).or_insert(mark);
            *known = mark.min(*known);
        }
        let opposed = opposite(claim, brief);
        for other in opposed.iter().filter_map(|side| claim_of(side, self.claims)) {
            for (outlet, _) in self.sayers(other) {
                marks.entry(outlet).or_insert(Mark::Otherwise);
            }
        }
        marks
    }

    /// The outlets that make a claim, each with whether the report is its own.
    fn sayers(&self, claim: &Claim) -> Vec<(&'a OutletId, bool)> {
        let articles: BTreeSet<&ArticleId> =
            claim.statement.evidence().iter().map(|place| &place.article).collect();
        let known = articles.into_iter().filter_map(|article| self.reports.get(article));
        known.map(|(report, own)| (&report.outlet, *own)).collect()
    }
}

/// The other sides of the disagreements of which the claim is one.
fn opposite<'b>(claim: &Claim, brief: &'b Brief<Judged>) -> Vec<&'b Statement> {
    let mut others = Vec::new();
    for disagreement in &brief.disagreements {
        let sides = || disagreement.sides.iter().map(|side| &side.statement);
        if sides().any(|side| claim.is_told_by(side)) {
            others.extend(sides().filter(|side| !claim.is_told_by(side)));
        }
    }
    others
}

/// All outlets with a mark, those that say most first.
fn outlets<'a>(said: &[BTreeMap<&'a OutletId, Mark>]) -> Vec<&'a OutletId> {
    let mut counts: BTreeMap<&OutletId, (usize, usize)> = BTreeMap::new();
    for (outlet, mark) in said.iter().flatten() {
        let (own, all) = counts.entry(outlet).or_default();
        *own += usize::from(*mark == Mark::Says);
        *all += 1;
    }
    let mut outlets: Vec<_> = counts.into_iter().collect();
    outlets.sort_by_key(|(outlet, count)| (Reverse(*count), *outlet));
    outlets.into_iter().map(|(outlet, _)| outlet).collect()
}

fn standing(claim: &Claim) -> String {
    match claim.status() {
        ClaimStatus::Confirmed => format!("confirmed by {} independent reports", claim.independent),
        ClaimStatus::Reported => "one independent report".to_owned(),
        ClaimStatus::Disputed => "disputed".to_owned(),
        ClaimStatus::Withdrawn => "withdrawn".to_owned(),
    }
}
