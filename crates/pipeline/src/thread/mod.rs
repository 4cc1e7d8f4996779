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
mod index;
mod meaning;
mod names;
mod open_story;
mod origins;
mod profile;
mod repair;
mod scorer;
mod terms;
mod ties;
mod words;

pub use features::{COUNT as FEATURE_COUNT, Features, NAMES as FEATURE_NAMES};
pub use meaning::gist;
pub use repair::{Mend, RepairRules};
pub use scorer::{BadTrees, Scorer};

use crowd::Crowd;
use frequency::Frequencies;
use index::{Index, Slot};
use jiff::Timestamp;
use meaning::Usual;
use names::Names;
use news::{Article, ArticleId, Placement, Registry, StoryId};
use open_story::OpenStory;
use origins::{LeastShares, Origins, Prepared, Print, wire_named};
use profile::Profile;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;
use terms::long_key;
use words::{Word, words};

/// A hash map without random state: the same input takes the same way on every run.
type Map<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// Open stories that an article is compared with. 12 lose 0.003 of B-cubed F1 on the labelled headlines.
const CANDIDATES: usize = 24;

/// Words of a text that are looked at: reports say early what they are about, and reprints keep the opening.
const MOST_WORDS: usize = 600;

/// What decides whether two reports are of one event.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
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
    /// All were set on the labelled sets: `join` where mean B-cubed F1 is best, `copy`
    /// and `copy_without_opening` where the fewest independent reports are folded into another at
    /// the best F1. `window_days` is that of the published single-pass baselines.
    pub fn standard() -> Thresholds {
        Thresholds {
            join: 0.4,
            follow_up: 1.0,
            window_days: 30,
            copy: 0.4,
            copy_without_opening: 0.85,
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
struct Placed {
    slot: Slot,
    origin: ArticleId,
    id: ArticleId,
    /// What a sentence model makes of it; empty without one.
    vector: Vec<f32>,
}

/// Open stories that an article is held against closely, of those the ones most like it.
const CLOSE_CANDIDATES: usize = 6;

/// Open stories that it is held against besides, those nearest in meaning.
const NEAR_CANDIDATES: usize = 4;

/// Days of silence after which a story is looked at a third as likely: only for choosing those
/// [`CLOSE_CANDIDATES`].
const PATIENCE_DAYS: f32 = 8.0;

/// Days around an article within which stories with a report are in the news.
const NEWS_DAYS: f64 = 2.5;

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
    body: Vec<Word>,
    has_wire_mark: bool,
}

impl Reading {
    /// Adds what a sentence model makes of the article: a vector of unit length.
    pub fn with_vector(mut self, vector: Vec<f32>) -> Reading {
        self.profile.vector = vector;
        self
    }

    fn text(&self) -> Prepared<'_> {
        Prepared::new(&self.body, self.has_wire_mark)
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
    stories: BTreeMap<Slot, OpenStory>,
    slots: Map<StoryId, Slot>,
    origins: Origins,
    placed: BTreeMap<Print, Placed>,
    numbers: Map<ArticleId, Print>,
    addresses: Map<u64, Print>,
    next_slot: Slot,
    next_print: Print,
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
            stories: BTreeMap::new(),
            slots: Map::default(),
            origins: Origins::default(),
            placed: BTreeMap::new(),
            numbers: Map::default(),
            addresses: Map::default(),
            next_slot: 0,
            next_print: 0,
        }
    }

    /// Puts an article into a story, or starts one. Deterministic in the order of calls.
    ///
    /// An article that was placed before keeps its story and its origin, whatever its version.
    pub fn place(&mut self, article: &Article) -> Placement {
        self.place_among(article, Vec::new()).0
    }

    /// The same with what a sentence model makes of the article's [`gist`]: a vector of unit length, empty
    /// without one. Gives besides the open stories that the article was held against, the most likely
    /// first; none for a copy, which goes where the first went, and for an article that was placed before.
    pub fn place_among(
        &mut self,
        article: &Article,
        vector: Vec<f32>,
    ) -> (Placement, Vec<Candidate>) {
        if let Some((story, origin)) = self.known(&article.id) {
            let relies_on = self.ties(article, &story, &origin);
            return (Placement { relies_on, story, origin }, Vec::new());
        }
        let reading = self.read(article).with_vector(vector);
        let text = reading.text();
        let repeated = self.repeated(&text);
        let origin = repeated.map_or(&article.id, |placed| &placed.origin).clone();
        let joined = repeated
            .map(|placed| placed.slot)
            .filter(|slot| self.in_reach(*slot, &reading.profile))
            .map(|slot| self.stories[&slot].id.clone());
        let candidates = if joined.is_some() { Vec::new() } else { self.candidates(&reading) };
        let story = joined
            .or_else(|| self.chosen(&candidates))
            .unwrap_or_else(|| StoryId::started_by(&article.id));
        let relies_on = self.ties(article, &story, &origin);
        self.settle(article, &reading, &story, &origin);
        (Placement { story, origin, relies_on }, candidates)
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
        if self.numbers.contains_key(&article.id) {
            return;
        }
        let reading = self.read(article).with_vector(vector);
        self.settle(article, &reading, story, origin);
    }

    /// Reads an article and counts its words as seen.
    pub fn read(&mut self, article: &Article) -> Reading {
        let body = words(&article.text, MOST_WORDS);
        let profile = Profile::new(article, &body, &mut self.frequencies);
        let has_wire_mark = wire_named(&article.text).is_some();
        Reading { profile, body, has_wire_mark }
    }

    /// The open stories that an article could belong to, the most likely first.
    pub fn candidates(&mut self, reading: &Reading) -> Vec<Candidate> {
        let profile = &reading.profile;
        let slots = self.index.candidates(&profile.search, CANDIDATES);
        let (usual, near) = self.near_in_meaning(&profile.vector);
        let stories = slots.iter().filter_map(|slot| Some((*slot, self.stories.get(slot)?)));
        let mut close: Vec<(f32, Slot, &OpenStory)> = stories
            .filter(|(slot, _)| self.in_reach(*slot, profile))
            .map(|(slot, story)| {
                let patience = (-story.days_apart(profile.seconds) / PATIENCE_DAYS).exp();
                (story.cosine(profile) * patience, slot, story)
            })
            .collect();
        close.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        close.truncate(CLOSE_CANDIDATES);
        for slot in near {
            let is_new = close.iter().all(|(_, known, _)| *known != slot);
            let story = self.stories.get(&slot).filter(|_| is_new && self.in_reach(slot, profile));
            close.extend(story.map(|story| (story.cosine(profile), slot, story)));
        }
        let crowd = self.crowd.stories(profile.seconds, NEWS_DAYS);
        let mut compared: Vec<Features> = close
            .iter()
            .map(|(_, _, story)| features::compare(profile, story, crowd, &usual))
            .collect();
        features::set_leads(&mut compared);
        let candidates = close.iter().zip(compared).map(|((_, slot, story), features)| {
            let chance = self.chance(&features, reading.body.len(), crowd);
            Candidate { story: story.id.clone(), features, chance, slot: *slot }
        });
        let mut candidates: Vec<Candidate> = candidates.collect();
        candidates.sort_by(|a, b| b.chance.total_cmp(&a.chance).then(b.slot.cmp(&a.slot)));
        candidates
    }

    /// What cosines of meaning the article has with the open stories as a rule, and the stories nearest to
    /// it: they may share no telling word and still mean the same.
    fn near_in_meaning(&self, vector: &[f32]) -> (Usual, Vec<Slot>) {
        let cosine =
            |(slot, story): (&Slot, &OpenStory)| Some((story.meaning.cosine(vector)?, *slot));
        let mut cosines: Vec<(f32, Slot)> = match vector.is_empty() {
            true => Vec::new(),
            false => self.stories.iter().filter_map(cosine).collect(),
        };
        let usual = Usual::of(cosines.iter().map(|(cosine, _)| *cosine));
        let nearer = |a: &(f32, Slot), b: &(f32, Slot)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
        if cosines.len() > NEAR_CANDIDATES {
            cosines.select_nth_unstable_by(NEAR_CANDIDATES, nearer);
            cosines.truncate(NEAR_CANDIDATES);
        }
        cosines.sort_by(nearer);
        (usual, cosines.into_iter().map(|(_, slot)| slot).collect())
    }

    /// A report that develops the story is as likely as the setting asks for, or likelier.
    fn chance(&self, features: &Features, body_words: usize, stories: f64) -> f32 {
        let chance = self.scorer.chance(features);
        let develops =
            development::develops(features, body_words, stories, self.thresholds.follow_up);
        if develops { chance.max(self.thresholds.join as f32) } else { chance }
    }

    fn chosen(&self, candidates: &[Candidate]) -> Option<StoryId> {
        let best = candidates.first()?;
        (f64::from(best.chance) >= self.thresholds.join).then(|| best.story.clone())
    }

    /// Forgets what has left the window.
    pub fn forget_before(&mut self, now: Timestamp) {
        let oldest = now.as_second().saturating_sub(self.thresholds.window_seconds());
        let crowd = &mut self.crowd;
        self.stories.retain(|_, story| {
            let open = story.last_seconds() >= oldest;
            if !open {
                crowd.left(story.last_seconds());
            }
            open
        });
        let stories = &self.stories;
        self.slots.retain(|_, slot| stories.contains_key(slot));
        let first = stories.keys().next().copied().unwrap_or(self.next_slot);
        self.index.retain(first, |slot| stories.contains_key(&slot));
        self.placed.retain(|_, placed| stories.contains_key(&placed.slot));
        let placed = &self.placed;
        self.numbers.retain(|_, print| placed.contains_key(print));
        self.addresses.retain(|_, print| placed.contains_key(print));
        self.origins.forget(oldest, |print| placed.contains_key(&print));
    }

    fn known(&self, article: &ArticleId) -> Option<(StoryId, ArticleId)> {
        let placed = self.placed.get(self.numbers.get(article)?)?;
        Some((self.stories.get(&placed.slot)?.id.clone(), placed.origin.clone()))
    }

    fn repeated(&self, text: &Prepared<'_>) -> Option<&Placed> {
        self.placed.get(&self.origins.find(text, self.thresholds.copying())?)
    }

    fn in_reach(&self, slot: Slot, profile: &Profile) -> bool {
        let days = self.stories.get(&slot).map(|story| story.days_apart(profile.seconds));
        days.is_some_and(|days| days <= self.thresholds.window_days as f32)
    }

    /// Makes the window know the article as part of `story`.
    pub fn settle(
        &mut self,
        article: &Article,
        reading: &Reading,
        story: &StoryId,
        origin: &ArticleId,
    ) {
        let profile = &reading.profile;
        let print = self.next_print;
        self.next_print = self.next_print.wrapping_add(1);
        let slot = self.slot_of(story);
        if let Some(open) = self.stories.get_mut(&slot) {
            let before = (!open.is_new()).then(|| open.last_seconds());
            open.add(profile);
            self.crowd.heard(before, open.last_seconds());
            if let Some(owner) = self.names.owner(&article.outlet) {
                open.note_owner(owner, &article.outlet);
            }
        }
        self.index.note(slot, profile.search.keys());
        self.origins.keep(
            print,
            &reading.text(),
            self.numbers.get(origin).copied(),
            profile.seconds,
        );
        self.names.note(&article.outlet);
        if let Some(url) = &article.url {
            self.addresses.entry(long_key(url)).or_insert(print);
        }
        self.numbers.insert(article.id.clone(), print);
        let placed = Placed {
            slot,
            origin: origin.clone(),
            id: article.id.clone(),
            vector: profile.vector.clone(),
        };
        self.placed.insert(print, placed);
    }

    fn slot_of(&mut self, story: &StoryId) -> Slot {
        if let Some(slot) = self.slots.get(story) {
            return *slot;
        }
        let slot = self.next_slot;
        self.next_slot = self.next_slot.wrapping_add(1);
        self.slots.insert(story.clone(), slot);
        self.stories.insert(slot, OpenStory::new(story.clone()));
        slot
    }
}

#[cfg(test)]
mod tests;
