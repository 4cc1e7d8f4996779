//! `newsloom write`.

mod brief;

use super::{lines, report};
use clap::ValueEnum;
use jiff::Timestamp;
use news::{Article, ArticleId, Image, Registry, Report, Story, StoryFile, StoryId};
use pipeline::thread::{Threader, Thresholds};
use pipeline::write::{Style, write};
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// Flags of `newsloom write`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Stories with their articles as JSON Lines [default: standard input]
    pub files: Vec<PathBuf>,
    /// Length of a brief, in words
    #[arg(long, default_value_t = Style::standard().words)]
    pub words: usize,
    /// Who writes
    #[arg(long, value_enum, default_value_t = Writer::Extractive)]
    pub writer: Writer,
    /// Threads to use [default: one a core]
    #[arg(long, value_parser = super::lines::jobs)]
    pub jobs: Option<usize>,
}

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Writer {
    /// The sources' own sentences, chosen and ordered
    Extractive,
    /// A language model
    Model,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.writer == Writer::Model {
        eprintln!(
            "newsloom: --writer model: no model writer is configured in this version; \
             use --writer extractive"
        );
        return Ok(ExitCode::from(lines::WRONG_USAGE));
    }
    let style = Style { words: args.words, ..Style::standard() };
    let (input, output) = (report::input(&args.files)?, std::io::stdout().lock());
    Ok(lines::map(input, output, lines::threads(args.jobs), |story| answer(story, &style))?)
}

fn answer(object: &Map<String, Value>, style: &Style) -> Result<Value, String> {
    let file = story_file(object)?;
    let draft = write(&file, &Registry::default(), style).map_err(|nothing| nothing.to_string())?;
    let checked = pipeline::check::check(draft, &file);
    Ok(brief::shown(lines::begun(object), &checked, &file))
}

/// The story of a line, with the origins that threading finds among its articles.
fn story_file(object: &Map<String, Value>) -> Result<StoryFile, String> {
    let articles = articles(object)?;
    let mut threader = Threader::new(Thresholds::standard(), Registry::default());
    let known: HashSet<&ArticleId> = articles.iter().map(|article| &article.id).collect();
    let reports = articles.iter().map(|article| placed(article, &mut threader, &known)).collect();
    let id = object.get("id").and_then(Value::as_str).unwrap_or_default();
    Ok(StoryFile { story: Story { id: StoryId(id.to_owned()), reports }, articles })
}

fn placed(article: &Article, threader: &mut Threader, known: &HashSet<&ArticleId>) -> Report {
    let placement = threader.place(article);
    let outlet = news::Outlet::unknown(&article.outlet.0);
    let origin = Some(placement.origin).filter(|origin| known.contains(origin));
    Report {
        article: article.id.clone(),
        outlet: article.outlet.clone(),
        owner: outlet.owner_or_self().to_owned(),
        authority: outlet.authority_or_middle(),
        title: article.title.clone(),
        url: article.url.clone(),
        reported: article.reported(),
        seen: article.seen,
        origin: origin.unwrap_or_else(|| article.id.clone()),
        relies_on: placement.relies_on,
    }
}

fn articles(object: &Map<String, Value>) -> Result<Vec<Article>, String> {
    let listed = object.get("articles").and_then(Value::as_array);
    let listed = listed.ok_or("articles is missing or no list")?;
    let mut last_seen = Timestamp::UNIX_EPOCH;
    let mut ids = HashSet::new();
    let mut articles = Vec::with_capacity(listed.len());
    for value in listed {
        let fields = value.as_object().ok_or("an article is no object")?;
        let mut article =
            report::article(fields, last_seen).map_err(|what| reason(fields, &what))?;
        if !ids.insert(article.id.clone()) {
            return Err(format!("two articles have the id {}", report::given(&article.id)));
        }
        last_seen = article.seen;
        article.image = fields.get("image").and_then(image);
        articles.push(article);
    }
    Ok(articles)
}

fn reason(article: &Map<String, Value>, what: &str) -> String {
    match article.get("id").and_then(report::id) {
        Some(id) => format!("article {}: {what}", report::given(&id)),
        None => format!("an article: {what}"),
    }
}

/// An image as `extract` writes it, or its bare address.
fn image(value: &Value) -> Option<Image> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let url = value.as_str().map(str::to_owned).or_else(|| text("url"))?;
    Some(Image { url, credit: text("credit"), caption: text("caption") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ferry() -> Map<String, Value> {
        let text = "The ferry Aurora ran aground off Kelm on Monday, the coastguard said.";
        let story = json!({"id": "s", "articles": [
            {"id": "a", "outlet": "gazette.example", "title": "Ferry runs aground off Kelm", "text": text,
             "url": "https://gazette.example/1", "image": {"url": "https://gazette.example/1.jpg"}},
            {"id": "b", "title": "Kelm ferry runs aground"},
        ]});
        story.as_object().cloned().expect("it is an object")
    }

    #[test]
    fn a_story_gives_a_brief_with_verdicts() {
        let brief = answer(&ferry(), &Style::standard()).expect("the story has words");
        assert_eq!(brief["lede"][0]["verdict"], json!({"verdict": "supported", "score": 1.0}));
        assert_eq!(brief["lede"][0]["citations"], json!([1]));
        assert_eq!(brief["headline_evidence"][0]["part"], "title");
        assert_eq!(brief["sources"][0]["article"], "a");
        assert_eq!(
            brief["images"],
            json!([{"url": "https://gazette.example/1.jpg", "article": "a"}])
        );
        for absent in ["quotes", "disagreements", "timeline", "figures", "withheld", "sections"] {
            assert!(brief.get(absent).is_none(), "{absent}");
        }
    }

    #[test]
    fn stories_that_cannot_be_read_say_why() {
        check(json!({"id": "s"}), "articles is missing or no list");
        check(json!({"id": "s", "articles": [7]}), "an article is no object");
        check(json!({"id": "s", "articles": []}), "no article of the story has a title or text");
        let soon = json!({"id": 7, "title": "Ferry", "published": "soon"});
        let error =
            answer(json!({"articles": [soon]}).as_object().expect("it is one"), &Style::standard());
        assert!(
            error.as_ref().is_err_and(|why| why.starts_with("article 7: published: \"soon\"")),
            "{error:?}"
        );
        let twice = json!({"id": "a", "title": "Ferry"});
        check(json!({"articles": [twice, twice]}), "two articles have the id \"a\"");
    }

    #[track_caller]
    fn check(story: Value, expected: &str) {
        let object = story.as_object().cloned().expect("the table holds objects");
        assert_eq!(answer(&object, &Style::standard()), Err(expected.to_owned()), "{story}");
    }
}
