//! `newsloom write`.

mod brief;
mod model;

use super::{lines, report};
use crate::writer::ModelFlags;
use anyhow::Context;
use clap::ValueEnum;
use jiff::Timestamp;
use news::{Article, ArticleId, Image, Registry, Report, Story, StoryFile, StoryId};
use pipeline::thread::{Threader, Thresholds};
use pipeline::write::{Style, Term, VALUES, Weights, terms, write_by};
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
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
    /// The model that writes, for --writer model
    #[command(flatten)]
    pub model: ModelFlags,
    /// List what the sources of each story disagree on, whether or not a page has room for it, and the words, and
    /// pairs of words, with how likely an editor takes them over, instead of writing
    #[arg(long)]
    pub explain: bool,
    /// File of weights as `evals/writing/train.py` writes it [default: those that are compiled in]
    #[arg(long)]
    pub weights: Option<PathBuf>,
    /// Threads to use [default: one a core]
    #[arg(long, value_parser = super::lines::jobs)]
    pub jobs: Option<usize>,
}

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Writer {
    /// The sources' own sentences, chosen and ordered
    Extractive,
    /// A language model, named by --model-url and --model-name; the extractive writer where it fails, with the
    /// reason on standard error
    Model,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let style = Style { words: args.words, ..Style::standard() };
    let weights = args.weights.as_deref().map(read_weights).transpose()?;
    let weights = weights.unwrap_or_else(Weights::standard);
    if args.writer == Writer::Model && !args.explain {
        return model::run(args, style);
    }
    let (input, output) = (report::input(&args.files)?, std::io::stdout().lock());
    Ok(lines::map(input, output, lines::threads(args.jobs), |story| match args.explain {
        true => explained(story, &weights),
        false => answer(story, &style, &weights),
    })?)
}

fn read_weights(path: &Path) -> anyhow::Result<Weights> {
    let shown = path.display();
    let file = std::fs::read_to_string(path).with_context(|| format!("{shown}: could not read"))?;
    Weights::read(&file).with_context(|| format!("{shown}: is no file of weights of the writer"))
}

/// The terms of a story, each with what it is judged by and its chance, and what its sources disagree on.
fn explained(object: &Map<String, Value>, weights: &Weights) -> Result<Value, String> {
    let file = story_file(object)?;
    let shown = |term: Term| {
        let values: Map<String, Value> = VALUES
            .iter()
            .zip(term.values)
            .map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect();
        json!({"stems": term.stems, "values": values, "chance": term.chance})
    };
    let shown: Vec<Value> = terms(&file, weights).into_iter().map(shown).collect();
    let mut answer = lines::begun(object);
    answer.insert("terms".to_owned(), json!(shown));
    brief::add_disagreements(&mut answer, &pipeline::write::disagreements(&file));
    Ok(Value::Object(answer))
}

fn answer(object: &Map<String, Value>, style: &Style, weights: &Weights) -> Result<Value, String> {
    let file = story_file(object)?;
    let draft = write_by(&file, &Registry::default(), style, weights)
        .map_err(|nothing| nothing.to_string())?;
    let checked = pipeline::check::check(draft, &file);
    Ok(brief::shown(lines::begun(object), &checked, &file))
}

/// The story of a line, with the origins that threading finds among its articles.
pub fn story_file(object: &Map<String, Value>) -> Result<StoryFile, String> {
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
        let brief = answer(&ferry(), &Style::standard(), &Weights::standard())
            .expect("the story has words");
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
    fn the_terms_of_a_story_explain_themselves() {
        let explained = explained(&ferry(), &Weights::standard()).expect("the story has words");
        let terms = explained["terms"].as_array().expect("they are a list");
        let term = |stem: &str| {
            terms.iter().find(|term| term["stems"] == json!([stem])).expect("the story has it")
        };
        assert_eq!(term("kelm")["values"]["titles"], json!(1.0));
        assert!(term("kelm")["chance"].as_f64() > term("coastguard")["chance"].as_f64());
    }

    #[test]
    fn weights_that_cannot_be_read_name_their_file() {
        let error = read_weights(Path::new("no such file")).expect_err("there is none");
        assert!(error.to_string().starts_with("no such file: could not read"), "{error}");
    }

    #[test]
    fn stories_that_cannot_be_read_say_why() {
        check(json!({"id": "s"}), "articles is missing or no list");
        check(json!({"id": "s", "articles": [7]}), "an article is no object");
        check(json!({"id": "s", "articles": []}), "no article of the story has a title or text");
        let soon = json!({"id": 7, "title": "Ferry", "published": "soon"});
        let error = answer(
            json!({"articles": [soon]}).as_object().expect("it is one"),
            &Style::standard(),
            &Weights::standard(),
        );
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
        assert_eq!(
            answer(&object, &Style::standard(), &Weights::standard()),
            Err(expected.to_owned()),
            "{story}"
        );
    }
}
