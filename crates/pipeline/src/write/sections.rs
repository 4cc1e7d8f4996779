//! The body of a brief: what is chosen for it, and under which headings it stands.

use super::lede::SECTIONS_FROM_WORDS;
use super::order::in_reading_order;
use super::page::Page;
use crate::claims::{Footing, Passage};
use news::{Heading, Part, Section, Statement};

/// A sentence of the body, with the sentence after it in its source where that leans on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) group: usize,
    pub(super) follower: Option<usize>,
}

/// What the sentences under a heading have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Topic {
    Events,
    Details,
    Reaction,
    Background,
    Next,
}

impl Topic {
    const ALL: [Topic; 5] =
        [Topic::Events, Topic::Details, Topic::Reaction, Topic::Background, Topic::Next];

    fn label(self) -> &'static str {
        match self {
            Topic::Events => "What happened",
            Topic::Details => "In detail",
            Topic::Reaction => "Reaction",
            Topic::Background => "Background",
            Topic::Next => "What comes next",
        }
    }
}

/// Chooses, orders and heads the sentences of the body.
pub(super) fn write(page: &mut Page<'_>) -> Vec<Section<Statement>> {
    page.begin_body();
    let pieces = choose(page);
    let sorted = sorted(page, pieces);
    let ordered = in_reading_order(page, sorted.iter().map(|(_, p)| p.clone()).collect());
    let headed = sorted.iter().map(|(topic, _)| *topic).zip(ordered);
    headed.filter_map(|(topic, pieces)| section(page, topic, &pieces)).collect()
}

fn section(page: &Page<'_>, topic: Topic, pieces: &[Piece]) -> Option<Section<Statement>> {
    let sentences: Vec<Statement> =
        pieces.iter().flat_map(|piece| statements(page, *piece)).collect();
    let heading = Heading::Label(topic.label().to_owned());
    (!sentences.is_empty()).then_some(Section { heading, sentences })
}

fn statements(page: &Page<'_>, piece: Piece) -> Vec<Statement> {
    let mut statements: Vec<Statement> = page.material.statement(piece.group).into_iter().collect();
    if let Some(at) = piece.follower {
        let passage = &page.material.passages[at];
        let sources = &page.material.sources;
        let evidence = sources.evidence(passage.article, Part::Text, passage.span.clone());
        statements.extend(Statement::new(passage.said(), evidence.into_iter().collect()).ok());
    }
    statements
}

/// Fills the page up to its length with what is worth most at each moment.
fn choose(page: &mut Page<'_>) -> Vec<Piece> {
    let target = page.style.words;
    let mut pieces = Vec::new();
    if target < SECTIONS_FROM_WORDS && page.words > 0 {
        return pieces;
    }
    while let Some(group) = page.best(|page, group| worth(page, group, target)) {
        page.print(group);
        let follower = follower(page, group, target);
        if let Some(at) = follower {
            page.print_passage(at);
            page.close_group_of(at);
        }
        pieces.push(Piece { group, follower });
    }
    pieces
}

fn worth(page: &Page<'_>, group: usize, target: usize) -> Option<f64> {
    let passage = page.material.lead(group);
    let fits = page.may_stand(passage) && page.has_room(passage.length(), target);
    fits.then(|| page.worth(group))
}

/// A leaning sentence is taken along when it is worth this share of the one it leans on. Chosen on
/// the labelled stories by reading: lower, the brief follows one source too long.
const WORTH_FOLLOWING: f64 = 0.6;

/// The sentence after this one in its source, where it leans on it and is worth its words.
fn follower(page: &Page<'_>, group: usize, target: usize) -> Option<usize> {
    let lead = page.material.lead(group);
    let at = page.material.after(lead)?;
    let next = &page.material.passages[at];
    let near = next.paragraph <= lead.paragraph + 1 && next.quoted_share() < 0.5;
    let holder = page.material.groups.iter().position(|group| group.lead() == at)?;
    let worth = page.material.importance.centrality(holder);
    let wanted = WORTH_FOLLOWING * page.material.importance.centrality(group);
    let fits = next.footing == Footing::Leaning
        && near
        && !page.shows(at)
        && worth >= wanted
        && page.has_room(next.length(), target)
        && page.knows_all(next)
        && page.fits(next);
    fits.then_some(at)
}

