//! From the chosen element to text in reading order, with a verdict on each block.

use super::choice::Choice;
use super::cuts;
use super::lines;
use super::survey::{Block, Survey, Traits};
use crate::extract::html::{Document, NodeId, Tag};

/// Cells and list items longer than this are paragraphs that a table or list lays out.
const LAID_OUT_LETTERS: usize = 200;

/// Why a block is, or is not, part of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It stands in the element that holds the article.
    Kept,
    /// It stands between the title and that element, and introduces the article.
    Lede,
    /// It stands outside of that element.
    Outside,
    /// Its element, or one around it, is named as something else, or not shown.
    Named,
    /// It stands before the title.
    BeforeTitle,
    /// It is the title.
    Title,
    /// It is a caption, or stands in a figure.
    Caption,
    /// It is mostly a link.
    Link,
    /// It stands in a list that is mostly links.
    LinkList,
    /// It is a call to act, a label, a mark of the site.
    Furniture,
    /// It stands under a heading that announces other articles.
    OtherArticles,
    /// It says again what was said before.
    Repeated,
    /// Another article begins before it, under a headline like this one's.
    NextArticle,
    /// It is a heading with nothing under it.
    LonelyHeading,
}

impl Verdict {
    /// Whether it is part of the article.
    pub fn is_kept(self) -> bool {
        matches!(self, Verdict::Kept | Verdict::Lede)
    }
}

/// A page as the cuts see it.
pub struct Sheet<'p> {
    /// The tree.
    pub document: &'p Document<'p>,
    /// Its blocks.
    pub survey: &'p Survey,
    /// Where the article is.
    pub choice: &'p Choice,
    /// Its title.
    pub title: Option<&'p str>,
}

impl<'p> Sheet<'p> {
    /// The words of a block.
    pub fn words(&self, block: &Block) -> &'p str {
        self.survey.words(block)
    }

    /// The text of those of the blocks from `start` on that are kept.
    pub fn join_of(&self, start: usize, verdicts: &[Verdict]) -> String {
        join_blocks(self, &self.survey.blocks[start..], verdicts)
    }

    /// Whether a block is a heading that is the main one, or says the title.
    pub fn is_title(&self, block: &Block) -> bool {
        block.traits.has(Traits::HEADING)
            && (self.document.tag(block.home) == Tag::H1 || self.says_title(block))
    }

    /// Whether a block says the title and nothing else.
    pub fn says_title(&self, block: &Block) -> bool {
        self.title.is_some_and(|title| lines::same(title, self.words(block)))
    }

    /// The innermost list that a block is an item of.
    pub fn list_of(&self, block: &Block) -> Option<NodeId> {
        if !block.traits.has(Traits::LIST) {
            return None;
        }
        let is_list = |node: &NodeId| matches!(self.document.tag(*node), Tag::List | Tag::Dl);
        self.document.ancestors(block.first).find(is_list)
    }
}

/// The article's text, and what became of each block of the page.
pub struct Reading {
    /// For each block of the survey.
    pub verdicts: Vec<Verdict>,
    /// Paragraphs joined by a blank line.
    pub text: String,
}

/// Reads the article.
pub fn read(sheet: &Sheet<'_>) -> Reading {
    let choice = sheet.choice;
    let inside = choice.node..sheet.document.end(choice.node);
    let first = |block: &Block| match block.first {
        node if !inside.contains(&node) => Verdict::Outside,
        node if choice.dropped[node] => Verdict::Named,
        _ => Verdict::Kept,
    };
    let mut verdicts: Vec<Verdict> = sheet.survey.blocks.iter().map(first).collect();
    lede(sheet, &mut verdicts);
    cuts::cut(sheet, &mut verdicts);
    let text = join(sheet, &verdicts);
    Reading { verdicts, text }
}

/// Blocks between the title and the article that can be its lede.
const LEDE_BLOCKS: usize = 4;
/// Letters below which such a block is a label, a dateline, or a second title of one sentence. The two
/// labelled sets disagree about those: beyond this the one gains what the other loses.
const LEDE_LETTERS: usize = 70;

/// The summary that many outlets set between the title and the element that holds the text.
fn lede(sheet: &Sheet<'_>, verdicts: &mut [Verdict]) {
    let blocks = &sheet.survey.blocks;
    let before = blocks.partition_point(|block| block.first < sheet.choice.node);
    let Some(heading) = blocks[..before].iter().rposition(|block| sheet.is_title(block)) else {
        return;
    };
    let fits = |block: &Block| {
        block.letters >= LEDE_LETTERS
            && block.link_share() < 0.2
            && !sheet.choice.dropped[block.first]
            && !block.traits.has(Traits::FIGURE)
            && !lines::is_caption(sheet.words(block))
    };
    let found: Vec<usize> = (heading + 1..before).filter(|place| fits(&blocks[*place])).collect();
    if found.len() <= LEDE_BLOCKS {
        found.into_iter().for_each(|place| verdicts[place] = Verdict::Lede);
    }
}

/// All text that is not hidden.
pub fn everything(document: &Document<'_>, survey: &Survey) -> String {
    let choice = Choice { node: 0, dropped: Vec::new() };
    let sheet = Sheet { document, survey, choice: &choice, title: None };
    join(&sheet, &vec![Verdict::Kept; survey.blocks.len()])
}

/// The text of all blocks that are kept.
pub fn join(sheet: &Sheet<'_>, verdicts: &[Verdict]) -> String {
    sheet.join_of(0, verdicts)
}

fn join_blocks(sheet: &Sheet<'_>, blocks: &[Block], verdicts: &[Verdict]) -> String {
    let mut text = String::new();
    let mut before: Option<&Block> = None;
    for (block, verdict) in blocks.iter().zip(verdicts) {
        if !verdict.is_kept() {
            continue;
        }
        if let Some(before) = before {
            text.push_str(between(sheet, before, block));
        }
        text.push_str(sheet.words(block));
        before = Some(block);
    }
    text
}

fn between(sheet: &Sheet<'_>, before: &Block, after: &Block) -> &'static str {
    let short = before.letters.max(after.letters) < LAID_OUT_LETTERS;
    let list = sheet.list_of(after);
    if short && list.is_some() && list == sheet.list_of(before) {
        return "\n";
    }
    let row = row_of(sheet.document, after);
    if short && row.is_some() && row == row_of(sheet.document, before) {
        return " | ";
    }
    "\n\n"
}

fn row_of(document: &Document<'_>, block: &Block) -> Option<NodeId> {
    let cell = block.home;
    let row = document.parent(cell);
    (document.tag(cell) == Tag::Td && document.tag(row) == Tag::Tr).then_some(row)
}
