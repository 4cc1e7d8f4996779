//! Where else the article, or the rest of it, stands: its next page, its print and AMP forms; and how
//! pages become one article again.

use super::about::canonical;
use super::html::{Document, NodeId, Tag};
use news::Page;
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;
use url::Url;

/// Addresses at which a page says that there is more of, or another form of, its article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// The next page of the same article.
    pub next: Option<String>,
    /// The same article as an AMP page.
    pub amp: Option<String>,
    /// The same article for printing, often on one page.
    pub print: Option<String>,
}

/// Reads what a page fetched from `url` links to.
pub fn elsewhere(page: &[u8], url: &str, charset: Option<&str>) -> Elsewhere {
    let source = super::decoded(page, charset, Some(url));
    let document = Document::parse(&source);
    let Some(here) = canonical::absolute(url, None) else { return Elsewhere::default() };
    let absolute = |link: String| canonical::absolute(&link, Some(&here)).map(String::from);
    Elsewhere {
        next: next(&document, &here),
        amp: canonical::linked(&document, "amphtml").and_then(absolute),
        print: print(&document).and_then(absolute),
    }
}

/// Links looked at on one page.
const LINKS_LIMIT: usize = 5_000;

/// A link whose address is this one's with the following page's number. `rel=next` alone does not
/// say that: blogs give it to the next article.
fn next(document: &Document<'_>, here: &Url) -> Option<String> {
    let (own, number) = numbered(here);
    let links =
        (0..document.len()).filter(|node| matches!(document.tag(*node), Tag::A | Tag::Link));
    let addresses = links.take(LINKS_LIMIT).filter_map(|node| target(document, node, here));
    let mut following = addresses.filter(|url| {
        let (base, page) = numbered(url);
        base == own && page == number + 1
    });
    following.next().map(String::from)
}

fn target(document: &Document<'_>, node: NodeId, here: &Url) -> Option<Url> {
    let mut url = canonical::absolute(&document.attribute(node, "href")?, Some(here))?;
    url.set_fragment(None);
    Some(url)
}

static IN_PATH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:/(?:page|seite|pagina|p)?[/_-]?|[-_](?:page|seite|p)?[-_]?)([1-9]\d?)(\.[a-z]{3,5})?/?$")
        .expect("the pattern is constant and compiles in the tests")
});

/// Names under which queries count pages.
const COUNTERS: &[&str] = &["page", "p", "seite", "pagina", "pg", "pageno"];

/// An address without its page's number, and that number; the first page has none.
fn numbered(url: &Url) -> (String, u32) {
    let is_counter = |name: &str| COUNTERS.contains(&name.to_ascii_lowercase().as_str());
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let counted = pairs.iter().find(|(name, value)| is_counter(name) && value.len() < 3);
    let counted = counted.and_then(|(_, value)| value.parse().ok());
    let query: Vec<String> = pairs
        .iter()
        .filter(|(name, _)| !is_counter(name))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let (path, in_path) = match (counted, IN_PATH.captures(url.path())) {
        (None, Some(found)) => {
            let start = found.get(0).map_or(0, |whole| whole.start());
            let ending = found.get(2).map_or("", |ending| ending.as_str());
            (format!("{}{ending}", &url.path()[..start]), found[1].parse().ok())
        }
        _ => (url.path().to_owned(), None),
    };
    let host = url.host_str().unwrap_or_default();
    let base = format!("{host}{}?{}", path.trim_end_matches('/'), query.join("&"));
    (base, counted.or(in_path).unwrap_or(1))
}

/// Whether an address says nothing of a later page.
pub fn is_first(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| numbered(&url).1 == 1)
}

/// Words of links to a form for printing.
const PRINT_WORDS: &[&str] =
    &["print", "drucken", "druckversion", "imprimir", "imprimer", "stampa"];

