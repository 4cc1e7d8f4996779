//! The claims of a story from one writing to the next: known again, and how each stands now.

use super::making::{self, MOST_PLACES, Made, Reports, latest, weight};
use super::matching::{Fate, fates};
use super::standing::Standing;
use super::wording::Wording;
use super::{Footing, Reading, Struck};
use jiff::Timestamp;
use news::{
    ArticleVersionId, Brief, Claim, ClaimId, ClaimStatus, ClaimStep, Ending, Evidence, Judged,
    Statement, Story,
};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// What is known when a story has been written about anew.
pub struct Round<'a> {
    /// What was read for it.
    pub reading: &'a Reading<'a>,
    /// The story with all its reports, those too that were not read.
    pub story: &'a Story,
    /// The brief as the check left it, whoever wrote it.
    pub brief: &'a Brief<Judged>,
    /// What editors struck.
    pub struck: &'a Struck,
    /// The version of the brief.
    pub version: u32,
    /// When.
    pub at: Timestamp,
}

/// Claims of one story that are followed at most: four times what a long brief tells.
const MOST_FOLLOWED: usize = 120;

/// Claims that were withdrawn or ended and are kept at most.
const MOST_PAST: usize = 60;

/// The claims of a story after a round, those of before known again.
///
/// The same reports give the same claims, however often: a second run of a round changes nothing. A claim
/// keeps its id while its reports come, go and change, as long as one sentence of it is made again or said
/// in other words. Of claims that turn out to be one the elder's id stays; of one that turns out to be
/// several the greater part keeps it.
pub fn follow(before: &[Claim], round: &Round<'_>) -> Vec<Claim> {
    let Reading { sources, passages, .. } = round.reading;
    let reports = Reports::of(round.story);
    let page = Shown::of(round.brief);
    let found = found(round, &page);
    let fates = fates(before, &found, |made| Wording::of(&passages[made.lead].words));
    let names = names(before, &found, &fates, round);
    let standing = Standing::of(sources, &reports);
    let desk = Desk { round, page: &page, standing: &standing };
    let mut live: Vec<(Claim, Option<usize>)> = Vec::new();
    for (made, name) in found.iter().zip(&names) {
        let fresh = Claim { id: name.id.clone(), ..made.claim.clone() };
        let claim = match name.known {
            Some(known) => desk.known_again(&before[known], fresh, &reports),
            None => fresh,
        };
        live.push((desk.filed(claim, false), Some(made.lead)));
    }
    let mut past = Vec::new();
    for (claim, fate) in before.iter().zip(&fates) {
        match fate {
            Fate::Found(_) => {}
            Fate::Joined(group) => past.push(joined(claim, &names[*group].id)),
            Fate::Missing => desk.missing(claim, &mut live, &mut past),
        }
    }
    let updates = Updates::of(before, &found, &fates, &reports);
    let mut kept = kept(live, past);
    for (claim, lead) in &mut kept {
        let Some(lead) = lead else { continue };
        making::describe(claim, *lead, round.reading);
        if !before.iter().any(|known| known.id == claim.id) {
            claim.updates = updates.by(claim, &Wording::of(&passages[*lead].words));
        }
    }
    kept.into_iter().map(|(claim, _)| claim).collect()
}

/// What a filing of claims comes to: rows that stay as they are are not written again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filing {
    /// New or other than before.
    pub changed: Vec<Claim>,
    /// Not followed any more.
    pub gone: Vec<ClaimId>,
}

impl Filing {
    /// What has to be written so that `before` becomes `after`.
    pub fn between(before: &[Claim], after: Vec<Claim>) -> Filing {
        let known: HashMap<&ClaimId, &Claim> = before.iter().map(|c| (&c.id, c)).collect();
        let left: HashSet<ClaimId> = after.iter().map(|claim| claim.id.clone()).collect();
        let gone = before.iter().map(|claim| &claim.id).filter(|id| !left.contains(*id));
        let gone = gone.cloned().collect();
        let changed = after.into_iter().filter(|c| known.get(&c.id) != Some(&c)).collect();
        Filing { changed, gone }
    }
}

