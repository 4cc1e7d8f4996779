//! What is cut out of the chosen element: one rule after the other, each with its verdict.

use super::lines;
use super::reading::{Sheet, Verdict};
use super::survey::{Block, Traits};
use crate::extract::html::{NodeId, Tag};
use std::collections::HashMap;

/// A block with a larger share of links, and shorter than [`LINKED_LETTERS`], leads elsewhere. Both
/// from the labelled sets.
const LINKED_LIMIT: f64 = 0.5;
const LINKED_LETTERS: usize = 200;

/// Makes all cuts.
pub fn cut(sheet: &Sheet<'_>, verdicts: &mut [Verdict]) {
    link_lists(sheet, verdicts);
    before_title(sheet, verdicts);
    next_article(sheet, verdicts);
    other_articles(sheet, verdicts);
    noise(sheet, verdicts);
    repeated(sheet, verdicts);
    lonely_headings(sheet, verdicts);
}

/// The kept blocks with their places.
fn kept<'s>(sheet: &'s Sheet<'_>, verdicts: &[Verdict]) -> Vec<(usize, &'s Block)> {
    let blocks = sheet.survey.blocks.iter().enumerate();
    blocks.filter(|(place, _)| verdicts[*place].is_kept()).collect()
}

/// Blocks inside an article that are not part of its text.
fn noise(sheet: &Sheet<'_>, verdicts: &mut [Verdict]) {
    for (place, block) in kept(sheet, verdicts) {
        let words = sheet.words(block);
        let linked = block.link_share();
        let listed = block.traits.has(Traits::LIST.and(Traits::CELL));
        let in_figure = block.traits.has(Traits::FIGURE);
        verdicts[place] = match verdicts[place] {
            _ if in_figure && !block.traits.has(Traits::QUOTE.and(Traits::CELL)) => {
                Verdict::Caption
            }
            _ if block.traits.has(Traits::HEADING) && sheet.says_title(block) => Verdict::Title,
            _ if lines::is_caption(words) => Verdict::Caption,
            _ if !listed && linked > LINKED_LIMIT && leads_elsewhere(block, words) => Verdict::Link,
            _ if lines::is_furniture(words, linked) || lines::is_pitch(words) => Verdict::Furniture,
            kept => kept,
        };
    }
}

/// Letters from which a paragraph that is a whole sentence is read, though it is a link.
const LINKED_SENTENCE_LETTERS: usize = 60;

fn leads_elsewhere(block: &Block, words: &str) -> bool {
    let is_sentence = block.letters >= LINKED_SENTENCE_LETTERS
        && block.traits.has(Traits::PARAGRAPH)
        && words.ends_with('.');
    block.letters < LINKED_LETTERS && !is_sentence
}

/// Letters of an article before which no other begins.
const ARTICLE_LETTERS: usize = 300;
/// Headlines in the style of the first that make a page a row of articles; one or two are teasers.
const NEXT_HEADLINES: usize = 3;

/// All from where further headlines stand that are links and have the class of the first.
fn next_article(sheet: &Sheet<'_>, verdicts: &mut [Verdict]) {
    let blocks = &sheet.survey.blocks;
    let titles = |block: &Block| sheet.title.is_some_and(|t| lines::begins(sheet.words(block), t));
    let class = |block: &Block| sheet.document.raw_attribute(block.home, "class").map(str::trim);
    let Some(title) = blocks.iter().position(|block| is_headline(sheet, block) && titles(block))
    else {
        return;
    };
    let Some(style) = class(&blocks[title]).filter(|class| !class.is_empty()) else { return };
    let mut letters = 0;
    let next = kept(sheet, verdicts).into_iter().filter(|(place, block)| {
        letters += if *place > title { block.letters } else { 0 };
        letters >= ARTICLE_LETTERS
            && is_headline(sheet, block)
            && block.link_share() > 0.8
            && class(block) == Some(style)
            && !titles(block)
    });
    let next: Vec<usize> = next.map(|(place, _)| place).take(NEXT_HEADLINES).collect();
    if let [first, _, _] = next[..] {
        let rest = verdicts[first..].iter_mut().filter(|verdict| verdict.is_kept());
        rest.for_each(|verdict| *verdict = Verdict::NextArticle);
    }
}

fn is_headline(sheet: &Sheet<'_>, block: &Block) -> bool {
    matches!(sheet.document.tag(block.home), Tag::H1 | Tag::H2)
}

/// Lists that are mostly links: related stories, tags, tables of contents.
fn link_lists(sheet: &Sheet<'_>, verdicts: &mut [Verdict]) {
    let mut letters: HashMap<NodeId, (usize, usize)> = HashMap::new();
    let blocks = kept(sheet, verdicts);
    let lists: Vec<Option<NodeId>> = blocks.iter().map(|(_, block)| sheet.list_of(block)).collect();
    for ((_, block), list) in blocks.iter().zip(&lists) {
        if let Some(list) = list {
            let (all, linked) = letters.entry(*list).or_default();
            *all += block.letters;
            *linked += block.linked;
        }
    }
    let is_links = |list| letters.get(&list).is_some_and(|(all, linked)| linked * 10 > all * 6);
    for ((place, _), list) in blocks.iter().zip(lists) {
        if list.is_some_and(is_links) {
            verdicts[*place] = Verdict::LinkList;
        }
    }
}

