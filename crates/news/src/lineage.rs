//! Who reported first, who repeats whom, and who relies on whom: a story's reports as a forest.

use crate::{ArticleId, OutletId, Report, Story, TieReason, TieTo};
use std::collections::{BTreeMap, BTreeSet};

/// The reports of a story by where their news comes from, the earliest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Lineage<'a> {
    /// What stands by itself, each with all that repeats it or relies on it.
    pub roots: Vec<Root<'a>>,
}

/// What stands by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Root<'a> {
    /// A report of the story.
    Report(Branch<'a>),
    /// An outlet that is named and did not report in this story, with the reports that name it.
    Absent(&'a OutletId, Vec<Branch<'a>>),
}

/// A report with the copies of its text and the reports that rely on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch<'a> {
    /// The origin; where that has left the story, the earliest of its copies.
    pub report: &'a Report,
    /// The other reports of the same text, the earliest first; an outlet once.
    pub copies: Vec<&'a Report>,
    /// How it hangs on what stands above it; none when nothing does.
    pub by: Option<TieReason>,
    /// What it is among the independent reports.
    pub counts: Counts,
    /// The reports that rely on it, the earliest first.
    pub relying: Vec<Branch<'a>>,
    /// The groups of independent reports that the text is in, by their place.
    groups: BTreeSet<usize>,
}

/// What a report is among the independent ones, which are counted from 1 in the order of the forest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// It is these, from the first to the last: one but for copies of a text that has left the story, some
    /// of whose outlets also have a report of their own.
    As(usize, usize),
    /// It counts together with this one, which stands above.
    With(usize),
    /// It adds nothing.
    Not,
}

/// Reports deeper than this hang on their ancestor here: a longer chain of hearsay is no clearer for its
/// steps, and a picture of it needs an end.
const DEEPEST: usize = 3;

impl<'a> Lineage<'a> {
    /// Of all reports of `story`. Reports that rely on each other in a ring hang on the earliest of them.
    /// Cost grows as n log n with the reports.
    pub fn of(story: &'a Story) -> Lineage<'a> {
        let texts = Texts::of(story);
        let hung = texts.hung();
        let mut lineage = texts.grown(&hung);
        lineage.number();
        lineage
    }

    /// Every branch, in the order of the forest.
    pub fn branches(&self) -> Vec<&Branch<'a>> {
        let mut all = Vec::new();
        for root in &self.roots {
            match root {
                Root::Report(branch) => branch.walk(&mut all),
                Root::Absent(_, branches) => branches.iter().for_each(|one| one.walk(&mut all)),
            }
        }
        all
    }

    fn number(&mut self) {
        let mut known = BTreeMap::new();
        for root in &mut self.roots {
            match root {
                Root::Report(branch) => branch.number(&mut known),
                Root::Absent(_, all) => all.iter_mut().for_each(|one| one.number(&mut known)),
            }
        }
        // All rely on each other: somebody still reported first.
        let first = match self.roots.first_mut() {
            Some(Root::Report(first)) => Some(first),
            Some(Root::Absent(_, all)) => all.first_mut(),
            None => None,
        };
        if let Some(first) = first.filter(|_| known.is_empty()) {
            first.counts = Counts::As(1, 1);
        }
    }
}

impl<'a> Branch<'a> {
    fn walk<'b>(&'b self, all: &mut Vec<&'b Branch<'a>>) {
        all.push(self);
        self.relying.iter().for_each(|branch| branch.walk(all));
    }

    /// Numbers the groups that no branch before has; `known` has the number of each.
    fn number(&mut self, known: &mut BTreeMap<usize, usize>) {
        let first = known.len() + 1;
        for group in &self.groups {
            let next = known.len() + 1;
            known.entry(*group).or_insert(next);
        }
        let last = known.len();
        let with = self.groups.first().and_then(|group| known.get(group));
        self.counts = match with {
            Some(_) if first <= last => Counts::As(first, last),
            Some(number) => Counts::With(*number),
            None => Counts::Not,
        };
        self.relying.iter_mut().for_each(|branch| branch.number(known));
    }
}

