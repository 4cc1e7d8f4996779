use crate::{Article, Part};
use sha2::{Digest, Sha256};
use std::ops::Range;

/// A SHA-256.
pub type Hash = [u8; 32];

/// What a leaf of an article's hash tree holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeafKind {
    /// The article's id.
    Article,
    /// Whose report it is.
    Outlet,
    /// Its address.
    Url,
    /// Who wrote it.
    Byline,
    /// When it was published, as the outlet says.
    Published,
    /// Its language.
    Language,
    /// Where its picture is served.
    ImageUrl,
    /// Whose picture it is.
    ImageCredit,
    /// What stands under it.
    ImageCaption,
    /// How the outlet keeps its words from machines that write.
    Reserved,
    /// A sentence of the headline.
    Title,
    /// A sentence of the body.
    Text,
}

impl LeafKind {
    const ALL: [(LeafKind, &'static str); 12] = [
        (LeafKind::Article, "article"),
        (LeafKind::Outlet, "outlet"),
        (LeafKind::Url, "url"),
        (LeafKind::Byline, "byline"),
        (LeafKind::Published, "published"),
        (LeafKind::Language, "language"),
        (LeafKind::ImageUrl, "image url"),
        (LeafKind::ImageCredit, "image credit"),
        (LeafKind::ImageCaption, "image caption"),
        (LeafKind::Reserved, "reserved"),
        (LeafKind::Title, "title"),
        (LeafKind::Text, "text"),
    ];

    /// Its word, as it is hashed.
    pub fn word(self) -> &'static str {
        LeafKind::ALL.iter().find(|(kind, _)| *kind == self).map_or("text", |(_, word)| word)
    }

    /// Reads what [`LeafKind::word`] gives.
    pub fn from_word(word: &str) -> Option<LeafKind> {
        LeafKind::ALL.iter().find(|(_, own)| *own == word).map(|(kind, _)| *kind)
    }

    /// The leaves that hold a part of the article.
    pub fn of(part: Part) -> LeafKind {
        match part {
            Part::Title => LeafKind::Title,
            Part::Text => LeafKind::Text,
        }
    }
}

/// A leaf: a field of an article, or a sentence with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// What it holds.
    pub kind: LeafKind,
    /// The UTF-8 byte of the headline or the body at which the sentence begins; 0 for a field.
    pub start: u32,
    /// The field or the sentence, byte for byte.
    pub text: String,
}

impl Leaf {
    /// SHA-256 of a byte 0x00, the kind's word, a byte 0x00, `start` as four bytes with the highest first, and the text.
    ///
    /// The first byte keeps leaves and nodes apart, as in RFC 6962, section 2.1.
    pub fn hash(&self) -> Hash {
        let mut hash = Sha256::new_with_prefix([0]);
        hash.update(self.kind.word());
        hash.update([0]);
        hash.update(self.start.to_be_bytes());
        hash.update(&self.text);
        hash.finalize().into()
    }

    /// One past the last byte of the sentence.
    pub fn end(&self) -> usize {
        self.start as usize + self.text.len()
    }
}

impl Article {
    /// What this version's hash tree stands on: all that its [`Article::version`] names, in this order: the fields that
    /// it has, the sentences of its headline, those of its body.
    pub fn leaves(&self) -> Vec<Leaf> {
        let published = self.published.map(|time| time.to_string());
        let image = self.image.as_ref();
        let fields = [
            (LeafKind::Article, Some(self.id.0.clone())),
            (LeafKind::Outlet, Some(self.outlet.0.clone())),
            (LeafKind::Url, self.url.clone()),
            (LeafKind::Byline, self.byline.clone()),
            (LeafKind::Published, published),
            (LeafKind::Language, self.language.clone()),
            (LeafKind::ImageUrl, image.map(|image| image.url.clone())),
            (LeafKind::ImageCredit, image.and_then(|image| image.credit.clone())),
            (LeafKind::ImageCaption, image.and_then(|image| image.caption.clone())),
            (LeafKind::Reserved, self.reserved.clone()),
        ];
        let field = |(kind, text): (LeafKind, Option<String>)| {
            let text = text.filter(|text| !text.is_empty())?;
            Some(Leaf { kind, start: 0, text })
        };
        let mut leaves: Vec<Leaf> = fields.into_iter().filter_map(field).collect();
        for part in [Part::Title, Part::Text] {
            let text = self.part(part);
            leaves.extend(sentences(text).into_iter().map(|span| Leaf {
                kind: LeafKind::of(part),
                // An article of four gigabytes is never accepted.
                start: u32::try_from(span.start).unwrap_or(u32::MAX),
                text: text[span].to_owned(),
            }));
        }
        leaves
    }
}

