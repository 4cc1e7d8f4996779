//! Reads a model's answer: strictly, since it is outside input.

use super::question::{LEDE_SENTENCES, PARAGRAPH_SENTENCES, SECTION_SENTENCES, SECTIONS};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Bytes of an answer that are read: ten times what the longest brief needs.
const MOST_BYTES: usize = 200_000;

/// Why an answer is no brief.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It holds nothing.
    #[error("it is empty")]
    Empty,
    /// It is longer than any brief.
    #[error("it has {0} bytes, more than any brief")]
    TooLong(usize),
    /// It is no JSON, or not of the schema.
    #[error("it is not the JSON that was asked for: {0}")]
    Malformed(String),
    /// It has more of something than was asked for, or nothing of it.
    #[error("it has {found} {what}; {wanted}")]
    Count {
        /// What.
        what: &'static str,
        /// How many.
        found: usize,
        /// How many there may be.
        wanted: String,
    },
    /// It is not in the language of the claims.
    #[error("it is in the language \"{found}\", and \"{asked}\" was asked for")]
    Language {
        /// ISO 639-1.
        asked: String,
        /// ISO 639-1.
        found: String,
    },
}

/// A sentence as the model wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) claims: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chapter {
    pub(super) heading: Line,
    pub(super) sentences: Vec<Line>,
}

/// A brief as the model wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Piece {
    pub(super) headline: Line,
    pub(super) lede: Vec<Line>,
    pub(super) sections: Vec<Chapter>,
}

/// Where a sentence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Headline,
    Lede,
    /// Of which section, from 0.
    Heading(usize),
    /// In which section, from 0.
    Body(usize),
}

impl Piece {
    /// Every sentence with its place, in reading order.
    pub(super) fn lines(&self) -> impl Iterator<Item = (Place, &Line)> {
        let lede = self.lede.iter().map(|line| (Place::Lede, line));
        let chapters = self.sections.iter().enumerate().flat_map(|(at, chapter)| {
            let sentences = chapter.sentences.iter().map(move |line| (Place::Body(at), line));
            std::iter::once((Place::Heading(at), &chapter.heading)).chain(sentences)
        });
        std::iter::once((Place::Headline, &self.headline)).chain(lede).chain(chapters)
    }
}

/// A sentence that was sent back, written again.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mended {
    pub(super) n: usize,
    pub(super) text: String,
    pub(super) claims: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AllMended {
    sentences: Vec<Mended>,
}

/// The brief of an answer; `is_paragraph` when it is to have a lede only.
pub(super) fn piece(answer: &str, is_paragraph: bool) -> Result<Piece, Unreadable> {
    let piece: Piece = read(answer)?;
    let most = if is_paragraph { PARAGRAPH_SENTENCES } else { LEDE_SENTENCES };
    count("sentences in its lede", piece.lede.len(), 1, most)?;
    count("sections", piece.sections.len(), 0, if is_paragraph { 0 } else { SECTIONS })?;
    for chapter in &piece.sections {
        count("sentences in a section", chapter.sentences.len(), 0, SECTION_SENTENCES)?;
    }
    Ok(piece)
}

/// The sentences of a second answer.
pub(super) fn mended(answer: &str) -> Result<Vec<Mended>, Unreadable> {
    Ok(read::<AllMended>(answer)?.sentences)
}

fn count(what: &'static str, found: usize, least: usize, most: usize) -> Result<(), Unreadable> {
    match (least..=most).contains(&found) {
        true => Ok(()),
        false => {
            let wanted = format!("there may be {least} to {most}");
            Err(Unreadable::Count { what, found, wanted })
        }
    }
}

fn read<T: DeserializeOwned>(answer: &str) -> Result<T, Unreadable> {
    if answer.len() > MOST_BYTES {
        return Err(Unreadable::TooLong(answer.len()));
    }
    let bare = bare(answer);
    if bare.is_empty() {
        return Err(Unreadable::Empty);
    }
    serde_json::from_str(bare).map_err(|error| Unreadable::Malformed(error.to_string()))
}

/// Without what servers that know no schema put around it: thoughts before, a fence of code around.
fn bare(answer: &str) -> &str {
    let spoken = answer.rsplit_once("</think>").map_or(answer, |(_, after)| after).trim();
    let Some(fenced) = spoken.strip_prefix("```").and_then(|rest| rest.strip_suffix("```")) else {
        return spoken;
    };
    fenced.strip_prefix("json").unwrap_or(fenced).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"text": "T.", "claims": ["c1"]}"#;

    #[test]
    fn answers_are_read_strictly() {
        let brief =
            |lede: &str| format!(r#"{{"headline": {LINE}, "lede": [{lede}], "sections": []}}"#);
        let good = brief(LINE);
        check(&good, "");
        check(&format!("```json\n{good}\n```"), "");
        check(&format!("<think>Well {{}}.</think>\n{good}"), "");
        check("", "it is empty");
        check("   ", "it is empty");
        check("I cannot help with that.", "it is not the JSON that was asked for");
        check(&good[..good.len() - 5], "it is not the JSON that was asked for");
        check(&format!("{good} {good}"), "it is not the JSON that was asked for: trailing");
        check(&brief(""), "it has 0 sentences in its lede; there may be 1 to 4");
        check(&brief(&[LINE; 5].join(",")), "it has 5 sentences in its lede");
        check(&brief(r#"{"text": 3, "claims": []}"#), "invalid type");
        check(&brief(r#"{"text": "T."}"#), "missing field `claims`");
        check(&brief(r#"{"text": "T.", "claims": ["c1"], "html": ""}"#), "unknown field `html`");
        check(&brief(r#"{"text": "T.", "claims": "c1"}"#), "invalid type");
        check(&format!("[{good}]"), "it is not the JSON");
        check(&" ".repeat(300_000), "it has 300000 bytes");
    }

    #[track_caller]
    fn check(answer: &str, expected: &str) {
        match piece(answer, false) {
            Ok(_) => assert_eq!("", expected, "{answer}"),
            Err(error) => {
                let told = error.to_string();
                assert!(!expected.is_empty() && told.contains(expected), "{answer}: {told}");
            }
        }
    }

    #[test]
    fn sentences_written_again_name_their_number() {
        let again = r#"{"sentences": [{"n": 2, "text": "T.", "claims": ["c1"]}]}"#;
        assert_eq!(mended(again).map(|lines| lines[0].n), Ok(2));
        assert!(mended(r#"{"sentences": [{"n": -2, "text": "T.", "claims": []}]}"#).is_err());
    }
}