fn print(document: &Document<'_>) -> Option<String> {
    let by_rel = document.all(Tag::Link).find(|node| {
        let said = |name| document.raw_attribute(*node, name).unwrap_or_default();
        said("rel").eq_ignore_ascii_case("alternate") && said("media").eq_ignore_ascii_case("print")
    });
    let by_words = || {
        document.all(Tag::A).take(LINKS_LIMIT).find(|node| {
            let words = document.line(*node).to_lowercase();
            PRINT_WORDS.contains(&words.trim())
        })
    };
    let link = document.attribute(by_rel.or_else(by_words)?, "href")?;
    (!link.trim_start().starts_with('#')).then(|| link.into_owned())
}

/// Letters from which a paragraph that comes again is the same one shown on each page.
const SAME_BYTES: usize = 40;

/// One article of its pages in order: the first one's facts, and all texts, what stands on several
/// pages once.
pub fn joined(first: Page, following: &[Page]) -> Page {
    let mut seen: HashSet<String> = first.text.split("\n\n").map(str::to_owned).collect();
    let mut text = first.text.clone();
    for paragraph in following.iter().flat_map(|page| page.text.split("\n\n")) {
        let is_new = paragraph.len() < SAME_BYTES || seen.insert(paragraph.to_owned());
        if is_new && !paragraph.is_empty() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(paragraph);
        }
    }
    let modified = following.iter().filter_map(|page| page.modified).chain(first.modified);
    let modified = modified.max_by_key(|time| time.instant);
    let reservation = following
        .iter()
        .fold(first.reservation.clone(), |all, page| all.and(page.reservation.clone()));
    Page { text, modified, reservation, ..first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_this_address_with_the_next_number() {
        for (here, links, expected) in [
            ("/ferry", "<a href=/ferry?page=2>2</a>", "/ferry?page=2"),
            ("/ferry?page=2", "<a href=/ferry>1</a><a href=/ferry?page=3>3</a>", "/ferry?page=3"),
            ("/ferry.html", "<link rel=next href=/ferry-2.html>", "/ferry-2.html"),
            ("/ferry/", "<a href=/ferry/2/>Next page</a>", "/ferry/2/"),
            ("/ferry/seite-2", "<a href=/ferry/seite-3>»</a>", "/ferry/seite-3"),
            ("/ferry", "<a rel=next href=/storm>Next</a>", ""),
            ("/ferry", "<a href=https://other.example/ferry?page=2>2</a>", ""),
            ("/ferry?page=2", "<a href=/ferry?page=4>4</a>", ""),
        ] {
            let url = format!("https://coast.example{here}");
            let found = elsewhere(links.as_bytes(), &url, None).next.unwrap_or_default();
            assert_eq!(
                found.trim_start_matches("https://coast.example"),
                expected,
                "{here} {links}"
            );
        }
    }

    #[test]
    fn other_forms_are_named() {
        let page = "<link rel=amphtml href=/amp/ferry><a href=/ferry/print>Print</a>";
        let found = elsewhere(page.as_bytes(), "https://coast.example/ferry", None);
        assert_eq!(found.amp.as_deref(), Some("https://coast.example/amp/ferry"));
        assert_eq!(found.print.as_deref(), Some("https://coast.example/ferry/print"));
        let page = "<link rel=amphtml href='javascript:x()'><a href=#>Print</a>";
        assert_eq!(
            elsewhere(page.as_bytes(), "https://coast.example/", None),
            Elsewhere::default()
        );
        assert_eq!(elsewhere(b"", "no address", None), Elsewhere::default());
    }

    #[test]
    fn pages_become_one_article() {
        let page = |text: &str| Page { text: text.to_owned(), ..Page::default() };
        let lede = "All thirty aboard are safe after a night on the sandbank.";
        let first = Page { title: Some("Ferry".to_owned()), ..page(&format!("{lede}\n\nOne.")) };
        let whole = joined(first, &[page(&format!("{lede}\n\nTwo.")), page(""), page("Three.")]);
        assert_eq!(whole.text, format!("{lede}\n\nOne.\n\nTwo.\n\nThree."));
        assert_eq!(whole.title.as_deref(), Some("Ferry"));
    }
}
