//! Dates that stand in scripts and in sentences: for pages that mark none.

use super::{Clues, Read};
use news::SourceTime;
use regex::Regex;
use std::sync::LazyLock;

static SCRIPTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#""(?i:date_?published|published_?date|published_?at|publish_?date|publication_?date|first_?published(?:_?at|_?date)?|pub_?date|date_?created|created_?at|published)\\?"\s*:\s*\\?"?(?P<date>(?:19|20)\d\d-\d\d-\d\d[T0-9:.+Z -]*|\d{10}(?:\d{3})?\b)"#,
    )
    .expect("the pattern is constant and compiles in the tests")
});

/// What stands before a dateline's day: a place, and `on` in some languages.
static BEFORE_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\p{Lu}[\p{L} ./-]{0,30}[,(:|–-]\s*)?(?:(?i:am|den|on|le|el|vom)\s+)?(?:\p{L}+,\s+)?",
    )
    .expect("the pattern is constant and compiles in the tests")
});

/// Words about a publication with a date soon behind them.
static POSTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:(?:veröffentlicht|erschienen|gepostet|geschrieben|published|posted|publié|publicado|pubblicato|opublikowan[eyo]|press release|(?:pressemitteilung|meldung|beitrag|artikel|text|wurde) (?:vom|am))\b)(?P<rest>.{4,60})",
    )
    .expect("the pattern is constant and compiles in the tests")
});

/// Blocks of the article's beginning whose first words may be a dateline.
const FIRST_BLOCKS: usize = 6;
/// Characters of a dateline: `LINDANE, 23 November 2026 (CP) – `.
const DATELINE_CHARACTERS: usize = 45;
/// Letters below which a block is a label.
const FULL_LETTERS: usize = 80;
/// Letters beyond which words about a publication are about another one.
const POSTED_LETTERS: usize = 400;
/// Bytes of the source in which scripts are looked through.
const SOURCE_BYTES: usize = 2 << 20;

/// When nothing marked says it: a phrase such as `Posted on 3 May 2026`, or a script.
pub fn published(clues: &Clues<'_>, read: &Read) -> Option<SourceTime> {
    posted(clues, read).or_else(|| scripted(clues, read))
}

fn posted(clues: &Clues<'_>, read: &Read) -> Option<SourceTime> {
    let blocks = clues.survey.blocks.iter().filter(|block| block.letters <= POSTED_LETTERS);
    let mut lines = blocks.map(|block| clues.survey.words(block));
    lines.find_map(|line| {
        let found = POSTED.captures(line)?;
        read.dated(&found["rest"]).map(|dated| dated.time)
    })
}

/// The day with which the article's text begins.
pub fn dateline(clues: &Clues<'_>, read: &Read) -> Option<SourceTime> {
    let first = clues.survey.blocks.partition_point(|block| block.first < clues.choice.node);
    let blocks = clues.survey.blocks[first..].iter().take(FIRST_BLOCKS);
    blocks.filter(|block| block.letters >= FULL_LETTERS).find_map(|block| {
        let words = clues.survey.words(block);
        let start: String = words.chars().take(DATELINE_CHARACTERS).collect();
        let place = BEFORE_DATE.find(&start).map_or(0, |found| found.end());
        read.at_start(&start[place..]).map(|dated| dated.time)
    })
}

fn scripted(clues: &Clues<'_>, read: &Read) -> Option<SourceTime> {
    let end = clues.source.floor_char_boundary(SOURCE_BYTES.min(clues.source.len()));
    let found = SCRIPTED.captures(&clues.source[..end])?;
    read.dated(&found["date"]).map(|dated| dated.time)
}
