//! Articles become stories, one by one, as they arrive.
//!
//! An [`index`] of rare words leads to a handful of open stories; the article is held against each
//! ([`features`]), and the story that it most likely belongs to ([`scorer`]) takes it, unless none is likely
//! enough. A text that repeats an older one goes where that one went. Start with [`Threader::place`].

mod address;
mod attribution;
mod crowd;
mod development;
mod features;
mod frequency;
mod held;
mod index;
mod meaning;
mod names;
mod numbered;
mod open_story;
mod origins;
mod profile;
mod repair;
mod scorer;
mod snapshot;
mod terms;
mod ties;
mod words;

pub use features::{COUNT as FEATURE_COUNT, Features, NAMES as FEATURE_NAMES};
pub use meaning::gist;
pub use repair::{Mend, RepairRules};
pub use scorer::{BadTrees, Scorer};
pub use snapshot::Unreadable;

use crowd::Crowd;
use frequency::Frequencies;
use held::Held;
use index::{Index, Slot};
use jiff::Timestamp;
use names::Names;
use news::{Article, ArticleId, Placement, Registry, StoryId};
use numbered::Numbered;
use open_story::OpenStory;
use origins::{LeastShares, Looked, Origins, Prepared, Print, wire_named};
use profile::Profile;
use snapshot::{as_text, as_text_or_none};
use std::collections::BTreeSet;
use terms::long_key;
use words::words;

/// A hash map without random state: the same input takes the same way on every run. Its keys are hashes
/// of words, which want no slow hash on top.
type Map<K, V> = rustc_hash::FxHashMap<K, V>;

/// Open stories that an article is compared with. 12 lose 0.003 of B-cubed F1 on the labelled headlines.
const CANDIDATES: usize = 24;

/// Words of a text that are looked at: reports say early what they are about, and reprints keep the opening.
const MOST_WORDS: usize = 600;

/// What decides whether two reports are of one event.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Least chance of belonging to a story for joining it, from 0 to 1.
    pub join: f64,
    /// Least likeness at which a report with a text of its own joins a story that it develops, from 0 to 1:
    /// a further turn of the same matter. 1 for never: each turn is a story of its own.
    pub follow_up: f64,
    /// Days after which a silent story takes no more reports.
    pub window_days: u32,
    /// Least share of the shorter text that must stand in the other for a copy that keeps the
    /// opening, from 0 to 1. Quotations and footers do not count.
    pub copy: f64,
    /// The same for a copy that does not keep the opening.
    pub copy_without_opening: f64,
}

impl Thresholds {
    /// What the stage command works with. An instance keeps further turns of a matter in one story; the
    /// labelled sets, which these stand for, count each turn as a story.
    ///
    /// All were set on the labelled sets: `join` where mean B-cubed F1 is best; `copy` and
    /// `copy_without_opening` where fewer independent reports are folded into another for little F1, since a
    /// report that is silenced hurts readers more than a copy that is not known (`copy` 0.4, 0.5 and 0.6
    /// beside 1.0: 12, 11 and 9 of them at 0.990, 0.989 and 0.987). `window_days` is that of the published single-pass baselines.
    pub fn standard() -> Thresholds {
        Thresholds {
            join: 0.4,
            follow_up: 1.0,
            window_days: 30,
            copy: 0.6,
            copy_without_opening: 1.0,
        }
    }

    fn copying(&self) -> LeastShares {
        LeastShares { with_opening: self.copy, without_opening: self.copy_without_opening }
    }

    fn window_seconds(&self) -> i64 {
        i64::from(self.window_days) * 86_400
    }
}

/// An article that has been placed.
#[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
struct Placed {
    slot: Slot,
    #[serde(with = "as_text")]
    id: ArticleId,
    /// Nothing when it is its own.
    #[serde(with = "as_text_or_none")]
    origin: Option<ArticleId>,
    /// Under which [`Threader::addresses`] know its address.
    address: Option<u64>,
    /// The report of the story that was placed before it.
    before: Option<Print>,
    /// What a sentence model makes of it; empty without one.
    vector: Vec<f32>,
}

impl Placed {
    fn origin(&self) -> &ArticleId {
        self.origin.as_ref().unwrap_or(&self.id)
    }
}

/// A story that an article was held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The story.
    pub story: StoryId,
    /// In the order of [`FEATURE_NAMES`].
    pub features: Features,
    /// The chance that the article belongs to it, from 0 to 1.
    pub chance: f32,
    slot: Slot,
}

/// An article that has been read and counted, and not yet placed.
pub struct Reading {
    profile: Profile,
    text: Prepared,
}

impl Reading {
    /// Adds what a sentence model makes of the article's [`gist`]: a vector of unit length.
    pub fn with_vector(mut self, vector: Vec<f32>) -> Reading {
        self.profile.vector = vector;
        self
    }
}

