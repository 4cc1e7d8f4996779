use super::importance::Importance;
use crate::claims::{Group, Passage, Reading, Sources, Struck};
use news::{Part, Statement};

/// Everything that a brief can be made of.
pub(super) struct Material<'a> {
    pub(super) sources: &'a Sources<'a>,
    pub(super) passages: &'a [Passage<'a>],
    pub(super) groups: &'a [Group],
    pub(super) importance: Importance,
    /// What no title may say; the reading holds no sentence that does.
    pub(super) struck: &'a Struck,
}

impl<'a> Material<'a> {
    /// All that the articles say. What is struck has been taken out of the reading.
    pub(super) fn of(reading: &'a Reading<'a>, struck: &'a Struck) -> Material<'a> {
        let Reading { sources, passages, groups } = reading;
        let importance = Importance::of(sources, passages, groups);
        Material { sources, passages, groups, importance, struck }
    }

    /// The passage whose words a group uses.
    pub(super) fn lead(&self, group: usize) -> &Passage<'a> {
        &self.passages[self.groups[group].lead()]
    }

    /// What a group says, with all its sources.
    pub(super) fn statement(&self, group: usize) -> Option<Statement> {
        self.groups[group].statement(self.passages, self.sources)
    }

    /// What a passage of a group says, whole or without its end, with all the group's sources.
    pub(super) fn statement_of(&self, group: usize, passage: &Passage<'_>) -> Option<Statement> {
        if !passage.cut {
            return self.statement(group);
        }
        let own =
            self.sources.evidence(passage.article, Part::Text, passage.span.clone()).into_iter();
        let whole = self.statement(group)?;
        let others = whole.evidence().iter().skip(1).cloned();
        Statement::new(passage.said(), own.chain(others).collect()).ok()
    }

    /// The passage that stands right after this one in its article.
    pub(super) fn after(&self, passage: &Passage<'_>) -> Option<usize> {
        // Passages of an article stand side by side, in reading order.
        let first = self.passages.partition_point(|p| p.article < passage.article);
        let next = first + passage.place + 1;
        self.passages.get(next).filter(|p| p.article == passage.article).map(|_| next)
    }
}
