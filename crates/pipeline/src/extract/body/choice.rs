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
const BOILERPLATE_SHARE: f64 = 0.6;
/// Comments often outweigh the article; beyond this there is nothing else to read.
const COMMENTS_SHARE: f64 = 0.85;

/// When the names leave less than this share of all prose, they mean something else.
/// From the labelled sets.
const NAMES_SHARE: f64 = 0.3;

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
    let mut dropped = marked(document, survey, &prose, Names::Believed);
    let kept = |dropped: &[bool]| {
        let kept = survey.blocks.iter().filter(|block| !dropped[block.first]);
        kept.map(|block| block_value(survey, block).max(0.0)).sum::<f64>()
    };
    if kept(&dropped) < pp(11, NAMES_SHARE) * prose[0] {
        dropped = marked(document, survey, &prose, Names::Doubted);
    }
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
    let mut node = best.0;
    if worth[node] < pp(17, 150.0) {
        node = largest_named(document, survey, &dropped).unwrap_or(node);
    } else if let Some(bodies) = bodies(document, survey, &dropped, &worth) {
        node = bodies;
    } else if let Some(article) = titled_article(document, &dropped, &worth, node) {
        node = article;
    }
    Choice { node, prose: worth[node].max(0.0), dropped }
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
    if all < pp(14, 0.5) * worth[0].max(pp(15, 300.0)) {
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
    dropped: &[bool],
    worth: &[f64],
    chosen: NodeId,
) -> Option<NodeId> {
    let inside = chosen + 1..document.end(chosen);
    let articles: Vec<NodeId> =
        inside.filter(|node| document.tag(*node) == Tag::Article && !dropped[*node]).collect();
    let titled =
        |node: &NodeId| (*node..document.end(*node)).any(|inner| document.tag(inner) == Tag::H1);
    let with_title: Vec<NodeId> = articles.iter().copied().filter(titled).collect();
    match with_title[..] {
        [only] if articles.len() > 1 && worth[only] >= pp(16, 0.15) * worth[chosen] => Some(only),
        _ => None,
    }
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
        return if linked > 0.8 { -pp(12, 80.0) } else { 0.0 };
    }
    if linked > pp(8, 0.5) {
        return -pp(0, 5.0) - block.linked as f64 * pp(1, 0.5);
    }
    let ends = survey.words(block).ends_with(['.', '!', '?', '"', '”', '“', '»', '。', '…', ':']);
    if block.letters < 20 || (block.letters < pp(7, 80.0) as usize && !ends) {
        return -pp(2, 0.0);
    }
    let laid_out = if block.traits.has(Traits::LIST) { pp(13, 0.7) } else { 1.0 };
    laid_out * letters * (1.0 - pp(3, 2.0) * linked)
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
            Hint::Boilerplate => {
                let by_tag = matches!(document.tag(node), Tag::Nav | Tag::Footer | Tag::Aside);
                let is_prose = document.tag(node) == Tag::P && prose[node] > 150.0;
                share < pp(6, BOILERPLATE_SHARE)
                    && (by_tag || names == Names::Believed)
                    && !is_prose
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
        Hint::Body => pp(4, 1.8),
        Hint::Article => pp(5, 1.05),
        _ => 1.0,
    };
    match document.tag(node) {
        Tag::P | Tag::Li | Tag::Td | Tag::Blockquote => pp(9, 0.9) * by_hint,
        Tag::Html | Tag::Body => pp(10, 0.9),
        _ => by_hint,
    }
}

fn pp(i: usize, d: f64) -> f64 {
    static P: std::sync::LazyLock<Vec<Option<f64>>> = std::sync::LazyLock::new(|| {
        (0..20).map(|i| std::env::var(format!("P{i}")).ok().and_then(|v| v.parse().ok())).collect()
    });
    P[i].unwrap_or(d)
}
