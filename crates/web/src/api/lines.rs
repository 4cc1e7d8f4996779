//! Stories as lines, in the forms of the API, for keeping and for other programs.

use super::fronts::EDITION;
use super::{shape, tell};
use crate::reading::{self, StoryFacts};
use crate::{PageError, Site, finding};
use news::StoryId;
use serde::Serialize;
use store::BriefState;

/// What the first line says of those that follow.
#[derive(Serialize)]
struct Head {
    format: &'static str,
    version: u32,
    edition: &'static str,
    title: String,
    at: shape::Moment,
}

/// A story with the earlier versions of its brief.
#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    story: shape::Story,
    earlier: Vec<shape::Brief>,
}

/// The first line of an export: its format and version.
pub fn export_head(site: &Site) -> Result<String, PageError> {
    let head = Head {
        format: "newsloom-export",
        version: 1,
        edition: EDITION,
        title: site.look.title.clone(),
        at: (site.clock)().into(),
    };
    Ok(serde_json::to_string(&head)?)
}

/// One story as a line: as `/api/v1/stories/ID` tells it, and `earlier`, the versions of its brief that were out before,
/// oldest first. None for a story that has no page.
pub async fn export_story(site: &Site, id: &StoryId) -> Result<Option<String>, PageError> {
    let facts = match reading::story(site, id).await {
        Ok(facts) => facts,
        Err(PageError::NotFound | PageError::Withdrawn(_) | PageError::Merged(_)) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let around = finding::around(&site.store, &facts.story.id).await?;
    let current = facts.told.record.version;
    let mut earlier: Vec<StoryFacts> = Vec::new();
    for line in facts.told.history.iter().filter(|line| line.version < current) {
        if matches!(line.state, BriefState::Published(_)) {
            earlier.push(reading::story_in_version(site, id, line.version).await?);
        }
    }
    let line = tell(site, |teller| Line {
        story: teller.story(&facts, &around),
        earlier: earlier.iter().map(|facts| teller.brief(facts)).collect(),
    });
    Ok(Some(serde_json::to_string(&line)?))
}
