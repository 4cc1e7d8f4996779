//! Which part of the page is the article.
//!
//! Each block of text is worth something for or against its surroundings: prose counts for them,
//! links and scraps against. The element with the greatest sum holds the article; what the page's own
//! names say weighs in.

use super::hints::Hint;
use super::survey::{Block, Survey, Traits};
use crate::extract::html::{Document, NodeId, Tag};

/// Blocks with a larger share of links speak against their surroundings. Half is where readability's
/// ports draw the line too.
const LINKED_LIMIT: f64 = 0.5;
/// Letters below which a block without a full stop is a scrap: a label, a caption, a menu entry.
/// Chosen on the labelled sets; 60 to 100 do as well.
const SENTENCE_LETTERS: usize = 80;
/// Something named boilerplate is believed only while it holds less than this share of all prose:
/// `class="sidebar-page"` may be the whole page. From the labelled sets.
const BOILERPLATE_SHARE: f64 = 0.4;
/// Comments often outweigh the article; beyond this there is nothing else to read.
const COMMENTS_SHARE: f64 = 0.85;

/// Where the article is.
pub struct Choice {
    /// The element that holds it.
    pub node: NodeId,
    /// For each node, whether it is, or stands in, something else than the article.
    pub dropped: Vec<bool>,
    /// How much prose there is: about its letters.
    pub prose: f64,
}

/// Chooses the element that holds the article.
pub fn choose(document: &Document<'_>, survey: &Survey) -> Choice {
    let prose = sums(document, survey, |block| block_value(survey, block).max(0.0));
    let dropped = dropped(document, survey, &prose);
    let worth =
        sums(
            document,
            survey,
            |block| {
                if dropped[block.first] { 0.0 } else { block_value(survey, block) }
            },
        );
    let mut best = (0, f64::MIN);
    for node in 0..document.len() {
        if !document.tag(node).is_block() && document.tag(node) != Tag::Custom {
            continue;
        }
        let score = worth[node] * weight(document, node, survey.hints[node]);
        // Of equals the innermost: its surroundings add nothing.
        if !dropped[node] && score >= best.1 {
            best = (node, score);
        }
    }
    Choice { node: best.0, prose: worth[best.0].max(0.0), dropped }
}

/// The sum over all blocks inside of each node.
fn sums(document: &Document<'_>, survey: &Survey, value: impl Fn(&Block) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; document.len()];
    for block in &survey.blocks {
        sums[block.home] += value(block);
    }
    for node in (1..sums.len()).rev() {
        sums[document.parent(node)] += sums[node];
    }
    sums
}

/// How much a block speaks for being in an article.
fn block_value(survey: &Survey, block: &Block) -> f64 {
    let letters = block.letters as f64;
    let linked = block.link_share();
    if block.traits.has(Traits::HEADING) {
        return 0.0;
    }
    if linked > LINKED_LIMIT {
        return -5.0 - block.linked as f64 / 2.0;
    }
    let ends = survey.words(block).ends_with(['.', '!', '?', '"', '”', '“', '»', '。', '…', ':']);
    if block.letters < 20 || (block.letters < SENTENCE_LETTERS && !ends) {
        return -3.0;
    }
    letters * (1.0 - 2.0 * linked)
}

/// What is named boilerplate and may well be, with all inside.
fn dropped(document: &Document<'_>, survey: &Survey, prose: &[f64]) -> Vec<bool> {
    let all = prose[0].max(1.0);
    let mut dropped = vec![false; document.len()];
    for node in 1..document.len() {
        let share = prose[node] / all;
        let own = match survey.hints[node] {
            Hint::Hidden => true,
            Hint::Boilerplate => share < BOILERPLATE_SHARE,
            Hint::Comments => share < COMMENTS_SHARE,
            _ => false,
        };
        dropped[node] = own || dropped[document.parent(node)];
    }
    dropped
}

/// How much to believe that a node of this kind and name is the article. From the labelled sets.
fn weight(document: &Document<'_>, node: NodeId, hint: Hint) -> f64 {
    let by_hint = match hint {
        Hint::Body => 1.4,
        Hint::Article => 1.15,
        _ => 1.0,
    };
    match document.tag(node) {
        Tag::P | Tag::Li | Tag::Td | Tag::Blockquote => 0.9 * by_hint,
        Tag::Html | Tag::Body => 0.9,
        _ => by_hint,
    }
}
