//! What comes back.

use super::{ChatError, Spent};
use serde::Deserialize;

/// What a model said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its words.
    pub text: String,
    /// What that took.
    pub spent: Spent,
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
}

/// Characters of a server's words that are shown.
const SHOWN: usize = 200;

/// Reads a chat completion.
pub(super) fn said(bytes: &[u8]) -> Result<Said, ChatError> {
    let completion: Completion = serde_json::from_slice(bytes)
        .map_err(|error| ChatError::Unreadable(format!("it is no chat completion: {error}")))?;
    let spent = completion.usage.map_or(Spent::default(), |usage| Spent {
        tokens_in: usage.prompt_tokens,
        tokens_out: usage.completion_tokens,
    });
    let choice = completion.choices.into_iter().next();
    let choice = choice.ok_or_else(|| ChatError::Unreadable("it holds no choice".to_owned()))?;
    if let Some(why) = choice.message.refusal.filter(|why| !why.trim().is_empty()) {
        return Err(ChatError::Declined(shown(&why), spent));
    }
    match choice.finish_reason.as_deref() {
        Some("length") => return Err(ChatError::CutOff(spent)),
        Some("content_filter") => {
            return Err(ChatError::Declined("a filter of its server".to_owned(), spent));
        }
        _ => {}
    }
    let text = choice.message.content;
    let text = text.ok_or_else(|| ChatError::Unreadable("its message is empty".to_owned()))?;
    Ok(Said { text, spent })
}

/// What a server says of an error: `{"error": {"message": …}}`, `{"error": …}`, or whatever it sends.
pub(super) fn complaint(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let value: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let told = value.as_ref().and_then(|value| {
        let error = value.get("error")?;
        error.get("message").unwrap_or(error).as_str()
    });
    shown(told.unwrap_or(&text))
}

/// The beginning of a text on one line.
fn shown(text: &str) -> String {
    let plain: Vec<&str> = text.split_whitespace().collect();
    let plain = plain.join(" ");
    match plain.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}
