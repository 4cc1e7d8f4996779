//! Links of feeds become addresses.

use super::tree::Element;
use url::Url;

/// What an entry may link to; anything else, such as `javascript:`, is left out.
const SCHEMES: [&str; 5] = ["http", "https", "ftp", "gemini", "magnet"];

/// Longer ones are no addresses: servers take this much for sure (RFC 9110, section 4.1), and the longest in
/// the labelled feeds has under 2,000 bytes.
const ADDRESS_BYTES: usize = 8 * 1024;

/// An address as a feed wrote it: absolute ones as they are, relative ones resolved against `xml:base`
/// and `base`; nothing when it is empty or leads to a script.
pub fn resolve(element: Element<'_, '_>, raw: &str, base: Option<&Url>) -> Option<String> {
    if raw.len() > ADDRESS_BYTES {
        return None;
    }
    let raw = tidy(raw);
    if raw.is_empty() {
        return None;
    }
    if let Some((scheme, rest)) = raw.split_once(':')
        && is_scheme(scheme)
    {
        let known = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
        return (known && !rest.is_empty()).then_some(raw);
    }
    let base = around(element, base);
    match (base.and_then(|base| base.join(&raw).ok()), raw.strip_prefix("//")) {
        (Some(url), _) => Some(url.into()),
        (None, Some(rest)) => Some(format!("https://{rest}")),
        (None, None) => Some(raw),
    }
}

/// An address outside of markup, as in JSON: no `xml:base` to look for.
pub fn plain(raw: &str, base: Option<&Url>) -> Option<String> {
    let document = super::tree::Tree::new("");
    resolve(document.document(), raw, base)
}

/// No white space around it or, from line breaks, in it; spaces as `%20`.
fn tidy(raw: &str) -> String {
    let raw = raw.trim();
    if raw.bytes().all(|byte| byte.is_ascii_graphic()) {
        return raw.to_owned();
    }
    match raw.contains(|c: char| c.is_whitespace() || c.is_control()) {
        true => {
            let kept = raw.chars().filter(|c| *c == ' ' || !(c.is_whitespace() || c.is_control()));
            kept.collect::<String>().replace(' ', "%20")
        }
        false => raw.to_owned(),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// The base in force at `element`.
fn around(element: Element<'_, '_>, base: Option<&Url>) -> Option<Url> {
    let chain = std::iter::successors(Some(element), Element::parent);
    let mut written: Vec<String> = chain.filter_map(|one| one.attribute("xml:base")).collect();
    let mut base = base.cloned();
    while let Some(next) = written.pop() {
        base = match &base {
            Some(outer) => outer.join(&next).ok().or(base),
            None => Url::parse(&next).ok(),
        };
    }
    base
}

#[cfg(test)]
mod tests {
    use super::super::tree::Tree;
    use super::*;

    #[test]
    fn links_are_resolved_where_they_stand() {
        check("https://B.example/ü", Some("https://B.example/ü"));
        check(" https://b.example/a b\n ", Some("https://b.example/a%20b"));
        check("c?d", Some("http://a.example/x/y/c?d"));
        check("/c", Some("http://a.example/c"));
        check("//b.example/c", Some("http://b.example/c"));
        check("javascript:alert(1)", None);
        check(" JavaScript:alert(1)", None);
        check("java\nscript:alert(1)", None);
        check("data:text/html,x", None);
        check("http:", None);
        check(" ", None);
        check(&"x".repeat(ADDRESS_BYTES + 1), None);
    }

    #[track_caller]
    fn check(raw: &str, expected: Option<&str>) {
        let tree = Tree::new("<f xml:base='http://a.example/x/'><e xml:base='y/'><l/></e></f>");
        let link = tree.elements().nth(2).unwrap();
        assert_eq!(resolve(link, raw, None).as_deref(), expected, "{raw}");
    }

    #[test]
    fn without_a_base_links_stay_as_they_are() {
        assert_eq!(plain("a/b", None).as_deref(), Some("a/b"));
        assert_eq!(plain("//b.example/c", None).as_deref(), Some("https://b.example/c"));
        let base = Url::parse("http://a.example/").ok();
        assert_eq!(plain("a/b", base.as_ref()).as_deref(), Some("http://a.example/a/b"));
    }
}
