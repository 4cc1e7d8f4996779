//! Which articles go on, and why the others do not.

mod labels;
mod rule;

pub use labels::LABELS;
pub use rule::BadRule;

use news::{Article, Screening};
use rule::Rule;
use std::collections::BTreeSet;

/// Which articles an edition wants. Defaults stand in the example settings.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Words, or regular expressions between slashes; when there are any, one must match title or text.
    pub include: Vec<String>,
    /// The same; one that matches drops the article.
    pub mute: Vec<String>,
    /// ISO 639-1 codes; empty lets all through. An article of unknown language is let through.
    pub languages: Vec<String>,
    /// Labels that are dropped: "sponsored", "deals", "roundup", …
    pub drop_labels: Vec<String>,
}

impl Rules {
    /// What the example settings hold.
    ///
    /// All topics and languages. Dropped is what is no report of an event (advertising, job ads,
    /// horoscopes) and roundups, which would join the stories that they list into one.
    pub fn standard() -> Rules {
        let drop = ["sponsored", "deals", "roundup", "job ad", "horoscope"];
        Rules { drop_labels: drop.map(str::to_owned).to_vec(), ..Rules::default() }
    }
}

/// Rules made ready: expressions compiled.
pub struct Screen {
    include: Vec<Rule>,
    mute: Vec<Rule>,
    languages: BTreeSet<String>,
    drop_labels: BTreeSet<String>,
}

impl Screen {
    /// Compiles the rules.
    pub fn new(rules: &Rules) -> Result<Screen, BadRule> {
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
        })
    }

    /// Decides on one article.
    pub fn screen(&self, article: &Article) -> Screening {
        let found = labels::labels(article);
        let labels = || found.iter().map(|label| label.name.to_owned()).collect();
        let refused = self
            .wrong_language(article)
            .or_else(|| self.muted(article))
            .or_else(|| self.off_topic(article))
            .or_else(|| {
                let unwanted = found.iter().find(|label| self.drop_labels.contains(label.name));
                unwanted
                    .map(|label| format!("The label \"{}\" is dropped: {}.", label.name, label.why))
            });
        refused.map_or_else(
            || Screening::Kept { labels: labels() },
            |reason| Screening::Dropped { reason },
        )
    }

    fn wrong_language(&self, article: &Article) -> Option<String> {
        let language = article.language.as_deref().filter(|language| !language.is_empty())?;
        let wanted = self.languages.is_empty() || self.languages.contains(&primary(language));
        let known: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        (!wanted).then(|| format!("The language is {language}, not one of {}.", known.join(", ")))
    }

    fn muted(&self, article: &Article) -> Option<String> {
        self.mute.iter().find_map(|rule| {
            let place = rule.place(article)?;
            Some(format!("The mute rule \"{}\" matches in the {place}.", rule.written))
        })
    }

    fn off_topic(&self, article: &Article) -> Option<String> {
        let wanted =
            self.include.is_empty() || self.include.iter().any(|r| r.place(article).is_some());
        (!wanted).then(|| "No include rule matches in the title or the text.".to_owned())
    }
}

/// The language without its region, lowercase: `en` of `en-GB`.
fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests;