/// The open stories, as far as joining them needs.
pub struct Threader {
    thresholds: Thresholds,
    scorer: Scorer,
    names: Names,
    frequencies: Frequencies,
    index: Index,
    crowd: Crowd,
    stories: Numbered<Box<OpenStory>>,
    /// The stories by their last report, in Unix seconds.
    silence: BTreeSet<(i64, Slot)>,
    /// By the hash of the story's id.
    slots: Map<u64, Slot>,
    origins: Origins,
    placed: Numbered<Placed>,
    /// By the hash of the article's id.
    numbers: Map<u64, Print>,
    /// By the hash of the address.
    addresses: Map<u64, Print>,
}

impl Threader {
    /// An empty window.
    pub fn new(thresholds: Thresholds, registry: Registry) -> Threader {
        Threader::judging_by(scorer::STANDARD.clone(), thresholds, registry)
    }

    /// An empty window that heeds what a sentence model makes of articles.
    pub fn with_meaning(thresholds: Thresholds, registry: Registry) -> Threader {
        Threader::judging_by(scorer::WITH_MEANING.clone(), thresholds, registry)
    }

    /// An empty window with a scorer of one's own.
    pub fn judging_by(scorer: Scorer, thresholds: Thresholds, registry: Registry) -> Threader {
        Threader {
            thresholds,
            scorer,
            names: Names::new(registry),
            frequencies: Frequencies::default(),
            index: Index::default(),
            crowd: Crowd::default(),
            stories: Numbered::default(),
            silence: BTreeSet::new(),
            slots: Map::default(),
            origins: Origins::default(),
            placed: Numbered::default(),
            numbers: Map::default(),
            addresses: Map::default(),
        }
    }

    /// Puts an article into a story, or starts one. Deterministic in the order of calls.
    ///
    /// An article that was placed before keeps its story and its origin, whatever its version.
    pub fn place(&mut self, article: &Article) -> Placement {
        self.place_with(article, Vec::new())
    }

    /// The same with what a sentence model makes of the article's [`gist`]: a vector of unit length, empty
    /// without one.
    pub fn place_with(&mut self, article: &Article, vector: Vec<f32>) -> Placement {
        self.put(article, vector, |_, _| {})
    }

    /// The same, with the open stories that the article was held against, the most likely first; none
    /// for a copy, which goes where the first went, and for an article that was placed before.
    pub fn place_among(
        &mut self,
        article: &Article,
        vector: Vec<f32>,
    ) -> (Placement, Vec<Candidate>) {
        let mut candidates = Vec::new();
        let tell = |threader: &Threader, held: &Held<'_>| candidates = threader.told(held);
        let placement = self.put(article, vector, tell);
        (placement, candidates)
    }

