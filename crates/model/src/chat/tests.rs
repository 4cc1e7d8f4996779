use super::{Chat, ChatError, Conversation, Server, Spent, Voice};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Serves these answers in order, the last one for ever; gives its address and the bodies that came.
fn serve(answers: Vec<String>) -> (String, Arc<Mutex<Vec<Value>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}/v1", listener.local_addr().expect("it is bound"));
    let came: Arc<Mutex<Vec<Value>>> = Arc::default();
    let bodies = came.clone();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().flatten().enumerate() {
            let answer = answers[number.min(answers.len() - 1)].clone();
            let _ = answer_one(stream, &answer, &bodies);
        }
    });
    (address, came)
}

fn answer_one(mut stream: TcpStream, answer: &str, bodies: &Mutex<Vec<Value>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let (mut line, mut length) = (String::new(), 0);
    loop {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 || line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    bodies.lock().ok()?.push(serde_json::from_slice(&body).ok()?);
    if answer == "silence" {
        std::thread::sleep(Duration::from_secs(5));
        return None;
    }
    stream.write_all(answer.as_bytes()).ok()
}

fn http(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn completion(message: Value, ended: &str) -> String {
    let usage = json!({"prompt_tokens": 11, "completion_tokens": 3});
    let choices = json!([{"message": message, "finish_reason": ended}]);
    http(200, "", &json!({"choices": choices, "usage": usage}).to_string())
}

fn says(words: &str) -> String {
    completion(json!({"content": words}), "stop")
}

fn chat(url: &str, tries: u32) -> Chat {
    let server = Server {
        url: url.parse().expect("it is an address"),
        model: "mini".to_owned(),
        key: Some("sk-secret".to_owned()),
        temperature: 0.0,
        seed: 7,
        max_tokens: 100,
        timeout: Duration::from_millis(1500),
        tries,
    };
    Chat::new(server).expect("the key is plain")
}

fn question() -> Conversation {
    let turns = vec![(Voice::System, "Rules.".to_owned()), (Voice::User, "Ask.".to_owned())];
    Conversation { turns, schema: json!({"type": "object"}) }
}

#[tokio::test]
async fn a_question_is_asked_with_its_schema() {
    let (url, came) = serve(vec![says("{}")]);
    let said = chat(&url, 0).ask(&question()).await.expect("it answers");
    assert_eq!(said.text, "{}");
    assert_eq!(said.spent, Spent { tokens_in: Some(11), tokens_out: Some(3) });
    let body = came.lock().expect("no panic while held")[0].clone();
    assert_eq!(body["messages"][1], json!({"role": "user", "content": "Ask."}));
    assert_eq!(body["response_format"]["json_schema"]["strict"], json!(true));
    assert_eq!(body["stream"], json!(false));
    assert!(!format!("{:?}", chat(&url, 0)).contains("secret"));
}

#[tokio::test]
async fn a_server_that_knows_no_schema_is_asked_by_less() {
    let refuses = http(400, "", r#"{"error": {"message": "response_format is unknown"}}"#);
    let (url, came) = serve(vec![refuses.clone(), refuses.clone(), says("{}"), says("{}")]);
    let chat = chat(&url, 0);
    assert_eq!(chat.ask(&question()).await.expect("it answers").text, "{}");
    // It is not asked by the schema again.
    assert_eq!(chat.ask(&question()).await.expect("it answers").text, "{}");
    let came = came.lock().expect("no panic while held").clone();
    let forms: Vec<&Value> = came.iter().map(|body| &body["response_format"]["type"]).collect();
    assert_eq!(forms, [&json!("json_schema"), &json!("json_object"), &Value::Null, &Value::Null]);
    let last = came[2]["messages"][1]["content"].as_str().unwrap_or_default();
    assert_eq!(last, "Ask.\n\nJSON Schema of the answer: {\"type\":\"object\"}");
    let (url, came) = serve(vec![refuses]);
    check(&url, 0, "its server refuses the question (400): response_format is unknown").await;
    assert_eq!(came.lock().expect("no panic while held").len(), 3);
}

#[tokio::test]
async fn parameters_that_a_server_does_not_know_are_left_out() {
    let refuses = |what: &str| http(400, "", &json!({"error": {"message": what}}).to_string());
    let (url, came) = serve(vec![
        refuses("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
        refuses("Unsupported value: 'temperature' does not support 0 with this model."),
        says("{}"),
    ]);
    assert_eq!(chat(&url, 0).ask(&question()).await.expect("it answers").text, "{}");
    let body = came.lock().expect("no panic while held")[2].clone();
    assert_eq!(body["max_completion_tokens"], json!(100));
    assert!(body.get("max_tokens").is_none() && body.get("temperature").is_none(), "{body}");
    assert_eq!(body["response_format"]["type"], json!("json_schema"));
}

#[tokio::test]
async fn a_server_with_too_much_to_do_is_asked_again_when_it_says() {
    let busy = http(429, "Retry-After: 0\r\n", "");
    let (url, _) = serve(vec![busy.clone(), http(503, "Retry-After: 0\r\n", ""), says("{}")]);
    assert_eq!(chat(&url, 2).ask(&question()).await.expect("it answers").text, "{}");
    let (url, _) = serve(vec![busy]);
    check(&url, 1, "its server has too much to do (429); it asks to wait 0 seconds").await;
    let (url, came) = serve(vec![http(429, "Retry-After: 3600\r\n", "")]);
    check(&url, 9, "(429); it asks to wait 3600 seconds").await;
    assert_eq!(came.lock().expect("no panic while held").len(), 1, "there is no time to wait");
}

#[tokio::test]
async fn whatever_goes_wrong_is_named() {
    let long = "x".repeat(500);
    for (answer, expected) in [
        (http(500, "", "oops"), "its server failed (500)"),
        (http(401, "", ""), "its server refuses the key (401)"),
        (http(404, "", r#"{"error": "model mini not found"}"#), "(404): model mini not found"),
        (http(302, "Location: http://127.0.0.1:1/\r\n", ""), "sends us elsewhere (302)"),
        (http(413, "", &long), "its server refuses the question (413): xxx"),
        (http(200, "", "<html>"), "it is no chat completion"),
        (http(200, "", "{\"choices\": []}"), "it holds no choice"),
        (completion(json!({"content": null}), "stop"), "its message is empty"),
        (completion(json!({"content": "{\"a"}), "length"), "broke off at the most tokens"),
        (completion(json!({"content": "x"}), "content_filter"), "a filter of its server"),
        (completion(json!({"refusal": "I cannot."}), "stop"), "it declines to answer: I cannot."),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_owned(), "cannot be reached"),
        (String::new(), "its server cannot be reached"),
        ("silence".to_owned(), "it did not answer within 1 seconds"),
    ] {
        let (url, _) = serve(vec![answer]);
        check(&url, 0, expected).await;
    }
    check("http://127.0.0.1:1/v1", 0, "its server cannot be reached: Connection refused").await;
}

async fn check(url: &str, tries: u32, expected: &str) {
    let error: ChatError = chat(url, tries).ask(&question()).await.expect_err("it fails");
    let told = error.to_string();
    assert!(told.contains(expected) && !told.contains("secret"), "{expected}: {told}");
}
