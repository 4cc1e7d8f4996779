//! From the chosen element to text in reading order.

use super::choice::Choice;
use super::lines;
use super::survey::{Block, Survey, Traits};
use crate::extract::html::{Document, NodeId, Tag};
use std::collections::HashMap;

/// Cells and list items longer than this are paragraphs that a table or list lays out.
const LAID_OUT_LETTERS: usize = 200;

/// A block with a larger share of links, and shorter than [`LINKED_LETTERS`], leads elsewhere. Both
/// from the labelled sets.
const LINKED_LIMIT: f64 = 0.5;
const LINKED_LETTERS: usize = 200;

/// The text of the article.
pub fn read(
    document: &Document<'_>,
    survey: &Survey,
    choice: &Choice,
    title: Option<&str>,
) -> String {
    let inside = choice.node..document.end(choice.node);
    let kept = |block: &&Block| inside.contains(&block.first) && !choice.dropped[block.first];
    let mut blocks: Vec<&Block> = lede(document, survey, choice, title);
    blocks.extend(survey.blocks.iter().filter(kept));
    drop_link_lists(document, &mut blocks);
    blocks.retain(|block| !is_noise(survey, block, title));
    drop_lonely_headings(&mut blocks);
    join(document, survey, &blocks)
}

/// Blocks between the title and the article that can be its lede.
const LEDE_BLOCKS: usize = 4;
/// Letters below which such a block is a label or a dateline.
const LEDE_LETTERS: usize = 50;

/// The summary that many outlets set between the title and the element that holds the text.
fn lede<'s>(
    document: &Document<'_>,
    survey: &'s Survey,
    choice: &Choice,
    title: Option<&str>,
) -> Vec<&'s Block> {
    let before = survey.blocks.partition_point(|block| block.first < choice.node);
    let is_title = |block: &Block| {
        block.traits.has(Traits::HEADING)
            && (document.tag(block.home) == Tag::H1
                || title.is_some_and(|title| lines::same(title, survey.words(block))))
    };
    let Some(heading) = survey.blocks[..before].iter().rposition(is_title) else {
        return Vec::new();
    };
    let fits = |block: &&Block| {
        block.letters >= LEDE_LETTERS
            && block.link_share() < 0.2
            && !choice.dropped[block.first]
            && !block.traits.has(Traits::FIGURE)
    };
    let found: Vec<&Block> = survey.blocks[heading + 1..before].iter().filter(fits).collect();
    if found.len() > LEDE_BLOCKS { Vec::new() } else { found }
}

/// All text that is not hidden.
pub fn everything(document: &Document<'_>, survey: &Survey) -> String {
    let blocks: Vec<&Block> = survey.blocks.iter().collect();
    join(document, survey, &blocks)
}

/// Whether a block inside an article is not part of its text.
fn is_noise(survey: &Survey, block: &Block, title: Option<&str>) -> bool {
    let words = survey.words(block);
    if block.traits.has(Traits::FIGURE) && !block.traits.has(Traits::QUOTE.and(Traits::CELL)) {
        return true;
    }
    if block.traits.has(Traits::HEADING) && title.is_some_and(|title| lines::same(title, words)) {
        return true;
    }
    let linked = block.link_share();
    let listed = block.traits.has(Traits::LIST.and(Traits::CELL));
    if !listed && linked > LINKED_LIMIT && block.letters < LINKED_LETTERS {
        return true;
    }
    lines::is_furniture(words, linked)
}

/// Drops lists that are mostly links: related stories, tags, tables of contents.
fn drop_link_lists(document: &Document<'_>, blocks: &mut Vec<&Block>) {
    let mut letters: HashMap<NodeId, (usize, usize)> = HashMap::new();
    for block in blocks.iter() {
        if let Some(list) = list_of(document, block) {
            let (all, linked) = letters.entry(list).or_default();
            *all += block.letters;
            *linked += block.linked;
        }
    }
    let is_links = |list| letters.get(&list).is_some_and(|(all, linked)| linked * 10 > all * 6);
    blocks.retain(|block| !list_of(document, block).is_some_and(is_links));
}

/// The innermost list that a block is an item of.
fn list_of(document: &Document<'_>, block: &Block) -> Option<NodeId> {
    if !block.traits.has(Traits::LIST) {
        return None;
    }
    document.ancestors(block.first).find(|node| matches!(document.tag(*node), Tag::List | Tag::Dl))
}

/// A heading with nothing under it introduced something that was dropped.
fn drop_lonely_headings(blocks: &mut Vec<&Block>) {
    while blocks.last().is_some_and(|last| last.traits.has(Traits::HEADING)) {
        blocks.pop();
    }
}

fn join(document: &Document<'_>, survey: &Survey, blocks: &[&Block]) -> String {
    let mut text = String::new();
    for (place, block) in blocks.iter().enumerate() {
        if place > 0 {
            text.push_str(between(document, blocks[place - 1], block));
        }
        text.push_str(survey.words(block));
    }
    text
}

fn between(document: &Document<'_>, before: &Block, after: &Block) -> &'static str {
    let short = before.letters.max(after.letters) < LAID_OUT_LETTERS;
    let list = list_of(document, after);
    if short && list.is_some() && list == list_of(document, before) {
        return "\n";
    }
    let row = row_of(document, after);
    if short && row.is_some() && row == row_of(document, before) {
        return " | ";
    }
    "\n\n"
}

fn row_of(document: &Document<'_>, block: &Block) -> Option<NodeId> {
    let cell = block.home;
    let row = document.parent(cell);
    (document.tag(cell) == Tag::Td && document.tag(row) == Tag::Tr).then_some(row)
}