/// The share of the kept letters, in tenths, before the title beyond which it is no title.
const BEFORE_TITLE_TENTHS: usize = 3;

/// What stands in the chosen element before the heading that says the title.
fn before_title(sheet: &Sheet<'_>, verdicts: &mut [Verdict]) {
    let blocks = kept(sheet, verdicts);
    let all: usize = blocks.iter().map(|(_, block)| block.letters).sum();
    let heading = |block: &Block| block.traits.has(Traits::HEADING) && sheet.says_title(block);
    let Some(title) = blocks.iter().position(|(_, block)| heading(block)) else { return };
    let before: usize = blocks[..title].iter().map(|(_, block)| block.letters).sum();
    if before * 10 <= all * BEFORE_TITLE_TENTHS {
        blocks[..title].iter().for_each(|(place, _)| verdicts[*place] = Verdict::BeforeTitle);
    }
}

/// The share of the kept letters, in tenths, that a section of other articles may hold.
const OTHERS_TENTHS: usize = 4;

/// What stands under a heading such as `Related stories`: in the box of its own, or else all up to the
/// next heading of its rank.
fn other_articles(sheet: &Sheet<'_>, verdicts: &mut [Verdict]) {
    let all: usize = kept(sheet, verdicts).iter().map(|(_, block)| block.letters).sum();
    for (place, block) in kept(sheet, verdicts) {
        if !verdicts[place].is_kept()
            || !(block.traits.has(Traits::HEADING) || is_bare_heading(sheet, block))
            || !lines::announces_others(sheet.words(block))
        {
            continue;
        }
        let end = box_end(sheet, place).unwrap_or_else(|| section_end(sheet, place));
        let section = (place + 1..end).filter(|place| verdicts[*place].is_kept());
        let section: Vec<usize> = section.collect();
        let letters: usize = section.iter().map(|place| sheet.survey.blocks[*place].letters).sum();
        if letters * 10 <= all * OTHERS_TENTHS {
            verdicts[place] = Verdict::Furniture;
            section.into_iter().for_each(|place| verdicts[place] = Verdict::OtherArticles);
        }
    }
}

/// A line that is set apart like a heading, without being marked as one.
fn is_bare_heading(sheet: &Sheet<'_>, block: &Block) -> bool {
    let words = sheet.words(block);
    let class = sheet.document.raw_attribute(block.home, "class").unwrap_or_default();
    let named = ["head", "title"].iter().any(|name| class.to_ascii_lowercase().contains(name));
    named && !words.ends_with(['.', '!', '?'])
}

/// Where the element ends that holds the heading with something under it and nothing before it.
fn box_end(sheet: &Sheet<'_>, place: usize) -> Option<usize> {
    let blocks = &sheet.survey.blocks;
    let end = |node: NodeId| blocks.partition_point(|block| block.first < sheet.document.end(node));
    let mut around = sheet.document.ancestors(blocks[place].first);
    let own = around.find(|node| end(*node) > place + 1)?;
    let starts = |node: NodeId| blocks[..place].last().is_none_or(|before| before.first < node);
    (starts(own) && own > sheet.choice.node).then(|| end(own))
}

fn section_end(sheet: &Sheet<'_>, place: usize) -> usize {
    let blocks = &sheet.survey.blocks;
    let rank = rank(sheet, &blocks[place]);
    let higher =
        |block: &Block| block.traits.has(Traits::HEADING) && self::rank(sheet, block) <= rank;
    let next = blocks[place + 1..].iter().position(higher);
    next.map_or(blocks.len(), |next| place + 1 + next)
}

/// How high a heading stands; less is higher.
fn rank(sheet: &Sheet<'_>, block: &Block) -> Option<usize> {
    let ranks = [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];
    let mut around = std::iter::once(block.home).chain(sheet.document.ancestors(block.home));
    around.find_map(|node| ranks.iter().position(|rank| *rank == sheet.document.tag(node)))
}

/// Letters from which a line that stands twice is no refrain.
const REPEATED_LETTERS: usize = 40;
/// Blocks at the beginning among which a summary is set twice; recipes and lists repeat lines later.
const FIRST_BLOCKS: usize = 5;

/// A summary that the text soon says again, letter for letter.
fn repeated(sheet: &Sheet<'_>, verdicts: &mut [Verdict]) {
    let blocks = kept(sheet, verdicts);
    let first = &blocks[..blocks.len().min(FIRST_BLOCKS)];
    for (at, (place, block)) in first.iter().enumerate() {
        let words = sheet.words(block);
        let again = first[at + 1..].iter().any(|(_, later)| sheet.words(later) == words);
        if again && block.letters >= REPEATED_LETTERS {
            verdicts[*place] = Verdict::Repeated;
        }
    }
}

/// A heading with nothing under it introduced something that was cut.
fn lonely_headings(sheet: &Sheet<'_>, verdicts: &mut [Verdict]) {
    for (place, block) in kept(sheet, verdicts).into_iter().rev() {
        if !block.traits.has(Traits::HEADING) {
            return;
        }
        verdicts[place] = Verdict::LonelyHeading;
    }
}