/// Sections of fewer pieces than this are joined to the first one; what comes next may be one.
const FEWEST_PIECES: usize = 2;

/// A first section of more pieces than this is parted in two.
const MOST_PIECES: usize = 6;

/// The pieces by topic, in the order of topics, none empty.
fn sorted(page: &Page<'_>, pieces: Vec<Piece>) -> Vec<(Topic, Vec<Piece>)> {
    let mut by_topic: Vec<(Topic, Vec<Piece>)> =
        Topic::ALL.into_iter().map(|topic| (topic, Vec::new())).collect();
    for piece in pieces {
        let topic = topic(page.material.lead(piece.group));
        by_topic[topic as usize].1.push(piece);
    }
    join_small(&mut by_topic);
    part_large(page, &mut by_topic);
    by_topic.retain(|(_, pieces)| !pieces.is_empty());
    by_topic
}

fn join_small(by_topic: &mut [(Topic, Vec<Piece>)]) {
    for topic in [Topic::Reaction, Topic::Background, Topic::Next] {
        let pieces = &mut by_topic[topic as usize].1;
        let least = if topic == Topic::Next { 1 } else { FEWEST_PIECES };
        if pieces.len() < least {
            let few = std::mem::take(pieces);
            by_topic[Topic::Events as usize].1.extend(few);
        }
    }
}

/// Parts the events into what stands at the head of the articles and what comes further down.
fn part_large(page: &Page<'_>, by_topic: &mut [(Topic, Vec<Piece>)]) {
    let events = &mut by_topic[Topic::Events as usize].1;
    if events.len() <= MOST_PIECES {
        return;
    }
    events.sort_by_key(|piece| (page.material.lead(piece.group).place, piece.group));
    let details = events.split_off(events.len().div_ceil(2));
    by_topic[Topic::Details as usize].1 = details;
}

/// What the writer says will be, in small letters with a space around.
const NEXT: [&str; 16] = [
    " will ",
    " is expected to ",
    " are expected to ",
    " is scheduled ",
    " are scheduled ",
    " is due ",
    " are due ",
    " is set to ",
    " are set to ",
    " plans to ",
    " plan to ",
    " next week",
    " next month",
    " next year",
    " tomorrow ",
    " are to ",
];

/// Marks of what was before the news.
const BEFORE: [&str; 19] = [
    " years ago",
    " last year",
    " last month",
    " previously ",
    " in the past",
    " decades",
    " history",
    " founded ",
    " was born",
    " since 19",
    " since 20",
    " began in ",
    " has long ",
    " have long ",
    " in recent years",
    " earlier this year",
    " last summer",
    " a year ago",
    " for years",
];

/// Verbs of those who take a stand, with a space around.
const STANDS: [&str; 36] = [
    " condemned ",
    " condemns ",
    " welcomed ",
    " welcomes ",
    " criticised ",
    " criticized ",
    " praised ",
    " urged ",
    " urges ",
    " denounced ",
    " rejected ",
    " rejects ",
    " accused ",
    " accuses ",
    " denied ",
    " denies ",
    " demanded ",
    " warned ",
    " warns ",
    " thanked ",
    " apologised ",
    " apologized ",
    " vowed ",
    " defended ",
    " hailed ",
    " blamed ",
    " opposed ",
    " insisted ",
    " argued ",
    " argues ",
    " argue ",
    " dismissed ",
    " pledged ",
    " called for ",
    " called on ",
    " calling for ",
];

fn topic(passage: &Passage<'_>) -> Topic {
    let small = format!(" {} ", passage.text.to_lowercase());
    let holds = |marks: &[&str]| marks.iter().any(|mark| small.contains(mark));
    let speaks = passage.quoted_share() > 0.25;
    match () {
        () if holds(&NEXT) && !speaks => Topic::Next,
        () if speaks || holds(&STANDS) => Topic::Reaction,
        () if holds(&BEFORE) || names_past_year(passage) => Topic::Background,
        () => Topic::Events,
    }
}

/// A year in the words: a report of today names this year seldom.
fn names_past_year(passage: &Passage<'_>) -> bool {
    passage.words.iter().any(|word| word.is_number() && word.is_date())
}
