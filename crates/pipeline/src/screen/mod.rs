//! Which articles go on, and why the others do not.
//!
//! Rules that an operator writes ([`Rules`]), labels for what is no report, and how much an article belongs
//! to an edition that is about something ([`topic`]). An editor's word stands above all of them, and is asked before.

mod labels;
mod rule;
pub mod topic;

pub use labels::{LABELS, Label};
pub use rule::BadRule;

use news::{Article, Registry, Screening};
use rule::Rule;
use std::collections::BTreeSet;
use topic::{Judgement, Topic};

/// Which articles an edition wants. Defaults stand in the example settings.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// When there are any, one must match; `rule` says how they are written.
    pub include: Vec<String>,
    /// The same; one that matches drops the article.
    pub mute: Vec<String>,
    /// ISO 639-1 codes; empty lets all through. An article of unknown language is let through.
    pub languages: Vec<String>,
    /// Labels that are dropped: "sponsored", "deals", "roundup", …
    pub drop_labels: Vec<String>,
    /// Name of a topic that ships with the program; empty for none.
    pub topic: String,
    /// Phrases that say what the edition is about.
    pub query: Vec<String>,
    /// Headlines or texts of stories that belong.
    pub examples: Vec<String>,
    /// Least relevance of an article to the topic, from 0 to 1.
    pub relevance: f64,
    /// New decisions of the desk after which the topic is learned anew; 0 for never by itself.
    pub train_after: u32,
}

impl Rules {
    /// No rule at all.
    pub fn none() -> Rules {
        Rules {
            include: Vec::new(),
            mute: Vec::new(),
            languages: Vec::new(),
            drop_labels: Vec::new(),
            topic: String::new(),
            query: Vec::new(),
            examples: Vec::new(),
            relevance: 0.5,
            train_after: 20,
        }
    }

    /// What the example settings hold.
    ///
    /// All topics and languages. Dropped is what is no report of an event (advertising, job ads,
    /// horoscopes, puzzles, lottery numbers) and roundups, which would join the stories that they list into one.
    pub fn standard() -> Rules {
        let drop = ["sponsored", "deals", "roundup", "job ad", "horoscope", "quiz", "lottery"];
        Rules { drop_labels: drop.map(str::to_owned).to_vec(), ..Rules::none() }
    }
}

/// Rules made ready: expressions compiled.
pub struct Screen {
    include: Vec<Rule>,
    mute: Vec<Rule>,
    languages: BTreeSet<String>,
    drop_labels: BTreeSet<String>,
    topic: Option<Topic>,
    relevance: f64,
    registry: Registry,
}

impl Screen {
    /// Compiles the rules. `topic` is what the edition is about; the registry knows outlets by all their names.
    pub fn new(
        rules: &Rules,
        topic: Option<Topic>,
        registry: &Registry,
    ) -> Result<Screen, BadRule> {
        let compiled = |rules: &[String]| -> Result<Vec<Rule>, BadRule> {
            rules.iter().map(|rule| Rule::new(rule)).collect()
        };
        let known = |label: &String| LABELS.contains(&label.as_str());
        if let Some(label) = rules.drop_labels.iter().find(|label| !known(label)) {
            let why = format!("there is no such label; there are {}", LABELS.join(", "));
            return Err(BadRule { rule: label.clone(), why });
        }
        Ok(Screen {
            include: compiled(&rules.include)?,
            mute: compiled(&rules.mute)?,
            languages: rules.languages.iter().map(|language| primary(language)).collect(),
            drop_labels: rules.drop_labels.iter().cloned().collect(),
            topic,
            relevance: rules.relevance,
            registry: registry.clone(),
        })
    }

    /// Decides on one article.
    pub fn screen(&self, article: &Article) -> Screening {
        let labels = labels::labels(article);
        let judgement = self.judge(article);
        let dropped = self
            .wrong_language(article)
            .or_else(|| self.muted(article))
            .or_else(|| self.not_included(article))
            .or_else(|| self.unwanted(&labels))
            .or_else(|| self.off_topic(judgement.as_ref()?));
        Screening {
            dropped,
            labels: labels.iter().map(|label| label.name.to_owned()).collect(),
            relevance: judgement.map(|judgement| judgement.relevance),
        }
    }

    /// The article's labels, with how they show.
    pub fn labels(&self, article: &Article) -> Vec<Label> {
        labels::labels(article)
    }

    /// How much the article belongs to the edition's topic, and why; none for an edition about everything.
    pub fn judge(&self, article: &Article) -> Option<Judgement> {
        self.topic.as_ref().map(|topic| topic.judge(article))
    }

    /// What the edition is about.
    pub fn topic(&self) -> Option<&Topic> {
        self.topic.as_ref()
    }

    fn wrong_language(&self, article: &Article) -> Option<String> {
        let language = article.language.as_deref().filter(|language| !language.is_empty())?;
        let wanted = self.languages.is_empty() || self.languages.contains(&primary(language));
        let known: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        (!wanted).then(|| format!("The language is {language}, not one of {}.", known.join(", ")))
    }

    fn muted(&self, article: &Article) -> Option<String> {
        self.mute.iter().find_map(|rule| {
            let place = rule.place(article, &self.registry)?;
            Some(format!("The mute rule \"{}\" matches in the {place}.", rule.written))
        })
    }

    fn not_included(&self, article: &Article) -> Option<String> {
        let matches = |rule: &Rule| rule.place(article, &self.registry).is_some();
        let wanted = self.include.is_empty() || self.include.iter().any(matches);
        (!wanted).then(|| "No include rule matches in the article.".to_owned())
    }

    fn unwanted(&self, labels: &[Label]) -> Option<String> {
        let label = labels.iter().find(|label| self.drop_labels.contains(label.name))?;
        Some(format!("The label \"{}\" is dropped: {}.", label.name, label.why))
    }

    fn off_topic(&self, judgement: &Judgement) -> Option<String> {
        let score = judgement.relevance.score;
        (score < self.relevance).then(|| {
            let (score, least) = (score * 100.0, self.relevance * 100.0);
            let why = judgement.in_words();
            format!("The relevance is {score:.0} %, under {least:.0} %: {why}.")
        })
    }
}

/// The language without its region, lowercase: `en` of `en-GB`.
fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests;
