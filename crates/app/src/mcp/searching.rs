use super::arguments::Words;
use super::evidence::part;
use super::story::{address, outlet};
use super::{Mcp, Told, broken};
use news::{Article, Evidence};
use search::{Kinds, Query, Sorting, excerpt};
use serde_json::{Value, json};
use web::{AnsweredStory, Ask, PageError};

/// Stories in an answer when nobody says how many.
const USUAL: usize = 10;
/// Stories in an answer at most.
const MOST: usize = 50;
/// Stories that a search can be followed to.
const FARTHEST: usize = 1_000;
/// Longest question, in characters.
const QUERY: usize = 2_000;
/// Longest part of a report, in characters: far within what may be quoted of an outlet.
const EXCERPT: usize = 240;

/// `search`.
pub async fn search(mcp: &Mcp, words: Words) -> Told {
    let typed: String = words.query.chars().take(QUERY).collect();
    let query = Query::read(&typed);
    let count = words.limit.unwrap_or(USUAL).clamp(1, MOST);
    let from = words.offset.unwrap_or_default().min(FARTHEST);
    let sorting = if words.newest { Sorting::Newest } else { Sorting::Best };
    let (reach, kinds) = (mcp.reach, Kinds::All);
    let ask = Ask { query: query.clone(), reach, kinds, sorting, from, count };
    let found = web::search(&mcp.site, ask).await.map_err(failed)?;
    let results = found.groups.iter().map(|group| {
        let reports = group.articles.iter().map(|article| report(mcp, &query, article));
        let mut result = json!({ "reports": reports.collect::<Vec<_>>() });
        if let Some(story) = &group.story {
            result["story"] = shown(mcp, story);
        }
        result
    });
    Ok(json!({
        "query": typed,
        "notes": query.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "counted": found.counted,
        "more": found.is_more || found.counted > from + count,
        "results": results.collect::<Vec<Value>>(),
    }))
}

/// Why a search gave nothing, in a sentence.
pub fn failed(error: PageError) -> String {
    match error {
        PageError::Search(cause) => {
            tracing::error!("could not search: {cause}");
            format!("Search is out of order for the moment: {cause}.")
        }
        other => broken(other),
    }
}

fn shown(mcp: &Mcp, story: &AnsweredStory) -> Value {
    let all = story.record.brief.statements();
    let said = story.statements.iter().filter_map(|place| Some((place, all.get(*place)?.1)));
    let said = said.map(|(place, judged)| {
        let evidence = judged.statement.evidence().iter().map(quoted);
        json!({
            "number": place,
            "text": judged.statement.text(),
            "evidence": evidence.collect::<Vec<_>>(),
        })
    });
    let lede: Vec<&str> =
        story.record.brief.lede.iter().map(|said| said.statement.text()).collect();
    json!({
        "id": story.listed.story.0,
        "headline": story.listed.headline,
        "lede": lede.join(" "),
        "url": address(mcp, &story.listed),
        "published": story.record.at.to_string(),
        "articles": story.listed.articles,
        "independent_reports": story.listed.independent_reports,
        "sentences": said.collect::<Vec<_>>(),
    })
}

fn quoted(evidence: &Evidence) -> Value {
    json!({
        "article": evidence.article.0,
        "part": part(evidence.part),
        "span": [evidence.start, evidence.end],
        "quote": evidence.quote,
    })
}

fn report(mcp: &Mcp, query: &Query, article: &Article) -> Value {
    json!({
        "article": article.id.0,
        "outlet": outlet(mcp, &article.outlet.0),
        "title": article.title,
        "url": article.url,
        "published": article.reported().to_string(),
        "excerpt": excerpt(query, &article.text, EXCERPT).text,
    })
}
