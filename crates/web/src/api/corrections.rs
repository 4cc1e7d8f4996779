//! What was corrected and what was withdrawn.

use super::asked::Asked;
use super::cursor::Cursor;
use super::problem::Answer;
use super::shape::{self, Correction};
use super::telling::Teller;
use super::{json, tell};
use crate::finding::{self, Corrections};
use crate::{Site, times};
use axum::extract::{RawQuery, State};
use jiff::Timestamp;
use std::cmp::Reverse;
use store::{BriefLine, BriefState};

/// What outlets lately corrected in reports of published stories, and which stories were withdrawn; the site tells of
/// the same.
#[utoipa::path(get, path = "/api/v1/corrections", tag = "edition", params(super::document::Paged),
    responses((status = 200, description = "A page of corrections", body = shape::CorrectionList)))]
pub(crate) async fn corrections(State(site): State<Site>, RawQuery(query): RawQuery) -> Answer {
    let asked = Asked::read(query.as_deref(), &["limit", "cursor"])?;
    let (limit, list) = (asked.limit()? as usize, "corrections");
    let cursor = asked.cursor(list)?.map(|cursor| (cursor.key, cursor.item));
    let found = finding::corrections(&site.store).await?;
    json(&tell(&site, |teller| {
        let mut all = all(teller, &found);
        all.sort_by_key(|(place, _)| Reverse(place.clone()));
        if let Some(cursor) = &cursor {
            all.retain(|(place, _)| place < cursor);
        }
        let more = all.len() > limit;
        all.truncate(limit);
        let next = all.last().filter(|_| more).map(|((key, item), _)| {
            let cursor = Cursor { key: *key, item: item.clone() }.write(list);
            teller.api(&format!("/corrections?limit={limit}&cursor={cursor}"))
        });
        shape::CorrectionList { items: all.into_iter().map(|(_, told)| told).collect(), next }
    }))
}

/// Each with its place: when, and a name that tells it from others of the same moment.
fn all(teller: Teller<'_>, found: &Corrections) -> Vec<((i64, String), Correction)> {
    let place = |at: Timestamp, name: &str| (at.as_microsecond(), name.to_owned());
    let corrected = found.corrected.iter().map(|(revision, story)| {
        let told = Correction::Correction {
            at: revision.at.into(),
            revision: teller.revision(revision),
            story: Box::new(teller.story_line(story)),
        };
        (place(revision.at, &revision.article.0), told)
    });
    let withdrawn = found.withdrawn.iter().filter_map(|line: &BriefLine| {
        let BriefState::Withdrawn(_, withdrawal) = &line.state else { return None };
        let told = Correction::Withdrawal {
            at: withdrawal.at.into(),
            story: line.story.0.clone(),
            published: times::day_of(line.at).into(),
            why: withdrawal.why.clone(),
        };
        Some((place(withdrawal.at, &line.story.0), told))
    });
    corrected.chain(withdrawn).collect()
}
