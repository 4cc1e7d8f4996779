//! A web page becomes what it says.
//!
//! The way: bytes to text (`charset`), text to a small tree (`html`), the tree to blocks, and of
//! these the ones that are the article (`body`); beside it what the page says about itself (`about`).
//! Nothing that a reader would not see comes out as text.

mod about;
mod body;
mod charset;
mod dates;
mod html;

use about::{byline, canonical, language, moments, obstacles, picture, title};
use news::{Blocked, Page};

/// Bytes of a page beyond which the rest is left unread: 30 times a large article page.
const PAGE_LIMIT_BYTES: usize = 16 << 20;

/// Reads a page. `url` is where it was fetched, `charset` what the server said.
pub fn extract(page: &[u8], url: Option<&str>, charset: Option<&str>) -> Page {
    let source = charset::decode(&page[..page.len().min(PAGE_LIMIT_BYTES)], charset);
    let document = html::Document::parse(&source);
    let survey = body::survey(&document);
    let head = about::head(&document);
    let told_title = head.meta.first(&["og:title"]).or(head.data.headline.clone());
    let choice = body::choose(&document, &survey, told_title.as_deref());
    let title = title::title(&document, &head, &choice);
    let shown = body::read(&document, &survey, &choice, title.as_deref());
    let text = match &head.data.body {
        Some(told) => compared(shown, told, head.data.is_free),
        None => shown,
    };
    let address = canonical::canonical(&document, &head, url);
    let language = language::language(&document, &head, title.as_deref(), &text);
    let (published, modified) = moments::moments(
        &document,
        &survey,
        &head,
        &choice,
        address.as_deref(),
        language.as_deref(),
    );
    let blocked = obstacles::obstacle(&head, title.as_deref(), &text, &survey.text);
    let walled = matches!(blocked, Some(Blocked::Wall | Blocked::Consent));
    Page {
        author: byline::byline(&document, &head, &choice, &survey),
        image: picture::picture(&document, &head, &choice, url),
        section: head.meta.first(&["article:section"]).or(head.data.section.clone()),
        site: head.site.clone(),
        // What a wall says is not the article.
        text: if walled { String::new() } else { text },
        url: address,
        title,
        published,
        modified,
        language,
        blocked,
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
