use super::{Mcp, Told, broken};
use news::{Brief, Heading, Judged, Role, StoryId};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use store::{BriefRecord, BriefState, ListedStory, Store};

/// A published story with what lists tell of it.
pub struct Out {
    pub record: BriefRecord,
    pub listed: ListedStory,
}

/// The published story of an id or an address, or why there is none. What waits at the desk does not show.
pub async fn find(mcp: &Mcp, named: &str) -> Result<Out, String> {
    let store = &mcp.site.store;
    let last = named.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let mut id = StoryId(last.rsplit('-').next().unwrap_or(last).to_owned());
    if let Some(into) = store.regroupings.merged_into(&id).await.map_err(broken)? {
        id = into;
    }
    let listed = store.directory.listed_story(&id).await.map_err(broken)?;
    let record = store.briefs.published(&id).await.map_err(broken)?;
    match (record, listed) {
        (Some(record), Some(listed)) => Ok(Out { record, listed }),
        _ => Err(absence(store, &id, named).await?),
    }
}

async fn absence(store: &Store, id: &StoryId, named: &str) -> Result<String, String> {
    let history = store.briefs.history(id).await.map_err(broken)?;
    let withdrawal = history.into_iter().rev().find_map(|line| match line.state {
        BriefState::Withdrawn(_, withdrawal) => Some(withdrawal),
        BriefState::Published(_) | BriefState::Held(_) => None,
    });
    Ok(match withdrawal {
        Some(withdrawal) => {
            let why = withdrawal.why.unwrap_or_else(|| "no reason was given".to_owned());
            format!("The story {id} was withdrawn at {}: {why}", withdrawal.at)
        }
        None => format!(
            "{named:?}: there is no published story of this id or address. `search` and `list_front_page` give ids."
        ),
    })
}

/// Where a story stands.
pub fn address(mcp: &Mcp, listed: &ListedStory) -> String {
    let base = mcp.site.look.base_url.trim_end_matches('/');
    format!("{base}{}", web::story_address(&listed.first_headline, &listed.story))
}

/// `read_story`.
pub async fn read(mcp: &Mcp, named: &str) -> Told {
    let Out { record, listed } = find(mcp, named).await?;
    let brief = &record.brief;
    let mut told = Map::new();
    told.insert("story".to_owned(), json!(record.story.0));
    told.insert("version".to_owned(), json!(record.version));
    told.insert("url".to_owned(), json!(address(mcp, &listed)));
    told.insert("published".to_owned(), json!(record.at.to_string()));
    told.insert("reviewed_by".to_owned(), reviewed(&record));
    told.insert("articles".to_owned(), json!(listed.articles));
    told.insert("independent_reports".to_owned(), json!(listed.independent_reports));
    told.insert("writer".to_owned(), json!(brief.writer.word()));
    told.insert("sentences".to_owned(), json!(sentences(brief)));
    told.insert("sources".to_owned(), sources(mcp, brief).await?);
    told.insert("withheld_sentences".to_owned(), json!(record.withheld.len()));
    told.retain(|_, value| !value.is_null());
    Ok(Value::Object(told))
}

fn reviewed(record: &BriefRecord) -> Value {
    match &record.state {
        BriefState::Published(news::Standing::Reviewed { by, .. }) => json!(by),
        _ => Value::Null,
    }
}

/// Every statement in reading order, with its part in the brief, its number and its citations.
fn sentences(brief: &Brief<Judged>) -> Vec<Value> {
    let cited = brief.cited();
    let headings = headings(brief);
    let told = brief.statements().into_iter().enumerate().map(|(number, (role, judged))| {
        let mut citations: Vec<usize> = Vec::new();
        for evidence in judged.statement.evidence() {
            let place = cited.iter().position(|article| **article == evidence.article);
            citations.extend(place.map(|place| place + 1).filter(|n| !citations.contains(n)));
        }
        let mut sentence = json!({
            "number": number,
            "part": part(role),
            "text": judged.statement.text(),
            "citations": citations,
            "verdict": judged.verdict().word(),
        });
        if let Some((name, value)) = label(role) {
            sentence[name] = json!(value);
        }
        if let Some(heading) = headings.get(&number) {
            sentence["heading"] = json!(heading);
        }
        sentence
    });
    told.collect()
}

/// The labels that stand above sections, by the number of the first sentence below.
fn headings(brief: &Brief<Judged>) -> BTreeMap<usize, &str> {
    let mut number = 1 + brief.lede.len();
    let mut headings = BTreeMap::new();
    for section in &brief.sections {
        match &section.heading {
            Heading::Label(label) => {
                headings.insert(number, label.as_str());
            }
            Heading::Stating(_) => number += 1,
        }
        number += section.sentences.len();
    }
    headings
}

fn part(role: Role<'_>) -> &'static str {
    match role {
        Role::Headline => "headline",
        Role::Lede => "lede",
        Role::Heading => "heading",
        Role::Sentence => "text",
        Role::Quote { .. } => "quote",
        Role::Side { .. } => "disagreement",
        Role::Moment { .. } => "timeline",
        Role::Figure { .. } => "figure",
    }
}

fn label(role: Role<'_>) -> Option<(&'static str, String)> {
    match role {
        Role::Quote { speaker } => Some(("speaker", speaker.to_owned())),
        Role::Side { about } => Some(("about", about.to_owned())),
        Role::Moment { date } => Some(("date", date.to_string())),
        Role::Figure { label } => Some(("label", label.to_owned())),
        Role::Headline | Role::Lede | Role::Heading | Role::Sentence => None,
    }
}

async fn sources(mcp: &Mcp, brief: &Brief<Judged>) -> Result<Value, String> {
    let mut sources = Vec::new();
    for (n, id) in (1..).zip(brief.cited()) {
        let Some(article) = mcp.site.store.articles.latest(id).await.map_err(broken)? else {
            continue;
        };
        sources.push(json!({
            "n": n,
            "article": id.0,
            "outlet": outlet(mcp, &article.outlet.0),
            "title": article.title,
            "url": article.url,
            "published": article.reported().to_string(),
        }));
    }
    Ok(json!(sources))
}

/// The name by which readers know an outlet.
pub fn outlet(mcp: &Mcp, id: &str) -> String {
    mcp.site.registry.known(id).map_or_else(|| id.to_owned(), |outlet| outlet.name.clone())
}
