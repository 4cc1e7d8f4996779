//! What outlets changed in reports that a story rests on.

use crate::links;
use crate::reading::StoryFacts;
use crate::setting::Setting;
use crate::text::shortened;
use crate::times::Instant;
use news::{Edit, Piece, Revision, abridged};

/// One change of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChangeLine {
    pub outlet: String,
    pub title: String,
    pub href: Option<String>,
    pub time: Instant,
    /// What the outlet says of it; none for a silent edit.
    pub correction: Option<String>,
    /// The headline's words; empty when it stayed.
    pub headline: Vec<Word>,
    /// The text's; empty when it stayed.
    pub text: Vec<Word>,
}

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub text: String,
    pub removed: bool,
    pub added: bool,
}

/// Changes told on a page, the latest first: more is what the desk is for.
const SHOWN: usize = 20;

/// Unchanged words shown on either side of a change.
const AROUND: usize = 8;

/// Letters shown of a run that was taken out or put in: about a paragraph. What was published is the
/// outlet's; the page shows what changed, not the article.
const LONGEST: usize = 400;

/// The changes of a story's sources.
pub(crate) fn changes(facts: &StoryFacts, setting: &Setting<'_>) -> Vec<ChangeLine> {
    facts.revisions.iter().take(SHOWN).map(|revision| line(revision, setting)).collect()
}

/// One change.
pub(crate) fn line(revision: &Revision, setting: &Setting<'_>) -> ChangeLine {
    ChangeLine {
        outlet: setting.outlet_name(&revision.outlet.0),
        title: revision.headline.clone(),
        href: revision.url.as_deref().and_then(links::web_link).map(String::from),
        time: Instant::of(revision.at),
        correction: match &revision.edit {
            Edit::Correction(note) => Some(shortened(note, LONGEST)),
            Edit::Silent => None,
        },
        headline: words(&revision.title),
        text: words(&revision.text),
    }
}

fn words(pieces: &[Piece]) -> Vec<Word> {
    abridged(pieces, AROUND).into_iter().map(word).collect()
}

/// A run of words as pages show it.
pub(crate) fn word(piece: Piece) -> Word {
    let (text, removed, added) = match piece {
        Piece::Kept(text) => (text, false, false),
        Piece::Removed(text) => (shortened(&text, LONGEST), true, false),
        Piece::Added(text) => (shortened(&text, LONGEST), false, true),
        Piece::Gap => ("…".to_owned(), false, false),
    };
    Word { text, removed, added }
}
