//! Asks a language model over HTTP: any server that speaks the chat completions of OpenAI.
//!
//! The server is the operator's choice, so it may be on this machine or in a private network; it is the only
//! address that is ever asked, and redirects are refused, since the key would travel along.

mod answer;
mod client;
mod request;

pub use answer::Said;
pub use client::{Chat, Server};

use serde_json::Value;
use std::time::Duration;

/// Who said a part of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The rules.
    System,
    /// We.
    User,
    /// The model.
    Assistant,
}

/// A conversation that the model is to go on with.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// What has been said, in order.
    pub turns: Vec<(Voice, String)>,
    /// JSON Schema of what the model is to say.
    pub schema: Value,
}

impl Conversation {
    /// Bytes of all that is sent for the model to read, the schema too: no tokenizer makes more tokens of it,
    /// but for the few that servers put between the turns.
    pub fn bytes(&self) -> usize {
        let turns: usize = self.turns.iter().map(|(_, text)| text.len()).sum();
        turns + self.schema.to_string().len()
    }
}

/// Why a model gave no answer. The text is what the desk shows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChatError {
    /// Nobody is there, or the connection broke.
    #[error("its server cannot be reached: {0}")]
    Unreachable(String),
    /// No whole answer in time. The server may count it all the same.
    #[error("it did not answer within {} seconds", .0.as_secs())]
    TimedOut(Duration),
    /// 429.
    #[error("its server has too much to do (429){}", later(.0))]
    Busy(Option<Duration>),
    /// 5xx.
    #[error("its server failed ({status}){}", later(.after))]
    Failed {
        /// The status.
        status: u16,
        /// When to ask again, if the server said so.
        after: Option<Duration>,
    },
    /// 401 or 403.
    #[error("its server refuses the key ({0})")]
    KeyRefused(u16),
    /// 404 or 410: the model or the address.
    #[error("its server does not know it ({0}): {1}")]
    Gone(u16, String),
    /// Another status than these and 200.
    #[error("its server refuses the question ({0}): {1}")]
    Refused(u16, String),
    /// 3xx.
    #[error("its server sends us elsewhere ({0}), which is not followed; give the address itself")]
    Redirected(u16),
    /// The answer is no chat completion.
    #[error("its server's answer cannot be read: {0}")]
    Unreadable(String),
    /// The answer ended at the most tokens.
    #[error("its answer broke off at the most tokens")]
    CutOff(Spent),
    /// The model, or a filter before it, will not say it.
    #[error("it declines to answer: {0}")]
    Declined(String, Spent),
}

fn later(after: &Option<Duration>) -> String {
    after.map(|after| format!("; it asks to wait {} seconds", after.as_secs())).unwrap_or_default()
}

/// Tokens that a call took, as the server counted them, if it did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Of what the model read.
    pub tokens_in: Option<u64>,
    /// Of what it said.
    pub tokens_out: Option<u64>,
}

#[cfg(test)]
mod tests;
