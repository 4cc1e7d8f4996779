//! The elements of a feed, as a tree over its text.

use super::scan::{Piece, Scanner, all_attributes, attribute};
use super::space::Space;
use super::text::{self, Markup};
use memchr::{memchr, memrchr};
use std::borrow::Cow;
use std::ops::Range;

/// Elements nested deeper are left out: the deepest of the labelled feeds has 6, the rest is room for markup
/// inside entries.
const DEPTH: usize = 200;

/// Elements beyond these are left out: bounds the memory at some 120 MB; the largest of the labelled feeds
/// has 4,191.
const ELEMENTS: usize = 1_000_000;

/// Bytes of attributes that are read of one element: the longest start tag of the labelled feeds has 503.
/// Attributes of the root are looked up for each relative link, so this also bounds that work.
const ATTRIBUTES_BYTES: usize = 8 * 1024;

/// Prefixes that may be declared at one place; more are not looked at.
const PREFIXES: usize = 256;

/// Words that hold only text; when another field begins inside one, its end tag was forgotten.
const LEAVES: [&str; 5] = ["title", "guid", "pubdate", "link", "author"];

/// Fields of an entry or a channel.
const FIELDS: [&str; 11] = [
    "title",
    "link",
    "description",
    "guid",
    "pubdate",
    "category",
    "content",
    "summary",
    "updated",
    "published",
    "enclosure",
];

/// A feed's elements.
pub struct Tree<'a> {
    source: &'a str,
    nodes: Vec<Node<'a>>,
}

struct Node<'a> {
    space: Space,
    /// Without prefix, lowercase.
    word: Cow<'a, str>,
    /// As written.
    name: &'a str,
    attributes: &'a str,
    /// From the end of the start tag to the start of the end tag.
    inner: Range<usize>,
    parent: usize,
    first_child: usize,
    last_child: usize,
    next: usize,
}

/// No node: the document itself is node 0 and nobody's child.
const NONE: usize = 0;

/// One element.
#[derive(Clone, Copy)]
pub struct Element<'t, 'a> {
    tree: &'t Tree<'a>,
    at: usize,
}

impl<'a> Tree<'a> {
    /// Builds the tree; what is not closed ends where its parent ends.
    pub fn new(source: &'a str) -> Tree<'a> {
        let mut planter = Planter::new(source);
        let mut scanner = Scanner::new(source);
        while let Some(piece) = scanner.next() {
            match piece {
                Piece::Open { name, attributes, closed } => {
                    planter.open(name, attributes, closed, scanner.start(), scanner.end());
                }
                Piece::Close(name) => planter.close(name, scanner.start()),
                Piece::Text(_) | Piece::Literal(_) => {}
            }
        }
        planter.close_down_to(1, end_of_whole(source));
        planter.tree
    }

    /// The document, above the root.
    pub fn document(&self) -> Element<'_, 'a> {
        Element { tree: self, at: 0 }
    }

    /// All elements in the order of the text.
    pub fn elements(&self) -> impl Iterator<Item = Element<'_, 'a>> {
        (1..self.nodes.len()).map(|at| Element { tree: self, at })
    }
}

/// Where a text ends that may have been cut off inside of a tag: before that tag.
fn end_of_whole(source: &str) -> usize {
    let bytes = source.as_bytes();
    let begun = memrchr(b'<', bytes).filter(|at| memchr(b'>', &bytes[*at..]).is_none());
    let is_tag = |at: &usize| match bytes.get(at + 1) {
        Some(next) => next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'),
        None => true,
    };
    begun.filter(is_tag).unwrap_or(source.len())
}

/// A tree under construction.
struct Planter<'a> {
    tree: Tree<'a>,
    /// From the document down to the innermost open element.
    open: Vec<usize>,
    /// Open elements that were too deep to be kept.
    too_deep: usize,
    /// Declared prefixes, innermost last: the element that declares, prefix, meaning.
    prefixes: Vec<(usize, &'a str, Space)>,
}

impl<'a> Planter<'a> {
    fn new(source: &'a str) -> Planter<'a> {
        let document = Node {
            space: Space::Other,
            word: Cow::Borrowed(""),
            name: "",
            attributes: "",
            inner: 0..source.len(),
            parent: NONE,
            first_child: NONE,
            last_child: NONE,
            next: NONE,
        };
        let tree = Tree { source, nodes: vec![document] };
        Planter { tree, open: vec![0], too_deep: 0, prefixes: Vec::new() }
    }

    fn innermost(&self) -> usize {
        self.open.last().copied().unwrap_or(NONE)
    }

    fn open(&mut self, name: &'a str, attributes: &'a str, closed: bool, start: usize, end: usize) {
        if self.open.len() > DEPTH || self.tree.nodes.len() >= ELEMENTS {
            self.too_deep += usize::from(!closed);
            return;
        }
        let length = attributes.floor_char_boundary(ATTRIBUTES_BYTES.min(attributes.len()));
        let attributes = &attributes[..length];
        self.declare(attributes);
        let (space, local) = self.meaning(name);
        let word = match local.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(local.to_ascii_lowercase()),
            false => Cow::Borrowed(local),
        };
        if space == Space::Core {
            self.close_forgotten(&word, start);
        }
        let at = self.tree.nodes.len();
        self.hang(at);
        let parent = self.innermost();
        let (inner, none) = (end..end, NONE);
        self.tree.nodes.push(Node {
            space,
            word,
            name,
            attributes,
            inner,
            parent,
            first_child: none,
            last_child: none,
            next: none,
        });
        self.open.push(at);
        if closed {
            self.close_down_to(self.open.len() - 1, end);
        }
    }