/// The number of the group of independent reports that each report is in.
fn groups(story: &Story) -> BTreeMap<&ArticleId, usize> {
    let groups = story.independent_groups().into_iter().enumerate();
    groups.flat_map(|(place, group)| group.into_iter().map(move |r| (&r.article, place))).collect()
}

/// The texts of a story: each an origin with its copies, the earliest first.
struct Texts<'a> {
    texts: Vec<Vec<&'a Report>>,
    by_article: BTreeMap<&'a ArticleId, usize>,
    /// Every text of an outlet, the earliest first.
    by_outlet: BTreeMap<&'a OutletId, Vec<usize>>,
    groups: BTreeMap<&'a ArticleId, usize>,
}

/// What a text hangs on.
#[derive(Clone, Copy)]
enum Hung<'a> {
    Alone,
    On(usize, TieReason),
    OnAbsent(&'a OutletId, TieReason),
}

impl<'a> Texts<'a> {
    fn of(story: &'a Story) -> Texts<'a> {
        let mut by_origin: BTreeMap<&ArticleId, Vec<&Report>> = BTreeMap::new();
        for report in &story.reports {
            by_origin.entry(&report.origin).or_default().push(report);
        }
        let mut texts: Vec<Vec<&Report>> = by_origin.into_values().collect();
        for text in &mut texts {
            text.sort_by_key(|r| (r.article != r.origin, r.reported, &r.article));
        }
        texts.sort_by_key(|text| text.first().map(|r| (r.reported, &r.article)));
        let mut by_article = BTreeMap::new();
        let mut by_outlet: BTreeMap<&OutletId, Vec<usize>> = BTreeMap::new();
        for (place, text) in texts.iter().enumerate() {
            for report in text {
                by_article.insert(&report.article, place);
                by_outlet.entry(&report.outlet).or_default().push(place);
            }
        }
        Texts { texts, by_article, by_outlet, groups: groups(story) }
    }

    /// What each text hangs on, without rings.
    fn hung(&self) -> Vec<Hung<'a>> {
        let mut hung: Vec<Hung<'a>> = (0..self.texts.len()).map(|at| self.above(at)).collect();
        self.cut_rings(&mut hung);
        self.join_owners(&mut hung);
        hung
    }

