//! Makes a better topic of a topic and decisions, and says how good it is on decisions that it did not see.

use super::learn::{Example, Freedom, held_back, learn};
use super::model::{Linear, Sections};
use super::{Topic, features};
use news::Article;
use serde::{Deserialize, Serialize};

/// An article about which somebody decided.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Which.
    pub article: Article,
    /// Whether it belongs.
    pub belongs: bool,
    /// The section that it belongs into, where that is known.
    pub section: Option<String>,
    /// How much it counts beside the others when learning; 1 for a decision of the desk.
    pub weight: f64,
    /// How many articles of the edition's feeds it stands for when figures are taken: 1 for a decision of the desk, 0 for
    /// one that was written to teach.
    pub stands_for: f64,
    /// Lessons of one group (reports of one event) are held back together; none for one that stands alone.
    pub group: Option<String>,
}

/// What was learned, from how much, and how good it was on what was held back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Who taught: "the desk", or for a topic that ships with the program what it was trained on.
    pub from: String,
    /// When, as RFC 3339.
    pub at: String,
    /// Lessons that belong, and those that do not.
    pub kept: usize,
    /// Those that do not.
    pub killed: usize,
    /// On lessons held back in turn.
    pub held_back: Figures,
}

/// How good a topic is on lessons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Share of what it keeps that belongs.
    pub precision: f64,
    /// Share of what belongs that it keeps.
    pub recall: f64,
}

/// Share of what belongs that a topic shall keep on lessons held back: an article that is lost costs more than one too many,
/// which an editor sees and kills.
pub const RECALL: f64 = 0.95;

/// Lessons of each kind below which that share says nothing.
const LEAST_LESSONS: usize = 20;

impl Topic {
    /// A topic that learned from these lessons beyond what it knew, or why it cannot.
    ///
    /// The relevance of a half stands where this share of what belongs is kept on lessons held back.
    pub fn taught(
        &self,
        lessons: &[Lesson],
        recall: f64,
        from: &str,
        at: &str,
    ) -> Result<Topic, CannotLearn> {
        let kept = lessons.iter().filter(|lesson| lesson.belongs).count();
        let killed = lessons.len() - kept;
        if kept == 0 || killed == 0 {
            return Err(CannotLearn { kept, killed });
        }
        let examples = self.examples(lessons);
        let freedom = if self.learned.is_empty() { Freedom::FIRST } else { Freedom::LATER };
        let scores = held_back(&examples, &self.relevance, freedom);
        let cut =
            if kept.min(killed) < LEAST_LESSONS { 0.0 } else { cut(&examples, &scores, recall) };
        let mut relevance = learn(&examples, &self.relevance, freedom);
        relevance.bias -= cut;
        let mut learned = self.learned.clone();
        let (from, at) = (from.to_owned(), at.to_owned());
        learned.push(Provenance {
            from,
            at,
            kept,
            killed,
            held_back: figures(&examples, &scores, cut),
        });
        Ok(Topic {
            name: self.name.clone(),
            phrases: self.phrases.clone(),
            stories: self.stories.clone(),
            query: super::Query::new(&self.phrases, &self.stories),
            relevance,
            sections: self.taught_sections(lessons),
            learned,
        })
    }

    /// The lessons as the model sees them.
    pub fn examples(&self, lessons: &[Lesson]) -> Vec<Example> {
        let example = |lesson: &Lesson| Example {
            input: self.input(&lesson.article),
            belongs: lesson.belongs,
            weight: lesson.weight,
            stands_for: lesson.stands_for,
            group: features::hash(lesson.group.as_deref().unwrap_or(&lesson.article.id.0)),
        };
        lessons.iter().map(example).collect()
    }

    /// A model for each section that lessons name: its own against those of the others.
    fn taught_sections(&self, lessons: &[Lesson]) -> Sections {
        let placed: Vec<Lesson> = lessons
            .iter()
            .filter(|lesson| lesson.belongs && lesson.section.is_some())
            .cloned()
            .collect();
        let mut sections = self.sections.clone();
        for name in placed.iter().filter_map(|lesson| lesson.section.as_ref()) {
            sections.entry(name.clone()).or_insert_with(Linear::zero);
        }
        if placed.is_empty() {
            return sections;
        }
        let mut examples = self.examples(&placed);
        for (name, linear) in &mut sections {
            for (example, lesson) in examples.iter_mut().zip(&placed) {
                example.belongs = lesson.section.as_ref() == Some(name);
            }
            *linear = learn(&examples, linear, Freedom::FIRST);
        }
        sections
    }
}

/// Why nothing can be learned.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "nothing can be learned from {kept} kept and {killed} killed: there must be some of both; \
     `newsloom desk restore` and `newsloom desk kill` make them"
)]
pub struct CannotLearn {
    /// Lessons that belong.
    pub kept: usize,
    /// Lessons that do not.
    pub killed: usize,
}

/// The score at which this share of what belongs is kept.
fn cut(examples: &[Example], scores: &[f64], recall: f64) -> f64 {
    let mut wanted: Vec<(f64, f64)> = examples
        .iter()
        .zip(scores)
        .filter(|(example, _)| example.belongs)
        .map(|(example, score)| (*score, example.stands_for))
        .collect();
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let enough = recall * wanted.iter().map(|(_, weight)| weight).sum::<f64>();
    let mut kept = 0.0;
    let reached = wanted.iter().find(|(_, weight)| {
        kept += weight;
        kept >= enough
    });
    reached.map_or(0.0, |(score, _)| *score)
}

/// How good scores are when all from `cut` on is kept.
pub fn figures(examples: &[Example], scores: &[f64], cut: f64) -> Figures {
    let (mut kept, mut belongs, mut both) = (0.0, 0.0, 0.0);
    for (example, score) in examples.iter().zip(scores) {
        kept += if *score >= cut { example.stands_for } else { 0.0 };
        belongs += if example.belongs { example.stands_for } else { 0.0 };
        both += if example.belongs && *score >= cut { example.stands_for } else { 0.0 };
    }
    let share = |of: f64| if of > 0.0 { thousandth(both / of) } else { 0.0 };
    Figures { precision: share(kept), recall: share(belongs) }
}

/// As it is written down.
fn thousandth(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
