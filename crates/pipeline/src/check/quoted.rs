//! Strings between quotation marks.

use std::ops::Range;

/// The words between quotation marks, without the marks, as UTF-8 bytes of the text.
///
/// A speech of several paragraphs opens each of them and closes only the last: a string that is
/// still open at the end of a paragraph ends there when the next one opens again, or when its mark
/// can only open. Any other mark that is never closed opens nothing.
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    // Strings within the open one that are not closed yet.
    let mut inner = 0;
    let mut before = ' ';
    let turned = turns_marks(text);
    for (at, mark) in text.char_indices() {
        let after = text[at + mark.len_utf8()..].chars().next().unwrap_or(' ');
        match open {
            Some(_) if inner > 0 && mark == '”' => inner -= 1,
            Some((start, opened)) if closes(opened, mark, before, after) => {
                push(&mut found, text, start..at);
                open = None;
            }
            Some((start, opened)) if mark == '\n' && before == '\n' => {
                let goes_on = text[at..].trim_start().starts_with(['"', '“', '„', '«']);
                if opened != '"' || goes_on {
                    push(&mut found, text, start..at);
                }
                open = None;
                inner = 0;
            }
            // A mark that should close and opens by mistake: “One,“ he said.
            Some((start, '“'))
                if mark == '“' && !before.is_whitespace() && after.is_whitespace() =>
            {
                push(&mut found, text, start..at);
                open = None;
            }
            Some((_, '“')) if mark == '“' && inner == 0 && is_inner(&text[at..]) => inner = 1,
            Some((start, opened)) if opens(mark, before, after) && mark == opened => {
                // What was open cannot hold this: it was no quotation, or its end is missing.
                if mark == '“' {
                    push(&mut found, text, start..at);
                }
                open = Some((at + mark.len_utf8(), mark));
            }
            None if opens(mark, before, after) && !(turned && mark == '«') => {
                open = Some((at + mark.len_utf8(), mark))
            }
            None if turned && mark == '»' || mark == '‚' && is_closed(&text[at..]) => {
                open = Some((at + mark.len_utf8(), mark))
            }
            _ => {}
        }
        before = mark;
    }
    if let Some((start, opened)) = open
        && opened != '"'
    {
        push(&mut found, text, start..text.len());
    }
    found
}

/// Whether `mark` opens a string. A straight mark does so only before a word.
fn opens(mark: char, before: char, after: char) -> bool {
    match mark {
        '"' => {
            !after.is_whitespace()
                && !before.is_alphanumeric()
                && !matches!(before, ',' | '.' | '=')
        }
        '“' | '«' | '„' | '「' => true,
        _ => false,
    }
}

/// Whether the text opens with "»" and closes with "«", as German and Danish do and French does not: the first of the
/// two opens.
fn turns_marks(text: &str) -> bool {
    text.chars().find(|mark| matches!(mark, '«' | '»')) == Some('»')
}

/// Whether the low single mark at the head of `rest` is closed in its paragraph: elsewhere it is a comma that was misread.
fn is_closed(rest: &str) -> bool {
    let paragraph = rest.split("\n\n").next().unwrap_or_default();
    paragraph.contains('‘')
}

/// Whether the mark at the head of `rest`, met within an open string, opens a string within it: two
/// closing marks follow in the paragraph before anything opens again.
fn is_inner(rest: &str) -> bool {
    let mut before = ' ';
    let mut closing = 0;
    for mark in rest.chars().skip(1) {
        match mark {
            '“' => return false,
            '”' if closing == 1 => return true,
            '”' => closing += 1,
            '\n' if before == '\n' => return false,
            _ => {}
        }
        before = mark;
    }
    false
}

/// Whether `mark` closes what `opened` opened; straight and curly marks are often mixed up.
fn closes(opened: char, mark: char, before: char, after: char) -> bool {
    let straight = mark == '"' && !(before.is_whitespace() && after.is_alphanumeric());
    match opened {
        '"' | '“' => mark == '”' || straight,
        '«' => mark == '»',
        '»' => mark == '«',
        '‚' => mark == '‘' || mark == '’' && !after.is_alphanumeric(),
        '„' => mark == '“' || mark == '”' || (straight && !after.is_alphanumeric()),
        _ => mark == '」',
    }
}

fn push(found: &mut Vec<Range<usize>>, text: &str, span: Range<usize>) {
    let inner = &text[span.clone()];
    let start = span.start + (inner.len() - inner.trim_start().len());
    let end = start + inner.trim().len();
    if start < end {
        found.push(start..end);
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
        check("»Eins«, sagte er, »zwei.« Ende.", "Eins|zwei.");
        check("Die ‚Aurora‘ sank. „Die ‚Aurora‘ sank\", sagte er.", "Aurora|Die ‚Aurora‘ sank");
        check("“One.\n\n“Two.”", "One.|Two.");
        check("\"\" and “ ”", "");
        check("“One,\" he said. \"Two.”", "One,|Two.");
        check("\"One.\n\n\"Two.\"", "One.|Two.");
        check("“One “two” three,” he said.", "One “two” three,");
        check("“One. “Two,” he said. “Three.”", "One.|Two,|Three.");
        check("“One,“ he said. “Two.”", "One,|Two.");
        check("<a name=\"two\">", "");
        check("A 6\" pipe is \"long\".", "long");
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