    /// The first tie of a text that leads to another text, else to an outlet that is not here.
    fn above(&self, place: usize) -> Hung<'a> {
        let Some(head) = self.texts[place].first() else { return Hung::Alone };
        let ties = head.relies_on.iter();
        let here = ties.clone().find_map(|tie| Some((self.text_of(&tie.to, place)?, tie.by)));
        if let Some((other, by)) = here {
            return Hung::On(other, by);
        }
        let absent = ties.filter_map(|tie| match &tie.to {
            TieTo::Outlet(outlet) => (*outlet != head.outlet).then_some((outlet, tie.by)),
            TieTo::Article(_) => None,
        });
        let absent = absent.filter(|(outlet, _)| !self.by_outlet.contains_key(outlet)).min();
        absent.map_or(Hung::Alone, |(outlet, by)| Hung::OnAbsent(outlet, by))
    }

    /// The text that a tie leads to, when it is another than `place`.
    fn text_of(&self, to: &TieTo, place: usize) -> Option<usize> {
        match to {
            TieTo::Article(article) => {
                self.by_article.get(article).copied().filter(|other| *other != place)
            }
            TieTo::Outlet(outlet) => {
                self.by_outlet.get(outlet)?.iter().copied().find(|other| *other != place)
            }
        }
    }

    /// Texts that rely on each other in a ring hang on the earliest, which then stands alone.
    fn cut_rings(&self, hung: &mut [Hung<'a>]) {
        // 0: not seen; else the number of the walk that came by.
        let mut walked = vec![0; hung.len()];
        for start in 0..hung.len() {
            let (mut at, walk) = (start, start + 1);
            while walked[at] == 0 {
                walked[at] = walk;
                let Hung::On(next, _) = hung[at] else { break };
                at = next;
            }
            if walked[at] == walk && matches!(hung[at], Hung::On(..)) {
                hung[earliest_of_ring(hung, at)] = Hung::Alone;
            }
        }
    }

    /// A text that stands alone and counts with an earlier one, since both have one owner, hangs on that.
    fn join_owners(&self, hung: &mut [Hung<'a>]) {
        let mut firsts: BTreeMap<(&str, usize), usize> = BTreeMap::new();
        for (place, text) in self.texts.iter().enumerate() {
            let Some(head) = text.first().filter(|_| matches!(hung[place], Hung::Alone)) else {
                continue;
            };
            let Some(group) = self.groups.get(&head.article) else { continue };
            let first = *firsts.entry((head.owner.as_str(), *group)).or_insert(place);
            if first != place {
                hung[place] = Hung::On(first, TieReason::Owner);
            }
        }
    }

    fn grown(&self, hung: &[Hung<'a>]) -> Lineage<'a> {
        let mut under: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut absent: BTreeMap<&OutletId, Vec<usize>> = BTreeMap::new();
        let mut alone = Vec::new();
        for (place, above) in hung.iter().enumerate() {
            match above {
                Hung::Alone => alone.push(place),
                Hung::On(..) => under.entry(anchor(hung, place)).or_default().push(place),
                Hung::OnAbsent(outlet, _) => absent.entry(outlet).or_default().push(place),
            }
        }
        let branch = |place: &usize| self.branch(*place, hung, &under);
        let mut roots: Vec<(usize, Root<'a>)> =
            alone.iter().map(|place| (*place, Root::Report(branch(place)))).collect();
        for (outlet, places) in absent {
            let first = places.first().copied().unwrap_or_default();
            roots.push((first, Root::Absent(outlet, places.iter().map(branch).collect())));
        }
        roots.sort_by_key(|(first, _)| *first);
        Lineage { roots: roots.into_iter().map(|(_, root)| root).collect() }
    }

    fn branch(
        &self,
        place: usize,
        hung: &[Hung<'a>],
        under: &BTreeMap<usize, Vec<usize>>,
    ) -> Branch<'a> {
        let text = &self.texts[place];
        let mut outlets = BTreeSet::from([&text[0].outlet]);
        let relying = under.get(&place).into_iter().flatten();
        Branch {
            report: text[0],
            copies: text[1..].iter().filter(|r| outlets.insert(&r.outlet)).copied().collect(),
            by: match hung[place] {
                Hung::Alone => None,
                Hung::On(_, by) | Hung::OnAbsent(_, by) => Some(by),
            },
            counts: Counts::Not,
            groups: text.iter().filter_map(|r| self.groups.get(&r.article)).copied().collect(),
            relying: relying.map(|place| self.branch(*place, hung, under)).collect(),
        }
    }
}

fn earliest_of_ring(hung: &[Hung<'_>], start: usize) -> usize {
    let (mut at, mut earliest) = (start, start);
    while let Hung::On(next, _) = hung[at] {
        (at, earliest) = (next, earliest.min(next));
        if at == start {
            break;
        }
    }
    earliest
}

/// What a text is shown under: what it hangs on, or an ancestor of that which is not too deep.
fn anchor(hung: &[Hung<'_>], place: usize) -> usize {
    let mut way = Vec::new();
    let mut at = place;
    while let Hung::On(next, _) = hung[at] {
        way.push(next);
        at = next;
    }
    // The way ends at the root, which has depth 0; the text itself would have depth `way.len()`.
    way[way.len().saturating_sub(DEEPEST).min(way.len() - 1)]
}

#[cfg(test)]
#[path = "lineage/tests.rs"]
mod tests;
