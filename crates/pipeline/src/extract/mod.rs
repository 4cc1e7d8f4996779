//! A web page becomes what it says.

use news::Page;

/// Reads a page. `url` is where it was fetched, `charset` what the server said.
pub fn extract(_page: &[u8], _url: Option<&str>, _charset: Option<&str>) -> Page {
    todo!()
}

/// The text of a fragment of HTML such as a feed's summary: paragraphs joined by a blank line.
pub fn plain_text(_html: &str) -> String {
    todo!()
}
