//! Which part of the page is the article.
//!
//! Each block of text is worth something for or against its surroundings: prose counts for them,
//! links and scraps against. The element with the greatest sum holds the article; what the page's own
//! names say weighs in.

use super::hints::Hint;
use super::lines;
use super::survey::{Block, Survey, Traits};
use crate::extract::html::{Document, NodeId, Tag};
use crate::extract::rules::Ruling;

// The numbers below were chosen on the development half of the labelled sets by varying one at a
// time; around each there is a plain on which nothing changes by more than the sampling error.

/// Blocks with a larger share of links speak against their surroundings.
const LINKED_LIMIT: f64 = 0.5;
/// What a linked block counts against its surroundings, apart from its length.
const LINKED_BLOCK: f64 = 2.0;
/// What each linked letter of such a block counts.
const LINKED_LETTER: f64 = 0.5;
/// What a heading that is a link counts against its surroundings: it announces another article.
const LINKED_HEADING: f64 = 80.0;
/// Letters below which a block without a full stop is a scrap: a label, a caption, a menu entry.
const SENTENCE_LETTERS: usize = 80;
/// What a letter of prose in a list counts; menus and teasers are lists more often than articles.
const LISTED_LETTER: f64 = 0.7;
/// Something named boilerplate is believed only while it holds less than this share of all prose:
/// `class="sidebar-page"` may be the whole page.
const BOILERPLATE_SHARE: f64 = 0.8;
/// The same, of a form.
const FORM_SHARE: f64 = 0.3;
/// Less prose than this in a form is a notice with a button.
const FORM_PROSE: f64 = 350.0;
/// Comments often outweigh the article; beyond this there is nothing else to read.
const COMMENTS_SHARE: f64 = 0.85;
/// When the names leave less than this share of all prose, they mean something else.
const NAMES_SHARE: f64 = 0.2;
/// A paragraph of more prose than this is none of the things that its name may say.
const PARAGRAPH_PROSE: f64 = 150.0;
/// Less prose than this in the best element: the page has none, and names decide.
const LITTLE_PROSE: f64 = 150.0;
/// The share of the prose that elements named as an article's text must hold to be taken for it.
const BODIES_SHARE: f64 = 0.5;
/// The share of the prose that the one article with the main heading must hold.
const TITLED_SHARE: f64 = 0.15;

/// Where the article is.
pub struct Choice {
    /// The element that holds it.
    pub node: NodeId,
    /// For each node, whether it is, or stands in, something else than the article.
    pub dropped: Vec<bool>,
}

impl Choice {
    /// The same with what an editor's rules say, which stand above all names.
    pub fn ruled(mut self, document: &Document<'_>, ruling: &Ruling) -> Choice {
        if let Some(all) = ruling.kept.iter().copied().reduce(|a, b| around(document, a, b)) {
            self.node = all;
            self.dropped[all..document.end(all)].fill(true);
            for kept in &ruling.kept {
                self.dropped[*kept..document.end(*kept)].fill(false);
            }
        }
        for dropped in &ruling.dropped {
            self.dropped[*dropped..document.end(*dropped)].fill(true);
        }
        self
    }
}

/// Chooses the element that holds the article; `told_title` is its title as told to machines.
pub fn choose(document: &Document<'_>, survey: &Survey, told_title: Option<&str>) -> Choice {
    let prose = sums(document, survey, |block| block_value(survey, block).max(0.0));
    let mut dropped = marked(document, survey, &prose, Names::Believed);
    if kept_prose(survey, &dropped) < NAMES_SHARE * prose[0] {
        dropped = marked(document, survey, &prose, Names::Doubted);
    }
    let value = |block: &Block| match dropped[block.first] {
        true => 0.0,
        false => block_value(survey, block),
    };
    let worth = sums(document, survey, value);
    let densest = densest(document, survey, &dropped, &worth);
    let node = if worth[densest] < LITTLE_PROSE {
        largest_named(document, survey, &dropped)
    } else {
        bodies(document, survey, &dropped, &worth)
            .or_else(|| titled_article(document, survey, told_title, (&dropped, &worth), densest))
    };
    Choice { node: node.unwrap_or(densest), dropped }
}

fn kept_prose(survey: &Survey, dropped: &[bool]) -> f64 {
    let kept = survey.blocks.iter().filter(|block| !dropped[block.first]);
    kept.map(|block| block_value(survey, block).max(0.0)).sum()
}

/// The element with the greatest sum; of equals the innermost: its surroundings add nothing.
fn densest(document: &Document<'_>, survey: &Survey, dropped: &[bool], worth: &[f64]) -> NodeId {
    let holds =
        |node: &NodeId| document.tag(*node).is_block() || document.tag(*node) == Tag::Custom;
    let score = |node: NodeId| worth[node] * weight(document, node, survey.hints[node]);
    let nodes = (0..document.len()).filter(|node| holds(node) && !dropped[*node]);
    nodes.max_by(|a, b| score(*a).total_cmp(&score(*b))).unwrap_or(0)
}

