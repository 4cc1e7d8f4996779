//! Two or three sentences that say the news.

use super::page::Page;
use super::topic::is_background;
use crate::claims::Footing;
use news::Statement;
use std::collections::BTreeSet;

/// A brief shorter than this has no sections: its lede says all.
pub(super) const SECTIONS_FROM_WORDS: usize = 120;

/// The lede of a longer brief takes this share of its words, within these bounds: a lede of two or
/// three sentences of a wire report has 50 to 90.
const SHARE: f64 = 0.2;
const FEWEST_WORDS: usize = 50;
const MOST_WORDS: usize = 90;

/// Sentences of a lede, and of a brief that is all lede.
const SENTENCES: usize = 3;
const SENTENCES_ALONE: usize = 5;

/// The news stands at the head of an article; this far down the lede looks for it.
const DEPTH: usize = 6;

/// A lede sentence shares at least this much of the headline's words. Lower, side stories come in
/// (seen in the labelled stories).
const LEAST_TOLD: f64 = 0.15;

/// Chooses the lede, from different origins where they allow.
pub(super) fn choose(page: &mut Page<'_>) -> Vec<Statement> {
    let (words, sentences) = room(page.style.words);
    let mut lede = Vec::new();
    let mut origins = BTreeSet::new();
    while lede.len() < sentences {
        let first = lede.is_empty();
        let seen = origins.clone();
        let Some(group) = page.best(|page, group| worth(page, group, words, first, &seen)) else {
            break;
        };
        let Some(statement) = page.material.statement(group) else {
            break;
        };
        page.print(group);
        origins.insert(page.material.sources.origin(page.material.lead(group).article).0);
        lede.push(statement);
    }
    lede
}

fn room(words: usize) -> (usize, usize) {
    if words < SECTIONS_FROM_WORDS {
        return (words, SENTENCES_ALONE);
    }
    (((words as f64 * SHARE) as usize).clamp(FEWEST_WORDS, MOST_WORDS), SENTENCES)
}

/// What a sentence is worth in the lede; none for one that cannot stand there.
fn worth(
    page: &Page<'_>,
    group: usize,
    words: usize,
    first: bool,
    origins: &BTreeSet<usize>,
) -> Option<f64> {
    let passage = page.material.lead(group);
    let stands = passage.footing == Footing::Alone
        && passage.place < DEPTH
        && (first || !is_background(passage));
    if !stands || !page.has_room(passage.length(), words) {
        return None;
    }
    let (worth, told) = (page.worth(group), page.tells_headline(passage));
    if first {
        // The first sentence tells what the headline says; the headline's own article does so best.
        let own = page.is_headlined(passage.article) && passage.place == 0;
        return Some(worth + 0.3 * told + if own { 0.8 } else { 0.0 });
    }
    let again = origins.contains(&page.material.sources.origin(passage.article).0);
    (told >= LEAST_TOLD).then_some(worth + 0.25 * told - if again { 0.25 } else { 0.0 })
}
