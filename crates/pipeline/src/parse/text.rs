//! Entities, CDATA and markup become text.

use super::scan::{Piece, Scanner};
use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::{memchr, memchr2, memmem};
use std::borrow::Cow;

/// The longest name of an entity in HTML, "CounterClockwiseContourIntegral", has 31 letters.
const ENTITY_BYTES: usize = 32;

/// Elements after or before which a word ends.
const BLOCKS: [&str; 26] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "table",
    "tr",
    "ul",
];

/// Other elements that are taken out of titles.
const INLINE: [&str; 38] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "center", "cite", "code", "del",
    "dfn", "em", "font", "i", "iframe", "img", "ins", "kbd", "mark", "math", "nobr", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "svg", "td", "th", "tt", "u", "wbr",
];

/// Elements whose content is no text.
const SILENT: [&str; 4] = ["script", "style", "noscript", "template"];

/// The content of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup<'a> {
    /// Text with entities decoded, or markup with its entities as written.
    pub value: Cow<'a, str>,
    /// Whether it is markup: elements stand in it.
    pub has_tags: bool,
}

/// Reads what stands between two tags: CDATA and comments are resolved.
pub fn content(inner: &str) -> Markup<'_> {
    if memchr(b'<', inner.as_bytes()).is_none() {
        return Markup { value: decode(inner), has_tags: false };
    }
    if let Some(literal) = only_literal(inner) {
        return Markup { value: Cow::Borrowed(literal), has_tags: false };
    }
    let is_tag = |piece| matches!(piece, Piece::Open { .. } | Piece::Close(_));
    let has_tags = Scanner::new(inner).any(is_tag);
    let mut value = String::with_capacity(inner.len());
    let mut scanner = Scanner::new(inner);
    while let Some(piece) = scanner.next() {
        match piece {
            Piece::Literal(text) => value.push_str(text),
            Piece::Text(text) if !has_tags => value.push_str(&decode(text)),
            _ => value.push_str(&inner[scanner.start()..scanner.end()]),
        }
    }
    Markup { value: Cow::Owned(value), has_tags }
}

/// The most common form: one CDATA section and nothing else.
fn only_literal(inner: &str) -> Option<&str> {
    let literal = inner.trim().strip_prefix("<![CDATA[")?.strip_suffix("]]>")?;
    memmem::find(literal.as_bytes(), b"]]>").is_none().then_some(literal)
}

