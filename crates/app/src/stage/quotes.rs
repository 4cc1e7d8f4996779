//! `newsloom quotes`.

use super::lines;
use pipeline::quotes::{FoundQuote, QuoteKind, quotes};
use serde_json::{Map, Value, json};
use std::ops::Range;
use std::process::ExitCode;

/// Flags of `newsloom quotes`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Threads to use [default: one a core]
    #[arg(long, value_parser = super::lines::jobs)]
    pub jobs: Option<usize>,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
    Ok(lines::map(input, output, lines::threads(args.jobs), answer)?)
}

fn answer(object: &Map<String, Value>) -> Result<Value, String> {
    let text = object.get("text").and_then(Value::as_str).ok_or("the line has no `text`")?;
    let found: Vec<Value> = quotes(text).iter().map(|quote| shown(quote, text)).collect();
    let mut answer = lines::begun(object);
    if !found.is_empty() {
        answer.insert("quotes".to_owned(), json!(found));
    }
    Ok(Value::Object(answer))
}

fn shown(quote: &FoundQuote, text: &str) -> Value {
    let words = |span: &Range<usize>| json!(text.get(span.clone()).unwrap_or_default());
    let mut shown = Map::new();
    shown.insert("text".to_owned(), words(&quote.span));
    shown.insert("span".to_owned(), json!([quote.span.start, quote.span.end]));
    if let Some(speaker) = &quote.speaker {
        shown.insert("speaker".to_owned(), words(speaker));
        shown.insert("speaker_span".to_owned(), json!([speaker.start, speaker.end]));
    }
    if let Some(verb) = &quote.verb {
        shown.insert("verb".to_owned(), words(verb));
    }
    let kind = match quote.kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Indirect => "indirect",
        QuoteKind::Mixed => "mixed",
    };
    shown.insert("kind".to_owned(), json!(kind));
    Value::Object(shown)
}
