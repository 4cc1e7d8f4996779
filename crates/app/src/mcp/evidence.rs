use super::arguments::EvidenceOf;
use super::story::{Out, find, outlet};
use super::{Mcp, Told, broken};
use news::{Article, Evidence, Judged, Part};
use serde_json::{Value, json};

/// Characters around a quotation that are given along: a dozen words, within what may be quoted of an outlet.
const AROUND: usize = 80;

/// `fetch_evidence`.
pub async fn fetch(mcp: &Mcp, of: &EvidenceOf) -> Told {
    let Out { record, .. } = find(mcp, &of.story).await?;
    let statements = record.brief.statements();
    if let Some(number) = of.sentence.filter(|number| *number >= statements.len()) {
        return Err(format!(
            "The story has no sentence {number}: they are numbered from 0 to {}.",
            statements.len() - 1
        ));
    }
    let mut sentences = Vec::new();
    for (number, (_, judged)) in statements.into_iter().enumerate() {
        if of.sentence.is_none_or(|wanted| wanted == number) {
            sentences.push(sentence(mcp, number, judged).await?);
        }
    }
    Ok(json!({ "story": record.story.0, "version": record.version, "sentences": sentences }))
}

async fn sentence(mcp: &Mcp, number: usize, judged: &Judged) -> Result<Value, String> {
    let mut evidence = Vec::new();
    for piece in judged.statement.evidence() {
        let version = mcp.site.store.articles.version(&piece.version).await.map_err(broken)?;
        evidence.push(shown(mcp, piece, version.as_ref()));
    }
    Ok(json!({
        "number": number,
        "text": judged.statement.text(),
        "verdict": judged.verdict().word(),
        "evidence": evidence,
    }))
}

/// A piece of evidence, beside the version that it was taken from.
fn shown(mcp: &Mcp, piece: &Evidence, version: Option<&Article>) -> Value {
    let mut shown = json!({
        "article": piece.article.0,
        "version": piece.version.0,
        "part": part(piece.part),
        "span": [piece.start, piece.end],
        "quote": piece.quote,
        "holds": version.is_some_and(|version| piece.holds_in(version)),
    });
    if let Some(article) = version {
        let (before, after) = around(article.part(piece.part), piece.start, piece.end);
        shown["before"] = json!(before);
        shown["after"] = json!(after);
        shown["outlet"] = json!(outlet(mcp, &article.outlet.0));
        shown["title"] = json!(article.title);
        shown["url"] = json!(article.url);
        shown["published"] = json!(article.reported().to_string());
    }
    shown
}

/// The word for a part of an article.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Title => "title",
        Part::Text => "text",
    }
}

/// Some words before and after a span.
fn around(text: &str, start: u32, end: u32) -> (&str, &str) {
    let before = text.get(..start as usize).unwrap_or_default();
    let after = text.get(end as usize..).unwrap_or_default();
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    (&before[from..], &after[..to])
}
