//! Strings between quotation marks.

use std::ops::Range;

/// The words between quotation marks, without the marks, as UTF-8 bytes of the text. A mark that
/// is never closed opens nothing, save a curly or guillemet one, whose string then ends with the
/// paragraph.
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    for (at, mark) in text.char_indices() {
        let end_of_paragraph = mark == '\n' && before == '\n';
        match open {
            Some((start, wanted)) if mark == wanted => {
                push(&mut found, text, start..at);
                open = None;
            }
            Some((start, wanted)) if end_of_paragraph => {
                if wanted != '"' {
                    push(&mut found, text, start..at);
                }
                open = None;
            }
            Some((start, '”')) if mark == '“' => {
                // A new paragraph of the same speech opens again without having closed.
                push(&mut found, text, start..at);
                open = Some((at + mark.len_utf8(), '”'));
            }
            Some(_) => {}
            None => open = closing(mark).map(|wanted| (at + mark.len_utf8(), wanted)),
        }
        before = mark;
    }
    if let Some((start, wanted)) = open
        && wanted != '"'
    {
        push(&mut found, text, start..text.len());
    }
    found
}

fn push(found: &mut Vec<Range<usize>>, text: &str, span: Range<usize>) {
    let inner = &text[span.clone()];
    let start = span.start + (inner.len() - inner.trim_start().len());
    let end = start + inner.trim().len();
    if start < end {
        found.push(start..end);
    }
}

/// The mark that closes what `mark` opens.
fn closing(mark: char) -> Option<char> {
    match mark {
        '"' => Some('"'),
        '“' => Some('”'),
        '«' => Some('»'),
        '„' => Some('“'),
        '「' => Some('」'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;
    use proptest::prelude::*;

    #[test]
    fn strings_stand_between_marks() {
        check("\"One,\" he said, \"two.\"", "One,|two.");
        check("“One,” he said, “two", "One,|two");
        check("„Eins“ und «zwei» und 「三」", "Eins|zwei|三");
        check("a 6\" pipe", "");
        check("“One.\n\n“Two.”", "One.|Two.");
        check("\"\" and “ ”", "");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown: Vec<&str> = quoted(text).into_iter().map(|span| &text[span]).collect();
        assert_eq!(shown.join("|"), expected, "{text}");
    }

    proptest! {
        #[test]
        fn strings_are_ordered_and_not_empty(text in "[a\"“”«»„船 \\n]{0,60}") {
            let mut end = 0;
            for span in quoted(&text) {
                prop_assert!(end <= span.start && span.start < span.end);
                end = span.end;
                prop_assert!(text.get(span).is_some());
            }
        }
    }
}
