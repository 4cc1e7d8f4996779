//! What a page says about itself: title, byline, times, language, picture, and what bars the way.

pub mod byline;
pub mod canonical;
pub mod language;
pub mod linked_data;
pub mod live;
pub mod meta;
pub mod moments;
pub mod obstacles;
pub mod picture;
pub mod reservation;
pub mod spoken;
pub mod title;

use linked_data::LinkedData;
use meta::MetaTags;

/// What the head of a page and its linked data say, read once for all that ask.
pub struct Head {
    /// The `<meta>` elements.
    pub meta: MetaTags,
    /// What JSON-LD says of the article.
    pub data: LinkedData,
    /// The site's name, where it is told.
    pub site: Option<String>,
}

/// Reads what the page tells machines.
pub fn head(document: &super::html::Document<'_>) -> Head {
    let meta = meta::read(document);
    let data = linked_data::read(document);
    let named = meta.first(&["og:site_name", "application-name", "al:android:app_name"]);
    let site = named.or(data.site.clone()).filter(|site| site.chars().count() <= SITE_LETTERS);
    Head { meta, data, site }
}

/// Longer site names are descriptions.
const SITE_LETTERS: usize = 80;

/// The text on one line, without markup or invisible characters; `None` when nothing is left.
pub fn tidy(text: &str) -> Option<String> {
    let decoded = super::html::decode(text);
    let line: Vec<&str> = decoded.split_whitespace().collect();
    let line: String = line.join(" ").chars().filter(|c| !is_unseen(*c)).collect();
    (!line.is_empty()).then_some(line)
}

fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
