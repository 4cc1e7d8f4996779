//! What an editor knows about an outlet's pages: which elements hold the article, and which never do.

mod selector;

use super::html::{Document, NodeId};
use serde::Deserialize;
use url::Url;

pub use selector::{NotASelector, Selector};

/// Rules for outlets, the later ones over the earlier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// One entry an outlet.
    #[serde(default, rename = "outlet")]
    pub outlets: Vec<OutletRule>,
}

/// What holds for the pages of some domains.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutletRule {
    /// Without `www.`; subdomains are meant too.
    pub domains: Vec<String>,
    /// The article is what stands in these elements, and nothing else.
    #[serde(default)]
    pub keep: Vec<Selector>,
    /// These elements are never part of it.
    #[serde(default)]
    pub drop: Vec<Selector>,
}

impl<'de> Deserialize<'de> for Selector {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Selector, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Rules {
    /// These rules, and `others` after them.
    pub fn and(mut self, others: Rules) -> Rules {
        self.outlets.extend(others.outlets);
        self
    }

    /// What the rules for the page's domain say of its elements.
    pub fn ruling(&self, document: &Document<'_>, address: Option<&str>) -> Ruling {
        let host = address.and_then(|url| Some(Url::parse(url).ok()?.host_str()?.to_lowercase()));
        let Some(host) = host else { return Ruling::default() };
        let rules: Vec<&OutletRule> =
            self.outlets.iter().filter(|rule| rule.is_for(&host)).collect();
        let select = |pick: fn(&OutletRule) -> &[Selector]| {
            let selectors: Vec<&Selector> = rules.iter().flat_map(|rule| pick(rule)).collect();
            match selectors.is_empty() {
                true => Vec::new(),
                false => outermost(document, &selectors),
            }
        };
        Ruling { kept: select(|rule| &rule.keep), dropped: select(|rule| &rule.drop) }
    }
}

impl OutletRule {
    fn is_for(&self, host: &str) -> bool {
        self.domains.iter().any(|domain| {
            let before = host.strip_suffix(domain.to_lowercase().as_str());
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    }
}

/// The elements of one page that rules speak of; none inside another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruling {
    /// They hold the article.
    pub kept: Vec<NodeId>,
    /// They are no part of it.
    pub dropped: Vec<NodeId>,
}

fn outermost(document: &Document<'_>, selectors: &[&Selector]) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut node = 1;
    while node < document.len() {
        if selectors.iter().any(|selector| selector.matches(document, node)) {
            found.push(node);
            node = document.end(node);
        } else {
            node += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_hold_for_their_domains() {
        let rule =
            OutletRule { domains: vec!["Coast.example".to_owned()], ..OutletRule::default() };
        for (host, expected) in [
            ("coast.example", true),
            ("www.coast.example", true),
            ("east-coast.example", false),
            ("coast.example.org", false),
        ] {
            assert_eq!(rule.is_for(host), expected, "{host}");
        }
    }
}
