//! A language model that writes, asked by the real program: as a stage command, and in an instance.

mod program;
#[allow(dead_code, reason = "the tests of the program itself use the rest")]
mod scripted;

use program::{done, refused};
use scripted::{Asked, Reply, Scripted, honest};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

fn articles() -> Vec<Value> {
    let article = |id: &str, title: &str, text: &str| {
        json!({"id": id, "outlet": format!("{id}.example"), "title": title, "text": text,
            "url": format!("https://{id}.example/1"), "published": "2026-03-02T09:00:00Z"})
    };
    vec![
        article(
            "gazette",
            "Ferry Aurora runs aground off Kelm",
            "The ferry Aurora ran aground on a sandbank off Kelm on Monday with 212 passengers aboard, the \
             coastguard said.\n\nCoastguard captain Ada Lund said all passengers were brought ashore within \
             three hours.\n\nThe port of Kelm will stay closed until divers have inspected the hull of the Aurora.",
        ),
        article(
            "courier",
            "Ferry Aurora aground off Kelm, Nordferry blames rudder",
            "The ferry Aurora of the line Nordferry ran aground off Kelm on Monday because its rudder was broken, a \
             harbour pilot said.\n\nNordferry director Torrin Vale rejected reports that the captain had been \
             asleep.\n\nMayor Ines Dahl called for a new channel off Kelm to be dug before the winter.",
        ),
    ]
}

/// Runs `newsloom write --writer model` on one story.
fn write(flags: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.args(["write", "--writer", "model"]).args(flags).env("TEST_MODEL_KEY", "sk-secret");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let story = json!({"id": "ferry", "articles": articles()});
    // A command that refuses its flags reads nothing.
    let _ = writeln!(child.stdin.take().expect("it is piped"), "{story}");
    child.wait_with_output().expect("it ends")
}

fn texts(output: Output) -> (Option<i32>, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it speaks UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_stage_command_asks_a_model_and_falls_back() {
    let (server, url) = Scripted::serve(honest);
    let named = ["--model-url", &url, "--model-name", "mini", "--model-key", "TEST_MODEL_KEY"];
    let (status, out, err) = texts(write(&named));
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
    let brief: Value = serde_json::from_str(&out).expect("it writes JSON");
    assert_eq!(brief["writer"], "model:mini");
    let asked: Vec<Asked> = server.asked();
    assert_eq!(asked[0].key.as_deref(), Some("Bearer sk-secret"));
    assert_eq!(asked[0].body["model"], "mini");
    let (_, url) =
        Scripted::serve(|_| Reply::Answers(404, "", "{\"error\": \"no mini\"}".to_owned()));
    let (status, out, err) = texts(write(&["--model-url", &url, "--model-name", "mini"]));
    let brief: Value = serde_json::from_str(&out).expect("it writes JSON");
    assert_eq!((status, &brief["writer"]), (Some(0), &json!("extractive")));
    assert!(
        err.contains("story \"ferry\": written by the extractive writer, not by model mini"),
        "{err}"
    );
    assert!(err.contains("(404): no mini"), "{err}");
    let wrong = |flags: &[&str], why: &str| {
        let (status, out, err) = texts(write(flags));
        assert!(status == Some(2) && out.is_empty() && err.contains(why), "{status:?} {out} {err}");
    };
    wrong(&[], "--model-name names no model");
    wrong(&["--model-name", "mini"], "--model-url names no address");
    wrong(&["--model-name", "mini", "--model-url", "ollama"], "must begin with http://");
    let unset = ["--model-name", "mini", "--model-url", &url, "--model-key", "TEST_NO_KEY"];
    wrong(&unset, "the environment variable TEST_NO_KEY is not set");
}

/// An instance with two reports and a model at this address.
fn instance(url: &str, more: &str) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let settings = format!(
        "[model.writer]\nurl = \"{url}\"\nname = \"mini\"\nrest_minutes = 0\n{more}\n[write]\nwriter = \"model\"\n\
         [desk]\nleast_sentences = 1\n"
    );
    std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
    let lines: Vec<String> = articles().iter().map(Value::to_string).collect();
    std::fs::write(dir.path().join("a.jsonl"), lines.join("\n")).expect("the folder is ours");
    done(dir.path(), &["import", "a.jsonl"]);
    done(dir.path(), &["run", "--once", "--now", "2026-03-02T12:00:00Z"]);
    dir
}

/// What the desk shows of the only story.
fn shown(dir: &TempDir) -> String {
    let list = done(dir.path(), &["desk", "list"]);
    let story = list.split_whitespace().next().expect("there is a story").to_owned();
    done(dir.path(), &["desk", "show", &story])
}

