//! A brief with all that it rests on, as a file that can be checked without the database.

use anyhow::{Context, bail};
use news::{
    Article, ArticleVersionId, BriefHash, Evidence, Hash, HashTree, Heading, Judged, Leaf,
    LeafKind, Part, climb, digest, hex,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::BriefRecord;

/// One version of a brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BriefFile {
    /// The story's id.
    pub story: String,
    /// From 1.
    pub version: u32,
    /// The digest of what follows, but for the articles (see [`BriefFile::hashed`]).
    pub hash: String,
    /// `extractive` or `model:NAME`.
    pub writer: String,
    /// The topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// All that it states, in reading order, the headline first.
    pub statements: Vec<StatementLine>,
    /// What stands above each section, where that states nothing; empty where it does.
    pub labels: Vec<String>,
    /// Its pictures, as they are hashed.
    pub images: Vec<String>,
    /// The article versions that are cited, by id.
    pub articles: BTreeMap<String, ArticleLines>,
}

/// A statement with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementLine {
    /// What part it plays, as it is hashed.
    pub role: String,
    /// What it says.
    pub text: String,
    /// What the check said of it.
    pub verdict: String,
    /// Where its sources say so.
    pub evidence: Vec<EvidenceLine>,
}

/// Words of an article version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceLine {
    /// The article version.
    pub version: String,
    /// In which of its texts.
    pub part: PartWord,
    /// UTF-8 bytes of that text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The bytes of that span.
    pub quote: String,
}

/// [`Part`] on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartWord {
    /// The headline.
    Title,
    /// The body.
    Text,
}

/// What is shown of an article version, each piece with its path to the root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleLines {
    /// The article's id.
    pub article: String,
    /// The root of its hash tree.
    pub root: String,
    /// How many leaves that has.
    pub leaves: usize,
    /// Whose it is and where it stands, and its cited sentences, in order.
    pub shown: Vec<LeafLine>,
}

/// A leaf with its path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeafLine {
    /// Its place among the leaves, from 0.
    pub index: usize,
    /// What it holds.
    pub kind: String,
    /// The byte at which the sentence begins.
    pub start: u32,
    /// The field or the sentence.
    pub text: String,
    /// The hashes beside the way to the root, from below.
    pub path: Vec<String>,
}

/// Fields that are always shown: whose words these are.
const ALWAYS: [LeafKind; 4] =
    [LeafKind::Article, LeafKind::Outlet, LeafKind::Url, LeafKind::Published];

impl BriefFile {
    /// The brief with its evidence from the `articles` that it cites. The error names what is not as it was approved.
    pub fn of(
        record: &BriefRecord,
        articles: &BTreeMap<ArticleVersionId, Article>,
    ) -> anyhow::Result<BriefFile> {
        check_as_approved(record, articles)?;
        let brief = &record.brief;
        let statements = brief.statements();
        let evidence = || statements.iter().flat_map(|(_, judged)| judged.statement.evidence());
        let lines = |(version, article): (&ArticleVersionId, &Article)| {
            let cited: Vec<&Evidence> = evidence().filter(|e| e.version == *version).collect();
            Ok((version.0.clone(), ArticleLines::of(article, &cited)?))
        };
        Ok(BriefFile {
            story: record.story.0.clone(),
            version: record.version,
            hash: record.hash.0.clone(),
            writer: brief.writer.word(),
            kicker: brief.kicker.clone(),
            statements: statements
                .iter()
                .map(|(role, judged)| statement(format!("{role:?}"), judged))
                .collect(),
            labels: brief.sections.iter().map(|section| label(&section.heading)).collect(),
            images: brief.images.iter().map(|i| format!("{:?} {:?}", i.image, i.section)).collect(),
            articles: articles.iter().map(lines).collect::<anyhow::Result<_>>()?,
        })
    }

    /// The hash of what the file says; that of the brief, if it says the same.
    pub fn hashed(&self) -> BriefHash {
        let mut parts: Vec<String> = vec![self.writer.clone()];
        parts.extend(self.kicker.clone());
        for line in &self.statements {
            parts.extend([line.role.clone(), line.text.clone(), line.verdict.clone()]);
            parts.extend(
                line.evidence
                    .iter()
                    .map(|e| format!("{} {:?} {}-{}", e.version, e.part, e.start, e.end)),
            );
        }
        parts.extend(self.labels.iter().cloned());
        parts.extend(self.images.iter().cloned());
        let bytes: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
        BriefHash(digest(&bytes))
    }

    /// The headline.
    pub fn headline(&self) -> &str {
        self.statements.first().map_or("", |line| &line.text)
    }

