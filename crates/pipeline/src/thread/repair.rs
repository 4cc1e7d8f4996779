//! Reads the reports of stories a second time, when more is known than when they came.
//!
//! Each report is held against its own story without it, and against the other open stories, by the scorer that
//! placed it and by what is known of words now. One that clearly fits another story goes there, one that hardly
//! fits its own leaves it, and a story of one report that goes is merged. Start with [`Threader::repairs`].

mod whole;

use super::features::{self, Features};
use super::held::{CLOSE_CANDIDATES, Close, Held, NEWS_DAYS};
use super::index::Slot;
use super::open_story::OpenStory;
use super::profile::Profile;
use super::terms::long_key;
use super::words::words;
use super::{CANDIDATES, MOST_WORDS, Threader, development};
use news::{Article, ArticleId, EditorsWord, RegroupingKind, Report, StoryFile, StoryId};
use std::collections::{BTreeMap, BTreeSet};

/// Times that all reports are read: those that moved make others fit. A third moves hardly any.
const ROUNDS: usize = 2;

/// Texts of a story that are read again at most; a larger story only takes reports. Each costs as much as
/// building its story anew.
const MOST_TEXTS: usize = 60;

/// Stories beside those that changed that are read too: of so many reports at most, so like one of theirs at
/// least, and so many, the most like first. Bounds of the work, set by hand.
const SMALL_REPORTS: u32 = 4;
const NEIGHBOUR_LIKENESS: f32 = 0.12;
const MOST_NEIGHBOURS: usize = 200;

/// When reports change their story.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepairRules {
    /// Minutes between two looks at the stories into which reports came; 0 for none.
    pub every_minutes: u32,
    /// Least chance of belonging to another story for going there, from 0 to 1.
    pub join: f64,
    /// By how much likelier than to its own it must belong there, from 0 to 1; a story of one report has no own.
    pub margin: f64,
    /// Chance of belonging to its story below which a report leaves it, from 0 to 1; 0 for never.
    pub leave: f64,
    /// Mean chance, of the reports of either of two stories, of belonging to the other, from 0 to 1, from which
    /// on the two are merged; 1 for never.
    pub merge: f64,
}

impl RepairRules {
    /// What the stage command works with, chosen on stories that the scorer was not trained on; see
    /// `docs/evaluation.md`. An instance asks for a higher `join`: among the few reports of a small one, two events
    /// at one place come to 0.5 (the demo's fortnight).
    pub fn standard() -> RepairRules {
        RepairRules { every_minutes: 10, join: 0.5, margin: 0.1, leave: 0.05, merge: 0.85 }
    }
}

/// What is to become of reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// A merge takes all reports of `from`, a split goes to a story of their own.
    pub kind: RegroupingKind,
    /// The story that they leave.
    pub from: StoryId,
    /// The story that they go to; none for a new one.
    pub to: Option<StoryId>,
    /// Which; empty for a merge, which takes all.
    pub went: Vec<ArticleId>,
}

/// A text with its copies within its story: they go together.
struct Text {
    articles: Vec<ArticleId>,
    profile: Profile,
    /// An editor decided on one of them: it stays where it is.
    is_decided: bool,
    slot: Slot,
}

/// A story as it stands while it is repaired.
struct Group {
    id: StoryId,
    model: OpenStory,
    /// Those of its texts that are read again.
    texts: BTreeSet<usize>,
    /// Whether these are all.
    is_read: bool,
}

/// The stories under repair.
struct Bench<'t> {
    threader: &'t mut Threader,
    rules: &'t RepairRules,
    word: &'t EditorsWord,
    texts: Vec<Text>,
    groups: BTreeMap<Slot, Group>,
    /// Stories that are merged into others.
    gone: BTreeSet<Slot>,
    mends: Vec<Mend>,
}

