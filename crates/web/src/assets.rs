//! The files that all pages share. Their addresses carry a hash of their bytes, so that browsers
//! may keep them for good and still see a new version at once.

use crate::answer::{Document, Kind, POLICY};
use serde_json::json;
use std::sync::OnceLock;

/// The one stylesheet.
pub(crate) const STYLESHEET: &str = include_str!("../assets/newsloom.css");
/// The one script: what readers set for themselves.
pub(crate) const SCRIPT: &str = include_str!("../assets/newsloom.js");
/// What keeps pages for reading offline, in the browser.
const WORKER: &str = include_str!("../assets/worker.js");
/// The mark, drawn by us: crossing threads.
pub(crate) const FAVICON: &str = include_str!("../assets/favicon.svg");

/// The same, 32 by 32 pixels, for what asks for `/favicon.ico` without looking at the page.
pub(crate) const FAVICON_ICO: &[u8] = include_bytes!("../assets/favicon.ico");

/// Where the worker stands: at the root, for it may keep only pages below its own place.
pub(crate) const WORKER_ADDRESS: &str = "/worker.js";

/// The page that a browser shows when it has no other and cannot reach the site.
pub(crate) const OFFLINE_ADDRESS: &str = "/offline";

/// Where the worker's own settings begin and end.
const UNSETTLED: &str = "/*SETTLED*/ { version: \"\", files: [], offline: \"/offline\" }";

/// `/assets/newsloom.HASH.css`.
pub(crate) fn stylesheet_address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| address(STYLESHEET, "css"))
}

/// `/assets/newsloom.HASH.js`.
pub(crate) fn script_address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| address(SCRIPT, "js"))
}

fn address(text: &str, ending: &str) -> String {
    format!("/assets/newsloom.{}.{ending}", news::short_digest(&[text.as_bytes()]))
}

/// The file at an address of ours; none when none is there, or another version of it.
pub(crate) fn asset(address: &str) -> Option<Document> {
    match address {
        _ if address == stylesheet_address() => Some(Document::lasting(Kind::Css, STYLESHEET)),
        _ if address == script_address() => Some(Document::lasting(Kind::Script, SCRIPT)),
        _ => None,
    }
}

/// The worker, with the addresses of the files that pages need and a version that changes with any of them.
pub(crate) fn worker() -> Document {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| {
        let files = [stylesheet_address(), script_address(), "/favicon.svg"];
        let parts = [STYLESHEET, SCRIPT, FAVICON, WORKER].map(str::as_bytes);
        let settled = json!({
            "version": news::short_digest(&parts),
            "files": files,
            "offline": OFFLINE_ADDRESS,
        });
        let text = WORKER.replacen(UNSETTLED, &settled.to_string(), 1);
        text.replacen("= POLICY;", &format!("= {};", json!(POLICY)), 1)
    });
    Document::new(Kind::Script, text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_given_what_it_needs() {
        let worker = String::from_utf8(worker().body).unwrap();
        assert!(worker.contains(stylesheet_address()) && worker.contains(script_address()));
        assert!(!worker.contains("SETTLED") && !worker.contains("= POLICY;"), "{worker}");
        assert!(worker.contains(&json!(POLICY).to_string()));
    }
}
