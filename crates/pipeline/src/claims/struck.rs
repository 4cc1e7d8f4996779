use super::matching::Place;
use super::wording::Wording;
use super::{Group, Passage, Sources};
use news::{Article, Claim, ClaimId, Evidence, Statement, Strike};
use std::collections::{BTreeSet, HashSet};

/// What editors struck from a story: known again by the places where sources say it, and by what it
/// says, so that neither a new version nor another outlet brings it back.
#[derive(Clone, Debug, Default)]
pub struct Struck {
    evidence: Vec<Evidence>,
    places: HashSet<Place>,
    wordings: Vec<Wording>,
}

impl Struck {
    /// Of all strikes that hold.
    pub fn of(strikes: &[Strike]) -> Struck {
        let mut struck = Struck::default();
        for strike in strikes.iter().filter(|strike| strike.undone.is_none()) {
            struck.evidence.extend(strike.evidence.iter().cloned());
            struck.places.extend(strike.evidence.iter().map(Place::of));
            let said = strike.evidence.iter().map(|evidence| evidence.quote.as_str());
            for text in said.chain([strike.text.as_str()]) {
                let wording = Wording::of_text(text);
                if wording.is_telling() && !struck.wordings.contains(&wording) {
                    struck.wordings.push(wording);
                }
            }
        }
        struck
    }

    /// Whether nothing is struck.
    pub fn is_empty(&self) -> bool {
        self.evidence.is_empty() && self.wordings.is_empty()
    }

    /// Whether a statement says what was struck, or rests on a place that says it.
    pub fn bars(&self, statement: &Statement) -> bool {
        !self.is_empty()
            && (statement.evidence().iter().any(|evidence| self.holds(evidence))
                || self.tells(&Wording::of_text(statement.text())))
    }

    /// Whether a text says what was struck.
    pub(crate) fn bars_text(&self, text: &str) -> bool {
        !self.is_empty() && self.tells(&Wording::of_text(text))
    }

    fn holds(&self, evidence: &Evidence) -> bool {
        self.places.contains(&Place::of(evidence))
            || self.evidence.iter().any(|struck| struck.meets(evidence))
    }

    fn tells(&self, wording: &Wording) -> bool {
        self.wordings.iter().any(|struck| wording.tells(struck))
    }

    fn bars_passage(&self, passage: &Passage<'_>, article: &Article) -> bool {
        self.places.contains(&Place::at(&article.id, passage.text))
            || self.tells(&Wording::of(&passage.words))
    }

    /// Takes the words out of all passages that say what was struck, and of those that say the same as
    /// one of them.
    pub(crate) fn blank(
        &self,
        passages: &mut [Passage<'_>],
        groups: &[Group],
        sources: &Sources<'_>,
    ) {
        let articles = sources.articles();
        let barred = |p: &Passage<'_>| self.bars_passage(p, &articles[p.article]);
        let mut gone: BTreeSet<usize> =
            (0..passages.len()).filter(|at| barred(&passages[*at])).collect();
        let with_them =
            groups.iter().filter(|group| group.members.iter().any(|m| gone.contains(m)));
        let with_them: Vec<usize> = with_them.flat_map(|group| group.members.clone()).collect();
        gone.extend(with_them);
        for at in gone {
            passages[at].blank();
        }
    }
}

/// What is struck with a statement of a brief: the claims that say it, and every place where a source
/// does. Places that only name somebody for it stay.
pub fn struck_with(statement: &Statement, claims: &[Claim]) -> (Vec<ClaimId>, Vec<Evidence>) {
    let wording = Wording::of_text(statement.text());
    let says = |evidence: &&Evidence| Wording::of_text(&evidence.quote).tells(&wording);
    let mut evidence: Vec<Evidence> = statement.evidence().iter().filter(says).cloned().collect();
    if evidence.is_empty() {
        evidence = statement.evidence().to_vec();
    }
    let on_them = |claim: &&Claim| {
        let own = claim.statement.evidence();
        own.iter().any(|one| evidence.iter().any(|place| place.meets(one)))
    };
    let claims: Vec<&Claim> = claims.iter().filter(on_them).collect();
    for place in claims.iter().flat_map(|claim| claim.statement.evidence()) {
        if !evidence.contains(place) {
            evidence.push(place.clone());
        }
    }
    (claims.into_iter().map(|claim| claim.id.clone()).collect(), evidence)
}