/// Of the elements named as an article the one with most letters that are not linked: for pages
/// without prose, such as tables and recipes.
fn largest_named(document: &Document<'_>, survey: &Survey, dropped: &[bool]) -> Option<NodeId> {
    let letters = sums(document, survey, |block| {
        if dropped[block.first] { 0.0 } else { (block.letters - block.linked) as f64 }
    });
    let score = |node: NodeId| match survey.hints[node] {
        Hint::Body => letters[node] * 1.5,
        Hint::Article => letters[node],
        _ => 0.0,
    };
    let best = (0..document.len())
        .rev()
        .filter(|node| !dropped[*node])
        .max_by(|a, b| score(*a).total_cmp(&score(*b)))?;
    (score(best) > 0.0).then_some(best)
}

/// The element around all that is named as the text of the article, when that is most of the prose.
fn bodies(
    document: &Document<'_>,
    survey: &Survey,
    dropped: &[bool],
    worth: &[f64],
) -> Option<NodeId> {
    let mut outermost = Vec::new();
    let mut node = 1;
    while node < document.len() {
        if survey.hints[node] == Hint::Body && !dropped[node] && worth[node] > 0.0 {
            outermost.push(node);
            node = document.end(node);
        } else {
            node += 1;
        }
    }
    let all: f64 = outermost.iter().map(|node| worth[*node]).sum();
    if all < BODIES_SHARE * worth[0].max(2.0 * LITTLE_PROSE) {
        return None;
    }
    let large = outermost.into_iter().filter(|node| worth[*node] >= all / 10.0);
    large.reduce(|a, b| around(document, a, b))
}

/// The innermost element around both.
fn around(document: &Document<'_>, first: NodeId, second: NodeId) -> NodeId {
    let mut node = first;
    while node != 0 && document.end(node) <= second {
        node = document.parent(node);
    }
    node
}

/// Of several articles side by side the one under the page's main heading.
fn titled_article(
    document: &Document<'_>,
    survey: &Survey,
    told_title: Option<&str>,
    (dropped, worth): (&[bool], &[f64]),
    chosen: NodeId,
) -> Option<NodeId> {
    let inside = chosen + 1..document.end(chosen);
    let is_article = |node: &NodeId| document.tag(*node) == Tag::Article && !dropped[*node];
    let several = inside.clone().filter(is_article).nth(1).is_some();
    let titles = survey.blocks.iter().filter(|block| {
        let told = || told_title.is_some_and(|told| lines::same(told, survey.words(block)));
        block.traits.has(Traits::HEADING) && (document.tag(block.home) == Tag::H1 || told())
    });
    let titles = titles.map(|block| block.home).filter(|node| inside.contains(node));
    let mut titled: Vec<NodeId> = titles
        .take(TITLES_LIMIT)
        .filter_map(|title| document.ancestors(title).find(|node| is_article(node)))
        .filter(|article| inside.contains(article))
        .collect();
    titled.dedup();
    match titled[..] {
        [only] if several && worth[only] >= TITLED_SHARE * worth[chosen] => Some(only),
        [only] if worth[only] >= ALONE_SHARE * worth[chosen] => Some(only),
        _ => None,
    }
}

/// The same, when it is the only article in the chosen element.
const ALONE_SHARE: f64 = 0.5;
/// Pages with more main headings than this say nothing by them.
const TITLES_LIMIT: usize = 20;

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
        return if linked > 0.8 { -LINKED_HEADING } else { 0.0 };
    }
    if linked > LINKED_LIMIT {
        return -LINKED_BLOCK - block.linked as f64 * LINKED_LETTER;
    }
    let ends = survey.words(block).ends_with(['.', '!', '?', '"', '”', '“', '»', '。', '…', ':']);
    if block.letters < 20 || (block.letters < SENTENCE_LETTERS && !ends) {
        return 0.0;
    }
    let laid_out = if block.traits.has(Traits::LIST) { LISTED_LETTER } else { 1.0 };
    laid_out * letters * (1.0 - 2.0 * linked)
}

/// Whether class names are taken at their word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Believed,
    Doubted,
}

/// What is marked as boilerplate and may well be, with all inside.
fn marked(document: &Document<'_>, survey: &Survey, prose: &[f64], names: Names) -> Vec<bool> {
    let all = prose[0].max(1.0);
    let mut dropped = vec![false; document.len()];
    for node in 1..document.len() {
        let share = prose[node] / all;
        let own = match survey.hints[node] {
            Hint::Hidden => true,
            // Some publishing systems put the whole page into a form.
            Hint::Boilerplate if document.tag(node) == Tag::Form => {
                share < FORM_SHARE || share < BOILERPLATE_SHARE && prose[node] < FORM_PROSE
            }
            Hint::Boilerplate => {
                let by_tag = matches!(document.tag(node), Tag::Nav | Tag::Footer | Tag::Aside);
                let is_prose = document.tag(node) == Tag::P && prose[node] > PARAGRAPH_PROSE;
                share < BOILERPLATE_SHARE && (by_tag || names == Names::Believed) && !is_prose
            }
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
        Hint::Body => 1.8,
        Hint::Article => 1.1,
        _ => 1.0,
    };
    match document.tag(node) {
        Tag::P | Tag::Li | Tag::Blockquote => 0.9 * by_hint,
        Tag::Html | Tag::Body => 0.9,
        _ => by_hint,
    }
}
