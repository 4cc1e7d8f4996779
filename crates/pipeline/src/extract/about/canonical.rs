//! The page's address.

use super::Head;
use crate::extract::html::{Document, Tag};
use url::Url;

/// The canonical address, absolute; where the page names none, the one it was fetched from.
pub fn canonical(document: &Document<'_>, head: &Head, fetched: Option<&str>) -> Option<String> {
    let base = base(document, fetched);
    let link = linked(document, "canonical");
    let graph = head.meta.first(&["og:url"]);
    let told = [link, graph, head.data.url.clone()];
    let told: Vec<Url> =
        told.into_iter().flatten().filter_map(|told| absolute(&told, base.as_ref())).collect();
    // A canonical link to the front page is a fault of the template.
    let deep = told.iter().find(|url| url.path().len() > 1 || url.query().is_some());
    let fetched = fetched.and_then(|fetched| absolute(fetched, None));
    let chosen = deep.cloned().or(fetched).or(told.into_iter().next());
    chosen.map(String::from)
}

/// What relative links of the page start from.
pub fn base(document: &Document<'_>, fetched: Option<&str>) -> Option<Url> {
    let fetched = fetched.and_then(|fetched| absolute(fetched, None));
    fetched.or_else(|| linked(document, "canonical").and_then(|link| absolute(&link, None)))
}

/// An address on the web; nothing else (`javascript:`, `data:`) comes out.
pub fn absolute(link: &str, base: Option<&Url>) -> Option<Url> {
    let link = link.trim();
    let url = match base {
        Some(base) => base.join(link).ok()?,
        None => Url::parse(link).ok()?,
    };
    (matches!(url.scheme(), "http" | "https") && url.host_str().is_some()).then_some(url)
}

/// Where the first `<link>` of this relation points.
pub fn linked(document: &Document<'_>, relation: &str) -> Option<String> {
    let mut links = document.all(Tag::Link);
    let link = links.find(|node| {
        let said = document.raw_attribute(*node, "rel").unwrap_or_default();
        said.split_ascii_whitespace().any(|said| said.eq_ignore_ascii_case(relation))
    })?;
    let target = document.attribute(link, "href")?;
    (!target.trim().is_empty()).then(|| target.trim().to_owned())
}

/// The host of the page's own address, without `www.`.
pub fn host(document: &Document<'_>, head: &Head) -> Option<String> {
    let url = Url::parse(&canonical(document, head, None)?).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}
