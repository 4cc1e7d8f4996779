//! Bylines that stand in the page as words only: `By Ada Winter`, `23.11.2026 - Ada Winter`.

use super::byline::names;
use crate::extract::body::{Choice, Survey};
use regex::Regex;
use std::sync::LazyLock;

/// How many blocks before the article, and at its beginning, may hold a byline.
const BLOCKS: usize = 8;
/// Letters beyond which a block is a sentence.
const LINE_LETTERS: usize = 100;

/// A name of two to four words that begin with capitals, small particles among them.
const NAME: &str = r"\p{Lu}[\p{L}.'’-]*(?:\s(?:(?:de|von|van|der|den|la|v\.|di|da|del|zu|el|al|bin|le)\s)*\p{Lu}[\p{L}.'’-]*){1,3}";

static PHRASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:^|[|,•·–-]\s*)(?:(?:By|BY|by|Von|VON|von|Par|par|PAR|Por|por|POR|Di|di|Door|door|(?:Written|Words|Story|Reported|Posted|Published)\s+by|(?:Ein\s+)?(?:Artikel|Beitrag)\s+von|(?i:verfasst|geschrieben)\s+von|Escrito\s+por)\s*:?\s+|(?:Text|Autor(?:in)?|Autore|Author|Auteur|Redaktion|Interview)\s*:\s*)(?P<names>{NAME}(?:(?:,|\s+(?:und|and|y|et|e|&|en))\s+{NAME})*)\s*(?:$|[|,•·–(/-])"
    ))
});

/// A day, an hour perhaps, and a name, with a mark between them.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{2,4}}\s*[-–—|•·,]\s*(?:\d{{1,2}}[:.]\d\d\s*(?:Uhr)?\s*[-–—|•·,]\s*)?(?P<names>{NAME})$"
    ))
});

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:by|von|par|por|di|text|auteure?|autor(?:in|e)?|author|written by|escrito por)\s*:?$",
    )
});

static BARE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{NAME}$")));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns are constant and compile in the tests")
}

/// The names in a byline about where the article begins.
pub fn names_said(survey: &Survey, choice: &Choice) -> Option<Vec<String>> {
    let first = survey.blocks.partition_point(|block| block.first < choice.node);
    let range = first.saturating_sub(BLOCKS)..(first + BLOCKS).min(survey.blocks.len());
    let lines: Vec<&str> = survey.blocks[range]
        .iter()
        .filter(|block| block.letters <= LINE_LETTERS)
        .map(|block| survey.words(block))
        .collect();
    let said = lines.iter().find_map(|line| said(line));
    let named = said.or_else(|| {
        let pair =
            lines.windows(2).find(|pair| LABEL.is_match(pair[0]) && BARE.is_match(pair[1]))?;
        Some(pair[1])
    })?;
    names(std::iter::once(named))
}

/// The part of a line that names.
fn said(line: &str) -> Option<&str> {
    let found = PHRASE.captures(line).or_else(|| DATED.captures(line))?;
    found.name("names").map(|names| names.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_name_their_authors() {
        check("By Ada Winter", "Ada Winter");
        check("von Ada Winter", "Ada Winter");
        check("23.11.2026 - Ada Winter", "Ada Winter");
        check("23.11.2026 | 13:10 Uhr | Ada Winter", "Ada Winter");
        check("05.02.2026 - Redaktion: Ada Winter (Sprecherin)", "Ada Winter");
        check("Ein Artikel von Ada v. Winter | 27.01.2026", "Ada v. Winter");
        check("By Ada Winter and Ben Sorrel", "Ada Winter and Ben Sorrel");
        check("By the time the tugs came, it was dark", "");
        check("Photo: Cleo Marsh", "");
        check("Ferry by night", "");
        check("The ship, by all accounts, was sound", "");
        check("By Monday", "");
    }

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(said(line).unwrap_or_default(), expected, "{line}");
    }
}
