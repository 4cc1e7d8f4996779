//! The text that a page tells search engines, where the page itself shows only its beginning.

use super::survey::is_invisible;
use crate::extract::html::{Document, decode};
use std::collections::HashSet;

/// Words below which a told text is a summary.
const TOLD_WORDS: usize = 80;
/// Words below which the shown text is too little to compare with.
const SHOWN_WORDS: usize = 20;
/// How many times the words of the shown text the told one must have: else what readers see is better.
const LONGER: usize = 2;
/// Words that must follow each other in both texts to count as the same.
const RUN_WORDS: usize = 4;

/// The told text in paragraphs, if it goes on where the shown one stops: much longer, and holding
/// most of it. A text that says other things than the page shows is not believed.
pub fn continued(shown: &str, told: &str) -> Option<String> {
    // Markup only makes the told one longer; most pages end here.
    if told.len() < LONGER * shown.len() {
        return None;
    }
    let told = paragraphs(told);
    let shown_words = words(shown);
    let told_words = words(&told);
    if told_words.len() < TOLD_WORDS || told_words.len() < LONGER * shown_words.len() {
        return None;
    }
    let runs: HashSet<&[String]> = told_words.windows(RUN_WORDS).collect();
    let all = shown_words.windows(RUN_WORDS).count();
    let same = shown_words.windows(RUN_WORDS).filter(|run| runs.contains(run)).count();
    (shown_words.len() < SHOWN_WORDS || same * 2 > all).then_some(told)
}

/// Words at the end of a told text by which its end is found in the shown one.
const END_WORDS: usize = 5;
/// The share of the shown text, in tenths, that may follow the end: more is a told text cut short.
const AFTER_TENTHS: usize = 4;

/// The shown text up to where the told one ends; what follows is no part of the article.
pub fn up_to_the_end<'s>(shown: &'s str, told: &str) -> &'s str {
    let told = words(&paragraphs(told));
    let Some(end) = told.len().checked_sub(END_WORDS).map(|start| &told[start..]) else {
        return shown;
    };
    let mut after = 0;
    for paragraph in shown.rsplit("\n\n") {
        if after * 10 > shown.len() * AFTER_TENTHS {
            break;
        }
        if words(paragraph).ends_with(end) {
            return shown[..shown.len() - after].trim_end();
        }
        after += paragraph.len() + 2;
    }
    shown
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Plain text with a blank line between paragraphs, from text or markup.
fn paragraphs(told: &str) -> String {
    let decoded = decode(told);
    if decoded.contains("</") || decoded.contains("<br") {
        let document = Document::parse(&decoded);
        return super::everything(&document, &super::survey(&document));
    }
    let seen: String = decoded.chars().filter(|c| !is_invisible(*c)).collect();
    let lines = seen.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let full: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    full.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_told_end_goes() {
        let told = "One two three four. Five six seven eight nine.";
        for (shown, expected) in [
            (
                "One two three four.\n\nFive six seven eight nine.\n\nRead more.",
                "One two three four.\n\nFive six seven eight nine.",
            ),
            ("One two three four. Five six seven eight nine.\n\nMore.", told),
            ("One two three four. Five six seven eight nine.", told),
            ("Something else.\n\nMore.", "Something else.\n\nMore."),
        ] {
            assert_eq!(up_to_the_end(shown, told), expected, "{shown}");
        }
    }

    #[test]
    fn only_a_text_that_goes_on_is_taken() {
        let beginning = "The ferry ran aground on a sandbank at dawn on Monday, and all thirty people aboard \
             were brought to safety within the hour by boats from the harbour.";
        let rest =
            "Tugs will try to free the ship at the next high tide unless the wind rises again. "
                .repeat(6);
        let whole = format!("{beginning}\n{rest}");
        let expected = format!("{beginning}\n\n{}", rest.trim());
        assert_eq!(continued(beginning, &whole).as_deref(), Some(expected.as_str()));
        assert_eq!(continued("", &whole).as_deref(), Some(expected.as_str()));
        assert_eq!(
            continued(beginning, &format!("<p>{beginning}</p><p>{rest}</p>")),
            Some(expected)
        );
        assert_eq!(continued(beginning, beginning), None);
        assert_eq!(continued(beginning, &rest), None);
        assert_eq!(continued(&whole, &whole), None);
    }
}
