//! What each outlet did in a story.

use super::count;
use news::{Edit, OutletId, OutletPart, Revision, Story};
use std::collections::BTreeMap;

/// A part for each outlet of the story, ordered by id.
///
/// First is who has the earliest report in its own words, when other owners reported as well; several are,
/// when their reports bear one time. What only repeats or relies on another report was not first.
pub(super) fn parts(story: &Story, revisions: &[Revision]) -> Vec<OutletPart> {
    let reliance = news::Reliance::of(story);
    let own = |r: &&news::Report| r.origin == r.article && !reliance.only_relies(r);
    let first = story.reports.iter().filter(own).map(|report| report.reported).min();
    let is_shared = story.reports.windows(2).any(|pair| pair[0].owner != pair[1].owner);
    let mut parts: BTreeMap<&OutletId, OutletPart> = BTreeMap::new();
    for report in &story.reports {
        let part = parts.entry(&report.outlet).or_insert_with(|| none(&report.outlet));
        part.reports += 1;
        part.is_shared = is_shared;
        part.was_first |= is_shared && own(&report) && Some(report.reported) == first;
    }
    for revision in revisions {
        let Some(part) = parts.get_mut(&revision.outlet) else { continue };
        match revision.edit {
            Edit::Correction(_) => part.corrections += 1,
            Edit::Silent => part.silent_edits += 1,
        }
    }
    debug_assert_eq!(parts.values().map(|p| p.reports).sum::<u32>(), count(story.reports.len()));
    parts.into_values().collect()
}

fn none(outlet: &OutletId) -> OutletPart {
    OutletPart {
        outlet: outlet.clone(),
        reports: 0,
        is_shared: false,
        was_first: false,
        corrections: 0,
        silent_edits: 0,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use jiff::Timestamp;
    use news::{ArticleId, Report, StoryId, Tie, TieReason, TieTo};

    /// Reports a minute apart, as `id>origin@outlet/owner^relied on`; what is left out is as the id says.
    pub(in crate::directory) fn story(reports: &str) -> Story {
        let one = |(place, text): (usize, &str)| {
            let (text, relied) = text.split_once('^').unwrap_or((text, ""));
            let (text, owner) = text.split_once('/').unwrap_or((text, ""));
            let (text, outlet) = text.split_once('@').unwrap_or((text, ""));
            let (id, origin) = text.split_once('>').unwrap_or((text, text));
            let outlet = if outlet.is_empty() { id.to_uppercase() } else { outlet.to_owned() };
            let reported = Timestamp::from_second(60 * place as i64).unwrap();
            let tie = Tie {
                to: TieTo::Article(ArticleId(relied.to_owned())),
                by: TieReason::Attribution,
            };
            Report {
                article: ArticleId(id.to_owned()),
                owner: if owner.is_empty() { outlet.clone() } else { owner.to_owned() },
                outlet: OutletId(outlet),
                authority: 0.5,
                title: id.to_owned(),
                url: None,
                reported,
                seen: reported,
                origin: ArticleId(origin.to_owned()),
                relies_on: Vec::from_iter((!relied.is_empty()).then_some(tie)),
            }
        };
        let reports = reports.split_whitespace().enumerate().map(one).collect();
        Story { id: StoryId("s".to_owned()), reports }
    }

    #[test]
    fn who_was_first_reported_in_its_own_words_what_others_reported() {
        check("a b", "A1! B1");
        check("a", "A1");
        check("a@X b@X", "X2");
        check("a@X/O b@Y/O", "X1 Y1");
        // A reprint that bears an earlier time than its origin, and hearsay, were not first.
        check("a>b b c", "A1 B1! C1");
        check("a^b b", "A1 B1!");
        check("a@X b@Y c@X", "X2! Y1");
    }

    #[track_caller]
    fn check(reports: &str, expected: &str) {
        let shown: Vec<String> = parts(&story(reports), &[])
            .iter()
            .map(|p| format!("{}{}{}", p.outlet, p.reports, if p.was_first { "!" } else { "" }))
            .collect();
        assert_eq!(shown.join(" "), expected, "{reports}");
    }

    #[test]
    fn changes_are_counted_for_who_made_them() {
        let revision = |outlet: &str, edit| Revision {
            article: ArticleId("a".to_owned()),
            outlet: OutletId(outlet.to_owned()),
            headline: String::new(),
            url: None,
            at: Timestamp::UNIX_EPOCH,
            edit,
            title: Vec::new(),
            text: Vec::new(),
        };
        let changes = [
            revision("A", Edit::Correction("Corrected.".to_owned())),
            revision("A", Edit::Silent),
            revision("A", Edit::Silent),
            revision("Z", Edit::Silent),
        ];
        let parts = parts(&story("a b"), &changes);
        let counted: Vec<(u32, u32)> =
            parts.iter().map(|part| (part.corrections, part.silent_edits)).collect();
        assert_eq!(counted, [(1, 2), (0, 0)]);
    }
}
