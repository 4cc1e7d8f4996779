//! Cuts HTML into tags and text in one pass, without copying.
//!
//! It follows the HTML standard's tokenizer where text and structure are concerned, and is linear in
//! the input whatever it holds: a tag of 10 MB or a million `<` cost what their bytes cost. (The one in
//! html5ever compares each attribute with all before it, so its cost on one tag grows with the square.)

/// Attributes kept of one tag. Real tags have under thirty; the standard sets no limit.
const ATTRIBUTES_LIMIT: usize = 64;

/// A piece of the source.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text with its character references still in it.
    Text(&'a str),
    /// A start tag's name and whether it ends in `/>`; its attributes are in [`Tokens::attributes`].
    Start(&'a str, bool),
    /// An end tag's name.
    End(&'a str),
}

/// Reads tokens from a source.
pub struct Tokens<'a> {
    source: &'a str,
    at: usize,
    /// Names and undecoded values of the last start tag's attributes.
    pub attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Tokens<'a> {
    /// Starts at the beginning of `source`.
    pub fn new(source: &'a str) -> Tokens<'a> {
        Tokens { source, at: 0, attributes: Vec::new() }
    }

    /// The next token; comments, doctypes and processing instructions are passed over.
    pub fn next(&mut self) -> Option<Token<'a>> {
        while self.at < self.source.len() {
            match self.kind_at(self.at) {
                Kind::Text => return Some(Token::Text(self.text())),
                Kind::Start => {
                    if let Some(token) = self.start_tag() {
                        return Some(token);
                    }
                }
                Kind::End => {
                    if let Some(token) = self.end_tag() {
                        return Some(token);
                    }
                }
                Kind::Comment => self.pass_comment(),
                Kind::Bogus => self.pass_through('>'),
            }
        }
        None
    }

    /// Everything up to the end tag of `name`, which is passed too: the inside of `<script>` and its like.
    pub fn raw_text(&mut self, name: &str) -> &'a str {
        let start = self.at;
        let mut search = start;
        while let Some(found) = self.source[search..].find("</") {
            let end = search + found;
            let after = end + 2 + name.len();
            let is_name =
                self.source.get(end + 2..after).is_some_and(|n| n.eq_ignore_ascii_case(name));
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
            if is_name && self.source.as_bytes().get(after).is_none_or(ends) {
                self.at = after;
                self.pass_through('>');
                return &self.source[start..end];
            }
            search = end + 2;
        }
        self.at = self.source.len();
        &self.source[start..]
    }

    fn kind_at(&self, at: usize) -> Kind {
        let rest = &self.source.as_bytes()[at..];
        match rest {
            [b'<', letter, ..] if letter.is_ascii_alphabetic() => Kind::Start,
            [b'<', b'/', letter, ..] if letter.is_ascii_alphabetic() => Kind::End,
            [b'<', b'!', b'-', b'-', ..] => Kind::Comment,
            [b'<', b'!' | b'?', ..] | [b'<', b'/', _, ..] => Kind::Bogus,
            _ => Kind::Text,
        }
    }

    fn text(&mut self) -> &'a str {
        let start = self.at;
        let mut search = start + 1;
        // The first byte may begin a longer character, where no slice may be cut.
        while !self.source.is_char_boundary(search) {
            search += 1;
        }
        while let Some(found) = self.source[search..].find('<') {
            search += found;
            if !matches!(self.kind_at(search), Kind::Text) {
                self.at = search;
                return &self.source[start..search];
            }
            search += 1;
        }
        self.at = self.source.len();
        &self.source[start..]
    }

    fn pass_comment(&mut self) {
        let inside = &self.source[self.at + 4..];
        if inside.starts_with('>') || inside.starts_with("->") {
            return self.pass_through('>');
        }
        let dashes = inside.find("-->").map(|end| end + 3);
        // `--!>` ends a comment too; looked for only before the other, so that this stays linear.
        let until = dashes.unwrap_or(inside.len());
        let bang = inside[..until].find("--!>").map(|end| end + 4);
        self.at += 4 + bang.unwrap_or(until);
    }

    fn pass_through(&mut self, last: char) {
        let rest = &self.source[self.at..];
        self.at += rest.find(last).map_or(rest.len(), |found| found + 1);
    }

    fn end_tag(&mut self) -> Option<Token<'a>> {
        self.at += 2;
        let name =
            self.take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'));
        self.read_attributes().map(|_| Token::End(name))
    }

    /// `None` when the source ends inside the tag, which then is no tag.
    fn start_tag(&mut self) -> Option<Token<'a>> {
        self.at += 1;
        let name =
            self.take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'));
        self.read_attributes().map(|closing| Token::Start(name, closing))
    }

    /// Reads up to and with `>`; says whether a `/` stood before it.
    fn read_attributes(&mut self) -> Option<bool> {
        self.attributes.clear();
        let mut slash = false;
        loop {
            self.take_while(|byte| byte.is_ascii_whitespace());
            match self.source.as_bytes().get(self.at)? {
                b'>' => {
                    self.at += 1;
                    return Some(slash);
                }
                b'/' => {
                    slash = true;
                    self.at += 1;
                }
                _ => {
                    slash = false;
                    self.read_attribute();
                }
            }
        }
    }

    fn read_attribute(&mut self) {
        let start = self.at;
        self.at += 1; // a leading `=` belongs to the name
        self.take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
        let name = self.source.get(start..self.at).unwrap_or_default();
        self.take_while(|byte| byte.is_ascii_whitespace());
        let value = self.read_value();
        if self.attributes.len() < ATTRIBUTES_LIMIT {
            self.attributes.push((name, value));
        }
    }

    fn read_value(&mut self) -> &'a str {
        if self.source.as_bytes().get(self.at) != Some(&b'=') {
            return "";
        }
        self.at += 1;
        self.take_while(|byte| byte.is_ascii_whitespace());
        match self.source.as_bytes().get(self.at) {
            Some(&quote @ (b'"' | b'\'')) => {
                self.at += 1;
                let value = self.take_while(|byte| byte != quote);
                self.at = (self.at + 1).min(self.source.len());
                value
            }
            _ => self.take_while(|byte| !byte.is_ascii_whitespace() && byte != b'>'),
        }
    }

    /// Takes bytes while `wanted`, which must be true of all that are not ASCII, or false of them
    /// when they follow ASCII only: then both ends are character boundaries.
    fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let rest = &self.source.as_bytes()[self.at..];
        let length = rest.iter().position(|byte| !wanted(*byte)).unwrap_or(rest.len());
        let taken = self.source.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        taken
    }
}

