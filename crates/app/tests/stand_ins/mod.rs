//! Services on the loopback interface that are as strict as the real ones: what they do not take gets their own error.

use fetch::webhook::Secret;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// What bots and accounts show.
pub const TOKEN: &str = "123456:AA-token";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Slack,
    Discord,
    Telegram,
    Mastodon,
    Partner,
}

/// A service, and what came to it.
pub struct StandIn {
    pub kind: Kind,
    pub address: SocketAddr,
    heard: Arc<(Mutex<Heard>, Condvar)>,
}

#[derive(Default)]
struct Heard {
    asked: usize,
    /// Bodies that were taken since somebody looked.
    taken: Vec<String>,
    /// What was wrong with others.
    wrong: Vec<String>,
    /// Keys by which repeats are known.
    keys: Vec<String>,
}

/// A request as it came.
struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Request {
    fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

impl StandIn {
    /// Starts one that gives these answers first, whatever comes: status with further headers, and body.
    pub fn start(kind: Kind, first: &[(&str, &str)]) -> StandIn {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new((Mutex::new(Heard::default()), Condvar::new()));
        let first: Vec<(String, String)> =
            first.iter().map(|(status, body)| (status.to_string(), body.to_string())).collect();
        let own = heard.clone();
        std::thread::spawn(move || {
            let mut first = first.into_iter();
            let mut silent = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read(&stream);
                own.0.lock().unwrap().asked += 1;
                own.1.notify_all();
                let (status, body) = match first.next() {
                    Some((status, _)) if status == "silence" => {
                        silent.push(stream);
                        continue;
                    }
                    Some(answer) => answer,
                    None => answer(kind, &request, &mut own.0.lock().unwrap()),
                };
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                stream.write_all((head + &body).as_bytes()).unwrap();
            }
        });
        StandIn { kind, address, heard }
    }

    /// How many requests came.
    pub fn asked(&self) -> usize {
        self.heard.0.lock().unwrap().asked
    }

    /// What was taken since the last time.
    pub fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.0.lock().unwrap().taken)
    }

    /// What was wrong with what was not taken.
    pub fn wrong(&self) -> Vec<String> {
        self.heard.0.lock().unwrap().wrong.clone()
    }

    /// Waits for a request.
    pub fn wait_until_asked(&self, most: Duration) {
        let heard = self.heard.0.lock().unwrap();
        let waited = self.heard.1.wait_timeout_while(heard, most, |heard| heard.asked == 0);
        assert!(!waited.unwrap().1.timed_out(), "nobody asked");
    }
}

fn read(stream: &TcpStream) -> Request {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).unwrap() == 0 || header == "\r\n" {
            break;
        }
        let (name, value) = header.trim_end().split_once(':').unwrap();
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = Request { line: line.trim_end().to_owned(), headers, body: String::new() };
    let mut body = vec![0; request.header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    request.body = String::from_utf8(body).unwrap();
    request
}

/// What the service answers: it takes the request, or says its own error.
fn answer(kind: Kind, request: &Request, heard: &mut Heard) -> (String, String) {
    let judged = match kind {
        Kind::Slack => slack(request),
        Kind::Discord => discord(request),
        Kind::Telegram => telegram(request),
        Kind::Mastodon => mastodon(request, heard),
        Kind::Partner => partner(request, heard),
    };
    match judged {
        Ok(body) => {
            heard.taken.push(request.body.clone());
            ("200 OK".to_owned(), body)
        }
        Err((status, body)) => {
            heard.wrong.push(format!("{status}: {body}: {}", request.body));
            (format!("{status} Wrong"), body)
        }
    }
}

type Judged = Result<String, (u16, String)>;

/// The body, when it is JSON, says so, and is asked for at this path.
fn json_at(request: &Request, path: &str) -> Option<Value> {
    let is_there = request.line == format!("POST {path} HTTP/1.1");
    let is_json = request.header("content-type").starts_with("application/json");
    (is_there && is_json).then(|| serde_json::from_str(&request.body).ok()).flatten()
}

/// Keys of an object, when it is one and has no others.
fn has_only(value: &Value, keys: &[&str]) -> bool {
    value.as_object().is_some_and(|map| map.keys().all(|key| keys.contains(&key.as_str())))
}

fn slack(request: &Request) -> Judged {
    let no = |why: &str| Err((400, why.to_owned()));
    if !request.line.starts_with("POST /services/T0/B0/secret ") {
        return Err((404, "no_service".to_owned()));
    }
    let Some(body) = json_at(request, "/services/T0/B0/secret") else {
        return no("invalid_payload");
    };
    if !has_only(&body, &["text", "blocks", "unfurl_links"]) || !body["text"].is_string() {
        return no("invalid_payload");
    }
    let Some(blocks) = body["blocks"].as_array().filter(|blocks| blocks.len() <= 50) else {
        return no("invalid_blocks");
    };
    for block in blocks {
        let text = block["text"]["text"].as_str().unwrap_or_default();
        let is_section = block["type"] == "section" && block["text"]["type"] == "mrkdwn";
        if !is_section || text.is_empty() || text.chars().count() > 3000 {
            return no("invalid_blocks");
        }
        // One link, of which nothing escapes.
        if text.matches('<').count() != 1
            || !text.contains("<https://")
            || text.matches('>').count() != 1
        {
            return no("invalid_blocks_format");
        }
    }
    Ok("ok".to_owned())
}

