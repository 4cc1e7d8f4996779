//! A group of sentences becomes a claim.

use super::matching::squeezed;
use super::{Group, Passage, Reading, Sources};
use crate::check::dates::{days_in, own_clock};
use crate::check::words::Word;
use crate::tongue::Sense;
use jiff::Timestamp;
use news::{ArticleId, Claim, ClaimId, ClaimParts, Evidence, Part, Report, Statement, Story};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A claim as a round of reports makes it, not yet known again; speaker and parts are added to those that are
/// kept ([`describe`]).
pub(super) struct Made {
    pub(super) claim: Claim,
    /// The passage whose words are used.
    pub(super) lead: usize,
    /// When the first report of it appeared.
    pub(super) first: Timestamp,
}

/// Places that a claim keeps: three independent ones settle it, and copies of one text can be thousands.
pub(super) const MOST_PLACES: usize = 48;

/// The claims that groups make, each under the id that its first report gives it.
pub(super) fn made(reading: &Reading<'_>, story: &Story) -> Vec<Made> {
    let Reading { sources, passages, groups } = reading;
    let reports = Reports::of(story);
    groups.iter().filter_map(|group| claim(group, passages, sources, &reports)).collect()
}

fn claim(
    group: &Group,
    passages: &[Passage<'_>],
    sources: &Sources<'_>,
    reports: &Reports<'_>,
) -> Option<Made> {
    let lead = passages.get(group.lead())?;
    let appeared = |passage: &Passage<'_>| {
        let article = &sources.articles()[passage.article];
        reports.reported(&article.id).unwrap_or(article.reported())
    };
    let members = group.members.iter().map(|at| &passages[*at]);
    let first = members.min_by_key(|passage| {
        (appeared(passage), &sources.articles()[passage.article].id, passage.place)
    })?;
    let rest = group.members.iter().filter(|at| !group.cited.contains(at));
    let evidence: Vec<Evidence> = group
        .cited
        .iter()
        .chain(rest)
        .take(MOST_PLACES)
        .filter_map(|at| {
            let passage = &passages[*at];
            sources.evidence(passage.article, Part::Text, passage.span.clone())
        })
        .collect();
    let statement = Statement::new(lead.said(), evidence).ok()?;
    let article = &sources.articles()[first.article].id;
    let id = ClaimId::first_made(&reports.story.id, article, &squeezed(first.text));
    let (origins, independent) = reports.origins(statement.evidence());
    let claim = Claim {
        id,
        statement,
        speaker: None,
        parts: ClaimParts::default(),
        origins,
        independent,
        updates: None,
        struck: false,
        ended: None,
        history: Vec::new(),
    };
    Some(Made { claim, lead: group.lead(), first: appeared(first) })
}

/// Adds to a claim what its words say of speaker, numbers, days and names: finding these takes longer than
/// all the rest.
pub(super) fn describe(claim: &mut Claim, lead: usize, reading: &Reading<'_>) {
    claim.speaker = reading.passages[lead].speaker();
    claim.parts = parts(lead, &reading.passages, &reading.sources);
}

/// What the words of a claim say, taken apart by the modules that check sentences.
fn parts(lead: usize, passages: &[Passage<'_>], sources: &Sources<'_>) -> ClaimParts {
    let passage = &passages[lead];
    let article = &sources.articles()[passage.article];
    let published = article.published.as_ref().map(own_clock);
    let keys = |wanted: fn(&Word) -> bool| {
        passage.words.iter().filter(|word| wanted(word)).map(|word| word.key.clone()).collect()
    };
    ClaimParts {
        numbers: keys(Word::is_number),
        dates: days_in(passage.tongue, passage.text, published)
            .into_iter()
            .map(|day| day.date)
            .collect(),
        names: passage.names.iter().map(|name| name.keys.join(" ")).collect(),
        hedges: keys(|word| word.is(Sense::Hedges)),
        negations: keys(|word| word.is(Sense::Denies)),
    }
}

/// The reports of a story by article, those too that were not read.
pub(super) struct Reports<'a> {
    pub(super) story: &'a Story,
    by_article: BTreeMap<&'a ArticleId, &'a Report>,
}

impl<'a> Reports<'a> {
    pub(super) fn of(story: &'a Story) -> Reports<'a> {
        let by_article = story.reports.iter().map(|report| (&report.article, report)).collect();
        Reports { story, by_article }
    }

    pub(super) fn has(&self, article: &ArticleId) -> bool {
        self.by_article.contains_key(article)
    }

    pub(super) fn reported(&self, article: &ArticleId) -> Option<Timestamp> {
        self.by_article.get(article).map(|report| report.reported)
    }

    /// The origins that stand behind these places, sorted, and how many of their reports are independent:
    /// counted as if the story had these reports alone.
    pub(super) fn origins(&self, evidence: &[Evidence]) -> (Vec<ArticleId>, usize) {
        let articles: BTreeSet<&ArticleId> = evidence.iter().map(|e| &e.article).collect();
        let known = |article: &ArticleId| self.by_article.get(article).copied();
        let origin = |article: &&ArticleId| known(article).map_or(*article, |r| &r.origin).clone();
        let mut origins: Vec<ArticleId> = articles.iter().map(origin).collect();
        origins.sort();
        origins.dedup();
        if origins.len() < 2 {
            let independent = origins.len();
            return (origins, independent);
        }
        let reports: Vec<Report> = articles.into_iter().filter_map(known).cloned().collect();
        let alone = Story { id: self.story.id.clone(), reports };
        let independent = alone.independent_reports();
        (origins, independent)
    }
}

/// The latest of the reports behind these places.
pub(super) fn latest(evidence: &[Evidence], reports: &Reports<'_>) -> Option<Timestamp> {
    evidence.iter().filter_map(|place| reports.reported(&place.article)).max()
}

/// Those to keep first of all claims that reports make: what readers are told, what is confirmed, what
/// was known.
pub(super) fn weight(claim: &Claim) -> impl Ord + use<> {
    let told = claim.history.iter().any(|step| step.told);
    let known = claim.history.len() > 1;
    Reverse((told, claim.independent.min(2), known, claim.independent, claim.origins.len()))
}

impl Passage<'_> {
    /// Takes all its words out: it says nothing, and nothing can be made of it.
    pub(crate) fn blank(&mut self) {
        self.text = "";
        self.words.clear();
        self.names.clear();
        self.surnames.clear();
        self.footing = super::Footing::Never;
    }
}