/// Cuts a text into sentences that give it again when they are joined.
///
/// One ends behind a line feed; behind a run of `.`, `!`, `?`, `…` and closing marks that white space follows, and that
/// white space; and behind `。`, `！`, `？` with closing marks. The rule stays as it is, whatever better one the check and
/// the writer learn: another would give every article another root.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let (mut spans, mut start, mut state) = (Vec::new(), 0, Within::Words);
    for (at, c) in text.char_indices() {
        if state.is_over_before(c) {
            spans.push(start..at);
            start = at;
            state = Within::Words;
        }
        state = state.then(c);
    }
    spans.push(start..text.len());
    spans.retain(|span| !span.is_empty());
    spans
}

/// Where in a sentence a reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Words,
    /// Behind a full stop that is one if white space follows.
    Stop,
    /// Behind a full stop of a script without spaces.
    WideStop,
    /// In the white space behind a full stop.
    Gap,
    /// Behind a line feed.
    NextLine,
}

impl Within {
    fn is_over_before(self, c: char) -> bool {
        match self {
            Within::Words | Within::Stop => false,
            Within::WideStop => !is_closing(c) && !is_wide_stop(c) && !c.is_whitespace(),
            Within::Gap | Within::NextLine => !c.is_whitespace(),
        }
    }

    fn then(self, c: char) -> Within {
        match (self, c) {
            (_, '\n') | (Within::NextLine, _) if c.is_whitespace() => Within::NextLine,
            (_, '.' | '!' | '?' | '…') => Within::Stop,
            (_, c) if is_wide_stop(c) => Within::WideStop,
            (Within::Stop | Within::WideStop, c) if is_closing(c) => self,
            (Within::Stop | Within::WideStop | Within::Gap, c) if c.is_whitespace() => Within::Gap,
            _ => Within::Words,
        }
    }
}

fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '”' | '’' | '»' | '“' | '」' | '』' | '）')
}

/// A hash tree over leaves, as in RFC 6962 (section 2.1): a node is SHA-256 of a byte 0x01 and its two children; of
/// `n` leaves the left half holds the largest power of two below `n`.
///
/// Its root names a version as surely as [`Article::version`] does, which older databases have as their key; and it lets
/// somebody who has one sentence and a path of a few hashes check that the sentence stands in that version, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashTree(Vec<Hash>);

impl HashTree {
    /// The tree over an article's leaves.
    pub fn of(article: &Article) -> HashTree {
        HashTree(article.leaves().iter().map(Leaf::hash).collect())
    }

    /// Its root; that of no leaves is the SHA-256 of nothing.
    pub fn root(&self) -> Hash {
        root(&self.0)
    }

    /// The hashes that lead from a leaf to the root, from below; none for a leaf that is not there.
    pub fn path(&self, leaf: usize) -> Option<Vec<Hash>> {
        let mut path = Vec::new();
        (leaf < self.0.len()).then(|| collect_path(&self.0, leaf, &mut path))?;
        Some(path)
    }
}

fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(left_half(leaves.len()));
            node(&root(left), &root(right))
        }
    }
}

fn collect_path(leaves: &[Hash], leaf: usize, path: &mut Vec<Hash>) {
    if leaves.len() < 2 {
        return;
    }
    let half = left_half(leaves.len());
    let (left, right) = leaves.split_at(half);
    if leaf < half {
        collect_path(left, leaf, path);
        path.push(root(right));
    } else {
        collect_path(right, leaf - half, path);
        path.push(root(left));
    }
}

/// The largest power of two below `count`, which is two or more.
fn left_half(count: usize) -> usize {
    count.next_power_of_two() / 2
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new_with_prefix([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root to which a path leads from the leaf at `index` among `count` (RFC 9162, section 2.1.3.2); none when it is
/// too long or too short, or the leaf is not among them.
pub fn climb(leaf: Hash, index: usize, count: usize, path: &[Hash]) -> Option<Hash> {
    if index >= count {
        return None;
    }
    let (mut index, mut last, mut reached) = (index, count - 1, leaf);
    for beside in path {
        if last == 0 {
            return None;
        }
        if index % 2 == 1 || index == last {
            reached = node(beside, &reached);
            while index % 2 == 0 && index != 0 {
                (index, last) = (index / 2, last / 2);
            }
        } else {
            reached = node(&reached, beside);
        }
        (index, last) = (index / 2, last / 2);
    }
    (last == 0).then_some(reached)
}

#[cfg(test)]
mod tests;