fn discord(request: &Request) -> Judged {
    let no = |why: &str| {
        Err((
            400,
            json!({ "message": "Invalid Form Body", "code": 50035, "errors": why }).to_string(),
        ))
    };
    if !request.line.starts_with("POST /api/webhooks/11/secret") {
        return Err((404, json!({ "message": "Unknown Webhook", "code": 10015 }).to_string()));
    }
    let Some(body) = json_at(request, "/api/webhooks/11/secret?wait=true") else {
        return no("form");
    };
    let Some(embeds) = body["embeds"].as_array() else {
        return Err((
            400,
            json!({ "message": "Cannot send an empty message", "code": 50006 }).to_string(),
        ));
    };
    if !has_only(&body, &["content", "embeds", "allowed_mentions"]) || embeds.len() > 10 {
        return no("embeds");
    }
    if body["allowed_mentions"] != json!({ "parse": [] }) {
        return no("this test wants nobody to be mentioned");
    }
    for embed in embeds {
        let length = |key: &str| embed[key].as_str().map_or(0, |text| text.chars().count());
        let is_web = embed["url"].as_str().is_some_and(|url| url.starts_with("https://"));
        if length("title") == 0 || length("title") > 256 || length("description") > 4096 || !is_web
        {
            return no("embeds.0");
        }
    }
    Ok(json!({ "id": "990", "type": 0, "channel_id": "5" }).to_string())
}

fn telegram(request: &Request) -> Judged {
    let no = |code: u16, why: &str| {
        Err((code, json!({ "ok": false, "error_code": code, "description": why }).to_string()))
    };
    let path = format!("/bot{TOKEN}/sendMessage");
    if !request.line.starts_with(&format!("POST {path} ")) {
        return no(401, "Unauthorized");
    }
    let Some(body) = json_at(request, &path) else {
        return no(400, "Bad Request: message text is empty");
    };
    if body["chat_id"] != "@loom" {
        return no(400, "Bad Request: chat not found");
    }
    let known = ["chat_id", "text", "parse_mode", "link_preview_options"];
    if !has_only(&body, &known)
        || body["parse_mode"] != "HTML"
        || !has_only(&body["link_preview_options"], &["is_disabled"])
    {
        return no(400, "Bad Request: unsupported parse_mode");
    }
    let text = body["text"].as_str().unwrap_or_default();
    let bare = text.replace("<b>", "").replace("</b>", "").replace("</a>", "");
    let Some(after) =
        bare.strip_prefix("<a href=\"https://").and_then(|rest| rest.split_once("\">"))
    else {
        return no(400, "Bad Request: can't parse entities");
    };
    let is_plain =
        !after.1.contains(['<', '>']) && after.1.split('&').skip(1).all(|rest| rest.contains(';'));
    match (is_plain, after.1.chars().count()) {
        (false, _) => no(400, "Bad Request: can't parse entities: Unsupported start tag"),
        (true, 0) => no(400, "Bad Request: message text is empty"),
        (true, 4097..) => no(400, "Bad Request: message is too long"),
        (true, _) => {
            Ok(json!({ "ok": true, "result": { "message_id": 7, "chat": { "id": -100 } } })
                .to_string())
        }
    }
}

fn mastodon(request: &Request, heard: &mut Heard) -> Judged {
    let no = |code: u16, why: &str| Err((code, json!({ "error": why }).to_string()));
    if request.header("authorization") != format!("Bearer {TOKEN}") {
        return no(401, "The access token is invalid");
    }
    let Some(body) = json_at(request, "/api/v1/statuses") else {
        return no(404, "Record not found");
    };
    let status = body["status"].as_str().unwrap_or_default();
    let length: usize = status
        .split_inclusive(char::is_whitespace)
        .map(|word| if word.starts_with("https://") { 23 } else { word.chars().count() })
        .sum();
    if status.is_empty() || length > 500 {
        return no(422, "Validation failed: Text character limit of 500 exceeded");
    }
    if !["public", "unlisted", "private"].map(Value::from).contains(&body["visibility"])
        || body["language"] != "en"
    {
        return no(422, "Validation failed: Language is not a valid language");
    }
    let key = request.header("idempotency-key").to_owned();
    if key.is_empty() || heard.keys.contains(&key) {
        return no(422, "this test wants a key of its own for each post");
    }
    heard.keys.push(key);
    Ok(json!({ "id": "1", "url": "https://mastodon.example/@loom/1" }).to_string())
}

fn partner(request: &Request, heard: &mut Heard) -> Judged {
    let no = |why: &str| Err((400, why.to_owned()));
    let Some(body) = json_at(request, "/told") else { return no("form") };
    let (id, second) = (request.header("webhook-id"), request.header("webhook-timestamp"));
    let signature = Secret::read(super::SECRET).unwrap().signature(
        id,
        second.parse().unwrap_or(0),
        &request.body,
    );
    if request.header("webhook-signature") != signature || heard.keys.iter().any(|key| key == id) {
        return no("signature");
    }
    heard.keys.push(id.to_owned());
    match body["type"] == "story.shared" && body["data"]["independent_reports"].is_u64() {
        true => Ok(String::new()),
        false => no("type"),
    }
}
