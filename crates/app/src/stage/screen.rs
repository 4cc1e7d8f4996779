//! `newsloom screen`.

use super::{lines, report};
use crate::edition::described;
use crate::registry;
use jiff::Timestamp;
use news::{Article, Registry, Relevance};
use pipeline::screen::{Rules, Screen};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Flags of `newsloom screen` as a filter.
#[derive(Debug, Default, clap::Args)]
pub struct FilterArgs {
    /// Articles as JSON Lines [default: standard input]
    pub files: Vec<PathBuf>,
    /// A topic that ships with the program: ai
    #[arg(long, value_name = "NAME")]
    pub topic: Option<String>,
    /// A phrase that says what the edition is about (may be repeated)
    #[arg(long, value_name = "PHRASE")]
    pub query: Vec<String>,
    /// A headline of a story that belongs (may be repeated)
    #[arg(long, value_name = "TEXT")]
    pub example: Vec<String>,
    /// Least relevance of an article, from 0 to 1 [default: 0.5]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub relevance: Option<f64>,
    /// Keep only what this rule matches (may be repeated): pier, "outlet:Harbour Post", /pier(s|head)/
    #[arg(long, value_name = "RULE")]
    pub include: Vec<String>,
    /// Drop what this rule matches (may be repeated)
    #[arg(long, value_name = "RULE")]
    pub mute: Vec<String>,
    /// Keep only articles of this language (may be repeated)
    #[arg(long, value_name = "CODE")]
    pub language: Vec<String>,
    /// Drop articles with this label (may be repeated) [default: what is no report of an event]
    #[arg(long, value_name = "LABEL")]
    pub drop_label: Vec<String>,
    /// Say in "because" what speaks for and against each article, and in "marks" how its labels show
    #[arg(long)]
    pub explain: bool,
    /// Threads to use [default: one a core]
    #[arg(long, value_parser = super::lines::jobs)]
    pub jobs: Option<usize>,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "a number from 0 to 1 is needed".to_owned())
}

/// Runs the command.
pub fn run(args: &FilterArgs) -> anyhow::Result<ExitCode> {
    let rules = rules(args);
    let registry = Registry::new(registry::known()?);
    let screen = Screen::new(&rules, described(&rules)?, &registry)?;
    let work = |object: &Map<String, Value>| answer(&screen, object, args.explain);
    let (input, output) = (report::input(&args.files)?, std::io::stdout().lock());
    Ok(lines::map(input, output, lines::threads(args.jobs), work)?)
}

fn rules(args: &FilterArgs) -> Rules {
    let standard = Rules::standard();
    let drop_labels = if args.drop_label.is_empty() {
        standard.drop_labels.clone()
    } else {
        args.drop_label.clone()
    };
    Rules {
        include: args.include.clone(),
        mute: args.mute.clone(),
        languages: args.language.clone(),
        drop_labels,
        topic: args.topic.clone().unwrap_or_default(),
        query: args.query.clone(),
        examples: args.example.clone(),
        relevance: args.relevance.unwrap_or(standard.relevance),
        ..standard
    }
}

fn answer(screen: &Screen, object: &Map<String, Value>, explain: bool) -> Result<Value, String> {
    let article = report::article(object, Timestamp::UNIX_EPOCH)?;
    let screening = screen.screen(&article);
    let mut answer = json!({"id": report::given(&article.id), "kept": screening.is_kept()});
    if let Some(reason) = screening.dropped {
        answer["reason"] = json!(reason);
    }
    if !screening.labels.is_empty() {
        answer["labels"] = json!(screening.labels);
    }
    if let Some(Relevance { score, section }) = screening.relevance {
        answer["relevance"] = json!(thousandths(score));
        if let Some(section) = section {
            answer["section"] = json!(section);
        }
    }
    if explain {
        say_why(screen, &article, &mut answer);
    }
    Ok(answer)
}

fn say_why(screen: &Screen, article: &Article, answer: &mut Value) {
    let marks: Map<String, Value> = screen
        .labels(article)
        .into_iter()
        .map(|label| (label.name.to_owned(), json!(label.why)))
        .collect();
    if !marks.is_empty() {
        answer["marks"] = Value::Object(marks);
    }
    if let Some(judgement) = screen.judge(article) {
        let reasons = judgement.reasons.iter();
        let reasons =
            reasons.map(|reason| json!({"what": reason.what, "adds": thousandths(reason.adds)}));
        answer["because"] = reasons.collect();
    }
}

fn thousandths(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_answered_with_reason_labels_and_relevance() {
        let input = [
            json!({"id": "a", "title": "Review: a turbine for the balcony"}),
            json!({"id": "b", "title": "Wind fells trees"}),
            json!({"id": 3, "title": "Best turbine deals of the day", "outlet": "Harbour Post"}),
            json!({"title": "no id"}),
        ];
        let input = input.map(|line| line.to_string()).join("\n");
        let args = FilterArgs { query: vec!["turbine".to_owned()], ..FilterArgs::default() };
        let rules = rules(&args);
        let topic = described(&rules).expect("it is described");
        let screen = Screen::new(&rules, topic, &Registry::default()).expect("the rules are sound");
        let mut output = Vec::new();
        let work = |object: &Map<String, Value>| answer(&screen, object, false);
        let code =
            lines::map(input.as_bytes(), &mut output, 1, work).expect("written for this test");
        assert_eq!(code, ExitCode::from(lines::SOME_FAILED));
        insta::assert_snapshot!(String::from_utf8(output).expect("JSON is UTF-8"), @r#"
        {"id":"a","kept":true,"labels":["review"],"relevance":0.917}
        {"id":"b","kept":false,"reason":"The relevance is 5 %, under 50 %: nothing for it.","relevance":0.047}
        {"id":3,"kept":false,"reason":"The label \"deals\" is dropped: the title says \"Best turbine deals\".","labels":["deals"],"relevance":0.917}
        {"id":null,"line":4,"error":"id is missing or neither text nor number"}
        "#);
    }

    #[test]
    fn shares_lie_between_nothing_and_all() {
        assert_eq!(share("0.25"), Ok(0.25));
        for bad in ["1.5", "-1", "NaN", "half"] {
            assert!(share(bad).is_err(), "{bad}");
        }
    }
}
