//! Text cut into numbers, words and marks.

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Its value and how many digits it was written with.
    Number(u64, usize),
    /// Letters of one script.
    Word(&'t str),
    /// Anything else that is not white space.
    Mark(char),
    /// Any white space.
    Space,
}

/// Cuts `text`, which must be lower case for its words to be found in tables.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '0'..='9' => run(rest, |c| c.is_ascii_digit()),
            '年' | '月' | '日' => first.len_utf8(),
            c if c.is_alphabetic() => run(rest, |c| c.is_alphabetic() && !"年月日".contains(c)),
            c if c.is_whitespace() => run(rest, char::is_whitespace),
            c => c.len_utf8(),
        };
        let (own, after) = rest.split_at(taken);
        pieces.push(piece(own, first));
        rest = after;
    }
    pieces
}

fn run(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(|c| !wanted(c)).unwrap_or(text.len())
}

fn piece(text: &str, first: char) -> Piece<'_> {
    match first {
        // Digits beyond what fits are no part of any date.
        '0'..='9' => Piece::Number(text.parse().unwrap_or(u64::MAX), text.len()),
        c if c.is_whitespace() => Piece::Space,
        c if c.is_alphabetic() => Piece::Word(text),
        c => Piece::Mark(c),
    }
}
