//! `newsloom write --writer model`: no database, so nothing is recorded and no cap holds.

use super::{Args, brief, story_file};
use crate::stage::{lines, report};
use crate::writer::{ModelWriter, told};
use anyhow::{Context, bail};
use jiff::Timestamp;
use news::Registry;
use pipeline::write::Style;
use serde_json::{Map, Value};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// Runs the command with the model that its flags name.
pub fn run(args: &Args, style: Style) -> anyhow::Result<ExitCode> {
    let settings = args.model.settings().context("--writer model")?;
    let registry = Arc::new(Registry::default());
    let writer = ModelWriter::new(&settings, Path::new("."), registry, style, None);
    if let Some(fault) = writer.fault() {
        bail!("--writer model: {fault}");
    }
    let runtime = Runtime::new().context("the program cannot start its threads")?;
    let (input, output) = (report::input(&args.files)?, std::io::stdout().lock());
    // As many questions at once as a server takes: the cores have little to do.
    let jobs = args.jobs.unwrap_or(writer.at_once());
    Ok(lines::map(input, output, jobs, |story| runtime.block_on(answer(&writer, story)))?)
}

async fn answer(writer: &ModelWriter, object: &Map<String, Value>) -> Result<Value, String> {
    let file = Arc::new(story_file(object)?);
    let written = writer.write(&file, Timestamp::now()).await;
    let written = written.map_err(|error| format!("{error:#}"))??;
    let answer = lines::begun(object);
    if written.writing.fell_back.is_some() {
        let story = answer.get("id").map(Value::to_string).unwrap_or_default();
        eprintln!("newsloom: story {story}: {}", told::line(&written.writing));
    }
    Ok(brief::shown(answer, &written.checked, &file))
}
