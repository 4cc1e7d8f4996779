//! The `<meta>` elements: Open Graph, Twitter, Dublin Core, citation and others.

use super::tidy;
use crate::extract::html::{Document, Tag};

/// Values longer than this are no facts but texts.
const VALUE_BYTES: usize = 4096;

/// Names and values in the order of the page.
pub struct MetaTags(Vec<(String, String)>);

impl MetaTags {
    /// The first value under the first of `names` that has any.
    pub fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(name).next().map(str::to_owned))
    }

    /// All values under one name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// All names and values.
    pub fn every(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Reads them; each may go by `property`, `name`, `itemprop` or `http-equiv`.
pub fn read(document: &Document<'_>) -> MetaTags {
    let mut found = Vec::new();
    for node in document.all(Tag::Meta) {
        let content =
            document.raw_attribute(node, "content").or(document.raw_attribute(node, "value"));
        let Some(value) = content.filter(|value| value.len() <= VALUE_BYTES).and_then(tidy) else {
            continue;
        };
        for name in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = document.attribute(node, name) {
                found.push((name.trim().to_ascii_lowercase(), value.clone()));
            }
        }
    }
    MetaTags(found)
}
