//! Character references: `&amp;`, `&#8217;`, `&nbsp`.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use std::borrow::Cow;

/// The longest name in the table, `CounterClockwiseContourIntegral;`, has 32 bytes.
const NAME_LIMIT: usize = 32;

/// Text with its character references resolved as browsers do, NUL left out.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '\0']) {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '\0']) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = if rest.starts_with('&') { reference(rest, &mut decoded) } else { Some(1) };
        if taken.is_none() {
            decoded.push('&');
        }
        rest = &rest[taken.unwrap_or(1)..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Appends what the reference at the start of `text` stands for and gives its length.
fn reference(text: &str, decoded: &mut String) -> Option<usize> {
    match text.strip_prefix("&#") {
        Some(number) => numeric(number, decoded).map(|length| length + 2),
        None => named(&text[1..], decoded).map(|length| length + 1),
    }
}

fn numeric(text: &str, decoded: &mut String) -> Option<usize> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16),
        None => (text, 10),
    };
    let length =
        digits.bytes().position(|b| !char::from(b).is_digit(radix)).unwrap_or(digits.len());
    if length == 0 {
        return None;
    }
    decoded.push(character(u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX)));
    let semicolon = usize::from(digits[length..].starts_with(';'));
    Some(text.len() - digits.len() + length + semicolon)
}

/// The character of a number; those that old pages meant as windows-1252 are read so.
fn character(number: u32) -> char {
    let replaced =
        number.checked_sub(0x80).and_then(|index| *C1_REPLACEMENTS.get(index as usize)?);
    replaced
        .or_else(|| char::from_u32(number).filter(|c| *c != '\0'))
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The longest name that the table knows wins: `&notit;` is `¬it;`.
fn named(text: &str, decoded: &mut String) -> Option<usize> {
    let name = |byte: &u8| byte.is_ascii_alphanumeric();
    let letters = text.bytes().take(NAME_LIMIT).take_while(name).count();
    let longest = letters + usize::from(text[letters..].starts_with(';'));
    let known =
        |length: &usize| NAMED_ENTITIES.get(&text[..*length]).filter(|(first, _)| *first != 0);
    let length = (2..=longest).rev().find(|length| known(length).is_some())?;
    let (first, second) = known(&length)?;
    decoded.extend([*first, *second].into_iter().filter(|c| *c != 0).filter_map(char::from_u32));
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters() {
        check("R&amp;D &lt;b&gt;", "R&D <b>");
        check("it&#8217;s &#x2014; &#146;", "it’s — ’");
        check("&nbsp;&notit;&AMP&unknown;", "\u{a0}¬it;&&unknown;");
        check("&#0;&#xD800;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}");
        check("&&#;&#x; & a\0b", "&&#;&#x; & ab");
        check("&ü &", "&ü &");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(decode(text), expected, "{text}");
    }
}
