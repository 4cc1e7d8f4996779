//! A topic as a file: what describes it, what it learned, and from what.

use super::Topic;
use super::model::{BadWeights, Linear, LinearFile};
use super::phrases::Query;
use super::teaching::Provenance;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Of this form; another one is refused.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicFile {
    form: u32,
    name: String,
    query: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    stories: Vec<String>,
    learned: Vec<Provenance>,
    relevance: LinearFile,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    sections: BTreeMap<String, LinearFile>,
}

/// Why a topic's file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadTopic {
    /// It is not JSON of this form.
    #[error("the topic cannot be read")]
    Json(#[from] serde_json::Error),
    /// Another version of the program wrote it.
    #[error("the topic is of form {0}, which this version does not know")]
    Form(u32),
    /// A weight is broken.
    #[error(transparent)]
    Weights(#[from] BadWeights),
}

impl Topic {
    /// Reads what [`Topic::write`] wrote.
    pub fn read(text: &str) -> Result<Topic, BadTopic> {
        let file: TopicFile = serde_json::from_str(text)?;
        if file.form != FORM {
            return Err(BadTopic::Form(file.form));
        }
        let section = |(name, linear): (String, LinearFile)| Ok((name, Linear::try_from(&linear)?));
        let sections: Result<_, BadWeights> = file.sections.into_iter().map(section).collect();
        Ok(Topic {
            name: file.name,
            query: Query::new(&file.query, &file.stories),
            phrases: file.query,
            stories: file.stories,
            relevance: Linear::try_from(&file.relevance)?,
            sections: sections?,
            learned: file.learned,
        })
    }

    /// The topic as text, a key a line; read back it judges the same but for the rounding of its weights.
    pub fn write(&self) -> Result<String, BadTopic> {
        let sections = self.sections.iter().map(|(name, linear)| (name.clone(), linear.into()));
        let file = TopicFile {
            form: FORM,
            name: self.name.clone(),
            query: self.phrases.clone(),
            stories: self.stories.clone(),
            learned: self.learned.clone(),
            relevance: (&self.relevance).into(),
            sections: sections.collect(),
        };
        Ok(serde_json::to_string_pretty(&file)?)
    }

    /// What describes it, whatever it learned: the same for topics of one description.
    pub fn description(&self) -> String {
        let mut parts: Vec<&[u8]> = vec![self.name.as_bytes()];
        for (mark, texts) in [("query", &self.phrases), ("stories", &self.stories)] {
            parts.push(mark.as_bytes());
            parts.extend(texts.iter().map(|text| text.as_bytes()));
        }
        news::short_digest(&parts)
    }
}
