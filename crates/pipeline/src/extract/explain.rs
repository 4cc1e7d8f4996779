//! Why each block of a page was kept or dropped, in words that a person can act on.

use super::Look;
use super::body::{Hint, Verdict};
use super::html::{Document, NodeId};
use std::fmt;

/// What became of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Whether it is part of the article.
    pub kept: bool,
    /// Why, in a few words.
    pub why: String,
    /// The element that holds it, as a rule could name it: `div.teaser`.
    pub home: String,
    /// Its words.
    pub words: String,
}

/// What became of every block of a page, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The element that was taken for the article.
    pub chosen: String,
    /// All blocks that are not hidden.
    pub blocks: Vec<Explained>,
}

/// Explains what was looked at.
pub fn explanation(look: &Look<'_>, title: Option<&str>) -> Explanation {
    let reading = look.reading(title);
    let blocks =
        look.survey.blocks.iter().zip(&reading.verdicts).map(|(block, verdict)| Explained {
            kept: verdict.is_kept(),
            why: why(look, block.first, *verdict),
            home: name(look.document, block.home),
            words: look.survey.words(block).to_owned(),
        });
    Explanation { chosen: name(look.document, look.choice.node), blocks: blocks.collect() }
}

fn why(look: &Look<'_>, node: NodeId, verdict: Verdict) -> String {
    let said = match verdict {
        Verdict::Kept => "text",
        Verdict::Lede => "lede",
        Verdict::Outside => "outside",
        Verdict::Named => return named(look, node),
        Verdict::BeforeTitle => "before the title",
        Verdict::Title => "the title",
        Verdict::Caption => "caption",
        Verdict::Link => "a link",
        Verdict::LinkList => "list of links",
        Verdict::Furniture => "furniture",
        Verdict::OtherArticles => "other articles",
        Verdict::NextArticle => "the next article",
        Verdict::Repeated => "said again below",
        Verdict::LonelyHeading => "heading of nothing",
    };
    said.to_owned()
}

/// The element whose name spoke against a block.
fn named(look: &Look<'_>, node: NodeId) -> String {
    let is_in = |around: &NodeId| (*around..look.document.end(*around)).contains(&node);
    if let Some(dropped) = look.ruling.dropped.iter().find(|dropped| is_in(dropped)) {
        return format!("by rule: {}", name(look.document, *dropped));
    }
    if !look.ruling.kept.is_empty() && !look.ruling.kept.iter().any(is_in) {
        return "by rule: not to keep".to_owned();
    }
    let around = look.document.ancestors(node);
    let speaks = |node: &NodeId| {
        matches!(look.survey.hints[*node], Hint::Boilerplate | Hint::Comments | Hint::Hidden)
    };
    match around.filter(speaks).last() {
        Some(node) => format!("in {}", name(look.document, node)),
        None => "by its name".to_owned(),
    }
}

/// Names beyond this many are a design system's.
const NAMES_SHOWN: usize = 3;

/// An element as a selector would name it.
fn name(document: &Document<'_>, node: NodeId) -> String {
    let mut name = document.name(node).to_lowercase();
    if let Some(id) = document.raw_attribute(node, "id").filter(|id| !id.trim().is_empty()) {
        name.push_str(&format!("#{}", id.trim()));
    }
    let class = document.raw_attribute(node, "class").unwrap_or_default();
    for class in class.split_ascii_whitespace().take(NAMES_SHOWN) {
        name.push_str(&format!(".{class}"));
    }
    if name.is_empty() { "*".to_owned() } else { name }
}

/// Characters of a block that are shown.
const WORDS_SHOWN: usize = 70;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  article: {}", self.chosen)?;
        for block in &self.blocks {
            let mark = if block.kept { '+' } else { '-' };
            let words: String = block
                .words
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(WORDS_SHOWN)
                .collect();
            writeln!(f, "{mark} {:<18} {:<24} {words}", block.why, block.home)?;
        }
        Ok(())
    }
}
