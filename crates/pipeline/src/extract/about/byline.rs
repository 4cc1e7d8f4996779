//! Who wrote the article.

use super::{Head, spoken};
use crate::extract::body::{Choice, Survey};
use crate::extract::html::{Document, NodeId, Tag};
use regex::Regex;
use std::sync::LazyLock;

/// Longer names are descriptions.
const NAME_LETTERS: usize = 60;
/// More words are sentences.
const NAME_WORDS: usize = 6;
/// More authors are a list of the staff.
const AUTHORS_LIMIT: usize = 12;

/// The authors, joined with `; `.
pub fn byline(
    document: &Document<'_>,
    head: &Head,
    choice: &Choice,
    survey: &Survey,
) -> Option<String> {
    let told = names(head.data.authors.iter().map(String::as_str));
    let told = told.or_else(|| META.iter().find_map(|name| names(head.meta.all(name))));
    let told = told.or_else(|| names(labelled(head).as_deref().into_iter()));
    // An outlet that signs with its own name may still print who wrote the article.
    let own_name =
        told.as_ref().is_some_and(|told| told.iter().all(|name| is_site(name, document, head)));
    let seen = || marked(document, choice).or_else(|| spoken::names_said(survey, choice));
    let authors = match told {
        Some(told) if !own_name => told,
        told => seen().or(told)?,
    };
    Some(authors.join("; "))
}

/// Whether a name is the site's own.
fn is_site(name: &str, document: &Document<'_>, head: &Head) -> bool {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let name = plain(name);
    let host = super::canonical::host(document, head).unwrap_or_default();
    let mut sites = head.site.iter().chain(&head.data.site).map(|site| plain(site));
    sites.any(|site| site == name)
        || plain(&host) == name
        || host.split('.').any(|part| part.len() > 2 && plain(part) == name)
}

/// Where pages write the author for machines.
const META: &[&str] = &[
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "dc.contributor",
    "byl",
    "cxenseparse:author",
    "rbauthors",
    "article:author_name",
    "twitter:data1_author",
    "shareaholic:article_author_name",
];

/// What a card for social networks shows under a label such as `Written by`.
fn labelled(head: &Head) -> Option<String> {
    let pairs = [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")];
    pairs.into_iter().find_map(|(label, data)| {
        let label = head.meta.first(&[label])?.to_lowercase();
        let named = [" by", " von", "écrit par", "escrito por", "autor", "author", "scritto da"];
        named.iter().any(|name| label.contains(name)).then(|| head.meta.first(&[data]))?
    })
}

/// All that are names, each once; `None` when there are none.
pub fn names<'t>(told: impl Iterator<Item = &'t str>) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for text in told.take(AUTHORS_LIMIT) {
        for name in split(text) {
            if !names.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                names.push(name);
            }
        }
    }
    names.truncate(AUTHORS_LIMIT);
    (!names.is_empty()).then_some(names)
}

/// What stands before and after names in bylines.
static AROUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(AROUND_PATTERN).expect("the pattern is constant and compiles in the tests")
});

const AROUND_PATTERN: &str = r"(?ix)
    ^\W*(?:(?:(?:post\ author|(?:zeige\ )?alle\ (?:beiträge|artikel)|(?:view\ all\ )?(?:posts|articles|stories)|ein\ artikel|erstellt|pressemitteilung|beitrag|written|posted|published|reported|words|story|article|text|artikel|ein\ beitrag|geschrieben|verfasst|veröffentlicht|publié|escrito|publicado|scritto)\ )?
        (?:by|von|vom|par|por|di|door|af|av|przez)\b[:\ ]* | (?:authors?|autore?n?|autor(?:in)?|auteure?|text|redaktion|reporter|editor)\ ?:\ *)
  | \s+(?:alle|all|view\ all|mehr|more|see\ all|voir\ tous|ver\ todos)\ (?:\p{L}+\ )?(?:artikel|beiträge|posts|articles|stories|by|von)\b.*$ | \s+(?:chefredakteur(?:in)?|redakteur(?:in)?|editor-in-chief|correspondent|korrespondent(?:in)?)\b.*$ | \s+am\ (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b.*$
  | \s*(?:[|•·/]|\ [-–—]\ |,\ (?:staff|senior|special|contributor|reporter|correspondent|editor|redakteur|for\ the|business|updated|cnn|political|chief|associate)|\bon\ \d|\bam\ \d|\b\d{1,2}[./]\d|\bpublished\b|\bupdated\b|@|\(|https?:).*$";

/// The names in a byline.
fn split(text: &str) -> Vec<String> {
    let text = super::tidy(text).unwrap_or_default();
    if text.starts_with("http") || text.starts_with("www.") || text.contains("</") {
        return Vec::new();
    }
    let text = AROUND.replace_all(&text, "").into_owned();
    SPLITTERS.split(&text).filter_map(name).collect()
}

static SPLITTERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i);|,| (?:and|und|et|y|&|e|en|i|og|och) |\+")
        .expect("the pattern is constant and compiles in the tests")
});

