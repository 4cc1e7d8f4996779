use super::clutter::{gives_orders, is_clutter};
use super::footing::footing;
use super::{Footing, Sources};
use crate::check::names::{Name, named};
use crate::check::quoted::quoted;
use crate::check::words::{Word, words_in};
use crate::quotes::quotes_in;
use crate::sentences::sentences_in;
use crate::tongue::Tongue;
use news::Article;
use regex::Regex;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// One sentence of an article, as a writer sees it.
#[derive(Clone, Debug)]
pub(crate) struct Passage<'a> {
    /// Which article of the story.
    pub article: usize,
    /// Which sentence of the article, from 0.
    pub place: usize,
    /// Which paragraph of the article, from 0.
    pub paragraph: usize,
    /// UTF-8 bytes of the article's text, without what may be trimmed.
    pub span: Range<usize>,
    /// The bytes of the span.
    pub text: &'a str,
    /// Its language.
    pub tongue: Tongue,
    /// Its words in one spelling.
    pub words: Vec<Word>,
    /// Whom and what it names.
    pub names: Vec<Name>,
    /// How it stands.
    pub footing: Footing,
    /// People whom it names by surname only, and whom its article named in full before.
    pub surnames: Vec<String>,
    /// Whether its end is left out.
    pub cut: bool,
}

impl<'a> Passage<'a> {
    /// Its first bytes alone, which are a sentence but for the full stop.
    pub(crate) fn head(&self, length: usize) -> Passage<'a> {
        let mut head = self.clone();
        head.span.end = head.span.start + length;
        head.text = &head.text[..length];
        head.words.retain(|word| word.span.end <= length);
        head.names.retain(|name| name.span.end <= length);
        head.surnames.retain(|surname| head.words.iter().any(|word| word.key == *surname));
        head.cut = true;
        head
    }
}

impl Passage<'_> {
    /// The sentence as it is printed: one space between words, a capital at its head, a stop at its
    /// end.
    pub(crate) fn said(&self) -> String {
        let plain: Vec<&str> = self.text.split_whitespace().collect();
        let plain = plain.join(" ") + if self.cut { "." } else { "" };
        let mut rest = plain.chars();
        match rest.next() {
            Some(first) => first.to_uppercase().chain(rest).collect(),
            None => plain,
        }
    }

    /// Words between white space.
    pub(crate) fn length(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Who is named as saying it, where that stands in the sentence.
    pub(crate) fn speaker(&self) -> Option<String> {
        let quotes = quotes_in(self.tongue, self.text);
        let span = quotes.into_iter().find_map(|quote| quote.speaker)?;
        self.text.get(span).map(str::to_owned)
    }

    /// The share of its bytes that stands between quotation marks, from 0 to 1.
    pub(crate) fn quoted_share(&self) -> f64 {
        let inside: usize = quoted(self.text).iter().map(Range::len).sum();
        inside as f64 / self.text.len().max(1) as f64
    }

    /// The last words of the names that it gives in full: "lund" for "Ada Lund".
    pub(crate) fn introduces(&self) -> impl Iterator<Item = &str> {
        self.names
            .iter()
            .filter(|name| name.keys.len() > 1)
            .filter_map(|n| n.keys.last())
            .map(String::as_str)
    }

    /// The stems of the words that carry meaning, numbers too.
    pub(crate) fn stems(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter(|word| word.is_content()).map(|word| word.stem.as_str())
    }
}

/// The sentences of all usable articles, in the order of articles and of reading.
pub(crate) fn passages<'a>(sources: &Sources<'a>) -> Vec<Passage<'a>> {
    let articles = sources.articles();
    let read = |at: usize| of_article(at, sources.tongue(at), &articles[at]);
    sources.usable().flat_map(read).collect()
}

fn of_article(number: usize, tongue: Tongue, article: &Article) -> Vec<Passage<'_>> {
    let mut paragraphs = Paragraphs::new(&article.text);
    let mut found: Vec<Passage<'_>> = Vec::new();
    for (place, whole) in sentences_in(tongue, &article.text).into_iter().enumerate() {
        let paragraph = paragraphs.holding(whole.start);
        let mut passage = passage(tongue, &article.text, trimmed(tongue, &article.text, whole));
        passage.article = number;
        passage.place = place;
        passage.paragraph = paragraph;
        if paragraphs.gives_orders {
            passage.footing = Footing::Never;
        }
        found.push(passage);
    }
    note_surnames(&mut found);
    found
}

fn passage(tongue: Tongue, article: &str, span: Range<usize>) -> Passage<'_> {
    let text = &article[span.clone()];
    let words = words_in(tongue, text);
    let footing = match is_clutter(text) {
        true => Footing::Never,
        false => footing(&capitalised(text), &words),
    };
    Passage {
        article: 0,
        place: 0,
        paragraph: 0,
        names: named(&words),
        surnames: Vec::new(),
        cut: false,
        span,
        text,
        tongue,
        words,
        footing,
    }
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// Walks over the paragraphs of a text beside its sentences.
struct Paragraphs<'a> {
    rest: &'a str,
    end: usize,
    number: usize,
    /// Whether the paragraph at hand tries to instruct its reader. Its other sentences are then part
    /// of what it wants said.
    gives_orders: bool,
}