    fn put(
        &mut self,
        article: &Article,
        vector: Vec<f32>,
        tell: impl FnOnce(&Threader, &Held<'_>),
    ) -> Placement {
        if let Some((story, origin)) = self.known(&article.id) {
            let relies_on = self.ties(article, &story, &origin);
            return Placement { relies_on, story, origin };
        }
        let reading = self.read(article).with_vector(vector);
        let text = self.origins.look(&reading.text);
        let repeated = self.repeated(&text);
        let origin = repeated.map_or(&article.id, Placed::origin).clone();
        let mut joined = repeated
            .and_then(|placed| self.stories.get(placed.slot))
            .filter(|story| self.in_reach(story, &reading.profile))
            .map(|story| story.id.clone());
        if joined.is_none() {
            let slots = self.index.candidates(&reading.profile.search, CANDIDATES);
            let held = self.hold_against(&slots, &reading);
            joined = self.chosen(&held);
            tell(self, &held);
        }
        let story = joined.unwrap_or_else(|| StoryId::started_by(&article.id));
        let relies_on = self.ties(article, &story, &origin);
        self.file(article, &reading.profile, &text, &story, &origin);
        Placement { story, origin, relies_on }
    }

    /// By how much each feature speaks for the candidate, or, negative, against it; see
    /// [`Scorer::reasons`].
    pub fn reasons(&self, candidate: &Candidate) -> [f32; FEATURE_COUNT] {
        self.scorer.reasons(&candidate.features, self.thresholds.join as f32)
    }

    /// Takes note of a placement decided earlier (by another process, before a restart, by an editor).
    ///
    /// Restoring what `place` gave, in the same order, leaves the window as `place` left it. An article
    /// that is in the window already stays where it is.
    pub fn restore(
        &mut self,
        article: &Article,
        vector: Vec<f32>,
        story: &StoryId,
        origin: &ArticleId,
    ) {
        if self.known(&article.id).is_some() {
            return;
        }
        let reading = self.read(article).with_vector(vector);
        self.settle(article, &reading, story, origin);
    }

    /// Reads an article and counts its words as seen.
    pub fn read(&mut self, article: &Article) -> Reading {
        let body = words(&article.text, MOST_WORDS);
        let profile = Profile::new(article, &body, &mut self.frequencies);
        Reading { profile, text: Prepared::new(body, wire_named(&article.text).is_some()) }
    }

    /// The open stories that an article could belong to, the most likely first.
    pub fn candidates(&mut self, reading: &Reading) -> Vec<Candidate> {
        let slots = self.index.candidates(&reading.profile.search, CANDIDATES);
        self.told(&self.hold_against(&slots, reading))
    }

    fn join(&self) -> f32 {
        self.thresholds.join as f32
    }

    /// Forgets what has left the window. Costs as much as is forgotten, however much stays.
    pub fn forget_before(&mut self, now: Timestamp) {
        let oldest = now.as_second().saturating_sub(self.thresholds.window_seconds());
        while let Some((last, slot)) = self.silence.first().copied() {
            if last >= oldest {
                break;
            }
            self.silence.pop_first();
            self.close(slot);
        }
        self.origins.forget_before(oldest);
    }

    fn close(&mut self, slot: Slot) {
        let Some(story) = self.stories.remove(slot) else { return };
        self.crowd.left(story.last_seconds());
        self.slots.remove(&long_key(&story.id.0));
        self.index.close(slot, self.stories.first());
        let mut next = story.latest;
        while let Some((print, placed)) = next.and_then(|p| Some((p, self.placed.remove(p)?))) {
            self.origins.forget(print);
            self.numbers.remove(&long_key(&placed.id.0));
            if let Some(address) = placed.address {
                self.addresses.remove(&address);
            }
            next = placed.before;
        }
    }

    /// Reports in the window.
    pub fn reports(&self) -> usize {
        self.numbers.len()
    }

    /// Whether the article is in the window.
    pub fn knows(&self, article: &ArticleId) -> bool {
        self.known(article).is_some()
    }

    fn known(&self, article: &ArticleId) -> Option<(StoryId, ArticleId)> {
        let placed = self.placed.get(*self.numbers.get(&long_key(&article.0))?)?;
        let story = self.stories.get(placed.slot).filter(|_| placed.id == *article)?;
        Some((story.id.clone(), placed.origin().clone()))
    }

    fn repeated(&self, text: &Looked<'_>) -> Option<&Placed> {
        self.placed.get(self.origins.find(text, self.thresholds.copying())?)
    }

    fn in_reach(&self, story: &OpenStory, profile: &Profile) -> bool {
        story.days_apart(profile.seconds) <= self.thresholds.window_days as f32
    }

    /// Makes the window know the article as part of `story`.
    pub fn settle(
        &mut self,
        article: &Article,
        reading: &Reading,
        story: &StoryId,
        origin: &ArticleId,
    ) {
        let text = self.origins.look(&reading.text);
        self.file(article, &reading.profile, &text, story, origin);
    }

    fn file(
        &mut self,
        article: &Article,
        profile: &Profile,
        text: &Looked<'_>,
        story: &StoryId,
        origin: &ArticleId,
    ) {
        let slot = self.slot_of(story);
        let older = self.numbers.get(&long_key(&origin.0)).copied();
        let print = self.origins.keep(text, older, profile.seconds);
        let Some(open) = self.stories.get_mut(slot) else { return };
        let last = (!open.is_new()).then(|| open.last_seconds());
        self.index.note(slot, last.is_none(), profile.search.keys());
        open.add(profile);
        if let Some(owner) = self.names.owner(&article.outlet) {
            open.note_owner(owner, &article.outlet);
        }
        let before = open.latest.replace(print);
        let heard = open.last_seconds();
        self.note_silence(slot, last, heard);
        self.names.note(&article.outlet);
        let address = self.note_address(article, print);
        self.numbers.insert(long_key(&article.id.0), print);
        let origin = Some(origin.clone()).filter(|origin| *origin != article.id);
        let (id, vector) = (article.id.clone(), profile.vector.clone());
        self.placed.push(Some(Placed { slot, id, origin, address, before, vector }));
    }

    /// The story was last heard of at `last`, if ever, and now at `heard`.
    fn note_silence(&mut self, slot: Slot, last: Option<i64>, heard: i64) {
        self.crowd.heard(last, heard);
        if last == Some(heard) {
            return;
        }
        if let Some(last) = last {
            self.silence.remove(&(last, slot));
        }
        self.silence.insert((heard, slot));
    }

    /// The first article at an address keeps it.
    fn note_address(&mut self, article: &Article, print: Print) -> Option<u64> {
        let address = long_key(article.url.as_deref()?);
        let first = *self.addresses.entry(address).or_insert(print);
        (first == print).then_some(address)
    }

    fn slot_of(&mut self, story: &StoryId) -> Slot {
        let key = long_key(&story.0);
        let known = self.slots.get(&key).copied();
        let is_it = |slot: &Slot| self.stories.get(*slot).is_some_and(|open| open.id == *story);
        if let Some(slot) = known.filter(is_it) {
            return slot;
        }
        let slot = self.stories.push(Some(Box::new(OpenStory::new(story.clone()))));
        self.slots.insert(key, slot);
        slot
    }
}

#[cfg(test)]
mod tests;
