//! `newsloom check`.

use super::{lines, report};
use news::Judgement;
use pipeline::check::dates::own_clock;
use pipeline::check::{Finding, SIGN_NAMES, SourceText, Sources};
use pipeline::tongue::Tongue;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

/// Flags of `newsloom check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Sentences with their sources as JSON Lines [default: standard input]
    pub files: Vec<PathBuf>,
    /// Adds what each sentence looks like beside its evidence, in numbers: what the score rests on
    #[arg(long)]
    pub signs: bool,
    /// Threads to use [default: one a core]
    #[arg(long, value_parser = super::lines::jobs)]
    pub jobs: Option<usize>,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let last = LastRead::default();
    let (input, output) = (report::input(&args.files)?, std::io::stdout().lock());
    let jobs = lines::threads(args.jobs);
    Ok(lines::map(input, output, jobs, |object| answer(object, &last, args.signs))?)
}

/// The sources of the line before: lines about one article often follow each other, and reading an
/// article takes longer than judging a sentence.
#[derive(Default)]
struct LastRead(Mutex<Option<(Value, Arc<Sources>)>>);

impl LastRead {
    fn sources(&self, given: &Value) -> Result<Arc<Sources>, String> {
        let known = || self.0.lock().unwrap_or_else(|broken| broken.into_inner());
        if let Some((before, sources)) = known().as_ref()
            && before == given
        {
            return Ok(sources.clone());
        }
        let sources = Arc::new(read(given)?);
        *known() = Some((given.clone(), sources.clone()));
        Ok(sources)
    }
}

fn read(given: &Value) -> Result<Sources, String> {
    let list = given.as_array().ok_or("`sources` is not a list")?;
    let texts = list.iter().map(source).collect::<Result<Vec<_>, String>>()?;
    Ok(Sources::read(&texts))
}

fn source(given: &Value) -> Result<SourceText<'_>, String> {
    let text = given.get("text").and_then(Value::as_str).ok_or("a source has no `text`")?;
    let published = given.as_object().map(|source| report::time(source, "published"));
    let published = published.transpose()?.flatten().map(|time| own_clock(&time));
    let language = given.get("language").and_then(Value::as_str);
    Ok(SourceText { text, published, tongue: language.and_then(Tongue::of_code) })
}

fn answer(object: &Map<String, Value>, last: &LastRead, wanted: bool) -> Result<Value, String> {
    let given = object.get("sources").ok_or("the line has no `sources`")?;
    let sources = last.sources(given)?;
    let ids: Vec<&Value> = given.as_array().into_iter().flatten().map(id_of).collect();
    let mut answer = lines::begun(object);
    match (object.get("sentence"), object.get("sentences")) {
        (Some(Value::String(sentence)), _) => {
            shown(&sources.judge(sentence), &ids, &mut answer);
            show_signs(&sources, sentence, wanted, &mut answer);
        }
        (None, Some(Value::Array(sentences))) => {
            summary(sentences, &sources, &ids, wanted, &mut answer)?
        }
        _ => return Err("the line has neither a `sentence` nor `sentences`".to_owned()),
    }
    Ok(Value::Object(answer))
}

fn id_of(source: &Value) -> &Value {
    source.get("id").unwrap_or(&Value::Null)
}

/// The judgement of a whole summary: that of its worst sentence, with all evidence.
fn summary(
    sentences: &[Value],
    sources: &Sources,
    ids: &[&Value],
    wanted: bool,
    answer: &mut Map<String, Value>,
) -> Result<(), String> {
    let mut findings = Vec::new();
    for sentence in sentences {
        let sentence = sentence.as_str().ok_or("`sentences` holds something that is no text")?;
        findings.push((sentence, sources.judge(sentence)));
    }
    let worst = findings.iter().map(|(_, finding)| finding).min_by(|a, b| {
        let rank = |judgement: &Judgement| judgement.verdict;
        rank(&a.judgement)
            .cmp(&rank(&b.judgement))
            .then(a.judgement.score.total_cmp(&b.judgement.score))
    });
    let lowest = findings.iter().map(|(_, f)| f.judgement.score).fold(1.0, f64::min);
    let mut whole = match worst {
        Some(worst) => worst.clone(),
        None => sources.judge(""),
    };
    whole.judgement.score = whole.judgement.score.min(lowest);
    whole.evidence = findings.iter().flat_map(|(_, f)| f.evidence.iter().cloned()).collect();
    whole.evidence.sort_by_key(|(source, span)| (*source, span.start, span.end));
    whole.evidence.dedup();
    shown(&whole, ids, answer);
    let each = findings.iter().map(|(sentence, finding)| {
        let mut one = Map::new();
        one.insert("sentence".to_owned(), json!(sentence));
        shown(finding, ids, &mut one);
        show_signs(sources, sentence, wanted, &mut one);
        Value::Object(one)
    });
    let each: Vec<Value> = each.collect();
    if !each.is_empty() {
        answer.insert("sentences".to_owned(), json!(each));
    }
    Ok(())
}

fn shown(finding: &Finding, ids: &[&Value], answer: &mut Map<String, Value>) {
    let judgement = &finding.judgement;
    answer.insert("verdict".to_owned(), json!(judgement.verdict.word()));
    answer.insert("score".to_owned(), json!(rounded(judgement.score)));
    let reasons: Vec<Value> = judgement
        .reasons
        .iter()
        .map(|reason| json!({"kind": reason.kind.word(), "detail": reason.detail}))
        .collect();
    if !reasons.is_empty() {
        answer.insert("reasons".to_owned(), json!(reasons));
    }
    let evidence: Vec<Value> = finding
        .evidence
        .iter()
        .map(|(source, span)| json!({"source": ids.get(*source), "span": [span.start, span.end]}))
        .collect();
    if !evidence.is_empty() {
        answer.insert("evidence".to_owned(), json!(evidence));
    }
}

/// Adds the signs of a sentence where they are `wanted`; none where it stands in a source word for word.
fn show_signs(sources: &Sources, sentence: &str, wanted: bool, answer: &mut Map<String, Value>) {
    let Some(signs) = wanted.then(|| sources.signs(sentence)).flatten() else { return };
    let named = SIGN_NAMES
        .iter()
        .zip(signs)
        .map(|((name, _), sign)| (name.to_string(), json!(rounded(f64::from(sign)))));
    answer.insert("signs".to_owned(), Value::Object(named.collect()));
}

/// Four decimals are enough to compare, and the same everywhere.
fn rounded(score: f64) -> f64 {
    (score * 1e4).round() / 1e4
}