#[test]
fn the_desk_sees_what_a_model_wrote_and_what_it_cost() {
    let (server, url) = Scripted::serve(honest);
    let dir = instance(&url, "price_in = 1.0\nprice_out = 2.0\ndaily_cost = 5.0");
    let page = shown(&dir);
    assert!(page.contains("written by model mini ("), "{page}");
    let ledger = done(dir.path(), &["model", "ledger", "--days", "3660"]);
    assert!(
        ledger.contains("cap 5.0000") && ledger.contains("2026-03-02  mini  1 call"),
        "{ledger}"
    );
    assert!(ledger.contains("write, story ") && ledger.contains("    answered"), "{ledger}");
    let (_, doctor) = program::newsloom(dir.path(), &["doctor"]);
    assert!(doctor.contains(&format!("mini at {url} writes")), "{doctor}");
    assert!(doctor.contains("1 latest brief is its own, of 1"), "{doctor}");
    done(dir.path(), &["verify"]);
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_process_that_dies_in_a_call_loses_nothing_and_hides_nothing() {
    let (server, url) = Scripted::serve(|asked| match asked.body["seed"].as_u64() {
        Some(1) => Reply::Hangs(Duration::from_secs(60)),
        _ => honest(asked),
    });
    let dir = instance(&url, "seed = 2\nask = false");
    assert!(shown(&dir).contains("model.writer.ask is false"));
    // News comes, and the model is asked about it.
    let file = dir.path().join("newsloom.toml");
    let settings = std::fs::read_to_string(&file).expect("the folder is ours");
    let settings = settings.replace("ask = false", "ask = true");
    let mut lines: Vec<String> = articles().iter().map(Value::to_string).collect();
    lines[1] = lines[1].replace("rudder was broken", "steering was broken");
    std::fs::write(dir.path().join("b.jsonl"), lines.join("\n")).expect("the folder is ours");
    std::fs::write(&file, settings.replace("seed = 2", "seed = 1")).expect("the folder is ours");
    done(dir.path(), &["import", "b.jsonl"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.current_dir(dir.path()).args(["run", "--once", "--now", "2026-03-02T13:00:00Z"]);
    let mut child = command.stderr(Stdio::null()).spawn().expect("it starts");
    while server.asked().is_empty() {
        assert!(child.try_wait().expect("it is ours").is_none(), "it ended without asking");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().expect("it is ours");
    child.wait().expect("it is ours");
    std::fs::write(&file, settings).expect("the folder is ours");
    done(dir.path(), &["run", "--once", "--now", "2026-03-02T13:00:00Z"]);
    assert!(shown(&dir).contains("written by model mini ("), "{}", shown(&dir));
    let ledger = done(dir.path(), &["model", "ledger", "--days", "3660"]);
    assert_eq!(ledger.matches("not ended; counts with the most").count(), 1, "{ledger}");
    assert_eq!(ledger.matches("    answered").count(), 1, "{ledger}");
}

#[test]
fn the_desk_sees_why_a_model_did_not_write() {
    let (_, url) = Scripted::serve(|_| Reply::Ends("{\"headline".to_owned(), "length"));
    let dir = instance(&url, "");
    let page = shown(&dir);
    let why = "written by the extractive writer, not by model mini: its answer broke off at the most tokens";
    assert!(page.contains(why), "{page}");
    let (_, doctor) = program::newsloom(dir.path(), &["doctor"]);
    let told =
        "1 brief is the extractive writer's instead: its answer broke off at the most tokens";
    assert!(doctor.contains(told), "{doctor}");
    let (server, url) = Scripted::serve(honest);
    let dir = instance(&url, "daily_tokens = 100");
    assert!(shown(&dir).contains("the day's cap of 100 tokens could be exceeded"));
    assert_eq!(server.asked().len(), 0);
    let ledger = done(dir.path(), &["model", "ledger"]);
    assert!(
        ledger.contains("today (UTC): 0 tokens read, 0 written, cost 0.0000; cap 100 tokens"),
        "{ledger}"
    );
    let dir = instance(&url, "key = \"env:NEWSLOOM_NO_SUCH_KEY\"");
    let (fine, doctor) = program::newsloom(dir.path(), &["doctor"]);
    assert!(!fine && doctor.contains("WRONG  model"), "{doctor}");
    refused(dir.path(), &["model", "ledger", "--days", "0"], "0 is not in 1..=3660");
}
