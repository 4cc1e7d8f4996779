use super::decode;
use super::tag::Tag;
use super::tokens::{Token, Tokens};
use std::borrow::Cow;

/// Elements inside each other beyond which all count as siblings. Real pages stay under 100 (the
/// deepest of the labelled sets has 84); each end tag may look at all that are open.
const DEPTH_LIMIT: usize = 250;
/// Inline elements inside each other beyond which they are leaves, so that a page that closes no `<b>`
/// has depth left for its paragraphs.
const INLINE_LIMIT: u32 = 60;
/// Nodes beyond which the rest of the page is left unread: a long live blog has 50,000.
const NODES_LIMIT: usize = 1_000_000;

/// A node's place in the order of the source.
pub type NodeId = usize;

struct Node<'a> {
    tag: Tag,
    parent: u32,
    /// One past the last node inside.
    end: u32,
    first_attribute: u32,
    attributes: u8,
    /// The element's name as written.
    name: &'a str,
    text: Cow<'a, str>,
}

/// A page as a tree: nodes in the order of the source, so that the inside of a node is the range
/// from its id to its end.
pub struct Document<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Document<'a> {
    /// Reads a page or a fragment of one.
    pub fn parse(source: &'a str) -> Document<'a> {
        Builder::new(source).run(source)
    }

    /// How many nodes there are; node 0 is the root.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What the node is.
    pub fn tag(&self, node: NodeId) -> Tag {
        self.nodes[node].tag
    }

    /// An element's name as written; a text node has none.
    pub fn name(&self, node: NodeId) -> &'a str {
        self.nodes[node].name
    }

    /// The element around it; the root's is the root.
    pub fn parent(&self, node: NodeId) -> NodeId {
        self.nodes[node].parent as usize
    }

    /// One past the last node inside.
    pub fn end(&self, node: NodeId) -> NodeId {
        self.nodes[node].end as usize
    }

    /// Its own text: of a text node, or the raw inside of a script or title.
    pub fn own_text(&self, node: NodeId) -> &str {
        &self.nodes[node].text
    }

    /// An attribute as written, character references and all.
    pub fn raw_attribute(&self, node: NodeId, name: &str) -> Option<&'a str> {
        let node = &self.nodes[node];
        let start = node.first_attribute as usize;
        let own = &self.attributes[start..start + usize::from(node.attributes)];
        own.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// An attribute's value.
    pub fn attribute(&self, node: NodeId, name: &str) -> Option<Cow<'a, str>> {
        self.raw_attribute(node, name).map(decode)
    }

    /// Whether it has any attribute at all: spares looking for one.
    pub fn has_attributes(&self, node: NodeId) -> bool {
        self.nodes[node].attributes > 0
    }

    /// All nodes of one kind, in order.
    pub fn all(&self, tag: Tag) -> impl Iterator<Item = NodeId> + '_ {
        (0..self.len()).filter(move |node| self.tag(*node) == tag)
    }

    /// The nodes directly inside.
    #[cfg(test)]
    fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.end(node);
        let inside = move |at: NodeId| (at < end).then_some(at);
        std::iter::successors(inside(node + 1), move |at| inside(self.end(*at)))
    }

    /// The elements around a node, the innermost first, the root not among them.
    pub fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let up = |node: NodeId| Some(self.parent(node)).filter(|parent| *parent != 0);
        std::iter::successors(up(node), move |node| up(*node))
    }

    /// Whether it holds more nodes than this.
    pub fn is_larger(&self, node: NodeId, nodes: usize) -> bool {
        self.end(node) - node > nodes
    }

    /// The words inside on one line; what scripts and the like hold is left out.
    pub fn line(&self, node: NodeId) -> String {
        let mut line = String::new();
        for inner in node..self.end(node) {
            match self.tag(inner) {
                Tag::Text | Tag::Title => {
                    for word in self.own_text(inner).split_whitespace() {
                        line.push_str(word);
                        line.push(' ');
                    }
                }
                _ => continue,
            }
            let glued = !self.own_text(inner).ends_with(char::is_whitespace);
            if glued && line.ends_with(' ') && !self.breaks_before(inner + 1) {
                line.pop();
            }
        }
        line.truncate(line.trim_end().len());
        line
    }

    /// The words inside with a space between any two nodes, for lines whose parts are set apart by
    /// style alone.
    pub fn spaced(&self, node: NodeId) -> String {
        let texts = (node..self.end(node)).filter(|inner| self.tag(*inner) == Tag::Text);
        let words = texts.flat_map(|inner| self.own_text(inner).split_whitespace());
        words.collect::<Vec<_>>().join(" ")
    }

    /// Whether the node stands apart from the text before it.
    fn breaks_before(&self, node: NodeId) -> bool {
        node >= self.len() || self.tag(node).is_block() || self.tag(node) == Tag::Br || {
            let text = self.own_text(node);
            self.tag(node) == Tag::Text && text.starts_with(char::is_whitespace)
        }
    }
}

/// An element whose end tag has not come.
struct Open<'a> {
    node: usize,
    tag: Tag,
    name: &'a str,
    /// Its end tag came while a block inside was open: it ends with that block.
    ended: bool,
}

