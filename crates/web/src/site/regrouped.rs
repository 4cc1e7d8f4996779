//! What a story was merged with and split from, in words.

use crate::reading::Regrouped;
use crate::times::Instant;
use news::{RegroupingKind, StoryId, counted};

/// One line about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegroupedLine {
    pub time: Instant,
    /// What stands before the other story.
    pub before: String,
    /// Its headline in quotation marks, or "another story" when it was never out.
    pub other: String,
    /// Its address, when a reader can go there.
    pub href: Option<String>,
    /// What stands after it.
    pub after: String,
}

/// The lines of the story's page, in the order given.
pub(crate) fn lines(story: &StoryId, regrouped: &[Regrouped]) -> Vec<RegroupedLine> {
    regrouped.iter().map(|regrouped| line(story, regrouped)).collect()
}

fn line(story: &StoryId, Regrouped { regrouping, other }: &Regrouped) -> RegroupedLine {
    let reports = counted(regrouping.went.len(), "article", "articles");
    let came = regrouping.to == *story;
    let joined = regrouping.kind == RegroupingKind::Merge && came;
    let (before, after) = match (regrouping.kind, came) {
        (RegroupingKind::Merge, true) => {
            ("Joined by".to_owned(), format!(", which told of the same, with {reports}"))
        }
        (RegroupingKind::Merge, false) => {
            ("Joined".to_owned(), ", which told of the same".to_owned())
        }
        (RegroupingKind::Split, true) => {
            ("Came out of".to_owned(), ", which told of two".to_owned())
        }
        (RegroupingKind::Split, false) => {
            (format!("{reports} left for a story of their own:"), String::new())
        }
        (RegroupingKind::Move, true) => (format!("{reports} came from"), String::new()),
        (RegroupingKind::Move, false) => (format!("{reports} went to"), String::new()),
    };
    let said = regrouping.by.as_ref().map(|by| format!("; {by} decided so")).unwrap_or_default();
    RegroupedLine {
        time: Instant::of(regrouping.at),
        before,
        other: match other {
            Some((headline, _)) => format!("“{headline}”"),
            None => "another story".to_owned(),
        },
        // A story that joined this one leads back here.
        href: other.as_ref().filter(|_| !joined).map(|(_, address)| address.clone()),
        after: format!("{after}{said}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::at;
    use news::{ArticleId, Regrouping};

    #[test]
    fn lines_say_what_became_of_a_story() {
        let (merge, split) = (RegroupingKind::Merge, RegroupingKind::Split);
        check(merge, "b", "a", None, "Joined by “B”, which told of the same, with 2 articles.");
        check(
            merge,
            "a",
            "b",
            Some("Ada"),
            "Joined [“B”], which told of the same; Ada decided so.",
        );
        check(split, "b", "a", None, "Came out of [“B”], which told of two.");
        check(split, "a", "b", None, "2 articles left for a story of their own: [“B”].");
        check(RegroupingKind::Move, "a", "b", None, "2 articles went to [“B”].");
        check(RegroupingKind::Move, "b", "a", None, "2 articles came from [“B”].");
    }

    /// Of the page of story `a`.
    #[track_caller]
    fn check(kind: RegroupingKind, from: &str, to: &str, by: Option<&str>, expected: &str) {
        let story = |name: &str| StoryId(name.to_owned());
        let article = |name: &str| ArticleId(name.to_owned());
        let regrouping = Regrouping {
            kind,
            from: story(from),
            to: story(to),
            went: vec![article("1"), article("2")],
            others: vec![article("3")],
            by: by.map(str::to_owned),
            why: None,
            at: at("2026-11-20T12:00:00Z"),
        };
        let other = Some(("B".to_owned(), "/story/b".to_owned()));
        let RegroupedLine { before, other, href, after, .. } =
            line(&story("a"), &Regrouped { regrouping, other });
        let other = if href.is_some() { format!("[{other}]") } else { other };
        assert_eq!(format!("{before} {other}{after}"), expected);
    }
}
