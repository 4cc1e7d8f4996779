//! One look at the whole tree: what each node is for, and the paragraphs that it holds.

use super::hints::{self, Hint};
use crate::extract::html::{Document, NodeId, Tag};

/// What is true of a node and of all inside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(u16);

impl Traits {
    /// Never shown to a reader.
    pub const HIDDEN: Traits = Traits(1);
    /// Part of a link.
    pub const LINK: Traits = Traits(1 << 1);
    /// In a list item.
    pub const LIST: Traits = Traits(1 << 3);
    /// In a table cell.
    pub const CELL: Traits = Traits(1 << 4);
    /// In a heading.
    pub const HEADING: Traits = Traits(1 << 5);
    /// In a block quote.
    pub const QUOTE: Traits = Traits(1 << 6);
    /// In a figure or its caption.
    pub const FIGURE: Traits = Traits(1 << 7);
    /// White space is kept.
    pub const PRE: Traits = Traits(1 << 8);
    /// In a `p`.
    pub const PARAGRAPH: Traits = Traits(1 << 10);

    /// Whether any of `others` holds.
    pub fn has(self, others: Traits) -> bool {
        self.0 & others.0 != 0
    }

    /// These and the others.
    pub fn and(self, others: Traits) -> Traits {
        Traits(self.0 | others.0)
    }
}

/// A run of text without a block boundary inside: a paragraph, a heading, a list item, a cell.
#[derive(Clone, Debug)]
pub struct Block {
    /// The innermost block element that holds it.
    pub home: NodeId,
    /// The first text node of it.
    pub first: NodeId,
    /// Bytes of [`Survey::text`].
    pub start: usize,
    /// Bytes of [`Survey::text`].
    pub end: usize,
    /// Characters that are not white space.
    pub letters: usize,
    /// Those of them that are part of links.
    pub linked: usize,
    /// What holds for its home.
    pub traits: Traits,
}

impl Block {
    /// The share of it that is linked.
    pub fn link_share(&self) -> f64 {
        self.linked as f64 / self.letters.max(1) as f64
    }
}

/// What one look at a page gives.
pub struct Survey {
    /// What each node's own names say.
    pub hints: Vec<Hint>,
    /// In reading order.
    pub blocks: Vec<Block>,
    /// The text of all blocks, one after the other.
    pub text: String,
}

impl Survey {
    /// The words of a block.
    pub fn words(&self, block: &Block) -> &str {
        &self.text[block.start..block.end]
    }
}

/// Looks at all of `document`.
pub fn survey(document: &Document<'_>) -> Survey {
    let mut traits = Vec::with_capacity(document.len());
    let mut hints = Vec::with_capacity(document.len());
    let mut gather = Gather::default();
    for node in 0..document.len() {
        let around = if node == 0 { Traits::default() } else { traits[document.parent(node)] };
        let hint = hints::of(document, node);
        let here = around.and(own_traits(document, node, hint));
        traits.push(here);
        hints.push(hint);
        gather.visit(document, node, here);
    }
    gather.finish(document.len());
    for block in &mut gather.blocks {
        block.traits = traits[block.home].and(block.traits);
    }
    Survey { hints, blocks: gather.blocks, text: gather.text }
}

fn own_traits(document: &Document<'_>, node: NodeId, hint: Hint) -> Traits {
    let by_tag = match document.tag(node) {
        Tag::Raw
        | Tag::Script
        | Tag::Sealed
        | Tag::Title
        | Tag::Option
        | Tag::Button
        | Tag::Head => Traits::HIDDEN,
        Tag::A => Traits::LINK,
        Tag::Li | Tag::Dd | Tag::Dt => Traits::LIST,
        Tag::Td => Traits::CELL,
        Tag::P => Traits::PARAGRAPH,
        Tag::Blockquote => Traits::QUOTE,
        Tag::Figure | Tag::Figcaption => Traits::FIGURE,
        Tag::Pre => Traits::PRE,
        tag if tag.is_heading() => Traits::HEADING,
        _ => Traits::default(),
    };
    match hint {
        Hint::Hidden => by_tag.and(Traits::HIDDEN),
        _ => by_tag,
    }
}

/// Puts text nodes together into blocks.
#[derive(Default)]
struct Gather {
    text: String,
    blocks: Vec<Block>,
    open: Option<Block>,
    /// The block element that text now belongs to, and where it ends.
    homes: Vec<(NodeId, NodeId)>,
}

impl Gather {
    fn visit(&mut self, document: &Document<'_>, node: NodeId, traits: Traits) {
        self.leave(node);
        let tag = document.tag(node);
        if traits.has(Traits::HIDDEN) {
            return;
        }
        if tag.is_block() {
            self.flush();
            self.homes.push((node, document.end(node)));
        } else if tag == Tag::Text {
            self.add(document.own_text(node), node, traits);
        } else if tag == Tag::Br && self.open.is_some() {
            self.line_break();
        }
    }

    /// Ends the block elements that end before `node`.
    fn leave(&mut self, node: NodeId) {
        while self.homes.last().is_some_and(|(_, end)| *end <= node) {
            self.homes.pop();
            self.flush();
        }
    }

    fn finish(&mut self, end: NodeId) {
        self.leave(end);
        self.flush();
    }

    /// A break ends the line, a second one the paragraph.
    fn line_break(&mut self) {
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        if self.text.ends_with('\n') {
            self.flush();
        } else if self.open.as_ref().is_some_and(|open| self.text.len() > open.start) {
            self.text.push('\n');
        }
    }

    fn add(&mut self, text: &str, node: NodeId, traits: Traits) {
        if self.open.is_none() {
            if text.chars().all(char::is_whitespace) {
                return;
            }
            let home = self.homes.last().map_or(0, |(home, _)| *home);
            let start = self.text.len();
            let open = Block {
                home,
                first: node,
                start,
                end: start,
                letters: 0,
                linked: 0,
                traits: Traits::default(),
            };
            self.open = Some(open);
        }
        let letters = self.append(text, traits.has(Traits::PRE));
        if let Some(open) = &mut self.open {
            open.letters += letters;
            open.linked += if traits.has(Traits::LINK) { letters } else { 0 };
        }
    }

    /// Appends text with its white space brought together; gives the characters that are not.
    fn append(&mut self, text: &str, keeps_lines: bool) -> usize {
        let start = self.open.as_ref().map_or(0, |open| open.start);
        let mut letters = 0;
        for c in text.chars() {
            if c == '\n' && keeps_lines {
                self.text.push('\n');
            } else if c.is_whitespace() || c.is_control() {
                if self.text.len() > start && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else if !is_invisible(c) {
                self.text.push(c);
                letters += 1;
            }
        }
        letters
    }

    fn flush(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        while self.text.len() > open.start && self.text.ends_with(char::is_whitespace) {
            self.text.pop();
        }
        open.end = self.text.len();
        if open.letters > 0 {
            self.blocks.push(open);
        }
    }
}

/// Soft hyphens, zero-width spaces, marks of writing direction and Unicode tags: they show nothing,
/// break comparisons, and can carry words that no reader sees.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}
