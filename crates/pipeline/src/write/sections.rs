//! The body of a brief: what is chosen for it, and under which headings it stands.

use super::heading::heading;
use super::lede::SECTIONS_FROM_WORDS;
use super::order::in_reading_order;
use super::page::Page;
use super::subject::{self, subjects};
use super::topic::{Topic, topic};
use crate::claims::{Footing, Passage};
use news::{Heading, Part, Section, Statement};
use std::collections::BTreeSet;

/// A sentence of the body, with the sentence after it in its source where that leans on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) group: usize,
    pub(super) follower: Option<usize>,
}

/// Chooses, orders and heads the sentences of the body.
pub(super) fn write(page: &mut Page<'_>) -> Vec<Section<Statement>> {
    page.begin_body();
    let pieces = choose(page);
    let sorted = sorted(page, pieces);
    let ordered = in_reading_order(page, sorted.iter().map(|(_, p)| p.clone()).collect());
    let headed = sorted.iter().map(|(topic, _)| *topic).zip(ordered);
    let mut taken: Vec<String> = Vec::new();
    headed.filter_map(|(topic, pieces)| section(page, topic, &pieces, &mut taken)).collect()
}

fn section(
    page: &Page<'_>,
    topic: Topic,
    pieces: &[Piece],
    taken: &mut Vec<String>,
) -> Option<Section<Statement>> {
    let sentences: Vec<Statement> =
        pieces.iter().flat_map(|piece| statements(page, *piece)).collect();
    if sentences.is_empty() {
        return None;
    }
    let follower = |piece: &Piece| piece.follower.map(|at| &page.material.passages[at]);
    let passages: Vec<&Passage<'_>> = pieces
        .iter()
        .flat_map(|piece| std::iter::once(page.material.lead(piece.group)).chain(follower(piece)))
        .collect();
    let heading = heading(page, topic, &passages, taken);
    taken.push(match &heading {
        Heading::Label(label) => label.clone(),
        Heading::Stating(title) => title.text().to_owned(),
    });
    Some(Section { heading, sentences })
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
    let fits = page.may_stand(passage)
        && page.has_room(passage.length(), target)
        && page.material.importance.centrality(group) >= LEAST_CENTRAL;
    fits.then(|| page.worth(group))
}

/// What has less to do with the story than this makes the brief longer, not better. Chosen on the
/// labelled stories by reading.
const LEAST_CENTRAL: f64 = 0.12;

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
    let fits = matches!(next.footing, Footing::Leaning | Footing::Referring)
        && lead.length() + next.length() <= page.style.run_words
        && near
        && !page.shows(at)
        && page.is_open(holder)
        && worth >= wanted
        && page.has_room(next.length(), target)
        && page.knows_all(next)
        && page.fits(at);
    fits.then_some(at)
}

/// One voice is part of the events; what was before and what comes next is not, be it one sentence.
const FEWEST_REACTIONS: usize = 2;

/// A first section of more pieces than this is parted in two.
const MOST_PIECES: usize = 4;

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
    let reaction = &mut by_topic[Topic::Reaction as usize].1;
    if reaction.len() < FEWEST_REACTIONS {
        let few = std::mem::take(reaction);
        by_topic[Topic::Events as usize].1.extend(few);
    }
}

/// Parts many events into those of the first reports and what came since; where all were reported at
/// one time, into those that deal with one subject and the others; where they have none in common,
/// into what stands at the head of the articles and what comes further down.
fn part_large(page: &Page<'_>, by_topic: &mut [(Topic, Vec<Piece>)]) {
    let events = &mut by_topic[Topic::Events as usize].1;
    if events.len() <= MOST_PIECES {
        return;
    }
    let (since, mut first): (Vec<Piece>, Vec<Piece>) =
        events.drain(..).partition(|piece| page.came_later(page.material.lead(piece.group)));
    if !since.is_empty() && !first.is_empty() {
        by_topic[Topic::Events as usize].1 = first;
        by_topic[Topic::Since as usize].1 = since;
        return;
    }
    first.extend(since);
    first.sort_by_key(|piece| (page.material.lead(piece.group).place, piece.group));
    let details = match of_one_subject(page, &mut first) {
        Some(pieces) => pieces,
        None => first.split_off(first.len().div_ceil(2)),
    };
    by_topic[Topic::Events as usize].1 = first;
    by_topic[Topic::Details as usize].1 = details;
}

/// Takes out the pieces that deal with the subject of most of them, where others are left to stand
/// before them; the first piece, which tells the event, stays.
fn of_one_subject(page: &Page<'_>, pieces: &mut Vec<Piece>) -> Option<Vec<Piece>> {
    let tongue = page.material.sources.main_tongue();
    let of = |piece: &Piece| subjects(tongue, page.material.lead(piece.group).stems());
    let rest: Vec<BTreeSet<usize>> = pieces.iter().skip(1).map(of).collect();
    let subject = subject::most(tongue, &rest, FEWEST_OF_SUBJECT, &[])?;
    let first = pieces.first().copied();
    let (taken, left): (Vec<Piece>, Vec<Piece>) =
        pieces.iter().partition(|piece| Some(**piece) != first && of(piece).contains(&subject));
    if left.len() < FEWEST_OF_SUBJECT {
        return None;
    }
    *pieces = left;
    Some(taken)
}

/// A section of fewer sentences needs no heading of its own.
const FEWEST_OF_SUBJECT: usize = 2;
