//! The posts of a live blog, as the page shows them: parts side by side, each with its time.

use super::choice::Choice;
use super::clocks::{self, Span};
use super::hints::Hint;
use super::reading::{Sheet, Verdict, join, read};
use super::survey::{Block, Traits};
use crate::extract::dates;
use crate::extract::html::{Document, NodeId, Tag};
use jiff::SignedDuration;
use news::SourceTime;
use std::collections::HashMap;
use std::ops::Range;

/// Posts below which a page is no live blog: an article tells two times, of publication and of change.
const POSTS: usize = 3;
/// Times that are looked at; the longest live blogs have some hundred posts.
const TIMES_LIMIT: usize = 2_000;
/// How long a live blog goes on. A list of what a site published goes back further.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 4);
/// The share of neighbours, in tenths, that must follow each other in one direction of time.
const ORDERED_TENTHS: usize = 8;
/// The share of the page's text, in tenths, that the posts must hold: else they are a box beside it.
const SHARE_TENTHS: usize = 6;
/// Letters that a post has on average, at least: less are headlines that lead to articles.
const POST_LETTERS: usize = 60;
/// Letters beside the time in a block that is a label of the time, such as "Updated" or "ago".
const LABEL_LETTERS: usize = 20;

/// Letters before the posts beyond which an article stands there, and what is dated below it are the words of
/// its readers: 300 words introduce no live blog.
const INTRODUCTION_LETTERS: usize = 1_500;

/// One post as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownPost {
    /// Its own time.
    pub time: SourceTime,
    /// Its heading, where it begins with one.
    pub headline: Option<String>,
    /// Paragraphs joined by a blank line.
    pub body: String,
}

/// A live blog as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveBlog {
    /// What stands before the posts.
    pub introduction: String,
    /// In the order of the page.
    pub posts: Vec<ShownPost>,
}

/// A moment that the page tells, and the node that does.
pub struct Mark {
    pub node: NodeId,
    pub time: SourceTime,
}

/// The live blog that the page is; nothing for every other page. `verdicts` are those of its reading, `span`
/// says when the page was written, for posts that show the time of day alone.
pub fn live_blog(
    sheet: &Sheet<'_>,
    verdicts: &[Verdict],
    span: impl FnOnce() -> Option<Span>,
) -> Option<LiveBlog> {
    let told = marks(sheet);
    if let Some(blog) = blog(sheet, verdicts, &told, |_| true) {
        return Some(blog);
    }
    let clocks = clocks::shown(sheet);
    let span = if clocks.len() < POSTS { None } else { span() }?;
    let shown = clocks::marks(clocks, &span)?;
    blog(sheet, verdicts, &shown, |times| clocks::is_within(times, &span))
}

/// The live blog whose posts have these times, if these are what they should be.
fn blog(
    sheet: &Sheet<'_>,
    verdicts: &[Verdict],
    marks: &[Mark],
    is_sound: impl FnOnce(&[SourceTime]) -> bool,
) -> Option<LiveBlog> {
    let container = container(sheet.document, marks)?;
    if is_of_readers(sheet, container) {
        return None;
    }
    let firsts = firsts(sheet.document, container, marks);
    let times: Vec<SourceTime> = firsts.iter().map(|(_, mark)| mark.time).collect();
    if !is_running(&firsts) || !is_sound(&times) {
        return None;
    }
    let choice = Choice { node: container, dropped: sheet.choice.dropped.clone() };
    let inside = Sheet { choice: &choice, ..*sheet };
    let within = read(&inside).verdicts;
    let end = sheet.document.end(container);
    let posts: Vec<ShownPost> = ranges(&firsts, end)
        .zip(&firsts)
        .filter_map(|(range, (_, mark))| post(&inside, &within, range, mark))
        .collect();
    let before = |block: &Block| block.first < firsts[0].0;
    let introduction = kept_where(sheet, verdicts, before);
    let blog = LiveBlog { introduction: join(sheet, &introduction), posts };
    is_most(sheet, verdicts, &blog).then_some(blog)
}

