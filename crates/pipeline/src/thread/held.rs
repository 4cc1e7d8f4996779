//! An article is held against the open stories most like it.

use super::development;
use super::features::{self, Features};
use super::index::Slot;
use super::meaning::Usual;
use super::open_story::OpenStory;
use super::profile::Profile;
use super::{Candidate, Reading, Threader};
use news::StoryId;

/// Open stories that an article is held against closely, of those the ones most like it.
pub(super) const CLOSE_CANDIDATES: usize = 6;

/// Open stories that it is held against besides, those nearest in meaning.
const NEAR_CANDIDATES: usize = 4;

/// Days of silence after which a story is looked at a third as likely: only for choosing those
/// [`CLOSE_CANDIDATES`].
const PATIENCE_DAYS: f32 = 8.0;

/// Days around an article within which stories with a report are in the news.
pub(super) const NEWS_DAYS: f64 = 2.5;

impl Threader {
    /// Holds an article against the stories among `slots` that are most like it.
    pub(super) fn hold_against(&self, slots: &[Slot], reading: &Reading) -> Held<'_> {
        let profile = &reading.profile;
        let stories = slots.iter().filter_map(|slot| Some((*slot, &**self.stories.get(*slot)?)));
        // Gathered first: the next story comes from memory while one is looked at.
        let in_reach: Vec<(Slot, &OpenStory)> =
            stories.filter(|(_, story)| self.in_reach(story, profile)).collect();
        let mut close: Vec<Close<'_>> =
            in_reach.into_iter().map(|(slot, story)| Close::new(slot, story, profile)).collect();
        close.sort_unstable_by(|a, b| b.pull.total_cmp(&a.pull).then(b.slot.cmp(&a.slot)));
        close.truncate(CLOSE_CANDIDATES);
        let (usual, near) = self.near_in_meaning(&profile.vector);
        for slot in near {
            let is_new = close.iter().all(|close| close.slot != slot);
            let story = self.stories.get(slot).map(|story| &**story);
            let story = story.filter(|story| is_new && self.in_reach(story, profile));
            close.extend(story.map(|story| Close::new(slot, story, profile)));
        }
        let crowd = self.crowd.stories(profile.seconds, NEWS_DAYS);
        let compare = |close: &Close<'_>| {
            features::compare(profile, close.story, close.cosine, crowd, &usual)
        };
        let mut features: Vec<Features> = close.iter().map(compare).collect();
        features::set_leads(&mut features);
        let (words, least) = (reading.text.words().len(), self.thresholds.follow_up);
        let develops = |f: &Features| development::develops(f, words, crowd, least);
        let develops = features.iter().map(develops).collect();
        Held { close, features, develops }
    }

    /// What cosines of meaning the article has with the open stories as a rule, and the stories nearest to
    /// it: they may share no telling word and still mean the same. Looks at every open story.
    pub(super) fn near_in_meaning(&self, vector: &[f32]) -> (Usual, Vec<Slot>) {
        if vector.is_empty() {
            return (Usual::of([].into_iter()), Vec::new());
        }
        let stories = self.stories.numbered();
        let cosines =
            stories.filter_map(|(slot, story)| Some((story.meaning.cosine(vector)?, slot)));
        let mut cosines: Vec<(f32, Slot)> = cosines.collect();
        let usual = Usual::of(cosines.iter().map(|(cosine, _)| *cosine));
        let nearer = |a: &(f32, Slot), b: &(f32, Slot)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
        if cosines.len() > NEAR_CANDIDATES {
            cosines.select_nth_unstable_by(NEAR_CANDIDATES, nearer);
            cosines.truncate(NEAR_CANDIDATES);
        }
        cosines.sort_by(nearer);
        (usual, cosines.into_iter().map(|(_, slot)| slot).collect())
    }

    /// All that an article was held against, the most likely first.
    pub(super) fn told(&self, held: &Held<'_>) -> Vec<Candidate> {
        let chances = held.features.iter().map(|features| self.scorer.chance(features));
        let told = held.close.iter().zip(&held.features).zip(held.likely(chances, self.join()));
        let told = told.map(|((close, features), chance)| {
            let (story, features) = (close.story.id.clone(), *features);
            Candidate { story, features, chance, slot: close.slot }
        });
        let mut told: Vec<Candidate> = told.collect();
        told.sort_by(|a, b| b.chance.total_cmp(&a.chance).then(b.slot.cmp(&a.slot)));
        told
    }

    pub(super) fn chosen(&self, held: &Held<'_>) -> Option<StoryId> {
        let chances = self.scorer.leaders(&held.features, self.join());
        let likely = held.likely(chances.into_iter(), self.join()).zip(&held.close);
        let best = likely.max_by(|(a, x), (b, y)| a.total_cmp(b).then(x.slot.cmp(&y.slot)));
        best.filter(|(chance, _)| *chance >= self.join()).map(|(_, close)| close.story.id.clone())
    }
}

/// An article beside the open stories most like it.
pub(super) struct Held<'a> {
    pub(super) close: Vec<Close<'a>>,
    /// Of each.
    pub(super) features: Vec<Features>,
    /// Whether the article develops each.
    pub(super) develops: Vec<bool>,
}

impl Held<'_> {
    /// The chances, where a story that the article develops is as likely as joining asks for, or likelier.
    pub(super) fn likely(
        &self,
        chances: impl Iterator<Item = f32>,
        join: f32,
    ) -> impl Iterator<Item = f32> {
        let raised = move |(chance, develops): (f32, &bool)| {
            if *develops { chance.max(join) } else { chance }
        };
        chances.zip(&self.develops).map(raised)
    }
}

/// An open story beside an article, before they are held against each other in full.
pub(super) struct Close<'a> {
    pub(super) slot: Slot,
    pub(super) story: &'a OpenStory,
    pub(super) cosine: f32,
    /// The likeness, less for a story that has been silent.
    pub(super) pull: f32,
}

impl Close<'_> {
    pub(super) fn new<'a>(slot: Slot, story: &'a OpenStory, profile: &Profile) -> Close<'a> {
        let cosine = story.cosine(profile);
        let patience = (-story.days_apart(profile.seconds) / PATIENCE_DAYS).exp();
        Close { slot, story, cosine, pull: cosine * patience }
    }
}
