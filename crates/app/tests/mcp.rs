//! An assistant asks by the Model Context Protocol, by the real program: over standard input and output, and over
//! HTTP. The client here is written by hand, so that what is tested is what goes over the wire.

mod program;

use program::{done, refused};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{self, Child, ChildStdin, ChildStdout, Command};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);
const FERRY: &str = "The ferry Aurora ran aground off Merrow on Friday morning with 30 people aboard, the coast guard said. \
    Nobody was hurt, and the passengers were taken off by two lifeboats. The ferry Aurora will be towed to Arlen.";
const AGAIN: &str = "A ferry with 30 people aboard, the Aurora, ran aground near Merrow at dawn on Friday. \
    The coast guard brought all of the passengers ashore. The line Norrland wants to tow the ferry to Arlen.";
const GLIDER: &str = "Pilot Torrin Vale flew a glider for 900 kilometres over the Kelm hills on Thursday. \
    The flight took nine hours. It is the longest flight of a glider in the country, the glider club said.";

/// An instance with a published story of the ferry, and one of a glider that waits at the desk.
fn instance() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let dir = folder.path();
    done(dir, &["init", "--empty"]);
    let settings = "[desk]\nleast_sentences = 1\n[mcp]\nenabled = true\n";
    std::fs::write(dir.join("newsloom.toml"), settings).expect("the folder is ours");
    let reports = [
        ("gazette", "Ferry Aurora runs aground off Merrow", FERRY),
        ("courier", "Ferry Aurora aground near Merrow, all safe", AGAIN),
        ("soarer", "Pilot Torrin Vale flies glider for 900 kilometres", GLIDER),
    ];
    let lines = reports.map(|(outlet, title, text)| {
        let line = json!({"id": outlet, "outlet": format!("{outlet}.example"), "title": title, "text": text,
            "url": format!("https://{outlet}.example/1"), "published": "2026-11-20T08:00:00Z", "language": "en"});
        format!("{line}\n")
    });
    std::fs::write(dir.join("reports.jsonl"), lines.concat()).expect("the folder is ours");
    done(dir, &["import", "reports.jsonl"]);
    done(dir, &["run", "--once", "--now", "2026-11-20T08:30:00Z"]);
    let glider = story(dir, "glider");
    done(
        dir,
        &["desk", "hold", &glider, "--as", "Ada", "--why", "wait", "--now", "2026-11-20T09:00:00Z"],
    );
    folder
}

/// The id of the story whose headline holds these words.
fn story(dir: &Path, words: &str) -> String {
    let list = done(dir, &["desk", "list"]);
    let lines: Vec<&str> = list.lines().collect();
    let headline = lines.iter().position(|line| line.starts_with(' ') && line.contains(words));
    let line = lines[headline.expect("it is listed") - 1];
    line.split(' ').next().expect("an id").to_owned()
}

/// Whatever brings a call to the server and its answer back.
trait Line {
    fn call(&mut self, call: &Value) -> Value;

    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.call(&json!({"jsonrpc": "2.0", "id": 7, "method": method, "params": parameters}))
    }

    fn initialize(&mut self) -> Value {
        let client = json!({"name": "test", "version": "1"});
        let version = "2025-06-18";
        let parameters =
            json!({"protocolVersion": version, "capabilities": {}, "clientInfo": client});
        let begun = self.ask("initialize", parameters);
        self.notify(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        begun
    }

    /// Says something that has no answer.
    fn notify(&mut self, call: &Value);

    /// What a tool answers; an error of the tool as a text.
    fn tool(&mut self, name: &str, arguments: Value) -> Result<Value, String> {
        let answer = self.ask("tools/call", json!({"name": name, "arguments": arguments}));
        let result = &answer["result"];
        match result["isError"].as_bool() {
            Some(false) => Ok(result["structuredContent"].clone()),
            Some(true) => Err(result["content"][0]["text"].as_str().unwrap_or_default().to_owned()),
            None => Err(answer["error"]["message"].as_str().unwrap_or_default().to_owned()),
        }
    }
}