impl Threader {
    /// What is to become of the reports of these stories, in the order in which it is to be done. Nothing
    /// is changed by it: tell the window by [`Threader::regroup`]. Deterministic.
    ///
    /// Reports on which an editor decided stay where they are.
    pub fn repairs(
        &mut self,
        files: &[StoryFile],
        rules: &RepairRules,
        word: &EditorsWord,
    ) -> Vec<Mend> {
        let mut bench = Bench {
            threader: self,
            rules,
            word,
            texts: Vec::new(),
            groups: BTreeMap::new(),
            gone: BTreeSet::new(),
            mends: Vec::new(),
        };
        for file in files {
            bench.take_in(file);
        }
        let mut order: Vec<usize> = (0..bench.texts.len()).collect();
        order.sort_by_key(|text| {
            let Text { profile, articles, .. } = &bench.texts[*text];
            (profile.seconds, articles)
        });
        for text in std::iter::repeat_n(order, ROUNDS).flatten() {
            bench.reconsider(text);
        }
        let merged = bench.merge_alike();
        bench.split_apart(&merged);
        bench.mends
    }

    /// Small stories that could belong together with these: what grew may fit now what came before.
    pub fn neighbours(&mut self, files: &[StoryFile]) -> Vec<StoryId> {
        let known: BTreeSet<&StoryId> = files.iter().map(|file| &file.story.id).collect();
        let mut found: BTreeMap<StoryId, f32> = BTreeMap::new();
        for article in files.iter().flat_map(|file| &file.articles) {
            let profile = self.read_again(article);
            for slot in self.index.candidates(&profile.search, CANDIDATES) {
                let story = self.stories.get(slot).filter(|story| story.reports <= SMALL_REPORTS);
                let Some(story) = story.filter(|story| !known.contains(&story.id)) else {
                    continue;
                };
                let likeness = story.cosine(&profile);
                if likeness >= NEIGHBOUR_LIKENESS && self.in_reach(story, &profile) {
                    let most = found.entry(story.id.clone()).or_default();
                    *most = most.max(likeness);
                }
            }
        }
        let mut found: Vec<(StoryId, f32)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(MOST_NEIGHBOURS);
        found.into_iter().map(|(story, _)| story).collect()
    }

    /// Makes the window know a story by exactly these reports, read anew; without any it is forgotten.
    ///
    /// The same calls in the same places among the same calls of `restore` leave the window the same.
    pub fn regroup(&mut self, story: &StoryId, articles: &[Article]) {
        let slot = self.slot_of(story);
        let last = self.stories.get(slot).filter(|story| !story.is_new());
        let last = last.map(|story| story.last_seconds());
        if let Some(last) = last {
            self.crowd.left(last);
            self.silence.remove(&(last, slot));
        }
        if articles.is_empty() {
            self.stories.remove(slot);
            self.slots.remove(&long_key(&story.0));
            self.index.close(slot, self.stories.first());
            return;
        }
        let mut articles: Vec<&Article> = articles.iter().collect();
        articles.sort_by_key(|article| (article.seen, article.reported(), &article.id));
        let mut model = OpenStory::new(story.clone());
        for article in articles {
            let profile = self.read_again(article);
            self.index.note(slot, last.is_none() && model.is_new(), profile.search.keys());
            model.add(&profile);
            if let Some(owner) = self.names.owner(&article.outlet) {
                model.note_owner(owner, &article.outlet);
            }
            let print = self.numbers.get(&long_key(&article.id.0)).copied();
            if let Some((print, placed)) = print.and_then(|p| Some((p, self.placed.get_mut(p)?))) {
                placed.slot = slot;
                placed.before = model.latest.replace(print);
            }
        }
        let heard = model.last_seconds();
        if let Some(open) = self.stories.get_mut(slot) {
            **open = model;
        }
        self.crowd.heard(None, heard);
        self.silence.insert((heard, slot));
    }

    /// Whether a story still takes reports.
    pub fn is_open(&self, story: &StoryId) -> bool {
        self.slots.contains_key(&long_key(&story.0))
    }

    /// Reads an article that was counted when it came by what is known of words now.
    fn read_again(&self, article: &Article) -> Profile {
        let profile = Profile::again(article, &words(&article.text, MOST_WORDS), &self.frequencies);
        let placed =
            self.numbers.get(&long_key(&article.id.0)).and_then(|print| self.placed.get(*print));
        let vector = placed.map(|placed| placed.vector.clone()).unwrap_or_default();
        Profile { vector, ..profile }
    }
}

