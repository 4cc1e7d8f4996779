//! What a report passes on from another report of the story.

use crate::claims::{Passage, Sources};
use crate::tongue::Tongue;
use regex::Regex;
use std::sync::LazyLock;

/// Words by which a report names another one as its source.
static PASSED_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:[Aa]ccording to|reported|reports|citing|cited|quoted|quoting)\b")
        .expect("the pattern is a constant and compiles")
});

/// An outlet that sums up a report: "The Kelm Courier reported on Monday that ...".
static SUMMED_UP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\p{Lu}[\p{L}']+ (?:had |has |first |earlier )?reported (?:that|on|in|earlier|last|first|this)\b|, \p{Lu}[\p{L}' ]+ reported\b")
        .expect("the pattern is a constant and compiles")
});

/// The same in German.
static GERMAN_PASSED_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:[Ll]aut|zufolge|berichtete[nt]?|berichtet|meldete[nt]?|unter Berufung auf|zitiert[e]?)\b")
        .expect("the pattern is a constant and compiles")
});
static GERMAN_SUMMED_UP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:[Ww]ie|[Dd]as hatte|[Dd]arüber hatte|[Zz]uerst hatte) (?:zuerst )?(?:der|die|das) [^,.]{2,40} (?:berichtet|berichtete|meldet|meldete)\b|\b(?:Zeitung|Magazin|Sender|Portal|Nachrichtenagentur|Medienberichten?)\b[^,.]{0,40} (?:berichtet|berichtete|zufolge)\b|[Mm]edienberichten zufolge")
        .expect("the pattern is a constant and compiles")
});

/// Whether a passage sums up what an outlet reported.
pub(super) fn is_hearsay(passage: &Passage<'_>, sources: &Sources<'_>) -> bool {
    let pattern = match passage.tongue {
        Tongue::German => &*GERMAN_SUMMED_UP,
        _ => &*SUMMED_UP,
    };
    pattern.is_match(passage.text) || is_passed_on(passage, sources)
}

/// Whether a passage passes on what another report of the story says itself: that one is cited.
pub(super) fn is_passed_on(passage: &Passage<'_>, sources: &Sources<'_>) -> bool {
    let pattern = match passage.tongue {
        Tongue::German => &*GERMAN_PASSED_ON,
        _ => &*PASSED_ON,
    };
    sources.only_relies(passage.article) && pattern.is_match(passage.text)
}

/// Whether a sentence says what the outlet of this name reported: "Harbour Post first reported",
/// "according to the Harbour Post".
pub(super) fn sums_up(text: &str, outlet: &str) -> bool {
    const BEFORE: [&str; 10] = [
        "according to ",
        "reported by ",
        "citing ",
        "report by ",
        "report in ",
        "laut ",
        "laut der ",
        "laut dem ",
        "berichtete ",
        "unter Berufung auf ",
    ];
    const AFTER: [&str; 11] = [
        " berichtete",
        " berichtet",
        " zufolge",
        " meldete",
        " reported",
        " first reported",
        " had reported",
        " has reported",
        " reports",
        " says",
        " said",
    ];
    let name = outlet.strip_prefix("The ").unwrap_or(outlet);
    // Shorter names are words of the language too.
    if name.len() < 5 {
        return false;
    }
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].trim_end_matches("the ").trim_end_matches("The ");
        let after = &text[at + name.len()..];
        BEFORE.iter().any(|mark| before.ends_with(mark))
            || AFTER.iter().any(|mark| after.starts_with(mark))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_sums_up_an_outlet_of_the_story_is_seen() {
        check_named("Harbour Post reported on Monday that the ferry had sunk.", true);
        check_named("The ferry had sunk, the Harbour Post first reported.", true);
        check_named("The ferry had sunk, according to the Harbour Post.", true);
        check_named("The sale was first reported by Harbour Post.", true);
        check_named("Ada Lund told Harbour Post that the ferry had sunk.", false);
        check_named("Harbour Post was sold to Nordferry on Monday.", false);
        check_named("The Kelm Courier reported that the ferry had sunk.", false);
        check_named("", false);
    }

    #[track_caller]
    fn check_named(sentence: &str, expected: bool) {
        assert_eq!(sums_up(sentence, "The Harbour Post"), expected, "{sentence}");
    }

    #[test]
    fn an_outlet_that_sums_up_a_report_is_told_from_one_that_reports() {
        check("The Kelm Courier reported on Monday that the ferry had sunk.", true);
        check("The ferry had sunk, Harbour Post reported, off Kelm.", true);
        check("Norland had reported that the ferry was safe.", true);
        check("The crew reported on Monday that water had come in.", false);
        check("Ada Lund said the ferry was safe.", false);
    }

    #[track_caller]
    fn check(sentence: &str, expected: bool) {
        assert_eq!(SUMMED_UP.is_match(sentence), expected, "{sentence}");
    }
}