/// The moments that elements of the page tell, none of them hidden or in what is not the article.
fn marks(sheet: &Sheet<'_>) -> Vec<Mark> {
    let document = sheet.document;
    let nodes = (1..document.len()).filter(|node| match document.tag(*node) {
        Tag::Time => true,
        Tag::Meta => document.raw_attribute(*node, "itemprop") == Some("datePublished"),
        _ => false,
    });
    let shown = nodes.filter(|node| !sheet.choice.dropped[*node]).take(TIMES_LIMIT);
    shown.filter_map(|node| Some(Mark { node, time: told(document, node)? })).collect()
}

fn told(document: &Document<'_>, node: NodeId) -> Option<SourceTime> {
    let attribute = document.attribute(node, "datetime").or(document.attribute(node, "content"));
    let dated = match attribute {
        Some(attribute) => dates::dated(&attribute, true),
        None => dates::dated(&document.line(node), true),
    };
    dated.filter(|dated| dated.has_clock).map(|dated| dated.time)
}

/// The element in which most neighbouring moments stand apart: that which holds the posts side by side.
fn container(document: &Document<'_>, marks: &[Mark]) -> Option<NodeId> {
    let mut votes: HashMap<NodeId, usize> = HashMap::new();
    for pair in marks.windows(2) {
        let mut node = document.parent(pair[0].node);
        while node != 0 && document.end(node) <= pair[1].node {
            node = document.parent(node);
        }
        *votes.entry(node).or_default() += 1;
    }
    // Of equals the one that begins first, so that the same page always gives the same.
    let best = votes.into_iter().max_by_key(|(node, count)| (*count, std::cmp::Reverse(*node)));
    best.filter(|(node, count)| *node != 0 && count + 1 >= POSTS).map(|(node, _)| node)
}

/// Whether readers speak there.
fn is_of_readers(sheet: &Sheet<'_>, container: NodeId) -> bool {
    let around = std::iter::once(container).chain(sheet.document.ancestors(container));
    let children = children(sheet.document, container);
    around.chain(children).any(|node| sheet.survey.hints[node] == Hint::Comments)
}

fn children<'d>(document: &'d Document<'_>, node: NodeId) -> impl Iterator<Item = NodeId> + 'd {
    let end = document.end(node);
    let inside = move |at: NodeId| (at < end).then_some(at);
    std::iter::successors(inside(node + 1), move |at| inside(document.end(*at)))
}

/// The parts of the container that tell a moment, each with the first that it tells.
fn firsts<'m>(
    document: &Document<'_>,
    container: NodeId,
    marks: &'m [Mark],
) -> Vec<(NodeId, &'m Mark)> {
    let end = document.end(container);
    let mut firsts: Vec<(NodeId, &Mark)> = Vec::new();
    for mark in marks.iter().filter(|mark| (container + 1..end).contains(&mark.node)) {
        if firsts.last().is_some_and(|(child, _)| mark.node < document.end(*child)) {
            continue;
        }
        let mut child = mark.node;
        while document.parent(child) != container {
            child = document.parent(child);
        }
        firsts.push((child, mark));
    }
    firsts
}

/// Whether the times are those of one event that goes on: in order, different, close to each other.
fn is_running(firsts: &[(NodeId, &Mark)]) -> bool {
    let times: Vec<_> = firsts.iter().map(|(_, mark)| mark.time.instant).collect();
    let (Some(least), Some(most)) = (times.iter().min(), times.iter().max()) else { return false };
    let pairs = times.windows(2);
    let falling = pairs.clone().filter(|pair| pair[0] >= pair[1]).count();
    let rising = pairs.clone().filter(|pair| pair[0] <= pair[1]).count();
    let mut distinct = times.clone();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() >= POSTS
        && most.duration_since(*least) <= LONGEST
        && falling.max(rising) * 10 >= pairs.count() * ORDERED_TENTHS
}