impl<'a> Paragraphs<'a> {
    fn new(text: &'a str) -> Paragraphs<'a> {
        let mut paragraphs = Paragraphs { rest: text, end: 0, number: 0, gives_orders: false };
        paragraphs.next();
        paragraphs
    }

    fn next(&mut self) {
        let length = self.rest.find("\n\n").map_or(self.rest.len(), |at| at + 2);
        let (paragraph, rest) = self.rest.split_at(length);
        self.gives_orders = gives_orders(paragraph);
        self.end += length;
        self.rest = rest;
    }

    /// The number of the paragraph that holds the byte `at`, which never goes back.
    fn holding(&mut self, at: usize) -> usize {
        while at >= self.end && !self.rest.is_empty() {
            self.next();
            self.number += 1;
        }
        self.number
    }
}

/// Place and agency before the first sentence: "KELM, Norland (Wire) - ", "KELM — ".
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[\p{Lu}][\p{L}.'’/-]*(?:[ ,/]+[\p{Lu}\d][\p{L}\d.'’/-]*){0,5},? *)?\([\p{Lu}][\p{L} ./&-]{1,30}\) *[-–—]+ *|^\p{Lu}[\p{Lu}.'’/ -]{2,30}(?:,? [\p{Lu}][\p{L}.]+)?(?:,? \d{1,2})?(?:,? \d{4})? *(?:[–—]|--| -) *|^\p{Lu}{3}[\p{Lu} ,]{0,30}: +",
    )
    .expect("the pattern is a constant and compiles")
});

/// Words at the head of a sentence that only tie it to the one before. Without them it says the same.
static TIES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:But|And|However,|Meanwhile,|Moreover,|Furthermore,|In addition,|Separately,|Nevertheless,|Nonetheless,|Still,|Also,) +")
        .expect("the pattern is a constant and compiles")
});

/// "Norlund (nda). ", "Norlund/Vargo (nda) - ": German agencies write their names small.
static GERMAN_DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\p{Lu}[\p{L}.'’/ -]{1,40}? ?\([\p{L}\d][\p{L}\d ./&-]{1,30}\)(?:[.:] | *[-–—]+ *)",
    )
    .expect("the pattern is a constant and compiles")
});

/// The sentence without its dateline and without words that only tie it to the one before. A German verb changes its place
/// without such words, so there they stay.
fn trimmed(tongue: Tongue, text: &str, whole: Range<usize>) -> Range<usize> {
    let mut start = whole.start;
    let patterns = match tongue {
        Tongue::German => [&*GERMAN_DATELINE, &*DATELINE],
        _ => [&*DATELINE, &*TIES],
    };
    for pattern in patterns {
        let length = pattern.find(&text[start..whole.end]).map_or(0, |found| found.len());
        // What is left must still be a sentence.
        if text[start + length..whole.end].contains(' ') {
            start += length;
        }
    }
    start..whole.end
}

/// Notes for each passage the surnames that stand for people named in full further up.
fn note_surnames(passages: &mut [Passage<'_>]) {
    let mut full: HashMap<String, usize> = HashMap::new();
    for passage in passages.iter() {
        for surname in passage.introduces() {
            full.entry(surname.to_owned()).or_insert(passage.place);
        }
    }
    for passage in passages {
        let in_full: Vec<String> = passage.introduces().map(str::to_owned).collect();
        let mut surnames: Vec<String> = passage
            .words
            .iter()
            .filter(|word| {
                word.capital && full.get(&word.key).is_some_and(|at| *at < passage.place)
            })
            .map(|word| word.key.clone())
            .filter(|key| !in_full.contains(key) && !is_part_of_longer(passage, key))
            .collect();
        surnames.sort();
        surnames.dedup();
        passage.surnames = surnames;
    }
}

fn is_part_of_longer(passage: &Passage<'_>, key: &str) -> bool {
    passage.names.iter().any(|name| name.keys.len() > 1 && name.keys.iter().any(|k| k == key))
}

#[cfg(test)]
impl<'a> Passage<'a> {
    /// A text of one sentence.
    pub(crate) fn alone(text: &'a str) -> Passage<'a> {
        Passage::alone_in(Tongue::English, text)
    }

    /// A text of one sentence in a language.
    pub(crate) fn alone_in(tongue: Tongue, text: &'a str) -> Passage<'a> {
        passage(tongue, text, 0..text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_and_ties_are_trimmed() {
        check("KELM, Norland (Wire) - The ferry sank.", "The ferry sank.");
        check("KELM (Wire) — The ferry sank.", "The ferry sank.");
        check("KELM — The ferry sank.", "The ferry sank.");
        check("KELM: The ferry sank.", "The ferry sank.");
        check("(Wire) - The ferry sank.", "The ferry sank.");
        check("But the ferry sank.", "the ferry sank.");
        check("However, the ferry sank.", "the ferry sank.");
        check("The Kelm-based ferry sank on Monday.", "The Kelm-based ferry sank on Monday.");
        check("Kelm – a port in Norland – was closed.", "Kelm – a port in Norland – was closed.");
        check("But", "But");
        check("", "");
    }

    #[track_caller]
    fn check(sentence: &str, expected: &str) {
        assert_eq!(
            &sentence[trimmed(Tongue::English, sentence, 0..sentence.len())],
            expected,
            "{sentence}"
        );
    }
}