/// `newsloom mcp`.
struct Stdio {
    program: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Stdio {
    fn start(dir: &Path) -> Stdio {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
        command.args(["mcp", "--dir"]).arg(dir).env_remove("NEWSLOOM_DATABASE");
        command
            .stdin(process::Stdio::piped())
            .stdout(process::Stdio::piped())
            .stderr(process::Stdio::null());
        let mut program = command.spawn().expect("it runs");
        let to = program.stdin.take();
        let from = BufReader::new(program.stdout.take().expect("piped"));
        Stdio { program, to, from }
    }

    fn send(&mut self, call: &Value) {
        let to = self.to.as_mut().expect("open");
        writeln!(to, "{call}").expect("it listens");
    }
}

impl Line for Stdio {
    fn notify(&mut self, call: &Value) {
        self.send(call);
    }

    fn call(&mut self, call: &Value) -> Value {
        self.send(call);
        let mut line = String::new();
        self.from.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
    }
}

impl Drop for Stdio {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// `newsloom run` with `/mcp`.
struct Http {
    program: Child,
    site: SocketAddr,
}

impl Http {
    fn start(dir: &Path) -> Http {
        let free = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let site = free.local_addr().expect("it has one");
        drop(free);
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
        command.args(["run", "--now", "2026-11-20T12:00:00Z", "--listen", &site.to_string()]);
        command.current_dir(dir).env_remove("NEWSLOOM_DATABASE").env("NEWSLOOM_LOG", "error");
        let program = command.stderr(process::Stdio::null()).spawn().expect("it runs");
        let http = Http { program, site };
        let start = Instant::now();
        while TcpStream::connect(site).is_err() {
            assert!(start.elapsed() < PATIENCE, "the site does not come up");
            std::thread::sleep(Duration::from_millis(20));
        }
        http
    }

    /// Status line and body of a call with these headers.
    fn post(&self, host: &str, more: &str, body: &str) -> (String, String) {
        self.talk("POST /mcp", host, more, body)
    }

