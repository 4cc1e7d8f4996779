//! Texts that say what they are: Atom's text constructs, people, base64.

use super::text;
use super::tree::Element;
use std::borrow::Cow;

/// A text and how it is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Construct<'a> {
    /// Text; a `<` in it is a `<`.
    Plain(Cow<'a, str>),
    /// Markup.
    Html(Cow<'a, str>),
    /// Nobody said; RSS has both.
    Either(Cow<'a, str>),
}

impl<'a> Construct<'a> {
    /// Reads an element with its `type` and `mode`.
    pub fn of(element: Element<'_, 'a>) -> Construct<'a> {
        let kind = element.attribute("type").map(|kind| kind.to_ascii_lowercase());
        let mode = element.attribute("mode").map(|mode| mode.to_ascii_lowercase());
        let content = element.content();
        if content.has_tags {
            return Construct::Html(unwrapped(element).unwrap_or(content.value));
        }
        if (mode.as_deref() == Some("base64") || kind.as_deref().is_some_and(is_binary))
            && let Some(decoded) = base64(&content.value)
        {
            return Construct::Html(Cow::Owned(decoded));
        }
        match kind.as_deref() {
            Some("text" | "text/plain") => Construct::Plain(content.value),
            Some(_) => Construct::Html(content.value),
            None => Construct::Either(content.value),
        }
    }

    /// As one line of text; nothing when empty.
    pub fn line(self) -> Option<String> {
        let line = match self {
            Construct::Plain(text) => text::one_line(&text),
            Construct::Html(html) => text::of_html(&html),
            Construct::Either(text) => text::of_title(&text),
        };
        (!line.is_empty()).then_some(line)
    }

    /// As HTML; nothing when empty.
    pub fn html(self) -> Option<String> {
        let html = match self {
            Construct::Plain(text) => text::to_html(&text::clean_trimmed(text)),
            Construct::Html(html) | Construct::Either(html) => text::clean_trimmed(html),
        };
        (!html.is_empty()).then_some(html)
    }
}

/// What is inside the one `div` that XHTML in Atom is wrapped in.
fn unwrapped<'a>(element: Element<'_, 'a>) -> Option<Cow<'a, str>> {
    let mut children = element.children();
    let only = children.next().filter(|child| child.word().1 == "div")?;
    let inner = element.inner().trim();
    let whole = inner.starts_with('<') && inner.ends_with("div>") && children.next().is_none();
    whole.then(|| Cow::Borrowed(only.inner()))
}

/// A media type whose content is base64 (RFC 4287, section 4.1.3.3).
fn is_binary(kind: &str) -> bool {
    kind.contains('/')
        && !kind.starts_with("text/")
        && !kind.ends_with("xml")
        && !kind.ends_with("html")
}

/// Decodes base64 that is text.
fn base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        bits = bits << 6 | u32::from(sextet(byte)?);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
        bits &= (1 << count) - 1;
    }
    String::from_utf8(bytes).ok()
}

fn sextet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// A person: Atom's with a name inside, or RSS's `mail (Name)`.
pub fn person(element: Element<'_, '_>) -> Option<String> {
    let inside = |word| element.child(word).and_then(|child| Construct::of(child).line());
    if let Some(name) = inside("name").or_else(|| inside("email")) {
        return Some(name);
    }
    let line = Construct::of(element).line()?;
    let name = match (line.split_once('('), line.split_once('<')) {
        (Some((mail, name)), _) if mail.contains('@') => name.trim_end_matches(')').trim(),
        (_, Some((name, mail))) if mail.contains('@') => name.trim(),
        _ => "",
    };
    Some(if name.is_empty() { line } else { name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::super::tree::Tree;
    use super::*;

    #[track_caller]
    fn check(source: &str, line: &str, html: &str) {
        let tree = Tree::new(source);
        let element = tree.document().children().next().unwrap();
        assert_eq!(Construct::of(element).line().unwrap_or_default(), line, "{source}");
        assert_eq!(Construct::of(element).html().unwrap_or_default(), html, "{source}");
    }

    #[test]
    fn constructs_are_read_as_they_say() {
        check("<t>a &lt;b&gt;c&lt;/b&gt;</t>", "a c", "a <b>c</b>");
        check("<t type='text'>a &lt;b&gt;</t>", "a <b>", "a &lt;b&gt;");
        check("<t type='html'>a &amp;lt; b</t>", "a < b", "a &lt; b");
        check("<t type='xhtml'><div>a <i>b</i></div></t>", "a b", "a <i>b</i>");
        check("<t type='xhtml'><div>a</div><div>b</div></t>", "a b", "<div>a</div><div>b</div>");
        check("<t mode='base64'>YSA8Yj5iPC9iPg==</t>", "a b", "a <b>b</b>");
        check("<t type='application/octet-stream'>YQ</t>", "a", "a");
        check("<t mode='base64'>not so</t>", "not so", "not so");
        check("<t type='html'/>", "", "");
    }

    #[test]
    fn people_are_named() {
        let name = |source: &str| person(Tree::new(source).document().children().next().unwrap());
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(name("<author><name>Ann Poe</name></author>"), some("Ann Poe"));
        assert_eq!(name("<author>ann@a.example (Ann Poe)</author>"), some("Ann Poe"));
        assert_eq!(name("<author>Ann Poe &lt;ann@a.example&gt;</author>"), some("Ann Poe"));
        assert_eq!(name("<author>Ann Poe (Oslo)</author>"), some("Ann Poe (Oslo)"));
        assert_eq!(name("<author> </author>"), None);
    }
}
