//! Whole stories: two that are one, and one that holds two.

use super::super::index::Slot;
use super::super::open_story::OpenStory;
use super::{Bench, Group, Mend};
use news::{ArticleId, RegroupingKind, StoryId};
use std::collections::{BTreeMap, BTreeSet};

/// Texts of the smaller of two groups at least for splitting them: a single one leaves by itself.
const LEAST_PART: usize = 2;

impl Bench<'_> {
    /// Splits stories that were read whole, but for the `merged`, and hold two: of the two groups that their texts
    /// fall into, neither fits the other. Where an editor decided on any of them the story stays whole.
    pub(super) fn split_apart(&mut self, merged: &BTreeSet<Slot>) {
        let slots: Vec<Slot> =
            self.groups.keys().copied().filter(|slot| !merged.contains(slot)).collect();
        for slot in slots {
            let Some(group) = self.groups.get(&slot).filter(|group| group.is_read) else {
                continue;
            };
            let (from, texts) = (group.id.clone(), group.texts.iter().copied().collect::<Vec<_>>());
            let [most, part] = self.two_groups(&texts);
            if part.len() < LEAST_PART || texts.iter().any(|text| self.texts[*text].is_decided) {
                continue;
            }
            let chance = (self.fit(slot, &part, &most) + self.fit(slot, &most, &part)) / 2.0;
            if f64::from(chance) < self.rules.leave {
                let went = part.iter().flat_map(|text| self.texts[*text].articles.clone());
                let went = went.collect();
                self.mends.push(Mend { kind: RegroupingKind::Split, from, to: None, went });
            }
        }
    }

    /// The two groups that texts fall into by mean likeness (average link), the larger first, of equals the older.
    fn two_groups(&self, texts: &[usize]) -> [Vec<usize>; 2] {
        let terms = |text: &usize| &self.texts[*text].profile.terms;
        let mut links: Vec<Vec<f32>> =
            texts.iter().map(|a| texts.iter().map(|b| terms(a).dot(terms(b))).collect()).collect();
        let mut groups: Vec<Vec<usize>> = texts.iter().map(|text| vec![*text]).collect();
        let mut left: Vec<usize> = (0..texts.len()).collect();
        while left.len() > 2 {
            let Some((one, other)) = most_alike(&left, &links, &groups) else { break };
            let gone = std::mem::take(&mut groups[other]);
            groups[one].extend(gone);
            let both: Vec<f32> = links[one].iter().zip(&links[other]).map(|(a, b)| a + b).collect();
            for (row, link) in links.iter_mut().zip(&both) {
                row[one] = *link;
            }
            links[one] = both;
            left.retain(|group| *group != other);
        }
        let mut groups: Vec<Vec<usize>> =
            left.into_iter().map(|group| std::mem::take(&mut groups[group])).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        let second = groups.pop().unwrap_or_default();
        [groups.pop().unwrap_or_default(), second]
    }

    /// The mean chance of texts of a story in a story of the `rest` alone.
    fn fit(&mut self, slot: Slot, texts: &[usize], rest: &[usize]) -> f32 {
        let mut model = OpenStory::new(StoryId(String::new()));
        for text in rest {
            model.add(&self.texts[*text].profile);
        }
        let mut sum = 0.0;
        for text in texts {
            let chances = self.chances(*text, slot, Some(&model));
            sum += chances.iter().find(|(own, _)| *own == slot).map_or(0.0, |(_, chance)| *chance);
        }
        sum / texts.len().max(1) as f32
    }

    /// Merges stories that were read whole and whose reports fit the other as well as their own, those that do most
    /// first, each once. Gives those that took part.
    pub(super) fn merge_alike(&mut self) -> BTreeSet<Slot> {
        let whole: Vec<Slot> =
            self.groups.iter().filter(|(_, group)| group.is_read).map(|(slot, _)| *slot).collect();
        let mut links: BTreeMap<(Slot, Slot), f32> = BTreeMap::new();
        for slot in whole {
            let texts: Vec<usize> = self.groups[&slot].texts.iter().copied().collect();
            for text in &texts {
                for (other, chance) in self.chances(*text, slot, None) {
                    let both = (slot.min(other), slot.max(other));
                    *links.entry(both).or_default() += chance / (2 * texts.len()) as f32;
                }
            }
        }
        let mut alike: Vec<((Slot, Slot), f32)> = links
            .into_iter()
            .filter(|(_, link)| self.rules.merge < 1.0 && f64::from(*link) >= self.rules.merge)
            .collect();
        alike.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut merged = BTreeSet::new();
        for ((one, other), _) in alike {
            let fresh = !merged.contains(&one) && !merged.contains(&other);
            if fresh && self.may_merge(one, other) {
                merged.extend([one, other]);
                self.merge(one, other);
            }
        }
        merged
    }

    /// Whether both were read and no editor keeps a report of one apart from one of the other.
    fn may_merge(&self, one: Slot, other: Slot) -> bool {
        let (Some(one), Some(other)) = (self.groups.get(&one), self.groups.get(&other)) else {
            return false;
        };
        let decided = |group: &Group| -> Vec<&ArticleId> {
            let texts = group.texts.iter().map(|text| &self.texts[*text]);
            texts.filter(|text| text.is_decided).flat_map(|text| &text.articles).collect()
        };
        let (here, there) = (decided(one), decided(other));
        let apart = |a: &ArticleId| {
            there.iter().any(|b| self.word.of(a, b).is_some_and(|together| !together))
        };
        one.is_read && other.is_read && !here.iter().any(|a| apart(a))
    }

    fn merge(&mut self, one: Slot, other: Slot) {
        let (Some(one), Some(other)) = (self.groups.get(&one), self.groups.get(&other)) else {
            return;
        };
        let (to, from) = if self.survives(one, other) { (one, other) } else { (other, one) };
        let (from, to) = (from.id.clone(), Some(to.id.clone()));
        self.mends.push(Mend { kind: RegroupingKind::Merge, from, to, went: Vec::new() });
    }
}

/// Of the groups `left`, the two that are most alike by the mean of the links between them.
fn most_alike(left: &[usize], links: &[Vec<f32>], groups: &[Vec<usize>]) -> Option<(usize, usize)> {
    let mean = |(a, b): (usize, usize)| links[a][b] / (groups[a].len() * groups[b].len()) as f32;
    let pairs = left
        .iter()
        .enumerate()
        .flat_map(|(place, a)| left[place + 1..].iter().map(move |b| (*a, *b)));
    pairs.max_by(|a, b| mean(*a).total_cmp(&mean(*b)).then(b.cmp(a)))
}
