//! A web page becomes what it says.
//!
//! The way: bytes to text (`charset`), text to a small tree (`html`), the tree to blocks, and of
//! these the ones that are the article (`body`); beside it what the page says about itself (`about`).
//! Nothing that a reader would not see comes out as text.

mod body;
mod charset;
mod html;

use news::Page;

/// Bytes of a page beyond which the rest is left unread: 30 times a large article page.
const PAGE_LIMIT_BYTES: usize = 16 << 20;

/// Reads a page. `url` is where it was fetched, `charset` what the server said.
pub fn extract(page: &[u8], _url: Option<&str>, charset: Option<&str>) -> Page {
    let source = charset::decode(&page[..page.len().min(PAGE_LIMIT_BYTES)], charset);
    let document = html::Document::parse(&source);
    let survey = body::survey(&document);
    let choice = body::choose(&document, &survey);
    Page { text: body::read(&document, &survey, &choice, None), ..Page::default() }
}

/// The text of a fragment of HTML such as a feed's summary: paragraphs joined by a blank line.
pub fn plain_text(html: &str) -> String {
    let document = html::Document::parse(html);
    body::everything(&document, &body::survey(&document))
}
