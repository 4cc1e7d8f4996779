//! Markup is cut into pieces, however broken it is.
//!
//! A strict reader gives up at the first fault, and repairing one by starting again costs a pass for each
//! fault. This one goes over the text once, whatever it meets.

use memchr::{memchr, memmem};

/// A piece of marked-up text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Between tags, entities not yet decoded.
    Text(&'a str),
    /// What stands in a CDATA section.
    Literal(&'a str),
    /// A start tag; `closed` when it ends with `/>`.
    Open {
        /// With its prefix, as written.
        name: &'a str,
        /// All after the name, as written.
        attributes: &'a str,
        /// Whether it is its own end.
        closed: bool,
    },
    /// An end tag.
    Close(&'a str),
}

/// Goes over marked-up text; comments, declarations and instructions are passed over.
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    start: usize,
}

impl<'a> Scanner<'a> {
    /// A scanner at the start of `text`.
    pub fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, at: 0, start: 0 }
    }

    /// Where the last piece began.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where the last piece ended.
    pub fn end(&self) -> usize {
        self.at
    }

    /// Text up to the next `<`, or all the rest.
    fn text(&mut self, from: usize) -> Piece<'a> {
        // The first byte may be a `<` that opens nothing.
        let after = (from + 1).min(self.text.len());
        let after = self.text.ceil_char_boundary(after);
        let next = memchr(b'<', &self.text.as_bytes()[after..]);
        let end = next.map_or(self.text.len(), |length| after + length);
        self.at = end;
        Piece::Text(&self.text[from..end])
    }

    /// Passes over what begins at `at` with `open` bytes and ends with `close`.
    /// Gives what is between; without an end it is all the rest.
    fn until(&mut self, open: usize, close: &str) -> &'a str {
        let inner = &self.text[self.at + open..];
        let length = memmem::find(inner.as_bytes(), close.as_bytes()).unwrap_or(inner.len());
        self.at = (self.at + open + length + close.len()).min(self.text.len());
        &inner[..length]
    }

    /// A document type with its own declarations in brackets. Entities declared there are never expanded:
    /// that is how a small file becomes a large one.
    fn doctype(&mut self) {
        let rest = &self.text[self.at..];
        let end = rest.find('>').unwrap_or(rest.len());
        match rest[..end].contains('[') {
            true => {
                self.until(2, "]");
                self.until(0, ">");
            }
            false => self.at = (self.at + end + 1).min(self.text.len()),
        }
    }

    fn tag(&mut self, from: usize) -> Piece<'a> {
        let inner_start = from + 1;
        let (end, next) = tag_end(self.text.as_bytes(), inner_start);
        self.at = next;
        let inner = &self.text[inner_start..end];
        if let Some(name) = inner.strip_prefix('/') {
            return Piece::Close(name.split_whitespace().next().unwrap_or_default());
        }
        let (inner, closed) = match inner.strip_suffix('/') {
            Some(inner) => (inner, true),
            None => (inner, false),
        };
        let length = inner.find(|c: char| c.is_ascii_whitespace() || c == '/');
        let (name, attributes) = inner.split_at(length.unwrap_or(inner.len()));
        Piece::Open { name, attributes, closed }
    }
}

/// Where the tag that begins at `at` ends, and where to go on: at its `>` outside of quotes, or before
/// the next `<`, which no tag may contain.
fn tag_end(bytes: &[u8], at: usize) -> (usize, usize) {
    let mut quote = None;
    let mut first_end = None;
    for (offset, byte) in bytes[at..].iter().enumerate() {
        match (byte, quote) {
            (b'>', None) => return (at + offset, at + offset + 1),
            // A quote that is never closed: the first `>` was the end.
            (b'<', _) => return first_end.unwrap_or((at + offset, at + offset)),
            (b'>', Some(_)) => {
                first_end.get_or_insert((at + offset, at + offset + 1));
            }
            (b'"' | b'\'', None) => quote = Some(*byte),
            (byte, Some(open)) if *byte == open => quote = None,
            _ => {}
        }
    }
    first_end.unwrap_or((bytes.len(), bytes.len()))
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let rest = &self.text[self.at..];
            self.start = self.at;
            let bytes = rest.as_bytes();
            match bytes {
                [] => return None,
                [b'<', b'!', b'-', b'-', ..] => {
                    self.until(4, "-->");
                }
                [b'<', b'!', b'[', ..] if rest.starts_with("<![CDATA[") => {
                    return Some(Piece::Literal(self.until("<![CDATA[".len(), "]]>")));
                }
                [b'<', b'!', ..] => self.doctype(),
                [b'<', b'?', ..] => {
                    self.until(2, ">");
                }
                [b'<', first, ..] if first.is_ascii_alphabetic() || *first == b'_' => {
                    return Some(self.tag(self.start));
                }
                [b'<', b'/', first, ..] if first.is_ascii_alphabetic() || *first == b'_' => {
                    return Some(self.tag(self.start));
                }
                _ => return Some(self.text(self.start)),
            }
        }
    }
}

/// The value of the attribute called `name`, with its prefix if it has one; case does not matter, and
/// entities are not yet decoded.
pub fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    if attributes.is_empty() {
        return None;
    }
    all_attributes(attributes).find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}

/// All attributes with their values, as written.
pub fn all_attributes(attributes: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = attributes;
    std::iter::from_fn(move || {
        let (key, after) = rest.split_once('=')?;
        // Of "checked href" only the last word is the key.
        let key = key.split_whitespace().next_back().unwrap_or_default();
        let after = after.trim_start();
        let (value, left) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &after[1..];
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            _ => after.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((after, "")),
        };
        rest = left;
        Some((key, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let one = |piece| match piece {
            Piece::Text(text) => format!("[{text}]"),
            Piece::Literal(text) => format!("={text}="),
            Piece::Open { name, attributes, closed } => {
                format!("<{name}|{}{}", attributes.trim(), if closed { "/>" } else { ">" })
            }
            Piece::Close(name) => format!("</{name}>"),
        };
        Scanner::new(text).map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sound_and_broken_markup_is_cut() {
        check("<a x='1'>b</a >", "<a|x='1'> [b] </a>");
        check("<a/><b x=\"a>b\" />", "<a|/> <b|x=\"a>b\"/>");
        check("<![CDATA[<p>]]>x<![CDATA[end", "=<p>= [x] =end=");
        check("<!-- <a> --><?xml x?><!DOCTYPE a [<!ENTITY b \"c\">]>d", "[d]");
        check("1 < 2 <3 <b>", "[1 ] [< 2 ] [<3 ] <b|>");
        check("<a href=\"x>y</a>", "<a|href=\"x> [y] </a>");
        check("<a <b>", "<a|> <b|>");
        check("<a", "<a|>");
        check("<", "[<]");
        check("</>é<", "[</>é] [<]");
        check("<!-- never closed", "");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(shown(text), expected, "{text}");
    }

    #[test]
    fn attributes_are_found_in_any_writing() {
        let all = " a=\"1 2\" B='3'  c = 4 d checked e=5";
        for (name, value) in [("a", "1 2"), ("b", "3"), ("c", "4"), ("e", "5")] {
            assert_eq!(attribute(all, name), Some(value), "{name}");
        }
        assert_eq!(attribute(all, "d"), None);
        assert_eq!(attribute("href=\"never closed", "href"), Some("never closed"));
    }
}
