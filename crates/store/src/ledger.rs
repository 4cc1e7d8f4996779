use crate::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use news::{StoryId, Writing};

/// A call to a language model that is about to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCall {
    /// When.
    pub at: Timestamp,
    /// The model, as the settings name it.
    pub model: String,
    /// What for: "write", "write again".
    pub purpose: String,
    /// The story that it is about.
    pub subject: StoryId,
    /// The most that it can take.
    pub most: Taken,
}

/// What a call takes, or calls together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Tokens that the model read.
    pub tokens_in: u64,
    /// Tokens that it said.
    pub tokens_out: u64,
    /// In millionths of whatever money the prices are in.
    pub cost: u64,
}

/// What calls may take from a moment on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cap {
    /// What the operator calls it: "the day's".
    pub name: &'static str,
    /// Calls count from then on.
    pub since: Timestamp,
    /// Tokens read and said together; none for as many as there are.
    pub tokens: Option<u64>,
    /// In millionths; none for as much as it costs.
    pub cost: Option<u64>,
}

/// A call in the ledger, until it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CallId(pub i64);

/// Whether a call may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Yes; the most that it can take is set aside for it.
    Granted(CallId),
    /// No: with it, a cap could be exceeded. Says which.
    Refused(String),
}

/// A call in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// When it was made.
    pub at: Timestamp,
    /// The model.
    pub model: String,
    /// What for.
    pub purpose: String,
    /// The story that it was about.
    pub subject: StoryId,
    /// What it took; the most that it can take, until it has ended.
    pub taken: Taken,
    /// What came of it; none until it has ended, and for good where the process died.
    pub outcome: Option<String>,
}

/// The calls to one model on one day, in UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOfCalls {
    /// When the day begins.
    pub day: Timestamp,
    /// The model.
    pub model: String,
    /// How many calls.
    pub calls: u64,
    /// What they took together.
    pub taken: Taken,
}

/// What language models were asked and answered, and what that took.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// The recorded answer to the question of this hash.
    async fn answered(&self, question: &str) -> Result<Option<String>, StoreError>;

    /// Sets aside for a call the most that it can take, unless a cap could then be exceeded by what all
    /// calls since have taken and by what is set aside for others. Two processes wait for each other.
    async fn begin(&self, call: &NewCall, caps: &[Cap]) -> Result<Leave, StoreError>;

    /// Ends a call: what it took in place of what was set aside, what came of it, and the answer by the
    /// hash of its question, which stays as it was if there is one already. One that never ends, since
    /// the process died, goes on counting with the most.
    async fn end(
        &self,
        call: CallId,
        taken: Taken,
        outcome: &str,
        answer: Option<(&str, &str)>,
    ) -> Result<(), StoreError>;

    /// The last calls, the latest first.
    async fn calls(&self, limit: u32) -> Result<Vec<Call>, StoreError>;

    /// What all calls have taken since.
    async fn taken(&self, since: Timestamp) -> Result<Taken, StoreError>;

    /// The calls since, by day and model, the latest day first.
    async fn days(&self, since: Timestamp) -> Result<Vec<DayOfCalls>, StoreError>;

    /// Notes how the latest brief of a story came to be, in place of what was noted before.
    async fn note(
        &self,
        story: &StoryId,
        writing: &Writing,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// How the latest brief of a story came to be, and when, where a model was asked.
    async fn writing(&self, story: &StoryId) -> Result<Option<(Timestamp, Writing)>, StoreError>;

    /// All of them, by story.
    async fn writings(&self) -> Result<Vec<(StoryId, Timestamp, Writing)>, StoreError>;
}