impl Bench<'_> {
    /// Takes in a story that is open and not too large.
    fn take_in(&mut self, file: &StoryFile) {
        let id = &file.story.id;
        let Some(slot) = self.threader.slots.get(&long_key(&id.0)).copied() else { return };
        let copies = texts(&file.story.reports);
        if copies.len() > MOST_TEXTS || self.groups.contains_key(&slot) {
            return;
        }
        let mut model = OpenStory::new(id.clone());
        let mut texts = BTreeSet::new();
        for articles in copies {
            let Some(article) = file.article(&articles[0]) else { return };
            let profile = self.threader.read_again(article);
            model.add(&profile);
            let is_decided = articles.iter().any(|article| self.word.names(article));
            texts.insert(self.texts.len());
            self.texts.push(Text { articles, profile, is_decided, slot });
        }
        if !model.is_new() {
            self.groups.insert(slot, Group { id: id.clone(), model, texts, is_read: true });
        }
    }

    /// Holds a text against its own story and the others, and moves it if it fits another clearly better.
    fn reconsider(&mut self, text: usize) {
        let own = self.texts[text].slot;
        if self.texts[text].is_decided || !self.groups.get(&own).is_some_and(|group| group.is_read)
        {
            return;
        }
        let rest = self.rest(text, own);
        let chances = self.chances(text, own, rest.as_ref());
        let mine = chances.iter().find(|(slot, _)| *slot == own).map_or(0.0, |(_, chance)| *chance);
        let others = chances.iter().filter(|(slot, _)| *slot != own);
        let best = others.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).copied();
        // A report that stands alone has no story that it fits.
        let least = if rest.is_some() { f64::from(mine) + self.rules.margin } else { 0.0 };
        match (best, rest) {
            (Some((to, chance)), rest) if f64::from(chance) >= self.rules.join.max(least) => {
                self.go(text, to, rest);
            }
            (_, Some(rest)) if f64::from(mine) < self.rules.leave => self.leave(text, rest),
            _ => {}
        }
    }

    /// The story of a text without it; none when nothing is left.
    fn rest(&self, text: usize, own: Slot) -> Option<OpenStory> {
        let Group { id, texts, .. } = self.groups.get(&own)?;
        let mut model = OpenStory::new(id.clone());
        for other in texts.iter().filter(|other| **other != text) {
            model.add(&self.texts[*other].profile);
        }
        (!model.is_new()).then_some(model)
    }

    /// The chances of a text in the stories most like it, its own (the `rest` of it) always among them.
    fn chances(&mut self, text: usize, own: Slot, rest: Option<&OpenStory>) -> Vec<(Slot, f32)> {
        let profile = &self.texts[text].profile;
        let mut slots: BTreeSet<Slot> =
            self.threader.index.candidates(&profile.search, CANDIDATES).into_iter().collect();
        let (usual, near) = self.threader.near_in_meaning(&profile.vector);
        slots.extend(&near);
        slots.remove(&own);
        let (threader, groups, gone) = (&*self.threader, &self.groups, &self.gone);
        let known = |slot: Slot| match groups.get(&slot) {
            Some(group) => Some(&group.model),
            None => threader.stories.get(slot).map(|s| &**s).filter(|_| !gone.contains(&slot)),
        };
        let others = slots.into_iter().filter_map(|slot| Some((slot, known(slot)?)));
        let mut close: Vec<Close<'_>> = others
            .filter(|(_, story)| threader.in_reach(story, profile))
            .chain(rest.map(|rest| (own, rest)))
            .map(|(slot, story)| Close::new(slot, story, profile))
            .collect();
        close.sort_by(|a, b| b.pull.total_cmp(&a.pull).then(b.slot.cmp(&a.slot)));
        let mut place = 0..;
        close.retain(|close| {
            let is_close = place.next().is_some_and(|place| place < CLOSE_CANDIDATES);
            is_close || close.slot == own || near.contains(&close.slot)
        });
        let crowd = threader.crowd.stories(profile.seconds, NEWS_DAYS);
        let compare = |close: &Close<'_>| {
            features::compare(profile, close.story, close.cosine, crowd, &usual)
        };
        let mut features: Vec<Features> = close.iter().map(compare).collect();
        features::set_leads(&mut features);
        let (words, least) = (profile.body_words, threader.thresholds.follow_up);
        // A further turn of a matter may stay where it is, but none is looked for now: its day is past.
        let develops = |(close, features): (&Close<'_>, &Features)| {
            close.slot == own && development::develops(features, words, crowd, least)
        };
        let develops = close.iter().zip(&features).map(develops).collect();
        let held = Held { close, features, develops };
        let chances = held.features.iter().map(|features| threader.scorer.chance(features));
        let chances = held.likely(chances, threader.join());
        held.close.iter().map(|close| close.slot).zip(chances).collect()
    }

    /// Moves a text to another story; one that leaves nothing behind merges the two.
    fn go(&mut self, text: usize, to: Slot, rest: Option<OpenStory>) {
        let from = self.texts[text].slot;
        let Some(mut joined) = self.group(to) else { return };
        let Some(mut left) = self.groups.remove(&from) else { return };
        let keeps_its_id = rest.is_none() && self.survives(&left, &joined);
        joined.model.add(&self.texts[text].profile);
        joined.texts.insert(text);
        self.texts[text].slot = to;
        let kind = if rest.is_some() { RegroupingKind::Move } else { RegroupingKind::Merge };
        if keeps_its_id {
            std::mem::swap(&mut left.id, &mut joined.id);
        }
        let went = rest.as_ref().map(|_| self.texts[text].articles.clone()).unwrap_or_default();
        let (id, to_id) = (left.id.clone(), joined.id.clone());
        self.mends.push(Mend { kind, from: id, to: Some(to_id), went });
        self.groups.insert(to, joined);
        if let Some(model) = rest {
            left.model = model;
            left.texts.remove(&text);
            self.groups.insert(from, left);
        } else {
            self.gone.insert(from);
        }
    }

    /// Takes a text out of its story, of which `rest` is left.
    fn leave(&mut self, text: usize, rest: OpenStory) {
        let Text { articles, slot, .. } = &mut self.texts[text];
        let from = std::mem::replace(slot, Slot::MAX);
        let Some(left) = self.groups.get_mut(&from) else { return };
        left.model = rest;
        left.texts.remove(&text);
        let (went, from) = (articles.clone(), left.id.clone());
        self.mends.push(Mend { kind: RegroupingKind::Split, from, to: None, went });
    }

    /// A story by its slot, as it stands now.
    fn group(&mut self, slot: Slot) -> Option<Group> {
        self.groups.remove(&slot).or_else(|| {
            let model = OpenStory::clone(self.threader.stories.get(slot)?);
            let (id, texts) = (model.id.clone(), BTreeSet::new());
            Some(Group { id, model, texts, is_read: false })
        })
    }

    /// Whether the id of `one` outlives that of `other`: an editor merged others into it, or else it is older.
    fn survives(&self, one: &Group, other: &Group) -> bool {
        let rank = |group: &Group| {
            (!self.word.keeps(&group.id), group.model.first_seconds(), group.id.clone())
        };
        rank(one) < rank(other)
    }
}

/// The reports of a story by text: each origin with its copies there, the origin first.
fn texts(reports: &[Report]) -> Vec<Vec<ArticleId>> {
    let mut texts: Vec<(&ArticleId, Vec<ArticleId>)> = Vec::new();
    for report in reports {
        let known = texts.iter_mut().find(|(origin, _)| **origin == report.origin);
        match known {
            Some((origin, copies)) if **origin == report.article => {
                copies.insert(0, report.article.clone());
            }
            Some((_, copies)) => copies.push(report.article.clone()),
            None => texts.push((&report.origin, vec![report.article.clone()])),
        }
    }
    texts.into_iter().map(|(_, copies)| copies).collect()
}

#[cfg(test)]
mod tests;
