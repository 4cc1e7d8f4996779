use crate::{ArticleId, StoryId};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What became of two stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegroupingKind {
    /// All reports of one went into the other; its id leads there from now on.
    Merge,
    /// Some reports left for a story of their own.
    Split,
    /// Some reports went to a story that they fit better.
    Move,
}

impl RegroupingKind {
    /// Each, with its word in tables and on the command line.
    pub const ALL: [(RegroupingKind, &'static str); 3] = [
        (RegroupingKind::Merge, "merge"),
        (RegroupingKind::Split, "split"),
        (RegroupingKind::Move, "move"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        RegroupingKind::ALL.iter().find(|(kind, _)| *kind == self).map_or("move", |(_, word)| word)
    }

    /// The kind of this word.
    pub fn from_word(word: &str) -> Option<RegroupingKind> {
        RegroupingKind::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// Reports that went from one story to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regrouping {
    /// What became of the two.
    pub kind: RegroupingKind,
    /// The story that they left.
    pub from: StoryId,
    /// The story that they are in since.
    pub to: StoryId,
    /// The reports that went. Never empty.
    pub went: Vec<ArticleId>,
    /// Of a split and a move: those that stayed. Of a merge: those that `to` had already.
    pub others: Vec<ArticleId>,
    /// The editor who said so; none for the repair.
    pub by: Option<String>,
    /// In the editor's words.
    pub why: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What editors said of reports: which belong together, and which apart. The later word counts.
#[derive(Clone, Debug, Default)]
pub struct EditorsWord {
    /// By report: the decisions that name it, oldest first, and on which side it stood.
    sides: BTreeMap<ArticleId, BTreeMap<usize, u8>>,
    /// Whether the sides of a decision belong together.
    together: Vec<bool>,
    /// Stories whose ids editors kept when they merged others into them.
    kept: BTreeSet<StoryId>,
}

impl EditorsWord {
    /// Reads the decisions, oldest first; those of the repair are passed over.
    pub fn read<'a>(decisions: impl IntoIterator<Item = &'a Regrouping>) -> EditorsWord {
        let mut word = EditorsWord::default();
        for decision in decisions.into_iter().filter(|decision| decision.by.is_some()) {
            let number = word.together.len();
            word.together.push(decision.kind == RegroupingKind::Merge);
            if decision.kind == RegroupingKind::Merge {
                word.kept.insert(decision.to.clone());
            }
            for (side, reports) in [(0, &decision.went), (1, &decision.others)] {
                for report in reports {
                    word.sides.entry(report.clone()).or_default().insert(number, side);
                }
            }
        }
        word
    }

    /// Whether an editor wants the two in one story (true) or in two (false); none when no editor said.
    pub fn of(&self, one: &ArticleId, other: &ArticleId) -> Option<bool> {
        let (one, other) = (self.sides.get(one)?, self.sides.get(other)?);
        let both =
            one.iter().rev().find_map(|(number, side)| Some((number, side, other.get(number)?)));
        both.map(|(number, side, other)| self.together[*number] || side == other)
    }

    /// Whether an editor kept the story's id when merging others into it.
    pub fn keeps(&self, story: &StoryId) -> bool {
        self.kept.contains(story)
    }

    /// Whether an editor said anything of the report.
    pub fn names(&self, report: &ArticleId) -> bool {
        self.sides.contains_key(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(names: &str) -> Vec<ArticleId> {
        names.split_whitespace().map(|name| ArticleId(name.to_owned())).collect()
    }

    fn said(kind: RegroupingKind, went: &str, others: &str, by: Option<&str>) -> Regrouping {
        let story = |name: &str| StoryId(name.to_owned());
        Regrouping {
            kind,
            from: story("from"),
            to: story("to"),
            went: ids(went),
            others: ids(others),
            by: by.map(str::to_owned),
            why: None,
            at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_later_word_counts_and_the_repair_has_none() {
        let (merge, split) = (RegroupingKind::Merge, RegroupingKind::Split);
        let decisions = [
            said(merge, "a b", "c d", Some("Ada")),
            said(split, "b", "a c d", Some("Ben")),
            said(merge, "x", "y", None),
        ];
        let word = EditorsWord::read(&decisions);
        let check = |one: &str, other: &str, expected| {
            let (one, other) = (ArticleId(one.to_owned()), ArticleId(other.to_owned()));
            assert_eq!(word.of(&one, &other), expected, "{one} {other}");
            assert_eq!(word.of(&other, &one), expected, "{other} {one}");
        };
        check("a", "c", Some(true));
        check("a", "b", Some(false));
        check("d", "b", Some(false));
        check("a", "x", None);
        check("x", "y", None);
    }
}