/// Decodes the entities of XML and HTML; what is none stays as it is.
pub fn decode(text: &str) -> Cow<'_, str> {
    let next = |text: &str| memchr(b'&', text.as_bytes());
    let Some(first) = next(text) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        match entity(after) {
            Some((first, second, length)) => {
                out.push(first);
                if let Some(second) = second {
                    out.push(second);
                }
                rest = &after[length..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
        let plain = next(rest).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    Cow::Owned(out)
}

/// Whether HTML has an entity of this name.
pub fn is_entity(name: &str) -> bool {
    entity(&format!("{name};")).is_some()
}

/// The one or two characters that `name;` at the start of `text` stands for, and its length.
fn entity(text: &str) -> Option<(char, Option<char>, usize)> {
    // Feeds that write their markup escaped consist of these, so they are looked at before all else.
    match text.as_bytes() {
        [b'l', b't', b';', ..] => return Some(('<', None, 3)),
        [b'g', b't', b';', ..] => return Some(('>', None, 3)),
        [b'q', b'u', b'o', b't', b';', ..] => return Some(('"', None, 5)),
        [b'a', b'm', b'p', b';', ..] => return Some(('&', None, 4)),
        [b'n', b'b', b's', b'p', b';', ..] => return Some(('\u{a0}', None, 5)),
        _ => {}
    }
    let length = text.bytes().take(ENTITY_BYTES).position(|byte| byte == b';')?;
    let name = &text[..length];
    if let Some(number) = name.strip_prefix('#') {
        return Some((numbered(number)?, None, length + 1));
    }
    // The table holds every start of a name too, with zeros.
    let (first, second) = *NAMED_ENTITIES.get(&text[..=length]).filter(|(first, _)| *first != 0)?;
    let second = char::from_u32(second).filter(|c| *c != '\0');
    Some((char::from_u32(first)?, second, length + 1))
}

/// A character by its number, as browsers read it: 128 to 159 mean Windows-1252.
fn numbered(number: &str) -> Option<char> {
    let value = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    match value.ok()? {
        0 => None,
        low @ 0x80..=0x9f => {
            let place = usize::try_from(low - 0x80).ok()?;
            C1_REPLACEMENTS.get(place).copied().flatten().or(char::from_u32(low))
        }
        value => char::from_u32(value),
    }
}

/// Text without control characters, which databases and JSON readers stumble over.
pub fn clean(text: &str) -> String {
    match is_clean(text) {
        true => text.to_owned(),
        false => text.chars().filter(|c| !u8::try_from(*c).is_ok_and(is_odd)).collect(),
    }
}

/// The same without white space around it; a text that is ours already is not copied again.
pub fn clean_trimmed(text: Cow<'_, str>) -> String {
    match text {
        Cow::Owned(mut text) if is_clean(&text) => {
            text.truncate(text.trim_end().len());
            text.drain(..text.len() - text.trim_start().len());
            text
        }
        text => clean(text.trim()),
    }
}

fn is_odd(byte: u8) -> bool {
    (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f
}

fn is_clean(text: &str) -> bool {
    // No early end: so the compiler looks at many bytes at once, and odd ones are rare.
    !text.bytes().fold(false, |odd, byte| odd | is_odd(byte))
}

/// Reduces HTML to one line of text: no tags, no scripts, entities decoded.
pub fn of_html(html: &str) -> String {
    reduce(html, |_| true)
}

/// Reduces a title to one line of text. It may be HTML or not: only tags that HTML has are taken out,
/// so that `Vec<T>` stays.
pub fn of_title(title: &str) -> String {
    reduce(title, |name| {
        let known = |list: &[&str]| list.iter().any(|one| one.eq_ignore_ascii_case(name));
        known(&BLOCKS) || known(&INLINE) || known(&SILENT)
    })
}

fn reduce(html: &str, is_tag: impl Fn(&str) -> bool) -> String {
    if memchr2(b'<', b'&', html.as_bytes()).is_none() {
        return one_line(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut silent: Option<&str> = None;
    let mut scanner = Scanner::new(html);
    while let Some(piece) = scanner.next() {
        let raw = &html[scanner.start()..scanner.end()];
        match (piece, silent) {
            (Piece::Close(name), Some(waiting)) if name.eq_ignore_ascii_case(waiting) => {
                silent = None
            }
            (_, Some(_)) => {}
            (Piece::Text(text), _) => out.push_str(&decode(text)),
            (Piece::Literal(text), _) => out.push_str(text),
            (Piece::Open { name, .. } | Piece::Close(name), _) if !is_tag(name) => {
                out.push_str(raw)
            }
            (Piece::Open { name, closed: false, .. }, _) if is_one_of(&SILENT, name) => {
                silent = Some(name);
            }
            (Piece::Open { name, .. } | Piece::Close(name), _) => {
                if is_one_of(&BLOCKS, name) {
                    out.push(' ');
                }
            }
        }
    }
    one_line(&out)
}

fn is_one_of(list: &[&str], name: &str) -> bool {
    list.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// White space becomes single spaces, control characters go.
pub fn one_line(text: &str) -> String {
    if is_plain_line(text.as_bytes()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.contains(char::is_control) { out.replace(char::is_control, "") } else { out }
}

/// Whether a text is ASCII with single spaces between its words and no other white space, as most are.
fn is_plain_line(text: &[u8]) -> bool {
    let is_plain = text.iter().fold(true, |plain, byte| plain & (b' '..0x7f).contains(byte));
    is_plain
        && text.first() != Some(&b' ')
        && text.last() != Some(&b' ')
        && !text.windows(2).any(|pair| pair == b"  ")
}

/// Plain text as HTML.
pub fn to_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_once_and_only_whole() {
        let cases = [
            ("a &amp; b", "a & b"),
            ("&amp;lt;", "&lt;"),
            ("&eacute;&#233;&#xE9;", "ééé"),
            ("&#150;&#8211;", "––"),
            ("AT&T &nonsense; &", "AT&T &nonsense; &"),
            ("?a=1&copy=2&b;", "?a=1&copy=2&b;"),
            ("&#0;&#x110000;&#;", "&#0;&#x110000;&#;"),
            ("&&amp;&", "&&&"),
        ];
        for (text, expected) in cases {
            assert_eq!(decode(text), expected, "{text}");
        }
    }

    #[test]
    fn titles_are_one_line_of_text() {
        let cases = [
            ("A <b>bold</b>\n  move", "A bold move"),
            ("One<br/>two", "One two"),
            ("Vec<T> &lt; list", "Vec<T> < list"),
            ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
            ("x<script>alert('y')</script>z", "xz"),
            ("bell\u{7}", "bell"),
        ];
        for (title, expected) in cases {
            assert_eq!(of_title(title), expected, "{title}");
        }
        assert_eq!(of_html("<p>a</p><x:y>b</x:y>"), "a b");
    }

    #[test]
    fn contents_are_text_or_markup() {
        check("a &amp; b", "a & b", false);
        check("<![CDATA[<p>a &amp; b</p>]]>", "<p>a &amp; b</p>", false);
        check("x<![CDATA[<]]>y&lt;", "x<y<", false);
        check("<p>a &amp; b</p><![CDATA[&]]>", "<p>a &amp; b</p>&", true);
        check("<!-- c -->a", "a", false);
    }

    #[track_caller]
    fn check(inner: &str, value: &str, has_tags: bool) {
        assert_eq!(content(inner), Markup { value: Cow::Borrowed(value), has_tags }, "{inner}");
    }
}
