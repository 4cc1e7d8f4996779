use crate::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Article, ArticleId, Choice, Relevance, Screening, StoryId};
use std::collections::BTreeMap;

/// An editor's choice about one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleChoice {
    /// Which.
    pub article: ArticleId,
    /// What.
    pub choice: Choice,
    /// The editor.
    pub by: String,
    /// In the editor's words.
    pub why: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What a choice did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// The article goes on to threading.
    GoesOn,
    /// It stands in this story, and stays there.
    Stays(StoryId),
    /// It stops; it was in no story.
    Stops,
    /// It stops, and has left this story.
    Left(StoryId),
}

/// What an edition is about, as the desk taught it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnedTopic {
    /// The hash of the words that describe it in the settings.
    pub description: String,
    /// When it was learned.
    pub at: Timestamp,
    /// Choices that there were then.
    pub choices: u64,
    /// The topic as text.
    pub document: String,
}

/// What screening said, what editors chose, and what is learned from their choices.
#[async_trait]
pub trait Screenings: Send + Sync {
    /// What screening, or an editor in its place, says of the latest version; none before it was screened.
    async fn screening(&self, article: &ArticleId) -> Result<Option<Screening>, StoreError>;

    /// How relevant the reports since `since` are, from 0 to 1, as screening said of the latest version of
    /// each; without those of which it said nothing.
    async fn relevances(&self, since: Timestamp) -> Result<BTreeMap<ArticleId, f64>, StoreError>;

    /// What screening said of how the reports of a story suit the edition; without those of which it said
    /// nothing.
    async fn relevance_in(
        &self,
        story: &StoryId,
    ) -> Result<BTreeMap<ArticleId, Relevance>, StoreError>;

    /// Keeps an editor's choice, which stands above every rule from now on, also for later versions.
    ///
    /// A kept article that is in no story goes on to threading, due at once. A killed one is dropped with the
    /// editor's name as the reason and leaves its story, which opens that story's writing, due at once. None when there is
    /// no such article.
    async fn choose(&self, choice: &ArticleChoice) -> Result<Option<Chosen>, StoreError>;

    /// The last choice about each article with its latest version, the latest choices first, at most `limit`.
    async fn choices(&self, limit: u32) -> Result<Vec<(ArticleChoice, Article)>, StoreError>;

    /// How many choices were ever made, those that were taken back too.
    async fn count_choices(&self) -> Result<u64, StoreError>;

    /// Keeps a learned topic; earlier ones of the description stay beside it.
    async fn keep_topic(&self, topic: &LearnedTopic) -> Result<(), StoreError>;

    /// The topic of this description that was learned last.
    async fn topic(&self, description: &str) -> Result<Option<LearnedTopic>, StoreError>;
}
