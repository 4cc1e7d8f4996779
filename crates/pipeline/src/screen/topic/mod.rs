//! What an edition is about: how much an article belongs, and why.
//!
//! Described by phrases, by example stories, or both, and learned from what the desk keeps and kills. Start with
//! [`Topic::judge`]; [`teaching`] makes a better topic of a topic and decisions.

mod features;
mod file;
mod lbfgs;
mod learn;
mod model;
mod phrases;
mod rarity;
mod teaching;
mod tokens;

pub use file::BadTopic;
pub use learn::Example;
pub use model::{Input, Linear, Reason};
pub use teaching::{Figures, Lesson, Provenance, RECALL, figures};

use model::{Sections, probability};
use news::{Article, Relevance};
use phrases::Query;

/// What an edition is about, ready to judge.
pub struct Topic {
    /// The word by which settings name it; of one that the operator described, [`DESCRIBED`].
    name: String,
    /// The phrases of the query.
    phrases: Vec<String>,
    /// Texts of stories that belong.
    stories: Vec<String>,
    query: Query,
    relevance: Linear,
    sections: Sections,
    learned: Vec<Provenance>,
}

/// Name of a topic that the operator described in phrases or examples.
pub const DESCRIBED: &str = "described";

/// How much an article belongs, with the reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// How much, and in which section.
    pub relevance: Relevance,
    /// What is said of an article of which nothing is known, as log odds.
    pub beforehand: f64,
    /// What moves it from there, the strongest first.
    pub reasons: Vec<Reason>,
}

impl Judgement {
    /// The strongest reasons on either side, for a sentence: `for it "robot"; against it "film", "series"`.
    pub fn in_words(&self) -> String {
        let side = |name: &str, speaks: fn(f64) -> bool| {
            let reasons = self.reasons.iter().filter(|reason| speaks(reason.adds));
            let words: Vec<&str> = reasons.map(|reason| reason.what.as_str()).take(SHOWN).collect();
            (!words.is_empty()).then(|| format!("{name} it {}", words.join(", ")))
        };
        let speaks_for = side("for", |adds| adds > 0.0).unwrap_or("nothing for it".to_owned());
        let against = side("against", |adds| adds < 0.0);
        against.map_or(speaks_for.clone(), |against| format!("{speaks_for}; {against}"))
    }
}

/// Reasons of either side in a sentence.
const SHOWN: usize = 3;

/// Reasons that are kept: more than a screen of them explains nothing.
const REASONS: usize = 20;

/// Relevance from which an article has a section.
const BELONGS: f64 = 0.5;

impl Topic {
    /// A topic that phrases and example stories describe; nothing when they hold no word.
    pub fn described(phrases: &[String], stories: &[String]) -> Option<Topic> {
        let query = Query::new(phrases, stories);
        (!query.is_empty()).then(|| Topic {
            name: DESCRIBED.to_owned(),
            phrases: phrases.to_vec(),
            stories: stories.to_vec(),
            query,
            relevance: Linear::of_the_query(),
            sections: Sections::new(),
            learned: Vec::new(),
        })
    }

    /// The same topic, whose query these phrases and stories join.
    pub fn with(mut self, phrases: &[String], stories: &[String]) -> Topic {
        self.phrases.extend_from_slice(phrases);
        self.stories.extend_from_slice(stories);
        self.query.extend(phrases, stories);
        self
    }

    /// The same topic under a name of its own, for one that ships with the program.
    pub fn named(self, name: &str) -> Topic {
        Topic { name: name.to_owned(), ..self }
    }

    /// How much an article belongs, and why.
    pub fn judge(&self, article: &Article) -> Judgement {
        let input = self.input(article);
        let score = probability(self.relevance.score(&input));
        let belongs = score >= BELONGS;
        Judgement {
            relevance: Relevance {
                score,
                section: belongs.then(|| self.section(&input)).flatten(),
            },
            beforehand: self.relevance.bias,
            reasons: self.relevance.reasons(&input, REASONS),
        }
    }

    /// What of an article counts for this topic.
    pub fn input(&self, article: &Article) -> Input {
        Input::new(article, &self.query)
    }

    /// The word by which settings name it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The phrases that describe it.
    pub fn phrases(&self) -> &[String] {
        &self.phrases
    }

    /// The names of its sections, ordered.
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }

    /// What it was learned from, the first lessons first.
    pub fn learned(&self) -> &[Provenance] {
        &self.learned
    }

    fn section(&self, input: &Input) -> Option<String> {
        let scored = self.sections.iter().map(|(name, linear)| (name, linear.score(input)));
        scored.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(name, _)| name.clone())
    }
}

#[cfg(test)]
mod tests;
