//! Two or three sentences that say the news.

use super::hearsay::is_hearsay;
use super::page::Page;
use super::topic::is_background;
use crate::claims::Footing;
use jiff::Timestamp;
use news::Statement;
use std::collections::BTreeSet;

/// A brief shorter than this has no sections: its lede says all.
pub(super) const SECTIONS_FROM_WORDS: usize = 120;

/// The lede of a longer brief takes this share of its words, within these bounds: a lede of two or
/// three sentences of a wire report has 50 to 110.
const SHARE: f64 = 0.26;
const FEWEST_WORDS: usize = 50;
const MOST_WORDS: usize = 110;

/// Sentences of a lede, and of a brief that is all lede.
const SENTENCES: usize = 3;
const SENTENCES_ALONE: usize = 5;

/// The news stands at the head of an article; this far down the lede looks for it.
pub(super) const DEPTH: usize = 6;

/// A lede sentence shares at least this much of the headline's words. Lower, side stories come in
/// (seen in the labelled stories).
const LEAST_TOLD: f64 = 0.15;

/// A further sentence of the lede of which headline and lede have said a larger share tells the same
/// news in other words. On 52 labelled stories 0.5 leaves fewer of those than 0.6 (redundancy
/// of their briefs from 0.296 to 0.291, ROUGE the same); 0.4 brings side matters in.
const MOST_SAID: f64 = 0.5;

/// A sentence of the lede, with the time of its report.
pub(super) type Told = (Timestamp, Statement);

/// Chooses and prints the sentence that says the news: before anything else takes of its source's
/// words.
pub(super) fn begin(page: &mut Page<'_>) -> Option<Told> {
    if page.style.is_paragraph() {
        return None;
    }
    let (words, _) = room(page.style.words);
    tell(page, words, &BTreeSet::new())
}

/// Chooses the rest of the lede, from different origins where they allow.
pub(super) fn go_on(page: &mut Page<'_>, first: Option<Told>) -> Vec<Statement> {
    let (words, sentences) = room(page.style.words);
    let mut lede: Vec<Told> = first.into_iter().collect();
    let mut origins: BTreeSet<usize> = page.first_origin().into_iter().collect();
    while (1..sentences).contains(&lede.len()) {
        let Some(told) = tell(page, words, &origins) else {
            break;
        };
        origins.extend(page.last_origin());
        lede.push(told);
    }
    // What came of the news stands in the order in which it came.
    if let Some((_, later)) = lede.split_first_mut() {
        later.sort_by_key(|(reported, _)| *reported);
    }
    lede.into_iter().map(|(_, statement)| statement).collect()
}

/// Prints the sentence that is worth most after those of `origins`.
fn tell(page: &mut Page<'_>, words: usize, origins: &BTreeSet<usize>) -> Option<Told> {
    let first = origins.is_empty();
    let group = page.best(|page, group| worth(page, group, words, first, origins))?;
    let statement = page.material.statement(group)?;
    page.print(group);
    let article = page.material.lead(group).article;
    Some((page.material.sources.articles()[article].reported(), statement))
}

fn room(words: usize) -> (usize, usize) {
    if words < SECTIONS_FROM_WORDS {
        return (words, SENTENCES_ALONE);
    }
    (((words as f64 * SHARE) as usize).clamp(FEWEST_WORDS, MOST_WORDS), SENTENCES)
}

/// What speaks for a sentence as the next turn of the story: a later report begins with it, and
/// others thought it worth printing. Weighed by reading.
fn development(page: &Page<'_>, group: usize) -> f64 {
    let passage = page.material.lead(group);
    // A brief that is all lede has no room for what came later.
    if passage.place > 0 || !page.came_later(passage) || page.style.words < SECTIONS_FROM_WORDS {
        return 0.0;
    }
    0.2 + 0.15 * (page.material.groups[group].members.len() as f64).ln()
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
    // The first sentence tells its news itself: its "people with knowledge of the decision" mean that.
    if page.means_absent(passage) {
        return None;
    }
    let sectioned = page.style.words >= SECTIONS_FROM_WORDS;
    if told < LEAST_TOLD || (sectioned && is_hearsay(passage, page.material.sources)) {
        return None;
    }
    if sectioned && page.said_so_far(passage) > MOST_SAID {
        return None;
    }
    let again = origins.contains(&page.material.sources.origin(passage.article).0);
    let again = if again { 0.25 } else { 0.0 };
    Some(worth + 0.25 * told - again + development(page, group))
}
