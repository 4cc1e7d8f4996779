//! The files that all pages share. Their addresses carry a hash of their bytes, so that browsers
//! may keep them for good and still see a new version at once.

use std::sync::OnceLock;

/// The one stylesheet.
pub(crate) const STYLESHEET: &str = include_str!("../assets/newsloom.css");
/// The mark, drawn by us: crossing threads.
pub(crate) const FAVICON: &str = include_str!("../assets/favicon.svg");

/// The same, 32 by 32 pixels, for what asks for `/favicon.ico` without looking at the page.
pub(crate) const FAVICON_ICO: &[u8] = include_bytes!("../assets/favicon.ico");

/// `/assets/newsloom.HASH.css`.
pub(crate) fn stylesheet_address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| {
        format!("/assets/newsloom.{}.css", news::short_digest(&[STYLESHEET.as_bytes()]))
    })
}