/// The claims that the reports of this round make, in an order that follows from them alone. A sentence
/// that needs the one before it cannot be checked alone: it is one only when the brief tells it.
fn found(round: &Round<'_>, page: &Shown<'_>) -> Vec<Made> {
    let mut found = making::made(round.reading, round.story);
    let passages = &round.reading.passages;
    found.retain(|made| {
        passages[made.lead].footing != Footing::Leaning || page.tells(&made.claim.statement)
    });
    found.sort_by(|a, b| (a.first, &a.claim.id).cmp(&(b.first, &b.claim.id)));
    found
}

/// Under which id a group is followed, and which claim of before it is.
struct Name {
    id: ClaimId,
    known: Option<usize>,
}

fn names(before: &[Claim], found: &[Made], fates: &[Fate], round: &Round<'_>) -> Vec<Name> {
    let mut known: HashMap<usize, usize> = HashMap::new();
    for (at, fate) in fates.iter().enumerate() {
        if let Fate::Found(group) = fate {
            known.insert(*group, at);
        }
    }
    let mut taken: HashSet<ClaimId> = before.iter().map(|claim| claim.id.clone()).collect();
    let name = |(group, made): (usize, &Made)| {
        if let Some(at) = known.get(&group) {
            return Name { id: before[*at].id.clone(), known: Some(*at) };
        }
        let mut id = made.claim.id.clone();
        // The first report's sentence went to another claim: this one is named after it all the same.
        while !taken.insert(id.clone()) {
            let article = &made.claim.statement.evidence()[0].article;
            id = ClaimId::first_made(&round.story.id, article, &id.0);
        }
        Name { id, known: None }
    };
    found.iter().enumerate().map(name).collect()
}

fn joined(claim: &Claim, elder: &ClaimId) -> Claim {
    Claim { ended: Some(Ending::Joined(elder.clone())), ..claim.clone() }
}

/// Those that are followed further, with the passages whose words they use.
fn kept(
    mut live: Vec<(Claim, Option<usize>)>,
    mut past: Vec<Claim>,
) -> Vec<(Claim, Option<usize>)> {
    live.sort_by_cached_key(|(claim, _)| weight(claim));
    live.truncate(MOST_FOLLOWED);
    past.sort_by(|a, b| {
        let last = |claim: &Claim| claim.history.last().map(|step| step.at);
        last(b).cmp(&last(a)).then_with(|| a.id.cmp(&b.id))
    });
    past.truncate(MOST_PAST);
    live.extend(past.into_iter().map(|claim| (claim, None)));
    live
}

/// Files claims as they stand after a round.
struct Desk<'a> {
    round: &'a Round<'a>,
    page: &'a Shown<'a>,
    standing: &'a Standing<'a>,
}

impl Desk<'_> {
    /// A claim of before with what this round knows of it.
    fn known_again(&self, old: &Claim, fresh: Claim, reports: &Reports<'_>) -> Claim {
        let mut evidence = fresh.statement.evidence().to_vec();
        evidence.extend(self.standing.unread(old));
        evidence.truncate(MOST_PLACES);
        let text = fresh.statement.text().to_owned();
        let (origins, independent) = reports.origins(&evidence);
        let statement = Statement::new(text, evidence).unwrap_or(fresh.statement);
        let (updates, history) = (old.updates.clone(), old.history.clone());
        Claim { statement, origins, independent, updates, history, ..fresh }
    }

    /// A claim that no group makes: it stands on what was not read, was withdrawn, or is over.
    fn missing(
        &self,
        claim: &Claim,
        live: &mut Vec<(Claim, Option<usize>)>,
        past: &mut Vec<Claim>,
    ) {
        if matches!(claim.ended, Some(Ending::Joined(_))) {
            return past.push(claim.clone());
        }
        let (left, withdrawn) = self.standing.left_of(claim);
        if left.ended.is_some() {
            return past.push(left);
        }
        let filed = self.filed(left, withdrawn);
        match withdrawn {
            true => past.push(filed),
            false => live.push((filed, None)),
        }
    }

    /// Notes how a claim stands.
    fn filed(&self, mut claim: Claim, withdrawn: bool) -> Claim {
        let status = match claim.independent {
            _ if withdrawn => ClaimStatus::Withdrawn,
            _ if self.page.disputes(&claim.statement) => ClaimStatus::Disputed,
            0 | 1 => ClaimStatus::Reported,
            _ => ClaimStatus::Confirmed,
        };
        let told = !withdrawn && self.page.tells(&claim.statement);
        let Round { version, at, .. } = *self.round;
        claim.becomes(ClaimStep { status, told, version, at });
        claim.struck = self.round.struck.bars(&claim.statement);
        claim
    }
}

