//! A server on the loopback interface that speaks the chat completions of OpenAI and says what a script says.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub mod liar;

/// A claim as the question gives it.
#[derive(Clone, Debug)]
pub struct Claim {
    pub id: String,
    pub text: String,
}

/// A question that came in.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The body of the request.
    pub body: Value,
    /// The `Authorization` that came with it.
    pub key: Option<String>,
    pub claims: Vec<Claim>,
    /// What is sent back to be written again: number, text, claims.
    pub failed: Vec<(usize, String, Vec<String>)>,
    /// Whether sentences are sent back.
    pub is_again: bool,
}

/// What the server does.
pub enum Reply {
    /// A completion with these words.
    Says(String),
    /// A completion that ended for this reason.
    Ends(String, &'static str),
    /// A completion in which the model refuses.
    Refuses(&'static str),
    /// Any answer at all: status, further headers, body.
    Answers(u16, &'static str, String),
    /// Nothing for so long, then silence.
    Hangs(Duration),
    /// The connection is closed at once.
    HangsUp,
}

type Script = dyn Fn(&Asked) -> Reply + Send + Sync;

/// The server; what it was asked can be looked at.
#[derive(Clone)]
pub struct Scripted {
    script: Arc<Script>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Scripted {
    /// Serves from now on, for as long as the test runs; gives the address of its API.
    pub fn serve(script: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> (Scripted, String) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let server = Scripted { script: Arc::new(script), asked: Arc::default() };
        let serving = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = serving.clone();
                std::thread::spawn(move || server.answer(stream));
            }
        });
        (server, format!("http://{address}/v1"))
    }

    /// What came in so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic while held").clone()
    }

    fn answer(&self, mut stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let (mut line, mut length, mut key) = (String::new(), 0, None);
        reader.read_line(&mut line).ok()?;
        assert!(line.starts_with("POST /v1/chat/completions "), "{line}");
        loop {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 || line == "\r\n" {
                break;
            }
            let (name, value) = line.trim().split_once(':')?;
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().ok()?,
                "authorization" => key = Some(value.trim().to_owned()),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let asked = asked(serde_json::from_slice(&body).ok()?, key);
        self.asked.lock().ok()?.push(asked.clone());
        send(&mut stream, (self.script)(&asked), &body)
    }
}

fn asked(body: Value, key: Option<String>) -> Asked {
    let said = |at: usize| -> Value {
        let words = body["messages"][at]["content"].as_str().unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(words).into_iter();
        values.next().and_then(Result::ok).unwrap_or_default()
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let claim = |value: &Value| Claim { id: text(&value["id"]), text: text(&value["text"]) };
    let failed = |value: &Value| {
        let claims = list(&value["claims"]).iter().map(text).collect();
        (value["n"].as_u64().unwrap_or_default() as usize, text(&value["text"]), claims)
    };
    let is_again = body["messages"][3].is_object();
    Asked {
        key,
        claims: list(&said(1)["claims"]).iter().map(claim).collect(),
        failed: list(&said(3)["failed"]).iter().map(failed).collect(),
        is_again,
        body,
    }
}

fn send(stream: &mut TcpStream, reply: Reply, question: &[u8]) -> Option<()> {
    let completion = |message: Value, ended: &str| {
        let usage = json!({
            "prompt_tokens": question.len() / 4,
            "completion_tokens": message.to_string().len() / 4,
        });
        json!({
            "id": "x", "object": "chat.completion", "model": "scripted",
            "choices": [{"index": 0, "message": message, "finish_reason": ended}],
            "usage": usage,
        })
        .to_string()
    };
    let says = |words: &str| json!({"role": "assistant", "content": words});
    let (status, headers, body) = match reply {
        Reply::Says(words) => (200, "", completion(says(&words), "stop")),
        Reply::Ends(words, why) => (200, "", completion(says(&words), why)),
        Reply::Refuses(why) => {
            let message = json!({"role": "assistant", "content": null, "refusal": why});
            (200, "", completion(message, "stop"))
        }
        Reply::Answers(status, headers, body) => (status, headers, body),
        Reply::Hangs(time) => {
            std::thread::sleep(time);
            return None;
        }
        Reply::HangsUp => return None,
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).ok()
}

/// A brief of these sentences, each with the ids of its claims: the first is the headline, the next two are the lede.
pub fn brief(lines: &[(String, Vec<String>)]) -> String {
    let line = |(text, claims): &(String, Vec<String>)| json!({"text": text, "claims": claims});
    let headline = lines.first().map(line).unwrap_or_default();
    let lede: Vec<Value> = lines.iter().skip(1).take(2).map(line).collect();
    let rest: Vec<&(String, Vec<String>)> = lines.iter().skip(3).collect();
    let sections: Vec<Value> = rest
        .chunks(5)
        .take(8)
        .map(|part| {
            let claims: Vec<&String> = part.iter().flat_map(|(_, claims)| claims).take(1).collect();
            let sentences: Vec<Value> = part.iter().map(|one| line(one)).collect();
            json!({"heading": {"text": "Background", "claims": claims}, "sentences": sentences})
        })
        .collect();
    json!({"headline": headline, "lede": lede, "sections": sections}).to_string()
}

/// Sentences written again.
pub fn again(lines: &[(usize, String, Vec<String>)]) -> String {
    let line = |(n, text, claims): &(usize, String, Vec<String>)| json!({"n": n, "text": text, "claims": claims});
    json!({"sentences": lines.iter().map(line).collect::<Vec<Value>>()}).to_string()
}

/// An honest model without a pen of its own: every sentence is a claim as it stands.
pub fn honest(asked: &Asked) -> Reply {
    let said = |claim: &Claim| (claim.text.clone(), vec![claim.id.clone()]);
    let lines: Vec<(String, Vec<String>)> = asked.claims.iter().take(13).map(said).collect();
    Reply::Says(if asked.is_again { again(&[]) } else { brief(&lines) })
}
