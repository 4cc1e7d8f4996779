//! An instance with a sentence model: each article is asked for once, also over a restart.

use model::Embedder;
use serde_json::json;
use std::path::Path;
use std::process::{Command, Output};
use store::{Durability, Store};
use tempfile::TempDir;

const FILES: [&str; 4] =
    ["config.json", "sentence_bert_config.json", "tokenizer.json", "model.safetensors"];

fn newsloom(dir: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsloom"));
    command.args(arguments).arg("--dir").arg(dir).env("NEWSLOOM_LOG", "error");
    command.output().expect("it starts")
}

/// An instance with the fixture's model and these headlines, worked off.
fn instance(headlines: &[&str]) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let model = dir.path().join("mini");
    std::fs::create_dir(&model).expect("the folder is ours");
    for file in FILES {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/model").join(file);
        std::fs::copy(fixture, model.join(file)).expect("the folder is ours");
    }
    let settings = "[model]\nembedder = \"mini\"\n";
    std::fs::write(dir.path().join("newsloom.toml"), settings).expect("the folder is ours");
    let line = |(number, title): (usize, &&str)| {
        let url = format!("http://coast.example/{number}");
        let article = json!({"id": number, "outlet": "coast.example", "url": url, "title": title,
            "text": format!("{title}, said the harbour board on Friday in a statement of {number} words."),
            "published": "2026-11-20T08:00:00Z", "language": "en"});
        format!("{article}\n")
    };
    let lines: String = headlines.iter().enumerate().map(line).collect();
    let file = dir.path().join("articles.jsonl");
    std::fs::write(&file, lines).expect("the folder is ours");
    works(newsloom(dir.path(), &["import", &file.display().to_string()]));
    works(run(dir.path()));
    dir
}

fn run(dir: &Path) -> Output {
    newsloom(dir, &["run", "--once", "--now", "2026-11-20T09:00:00Z"])
}

fn works(output: Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn each_article_is_asked_for_once_and_kept() {
    let headlines = ["Ferry closed today", "Bridge opens today", "Heron nests on a crane"];
    let dir = instance(&headlines);
    let embedder = Embedder::open(&dir.path().join("mini")).expect("a whole model");
    let database = format!("sqlite:{}", dir.path().join("newsloom.db").display());
    let store = Store::open(&database, &dir.path().join("objects"), Durability::Full).await;
    let store = store.expect("the instance's own");
    let since = "2026-11-01T00:00:00Z".parse().expect("written for this test");
    let stories = store.stories.reported_since(since).await.expect("readable");
    let reports: Vec<_> = stories.iter().flat_map(|story| &story.reports).collect();
    assert_eq!(reports.len(), headlines.len());
    for report in reports {
        let article = store.articles.latest(&report.article).await.expect("readable");
        let article = article.expect("it was reported");
        let kept = store.vectors.made(embedder.name(), &article.version()).await.expect("readable");
        let made = embedder.embed(&pipeline::thread::gist(&article)).expect("worked out");
        assert_eq!(kept, Some(made), "{}", report.title);
    }
    works(run(dir.path()));
}

#[test]
fn a_model_that_is_gone_is_named_before_anything_is_done() {
    let dir = instance(&["Ferry closed today"]);
    std::fs::remove_file(dir.path().join("mini/tokenizer.json")).expect("it was there");
    let output = run(dir.path());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("model.embedder names no sentence model that can be used"), "{said}");
    assert!(said.contains("has no tokenizer.json"), "{said}");
}
