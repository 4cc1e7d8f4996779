//! What is sent.

use super::{Conversation, Voice};
use serde_json::{Map, Value, json};

/// How the server is asked to keep to the schema. Those that do not know the first answer 400 and are
/// asked by the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `response_format` with the schema, strict.
    Schema,
    /// `response_format` that asks for any JSON object.
    Object,
    /// Nothing but the words of the question.
    Words,
}

impl Form {
    pub(super) const ALL: [Form; 3] = [Form::Schema, Form::Object, Form::Words];
}

/// What is asked of every answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Manner {
    pub(super) model: String,
    pub(super) temperature: f64,
    pub(super) seed: i64,
    pub(super) max_tokens: u32,
}

/// What some servers will not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dislikes {
    /// `max_tokens`, which then goes by its newer name.
    pub(super) max_tokens: bool,
    /// `temperature`.
    pub(super) temperature: bool,
    /// `seed`.
    pub(super) seed: bool,
}

impl Dislikes {
    /// What a complaint says that the server will not have; none when that is known already.
    pub(super) fn learned(self, complaint: &str) -> Option<Dislikes> {
        let small = complaint.to_lowercase();
        let learned = match () {
            () if small.contains("max_completion_tokens") => Dislikes { max_tokens: true, ..self },
            () if small.contains("temperature") => Dislikes { temperature: true, ..self },
            () if small.contains("seed") => Dislikes { seed: true, ..self },
            () => self,
        };
        (learned != self).then_some(learned)
    }
}

/// The body of a request.
pub(super) fn body(
    manner: &Manner,
    conversation: &Conversation,
    form: Form,
    dislikes: Dislikes,
) -> String {
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(manner.model));
    body.insert("messages".to_owned(), messages(conversation, form));
    if !dislikes.temperature {
        body.insert("temperature".to_owned(), json!(manner.temperature));
    }
    if !dislikes.seed {
        body.insert("seed".to_owned(), json!(manner.seed));
    }
    let most = if dislikes.max_tokens { "max_completion_tokens" } else { "max_tokens" };
    body.insert(most.to_owned(), json!(manner.max_tokens));
    body.insert("stream".to_owned(), json!(false));
    match form {
        Form::Schema => {
            let schema = json!({"name": "brief", "strict": true, "schema": conversation.schema});
            let format = json!({"type": "json_schema", "json_schema": schema});
            body.insert("response_format".to_owned(), format);
        }
        Form::Object => {
            body.insert("response_format".to_owned(), json!({"type": "json_object"}));
        }
        Form::Words => {}
    }
    Value::Object(body).to_string()
}

/// Where the server does not hold the model to the schema, the words do.
fn messages(conversation: &Conversation, form: Form) -> Value {
    let mut messages = Vec::with_capacity(conversation.turns.len());
    for (voice, text) in &conversation.turns {
        let role = match voice {
            Voice::System => "system",
            Voice::User => "user",
            Voice::Assistant => "assistant",
        };
        messages.push(json!({"role": role, "content": text}));
    }
    if form != Form::Schema
        && let Some(last) = messages.last_mut()
        && let Some(said) = last["content"].as_str()
    {
        let schema = &conversation.schema;
        last["content"] = json!(format!("{said}\n\nJSON Schema of the answer: {schema}"));
    }
    Value::Array(messages)
}