    /// Makes `at` the last child of the innermost open element.
    fn hang(&mut self, at: usize) {
        let parent = self.innermost();
        match self.tree.nodes[parent].last_child {
            NONE => self.tree.nodes[parent].first_child = at,
            brother => self.tree.nodes[brother].next = at,
        }
        self.tree.nodes[parent].last_child = at;
    }

    /// Notes the prefixes that the next element declares.
    fn declare(&mut self, attributes: &'a str) {
        if !attributes.contains("xmlns") {
            return;
        }
        let at = self.tree.nodes.len();
        for (key, address) in all_attributes(attributes) {
            let prefix = match key.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            let habit = match prefix {
                // A feed of a dialect that we do not know; further in, it is foreign markup.
                "" if self.open.len() == 1 || address.is_empty() => Space::Core,
                "" => Space::Other,
                prefix => Space::of_prefix(prefix),
            };
            if self.prefixes.len() >= PREFIXES {
                return;
            }
            self.prefixes.push((at, prefix, Space::of_address(address).unwrap_or(habit)));
        }
    }

    fn meaning(&self, name: &'a str) -> (Space, &'a str) {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let declared = self.prefixes.iter().rev().find(|(_, known, _)| *known == prefix);
        let space = match (declared, prefix) {
            (Some((_, _, space)), _) => *space,
            (None, "") => Space::Core,
            (None, prefix) => Space::of_prefix(prefix),
        };
        (space, local)
    }

    /// Closes what must have ended before `word` could begin.
    fn close_forgotten(&mut self, word: &str, start: usize) {
        let begins_entry = matches!(word, "item" | "entry");
        if begins_entry {
            let is_entry = |at: &usize| {
                let node = &self.tree.nodes[*at];
                node.space == Space::Core && node.word == word
            };
            if let Some(depth) = self.open.iter().rposition(is_entry) {
                self.close_down_to(depth, start);
            }
        }
        if begins_entry || FIELDS.contains(&word) {
            let node = &self.tree.nodes[self.innermost()];
            if node.space == Space::Core && LEAVES.contains(&&*node.word) {
                self.close_down_to(self.open.len() - 1, start);
            }
        }
    }

    fn close(&mut self, name: &str, start: usize) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let is_it = |at: &usize| self.tree.nodes[*at].name.eq_ignore_ascii_case(name);
        if let Some(depth) = self.open.iter().rposition(is_it).filter(|depth| *depth > 0) {
            self.close_down_to(depth, start);
        }
    }

    /// Ends all open elements from this depth on.
    fn close_down_to(&mut self, depth: usize, end: usize) {
        for at in self.open.drain(depth.max(1)..) {
            self.tree.nodes[at].inner.end = end;
        }
        let kept = self.innermost();
        while self.prefixes.last().is_some_and(|(at, ..)| *at > kept) {
            self.prefixes.pop();
        }
    }
}

impl<'t, 'a> Element<'t, 'a> {
    fn node(&self) -> &'t Node<'a> {
        &self.tree.nodes[self.at]
    }

