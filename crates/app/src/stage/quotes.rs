//! `newsloom quotes`.

use super::{lines, report};
use pipeline::quotes::{FoundQuote, QuoteKind, quotes_in};
use pipeline::tongue::Tongue;
use serde_json::{Map, Value, json};
use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;

/// Flags of `newsloom quotes`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Texts as JSON Lines [default: standard input]
    pub files: Vec<PathBuf>,
    /// Threads to use [default: one a core]
    #[arg(long, value_parser = super::lines::jobs)]
    pub jobs: Option<usize>,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (input, output) = (report::input(&args.files)?, std::io::stdout().lock());
    Ok(lines::map(input, output, lines::threads(args.jobs), answer)?)
}

fn answer(object: &Map<String, Value>) -> Result<Value, String> {
    let text = object.get("text").and_then(Value::as_str).ok_or("the line has no `text`")?;
    let tongue = Tongue::of(object.get("language").and_then(Value::as_str), text);
    let found: Vec<Value> =
        quotes_in(tongue, text).iter().map(|quote| shown(quote, text)).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_quotes_has_no_list_of_them() {
        let shown = |text: &str| {
            let object = json!({"id": 7, "text": text});
            answer(object.as_object().expect("it is one")).map(|answer| answer.to_string())
        };
        assert_eq!(shown("The ferry sailed on time."), Ok(r#"{"id":7}"#.to_owned()));
        assert_eq!(shown(""), Ok(r#"{"id":7}"#.to_owned()));
        let said =
            shown("\u{201c}Nobody was hurt,\u{201d} the captain said.").expect("it has a text");
        assert!(said.starts_with(r#"{"id":7,"quotes":[{"text":"#), "{said}");
        assert!(answer(&Map::new()).is_err());
    }
}
