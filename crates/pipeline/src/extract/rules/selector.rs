//! A small part of CSS selectors: tag, `.class`, `#id`, `[attribute]`, and a space for "inside of".

use crate::extract::html::{Document, NodeId, Tag};
use std::str::FromStr;

/// What elements a rule speaks of: `article .story > p` without the `>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// The outermost first; the last one is the element itself. Never empty.
    steps: Vec<Step>,
}

/// What is asked of one element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Step {
    name: Option<String>,
    asks: Vec<Ask>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Ask {
    Class(String),
    Id(String),
    Has(String),
    Is(String, String),
    Contains(String, String),
    Begins(String, String),
}

/// A text that is no selector of this kind.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no selector: write tag, .class, #id, [attribute] or [attribute=value], with a space for \"inside of\""
)]
pub struct NotASelector(pub String);

impl FromStr for Selector {
    type Err = NotASelector;

    fn from_str(text: &str) -> Result<Selector, NotASelector> {
        let wrong = || NotASelector(text.to_owned());
        let steps: Option<Vec<Step>> = parts(text).into_iter().map(step).collect();
        let steps = steps.filter(|steps| !steps.is_empty()).ok_or_else(wrong)?;
        Ok(Selector { steps })
    }
}

/// Cuts at white space outside of brackets.
fn parts(text: &str) -> Vec<&str> {
    let mut inside = false;
    let cut = text.split(move |c: char| {
        inside = match c {
            '[' => true,
            ']' => false,
            _ => inside,
        };
        c.is_whitespace() && !inside
    });
    cut.filter(|part| !part.is_empty()).collect()
}

/// One step; the text is not empty.
fn step(text: &str) -> Option<Step> {
    let name_end = text.find(['.', '#', '[']).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(name_end);
    let mut step = Step {
        name: (!matches!(name, "" | "*")).then(|| name.to_ascii_lowercase()),
        asks: Vec::new(),
    };
    if !name.chars().all(is_name) && name != "*" {
        return None;
    }
    while let Some(kind) = rest.chars().next() {
        if !matches!(kind, '.' | '#' | '[') {
            return None;
        }
        let (own, after) = match kind {
            '[' => rest[1..].split_once(']')?,
            _ => rest[1..].split_at(rest[1..].find(['.', '#', '[']).unwrap_or(rest.len() - 1)),
        };
        step.asks.push(match kind {
            '[' => attribute(own)?,
            _ if own.is_empty() || !own.chars().all(is_class) => return None,
            '.' => Ask::Class(own.to_owned()),
            _ => Ask::Id(own.to_owned()),
        });
        rest = after;
    }
    Some(step)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

/// Class names of today's design systems hold slashes and colons.
fn is_class(c: char) -> bool {
    is_name(c) || matches!(c, '_' | ':' | '/' | '@' | '!')
}

fn attribute(text: &str) -> Option<Ask> {
    let Some((name, value)) = text.split_once('=') else {
        return (!text.is_empty() && text.chars().all(is_class)).then(|| Ask::Has(text.to_owned()));
    };
    let value = value.trim().trim_matches(['"', '\'']).to_owned();
    let ask = match name.chars().last()? {
        '*' => Ask::Contains(name.trim_end_matches('*').to_owned(), value),
        '^' => Ask::Begins(name.trim_end_matches('^').to_owned(), value),
        _ => Ask::Is(name.trim().to_owned(), value),
    };
    Some(ask)
}

impl Selector {
    /// Whether it speaks of `node`.
    pub fn matches(&self, document: &Document<'_>, node: NodeId) -> bool {
        let Some((last, outer)) = self.steps.split_last() else { return false };
        if !last.matches(document, node) {
            return false;
        }
        // The nearest fitting element for each step, from the inside out, is as good as any other.
        let mut around = document.ancestors(node);
        outer.iter().rev().all(|step| around.by_ref().any(|node| step.matches(document, node)))
    }
}

impl Step {
    fn matches(&self, document: &Document<'_>, node: NodeId) -> bool {
        document.tag(node) != Tag::Text
            && self
                .name
                .as_deref()
                .is_none_or(|name| document.name(node).eq_ignore_ascii_case(name))
            && self.asks.iter().all(|ask| ask.holds(document, node))
    }
}

impl Ask {
    fn holds(&self, document: &Document<'_>, node: NodeId) -> bool {
        let value = |name: &str| document.attribute(node, name);
        match self {
            Ask::Class(class) => value("class")
                .is_some_and(|own| own.split_ascii_whitespace().any(|own| own == class)),
            Ask::Id(id) => value("id").is_some_and(|own| own.trim() == id),
            Ask::Has(name) => value(name).is_some(),
            Ask::Is(name, wanted) => value(name).is_some_and(|own| own == wanted.as_str()),
            Ask::Contains(name, wanted) => value(name).is_some_and(|own| own.contains(wanted)),
            Ask::Begins(name, wanted) => value(name).is_some_and(|own| own.starts_with(wanted)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn selectors_speak_of_elements() {
        for (selector, expected) in [
            ("p", "one two"),
            ("P.Lede", "one"),
            (".note", "two"),
            ("article .note", "two"),
            ("aside .note", ""),
            ("#main p", "one two"),
            ("[data-kind]", "three"),
            ("[data-kind='ad unit']", "three"),
            ("span[data-kind^=ad]", "three"),
            ("b", ""),
            ("article [data-kind*=unit]", "three"),
            ("html article p.note", "two"),
            ("*.note", "two"),
        ] {
            assert_eq!(found(selector), expected, "{selector}");
        }
    }

    #[test]
    fn what_is_no_selector_is_said() {
        for text in ["", "  ", "p > b", "a:hover{", "..x", "p.", "[", "[]", "p,b", "#"] {
            assert_eq!(text.parse::<Selector>(), Err(NotASelector(text.to_owned())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_selector_or_none(text in "[a-z.#*=^'\\[\\] é]{0,20}") {
            if let Ok(selector) = text.parse::<Selector>() {
                let document = Document::parse("<p class=a id=b>c");
                let _ = (0..document.len()).any(|node| selector.matches(&document, node));
            }
        }
    }

    /// The words of the elements that a selector speaks of.
    fn found(selector: &str) -> String {
        let source = "<html><article id=main><p class='big Lede'>one</p><p class=note>two</p>\
             <span data-kind='ad unit'>three</span></article></html>";
        let document = Document::parse(source);
        let selector: Selector = selector.parse().unwrap();
        let nodes = (0..document.len()).filter(|node| selector.matches(&document, *node));
        nodes.map(|node| document.line(node)).collect::<Vec<_>>().join(" ")
    }
}
