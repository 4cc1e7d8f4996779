//! Sentences of all articles that say the same thing become one claim.

use news::{Claim, StoryFile};

/// The claims of a story, those of most origins first.
pub fn claims(_file: &StoryFile) -> Vec<Claim> {
    todo!()
}
