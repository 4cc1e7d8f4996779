//! `newsloom rank`.

use super::lines::{self, Line};
use super::report;
use crate::commands::replay::read_weights;
use jiff::Timestamp;
use news::{OutletId, Ranked, Registry, Report, SourceTime, Story, StoryId};
use news::{Tie, TieReason, TieTo};
use pipeline::rank::{Circumstances, Weights, rank};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Flags of `newsloom rank`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Articles with their stories as JSON Lines [default: standard input]
    pub files: Vec<PathBuf>,
    /// The moment to rank for, such as 2026-11-23T08:30:00Z [default: the present]
    #[arg(long, value_name = "TIME", value_parser = SourceTime::parse)]
    pub now: Option<SourceTime>,
    /// Write only the first so many stories [default: all]
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Settings file whose section [rank] holds the weights [default: weights trained for growth by the hour]
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// Threads to use [default: one a core]; ranking needs only one
    #[arg(long, value_parser = super::lines::jobs)]
    pub jobs: Option<usize>,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let input = lines::read(report::input(&args.files)?);
    let now = args.now.map_or_else(Timestamp::now, |time| time.instant);
    let weights = args.weights.as_deref().map(read_weights).transpose()?;
    let weights = weights.unwrap_or_else(Weights::standard);
    Ok(rank_lines(input, io::stdout().lock(), &weights, now, args.top.unwrap_or(usize::MAX))?)
}

/// Lines that could not be read come first, then the stories.
fn rank_lines(
    input: impl Iterator<Item = io::Result<Line>>,
    output: impl Write,
    weights: &Weights,
    now: Timestamp,
    top: usize,
) -> io::Result<ExitCode> {
    let mut output = BufWriter::new(output);
    let mut stories: BTreeMap<String, Vec<Report>> = BTreeMap::new();
    let mut failed = false;
    let mut last_seen = now;
    for line in input {
        let answer = line?.and_then(|object| {
            read(&object.fields, last_seen).map_err(|error| object.failed(&error))
        });
        match answer {
            Ok((story, report)) => {
                last_seen = report.seen;
                stories.entry(story).or_default().push(report);
            }
            Err(broken) => {
                failed = true;
                writeln!(output, "{broken}")?;
            }
        }
    }
    let stories = stories.into_iter().map(|(id, reports)| Story { id: StoryId(id), reports });
    let known = Circumstances::default();
    for ranked in rank(stories.collect(), &known, weights, now).iter().take(top) {
        writeln!(output, "{}", answer(ranked))?;
    }
    output.flush()?;
    Ok(ExitCode::from(if failed { lines::SOME_FAILED } else { lines::ALL_DONE }))
}

/// The story that a line names, and its report.
fn read(object: &Map<String, Value>, last_seen: Timestamp) -> Result<(String, Report), String> {
    let article = report::article(object, last_seen)?;
    let text = |key: &str| object.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let story = text("story").ok_or("story is missing or no text")?;
    // Articles that name no outlet are not all of one outlet.
    let outlet = text("outlet").unwrap_or(&article.id.0);
    let known = Registry::default().find(outlet);
    let report = Report {
        outlet: OutletId(outlet.to_owned()),
        owner: known.owner_or_self().to_owned(),
        authority: known.authority_or_middle(),
        reported: article.reported(),
        seen: article.seen,
        origin: object.get("origin").and_then(report::id).unwrap_or_else(|| article.id.clone()),
        relies_on: ties(object.get("relies_on")),
        article: article.id,
        title: article.title,
        url: article.url,
    };
    Ok((story.to_owned(), report))
}

fn ties(list: Option<&Value>) -> Vec<Tie> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(tie).collect()
}

fn tie(value: &Value) -> Option<Tie> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let article = value.get("article").and_then(report::id).map(TieTo::Article);
    let to = article.or_else(|| text("outlet").map(|id| TieTo::Outlet(OutletId(id))))?;
    let by = text("by")?;
    let reasons = [TieReason::Owner, TieReason::Attribution, TieReason::Link];
    let by = reasons.into_iter().find(|reason| reason.word() == by)?;
    Some(Tie { to, by })
}

fn answer(ranked: &Ranked) -> Value {
    let terms = ranked.terms.iter().map(|term| {
        json!({"name": term.name, "value": term.value, "weight": term.weight, "adds": term.adds()})
    });
    let mut answer = json!({
        "story": ranked.story.id.0,
        "score": ranked.score(),
        "terms": terms.collect::<Vec<Value>>(),
        "articles": ranked.story.reports.len(),
        "origins": ranked.story.origins().len(),
    });
    let headline = headline(&ranked.story);
    if !headline.is_empty() {
        answer["headline"] = json!(headline);
    }
    answer
}

/// The headline of the latest report in its own words.
fn headline(story: &Story) -> &str {
    let own = story.reports.iter().filter(|report| report.origin == report.article);
    let latest = own.max_by_key(|report| report.reported).or(story.reports.last());
    latest.map_or("", |report| &report.title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_come_best_first_with_their_terms() {
        let input = [
            json!({"id": "a", "story": "s", "origin": "a", "outlet": "Harbour Post", "title": "Pier closes",
                "published": "2026-11-23T08:00:00Z"}),
            json!({"id": "b", "story": "s", "origin": "a", "outlet": "Coast Radio", "title": "Pier shut",
                "published": "2026-11-23T09:00:00Z"}),
            json!({"id": "c", "story": "t", "title": "Glider record", "published": "2026-11-20"}),
            json!({"id": "d", "title": "no story"}),
        ];
        let input: String = input.iter().map(|line| format!("{line}\n")).collect();
        let mut output = Vec::new();
        let now = "2026-11-23T12:00:00Z".parse().expect("written for this test");
        let code =
            rank_lines(lines::read(input.as_bytes()), &mut output, &Weights::standard(), now, 9)
                .expect("written for this test");
        assert_eq!(code, ExitCode::from(lines::SOME_FAILED));
        let text = String::from_utf8(output).expect("JSON is UTF-8");
        let lines: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
        let shown: Vec<String> = lines.iter().map(shown).collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        {"id":"d","error":"story is missing or no text"}
        s 0.232 articles=2 origins=1 Pier closes: breadth 0.008, velocity 0.140, following 0.032, leading 0.002, freshness 0.000, authority 0.050
        t 0.064 articles=1 origins=1 Glider record: breadth 0.000, velocity 0.002, following 0.011, leading 0.001, freshness 0.000, authority 0.050
        "#);
    }

    /// A story in one line, figures rounded: the last digits differ between machines.
    fn shown(story: &Value) -> String {
        let Some(terms) = story["terms"].as_array() else { return story.to_string() };
        let number = |value: &Value| format!("{:.3}", value.as_f64().unwrap_or(f64::NAN));
        let word = |value: &Value| value.as_str().unwrap_or("absent").to_owned();
        let terms: Vec<String> = terms
            .iter()
            .map(|term| format!("{} {}", word(&term["name"]), number(&term["adds"])))
            .collect();
        format!(
            "{} {} articles={} origins={} {}: {}",
            word(&story["story"]),
            number(&story["score"]),
            story["articles"],
            story["origins"],
            word(&story["headline"]),
            terms.join(", ")
        )
    }
}
