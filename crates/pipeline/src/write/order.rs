//! In which order the sentences of the body read as one piece.

use super::page::Page;
use super::sections::Piece;
use crate::claims::Passage;
use std::collections::HashSet;

/// Orders the pieces of each section so that each follows from the one before, and puts whoever is
/// called by surname after the sentence that names them in full.
pub(super) fn in_reading_order(page: &Page<'_>, sections: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    let chained: Vec<Vec<Piece>> =
        sections.into_iter().map(|pieces| chained(page, pieces)).collect();
    let introduced = introduced(page, chained);
    unbroken_runs(page, introduced)
}

/// Begins with what stands earliest in its article and goes on with what is nearest to it.
fn chained(page: &Page<'_>, mut rest: Vec<Piece>) -> Vec<Piece> {
    let mut chain: Vec<Piece> = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let next = match chain.last() {
            None => earliest(page, &rest),
            Some(last) => nearest(page, *last, &rest),
        };
        chain.push(rest.remove(next));
    }
    chain
}

fn earliest(page: &Page<'_>, pieces: &[Piece]) -> usize {
    let place = |piece: &Piece| (page.material.lead(piece.group).place, piece.group);
    (0..pieces.len()).min_by_key(|at| place(&pieces[*at])).unwrap_or_default()
}

fn nearest(page: &Page<'_>, last: Piece, pieces: &[Piece]) -> usize {
    let from = last_passage(page, last);
    let near = |piece: &Piece| nearness(from, page.material.lead(piece.group));
    (0..pieces.len())
        .max_by(|a, b| near(&pieces[*a]).total_cmp(&near(&pieces[*b])).then(b.cmp(a)))
        .unwrap_or_default()
}

/// How well a passage follows another: shared terms, the order of one source, the head of an
/// article before its end. Weighed by reading.
fn nearness(from: &Passage<'_>, to: &Passage<'_>) -> f64 {
    let stems: HashSet<&str> = from.stems().collect();
    let mut count: f64 = 0.0;
    let mut shared = 0.0;
    for word in to.words.iter().filter(|word| word.is_content()) {
        count += 1.0;
        shared += f64::from(u8::from(stems.contains(word.stem.as_str())));
    }
    let goes_on = from.article == to.article && to.place > from.place;
    let goes_back = from.article == to.article && to.place < from.place;
    shared / count.max(1.0) + if goes_on { 0.2 } else { 0.0 }
        - if goes_back { 0.3 } else { 0.0 }
        - 0.01 * to.place.min(30) as f64
}

fn last_passage<'m>(page: &Page<'m>, piece: Piece) -> &'m Passage<'m> {
    match piece.follower {
        Some(at) => &page.material.passages[at],
        None => page.material.lead(piece.group),
    }
}

/// Moves each piece that calls somebody by surname behind the piece that names them in full.
fn introduced(page: &Page<'_>, mut sections: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    let total: usize = sections.iter().map(Vec::len).sum();
    // Each move puts one piece behind another; more moves than pieces would be a circle.
    for _ in 0..total {
        let Some((from, to)) = misplaced(page, &sections) else {
            break;
        };
        let piece = sections[from.0].remove(from.1);
        let shift = usize::from(from.0 == to.0);
        sections[to.0].insert(to.1 + 1 - shift, piece);
    }
    sections
}

type Place = (usize, usize);

/// The first piece that names somebody by surname too early, and the piece to put it behind.
fn misplaced(page: &Page<'_>, sections: &[Vec<Piece>]) -> Option<(Place, Place)> {
    let flat: Vec<(Place, Piece)> = sections
        .iter()
        .enumerate()
        .flat_map(|(s, pieces)| pieces.iter().enumerate().map(move |(p, piece)| ((s, p), *piece)))
        .collect();
    for (at, (place, piece)) in flat.iter().enumerate() {
        for surname in &page.material.lead(piece.group).surnames {
            let gives = |(_, other): &(Place, Piece)| introduces(page, *other, surname);
            if page.knew_before_body(surname) || flat[..at].iter().any(gives) {
                continue;
            }
            if let Some((later, _)) = flat[at + 1..].iter().find(|other| gives(other)) {
                return Some((*place, *later));
            }
        }
    }
    None
}

fn introduces(page: &Page<'_>, piece: Piece, surname: &str) -> bool {
    let lead = page.material.lead(piece.group);
    let follower = piece.follower.map(|at| &page.material.passages[at]);
    std::iter::once(lead).chain(follower).any(|p| p.introduces().any(|name| name == surname))
}

/// Leaves out a piece with which the words taken from one source in one go would be too many.
fn unbroken_runs(page: &Page<'_>, mut sections: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    let mut last: Option<&Passage<'_>> = None;
    let mut run = 0;
    for pieces in &mut sections {
        pieces.retain(|piece| {
            let first = page.material.lead(piece.group);
            let goes_on =
                last.is_some_and(|l| l.article == first.article && l.place + 1 == first.place);
            let follower = piece.follower.map(|at| &page.material.passages[at]);
            let length = first.words.len() + follower.map_or(0, |f: &Passage<'_>| f.words.len());
            let after = if goes_on { run + length } else { length };
            if after > page.style.run_words {
                return false;
            }
            run = after;
            last = Some(last_passage(page, *piece));
            true
        });
    }
    sections
}