    /// The lede as a front page has it.
    pub fn lede(&self) -> String {
        let lede = self.statements.iter().filter(|line| line.role == "Lede");
        lede.map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Whether the brief is what was approved, and its words stand where it says; an error that names it otherwise.
fn check_as_approved(
    record: &BriefRecord,
    articles: &BTreeMap<ArticleVersionId, Article>,
) -> anyhow::Result<()> {
    let BriefRecord { story, version, brief, hash, .. } = record;
    let remedy =
        format!("`newsloom desk hold {story}` takes it off, `newsloom verify` looks at all");
    if brief.hash() != *hash {
        bail!(
            "story {story}, version {version}: what is stored is not what was approved: the hash differs; {remedy}"
        );
    }
    let statements = brief.statements();
    let mut evidence = statements.iter().flat_map(|(_, judged)| judged.statement.evidence());
    let holds = |e: &&Evidence| articles.get(&e.version).is_some_and(|a| e.holds_in(a));
    if let Some(Evidence { article, start, end, .. }) = evidence.find(|e| !holds(e)) {
        bail!(
            "story {story}, version {version}: the words cited are not at {article} {start}-{end}; {remedy}"
        );
    }
    Ok(())
}

fn label(heading: &Heading<Judged>) -> String {
    match heading {
        Heading::Label(label) => label.clone(),
        Heading::Stating(_) => String::new(),
    }
}

fn statement(role: String, judged: &Judged) -> StatementLine {
    let evidence = judged.statement.evidence().iter().map(|e| EvidenceLine {
        version: e.version.0.clone(),
        part: match e.part {
            Part::Title => PartWord::Title,
            Part::Text => PartWord::Text,
        },
        start: e.start,
        end: e.end,
        quote: e.quote.clone(),
    });
    StatementLine {
        role,
        text: judged.statement.text().to_owned(),
        verdict: judged.verdict().word().to_owned(),
        evidence: evidence.collect(),
    }
}

impl ArticleLines {
    fn of(article: &Article, cited: &[&Evidence]) -> anyhow::Result<ArticleLines> {
        let (tree, leaves) = (HashTree::of(article), article.leaves());
        let is_shown = |leaf: &Leaf| {
            let meets = |e: &&&Evidence| {
                LeafKind::of(e.part) == leaf.kind
                    && leaf.start < e.end
                    && (e.start as usize) < leaf.end()
            };
            ALWAYS.contains(&leaf.kind) || cited.iter().any(|e| meets(&e))
        };
        let shown = leaves.iter().enumerate().filter(|(_, leaf)| is_shown(leaf));
        let line = |(index, leaf): (usize, &Leaf)| {
            let path = tree.path(index).context("the leaf is one of the tree's")?;
            Ok(LeafLine {
                index,
                kind: leaf.kind.word().to_owned(),
                start: leaf.start,
                text: leaf.text.clone(),
                path: path.iter().map(|hash| hex(hash)).collect(),
            })
        };
        Ok(ArticleLines {
            article: article.id.0.clone(),
            root: hex(&tree.root()),
            leaves: leaves.len(),
            shown: shown.map(line).collect::<anyhow::Result<_>>()?,
        })
    }

    /// The pieces that do not lead to the root, by their places.
    pub fn astray(&self) -> BTreeSet<usize> {
        let stray =
            self.shown.iter().filter(|line| line.root(self.leaves).as_deref() != Some(&self.root));
        stray.map(|line| line.index).collect()
    }

    /// The bytes from `start` to `end` of a part, as far as its cited sentences give them without a gap.
    pub fn words(&self, part: PartWord, start: u32, end: u32) -> Option<String> {
        let kind = LeafKind::of(match part {
            PartWord::Title => Part::Title,
            PartWord::Text => Part::Text,
        });
        let (start, end) = (start as usize, end as usize);
        let (mut words, mut at) = (Vec::new(), start);
        for line in self.shown.iter().filter(|line| line.kind == kind.word()) {
            let (from, to) = (line.start as usize, line.start as usize + line.text.len());
            if from <= at && at < to && at < end {
                words.extend_from_slice(&line.text.as_bytes()[at - from..to.min(end) - from]);
                at = to.min(end);
            }
        }
        (at == end).then(|| String::from_utf8(words).ok()).flatten()
    }
}

impl LeafLine {
    /// The root to which the path leads; none when it leads nowhere.
    fn root(&self, leaves: usize) -> Option<String> {
        let kind = LeafKind::from_word(&self.kind)?;
        let leaf = Leaf { kind, start: self.start, text: self.text.clone() };
        let path: Option<Vec<Hash>> = self.path.iter().map(|text| hash(text)).collect();
        climb(leaf.hash(), self.index, leaves, &path?).map(|root| hex(&root))
    }
}

/// Reads 64 lowercase hex digits.
fn hash(text: &str) -> Option<Hash> {
    let digits = text.as_bytes();
    let is_hex = digits.iter().all(|d| d.is_ascii_digit() || (b'a'..=b'f').contains(d));
    if digits.len() != 64 || !is_hex {
        return None;
    }
    let mut hash = Hash::default();
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(hash)
}