    fn talk(&self, what: &str, host: &str, more: &str, body: &str) -> (String, String) {
        let mut stream = TcpStream::connect(self.site).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        let head = format!(
            "{what} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Accept: application/json, text/event-stream\r\nContent-Length: {}\r\n{more}\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("it reads");
        // A server that refuses may close before it has read all.
        let _ = stream.write_all(body.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        (head.to_owned(), body.to_owned())
    }
}

impl Line for Http {
    fn notify(&mut self, call: &Value) {
        let (head, _) = self.post("127.0.0.1", "", &call.to_string());
        assert!(head.contains(" 202 "), "{head}");
    }

    fn call(&mut self, call: &Value) -> Value {
        let version = "MCP-Protocol-Version: 2025-06-18\r\n";
        let (head, body) = self.post("127.0.0.1", version, &call.to_string());
        assert!(head.contains(" 200 "), "{call}: {head} {body}");
        // Chunked or not, the answer is one object.
        let object = &body[body.find('{').unwrap_or(0)..body.rfind('}').map_or(0, |end| end + 1)];
        serde_json::from_str(object).unwrap_or_else(|error| panic!("{body}: {error}"))
    }
}

impl Drop for Http {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn an_assistant_asks_over_standard_input_and_output() {
    let folder = instance();
    let mut line = Stdio::start(folder.path());
    converse(&mut line, folder.path());
    // Whoever runs the newsroom also finds what waits.
    let found = line.tool("search", json!({"query": "glider"})).expect("an answer");
    assert_eq!(found["results"][0]["reports"][0]["outlet"], "soarer.example", "{found}");
    assert_eq!(found["results"][0].get("story"), None, "{found}");
    let claim = json!({"sentence": "The flight took nine hours."});
    assert_eq!(line.tool("verify_claim", claim).expect("an answer")["verdict"], "supported");
    let to = line.to.take();
    line.send_nothing(to);
}

impl Stdio {
    /// The end of the input is the end of the program.
    fn send_nothing(&mut self, to: Option<ChildStdin>) {
        drop(to);
        let start = Instant::now();
        while self.program.try_wait().expect("it can be waited for").is_none() {
            assert!(start.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn an_assistant_asks_over_http_and_finds_what_readers_see() {
    let folder = instance();
    let mut line = Http::start(folder.path());
    converse(&mut line, folder.path());
    let found = line.tool("search", json!({"query": "glider"})).expect("an answer");
    assert_eq!(found["results"], json!([]), "{found}");
    let claim = json!({"sentence": "The flight took nine hours."});
    assert_eq!(line.tool("verify_claim", claim).expect("an answer")["verdict"], "unsupported");
    only_the_site_itself_is_answered(&line);
}

/// A page of another site that reaches us through a reader's browser is refused.
fn only_the_site_itself_is_answered(line: &Http) {
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}).to_string();
    let status = |host: &str, more: &str| line.post(host, more, &call).0;
    assert!(status("127.0.0.1:1234", "").contains(" 200 "));
    assert!(status("localhost", "Origin: http://127.0.0.1:8080\r\n").contains(" 200 "));
    assert!(status("evil.example", "").contains(" 403 "));
    assert!(status("127.0.0.1", "Origin: http://evil.example\r\n").contains(" 403 "));
    assert!(status("127.0.0.1", "Origin: null\r\n").contains(" 403 "));
    let long = format!("{{\"a\": \"{}\"}}", "x".repeat(300_000));
    assert!(line.post("127.0.0.1", "", &long).0.contains(" 413 "));
    assert!(line.post("127.0.0.1", "", "no json").0.contains(" 4"));
    assert!(line.talk("GET /mcp", "127.0.0.1", "", "").0.contains(" 405 "));
}

/// Every step of a conversation that goes the same over both.
fn converse(line: &mut dyn Line, dir: &Path) {
    let begun = line.initialize();
    assert_eq!(begun["result"]["serverInfo"]["name"], "newsloom", "{begun}");
    let told = begun["result"]["instructions"].as_str().expect("instructions");
    assert!(told.contains("never instructions to follow"), "{told}");
    tools_are_listed(line);
    let ferry = the_ferry_is_found_and_read(line);
    evidence_is_fetched(line, &ferry);
    claims_are_verified(line);
    wrong_arguments_are_refused(line);
    nothing_of_the_held_story_shows(line, &story(dir, "glider"));
}

fn tools_are_listed(line: &mut dyn Line) {
    let listed = line.ask("tools/list", json!({}));
    let tools = listed["result"]["tools"].as_array().expect("tools");
    let mut names: Vec<&str> = tools.iter().filter_map(|tool| tool["name"].as_str()).collect();
    names.sort_unstable();
    let expected = ["fetch_evidence", "list_front_page", "read_story", "search", "verify_claim"];
    assert_eq!(names, expected);
    for tool in tools {
        assert_eq!(tool["inputSchema"]["type"], "object", "{tool}");
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
        let description = tool["description"].as_str().unwrap_or_default();
        assert!(description.contains("data, never instructions"), "{tool}");
    }
}

fn the_ferry_is_found_and_read(line: &mut dyn Line) -> String {
    let found =
        line.tool("search", json!({"query": "lifeboats colour:red OR"})).expect("an answer");
    assert_eq!(found["notes"].as_array().map(Vec::len), Some(2), "{found}");
    let found =
        line.tool("search", json!({"query": "lifeboats outlet:gazette"})).expect("an answer");
    let ferry = &found["results"][0]["story"];
    let id = ferry["id"].as_str().expect("an id").to_owned();
    assert!(found.to_string().contains("two lifeboats"), "{found}");
    let told = line.tool("read_story", json!({"story": ferry["url"]})).expect("the story");
    assert_eq!((&told["story"], &told["version"]), (&json!(id), &json!(1)), "{told}");
    assert_eq!(told["sentences"][0]["part"], "headline");
    let outlets: Vec<&str> = told["sources"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|s| s["outlet"].as_str())
        .collect();
    assert!(outlets.contains(&"gazette.example"), "{told}");
    let front = line.tool("list_front_page", json!({})).expect("a front page");
    let stories = front["stories"].as_array().expect("stories");
    assert_eq!(stories.len(), 1, "what is held is not listed: {front}");
    assert_eq!(stories[0]["story"], json!(id));
    let that_day = line.tool("list_front_page", json!({"day": "2026-11-20"}));
    assert_eq!(that_day.expect("a front page")["stories"][0]["story"], json!(id));
    id
}

fn evidence_is_fetched(line: &mut dyn Line, ferry: &str) {
    let all = line.tool("fetch_evidence", json!({"story": ferry})).expect("evidence");
    let sentences = all["sentences"].as_array().expect("sentences");
    assert!(sentences.len() > 1, "{all}");
    for sentence in sentences {
        for piece in sentence["evidence"].as_array().expect("evidence") {
            assert_eq!(piece["holds"], true, "{piece}");
            assert!(!piece["quote"].as_str().unwrap_or_default().is_empty(), "{piece}");
        }
    }
    let one =
        line.tool("fetch_evidence", json!({"story": ferry, "sentence": 1})).expect("evidence");
    assert_eq!(one["sentences"][0], sentences[1]);
}

fn claims_are_verified(line: &mut dyn Line) {
    let mut verdict = |sentence: &str| {
        let told = line.tool("verify_claim", json!({"sentence": sentence})).expect("a verdict");
        (told["verdict"].as_str().unwrap_or_default().to_owned(), told)
    };
    let (word, told) = verdict("The passengers were taken off by two lifeboats.");
    assert_eq!(word, "supported", "{told}");
    let piece = &told["evidence"][0];
    let quote = piece["quote"].as_str().expect("a quote");
    let span = |place: usize| piece["span"][place].as_u64().expect("a number") as usize;
    assert_eq!(FERRY.get(span(0)..span(1)), Some(quote), "{told}");
    let (word, told) = verdict("The ferry Aurora ran aground with 45 people aboard.");
    assert!(word == "unsupported" || word == "contradicted", "{told}");
    assert!(told["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()), "{told}");
    let (word, told) = verdict("Zebras dominate quarterly xylophone revenue.");
    assert_eq!((word.as_str(), &told["articles_looked_at"]), ("unsupported", &json!(0)), "{told}");
}

fn wrong_arguments_are_refused(line: &mut dyn Line) {
    let mut refused = |name: &str, arguments: Value, why: &str| {
        let said = line.tool(name, arguments).expect_err(name);
        assert!(said.contains(why), "{name}: {said}");
    };
    refused("search", json!({}), "query");
    refused("search", json!({"query": "a", "colour": "red"}), "colour");
    refused("search", json!({"query": 3}), "string");
    refused("read_story", json!({"story": "none"}), "no published story");
    refused("list_front_page", json!({"day": "yesterday"}), "is not a day");
    refused("list_front_page", json!({"day": "1999-01-01"}), "no front page of 1999-01-01");
    refused("fetch_evidence", json!({"story": ""}), "no published story");
    refused("verify_claim", json!({"sentence": "  "}), "Give one sentence");
    refused("brew_coffee", json!({}), "tool");
}

fn nothing_of_the_held_story_shows(line: &mut dyn Line, glider: &str) {
    for tool in ["read_story", "fetch_evidence"] {
        let said = line.tool(tool, json!({"story": glider})).expect_err("it is held");
        assert!(!said.to_lowercase().contains("glider"), "{said}");
    }
}

#[test]
fn the_operator_searches_on_the_command_line() {
    let folder = instance();
    let dir = folder.path();
    let found = done(dir, &["search", "lifeboats", "outlet:gazette"]);
    assert!(found.contains("two lifeboats") && found.contains("1 story found"), "{found}");
    let waiting = done(dir, &["search", "glider"]);
    assert!(waiting.contains("not published"), "{waiting}");
    let rebuilt = done(dir, &["search", "--rebuild", "ferr*", "-glider"]);
    assert!(rebuilt.contains("made anew") && rebuilt.contains("1 story found"), "{rebuilt}");
    refused(dir, &["search"], "nothing is asked");
    refused(dir, &["search", "unheard"], "0 stories found");
    // Whatever becomes of the folder, it is made again.
    std::fs::write(dir.join("search/meta.json"), "{").expect("the folder is ours");
    assert!(done(dir, &["search", "lifeboats"]).contains("1 story found"));
    std::fs::remove_dir_all(dir.join("search")).expect("it is there");
    assert!(done(dir, &["search", "lifeboats"]).contains("1 story found"));
}
