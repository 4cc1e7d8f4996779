use super::changes::{self, ChangeLine};
use super::sources::outlet_address;
use super::subject::{StoryLine, story_line};
use crate::finding::Corrections;
use crate::setting::{Frame, Setting};
use crate::times::{self, Instant};
use askama::Template;
use store::{BriefLine, BriefState};

/// `GET /corrections`: what outlets corrected in the reports of our stories, and what we took off the site.
#[derive(Template)]
#[template(path = "corrections.html")]
pub(crate) struct CorrectionsPage {
    frame: Frame,
    withdrawn: Vec<WithdrawnLine>,
    corrected: Vec<CorrectedLine>,
}

/// Without its headline: that may be what was wrong with it.
struct WithdrawnLine {
    published: String,
    time: Instant,
    why: Option<String>,
}

struct CorrectedLine {
    change: ChangeLine,
    outlet_address: String,
    story: StoryLine,
}

impl CorrectionsPage {
    /// The page of what there is to own up to, the latest first.
    pub(crate) fn new(found: &Corrections, setting: &Setting<'_>) -> CorrectionsPage {
        let corrected = found.corrected.iter().map(|(revision, story)| CorrectedLine {
            change: changes::line(revision, setting),
            outlet_address: outlet_address(&revision.outlet),
            story: story_line(story, setting),
        });
        CorrectionsPage {
            frame: Frame::new(setting, Some("Corrections"), Some("/corrections")),
            withdrawn: found.withdrawn.iter().filter_map(withdrawn_line).collect(),
            corrected: corrected.collect(),
        }
    }
}

fn withdrawn_line(line: &BriefLine) -> Option<WithdrawnLine> {
    let BriefState::Withdrawn(_, withdrawal) = &line.state else { return None };
    let (time, why) = (Instant::of(withdrawal.at), withdrawal.why.clone());
    Some(WithdrawnLine { published: times::day(times::day_of(line.at)), time, why })
}