/// A name of a person or a desk; not an address, an office or a sentence.
fn name(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ')'));
    let text = text.trim_start_matches('.').trim();
    let words = text.split_whitespace().count();
    let fits = (2..=NAME_LETTERS).contains(&text.chars().count()) && words <= NAME_WORDS;
    let lower = text.to_lowercase();
    let no_name = NO_NAMES.contains(&lower.as_str())
        || text.contains('@')
        || text.bytes().filter(u8::is_ascii_digit).count() > 3;
    (fits && !no_name && text.chars().any(char::is_alphabetic)).then(|| text.to_owned())
}

/// What publishing systems put where no author is known.
const NO_NAMES: &[&str] = &[
    "admin",
    "administrator",
    "author",
    "autor",
    "unknown",
    "anonymous",
    "none",
    "null",
    "undefined",
    "webmaster",
    "jr",
    "jr.",
    "wordpress",
    "user",
    "editor",
    "by",
    "von",
    "name",
    "follow",
    "veröffentlicht",
    "published",
    "posted",
    "agencies",
    "staff",
    "root",
    "guest",
    "false",
    "true",
    "contributor",
    "alle beiträge",
    "alle artikel",
    "view all posts",
    "mehr erfahren",
    "afficher mon profil complet",
    "view my complete profile",
    "mein profil vollständig anzeigen",
    "md",
    "phd",
    "ph.d",
    "ph.d.",
];

/// The byline that a reader sees.
fn marked(document: &Document<'_>, choice: &Choice) -> Option<Vec<String>> {
    let end = document.end(choice.node);
    let mut found: Vec<(u8, NodeId)> = Vec::new();
    for node in 0..document.len() {
        let tag = document.tag(node);
        if matches!(tag, Tag::Text | Tag::Meta | Tag::Script | Tag::Html | Tag::Body | Tag::Img)
            || !document.has_attributes(node)
            || document.end(node) - node > BYLINE_NODES
        {
            continue;
        }
        if let Some(weight) = mark(document, node) {
            found.push((weight + if node < end { 0 } else { 10 }, node));
        }
    }
    found.sort();
    found.iter().find_map(|(_, node)| read(document, *node))
}

/// Larger elements are boxes about the author.
const BYLINE_NODES: usize = 25;

fn read(document: &Document<'_>, node: NodeId) -> Option<Vec<String>> {
    let inner = (node + 1..document.end(node))
        .find(|inner| document.tag(*inner) == Tag::A && mark(document, *inner).is_some());
    // A space between any two elements: `Ada Winter` and `Ben Sorrel` are often glued.
    let line = document.spaced(inner.unwrap_or(node));
    names(std::iter::once(line.as_str()))
}

/// How clearly an element is a byline; less is clearer.
fn mark(document: &Document<'_>, node: NodeId) -> Option<u8> {
    let has = |name: &str, word: &str| {
        document.raw_attribute(node, name).is_some_and(|said| {
            said.split_ascii_whitespace().any(|said| said.eq_ignore_ascii_case(word))
        })
    };
    if has("rel", "author") {
        return Some(0);
    }
    if has("itemprop", "author") || has("itemprop", "name") && has("class", "author") {
        return Some(1);
    }
    let class = document.raw_attribute(node, "class").unwrap_or_default();
    let id = document.raw_attribute(node, "id").unwrap_or_default();
    class.split_ascii_whitespace().chain([id]).find_map(|name| by_name(&name.to_ascii_lowercase()))
}

/// Names of the element that holds an author's name in the common publishing systems.
const BYLINES: &[&str] = &[
    "author",
    "byline",
    "author-name",
    "authorname",
    "author_name",
    "byline-name",
    "article-author",
    "post-author",
    "entry-author",
    "c-byline",
    "p-author",
    "autor",
    "vcard",
    "fn",
];
/// Parts of names of what stands around an author's name.
const BESIDE_BYLINES: &[&str] =
    &["bio", "box", "img", "image", "avatar", "social", "about", "desc", "photo"];

fn by_name(name: &str) -> Option<u8> {
    if BYLINES.contains(&name) {
        return Some(2);
    }
    let about_author = ["author", "byline", "autor"].iter().any(|part| name.contains(part));
    (about_author && !BESIDE_BYLINES.iter().any(|part| name.contains(part))).then_some(4)
}