/// Finds the claims of which new ones give later figures.
struct Updates<'a> {
    /// Those that are followed, with their words and fates.
    before: Vec<(&'a Claim, Wording, &'a Fate)>,
    found: &'a [Made],
    reports: &'a Reports<'a>,
}

impl<'a> Updates<'a> {
    fn of(
        before: &'a [Claim],
        found: &'a [Made],
        fates: &'a [Fate],
        reports: &'a Reports<'a>,
    ) -> Updates<'a> {
        let known = before.iter().zip(fates).filter(|(old, _)| old.ended.is_none());
        let known = known.map(|(old, fate)| (old, Wording::of_text(old.statement.text()), fate));
        Updates { before: known.collect(), found, reports }
    }

    /// The claim of before that says the same but for one number, and of which this is the later word.
    fn by(&self, fresh: &Claim, wording: &Wording) -> Option<ClaimId> {
        let earlier = self.before.iter().filter_map(|(old, said, fate)| {
            let likeness = said.other_figure(wording)?;
            self.is_later(fresh, old, fate).then_some((likeness, *old))
        });
        let word = |old: &Claim| {
            let first = old.history.first().map(|step| step.at);
            (old.status() != ClaimStatus::Withdrawn, first, Reverse(old.id.clone()))
        };
        let best =
            earlier.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| word(a.1).cmp(&word(b.1))));
        best.map(|(_, old)| old.id.clone())
    }

    /// Whether one of the reports that made the old one says this in its place now, or its report came after
    /// all of those.
    fn is_later(&self, fresh: &Claim, old: &Claim, fate: &Fate) -> bool {
        let (new, known) = (fresh.statement.evidence(), old.statement.evidence());
        let still: &[Evidence] = match fate {
            Fate::Found(group) | Fate::Joined(group) => {
                self.found[*group].claim.statement.evidence()
            }
            Fate::Missing => &[],
        };
        let makes = |places: &[Evidence], place: &Evidence| {
            places.iter().any(|other| other.article == place.article)
        };
        let mut both = new.iter().filter(|place| makes(known, place)).peekable();
        match (latest(new, self.reports), latest(known, self.reports)) {
            _ if both.peek().is_some() => both.any(|place| !makes(still, place)),
            (Some(new), Some(known)) => new > known,
            _ => false,
        }
    }
}

/// The places that a brief shows, and those of them that are sides of a disagreement.
struct Shown<'a> {
    told: HashMap<&'a ArticleVersionId, Vec<&'a Evidence>>,
    disputed: HashMap<&'a ArticleVersionId, Vec<&'a Evidence>>,
}

impl<'a> Shown<'a> {
    fn of(brief: &'a Brief<Judged>) -> Shown<'a> {
        let told = brief.statements().into_iter().map(|(_, judged)| &judged.statement);
        let sides = brief.disagreements.iter().flat_map(|disagreement| &disagreement.sides);
        Shown { told: places(told), disputed: places(sides.map(|judged| &judged.statement)) }
    }

    fn tells(&self, statement: &Statement) -> bool {
        has(&self.told, statement)
    }

    fn disputes(&self, statement: &Statement) -> bool {
        has(&self.disputed, statement)
    }
}

fn places<'a>(
    statements: impl Iterator<Item = &'a Statement>,
) -> HashMap<&'a ArticleVersionId, Vec<&'a Evidence>> {
    let mut places: HashMap<&ArticleVersionId, Vec<&Evidence>> = HashMap::new();
    for place in statements.flat_map(Statement::evidence) {
        places.entry(&place.version).or_default().push(place);
    }
    places
}

fn has(places: &HashMap<&ArticleVersionId, Vec<&Evidence>>, statement: &Statement) -> bool {
    statement.evidence().iter().any(|one| {
        places.get(&one.version).is_some_and(|known| known.iter().any(|place| place.meets(one)))
    })
}

#[cfg(test)]
#[path = "lasting/tests.rs"]
mod tests;
