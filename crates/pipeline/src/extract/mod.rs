//! A web page becomes what it says.
//!
//! The way: bytes to text (`charset`), text to a small tree (`html`), the tree to blocks, and of
//! these the ones that are the article (`body`); beside it what the page says about itself (`about`).
//! Nothing that a reader would not see comes out as text.

mod about;
mod body;
pub mod charset;
mod dates;
mod elsewhere;
mod explain;
mod gather;
mod html;
mod rules;

pub use about::reservation::of_tags as reservation_of_tags;

use about::{byline, canonical, language, live, moments, obstacles, picture, reservation, title};
pub use elsewhere::{Elsewhere, elsewhere, joined};
pub use explain::{Explained, Explanation};
pub use gather::{Further, Paper, gather, wanted};
use news::{Blocked, Page, SourceTime};
pub use rules::{NotASelector, OutletRule, Rules, Selector};
use std::borrow::Cow;

/// Bytes of a page beyond which the rest is left unread: 30 times a large article page.
const PAGE_LIMIT_BYTES: usize = 16 << 20;

/// Reads a page. `url` is where it was fetched, `charset` what the server said.
pub fn extract(page: &[u8], url: Option<&str>, charset: Option<&str>) -> Page {
    extract_by(page, url, charset, &Rules::default())
}

/// As [`extract`], with what an editor knows about outlets' pages.
pub fn extract_by(page: &[u8], url: Option<&str>, charset: Option<&str>, rules: &Rules) -> Page {
    let source = decoded(page, charset, url);
    read(&Look::at(&html::Document::parse(&source), url, rules), &source, url)
}

/// As [`extract_by`], and says of each block why it was kept or dropped.
pub fn explain(
    page: &[u8],
    url: Option<&str>,
    charset: Option<&str>,
    rules: &Rules,
) -> (Page, Explanation) {
    let source = decoded(page, charset, url);
    let document = html::Document::parse(&source);
    let look = Look::at(&document, url, rules);
    let page = read(&look, &source, url);
    let explanation = explain::explanation(&look, page.title.as_deref());
    (page, explanation)
}

fn decoded<'p>(page: &'p [u8], charset: Option<&str>, url: Option<&str>) -> Cow<'p, str> {
    charset::decode(&page[..page.len().min(PAGE_LIMIT_BYTES)], charset, url)
}

/// A page's tree, with what is seen at first sight.
struct Look<'d> {
    document: &'d html::Document<'d>,
    survey: body::Survey,
    head: about::Head,
    choice: body::Choice,
    ruling: rules::Ruling,
}

impl<'d> Look<'d> {
    fn at(document: &'d html::Document<'d>, url: Option<&str>, rules: &Rules) -> Look<'d> {
        let survey = body::survey(document);
        let head = about::head(document);
        let told_title = head.meta.first(&["og:title"]).or(head.data.headline.clone());
        let address = canonical::canonical(document, &head, url);
        let ruling = rules.ruling(document, url.or(address.as_deref()));
        let choice = body::choose(document, &survey, told_title.as_deref());
        let choice = choice.ruled(document, &ruling);
        Look { document, survey, head, choice, ruling }
    }

    fn reading(&self, title: Option<&str>) -> body::Reading {
        body::read(&self.sheet(title))
    }

    fn sheet<'l>(&'l self, title: Option<&'l str>) -> body::Sheet<'l> {
        let Look { document, survey, choice, .. } = self;
        body::Sheet { document, survey, choice, title }
    }
}

fn read(look: &Look<'_>, source: &str, url: Option<&str>) -> Page {
    let Look { document, survey, head, choice, .. } = look;
    let title = line(title::title(document, head, choice));
    let address = canonical::canonical(document, head, url);
    let moments = |language: Option<&str>| {
        let (title, url) = (title.as_deref(), address.as_deref());
        let page = moments::Clues { source, document, survey, head, choice, title, url, language };
        moments::moments(&page)
    };
    let text = legible(text(look, title.as_deref(), || moments(None)));
    let language = language::language(document, head, title.as_deref(), &text);
    let (published, modified) = moments(language.as_deref());
    let blocked = obstacles::obstacle(head, title.as_deref(), &text, &survey.text);
    if matches!(blocked, Some(Blocked::Wall | Blocked::Consent)) {
        // What a wall says of itself is not the article.
        return Page { url: address, title, blocked, ..Page::default() };
    }
    Page {
        author: line(byline::byline(document, head, choice, survey)),
        image: picture::picture(document, head, choice, url),
        section: line(head.meta.first(&["article:section"]).or(head.data.section.clone())),
        site: line(head.site.clone()),
        text,
        url: address,
        title,
        published,
        modified,
        language,
        blocked,
        reservation: reservation::of_meta(&head.meta),
    }
}

/// Without control characters, which no reader can see and no feed may hold, and without marks that turn
/// the direction of what follows (Unicode's embeddings, overrides and isolates), which could make a page read
/// backwards; paragraphs stay apart.
pub fn legible(text: String) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let stray = |c: char| turns(c) || c.is_control() && c != '\n';
    if !text.contains(stray) {
        return text;
    }
    let plain: String = text.chars().filter(|c| !stray(*c)).collect();
    let lines: Vec<&str> = plain.split("\n\n").filter(|line| !line.trim().is_empty()).collect();
    lines.join("\n\n").trim().to_owned()
}

fn line(text: Option<String>) -> Option<String> {
    text.map(|text| legible(text.replace('\n', " "))).filter(|text| !text.is_empty())
}

/// The posts of a live blog, as told to machines or as shown; of any other page the article.
fn text(
    look: &Look<'_>,
    title: Option<&str>,
    moments: impl FnOnce() -> (Option<SourceTime>, Option<SourceTime>),
) -> String {
    let data = &look.head.data;
    if let Some(posts) = live::text(&data.posts) {
        return posts;
    }
    let reading = look.reading(title);
    let span = || {
        let (published, modified) = moments();
        Some(body::Span { published: published?, modified: modified? })
    };
    if let Some(blog) = body::live_blog(&look.sheet(title), &reading.verdicts, span) {
        return live::shown(&blog);
    }
    match &data.body {
        Some(told) => compared(reading.text, told, data.is_free),
        None => reading.text,
    }
}

/// The shown text, set right by the one that the page tells machines.
fn compared(shown: String, told: &str, is_free: Option<bool>) -> String {
    // What is sold and only told to machines is not ours to read.
    if is_free != Some(false)
        && let Some(whole) = body::continued(&shown, told)
    {
        return whole;
    }
    body::up_to_the_end(&shown, told).to_owned()
}

/// The text of a fragment of HTML such as a feed's summary: paragraphs joined by a blank line.
pub fn plain_text(html: &str) -> String {
    let document = html::Document::parse(html);
    body::everything(&document, &body::survey(&document))
}

#[cfg(test)]
mod tests;