enum Kind {
    Text,
    Start,
    End,
    Comment,
    Bogus,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_text_and_comments_are_told_apart() {
        check("a < b<p>c</p>", "a < b|<p>|c|</p>|");
        check("<!doctype html><?x?><!-- <p> --><b>x", "<b>|x|");
        check("<!-->x<!--->y<!-- a --!>z<!-- never closed <p>", "x|y|z|");
        check("<img src=a alt='<b>' disabled/>", "<img src=a alt=<b> disabled= />|");
        check("<a href=x/y>", "<a href=x/y>|");
        check("<p title=\"never closed><p>", "");
        check("é<é></é>ü</>", "é<é>|ü|");
        check("<a =x ü=1 b = 2>", "<a =x= ü=1 b=2>|");
        check("<", "<|");
    }

    #[test]
    fn scripts_are_taken_whole() {
        let mut tokens = Tokens::new("if(a<b){'</scripts>'}</SCRIPT >after");
        assert_eq!(tokens.raw_text("script"), "if(a<b){'</scripts>'}");
        assert_eq!(tokens.next(), Some(Token::Text("after")));
    }

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let mut tokens = Tokens::new(source);
        let mut shown = String::new();
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(text) => shown += text,
                Token::End(name) => shown += &format!("</{name}>"),
                Token::Start(name, closing) => {
                    shown += &format!("<{name}");
                    for (name, value) in &tokens.attributes {
                        shown += &format!(" {name}={value}");
                    }
                    shown += if closing { " />" } else { ">" };
                }
            }
            shown.push('|');
        }
        assert_eq!(shown, expected, "{source}");
    }
}