/// Each post goes from its part to the next one's: some pages set time, heading and text side by side.
fn ranges<'f>(
    firsts: &'f [(NodeId, &Mark)],
    end: NodeId,
) -> impl Iterator<Item = Range<NodeId>> + 'f {
    let ends = firsts.iter().skip(1).map(|(child, _)| *child).chain(std::iter::once(end));
    firsts.iter().zip(ends).map(|((start, _), end)| *start..end)
}

/// The verdicts with all blocks out for which it does not hold.
fn kept_where(
    sheet: &Sheet<'_>,
    verdicts: &[Verdict],
    holds: impl Fn(&Block) -> bool,
) -> Vec<Verdict> {
    let blocks = sheet.survey.blocks.iter().zip(verdicts);
    let one = |(block, verdict): (&Block, &Verdict)| match holds(block) {
        true => *verdict,
        false => Verdict::Outside,
    };
    blocks.map(one).collect()
}

fn post(
    sheet: &Sheet<'_>,
    verdicts: &[Verdict],
    range: Range<NodeId>,
    mark: &Mark,
) -> Option<ShownPost> {
    let blocks = &sheet.survey.blocks;
    let start = blocks.partition_point(|block| block.first < range.start);
    let end = blocks.partition_point(|block| block.first < range.end);
    // Headings of posts are often links to the post itself.
    let is_linked = |place: usize| verdicts[place] == Verdict::Link && is_heading(&blocks[place]);
    let is_text = |place: &usize| {
        (verdicts[*place].is_kept() || is_linked(*place)) && !is_label(sheet, &blocks[*place], mark)
    };
    let mut places: Vec<usize> = (start..end).filter(is_text).collect();
    let heading = places.first().copied().filter(|place| is_heading(&blocks[*place]));
    if heading.is_some() {
        places.remove(0);
    }
    places.retain(|place| !is_linked(*place));
    let headline = heading.map(|place| without_time(sheet, &blocks[place], mark));
    let only: Vec<Verdict> = (start..end)
        .map(|place| if places.contains(&place) { verdicts[place] } else { Verdict::Outside })
        .collect();
    let body = sheet.join_of(start, &only);
    let headline = headline.filter(|headline| !headline.is_empty());
    (headline.is_some() || !body.is_empty()).then_some(ShownPost {
        time: mark.time,
        headline,
        body,
    })
}

fn is_heading(block: &Block) -> bool {
    block.traits.has(Traits::HEADING)
}

fn tells(sheet: &Sheet<'_>, block: &Block, mark: &Mark) -> bool {
    (mark.node..sheet.document.end(mark.node)).contains(&block.first)
}

/// Whether a block says the time of its post and little else.
fn is_label(sheet: &Sheet<'_>, block: &Block, mark: &Mark) -> bool {
    let time = sheet.document.line(mark.node).chars().filter(|c| !c.is_whitespace()).count();
    let says =
        tells(sheet, block, mark) || sheet.words(block).contains(&sheet.document.line(mark.node));
    time > 0 && says && block.letters <= time + if is_heading(block) { 0 } else { LABEL_LETTERS }
}

/// The words of a heading that may begin with the time.
fn without_time(sheet: &Sheet<'_>, block: &Block, mark: &Mark) -> String {
    let words = sheet.words(block);
    let time = sheet.document.line(mark.node);
    let rest = words.strip_prefix(time.as_str()).filter(|_| !time.is_empty()).unwrap_or(words);
    rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !"\"“„«‘'".contains(c)).to_owned()
}

/// Whether the posts are what the page is about, and are more than headlines.
fn is_most(sheet: &Sheet<'_>, verdicts: &[Verdict], blog: &LiveBlog) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let posts: usize = blog.posts.iter().map(|post| letters(&post.body)).sum();
    let kept = sheet.survey.blocks.iter().zip(verdicts).filter(|(_, verdict)| verdict.is_kept());
    let shown: usize = kept.map(|(block, _)| block.letters).sum();
    blog.posts.len() >= POSTS
        && letters(&blog.introduction) <= INTRODUCTION_LETTERS
        && posts >= POST_LETTERS * blog.posts.len()
        && posts * 10 >= shown * SHARE_TENTHS
}

#[cfg(test)]
#[path = "posts/tests.rs"]
mod tests;
