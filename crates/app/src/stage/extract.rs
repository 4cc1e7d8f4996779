//! `newsloom extract`: pages in, what they say out.

use super::files::{self, Input};
use super::{lines, medium};
use crate::outlet_rules::{self, Missing};
use anyhow::Context;
use news::{Image, Page};
use pipeline::extract::Rules;
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Flags of `newsloom extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders to read; standard input when there are none
    pub files: Vec<PathBuf>,
    /// Where the input came from: resolves relative links
    #[arg(long)]
    pub url: Option<String>,
    /// Threads to use [default: one a core]
    #[arg(long, value_parser = super::lines::jobs)]
    pub jobs: Option<usize>,
    /// Rules for outlets' pages over those that are compiled in: selectors to keep and to drop
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// Show in words why each block of a page was kept (+) or dropped (-), instead of JSON
    #[arg(long)]
    pub explain: bool,
}

/// Bytes of a page, unpacked, beyond which the rest is left unread; `pipeline` reads no more either.
const PAGE_LIMIT_BYTES: u64 = 16 << 20;

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let inputs = files::inputs(&args.files)?;
    if let Some(url) = &args.url {
        url::Url::parse(url).with_context(|| format!("--url {url}: not an absolute address"))?;
    }
    let url = args.url.as_deref();
    let rules = outlet_rules::load(args.rules.as_deref(), Missing::IsAFault)?;
    if args.explain {
        return explain(&inputs, url, &rules);
    }
    let work = |input| read_page(&input, url, &rules);
    lines::each(inputs.into_iter().map(Ok), io::stdout(), lines::threads(args.jobs), work)
        .context("could not write the pages")
}

/// One page after the other in words; status 3 when one could not be read.
fn explain(inputs: &[Input], url: Option<&str>, rules: &Rules) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let mut status = ExitCode::SUCCESS;
    for input in inputs {
        let name = input.name();
        match page_bytes(input) {
            Ok(bytes) => {
                let (page, explanation) = pipeline::extract::explain(&bytes, url, None, rules);
                let title = page.title.as_deref().unwrap_or("no title");
                write!(out, "{name}: {title}\n{explanation}\n")
            }
            Err(why) => {
                status = ExitCode::from(lines::SOME_FAILED);
                writeln!(out, "{name}: {why}\n")
            }
        }
        .context("could not write the explanation")?;
    }
    Ok(status)
}

fn read_page(input: &Input, url: Option<&str>, rules: &Rules) -> Result<Value, Value> {
    let id = id_of(&input.name());
    match page_bytes(input) {
        Ok(bytes) => Ok(line(&id, &pipeline::extract::extract_by(&bytes, url, None, rules))),
        Err(why) => Err(json!({"id": id, "error": why})),
    }
}

/// The bytes of a page, or why there is none.
fn page_bytes(input: &Input) -> Result<Vec<u8>, String> {
    let bytes = input.read(PAGE_LIMIT_BYTES);
    let bytes = bytes.map_err(|cause| format!("could not be read: {cause}"))?;
    match medium::of(&bytes) {
        None if bytes.starts_with(b"WARC/") => {
            Err("this is a web archive; `newsloom import` reads its pages".to_owned())
        }
        None => Ok(bytes),
        Some(medium) => Err(format!("this is {medium}, not a web page")),
    }
}

/// The file's name without `.gz` and then `.html`.
fn id_of(name: &str) -> String {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    name.strip_suffix(".html").unwrap_or(name).to_owned()
}

/// The page as `contracts` lays it down: what is absent has no key.
fn line(id: &str, page: &Page) -> Value {
    let mut line = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            line.insert(key.to_owned(), value);
        }
    };
    let text = |text: &Option<String>| text.as_ref().map(|text| json!(text));
    let time = |time: &Option<news::SourceTime>| time.map(|time| json!(time.to_string()));
    put("id", Some(json!(id)));
    put("url", text(&page.url));
    put("title", text(&page.title));
    put("author", text(&page.author));
    put("published", time(&page.published));
    put("modified", time(&page.modified));
    put("language", text(&page.language));
    put("site", text(&page.site));
    put("section", text(&page.section));
    put("image", page.image.as_ref().map(image));
    put("words", Some(json!(page.words())));
    put("blocked", page.blocked.map(|blocked| json!(blocked.word())));
    put("text", Some(json!(page.text)));
    Value::Object(line)
}

fn image(image: &Image) -> Value {
    let mut shown = Map::new();
    shown.insert("url".to_owned(), json!(image.url));
    for (key, value) in [("credit", &image.credit), ("caption", &image.caption)] {
        if let Some(value) = value {
            shown.insert(key.to_owned(), json!(value));
        }
    }
    Value::Object(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_file_names_without_their_endings() {
        for (path, expected) in
            [("b.html", "b"), ("b.html.gz", "b"), ("b.gz", "b"), ("b.htm", "b.htm"), ("b", "b")]
        {
            assert_eq!(id_of(path), expected, "{path}");
        }
    }

    #[test]
    fn absent_values_are_absent_keys() {
        let shown = line("a", &Page::default()).to_string();
        assert_eq!(shown, r#"{"id":"a","words":0,"text":""}"#);
    }
}