struct Builder<'a> {
    document: Document<'a>,
    open: Vec<Open<'a>>,
    /// How many of each kind are open, so that a stray end tag costs nothing.
    open_of: [u32; Tag::COUNT],
    /// Elements beyond the depth limit whose end tags are still to come.
    too_deep: u32,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Builder<'a> {
        let root = Node {
            tag: Tag::Html,
            parent: 0,
            end: 0,
            first_attribute: 0,
            attributes: 0,
            name: "",
            text: Cow::Borrowed(""),
        };
        // A node every forty bytes is what the labelled pages have.
        let mut nodes = Vec::with_capacity((source.len() / 40).min(NODES_LIMIT));
        nodes.push(root);
        let open = vec![Open { node: 0, tag: Tag::Html, name: "html", ended: false }];
        let document = Document { nodes, attributes: Vec::new() };
        Builder { document, open, open_of: [0; Tag::COUNT], too_deep: 0 }
    }

    fn run(mut self, source: &'a str) -> Document<'a> {
        let mut tokens = Tokens::new(source);
        while self.document.nodes.len() < NODES_LIMIT
            && let Some(token) = tokens.next()
        {
            match token {
                Token::Text(text) => {
                    self.append(Tag::Text, decode(text));
                }
                Token::Start(name, closed) => self.start(name, closed, &mut tokens),
                Token::End(name) => self.end(name),
            }
        }
        self.close_down_to(0);
        let length = self.document.nodes.len() as u32;
        self.document.nodes[0].end = length;
        self.document
    }

    fn append(&mut self, tag: Tag, text: Cow<'a, str>) -> usize {
        let node = self.document.nodes.len();
        let parent = self.open.last().map_or(0, |open| open.node) as u32;
        let first_attribute = self.document.attributes.len() as u32;
        let end = node as u32 + 1;
        let name = "";
        self.document.nodes.push(Node {
            tag,
            parent,
            end,
            first_attribute,
            attributes: 0,
            name,
            text,
        });
        node
    }

    fn start(&mut self, name: &'a str, closed: bool, tokens: &mut Tokens<'a>) {
        let tag = Tag::of(name);
        self.imply_ends(tag);
        let node = self.append(tag, Cow::Borrowed(""));
        self.document.nodes[node].name = name;
        // At most `ATTRIBUTES_LIMIT`, which is below 256.
        self.document.nodes[node].attributes = tokens.attributes.len().min(255) as u8;
        self.document.attributes.append(&mut tokens.attributes);
        // Inside drawings and formulas, and of unknown elements, `/>` closes.
        let foreign = self.open_of[Tag::Sealed as usize] > 0;
        let closes_itself =
            closed && (foreign || matches!(tag, Tag::Inline | Tag::Custom | Tag::Sealed));
        if tag.is_void() || closes_itself {
            return;
        }
        if tag.is_raw() {
            let inside = tokens.raw_text(name);
            let text = if tag == Tag::Title { decode(inside) } else { Cow::Borrowed(inside) };
            self.document.nodes[node].text = text;
            return;
        }
        if tag == Tag::Inline && self.open_of[tag as usize] >= INLINE_LIMIT {
            return;
        }
        if self.open.len() >= DEPTH_LIMIT {
            self.too_deep = self.too_deep.saturating_add(1);
            return;
        }
        self.open_of[tag as usize] += 1;
        self.open.push(Open { node, tag, name, ended: false });
    }

    /// Closes what the start of `tag` ends without an end tag.
    fn imply_ends(&mut self, tag: Tag) {
        self.leave_drawing(tag);
        if tag.ends_paragraph() {
            self.close_in_scope(|open| open == Tag::P, |_| false);
        }
        let is_list = |open| matches!(open, Tag::List | Tag::Dl);
        match tag {
            Tag::Li => self.close_in_scope(|open| open == Tag::Li, is_list),
            Tag::Dt | Tag::Dd => {
                self.close_in_scope(|open| matches!(open, Tag::Dt | Tag::Dd), is_list)
            }
            Tag::Option => self.close_in_scope(|open| open == Tag::Option, |_| false),
            Tag::Td => self.close_cells(&[Tag::Td, Tag::Caption]),
            Tag::Tr => self.close_cells(&[Tag::Tr, Tag::Td, Tag::Caption]),
            Tag::Tbody => self.close_cells(&[Tag::Tbody, Tag::Tr, Tag::Td, Tag::Caption]),
            Tag::A => self.close_in_scope(|open| open == Tag::A, Tag::is_block),
            Tag::Body => self.close_in_scope(|open| open == Tag::Head, |_| false),
            _ if tag.is_heading() => {
                let heading_on_top = self.open.last().is_some_and(|open| open.tag.is_heading());
                if heading_on_top {
                    self.close_down_to(self.open.len() - 1);
                }
            }
            _ => {}
        }
    }

    /// Blocks never stand in a drawing or formula: what is open of one was not closed by mistake.
    fn leave_drawing(&mut self, tag: Tag) {
        if !tag.is_block() || self.open_of[Tag::Sealed as usize] == 0 {
            return;
        }
        let is = |open: &Open<'_>, name: &str| open.name.eq_ignore_ascii_case(name);
        let drawing = self.open.iter().rposition(|open| is(open, "svg") || is(open, "math"));
        if let Some(place) = drawing
            && !self.open[place..].iter().any(|open| is(open, "foreignObject") || is(open, "desc"))
        {
            self.close_down_to(place);
        }
    }

    /// Closes the innermost open element that is `wanted`, unless a scope or a `wall` stands before it.
    fn close_in_scope(&mut self, wanted: impl Fn(Tag) -> bool, wall: impl Fn(Tag) -> bool) {
        for place in (1..self.open.len()).rev() {
            let tag = self.open[place].tag;
            if wanted(tag) {
                return self.close_down_to(place);
            }
            if tag.is_scope() || wall(tag) {
                return;
            }
        }
    }

    /// Closes the outermost of these parts of the innermost table.
    fn close_cells(&mut self, parts: &[Tag]) {
        let table = self.open.iter().rposition(|open| open.tag == Tag::Table).unwrap_or(0);
        let first =
            (table + 1..self.open.len()).find(|place| parts.contains(&self.open[*place].tag));
        if let Some(place) = first {
            self.close_down_to(place);
        }
    }

    fn end(&mut self, name: &str) {
        let tag = Tag::of(name);
        // Pages go on after `</body>` more often than one would think; what follows still belongs to it.
        if tag.is_void() || tag.is_raw() || matches!(tag, Tag::Html | Tag::Body) {
            return;
        }
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.open_of[tag as usize] == 0 && !tag.is_heading() {
            return;
        }
        self.leave_drawing(tag);
        self.end_open(tag, name);
    }

    fn end_open(&mut self, tag: Tag, name: &str) {
        let is_inline = !tag.is_block() && !matches!(tag, Tag::Sealed | Tag::Custom | Tag::Button);
        let in_table = matches!(tag, Tag::Table | Tag::Tbody | Tag::Tr | Tag::Td | Tag::Caption);
        let mut behind_block = false;
        for place in (1..self.open.len()).rev() {
            let open = &mut self.open[place];
            let same = open.tag == tag || tag.is_heading() && open.tag.is_heading();
            if same && (tag != Tag::Inline || open.name.eq_ignore_ascii_case(name)) {
                if is_inline && behind_block {
                    open.ended = true;
                    return;
                }
                return self.close_down_to(place);
            }
            if open.tag.is_scope() && !in_table {
                return;
            }
            behind_block |= open.tag.is_block();
        }
    }

    fn close_down_to(&mut self, place: usize) {
        let end = self.document.nodes.len() as u32;
        while self.open.len() > place.max(1) || self.open.last().is_some_and(|open| open.ended) {
            let Some(open) = self.open.pop() else { return };
            self.document.nodes[open.node].end = end;
            self.open_of[open.tag as usize] -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_implied_as_browsers_do() {
        check("<p>a<p>b<div>c</div>d", "(P a)(P b)(Div c)d");
        check("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "(List (Li a)(Li b(List (Li c)))(Li d))e");
        check("<table><tr><td>a<td>b<tr><td>c</table>d", "(Table (Tr (Td a)(Td b))(Tr (Td c)))d");
        check("<dl><dt>a<dd>b<dt>c</dl>", "(Dl (Dt a)(Dd b)(Dt c))");
        check("<a>x<a>y</a>z", "(A x)(A y)z");
        check("<a><div>x</a>y</div>z", "(A (Div xy))z");
        check("<div><b>x</div>y", "(Div (Inline x))y");
        check("<table><tr><td></div>a</p></table>b", "(Table (Tr (Td a)))b");
        check("<h2>a</h3>b", "(H2 a)b");
        check("<div/>a</div>b", "(Div a)b");
        check("<svg><path/><title>t</title></svg>a", "(Sealed (Inline )(Title t))a");
        check("<div><svg><g></div><p>a", "(Div (Sealed (Inline )))(P a)");
        check("<svg><foreignObject><p>a</p></foreignObject></svg>b", "(Sealed (Inline (P a)))b");
        check("x</body></html>y", "xy");
        check("<title>a &amp; <b></title>c", "(Title a & <b>)c");
    }

    #[test]
    fn depth_is_bounded_and_found_again() {
        let deep = "<div>".repeat(100_000) + "<p>in</p>" + &"</div>".repeat(100_000) + "<p>out</p>";
        let document = Document::parse(&deep);
        let last = document.all(Tag::P).last().expect("two paragraphs");
        assert_eq!((document.line(last).as_str(), document.parent(last)), ("out", 0));
    }

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let document = Document::parse(source);
        let shown: String = document.children(0).map(|node| show(&document, node)).collect();
        assert_eq!(shown, expected, "{source}");
    }

    fn show(document: &Document<'_>, node: NodeId) -> String {
        let inside: String = document.children(node).map(|child| show(document, child)).collect();
        match document.tag(node) {
            Tag::Text => document.own_text(node).to_owned(),
            tag => format!("({tag:?} {}{inside})", document.own_text(node)),
        }
    }
}