    /// Its vocabulary and its word in it, without prefix, lowercase.
    pub fn word(&self) -> (Space, &'t str) {
        (self.node().space, &self.node().word)
    }

    /// Whether it is this word of RSS, Atom or sitemaps.
    pub fn is(&self, word: &str) -> bool {
        self.word() == (Space::Core, word)
    }

    /// The elements directly inside.
    pub fn children(&self) -> impl Iterator<Item = Element<'t, 'a>> + use<'t, 'a> {
        let tree = self.tree;
        let some = |at| (at != NONE).then_some(Element { tree, at });
        std::iter::successors(some(self.node().first_child), move |child| some(child.node().next))
    }

    /// The first child of this word.
    pub fn child(&self, word: &str) -> Option<Element<'t, 'a>> {
        self.children().find(|child| child.is(word))
    }

    /// What it stands in; nothing for the root.
    pub fn parent(&self) -> Option<Element<'t, 'a>> {
        let at = self.node().parent;
        (at != NONE).then_some(Element { tree: self.tree, at })
    }

    /// The value of an attribute, entities decoded, without white space around it; nothing when empty.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let raw = attribute(self.node().attributes, name)?;
        Some(text::clean(text::decode(raw).trim())).filter(|value| !value.is_empty())
    }

    /// The attribute of the innermost element around it, itself included, that has one.
    pub fn inherited(&self, name: &str) -> Option<String> {
        std::iter::successors(Some(*self), Element::parent).find_map(|one| one.attribute(name))
    }

    /// All between its tags, as written.
    pub fn inner(&self) -> &'a str {
        self.tree.source.get(self.node().inner.clone()).unwrap_or_default()
    }

    /// Its content: text, or markup when there are elements in it.
    pub fn content(&self) -> Markup<'a> {
        text::content(self.inner())
    }

    /// Its text without tags and without white space around it; nothing when empty.
    pub fn text(&self) -> Option<String> {
        let content = self.content();
        let text = match content.has_tags {
            true => text::of_html(&content.value),
            false => text::clean_trimmed(content.value),
        };
        (!text.is_empty()).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(element: Element<'_, '_>) -> String {
        let (space, word) = element.word();
        let inside: Vec<String> = element.children().map(shown).collect();
        let inside =
            if inside.is_empty() { String::new() } else { format!("({})", inside.join(" ")) };
        match space {
            Space::Core => format!("{word}{inside}"),
            space => format!("{space:?}.{word}{inside}"),
        }
    }

    #[test]
    fn trees_grow_from_sound_and_broken_markup() {
        check("<rss><a/><b>x<c/></b></rss>", "rss(a b(c))");
        check("<item><title>x<item><title>y</item>", "item(title) item(title)");
        check("<item><title>x<link>y</link></item>", "item(title link)");
        check("<a></b><c></a>d</c><e/>", "a(c) e");
        check("<RSS><Title>x</title></RSS>", "rss(title)");
        check("<a><b>x", "a(b)");
        check("", "");
    }

    #[test]
    fn words_belong_to_their_namespaces() {
        check("<feed><dc:title/><x:title/></feed>", "feed(Dublin.title Other.title)");
        check("<r xmlns:q='http://purl.org/dc/elements/1.1/'><q:date/></r>", "r(Dublin.date)");
        check("<r xmlns:dc='http://odd.example/'><dc:date/></r>", "r(Dublin.date)");
        check("<r xmlns='http://odd.example/'><a/></r>", "r(a)");
        check(
            "<r><p xmlns='http://www.w3.org/1999/xhtml'><title/></p><a/></r>",
            "r(Other.p(Other.title) a)",
        );
        check(
            "<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'><atom:id/></atom:feed>",
            "feed(id)",
        );
    }

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let tree = Tree::new(source);
        let roots: Vec<String> = tree.document().children().map(shown).collect();
        assert_eq!(roots.join(" "), expected, "{source}");
    }

    #[test]
    fn deep_nesting_costs_no_more_than_its_depth() {
        let tree = "<a>".repeat(100_000);
        assert_eq!(Tree::new(&tree).elements().count(), DEPTH);
        let closed = "<a>".repeat(1000) + &"</a>".repeat(1000) + "<b/>";
        assert_eq!(Tree::new(&closed).document().children().count(), 2);
    }
}
