//! A checked brief as JSON.

use crate::stage::report;
use news::{
    ArticleId, Brief, BriefImage, Checked, Disagreement, Evidence, Figure, Heading, Judged,
    Judgement, Moment, Part, Quote, Section, Statement, StoryFile,
};
use serde_json::{Map, Value, json};

/// The answer of `newsloom write`: what stands of a brief, and what was withheld.
/// `answer` holds the id of the story.
pub fn shown(mut answer: Map<String, Value>, checked: &Checked, file: &StoryFile) -> Value {
    let brief = checked.brief();
    let cited = checked.cited();
    if let Some(kicker) = &brief.kicker {
        answer.insert("kicker".to_owned(), json!(kicker));
    }
    answer.insert("headline".to_owned(), json!(brief.headline.statement.text()));
    answer.insert("headline_evidence".to_owned(), all_evidence(&brief.headline));
    answer.insert("headline_verdict".to_owned(), verdict(&brief.headline.judgement));
    add(&mut answer, "lede", brief.lede.iter().map(|judged| sentence(judged, &cited)));
    add_parts(&mut answer, brief, &cited);
    add(&mut answer, "sources", sources(&cited, file).into_iter());
    let failed = checked.withheld().iter().chain(checked.set_aside());
    add(&mut answer, "withheld", failed.map(withheld));
    answer.insert("writer".to_owned(), json!(brief.writer.word()));
    Value::Object(answer)
}

fn add_parts(answer: &mut Map<String, Value>, brief: &Brief<Judged>, cited: &[&ArticleId]) {
    add(answer, "sections", brief.sections.iter().map(|part| section(part, cited)));
    add(answer, "quotes", brief.quotes.iter().filter_map(quote));
    add(answer, "disagreements", brief.disagreements.iter().map(disagreement));
    add(answer, "timeline", brief.timeline.iter().map(moment));
    add(answer, "figures", brief.figures.iter().map(figure));
    add(answer, "images", brief.images.iter().map(image));
}

/// Adds a list, unless it is empty: what is absent has no key.
fn add(answer: &mut Map<String, Value>, key: &str, values: impl Iterator<Item = Value>) {
    let values: Vec<Value> = values.collect();
    if !values.is_empty() {
        answer.insert(key.to_owned(), Value::Array(values));
    }
}

fn sentence(judged: &Judged, cited: &[&ArticleId]) -> Value {
    let mut citations: Vec<usize> = Vec::new();
    for evidence in judged.statement.evidence() {
        let place = cited.iter().position(|article| **article == evidence.article);
        citations.extend(place.map(|place| place + 1));
    }
    citations.sort_unstable();
    citations.dedup();
    json!({
        "text": judged.statement.text(),
        "citations": citations,
        "evidence": all_evidence(judged),
        "verdict": verdict(&judged.judgement),
    })
}

fn section(section: &Section<Judged>, cited: &[&ArticleId]) -> Value {
    let heading = match &section.heading {
        Heading::Label(label) => label.as_str(),
        Heading::Stating(judged) => judged.statement.text(),
    };
    let sentences: Vec<Value> =
        section.sentences.iter().map(|judged| sentence(judged, cited)).collect();
    json!({"heading": heading, "sentences": sentences})
}

fn quote(quote: &Quote<Judged>) -> Option<Value> {
    let shown = evidence(quote.words.statement.evidence().first()?);
    Some(json!({
        "text": quote.words.statement.text(),
        "speaker": quote.speaker,
        "evidence": shown,
    }))
}

fn disagreement(disagreement: &Disagreement<Judged>) -> Value {
    let sides = disagreement.sides.iter().map(|side| &side.statement);
    disagreeing(&disagreement.about, sides)
}

fn disagreeing<'s>(about: &str, sides: impl Iterator<Item = &'s Statement>) -> Value {
    let side = |side: &Statement| {
        let evidence: Vec<Value> = side.evidence().iter().map(evidence).collect();
        json!({"text": side.text(), "evidence": evidence})
    };
    json!({"about": about, "sides": sides.map(side).collect::<Vec<Value>>()})
}

/// Adds what sources disagree on, unless it is nothing.
pub fn add_disagreements(answer: &mut Map<String, Value>, found: &[Disagreement<Statement>]) {
    let shown = found.iter().map(|known| disagreeing(&known.about, known.sides.iter()));
    add(answer, "disagreements", shown);
}

fn moment(moment: &Moment<Judged>) -> Value {
    json!({
        "date": moment.date.to_string(),
        "text": moment.what.statement.text(),
        "evidence": all_evidence(&moment.what),
    })
}

fn figure(figure: &Figure<Judged>) -> Value {
    json!({
        "label": figure.label,
        "text": figure.value.statement.text(),
        "evidence": all_evidence(&figure.value),
    })
}

fn image(image: &BriefImage) -> Value {
    let mut shown = Map::new();
    shown.insert("url".to_owned(), json!(image.image.url));
    if let Some(credit) = &image.image.credit {
        shown.insert("credit".to_owned(), json!(credit));
    }
    if let Some(caption) = &image.image.caption {
        shown.insert("caption".to_owned(), json!(caption));
    }
    shown.insert("article".to_owned(), report::given(&image.article));
    if let Some(section) = image.section {
        shown.insert("section".to_owned(), json!(section));
    }
    Value::Object(shown)
}

fn sources(cited: &[&ArticleId], file: &StoryFile) -> Vec<Value> {
    let listed = cited.iter().enumerate().map(|(at, id)| {
        let mut source = Map::new();
        source.insert("n".to_owned(), json!(at + 1));
        source.insert("article".to_owned(), report::given(id));
        let article = file.article(id);
        if let Some(outlet) = article.map(|article| &article.outlet.0).filter(|o| !o.is_empty()) {
            source.insert("outlet".to_owned(), json!(outlet));
        }
        if let Some(url) = article.and_then(|article| article.url.as_ref()) {
            source.insert("url".to_owned(), json!(url));
        }
        source.insert("origin".to_owned(), report::given(file.origin_of(id)));
        Value::Object(source)
    });
    listed.collect()
}

fn withheld(judged: &Judged) -> Value {
    json!({"text": judged.statement.text(), "verdict": verdict(&judged.judgement)})
}

fn verdict(judgement: &Judgement) -> Value {
    let reasons: Vec<Value> = judgement
        .reasons
        .iter()
        .map(|reason| json!({"kind": reason.kind.word(), "detail": reason.detail}))
        .collect();
    let mut shown = Map::new();
    shown.insert("verdict".to_owned(), json!(judgement.verdict.word()));
    shown.insert("score".to_owned(), json!(judgement.score));
    if !reasons.is_empty() {
        shown.insert("reasons".to_owned(), json!(reasons));
    }
    Value::Object(shown)
}

fn all_evidence(judged: &Judged) -> Value {
    Value::Array(judged.statement.evidence().iter().map(evidence).collect())
}

fn evidence(evidence: &Evidence) -> Value {
    let mut shown = json!({
        "article": report::given(&evidence.article),
        "span": [evidence.start, evidence.end],
        "quote": evidence.quote,
    });
    if evidence.part == Part::Title {
        shown["part"] = json!("title");
    }
    shown
}
