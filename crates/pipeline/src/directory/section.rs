//! The section of a story.

use news::{ArticleId, Relevance, Story};
use std::collections::BTreeMap;

/// The section that most of the story's origins were put into, each weighing as much as it belongs to the
/// edition; of equal ones the first by name. None when screening put none of them anywhere.
pub(super) fn section(story: &Story, relevance: &BTreeMap<ArticleId, Relevance>) -> Option<String> {
    // A reprint votes for its origin where that was not judged, and never beside it.
    let mut voters: BTreeMap<&ArticleId, (&str, f64)> = BTreeMap::new();
    for report in &story.reports {
        let Some(judged) = relevance.get(&report.article) else { continue };
        let Some(section) = judged.section.as_deref() else { continue };
        let vote = (section, judged.score);
        match report.article == report.origin {
            true => drop(voters.insert(&report.origin, vote)),
            false => drop(voters.entry(&report.origin).or_insert(vote)),
        }
    }
    let mut votes: BTreeMap<&str, f64> = BTreeMap::new();
    for (section, weight) in voters.into_values() {
        *votes.entry(section).or_default() += weight;
    }
    let most = votes.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
    most.map(|(section, _)| (*section).to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::outlets::tests::story;
    use super::*;

    #[test]
    fn the_origins_decide() {
        check("a b c", "a:news:0.9 b:policy:0.6 c:policy:0.6", "policy");
        check("a b c", "a:news:0.9 b:policy:0.6", "news");
        // Reprints do not outvote their origin, and stand in for one that was not judged.
        check("a b>a c>a d", "a:news:0.9 b:policy:0.9 c:policy:0.9", "news");
        check("a b>a", "b:policy:0.9", "policy");
        check("a b", "a:news:0.5 b:business:0.5", "business");
        check("a b", "a:-:0.2", "-");
        check("a", "", "-");
    }

    #[track_caller]
    fn check(reports: &str, judged: &str, expected: &str) {
        let relevance = judged.split_whitespace().map(|one| {
            let parts: Vec<&str> = one.split(':').collect();
            let section = Some(parts[1].to_owned()).filter(|section| section != "-");
            let score = parts[2].parse().unwrap();
            (ArticleId(parts[0].to_owned()), Relevance { score, section })
        });
        let found = section(&story(reports), &relevance.collect());
        assert_eq!(found.as_deref().unwrap_or("-"), expected, "{reports} | {judged}");
    }
}
