//! Entities that a feed declares itself, which is how a small file becomes a large one.
//!
//! They are never expanded. A feed that needs them cannot be read soundly, and says so instead of giving
//! titles such as "&lol9;". HTML's own entities need no declaration and are no fault.

use super::scan::{Piece, Scanner};
use super::text;
use memchr::{memchr, memmem};
use std::collections::HashSet;

/// Why the entities that `source` declares make it unreadable.
pub fn fault(source: &str) -> Option<String> {
    let declarations = prolog(source);
    let mut names = HashSet::new();
    for declaration in declarations.split("<!ENTITY").skip(1) {
        let end = declaration.find('>').unwrap_or(declaration.len());
        let declaration = &declaration[..end];
        let name = declaration.split_whitespace().find(|word| *word != "%").unwrap_or_default();
        if let Some(inner) = references(declaration).next() {
            return Some(format!(
                "it declares entities within entities (&{inner}; in &{name};), as an entity bomb does"
            ));
        }
        names.insert(name);
    }
    if names.is_empty() {
        return None;
    }
    let used = references(&source[declarations.len()..]).find(|name| names.contains(name))?;
    Some(format!("it uses &{used};, an entity that it declares itself; those are not expanded"))
}

/// All before the first start tag, when entities are declared there.
fn prolog(source: &str) -> &str {
    if memmem::find(source.as_bytes(), b"<!ENTITY").is_none() {
        return "";
    }
    let mut scanner = Scanner::new(source);
    while let Some(piece) = scanner.next() {
        if matches!(piece, Piece::Open { .. }) {
            return &source[..scanner.start()];
        }
    }
    source
}

/// The names between `&` and `;` that are neither numbers nor entities of HTML.
fn references(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = memchr(b'&', rest.as_bytes())?;
            let after = &rest[start + 1..];
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
            let length = after.find(|c| !is_name(c)).unwrap_or(after.len());
            let name = &after[..length];
            rest = &after[length..];
            if !name.is_empty() && rest.starts_with(';') && !text::is_entity(name) {
                return Some(name);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_entities_are_a_fault_and_those_of_html_are_none() {
        check("<rss>&lol9; &eacute; AT&T</rss>", None);
        check("<!DOCTYPE rss SYSTEM \"rss.dtd\"><rss>&nbsp;</rss>", None);
        check(
            "<!DOCTYPE r [<!ENTITY nbsp \"&#160;\"><!ENTITY e \"&eacute;\">]><r>&nbsp;</r>",
            None,
        );
        check("<!DOCTYPE r [<!ENTITY firm \"Acme\">]><r>Acme</r>", None);
        check("<rss><![CDATA[<!ENTITY a \"&b;\">]]>&a;</rss>", None);
        check("<!DOCTYPE r [<!ENTITY firm \"Acme\">]><r>&firm;</r>", Some("it uses &firm;"));
        check("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x;</r>", Some("&x;"));
        check(
            "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><r/>",
            Some("entities within entities (&a; in &b;)"),
        );
        check("<!DOCTYPE r [<!ENTITY b \"&a;", Some("(&a; in &b;)"));
        check("<!DOCTYPE r [<!ENTITY é \"&ü;\">]>", Some("(&ü; in &é;)"));
    }

    #[track_caller]
    fn check(source: &str, expected: Option<&str>) {
        let found = fault(source);
        match expected {
            None => assert_eq!(found, None, "{source}"),
            Some(part) => {
                assert!(found.as_deref().unwrap_or("").contains(part), "{source}: {found:?}")
            }
        }
    }
}
